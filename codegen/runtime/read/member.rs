//! A member of an object, as the table of its type has it. How objects are read by such a table stands in `object`.

use super::{Mode, Rule};

/// A member that an object may have.
#[derive(Clone, Copy, Debug)]
pub struct KnownMember {
    pub(in super::super) name: &'static str,
    /// Whether a text can have the name as it is, without escapes.
    pub(in super::super) is_raw: bool,
    pub(in super::super) is_required: bool,
    /// Whether `null` is a value of it, and not another way to leave it out.
    pub(super) is_nullable: bool,
    way: Way,
    /// What its absence breaks; none for the general rule.
    pub(super) rule: Option<&'static Rule>,
}

impl KnownMember {
    /// A member that has to be there.
    #[must_use]
    pub const fn required(name: &'static str) -> Self {
        Self { name, is_raw: is_raw(name), is_required: true, is_nullable: false, way: Way::Both, rule: None }
    }

    /// A member that has to be there, with the rule that its absence breaks.
    #[must_use]
    pub const fn required_by(name: &'static str, rule: &'static Rule) -> Self {
        Self { rule: Some(rule), ..Self::required(name) }
    }

    /// A member that may be absent.
    #[must_use]
    pub const fn optional(name: &'static str) -> Self {
        Self { is_required: false, ..Self::required(name) }
    }

    /// The same, and `null` is a value of it: it is read as one in either mode. A member that may be absent as well is a
    /// `Patch`, one that has to be there an `Option`, which is written even when it is unset.
    #[must_use]
    pub const fn nullable(self) -> Self {
        Self { is_nullable: true, ..self }
    }

    /// The same of an answer only: a request never has it, and leaves it out where it is set.
    #[must_use]
    pub const fn read_only(self) -> Self {
        Self { way: Way::Received, ..self }
    }

    /// The same of a request only: no answer has to have it.
    #[must_use]
    pub const fn write_only(self) -> Self {
        Self { way: Way::Sent, ..self }
    }

    /// Whether it is written, in what is sent or elsewhere.
    pub(in super::super) fn is_written(&self, is_unset: bool, is_sent: bool) -> bool {
        match self.way {
            Way::Both => self.is_required || !is_unset,
            Way::Received => !is_unset && !is_sent,
            Way::Sent => !is_unset,
        }
    }

    pub(super) fn is_demanded(&self, mode: Mode) -> bool {
        let is_meant = match self.way {
            Way::Both => true,
            Way::Received => mode == Mode::Response,
            Way::Sent => mode == Mode::Request,
        };
        self.is_required && is_meant
    }
}

/// Which bodies have a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Both,
    Received,
    Sent,
}

/// Whether a string of JSON holds all of this as it is. Not by `needs_escapes`, because a constant is made of it: a call for
/// each byte, and every call of a library, costs time wherever the crate is compiled.
const fn is_raw(name: &str) -> bool {
    let mut bytes = name.as_bytes();
    while let [first, rest @ ..] = bytes {
        if matches!(*first, b'"' | b'\\' | 0..=0x1f) {
            return false;
        }
        bytes = rest;
    }
    true
}
