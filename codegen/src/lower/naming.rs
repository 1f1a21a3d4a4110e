//! Names for everything that stands beside something else: types, modules, operations, schemes. Names inside of one
//! type are given where it is built.

mod modules;

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;

use super::answer::OutputDraft;
use super::fault::FaultUse;
use super::findings::Findings;
use super::home::{self, component};
use super::item::{Item, ItemKind};
use super::operation::OperationDraft;
use crate::diagnostic::Place;
use crate::document::Document;
use crate::ext;
use crate::model::{Ident, ItemPath, Types};
use crate::name::{Candidate, Table};
use crate::pointer::Pointer;
use crate::schema::Schema;

pub(super) use modules::{Tables, Tree};

/// The module of operations that have no tag.
const UNTAGGED: &str = "untagged";

pub(super) struct ModuleDraft<'a> {
    pub(super) tag: Option<&'a openapiv3::Tag>,
    /// The modules that lead to it, itself the last.
    pub(super) path: Vec<Ident>,
    pub(super) operations: Vec<NamedOperation<'a>>,
}

pub(super) struct NamedOperation<'a> {
    pub(super) draft: OperationDraft<'a>,
    pub(super) name: Ident,
    pub(super) beside: Beside,
}

/// The names of what stands beside an operation, if it has such.
pub(super) struct Beside {
    pub(super) output: Ident,
    /// Its own faults.
    pub(super) fault: Ident,
    pub(super) headers: Ident,
    /// The enum of its bodies, if there are several.
    pub(super) body: Ident,
}

/// The paths of the items below `types`.
pub(super) fn items(items: &Types<Item<'_>>, tables: &mut Tables, found: &mut Findings) -> Types<ItemPath> {
    let mut tree = Tree::new(found.strictness());
    let homes: Vec<Vec<Ident>> = items.iter().map(|item| home(item.schema, &mut tree, found)).collect();
    let is_fault = |item: &&Item<'_>| matches!(item.kind, ItemKind::Faults(_));
    let values: BTreeSet<_> = items.iter().filter(|item| !is_fault(item)).map(|item| item.schema.id).collect();
    let candidate = |item: &Item<'_>| {
        let Item { schema, label, explicit, .. } = item;
        // Of a schema that is faults and a type, the type has its name.
        let is_second = is_fault(&item) && values.contains(&schema.id);
        let label = if is_second { format!("{label} fault") } else { label.clone() };
        let explicit = explicit.filter(|_| !is_second);
        let candidate = Candidate::new(label, Place::key(schema.node));
        let key = Place::value(schema.node.pointer().join(ext::NAME));
        let candidate = candidate.named(explicit, key).made_up(component(schema.node).is_none());
        if is_second { candidate.or_else(format!("faults of {}", item.label)) } else { candidate }
    };
    let names = tables.assign(&homes, &items.iter().map(candidate).collect::<Vec<_>>(), found);
    items.zip(names.into_iter().zip(homes).map(|(name, home)| ItemPath { home, name }))
}

/// The module that a type stands in: what its component says.
fn home(schema: &Schema<'_>, tree: &mut Tree, found: &mut Findings) -> Vec<Ident> {
    let mut around = std::iter::successors(Some(schema.node), |node| node.parent());
    let component = around.find(|node| component(*node).is_some());
    match component.and_then(|component| Some((component, home::module(component)?))) {
        Some((component, module)) => tree.open_module(&module, component, found),
        None => Vec::new(),
    }
}

/// Modules in the order of the document's tags, then those that only operations mention.
pub(super) fn modules<'a>(
    document: &'a Document<'a>,
    operations: Vec<OperationDraft<'a>>,
    types: &mut Tables,
    found: &mut Findings,
) -> Vec<ModuleDraft<'a>> {
    let tags = &document.api.tags;
    let mut groups: IndexMap<&str, Vec<OperationDraft<'a>>> =
        tags.iter().map(|tag| (tag.name.as_str(), Vec::new())).collect();
    for draft in operations {
        groups.entry(draft.operation.tags.first().map_or(UNTAGGED, String::as_str)).or_default().push(draft);
    }
    groups.retain(|_, drafts| !drafts.is_empty());
    // Of two tags with one name the first counts.
    let known: BTreeMap<&str, (usize, &openapiv3::Tag)> =
        tags.iter().enumerate().rev().map(|(index, tag)| (tag.name.as_str(), (index, tag))).collect();
    let mut tree = Tree::new(found.strictness());
    let mut homes = Vec::new();
    let mut candidates = Vec::new();
    for (name, drafts) in &groups {
        let Some((index, tag)) = known.get(name) else {
            let at = drafts.first().map(|first| first.pointer.clone()).unwrap_or_default();
            homes.push(Vec::new());
            candidates.push(Candidate::new(*name, Place::key(at)));
            continue;
        };
        let at = Pointer::root().join("tags").join_index(*index);
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
    for (((text, drafts), name), mut path) in groups.into_iter().zip(names).zip(homes) {
        path.push(name);
        let operations = named(drafts, types.around(&path), found);
        modules.push(ModuleDraft { tag: known.get(text).map(|(_, tag)| *tag), path, operations });
    }
    modules
}

/// The operations of one module and what is beside each, which stand in one file with the types that they use.
fn named<'a>(drafts: Vec<OperationDraft<'a>>, mut table: Table<'_>, found: &mut Findings) -> Vec<NamedOperation<'a>> {
    let candidate = |draft: &OperationDraft<'a>| {
        let key = Place::value(draft.pointer.join(ext::NAME));
        let place = match draft.operation.operation_id {
            Some(_) => Place::value(draft.pointer.join("operationId")),
            None => Place::key(draft.pointer.clone()),
        };
        let candidate = Candidate::new(&draft.id, place).named(ext::name(&draft.operation.extensions), key);
        // A schema may have the name of an operation.
        candidate.or_else(format!("{} operation", draft.id))
    };
    let candidates: Vec<Candidate> = drafts.iter().map(candidate).collect();
    let names = table.assign(&candidates, found.list());
    let mut all = Vec::new();
    for ((draft, candidate), name) in drafts.into_iter().zip(candidates).zip(names) {
        let answers = &draft.answers;
        let mut beside = |what: &str, is_there: bool| {
            let text = format!("{}{what}", name.as_str());
            if !is_there {
                return Ident::new(text);
            }
            let wish = Candidate::new(&text, candidate.place.clone()).named(Some(&text), candidate.place.clone());
            table.assign_one(&wish.or_else(format!("{} operation {what}", name.as_str())), found.list())
        };
        let beside = Beside {
            body: beside("Body", draft.body.as_ref().is_some_and(|body| body.arms.len() > 1)),
            output: beside("Output", matches!(answers.output, OutputDraft::Several(_))),
            fault: beside("Fault", matches!(answers.fault, FaultUse::Own(_) | FaultUse::ByStatus(_))),
            headers: beside("Headers", !answers.headers.is_empty()),
        };
        all.push(NamedOperation { draft, name, beside });
    }
    all
}
