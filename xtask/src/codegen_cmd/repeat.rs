//! Shortens the findings of somebody else's document for people: the first of each code are shown, and the rest is counted.

use std::collections::BTreeMap;

use codegen::diagnostic::{Code, Diagnostic, Severity};

/// Findings of one code that are shown, of errors and warnings each.
const SHOWN: usize = 3;

/// The findings that are shown, in their order, and what is said of the rest.
pub(super) fn cut(diagnostics: &[Diagnostic]) -> (Vec<Diagnostic>, String) {
    let mut count: BTreeMap<(Severity, Code), usize> = BTreeMap::new();
    let mut shown = Vec::new();
    for one in diagnostics {
        let seen = count.entry((one.severity, one.code)).or_default();
        *seen += 1;
        if *seen <= SHOWN {
            shown.push(one.clone());
        }
    }
    let more = count.into_iter().filter(|(_, count)| *count > SHOWN).map(|((severity, code), count)| {
        format!("{}[{}]: {} more: {}\n", severity.as_str(), code.as_str(), count - SHOWN, code.title())
    });
    let mut rest: String = more.collect();
    if !rest.is_empty() {
        rest.push_str("help: `--all` shows every finding; `--message-format json` has all of them, for programs\n");
    }
    (shown, rest)
}

#[cfg(test)]
mod tests {
    use codegen::diagnostic::Place;
    use codegen::pointer::Pointer;

    use super::*;

    #[test]
    fn the_first_of_each_code_are_shown_and_the_rest_is_counted() {
        let at = |nth: usize| Place::key(Pointer::root().join_index(nth));
        let mut all: Vec<_> =
            (0..8).map(|nth| Diagnostic::warning(Code::WouldBeLost, at(nth), format!("`x{nth}` is lost"))).collect();
        all.extend((0..4).map(|nth| Diagnostic::error(Code::WouldBeLost, at(nth), "`xml` is an error")));
        all.extend((0..3).map(|nth| Diagnostic::warning(Code::UnknownKey, at(nth), "no such key")));
        let (shown, rest) = cut(&all);
        assert_eq!(shown.len(), 3 + 3 + 3);
        assert_eq!(
            rest,
            "error[OA0604]: 1 more: a part of the document that nothing would read\n\
             warning[OA0604]: 5 more: a part of the document that nothing would read\n\
             help: `--all` shows every finding; `--message-format json` has all of them, for programs\n"
        );
        let (shown, rest) = cut(all.get(..3).unwrap_or_default());
        assert_eq!((shown.len(), rest.as_str()), (3, ""));
    }
}
