//! Schemas: rules that join several keywords. Single keywords are judged by the table.

use std::collections::{BTreeMap, BTreeSet};

use super::Walk;
use super::value::{fits, is_type, types};
use super::version::Version;
use crate::diagnostic::{Code, Place, shown as shown_name};
use crate::node::{Node, NodeId, Object, Value};

/// Keywords that limit values of one type only: what they are about, the types, the keywords.
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

/// Schemas of one composition that are looked through for a name that another schema has, and for names to suggest. In a
/// chain of thousands, each of which asks, the effort would grow with the square; so what is further away is taken for granted.
const MOST_PIECES: usize = 100;

impl<'v> Walk<'v> {
    pub(super) fn schema(&mut self, map: Object<'v>) {
        self.schemas.insert(map.node().id());
        let types = types(map);
        if !types.is_empty() {
            self.misplaced(map, &types);
        }
        if types == ["array"] && !map.contains_key("items") && self.version == Version::V30 {
            let finding = self.loss(Code::MissingField, Place::value(map.at("type")), "an array needs `items`");
            self.report(finding.help("`items: {}` for items of any kind"));
        }
        if map.is_set("readOnly") && map.is_set("writeOnly") {
            self.excludes(map, "readOnly", "writeOnly");
        }
        self.required(map);
        self.enumeration(map, &types);
        self.limits(map);
        self.default(map);
        self.discriminator(map);
    }

    /// A keyword that says nothing about values of this type, usually a slip.
    fn misplaced(&mut self, map: Object<'_>, stated: &[&str]) {
        let list = stated.join(", ");
        for (what, types, keywords) in BY_TYPE {
            if types.iter().any(|one| stated.contains(one)) {
                continue;
            }
            for keyword in keywords.iter().filter(|keyword| map.contains_key(keyword)) {
                let message = format!("`{keyword}` does nothing for `type: {list}`");
                let finding = self.fault(Code::MisplacedKeyword, Place::key(map.at(keyword)), message);
                self.report(finding.help(format!("`{keyword}` is about {what}")));
            }
        }
    }

    fn required(&mut self, map: Object<'v>) {
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        let all: BTreeSet<&str> = map.texts("required").collect();
        let is_open = map.get("additionalProperties").is_some_and(|more| more.as_bool() != Some(false));
        let is_part = ["properties", "type"].into_iter().chain(PARTS).all(|key| !map.contains_key(key));
        // A schema of `required` alone is made to be joined to another one.
        let is_asked = !(is_open || is_part && self.wholes.is_empty());
        let unknown = if is_asked { self.unknown(map, all.clone()) } else { BTreeSet::new() };
        for node in map.items("required") {
            let Some(name) = node.as_str() else { continue };
            let fault = |message| self.fault(Code::RequiredUnknown, Place::value(node), message);
            if !seen.insert(name) {
                self.report(fault(format!("`{}` stands twice in `required`", shown_name(name))));
                continue;
            }
            if !unknown.contains(name) {
                continue;
            }
            let finding = fault(format!("there is no property `{}`", shown_name(name)));
            let wholes = self.wholes.iter().copied().chain([map]).filter(|_| self.has_patience());
            let known: BTreeSet<&str> = wholes.flat_map(|whole| self.members(whole)).collect();
            self.report(self.hint(finding, name, known.into_iter().filter(|other| !all.contains(other))));
        }
    }

    /// The names that no property has: neither one of the schema itself, nor of its parts, nor of a schema that it is a part
    /// of. All of them are looked for in one walk, because a schema can have thousands of names and of parts.
    fn unknown(&self, map: Object<'v>, all: BTreeSet<&'v str>) -> BTreeSet<&'v str> {
        let (mut names, mut unknown): (BTreeSet<_>, BTreeSet<_>) =
            all.into_iter().partition(|name| self.properties.contains(name));
        let mut left = MOST_PIECES;
        for whole in std::iter::once(map).chain(self.wholes.iter().rev().copied()) {
            self.pieces(whole, |piece| {
                left = left.saturating_sub(1);
                if let Some(properties) = piece.get("properties").and_then(Node::as_object) {
                    if properties.len() < names.len() {
                        for (name, _) in properties {
                            names.remove(name);
                        }
                    } else {
                        names.retain(|name| !properties.contains_key(name));
                    }
                }
                !names.is_empty() && left > 0
            });
        }
        if left > 0 {
            unknown.append(&mut names);
        }
        unknown
    }

    fn enumeration(&mut self, map: Object<'_>, types: &[&str]) {
        let Some(values) = map.get("enum").and_then(Node::as_array) else { return };
        if values.is_empty() {
            self.report(self.fault(Code::EnumType, Place::key(values.node()), "an enum without values allows nothing"));
        }
        let is_nullable = map.is_set("nullable");
        let mut seen: BTreeMap<String, Node<'_>> = BTreeMap::new();
        for value in values {
            let place = Place::value(value);
            let is_any = types.is_empty() || value.is_null() && is_nullable;
            let first = *seen.entry(value.to_string()).or_insert(value);
            if first != value {
                let finding = self.fault(Code::EnumRepeated, place, format!("`{}` stands twice", shown(value)));
                self.report(finding.related(Place::value(first), "first here"));
            } else if !is_any && !types.iter().any(|of_type| is_type(value, of_type)) {
                let list = types.join(" or ");
                let message = format!("`{}` is {}, the type is {list}", shown(value), value.kind());
                let finding = self.fault(Code::EnumType, place, message);
                self.report(match (value.value(), list.as_str()) {
                    (Value::Null, _) if self.version == Version::V31 => {
                        finding.help(format!("say `type: [{list}, 'null']`, or quote it: 'null'"))
                    }
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
            let (Some(low), Some(high)) = (map.get(least), map.get(most)) else { continue };
            let (Some(least_value), Some(most_value)) = (low.as_f64(), high.as_f64()) else { continue };
            let is_open = least == "minimum" && (map.is_set("exclusiveMinimum") || map.is_set("exclusiveMaximum"));
            if least_value > most_value || least_value == most_value && is_open {
                let message = format!("nothing is both at least {} and at most {}", shown(low), shown(high));
                let finding = self.fault(Code::EmptyRange, Place::value(low), message);
                self.report(finding.related(Place::value(high), "the other limit"));
            }
        }
    }

    fn default(&mut self, map: Object<'v>) {
        let Some(default) = map.get("default") else { return };
        if let Some(reason) = fits(default, map) {
            let message = format!("the default `{}` {}", shown(default), reason.message);
            let finding = self.fault(Code::BadDefault, Place::value(default), message);
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
        for (_, target) in discriminator.members("mapping") {
            self.mapping(target);
        }
        let Some(property) = discriminator.get("propertyName") else { return };
        let (Some(name), place) = (property.as_str(), Place::value(property)) else { return };
        let arms: Vec<_> = ["oneOf", "anyOf"].into_iter().flat_map(|key| map.items(key)).collect();
        if arms.is_empty() {
            if self.property(map, name).is_none() && !self.members(map).is_empty() {
                let finding = self.fault(Code::BadDiscriminator, place, format!("there is no property `{name}`"));
                self.report(self.hint(finding, name, self.members(map)));
            }
            return;
        }
        let without = arms.iter().filter(|arm| {
            self.follow(**arm).is_some_and(|arm| self.property(arm, name).is_none() && !self.members(arm).is_empty())
        });
        let names: Vec<_> = without.filter_map(|arm| arm.get("$ref")?.as_str()?.rsplit('/').next()).collect();
        if !names.is_empty() {
            let message = format!("`{name}` is no property of {}", names.join(", "));
            let finding = self.fault(Code::BadDiscriminator, place, message);
            self.report(finding.help("every alternative carries the property that tells them apart"));
        }
    }

    fn mapping(&mut self, node: Node<'v>) {
        let Some(target) = node.as_str().filter(|target| node.tree().mapped(target).is_none()) else { return };
        let name = target.rsplit('/').next().unwrap_or_default();
        let message = format!("the mapping to `{target}` leads nowhere");
        let finding = self.fault(Code::BadDiscriminator, Place::value(node), message);
        let known = self.components("schemas").into_iter().flat_map(Object::keys);
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

    /// The names of properties to suggest, in the schema itself or in what it is composed of.
    pub(super) fn members(&self, map: Object<'v>) -> Vec<&'v str> {
        let mut names = Vec::new();
        let mut left = MOST_PIECES;
        self.pieces(map, |piece| {
            names.extend(piece.members("properties").map(|(name, _)| name));
            left -= 1;
            left > 0
        });
        names
    }

    /// Whether a property is required, in the schema itself or in what it is composed of. The names are kept for the next
    /// question about the same schema: there are as many questions as there are names.
    pub(super) fn is_required(&mut self, map: Object<'v>, name: &str) -> bool {
        if self.required.0 != Some(map.node().id()) {
            let mut names = BTreeSet::new();
            self.pieces(map, |piece| {
                names.extend(piece.texts("required"));
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
    PARTS.into_iter().flat_map(move |key| map.items(key))
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
