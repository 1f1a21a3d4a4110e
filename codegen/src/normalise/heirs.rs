//! A schema with a discriminator that others extend by `allOf`: where values of it stand, it is a choice between these. For
//! those that extend it, it stays the object whose members they take over.

use std::collections::{BTreeMap, BTreeSet};

use super::choice::bare;
use crate::node::{Node, NodeId, Tree};
use crate::schema::{Inner, Kind, Schema, SchemaId, Schemas};

/// The schemas that extend others, by those that they extend.
pub(super) struct Heirs {
    by_base: BTreeMap<SchemaId, Vec<SchemaId>>,
    /// How many heirs are listed at most: in a chain of bases there are as many as the square of its length.
    pub(super) left: usize,
}

impl Heirs {
    /// Only what has a name is an heir: nobody can mean anything else by the value of the discriminator.
    pub(super) fn of(schemas: &Schemas<'_>, most: usize) -> Self {
        let mut by_base: BTreeMap<SchemaId, Vec<SchemaId>> = BTreeMap::new();
        for schema in schemas.ids().filter_map(|id| schemas.get(id)).filter(|schema| is_component(schema.node)) {
            for base in schema.all_of.iter().filter_map(|part| schemas.resolve(*part)) {
                by_base.entry(base).or_default().push(schema.id);
            }
        }
        Self { by_base, left: most }
    }

    /// Those that a base becomes a choice between, in the order of the document; none where it does not.
    pub(super) fn of_base<'t>(&mut self, schemas: &Schemas<'t>, id: SchemaId, tree: &'t Tree) -> Vec<Node<'t>> {
        let Some(base) = schemas.get(id).filter(|base| is_base(base)) else { return Vec::new() };
        let mapped = mapped(base, tree);
        let (mut all, mut open) = (BTreeSet::new(), vec![id]);
        while let Some(next) = open.pop() {
            for heir in self.by_base.get(&next).into_iter().flatten().filter(|heir| **heir != id) {
                if self.left > 0 && all.insert(*heir) {
                    self.left -= 1;
                    open.push(*heir);
                }
            }
        }
        // One that others extend by the same means stands for itself only where the mapping says so.
        let is_arm = |heir: &Schema<'t>| {
            let has_heirs = is_base(heir) && self.by_base.contains_key(&heir.id);
            !has_heirs || mapped.contains(&heir.node.id())
        };
        let heirs = all.iter().filter_map(|heir| schemas.get(*heir)).filter(|heir| is_arm(heir)).map(|heir| heir.node);
        let mut arms: Vec<Node<'t>> = heirs.collect();
        let mut known: BTreeSet<NodeId> = arms.iter().map(|node| node.id()).collect();
        // What the mapping names without `allOf` is meant as well; the base itself only if it does.
        let others = base.discriminator.iter().flat_map(|it| &it.mapping).filter_map(|(_, target)| tree.mapped(target));
        arms.extend(others.filter_map(|node| node.chain().last()).filter(|node| known.insert(node.id())));
        arms
    }
}

/// Makes the bases choices between these.
pub(super) fn choices<'t>(schemas: &mut Schemas<'t>, bases: &BTreeMap<SchemaId, Vec<Node<'t>>>) {
    let mut plain: BTreeMap<NodeId, Inner<'t>> = BTreeMap::new();
    let is_object = |id: &SchemaId| schemas.get(*id).is_some_and(|schema| schema.kind == Kind::Object);
    let ids: Vec<SchemaId> = bases.keys().copied().filter(is_object).collect();
    for id in &ids {
        let made = schemas.next_id();
        let Some(base) = schemas.get(*id).cloned() else { continue };
        plain.insert(base.node.id(), Inner { node: base.node, made: Some(made) });
        schemas.add(Schema { id: made, discriminator: None, is_base: true, ..base });
    }
    for id in &ids {
        let nodes = bases.get(id).into_iter().flatten();
        let parts = nodes.map(|node| plain.get(&node.id()).copied().unwrap_or_else(|| Inner::from(*node))).collect();
        let Some(schema) = schemas.get_mut(*id) else { continue };
        *schema = Schema { kind: Kind::OneOf, parts, ..bare(schema) };
    }
}

/// Whether a schema is an object that a discriminator tells the heirs of apart.
fn is_base(schema: &Schema<'_>) -> bool {
    schema.discriminator.is_some() && schema.choices.is_empty() && is_component(schema.node)
}

/// The schemas that the mapping leads to.
fn mapped(base: &Schema<'_>, tree: &Tree) -> BTreeSet<NodeId> {
    let mapping = base.discriminator.iter().flat_map(|it| &it.mapping);
    mapping.filter_map(|(_, target)| tree.mapped(target)).map(Node::id).collect()
}

fn is_component(node: Node<'_>) -> bool {
    node.component().is_some_and(|(section, _)| section == "schemas")
}
