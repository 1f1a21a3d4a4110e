//! Which optional parts of the runtime a model needs: those that its types and calls name.

use std::collections::BTreeSet;

use crate::model::{Api, Core, Fault, Operation, Output, Part, Presence, Received, Type, TypeDef, TypeKind};

/// The parts that the types of a model and what operations send and receive need.
pub(super) fn needed(api: &Api) -> BTreeSet<Part> {
    let operations = || api.modules.iter().flat_map(|module| &module.operations);
    let parameters = operations().flat_map(|operation| &operation.parameters).map(|parameter| &parameter.ty);
    let bodies = operations().filter_map(|operation| operation.body.as_ref()).map(|body| body.payload.ty());
    let received = operations().flat_map(Operation::received);
    let types = parameters.chain(bodies).chain(received).filter_map(of_type);
    types.chain(api.types.iter().flat_map(of_def)).chain(operations().flat_map(of_answers)).collect()
}

/// What reading the answers of an operation needs.
fn of_answers(operation: &Operation) -> Vec<Part> {
    let is_plain = match &operation.output {
        Output::Same(answer) => match answer.content {
            Received::Text(..) | Received::Bytes => false,
            Received::Empty | Received::Json(_) | Received::Wrapped { .. } => true,
        },
        Output::Several(_) => false,
    };
    let by_status = match &operation.fault {
        Fault::ByStatus(_) => true,
        Fault::Raw | Fault::Own(_) | Fault::Shared(_) => false,
    };
    match (&operation.response_headers, is_plain && !by_status) {
        (Some(_), _) => vec![Part::Answer, Part::Header],
        (None, false) => vec![Part::Answer],
        (None, true) => Vec::new(),
    }
}

fn of_def(def: &TypeDef) -> BTreeSet<Part> {
    match &def.kind {
        TypeKind::Object(object) => {
            let is_patched = object.members.iter().any(|member| member.presence == Presence::OptionalOrNull);
            let patch = is_patched.then_some(Part::Patch);
            object.members.iter().filter_map(|member| of_type(&member.ty)).chain(patch).collect()
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
