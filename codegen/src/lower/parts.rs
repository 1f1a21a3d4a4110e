//! Which optional parts of the runtime a model needs: those that its types and calls name, and those that these use.

use std::collections::BTreeSet;

use crate::model::{
    Api, Auth, Carried, Carrier, Core, CredentialKind, Fault, Operation, Output, Part, Presence, Received, Type,
    TypeDef, TypeKind, Written,
};

/// The parts that the types of a model and what operations send and receive need.
pub(super) fn needed(api: &Api) -> BTreeSet<Part> {
    let operations = || api.modules.iter().flat_map(|module| &module.operations);
    let calls = operations().flat_map(|operation| of_request(api, operation)).chain(operations().flat_map(of_answers));
    let credential = needs_credential(api).then_some(Part::Credential);
    let parts = calls.chain(api.types.iter().flat_map(of_def)).chain(credential);
    parts.flat_map(|part| part.needs().iter().copied().chain([part])).collect()
}

/// Whether some credential is more than user and password or a key in a header or the query.
fn needs_credential(api: &Api) -> bool {
    let is_composed = |auth: &Auth| match auth {
        Auth::None | Auth::Basic | Auth::Named(_) => false,
        Auth::All(_) | Auth::Optional(_) => true,
    };
    let of_kind = |kind: &CredentialKind| match kind {
        CredentialKind::Secret(Carrier::Header(_) | Carrier::Query(_)) => false,
        CredentialKind::Secret(Carrier::Cookie(_) | Carrier::Scheme(_)) => true,
        CredentialKind::OneOf(alternatives) => alternatives.iter().any(|one| is_composed(&one.auth)),
    };
    let operations = api.modules.iter().flat_map(|module| &module.operations);
    operations.into_iter().any(|operation| is_composed(&operation.auth))
        || api.credentials.iter().any(|one| of_kind(&one.kind))
}

/// What a request needs, and the types of what is received.
fn of_request(api: &Api, operation: &Operation) -> BTreeSet<Part> {
    let is_styled = operation.parameters.iter().any(|parameter| match parameter.written {
        Written::Styled(_) => true,
        Written::Plain(_) => false,
    });
    let sent = || operation.body.iter().flat_map(|body| body.content.sent());
    let bodies = sent().filter_map(|sent| match sent.carried {
        Carried::Json(_) | Carried::Wrapped { .. } | Carried::Text(..) | Carried::Bytes | Carried::AnyType => None,
        Carried::Form { .. } => Some(Part::Form),
        Carried::Multipart { .. } => Some(Part::Multipart),
    });
    let upload = operation.body.as_ref().is_some_and(|body| body.is_upload(&api.types)).then_some(Part::Upload);
    let parameters = operation.parameters.iter().map(|parameter| &parameter.ty);
    let types = parameters.chain(sent().filter_map(|sent| sent.carried.ty())).chain(operation.received());
    bodies.chain(upload).chain(is_styled.then_some(Part::Style)).chain(types.filter_map(of_type)).collect()
}

/// What reading the answers of an operation needs.
fn of_answers(operation: &Operation) -> Vec<Part> {
    let is_plain = match &operation.output {
        Output::Same(answer) => match answer.content {
            Received::Text(..) | Received::Bytes | Received::Events(_) => false,
            Received::Empty | Received::Json(_) | Received::Wrapped { .. } => true,
        },
        Output::Several(_) => false,
    };
    let by_status = match &operation.fault {
        Fault::ByStatus(_) => true,
        Fault::Raw | Fault::Own(_) | Fault::Shared(_) => false,
    };
    let read = match (&operation.response_headers, is_plain && !by_status) {
        (Some(_), _) => Some(Part::Header),
        (None, false) => Some(Part::Answer),
        (None, true) => None,
    };
    let streamed = operation.streamed.as_ref().map(|streamed| match streamed.data {
        Some(_) => Part::Events,
        None => Part::Stream,
    });
    read.into_iter().chain(streamed).collect()
}

fn of_def(def: &TypeDef) -> BTreeSet<Part> {
    match &def.kind {
        TypeKind::Object(object) => {
            let is_patched = object.members.iter().any(|member| member.presence == Presence::OptionalOrNull);
            let patch = is_patched.then_some(Part::Patch);
            def.held().filter_map(of_type).chain(patch).collect()
        }
        TypeKind::Newtype(newtype) => newtype.over.facts().form.part().into_iter().collect(),
        TypeKind::Fault(faults) => faults.arms.iter().filter_map(|arm| of_type(&arm.ty)).collect(),
        TypeKind::Choice(choice) => choice.arms.iter().filter_map(|arm| of_type(&arm.ty)).collect(),
        TypeKind::Enumeration(_) => BTreeSet::new(),
    }
}

fn of_type(ty: &Type) -> Option<Part> {
    match ty.core() {
        Core::Primitive(primitive) => primitive.facts().form.part(),
        Core::Named(_) | Core::Any => None,
    }
}
