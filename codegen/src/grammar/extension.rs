//! The `x-codegen-*` keys against the object they stand on: places, members, arms, keywords. How they are read is in `ext`.

mod check;
mod text;

use std::collections::BTreeSet;

use crate::node::{Node, Object};

use super::Walk;
use super::table::Kind;
use crate::diagnostic::{Code, Diagnostic, Place, suggest};
use crate::ext;
use crate::parse::Strictness;
use crate::pointer::Pointer;

impl<'v> Walk<'v> {
    /// A key that begins with `x-`; the current node is its value, `owner` the object it stands on.
    pub(super) fn extension(&mut self, kind: Kind, key: &str, value: Node<'v>, owner: Object<'v>) {
        if !ext::KEYS.contains(&key) {
            return self.unknown_extension(key);
        }
        let (places, is_here) = places(key, kind);
        if !is_here || key == ext::MODULE && !self.is_on_component() {
            let finding = Diagnostic::error(
                Code::MisplacedExtension,
                Place::key(self.at.clone()),
                format!("`{key}` does nothing on {}", kind.title()),
            );
            return self.report(finding.help(format!("it belongs on {places}")));
        }
        let at = self.at.clone();
        match key {
            ext::NAME | ext::MODULE | ext::SINCE => {
                ext::read_text(value, &at, &mut self.found);
            }
            ext::UNWRAP => {
                if let Some(member) = ext::read_text(value, &at, &mut self.found) {
                    self.unwrapped(&member, owner);
                }
            }
            ext::VALUES => self.values(value, owner),
            ext::UNION => self.union(value, owner),
            ext::CHECKS => self.checks(kind, value, owner),
            ext::TEXT => self.text(value, owner),
            _ => {}
        }
    }

    /// Whether the key stands right on a component: what stands inside goes where that goes.
    fn is_on_component(&self) -> bool {
        self.at.tokens().next().as_deref() == Some("components") && self.at.tokens().count() == 4
    }

    fn unknown_extension(&mut self, key: &str) {
        let is_ours = key.starts_with("x-codegen");
        let close = suggest(key, ext::KEYS);
        // `x-codgen-name` is somebody else's key by the letter, and a slip in a document of our own.
        let is_slip = self.strictness == Strictness::Own && close.is_some();
        if is_ours || is_slip {
            let place = Place::key(self.at.clone());
            let finding = self.fault_at(Code::UnknownExtension, place, format!("there is no key `{key}`"));
            self.report(match close {
                Some(close) => finding.help(format!("did you mean `{close}`?")),
                None => finding.help(format!("one of {}", ext::KEYS.join(", "))),
            });
        }
    }

    fn values(&mut self, value: Node<'v>, owner: Object<'v>) {
        let at = self.at.clone();
        let known: BTreeSet<&str> = enumerated(owner).collect();
        if known.is_empty() {
            let finding =
                Diagnostic::error(Code::MisplacedExtension, Place::key(at.clone()), "this schema is no enum of texts");
            self.report(finding.help("`x-codegen-values` belongs on the schema that has the `enum`"));
        }
        for wire in ext::read_values(value, &at, &mut self.found).keys() {
            if !known.is_empty() && !known.contains(wire.as_str()) {
                let finding = Diagnostic::error(
                    Code::UnknownArm,
                    Place::key(at.join(wire)),
                    format!("the enum has no value `{wire}`"),
                );
                self.report(self.hint(finding, wire, known.iter().copied()));
            }
        }
    }

    fn union(&mut self, value: Node<'v>, owner: Object<'v>) {
        let at = self.at.clone();
        let Some(union) = ext::read_union(value, &at, &mut self.found) else { return };
        self.member(owner, &union.tag, &at.join("tag"));
        let tag = self.property(owner, &union.tag).and_then(|tag| self.follow(tag));
        let tags: BTreeSet<&str> = tag.into_iter().flat_map(enumerated).collect();
        for (arm, members) in &union.arms {
            let at = at.join("arms").join(arm);
            if !tags.is_empty() && !tags.contains(arm.as_str()) {
                let message = format!("`{}` has no value `{arm}`", union.tag);
                let finding = Diagnostic::error(Code::UnknownArm, Place::key(at.clone()), message);
                self.report(self.hint(finding, arm, tags.iter().copied()));
            }
            let mut seen: BTreeSet<&str> = BTreeSet::new();
            for (index, member) in members.iter().enumerate() {
                let is_first = seen.insert(member);
                let at = at.join_index(index);
                if !self.member(owner, member, &at) {
                    continue;
                }
                let reason = if *member == union.tag {
                    "is the tag itself"
                } else if self.is_required(owner, member) {
                    "is required for every tag value"
                } else if !is_first {
                    "stands twice in this arm"
                } else {
                    continue;
                };
                let finding = Diagnostic::error(Code::BadExtension, Place::value(at), format!("`{member}` {reason}"));
                self.report(finding.help("an arm lists the optional members that go with its tag value"));
            }
        }
    }

    /// Reports a member that the schema does not have.
    fn member(&mut self, owner: Object<'v>, name: &str, at: &Pointer) -> bool {
        let is_there = self.property(owner, name).is_some();
        if !is_there {
            let finding = Diagnostic::error(
                Code::UnknownMember,
                Place::value(at.clone()),
                format!("there is no property `{name}`"),
            );
            let finding = self.hint(finding, name, self.members(owner));
            self.report(finding);
        }
        is_there
    }

    /// The body of a request or response, or each of its alternatives, must have the member.
    fn unwrapped(&mut self, member: &str, owner: Object<'v>) {
        let media = owner.get("content").and_then(Node::as_object).into_iter().flatten();
        let bodies: Vec<_> = media.filter_map(|(_, media)| self.follow(media.get("schema")?)).collect();
        if bodies.is_empty() {
            let place = Place::value(self.at.clone());
            let message = format!("there is no body to take `{member}` from");
            return self.report(Diagnostic::error(Code::UnknownMember, place, message));
        }
        for body in bodies {
            let alternatives = |key: &str| body.get(key).and_then(Node::as_array).into_iter().flatten();
            let arms: Vec<_> = alternatives("oneOf").filter_map(|arm| self.follow(arm)).collect();
            let any: Vec<_> = alternatives("anyOf").filter_map(|arm| self.follow(arm)).collect();
            let has =
                |arm: Object<'v>| self.property(arm, member).is_some() || self.property_beside(body, member).is_some();
            let lacking = match (arms.as_slice(), any.as_slice()) {
                ([], []) => Some(body).filter(|body| !has(*body)),
                // Alternatives that are told apart in different ways need not all be envelopes.
                ([], any) => any.first().filter(|_| !any.iter().any(|arm| has(*arm))).copied(),
                (arms, _) => arms.iter().find(|arm| !has(**arm)).copied(),
            };
            if let Some(lacking) = lacking {
                let place = Place::value(self.at.clone());
                let finding =
                    Diagnostic::error(Code::UnknownMember, place, format!("the body has no property `{member}`"));
                let finding = self.hint(finding, member, self.members(lacking));
                return self.report(finding);
            }
        }
    }

    /// A property of the schema itself, its alternatives left aside.
    fn property_beside(&self, body: Object<'v>, member: &str) -> Option<Node<'v>> {
        body.get("properties")?.get(member)
    }
}

/// Where a key may stand, in words, and whether that includes this kind of object.
fn places(key: &str, kind: Kind) -> (&'static str, bool) {
    use Kind::{OpenApi, Operation, Parameter, RequestBody, Response, Schema, Tag};
    match key {
        ext::NAME => {
            let places = "a schema, property, operation, parameter, request body or tag";
            (places, matches!(kind, Schema | Operation | Parameter | RequestBody | Tag))
        }
        ext::MODULE => ("a schema under `components/schemas`", kind == Schema),
        ext::VALUES => ("a schema with `enum`", kind == Schema),
        ext::CHECKS => ("the document, a schema or an operation", matches!(kind, OpenApi | Schema | Operation)),
        ext::UNION | ext::TEXT => ("an object schema", kind == Schema),
        ext::UNWRAP => ("a request body or a response", matches!(kind, RequestBody | Response)),
        _ => (
            "the document, a schema, property, operation, parameter, request body, response or tag",
            matches!(kind, OpenApi | Schema | Operation | Parameter | RequestBody | Response | Tag),
        ),
    }
}

/// The texts of an enum.
fn enumerated(schema: Object<'_>) -> impl Iterator<Item = &str> {
    schema.get("enum").and_then(Node::as_array).into_iter().flatten().filter_map(Node::as_str)
}
