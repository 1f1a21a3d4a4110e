//! Operations, the schemes that they ask for, and the server.

use std::collections::BTreeMap;

use super::super::plan::{BodyPlan, FaultPlan, OperationPlan, Payload, ServerPart};
use super::super::{docs, security};
use super::Builder;
use crate::diagnostic::Place;
use crate::model::{
    Auth, Body, Docs, Fault, FaultArm, Ident, Module, Operation, Origin, Output, Scheme, Segment, Server,
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
            modules.push(Module { name: group.name.clone(), docs, operations });
        }
        modules
    }

    fn operation(&mut self, plan: &OperationPlan<'a>, name: Ident, fault: Ident) -> Operation {
        Operation {
            id: plan.id.clone(),
            name,
            origin: Origin(plan.pointer.to_string()),
            docs: docs::of_operation(plan),
            method: plan.method,
            path: plan.path.clone(),
            auth: self.auth(plan),
            body: plan.body.as_ref().map_or(Body::None, |body| self.body(body)),
            output: plan.output.as_ref().map_or(Output::Unit, |payload| self.output(payload)),
            fault: plan.fault.as_ref().map_or(Fault::Raw, |plan| self.fault(plan, fault)),
            hooks: Vec::new(),
        }
    }

    fn auth(&mut self, plan: &OperationPlan<'a>) -> Auth {
        let Some(wanted) = plan.scheme else { return Auth::None };
        match self.used_schemes().iter().position(|name| *name == wanted) {
            Some(index) => Auth::Scheme(index),
            None => {
                let place = Place::key(plan.pointer.clone());
                self.found
                    .refuse(place, format!("the security scheme `{wanted}`, which is not defined, is not supported"));
                Auth::None
            }
        }
    }

    /// The names of the schemes that operations use, in the order of the document.
    fn used_schemes(&self) -> Vec<&'a str> {
        let defined =
            self.plan.document.api.components.iter().flat_map(|components| components.security_schemes.keys());
        defined.map(String::as_str).filter(|name| self.names.schemes.contains_key(name)).collect()
    }

    pub(super) fn schemes(&mut self) -> Vec<Scheme> {
        let at = Pointer::root().join("components").join("securitySchemes");
        let mut schemes = Vec::new();
        for wanted in self.used_schemes() {
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

    fn body(&mut self, plan: &BodyPlan<'a>) -> Body {
        let slot = &plan.payload.slot;
        let mut docs = docs::of_slot(slot);
        if let Some(description) = plan.description {
            docs.description = docs::of_text(Some(description)).description;
        }
        docs.since = plan.since.map(str::to_owned).or(docs.since);
        let ty = self.ty(&slot.shape);
        let Some((member, at)) = &plan.payload.member else {
            return Body::Json { field: Ident::new("body"), ty, docs };
        };
        let candidate = Candidate::new(*member, Place::key(at.clone()));
        let candidate = match docs::explicit(slot, at) {
            Some((name, at)) => candidate.named(Some(name), Place::value(at)),
            None => candidate,
        };
        let mut names = self.assign(Namespace::Fields, &[candidate]);
        let field = names.pop().unwrap_or_else(|| Ident::new("body"));
        Body::Wrapped { member: (*member).to_owned(), field, ty, docs }
    }

    fn output(&self, payload: &Payload<'a>) -> Output {
        let ty = self.ty(&payload.slot.shape);
        match &payload.member {
            None => Output::Json(ty),
            Some((member, _)) => Output::Wrapped { member: (*member).to_owned(), ty },
        }
    }

    fn fault(&mut self, plan: &FaultPlan<'a>, name: Ident) -> Fault {
        let prefix = common_prefix(plan.arms.iter().map(|arm| arm.value.as_str()));
        let candidates: Vec<Candidate> = plan
            .arms
            .iter()
            .map(|arm| {
                let text = arm.value.get(prefix..).unwrap_or_default();
                let key = Place::value(arm.pointer.join(crate::ext::NAME));
                Candidate::new(text, Place::key(arm.pointer.clone())).named(arm.explicit, key)
            })
            .collect();
        let variants = self.assign(Namespace::Faults, &candidates);
        let mut arms = Vec::new();
        for (arm, variant) in plan.arms.iter().zip(variants) {
            arms.push(FaultArm {
                value: arm.value.clone(),
                variant,
                docs: docs::of_slot(&arm.payload.slot),
                ty: self.ty(&arm.payload.slot.shape),
                member: arm.payload.member.as_ref().map(|(member, _)| (*member).to_owned()),
            });
        }
        Fault::Tagged { name, tag: plan.tag.to_owned(), arms }
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
                },
            });
        }
        Some(Server { template, docs: docs::of_text(plan.server.description.as_deref()) })
    }
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

/// How many bytes of the values, up to and with a separator, are the same in all: a namespace, which tells nothing
/// apart.
fn common_prefix<'v>(mut values: impl Iterator<Item = &'v str>) -> usize {
    let Some(first) = values.next() else { return 0 };
    let same = values.fold(first, |same, value| {
        let length = same.char_indices().zip(value.chars()).take_while(|((_, a), b)| a == b).last();
        same.get(..length.map_or(0, |((at, c), _)| at + c.len_utf8())).unwrap_or_default()
    });
    let end = same.rfind(['.', '/', ':', '#']).map_or(0, |at| at + 1);
    if end < first.len() { end } else { 0 }
}
