//! One document to a crate, in a process of its own: `corpus` starts it for each document and reads what it tells.

use codegen::Output;
use codegen::diagnostic::{Diagnostic, Severity};
use codegen::files::Files;
use codegen::source::Source;

use super::facts::Facts;
use super::krate::{self, PROGRAM};
use super::{process, program};
use crate::args::CorpusDocument;
use crate::codegen_cmd::spec;
use crate::{Exit, Result, out};

/// Generates the crate and prints what is known of it.
pub(crate) fn run(args: &CorpusDocument) -> Result<Exit> {
    let CorpusDocument { document, folder, krate: krate_name } = args;
    let name = document.file_name().unwrap_or(document.as_os_str()).to_string_lossy().into_owned();
    let source = Source::new(name.clone(), spec::read(document)?);
    let options = krate::options(krate_name, name);
    let mut facts = Facts::default();
    match codegen::generate(&source, &options) {
        Ok(output) => {
            count(&mut facts, &output.warnings);
            let files = codegen::crate_files(krate_name, &output);
            size(&mut facts, &output, &files);
            krate::write(folder, &files)?;
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
        files.insert(format!("examples/{PROGRAM}.rs"), program::text(&krate_name.replace('-', "_"), &found.typed));
        krate::write(folder, &files)?;
    }
    out::print(&format!("{}\n", facts.to_json()));
    Ok(Exit::Fine)
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
