//! Error responses in which a member of the body tells the faults apart, in all responses of an operation alike, because
//! servers and documents disagree about statuses. Those that the status tells apart are in `answer`.

use std::collections::{BTreeMap, BTreeSet};

use super::answer::ArmDraft;
use super::findings::Findings;
use super::item::{Arm, Item, ItemKind, Layer, Placed, Selector};
use super::object::Envelope;
use super::role::Role;
use super::schema::{Walker, component, own_label};
use super::unenforced::{self, Stands};
use crate::diagnostic::Place;
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
    ByStatus(Vec<ArmDraft>),
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
    /// are the operation's own.
    pub(super) fn fault(&mut self, contents: &[Content<'a>], label: &str) -> FaultUse<'a> {
        let Some((first, name)) = named(contents) else { return self.own_fault(contents, label) };
        let Content { schema, unwrap } = *first;
        if let Some(id) = self.ids.get(&schema.id).copied() {
            // A response that takes another member out of the envelope has other faults.
            return match &self.items[id].kind {
                ItemKind::Faults(_, known) if *known == unwrap => FaultUse::Shared(id),
                ItemKind::Faults(..)
                | ItemKind::Object { .. }
                | ItemKind::Choice(_)
                | ItemKind::Enumeration(_)
                | ItemKind::Newtype(_) => self.own_fault(contents, label),
            };
        }
        let explicit = schema.own(ext::NAME);
        let Some(selectors) = self.together(std::slice::from_ref(first), explicit.unwrap_or(&name)) else {
            return FaultUse::None;
        };
        let id = self.items.add(Item { schema, label: name, explicit, kind: ItemKind::Faults(selectors, unwrap) });
        self.ids.insert(schema.id, id);
        FaultUse::Shared(id)
    }

    fn own_fault(&mut self, contents: &[Content<'a>], label: &str) -> FaultUse<'a> {
        self.together(contents, label).map_or(FaultUse::None, FaultUse::Own)
    }

    /// Whether a member tells the faults of a schema apart: it is a `oneOf` with a `discriminator`, or an `anyOf` of such.
    pub(super) fn tells_apart(&mut self, schema: &Schema<'a>) -> bool {
        match schema.kind {
            Kind::OneOf => schema.discriminator.is_some(),
            Kind::AnyOf => schema.parts.iter().all(|entry| {
                let last = self.peel(self.document.schema(*entry), 0).pop();
                last.is_some_and(|layer| layer.schema.kind == Kind::OneOf && layer.schema.discriminator.is_some())
            }),
            _ => false,
        }
    }

    /// What several contents say together.
    fn together(&mut self, contents: &[Content<'a>], label: &str) -> Option<Vec<Selector<'a>>> {
        let mut selectors = Vec::new();
        for content in contents {
            // The selectors keep the order of the alternatives; neighbours may share one.
            let mut last = None;
            for alternatives in self.alternatives(content) {
                let Some((index, selector)) = self.selector(&mut selectors, &alternatives, last) else { continue };
                last = Some(index);
                for arm in self.arms(&alternatives, label) {
                    merge(selector, arm, self.found);
                }
            }
        }
        (!selectors.is_empty()).then_some(selectors)
    }

    /// The selector of these alternatives, and its index. The order of the selectors matters for a body that has several
    /// of the members: an `anyOf` states it, and two responses must not contradict each other.
    fn selector<'f>(
        &mut self,
        selectors: &'f mut Vec<Selector<'a>>,
        alternatives: &Alternatives<'a>,
        last: Option<usize>,
    ) -> Option<(usize, &'f mut Selector<'a>)> {
        let (tag, next) = (alternatives.discriminator.property, last.map_or(0, |last| last + 1));
        let (known, count) = (selectors.iter().position(|one| one.tag == tag), selectors.len());
        if known.is_none() && next == count {
            selectors.push(Selector { tag, arms: Vec::new() });
        }
        let at = known.unwrap_or(count);
        if last.is_none_or(|last| at >= last) && at < selectors.len() {
            return selectors.get_mut(at).map(|selector| (at, selector));
        }
        let tags: Vec<String> = selectors.iter().map(|selector| format!("`{}`", selector.tag)).collect();
        let message = format!(
            "an error response told apart by `{tag}` beside others told apart by {} is not supported yet",
            tags.join(", then ")
        );
        let place = Place::value(alternatives.schema.at("discriminator").join("propertyName"));
        self.found.refuse(place, message, "give every error response of the operation one schema");
        None
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
        let discriminator = schema.discriminator.as_ref().filter(|_| !schema.is_broken)?;
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
            if values.is_empty() && !last.schema.is_broken {
                let message = "an arm of a `oneOf` that no value of the discriminator stands for is not supported yet";
                self.found.refuse(Place::value(entry.node), message, "add it to the `mapping` of the discriminator");
            }
            let is_only = values.len() == 1;
            for value in values {
                arms.extend(self.arm(value, is_only, &layers, alternatives, label));
            }
        }
        // In a document with errors the schema may be missing because of one of them.
        let is_lost = |value: &&str| !used.contains(value) && !self.document.is_partial();
        for value in alternatives.discriminator.mapping.iter().map(|(value, _)| *value).filter(is_lost) {
            let place = Place::key(alternatives.schema.at("discriminator").join("mapping").join(value));
            let help = "list it in `oneOf`, or leave it out";
            self.found.lose(place, format!("`{value}` stands for a schema that is not in `oneOf`"), help);
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

/// Adds an arm, unless the member has it already.
fn merge<'a>(selector: &mut Selector<'a>, arm: Arm<'a>, found: &mut Findings) {
    let Some(known) = selector.arms.iter().find(|known| known.value == arm.value) else {
        return selector.arms.push(arm);
    };
    if !known.placed.is_same(&arm.placed) {
        let message = format!("the fault `{}` with two different contents is not supported yet", arm.value);
        found.refuse(Place::value(arm.schema.node), message, "give one of them another value of the tag");
    }
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
