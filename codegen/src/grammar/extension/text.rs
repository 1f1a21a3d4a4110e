//! `x-codegen-text`: the property that it names must lead to a text, through as many objects as have the key themselves.

use super::super::Walk;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::ext;
use crate::node::{MAX_CHAIN, Node, Object};

enum Lead<'v> {
    Text,
    Secret,
    /// To an object that names a property in its turn.
    Object(Object<'v>),
    Nowhere,
    /// To something that is reported elsewhere.
    Broken,
}

impl<'v> Walk<'v> {
    pub(super) fn text(&mut self, value: Node<'v>, owner: Object<'v>) {
        let Some(member) = ext::read_text(value, &mut self.found) else { return };
        if !self.member(owner, member, value) {
            return;
        }
        let bad = |message: String| Diagnostic::error(Code::BadExtension, Place::value(value), message);
        let finding = match self.lead(owner, member) {
            Lead::Text | Lead::Broken => return,
            Lead::Secret => bad(format!("`{member}` is a secret, which is never shown")),
            Lead::Nowhere => bad(format!("`{member}` is no text"))
                .help("name a string, an object that has `x-codegen-text`, or a list of one of these"),
            Lead::Object(inner) if self.has_end(inner) => return,
            Lead::Object(_) => bad(format!("`{member}` leads from object to object and never to a text")),
        };
        self.report(finding);
    }

    /// Whether the way ends. One over more objects than any honest document has leads in a circle.
    fn has_end(&self, start: Object<'v>) -> bool {
        let next = |owner: &Object<'v>| match self.lead(*owner, owner.text(ext::TEXT).unwrap_or_default()) {
            Lead::Object(inner) => Some(inner),
            // Whatever is wrong with it is reported where it stands.
            Lead::Text | Lead::Secret | Lead::Nowhere | Lead::Broken => None,
        };
        std::iter::successors(Some(start), next).nth(MAX_CHAIN).is_none()
    }

    fn lead(&self, owner: Object<'v>, member: &str) -> Lead<'v> {
        let Some(schema) = self.property(owner, member).and_then(|value| self.inmost(value)) else {
            return Lead::Broken;
        };
        let is = |schema: Object<'_>, word: &str| schema.text("type") == Some(word);
        let schema = match schema.get("items").filter(|_| is(schema, "array")).map(|items| self.inmost(items)) {
            Some(Some(item)) => item,
            Some(None) => return Lead::Broken,
            None => schema,
        };
        if is(schema, "string") {
            return if schema.text("format") == Some("password") { Lead::Secret } else { Lead::Text };
        }
        if schema.contains_key(ext::TEXT) { Lead::Object(schema) } else { Lead::Nowhere }
    }

    /// The schema behind references, and behind `allOf` of one schema.
    fn inmost(&self, value: Node<'v>) -> Option<Object<'v>> {
        let mut schema = self.follow(value)?;
        for _ in 0..MAX_CHAIN {
            let mut parts = schema.items("allOf");
            match (parts.next(), parts.next()) {
                (Some(only), None) => schema = self.follow(only)?,
                _ => return Some(schema),
            }
        }
        None
    }
}
