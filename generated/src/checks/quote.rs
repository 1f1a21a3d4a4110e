//! Quoting what a caller wrote, for messages: escaped, and cut to a length that fits on a line. Never for secrets.

use std::fmt::{self, Write as _};

/// How many characters of a text are shown.
const SHOWN: usize = 80;

/// A text in quotes: its first 80 characters, with control characters escaped, and an ellipsis if there are more.
pub(super) struct Quoted<'a>(pub(super) &'a str);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut letters = self.0.chars();
        f.write_char('"')?;
        for letter in letters.by_ref().take(SHOWN) {
            fmt::Display::fmt(&letter.escape_debug(), f)?;
        }
        f.write_str(if letters.next().is_some() { "\"…" } else { "\"" })
    }
}
