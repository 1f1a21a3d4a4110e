//! `oneOf` and `anyOf`: those that are no choice at all, and those that something stands beside.

use std::collections::BTreeSet;

use super::Normaliser;
use super::merge::both_kinds;
use crate::diagnostic::{Code, Place};
use crate::node::Node;
use crate::schema::{ASSERTIONS, Choice, Inner, Kind, Schema};

impl<'t> Normaliser<'_, 't> {
    /// A schema with at most one choice, and then nothing beside it.
    pub(super) fn chosen(&mut self, mut schema: Schema<'t>) -> Schema<'t> {
        let mut joined = BTreeSet::new();
        loop {
            let (mut choices, mut only) = (Vec::new(), Vec::new());
            for choice in std::mem::take(&mut schema.choices) {
                match self.real(&mut schema, choice) {
                    Some(choice) if choice.arms.len() == 1 && choice.discriminator.is_none() => {
                        only.extend(choice.arms)
                    }
                    choice => choices.extend(choice),
                }
            }
            schema.choices = choices;
            only.retain(|arm| self.content(*arm).is_some_and(|arm| joined.insert(arm.id)));
            if only.is_empty() {
                break;
            }
            schema = self.with_parts(schema, &only);
        }
        if schema.choices.is_empty() {
            return schema;
        }
        let first = schema.choices.remove(0);
        let parts = if schema.is_anything() { first.arms } else { self.spread(&schema, &first.arms) };
        // What it says beside the choice is in each of the arms now.
        Schema { kind: first.kind, parts, discriminator: first.discriminator, ..bare(&schema) }
    }

    /// A choice without arms that are none; `None` where nothing is left to choose.
    fn real(&mut self, schema: &mut Schema<'t>, mut choice: Choice<'t>) -> Option<Choice<'t>> {
        if schema.is_broken || choice.arms.iter().any(|arm| self.content(*arm).is_none_or(|arm| arm.is_broken)) {
            return Some(choice);
        }
        schema.nullable |= self.distinct(&mut choice, schema.kind);
        if choice.arms.is_empty() {
            schema.kind = if schema.kind == Kind::Any { Kind::Null } else { schema.kind };
            return None;
        }
        let arms: Vec<&Schema<'t>> = choice.arms.iter().filter_map(|arm| self.content(*arm)).collect();
        // It is a choice between this schema and others.
        if arms.iter().any(|arm| arm.id == schema.id) {
            return None;
        }
        if arms.iter().all(|arm| only_requires(arm)) {
            let keyword = if choice.kind == Kind::OneOf { "oneOf" } else { "anyOf" };
            let place =
                choice.arms.first().and_then(|arm| arm.node.parent()).map_or(Place::key(schema.node), Place::key);
            let message = format!("which members `{keyword}` asks for is not checked");
            let finding = self.loss(Code::WouldBeLost, place, message);
            self.tell(finding.help("state it as a rule in `x-codegen-checks` instead, or leave it out"));
            return None;
        }
        if choice.discriminator.is_none()
            && arms.len() > 1
            && matches!(schema.kind, Kind::Any | Kind::String)
            && let Some(all) = texts(&arms)
        {
            schema.kind = Kind::String;
            schema.nullable |= all.is_nullable;
            schema.more.extend(all.values.first().and_then(|value| value.parent()?.parent()));
            if schema.values.is_empty() {
                (schema.values, schema.is_open) = (all.values, all.is_open);
            } else if !all.is_open {
                let allowed: BTreeSet<&str> = all.values.iter().filter_map(|value| value.as_str()).collect();
                schema.values.retain(|value| value.as_str().is_some_and(|value| allowed.contains(value)));
            }
            return None;
        }
        Some(choice)
    }

    /// Leaves each arm once, without `null`, and without those that what is beside the choice excludes by its kind. Whether one
    /// was `null`.
    fn distinct(&self, choice: &mut Choice<'t>, beside: Kind) -> bool {
        let mut seen = BTreeSet::new();
        let mut is_null = false;
        choice.arms.retain(|arm| {
            let Some(content) = self.content(*arm) else { return true };
            is_null |= content.kind == Kind::Null;
            if choice.discriminator.is_some() {
                return content.kind != Kind::Null;
            }
            let is_inline = arm.made.is_none() && content.node == arm.node;
            let text = is_inline.then(|| content.node.to_string());
            content.kind != Kind::Null && seen.insert((text.is_none().then_some(content.id), text))
        });
        let fits = |arm: &Inner<'t>| match self.content(*arm).map_or(Kind::Any, |arm| arm.kind) {
            Kind::OneOf | Kind::AnyOf | Kind::Alias => true,
            kind => both_kinds(kind, beside).is_some(),
        };
        if choice.arms.iter().any(fits) {
            choice.arms.retain(fits);
        }
        is_null
    }

    /// The arms, each with what the schema says beside them.
    fn spread(&mut self, schema: &Schema<'t>, arms: &[Inner<'t>]) -> Vec<Inner<'t>> {
        let id = self.schemas.next_id();
        let common = Schema {
            id,
            title: None,
            description: None,
            default: None,
            example: None,
            see: None,
            nullable: false,
            ..schema.clone()
        };
        let beside = common.clone();
        let Some(common) = self.add(common) else { return arms.to_vec() };
        let mut parts = Vec::new();
        for arm in arms {
            let joined = self.together(vec![common, *arm], arm.node);
            self.describe(joined, *arm);
            let made = joined.and_then(|joined| self.merged(joined.made?)).filter(|made| made.kind == Kind::Alias);
            let same = made.and_then(|made| self.schemas.resolve(*made.parts.first()?));
            if same == common.made {
                self.beside_alone(joined, *arm, &beside);
            }
            let is_arm = same.is_some() && same == self.schemas.resolve(*arm);
            parts.push(joined.filter(|_| !is_arm).unwrap_or(*arm));
        }
        parts
    }

    /// For an arm that adds nothing to what stands beside the choice: the same, but no other name of the schema that has the
    /// choice.
    fn beside_alone(&mut self, made: Option<Inner<'t>>, arm: Inner<'t>, beside: &Schema<'t>) {
        let kind = self.content(arm).map_or(Kind::Any, |arm| arm.kind);
        let Some(made) = made.and_then(|made| self.schemas.get_mut(made.made?)) else { return };
        *made = Schema {
            id: made.id,
            node: made.node,
            more: std::iter::once(beside.node).chain(beside.more.iter().copied()).collect(),
            kind: if beside.kind == Kind::Any { kind } else { beside.kind },
            title: made.title,
            description: made.description,
            ..beside.clone()
        };
    }

    /// Gives what was made for an arm its docs.
    fn describe(&mut self, made: Option<Inner<'t>>, arm: Inner<'t>) {
        let Some((title, description)) = self.content(arm).map(|arm| (arm.title, arm.description)) else { return };
        if let Some(made) = made.and_then(|made| self.schemas.get_mut(made.made?)) {
            (made.title, made.description) = (title, description);
        }
    }
}

/// The same without what it says of values: its docs, `null`, the discriminator.
pub(super) fn bare<'t>(schema: &Schema<'t>) -> Schema<'t> {
    Schema {
        more: Vec::new(),
        format: None,
        values: Vec::new(),
        properties: Vec::new(),
        required: Vec::new(),
        additional: None,
        items: None,
        choices: Vec::new(),
        ..schema.clone()
    }
}

/// Values of arms that are texts.
struct Texts<'t> {
    values: Vec<Node<'t>>,
    /// Whether one arm takes any text.
    is_open: bool,
    is_nullable: bool,
}

/// The values of arms that are enums of texts, all of them but for one that may take any text.
fn texts<'t>(arms: &[&Schema<'t>]) -> Option<Texts<'t>> {
    let is_text = |arm: &&Schema<'t>| {
        arm.kind == Kind::String && arm.values.is_empty() && !ASSERTIONS.iter().any(|keyword| arm.says(keyword))
    };
    let (plain, listed): (Vec<&Schema<'t>>, Vec<&Schema<'t>>) = arms.iter().copied().partition(is_text);
    if listed.is_empty() || !listed.iter().all(|arm| arm.is_enumeration()) {
        return None;
    }
    let mut seen = BTreeSet::new();
    let values = listed.iter().flat_map(|arm| &arm.values).copied();
    let values = values.filter(|value| seen.insert(value.to_string())).collect();
    let is_open = !plain.is_empty() || listed.iter().any(|arm| arm.is_open);
    Some(Texts { values, is_open, is_nullable: arms.iter().any(|arm| arm.nullable) })
}

/// Whether a schema is about nothing but which members there are.
fn only_requires(arm: &Schema<'_>) -> bool {
    arm.kind == Kind::Any
        && arm.choices.is_empty()
        && arm.says("required")
        && ASSERTIONS.iter().all(|keyword| *keyword == "required" || !arm.says(keyword))
}
