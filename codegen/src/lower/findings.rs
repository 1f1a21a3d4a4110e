//! The diagnostics of lowering, each reported once. Their texts are written where they are found.

use std::collections::BTreeSet;

use crate::diagnostic::{Code, Diagnostic, Place, Severity};
use crate::document::Unresolved;
use crate::model::Ident;
use crate::name::{Candidate, Namespace, Table};
use crate::options::Strictness;
use crate::pointer::Pointer;

#[derive(Debug)]
pub(super) struct Findings {
    strictness: Strictness,
    is_partial: bool,
    list: Vec<Diagnostic>,
    /// What was reported. A schema is looked at once for each use, and its faults are reported once.
    seen: BTreeSet<(Code, Pointer, String)>,
}

impl Findings {
    pub(super) fn new(strictness: Strictness, is_partial: bool) -> Self {
        Self { strictness, is_partial, list: Vec::new(), seen: BTreeSet::new() }
    }

    pub(super) fn strictness(&self) -> Strictness {
        self.strictness
    }

    /// Whether parts of the document are missing because of errors. A missing thing is then no finding of its own.
    pub(super) fn is_partial(&self) -> bool {
        self.is_partial
    }

    pub(super) fn push(&mut self, diagnostic: Diagnostic) {
        if self.seen.insert((diagnostic.code, diagnostic.place.pointer.clone(), diagnostic.message.clone())) {
            self.list.push(diagnostic);
        }
    }

    /// Parts of the document that nothing reads, unless their place has been reported.
    pub(super) fn add_left(&mut self, left: &[Diagnostic]) {
        let told: BTreeSet<Pointer> = self.list.iter().map(|one| one.place.pointer.clone()).collect();
        left.iter().filter(|one| !told.contains(&one.place.pointer)).for_each(|one| self.push(one.clone()));
    }

    /// The result. An error is added to the findings.
    pub(super) fn ok<T>(&mut self, result: Result<T, Unresolved>) -> Option<T> {
        result.map_err(|finding| finding.into_iter().for_each(|finding| self.push(*finding))).ok()
    }

    /// Something without which the output would be wrong.
    pub(super) fn refuse(&mut self, place: Place, message: impl Into<String>, help: &str) {
        self.push(Diagnostic::error(Code::NotSupportedYet, place, message).help(help));
    }

    /// Something that somebody else's document may lose, and our own may not.
    pub(super) fn lose(&mut self, place: Place, message: impl Into<String>, help: &str) {
        self.loss(Code::NotSupportedYet, place, message, Some(help));
    }

    /// The same where the code says the way out.
    pub(super) fn lose_as(&mut self, code: Code, place: Place, message: impl Into<String>) {
        self.loss(code, place, message, None);
    }

    /// The same where the place knows a better way out than the code.
    pub(super) fn lose_so(&mut self, code: Code, place: Place, message: impl Into<String>, help: &str) {
        self.loss(code, place, message, Some(help));
    }

    fn loss(&mut self, code: Code, place: Place, message: impl Into<String>, help: Option<&str>) {
        let finding = Diagnostic::new(Severity::of_loss(self.strictness), code, place, message);
        self.push(match help {
            Some(help) => finding.help(help),
            None => finding,
        });
    }

    /// Names for things that must differ from each other and from nothing else.
    pub(super) fn names(&mut self, namespace: Namespace, things: impl Iterator<Item = Candidate>) -> Vec<Ident> {
        Table::new(namespace, self.strictness).assign(&things.collect::<Vec<_>>(), &mut self.list)
    }

    /// For the name tables, which report on their own.
    pub(super) fn list(&mut self) -> &mut Vec<Diagnostic> {
        &mut self.list
    }

    pub(super) fn into_list(self) -> Vec<Diagnostic> {
        self.list
    }
}
