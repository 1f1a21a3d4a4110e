//! Check entries against the object they stand on: that what is to uphold a rule is really there.

use super::super::Walk;
use super::super::kind::ObjectKind;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::ext::{self, By, CheckEntry};
use crate::node::{Node, Object};

/// An entry, as it is written, and the object that it stands on.
struct Site<'v> {
    entry: CheckEntry,
    written: Object<'v>,
    owner: Object<'v>,
}

impl<'v> Walk<'v> {
    pub(super) fn checks(&mut self, kind: ObjectKind, value: Node<'v>, owner: Object<'v>) {
        let mut slips = Vec::new();
        for (written, entry) in ext::read_checks(value, &mut slips) {
            let site = Site { entry, written, owner };
            self.hook(&site);
            self.words(kind, &site);
        }
        self.found.append(&mut slips);
    }

    /// Hooks are methods of one trait, so their names must differ.
    fn hook(&mut self, Site { entry, written, .. }: &Site<'v>) {
        let Some(id) = written.get("id").filter(|_| entry.has_hook()) else { return };
        let first = *self.hooks.entry(entry.hook_name()).or_insert(id);
        if first != id {
            let message = format!("two hooks would be called `{}`", entry.hook_name());
            let finding = Diagnostic::error(Code::DuplicateCheck, Place::value(id), message);
            self.report(finding.related(Place::value(first), "first here"));
        }
    }

    fn words(&mut self, kind: ObjectKind, site: &Site<'v>) {
        for by in &site.entry.by {
            if !stands_on(*by, kind) {
                let message = format!("nothing checks `{}` on {}", by.as_str(), kind.title());
                let finding = Diagnostic::error(Code::MisplacedExtension, site.word(*by), message);
                self.report(finding.help(match by {
                    By::Type | By::Unknown => "the entry belongs at the top of the document",
                    _ => "the entry belongs on the schema it is about",
                }));
            } else if kind == ObjectKind::Schema {
                self.keyword(*by, site);
            }
        }
        if kind != ObjectKind::Schema {
            return;
        }
        let named = site.entry.member.as_deref().zip(site.written.get("member"));
        let is_named = named.is_none_or(|(member, node)| self.member(site.owner, member, node));
        if is_named && site.entry.when.is_some() {
            self.arm(site);
        }
    }

    /// The keyword that upholds the rule must be in the schema.
    fn keyword(&mut self, by: By, site: &Site<'v>) {
        let Site { entry, written, owner } = site;
        let member = entry.member.as_deref();
        let of_member = member.and_then(|name| self.property(*owner, name)).and_then(|value| self.follow(value));
        let subject = if member.is_some() { of_member } else { Some(*owner) };
        let has = |keys: &[&str]| subject.is_some_and(|schema| keys.iter().any(|key| schema.contains_key(key)));
        let (is_there, what) = match by {
            By::Hook | By::Wire | By::Type | By::Unknown => return,
            By::Required | By::Range | By::Union if member.is_none() => {
                let message = format!("a check by `{}` needs `member`", by.as_str());
                return self.report(Diagnostic::error(Code::BadExtension, Place::key(written.at("by")), message));
            }
            // A member that does not exist is reported once, where it is named.
            _ if member.is_some() && subject.is_none() => return,
            By::Required => (member.is_some_and(|name| self.is_required(*owner, name)), "is not in `required`"),
            By::Range => (has(&["minimum", "maximum"]), "has neither `minimum` nor `maximum`"),
            By::Length => (has(&["minLength", "maxLength"]), "has neither `minLength` nor `maxLength`"),
            By::Enum => (has(&["enum"]), "has no `enum`"),
            By::Format => (has(&["format"]), "has no `format`"),
            By::Multiple => (has(&["multipleOf"]), "has no `multipleOf`"),
            By::Items => (has(&["minItems", "maxItems"]), "has neither `minItems` nor `maxItems`"),
            By::Unique => (has(&["uniqueItems"]), "has no `uniqueItems`"),
            By::Properties => {
                (has(&["minProperties", "maxProperties"]), "has neither `minProperties` nor `maxProperties`")
            }
            By::Choice => (has(&["oneOf", "anyOf"]), "has neither `oneOf` nor `anyOf`"),
            By::Union => {
                if entry.when.is_none() {
                    let message = "a check by `union` needs `when`, the tag value it is about";
                    self.report(Diagnostic::error(Code::BadExtension, Place::key(written.at("by")), message));
                }
                if !owner.contains_key(ext::UNION) {
                    let message = "this schema has no `x-codegen-union`";
                    self.report(self.fault(Code::CheckWithoutKeyword, site.word(by), message));
                }
                return;
            }
        };
        if !is_there {
            let subject = member.map_or_else(|| "this schema".to_owned(), |name| format!("`{name}`"));
            let message = format!("{subject} {what}");
            self.report(Diagnostic::error(Code::CheckWithoutKeyword, site.word(by), message));
        }
    }

    /// `when` names an arm of the union, or a value of its tag.
    fn arm(&mut self, site: &Site<'v>) {
        let Some(when) = site.entry.when.as_deref() else { return };
        let place = Place::value(site.written.at("when"));
        let Some(union) = site.owner.get(ext::UNION).and_then(Node::as_object) else {
            if !site.entry.by.contains(&By::Union) {
                let message = "`when` needs an `x-codegen-union` on this schema";
                self.report(Diagnostic::error(Code::BadExtension, place, message));
            }
            return;
        };
        let arms = union.members("arms").map(|(arm, _)| arm);
        let tag = union.text("tag").and_then(|tag| self.follow(self.property(site.owner, tag)?));
        let known: Vec<&str> = arms.chain(tag.into_iter().flat_map(|tag| tag.texts("enum"))).collect();
        if !known.contains(&when) {
            let finding = Diagnostic::error(Code::UnknownArm, place, format!("the union has no arm `{when}`"));
            self.report(self.hint(finding, when, known));
        }
    }
}

impl Site<'_> {
    /// The token that holds a word of `by`, which may stand alone or in a list.
    fn word(&self, by: By) -> Place {
        let at = self.written.at("by");
        match self.entry.by.iter().position(|other| *other == by) {
            Some(index) if self.entry.by.len() > 1 => Place::value(at.join_index(index)),
            _ => Place::value(at),
        }
    }
}

/// Whether a word makes sense on such an object.
fn stands_on(by: By, kind: ObjectKind) -> bool {
    match by {
        By::Wire => true,
        By::Type | By::Unknown => kind == ObjectKind::OpenApi,
        By::Hook => kind != ObjectKind::OpenApi,
        By::Required | By::Enum | By::Choice | By::Union | By::Range | By::Length => kind == ObjectKind::Schema,
        By::Format | By::Multiple | By::Items | By::Unique | By::Properties => kind == ObjectKind::Schema,
    }
}
