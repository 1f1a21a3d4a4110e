//! OpenAPI 3.0 or 3.1 text in, Rust files or diagnostics out.
//!
//! A pure function: no file, no clock, no environment, and the same text gives the same bytes everywhere. Reading,
//! writing and talking to people are for `xtask`.
//!
//! read → grammar → skeleton → schema → normalise → lower → model → emit → print → [`files`]: no step before the model
//! knows one after it, and from the model on none knows the document.
#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing,
        clippy::todo,
        clippy::unreachable
    )
)]

#[macro_use]
mod words;

pub mod diagnostic;
pub mod files;
pub mod hooks;
pub mod pointer;
pub mod render;
pub mod source;
pub mod visible;

mod document;
mod emit;
mod examples;
mod ext;
mod grammar;
mod limits;
mod lower;
mod model;
mod name;
mod node;
mod normalise;
mod only;
mod options;
mod percent;
mod print;
mod read;
mod schema;
mod skeleton;
#[cfg(test)]
mod tests;

pub use examples::{Example, Examples};
pub use grammar::keywords;
pub use model::Api;
pub use only::Only;
pub use options::{Options, Strictness};

use diagnostic::{Code, Diagnostic, Place, Severity};
use document::Document;
use files::Files;
use grammar::Judged;
use pointer::Pointer;
use print::Unprintable;
use skeleton::Skeleton;
use source::Source;

/// What a document becomes.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Output {
    /// The files of the module, by their path below its root.
    pub files: Files,
    /// What the files were printed from, for whoever has more to say about the document.
    pub api: Api,
    /// What was left aside, in the order of the document.
    pub warnings: Vec<Diagnostic>,
    /// The words of [`Only`] that no operation was chosen by.
    pub idle: Vec<String>,
}

/// Why there is no output.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Failure {
    /// Errors and warnings, in the order of the document.
    pub diagnostics: Vec<Diagnostic>,
}

/// Generates the module for a document.
///
/// # Errors
///
/// Everything that is wrong with the document, not just the first thing.
///
/// ```
/// use codegen::{Options, Strictness, generate, source::Source};
///
/// let text = "openapi: 3.0.3\ninfo: {title: Nothing, version: '1'}\npaths: {}\n";
/// let options = Options {
///     strictness: Strictness::Own,
///     module_path: None,
///     origin: "nothing.yaml".to_owned(),
///     command: "cargo xtask codegen".to_owned(),
/// };
/// let output = generate(&Source::new("nothing.yaml", text), &options).expect("nothing is wrong with it");
/// assert!(output.files.get("mod.rs").is_some());
/// ```
pub fn generate(source: &Source, options: &Options) -> Result<Output, Failure> {
    generate_only(source, options, &Only::default())
}

/// Generates the module for some operations of a document, and for what these reach.
///
/// # Errors
///
/// Everything that is wrong with the document, in what is not wanted too.
pub fn generate_only(source: &Source, options: &Options, only: &Only) -> Result<Output, Failure> {
    let mut found = Vec::new();
    let output = run(source, options, only, &mut found);
    match output.filter(|_| found.iter().all(|one| one.severity != Severity::Error)) {
        Some((api, files, idle)) => Ok(Output { files, api, warnings: found, idle }),
        None => Err(Failure { diagnostics: found }),
    }
}

/// The values that a document gives as examples and defaults, each with the type of the output that has to read it; none of a
/// document that has errors.
pub fn examples(source: &Source, options: &Options) -> Examples {
    let Some(document) = read_document(source, options, &mut Vec::new()) else { return Examples::default() };
    let (lowered, _) = lower::with_places(&document, options.strictness);
    lowered.map(|(api, places)| examples::of(&document, options, &api, &places)).unwrap_or_default()
}

/// Each step in its turn, as far as there is something for the next one. One error does not hide what later steps find.
fn run(
    source: &Source,
    options: &Options,
    only: &Only,
    found: &mut Vec<Diagnostic>,
) -> Option<(Api, Files, Vec<String>)> {
    let document = Document { only: only.clone(), ..read_document(source, options, found)? };
    let (api, lowered) = lower::lower(&document, options.strictness);
    found.extend(lowered);
    let api = api?;
    let files = module_files(&api, options).map_err(|error| found.push(unprintable(&error))).ok()?;
    Some((api, files, lower::idle(&document)))
}

/// The steps that read, up to the document as lowering asks for it.
fn read_document<'s>(source: &'s Source, options: &Options, found: &mut Vec<Diagnostic>) -> Option<Document<'s>> {
    let reading = source.reading();
    found.extend(reading.found.iter().cloned());
    let (tree, root) = (&reading.tree, reading.document()?);
    let judged = grammar::check(root, options.strictness, found)?;
    let Skeleton { api, targets } = skeleton::read(root, &judged, found)?;
    let schemas = schema::read(tree, &judged);
    let Judged { mut errors, left, .. } = judged;
    let schemas = normalise::normalise(schemas, tree, options.strictness, &mut errors, found);
    Some(Document { tree, api, targets, schemas, errors, left, only: Only::default() })
}

/// The files of the module.
fn module_files(api: &Api, options: &Options) -> Result<Files, Unprintable> {
    let context = emit::Context::new(api, options);
    let mut files = Files::new();
    for (path, text) in emit::runtime(options, &api.parts) {
        files.insert(path, text);
    }
    for file in emit::files(&context) {
        let (path, text) = print::file(file?)?;
        files.insert(path, text);
    }
    Ok(files)
}

/// Puts the module of an output into a package of its own, which needs nothing else to be compiled. The module is
/// `src/api`; [`Options::module_path`] should have said so.
pub fn crate_files(name: &str, output: &Output) -> Files {
    emit::package(name, &output.api, &output.files)
}

/// A fault of ours, told like one of the document's, so that nobody sees a panic.
fn unprintable(error: &Unprintable) -> Diagnostic {
    let message = format!("the file {} cannot be printed: {}", error.path, error.message);
    Diagnostic::new(Severity::Error, Code::NotSupportedYet, Place::key(Pointer::root()), message)
        .help("this is a fault of the generator, not of the document; please report it together with the document")
}
