//! Which types share a file. Paths that users write do not depend on it: a namespace that is divided gives out all of its
//! types. What is in the files is decided elsewhere.

use std::collections::{BTreeMap, BTreeSet};

use super::imports;
use super::tokens::plain;
use super::tree::{self, Folder};
use crate::model::{Api, Fault, FaultEnum, Ident, Operation, Type, TypeDef, TypeId, TypeKind, Types};

/// About how many lines a file may have; what would have more is divided.
const LONGEST: usize = 1_500;

/// How many letters of names, and of a module, go into the name of a file.
const LETTERS: usize = 40;

/// About how many lines the definition of a type has.
fn lines(def: &TypeDef) -> usize {
    match &def.kind {
        TypeKind::Object(object) => 20 + 4 * object.members.len(),
        TypeKind::Enumeration(list) => 40 + 4 * list.values.len(),
        TypeKind::Newtype(_) => 40,
        TypeKind::Choice(choice) => 30 + 6 * choice.arms.len(),
        TypeKind::Fault(faults) => 50 + 12 * faults.arms.len(),
    }
}

/// A module that users see, with what is to be found in it.
pub(super) struct Namespace<'a> {
    pub(super) folder: Folder<'a>,
    /// What stands in its own file: everything, or nothing.
    pub(super) entries: Vec<&'a TypeDef>,
    /// What stands in files of their own.
    pub(super) parts: Vec<Part<'a>>,
}

pub(super) struct Part<'a> {
    /// The module, which users do not see.
    pub(super) name: String,
    pub(super) user: User<'a>,
    pub(super) entries: Vec<&'a TypeDef>,
}

/// Which operations need a type.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum User<'a> {
    Nobody,
    Module(&'a [Ident]),
    Several,
}

impl<'a> User<'a> {
    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Nobody, one) | (one, Self::Nobody) => one,
            (one, other) if one == other => one,
            _ => Self::Several,
        }
    }
}

/// Every namespace, the outermost first.
pub(super) fn namespaces(api: &Api) -> Vec<Namespace<'_>> {
    let users = users(api);
    let mut homes: BTreeMap<&[Ident], Vec<(User<'_>, &TypeDef)>> = BTreeMap::new();
    let mut order: Vec<&[Ident]> = Vec::new();
    for (id, def) in api.types.entries() {
        order.push(&def.home);
        homes.entry(&def.home).or_default().push((users[id], def));
    }
    let folders = tree::folders(order.into_iter()).into_iter();
    folders.map(|folder| namespace(homes.remove(folder.path).unwrap_or_default(), folder)).collect()
}

/// A namespace that is too long for a file is divided by the operations that need its types, and what is too long even
/// then by the first letters of their names. So a type that is added moves others only where it makes a file too long.
fn namespace<'a>(all: Vec<(User<'a>, &'a TypeDef)>, folder: Folder<'a>) -> Namespace<'a> {
    // A module called like an import cannot stand in one file with it.
    let is_apart = folder.inside.iter().any(|name| imports::is_head(name.as_str()));
    if !is_apart && all.iter().map(|(_, entry)| lines(entry)).sum::<usize>() <= LONGEST {
        return Namespace { folder, entries: all.into_iter().map(|(_, entry)| entry).collect(), parts: Vec::new() };
    }
    let mut by_user: BTreeMap<User<'a>, Vec<&'a TypeDef>> = BTreeMap::new();
    all.into_iter().for_each(|(user, entry)| by_user.entry(user).or_default().push(entry));
    let mut taken: BTreeSet<String> = folder.inside.iter().map(|name| plain(name).to_owned()).collect();
    taken.insert(tree::ROOT.to_owned());
    let mut parts = Vec::new();
    for (user, entries) in by_user {
        let base: String = match user {
            User::Module(path) => path.iter().map(plain).collect::<Vec<_>>().join("_").chars().take(LETTERS).collect(),
            User::Nobody | User::Several => "common".to_owned(),
        };
        divide("", entries, &mut |letters, entries| {
            let mut name = if letters.is_empty() { base.clone() } else { format!("{base}_{letters}") };
            while !taken.insert(name.clone()) {
                name.push('_');
            }
            parts.push(Part { name, user, entries });
        });
    }
    Namespace { folder, entries: Vec::new(), parts }
}

/// Hands on entries whose names begin with the same letters, with these letters: as few as make the files short enough.
fn divide<'a>(letters: &str, entries: Vec<&'a TypeDef>, part: &mut dyn FnMut(&str, Vec<&'a TypeDef>)) {
    let names: Vec<String> = entries.iter().map(|entry| plain(&entry.name).to_lowercase()).collect();
    let same = names.iter().skip(1).fold(names.first().map_or(0, String::len), |length, name| {
        let both = names.first().map_or("", String::as_str).bytes().zip(name.bytes());
        length.min(both.take_while(|(one, other)| one == other).count())
    });
    let is_short = entries.iter().map(|entry| lines(entry)).sum::<usize>() <= LONGEST;
    if is_short || entries.len() < 2 || same >= LETTERS {
        return part(letters, entries);
    }
    let mut groups: BTreeMap<&str, Vec<&'a TypeDef>> = BTreeMap::new();
    for (name, entry) in names.iter().zip(entries) {
        groups.entry(name.get(..=same).unwrap_or(name)).or_default().push(entry);
    }
    if groups.len() < 2 {
        return groups.into_values().for_each(|entries| part(letters, entries));
    }
    groups.into_iter().for_each(|(letters, entries)| divide(letters, entries, part));
}

/// Who needs each type, itself or inside of another one.
fn users(api: &Api) -> Types<User<'_>> {
    let mut users = api.types.map(|_, _| User::Nobody);
    let mut open: Vec<(TypeId, User<'_>)> = Vec::new();
    for module in &api.modules {
        let user = User::Module(&module.path);
        open.extend(module.operations.iter().flat_map(of_operation).map(|id| (id, user)));
    }
    // No type comes more than twice: first it has one user, then several.
    while let Some((id, user)) = open.pop() {
        let both = users[id].and(user);
        if both != users[id] {
            users[id] = both;
            open.extend(of_kind(&api.types[id].kind).into_iter().map(|id| (id, both)));
        }
    }
    users
}

fn of_operation(operation: &Operation) -> Vec<TypeId> {
    let parameters = operation.parameters.iter().map(|parameter| &parameter.ty);
    let bodies = operation.body.iter().flat_map(|body| body.content.sent()).filter_map(|sent| sent.carried.ty());
    let own = parameters.chain(bodies).chain(operation.received()).filter_map(Type::inmost);
    let shared = match &operation.fault {
        Fault::Shared(id) => Some(*id),
        Fault::Raw | Fault::Own(_) | Fault::ByStatus(_) => None,
    };
    own.chain(shared).collect()
}

fn of_kind(kind: &TypeKind) -> Vec<TypeId> {
    match kind {
        TypeKind::Object(object) => {
            let rest = object.rest.iter().map(|rest| &rest.ty);
            object.members.iter().map(|member| &member.ty).chain(rest).filter_map(Type::inmost).collect()
        }
        TypeKind::Fault(faults) => of_faults(faults),
        TypeKind::Choice(choice) => choice.arms.iter().filter_map(|arm| arm.ty.inmost()).collect(),
        TypeKind::Enumeration(_) | TypeKind::Newtype(_) => Vec::new(),
    }
}

fn of_faults(faults: &FaultEnum) -> Vec<TypeId> {
    faults.arms.iter().filter_map(|arm| arm.ty.inmost()).collect()
}
