//! Names for everything that stands beside something else: types, modules, operations, schemes. Names inside of one
//! type are given where it is built.

mod modules;

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;

use super::findings::Findings;
use super::graph::Graph;
use super::plan::{FaultUse, OperationPlan, Plan};
use super::schema::component;
use crate::diagnostic::Place;
use crate::ext;
use crate::model::Ident;
use crate::name::{Candidate, Namespace, Table, derive};
use crate::pointer::Pointer;

use modules::{Tables, Tree};

/// The module of operations that have no tag.
const UNTAGGED: &str = "untagged";

/// The names of a plan.
pub(super) struct Names<'a> {
    /// In the order of the graph.
    pub(super) types: Vec<TypeNames>,
    /// Of the schemas that hold faults, likewise.
    pub(super) faults: Vec<TypeNames>,
    /// By the scheme's name in the document.
    pub(super) schemes: BTreeMap<&'a str, Ident>,
    pub(super) modules: Vec<ModuleNames<'a>>,
}

/// One type.
pub(super) struct TypeNames {
    pub(super) name: Ident,
    /// The modules that lead to it.
    pub(super) home: Vec<Ident>,
    /// Its own module.
    pub(super) module: Ident,
}

/// One tag.
pub(super) struct ModuleNames<'a> {
    pub(super) tag: Option<&'a openapiv3::Tag>,
    /// The modules that lead to it, itself the last.
    pub(super) path: Vec<Ident>,
    pub(super) operations: Vec<OperationNames>,
}

/// One operation.
pub(super) struct OperationNames {
    /// Index into the operations of the plan.
    pub(super) index: usize,
    pub(super) name: Ident,
    /// The name of its own fault enum, used or not.
    pub(super) fault: Ident,
}

/// Names everything.
pub(super) fn names<'a>(plan: &Plan<'a>, graph: &Graph<'_>, found: &mut Findings) -> Names<'a> {
    let mut tables = Tables::new(Namespace::Types, found.strictness());
    let mut types = types(plan, graph, &mut tables, found);
    let faults = types.split_off(graph.order.len());
    let schemes = schemes(plan, tables.within(&[]), found);
    let modules = modules(plan, &mut tables, found);
    Names { types, faults, schemes, modules }
}

/// A schema that gets an item beside the types.
struct Wish<'p> {
    pointer: &'p Pointer,
    label: &'p str,
    explicit: Option<&'p str>,
}

/// The types, then the faults, which stand beside them.
fn types(plan: &Plan<'_>, graph: &Graph<'_>, tables: &mut Tables, found: &mut Findings) -> Vec<TypeNames> {
    let mut tree = Tree::new(found.strictness());
    let items = graph.order.iter().filter_map(|pointer| {
        let item = plan.items.get(*pointer)?;
        Some(Wish { pointer, label: &item.label, explicit: item.explicit })
    });
    let faults = graph.faults.iter().filter_map(|pointer| {
        let fault = plan.faults.get(*pointer)?;
        Some(Wish { pointer, label: &fault.label, explicit: fault.explicit })
    });
    let wishes: Vec<Wish<'_>> = items.chain(faults).collect();
    let homes: Vec<Vec<Ident>> = wishes.iter().map(|wish| home(plan, wish.pointer, &mut tree, found)).collect();
    let candidates: Vec<Candidate> = wishes
        .iter()
        .map(|Wish { pointer, label, explicit }| {
            let key = Place::value(pointer.join(ext::NAME));
            let candidate = Candidate::new(*label, Place::key((*pointer).clone())).named(*explicit, key);
            candidate.made_up(component(pointer).is_none())
        })
        .collect();
    let types = tables.assign(&homes, &candidates, found);
    let modules: Vec<Candidate> = wishes
        .iter()
        .zip(&types)
        .map(|(Wish { pointer, label, .. }, name)| {
            // The label knows more of the words than the name made of it.
            let is_derived = derive(Namespace::Types, label) == name.as_str();
            Candidate::new(if is_derived { label } else { name.as_str() }, Place::key((*pointer).clone()))
        })
        .collect();
    let modules = tree.tables.assign(&homes, &modules, found);
    let together = types.into_iter().zip(homes).zip(modules);
    together.map(|((name, home), module)| TypeNames { name, home, module }).collect()
}

/// The module that a type stands in: what its component says.
fn home(plan: &Plan<'_>, pointer: &Pointer, tree: &mut Tree, found: &mut Findings) -> Vec<Ident> {
    let mut at = Pointer::root();
    pointer.tokens().take(3).for_each(|token| at.push(&token));
    let schema = component(&at).and_then(|_| plan.document.tree.find(&at));
    match schema.and_then(|schema| schema.get(ext::MODULE)?.as_str()) {
        Some(path) => tree.open(path, &Place::value(at.join(ext::MODULE)), found),
        None => Vec::new(),
    }
}

/// The schemes that operations use. `Basic` is a type of the runtime and needs no name.
fn schemes<'a>(plan: &Plan<'a>, table: &mut Table<'_>, found: &mut Findings) -> BTreeMap<&'a str, Ident> {
    let defined = plan.document.api.components.iter().flat_map(|components| &components.security_schemes);
    let at = Pointer::root().join("components").join("securitySchemes");
    let wanted: BTreeSet<&str> = plan.operations.iter().filter_map(|operation| operation.scheme).collect();
    let used: Vec<(&str, bool)> = defined
        .filter(|(name, _)| wanted.contains(name.as_str()))
        .map(|(name, scheme)| {
            let is_http = matches!(scheme.as_item(), Some(openapiv3::SecurityScheme::HTTP { .. }));
            (name.as_str(), is_http)
        })
        .collect();
    let own: Vec<&str> = used.iter().filter(|(_, is_http)| !is_http).map(|(name, _)| *name).collect();
    let candidates: Vec<Candidate> = own.iter().map(|name| Candidate::new(*name, Place::key(at.join(name)))).collect();
    let names = table.assign(&candidates, found.list());
    let http = used.iter().filter(|(_, is_http)| *is_http).map(|(name, _)| (*name, Ident::new("Basic")));
    own.into_iter().zip(names).chain(http).collect()
}

/// Modules in the order of the document's tags, then those that only operations mention.
fn modules<'a>(plan: &Plan<'a>, types: &mut Tables, found: &mut Findings) -> Vec<ModuleNames<'a>> {
    let tags = &plan.document.api.tags;
    let mut groups: IndexMap<&str, Vec<usize>> = tags.iter().map(|tag| (tag.name.as_str(), Vec::new())).collect();
    for (index, operation) in plan.operations.iter().enumerate() {
        groups.entry(operation.operation.tags.first().map_or(UNTAGGED, String::as_str)).or_default().push(index);
    }
    groups.retain(|_, members| !members.is_empty());
    // Of two tags with one name the first counts.
    let known: BTreeMap<&str, (usize, &openapiv3::Tag)> =
        tags.iter().enumerate().rev().map(|(index, tag)| (tag.name.as_str(), (index, tag))).collect();
    let tag = |name: &str| known.get(name).copied();
    let mut tree = Tree::new(found.strictness());
    let mut homes = Vec::new();
    let mut candidates = Vec::new();
    for (name, members) in &groups {
        let Some((index, tag)) = tag(name) else {
            let first = members.first().and_then(|index| plan.operations.get(*index));
            homes.push(Vec::new());
            candidates
                .push(Candidate::new(*name, Place::key(first.map(|one| one.pointer.clone()).unwrap_or_default())));
            continue;
        };
        let at = Pointer::root().join("tags").join_index(index);
        let key = Place::value(at.join(ext::NAME));
        let explicit = ext::name(&tag.extensions);
        let (home, own) = match explicit.and_then(|path| path.rsplit_once("::")) {
            Some((home, own)) => (tree.open(home, &key, found), Some(own)),
            None => (Vec::new(), explicit),
        };
        homes.push(home);
        candidates.push(Candidate::new(*name, Place::value(at.join("name"))).named(own, key));
    }
    let names = tree.tables.assign(&homes, &candidates, found);
    let mut modules = Vec::new();
    for (((text, members), name), mut path) in groups.into_iter().zip(names).zip(homes) {
        path.push(name);
        let operations = operations(plan, &members, types.around(&path), found);
        modules.push(ModuleNames { tag: tag(text).map(|(_, tag)| tag), path, operations });
    }
    modules
}

/// The operations of one module and their own faults, which stand in one file with the types that they use.
fn operations(plan: &Plan<'_>, members: &[usize], mut table: Table<'_>, found: &mut Findings) -> Vec<OperationNames> {
    let plans: Vec<(usize, &OperationPlan<'_>)> =
        members.iter().filter_map(|index| Some((*index, plan.operations.get(*index)?))).collect();
    let candidates: Vec<Candidate> = plans
        .iter()
        .map(|(_, plan)| {
            let key = Place::value(plan.pointer.join(ext::NAME));
            let place = match plan.operation.operation_id {
                Some(_) => Place::value(plan.pointer.join("operationId")),
                None => Place::key(plan.pointer.clone()),
            };
            Candidate::new(&plan.id, place).named(ext::name(&plan.operation.extensions), key)
        })
        .collect();
    let names = table.assign(&candidates, found.list());
    let mut all = Vec::new();
    for (((index, plan), candidate), name) in plans.into_iter().zip(candidates).zip(names) {
        let text = format!("{}Fault", name.as_str());
        let wish = Candidate::new(&text, candidate.place.clone()).named(Some(&text), candidate.place);
        let fault = match plan.fault {
            Some(FaultUse::Own(_)) => table.assign(&[wish], found.list()).pop(),
            Some(FaultUse::Shared(_)) | None => None,
        };
        all.push(OperationNames { index, name, fault: fault.unwrap_or_else(|| Ident::new(text)) });
    }
    all
}
