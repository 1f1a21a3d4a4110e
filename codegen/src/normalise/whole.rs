//! `allOf`: which schemas a whole is made of, and whether it is only another name of one of them.

use std::collections::{BTreeMap, BTreeSet};

use super::Normaliser;
use super::merge::Whole;
use crate::diagnostic::{Code, Place};
use crate::ext;
use crate::node::{Node, Number};
use crate::schema::{Additional, Inner, Kind, Schema, SchemaId};

/// Of so many parts it is asked whether the whole is one of them.
const MOST_NAMES: usize = 4;

/// Keys of ours that are about one schema, and do not go over to what takes its members.
const OWN_KEYS: [&str; 3] = [ext::CHECKS, ext::UNION, ext::TEXT];

impl<'t> Normaliser<'_, 't> {
    /// A schema without `allOf`.
    pub(super) fn merged(&mut self, id: SchemaId) -> Option<Schema<'t>> {
        let mut own = self.schemas.get(id)?.clone();
        let parts = std::mem::take(&mut own.all_of);
        if parts.is_empty() {
            return Some(own);
        }
        // Whoever follows the reference reports why it leads nowhere.
        if let Some(lost) = parts.iter().find(|part| self.schemas.resolve(**part).is_none()) {
            return Some(alias(own, *lost));
        }
        let all = self.pieces(&parts, id);
        Some(self.joined(own, &parts, &all))
    }

    /// A schema with more parts.
    pub(super) fn with_parts(&mut self, own: Schema<'t>, parts: &[Inner<'t>]) -> Schema<'t> {
        let all = self.pieces(parts, own.id);
        self.joined(own, parts, &all)
    }

    fn joined(&mut self, mut own: Schema<'t>, parts: &[Inner<'t>], all: &[SchemaId]) -> Schema<'t> {
        let Some(name) = parts.iter().take(MOST_NAMES).find(|part| self.is_whole(**part, &own, all)) else {
            return self.merge(own, all);
        };
        // Parts that say nothing of the values are about the name. `null` beside a schema that does not allow it is meant.
        let pieces = all.iter().filter_map(|id| self.schemas.get(*id));
        for piece in pieces.filter(|piece| piece.is_anything() && piece.node.component().is_none()) {
            own.nullable |= piece.nullable;
            own.read_only |= piece.read_only;
            own.write_only |= piece.write_only;
            own.deprecated |= piece.deprecated;
            own.title = own.title.or(piece.title);
            own.description = own.description.or(piece.description);
            own.default = own.default.or(piece.default);
            own.example = own.example.or(piece.example);
            own.see = own.see.or(piece.see);
        }
        alias(own, *name)
    }

    /// Every schema that these parts are made of, in their order, each once.
    fn pieces(&self, parts: &[Inner<'t>], whole: SchemaId) -> Vec<SchemaId> {
        let mut seen = BTreeSet::from([whole]);
        let mut all = Vec::new();
        let mut stack = vec![(None, parts.iter())];
        while let Some((id, open)) = stack.last_mut() {
            let Some(part) = open.next() else {
                all.extend(*id);
                stack.pop();
                continue;
            };
            let new = self.schemas.resolve(*part).filter(|id| seen.insert(*id));
            stack.extend(new.and_then(|id| Some((Some(id), self.schemas.get(id)?.all_of.iter()))));
        }
        all
    }

    fn merge(&mut self, own: Schema<'t>, all: &[SchemaId]) -> Schema<'t> {
        let mut whole = Whole::new(&own);
        for id in all {
            let Some(piece) = self.schemas.get(*id).cloned() else { continue };
            for key in OWN_KEYS.iter().filter(|key| piece.node.get(key).is_some()) {
                let message = format!("`{key}` does not go over to a schema that has this one in its `allOf`");
                let finding = self.loss(Code::WouldBeLost, Place::key(piece.node.pointer().join(key)), message);
                self.tell(finding.help("say it again there"));
            }
            whole.add(self, piece);
        }
        whole.finish(self, own, all)
    }

    /// Whether one part says all that the whole says, so that the whole is another name of it.
    fn is_whole(&mut self, part: Inner<'t>, own: &Schema<'t>, all: &[SchemaId]) -> bool {
        let Some(mut start) = self.schemas.resolve(part).and_then(|id| self.schemas.get(id)).cloned() else {
            return false;
        };
        // An heir that adds nothing to its base is an alternative of its own.
        if start.discriminator.is_some() && own.node.component().is_some() || start.id == own.id {
            return false;
        }
        let inside = self.pieces(&std::mem::take(&mut start.all_of), start.id);
        let known: BTreeSet<SchemaId> = inside.iter().copied().chain([start.id]).collect();
        let others: Vec<SchemaId> = all.iter().copied().filter(|id| !known.contains(id)).collect();
        if own.is_anything() && others.is_empty() {
            return true;
        }
        let whole = self.merge(start, &inside);
        let members = whole.properties.iter().copied().collect();
        let others = others.iter().filter_map(|id| self.schemas.get(*id));
        others.chain([own]).all(|other| self.is_within(other, &whole, &members))
    }

    /// Whether a schema says nothing that the whole, which has these members, does not say as well.
    fn is_within(&self, schema: &Schema<'t>, whole: &Schema<'t>, members: &BTreeMap<&'t str, Inner<'t>>) -> bool {
        let is_same = |one: Inner<'t>, other: Option<Inner<'t>>| {
            other.is_some_and(|other| self.schemas.resolve(one) == self.schemas.resolve(other))
        };
        let is_kind = matches!((schema.kind, whole.kind), (Kind::Any, _) | (Kind::Number, Kind::Integer))
            || schema.kind == whole.kind;
        let is_nullable = schema.kind == Kind::Any || schema.nullable || !whole.nullable;
        let values = |schema: &Schema<'_>| schema.values.iter().map(Node::to_string).collect::<BTreeSet<_>>();
        let is_number = |one: Option<Number<'_>>, known: Option<Number<'_>>| one.is_none() || one == known;
        let is_count = |one: Option<u64>, known: Option<u64>| one.is_none() || one == known;
        is_kind
            && is_nullable
            && schema.choices.is_empty()
            && (schema.format.is_none() || schema.format == whole.format)
            && (schema.values.is_empty() || values(schema) == values(whole))
            && is_number(schema.minimum, whole.minimum)
            && is_number(schema.maximum, whole.maximum)
            && (whole.exclusive_minimum || !schema.exclusive_minimum)
            && (whole.exclusive_maximum || !schema.exclusive_maximum)
            && is_number(schema.multiple_of, whole.multiple_of)
            && is_count(schema.min_length, whole.min_length)
            && is_count(schema.max_length, whole.max_length)
            && is_count(schema.min_items, whole.min_items)
            && is_count(schema.max_items, whole.max_items)
            && is_count(schema.min_properties, whole.min_properties)
            && is_count(schema.max_properties, whole.max_properties)
            && (whole.unique_items || !schema.unique_items)
            && schema.properties.iter().all(|(name, inner)| is_same(*inner, members.get(name).copied()))
            && schema.required.iter().all(|name| whole.required.contains(name))
            && match (schema.additional, whole.additional) {
                (None, _) => true,
                (Some(Additional::Schema(one)), Some(Additional::Schema(other))) => is_same(one, Some(other)),
                (one, other) => one == other,
            }
            && schema.items.is_none_or(|items| is_same(items, whole.items))
            && !schema.says("pattern")
    }
}

/// A schema that is only another name.
fn alias<'t>(own: Schema<'t>, part: Inner<'t>) -> Schema<'t> {
    Schema { kind: Kind::Alias, parts: vec![part], choices: Vec::new(), ..own }
}
