//! Which module may use which: the arrows of ARCHITECTURE.md. It looks at the names in code, except in tests.

use proc_macro2::Ident;

use super::rust::{Code, Path};
use super::{API, File, Finding};

/// Crates that only some modules of the generator may name.
const CRATES: &[(&str, &[&str])] = &[
    ("openapiv3", &["skeleton", "document", "lower"]),
    ("quote", &["emit", "print", "hooks"]),
    ("syn", &["emit", "print", "hooks"]),
    ("proc_macro2", &["emit", "print", "hooks"]),
    ("prettyplease", &["emit", "print", "hooks"]),
];

/// The modules of the generator. Each may name those that stand before it and no others, so there are no circles.
const ORDER: &[&str] = &[
    "visible",
    "percent",
    "pointer",
    "options",
    "only",
    "node",
    "limits",
    "diagnostic",
    "ext",
    "read",
    "source",
    "render",
    "grammar",
    "skeleton",
    "schema",
    "normalise",
    "document",
    "model",
    "name",
    "lower",
    "files",
    "print",
    "emit",
    "hooks",
    "examples",
];

/// What some modules may not name although it stands before them: behind a step nobody asks again what it has decided.
const REFUSED: &[(&[&str], &[&str])] = &[
    (&["name", "lower"], &["read", "source", "render", "grammar", "skeleton", "normalise"]),
    (&["files", "print", "emit"], &["source"]),
    (&["files", "print", "emit", "hooks"], FRONT),
    (&["hooks"], &["print", "emit"]),
];

/// What knows the document.
const FRONT: &[&str] =
    &["node", "ext", "read", "render", "grammar", "skeleton", "schema", "normalise", "document", "name", "lower"];

/// What a pure function has no use for, and where it must not stand.
const IMPURE: &[&str] = &["fs", "env"];

const PURE: &[&str] = &["codegen/src/", "codegen/runtime/", "generated/src/"];

/// Folders that are whole by themselves: nothing in them names what is outside.
const ISLANDS: &[&str] = &["codegen/src/model/", "codegen/runtime/", API];

/// What the model may import beside its own modules.
const KNOWN: &[&str] = &["std", "core", "alloc", "self", "super", "crate"];

pub(super) fn check(files: &[File]) -> Vec<Finding> {
    files.iter().flat_map(check_file).collect()
}

fn check_file(file: &File) -> Vec<Finding> {
    let code = &file.code;
    let mut findings = Vec::new();
    let mut complain = |name: &Ident, message: String| {
        findings.push(Finding::new(&file.path, name.span().start().line, message));
    };
    if let Some(rest) = file.path.strip_prefix("codegen/src/") {
        let module = rest.split(['/', '.']).next().unwrap_or(rest);
        generator(module, code, &mut complain);
    }
    if PURE.iter().any(|folder| file.path.starts_with(folder)) {
        for name in below(code, "std").filter(|name| IMPURE.iter().any(|impure| name == impure)) {
            complain(name, format!("std::{name} is for xtask; everything else gets texts and gives texts"));
        }
    }
    for island in ISLANDS {
        if let Some(rest) = file.path.strip_prefix(island) {
            check_island(island, rest, code, &mut complain);
        }
    }
    if file.path.starts_with("generated/src/checks/") {
        let extras = below(code, "crate").chain(below(code, "super")).filter(|name| *name == "extras");
        extras.for_each(|name| complain(name, "checks may not name extras".to_owned()));
    }
    findings
}

fn generator(module: &str, code: &Code, complain: &mut impl FnMut(&Ident, String)) {
    for (krate, allowed) in CRATES {
        if !allowed.contains(&module) {
            let names = code.paths.iter().filter_map(names_crate).filter(|name| name == krate);
            names.for_each(|name| complain(name, format!("only {} may name {krate}", allowed.join(", "))));
        }
    }
    // `lib` alone may name all of them: it calls the steps in turn.
    let before =
        ORDER.iter().position(|other| *other == module).map_or(&[][..], |own| ORDER.get(..=own).unwrap_or_default());
    let refused = || REFUSED.iter().filter(|(modules, _)| modules.contains(&module)).flat_map(|(_, refused)| *refused);
    for name in below(code, "crate").filter(|_| module != "lib") {
        if !before.iter().any(|before| name == before) || refused().any(|refused| name == refused) {
            complain(name, format!("{module} may not name {name}"));
        }
    }
}

/// No `crate::` out of it but back into it, no `super::` beyond its root, and in the model no crate but `std`.
fn check_island(island: &str, rest: &str, code: &Code, complain: &mut impl FnMut(&Ident, String)) {
    let own = island.trim_end_matches('/').rsplit('/').next().unwrap_or(island);
    let is_model = own == "model";
    for name in below(code, "crate").filter(|name| *name != own) {
        complain(name, format!("crate::{name} is outside of {island}, which stands alone"));
    }
    let depth = rest.trim_end_matches(".rs").split('/').filter(|part| *part != "mod").count();
    for path in &code.paths {
        let mut supers = path.segments.iter().filter(|segment| *segment == "super");
        if let Some(name) = supers.nth(depth + path.depth) {
            complain(name, format!("`super` leads out of {island}, which stands alone"));
        }
        if let (true, Some(name)) = (is_model && path.is_import, path.segments.first())
            && !KNOWN.iter().any(|known| name == known)
            && !code.modules.iter().any(|module| name == module)
        {
            complain(name, format!("the model imports std alone, not {name}"));
        }
    }
}

/// The first name of a path, when it can be that of a crate: `x::…`, `x!`, `use x`.
fn names_crate(path: &Path) -> Option<&Ident> {
    path.segments.first().filter(|_| path.segments.len() > 1 || path.is_import || path.is_macro)
}

/// The names directly below `root`: of `root::{a, b::c}` that is `a` and `b`.
fn below<'a>(code: &'a Code, root: &'a str) -> impl Iterator<Item = &'a Ident> {
    code.paths.iter().filter_map(move |path| match path.segments.as_slice() {
        [first, name, ..] if first == root => Some(name),
        _ => None,
    })
}

#[cfg(test)]
#[path = "arrows_tests.rs"]
mod tests;
