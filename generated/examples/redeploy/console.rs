//! What goes to standard output and standard error. Texts of a server pass [`Console::mask`] first, because a server
//! may repeat what it was sent.

use std::io::{self, Write as _};

use serde_core::ser::{Serialize, SerializeMap as _, Serializer};
use vcha_client::Secret;

use crate::problem::Problem;

/// What stands for a secret.
pub(crate) const STARS: &str = "********";

/// The two streams, and what may show in neither.
#[derive(Default)]
pub(crate) struct Console {
    pub(crate) json: bool,
    hidden: Vec<Secret>,
}

impl Console {
    pub(crate) fn new(json: bool) -> Self {
        Self { json, hidden: Vec::new() }
    }

    /// Keeps a secret out of whatever a server says.
    pub(crate) fn hide(&mut self, secret: &Secret) {
        // Stars in place of every `a` would hide more than they tell.
        if secret.expose().len() > 3 {
            self.hidden.push(secret.clone());
        }
    }

    /// The text with stars in place of secrets.
    pub(crate) fn mask(&self, text: &str) -> String {
        self.hidden.iter().fold(text.to_owned(), |text, secret| text.replace(secret.expose(), STARS))
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

    /// Tells something on standard error, in the form that was asked for.
    pub(crate) fn note(&self, rule: &str, severity: &str, message: &str) {
        if self.json {
            self.object(&Line { rule, severity, message });
        } else {
            let word = if severity == "info" { String::new() } else { format!("{severity}: ") };
            self.line(&format!("{word}{message}"));
        }
    }

    /// Nobody is left to tell when standard error is closed.
    pub(crate) fn line(&self, line: &str) {
        let _ = writeln!(io::stderr().lock(), "{line}");
    }

    pub(crate) fn object(&self, value: &impl Serialize) {
        if let Ok(line) = serde_json::to_string(value) {
            self.line(&line);
        }
    }
}

/// What every object on standard error has.
struct Line<'a> {
    rule: &'a str,
    severity: &'a str,
    message: &'a str,
}

impl Serialize for Line<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(Some(4))?;
        object.serialize_entry("rule", self.rule)?;
        object.serialize_entry("severity", self.severity)?;
        object.serialize_entry("pointer", "")?;
        object.serialize_entry("message", self.message)?;
        object.end()
    }
}
