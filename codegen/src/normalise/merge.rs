//! Several schemas as one: what one says and what the other says holds together, keyword by keyword.

use std::collections::{BTreeMap, BTreeSet};

use super::Normaliser;
use crate::diagnostic::{Code, Place};
use crate::node::Node;
use crate::options::Strictness;
use crate::schema::{ASSERTIONS, Additional, Inner, Kind, Schema, SchemaId};

/// What several schemas say together, as far as they have been added.
pub(super) struct Whole<'t> {
    pub(super) schema: Schema<'t>,
    /// Where each member stands in the list.
    members: BTreeMap<&'t str, usize>,
    required: BTreeSet<&'t str>,
    /// Whether `null` is allowed by all that say what kind of values there are; none if nothing has said it.
    is_null_allowed: Option<bool>,
    /// Whether all that are about objects forbid other members. Taken literally, one that does would forbid those of the
    /// others, so it takes all of them.
    is_closed: Option<bool>,
}

impl<'t> Whole<'t> {
    pub(super) fn new(own: &Schema<'t>) -> Self {
        let mut schema = Schema::blank(own.id, own.node);
        schema.is_broken = own.is_broken;
        Self { schema, members: BTreeMap::new(), required: BTreeSet::new(), is_null_allowed: None, is_closed: None }
    }

    /// Adds what a part says, or at last the schema itself.
    pub(super) fn add(&mut self, work: &mut Normaliser<'_, 't>, mut part: Schema<'t>) {
        // A new field asks here what becomes of it, and in `is_within`.
        let Schema {
            id: _,
            node: _,
            more: _,
            kind: _,
            is_broken: _,
            title: _,
            description: _,
            format: _,
            default: _,
            example: _,
            see: _,
            values: _,
            is_open: _,
            minimum: _,
            maximum: _,
            exclusive_minimum: _,
            exclusive_maximum: _,
            min_length: _,
            max_length: _,
            multiple_of: _,
            min_items: _,
            max_items: _,
            unique_items: _,
            min_properties: _,
            max_properties: _,
            nullable: _,
            read_only: _,
            write_only: _,
            deprecated: _,
            properties: _,
            required: _,
            additional: _,
            items: _,
            // They are none of a part that is written as one, or of the whole alone.
            parts: _,
            all_of: _,
            choices: _,
            discriminator: _,
            is_base: _,
        } = &part;
        self.null(&part);
        self.kind(work, &part);
        self.limits(work, &part);
        self.counts(work, &mut part);
        self.values(work, &part);
        self.objects(work, &part);
        self.docs(&part);
        self.schema.choices.append(&mut part.choices);
        self.flags(part);
    }

    /// What is true of the whole as soon as it is true of one, and where the keywords stand.
    fn flags(&mut self, part: Schema<'t>) {
        let whole = &mut self.schema;
        whole.is_broken |= part.is_broken;
        whole.read_only |= part.read_only;
        whole.write_only |= part.write_only;
        whole.deprecated |= part.deprecated;
        // One node for each keyword is enough to say where it stands.
        for node in std::iter::once(part.node).chain(part.more) {
            let is_new = |keyword: &&str| node.get(keyword).is_some() && written(whole, keyword).is_none();
            if ASSERTIONS.iter().chain(["type", "nullable", "const", "readOnly", "writeOnly"].iter()).any(is_new) {
                whole.more.push(node);
            }
        }
    }

    /// The whole with what the schema itself says.
    pub(super) fn finish(mut self, work: &mut Normaliser<'_, 't>, own: Schema<'t>, all: &[SchemaId]) -> Schema<'t> {
        let (discriminator, is_nullable) = (own.discriminator.clone(), own.nullable);
        self.add(work, own);
        let mut whole = self.schema;
        whole.nullable |= is_nullable || self.is_null_allowed == Some(true);
        whole.discriminator = discriminator;
        if whole.additional.is_none() && self.is_closed == Some(true) {
            whole.additional = Some(Additional::Any(false));
        }
        if whole.kind == Kind::Any {
            whole.kind = whole.without_type();
        }
        // A choice between this schema, or a part of it, and others is made.
        let is_made =
            |arm: &Inner<'t>| work.schemas.resolve(*arm).is_some_and(|id| id == whole.id || all.contains(&id));
        whole.choices.retain(|choice| !choice.arms.iter().any(is_made));
        whole
    }

    fn null(&mut self, part: &Schema<'t>) {
        if part.kind != Kind::Any || !part.choices.is_empty() {
            self.is_null_allowed = Some(self.is_null_allowed.unwrap_or(true) && part.nullable);
        } else {
            // It says nothing else, so somebody meant it.
            self.schema.nullable |= part.nullable;
        }
    }

    fn kind(&mut self, work: &mut Normaliser<'_, 't>, part: &Schema<'t>) {
        let whole = &mut self.schema;
        let kind = both_kinds(whole.kind, part.kind).unwrap_or_else(|| {
            let message = format!("nothing is both {} and {}", noun(whole.kind), noun(part.kind));
            contradiction(work, whole, part, "type", message);
            Kind::Any
        });
        match (whole.format, part.format) {
            (_, None) => {}
            // A format of numbers says nothing about integers.
            (Some(_), Some(_)) if part.kind == Kind::Number && whole.kind == Kind::Integer => {}
            (None, Some(format)) => whole.format = Some(format),
            (Some(one), Some(other)) if one == other || (whole.kind, part.kind) == (Kind::Number, Kind::Integer) => {
                whole.format = Some(other);
            }
            (Some(one), Some(other)) => {
                let narrower = narrower(one, other);
                if narrower.is_none() {
                    let message = format!("`format: {one}` and `format: {other}` exclude each other");
                    contradiction(work, whole, part, "format", message);
                }
                whole.format = narrower.or(Some(other));
            }
        }
        whole.kind = kind;
    }

    /// Of two lists what both allow. A list that allows others as well only names values.
    fn values(&mut self, work: &mut Normaliser<'_, 't>, part: &Schema<'t>) {
        let whole = &mut self.schema;
        if part.values.is_empty() {
            return;
        }
        if whole.values.is_empty() {
            (whole.values, whole.is_open) = (part.values.clone(), part.is_open);
            return;
        }
        match (whole.is_open, part.is_open) {
            (_, true) => {}
            (true, false) => (whole.values, whole.is_open) = (part.values.clone(), false),
            (false, false) => {
                let allowed: BTreeSet<String> = part.values.iter().map(Node::to_string).collect();
                let both: Vec<_> =
                    whole.values.iter().copied().filter(|one| allowed.contains(&one.to_string())).collect();
                if both.is_empty() {
                    let message = "the two lists have no value in common".to_owned();
                    contradiction(work, whole, part, "enum", message);
                }
                whole.values = both;
            }
        }
    }

    fn objects(&mut self, work: &mut Normaliser<'_, 't>, part: &Schema<'t>) {
        for (name, inner) in &part.properties {
            match self.members.get(name).and_then(|index| self.schema.properties.get_mut(*index)) {
                Some((_, known)) => *known = work.both(*known, *inner),
                None => {
                    self.members.insert(name, self.schema.properties.len());
                    self.schema.properties.push((name, *inner));
                }
            }
        }
        self.schema.required.extend(part.required.iter().filter(|name| self.required.insert(name)));
        self.schema.items = match (self.schema.items, part.items) {
            (Some(one), Some(other)) => Some(work.both(one, other)),
            (one, other) => one.or(other),
        };
        let closed = Some(Additional::Any(false));
        if part.kind == Kind::Object {
            self.is_closed = Some(self.is_closed.unwrap_or(true) && part.additional == closed);
        }
        let open = part.additional.filter(|_| part.additional != closed);
        self.schema.additional = match (self.schema.additional, open) {
            (Some(Additional::Schema(one)), Some(Additional::Schema(other))) => {
                Some(Additional::Schema(work.both(one, other)))
            }
            (Some(Additional::Schema(one)), _) | (_, Some(Additional::Schema(one))) => Some(Additional::Schema(one)),
            (one, other) => one.or(other),
        };
    }

    /// Docs of the whole are its own; without them, those of a part that has no name of its own.
    fn docs(&mut self, part: &Schema<'t>) {
        let whole = &mut self.schema;
        if part.id != whole.id && part.node.component().is_some() {
            return;
        }
        whole.title = part.title.or(whole.title);
        whole.description = part.description.or(whole.description);
        whole.default = part.default.or(whole.default);
        whole.see = part.see.or(whole.see);
        let is_all_of_it = part.id == whole.id || part.kind != Kind::Object;
        whole.example = part.example.filter(|_| is_all_of_it).or(whole.example);
    }
}

impl<'t> Normaliser<'_, 't> {
    /// What both places say together.
    pub(super) fn both(&mut self, one: Inner<'t>, other: Inner<'t>) -> Inner<'t> {
        match (self.schemas.resolve(one), self.schemas.resolve(other)) {
            (_, None) => one,
            (None, _) => other,
            (Some(id), Some(other)) if id == other => one,
            (Some(_), Some(_)) => {
                self.together([self.parts_of(one), self.parts_of(other)].concat(), other.node).unwrap_or(other)
            }
        }
    }

    /// The parts of a schema that was made for such a place; else the place.
    fn parts_of(&self, inner: Inner<'t>) -> Vec<Inner<'t>> {
        let made = inner.made.and_then(|id| self.schemas.get(id)).map(|schema| schema.all_of.clone());
        made.filter(|parts| !parts.is_empty()).unwrap_or_else(|| vec![inner])
    }
}

/// What is of both kinds.
pub(super) fn both_kinds(one: Kind, other: Kind) -> Option<Kind> {
    match (one, other) {
        (one, other) if one == other => Some(one),
        (Kind::Any, kind) | (kind, Kind::Any) => Some(kind),
        (Kind::Integer, Kind::Number) | (Kind::Number, Kind::Integer) => Some(Kind::Integer),
        _ => None,
    }
}

fn written<'t>(whole: &Schema<'t>, keyword: &str) -> Option<Node<'t>> {
    whole.more.iter().find_map(|node| node.get(keyword))
}

/// Tells of two keywords of one name that nothing satisfies together.
fn contradiction<'t>(
    work: &mut Normaliser<'_, 't>,
    whole: &Schema<'t>,
    part: &Schema<'t>,
    keyword: &str,
    message: String,
) {
    contradiction_of(work, whole, part, [keyword; 2], message);
}

/// The same of a keyword of the part, and one of the whole.
pub(super) fn contradiction_of<'t>(
    work: &mut Normaliser<'_, 't>,
    whole: &Schema<'t>,
    part: &Schema<'t>,
    [of_part, of_whole]: [&str; 2],
    message: String,
) {
    let message = match (work.strictness, of_part) {
        (Strictness::Own, _) => message,
        (Strictness::Foreign, "type") => format!("{message}; it is taken as any JSON"),
        (Strictness::Foreign, "format") => format!("{message}; the later one counts"),
        (Strictness::Foreign, _) => format!("{message}; both are left out"),
    };
    let place = |node: Option<Node<'t>>, instead: Node<'t>| Place::value(node.unwrap_or(instead));
    let first = place(written(whole, of_whole), whole.more.first().copied().unwrap_or(whole.node));
    let finding = work.loss(Code::Contradiction, place(part.keyword(of_part), part.node), message);
    work.tell(finding.related(first, "the other one"));
}

/// What values of a kind are, for messages.
fn noun(kind: Kind) -> &'static str {
    match kind {
        Kind::String => "a text",
        Kind::Integer => "an integer",
        Kind::Number => "a number",
        Kind::Boolean => "a boolean",
        Kind::Array => "a list",
        Kind::Object => "an object",
        Kind::Null => "null",
        Kind::OneOf | Kind::AnyOf | Kind::Alias | Kind::Any => "something else",
    }
}

/// Of two formats of numbers the one whose values the other one has as well.
fn narrower<'t>(one: &'t str, other: &'t str) -> Option<&'t str> {
    const WIDTHS: [&[&str]; 3] =
        [&["int8", "int16", "int32", "int64"], &["uint8", "uint16", "uint32", "uint64"], &["float", "double"]];
    WIDTHS.iter().find_map(|widths| {
        let rank = |format: &str| widths.iter().position(|width| *width == format);
        Some(if rank(one)? < rank(other)? { one } else { other })
    })
}
