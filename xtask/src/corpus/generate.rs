//! One document to a crate, in a process of its own: `corpus` starts it for each document and reads what it tells.

use std::fs;
use std::path::Path;

use codegen::diagnostic::{Diagnostic, Severity};
use codegen::files::Files;
use codegen::source::Source;
use codegen::{Options, Output, Strictness};

use super::facts::Facts;
use super::{fresh, process, program};
use crate::args::CorpusDocument;
use crate::codegen_cmd::spec;
use crate::write::{COMMAND, io_error};
use crate::{Exit, Result, out};

/// The task that starts here, which no help names.
pub(crate) const TASK: &str = "corpus-document";

/// The program that reads the values, as cargo calls it.
pub(super) const PROGRAM: &str = "read_examples";

/// Generates the crate and prints what is known of it.
pub(crate) fn run(args: &CorpusDocument) -> Result<Exit> {
    let CorpusDocument { document, folder, krate } = args;
    let name = document.file_name().unwrap_or(document.as_os_str()).to_string_lossy().into_owned();
    let source = Source::new(name.clone(), spec::read(document)?);
    let options = options(krate, name);
    let folder = fresh(folder)?;
    let mut facts = Facts::default();
    match codegen::generate(&source, &options) {
        Ok(output) => {
            count(&mut facts, &output.warnings);
            let files = codegen::crate_files(krate, &output);
            size(&mut facts, &output, &files);
            write(&folder, &files)?;
            facts.is_written = true;
        }
        Err(failure) => count(&mut facts, &failure.diagnostics),
    }
    // Before the examples are looked for, which is no part of generating.
    facts.seconds = process::own_seconds();
    facts.peak = process::own_peak();
    if facts.is_written {
        let found = codegen::examples(&source, &options);
        facts.typed = found.typed.len();
        facts.untyped = found.untyped.iter().map(ToString::to_string).collect();
        let mut files = Files::new();
        files.insert(format!("examples/{PROGRAM}.rs"), program::text(&krate.replace('-', "_"), &found.typed));
        write(&folder, &files)?;
    }
    out::print(&format!("{}\n", facts.to_json()));
    Ok(Exit::Fine)
}

/// Those of somebody else's document that becomes a crate.
pub(super) fn options(krate: &str, origin: String) -> Options {
    Options {
        strictness: Strictness::Foreign,
        module_path: Some(format!("{}::api", krate.replace('-', "_"))),
        origin,
        command: COMMAND.to_owned(),
    }
}

fn count(facts: &mut Facts, found: &[Diagnostic]) {
    for one in found {
        let by_code = match one.severity {
            Severity::Error => &mut facts.errors,
            Severity::Warning => &mut facts.warnings,
        };
        *by_code.entry(one.code.as_str().to_owned()).or_default() += 1;
        facts.told.insert(one.place.pointer.to_string());
    }
}

/// How large the output is; the runtime is the same for all documents, and not counted.
fn size(facts: &mut Facts, output: &Output, files: &Files) {
    facts.operations = output.api.modules.iter().map(|module| module.operations.len()).sum();
    facts.types = output.api.types.iter().count();
    let own = files.iter().filter(|(path, _)| path.ends_with(".rs") && !path.starts_with("src/api/rt/"));
    for (_, bytes) in own {
        facts.files += 1;
        facts.lines += bytes.iter().filter(|byte| **byte == b'\n').count();
    }
}

pub(super) fn write(folder: &Path, files: &Files) -> Result<()> {
    for (path, bytes) in files.iter() {
        let path = folder.join(path);
        let above = path.parent().unwrap_or(folder);
        fs::create_dir_all(above).map_err(|error| io_error("make", above, &error))?;
        fs::write(&path, bytes).map_err(|error| io_error("write", &path, &error))?;
    }
    Ok(())
}
