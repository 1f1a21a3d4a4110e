//! The command line: words in, one [`Command`] or a sentence what is wrong with them. Touches no file.

use std::ffi::OsString;
use std::path::PathBuf;

use codegen::diagnostic::suggest;
use lexopt::{Arg, Parser, ValueExt};

use crate::{Error, Result};

/// What is to be done.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Command {
    Codegen(Codegen),
    Explain(Option<String>),
    Tidy,
    Ci(Ci),
    /// The words that follow, unread: the program knows them.
    Sim(Vec<OsString>),
    Help(&'static str),
}

/// `cargo xtask codegen`.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Codegen {
    pub check: bool,
    pub spec: Option<PathBuf>,
    pub out: Option<PathBuf>,
    pub krate: Option<String>,
    pub format: Format,
    pub strict: bool,
    pub quiet: bool,
}

/// How findings are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Format {
    #[default]
    Human,
    Json,
}

/// `cargo xtask ci`.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Ci {
    pub list: bool,
    pub steps: Vec<String>,
}

const HELP: &str = "\
The tasks of this workspace.

Usage: cargo xtask TASK [OPTIONS]

Tasks:
  codegen         write generated/src/api from spec/vcha.yaml
  explain [CODE]  explain a code of a finding, such as OA0203; without one, list them
  tidy            check the house rules: which module may use which, sizes, headers
  ci [STEP]...    run what CI runs
  sim [OPTIONS]   start a stand-in for a vCenter on this machine; `sim --help` lists the options

`cargo xtask TASK --help` says more.

Exit codes: 0 success, 1 a check failed, 2 wrong usage or an error of input or output.
";

const CODEGEN: &str = "\
Write a Rust client from an OpenAPI 3.0 document.

Usage: cargo xtask codegen [OPTIONS]
       cargo xtask codegen explain [CODE]

Without --spec, --out and --crate: from spec/vcha.yaml to generated/src/api, and the hand-written hooks under
generated/src/checks are checked against the document. Paths are relative to the current folder.

Options:
  --check                 write nothing; show what differs, and exit 1 if anything does
  --spec FILE             another document, YAML or JSON; needs --out or --crate
  --out DIR               write the module into DIR; with --crate, the crate
  --crate NAME            write a whole crate, into DIR or else into ./NAME
  --strict                treat --spec like our own document: what the generator would ignore is an error
  --message-format FORMAT how findings are shown on standard error: human (default), or json: one object a line;
                          CARGO_TERM_QUIET=true keeps cargo's own lines away
  --quiet, -q             no summary
  --help, -h              this text

The command overwrites and removes only files that it wrote itself, which their first line says. It writes nothing while
the document has an error.
";

const EXPLAIN: &str = "\
Explain the code of a finding, with a failing and a corrected example.

Usage: cargo xtask explain [CODE]

Without CODE, lists all of them.
";

const TIDY: &str = "\
Check the house rules that neither rustc nor clippy knows: which part may use which, the size of files, functions and
`quote!`s, the first lines of files, and that no file names a path of a machine. Prints a line for each finding:
file:line: message.

Usage: cargo xtask tidy
";

const CI: &str = "\
Run every step of CI, even when one fails, and list the failed ones at the end.

Usage: cargo xtask ci [--list] [STEP]...

Options:
  --list      name the steps and stop
  --help, -h  this text
";

/// All tasks, to suggest one in place of a misspelt name.
const TASKS: &[&str] = &["codegen", "explain", "tidy", "ci", "sim", "help"];

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
    Ok(Command::Codegen(args))
}

fn explain(mut parser: Parser) -> Result<Command> {
    let mut code = None;
    while let Some(word) = next(&mut parser)? {
        match word {
            Word::Help => return Ok(Command::Help(EXPLAIN)),
            Word::Value(value) if code.is_none() => code = Some(value.to_string_lossy().into_owned()),
            Word::Value(value) => return Err(unexpected(&value, "cargo xtask explain --help")),
            Word::Option(option) => return Err(unknown(&option, EXPLAIN, "cargo xtask explain --help")),
        }
    }
    Ok(Command::Explain(code))
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
