//! Error responses in which a member of the body tells the faults apart, in all responses of an operation alike, because
//! servers and documents disagree about statuses. Those that the status tells apart are in `answer`.

use std::collections::{BTreeMap, BTreeSet};

use super::home::{component, own_label};
use super::item::{Arm, Item, ItemKind, Layer, Placed, Selector};
use super::object::Envelope;
use super::response::AnswerDraft;
use super::role::Role;
use super::schema::Walker;
use super::unenforced::{self, Stands};
use crate::diagnostic::{Code, Place};
use crate::ext;
use crate::model::TypeId;
use crate::node::{NodeId, Tree};
use crate::pointer::Pointer;
use crate::schema::{Discriminator, Kind, Schema};

/// The faults of an operation.
pub(super) enum FaultUse<'a> {
    /// The document describes none, or nothing of them.
    None,
    Own(Vec<Selector<'a>>),
    /// The status says which fault it is.
    ByStatus(Vec<AnswerDraft>),
    /// Those of a named schema, which other operations may share.
    Shared(TypeId),
}

/// Faults that one member tells apart.
struct Alternatives<'a> {
    schema: &'a Schema<'a>,
    discriminator: &'a Discriminator<'a>,
    unwrap: Option<&'a str>,
}

/// The schema of an error response.
pub(super) struct Content<'a> {
    pub(super) schema: &'a Schema<'a>,
    pub(super) unwrap: Option<&'a str>,
}

impl<'a> Walker<'_, 'a> {
    /// What the error responses say. Faults of one schema with a name are that schema's, whichever operation asks, all others
    /// are the operation's own. `None` if one fault has two contents.
    pub(super) fn fault(&mut self, contents: &[Content<'a>], label: &str) -> Option<FaultUse<'a>> {
        let Some((Content { schema, unwrap }, name)) = named(contents) else {
            return self.together(contents, label).map(FaultUse::Own);
        };
        // A response that takes another member out of the envelope has other faults.
        match self.faults.get(&schema.id) {
            Some((known, id)) if known == unwrap => return Some(FaultUse::Shared(*id)),
            Some(_) => return self.together(contents, label).map(FaultUse::Own),
            None => {}
        }
        let explicit = schema.own(ext::NAME);
        let selectors = self.together(contents.get(..1)?, explicit.unwrap_or(&name))?;
        let id = self.items.add(Item { schema, label: name, explicit, kind: ItemKind::Faults(selectors) });
        self.faults.insert(schema.id, (*unwrap, id));
        Some(FaultUse::Shared(id))
    }

    /// Whether members of the bodies tell the faults of these contents apart: each content is a `oneOf` whose `discriminator` has
    /// a value for every arm, or an `anyOf` of such, and all ask for the members in one order.
    pub(super) fn tell_apart(&mut self, contents: &[Content<'a>]) -> bool {
        let mut known: Vec<&str> = Vec::new();
        contents.iter().all(|content| {
            let count = if content.schema.kind == Kind::AnyOf { content.schema.parts.len() } else { 1 };
            let alternatives = self.alternatives(content);
            let mut last = None;
            count > 0
                && count == alternatives.len()
                && alternatives
                    .iter()
                    .all(|one| self.has_values(one) && is_next(one.discriminator.property, &mut known, &mut last))
        })
    }

    /// Whether a value of the discriminator stands for every arm.
    fn has_values(&mut self, alternatives: &Alternatives<'a>) -> bool {
        let mapping = targets(alternatives.discriminator, self.document.tree);
        alternatives.schema.parts.iter().all(|entry| {
            let layers = self.peel(self.document.schema(*entry), 0);
            let is_known = |last: &Layer<'a>| {
                last.schema.is_broken
                    || !mapped(&mapping, &layers).is_empty()
                    || !own_values(last, alternatives).is_empty()
            };
            layers.last().is_none_or(is_known)
        })
    }

    /// What several contents say together; `None` if one fault has two contents.
    fn together(&mut self, contents: &[Content<'a>], label: &str) -> Option<Vec<Selector<'a>>> {
        let mut selectors: Vec<Selector<'a>> = Vec::new();
        for alternatives in contents.iter().flat_map(|content| self.alternatives(content)).collect::<Vec<_>>() {
            let tag = alternatives.discriminator.property;
            let mut arms = match selectors.iter().position(|known| known.tag == tag) {
                Some(known) => std::mem::take(&mut selectors.get_mut(known)?.arms),
                None => {
                    selectors.push(Selector { tag, arms: Vec::new() });
                    Vec::new()
                }
            };
            for arm in self.arms(&alternatives, label) {
                match arms.iter().find(|known| known.value == arm.value) {
                    Some(known) if !known.placed.is_same(&arm.placed) => return None,
                    Some(_) => {}
                    None => arms.push(arm),
                }
            }
            selectors
                .iter_mut()
                .filter(|known| known.tag == tag)
                .for_each(|known| known.arms = std::mem::take(&mut arms));
        }
        (!selectors.is_empty()).then_some(selectors)
    }

    /// The alternatives of one response: a `oneOf`, or several of them in an `anyOf`, each with its discriminator.
    fn alternatives(&mut self, content: &Content<'a>) -> Vec<Alternatives<'a>> {
        let Content { schema, unwrap } = *content;
        if schema.kind != Kind::AnyOf {
            return self.discriminated(schema, unwrap).into_iter().collect();
        }
        let mut found = Vec::new();
        for entry in &schema.parts {
            let start = self.document.schema(*entry);
            found.extend(self.peel(start, 0).last().and_then(|layer| self.discriminated(layer.schema, unwrap)));
        }
        found
    }

    fn discriminated(&self, schema: &'a Schema<'a>, unwrap: Option<&'a str>) -> Option<Alternatives<'a>> {
        let is_choice = schema.kind == Kind::OneOf && !schema.is_broken;
        let discriminator = schema.discriminator.as_ref().filter(|_| is_choice)?;
        Some(Alternatives { schema, discriminator, unwrap })
    }

    fn arms(&mut self, alternatives: &Alternatives<'a>, label: &str) -> Vec<Arm<'a>> {
        let mut arms = Vec::new();
        let mapping = targets(alternatives.discriminator, self.document.tree);
        let mut used: BTreeSet<&str> = BTreeSet::new();
        for entry in &alternatives.schema.parts {
            let start = self.document.schema(*entry);
            let layers = self.peel(start, 0);
            let Some(last) = layers.last() else { continue };
            let mapped = mapped(&mapping, &layers);
            used.extend(mapped.iter().copied());
            let values = if mapped.is_empty() { own_values(last, alternatives) } else { mapped };
            let is_only = values.len() == 1;
            for value in values {
                arms.extend(self.arm(value, is_only, &layers, alternatives, label));
            }
        }
        // In a document with errors the schema may be missing because of one of them.
        let is_lost = |value: &&str| !used.contains(value) && !self.document.is_partial();
        for value in alternatives.discriminator.mapping.iter().map(|(value, _)| *value).filter(is_lost) {
            let place = Place::key(alternatives.schema.at("discriminator").join("mapping").join(value));
            let message = format!("`{value}` stands for a schema that is not in `oneOf`");
            self.found.lose_as(Code::WouldBeLost, place, message);
        }
        arms
    }

    fn arm(
        &mut self,
        value: &'a str,
        is_only: bool,
        layers: &[Layer<'a>],
        alternatives: &Alternatives<'a>,
        label: &str,
    ) -> Option<Arm<'a>> {
        let last = layers.last()?;
        let label = format!("{label} {value}");
        let tag = alternatives.discriminator.property;
        let placed = match alternatives.unwrap.filter(|member| is_envelope(last, member)) {
            Some(member) => self.unwrap(layers, Envelope { member, tag: Some(tag) }, &label)?,
            None => Placed { slot: self.slot_of(layers.to_vec(), &label, 0), member: None },
        };
        unenforced::slot(&placed.slot, Stands::Elsewhere, Role::Response, self.found);
        let (said, at) = said(last, tag, value);
        // An envelope does not become a type, so its name can name the variant, if there is only one.
        let of_schema = last.schema.own(ext::NAME).filter(|_| is_only);
        let of_schema = of_schema.map(|name| (name.to_owned(), last.schema.at(ext::NAME)));
        let explicit = said.as_ref().and_then(|said| Some((said.name.clone()?, at.join("name")))).or(of_schema);
        Some(Arm { value, explicit, said, schema: last.schema, placed })
    }
}

/// The first of these, if all of them lead to its schema, and what that is called.
fn named<'c, 'a>(contents: &'c [Content<'a>]) -> Option<(&'c Content<'a>, String)> {
    let (first, others) = contents.split_first()?;
    let is_same = |other: &Content<'a>| other.unwrap == first.unwrap && other.schema.id == first.schema.id;
    let name = own_label(first.schema)?;
    others.iter().all(is_same).then_some((first, name))
}

/// Whether a member is asked for behind the one that was `last`, as in all contents before. Its place is `last` then.
fn is_next<'t>(tag: &'t str, known: &mut Vec<&'t str>, last: &mut Option<usize>) -> bool {
    let next = last.map_or(0, |last| last + 1);
    let at = match known.iter().position(|known| *known == tag) {
        Some(at) => at,
        None if next == known.len() => {
            known.push(tag);
            next
        }
        None => return false,
    };
    let is_behind = last.is_none_or(|last| at >= last);
    *last = Some(at);
    is_behind
}

/// Whether the schema has the member that is to be taken out of it: an `anyOf` may join envelopes with bare faults.
fn is_envelope(layer: &Layer<'_>, member: &str) -> bool {
    layer.schema.as_object().is_none() || layer.property(member).is_some()
}

/// What the tag's own schema says of a value, and where.
fn said(layer: &Layer<'_>, tag: &str, value: &str) -> (Option<ext::EnumValue>, Pointer) {
    let at = layer.schema.at("properties").join(tag).join(ext::VALUES).join(value);
    let tag = layer.property(tag);
    (tag.and_then(|tag| ext::value(tag.node, value)), at)
}

/// The values of the mapping with the schemas that they lead to.
pub(super) fn targets<'a>(discriminator: &Discriminator<'a>, tree: &Tree) -> BTreeMap<NodeId, Vec<(usize, &'a str)>> {
    let mut targets: BTreeMap<NodeId, Vec<(usize, &'a str)>> = BTreeMap::new();
    for (index, (value, target)) in discriminator.mapping.iter().enumerate() {
        if let Some(node) = tree.mapped(target) {
            targets.entry(node.id()).or_default().push((index, value));
        }
    }
    targets
}

/// The values that the mapping gives to a schema or to one it is only another name of, in their order.
pub(super) fn mapped<'m>(mapping: &BTreeMap<NodeId, Vec<(usize, &'m str)>>, layers: &[Layer<'_>]) -> Vec<&'m str> {
    let nodes: BTreeSet<NodeId> = layers.iter().map(|layer| layer.schema.node.id()).collect();
    let mapped: BTreeSet<(usize, &str)> =
        nodes.iter().filter_map(|node| mapping.get(node)).flatten().copied().collect();
    mapped.into_iter().map(|(_, value)| value).collect()
}

/// Without a mapping: the values that the tag can have in this schema, else the schema's name.
fn own_values<'a>(layer: &Layer<'a>, alternatives: &Alternatives<'a>) -> Vec<&'a str> {
    let tag = layer.property(alternatives.discriminator.property).and_then(|tag| tag.node.as_object());
    let values = tag.filter(|tag| tag.text("type") == Some("string")).into_iter().flat_map(|tag| tag.texts("enum"));
    let values: Vec<&str> = values.collect();
    if values.is_empty() { component(layer.schema.node).into_iter().collect() } else { values }
}
