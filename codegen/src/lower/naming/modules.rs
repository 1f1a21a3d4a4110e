//! Modules inside of modules: a table of names for each, and the path that an author gives.

use std::collections::BTreeMap;

use super::super::findings::Findings;
use super::super::home::Module;
use crate::diagnostic::Place;
use crate::model::Ident;
use crate::name::{Candidate, Namespace, Table};
use crate::node::Node;
use crate::options::Strictness;

/// Names of one kind, which must differ within a module.
pub(in crate::lower) struct Tables {
    namespace: Namespace,
    strictness: Strictness,
    by_module: BTreeMap<Vec<Ident>, Table<'static>>,
}

impl Tables {
    pub(in crate::lower) fn new(namespace: Namespace, strictness: Strictness) -> Self {
        Self { namespace, strictness, by_module: BTreeMap::new() }
    }

    pub(in crate::lower) fn within(&mut self, module: &[Ident]) -> &mut Table<'static> {
        let new = || Table::new(self.namespace, self.strictness);
        self.by_module.entry(module.to_vec()).or_insert_with(new)
    }

    /// A table beside those of the modules on the way to this one: names that stand there are taken.
    pub(super) fn around(&self, module: &[Ident]) -> Table<'_> {
        let ways = (0..=module.len()).filter_map(|length| module.get(..length));
        let outer = ways.filter_map(|way| self.by_module.get(way)).collect();
        Table::beside(self.namespace, self.strictness, outer)
    }

    /// A name for each candidate, in their order, each in the module that stands at the same place in the list.
    pub(super) fn assign(
        &mut self,
        homes: &[Vec<Ident>],
        candidates: &[Candidate],
        found: &mut Findings,
    ) -> Vec<Ident> {
        let mut names: Vec<(usize, Ident)> = Vec::new();
        let mut groups: BTreeMap<&Vec<Ident>, Vec<(usize, Candidate)>> = BTreeMap::new();
        for (index, (home, candidate)) in homes.iter().zip(candidates).enumerate() {
            groups.entry(home).or_default().push((index, candidate.clone()));
        }
        for (home, group) in groups {
            let (indices, group): (Vec<usize>, Vec<Candidate>) = group.into_iter().unzip();
            names.extend(indices.into_iter().zip(self.within(home).assign(&group, found.list())));
        }
        names.sort_by_key(|(index, _)| *index);
        names.into_iter().map(|(_, name)| name).collect()
    }
}

/// The modules that hold other modules.
pub(in crate::lower) struct Tree {
    /// The names of the modules in each module.
    pub(super) tables: Tables,
    known: BTreeMap<(Vec<Ident>, String), Ident>,
}

impl Tree {
    pub(super) fn new(strictness: Strictness) -> Self {
        Self { tables: Tables::new(Namespace::Modules, strictness), known: BTreeMap::new() }
    }

    /// The modules that a path such as `rest::session` leads through; `place` is where it is written. To be called for
    /// every path before anything else in those modules gets a name.
    pub(super) fn open(&mut self, path: &str, place: &Place, found: &mut Findings) -> Vec<Ident> {
        self.ways(path.split("::"), |word| Candidate::new(word, place.clone()).named(Some(word), place.clone()), found)
    }

    /// The modules of a component: those that the author asks for, or those of its name.
    pub(super) fn open_module(&mut self, module: &Module<'_>, component: Node<'_>, found: &mut Findings) -> Vec<Ident> {
        let wish = |word: &str| match module.said {
            Some(said) => Candidate::new(word, Place::value(said)).named(Some(word), Place::value(said)),
            None => Candidate::new(word, Place::key(component)),
        };
        self.ways(module.words.iter().copied(), wish, found)
    }

    fn ways<'w>(
        &mut self,
        words: impl Iterator<Item = &'w str>,
        wish: impl Fn(&str) -> Candidate,
        found: &mut Findings,
    ) -> Vec<Ident> {
        let mut home: Vec<Ident> = Vec::new();
        for word in words {
            let key = (home.clone(), word.to_owned());
            let name = match self.known.get(&key) {
                Some(name) => name.clone(),
                None => self.tables.within(&home).assign_one(&wish(word), found.list()),
            };
            self.known.insert(key, name.clone());
            home.push(name);
        }
        home
    }
}
