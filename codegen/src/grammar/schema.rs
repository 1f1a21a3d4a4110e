//! Schemas: rules that join several keywords. Single keywords are judged by the table.

use std::collections::{BTreeMap, BTreeSet};

use crate::node::{Node, NodeId, Object, Value};

use super::Walk;
use super::value::{fits, is_type};
use crate::diagnostic::{Code, Place, shown as shown_name};
use crate::pointer::Pointer;

/// Keywords that bear on one type alone.
const BY_TYPE: [(&str, &[&str], &[&str]); 4] = [
    ("texts", &["string"], &["minLength", "maxLength", "pattern"]),
    ("numbers", &["number", "integer"], &["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"]),
    ("arrays", &["array"], &["items", "minItems", "maxItems", "uniqueItems"]),
    (
        "objects",
        &["object"],
        &["properties", "required", "additionalProperties", "minProperties", "maxProperties", "discriminator"],
    ),
];

const LIMITS: [(&str, &str); 4] =
    [("minimum", "maximum"), ("minLength", "maxLength"), ("minItems", "maxItems"), ("minProperties", "maxProperties")];

const PARTS: [&str; 3] = ["allOf", "oneOf", "anyOf"];

impl<'v> Walk<'v> {
    pub(super) fn schema(&mut self, map: Object<'v>) {
        let of_type = map.get("type").and_then(Node::as_str);
        if let Some(of_type) = of_type {
            self.misplaced(map, of_type);
        }
        if of_type == Some("array") && !map.contains_key("items") {
            let place = Place::value(self.at.join("type"));
            let finding = self.loose_at(Code::MissingField, place, "an array needs `items`");
            self.report(finding.help("`items: {}` for items of any kind"));
        }
        self.excludes_flags(map);
        self.required(map);
        self.enumeration(map, of_type);
        self.limits(map);
        self.default(map);
        self.discriminator(map);
    }

    /// A keyword that says nothing about values of this type, usually a slip.
    fn misplaced(&mut self, map: Object<'_>, of_type: &str) {
        for (what, types, keywords) in BY_TYPE {
            if types.contains(&of_type) {
                continue;
            }
            for keyword in keywords.iter().filter(|keyword| map.contains_key(keyword)) {
                let place = Place::key(self.at.join(keyword));
                let finding = self.fault_at(
                    Code::MisplacedKeyword,
                    place,
                    format!("`{keyword}` does nothing for `type: {of_type}`"),
                );
                self.report(finding.help(format!("`{keyword}` is about {what}")));
            }
        }
    }

    fn excludes_flags(&mut self, map: Object<'_>) {
        let is_set = |key: &str| map.get(key).is_some_and(Node::is_true);
        if is_set("readOnly") && is_set("writeOnly") {
            self.excludes(map, "readOnly", "writeOnly");
        }
    }

    fn required(&mut self, map: Object<'v>) {
        let names: Vec<&str> = texts(map.get("required")).collect();
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        let all: BTreeSet<&str> = names.iter().copied().collect();
        let is_open = map.get("additionalProperties").is_some_and(|more| more.as_bool() != Some(false));
        let is_part = ["properties", "type"].into_iter().chain(PARTS).all(|key| !map.contains_key(key));
        // A schema of `required` alone is made to be joined to another one.
        let is_asked = !(is_open || is_part && self.wholes.is_empty());
        let unknown = if is_asked { self.unknown(map, all.clone()) } else { BTreeSet::new() };
        for (index, name) in names.iter().enumerate() {
            let place = Place::value(self.at.join("required").join_index(index));
            if !seen.insert(name) {
                let finding = self.fault_at(
                    Code::RequiredUnknown,
                    place,
                    format!("`{}` stands twice in `required`", shown_name(name)),
                );
                self.report(finding);
                continue;
            }
            if !unknown.contains(name) {
                continue;
            }
            let finding =
                self.fault_at(Code::RequiredUnknown, place, format!("there is no property `{}`", shown_name(name)));
            if !self.has_patience() {
                self.report(finding);
                continue;
            }
            let wholes = self.wholes.iter().copied().chain([map]);
            let known: BTreeSet<&str> = wholes.flat_map(|whole| self.members(whole)).collect();
            let others = known.into_iter().filter(|other| !all.contains(other));
            self.report(self.hint(finding, name, others));
        }
    }

    /// Those of the names that no property has, in the schema itself, in what it is composed of, or in what is composed of
    /// it. All of them are looked for in one walk: a schema can have thousands of names and of parts.
    fn unknown(&self, map: Object<'v>, mut names: BTreeSet<&'v str>) -> BTreeSet<&'v str> {
        for whole in self.wholes.iter().copied().chain([map]) {
            self.pieces(whole, |piece| {
                if let Some(properties) = piece.get("properties").and_then(Node::as_object) {
                    if properties.len() < names.len() {
                        for (name, _) in properties {
                            names.remove(name);
                        }
                    } else {
                        names.retain(|name| !properties.contains_key(name));
                    }
                }
                !names.is_empty()
            });
        }
        names
    }

    fn enumeration(&mut self, map: Object<'_>, of_type: Option<&str>) {
        let Some(values) = map.get("enum").and_then(Node::as_array) else { return };
        let at = self.at.join("enum");
        if values.is_empty() {
            let finding =
                self.fault_at(Code::EnumType, Place::key(at.clone()), "an enum without values allows nothing");
            self.report(finding);
        }
        let is_nullable = map.get("nullable").is_some_and(Node::is_true);
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        for (index, value) in values.iter().enumerate() {
            let place = Place::value(at.join_index(index));
            let first = *seen.entry(value.to_string()).or_insert(index);
            if first < index {
                let first = Place::value(at.join_index(first));
                let finding = self.fault_at(Code::EnumRepeated, place, format!("`{}` stands twice", shown(value)));
                self.report(finding.related(first, "first here"));
            } else if of_type.is_some_and(|of_type| !is_type(value, of_type)) && !(value.is_null() && is_nullable) {
                let of_type = of_type.unwrap_or_default();
                let message = format!("`{}` is {}, the type is {of_type}", shown(value), value.kind());
                let finding = self.fault_at(Code::EnumType, place, message);
                self.report(match (value.value(), of_type) {
                    (Value::Null, _) => finding.help("say `nullable: true`, or quote it: 'null'"),
                    (Value::Bool(_) | Value::Number(_), "string") => finding.help(format!("quote it: '{value}'")),
                    (Value::String(_), _) => finding.help("remove the quotes"),
                    _ => finding,
                });
            }
        }
    }

    fn limits(&mut self, map: Object<'_>) {
        for (least, most) in LIMITS {
            let number = |key: &str| map.get(key).and_then(Node::as_f64);
            let (Some(low), Some(high)) = (number(least), number(most)) else { continue };
            let is_set = |key: &str| map.get(key).is_some_and(Node::is_true);
            let is_open = least == "minimum" && (is_set("exclusiveMinimum") || is_set("exclusiveMaximum"));
            if low > high || low == high && is_open {
                let (low, high) =
                    (map.get(least).map(shown).unwrap_or_default(), map.get(most).map(shown).unwrap_or_default());
                let place = Place::value(self.at.join(least));
                let finding = self.fault_at(
                    Code::EmptyRange,
                    place,
                    format!("nothing is both at least {low} and at most {high}"),
                );
                self.report(finding.related(Place::value(self.at.join(most)), "the other limit"));
            }
        }
    }

    fn default(&mut self, map: Object<'v>) {
        let Some(default) = map.get("default") else { return };
        if let Some(reason) = fits(default, map) {
            let place = Place::value(self.at.join("default"));
            let finding =
                self.fault_at(Code::BadDefault, place, format!("the default `{}` {}", shown(default), reason.message));
            let finding = match (default.value(), reason.allowed) {
                (Value::String(word), Some(allowed)) => {
                    self.hint(finding, word, allowed.iter().filter_map(Node::as_str))
                }
                _ => finding,
            };
            self.report(finding);
        }
    }

    fn discriminator(&mut self, map: Object<'v>) {
        let Some(discriminator) = map.get("discriminator").and_then(Node::as_object) else { return };
        let at = self.at.join("discriminator");
        for (tag, target) in discriminator.get("mapping").and_then(Node::as_object).into_iter().flatten() {
            if let Some(target) = target.as_str() {
                self.mapping(&at.join("mapping").join(tag), target);
            }
        }
        let Some(name) = discriminator.get("propertyName").and_then(Node::as_str) else { return };
        let arms: Vec<_> =
            ["oneOf", "anyOf"].into_iter().filter_map(|key| map.get(key)?.as_array()).flatten().collect();
        let place = Place::value(at.join("propertyName"));
        if arms.is_empty() {
            if self.property(map, name).is_none() && !self.members(map).is_empty() {
                let finding = self.fault_at(Code::BadDiscriminator, place, format!("there is no property `{name}`"));
                let finding = self.hint(finding, name, self.members(map));
                self.report(finding);
            }
            return;
        }
        let without = arms.iter().filter(|arm| {
            self.follow(**arm).is_some_and(|arm| self.property(arm, name).is_none() && !self.members(arm).is_empty())
        });
        let names: Vec<_> = without.filter_map(|arm| arm.get("$ref")?.as_str()?.rsplit('/').next()).collect();
        if !names.is_empty() {
            let message = format!("`{name}` is no property of {}", names.join(", "));
            let finding = self.fault_at(Code::BadDiscriminator, place, message);
            self.report(finding.help("every alternative carries the property that tells them apart"));
        }
    }

    fn mapping(&mut self, at: &Pointer, target: &str) {
        let place = Place::value(at.clone());
        let schemas = self.components("schemas");
        let is_there = match Pointer::from_reference(target) {
            Some(pointer) => self.find(&pointer).is_some(),
            None => schemas.is_some_and(|schemas| schemas.contains_key(target)),
        };
        if is_there {
            return;
        }
        let name = target.rsplit('/').next().unwrap_or_default();
        let finding = self.fault_at(Code::BadDiscriminator, place, format!("the mapping to `{target}` leads nowhere"));
        let known = schemas.into_iter().flatten().map(|(name, _)| name);
        self.report(self.hint(finding, name, known));
    }

    /// The property of this name, in the schema itself or in what it is composed of.
    pub(super) fn property(&self, map: Object<'v>, name: &str) -> Option<Node<'v>> {
        let mut found = None;
        self.pieces(map, |piece| {
            found = piece.get("properties").and_then(|members| members.get(name));
            found.is_none()
        });
        found
    }

    /// The names of all properties, in the schema itself or in what it is composed of.
    pub(super) fn members(&self, map: Object<'v>) -> Vec<&'v str> {
        let mut names = Vec::new();
        self.pieces(map, |piece| {
            let properties = piece.get("properties").and_then(Node::as_object);
            names.extend(properties.into_iter().flatten().map(|(name, _)| name));
            true
        });
        names
    }

    /// Whether a property is required, in the schema itself or in what it is composed of. The names are kept for the next
    /// question about the same schema: there are as many questions as there are names.
    pub(super) fn is_required(&mut self, map: Object<'v>, name: &str) -> bool {
        if self.required.0 != Some(map.node().id()) {
            let mut names = BTreeSet::new();
            self.pieces(map, |piece| {
                names.extend(texts(piece.get("required")));
                true
            });
            self.required = (Some(map.node().id()), names);
        }
        self.required.1.contains(name)
    }

    /// The schema and every schema it is composed of, each once, as long as more are asked for.
    fn pieces(&self, map: Object<'v>, mut each: impl FnMut(Object<'v>) -> bool) {
        let mut seen: BTreeSet<NodeId> = BTreeSet::new();
        let mut open = vec![map];
        while let Some(piece) = open.pop() {
            if !seen.insert(piece.node().id()) {
                continue;
            }
            if !each(piece) {
                return;
            }
            open.extend(parts(piece).filter_map(|part| self.follow(part)));
        }
    }
}

/// The members of `allOf`, `oneOf` and `anyOf`.
pub(super) fn parts(map: Object<'_>) -> impl Iterator<Item = Node<'_>> {
    PARTS.into_iter().filter_map(move |key| map.get(key)?.as_array()).flatten()
}

fn texts(value: Option<Node<'_>>) -> impl Iterator<Item = &str> {
    value.and_then(Node::as_array).into_iter().flatten().filter_map(Node::as_str)
}

/// A value as an author would write it, cut short. Of an object nothing: a key of it may hold more than a name.
fn shown(value: Node<'_>) -> String {
    let text = match value.as_str() {
        Some(text) => text.to_owned(),
        None if value.as_object().is_some() => "{…}".to_owned(),
        None if value.as_array().is_some() => "[…]".to_owned(),
        None => value.to_string(),
    };
    if text.chars().count() <= 40 {
        return text;
    }
    text.chars().take(39).chain(['…']).collect()
}
