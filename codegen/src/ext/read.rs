//! Reading `x-codegen-*` values: every slip is reported at its own place, what is good is kept.

use indexmap::IndexMap;

use super::{By, CheckEntry, EnumValue, Union};
use crate::diagnostic::{Code, Diagnostic, Place, Severity};
use crate::node::{Node, Object, Value};
use crate::pointer::Pointer;

type Found = Vec<Diagnostic>;

const ENTRY: [&str; 7] = ["id", "doc", "source", "severity", "by", "member", "when"];
const VALUE: [&str; 3] = ["name", "doc", "since"];
const UNION: [&str; 2] = ["tag", "arms"];

/// A text that is not empty.
pub(crate) fn read_text(value: Node<'_>, at: &Pointer, found: &mut Found) -> Option<String> {
    match value.value() {
        Value::String(text) if !text.trim().is_empty() => Some(text.to_owned()),
        Value::String(_) => {
            found.push(bad(at, "an empty text"));
            None
        }
        Value::Number(_) | Value::Bool(_) => {
            found.push(
                bad(at, format!("a text is needed, this is {}", value.kind())).help(format!("quote it: '{value}'")),
            );
            None
        }
        _ => {
            found.push(bad(at, format!("a text is needed, this is {}", value.kind())));
            None
        }
    }
}

/// The list of rules.
pub(crate) fn read_checks(value: Node<'_>, at: &Pointer, found: &mut Found) -> Vec<CheckEntry> {
    let Some(entries) = value.as_array() else {
        found.push(bad(at, format!("a list of check entries is needed, this is {}", value.kind())));
        return Vec::new();
    };
    let read = |(index, entry)| read_check(entry, &at.join_index(index), found);
    entries.iter().enumerate().filter_map(read).collect()
}

/// One rule.
pub(crate) fn read_check(value: Node<'_>, at: &Pointer, found: &mut Found) -> Option<CheckEntry> {
    let map = object(value, at, "a check entry", found)?;
    only(map, &ENTRY, at, found);
    let id = needed(map, "id", at, found);
    let doc = needed(map, "doc", at, found);
    let severity = match text(map, "severity", at, found).as_deref() {
        None | Some("error") => Severity::Error,
        Some("warning") => Severity::Warning,
        Some(other) => {
            found.push(
                bad(&at.join("severity"), format!("unknown severity `{other}`"))
                    .did_you_mean(other, ["error", "warning"])
                    .help("it is `error` or `warning`"),
            );
            Severity::Error
        }
    };
    let by = match map.get("by") {
        None => vec![By::Hook],
        Some(value) => read_by(value, &at.join("by"), found),
    };
    let source = text(map, "source", at, found);
    let member = text(map, "member", at, found);
    let when = text(map, "when", at, found);
    let id = id.filter(|id| legal_id(id, at, found))?;
    Some(CheckEntry { id, doc: doc?, source, severity, by, member, when })
}

/// The id becomes a method name, so it needs a letter in front and nothing but letters, digits and separators.
fn legal_id(id: &str, at: &Pointer, found: &mut Found) -> bool {
    let legal = id.starts_with(|c: char| c.is_ascii_alphabetic())
        && id.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'));
    if !legal {
        found.push(
            bad(&at.join("id"), format!("`{id}` is no rule id"))
                .help("a letter, then letters, digits, `-`, `_` or `.`, such as R-PLACEMENT-1"),
        );
    }
    legal
}

fn read_by(value: Node<'_>, at: &Pointer, found: &mut Found) -> Vec<By> {
    let words: Vec<(Node<'_>, Pointer)> = match value.as_array() {
        Some(items) => items.iter().enumerate().map(|(index, item)| (item, at.join_index(index))).collect(),
        None => vec![(value, at.clone())],
    };
    if words.is_empty() {
        found.push(bad(at, "an empty list").help("leave `by` out for a hand-written hook"));
    }
    let mut by = Vec::new();
    for (word, at) in words {
        let Some(word) = read_text(word, &at, found) else { continue };
        match By::parse(&word) {
            Some(known) if by.contains(&known) => found.push(bad(&at, format!("`{word}` stands twice"))),
            Some(known) => by.push(known),
            None => {
                let all = By::ALL.iter().map(|by| by.as_str());
                let list = all.clone().collect::<Vec<_>>().join(", ");
                let slip = bad(&at, format!("`{word}` is nothing that can uphold a rule"));
                found.push(slip.did_you_mean(&word, all).help(format!("one of {list}")));
            }
        }
    }
    if by.is_empty() {
        by.push(By::Hook);
    }
    by
}

/// Names and docs of enum values.
pub(crate) fn read_values(value: Node<'_>, at: &Pointer, found: &mut Found) -> IndexMap<String, EnumValue> {
    let mut values = IndexMap::new();
    for (wire, value) in object(value, at, "a map from wire values", found).into_iter().flat_map(Object::iter) {
        values.extend(read_value(value, &at.join(wire), found).map(|said| (wire.to_owned(), said)));
    }
    values
}

/// Name and docs of one enum value.
pub(super) fn read_value(value: Node<'_>, at: &Pointer, found: &mut Found) -> Option<EnumValue> {
    let map = object(value, at, "an object with name, doc or since", found)?;
    only(map, &VALUE, at, found);
    let name = text(map, "name", at, found);
    let doc = text(map, "doc", at, found);
    let since = text(map, "since", at, found);
    Some(EnumValue { name, doc, since })
}

/// Which members go with which tag value.
pub(crate) fn read_union(value: Node<'_>, at: &Pointer, found: &mut Found) -> Option<Union> {
    let map = object(value, at, "an object with tag and arms", found)?;
    only(map, &UNION, at, found);
    let tag = needed(map, "tag", at, found);
    let Some(arms_value) = map.get("arms") else {
        found.push(bad(at, "`arms` is missing"));
        return None;
    };
    let at = at.join("arms");
    let mut arms = IndexMap::new();
    for (arm, members) in object(arms_value, &at, "a map from tag values to lists of members", found)?.iter() {
        let at = at.join(arm);
        let Some(members) = members.as_array() else {
            found.push(bad(&at, format!("a list of members is needed, this is {}", members.kind())));
            continue;
        };
        let read = |(index, member)| read_text(member, &at.join_index(index), found);
        arms.insert(arm.to_owned(), members.iter().enumerate().filter_map(read).collect());
    }
    if arms.is_empty() {
        found.push(bad(&at, "a union without arms"));
    }
    Some(Union { tag: tag?, arms })
}

fn object<'v>(value: Node<'v>, at: &Pointer, what: &str, found: &mut Found) -> Option<Object<'v>> {
    if value.as_object().is_none() {
        found.push(bad(at, format!("{what} is needed, this is {}", value.kind())));
    }
    value.as_object()
}

fn only(map: Object<'_>, allowed: &[&str], at: &Pointer, found: &mut Found) {
    for key in map.keys().filter(|key| !allowed.contains(key)) {
        let slip = Diagnostic::error(Code::BadExtension, Place::key(at.join(key)), format!("unknown key `{key}`"));
        found.push(slip.did_you_mean(key, allowed.iter().copied()).help(format!("one of {}", allowed.join(", "))));
    }
}

fn needed(map: Object<'_>, key: &str, at: &Pointer, found: &mut Found) -> Option<String> {
    if !map.contains_key(key) {
        found.push(bad(at, format!("`{key}` is missing")));
    }
    text(map, key, at, found)
}

fn text(map: Object<'_>, key: &str, at: &Pointer, found: &mut Found) -> Option<String> {
    read_text(map.get(key)?, &at.join(key), found)
}

fn bad(at: &Pointer, message: impl Into<String>) -> Diagnostic {
    Diagnostic::error(Code::BadExtension, Place::value(at.clone()), message)
}
