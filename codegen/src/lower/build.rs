//! From the plan to the model: names, docs, rules and examples are put where they belong. What can go wrong with a
//! document's structure has been reported before.

mod faults;
mod members;
mod operations;
mod texts;

use std::collections::{BTreeMap, BTreeSet};

use super::findings::Findings;
use super::graph::Graph;
use super::naming::{self, Names};
use super::plan::{Item, ItemKind, Plan, Shape};
use super::rules::{self, Key, Rules};
use super::{constraint, docs, literal, unenforced};
use crate::diagnostic::Place;
use crate::ext::{self, By};
use crate::model::{
    self, Constraint, Docs, EnumValue, Enumeration, Ident, Newtype, Origin, Role, Type, TypeDef, TypeId, TypeKind,
};
use crate::name::{Candidate, Namespace, Table};
use crate::pointer::Pointer;
use crate::schema::Schema;

/// What building looks at.
struct Builder<'b, 'a> {
    plan: &'b Plan<'a>,
    graph: &'b Graph<'b>,
    names: &'b Names<'a>,
    /// Where the model lists each security scheme.
    scheme_ids: BTreeMap<&'a str, usize>,
    rules: Rules,
    found: &'b mut Findings,
}

/// The whole model.
pub(super) fn api(plan: &Plan<'_>, found: &mut Findings) -> Option<model::Api> {
    let graph = Graph::of(plan);
    graph.check(found);
    unenforced::report(plan, &graph, found);
    let names = naming::names(plan, &graph, found);
    let rules = rules::collect(plan, &graph, &names, found);
    let schemes = operations::used_schemes(plan, &names).into_iter().enumerate();
    let scheme_ids = schemes.map(|(index, name)| (name, index)).collect();
    let mut builder = Builder { plan, graph: &graph, names: &names, scheme_ids, rules, found };
    let common = builder.rules.common(builder.found);
    let types = builder.types();
    let faults = builder.faults();
    let schemes = builder.schemes();
    let modules = builder.modules();
    let server = builder.server();
    let info = &plan.document.api.info;
    Some(model::Api {
        title: info.title.trim().to_owned(),
        version: info.version.trim().to_owned(),
        docs: Docs { since: docs::since(&plan.document.api.extensions), ..docs::of_text(info.description.as_deref()) },
        server,
        types,
        faults,
        modules,
        schemes,
        common,
        rules: builder.rules.finish(builder.found),
    })
}

impl<'a> Builder<'_, 'a> {
    fn types(&mut self) -> Vec<TypeDef> {
        let (plan, graph, names) = (self.plan, self.graph, self.names);
        let mut types = Vec::new();
        for (index, (pointer, names)) in graph.order.iter().zip(&names.types).enumerate() {
            let Some(item) = plan.items.get(*pointer) else { continue };
            let role = graph.roles.get(index).copied().unwrap_or(Role::Both);
            let docs = docs::of_type(item.schema);
            let mut kind = self.kind(pointer, item, role);
            docs::drop_repeated(&mut kind, &docs);
            let hooks = self.rules.of_type(TypeId(index));
            types.push(TypeDef {
                name: names.name.clone(),
                home: names.home.clone(),
                module: names.module.clone(),
                origin: Origin(pointer.to_string()),
                docs,
                kind,
                role,
                holds_secret: false,
                holds_float: false,
                has_rules: false,
                hooks,
            });
        }
        self.flags(&mut types);
        self.texts(&mut types);
        types
    }

    /// What holds for a type as soon as it holds for something inside.
    fn flags(&self, types: &mut [TypeDef]) {
        let mark = |test: &dyn Fn(&TypeDef) -> bool| self.graph.spread(types.iter().map(test).collect());
        let secrets =
            mark(&|def| holds(def, Type::Secret) || matches!(&def.kind, TypeKind::Newtype(new) if new.secret));
        let floats = mark(&|def| holds(def, Type::Double) || holds(def, Type::Any));
        let rules = mark(&|def| def.role != Role::Response && is_judged(def));
        for (def, ((secret, float), rule)) in types.iter_mut().zip(secrets.into_iter().zip(floats).zip(rules)) {
            def.holds_secret = secret;
            def.holds_float = float;
            // Something that is sent may stand inside of something that is only received.
            def.has_rules = rule && def.role != Role::Response;
        }
    }

    fn kind(&mut self, pointer: &Pointer, item: &Item<'a>, role: Role) -> TypeKind {
        match &item.kind {
            ItemKind::Object { members, union } => {
                TypeKind::Object(self.object(pointer, members, union.as_ref(), role))
            }
            ItemKind::Enumeration(values) => TypeKind::Enumeration(self.enumeration(pointer, item.schema, values)),
            ItemKind::Newtype { secret } => TypeKind::Newtype(Newtype {
                secret: *secret,
                constraints: self
                    .length(item.schema, &[self.key(pointer, By::Length, None)], role)
                    .into_iter()
                    .collect(),
                example: literal::text(item.schema),
            }),
        }
    }

    fn enumeration(&mut self, pointer: &Pointer, schema: &Schema<'_>, values: &[&str]) -> Enumeration {
        let said = ext::values(schema.node);
        let seen = distinct(values);
        let mut candidates = Vec::new();
        for (index, value) in &seen {
            let key = Place::value(pointer.join(ext::VALUES).join(value).join("name"));
            let name = said.get(*value).and_then(|said| said.name.as_deref());
            let place = Place::value(pointer.join("enum").join_index(*index));
            candidates.push(Candidate::new(*value, place).named(name, key));
        }
        let names = self.assign(Namespace::Values, &candidates);
        let values = seen.iter().zip(names).map(|((_, wire), variant)| {
            let said = said.get(*wire);
            let docs = docs::of_text(said.and_then(|said| said.doc.as_deref()));
            let since = said.and_then(|said| said.since.clone());
            EnumValue { wire: (*wire).to_owned(), variant, docs: Docs { since, ..docs } }
        });
        let values = values.collect();
        let key = self.key(pointer, By::Enum, None);
        Enumeration { values, rule: self.rule(&[key], By::Enum) }
    }

    /// The limits on the length of a string, under the first rule that one of the keys has.
    fn length(&mut self, schema: &Schema<'_>, keys: &[Key], role: Role) -> Option<Constraint> {
        let (minimum, maximum) = constraint::length(schema)?;
        let rule = self.limit(keys, By::Length, role)?;
        Some(Constraint::Length { minimum, maximum, rule })
    }

    /// The limits of an integer, likewise.
    fn range(&mut self, schema: &Schema<'_>, keys: &[Key], role: Role) -> Option<Constraint> {
        let (minimum, maximum) = constraint::range(schema)?;
        let rule = self.limit(keys, By::Range, role)?;
        Some(Constraint::Range { minimum, maximum, rule })
    }

    /// The rule of a limit. What is only received is never judged, so no general rule is made up for it.
    fn limit(&mut self, keys: &[Key], by: By, role: Role) -> Option<model::RuleRef> {
        let own = keys.iter().find_map(|key| self.rules.find(key));
        own.or_else(|| (role != Role::Response).then(|| self.rules.general(by, self.found)))
    }

    fn rule(&mut self, keys: &[Key], by: By) -> model::RuleRef {
        let own = keys.iter().find_map(|key| self.rules.find(key));
        own.unwrap_or_else(|| self.rules.general(by, self.found))
    }

    fn key(&self, owner: &Pointer, by: By, member: Option<&str>) -> Key {
        Key { owner: owner.clone(), by, member: member.map(str::to_owned), when: None }
    }

    fn assign(&mut self, namespace: Namespace, candidates: &[Candidate]) -> Vec<Ident> {
        Table::new(namespace, self.found.strictness()).assign(candidates, self.found.list())
    }

    fn ty(&self, shape: &Shape<'_>) -> Type {
        match shape {
            Shape::Bool => Type::Bool,
            Shape::Int32 => Type::Int32,
            Shape::Int64 => Type::Int64,
            Shape::Double => Type::Double,
            Shape::String => Type::String,
            Shape::Secret => Type::Secret,
            Shape::Any => Type::Any,
            Shape::Named(pointer) => self.graph.ids.get(pointer).map_or(Type::Any, |id| Type::Named(*id)),
            Shape::List(inner) => Type::List(Box::new(self.ty(&inner.shape))),
            Shape::Map(inner) => Type::Map(Box::new(self.ty(&inner.shape))),
        }
    }
}

/// The values of an enum, each once and with its first place in the list: a foreign document may repeat one.
fn distinct<'v>(values: &[&'v str]) -> Vec<(usize, &'v str)> {
    let mut seen = BTreeSet::new();
    values.iter().copied().enumerate().filter(|(_, value)| seen.insert(*value)).collect()
}

/// Whether a member of the type itself is of this type, or a list or a map of it.
fn holds(def: &TypeDef, wanted: Type) -> bool {
    let TypeKind::Object(object) = &def.kind else { return false };
    object.members.iter().any(|member| {
        let mut ty = &member.ty;
        while let Type::List(inner) | Type::Map(inner) = ty {
            ty = inner;
        }
        *ty == wanted
    })
}

/// Whether judging a value of the type, apart from what is inside, can find anything.
fn is_judged(def: &TypeDef) -> bool {
    !def.hooks.is_empty()
        || match &def.kind {
            TypeKind::Enumeration(_) => true,
            TypeKind::Newtype(newtype) => !newtype.constraints.is_empty(),
            TypeKind::Object(object) => {
                object.union.as_ref().is_some_and(|union| !union.rules.is_empty())
                    || object.members.iter().any(|member| !member.constraints.is_empty())
            }
        }
}
