//! Error responses: what tells the faults of an operation apart is the same for all of them, because servers and
//! documents disagree about statuses.

use std::collections::{BTreeMap, BTreeSet};

use openapiv3::Response;

use super::findings::Findings;
use super::object::Envelope;
use super::plan::{ArmPlan, FaultPlan, FaultUse, Layer, Payload, SelectorPlan, SharedFault, Slot};
use super::schema::{Walker, component, own_label};
use crate::diagnostic::Place;
use crate::ext;
use crate::node::Node;
use crate::pointer::Pointer;
use crate::schema::{Discriminator, Kind};

/// A response whose status is no success.
pub(super) struct ErrorResponse<'a> {
    pub(super) response: &'a Response,
    pub(super) pointer: Pointer,
}

/// Faults that one member tells apart.
struct Alternatives<'a> {
    pointer: Pointer,
    one_of: &'a [Node<'a>],
    discriminator: &'a Discriminator<'a>,
    unwrap: Option<&'a str>,
}

/// The schema of an error response.
struct Content<'a> {
    /// Never empty; the last one decides.
    layers: Vec<Layer<'a>>,
    unwrap: Option<&'a str>,
}

impl<'a> Walker<'a> {
    /// What the error responses say; those without content say nothing. Faults of one schema with a name are that
    /// schema's, whichever operation asks, all others are the operation's own.
    pub(super) fn fault(&mut self, responses: &[ErrorResponse<'a>], label: &str) -> Option<FaultUse<'a>> {
        let contents: Vec<Content<'a>> = responses.iter().filter_map(|error| self.content(error)).collect();
        let Some((schema, name, unwrap)) = named(&contents) else { return self.own_fault(&contents, label) };
        // What is taken out of the envelope belongs to the faults: who takes out something else has others.
        if self.faults.get(&schema.pointer).is_some_and(|known| known.unwrap != unwrap) {
            return self.own_fault(&contents, label);
        }
        if !self.faults.contains_key(&schema.pointer) {
            let explicit = schema.schema.own(ext::NAME);
            let plan = self.together(contents.get(..1).unwrap_or_default(), explicit.unwrap_or(&name))?;
            let shared = SharedFault { schema: schema.schema, label: name, explicit, unwrap, plan };
            self.faults.insert(schema.pointer.clone(), shared);
        }
        Some(FaultUse::Shared(schema.pointer.clone()))
    }

    fn own_fault(&mut self, contents: &[Content<'a>], label: &str) -> Option<FaultUse<'a>> {
        self.together(contents, label).map(FaultUse::Own)
    }

    fn content(&mut self, error: &ErrorResponse<'a>) -> Option<Content<'a>> {
        let media = self.json(&error.response.content, &error.pointer)?;
        let start = self.resolver.placed(media.schema.as_ref()?);
        let layers = self.peel(start, 0);
        let unwrap = ext::unwrap(&error.response.extensions);
        (!layers.is_empty()).then_some(Content { layers, unwrap })
    }

    /// What several contents say together.
    fn together(&mut self, contents: &[Content<'a>], label: &str) -> Option<FaultPlan<'a>> {
        let mut plan = FaultPlan::default();
        for content in contents {
            // Members are looked at in the order of the alternatives; several in a row may go by the same one.
            let mut last = None;
            for alternatives in self.alternatives(content) {
                let Some(index) = self.selector(&mut plan, &alternatives, last) else { continue };
                last = Some(index);
                let arms = self.arms(&alternatives, label);
                let Some(selector) = plan.selectors.get_mut(index) else { continue };
                for arm in arms {
                    merge(selector, arm, &mut self.found);
                }
            }
        }
        (!plan.selectors.is_empty()).then_some(plan)
    }

    /// Which of the plan's selectors the alternatives belong to. The order of the members decides what a body is that
    /// has several; an `anyOf` says it, and two responses must not contradict each other.
    fn selector(
        &mut self,
        plan: &mut FaultPlan<'a>,
        alternatives: &Alternatives<'a>,
        last: Option<usize>,
    ) -> Option<usize> {
        let tag = alternatives.discriminator.property;
        match plan.selectors.iter().position(|selector| selector.tag == tag) {
            Some(index) if last.is_none_or(|last| index >= last) => return Some(index),
            None if last.map_or(0, |last| last + 1) == plan.selectors.len() => {
                plan.selectors.push(SelectorPlan { tag, arms: Vec::new() });
                return Some(plan.selectors.len() - 1);
            }
            _ => {}
        }
        let tags: Vec<String> = plan.selectors.iter().map(|selector| format!("`{}`", selector.tag)).collect();
        let message = format!(
            "an error response told apart by `{tag}` beside others told apart by {} is not supported yet",
            tags.join(", then ")
        );
        let place = Place::value(alternatives.pointer.join("discriminator").join("propertyName"));
        self.found.refuse(place, message, "give every error response of the operation one schema");
        None
    }

    /// The alternatives of one response: a `oneOf`, or several of them in an `anyOf`, each with its discriminator.
    fn alternatives(&mut self, content: &Content<'a>) -> Vec<Alternatives<'a>> {
        let Content { layers, unwrap } = content;
        let Some(layer) = layers.last() else { return Vec::new() };
        if layer.schema.kind != Kind::AnyOf {
            return self.discriminated(layer, *unwrap).into_iter().collect();
        }
        let mut found = Vec::new();
        for entry in &layer.schema.parts {
            let start = self.resolver.schema(*entry);
            found.extend(self.peel(start, 0).last().and_then(|layer| self.discriminated(layer, *unwrap)));
        }
        found
    }

    fn discriminated(&mut self, layer: &Layer<'a>, unwrap: Option<&'a str>) -> Option<Alternatives<'a>> {
        let pointer = layer.pointer.clone();
        if layer.schema.is_broken {
            return None;
        }
        let (Kind::OneOf, Some(discriminator)) = (layer.schema.kind, &layer.schema.discriminator) else {
            let message = "an error response that is no `oneOf` with a `discriminator` is not supported yet";
            let help =
                "wrap the schema: `oneOf: [{$ref: …}]`, with the property that tells faults apart as `discriminator`";
            self.found.refuse(Place::value(pointer), message, help);
            return None;
        };
        Some(Alternatives { pointer, one_of: &layer.schema.parts, discriminator, unwrap })
    }

    fn arms(&mut self, alternatives: &Alternatives<'a>, label: &str) -> Vec<ArmPlan<'a>> {
        let mut arms = Vec::new();
        let mapping = targets(alternatives.discriminator);
        let mut used: BTreeSet<&str> = BTreeSet::new();
        for (index, entry) in alternatives.one_of.iter().enumerate() {
            let at = alternatives.pointer.join("oneOf").join_index(index);
            let start = self.resolver.schema(*entry);
            let layers = self.peel(start, 0);
            let Some(last) = layers.last() else { continue };
            let mapped = mapped(&mapping, &layers);
            used.extend(&mapped);
            let values = if mapped.is_empty() { own_value(last, alternatives) } else { owned(&mapped) };
            if values.is_empty() && !last.schema.is_broken {
                self.found.refuse(
                    Place::value(at),
                    "an arm of a `oneOf` that no value of the discriminator stands for is not supported yet",
                    "add it to the `mapping` of the discriminator",
                );
            }
            let is_only = values.len() == 1;
            for value in values {
                arms.extend(self.arm(value, is_only, &layers, alternatives, label));
            }
        }
        // An arm that is left out because of an error leaves its values without a schema.
        used.extend(
            mapping.values().flatten().filter(|_| self.resolver.document().is_partial()).map(|(_, value)| *value),
        );
        for value in
            alternatives.discriminator.mapping.iter().map(|(value, _)| *value).filter(|value| !used.contains(value))
        {
            let place = Place::key(alternatives.pointer.join("discriminator").join("mapping").join(value));
            let help = "list it in `oneOf`, or leave it out";
            self.found.lose(place, format!("`{value}` stands for a schema that is not in `oneOf`"), help);
        }
        arms
    }

    fn arm(
        &mut self,
        value: String,
        is_only: bool,
        layers: &[Layer<'a>],
        alternatives: &Alternatives<'a>,
        label: &str,
    ) -> Option<ArmPlan<'a>> {
        let last = layers.last()?;
        let label = format!("{label} {value}");
        let tag = alternatives.discriminator.property;
        let payload = match alternatives.unwrap.filter(|member| is_envelope(last, member)) {
            Some(member) => self.unwrap(layers, Envelope { member, tag: Some(tag) }, &label)?,
            None => Payload { slot: self.whole(layers, &label), member: None },
        };
        let (said, at) = said(last, tag, &value);
        // A folded envelope is no type, so its name is free to name the variant; one of several it cannot name.
        let of_schema = last.schema.own(ext::NAME).filter(|_| is_only);
        let of_schema = of_schema.map(|name| (name.to_owned(), last.pointer.join(ext::NAME)));
        let explicit = said.as_ref().and_then(|said| Some((said.name.clone()?, at.join("name")))).or(of_schema);
        Some(ArmPlan { value, explicit, said, pointer: last.pointer.clone(), payload })
    }

    fn whole(&mut self, layers: &[Layer<'a>], label: &str) -> Slot<'a> {
        let shape = layers.last().map(|last| self.shape_of(last, label));
        Slot { shape: shape.unwrap_or(super::plan::Shape::Any), layers: layers.to_vec() }
    }
}

/// The schema that all of these lead to, what it is called, and what they take out of it.
fn named<'c, 'a>(contents: &'c [Content<'a>]) -> Option<(&'c Layer<'a>, String, Option<&'a str>)> {
    let (first, others) = contents.split_first()?;
    let schema = first.layers.last()?;
    let is_same = |other: &Content<'_>| {
        other.unwrap == first.unwrap && other.layers.last().is_some_and(|layer| layer.pointer == schema.pointer)
    };
    let name = own_label(schema.schema, &schema.pointer)?;
    others.iter().all(is_same).then_some((schema, name, first.unwrap))
}

/// Adds an arm, unless the member has it already.
fn merge<'a>(selector: &mut SelectorPlan<'a>, arm: ArmPlan<'a>, found: &mut Findings) {
    let Some(known) = selector.arms.iter().find(|known| known.value == arm.value) else {
        return selector.arms.push(arm);
    };
    let member = |payload: &Payload<'a>| payload.member.as_ref().map(|(name, _)| *name);
    let is_same = known.payload.slot.is_same(&arm.payload.slot) && member(&known.payload) == member(&arm.payload);
    if !is_same {
        let message = format!("the fault `{}` with two different contents is not supported yet", arm.value);
        found.refuse(Place::value(arm.pointer), message, "give one of them another value of the tag");
    }
}

/// Whether the schema has the member that is to be taken out of it: an `anyOf` may join envelopes with bare faults.
fn is_envelope(layer: &Layer<'_>, member: &str) -> bool {
    layer.schema.as_object().is_none() || property(layer, member).is_some()
}

/// The node of a property's schema.
fn property<'a>(layer: &Layer<'a>, name: &str) -> Option<Node<'a>> {
    let object = layer.schema.as_object()?;
    object.properties.iter().find(|(property, _)| *property == name).map(|(_, node)| *node)
}

/// What the tag's own schema says of a value, and where.
fn said(layer: &Layer<'_>, tag: &str, value: &str) -> (Option<ext::EnumValue>, Pointer) {
    let at = layer.pointer.join("properties").join(tag).join(ext::VALUES).join(value);
    let tag = property(layer, tag);
    (tag.and_then(|tag| ext::value(tag, value)), at)
}

/// The values of the mapping with the schemas that they lead to, which are named or referred to.
fn targets<'a>(discriminator: &Discriminator<'a>) -> BTreeMap<Pointer, Vec<(usize, &'a str)>> {
    let named = |name: &str| Pointer::root().join("components").join("schemas").join(name);
    let target = |target: &str| Pointer::from_reference(target).unwrap_or_else(|| named(target));
    let mut targets: BTreeMap<Pointer, Vec<(usize, &'a str)>> = BTreeMap::new();
    for (index, (value, at)) in discriminator.mapping.iter().enumerate() {
        targets.entry(target(at)).or_default().push((index, value));
    }
    targets
}

/// The values that the mapping gives to a schema or to one it is only another name of.
fn mapped<'m>(mapping: &BTreeMap<Pointer, Vec<(usize, &'m str)>>, layers: &[Layer<'_>]) -> Vec<&'m str> {
    let targets: BTreeSet<&Pointer> = layers.iter().map(|layer| &layer.pointer).collect();
    let mut mapped: Vec<(usize, &str)> =
        targets.into_iter().filter_map(|target| mapping.get(target)).flatten().copied().collect();
    mapped.sort_unstable();
    mapped.into_iter().map(|(_, value)| value).collect()
}

fn owned(values: &[&str]) -> Vec<String> {
    values.iter().map(|value| (*value).to_owned()).collect()
}

/// Without a mapping: the values that the tag can have in this schema, else the schema's name.
fn own_value(layer: &Layer<'_>, alternatives: &Alternatives<'_>) -> Vec<String> {
    let tag = property(layer, alternatives.discriminator.property);
    let is_text = tag.and_then(|tag| tag.get("type")?.as_str()) == Some("string");
    let values = tag.filter(|_| is_text).and_then(|tag| tag.get("enum")?.as_array()).into_iter().flatten();
    let values: Vec<String> = values.filter_map(|value| value.as_str().map(str::to_owned)).collect();
    match values.is_empty() {
        true => component(&layer.pointer).iter().map(ToString::to_string).collect(),
        false => values,
    }
}
