//! The `x-codegen-*` keys against the object they stand on: places, members, arms, keywords. How they are read is in `ext`.

mod check;
mod text;

use std::collections::BTreeSet;

use super::Walk;
use super::kind::ObjectKind;
use crate::diagnostic::{Code, Diagnostic, Place, suggest};
use crate::ext;
use crate::node::{Node, Object};
use crate::options::Strictness;

impl<'v> Walk<'v> {
    /// A key that begins with `x-`, with its value and the object it stands on.
    pub(super) fn extension(&mut self, kind: ObjectKind, key: &str, value: Node<'v>, owner: Object<'v>) {
        if !ext::KEYS.contains(&key) {
            return self.unknown_extension(key, value);
        }
        let (places, is_here) = places(key, kind);
        // A schema inside of a component has the module of that component.
        if !is_here || key == ext::MODULE && owner.node().component().is_none() {
            let message = format!("`{key}` does nothing on {}", kind.title());
            let finding = Diagnostic::error(Code::MisplacedExtension, Place::key(value), message);
            return self.report(finding.help(format!("it belongs on {places}")));
        }
        match key {
            ext::NAME | ext::MODULE | ext::SINCE => {
                ext::read_text(value, &mut self.found);
            }
            ext::UNWRAP => {
                if let Some(member) = ext::read_text(value, &mut self.found) {
                    self.unwrapped(member, value, owner);
                }
            }
            ext::VALUES => self.values(value, owner),
            ext::UNION => self.union(value, owner),
            ext::CHECKS => self.checks(kind, value, owner),
            ext::TEXT => self.text(value, owner),
            _ => {}
        }
    }

    fn unknown_extension(&mut self, key: &str, value: Node<'v>) {
        let is_ours = key.starts_with("x-codegen");
        let close = suggest(key, ext::KEYS);
        // `x-codgen-name` may be a key of another tool; in our own document it is a slip.
        let is_slip = self.strictness == Strictness::Own && close.is_some();
        if is_ours || is_slip {
            let finding = self.fault(Code::UnknownExtension, Place::key(value), format!("there is no key `{key}`"));
            self.report(match close {
                Some(close) => finding.help(format!("did you mean `{close}`?")),
                None => finding.help(format!("one of {}", ext::KEYS.join(", "))),
            });
        }
    }

    fn values(&mut self, value: Node<'v>, owner: Object<'v>) {
        let known: BTreeSet<&str> = owner.texts("enum").collect();
        if known.is_empty() {
            let message = "this schema is no enum of texts";
            let finding = Diagnostic::error(Code::MisplacedExtension, Place::key(value), message);
            self.report(finding.help("`x-codegen-values` belongs on the schema that has the `enum`"));
        }
        for wire in ext::read_values(value, &mut self.found).keys() {
            if !known.is_empty() && !known.contains(wire.as_str()) {
                let place = Place::key(value.pointer().join(wire));
                let finding = Diagnostic::error(Code::UnknownArm, place, format!("the enum has no value `{wire}`"));
                self.report(self.hint(finding, wire, known.iter().copied()));
            }
        }
    }

    fn union(&mut self, value: Node<'v>, owner: Object<'v>) {
        let Some(union) = ext::read_union(value, &mut self.found) else { return };
        let tag = union.tag.as_str();
        if let Some(node) = value.get("tag") {
            self.member(owner, tag, node);
        }
        let schema = self.property(owner, tag).and_then(|tag| self.follow(tag));
        let tags: BTreeSet<&str> = schema.into_iter().flat_map(|schema| schema.texts("enum")).collect();
        for (arm, members) in value.get("arms").and_then(Node::as_object).into_iter().flatten() {
            let Some(members) = members.as_array() else { continue };
            if !tags.is_empty() && !tags.contains(arm) {
                let message = format!("`{tag}` has no value `{arm}`");
                let finding = Diagnostic::error(Code::UnknownArm, Place::key(members.node()), message);
                self.report(self.hint(finding, arm, tags.iter().copied()));
            }
            let mut seen: BTreeSet<&str> = BTreeSet::new();
            for node in members {
                let Some(member) = ext::read_text(node, &mut Vec::new()) else { continue };
                let is_first = seen.insert(member);
                if !self.member(owner, member, node) {
                    continue;
                }
                let reason = if member == tag {
                    "is the tag itself"
                } else if self.is_required(owner, member) {
                    "is required for every tag value"
                } else if !is_first {
                    "stands twice in this arm"
                } else {
                    continue;
                };
                let message = format!("`{member}` {reason}");
                let finding = Diagnostic::error(Code::BadExtension, Place::value(node), message);
                self.report(finding.help("an arm lists the optional members that go with its tag value"));
            }
        }
    }

    /// Whether the schema has a member that is named at `node`; if not, that is reported.
    fn member(&mut self, owner: Object<'v>, name: &str, node: Node<'v>) -> bool {
        let has_member = self.property(owner, name).is_some();
        if !has_member {
            let message = format!("there is no property `{name}`");
            let finding = Diagnostic::error(Code::UnknownMember, Place::value(node), message);
            self.report(self.hint(finding, name, self.members(owner)));
        }
        has_member
    }

    /// The body of a request or response, or each of its alternatives, must have the member.
    fn unwrapped(&mut self, member: &str, value: Node<'v>, owner: Object<'v>) {
        let media = owner.members("content");
        let bodies: Vec<_> = media.filter_map(|(_, media)| self.follow(media.get("schema")?)).collect();
        if bodies.is_empty() {
            let message = format!("there is no body to take `{member}` from");
            return self.report(Diagnostic::error(Code::UnknownMember, Place::value(value), message));
        }
        for body in bodies {
            let alternatives = |key: &str| body.items(key).filter_map(|arm| self.follow(arm)).collect::<Vec<_>>();
            let (arms, any) = (alternatives("oneOf"), alternatives("anyOf"));
            let has_beside = body.get("properties").is_some_and(|properties| properties.get(member).is_some());
            let has = |arm: Object<'v>| has_beside || self.property(arm, member).is_some();
            let lacking = match (arms.as_slice(), any.as_slice()) {
                ([], []) => Some(body).filter(|body| !has(*body)),
                // Alternatives that are told apart in different ways need not all be envelopes.
                ([], any) => any.first().filter(|_| !any.iter().any(|arm| has(*arm))).copied(),
                (arms, _) => arms.iter().find(|arm| !has(**arm)).copied(),
            };
            if let Some(lacking) = lacking {
                let message = format!("the body has no property `{member}`");
                let finding = Diagnostic::error(Code::UnknownMember, Place::value(value), message);
                return self.report(self.hint(finding, member, self.members(lacking)));
            }
        }
    }
}

/// Where a key may stand, in words, and whether that includes this kind of object.
fn places(key: &str, kind: ObjectKind) -> (&'static str, bool) {
    use ObjectKind::{OpenApi, Operation, Parameter, RequestBody, Response, Schema, Tag};
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
