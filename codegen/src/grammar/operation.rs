//! Operations, their parameters and links: rules that join several fields.

use std::collections::BTreeMap;

use super::Walk;
use super::table::STYLES;
use crate::diagnostic::{Code, Diagnostic, Place, suggest};
use crate::node::{Node, Object};
use crate::options::Strictness;

impl<'v> Walk<'v> {
    pub(super) fn operation(&mut self, map: Object<'v>) {
        self.parameters(map);
        self.tags(map);
        let Some(node) = map.get("operationId") else { return };
        let Some(id) = node.as_str() else { return };
        let first = *self.operation_ids.entry(id).or_insert(node);
        if first != node {
            let message = format!("`{id}` names two operations");
            let finding = self.fault(Code::DuplicateOperationId, Place::value(node), message);
            let finding = finding.related(Place::value(first), "first here");
            self.report(finding.help("every operation has an id of its own"));
        }
    }

    /// Where our own description lists its tags, one that is not listed is a slip. OpenAPI does not ask for the list, so a
    /// foreign document may do as it likes.
    fn tags(&mut self, map: Object<'v>) {
        if self.strictness == Strictness::Foreign || self.root.get("tags").and_then(Node::as_array).is_none() {
            return;
        }
        for node in map.items("tags") {
            let Some(tag) = node.as_str().filter(|tag| !self.tags.contains(tag)) else { continue };
            let finding = self.fault(Code::UnlistedTag, Place::value(node), format!("`tags` does not list `{tag}`"));
            self.report(self.hint(finding, tag, self.tags.iter().copied()).help(Code::UnlistedTag.way_out()));
        }
    }

    /// No two parameters of a list have the same name and place.
    pub(super) fn parameters(&mut self, map: Object<'v>) {
        let mut seen: BTreeMap<(&str, &str), Node<'v>> = BTreeMap::new();
        for value in map.items("parameters") {
            let Some(parameter) = self.follow(value) else { continue };
            let (Some(name), Some(place)) = (parameter.text("name"), parameter.text("in")) else { continue };
            let first = *seen.entry((name, place)).or_insert(value);
            if first != value {
                let message = format!("the {place} parameter `{name}` is declared twice");
                let finding = self.fault(Code::DuplicateParameter, Place::value(naming(value)), message);
                self.report(finding.related(Place::value(naming(first)), "first here"));
            }
        }
    }

    pub(super) fn parameter(&mut self, map: Object<'v>) {
        self.schema_or_content(map, "a parameter");
        let Some(place) = map.text("in") else { return };
        if place == "path" && !map.is_set("required") {
            let name = map.text("name").unwrap_or_default();
            let at = map.at(if map.contains_key("required") { "required" } else { "name" });
            let message = format!("the path parameter `{name}` must be required");
            self.report(self.fault(Code::PathParameter, Place::value(at), message).help("add `required: true`"));
        }
        let allowed: &[&str] = match place {
            "path" => &["simple", "label", "matrix"],
            "query" => &["form", "spaceDelimited", "pipeDelimited", "deepObject"],
            "header" => &["simple"],
            "cookie" => &["form"],
            _ => return,
        };
        let Some(style) = map.text("style").filter(|style| !allowed.contains(style)) else { return };
        // An unknown word was reported by the walk over the fields.
        if STYLES.contains(&style) {
            let message = format!("a {place} parameter has no style `{style}`");
            let finding = Diagnostic::error(Code::UnknownValue, Place::value(map.at("style")), message);
            self.report(finding.help(format!("one of {}", allowed.join(", "))));
        }
    }

    /// Parameters and headers say what they hold in one of two ways.
    pub(super) fn schema_or_content(&mut self, map: Object<'v>, what: &str) {
        self.excludes(map, "schema", "content");
        self.excludes(map, "example", "examples");
        if !map.contains_key("schema") && !map.contains_key("content") {
            let message = format!("{what} needs `schema` or `content`");
            let finding = Diagnostic::error(Code::MissingField, Place::key(map.node()), message);
            self.report(match suggest("schema", map.keys()) {
                Some(slip) => finding.help(format!("is `{slip}` meant to be `schema`?")),
                None if map.contains_key("type") => {
                    finding.help("in 3.0 the type stands in a schema: `schema: {type: …}`")
                }
                None => finding,
            });
        }
        let media = map.get("content").and_then(Node::as_object);
        if let Some(media) = media.filter(|media| media.len() != 1) {
            let message = format!("the `content` of {what} has exactly one media type");
            self.report(self.fault(Code::Exclusive, Place::key(media.node()), message));
        }
    }

    pub(super) fn link(&mut self, map: Object<'v>) {
        self.excludes(map, "operationRef", "operationId");
        if !map.contains_key("operationRef") && !map.contains_key("operationId") {
            let message = "a link needs `operationId` or `operationRef`";
            self.report(Diagnostic::error(Code::MissingField, Place::key(map.node()), message));
        }
    }
}

/// The token that names a parameter in a list: its name, or the reference to it.
pub(super) fn naming(parameter: Node<'_>) -> Node<'_> {
    parameter.get("$ref").or_else(|| parameter.get("name")).unwrap_or(parameter)
}
