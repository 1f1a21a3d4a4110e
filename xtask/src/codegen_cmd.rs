//! `cargo xtask codegen`: reads the document, has it generated, and compares or writes. What is generated is decided in
//! `codegen`; how files get to disk is `write`'s business.

mod hooks;
mod job;
mod levels;
mod repeat;
pub(crate) mod spec;

#[cfg(test)]
mod tests;

use std::time::Instant;

use codegen::diagnostic::{Diagnostic, Severity};
use codegen::files::Files;
use codegen::render::{render_human, render_json};
use codegen::source::Source;
use codegen::visible::{visible, visible_lines};
use codegen::{Only, Strictness};

use crate::args::{Codegen, Format};
use crate::write::Plan;
use crate::{Error, Exit, Result, diff, json, out, write};
use diff::Note;
use job::Job;

/// How many differing files are listed for people. JSON lists all.
const NOTES: usize = 100;

/// Generates as the arguments say.
pub(crate) fn run(args: &Codegen) -> Result<Exit> {
    let start = Instant::now();
    let done = Job::new(args).and_then(|job| work(args, &job, start));
    match done {
        Err(error) if args.format == Format::Json => {
            out::error(&json::object(&[("severity", "error"), ("message", &error.0)]));
            Ok(Exit::Failed)
        }
        other => other,
    }
}

fn work(args: &Codegen, job: &Job, start: Instant) -> Result<Exit> {
    let source = Source::new(job.spec_name.clone(), spec::read(&job.spec)?);
    let only = Only::of(args.only.iter().cloned());
    let output = match codegen::generate_only(&source, &job.options, &only) {
        Ok(output) => output,
        Err(failure) => return Ok(refuse(args, job, &source, &levels::weighed(args, failure.diagnostics))),
    };
    if let [first, ..] = output.idle.as_slice() {
        let message = format!(
            "--only {first}: no operation of {} has this tag or operationId, or is at a path that begins so",
            job.spec_name
        );
        return Err(Error::new(message));
    }
    let warnings = levels::weighed(args, output.warnings.clone());
    if warnings.iter().any(|one| one.severity == Severity::Error) {
        return Ok(refuse(args, job, &source, &warnings));
    }
    show(args, job, &source, &warnings);
    let mut exit = match &job.krate {
        Some(name) => put(args, job, &signed(&codegen::crate_files(name, &output), &job.options.origin), start)?,
        None => put(args, job, &output.files, start)?,
    };
    if let Some(root) = &job.hooks
        && !hooks::show(args, job, root, &output.api)?
    {
        exit = Exit::Bad;
    }
    Ok(exit)
}

/// Says why nothing is written.
fn refuse(args: &Codegen, job: &Job, source: &Source, found: &[Diagnostic]) -> Exit {
    show(args, job, source, found);
    if args.format == Format::Human {
        out::error(&conclusion(source, found));
        out::error(&levels::still_there(args, found).unwrap_or_default());
    }
    Exit::Bad
}

/// With a mark in the head of every file, so that the next run may overwrite them: a whole crate has a manifest too.
fn signed(files: &Files, origin: &str) -> Files {
    let mut signed = Files::new();
    for (path, bytes) in files.iter() {
        let mark = match write::is_ours(path, bytes) {
            true => String::new(),
            false => write::head(path, origin),
        };
        signed.insert(path, [mark.as_bytes(), bytes].concat());
    }
    signed
}

/// Writes the files, or says what writing would change.
fn put(args: &Codegen, job: &Job, files: &Files, start: Instant) -> Result<Exit> {
    let plan = write::plan(&job.target, files)?;
    if !args.check {
        write::apply(&job.target, files, &plan)?;
    } else if !plan.is_empty() {
        out_of_date(args.format, job, &diff::notes(&job.shown, files, &plan));
        return Ok(Exit::Bad);
    }
    if !args.quiet {
        out::print(&format!("{} in {} ms\n", summary(&plan), start.elapsed().as_millis()));
    }
    Ok(Exit::Fine)
}

fn out_of_date(format: Format, job: &Job, notes: &[Note]) {
    if format == Format::Json {
        for note in notes {
            let path = format!("{}{}", job.shown, note.path);
            out::error(&json::object(&[("kind", note.kind), ("file", &path), ("diff", &note.diff)]));
        }
        return;
    }
    for note in notes.iter().take(NOTES) {
        out::error(&visible_lines(&note.human(&job.shown)));
    }
    if notes.len() > NOTES {
        out::error(&format!("and {} more files\n", notes.len() - NOTES));
    }
    out::error(&format!("error: {} is out of date; {}\n", visible(job.place()), job.remedy));
}

fn summary(plan: &Plan) -> String {
    let changes = &plan.changes;
    if plan.is_empty() {
        return match changes.unchanged.len() {
            1 => "the one file is up to date".to_owned(),
            many => format!("all {many} files are up to date"),
        };
    }
    let written = changes.added.len() + changes.changed.len();
    let files = if written == 1 { "file" } else { "files" };
    let mut text = format!("{written} {files} written, {} unchanged", changes.unchanged.len());
    if !changes.stale.is_empty() {
        text.push_str(&format!(", {} removed", changes.stale.len()));
    }
    if !plan.leftovers.is_empty() {
        text.push_str(&format!(", {} left over from a run that was cut short removed", plan.leftovers.len()));
    }
    text
}

/// Shows findings. All of our own document have to be mended, so all are shown; of another one there may be thousands.
fn show(args: &Codegen, job: &Job, source: &Source, diagnostics: &[Diagnostic]) {
    if diagnostics.is_empty() {
        return;
    }
    out::error(&match args.format {
        Format::Human if args.all || job.options.strictness == Strictness::Own => {
            render_human(source, diagnostics, out::colour())
        }
        Format::Human => {
            let (some, rest) = repeat::cut(diagnostics);
            render_human(source, &some, out::colour()) + &rest
        }
        Format::Json => render_json(source, diagnostics),
    });
}

fn conclusion(source: &Source, diagnostics: &[Diagnostic]) -> String {
    let name = visible(source.name());
    let errors: Vec<_> = diagnostics.iter().filter(|one| one.severity == Severity::Error).collect();
    let count = match errors.len() {
        0 => return format!("error: {name} gave neither files nor an error; this is a bug in the generator\n"),
        1 => "1 error".to_owned(),
        many => format!("{many} errors"),
    };
    let example = errors.first().map(|one| one.code.as_str()).unwrap_or_default();
    format!("error: {count} in {name}; nothing was written\nhelp: `cargo xtask explain {example}` says more\n")
}
