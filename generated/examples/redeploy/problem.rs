//! Problems: how they are reported, and the exit code of each. `explain` makes problems of the errors of the client.

use serde_json::Value;
use vcha_client::{Report, Severity, TaskId};

use crate::console::{Console, Line, Members};
use crate::template::quotes;

/// The exit code of everything that has no code of its own.
const OTHER: u8 = 4;

/// Why nothing came of it. Its texts are fit to be shown: what a server said in them has passed through `sanitize`.
#[derive(Debug)]
pub(crate) struct Problem {
    /// The exit code.
    pub(crate) code: u8,
    /// What kind it is, for programs.
    pub(crate) rule: &'static str,
    pub(crate) message: Box<str>,
    /// The server's own words.
    pub(crate) texts: Vec<String>,
    /// What to do.
    pub(crate) hints: Vec<String>,
    /// More, for programs.
    pub(crate) members: Members,
    /// The rules that the request breaks.
    pub(crate) report: Option<Box<Report>>,
}

impl Problem {
    pub(crate) fn new(code: u8, rule: &'static str, message: impl Into<String>) -> Self {
        let (texts, hints, members) = (Vec::new(), Vec::new(), Members::new());
        Self { code, rule, message: message.into().into(), texts, hints, members, report: None }
    }

    /// Arguments, files, the network.
    pub(crate) fn other(rule: &'static str, message: impl Into<String>) -> Self {
        Self::new(OTHER, rule, message)
    }

    /// The request breaks rules.
    pub(crate) fn invalid(report: Report) -> Self {
        let errors = report.violations().iter().filter(|violation| violation.severity == Severity::Error).count();
        let plural = if errors == 1 { "" } else { "s" };
        Self {
            report: Some(Box::new(report)),
            ..Self::new(2, "invalid", format!("{errors} error{plural}; nothing was sent"))
        }
    }

    /// A signal ended it.
    pub(crate) fn interrupted(code: u8, what: &str, state: &str) -> Self {
        Self::new(code, "interrupted", format!("{what}; {state}"))
    }

    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    pub(crate) fn hint_if(self, fits: bool, hint: impl Into<String>) -> Self {
        if fits { self.hint(hint) } else { self }
    }

    pub(crate) fn member(mut self, name: &'static str, value: impl Into<Value>) -> Self {
        self.members.push((name, value.into()));
        self
    }

    /// For programs, the id as it is, but for secrets.
    pub(crate) fn task(self, task: &TaskId, console: &Console) -> Self {
        self.member("task", console.masks.exact(task.as_str()))
    }

    /// Prints it to standard error.
    pub(crate) fn tell(&self, console: &Console) {
        if let Some(report) = &self.report {
            tell_report(report, console);
        }
        match (&self.report, console.json) {
            (None, true) => self.tell_object(console),
            (Some(_), true) => {}
            (Some(_), false) => console.line(&self.message),
            (None, false) => {
                let lines = self.texts.iter().chain(&self.hints).map(|line| format!("\n  {line}"));
                let word = if self.rule == "interrupted" { "" } else { "error: " };
                console.line(&format!("{word}{}{}", self.message, lines.collect::<String>()));
            }
        }
    }

    fn tell_object(&self, console: &Console) {
        let mut more = self.members.clone();
        for (name, texts) in [("messages", &self.texts), ("hints", &self.hints)] {
            if !texts.is_empty() {
                more.push((name, Value::from(texts.clone())));
            }
        }
        console.note_with(self.rule, "error", &self.message, &more);
    }
}

/// Prints every violation to standard error, one on each line.
pub(crate) fn tell_report(report: &Report, console: &Console) {
    for violation in report.violations() {
        let severity = violation.severity.to_string();
        let message = format!("{}{}", violation.message, quotes(violation));
        if console.json {
            let (rule, pointer, more) = (violation.rule, violation.pointer.as_str(), &Members::new());
            console.object(&Line { rule, severity: &severity, pointer, message: &message, more });
        } else {
            console.line(&format!("{violation}{}", quotes(violation)));
        }
    }
}
