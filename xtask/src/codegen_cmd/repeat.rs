//! Shortens repeated warnings for people: some are shown, and the rest is counted. All errors are shown, because all of
//! them have to be fixed.

use std::collections::BTreeMap;

use codegen::diagnostic::{Code, Diagnostic, Severity};

/// Warnings of the same words that are shown.
const SHOWN: usize = 5;

/// The findings that are shown, and what is said of the rest.
pub(super) fn cut(diagnostics: &[Diagnostic]) -> (Vec<Diagnostic>, String) {
    let mut count: BTreeMap<(Code, &str), usize> = BTreeMap::new();
    let mut shown = Vec::new();
    for one in diagnostics {
        let seen = count.entry((one.code, &one.message)).or_default();
        *seen += usize::from(one.severity == Severity::Warning);
        if *seen <= SHOWN || one.severity == Severity::Error {
            shown.push(one.clone());
        }
    }
    let mut rest = String::new();
    for ((code, message), count) in count.into_iter().filter(|(_, count)| *count > SHOWN) {
        let times = match count - SHOWN {
            1 => "once more".to_owned(),
            more => format!("{more} more times"),
        };
        rest.push_str(&format!("warning[{}]: {times}: {message}\n", code.as_str()));
    }
    if !rest.is_empty() {
        rest.push_str("help: `--message-format json` names every place\n");
    }
    (shown, rest)
}

#[cfg(test)]
mod tests {
    use codegen::diagnostic::Place;
    use codegen::pointer::Pointer;

    use super::*;

    #[test]
    fn warnings_of_the_same_words_are_counted_and_errors_are_all_shown() {
        let at = |nth: usize| Place::key(Pointer::root().join_index(nth));
        let mut all: Vec<_> =
            (0..8).map(|nth| Diagnostic::warning(Code::WouldBeLost, at(nth), "`xml` is lost")).collect();
        all.extend((0..8).map(|nth| Diagnostic::error(Code::WouldBeLost, at(nth), "`xml` is an error")));
        all.extend((0..8).map(|nth| Diagnostic::warning(Code::WouldBeLost, at(nth), format!("`x{nth}` is lost"))));
        let (shown, rest) = cut(&all);
        assert_eq!(shown.len(), SHOWN + 8 + 8);
        assert_eq!(
            rest,
            "warning[OA0604]: 3 more times: `xml` is lost\nhelp: `--message-format json` names every place\n"
        );
        let (shown, rest) = cut(all.get(..5).unwrap_or_default());
        assert_eq!((shown.len(), rest.as_str()), (5, ""));
    }
}
