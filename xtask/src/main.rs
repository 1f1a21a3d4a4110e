//! `cargo xtask`: the tasks of this workspace. Says which task is meant and how the process ends; the tasks have modules.
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

mod args;
mod ci;
mod codegen_cmd;
mod corpus;
mod diff;
mod explain;
mod json;
mod manifest;
mod out;
mod sim;
mod tidy;
mod workspace;
mod write;

#[cfg(test)]
mod test_dir;

use std::fmt;
use std::process::ExitCode;

use args::Command;
use codegen::visible::visible_lines;

/// How a task ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Nothing to complain about.
    Fine,
    /// Something is out of date, or a document or a file is bad: exit code 1.
    Bad,
    /// The work could not be done, and why has been said already: exit code 2.
    Failed,
}

/// Why a task could not do its work (wrong usage, or the file system said no): exit code 2.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Error(pub(crate) String);

impl Error {
    /// Names of files come in as they are; none of their escape sequences goes out.
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self(visible_lines(&message.into()).into_owned())
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What every task gives.
pub(crate) type Result<T> = std::result::Result<T, Error>;

fn main() -> ExitCode {
    match args::parse(lexopt::Parser::from_env()).and_then(|command| run(&command)) {
        Ok(Exit::Fine) => ExitCode::SUCCESS,
        Ok(Exit::Bad) => ExitCode::from(1),
        Ok(Exit::Failed) => ExitCode::from(2),
        Err(error) => {
            out::error(&format!("error: {error}\n"));
            ExitCode::from(2)
        }
    }
}

fn run(command: &Command) -> Result<Exit> {
    match command {
        Command::Help(text) => {
            out::print(text);
            Ok(Exit::Fine)
        }
        Command::Codegen(args) => codegen_cmd::run(args),
        Command::Explain(wanted) => explain::run(wanted),
        Command::Tidy => tidy::run(&workspace::root()?, false),
        Command::Ci(args) => ci::run(args),
        Command::Corpus(args) => corpus::run(args),
        Command::CorpusDocument(args) => corpus::generate(args),
        Command::Sim(words) => sim::run(&workspace::root()?, words),
    }
}
