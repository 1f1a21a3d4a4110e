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
pub(crate) fn read_text<'v>(value: Node<'v>, found: &mut Found) -> Option<&'v str> {
    let needed = || bad(value, format!("a text is needed, this is {}", value.kind()));
    found.push(match value.value() {
        Value::String(text) if !text.trim().is_empty() => return Some(text),
        Value::String(_) => bad(value, "an empty text"),
        Value::Number(_) | Value::Bool(_) => needed().help(format!("quote it: '{value}'")),
        _ => needed(),
    });
    None
}

/// The rules that can be read, each as it is written.
pub(crate) fn read_checks<'v>(value: Node<'v>, found: &mut Found) -> Vec<(Object<'v>, CheckEntry)> {
    let Some(entries) = value.as_array() else {
        found.push(bad(value, format!("a list of check entries is needed, this is {}", value.kind())));
        return Vec::new();
    };
    let mut read = |entry| {
        let map = object(entry, "a check entry", found)?;
        Some((map, read_check(map, found)?))
    };
    entries.iter().filter_map(&mut read).collect()
}

fn read_check(map: Object<'_>, found: &mut Found) -> Option<CheckEntry> {
    only(map, &ENTRY, found);
    let id = needed(map, "id", found);
    let doc = needed(map, "doc", found);
    let severity = match text(map, "severity", found).as_deref() {
        None | Some("error") => Severity::Error,
        Some("warning") => Severity::Warning,
        Some(other) => {
            found.push(
                bad(map.at("severity"), format!("unknown severity `{other}`"))
                    .did_you_mean(other, ["error", "warning"])
                    .help("it is `error` or `warning`"),
            );
            Severity::Error
        }
    };
    let by = match map.get("by") {
        None => vec![By::Hook],
        Some(value) => read_by(value, found),
    };
    let source = text(map, "source", found);
    let member = text(map, "member", found);
    let when = text(map, "when", found);
    let id = id?;
    // The id becomes a method name, so it needs a letter in front and nothing but letters, digits and separators.
    let is_legal = id.starts_with(|c: char| c.is_ascii_alphabetic())
        && id.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'));
    if !is_legal {
        let help = "a letter, then letters, digits, `-`, `_` or `.`, such as R-PLACEMENT-1";
        found.push(bad(map.at("id"), format!("`{id}` is no rule id")).help(help));
        return None;
    }
    Some(CheckEntry { id, doc: doc?, source, severity, by, member, when })
}

fn read_by(value: Node<'_>, found: &mut Found) -> Vec<By> {
    let words: Vec<Node<'_>> = value.as_array().map_or_else(|| vec![value], |items| items.iter().collect());
    if words.is_empty() {
        found.push(bad(value, "an empty list").help("leave `by` out for a hand-written hook"));
    }
    let mut by = Vec::new();
    for node in words {
        let Some(word) = read_text(node, found) else { continue };
        match By::ALL.iter().copied().find(|by| by.as_str() == word) {
            Some(known) if by.contains(&known) => found.push(bad(node, format!("`{word}` stands twice"))),
            Some(known) => by.push(known),
            None => {
                let all = By::ALL.iter().map(|by| by.as_str());
                let list = all.clone().collect::<Vec<_>>().join(", ");
                let slip = bad(node, format!("`{word}` is nothing that can uphold a rule"));
                found.push(slip.did_you_mean(word, all).help(format!("one of {list}")));
            }
        }
    }
    if by.is_empty() {
        by.push(By::Hook);
    }
    by
}

pub(crate) fn read_values(value: Node<'_>, found: &mut Found) -> IndexMap<String, EnumValue> {
    let values = object(value, "a map from wire values", found).into_iter().flat_map(Object::iter);
    values.filter_map(|(wire, value)| Some((wire.to_owned(), read_value(value, found)?))).collect()
}

pub(super) fn read_value(value: Node<'_>, found: &mut Found) -> Option<EnumValue> {
    let map = object(value, "an object with name, doc or since", found)?;
    only(map, &VALUE, found);
    let name = text(map, "name", found);
    let doc = text(map, "doc", found);
    let since = text(map, "since", found);
    Some(EnumValue { name, doc, since })
}

pub(crate) fn read_union(value: Node<'_>, found: &mut Found) -> Option<Union> {
    let map = object(value, "an object with tag and arms", found)?;
    only(map, &UNION, found);
    let tag = needed(map, "tag", found);
    let Some(written) = map.get("arms") else {
        found.push(bad(value, "`arms` is missing"));
        return None;
    };
    let mut arms = IndexMap::new();
    for (arm, members) in object(written, "a map from tag values to lists of members", found)? {
        let Some(members) = members.as_array() else {
            found.push(bad(members, format!("a list of members is needed, this is {}", members.kind())));
            continue;
        };
        let members = members.iter().filter_map(|member| read_text(member, found)).map(str::to_owned);
        arms.insert(arm.to_owned(), members.collect());
    }
    if arms.is_empty() {
        found.push(bad(written, "a union without arms"));
    }
    Some(Union { tag: tag?, arms })
}

fn object<'v>(value: Node<'v>, what: &str, found: &mut Found) -> Option<Object<'v>> {
    if value.as_object().is_none() {
        found.push(bad(value, format!("{what} is needed, this is {}", value.kind())));
    }
    value.as_object()
}

fn only(map: Object<'_>, allowed: &[&str], found: &mut Found) {
    for (key, node) in map.iter().filter(|(key, _)| !allowed.contains(key)) {
        let slip = Diagnostic::error(Code::BadExtension, Place::key(node), format!("unknown key `{key}`"));
        found.push(slip.did_you_mean(key, allowed.iter().copied()).help(format!("one of {}", allowed.join(", "))));
    }
}

fn needed(map: Object<'_>, key: &str, found: &mut Found) -> Option<String> {
    if !map.contains_key(key) {
        found.push(bad(map.node(), format!("`{key}` is missing")));
    }
    text(map, key, found)
}

fn text(map: Object<'_>, key: &str, found: &mut Found) -> Option<String> {
    read_text(map.get(key)?, found).map(str::to_owned)
}

fn bad(at: impl Into<Pointer>, message: impl Into<String>) -> Diagnostic {
    Diagnostic::error(Code::BadExtension, Place::value(at), message)
}
