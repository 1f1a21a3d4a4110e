//! The model: what the walk has found, with names, rules and examples put where they belong. What can go wrong with a
//! document's structure has been reported before.

mod faults;
mod object;
mod texts;

use std::collections::BTreeMap;

use super::Survey;
use super::findings::Findings;
use super::graph::sent;
use super::item::{Item, ItemKind};
use super::limit::limit;
use super::naming::{ModuleDraft, NamedOperation};
use super::role::Role;
use super::rules::{Key, Rules};
use super::{docs, sample};
use crate::diagnostic::Place;
use crate::ext::By;
use crate::model::{
    Auth, Constraint, Core, Docs, Enumeration, Ident, ItemPath, Measure, Module, Newtype, Operation, Reading, Subject,
    TypeDef, TypeId, TypeKind, Types,
};
use crate::schema::Schema;

pub(super) struct Builder<'b, 'a> {
    pub(super) survey: &'b Survey<'a>,
    /// What a caller has to have, by the name of the scheme.
    pub(super) credentials: &'b BTreeMap<&'a str, Auth>,
    pub(super) rules: Rules,
    pub(super) found: &'b mut Findings,
}

impl<'a> Builder<'_, 'a> {
    pub(super) fn types(&mut self) -> Types {
        let survey = self.survey;
        let mut types = survey.items.map(|id, item| self.type_def(id, item));
        self.flags(&mut types);
        self.texts(&mut types);
        types
    }

    fn type_def(&mut self, id: TypeId, item: &Item<'a>) -> TypeDef {
        let (role, path) = (self.survey.roles[id], &self.survey.names[id]);
        let docs = docs::of_type(item.schema);
        let kind = match &item.kind {
            ItemKind::Object(properties, union) => {
                TypeKind::Object(self.object(item.schema, properties, union.as_ref(), role, &docs))
            }
            ItemKind::Enumeration(values) => {
                let rule = self.rules.rule(&Key::new(item.schema.node.id(), By::Enum), self.found);
                TypeKind::Enumeration(Enumeration { values: values.clone(), rule })
            }
            ItemKind::Newtype { is_secret } => TypeKind::Newtype(self.newtype(item.schema, *is_secret, role)),
            ItemKind::Faults(selectors, _) => TypeKind::Fault(self.fault_enum(selectors, path.name.clone())),
        };
        TypeDef {
            name: path.name.clone(),
            home: path.home.clone(),
            docs,
            kind,
            reading: match role {
                Role::Request => Reading::Strict,
                Role::Response | Role::Both => Reading::Lenient,
            },
            holds_secret: false,
            is_eq: true,
            is_judged: false,
            hooks: self.rules.hooks(&Subject::Type(path.clone())),
        }
    }

    fn newtype(&mut self, schema: &Schema<'a>, is_secret: bool, role: Role) -> Newtype {
        let measure = Measure::Method(if is_secret { "expose" } else { "as_str" });
        let key = Key::new(schema.node.id(), By::Length);
        let constraint = self.constraint(schema, measure, &[key], role);
        Newtype { is_secret, constraints: constraint.into_iter().collect(), example: sample::text(schema) }
    }

    /// The limits of a value, under the first rule that one of the keys has. What is only received is never judged, so
    /// no general rule is made up for it.
    fn constraint(&mut self, schema: &Schema<'_>, measure: Measure, keys: &[Key], role: Role) -> Option<Constraint> {
        let limit = limit(schema)?;
        let own = keys.iter().find_map(|key| self.rules.find(key));
        let general = keys.first().filter(|_| role != Role::Response);
        let rule = own.or_else(|| Some(self.rules.general(general?.by, self.found)))?;
        Some(Constraint { measure, limit, rule })
    }

    /// What holds for a type as soon as it holds for something inside.
    fn flags(&self, types: &mut Types) {
        let marked = |test: &dyn Fn(TypeId, &TypeDef) -> bool| {
            self.survey.graph.spread(types.entries().filter(|(id, def)| test(*id, def)).map(|(id, _)| id))
        };
        let is_sent = |id: TypeId| self.survey.roles[id] != Role::Response;
        let secret = marked(&|_, def| is_secret(def));
        let partly_equal = marked(&|_, def| def.members().iter().any(|member| !types.is_eq(&member.ty)));
        let judged = marked(&|id, def| is_sent(id) && has_rules(def));
        for (id, _) in self.survey.roles.entries() {
            let def = &mut types[id];
            def.holds_secret = secret.contains(&id);
            def.is_eq = !partly_equal.contains(&id);
            // Something that is sent may stand inside of something that is only received.
            def.is_judged = judged.contains(&id) && is_sent(id);
        }
    }

    pub(super) fn modules(&mut self, drafts: Vec<ModuleDraft<'a>>, types: &Types) -> Vec<Module> {
        let mut modules = Vec::new();
        for ModuleDraft { tag, path, operations } in drafts {
            let docs = match tag {
                Some(tag) => Docs { since: docs::since(&tag.extensions), ..docs::of_text(tag.description.as_deref()) },
                None => Docs::default(),
            };
            let operations = operations.into_iter().map(|named| self.operation(named, &path, types)).collect();
            modules.push(Module { path, docs, operations });
        }
        modules
    }

    fn operation(&mut self, named: NamedOperation<'a>, home: &[Ident], types: &Types) -> Operation {
        let NamedOperation { draft, name, fault } = named;
        let auth = self.auth(draft.scheme, Place::key(draft.pointer.clone()));
        let subject = Subject::Operation(ItemPath { home: home.to_vec(), name: name.clone() });
        let is_eq = sent(&draft).all(|ty| types.is_eq(ty));
        Operation {
            id: draft.id,
            name,
            docs: draft.docs,
            method: draft.method,
            path: draft.path,
            headers: draft.headers,
            parameters: draft.parameters,
            auth,
            body: draft.body,
            output: draft.output,
            fault: self.fault(&draft.fault, fault),
            is_eq,
            hooks: self.rules.hooks(&subject),
            example: None,
        }
    }

    fn auth(&mut self, scheme: Option<&str>, place: Place) -> Auth {
        let Some(wanted) = scheme else { return Auth::None };
        match self.credentials.get(wanted) {
            Some(auth) => auth.clone(),
            None => {
                if !self.found.is_partial() {
                    let message = format!("the security scheme `{wanted}`, which is not defined, is not supported");
                    self.found.refuse(place, message, "define it under `components/securitySchemes`");
                }
                Auth::None
            }
        }
    }
}

/// Whether a type is a secret or has a member that is one.
fn is_secret(def: &TypeDef) -> bool {
    let is_newtype = match &def.kind {
        TypeKind::Newtype(newtype) => newtype.is_secret,
        TypeKind::Object(_) | TypeKind::Enumeration(_) | TypeKind::Fault(_) => false,
    };
    is_newtype
        || def.members().iter().any(|member| match member.ty.core() {
            Core::Primitive(primitive) => primitive.facts().form.is_secret(),
            Core::Named(_) | Core::Any => false,
        })
}

/// Whether judging a value of the type, apart from what is inside, can find anything.
fn has_rules(def: &TypeDef) -> bool {
    !def.hooks.is_empty()
        || match &def.kind {
            TypeKind::Enumeration(_) => true,
            TypeKind::Fault(_) => false,
            TypeKind::Newtype(newtype) => !newtype.constraints.is_empty(),
            TypeKind::Object(object) => {
                object.union.iter().flat_map(|union| &union.arms).any(|arm| !arm.rules.is_empty())
                    || object.members.iter().any(|member| !member.constraints.is_empty())
            }
        }
}
