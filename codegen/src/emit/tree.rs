//! Folders of the output: the modules that lead to a type or to operations, and the file in each that lists them.

use std::collections::BTreeMap;

use super::tokens::plain;
use crate::model::Ident;

/// A folder.
pub(super) struct Folder<'a> {
    pub(super) path: &'a [Ident],
    /// The folders right inside of it.
    pub(super) inside: Vec<&'a Ident>,
}

/// The folders that lead to these homes, the outermost first, each in front of those inside it.
pub(super) fn folders<'a>(homes: impl Iterator<Item = &'a [Ident]>) -> Vec<Folder<'a>> {
    let mut folders = vec![Folder { path: &[], inside: Vec::new() }];
    let mut known: BTreeMap<&[Ident], usize> = BTreeMap::new();
    for home in homes {
        let mut parent = 0;
        for length in 1..=home.len() {
            let Some(path) = home.get(..length) else { continue };
            let next = folders.len();
            let own = *known.entry(path).or_insert(next);
            if own == next {
                if let (Some(parent), Some(name)) = (folders.get_mut(parent), path.last()) {
                    parent.inside.push(name);
                }
                folders.push(Folder { path, inside: Vec::new() });
            }
            parent = own;
        }
    }
    folders
}

/// What stands in each folder. Made once, so that no folder looks through what is in all the others.
pub(super) fn by_folder<'a, T>(
    all: impl Iterator<Item = &'a T>,
    home: impl Fn(&'a T) -> &'a [Ident],
) -> BTreeMap<&'a [Ident], Vec<&'a T>> {
    let mut by_folder: BTreeMap<&[Ident], Vec<&T>> = BTreeMap::new();
    for one in all {
        by_folder.entry(home(one)).or_default().push(one);
    }
    by_folder
}

/// The path of a file in a folder below `root`.
pub(super) fn path(root: &str, folder: &[Ident], file: &str) -> String {
    let folders: String = folder.iter().map(|name| format!("{}/", plain(name))).collect();
    format!("{root}/{folders}{file}.rs")
}

/// `rest::session`, as documentation has it.
pub(super) fn shown(folder: &[Ident]) -> String {
    folder.iter().map(Ident::as_str).collect::<Vec<_>>().join("::")
}
