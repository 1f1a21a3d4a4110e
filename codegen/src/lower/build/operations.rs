//! Operations, the schemes that they ask for, and the server.

use std::collections::BTreeMap;

use super::super::naming::Names;
use super::super::plan::{BodyPlan, OperationPlan, ParameterPlan, Payload, Plan, ServerPart};
use super::super::{docs, literal, security};
use super::Builder;
use crate::diagnostic::Place;
use crate::ext;
use crate::model::{
    self, Auth, Body, Docs, Ident, Module, Operation, Origin, Output, Parameter, Scheme, Segment, Server,
};
use crate::name::{Candidate, Namespace};
use crate::pointer::Pointer;

impl<'a> Builder<'_, 'a> {
    pub(super) fn modules(&mut self) -> Vec<Module> {
        let names = self.names;
        let mut modules = Vec::new();
        for (module, group) in names.modules.iter().enumerate() {
            let mut operations = Vec::new();
            for (index, names) in group.operations.iter().enumerate() {
                let Some(plan) = self.plan.operations.get(names.index) else { continue };
                let mut operation = self.operation(plan, names.name.clone(), names.fault.clone());
                operation.hooks = self.rules.of_operation(module, index);
                operations.push(operation);
            }
            let docs = match group.tag {
                Some(tag) => Docs { since: docs::since(&tag.extensions), ..docs::of_text(tag.description.as_deref()) },
                None => Docs::default(),
            };
            modules.push(Module { path: group.path.clone(), docs, operations });
        }
        modules
    }

    fn operation(&mut self, plan: &OperationPlan<'a>, name: Ident, fault: Ident) -> Operation {
        let mut fields = self.fields(plan);
        let field = if plan.body.is_some() { fields.pop() } else { None };
        let parameters = plan.parameters.iter().zip(fields).map(|(plan, field)| self.parameter(plan, field)).collect();
        Operation {
            id: plan.id.clone(),
            name,
            origin: Origin(plan.pointer.to_string()),
            docs: docs::of_operation(plan),
            method: plan.method,
            path: plan.path.clone(),
            headers: plan.headers.clone(),
            parameters,
            auth: self.auth(plan),
            body: plan.body.as_ref().zip(field).map_or(Body::None, |(body, field)| self.body(body, field)),
            output: plan.output.as_ref().map_or(Output::Unit, |payload| self.output(payload)),
            fault: self.fault(plan.fault.as_ref(), fault),
            hooks: Vec::new(),
        }
    }

    fn auth(&mut self, plan: &OperationPlan<'a>) -> Auth {
        let Some(wanted) = plan.scheme else { return Auth::None };
        match self.scheme_ids.get(wanted) {
            Some(index) => Auth::Scheme(*index),
            None if self.plan.document.is_partial() => Auth::None,
            None => {
                let place = Place::key(plan.pointer.clone());
                let message = format!("the security scheme `{wanted}`, which is not defined, is not supported");
                self.found.refuse(place, message, "define it under `components/securitySchemes`");
                Auth::None
            }
        }
    }

    pub(super) fn schemes(&mut self) -> Vec<Scheme> {
        let at = Pointer::root().join("components").join("securitySchemes");
        let mut schemes = Vec::new();
        for wanted in used_schemes(self.plan, self.names) {
            let all = self.plan.document.api.components.as_ref().map(|components| &components.security_schemes);
            let Some(scheme) = all.and_then(|all| all.get(wanted)) else { continue };
            let origin = at.join(wanted);
            let kind = security::kind(scheme, &origin, self.found);
            if let (Some(kind), Some(name)) = (kind, self.names.schemes.get(wanted)) {
                let docs = docs::of_text(security::description(scheme));
                schemes.push(Scheme { name: name.clone(), origin: Origin(origin.to_string()), docs, kind });
            }
        }
        schemes
    }

    /// The fields of an operation: its parameters, and the body if there is one.
    fn fields(&mut self, plan: &OperationPlan<'a>) -> Vec<Ident> {
        let mut candidates = Vec::new();
        for ParameterPlan { data, pointer, .. } in &plan.parameters {
            let key = Place::value(pointer.join(ext::NAME));
            candidates.push(
                Candidate::new(&data.name, Place::value(pointer.join("name"))).named(ext::name(&data.extensions), key),
            );
        }
        candidates.extend(plan.body.as_ref().map(|body| {
            let candidate = match &body.payload.member {
                Some((member, at)) => Candidate::new(*member, Place::key(at.clone())),
                None => Candidate::new("body", Place::key(plan.pointer.join("requestBody"))),
            };
            let of_member = || body.payload.member.as_ref().and_then(|(_, at)| docs::explicit(&body.payload.slot, at));
            match body.explicit.clone().or_else(of_member) {
                Some((name, at)) => candidate.named(Some(name), Place::value(at)),
                None => candidate,
            }
        }));
        self.assign(Namespace::Fields, &candidates)
    }

    fn parameter(&self, plan: &ParameterPlan<'a>, field: Ident) -> Parameter {
        let ParameterPlan { data, pointer, place, slot } = plan;
        let of_slot = docs::of_slot(slot);
        let own = docs::of_text(data.description.as_deref());
        Parameter {
            wire: if *place == model::Place::Header { data.name.to_ascii_lowercase() } else { data.name.clone() },
            field,
            origin: Origin(pointer.to_string()),
            docs: Docs {
                description: if own.description.is_empty() { of_slot.description } else { own.description },
                since: docs::since(&data.extensions).or(of_slot.since),
                deprecated: data.deprecated.unwrap_or(of_slot.deprecated),
                ..own
            },
            place: *place,
            ty: self.ty(&slot.shape),
            required: data.required || *place == model::Place::Path,
            example: literal::of_parameter(self.plan.document.tree, plan, &self.plan.items),
        }
    }

    fn body(&self, plan: &BodyPlan<'a>, field: Ident) -> Body {
        let slot = &plan.payload.slot;
        let mut docs = docs::of_slot(slot);
        if let Some(description) = plan.description {
            docs.description = docs::of_text(Some(description)).description;
        }
        docs.since = plan.since.map(str::to_owned).or(docs.since);
        let ty = self.ty(&slot.shape);
        match &plan.payload.member {
            None => Body::Json { field, ty, docs },
            Some((member, _)) => Body::Wrapped { member: (*member).to_owned(), field, ty, docs },
        }
    }

    fn output(&self, payload: &Payload<'a>) -> Output {
        let ty = self.ty(&payload.slot.shape);
        match &payload.member {
            None => Output::Json(ty),
            Some((member, _)) => Output::Wrapped { member: (*member).to_owned(), ty },
        }
    }

    pub(super) fn server(&mut self) -> Option<Server> {
        let plan = self.plan.server.as_ref()?;
        let at = Pointer::root().join("servers").join_index(0).join("variables");
        let mut wanted: Vec<&str> = Vec::new();
        for part in &plan.parts {
            if let ServerPart::Variable(name, _) = part
                && !wanted.contains(name)
            {
                wanted.push(name);
            }
        }
        let candidates: Vec<Candidate> =
            wanted.iter().map(|name| Candidate::new(*name, Place::key(at.join(name)))).collect();
        let names: BTreeMap<&str, Ident> =
            wanted.into_iter().zip(self.assign(Namespace::Fields, &candidates)).collect();
        let mut template = Vec::new();
        for part in &plan.parts {
            template.push(match part {
                ServerPart::Ready(segment) => segment.clone(),
                ServerPart::Variable(name, variable) => Segment::Variable {
                    name: names.get(name).cloned().unwrap_or_else(|| Ident::new("variable")),
                    docs: docs::of_text(Some(&with_choices(variable))),
                    default: variable.default.clone(),
                    choices: variable.enumeration.clone(),
                },
            });
        }
        Some(Server { template, docs: docs::of_text(plan.server.description.as_deref()) })
    }
}

/// The names of the schemes that operations use, in the order of the document.
pub(super) fn used_schemes<'a>(plan: &Plan<'a>, names: &Names<'a>) -> Vec<&'a str> {
    let defined = plan.document.api.components.iter().flat_map(|components| components.security_schemes.keys());
    defined.map(String::as_str).filter(|name| names.schemes.contains_key(name)).collect()
}

/// What is said of a server's variable, with the values it may have.
fn with_choices(variable: &openapiv3::ServerVariable) -> String {
    let mut text = variable.description.clone().unwrap_or_default();
    if !variable.enumeration.is_empty() {
        let choices: Vec<String> = variable.enumeration.iter().map(|choice| format!("`{choice}`")).collect();
        text.push_str(&format!(" One of {}.", choices.join(", ")));
    }
    text
}
