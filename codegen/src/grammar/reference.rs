//! References: that they lead somewhere, to the right kind of thing, and what stands beside them.

use std::borrow::Cow;

use crate::node::{Node, Object};

use super::table::Kind;
use super::{InnerReference, Walk};
use crate::diagnostic::{Code, Diagnostic, Place, suggest};
use crate::ext;
use crate::pointer::Pointer;

/// More steps than any honest chain of references has.
const MAX_CHAIN: usize = 64;

impl<'v> Walk<'v> {
    /// An object with `$ref` that stands here.
    pub(super) fn reference(&mut self, kind: Kind, map: Object<'v>) {
        for (key, value) in map.iter().filter(|(key, _)| *key != "$ref") {
            self.sibling(kind, key, value, map);
        }
        let Some(value) = map.get("$ref") else { return };
        self.within("$ref", |walk| match value.as_str() {
            Some(reference) => walk.target(kind, reference),
            None => {
                let finding = walk.fault(Code::WrongType, format!("a reference is a text, this is {}", value.kind()));
                walk.report(finding);
            }
        });
    }

    /// OpenAPI ignores what stands beside a reference; we keep descriptions and a few keys of our own.
    fn sibling(&mut self, kind: Kind, key: &'v str, value: Node<'v>, map: Object<'v>) {
        let is_ours = kind == Kind::Schema && matches!(key, ext::NAME | ext::SINCE);
        if key == "description" && value.as_str().is_some() {
            return;
        }
        if is_ours || (key.starts_with("x-") && !ext::KEYS.contains(&key)) {
            return self.within(key, |walk| walk.extension(kind, key, value, map));
        }
        let place = Place::key(self.at.join(key));
        if ext::KEYS.contains(&key) {
            let finding =
                Diagnostic::error(Code::MisplacedExtension, place, format!("`{key}` beside `$ref` is ignored"));
            return self.report(finding.help("move it to what the reference leads to"));
        }
        let finding = self.fault_at(Code::RefSiblings, place, format!("`{key}` beside `$ref` is ignored"));
        self.report(
            finding.help("move it to what the reference leads to, or wrap the reference: `allOf: [{$ref: …}]`"),
        );
    }

    fn target(&mut self, kind: Kind, reference: &'v str) {
        if !reference.starts_with('#') {
            return self.foreign(kind, reference);
        }
        let target = Pointer::from_reference(reference);
        let Some((target, value)) = target.and_then(|at| self.find(&at).map(|value| (at, value))) else {
            return self.dangling(kind, reference);
        };
        if let Some(expected) = self.wrong_section(kind, &target) {
            let finding = self.fault(
                Code::WrongRefKind,
                format!("{} is needed here, not one of `{}`", kind.title(), section(&target)),
            );
            return self.report(finding.help(format!("{expected} stand under `#/components/`")));
        }
        if value.as_object().is_none() {
            let finding =
                self.fault(Code::WrongRefKind, format!("`{reference}` is {}, not {}", value.kind(), kind.title()));
            return self.report(finding);
        }
        if self.leads_back(&target) {
            let finding = self.fault(Code::RefCycle, format!("`{reference}` only leads back to this place"));
            return self.report(finding.help("one of the references must lead to a definition"));
        }
        if !is_component(kind, &target) {
            self.inner.entry(InnerReference { target, kind }).or_insert(false);
        }
    }

    fn foreign(&mut self, kind: Kind, reference: &str) {
        if let Some(name) = kind.section().and_then(|section| self.component_name(section, reference)) {
            let finding = self.fault(Code::DanglingRef, format!("`{reference}` is no reference"));
            return self.report(finding.help(format!("did you mean `{name}`?")));
        }
        let finding = self
            .fault(Code::ExternalRef, format!("`{reference}` leads out of the document, which is not supported yet"));
        self.report(finding.help("bundle the documents into one first"));
    }

    /// `Pet` and `components/schemas/Pet` for `#/components/schemas/Pet`.
    fn component_name(&self, section: &str, reference: &str) -> Option<String> {
        let name = reference.rsplit('/').next()?;
        let prefix = format!("components/{section}/");
        let rest = reference.trim_start_matches('/');
        if rest != name && rest.strip_prefix(prefix.as_str()) != Some(name) {
            return None;
        }
        let components = self.root.get("components")?.get(section)?.as_object()?;
        components.contains_key(name).then(|| format!("#/components/{section}/{name}"))
    }

    fn dangling(&mut self, kind: Kind, reference: &str) {
        let finding = self.fault(Code::DanglingRef, format!("`{reference}` leads nowhere"));
        let Some(section) = kind.section() else {
            return self.report(finding);
        };
        let components = self.root.get("components").and_then(|all| all.get(section)).and_then(Node::as_object);
        let name = reference.rsplit('/').next().unwrap_or_default();
        let known: Vec<&str> = components.into_iter().flatten().map(|(name, _)| name).collect();
        let close = known.iter().copied().find(|other| *other == name);
        let similar = || if self.has_patience() { suggest(name, known.iter().copied()) } else { None };
        let close = close.or_else(similar);
        self.report(match close {
            Some(close) => finding.help(format!("did you mean `#/components/{section}/{close}`?")),
            None => finding.help(format!("there is nothing of that name under `components/{section}`")),
        });
    }

    /// The section the target should be in, when it is a component of another one.
    fn wrong_section(&self, kind: Kind, target: &Pointer) -> Option<&'static str> {
        let expected = kind.section()?;
        let is_component = target.tokens().next().as_deref() == Some("components") && target.tokens().count() == 3;
        (is_component && section(target) != expected).then_some(expected)
    }

    /// Whether a chain of nothing but references comes back to the current node.
    fn leads_back(&self, target: &Pointer) -> bool {
        let here = self.at.parent();
        let mut target = target.clone();
        for _ in 0..MAX_CHAIN {
            if Some(&target) == here.as_ref() {
                return true;
            }
            let next = self.find(&target).and_then(|value| value.get("$ref")).and_then(Node::as_str);
            match next.and_then(Pointer::from_reference) {
                Some(next) => target = next,
                None => return false,
            }
        }
        false
    }

    /// The object a value is or refers to.
    pub(super) fn follow(&self, value: Node<'v>) -> Option<Object<'v>> {
        let mut map = value.as_object()?;
        for _ in 0..MAX_CHAIN {
            match map.get("$ref").and_then(Node::as_str) {
                None => return Some(map),
                Some(reference) => {
                    let target = Pointer::from_reference(reference)?;
                    map = self.find(&target)?.as_object()?;
                }
            }
        }
        None
    }
}

fn section(target: &Pointer) -> Cow<'_, str> {
    target.tokens().nth(1).unwrap_or_default()
}

fn is_component(kind: Kind, target: &Pointer) -> bool {
    let mut tokens = target.tokens();
    tokens.next().as_deref() == Some("components")
        && tokens.next().as_deref() == kind.section()
        && tokens.next().is_some()
        && tokens.next().is_none()
}
