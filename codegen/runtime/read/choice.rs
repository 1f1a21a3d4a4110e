//! Which arm of a choice the value that comes next is, told by a member of it or by what it looks like. Only a look ahead:
//! the arm is read by whoever asks.

use std::borrow::Cow;

use super::super::scan::Scan;
use super::{Mode, Reader, Step};

/// The member that tells the arms of a choice apart.
#[derive(Debug)]
pub struct Tag {
    /// Its name.
    pub member: &'static str,
    /// Its values, and the arm that each stands for.
    pub values: &'static [(&'static str, usize)],
}

/// The JSON type of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `null`
    Null,
    /// `true` or `false`
    Boolean,
    /// A number without a fraction and an exponent.
    Integer,
    /// Any other number.
    Number,
    /// A string.
    Text,
    /// An array.
    List,
    /// An object.
    Object,
}

const ALL: [Kind; 7] = [Kind::Null, Kind::Boolean, Kind::Integer, Kind::Number, Kind::Text, Kind::List, Kind::Object];

/// What values of an arm look like, as far as that tells it from the other arms.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    arm: usize,
    kinds: &'static [Kind],
    /// What the value is, if that matters.
    values: &'static [&'static str],
    members: &'static [ShapeMember],
    /// What the first element of an array looks like, if that matters.
    items: &'static [Shape],
}

/// A member by which an arm is told from others.
#[derive(Clone, Copy, Debug)]
pub struct ShapeMember {
    name: &'static str,
    is_required: bool,
    /// The JSON types of its value, if they matter.
    kinds: &'static [Kind],
    /// What its value is, if that matters.
    values: &'static [&'static str],
}

impl Shape {
    /// Values of these types.
    #[must_use]
    pub const fn new(arm: usize, kinds: &'static [Kind]) -> Self {
        Self { arm, kinds, values: &[], members: &[], items: &[] }
    }

    /// Values of any type.
    #[must_use]
    pub const fn any(arm: usize) -> Self {
        Self::new(arm, &ALL)
    }

    /// The same that are one of these.
    #[must_use]
    pub const fn values(self, values: &'static [&'static str]) -> Self {
        Self { values, ..self }
    }

    /// The same with these members.
    #[must_use]
    pub const fn members(self, members: &'static [ShapeMember]) -> Self {
        Self { members, ..self }
    }

    /// The same with a first element that looks like one of these.
    #[must_use]
    pub const fn items(self, items: &'static [Shape]) -> Self {
        Self { items, ..self }
    }
}

impl ShapeMember {
    /// A member that is always there.
    #[must_use]
    pub const fn required(name: &'static str) -> Self {
        Self { name, is_required: true, kinds: &[], values: &[] }
    }

    /// A member that may be there.
    #[must_use]
    pub const fn optional(name: &'static str) -> Self {
        Self { is_required: false, ..Self::required(name) }
    }

    /// The same of one of these types.
    #[must_use]
    pub const fn kinds(self, kinds: &'static [Kind]) -> Self {
        Self { kinds, ..self }
    }

    /// The same that is one of these.
    #[must_use]
    pub const fn values(self, values: &'static [&'static str]) -> Self {
        Self { values, ..self }
    }
}

/// What stands for the arm of a value that is none of the known ones.
const OTHER: usize = usize::MAX;

impl<'a> Reader<'a> {
    /// The arm that a member of the object that comes next names, wherever it stands. A value that names none is another
    /// arm in an answer. `None` when something is wrong, which is reported; the value is passed over then.
    pub fn tagged(&mut self, tag: &Tag) -> Option<usize> {
        if self.scan.peek() != Some(b'{') {
            return self.mistyped("an object");
        }
        let Some(value) = self.scan.find(tag.member) else {
            return self.wrong_tag(tag.member, "is required and missing".into(), true);
        };
        let Some(text) = scalar(value) else {
            return self.wrong_tag(tag.member, "must be a value that names an alternative".into(), false);
        };
        match tag.values.iter().find(|(known, _)| *known == text) {
            Some((_, arm)) => {
                self.tags.push(tag.member);
                Some(*arm)
            }
            None if self.mode == Mode::Response => Some(OTHER),
            None => {
                let known: Vec<&str> = tag.values.iter().map(|(known, _)| *known).collect();
                self.wrong_tag(tag.member, format!("must be one of {}", known.join(", ")).into(), false)
            }
        }
    }

    #[cold]
    fn wrong_tag<T>(&mut self, member: &'static str, message: Cow<'static, str>, is_missing: bool) -> Option<T> {
        self.scan.skip();
        if !self.is_broken() {
            self.has_failed = true;
            self.steps.push(Step::Member(member));
            self.note(if is_missing { self.rules.required } else { self.rules.types }, message);
            self.steps.pop();
        }
        None
    }

    /// The arm that the value that comes next looks like. In an answer one that looks like none is another arm. `None` when
    /// something is wrong, which is reported; the value is passed over then.
    pub fn shaped(&mut self, shapes: &[Shape]) -> Option<usize> {
        let Some(kind) = kind(self.scan) else {
            self.scan.skip();
            return None;
        };
        match arm(shapes, kind, self.scan) {
            Some(arm) => Some(arm),
            None if self.mode == Mode::Response => Some(OTHER),
            None => self.refused("is none of the alternatives that the description has"),
        }
    }
}

/// The arm that a value looks like. Where its type leaves one alone, that is it: what is wrong with it can be told then.
fn arm(shapes: &[Shape], kind: Kind, value: Scan<'_>) -> Option<usize> {
    let mut open = shapes.iter().filter(|shape| shape.kinds.contains(&kind));
    let first = open.clone().next()?;
    if open.all(|shape| shape.arm == first.arm) {
        return Some(first.arm);
    }
    let members = if kind == Kind::Object { value.members() } else { Vec::new() };
    best(shapes, kind, value, &members).map(|shape| shape.arm)
}

/// Of the shapes that a value has, the one that knows most of its members; of several such, the first.
fn best<'s>(
    shapes: &'s [Shape],
    kind: Kind,
    value: Scan<'_>,
    members: &[(Cow<'_, str>, Scan<'_>)],
) -> Option<&'s Shape> {
    let mut best = None;
    for shape in shapes.iter().filter(|shape| shape.kinds.contains(&kind)) {
        let known = shape.fits(kind, value, members);
        if known > best.map(|(known, _)| known) {
            best = known.map(|known| (known, shape));
        }
    }
    best.map(|(_, shape)| shape)
}

impl Shape {
    /// How many of the members it knows, if the value has this shape.
    fn fits(&self, kind: Kind, value: Scan<'_>, members: &[(Cow<'_, str>, Scan<'_>)]) -> Option<usize> {
        if !is_listed(self.values, value) || (kind == Kind::List && !self.begins(value)) {
            return None;
        }
        let mut known = 0;
        for member in self.members {
            match members.iter().find(|(name, _)| name == member.name) {
                Some((_, value)) if member.fits(*value) => known += 1,
                None if !member.is_required => {}
                _ => return None,
            }
        }
        Some(known)
    }

    /// Whether an array is empty or begins with an element that looks right.
    fn begins(&self, mut value: Scan<'_>) -> bool {
        if self.items.is_empty() || !value.take(b'[') || value.peek() == Some(b']') {
            return true;
        }
        let Some(kind) = kind(value) else { return false };
        let members = if kind == Kind::Object { value.members() } else { Vec::new() };
        best(self.items, kind, value, &members).is_some()
    }
}

impl ShapeMember {
    fn fits(&self, value: Scan<'_>) -> bool {
        let has_kind = self.kinds.is_empty() || kind(value).is_some_and(|kind| self.kinds.contains(&kind));
        has_kind && is_listed(self.values, value)
    }
}

fn is_listed(values: &[&str], value: Scan<'_>) -> bool {
    values.is_empty() || scalar(value).is_some_and(|text| values.contains(&&*text))
}

/// The JSON type of the value that comes next; none where no value begins.
fn kind(mut value: Scan<'_>) -> Option<Kind> {
    Some(match value.peek()? {
        b'"' => Kind::Text,
        b'{' => Kind::Object,
        b'[' => Kind::List,
        b't' | b'f' => Kind::Boolean,
        b'n' => Kind::Null,
        _ if value.number()?.contains(['.', 'e', 'E']) => Kind::Number,
        _ => Kind::Integer,
    })
}

/// A text, or a number, `true` or `false` as they are written.
fn scalar(mut value: Scan<'_>) -> Option<Cow<'_, str>> {
    match value.peek()? {
        b'"' => value.string(),
        b't' if value.take_word("true") => Some("true".into()),
        b'f' if value.take_word("false") => Some("false".into()),
        b'-' | b'0'..=b'9' => value.number().map(Cow::Borrowed),
        _ => None,
    }
}
