//! Operations: what goes out. What comes back is in `answer`, the address in `path`.

use indexmap::IndexMap;
use openapiv3::{MediaType, PathItem, Server};

use super::answer::Answers;
use super::docs;
use super::item::{Placed, Slot};
use super::object::Envelope;
use super::parameter::{OpenParameter, Parameters};
use super::path::{self, Piece};
use super::role::Role;
use super::schema::Walker;
use super::security;
use super::unenforced::{self, Stands};
use crate::diagnostic::{Code, Place};
use crate::document::Resolved;
use crate::ext;
use crate::model::{Body, Docs, Ident, Method, Pair, Parameter, Path, PathPart};
use crate::name::{Candidate, Namespace};
use crate::node::Node;
use crate::percent::encode_path;
use crate::pointer::Pointer;

/// An operation, complete but for the names of things outside of it.
pub(super) struct OperationDraft<'a> {
    pub(super) operation: &'a openapiv3::Operation,
    pub(super) pointer: Pointer,
    pub(super) id: String,
    pub(super) docs: Docs,
    pub(super) method: Method,
    pub(super) path: Path,
    /// The constants of the header.
    pub(super) headers: Vec<Pair>,
    pub(super) parameters: Vec<Parameter>,
    /// The name of the security scheme.
    pub(super) scheme: Option<&'a str>,
    pub(super) body: Option<Body>,
    pub(super) answers: Answers<'a>,
}

struct RequestPayload<'a> {
    /// The author's choice of a name, and where it is written.
    explicit: Option<(&'a str, Pointer)>,
    at: Pointer,
    placed: Placed<'a>,
    docs: Docs,
}

impl<'a> Walker<'_, 'a> {
    /// Every operation, in the order of the document.
    pub(super) fn operations(&mut self) -> Vec<OperationDraft<'a>> {
        let document = self.document;
        let mut plans = Vec::new();
        for (key, entry) in &document.api.paths.paths {
            let at = Pointer::root().join("paths").join(key);
            let Some(resolved) = self.found.ok(document.resolve(entry, &at, &document.targets.path_items)) else {
                continue;
            };
            self.other_servers(&resolved.value.servers, &resolved.pointer);
            let mut methods: Vec<(&str, &openapiv3::Operation)> = resolved.value.iter().collect();
            let written = document.tree.find(&resolved.pointer).and_then(Node::as_object);
            methods.sort_by_cached_key(|(name, _)| written.and_then(|item| item.keys().position(|key| key == *name)));
            for (name, operation) in methods {
                let method = Method::ALL.iter().copied().find(|method| method.as_str().eq_ignore_ascii_case(name));
                let Some(method) = method else { continue };
                let pointer = resolved.pointer.join(name);
                plans.push(self.operation(key, resolved.value, operation, method, pointer));
            }
        }
        plans
    }

    fn operation(
        &mut self,
        key: &'a str,
        path_item: &'a PathItem,
        operation: &'a openapiv3::Operation,
        method: Method,
        pointer: Pointer,
    ) -> OperationDraft<'a> {
        self.other_servers(&operation.servers, &pointer);
        if let [first, second, ..] = operation.tags.as_slice() {
            let message = format!("the operation is in the module of `{first}`, and not in that of `{second}`");
            self.found.lose_as(Code::SeveralTags, Place::value(pointer.join("tags").join_index(1)), message);
        }
        let id = operation.operation_id.clone();
        let id = id.unwrap_or_else(|| format!("{} {key}", pointer.last().unwrap_or_default()));
        let label = ext::name(&operation.extensions).unwrap_or(&id).to_owned();
        let mut cut = path::path(key, &pointer, self.found);
        let parameters = self.parameters(&path_item.parameters, &operation.parameters, &pointer, &label);
        self.add_constants(&mut cut.query, &parameters);
        let Parameters { open, in_path, headers, .. } = parameters;
        let scheme = security::scheme(self.document, operation, &pointer, self.found);
        let request = self.body(operation, &pointer, &label);
        let candidates = open.iter().map(OpenParameter::candidate);
        let candidates = candidates.chain(request.iter().map(RequestPayload::candidate));
        let mut fields = self.found.names(Namespace::Fields, candidates).into_iter();
        let parameters: Vec<Parameter> =
            open.into_iter().zip(fields.by_ref()).map(|(open, field)| self.finish(open, field)).collect();
        let body = request.zip(fields.next()).map(|(request, field)| request.finish(field));
        let place = Place::key(pointer.parent().unwrap_or_default());
        let parts = cut.parts.into_iter().filter_map(|part| match part {
            Piece::Fixed(text) => Some(PathPart::Fixed(encode_path(text))),
            Piece::Variable(name) => self.variable(name, &in_path, &parameters, &place),
        });
        let path = Path { parts: parts.collect(), query: cut.query };
        let answers = self.answers(operation, method, &pointer, &label);
        let docs = docs::of_operation(operation, path_item);
        OperationDraft { operation, pointer, id, docs, method, path, headers, parameters, scheme, body, answers }
    }

    fn other_servers(&mut self, servers: &[Server], owner: &Pointer) {
        if !servers.is_empty() {
            let help = "state the server at the top of the document";
            let message = "a server for a part of the API is not supported yet";
            self.found.lose(Place::key(owner.join("servers")), message, help);
        }
    }

    fn body(
        &mut self,
        operation: &'a openapiv3::Operation,
        owner: &Pointer,
        label: &str,
    ) -> Option<RequestPayload<'a>> {
        let at = owner.join("requestBody");
        let (body, known) = (operation.request_body.as_ref()?, &self.document.targets.request_bodies);
        let resolved = self.found.ok(self.document.resolve(body, &at, known))?;
        let Resolved { value: body, pointer, siblings } = resolved;
        let placed =
            self.payload(&body.content, &pointer, ext::unwrap(&body.extensions), &format!("{label} request"))?;
        unenforced::slot(&placed.slot, Stands::Elsewhere, Role::Request, self.found);
        if !body.required {
            let help = "say `required: true`, which is how it is treated";
            let message = "a request body that may be left out is not supported yet";
            self.found.lose(Place::value(pointer.clone()), message, help);
        }
        let description = siblings.and_then(|beside| beside.text("description")).or(body.description.as_deref());
        let docs = docs::of_part(description, ext::since(&body.extensions), &placed.slot);
        let explicit = ext::name(&body.extensions).map(|name| (name, pointer.join(ext::NAME)));
        Some(RequestPayload { explicit, at, placed, docs })
    }

    /// What a body holds; `None` when there is no body.
    fn payload(
        &mut self,
        content: &'a IndexMap<String, MediaType>,
        owner: &Pointer,
        unwrap: Option<&'a str>,
        label: &str,
    ) -> Option<Placed<'a>> {
        let media = self.json(content, owner)?;
        let Some(schema) = &media.schema else { return Some(Placed { slot: Slot::any(), member: None }) };
        let start = self.document.placed(schema);
        match unwrap {
            None => Some(Placed { slot: self.slot(start, label), member: None }),
            Some(member) => {
                let layers = self.peel(start, 0);
                self.unwrap(&layers, Envelope { member, tag: None }, label)
            }
        }
    }

    /// The JSON among the media types.
    fn json(&mut self, content: &'a IndexMap<String, MediaType>, owner: &Pointer) -> Option<&'a MediaType> {
        let at = owner.join("content");
        let (first, _) = content.first()?;
        let Some((chosen, media)) = content.iter().find(|(name, _)| is_json(name)) else {
            let message = format!("the media type `{first}` is not supported yet");
            let help = "describe it as `application/json`, or leave the operation out";
            self.found.refuse(Place::key(at.join(first)), message, help);
            return None;
        };
        for other in content.keys().filter(|name| *name != chosen) {
            let message = format!("`{other}` beside `{chosen}` is not supported yet");
            self.found.lose(Place::key(at.join(other)), message, "leave it out");
        }
        if !media.encoding.is_empty() {
            let place = Place::key(at.join(chosen).join("encoding"));
            self.found.lose(place, "`encoding` is not supported yet", "leave it out; it says nothing about JSON");
        }
        Some(media)
    }
}

fn is_json(media_type: &str) -> bool {
    let name = media_type.split(';').next().unwrap_or_default();
    name.trim().eq_ignore_ascii_case("application/json")
}

impl RequestPayload<'_> {
    /// What the field is named after: the member of the envelope, if there is one.
    fn candidate(&self) -> Candidate {
        let candidate = match &self.placed.member {
            Some((member, at)) => Candidate::new(*member, Place::key(at.clone())),
            None => Candidate::new("body", Place::key(self.at.clone())),
        };
        let of_member = || self.placed.member.as_ref().and_then(|(_, at)| self.placed.slot.explicit(at));
        candidate.wished(self.explicit.clone().or_else(of_member))
    }

    fn finish(self, field: Ident) -> Body {
        Body { field, docs: self.docs, payload: self.placed.payload() }
    }
}
