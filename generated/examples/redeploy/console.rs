//! What goes to standard output and standard error. `sanitize` prepares what a server said.

use std::io::{self, Write as _};

use serde_core::ser::{Serialize, SerializeMap as _, Serializer};
use serde_json::Value;

use crate::problem::Problem;
use crate::sanitize::{Masks, visible_json, visible_lines};

/// The two streams, and what may show in neither.
#[derive(Default)]
pub(crate) struct Console {
    pub(crate) json: bool,
    pub(crate) masks: Masks,
}

/// Members that an object has beside those that all have.
pub(crate) type Members = Vec<(&'static str, Value)>;

impl Console {
    pub(crate) fn new(json: bool) -> Self {
        Self { json, masks: Masks::default() }
    }

    /// What a server said, as one line.
    pub(crate) fn sanitized(&self, text: &str) -> String {
        self.masks.sanitized(text)
    }

    /// An id or a status of a server.
    pub(crate) fn word(&self, word: &str) -> String {
        self.masks.word(word)
    }

    /// Writes to standard output. A reader that has gone away, as in `… | head`, is not an error.
    pub(crate) fn print(text: &str) -> Result<(), Problem> {
        let mut out = io::stdout().lock();
        match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                Err(Problem::other("io", format!("standard output: {error}")))
            }
            _ => Ok(()),
        }
    }

    /// Prints a message to standard error, in the form that was asked for.
    pub(crate) fn note(&self, rule: &str, severity: &str, message: &str) {
        self.note_with(rule, severity, message, &Members::new());
    }

    /// The same with more members, for programs.
    pub(crate) fn note_with(&self, rule: &str, severity: &str, message: &str, more: &Members) {
        if self.json {
            self.object(&Line { rule, severity, pointer: "", message, more });
        } else {
            let word = if severity == "info" { String::new() } else { format!("{severity}: ") };
            self.line(&format!("{word}{message}"));
        }
    }

    /// An error is ignored: it could only be reported on the same stream.
    pub(crate) fn line(&self, line: &str) {
        let _ = writeln!(io::stderr().lock(), "{}", visible_lines(line));
    }

    pub(crate) fn object(&self, value: &impl Serialize) {
        if let Ok(line) = json(value) {
            self.line(&line);
        }
    }
}

/// One line of JSON that can be shown on a terminal.
pub(crate) fn json(value: &impl Serialize) -> Result<String, serde_json::Error> {
    serde_json::to_string(value).map(|line| visible_json(&line))
}

/// What every object on standard error has, and what some have beside it.
pub(crate) struct Line<'a> {
    pub(crate) rule: &'a str,
    pub(crate) severity: &'a str,
    pub(crate) pointer: &'a str,
    pub(crate) message: &'a str,
    pub(crate) more: &'a Members,
}

impl Serialize for Line<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(None)?;
        object.serialize_entry("rule", self.rule)?;
        object.serialize_entry("severity", self.severity)?;
        object.serialize_entry("pointer", self.pointer)?;
        object.serialize_entry("message", self.message)?;
        for (name, value) in self.more {
            object.serialize_entry(name, value)?;
        }
        object.end()
    }
}
