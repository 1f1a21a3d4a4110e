//! Folders of the output: the modules that lead to a type or to operations, and the file in each that lists them.

use super::tokens::plain;
use crate::model::Ident;

/// The folders that lead to these homes, the outermost first, each in front of those inside it.
pub(super) fn folders<'a>(homes: impl Iterator<Item = &'a [Ident]>) -> Vec<&'a [Ident]> {
    let root: &[Ident] = &[];
    let mut folders = vec![root];
    for home in homes {
        for length in 1..=home.len() {
            let Some(folder) = home.get(..length) else { continue };
            if !folders.contains(&folder) {
                folders.push(folder);
            }
        }
    }
    folders
}

/// The folders right inside of a folder.
pub(super) fn inside<'a>(folders: &[&'a [Ident]], folder: &[Ident]) -> Vec<&'a Ident> {
    folders
        .iter()
        .filter_map(|other| other.split_last())
        .filter(|(_, parent)| *parent == folder)
        .map(|(name, _)| name)
        .collect()
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
