//! Several schemas as one: what one says and what the other says holds together, keyword by keyword.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use super::Normaliser;
use crate::diagnostic::{Code, Place};
use crate::node::{Node, Number};
use crate::options::Strictness;
use crate::schema::{ASSERTIONS, Additional, Inner, Kind, Schema, SchemaId};

/// What several schemas say together, as far as they have been added.
pub(super) struct Whole<'t> {
    schema: Schema<'t>,
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
        self.null(&part);
        self.kind(work, &part);
        self.limits(work, &part);
        self.counts(work, &mut part);
        self.values(work, &part);
        self.objects(work, &part);
        self.docs(&part);
        let whole = &mut self.schema;
        whole.is_broken |= part.is_broken;
        whole.read_only |= part.read_only;
        whole.write_only |= part.write_only;
        whole.deprecated |= part.deprecated;
        whole.choices.extend(part.choices);
        // One node for each keyword is enough to say where it stands.
        for node in std::iter::once(part.node).chain(part.more) {
            let is_new = |keyword: &&str| node.get(keyword).is_some() && written(whole, keyword).is_none();
            if ASSERTIONS.iter().chain(["type", "nullable"].iter()).any(is_new) {
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
        let kind = match (whole.kind, part.kind) {
            (one, other) if one == other => one,
            (Kind::Any, kind) | (kind, Kind::Any) => kind,
            (Kind::Integer, Kind::Number) | (Kind::Number, Kind::Integer) => Kind::Integer,
            (one, other) => {
                let message = format!("nothing is both {} and {}", noun(one), noun(other));
                contradiction(work, whole, part, "type", message);
                Kind::Any
            }
        };
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

    fn limits(&mut self, work: &mut Normaliser<'_, 't>, part: &Schema<'t>) {
        let whole = &mut self.schema;
        let is_empty = |schema: &Schema<'_>| {
            schema.minimum.zip(schema.maximum).is_some_and(|(least, most)| {
                let order = compare(least, most);
                order == Ordering::Greater
                    || order == Ordering::Equal && (schema.exclusive_minimum || schema.exclusive_maximum)
            })
        };
        let was_empty = is_empty(whole) || is_empty(part);
        if let Some(least) = part.minimum {
            let order = whole.minimum.map_or(Ordering::Greater, |known| compare(least, known));
            whole.exclusive_minimum = match order {
                Ordering::Less => whole.exclusive_minimum,
                Ordering::Equal => whole.exclusive_minimum || part.exclusive_minimum,
                Ordering::Greater => part.exclusive_minimum,
            };
            whole.minimum = whole.minimum.filter(|_| order != Ordering::Greater).or(part.minimum);
        }
        if let Some(most) = part.maximum {
            let order = whole.maximum.map_or(Ordering::Less, |known| compare(most, known));
            whole.exclusive_maximum = match order {
                Ordering::Less => part.exclusive_maximum,
                Ordering::Equal => whole.exclusive_maximum || part.exclusive_maximum,
                Ordering::Greater => whole.exclusive_maximum,
            };
            whole.maximum = whole.maximum.filter(|_| order != Ordering::Less).or(part.maximum);
        }
        if is_empty(whole) && !was_empty {
            let message = "no number is within the limits of both".to_owned();
            let keyword = if part.minimum.is_some() { ["minimum", "maximum"] } else { ["maximum", "minimum"] };
            contradiction_of(work, whole, part, keyword, message);
            (whole.minimum, whole.maximum) = (None, None);
        }
        self.multiples(work, part);
    }

    /// Limits of lengths and of how many entries there are.
    fn counts(&mut self, work: &mut Normaliser<'_, 't>, part: &mut Schema<'t>) {
        let whole = &mut self.schema;
        whole.unique_items |= part.unique_items;
        for (what, keywords, of) in counts() {
            let [least, most] = of(whole);
            let [part_least, part_most] = of(part).map(|limit| *limit);
            let is_empty =
                |least: Option<u64>, most: Option<u64>| least.zip(most).is_some_and(|(least, most)| least > most);
            let was_empty = is_empty(*least, *most) || is_empty(part_least, part_most);
            (*least, *most) = ((*least).max(part_least), most.iter().copied().chain(part_most).min());
            if is_empty(*least, *most) && !was_empty {
                (*least, *most) = (None, None);
                let [first, second] = keywords;
                let keywords = if part_least.is_some() { [first, second] } else { [second, first] };
                contradiction_of(work, whole, part, keywords, format!("no {what} is as long as both say"));
            }
        }
    }

    fn multiples(&mut self, work: &mut Normaliser<'_, 't>, part: &Schema<'t>) {
        let whole = &mut self.schema;
        let is_multiple = |of: Number<'t>, one: Number<'t>| (of.as_f64() / one.as_f64()).fract() == 0.0;
        match (whole.multiple_of, part.multiple_of) {
            (_, None) => {}
            (Some(one), Some(other)) if is_multiple(one, other) => {}
            (one, Some(other)) => {
                if one.is_some_and(|one| !is_multiple(other, one)) {
                    let message = "`multipleOf` beside that of another part of `allOf` is checked alone";
                    let place = Place::value(part.keyword("multipleOf").unwrap_or(part.node));
                    let finding = work.loss(Code::WouldBeLost, place, message);
                    work.tell(finding.help("state one number that both divide"));
                }
                whole.multiple_of = Some(other);
            }
        }
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

    /// Whether a schema says nothing that the whole, which has these members, does not say as well.
    pub(super) fn is_within(
        &self,
        schema: &Schema<'t>,
        whole: &Schema<'t>,
        members: &BTreeMap<&'t str, Inner<'t>>,
    ) -> bool {
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
fn contradiction_of<'t>(
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

/// The least and the most of what is counted.
type Count<'t> = for<'s> fn(&'s mut Schema<'t>) -> [&'s mut Option<u64>; 2];

fn counts<'t>() -> [(&'static str, [&'static str; 2], Count<'t>); 3] {
    [
        ("text", ["minLength", "maxLength"], |schema| [&mut schema.min_length, &mut schema.max_length]),
        ("list", ["minItems", "maxItems"], |schema| [&mut schema.min_items, &mut schema.max_items]),
        ("object", ["minProperties", "maxProperties"], |schema| {
            [&mut schema.min_properties, &mut schema.max_properties]
        }),
    ]
}

/// Which of two numbers is larger; those that are none are the same.
fn compare(one: Number<'_>, other: Number<'_>) -> Ordering {
    match (one.as_i64(), other.as_i64()) {
        (Some(one), Some(other)) => one.cmp(&other),
        _ => one.as_f64().partial_cmp(&other.as_f64()).unwrap_or(Ordering::Equal),
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
