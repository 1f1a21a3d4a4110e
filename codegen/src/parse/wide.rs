//! Integers that 64 bits cannot hold: whether what was kept of one is what the document says. Which value it has otherwise
//! is of no concern.

use super::Strictness;
use crate::diagnostic::{Code, Diagnostic, Place, Severity};
use crate::pointer::Pointer;
use crate::source::{Index, Source};

/// Integers below this are kept digit by digit.
pub(super) const LEAST: f64 = 9_223_372_036_854_775_808.0;

/// Reports each that has lost digits. The text is asked, because the reader hands out what is left.
pub(super) fn rounded(source: &Source, numbers: &[(Pointer, f64)], strictness: Strictness) -> Vec<Diagnostic> {
    if numbers.is_empty() {
        return Vec::new();
    }
    let index = Index::build(source);
    let lost = numbers.iter().filter(|(at, kept)| {
        let written = index.value(at).and_then(|range| source.text().get(range)).unwrap_or_default();
        is_integer(written) && format!("{kept:.0}") != written.trim_start_matches('+')
    });
    let tell = |(at, _): &(Pointer, f64)| {
        let message = "an integer beyond 64 bits is kept to about 16 digits";
        let severity = Severity::of_loss(strictness);
        Diagnostic::new(severity, Code::WouldBeLost, Place::value(at.clone()), message)
            .help("write it as a text, or as a number of fewer digits with an exponent")
    };
    lost.map(tell).collect()
}

fn is_integer(text: &str) -> bool {
    let digits = text.trim_start_matches(['-', '+']);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}
