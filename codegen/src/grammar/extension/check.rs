//! Check entries against the object they stand on: that what is to uphold a rule is really there.

use crate::node::{Node, Object};

use super::super::Walk;
use super::super::table::Kind;
use super::enumerated;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::ext::{self, By, CheckEntry};
use crate::pointer::Pointer;

impl<'v> Walk<'v> {
    pub(super) fn checks(&mut self, kind: Kind, value: Node<'v>, owner: Object<'v>) {
        for (index, item) in value.as_array().into_iter().flatten().enumerate() {
            let at = self.at.join_index(index);
            // Entries are read one by one, so that each keeps its index when another cannot be read.
            if let Some(entry) = ext::read_check(item, &at, &mut Vec::new()) {
                self.hook(&entry, &at);
                self.words(kind, &entry, owner, &at);
            }
        }
        let at = self.at.clone();
        ext::read_checks(value, &at, &mut self.found);
    }

    /// Hooks are methods of one trait, so their names must differ.
    fn hook(&mut self, entry: &CheckEntry, at: &Pointer) {
        if !entry.has_hook() {
            return;
        }
        let at = at.join("id");
        match self.hooks.get(&entry.hook_name()).filter(|first| **first != at) {
            Some(first) => {
                let first = Place::value(first.clone());
                let message = format!("two hooks would be called `{}`", entry.hook_name());
                let finding = Diagnostic::error(Code::DuplicateCheck, Place::value(at), message);
                self.report(finding.related(first, "first here").help("give one of them another id"));
            }
            None => {
                self.hooks.insert(entry.hook_name(), at);
            }
        }
    }

    fn words(&mut self, kind: Kind, entry: &CheckEntry, owner: Object<'v>, at: &Pointer) {
        for by in &entry.by {
            if !stands_on(*by, kind) {
                let message = format!("nothing checks `{}` on {}", by.as_str(), kind.title());
                let finding =
                    Diagnostic::error(Code::MisplacedExtension, Place::value(word_at(entry, at, *by)), message);
                self.report(finding.help(match by {
                    By::Type | By::Unknown => "the entry belongs at the top of the document",
                    _ => "the entry belongs on the schema it is about",
                }));
            } else if kind == Kind::Schema {
                self.keyword(*by, entry, owner, at);
            }
        }
        if kind != Kind::Schema {
            return;
        }
        let is_named = match &entry.member {
            Some(member) => self.member(owner, member, &at.join("member")),
            None => true,
        };
        if is_named && entry.when.is_some() {
            self.arm(entry, owner, at);
        }
    }

    /// The keyword that upholds the rule must be in the schema.
    fn keyword(&mut self, by: By, entry: &CheckEntry, owner: Object<'v>, at: &Pointer) {
        let member = entry.member.as_deref();
        let of_member = member.and_then(|name| self.property(owner, name)).and_then(|value| self.follow(value));
        let subject = if member.is_some() { of_member } else { Some(owner) };
        let has = |keys: &[&str]| subject.is_some_and(|schema| keys.iter().any(|key| schema.contains_key(key)));
        let (is_there, what) = match by {
            By::Hook | By::Wire | By::Type | By::Unknown => return,
            By::Required | By::Range | By::Union if member.is_none() => {
                let message = format!("a check by `{}` needs `member`", by.as_str());
                return self.report(Diagnostic::error(Code::BadExtension, Place::key(at.join("by")), message));
            }
            // A member that does not exist is reported once, where it is named.
            _ if member.is_some() && subject.is_none() => return,
            By::Required => (member.is_some_and(|name| self.is_required(owner, name)), "is not in `required`"),
            By::Range => (has(&["minimum", "maximum"]), "has neither `minimum` nor `maximum`"),
            By::Length => (has(&["minLength", "maxLength"]), "has neither `minLength` nor `maxLength`"),
            By::Enum => (has(&["enum"]), "has no `enum`"),
            By::Union => {
                if entry.when.is_none() {
                    let message = "a check by `union` needs `when`, the tag value it is about";
                    self.report(Diagnostic::error(Code::BadExtension, Place::key(at.join("by")), message));
                }
                if owner.contains_key(ext::UNION) {
                    return;
                }
                let finding = self.fault_at(
                    Code::CheckWithoutKeyword,
                    Place::value(word_at(entry, at, by)),
                    "this schema has no `x-codegen-union`",
                );
                return self.report(finding);
            }
        };
        if !is_there {
            let subject = member.map_or_else(|| "this schema".to_owned(), |name| format!("`{name}`"));
            let place = Place::value(word_at(entry, at, by));
            let finding = Diagnostic::error(Code::CheckWithoutKeyword, place, format!("{subject} {what}"));
            self.report(finding.help("add the keyword, or write the rule as a hook"));
        }
    }

    /// `when` names an arm of the union, or a value of its tag.
    fn arm(&mut self, entry: &CheckEntry, owner: Object<'v>, at: &Pointer) {
        let Some(when) = entry.when.as_deref() else { return };
        let place = Place::value(at.join("when"));
        let Some(union) = owner.get(ext::UNION).and_then(Node::as_object) else {
            if !entry.by.contains(&By::Union) {
                let finding =
                    Diagnostic::error(Code::BadExtension, place, "`when` needs an `x-codegen-union` on this schema");
                self.report(finding);
            }
            return;
        };
        let arms = union.get("arms").and_then(Node::as_object);
        if arms.is_some_and(|arms| arms.contains_key(when)) {
            return;
        }
        let arms = arms.into_iter().flatten().map(|(arm, _)| arm);
        let tag = union.get("tag").and_then(Node::as_str).and_then(|tag| self.property(owner, tag));
        let values = tag.and_then(|tag| self.follow(tag)).into_iter().flat_map(enumerated);
        let known: Vec<&str> = arms.chain(values).collect();
        if !known.contains(&when) {
            let finding = Diagnostic::error(Code::UnknownArm, place, format!("the union has no arm `{when}`"));
            self.report(self.hint(finding, when, known));
        }
    }
}

/// Whether a word makes sense on such an object.
fn stands_on(by: By, kind: Kind) -> bool {
    match by {
        By::Wire => true,
        By::Type | By::Unknown => kind == Kind::OpenApi,
        By::Hook => kind != Kind::OpenApi,
        By::Required | By::Enum | By::Union | By::Range | By::Length => kind == Kind::Schema,
    }
}

/// The token that holds a word of `by`, which may stand alone or in a list.
fn word_at(entry: &CheckEntry, at: &Pointer, by: By) -> Pointer {
    let at = at.join("by");
    match entry.by.iter().position(|other| *other == by) {
        Some(index) if entry.by.len() > 1 => at.join_index(index),
        _ => at,
    }
}
