//! What the documentation of shared faults says of the operations that have them.

use std::collections::BTreeSet;

use super::super::context::Context;
use super::super::doc::{Doc, code};
use super::super::tree;
use crate::model::{Fault, FaultDef, Ident, Module};

/// What stands at the beginning, what the document says and whose the faults are, and at the end, versions and what makes
/// links of the operations' names.
pub(super) fn doc(context: &Context<'_>, def: &FaultDef) -> (Doc, Doc) {
    let users = users(context, def);
    let names: Vec<String> = users.iter().map(|(shown, _)| format!("[{}]", code(shown))).collect();
    let whose = match def.docs.description.is_empty() {
        true => format!("Why {} was refused.", list(&names, "or")),
        false => format!("The faults of {}.", list(&names, "and")),
    };
    let up = vec!["super"; def.home.len() + 2].join("::");
    let links = users.iter().map(|(shown, path)| format!("[{}]: {up}::operations::{path}", code(shown)));
    let head = Doc::new(0).description(&def.docs).paragraph(&whose);
    (head, Doc::new(0).history(&def.docs).verbatim(links))
}

/// The operations in the order of the document: what they are called here, and their path below `operations`.
fn users(context: &Context<'_>, def: &FaultDef) -> Vec<(String, String)> {
    let is_it = |fault: &Fault| match fault {
        Fault::Shared(id) => context.fault(*id).is_some_and(|other| std::ptr::eq(other, def)),
        Fault::Raw | Fault::Own(_) => false,
    };
    let all = context.api.modules.iter().flat_map(|module| module.operations.iter().map(move |one| (module, one)));
    let users: Vec<(&Module, &Ident)> =
        all.filter(|(_, one)| is_it(&one.fault)).map(|(module, one)| (module, &one.name)).collect();
    let names: BTreeSet<&Ident> = users.iter().map(|(_, name)| *name).collect();
    let is_clear = names.len() == users.len();
    let told = |(module, name): (&Module, &Ident)| {
        let path = format!("{}::{}", tree::shown(&module.path), name.as_str());
        (if is_clear { name.as_str().to_owned() } else { path.clone() }, path)
    };
    users.into_iter().map(told).collect()
}

/// `A, B or C`
fn list(names: &[String], word: &str) -> String {
    match names.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} {word} {last}", others.join(", ")),
        None => String::new(),
    }
}
