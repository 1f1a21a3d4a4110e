//! What goes to standard output and standard error. Texts of a server pass [`Console::mask`] first, because a server
//! may repeat what it was sent.

use std::io::{self, Write as _};

use serde_core::ser::{Serialize, SerializeMap as _, Serializer};
use vcha_client::Secret;

use crate::problem::Problem;

/// What stands for a secret.
pub(crate) const STARS: &str = "********";

/// Stars in place of anything shorter, each `a` for one, would hide more than they tell.
const LEAST: usize = 4;

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
        if secret.expose().len() < LEAST {
            return;
        }
        self.hidden.push(secret.clone());
        // A server that repeats the request repeats it as JSON, where quotes and the like are escaped.
        let quoted = serde_json::to_string(secret.expose()).map(Secret::new).unwrap_or_default();
        let escaped = quoted.expose().strip_prefix('"').and_then(|text| text.strip_suffix('"'));
        self.hidden.extend(escaped.filter(|escaped| *escaped != secret.expose()).map(Secret::from));
    }

    /// The text with stars in place of secrets, and of the beginning of one where the text was cut off.
    pub(crate) fn mask(&self, text: &str) -> String {
        let mut text = self.hidden.iter().fold(text.to_owned(), |text, secret| text.replace(secret.expose(), STARS));
        for secret in self.hidden.iter().map(Secret::expose) {
            let ends = |length: &usize| secret.get(..*length).is_some_and(|begin| text.ends_with(begin));
            if let Some(length) = (LEAST..secret.len()).rev().find(ends) {
                text.truncate(text.len() - length);
                text.push_str(STARS);
            }
        }
        text
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
