//! The hand-written hooks, held against the trait that the document asks for.
//!
//! rustc says the same later (E0046, E0053, E0407); here it is said at once, with a stub to paste. Texts are handed in
//! and findings handed out: no IO, and nothing that writes Rust for the output.

mod read;
mod signature;

#[cfg(test)]
mod tests;

use std::fmt;

use crate::diagnostic::{Severity, suggest};
use crate::model::{Api, Rule, Subject};
use read::{Impl, Method, Spot};

/// The trait that the generated module declares.
const TRAIT: &str = "Checks";

/// Width at which the text of a stub is wrapped.
const WIDTH: usize = 100;

/// What can be wrong with the hooks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The trait asks for a method that the `impl` does not have.
    Missing,
    /// A method has another signature than the trait says.
    Mistyped,
    /// The `impl` has something that the trait does not ask for.
    LeftOver,
    /// Nothing implements the trait.
    NoImpl,
    /// The trait is implemented more than once.
    SeveralImpls,
    /// A file is not Rust.
    Unreadable,
}

impl Kind {
    /// Every kind, in the order of the codes.
    pub const ALL: &'static [Self] =
        &[Self::Missing, Self::Mistyped, Self::LeftOver, Self::NoImpl, Self::SeveralImpls, Self::Unreadable];

    /// What to do, where the finding itself has nothing nearer to say.
    fn way_out(self) -> &'static str {
        match self {
            Self::Missing | Self::NoImpl => "add what is missing",
            Self::Mistyped => "write the signature that the trait has",
            Self::LeftOver => "remove it, or move it out of the `impl`",
            Self::SeveralImpls => "put all hooks into one of them",
            Self::Unreadable => "mend the file first; hooks in it cannot be seen before",
        }
    }

    /// The code as it is shown; `explain` takes it like those of the document.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Missing => "OA0511",
            Self::Mistyped => "OA0512",
            Self::LeftOver => "OA0513",
            Self::NoImpl => "OA0514",
            Self::SeveralImpls => "OA0515",
            Self::Unreadable => "OA0516",
        }
    }

    /// A few words on what is wrong.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Missing => "a hook is missing",
            Self::Mistyped => "a hook has another signature than the trait",
            Self::LeftOver => "a hook that no check entry asks for",
            Self::NoImpl => "nothing implements the hooks",
            Self::SeveralImpls => "the hooks are implemented more than once",
            Self::Unreadable => "a file with hooks is not Rust",
        }
    }

    /// The page in Markdown that explains the code.
    #[must_use]
    pub fn page(self) -> &'static str {
        match self {
            Self::Missing => include_str!("hooks/OA0511.md"),
            Self::Mistyped => include_str!("hooks/OA0512.md"),
            Self::LeftOver => include_str!("hooks/OA0513.md"),
            Self::NoImpl => include_str!("hooks/OA0514.md"),
            Self::SeveralImpls => include_str!("hooks/OA0515.md"),
            Self::Unreadable => include_str!("hooks/OA0516.md"),
        }
    }

    /// The kind with this code, in any case.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.code().eq_ignore_ascii_case(code))
    }
}

/// One finding about a hand-written file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HookFinding {
    /// What is wrong.
    pub kind: Kind,
    /// Whether rustc would refuse it too.
    pub severity: Severity,
    /// The file, as it was handed in.
    pub path: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// One sentence without a full stop.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// Rust to paste.
    pub stub: Option<String>,
}

impl HookFinding {
    /// One JSON object, with the member names that findings about the document have.
    #[must_use]
    pub fn to_json(&self) -> String {
        serde_json::json!({
            "code": self.kind.code(), "severity": self.severity.as_str(), "message": self.message,
            "file": self.path, "line": self.line, "column": self.column, "help": self.help, "stub": self.stub,
        })
        .to_string()
    }
}

impl fmt::Display for HookFinding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}[{}]: {}", self.severity.as_str(), self.kind.code(), self.message)?;
        writeln!(f, " --> {}:{}:{}", self.path, self.line, self.column)?;
        if let Some(help) = &self.help {
            writeln!(f, "  = help: {help}")?;
        }
        match &self.stub {
            Some(stub) => writeln!(f, "\n{stub}"),
            None => writeln!(f),
        }
    }
}

/// Holds the hand-written files, as `(path, text)`, against the hooks of `api`; `home` is the file that ought to have them.
///
/// Findings come in the order of the files, and within a file in the order of the lines.
#[must_use]
pub fn check(api: &Api, home: &str, files: &[(&str, &str)]) -> Vec<HookFinding> {
    let wanted = wanted(api);
    let mut findings = Vec::new();
    let mut impls = Vec::new();
    for (path, text) in files {
        match read::impls(text) {
            Ok(found) => impls.extend(found.into_iter().map(|one| (*path, one))),
            Err((spot, reason)) => {
                let message = format!("this is not Rust: {reason}");
                findings.push(finding(Kind::Unreadable, path, spot, message));
            }
        }
    }
    if impls.is_empty() {
        // A file that cannot be read may well hold the `impl`.
        if findings.is_empty() && !wanted.is_empty() {
            findings.push(no_impl(&wanted, home));
        }
        return findings;
    }
    findings.extend(several(&impls));
    for (path, found) in &impls {
        findings.extend(hold_against(&wanted, path, found));
    }
    let place = |finding: &HookFinding| files.iter().position(|(path, _)| *path == finding.path);
    findings.sort_by_key(|one| (place(one), one.line, one.column));
    findings
}

/// A method of the trait.
struct Wanted<'a> {
    method: &'a str,
    subject: &'a str,
    rule: &'a Rule,
}

impl Wanted<'_> {
    fn signature(&self) -> String {
        format!("fn {}(&self, value: &{}, check: &mut Check<'_>)", self.method, self.subject)
    }

    fn stub(&self) -> String {
        let mut stub = String::new();
        for line in wrap(&format!("{}: {}", self.rule.id, self.rule.doc)) {
            stub.push_str(&format!("    /// {line}\n"));
        }
        // Compiles at once, and clippy does not let it through.
        stub.push_str(&format!("    {} {{\n        todo!()\n    }}\n", self.signature()));
        stub
    }
}

fn wanted(api: &Api) -> Vec<Wanted<'_>> {
    let mut wanted: Vec<Wanted<'_>> = Vec::new();
    for rule in &api.rules {
        for hook in &rule.hooks {
            let subject = match &hook.subject {
                Subject::Type(path) | Subject::Operation(path) => path.name.as_str(),
            };
            let method = hook.method.as_str();
            if !wanted.iter().any(|one| one.method == method) {
                wanted.push(Wanted { method, subject, rule });
            }
        }
    }
    wanted
}

fn wrap(text: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.is_empty() => line.push_str(word),
            Some(line) if line.chars().count() + word.chars().count() < WIDTH => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

fn hold_against(wanted: &[Wanted<'_>], path: &str, found: &Impl) -> Vec<HookFinding> {
    let has = |wanted: &Wanted<'_>| found.methods.iter().any(|one| same_name(&one.name, wanted.method));
    let missing: Vec<_> = wanted.iter().filter(|one| !has(one)).collect();
    let mut findings = Vec::new();
    // A macro may well expand to what seems to be missing; rustc knows.
    if !found.has_macro {
        findings.extend(missing.iter().map(|one| {
            let message = format!("hook `{}` of `{}` is missing for {}", one.method, found.owner, one.rule.id);
            let mut finding = finding(Kind::Missing, path, found.spot, message);
            finding.help = Some(format!("add it to `impl {TRAIT} for {}`:", found.owner));
            finding.stub = Some(one.stub());
            finding
        }));
    }
    for method in &found.methods {
        match wanted.iter().find(|one| same_name(&method.name, one.method)) {
            Some(one) => findings.extend(mistyped(one, path, method)),
            None => findings.push(left_over(path, &method.name, method.spot, &missing)),
        }
    }
    findings.extend(found.others.iter().map(|(name, spot)| left_over(path, name, *spot, &[])));
    findings
}

fn same_name(found: &str, wanted: &str) -> bool {
    found.trim_start_matches("r#") == wanted.trim_start_matches("r#")
}

fn mistyped(wanted: &Wanted<'_>, path: &str, method: &Method) -> Option<HookFinding> {
    let (spot, reason) = signature::fault(method, wanted.subject)?;
    let message = format!("hook `{}` has another signature than the trait: {reason}", wanted.method);
    let mut finding = finding(Kind::Mistyped, path, spot, message);
    finding.help = Some(format!("the trait has `{}`", wanted.signature()));
    Some(finding)
}

fn left_over(path: &str, name: &str, spot: Spot, missing: &[&Wanted<'_>]) -> HookFinding {
    let message = format!("`{name}` is left over: no check entry of the document asks for it");
    let mut finding = finding(Kind::LeftOver, path, spot, message);
    finding.help = Some(match suggest(name, missing.iter().map(|one| one.method)) {
        Some(close) => format!("was it meant for `{close}`, which is missing? Otherwise move it out of the `impl`"),
        None => "remove it, or move it out of the `impl`".to_owned(),
    });
    finding
}

fn no_impl(wanted: &[Wanted<'_>], home: &str) -> HookFinding {
    let message = format!("nothing implements `{TRAIT}`, which the document asks {} hooks of", wanted.len());
    let mut finding = finding(Kind::NoImpl, home, Spot { line: 1, column: 1 }, message);
    finding.help = Some(format!("add to {home}:"));
    let stubs: Vec<_> = wanted.iter().map(Wanted::stub).collect();
    finding.stub = Some(format!("impl {TRAIT} for Rules {{\n{}}}\n", stubs.join("\n")));
    finding
}

/// Two for one type are a mistake; two for two types are legal, but one of them may have been forgotten.
fn several(impls: &[(&str, Impl)]) -> Vec<HookFinding> {
    let Some(((first_path, first), rest)) = impls.split_first() else { return Vec::new() };
    let mut findings = Vec::new();
    for (at, (path, found)) in rest.iter().enumerate() {
        let twin = impls.iter().take(at + 1).find(|(_, earlier)| earlier.owner == found.owner);
        let (other_path, other) = twin.map_or((*first_path, first), |(path, earlier)| (*path, earlier));
        let place = format!("{other_path}:{}:{}", other.spot.line, other.spot.column);
        let message =
            format!("`{TRAIT}` is implemented for `{}` here and for `{}` at {place}", found.owner, other.owner);
        let mut finding = finding(Kind::SeveralImpls, path, found.spot, message);
        if twin.is_none() {
            finding.severity = Severity::Warning;
            finding.help = Some("each of them is held against the document".to_owned());
        }
        findings.push(finding);
    }
    findings
}

fn finding(kind: Kind, path: &str, spot: Spot, message: String) -> HookFinding {
    HookFinding {
        kind,
        severity: Severity::Error,
        path: path.to_owned(),
        line: spot.line,
        column: spot.column,
        message,
        help: Some(kind.way_out().to_owned()),
        stub: None,
    }
}
