//! Operations, their parameters and links: rules that join several fields.

use std::collections::BTreeMap;

use crate::node::{Node, Object};

use super::Walk;
use super::table::Kind;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::parse::Strictness;

impl<'v> Walk<'v> {
    pub(super) fn operation(&mut self, map: Object<'v>) {
        self.parameters(map);
        self.tags(map);
        let Some(id) = map.get("operationId").and_then(Node::as_str) else { return };
        let at = self.at.join("operationId");
        match self.operation_ids.get(id).filter(|first| **first != at) {
            Some(first) => {
                let first = Place::value(first.clone());
                let finding =
                    self.fault_at(Code::DuplicateOperationId, Place::value(at), format!("`{id}` names two operations"));
                self.report(finding.related(first, "first here").help("every operation has an id of its own"));
            }
            None => {
                self.operation_ids.insert(id, at);
            }
        }
    }

    /// Where our own description lists its tags, one that is not listed is a slip. OpenAPI does not ask for the list, so a
    /// foreign document may do as it likes.
    fn tags(&mut self, map: Object<'v>) {
        if self.strictness == Strictness::Foreign || self.root.get("tags").and_then(Node::as_array).is_none() {
            return;
        }
        for (index, tag) in map.get("tags").and_then(Node::as_array).into_iter().flatten().enumerate() {
            let Some(tag) = tag.as_str().filter(|tag| !self.tags.contains(tag)) else { continue };
            let place = Place::value(self.at.join("tags").join_index(index));
            let finding = self.fault_at(Code::UnlistedTag, place, format!("`tags` does not list `{tag}`"));
            let finding = self.hint(finding, tag, self.tags.iter().copied());
            self.report(finding.help(Code::UnlistedTag.way_out()));
        }
    }

    /// A list of parameters: no two with one name and place.
    pub(super) fn parameters(&mut self, map: Object<'v>) {
        let mut seen: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        for (index, value) in map.get("parameters").and_then(Node::as_array).into_iter().flatten().enumerate() {
            let Some(parameter) = self.follow(value) else { continue };
            let text = |key| parameter.get(key).and_then(Node::as_str);
            let (Some(name), Some(place)) = (text("name"), text("in")) else { continue };
            let Some(first) = seen.get(&(name, place)) else {
                seen.insert((name, place), index);
                continue;
            };
            let list = self.at.join("parameters");
            let (here, there) = (self.naming(&list, index), self.naming(&list, *first));
            let message = format!("the {place} parameter `{name}` is declared twice");
            let finding = self.fault_at(Code::DuplicateParameter, here, message);
            self.report(finding.related(there, "first here").help("remove one of them"));
        }
    }

    /// The token that names a parameter in a list: its name, or the reference to it.
    fn naming(&self, list: &crate::pointer::Pointer, index: usize) -> Place {
        let at = list.join_index(index);
        let is_reference = self.find(&at.join("$ref")).is_some();
        Place::value(at.join(if is_reference { "$ref" } else { "name" }))
    }

    pub(super) fn parameter(&mut self, map: Object<'v>) {
        self.schema_or_content(map, "a parameter");
        let text = |key| map.get(key).and_then(Node::as_str);
        let Some(place) = text("in") else { return };
        if place == "path" && !map.get("required").is_some_and(Node::is_true) {
            let name = text("name").unwrap_or_default();
            let at = if map.contains_key("required") {
                Place::value(self.at.join("required"))
            } else {
                Place::value(self.at.join("name"))
            };
            let finding =
                self.fault_at(Code::PathParameter, at, format!("the path parameter `{name}` must be required"));
            self.report(finding.help("add `required: true`"));
        }
        let allowed: &[&str] = match place {
            "path" => &["simple", "label", "matrix"],
            "query" => &["form", "spaceDelimited", "pipeDelimited", "deepObject"],
            "header" => &["simple"],
            "cookie" => &["form"],
            _ => return,
        };
        let Some(style) = text("style").filter(|style| !allowed.contains(style)) else { return };
        let all = Kind::Parameter.fields().iter().find(|field| field.name == "style").map(|field| field.shape);
        // An unknown word was reported by the walk over the fields.
        if matches!(all, Some(super::table::Shape::Word(words)) if words.contains(&style)) {
            let at = Place::value(self.at.join("style"));
            let message = format!("a {place} parameter has no style `{style}`");
            self.report(
                Diagnostic::error(Code::UnknownValue, at, message).help(format!("one of {}", allowed.join(", "))),
            );
        }
    }

    /// Parameters and headers say what they hold in one of two ways.
    pub(super) fn schema_or_content(&mut self, map: Object<'v>, what: &str) {
        self.excludes(map, "schema", "content");
        self.excludes(map, "example", "examples");
        let place = Place::key(self.at.clone());
        if !map.contains_key("schema") && !map.contains_key("content") {
            let finding =
                Diagnostic::error(Code::MissingField, place.clone(), format!("{what} needs `schema` or `content`"));
            let keys = map.keys();
            self.report(match crate::diagnostic::suggest("schema", keys) {
                Some(slip) => finding.help(format!("is `{slip}` meant to be `schema`?")),
                None if map.contains_key("type") => {
                    finding.help("in 3.0 the type stands in a schema: `schema: {type: …}`")
                }
                None => finding,
            });
        }
        let media = map.get("content").and_then(Node::as_object).map(Object::len);
        if media.is_some_and(|count| count != 1) {
            let place = Place::key(self.at.join("content"));
            let finding =
                self.fault_at(Code::Exclusive, place, format!("the `content` of {what} has exactly one media type"));
            self.report(finding);
        }
    }

    pub(super) fn link(&mut self, map: Object<'v>) {
        self.excludes(map, "operationRef", "operationId");
        if !map.contains_key("operationRef") && !map.contains_key("operationId") {
            let place = Place::key(self.at.clone());
            self.report(Diagnostic::error(Code::MissingField, place, "a link needs `operationId` or `operationRef`"));
        }
    }
}
