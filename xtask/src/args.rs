//! The command line: words in, one [`Command`] or a sentence what is wrong with them. Touches no file.

mod help;

use std::ffi::OsString;
use std::path::PathBuf;

use codegen::diagnostic::{Code, suggest};
use help::{CI, CODEGEN, CORPUS, EXPLAIN, HELP, TIDY};
use lexopt::{Arg, Parser, ValueExt};

use crate::{Error, Result};

/// What is to be done.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Command {
    Codegen(Codegen),
    Explain(Explain),
    Tidy,
    Ci(Ci),
    Corpus(Corpus),
    CorpusDocument(CorpusDocument),
    /// The words that follow, unread: the program knows them.
    Sim(Vec<OsString>),
    Help(&'static str),
}

/// `cargo xtask codegen`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Codegen {
    pub check: bool,
    pub spec: Option<PathBuf>,
    pub out: Option<PathBuf>,
    pub krate: Option<String>,
    pub format: Format,
    pub strict: bool,
    pub quiet: bool,
    /// Show every finding of another document.
    pub all: bool,
    /// The operations of another document that are wanted; all if there are none.
    pub only: Vec<String>,
    /// Codes whose warnings are errors.
    pub deny: Vec<Code>,
    /// Codes whose warnings are not shown.
    pub allow: Vec<Code>,
}

/// How findings are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Format {
    #[default]
    Human,
    Json,
}

/// What `cargo xtask explain` prints.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Explain {
    /// The page of this code.
    Code(String),
    /// The list of codes.
    Codes,
    /// What becomes of each keyword.
    Keywords,
}

/// `cargo xtask ci`.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Ci {
    pub list: bool,
    pub steps: Vec<String>,
}

/// `cargo xtask corpus`.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Corpus {
    /// Where the documents are; those of this project otherwise.
    pub dir: Option<PathBuf>,
    pub check: bool,
    pub filter: Option<String>,
    pub all: bool,
    pub format: Format,
}

/// What `cargo xtask corpus` starts for each document.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct CorpusDocument {
    pub document: PathBuf,
    pub folder: PathBuf,
    pub krate: String,
}

/// All tasks, to suggest one in place of a misspelt name.
/// The task that `cargo xtask corpus` starts for each document; no help names it.
pub(crate) const CORPUS_DOCUMENT: &str = "corpus-document";

const TASKS: &[&str] = &["codegen", "explain", "tidy", "ci", "corpus", "sim", "help"];

/// Reads the command line.
pub(crate) fn parse(mut parser: Parser) -> Result<Command> {
    match next(&mut parser)? {
        None => Err(Error::new(format!("a task is missing\n\n{HELP}"))),
        Some(Word::Help) => Ok(Command::Help(HELP)),
        Some(Word::Value(task)) => match task.to_str() {
            Some("codegen") => codegen(parser),
            Some("explain") => explain(parser),
            Some("tidy") => nothing_else(parser, TIDY, Command::Tidy),
            Some("ci") => ci(parser),
            Some("corpus") => corpus(parser),
            Some(CORPUS_DOCUMENT) => corpus_document(parser),
            Some("sim") => Ok(Command::Sim(parser.raw_args().map_err(usage)?.collect())),
            Some("help") => Ok(Command::Help(HELP)),
            _ => {
                let close = meant(&task.to_string_lossy(), TASKS.iter().copied());
                Err(Error::new(format!("there is no task {task:?};{close} `cargo xtask --help` lists them")))
            }
        },
        Some(Word::Option(option)) => Err(unknown(&option, HELP, "cargo xtask --help")),
    }
}

/// A word of the command line, without the lifetime of the parser.
enum Word {
    Help,
    Option(String),
    Value(OsString),
}

fn next(parser: &mut Parser) -> Result<Option<Word>> {
    Ok(parser.next().map_err(usage)?.map(|arg| match arg {
        Arg::Long("help") | Arg::Short('h') => Word::Help,
        Arg::Long(name) => Word::Option(format!("--{name}")),
        Arg::Short(name) => Word::Option(format!("-{name}")),
        Arg::Value(value) => Word::Value(value),
    }))
}

fn codegen(mut parser: Parser) -> Result<Command> {
    let mut args = Codegen::default();
    let mut first = true;
    while let Some(word) = next(&mut parser)? {
        match word {
            Word::Help => return Ok(Command::Help(CODEGEN)),
            Word::Value(value) if first && value == "explain" => return explain(parser),
            Word::Value(value) => return Err(unexpected(&value, "cargo xtask codegen --help")),
            Word::Option(option) => match option.as_str() {
                "--check" => args.check = true,
                "--strict" => args.strict = true,
                "--quiet" | "-q" => args.quiet = true,
                "--all" => args.all = true,
                "--only" => args.only.push(text(&mut parser)?),
                "--deny" => args.deny.push(code(&mut parser, "--deny")?),
                "--allow" => args.allow.push(code(&mut parser, "--allow")?),
                "--spec" => once(&mut args.spec, path(&mut parser, "--spec")?, "--spec")?,
                "--out" => once(&mut args.out, path(&mut parser, "--out")?, "--out")?,
                "--crate" => once(&mut args.krate, crate_name(&mut parser)?, "--crate")?,
                "--message-format" => args.format = format(&mut parser)?,
                _ => return Err(unknown(&option, CODEGEN, "cargo xtask codegen --help")),
            },
        }
        first = false;
    }
    if args.spec.is_some() && args.out.is_none() && args.krate.is_none() {
        return Err(Error::new("--spec needs a place to write to: --out DIR for a module, --crate NAME for a crate"));
    }
    if args.spec.is_none() && !args.only.is_empty() {
        return Err(Error::new("--only chooses operations of another document; name it with --spec FILE"));
    }
    if let Some(both) = args.deny.iter().find(|code| args.allow.contains(code)) {
        return Err(Error::new(format!("{} cannot be denied and allowed; leave one of them out", both.as_str())));
    }
    Ok(Command::Codegen(args))
}

/// The code of a finding.
fn code(parser: &mut Parser, option: &str) -> Result<Code> {
    let word = text(parser)?;
    Code::parse(&word).ok_or_else(|| {
        let close = meant(&word, Code::ALL.iter().map(|code| code.as_str()));
        Error::new(format!(
            "{option} takes the code of a finding, and no document has one of code `{word}`;{close} `cargo xtask explain` \
             lists the codes"
        ))
    })
}

fn explain(mut parser: Parser) -> Result<Command> {
    let mut wanted = Explain::Codes;
    while let Some(word) = next(&mut parser)? {
        match word {
            Word::Help => return Ok(Command::Help(EXPLAIN)),
            Word::Value(value) if wanted == Explain::Codes => {
                wanted = Explain::Code(value.to_string_lossy().into_owned());
            }
            Word::Option(option) if option == "--keywords" && wanted == Explain::Codes => wanted = Explain::Keywords,
            Word::Value(value) => return Err(unexpected(&value, "cargo xtask explain --help")),
            Word::Option(option) => return Err(unknown(&option, EXPLAIN, "cargo xtask explain --help")),
        }
    }
    Ok(Command::Explain(wanted))
}

fn ci(mut parser: Parser) -> Result<Command> {
    let mut args = Ci::default();
    while let Some(word) = next(&mut parser)? {
        match word {
            Word::Help => return Ok(Command::Help(CI)),
            Word::Option(option) if option == "--list" => args.list = true,
            Word::Option(option) => return Err(unknown(&option, CI, "cargo xtask ci --help")),
            Word::Value(value) => args.steps.push(value.to_string_lossy().into_owned()),
        }
    }
    Ok(Command::Ci(args))
}

fn corpus(mut parser: Parser) -> Result<Command> {
    let mut args = Corpus::default();
    while let Some(word) = next(&mut parser)? {
        match word {
            Word::Help => return Ok(Command::Help(CORPUS)),
            Word::Value(value) => once(&mut args.dir, value.into(), "DIR")?,
            Word::Option(option) => match option.as_str() {
                "--check" => args.check = true,
                "--all" => args.all = true,
                "--json" => args.format = Format::Json,
                "--filter" => once(&mut args.filter, text(&mut parser)?, "--filter")?,
                _ => return Err(unknown(&option, CORPUS, "cargo xtask corpus --help")),
            },
        }
    }
    Ok(Command::Corpus(args))
}

/// Three words that nobody types.
fn corpus_document(mut parser: Parser) -> Result<Command> {
    let document = path(&mut parser, "the document")?;
    let folder = path(&mut parser, "the folder")?;
    Ok(Command::CorpusDocument(CorpusDocument { document, folder, krate: crate_name(&mut parser)? }))
}

fn text(parser: &mut Parser) -> Result<String> {
    parser.value().and_then(ValueExt::string).map_err(usage)
}

fn nothing_else(mut parser: Parser, help: &'static str, command: Command) -> Result<Command> {
    match next(&mut parser)? {
        None => Ok(command),
        Some(Word::Help) => Ok(Command::Help(help)),
        Some(Word::Option(option)) => Err(unknown(&option, help, "cargo xtask tidy --help")),
        Some(Word::Value(value)) => Err(unexpected(&value, "cargo xtask tidy --help")),
    }
}

fn path(parser: &mut Parser, option: &str) -> Result<PathBuf> {
    let value = parser.value().map_err(usage)?;
    if value.is_empty() {
        return Err(Error::new(format!("{option} is empty; give a path")));
    }
    Ok(value.into())
}

fn format(parser: &mut Parser) -> Result<Format> {
    let value = parser.value().map_err(usage)?;
    match value.to_str() {
        Some("human") => Ok(Format::Human),
        Some("json") => Ok(Format::Json),
        _ => {
            let close = meant(&value.to_string_lossy(), ["human", "json"]);
            Err(Error::new(format!(
                "--message-format is human or json, not {value:?};{close} `cargo xtask codegen --help` says more"
            )))
        }
    }
}

/// Names that cargo or rustc refuse for a library, or that would hide a crate that the output uses.
const TAKEN: &[&str] = &[
    "abstract",
    "alloc",
    "as",
    "async",
    "await",
    "become",
    "box",
    "break",
    "const",
    "continue",
    "core",
    "crate",
    "do",
    "dyn",
    "else",
    "enum",
    "extern",
    "false",
    "final",
    "fn",
    "for",
    "gen",
    "http",
    "if",
    "impl",
    "in",
    "let",
    "loop",
    "macro",
    "match",
    "mod",
    "move",
    "mut",
    "override",
    "priv",
    "proc_macro",
    "pub",
    "ref",
    "return",
    "self",
    "serde_core",
    "serde_json",
    "static",
    "std",
    "struct",
    "super",
    "test",
    "trait",
    "true",
    "try",
    "type",
    "typeof",
    "unsafe",
    "unsized",
    "use",
    "virtual",
    "where",
    "while",
    "yield",
    "zeroize",
];

fn crate_name(parser: &mut Parser) -> Result<String> {
    let name = parser.value().map_err(usage)?.string().map_err(usage)?;
    let letters = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    if !letters || !name.starts_with(|c: char| c.is_ascii_alphabetic()) || name.len() > 64 {
        let rule = "a letter first, then letters, digits, `-` and `_`, 64 at most";
        return Err(Error::new(format!("{name:?} cannot name a crate: {rule}")));
    }
    if TAKEN.contains(&name.replace('-', "_").as_str()) {
        return Err(Error::new(format!(
            "a crate cannot be called `{name}`: the name is taken by Rust or by a dependency"
        )));
    }
    Ok(name)
}

fn once<T>(slot: &mut Option<T>, value: T, option: &str) -> Result<()> {
    match slot.replace(value) {
        None => Ok(()),
        Some(_) => Err(Error::new(format!("{option} is given twice"))),
    }
}

fn usage(error: lexopt::Error) -> Error {
    Error::new(error.to_string())
}

/// An option that a task does not have; `text` is what the task says of itself, `help` how to see it.
fn unknown(option: &str, text: &str, help: &str) -> Error {
    let words = text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-'));
    let close = meant(option, words.filter(|word| word.starts_with("--") && word.len() > 2).chain(["--help"]));
    Error::new(format!("there is no option {option} here;{close} `{help}` lists them"))
}

/// ` did you mean …?` where one of the words is near, and nothing otherwise.
pub(crate) fn meant<'w>(word: &str, words: impl IntoIterator<Item = &'w str>) -> String {
    suggest(word, words).map(|close| format!(" did you mean `{close}`?")).unwrap_or_default()
}

fn unexpected(value: &OsString, help: &str) -> Error {
    Error::new(format!("unexpected argument {value:?}; `{help}` shows the usage"))
}

#[cfg(test)]
#[path = "args_tests.rs"]
mod tests;
