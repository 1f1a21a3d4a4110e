//! Operations: what goes out. What comes back is in `answer`, the address in `path`.

use openapiv3::PathItem;

use super::answer::Answers;
use super::body::BodyDraft;
use super::docs;
use super::parameter::{self, Parameters};
use super::path::{self, Piece};
use super::schema::Walker;
use super::security::{self, Requirement};
use super::server;
use crate::diagnostic::{Code, Place};
use crate::document::Document;
use crate::document::Resolved;
use crate::ext;
use crate::model::{Auth, Docs, Method, Pair, Parameter, Path, PathPart, Server};
use crate::name::Namespace;
use crate::node::Node;
use crate::only;
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
    pub(super) asks: Requirement,
    /// What a caller has to have, once the credentials of all operations have their names.
    pub(super) auth: Auth,
    pub(super) servers: Vec<Server>,
    pub(super) body: Option<BodyDraft>,
    pub(super) answers: Answers<'a>,
}

/// Whether the caller wants an operation.
fn takes(document: &Document<'_>, path: &str, operation: &openapiv3::Operation) -> bool {
    document.only.takes(path, operation.operation_id.as_deref(), &operation.tags)
}

/// The words of the caller's choice that no operation is chosen by: misspelt, or of another document.
pub(crate) fn idle(document: &Document<'_>) -> Vec<String> {
    let mut idle = document.only.words().to_vec();
    for (path, entry) in &document.api.paths.paths {
        let at = Pointer::root().join("paths").join(path);
        let Ok(item) = document.resolve(entry, &at, &document.targets.path_items) else { continue };
        for (_, operation) in item.value.iter() {
            let id = operation.operation_id.as_deref();
            idle.retain(|word| !only::is_of(word, path, id, &operation.tags));
        }
    }
    idle
}

impl<'a> Walker<'_, 'a> {
    /// Every operation that is wanted, in the order of the document.
    pub(super) fn operations(&mut self) -> Vec<OperationDraft<'a>> {
        let document = self.document;
        let mut plans = Vec::new();
        for (key, entry) in &document.api.paths.paths {
            let at = Pointer::root().join("paths").join(key);
            let Some(resolved) = self.found.ok(document.resolve(entry, &at, &document.targets.path_items)) else {
                continue;
            };
            let mut methods: Vec<(&str, &openapiv3::Operation)> = resolved.value.iter().collect();
            let written = document.tree.find(&resolved.pointer).and_then(Node::as_object);
            methods.sort_by_cached_key(|(name, _)| written.and_then(|item| item.keys().position(|key| key == *name)));
            for (name, operation) in methods {
                let method = Method::ALL.iter().copied().find(|method| method.as_str().eq_ignore_ascii_case(name));
                let Some(method) = method.filter(|_| takes(document, key, operation)) else { continue };
                let pointer = resolved.pointer.join(name);
                plans.push(self.operation(key, &resolved, operation, method, pointer));
            }
        }
        plans
    }

    fn operation(
        &mut self,
        key: &'a str,
        around: &Resolved<'a, PathItem>,
        operation: &'a openapiv3::Operation,
        method: Method,
        pointer: Pointer,
    ) -> OperationDraft<'a> {
        let path_item = around.value;
        if let [first, second, ..] = operation.tags.as_slice() {
            let message = format!("the operation is in the module of `{first}`, and not in that of `{second}`");
            self.found.lose_as(Code::SeveralTags, Place::value(pointer.join("tags").join_index(1)), message);
        }
        let id = operation.operation_id.clone();
        let id = id.unwrap_or_else(|| format!("{} {key}", pointer.last().unwrap_or_default()));
        let label = ext::name(&operation.extensions).unwrap_or(&id).to_owned();
        let cut = path::path(key);
        let mut parameters = self.parameters(&path_item.parameters, &operation.parameters, &pointer, &cut, &label);
        let place = Place::key(pointer.parent().unwrap_or_default());
        let query = self.constants(cut.query, &mut parameters, &place);
        let Parameters { open, headers, .. } = parameters;
        let asks = security::requirement(self.document, operation, &pointer, self.found);
        let of_path = (path_item.servers.as_slice(), &around.pointer);
        let servers = server::own(self.document, (&operation.servers, &pointer), of_path, self.found);
        let request = self.body(operation, &pointer, &label);
        let mut candidates = parameter::candidates(&open);
        candidates.extend(request.as_ref().map(|request| request.candidate(&candidates)));
        let mut fields = self.found.names(Namespace::Fields, candidates.into_iter()).into_iter();
        let parameters: Vec<Parameter> =
            open.into_iter().zip(fields.by_ref()).map(|(open, field)| self.finish(open, field)).collect();
        let body = request.zip(fields.next()).map(|(request, field)| request.finish(field, self));
        let parts = cut.parts.into_iter().filter_map(|part| match part {
            Piece::Fixed(text) => Some(PathPart::Fixed(encode_path(text))),
            Piece::Variable(name) => parameter::variable(name, &parameters),
        });
        let path = Path { parts: parts.collect(), query };
        let answers = self.answers(operation, method, &pointer, &label);
        let docs = docs::of_operation(operation, path_item, asks.scopes.clone());
        let auth = Auth::None;
        OperationDraft {
            operation,
            pointer,
            id,
            docs,
            method,
            path,
            headers,
            parameters,
            asks,
            auth,
            servers,
            body,
            answers,
        }
    }
}
