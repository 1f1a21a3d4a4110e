//! Who may use whom inside the packages: the arrows of ARCHITECTURE.md. Looks at names in code, tests left out.

use super::rust::Code;
use super::{API, File, Finding};

/// Crates that only some modules of the generator may name.
const CRATES: &[(&str, &[&str])] = &[
    ("openapiv3", &["parse", "grammar", "ext", "resolve", "lower"]),
    ("quote", &["emit", "print", "hooks"]),
    ("syn", &["emit", "print", "hooks"]),
    ("proc_macro2", &["emit", "print", "hooks"]),
    ("prettyplease", &["emit", "print", "hooks"]),
];

/// Modules of the generator, and which of their siblings they may not name.
const SIBLINGS: &[(&[&str], &[&str])] = &[
    (&["pointer", "source", "diagnostic", "parse", "grammar", "ext", "resolve"], BACK),
    (&["name", "lower"], &["emit", "print", "files", "hooks"]),
    (&["emit", "print", "files", "hooks"], FRONT),
    (&["print", "files"], &["emit", "hooks"]),
];

/// What reads documents.
const FRONT: &[&str] = &["parse", "grammar", "ext", "resolve", "name", "lower"];

/// What comes after a document has been read.
const BACK: &[&str] = &["name", "lower", "model", "emit", "print", "files", "hooks"];

/// What a pure function has no use for, and where it must not stand.
const IMPURE: &[&str] = &["fs", "env"];

const PURE: &[&str] = &["codegen/src/", "codegen/runtime/", "generated/src/"];

/// Folders that are whole by themselves: nothing in them names what is outside.
const ISLANDS: &[&str] = &["codegen/src/model/", "codegen/runtime/", API];

pub(super) fn check(files: &[File]) -> Vec<Finding> {
    files.iter().flat_map(check_file).collect()
}

fn check_file(file: &File) -> Vec<Finding> {
    let Some(code) = &file.code else { return Vec::new() };
    let names = Names::new(code);
    let mut findings = Vec::new();
    let mut complain = |at: usize, message: String| findings.push(Finding::new(&file.path, code.line(at), message));
    if let Some(rest) = file.path.strip_prefix("codegen/src/") {
        let module = rest.split(['/', '.']).next().unwrap_or(rest);
        generator(module, &names, &mut complain);
    }
    if PURE.iter().any(|folder| file.path.starts_with(folder)) {
        for (at, name) in names.below("std").filter(|(_, name)| IMPURE.contains(&name.as_str())) {
            complain(at, format!("std::{name} is for xtask; everything else gets texts and gives texts"));
        }
    }
    for island in ISLANDS {
        if let Some(rest) = file.path.strip_prefix(island) {
            check_island(island, rest, &names, &mut complain);
        }
    }
    if file.path.starts_with("generated/src/checks/") {
        let extras = names.below("crate").chain(names.below("super")).filter(|(_, name)| name == "extras");
        extras.for_each(|(at, _)| complain(at, "checks may not name extras".to_owned()));
    }
    findings
}

fn generator(module: &str, names: &Names<'_>, complain: &mut impl FnMut(usize, String)) {
    for (krate, allowed) in CRATES {
        if !allowed.contains(&module) {
            let places = names.of_crate(krate);
            places.for_each(|at| complain(at, format!("only {} may name {krate}", allowed.join(", "))));
        }
    }
    for (modules, refused) in SIBLINGS {
        if modules.contains(&module) {
            let named = names.below("crate").filter(|(_, name)| refused.contains(&name.as_str()));
            named.for_each(|(at, name)| complain(at, format!("{module} may not name {name}")));
        }
    }
}

/// No `crate::` out of it but back into it, no `super::` beyond its root, and in the model no crate but `std`.
fn check_island(island: &str, rest: &str, names: &Names<'_>, complain: &mut impl FnMut(usize, String)) {
    let own = island.trim_end_matches('/').rsplit('/').next().unwrap_or(island);
    let is_model = own == "model";
    for (at, name) in names.below("crate") {
        if !(is_model && name == own) {
            complain(at, format!("crate::{name} is outside of {island}, which stands alone"));
        }
    }
    let depth = rest.trim_end_matches(".rs").split('/').filter(|part| *part != "mod").count();
    for (at, length) in names.supers() {
        if length > depth + names.code.depth(at) {
            complain(at, format!("`super` leads out of {island}, which stands alone"));
        }
    }
    if is_model {
        for (at, name) in names.outside_crates() {
            complain(at, format!("the model imports std alone, not {name}"));
        }
    }
}

/// The names in a file, tests left out.
struct Names<'a> {
    code: &'a Code,
    words: Vec<(usize, String)>,
}

impl<'a> Names<'a> {
    fn new(code: &'a Code) -> Self {
        let words = code.words().into_iter().filter(|(at, _)| !code.is_test(*at)).collect();
        Self { code, words }
    }

    /// Where a crate is named: `x::`, `x!`, `use x`. Not where a field, a method or a part of a path is called so.
    fn of_crate(&self, krate: &str) -> impl Iterator<Item = usize> {
        self.words.iter().filter(move |(at, word)| word == krate && self.starts_path(*at, word)).map(|(at, _)| *at)
    }

    fn starts_path(&self, at: usize, word: &str) -> bool {
        if self.is_below_another(at) {
            return false;
        }
        let end = at + word.chars().count();
        let imported =
            self.words.iter().take_while(|(start, _)| *start < at).last().is_some_and(|(_, word)| word == "use");
        imported || self.code.after(end, "::").is_some() || self.is_macro(end)
    }

    fn is_macro(&self, end: usize) -> bool {
        self.code.after(end, "!").is_some_and(|end| self.code.char(end) != Some('='))
    }

    /// Whether it is a field, a method, or a later part of a path. `::x` is a first part, and so is the type in `a: x`.
    fn is_below_another(&self, at: usize) -> bool {
        match self.code.before(at) {
            Some((_, '.')) => true,
            Some((second, ':')) => match self.code.before(second) {
                Some((first, ':')) => {
                    self.code.before(first).is_some_and(|(_, c)| c.is_alphanumeric() || matches!(c, '_' | '>'))
                }
                _ => false,
            },
            _ => false,
        }
    }

    /// The names directly below the path `root`: of `root::{a, b::c}` that is `a` and `b`.
    fn below(&self, root: &str) -> impl Iterator<Item = (usize, String)> {
        let found: Vec<_> = self.words.iter().filter(|(_, word)| word == root).collect();
        found.into_iter().flat_map(|(at, word)| match self.code.after(at + word.chars().count(), "::") {
            Some(end) => self.first_names(end),
            None => Vec::new(),
        })
    }

    /// The first name of each path at `at`: one, or those of a group.
    fn first_names(&self, at: usize) -> Vec<(usize, String)> {
        let Some(inside) = self.code.after(at, "{") else {
            return self
                .code
                .word_after(at)
                .map(|(word, end)| (end - word.chars().count(), word))
                .into_iter()
                .collect();
        };
        let (mut names, mut next) = (Vec::new(), inside);
        while let Some((word, end)) = self.code.word_after(next) {
            names.push((end - word.chars().count(), word));
            match self.code.find_outside(end, &[',', '}']) {
                Some(comma) if self.code.char(comma) == Some(',') => next = comma + 1,
                _ => break,
            }
        }
        names
    }

    /// Every chain `super::super::…` with its length.
    fn supers(&self) -> Vec<(usize, usize)> {
        let mut chains: Vec<(usize, usize)> = Vec::new();
        let mut next = None;
        for (at, word) in &self.words {
            if word != "super" {
                continue;
            }
            match chains.last_mut() {
                Some((_, length)) if next == Some(*at) => *length += 1,
                _ => chains.push((*at, 1)),
            }
            next = self.code.after(at + word.chars().count(), "::").and_then(|end| {
                self.code.word_after(end).filter(|(word, _)| word == "super").map(|(word, end)| end - word.len())
            });
        }
        chains
    }

    /// Crates that an import names, `std` and those below it left out.
    fn outside_crates(&self) -> Vec<(usize, String)> {
        let own: Vec<_> = self.pairs("mod").map(|(_, name)| name).collect();
        let known = ["std", "core", "alloc", "self", "super", "crate"];
        self.pairs("use").filter(|(_, name)| !known.contains(&name.as_str()) && !own.contains(name)).collect()
    }

    /// The word behind each `keyword`.
    fn pairs(&self, keyword: &str) -> impl Iterator<Item = (usize, String)> {
        let found: Vec<_> =
            self.words.iter().filter(|(_, word)| word == keyword).map(|(at, word)| at + word.len()).collect();
        found.into_iter().filter_map(|end| self.code.word_after(end).map(|(word, _)| (end, word)))
    }
}

#[cfg(test)]
#[path = "arrows_tests.rs"]
mod tests;
