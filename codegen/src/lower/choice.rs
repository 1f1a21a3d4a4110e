//! The arms of a choice (`oneOf`, `anyOf`): which there are, what each is called, and the values of the discriminator that
//! stand for it. What tells arms without a discriminator apart is decided in `shape`.

use std::collections::BTreeSet;

use super::fault::{mapped, targets};
use super::home::{component, own_label};
use super::item::{ArmDraft, Layer};
use super::schema::Walker;
use crate::ext;
use crate::model::TagForm;
use crate::name::{Namespace, derive};
use crate::node::Node;
use crate::pointer::Pointer;
use crate::schema::{Inner, Kind, Schema};

/// Where documents that were made from Swagger say what value stands for a schema.
const STATED: &str = "x-ms-discriminator-value";

/// An arm before anything is known of its type.
struct Part<'a> {
    node: Node<'a>,
    layers: Vec<Layer<'a>>,
    values: Vec<String>,
    form: TagForm,
}

impl<'a> Walker<'_, 'a> {
    /// The arms, in the order of the document. A schema that the mapping alone names is one as well.
    pub(super) fn choice(&mut self, schema: &'a Schema<'a>, label: &str) -> Vec<ArmDraft<'a>> {
        let mut parts: Vec<Part<'a>> = schema.parts.iter().map(|inner| self.part(*inner)).collect();
        let discriminator = schema.discriminator.as_ref();
        for (_, target) in discriminator.iter().flat_map(|it| &it.mapping) {
            let is_known = |node: Node<'_>| parts.iter().flat_map(|part| &part.layers).any(|it| it.schema.node == node);
            if let Some(node) = self.document.tree.mapped(target).filter(|node| !is_known(*node)) {
                parts.push(self.part(node));
            }
        }
        parts.retain(|part| !part.layers.is_empty());
        self.tag(schema, &mut parts);
        let labels = self.labels(&parts);
        let mut arms = Vec::new();
        for (Part { node, layers, values, form }, own) in parts.into_iter().zip(labels) {
            let component = layers.iter().rev().find_map(|layer| own_label(layer.schema));
            let explicit = named(&layers);
            let slot = self.slot_of(layers, &component.unwrap_or_else(|| format!("{label} {own}")), 0);
            arms.push(ArmDraft { node, label: own, explicit, slot, values, form });
        }
        arms
    }

    fn part(&mut self, inner: impl Into<Inner<'a>>) -> Part<'a> {
        let inner = inner.into();
        let layers = self.peel(self.document.schema(inner), 0);
        Part { node: inner.node, layers, values: Vec::new(), form: TagForm::Text }
    }

    /// Finds the values of the discriminator: those of the mapping; else the one value that the arm's own member can have;
    /// else the name of its schema. One value never stands for two arms.
    fn tag(&self, schema: &Schema<'a>, parts: &mut [Part<'a>]) {
        let Some(discriminator) = &schema.discriminator else { return };
        let mapping = targets(discriminator, self.document.tree);
        let mut taken: BTreeSet<String> = discriminator.mapping.iter().map(|(value, _)| (*value).to_owned()).collect();
        for part in parts.iter_mut() {
            part.values = mapped(&mapping, &part.layers).into_iter().map(str::to_owned).collect();
            let Some(member) = self.member(&part.layers, discriminator.property) else { continue };
            part.form = match member.kind {
                Kind::Integer | Kind::Number | Kind::Boolean => TagForm::Bare,
                _ => TagForm::Text,
            };
            part.values.extend(constant(member).filter(|value| taken.insert(value.clone())));
        }
        for part in parts.iter_mut().filter(|part| part.values.is_empty()) {
            let name = part.layers.iter().find_map(|layer| component(layer.schema.node));
            let stated = part.layers.iter().find_map(|layer| layer.schema.own(STATED));
            let value = stated.or(name).map(str::to_owned);
            part.values.extend(value.filter(|value| taken.insert(value.clone())));
        }
    }

    /// The schema of a member.
    fn member(&self, layers: &[Layer<'a>], name: &str) -> Option<&'a Schema<'a>> {
        let member = layers.last()?.property(name)?;
        Some(self.document.schema(member).ok()?.value)
    }

    /// What each arm is named after, whatever comes behind it: its schema's name, its title, else what it is.
    fn labels(&self, parts: &[Part<'a>]) -> Vec<String> {
        let component = |part: &Part<'_>| part.layers.iter().find_map(|layer| own_label(layer.schema));
        let ident = |label: &str| derive(Namespace::Arms, label);
        let mut taken: BTreeSet<String> = parts.iter().filter_map(component).map(|name| ident(&name)).collect();
        let label = |part| {
            component(part).unwrap_or_else(|| {
                let wishes = self.wishes(&part.layers);
                let free = wishes.iter().find(|wish| !taken.contains(&ident(wish))).or(wishes.first());
                let label = free.cloned().unwrap_or_default();
                taken.insert(ident(&label));
                label
            })
        };
        parts.iter().map(label).collect()
    }

    /// What a schema without a name can be called, the best first.
    fn wishes(&self, layers: &[Layer<'a>]) -> Vec<String> {
        let title = layers.iter().find_map(|layer| layer.schema.title).map(str::to_owned);
        let described = layers.last().map(|layer| self.described(layer.schema)).unwrap_or_default();
        title.into_iter().chain(described).collect()
    }

    fn described(&self, schema: &'a Schema<'a>) -> Vec<String> {
        let word = |word: &str| vec![word.to_owned()];
        let formatted = |base: &str| {
            let format = schema.format.map(str::to_owned);
            word_of(schema).into_iter().chain(format).chain([base.to_owned()]).collect()
        };
        match schema.kind {
            Kind::String if schema.values.len() > 1 => vec!["text".to_owned(), "listed text".to_owned()],
            Kind::String => formatted("text"),
            Kind::Integer => [word("integer"), formatted("integer")].concat(),
            Kind::Number => [word("number"), formatted("number")].concat(),
            Kind::Boolean => word("boolean"),
            Kind::Array => {
                let items = schema.items.map(|items| self.document.schema(items));
                let item = items.and_then(|item| Some(item.ok()?.value));
                let names = item.map(|item| own_label(item).map_or_else(|| self.described(item), |name| vec![name]));
                let names = names.into_iter().flatten().take(2);
                std::iter::once("list".to_owned()).chain(names.map(|name| format!("{name} list"))).collect()
            }
            Kind::Object => {
                let required = || schema.properties.iter().filter(|(name, _)| schema.required.contains(name));
                let value = |inner: &Inner<'a>| word_of(self.document.schema(*inner).ok()?.value);
                let constants = required().filter_map(|(_, inner)| value(inner));
                let members = required().chain(&schema.properties).map(|(name, _)| format!("with {name}"));
                constants.chain(["object".to_owned()]).chain(members).collect()
            }
            Kind::OneOf | Kind::AnyOf => word("choice"),
            Kind::Alias | Kind::Null | Kind::Any => word("any"),
        }
    }
}

/// The same to name something after.
fn word_of(schema: &Schema<'_>) -> Option<String> {
    let has_letters = |value: &String| value.contains(|letter: char| letter.is_ascii_alphanumeric());
    constant(schema).map(|value| if has_letters(&value) { value } else { "empty".to_owned() })
}

/// The one value that a schema allows.
fn constant(schema: &Schema<'_>) -> Option<String> {
    match (schema.kind, schema.values.as_slice()) {
        (Kind::String | Kind::Integer | Kind::Number | Kind::Boolean, [only]) => {
            Some(only.as_str().map_or_else(|| only.to_string(), str::to_owned))
        }
        _ => None,
    }
}

/// The name that the author gives the schema of an arm.
fn named<'a>(layers: &[Layer<'a>]) -> Option<(&'a str, Pointer)> {
    layers.iter().find_map(|layer| Some((layer.schema.own(ext::NAME)?, layer.schema.at(ext::NAME))))
}
