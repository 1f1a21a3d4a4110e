//! Request bodies: what each media type of a body holds, and which of them a caller chooses from. What a name of a media type
//! stands for is said in `media`, how members of forms are written in `encoding`.

use openapiv3::{MediaType, ReferenceOr, RequestBody};

use super::docs;
use super::item::{Placed, Slot};
use super::media::{self, Media};
use super::object::Envelope;
use super::parameter::BODY;
use super::role::Role;
use super::schema::Walker;
use super::unenforced::{self, Stands};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::document::Resolved;
use crate::ext;
use crate::model::{Body, BodyArm, BodyEnum, Carried, Content, Docs, Ident, Primitive, Sent, Type};
use crate::name::{Candidate, Namespace};
use crate::pointer::Pointer;
use crate::schema::Kind;

/// A request body, complete but for the name of its enum.
pub(super) struct BodyDraft {
    field: Ident,
    docs: Docs,
    required: bool,
    /// Each media type, with what its variant is called if there are several.
    pub(super) arms: Vec<(Ident, Sent)>,
}

impl BodyDraft {
    /// The body, its enum being called like this.
    pub(super) fn finish(self, name: Ident) -> Body {
        let Self { field, docs, required, mut arms } = self;
        let content = match arms.pop() {
            Some((_, sent)) if arms.is_empty() => Content::One(sent),
            last => {
                let arms = arms.into_iter().chain(last).map(|(variant, sent)| BodyArm { variant, sent });
                Content::Several(BodyEnum { name, arms: arms.collect() })
            }
        };
        Body { field, docs, required, content }
    }
}

/// A request body without the name of its field.
pub(super) struct RequestPayload<'a> {
    /// The author's choice of a name, and where it is written.
    explicit: Option<(&'a str, Pointer)>,
    at: Pointer,
    /// The member of the envelope, where it is, and the author's choice of a name for it.
    member: Option<Member<'a>>,
    docs: Docs,
    required: bool,
    arms: Vec<Arm<'a>>,
}

struct Member<'a> {
    wire: &'a str,
    at: Pointer,
    explicit: Option<(&'a str, Pointer)>,
}

/// One media type.
struct Arm<'a> {
    name: &'a str,
    at: Pointer,
    media: Media,
    carried: Carried,
}

impl<'a> Walker<'_, 'a> {
    pub(super) fn body(
        &mut self,
        operation: &'a openapiv3::Operation,
        owner: &Pointer,
        label: &str,
    ) -> Option<RequestPayload<'a>> {
        let at = owner.join("requestBody");
        let (body, known) = (operation.request_body.as_ref()?, &self.document.targets.request_bodies);
        let resolved = self.found.ok(self.document.resolve(body, &at, known))?;
        let Resolved { value: body, pointer, siblings } = resolved;
        let label = format!("{label} request");
        let mut arms: Vec<Arm<'a>> = Vec::new();
        let mut slots = Vec::new();
        for (name, media) in &body.content {
            let at = pointer.join("content").join(name);
            if !is_sendable(name) {
                let message = format!("`{name}` is no media type that a header can name");
                let finding = Diagnostic::error(Code::UnknownValue, Place::key(at), message);
                self.found.push(finding.help("write it as in `application/json`"));
                continue;
            }
            let class = class(name, media, self);
            let label = if arms.is_empty() { label.clone() } else { format!("{label} {}", variant(name, class)) };
            let Some((placed, carried)) = self.carried(body, (name, class), media, &at, &label) else { continue };
            unenforced::slot(&placed.slot, Stands::Elsewhere, Role::Request, self.found);
            // Texts and bytes of two media types are two things; JSON says the same under each of its names.
            match arms.iter().find(|arm| class == Media::Json && arm.carried == carried) {
                Some(first) => {
                    let message = format!("`{name}` holds the same as `{}`, which is what is sent", first.name);
                    self.found.lose_as(Code::MediaTypeLeft, Place::key(at), message);
                }
                None => {
                    arms.push(Arm { name, at, media: class, carried });
                    slots.push(placed);
                }
            }
        }
        let first = slots.first()?;
        let description = siblings.and_then(|beside| beside.text("description")).or(body.description.as_deref());
        let docs = docs::of_part(description, ext::since(&body.extensions), &first.slot);
        let explicit = ext::name(&body.extensions).map(|name| (name, pointer.join(ext::NAME)));
        let member =
            first.member.as_ref().map(|(wire, at)| Member { wire, at: at.clone(), explicit: first.slot.explicit(at) });
        Some(RequestPayload { explicit, at, member, docs, required: body.required, arms })
    }

    /// What a body of one media type holds. `None` after a diagnostic.
    fn carried(
        &mut self,
        body: &'a RequestBody,
        (name, class): (&str, Media),
        media: &'a MediaType,
        at: &Pointer,
        label: &str,
    ) -> Option<(Placed<'a>, Carried)> {
        let plain = |slot: Slot<'a>| Placed { slot, member: None };
        let schema = media.schema.as_ref();
        if !matches!(class, Media::Form | Media::Multipart) && !media.encoding.is_empty() {
            let message = "`encoding` says nothing about this media type";
            self.found.lose_as(Code::WouldBeLost, Place::key(at.join("encoding")), message);
        }
        Some(match class {
            Media::Json => return self.json_body(body, schema, label),
            Media::Text | Media::Events => {
                let (slot, text) = self.text_slot(schema, at, label);
                let carried = Carried::Text(slot.ty.clone(), text);
                (plain(slot), carried)
            }
            Media::Bytes => {
                let carried = if media::is_range(name) { Carried::AnyType } else { Carried::Bytes };
                (plain(Slot::any()), carried)
            }
            Media::Form => {
                let slot = match schema {
                    Some(schema) => self.slot(self.document.placed(schema), label),
                    None => Slot::any().within(Type::Map, Vec::new()),
                };
                let members = self.form_members(&slot, at);
                let carried = Carried::Form { ty: slot.ty.clone(), members };
                (plain(slot), carried)
            }
            Media::Multipart => {
                let slot = match schema {
                    Some(schema) => {
                        let layers = self.peel(self.document.placed(schema), 0);
                        self.mark_files(&layers);
                        self.slot(self.document.placed(schema), label)
                    }
                    None => file().within(Type::Map, Vec::new()),
                };
                let parts = self.part_rules(&slot, at);
                let carried = Carried::Multipart { ty: slot.ty.clone(), parts };
                (plain(slot), carried)
            }
        })
    }

    /// A body of JSON, or the member of it that the caller sees.
    fn json_body(
        &mut self,
        body: &'a RequestBody,
        schema: Option<&'a ReferenceOr<openapiv3::Schema>>,
        label: &str,
    ) -> Option<(Placed<'a>, Carried)> {
        let placed = match (schema, ext::unwrap(&body.extensions)) {
            (None, _) => Placed { slot: Slot::any(), member: None },
            (Some(schema), None) => Placed { slot: self.slot(self.document.placed(schema), label), member: None },
            (Some(schema), Some(member)) => {
                let layers = self.peel(self.document.placed(schema), 0);
                self.unwrap(&layers, Envelope { member, tag: None }, label)?
            }
        };
        let ty = placed.slot.ty.clone();
        let carried = match placed.member() {
            Some(member) => Carried::Wrapped { member, ty },
            None => Carried::Json(ty),
        };
        Some((placed, carried))
    }
}

/// A part of a body of several that nothing is said of.
fn file<'a>() -> Slot<'a> {
    Slot { ty: Type::Primitive(Primitive::File), ..Slot::any() }
}

/// What a media type of a request holds. Some documents say `*/*` for JSON, which their schemas tell.
fn class(name: &str, media: &MediaType, walker: &Walker<'_, '_>) -> Media {
    let class = Media::of(name);
    if class != Media::Bytes || !matches!(media::essence(name).as_str(), "*/*" | "application/*") {
        return class;
    }
    let schema = media.schema.as_ref().and_then(|schema| walker.document.placed(schema).ok());
    match schema.map(|schema| schema.value.kind) {
        None | Some(Kind::String | Kind::Any) => Media::Bytes,
        Some(_) => Media::Json,
    }
}

/// Whether a name can be sent as it is spelled.
fn is_sendable(name: &str) -> bool {
    name.contains('/') && name.trim() == name && name.bytes().all(|byte| matches!(byte, b' '..=b'~'))
}

/// What a variant of a media type is named after: a short word for those that everybody knows.
pub(super) fn variant(name: &str, class: Media) -> String {
    let essence = media::essence(name);
    match essence.as_str() {
        "application/json" => "json".to_owned(),
        "application/xml" => "xml".to_owned(),
        "text/plain" => "text".to_owned(),
        "application/octet-stream" => "bytes".to_owned(),
        "*/*" => "any".to_owned(),
        _ => match class {
            Media::Form => "form".to_owned(),
            Media::Multipart => "multipart".to_owned(),
            Media::Json | Media::Text | Media::Events | Media::Bytes => {
                essence.strip_prefix("application/").unwrap_or(&essence).replace('*', "any")
            }
        },
    }
}

impl RequestPayload<'_> {
    /// What the field is named after: the member of the envelope, if there is one. A parameter may have the name of a body.
    pub(super) fn candidate(&self, parameters: &[Candidate]) -> Candidate {
        let of_member = || self.member.as_ref().and_then(|member| member.explicit.clone());
        let candidate = match &self.member {
            Some(Member { wire, at, .. }) => Candidate::new(*wire, Place::key(at.clone())),
            None => {
                let is_taken = parameters.iter().any(|one| one.text == BODY);
                let text = if is_taken { "request body" } else { BODY };
                Candidate::new(text, Place::key(self.at.clone()))
            }
        };
        candidate.wished(self.explicit.clone().or_else(of_member))
    }

    /// The body with the name of its field.
    pub(super) fn finish(self, field: Ident, walker: &mut Walker<'_, '_>) -> BodyDraft {
        let Self { docs, required, arms, .. } = self;
        let candidates =
            arms.iter().map(|arm| Candidate::new(variant(arm.name, arm.media), Place::key(arm.at.clone())));
        let names = walker.found.names(Namespace::Values, candidates);
        let sent =
            arms.into_iter().map(|Arm { name, media, carried, .. }| Sent { media_type: spelled(name, media), carried });
        BodyDraft { field, docs, required, arms: names.into_iter().zip(sent).collect() }
    }
}

/// The media type as it is sent: one that the name leaves open is the usual one of its class.
fn spelled(name: &str, class: Media) -> String {
    if !media::is_range(name) {
        return name.to_owned();
    }
    match class {
        Media::Json => "application/json".to_owned(),
        Media::Text => "text/plain".to_owned(),
        Media::Form | Media::Multipart | Media::Events | Media::Bytes => media::essence(name),
    }
}
