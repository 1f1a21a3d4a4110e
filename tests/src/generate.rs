//! Documents and what `codegen` makes of them, for the tests of the generator. Writes no file and starts no program.

use std::path::Path;

use codegen::diagnostic::Diagnostic;
use codegen::files::Files;
use codegen::render::{render_human, render_json};
use codegen::source::Source;
use codegen::{Failure, Options, Output, Strictness};
use serde_json::Value;

use crate::fixtures;

/// The names of the files of one kind in a folder of the workspace, without their ends, sorted.
pub fn stems(folder: &str, extension: &str) -> Vec<String> {
    let files = fixtures::files_below(folder);
    let wanted = files.iter().filter(|path| path.extension().is_some_and(|found| found == extension));
    wanted.map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned()).collect()
}

/// A text file of the workspace, with its line ends as they are committed.
pub fn text(path: &str) -> String {
    fixtures::read(path).replace("\r\n", "\n")
}

/// The one document of this workspace.
pub fn spec() -> String {
    text("spec/vcha.yaml")
}

/// The document with these of its paths, and of its schemas only what they lead to.
///
/// # Panics
///
/// When the document is not as it is committed.
pub fn part(paths: &[&str]) -> Value {
    let mut tree: Value = serde_yaml::from_str(&spec()).unwrap();
    tree["paths"].as_object_mut().unwrap().retain(|path, _| paths.contains(&path.as_str()));
    loop {
        let text = tree.to_string();
        let schemas = tree["components"]["schemas"].as_object_mut().unwrap();
        let before = schemas.len();
        schemas.retain(|name, _| text.contains(&format!("\"#/components/schemas/{name}\"")));
        if schemas.len() == before {
            return tree;
        }
    }
}

/// What `cargo xtask codegen` does with this text in the place of `spec/vcha.yaml`.
///
/// # Errors
///
/// What is wrong with the text.
pub fn generate_vcha(text: &str) -> Result<Output, Failure> {
    let options = Options {
        strictness: Strictness::Own,
        module_path: Some("vcha_client::api".to_owned()),
        origin: "spec/vcha.yaml".to_owned(),
        command: "cargo xtask codegen".to_owned(),
    };
    codegen::generate(&Source::new("spec/vcha.yaml", text), &options)
}

/// The constructs that stand for documents of others: what is wrong with them only draws warnings.
const FOREIGN: [&str; 2] = ["choice_foreign", "clashes"];

/// The output for the document of a construct, as module `NAME` of a crate `constructs`, and its warnings.
///
/// # Panics
///
/// When the document is refused, or draws so much as a warning although it is one of ours.
pub fn construct(name: &str) -> (Output, String) {
    let file = format!("tests/fixtures/constructs/{name}.yaml");
    let options = Options {
        strictness: if FOREIGN.contains(&name) { Strictness::Foreign } else { Strictness::Own },
        module_path: Some(format!("constructs::{name}")),
        origin: file.clone(),
        command: "cargo test -p vcha-tests".to_owned(),
    };
    let source = Source::new(file.clone(), text(&file));
    match codegen::generate(&source, &options) {
        Ok(output) => {
            let warnings = rendered(&source, &output.warnings);
            assert_eq!(warnings.is_empty(), !FOREIGN.contains(&name), "{warnings}");
            (output, warnings)
        }
        Err(failure) => panic!("{}", rendered(&source, &failure.diagnostics)),
    }
}

/// Findings as people see them.
pub fn rendered(source: &Source, found: &[Diagnostic]) -> String {
    render_human(source, found, false)
}

/// Findings as `CODE line:column`, sorted.
pub fn places(source: &Source, found: &[Diagnostic]) -> Vec<String> {
    let lines = render_json(source, found);
    let mut places: Vec<_> = lines
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap())
        .map(|line| format!("{} {}:{}", line["code"].as_str().unwrap(), line["line"], line["column"]))
        .collect();
    places.sort();
    places
}

/// The files below a folder, as a set that can be compared with an output.
pub fn files_below(folder: &Path) -> Files {
    let mut files = Files::new();
    for path in fixtures::files_below(folder.to_str().unwrap()) {
        let parts: Vec<_> = path.strip_prefix(folder).unwrap().iter().map(|part| part.to_str().unwrap()).collect();
        files.insert(parts.join("/"), std::fs::read(&path).unwrap());
    }
    files
}
