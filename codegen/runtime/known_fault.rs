//! The faults that a description names, as a table: what names each of them in a body, and what is said of it. How an
//! answer without such a fault is kept is for `fault`.

use std::borrow::Cow;
use std::fmt;

use super::text::described;
use super::{FromJson, KnownMember, RawFault, Reader};

/// The faults of one enum, in the order of its variants.
#[derive(Debug)]
pub struct KnownFaults {
    /// The members that name a fault. Of several, the first that the body has as a text decides.
    pub members: &'static [&'static str],
    /// What names them: which of them it is, the member, its value, and the member that then holds the content, if that is
    /// not the body itself. The first value is how a fault is called.
    pub names: &'static [(usize, &'static str, &'static str, Option<&'static str>)],
    /// What the description says of each, as a sentence; empty if it says nothing.
    pub said: &'static [&'static str],
}

/// Which of the faults a value is, with its text for people; or anything else.
pub type WhichFault<'f> = Result<(usize, Option<&'f dyn fmt::Display>), &'f RawFault>;

/// A fault that a body names.
#[derive(Debug)]
pub struct FoundFault {
    index: usize,
    member: &'static str,
    content: Option<&'static str>,
}

impl KnownFaults {
    /// What the body says of its fault, known or not.
    pub fn tag<'a>(&self, reader: &Reader<'a>) -> Option<Cow<'a, str>> {
        self.named(reader).map(|(_, tag)| tag)
    }

    /// The fault that the body names, if it is one of these.
    pub fn find(&self, reader: &Reader<'_>) -> Option<FoundFault> {
        let (member, tag) = self.named(reader)?;
        let (index, _, _, content) = self.names.iter().find(|(_, by, name, _)| *by == member && *name == tag)?;
        Some(FoundFault { index: *index, member, content: *content })
    }

    /// How a fault is called.
    pub fn name<'f>(&self, which: WhichFault<'f>) -> Option<&'f str> {
        match which {
            Ok((index, _)) => self.names.iter().find(|(of, ..)| *of == index).map(|(_, _, name, _)| *name),
            Err(raw) => raw.tag(),
        }
    }

    /// Shows a fault: what the description says of it and its name, in the alternate form its text as well.
    pub fn show(&self, which: WhichFault<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match which {
            Ok((index, text)) => {
                let said = self.said.get(index).copied().unwrap_or_default();
                described(said, self.name(which), text, f)
            }
            Err(raw) => fmt::Display::fmt(raw, f),
        }
    }

    fn named<'a>(&self, reader: &Reader<'a>) -> Option<(&'static str, Cow<'a, str>)> {
        self.members.iter().find_map(|member| Some((*member, reader.find_text(member)?)))
    }
}

impl FoundFault {
    /// Its place among the faults.
    pub fn index(&self) -> usize {
        self.index
    }

    /// Reads its content.
    pub fn read<T: FromJson>(&self, reader: &mut Reader<'_>) -> Option<T> {
        match self.content {
            Some(content) => reader.envelope(&[KnownMember::required(content), KnownMember::optional(self.member)]),
            None => T::from_json(reader),
        }
    }
}
