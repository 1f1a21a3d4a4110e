//! What the documentation of shared faults says of the operations that have them.

use std::collections::BTreeSet;

use super::super::doc::{Doc, code};
use super::super::tree;
use crate::model::{Docs, Ident, ItemPath};

/// What stands at the beginning, what the document says and whose the faults are, and at the end, versions and what makes
/// links of the operations' names; `root` is the path of the root of the output.
pub(super) fn doc(docs: &Docs, users: &[ItemPath], root: &str) -> (Doc, Doc) {
    let users = told(users);
    let names: Vec<String> = users.iter().map(|(shown, _)| format!("[{}]", code(shown))).collect();
    let whose = match docs.description.is_empty() {
        true => format!("Why {} was refused.", list(&names, "or")),
        false => format!("The faults of {}.", list(&names, "and")),
    };
    let links = users.iter().map(|(shown, path)| format!("[{}]: {root}::operations::{path}", code(shown)));
    let head = Doc::new(0).description(docs).paragraph(&whose);
    (head, Doc::new(0).history(docs).verbatim(links))
}

/// The operations in the order of the document: what they are called here, and their path below `operations`.
fn told(users: &[ItemPath]) -> Vec<(String, String)> {
    let names: BTreeSet<&Ident> = users.iter().map(|user| &user.name).collect();
    let is_clear = names.len() == users.len();
    let tell = |ItemPath { home, name }: &ItemPath| {
        let path = format!("{}::{}", tree::shown(home), name.as_str());
        (if is_clear { name.as_str().to_owned() } else { path.clone() }, path)
    };
    users.iter().map(tell).collect()
}

/// `A, B or C`
fn list(names: &[String], word: &str) -> String {
    match names.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} {word} {last}", others.join(", ")),
        None => String::new(),
    }
}
