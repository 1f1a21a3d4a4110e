//! Document to model: every decision is taken here, so that printing needs none. Nothing here knows how Rust is printed.
//!
//! A walk over the operations finds the schemas that become types (`operation`, `schema`, `object`, `fault`); then it is
//! known which way values travel (`graph`), what everything is called (`naming`), and which rules there are (`rules`);
//! then the model is built (`build`), and examples are made of it (`example`).

mod answer;
mod body;
mod build;
mod choice;
mod content;
mod docs;
mod encoding;
mod enumeration;
mod example;
mod fault;
mod findings;
mod graph;
mod header;
mod home;
mod item;
mod limit;
mod media;
mod naming;
mod object;
mod operation;
mod parameter;
mod parts;
mod path;
mod response;
mod role;
mod rules;
mod sample;
mod schema;
mod scheme;
mod security;
mod server;
mod shape;
mod status;
mod streamed;
mod style;
#[cfg(test)]
mod tests;
mod unenforced;

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Diagnostic, Severity};
use crate::document::Document;
use crate::model::{Api, Docs, ItemPath, TypeId, Types};
use crate::name::Namespace;
use crate::options::Strictness;
use crate::pointer::Pointer;
use crate::schema::{Schema, SchemaId};

use build::Builder;
use findings::Findings;
use graph::Graph;
use item::{Item, ItemKind};
use naming::Tables;
pub(crate) use operation::idle;
use role::Role;
pub(crate) use schema::Places;
use schema::Walker;

/// What is to be written for a document. There is a model exactly when no finding is an error, here or before.
pub(crate) fn lower(document: &Document<'_>, strictness: Strictness) -> (Option<Api>, Vec<Diagnostic>) {
    let (lowered, found) = with_places(document, strictness);
    (lowered.map(|(api, _)| api), found)
}

/// The same, with the type of each schema that an operation reaches.
pub(crate) fn with_places(document: &Document<'_>, strictness: Strictness) -> (Option<(Api, Places)>, Vec<Diagnostic>) {
    let mut found = Findings::new(strictness, document.is_partial());
    let api = api(document, &mut found);
    found.add_left(&document.left);
    let found = found.into_list();
    let failed = found.iter().any(|diagnostic| diagnostic.severity == Severity::Error);
    (api.filter(|_| !failed && !document.is_partial()), found)
}

/// What the walk has found, and what is known of it as a whole.
struct Survey<'a> {
    document: &'a Document<'a>,
    items: Types<Item<'a>>,
    /// The item of each schema that has one.
    ids: BTreeMap<SchemaId, TypeId>,
    /// Every schema that was looked at, items or not.
    visited: BTreeMap<SchemaId, &'a Schema<'a>>,
    graph: Graph,
    roles: Types<Role>,
    names: Types<ItemPath>,
}

fn api(document: &Document<'_>, found: &mut Findings) -> Option<(Api, Places)> {
    let root = document.tree.root()?;
    let mut walker = Walker::new(document, found);
    let mut operations = walker.operations();
    walker.objects();
    let Walker { mut items, ids, visited, places, .. } = walker;
    // Faults stand behind the other types.
    items.sort_by(|item| (matches!(item.kind, ItemKind::Faults(..)), item.schema.node.id(), item.schema.id));

    graph::cut(&mut items);
    let graph = Graph::of(&items);
    let roles = graph.roles(&operations);
    for (id, item) in items.entries() {
        unenforced::item(item, roles[id], found);
    }

    let mut tables = Tables::new(Namespace::Types, found.strictness());
    let names = naming::items(&items, &mut tables, found);
    let asked: Vec<_> = operations.iter().map(|draft| &draft.asks).collect();
    let (credentials, auths) = security::credentials(document, &asked, found);
    operations.iter_mut().zip(auths).for_each(|(draft, auth)| draft.auth = auth);
    let modules = naming::modules(document, operations, &mut tables, found);

    let survey = Survey { document, items, ids, visited, graph, roles, names };
    let mut rules = rules::collect(&rules::entries(&survey, &modules), found);
    let common = rules.common(root.id(), found);
    let mut builder = Builder { survey: &survey, rules, found };
    let types = builder.types();
    let modules = builder.modules(modules, &types);
    let rules = builder.rules.finish(builder.found);
    let info = &document.api.info;
    let mut api = Api {
        title: info.title.trim().to_owned(),
        version: info.version.trim().to_owned(),
        docs: Docs { since: docs::since(&document.api.extensions), ..docs::of_text(info.description.as_deref()) },
        servers: server::servers(&document.api.servers, &Pointer::root(), found),
        types,
        modules,
        credentials,
        rules,
        common,
        parts: BTreeSet::new(),
    };
    api.parts = parts::needed(&api);
    example::add(&mut api);
    Some((api, places))
}
