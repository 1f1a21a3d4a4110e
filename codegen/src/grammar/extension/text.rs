//! `x-codegen-text`: the property that it names must lead to a text, through as many objects as have the key themselves.

use crate::node::{Node, Object};

use super::super::Walk;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::ext;

/// More objects inside each other than any honest text has: they only lead back to themselves.
const DEEPEST: usize = 64;

/// Where a property leads.
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
        let at = self.at.clone();
        let Some(member) = ext::read_text(value, &at, &mut self.found) else { return };
        if !self.member(owner, &member, &at) {
            return;
        }
        let bad = |message: String| Diagnostic::error(Code::BadExtension, Place::value(at.clone()), message);
        let finding = match self.lead(owner, &member) {
            Lead::Text | Lead::Broken => return,
            Lead::Secret => bad(format!("`{member}` is a secret, which is never shown")),
            Lead::Nowhere => bad(format!("`{member}` is no text"))
                .help("name a string, an object that has `x-codegen-text`, or a list of one of these"),
            Lead::Object(inner) if self.has_end(inner) => return,
            Lead::Object(_) => bad(format!("`{member}` leads from object to object and never to a text")),
        };
        self.report(finding);
    }

    fn has_end(&self, start: Object<'v>) -> bool {
        let mut owner = start;
        for _ in 0..DEEPEST {
            let member = owner.get(ext::TEXT).and_then(Node::as_str).unwrap_or_default();
            match self.lead(owner, member) {
                Lead::Object(inner) => owner = inner,
                // Whatever is wrong with it is reported where it stands.
                _ => return true,
            }
        }
        false
    }

    fn lead(&self, owner: Object<'v>, member: &str) -> Lead<'v> {
        let Some(schema) = self.property(owner, member).and_then(|value| self.inmost(value)) else {
            return Lead::Broken;
        };
        let is = |schema: Object<'_>, word: &str| schema.get("type").and_then(Node::as_str) == Some(word);
        let schema = match schema.get("items").filter(|_| is(schema, "array")).map(|items| self.inmost(items)) {
            Some(Some(item)) => item,
            Some(None) => return Lead::Broken,
            None => schema,
        };
        if is(schema, "string") {
            let is_secret = schema.get("format").and_then(Node::as_str) == Some("password");
            return if is_secret { Lead::Secret } else { Lead::Text };
        }
        if schema.contains_key(ext::TEXT) { Lead::Object(schema) } else { Lead::Nowhere }
    }

    /// What a schema refers to, or is nothing but `allOf` around.
    fn inmost(&self, value: Node<'v>) -> Option<Object<'v>> {
        let mut schema = self.follow(value)?;
        for _ in 0..DEEPEST {
            let mut parts = schema.get("allOf").and_then(Node::as_array).into_iter().flatten();
            match (parts.next(), parts.next()) {
                (Some(only), None) => schema = self.follow(only)?,
                _ => return Some(schema),
            }
        }
        None
    }
}
