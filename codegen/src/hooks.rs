//! The hand-written hooks, held against the trait that the document asks for.
//!
//! rustc says the same later (E0046, E0053, E0407); here it is said at once, with a stub to paste. Texts are handed in
//! and findings handed out: no IO, and nothing that writes Rust for the output.

mod read;
mod signature;

#[cfg(test)]
mod tests;

use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic, Part, Place, Severity, suggest};
use crate::model::{Api, Rule, Subject};
use crate::source::{Position, Source};
use read::{Impl, Method};

/// The trait that the generated module declares.
const TRAIT: &str = "Checks";

/// Width at which the text of a stub is wrapped.
const WIDTH: usize = 100;

/// What was found in one hand-written file.
#[derive(Clone, Debug)]
pub struct HookFindings {
    /// The file.
    pub file: Source,
    /// The findings, in the order of the text.
    pub found: Vec<Diagnostic>,
}

/// Holds the hand-written files, as `(path, text)`, against the hooks of `api`; `home` is the file that ought to have them.
/// Files without findings are left out.
pub fn check(api: &Api, home: &str, files: &[(&str, &str)]) -> Vec<HookFindings> {
    let wanted = wanted(api);
    let mut all: Vec<HookFindings> = files
        .iter()
        .map(|(path, text)| HookFindings { file: Source::of_no_document(path, text), found: Vec::new() })
        .collect();
    let mut impls: Vec<(usize, Impl)> = Vec::new();
    for (index, HookFindings { file, found }) in all.iter_mut().enumerate() {
        match read::impls(file.text()) {
            Ok(these) => impls.extend(these.into_iter().map(|one| (index, one))),
            Err((at, reason)) => found.push(finding(Code::HooksUnreadable, at, format!("this is not Rust: {reason}"))),
        }
    }
    // A file that cannot be read may well hold the `impl`.
    if impls.is_empty() && !wanted.is_empty() && all.iter().all(|one| one.found.is_empty()) {
        let text = files.iter().find(|(path, _)| *path == home).map_or("", |(_, text)| *text);
        all.push(HookFindings { file: Source::of_no_document(home, text), found: vec![no_impl(&wanted, home)] });
    }
    for (nth, (index, one)) in impls.iter().enumerate() {
        let twice = again(one, impls.get(..nth).unwrap_or_default(), &all);
        if let Some(HookFindings { found, .. }) = all.get_mut(*index) {
            found.extend(twice);
            found.extend(hold_against(&wanted, one));
        }
    }
    all.retain(|one| !one.found.is_empty());
    let start = |one: &Diagnostic| match &one.place.part {
        Part::Bytes(range) => range.start,
        Part::Key | Part::Value => 0,
    };
    all.iter_mut().for_each(|one| one.found.sort_by_key(start));
    all
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
            let (Subject::Type(path) | Subject::Operation(path)) = &hook.subject;
            let (method, subject) = (hook.method.as_str(), path.name.as_str());
            if !wanted.iter().any(|one| one.method == method) {
                wanted.push(Wanted { method, subject, rule });
            }
        }
    }
    wanted
}

fn wrap(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut().filter(|line| line.chars().count() + word.chars().count() < WIDTH) {
            Some(line) => line.extend([" ", word]),
            None => lines.push(word.to_owned()),
        }
    }
    lines
}

fn hold_against(wanted: &[Wanted<'_>], found: &Impl) -> Vec<Diagnostic> {
    let has = |wanted: &Wanted<'_>| found.methods.iter().any(|one| same_name(&one.name, wanted.method));
    let missing: Vec<_> = wanted.iter().filter(|one| !has(one)).collect();
    let mut findings = Vec::new();
    // A macro may well expand to what seems to be missing; rustc knows.
    if !found.has_macro {
        findings.extend(missing.iter().map(|one| {
            let message = format!("hook `{}` of `{}` is missing for {}", one.method, found.owner, one.rule.id);
            finding(Code::HookMissing, found.at.clone(), message)
                .help(format!("add it to `impl {TRAIT} for {}`:", found.owner))
                .stub(one.stub())
        }));
    }
    for method in &found.methods {
        match wanted.iter().find(|one| same_name(&method.name, one.method)) {
            Some(one) => findings.extend(mistyped(one, method)),
            None => findings.push(left_over(&method.name, &method.at, &missing)),
        }
    }
    findings.extend(found.others.iter().map(|(name, at)| left_over(name, at, &[])));
    findings
}

fn same_name(found: &str, wanted: &str) -> bool {
    found.trim_start_matches("r#") == wanted.trim_start_matches("r#")
}

fn mistyped(wanted: &Wanted<'_>, method: &Method) -> Option<Diagnostic> {
    let (at, reason) = signature::fault(method, wanted.subject)?;
    let message = format!("hook `{}` has another signature than the trait: {reason}", wanted.method);
    Some(finding(Code::HookMistyped, at, message).help(format!("the trait has `{}`", wanted.signature())))
}

fn left_over(name: &str, at: &Range<usize>, missing: &[&Wanted<'_>]) -> Diagnostic {
    let message = format!("`{name}` is left over: no check entry of the document asks for it");
    let finding = finding(Code::HookLeftOver, at.clone(), message);
    match suggest(name, missing.iter().map(|one| one.method)) {
        Some(close) => {
            finding.help(format!("was it meant for `{close}`, which is missing? Otherwise move it out of the `impl`"))
        }
        None => finding,
    }
}

fn no_impl(wanted: &[Wanted<'_>], home: &str) -> Diagnostic {
    let message = format!("nothing implements `{TRAIT}`, which the document asks {} hooks of", wanted.len());
    let stubs: Vec<_> = wanted.iter().map(Wanted::stub).collect();
    finding(Code::NoHooks, 0..0, message)
        .help(format!("add to {home}:"))
        .stub(format!("impl {TRAIT} for Rules {{\n{}}}\n", stubs.join("\n")))
}

/// An `impl` behind others. Two for one type are a mistake; two for two types are legal, but one of them may have been
/// forgotten.
fn again(found: &Impl, before: &[(usize, Impl)], files: &[HookFindings]) -> Option<Diagnostic> {
    let twin = before.iter().find(|(_, earlier)| earlier.owner == found.owner);
    let (index, other) = twin.or(before.first())?;
    let file = &files.get(*index)?.file;
    let Position { line, column } = file.position(other.at.start);
    let message = format!(
        "`{TRAIT}` is implemented for `{}` here and for `{}` at {}:{line}:{column}",
        found.owner,
        other.owner,
        file.name()
    );
    let finding = finding(Code::HooksTwice, found.at.clone(), message);
    Some(match twin {
        Some(_) => finding,
        None => Diagnostic { severity: Severity::Warning, ..finding }.help("each of them is held against the document"),
    })
}

fn finding(code: Code, at: Range<usize>, message: String) -> Diagnostic {
    Diagnostic::error(code, Place::bytes(at), message)
}
