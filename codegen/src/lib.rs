//! OpenAPI 3.0 text in, Rust files or diagnostics out.
//!
//! A pure function: no file, no clock, no environment, and the same text gives the same bytes everywhere. Reading,
//! writing and talking to people are for `xtask`.
//!
//! read → grammar → skeleton → schema → resolve → lower → [`model`] → emit → print → [`files`]: no step before the
//! model knows one after it, and from the model on none knows the document.
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

pub mod diagnostic;
pub mod ext;
pub mod files;
pub mod hooks;
pub mod model;
pub mod node;
pub mod parse;
pub mod pointer;
pub mod read;
pub mod resolve;
pub mod schema;
pub mod source;
pub mod visible;

mod emit;
mod grammar;
mod lower;
mod name;
mod print;
mod skeleton;

use diagnostic::{Code, Diagnostic, Place, Severity};
use files::Files;
use model::Api;
use parse::Strictness;
use pointer::Pointer;
use print::Unprintable;
use source::Source;

/// What does not come from the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// How much is forgiven.
    pub strictness: Strictness,
    /// The Rust path of the module as examples in the documentation name it, such as `vcha_client::api`. Without one
    /// the examples are not compiled.
    pub module_path: Option<String>,
    /// The document, as the first line of each file names it: `spec/vcha.yaml`.
    pub origin: String,
    /// The command, as the first line of each file names it: `cargo xtask codegen`.
    pub command: String,
}

/// What a document becomes.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Output {
    /// The files of the module, by their path below its root.
    pub files: Files,
    /// What the files were printed from, for whoever has more to say about the document.
    pub api: model::Api,
    /// What was left aside, in the order of the document.
    pub warnings: Vec<Diagnostic>,
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
/// use codegen::{Options, generate, parse::Strictness, source::Source};
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
    let (document, mut found) = parse::parse(source, options.strictness);
    let Some(document) = document else { return Err(Failure { diagnostics: found }) };
    let (api, lowered) = lower::lower(&document, options.strictness);
    found.extend(lowered);
    let Some(api) = api else { return Err(Failure { diagnostics: found }) };
    match module_files(&api, options) {
        Ok(files) => Ok(Output { files, api, warnings: found }),
        Err(error) => {
            found.push(unprintable(&error));
            Err(Failure { diagnostics: found })
        }
    }
}

/// The files of the module.
fn module_files(api: &Api, options: &Options) -> Result<Files, Unprintable> {
    let context = emit::Context::new(api, options);
    let mut files = Files::new();
    for (path, text) in emit::runtime(options) {
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
///
/// ```
/// # use codegen::{Options, generate, parse::Strictness, source::Source};
/// # let text = "openapi: 3.0.3\ninfo: {title: Nothing, version: '1'}\npaths: {}\n";
/// # let options = Options {
/// #     strictness: Strictness::Own,
/// #     module_path: Some("nothing_client::api".to_owned()),
/// #     origin: "nothing.yaml".to_owned(),
/// #     command: "cargo xtask codegen".to_owned(),
/// # };
/// let output = generate(&Source::new("nothing.yaml", text), &options).expect("nothing is wrong with it");
/// let package = codegen::crate_files("nothing-client", &output);
/// assert!(package.get("Cargo.toml").is_some() && package.get("src/api/mod.rs").is_some());
/// ```
#[must_use]
pub fn crate_files(name: &str, output: &Output) -> Files {
    emit::package(name, &output.api.title, &output.files)
}

/// A fault of ours, told like one of the document's, so that nobody sees a panic.
fn unprintable(error: &Unprintable) -> Diagnostic {
    let message = format!("the file {} cannot be printed: {}", error.path, error.message);
    Diagnostic::new(Severity::Error, Code::NotSupportedYet, Place::key(Pointer::root()), message)
        .help("this is a fault of the generator, not of the document; please report it together with the document")
}
