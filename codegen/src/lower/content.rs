//! Contents of answers: which of the media types of a response are read, and what a body of each of them holds. What tells
//! answers apart is decided in `answer`.

use indexmap::IndexMap;
use openapiv3::MediaType;

use super::item::{Placed, Slot, base};
use super::media::{Media, essence, is_range};
use super::object::Envelope;
use super::role::Role;
use super::schema::{Step, Walker};
use super::unenforced::{self, Stands};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::model::{Base, Plain, Primitive, Received, Type};
use crate::pointer::Pointer;
use crate::schema::Kind;

/// What an answer of a media type is read as.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum ReadAs {
    Json,
    Text,
    Events,
    Bytes,
}

const STRING: Type = Type::Primitive(Primitive::String);

impl<'a> Walker<'_, 'a> {
    /// The media types that are read. What only says the same as JSON in another form is left aside.
    pub(super) fn media(
        &mut self,
        content: &'a IndexMap<String, MediaType>,
        owner: &Pointer,
    ) -> Vec<(&'a str, ReadAs, &'a MediaType)> {
        let all: Vec<_> =
            content.iter().map(|(name, media)| (name.as_str(), self.read_as(name, media), media)).collect();
        let json = all.iter().find(|(_, read_as, _)| *read_as == ReadAs::Json).copied();
        let mut kept = Vec::new();
        for (name, read_as, media) in all {
            let at = owner.join("content").join(name);
            if let Some((chosen, ..)) = json
                && !matches!(read_as, ReadAs::Json | ReadAs::Events)
                && self.is_same(&owner.join("content").join(chosen), &at)
            {
                let message = format!("`{name}` is not asked for, because `{chosen}` has the same content");
                self.found.lose_as(Code::MediaTypeLeft, Place::key(at), message);
                continue;
            }
            if !is_media_type(&essence(name)) {
                let message = format!("`{name}` is no media type, so it is not asked for");
                self.found.lose_as(Code::WouldBeLost, Place::key(at.clone()), message);
            }
            if !media.encoding.is_empty() {
                let message = "`encoding` says nothing about an answer";
                self.found.lose_as(Code::WouldBeLost, Place::key(at.join("encoding")), message);
            }
            kept.push((name, read_as, media));
        }
        kept
    }

    /// Whether two media types have one schema.
    fn is_same(&self, one: &Pointer, other: &Pointer) -> bool {
        let schema = |at: &Pointer| self.document.tree.find(&at.join("schema"));
        match (schema(one), schema(other)) {
            (Some(one), Some(other)) => one.is_same(other),
            (None, None) => true,
            (Some(_), None) | (None, Some(_)) => false,
        }
    }

    /// What a media type is read as. Under a range such as `*/*` the schema tells: a structure can only be JSON.
    fn read_as(&mut self, name: &str, media: &'a MediaType) -> ReadAs {
        let schema = media.schema.as_ref().and_then(|schema| self.peel(self.document.placed(schema), 0).pop());
        let schema = schema.map(|layer| (layer.schema.kind, layer.schema.format));
        match (Media::of(name), schema) {
            (Media::Events, _) => ReadAs::Events,
            (_, Some((Kind::String, Some("binary")))) => ReadAs::Bytes,
            (Media::Json, _) => ReadAs::Json,
            (Media::Text | Media::Form, _) => ReadAs::Text,
            (Media::Bytes | Media::Multipart, Some((kind, _))) if is_range(name) => match kind {
                Kind::String => ReadAs::Text,
                Kind::Any => ReadAs::Bytes,
                _ => ReadAs::Json,
            },
            (Media::Bytes | Media::Multipart, _) => ReadAs::Bytes,
        }
    }

    pub(super) fn content(
        &mut self,
        (read_as, media): (ReadAs, &'a MediaType),
        at: &Pointer,
        unwrap: Option<&'a str>,
        label: &str,
    ) -> Received {
        let start = media.schema.as_ref().map(|schema| self.document.placed(schema));
        if let Some(member) = unwrap.filter(|_| read_as != ReadAs::Json) {
            let message = format!("only JSON has a member `{member}` to unwrap");
            self.found.push(Diagnostic::error(Code::UnknownMember, Place::key(at.clone()), message));
        }
        match (read_as, start) {
            (ReadAs::Bytes, _) => Received::Bytes,
            (ReadAs::Events, start) => Received::Events(self.event_data(start, label)),
            (ReadAs::Text, None) => Received::Text(Plain::Text, STRING),
            (ReadAs::Text, Some(start)) => self.text_content(start, &at.join("schema"), label),
            (ReadAs::Json, None) => Received::Json(Type::Any),
            (ReadAs::Json, Some(start)) => self.json_content(start, unwrap, label),
        }
    }

    fn json_content(&mut self, start: Step<'a>, unwrap: Option<&'a str>, label: &str) -> Received {
        let placed = match unwrap {
            None => Some(Placed { slot: self.slot(start, label), member: None }),
            Some(member) => {
                let layers = self.peel(start, 0);
                self.unwrap(&layers, Envelope { member, tag: None }, label)
            }
        };
        // What was refused has been reported.
        let placed = placed.unwrap_or_else(|| Placed { slot: Slot::any(), member: None });
        unenforced::slot(&placed.slot, Stands::Elsewhere, Role::Response, self.found);
        match placed.member() {
            None => Received::Json(placed.slot.ty),
            Some(member) => Received::Wrapped { member, ty: placed.slot.ty },
        }
    }

    /// What the data of events is as JSON: what the schema describes, but for a text, which is said of all of the body.
    fn event_data(&mut self, start: Option<Step<'a>>, label: &str) -> Type {
        let Some(start) = start else { return Type::Any };
        let schema = self.peel(start.clone(), 0).pop().map(|layer| layer.schema);
        if schema.is_none_or(|schema| base(schema).is_some()) {
            return Type::Any;
        }
        let slot = self.slot(start, label);
        unenforced::slot(&slot, Stands::Elsewhere, Role::Response, self.found);
        slot.ty
    }

    /// A text: a single value, or all of it where the schema describes more than text has a form for.
    fn text_content(&mut self, start: Step<'a>, at: &Pointer, label: &str) -> Received {
        let schema = self.peel(start.clone(), 0).pop().map(|layer| layer.schema);
        let Some(base) = schema.and_then(base) else {
            if schema.is_some_and(|schema| schema.kind != Kind::Any && !schema.is_broken) {
                let message = "the body is read as the text that it is, whatever this schema says of it";
                self.found.lose_as(Code::WouldBeLost, Place::key(at.clone()), message);
            }
            return Received::Text(Plain::Text, STRING);
        };
        let slot = self.slot(start, label);
        unenforced::slot(&slot, Stands::Elsewhere, Role::Response, self.found);
        Received::Text(plain(base), slot.ty)
    }
}

/// How a value of a type stands in a text.
pub(super) fn plain(base: Base) -> Plain {
    match base {
        Base::String => Plain::Text,
        Base::Boolean | Base::Integer | Base::Number => Plain::Json,
    }
}

/// What is asked for to get a media type of the document.
pub(super) fn asked(name: &str, read_as: ReadAs) -> String {
    if read_as == ReadAs::Json && is_range(name) { "application/json".to_owned() } else { essence(name) }
}

/// Whether it is one, or a range of such (RFC 9110, section 8.3.1): it goes into a header.
pub(super) fn is_media_type(name: &str) -> bool {
    let is_token = |text: &str| {
        let is_fit = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
        !text.is_empty() && text.bytes().all(is_fit)
    };
    name.split_once('/').is_some_and(|(kind, rest)| is_token(kind) && is_token(rest))
}
