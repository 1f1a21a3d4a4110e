//! How objects are read: member by member, against the table of those that the description has.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use super::super::ToJson;
use super::{FromJson, KnownMember, Mode, Reader, Step, is_plain};

/// Where a member goes once it is read: an `Option` that is unset until then.
pub trait Slot {
    /// Reads the value that comes next into it.
    fn fill(&mut self, reader: &mut Reader<'_>);
}

impl<T: FromJson> Slot for Option<T> {
    fn fill(&mut self, reader: &mut Reader<'_>) {
        *self = T::from_json(reader);
    }
}

/// Where the members go that the description does not name: a map.
pub trait OtherMembers {
    /// Reads the value that comes next, under this name.
    fn fill(&mut self, name: &str, reader: &mut Reader<'_>);

    /// All of them.
    fn entries(&self) -> Vec<(&str, &dyn ToJson)>;
}

impl<T: FromJson + ToJson> OtherMembers for BTreeMap<String, T> {
    fn fill(&mut self, name: &str, reader: &mut Reader<'_>) {
        self.extend(T::from_json(reader).map(|value| (name.to_owned(), value)));
    }

    fn entries(&self) -> Vec<(&str, &dyn ToJson)> {
        self.iter().map(|(name, value)| (name.as_str(), value as &dyn ToJson)).collect()
    }
}

/// A member that comes next.
enum Next<'a> {
    /// One of the description, by its index, whose value is to be read.
    Known(usize),
    /// The same whose value is to be passed over.
    Ignored,
    /// Another one, with its position.
    Other(Cow<'a, str>, usize),
}

/// An object that is being read.
pub struct OpenObject<'a, 'm> {
    members: &'m [KnownMember],
    /// Where the next member is looked for first: behind the last one, because servers write in order.
    next: usize,
    /// How many members have come.
    count: usize,
    /// A bit for each of the first 64 members of the table, set once it has come.
    seen: u64,
    /// The same for the members behind those.
    more: Vec<u64>,
    /// The members of the table that have come more than once.
    again: Vec<usize>,
    /// Members that the description does not have, with their positions.
    others: Vec<(Cow<'a, str>, usize)>,
    /// Members that have been read already.
    tags: Vec<&'static str>,
}

impl<'a> Reader<'a> {
    /// Reads the object that comes next, whose members are those, each into the slot at its place. `false` when it is no
    /// object. A required member that is missing leaves its slot unset. Not generic, so that a type costs little to compile.
    pub fn members(&mut self, members: &[KnownMember], slots: &mut [&mut dyn Slot]) -> bool {
        let Some(mut object) = self.object(members) else { return false };
        while let Some(index) = self.member(&mut object) {
            match slots.get_mut(index) {
                Some(slot) => slot.fill(self),
                None => self.skip(),
            }
        }
        self.end(object);
        true
    }

    /// The same for an object that may have other members, too.
    pub fn open_members(
        &mut self,
        members: &[KnownMember],
        slots: &mut [&mut dyn Slot],
        others: &mut dyn OtherMembers,
    ) -> bool {
        let Some(mut object) = self.object(members) else { return false };
        while let Some(next) = self.next_member(&mut object) {
            match next {
                Next::Known(index) => match slots.get_mut(index) {
                    Some(slot) => slot.fill(self),
                    None => self.skip(),
                },
                Next::Ignored => self.skip(),
                // It belongs to the choice around.
                Next::Other(name, _) if object.is_tag(&name) => self.skip(),
                Next::Other(name, position) => {
                    self.name_step(name.clone(), position);
                    others.fill(&name, self);
                    object.note_other(name, position);
                }
            }
        }
        self.end(object);
        true
    }

    /// Opens the object that comes next, whose members are those. `None` when it is none.
    pub fn object<'m>(&mut self, members: &'m [KnownMember]) -> Option<OpenObject<'a, 'm>> {
        self.open(b'{', "an object")?;
        let more = vec![0; members.len().saturating_sub(1) / 64];
        let tags = std::mem::take(&mut self.tags);
        Some(OpenObject { members, next: 0, count: 0, seen: 0, more, again: Vec::new(), others: Vec::new(), tags })
    }

    /// The index of the next member that the description has; its value has to be read then. Others are passed over, and
    /// reported in [`Mode::Request`]. In [`Mode::Response`] an optional member that is `null` is passed over as well.
    pub fn member(&mut self, object: &mut OpenObject<'a, '_>) -> Option<usize> {
        loop {
            match self.next_member(object)? {
                Next::Known(index) => return Some(index),
                Next::Ignored => {}
                Next::Other(name, position) => self.other(object, name, position),
            }
            self.scan.skip();
        }
    }

    #[inline]
    fn next_member(&mut self, object: &mut OpenObject<'a, '_>) -> Option<Next<'a>> {
        self.next_name(object.count)?;
        let position = object.count;
        object.count += 1;
        let awaited = object.members.get(object.next).filter(|member| member.is_raw);
        let index = if awaited.is_some_and(|member| self.scan.take_name(member.name)) {
            self.scan.require(b':')?;
            object.next
        } else {
            let name = self.scan.name()?;
            match object.find(&name) {
                Some(index) => index,
                None => return Some(Next::Other(name, position)),
            }
        };
        Some(if self.note_seen(object, index) { Next::Known(index) } else { Next::Ignored })
    }

    /// Reads the object that comes next, which has no members.
    pub fn empty_object(&mut self) -> Option<()> {
        let mut object = self.object(&[])?;
        while self.member(&mut object).is_some() {
            self.skip();
        }
        self.end(object);
        Some(())
    }

    /// Reads the first of these members, and no other, of the object that comes next.
    pub(in super::super) fn envelope<T: FromJson>(&mut self, members: &[KnownMember]) -> Option<T> {
        let mut object = self.object(members)?;
        let mut content = None;
        while let Some(index) = self.member(&mut object) {
            if index == 0 { content = T::from_json(self) } else { self.skip() }
        }
        self.end(object);
        content
    }

    /// Goes to the name of the next member, behind `count` others; `None` at the end of the object.
    #[inline]
    pub(super) fn next_name(&mut self, count: usize) -> Option<()> {
        let mut next = self.scan.peek();
        if next == Some(b'}') {
            self.scan.take(b'}');
            return None;
        }
        if count > 0 {
            self.scan.require(b',')?;
            next = self.scan.peek();
        }
        if next == Some(b'"') { Some(()) } else { self.scan.fail() }
    }

    /// Notes that a member has come. `false` if its value is not to be read: it has come before, or it is a `null` that
    /// stands for absence.
    #[inline]
    fn note_seen(&mut self, object: &mut OpenObject<'a, '_>, index: usize) -> bool {
        object.next = index + 1;
        let Some(member) = object.members.get(index) else { return false };
        self.set_step(Step::Member(member.name));
        let Some(seen) = object.seen_bits(index) else { return false };
        let bit = 1 << (index % 64);
        let is_first = *seen & bit == 0;
        *seen |= bit;
        // Told once, however often it comes.
        if !is_first && !object.again.contains(&index) {
            object.again.push(index);
            self.note(self.rules.types, "stands more than once");
        }
        let may_be_null = !member.is_required && !member.is_nullable && self.mode == Mode::Response;
        is_first && !(may_be_null && self.scan.peek() == Some(b'n'))
    }

    /// A member that the description does not have.
    #[cold]
    fn other(&mut self, object: &mut OpenObject<'a, '_>, name: Cow<'a, str>, position: usize) {
        self.name_step(name.clone(), position);
        if self.mode == Mode::Request && !object.is_tag(&name) {
            self.note(self.rules.unknown, unknown(&name, object.members));
        }
        object.others.push((name, position));
    }

    /// The name and the position of the next member of an object whose members the description does not name.
    pub(super) fn entry(&mut self, object: &mut OpenObject<'a, '_>) -> Option<(Cow<'a, str>, usize)> {
        loop {
            self.next_name(object.count)?;
            let position = object.count;
            object.count += 1;
            let name = self.scan.name()?;
            if !object.is_tag(&name) {
                return Some((name, position));
            }
            object.note_other(name, position);
            self.scan.skip();
        }
    }

    /// Ends an object: reports what is missing, and other members that have come more than once.
    pub fn end(&mut self, object: OpenObject<'a, '_>) {
        if self.is_broken() {
            return;
        }
        let mode = self.mode;
        for (index, member) in object.members.iter().enumerate().filter(|(_, member)| member.is_demanded(mode)) {
            if !object.has_seen(index) {
                self.set_step(Step::Member(member.name));
                self.has_failed = true;
                self.note(member.rule.unwrap_or(self.rules.required), "is required and missing");
            }
        }
        self.repeated(object.others);
        self.steps.pop();
    }

    fn repeated(&mut self, mut others: Vec<(Cow<'a, str>, usize)>) {
        others.sort_unstable();
        for same in others.chunk_by(|(one, _), (other, _)| one == other) {
            if let [(name, position), _, ..] = same {
                self.name_step(name.clone(), *position);
                self.note(self.rules.types, "stands more than once");
            }
        }
    }

    /// The place of a member whose name is not one of the description. One that a server chose is never shown: it may be
    /// what was sent, in another place.
    pub(super) fn name_step(&mut self, name: Cow<'a, str>, position: usize) {
        let is_shown = self.mode == Mode::Request && is_plain(&name);
        self.set_step(if is_shown { Step::Named(name) } else { Step::Nth(position) });
    }
}

impl fmt::Debug for OpenObject<'_, '_> {
    /// Leaves out the names that the text has.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OpenObject").field("count", &self.count).finish_non_exhaustive()
    }
}

impl<'a> OpenObject<'a, '_> {
    /// Notes a member that the description does not have, so that it is told if it comes again.
    pub(super) fn note_other(&mut self, name: Cow<'a, str>, position: usize) {
        self.others.push((name, position));
    }

    /// Whether a member has been read already, because it tells which arm of a choice the object is.
    fn is_tag(&self, name: &str) -> bool {
        self.tags.contains(&name)
    }

    fn find(&self, name: &str) -> Option<usize> {
        let (before, behind) = self.members.split_at_checked(self.next)?;
        let place = |members: &[KnownMember]| members.iter().position(|member| member.name == name);
        place(behind).map(|index| index + self.next).or_else(|| place(before))
    }

    fn seen_bits(&mut self, index: usize) -> Option<&mut u64> {
        match (index / 64).checked_sub(1) {
            None => Some(&mut self.seen),
            Some(word) => self.more.get_mut(word),
        }
    }

    fn has_seen(&self, index: usize) -> bool {
        let word = match (index / 64).checked_sub(1) {
            None => self.seen,
            Some(word) => self.more.get(word).copied().unwrap_or_default(),
        };
        word & (1 << (index % 64)) != 0
    }
}

/// What is said of a member that the description does not have. A name that is no plain one often holds the value, too.
fn unknown(name: &str, known: &[KnownMember]) -> Cow<'static, str> {
    let what = if is_plain(name) {
        "is not a member that can be sent"
    } else {
        "has a name that is no plain name and is not shown (is a space missing behind the colon?), and cannot be sent"
    };
    let known: Vec<&str> = known.iter().map(|member| member.name).collect();
    if known.is_empty() {
        format!("{what}; there is none here").into()
    } else {
        format!("{what}; the members here are {}", known.join(", ")).into()
    }
}
