//! The faults that a description names, as a table: what names each of them in a body, and what is said of it. How an
//! answer without such a fault is kept is for `fault`.

use std::any::Any;
use std::borrow::Cow;
use std::fmt;

use super::text::described;
use super::{FromJson, KnownMember, RawFault, Reader};

/// The faults of one enum, in the order of its variants.
#[derive(Debug)]
pub struct KnownFaults {
    /// The members that name a fault. Of several, the first that the body has as a text decides.
    pub members: &'static [&'static str],
    /// What names them, in the order of the members. The first value is how a fault is called.
    pub names: &'static [FaultNames],
    /// What the variants are called.
    pub variants: &'static [&'static str],
    /// What the description says of each, as a sentence; empty if it says nothing.
    pub said: &'static [&'static str],
}

/// Values of one member.
#[derive(Debug)]
pub struct FaultNames {
    /// The member.
    pub member: &'static str,
    /// The member that then holds the content, if that is not the body itself.
    pub content: Option<&'static str>,
    /// Which of the faults each value names.
    pub values: &'static [(usize, &'static str)],
}

/// Which of the faults a value is, with its content, and that again if it is a text for people; or anything else.
pub type WhichFault<'f> = Result<(usize, &'f dyn FaultContent, Option<&'f dyn fmt::Display>), &'f RawFault>;

/// What a fault holds, whatever its type is: so that `Debug` and `PartialEq` are written once and not derived for each enum.
pub trait FaultContent: fmt::Debug {
    /// The content, to ask for its type.
    fn as_any(&self) -> &dyn Any;

    /// Whether the other one has the same type and value.
    fn is_same(&self, other: &dyn FaultContent) -> bool;
}

impl<T: fmt::Debug + PartialEq + 'static> FaultContent for T {
    fn as_any(&self) -> &dyn Any {
        self
    }

    fn is_same(&self, other: &dyn FaultContent) -> bool {
        other.as_any().downcast_ref() == Some(self)
    }
}

/// Whether two values of one enum are the same fault with the same content.
pub fn is_same_fault(one: WhichFault<'_>, other: WhichFault<'_>) -> bool {
    match (one, other) {
        (Ok((one, content, _)), Ok((other, same, _))) => one == other && content.is_same(same),
        (Err(one), Err(other)) => one == other,
        _ => false,
    }
}

/// A variant, as what makes it of its content.
pub type Variant<T, F> = fn(T) -> F;

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
        for names in self.names {
            let value = names.values.iter().find(|(_, value)| names.member == member && *value == tag);
            if let Some((index, _)) = value {
                return Some(FoundFault { index: *index, member, content: names.content });
            }
        }
        None
    }

    /// How a fault is called.
    pub fn name<'f>(&self, which: WhichFault<'f>) -> Option<&'f str> {
        let (index, ..) = match which {
            Ok(known) => known,
            Err(raw) => return raw.tag(),
        };
        let mut values = self.names.iter().flat_map(|names| names.values);
        values.find(|(of, _)| *of == index).map(|(_, value)| *value)
    }

    /// Shows a fault: what the description says of it and its name, in the alternate form its text as well.
    pub fn show(&self, which: WhichFault<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match which {
            Ok((index, _, text)) => {
                let said = self.said.get(index).copied().unwrap_or_default();
                described(said, self.name(which), text, f)
            }
            Err(raw) => fmt::Display::fmt(raw, f),
        }
    }

    /// Shows a fault as its variant and its content.
    pub fn debug(&self, which: WhichFault<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (variant, content): (_, &dyn fmt::Debug) = match &which {
            Ok((index, content, _)) => (self.variants.get(*index).copied().unwrap_or_default(), content),
            Err(raw) => ("Other", raw),
        };
        f.debug_tuple(variant).field(content).finish()
    }

    fn named<'a>(&self, reader: &Reader<'a>) -> Option<(&'static str, Cow<'a, str>)> {
        self.members.iter().find_map(|member| Some((*member, reader.find_text(member)?)))
    }
}

impl FoundFault {
    /// The variant that it is, if it is one of these.
    pub fn one_of<T, F>(&self, variants: &[(usize, Variant<T, F>)]) -> Option<Variant<T, F>> {
        variants.iter().find(|(index, _)| *index == self.index).map(|(_, variant)| *variant)
    }

    /// Reads its content.
    pub fn read<T: FromJson>(&self, reader: &mut Reader<'_>) -> Option<T> {
        match self.content {
            Some(content) => reader.envelope(&[KnownMember::required(content), KnownMember::optional(self.member)]),
            None => T::from_json(reader),
        }
    }
}
