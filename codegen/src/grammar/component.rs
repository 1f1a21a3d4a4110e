//! Components as a whole: their names, and schemas that are parts of themselves.

use std::collections::BTreeMap;

use crate::node::{Node, Object};

use super::Walk;
use super::schema::parts;
use super::table::Kind;
use crate::diagnostic::{Code, Place, may_show};
use crate::pointer::Pointer;

/// Reports names that no reference may use.
pub(super) fn names<'v>(walk: &mut Walk<'v>, components: Object<'v>) {
    let sections = Kind::Components.fields().iter().map(|field| field.name);
    for section in sections {
        for (name, _) in components.get(section).and_then(Node::as_object).into_iter().flatten() {
            if is_legal(name) {
                continue;
            }
            let place = Place::key(walk.at.join(section).join(name));
            let legal: String = name.chars().map(|c| if is_legal_char(c) { c } else { '_' }).collect();
            let finding = walk.fault_at(Code::BadComponentName, place, format!("`{name}` is no legal component name"));
            let finding = finding.help("letters, digits, `.`, `-` and `_` are allowed");
            walk.report(if name.is_empty() || !may_show(name) {
                finding
            } else {
                finding.help(format!("such as `{legal}`"))
            });
        }
    }
}

fn is_legal(name: &str) -> bool {
    !name.is_empty() && name.chars().all(is_legal_char)
}

fn is_legal_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_')
}

/// A schema on the way down, with the parts that are still to be followed.
struct Open {
    at: Pointer,
    parts: Vec<Pointer>,
}

/// Reports schemas that are parts of themselves: they have no values. One walk over all of them, each looked at once.
pub(super) fn cycles<'v>(walk: &mut Walk<'v>, components: Object<'v>) {
    let mut is_done: BTreeMap<Pointer, bool> = BTreeMap::new();
    for (name, _) in components.get("schemas").and_then(Node::as_object).into_iter().flatten() {
        let mut way = Vec::new();
        let mut next = Some(walk.at.join("schemas").join(name));
        loop {
            if let Some(at) = next.take() {
                match is_done.get(&at) {
                    Some(true) => {}
                    Some(false) => report(walk, way.iter().skip_while(|open: &&Open| open.at != at)),
                    None => {
                        is_done.insert(at.clone(), false);
                        way.push(Open { parts: targets(walk.root, &at), at });
                    }
                }
            }
            let Some(open) = way.last_mut() else { break };
            next = open.parts.pop();
            if next.is_none() {
                is_done.extend(way.pop().map(|open| (open.at, true)));
            }
        }
    }
}

fn report<'w>(walk: &mut Walk<'_>, cycle: impl Iterator<Item = &'w Open>) {
    for open in cycle {
        // A chain of bare references was reported where it stands.
        if walk.find(&open.at).is_some_and(|schema| schema.get("$ref").is_some()) {
            continue;
        }
        let place = Place::key(open.at.clone());
        let finding = walk.fault_at(Code::RefCycle, place, "this schema is a part of itself");
        let help = "a schema may hold itself in a property or in items, not in `allOf`, `oneOf` or `anyOf`";
        let finding = finding.help(help);
        // A schema may lie on several cycles.
        if !walk.found.contains(&finding) {
            walk.report(finding);
        }
    }
}

/// What a schema is composed of, as far as it is written elsewhere.
fn targets(root: Node<'_>, at: &Pointer) -> Vec<Pointer> {
    let mut targets = Vec::new();
    let mut open: Vec<Node<'_>> = root.tree().find(at).into_iter().collect();
    while let Some(schema) = open.pop() {
        match schema.get("$ref").and_then(Node::as_str) {
            Some(reference) => targets.extend(Pointer::from_reference(reference)),
            None => open.extend(schema.as_object().into_iter().flat_map(parts)),
        }
    }
    targets
}
