//! Which types share a file. Paths that users write do not depend on it: a namespace that is divided gives out all of its
//! types. What is in the files is decided elsewhere.

use std::collections::{BTreeMap, BTreeSet};

use super::imports;
use super::tokens::plain;
use super::tree::{self, Folder};
use crate::model::{Api, Core, Fault, FaultDef, FaultEnum, Ident, Operation, Payload, Type, TypeDef, TypeKind, Types};

/// About how many lines a file may have; what would have more is divided.
const LONGEST: usize = 1_500;

/// How many letters of names, and of a module, go into the name of a file.
const LETTERS: usize = 40;

/// Something with a definition among the types.
#[derive(Clone, Copy)]
pub(super) enum Entry<'a> {
    Type(&'a TypeDef),
    Fault(&'a FaultDef),
}

impl<'a> Entry<'a> {
    pub(super) fn name(&self) -> &'a Ident {
        match self {
            Self::Type(def) => &def.name,
            Self::Fault(def) => &def.faults.name,
        }
    }

    /// About how many lines the definition has.
    fn lines(&self) -> usize {
        match self {
            Self::Type(TypeDef { kind: TypeKind::Object(object), .. }) => 20 + 4 * object.members.len(),
            Self::Type(TypeDef { kind: TypeKind::Enumeration(list), .. }) => 40 + 4 * list.values.len(),
            Self::Type(TypeDef { kind: TypeKind::Newtype(_), .. }) => 40,
            Self::Fault(def) => 50 + 12 * def.faults.arms.len(),
        }
    }
}

/// A module that users see, with what is to be found in it.
pub(super) struct Namespace<'a> {
    pub(super) folder: Folder<'a>,
    /// What stands in its own file: everything, or nothing.
    pub(super) entries: Vec<Entry<'a>>,
    /// What stands in files of their own.
    pub(super) parts: Vec<Part<'a>>,
}

/// Some types of a namespace.
pub(super) struct Part<'a> {
    /// The module, which users do not see.
    pub(super) name: String,
    /// Whose types they are.
    pub(super) user: User<'a>,
    pub(super) entries: Vec<Entry<'a>>,
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

    fn of_faults(def: &'a FaultDef) -> Self {
        def.users.iter().map(|user| Self::Module(&user.home)).fold(Self::Nobody, Self::and)
    }
}

/// Every namespace, the outermost first.
pub(super) fn namespaces(api: &Api) -> Vec<Namespace<'_>> {
    let users = users(api);
    let types = api.types.entries().map(|(id, def)| (&def.home, users[id], Entry::Type(def)));
    let faults = api.faults.iter().map(|def| (&def.home, User::of_faults(def), Entry::Fault(def)));
    let mut homes: BTreeMap<&[Ident], Vec<(User<'_>, Entry<'_>)>> = BTreeMap::new();
    let mut order: Vec<&[Ident]> = Vec::new();
    for (home, user, entry) in types.chain(faults) {
        order.push(home);
        homes.entry(home).or_default().push((user, entry));
    }
    let folders = tree::folders(order.into_iter()).into_iter();
    folders.map(|folder| namespace(homes.remove(folder.path).unwrap_or_default(), folder)).collect()
}

/// A namespace that is too long for a file is divided by the operations that need its types, and what is too long even
/// then by the first letters of their names. So a type that is added moves others only where it makes a file too long.
fn namespace<'a>(all: Vec<(User<'a>, Entry<'a>)>, folder: Folder<'a>) -> Namespace<'a> {
    // A module called like an import cannot stand in one file with it.
    let is_apart = folder.inside.iter().any(|name| imports::is_head(name.as_str()));
    if !is_apart && all.iter().map(|(_, entry)| entry.lines()).sum::<usize>() <= LONGEST {
        return Namespace { folder, entries: all.into_iter().map(|(_, entry)| entry).collect(), parts: Vec::new() };
    }
    let mut by_user: BTreeMap<User<'a>, Vec<Entry<'a>>> = BTreeMap::new();
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
fn divide<'a>(letters: &str, entries: Vec<Entry<'a>>, part: &mut dyn FnMut(&str, Vec<Entry<'a>>)) {
    let names: Vec<String> = entries.iter().map(|entry| plain(entry.name()).to_lowercase()).collect();
    let same = names.iter().skip(1).fold(names.first().map_or(0, String::len), |length, name| {
        let both = names.first().map_or("", String::as_str).bytes().zip(name.bytes());
        length.min(both.take_while(|(one, other)| one == other).count())
    });
    let is_short = entries.iter().map(Entry::lines).sum::<usize>() <= LONGEST;
    if is_short || entries.len() < 2 || same >= LETTERS {
        return part(letters, entries);
    }
    let mut groups: BTreeMap<&str, Vec<Entry<'a>>> = BTreeMap::new();
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
    let mut open: Vec<(&Type, User<'_>)> = Vec::new();
    for module in &api.modules {
        let user = User::Module(&module.path);
        open.extend(module.operations.iter().flat_map(of_operation).map(|ty| (ty, user)));
    }
    for def in &api.faults {
        open.extend(of_faults(&def.faults).map(|ty| (ty, User::of_faults(def))));
    }
    // No type comes more than twice: first it has one user, then several.
    while let Some((ty, user)) = open.pop() {
        let Core::Named(id) = ty.core() else { continue };
        let both = users[id].and(user);
        if both != users[id] {
            users[id] = both;
            if let TypeKind::Object(object) = &api.types[id].kind {
                open.extend(object.members.iter().map(|member| (&member.ty, both)));
            }
        }
    }
    users
}

fn of_operation(operation: &Operation) -> impl Iterator<Item = &Type> {
    let parameters = operation.parameters.iter().map(|parameter| &parameter.ty);
    let payloads = operation.body.iter().map(|body| &body.payload).chain(&operation.output);
    let faults = match &operation.fault {
        Fault::Own(faults) => Some(faults),
        Fault::Raw | Fault::Shared(_) => None,
    };
    parameters.chain(payloads.map(Payload::ty)).chain(faults.into_iter().flat_map(of_faults))
}

fn of_faults(faults: &FaultEnum) -> impl Iterator<Item = &Type> {
    faults.arms.iter().map(|arm| &arm.ty)
}
