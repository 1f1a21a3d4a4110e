//! Components as a whole: their names, and schemas that are parts of themselves.

use std::collections::{BTreeMap, BTreeSet};

use super::Walk;
use super::kind::ObjectKind;
use crate::diagnostic::{Code, Place, may_show};
use crate::node::{Node, NodeId, Object};

impl<'v> Walk<'v> {
    /// Reports names with characters that OpenAPI does not allow in them.
    pub(super) fn component_names(&mut self, components: Object<'v>) {
        let sections = ObjectKind::Components.fields().iter().map(|field| field.name);
        for (name, node) in sections.flat_map(|section| components.members(section)) {
            if !name.is_empty() && name.chars().all(is_legal) {
                continue;
            }
            let message = format!("`{name}` is no legal component name");
            let finding = self.fault(Code::BadComponentName, Place::key(node), message);
            let finding = finding.help("letters, digits, `.`, `-` and `_` are allowed");
            let legal: String = name.chars().map(|c| if is_legal(c) { c } else { '_' }).collect();
            self.report(match name.is_empty() || !may_show(name) {
                true => finding,
                false => finding.help(format!("such as `{legal}`")),
            });
        }
    }

    /// Reports schemas that are parts of themselves, which have no values. A choice whose arms are made of what stands beside it
    /// is none of them: a base may list its heirs.
    pub(super) fn cycles(&mut self, components: Object<'v>) {
        for keywords in [&["allOf"][..], &["oneOf", "anyOf"]] {
            self.cycles_by(keywords, components);
        }
    }

    /// The same for parts by these keywords. Each schema is looked at once.
    fn cycles_by(&mut self, keywords: &[&str], components: Object<'v>) {
        let mut is_done: BTreeMap<NodeId, bool> = BTreeMap::new();
        // What stands beside a reference counts where the walk has taken it for a schema.
        let counts = |node: Node<'v>| self.schemas.contains(&node.id());
        let mut on_cycles = BTreeSet::new();
        for (_, schema) in components.members("schemas") {
            // The schemas on the way down, each with the parts that are still to be followed.
            let mut way: Vec<(Node<'v>, Vec<Node<'v>>)> = Vec::new();
            let mut next = Some(schema);
            loop {
                if let Some(schema) = next.take() {
                    match is_done.get(&schema.id()) {
                        Some(true) => {}
                        Some(false) => {
                            on_cycles.extend(way.iter().map(|(one, _)| one.id()).skip_while(|one| *one != schema.id()));
                        }
                        None => {
                            is_done.insert(schema.id(), false);
                            way.push((schema, targets(schema, keywords, &counts)));
                        }
                    }
                }
                let Some((_, parts)) = way.last_mut() else { break };
                next = parts.pop();
                if next.is_none() {
                    is_done.extend(way.pop().map(|(schema, _)| (schema.id(), true)));
                }
            }
        }
        // A chain of bare references was reported where it stands.
        let tree = components.node().tree();
        for schema in on_cycles.into_iter().filter_map(|id| tree.node(id)).filter(|node| node.get("$ref").is_none()) {
            let finding = self.fault(Code::RefCycle, Place::key(schema), "this schema is a part of itself");
            let help = "a schema may hold itself in a property or in items, not in `allOf`, `oneOf` or `anyOf`";
            self.report(finding.help(help));
        }
    }
}

fn is_legal(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_')
}

/// The schemas elsewhere that a schema is composed of by these keywords.
fn targets<'v>(schema: Node<'v>, keywords: &[&str], counts: &impl Fn(Node<'v>) -> bool) -> Vec<Node<'v>> {
    let mut targets = Vec::new();
    let mut open = vec![schema];
    while let Some(schema) = open.pop() {
        let reference = schema.reference();
        targets.extend(reference.and_then(|reference| schema.tree().target(reference)));
        if reference.is_none() || counts(schema) {
            let parts = |map: Object<'v>| keywords.iter().flat_map(move |key| map.items(key));
            open.extend(schema.as_object().into_iter().flat_map(parts));
        }
    }
    targets
}
