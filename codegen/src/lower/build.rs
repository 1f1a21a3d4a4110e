//! The model: what the walk has found, with names, rules and examples put where they belong. What can go wrong with a
//! document's structure has been reported before.

mod answers;
mod choice;
mod faults;
mod object;
mod texts;

use super::Survey;
use super::findings::Findings;
use super::graph::sent;
use super::item::{Item, ItemKind, Slot};
use super::naming::{ModuleDraft, NamedOperation};
use super::role::Role;
use super::rules::{Key, Rules};
use super::streamed::streamed;
use super::{docs, limit, sample};
use crate::ext::By;
use crate::model::{
    Constraint, Core, Direction, Docs, Enumeration, Ident, ItemPath, Limit, Limits, Module, Newtype, Operation,
    Primitive, Reading, Subject, TypeDef, TypeId, TypeKind, Types,
};
use crate::schema::Schema;

pub(super) struct Builder<'b, 'a> {
    pub(super) survey: &'b Survey<'a>,
    pub(super) rules: Rules,
    pub(super) found: &'b mut Findings,
}

impl<'a> Builder<'_, 'a> {
    pub(super) fn types(&mut self) -> Types {
        let survey = self.survey;
        let mut types = survey.items.map(|id, item| self.type_def(id, item));
        self.flags(&mut types);
        self.choices(&mut types);
        self.texts(&mut types);
        types
    }

    fn type_def(&mut self, id: TypeId, item: &Item<'a>) -> TypeDef {
        let (role, path) = (self.survey.roles[id], &self.survey.names[id]);
        let docs = docs::of_type(item.schema);
        let kind = match &item.kind {
            ItemKind::Object { properties, rest, union } => {
                let object = self.object(item.schema, properties, rest.as_ref(), role, &docs);
                TypeKind::Object(Box::new(self.with_constructors(object, item.schema.node.id(), union.as_ref())))
            }
            ItemKind::Enumeration(repr, values) => {
                let is_closed = !item.schema.is_open;
                let key = Key::new(item.schema.node.id(), By::Enum);
                let rule = is_closed.then(|| self.rules.rule(&key, self.found));
                TypeKind::Enumeration(Enumeration { repr: *repr, values: values.clone(), rule })
            }
            ItemKind::Newtype(over) => TypeKind::Newtype(self.newtype(item.schema, *over, role)),
            ItemKind::Choice(arms) => TypeKind::Choice(self.choice(item, arms, role, &docs)),
            ItemKind::Faults(selectors) => TypeKind::Fault(self.fault_enum(selectors, path.name.clone())),
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

    fn newtype(&mut self, schema: &Schema<'a>, over: Primitive, role: Role) -> Newtype {
        let keys = |by| vec![Key::new(schema.node.id(), by)];
        let constraints = self.constraints(limit::of_primitive(schema, over), &keys, role);
        Newtype { over, constraints, example: sample::text(schema) }
    }

    /// Limits, each under the first rule that one of its keys has. What is only received is never judged, so no general rule
    /// is made up for it.
    fn constraints(&mut self, limits: Vec<(By, Limit)>, keys: &dyn Fn(By) -> Vec<Key>, role: Role) -> Vec<Constraint> {
        let mut constraints = Vec::new();
        for (by, limit) in limits {
            let own = keys(by).iter().find_map(|key| self.rules.find(key));
            let rule = own.or_else(|| (role != Role::Response).then(|| self.rules.general(by, self.found)));
            constraints.extend(rule.map(|rule| Constraint { limit, rule }));
        }
        constraints
    }

    /// What is judged of a value at a place, whose rule may have one of these keys, and of the entries that it has.
    fn limits(&mut self, slot: &Slot<'a>, keys: &dyn Fn(By) -> Vec<Key>, role: Role) -> Limits {
        let Some(schema) = slot.schema() else { return Limits::default() };
        let of_schema = |by| [keys(by), vec![Key::new(schema.node.id(), by)]].concat();
        let own = self.constraints(limit::limits(schema, &slot.ty), &of_schema, role);
        let entries = slot.inner.as_ref().map(|inner| self.limits(inner, &|_| Vec::new(), role));
        Limits { own, entries: entries.filter(|entries| !entries.is_empty()).map(Box::new) }
    }

    /// What holds for a type as soon as it holds for something inside.
    fn flags(&self, types: &mut Types) {
        let marked = |test: &dyn Fn(TypeId, &TypeDef) -> bool| {
            self.survey.graph.spread(types.entries().filter(|(id, def)| test(*id, def)).map(|(id, _)| id))
        };
        let is_sent = |id: TypeId| self.survey.roles[id] != Role::Response;
        let secret = marked(&|_, def| is_secret(def));
        let partly_equal = marked(&|_, def| match &def.kind {
            // It holds any JSON that is none of its arms.
            TypeKind::Choice(_) => true,
            TypeKind::Object(_) => !def.held().all(|ty| types.is_eq(ty)),
            TypeKind::Enumeration(_) | TypeKind::Newtype(_) | TypeKind::Fault(_) => false,
        });
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
        let NamedOperation { draft, name, beside } = named;
        let subject = Subject::Operation(ItemPath { home: home.to_vec(), name: name.clone() });
        let is_eq = sent(&draft).all(|ty| types.is_eq(ty));
        let output = self.output(draft.answers.output, beside.output);
        Operation {
            id: draft.id,
            name,
            docs: draft.docs,
            method: draft.method,
            path: draft.path,
            headers: draft.headers,
            parameters: draft.parameters,
            auth: draft.auth,
            servers: draft.servers,
            body: draft.body.map(|draft| draft.finish(beside.body)),
            streamed: streamed(&output, &draft.answers.accept),
            accept: draft.answers.accept,
            output,
            fault: self.fault(draft.answers.fault, beside.fault),
            response_headers: self.headers(draft.answers.headers, beside.headers),
            is_eq,
            hooks: self.rules.hooks(&subject),
            example: None,
        }
    }
}

/// Whether a type is a secret or has a member that is one.
fn is_secret(def: &TypeDef) -> bool {
    let is_newtype = match &def.kind {
        TypeKind::Newtype(newtype) => newtype.over.facts().form.is_secret(),
        TypeKind::Object(_) | TypeKind::Choice(_) | TypeKind::Enumeration(_) | TypeKind::Fault(_) => false,
    };
    let held = def.members().iter().map(|member| &member.ty).chain(def.arms().iter().map(|arm| &arm.ty));
    is_newtype
        || held.into_iter().any(|ty| match ty.core() {
            Core::Primitive(primitive) => primitive.facts().form.is_secret(),
            Core::Named(_) | Core::Any => false,
        })
}

/// Whether judging a value of the type, apart from what is inside, can find anything.
fn has_rules(def: &TypeDef) -> bool {
    !def.hooks.is_empty()
        || match &def.kind {
            TypeKind::Choice(_) => true,
            TypeKind::Enumeration(enumeration) => enumeration.rule.is_some(),
            TypeKind::Fault(_) => false,
            TypeKind::Newtype(newtype) => !newtype.constraints.is_empty(),
            TypeKind::Object(object) => {
                object.union.iter().flat_map(|union| &union.arms).any(|arm| !arm.rules.is_empty())
                    || !object.limits.is_empty()
                    || object.members.iter().any(|member| !member.limits.is_empty())
                    || object.members.iter().any(|member| matches!(member.direction, Direction::Sent(Some(_))))
                    || object.rest.as_ref().is_some_and(|rest| !rest.limits.is_empty())
            }
        }
}
