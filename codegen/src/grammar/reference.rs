//! References: that they lead somewhere, to the right kind of thing, and what stands beside them.

use super::Walk;
use super::kind::ObjectKind;
use super::version::Version;
use crate::diagnostic::{Code, Diagnostic, Place, suggest};
use crate::ext;
use crate::node::{Node, Object};
use crate::options::Strictness;

impl<'v> Walk<'v> {
    pub(super) fn reference(&mut self, kind: ObjectKind, map: Object<'v>) {
        for (key, value) in map.iter().filter(|(key, _)| *key != "$ref") {
            self.sibling(kind, key, value, map);
        }
        self.reference_text(kind, map);
    }

    /// The reference itself, whatever stands beside it.
    pub(super) fn reference_text(&mut self, kind: ObjectKind, map: Object<'v>) {
        let Some(value) = map.get("$ref") else { return };
        let Some(reference) = value.as_str() else {
            let message = format!("a reference is a text, this is {}", value.kind());
            return self.report(self.fault(Code::WrongType, Place::value(value), message));
        };
        self.target(kind, reference, value);
    }

    /// OpenAPI ignores what stands beside a reference; we keep descriptions and a few keys of our own.
    fn sibling(&mut self, kind: ObjectKind, key: &'v str, value: Node<'v>, map: Object<'v>) {
        let is_ours = kind == ObjectKind::Schema && matches!(key, ext::NAME | ext::SINCE);
        if key == "description" && value.as_str().is_some() {
            return;
        }
        if key == "summary" && self.version == Version::V31 && kind != ObjectKind::Schema {
            let is_silent = self.strictness == Strictness::Own || value.says_nothing();
            let message = "`summary` beside `$ref` is not carried over";
            let finding = self.loss(Code::WouldBeLost, Place::key(value), message).help("say it in a `description`");
            return self.left.extend((!is_silent).then_some(finding));
        }
        if is_ours || (key.starts_with("x-") && !ext::KEYS.contains(&key)) {
            return self.extension(kind, key, value, map);
        }
        let message = format!("`{key}` beside `$ref` is ignored");
        if ext::KEYS.contains(&key) {
            let finding = Diagnostic::error(Code::MisplacedExtension, Place::key(value), message);
            return self.report(finding.help("move it to what the reference leads to"));
        }
        let finding = self.fault(Code::RefSiblings, Place::key(value), message);
        self.report(
            finding.help("move it to what the reference leads to, or wrap the reference: `allOf: [{$ref: …}]`"),
        );
    }

    /// What a reference leads to; `at` is its text.
    fn target(&mut self, kind: ObjectKind, reference: &'v str, at: Node<'v>) {
        let fault = |walk: &Self, code, message| walk.fault(code, Place::value(at), message);
        if !reference.starts_with('#') {
            return self.foreign(kind, reference, at);
        }
        let Some(target) = at.tree().target(reference) else { return self.dangling(kind, reference, at) };
        let component = target.component();
        if let (Some(expected), Some((section, _))) = (kind.section(), component)
            && section != expected
        {
            let message = format!("{} is needed here, not one of `{section}`", kind.title());
            let finding = fault(self, Code::WrongRefKind, message);
            return self.report(finding.help(format!("{expected} stand under `#/components/`")));
        }
        let is_schema = kind == ObjectKind::Schema && self.version == Version::V31 && target.as_bool().is_some();
        if target.as_object().is_none() && !is_schema {
            let message = format!("`{reference}` is {}, not {}", target.kind(), kind.title());
            return self.report(fault(self, Code::WrongRefKind, message));
        }
        if target.chain().any(|next| Some(next) == at.parent()) {
            let finding = fault(self, Code::RefCycle, format!("`{reference}` only leads back to this place"));
            return self.report(finding.help("one of the references must lead to a definition"));
        }
        if component.is_none() || component.map(|(section, _)| section) != kind.section() {
            self.inner.insert((target.id(), kind));
        }
    }

    fn foreign(&mut self, kind: ObjectKind, reference: &str, at: Node<'v>) {
        if let Some(name) = kind.section().and_then(|section| self.component_name(section, reference)) {
            let finding = self.fault(Code::DanglingRef, Place::value(at), format!("`{reference}` is no reference"));
            return self.report(finding.help(format!("did you mean `{name}`?")));
        }
        let message = format!("`{reference}` leads out of the document, which is not supported yet");
        self.report(self.fault(Code::ExternalRef, Place::value(at), message));
    }

    /// `Pet` and `components/schemas/Pet` for `#/components/schemas/Pet`.
    fn component_name(&self, section: &str, reference: &str) -> Option<String> {
        let name = reference.rsplit('/').next()?;
        let rest = reference.trim_start_matches('/');
        if rest != name && rest.strip_prefix(&*format!("components/{section}/")) != Some(name) {
            return None;
        }
        self.components(section)?.contains_key(name).then(|| format!("#/components/{section}/{name}"))
    }

    fn dangling(&mut self, kind: ObjectKind, reference: &str, at: Node<'v>) {
        let finding = self.fault(Code::DanglingRef, Place::value(at), format!("`{reference}` leads nowhere"));
        let Some(section) = kind.section() else { return self.report(finding) };
        let name = reference.rsplit('/').next().unwrap_or_default();
        let known: Vec<&str> = self.components(section).into_iter().flat_map(Object::keys).collect();
        let close = known.iter().copied().find(|other| *other == name);
        let similar = || if self.has_patience() { suggest(name, known.iter().copied()) } else { None };
        self.report(match close.or_else(similar) {
            Some(close) => finding.help(format!("did you mean `#/components/{section}/{close}`?")),
            None => finding.help(format!("there is nothing of that name under `components/{section}`")),
        });
    }
}
