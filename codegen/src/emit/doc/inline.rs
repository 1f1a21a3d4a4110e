//! Letters that nobody sees, and code spans.

use std::borrow::Cow;

use crate::visible::is_hidden;

/// The text without the characters that cannot be seen or that reorder what is seen; line ends become `\n`.
pub(super) fn visible(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~' | b'\n')) {
        return text.into();
    }
    let text = text.replace("\r\n", "\n");
    let seen = text.chars().filter_map(|letter| match letter {
        '\r' | '\u{2028}' | '\u{2029}' | '\u{85}' => Some('\n'),
        letter => (!hidden(letter)).then_some(letter),
    });
    seen.collect::<String>().into()
}

/// Whether a letter cannot be seen or reorders what is seen: controls but for `\n` and `\t`, bidirectional ones, and
/// characters of no width. A document may write them as entities too.
pub(super) fn hidden(letter: char) -> bool {
    is_hidden(letter) && !matches!(letter, '\n' | '\t')
}

pub(crate) fn code(text: &str) -> String {
    let shown = visible(text);
    let shown = single_spaced(&shown);
    let longest = shown.split(|letter| letter != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    match shown.as_ref() {
        "" => "(empty)".to_owned(),
        text if text.starts_with('`') || text.ends_with('`') => format!("{fence} {text} {fence}"),
        text => format!("{fence}{text}{fence}"),
    }
}

/// The beginning of the text, up to about that many bytes.
pub(super) fn near(text: &str, reach: usize) -> &str {
    (0..4).find_map(|less| text.get(..reach.saturating_sub(less))).unwrap_or(text)
}

/// A code span with its closing fence, and its length.
pub(super) fn code_span(rest: &str) -> Option<(Cow<'_, str>, usize)> {
    let fence = rest.len() - rest.trim_start_matches('`').len();
    let mut at = fence;
    loop {
        let opening = rest.get(at..)?.find('`')? + at;
        let tail = rest.get(opening..)?;
        let run = tail.len() - tail.trim_start_matches('`').len();
        if run == fence {
            let end = opening + run;
            return Some((single_spaced(rest.get(..end)?), end));
        }
        at = opening + run;
    }
}

/// The text with one blank between each two words.
fn single_spaced(text: &str) -> Cow<'_, str> {
    let is_so = text.split(' ').all(|word| !word.is_empty() && !word.contains(char::is_whitespace));
    if is_so { text.into() } else { text.split_whitespace().collect::<Vec<_>>().join(" ").into() }
}
