//! Lines of a given width that mean the same as the paragraph they are made of.

use std::borrow::Cow;
use std::mem::take;

use super::inline::code_span;

/// The words of safe Markdown; a code span is one word, because a break inside it would show.
pub(super) fn words(markdown: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut rest = markdown;
    while let Some(letter) = rest.chars().next() {
        let is_escaped = || (word.len() - word.trim_end_matches('\\').len()) % 2 == 1;
        let span = if letter == '`' && !is_escaped() { code_span(rest) } else { None };
        let length = match span {
            Some((span, length)) => {
                word.push_str(&span);
                length
            }
            None => {
                if letter.is_whitespace() {
                    words.push(take(&mut word));
                } else {
                    word.push(letter);
                }
                letter.len_utf8()
            }
        };
        rest = rest.get(length..).unwrap_or_default();
    }
    words.push(word);
    words.retain(|word| !word.is_empty());
    words
}

pub(super) fn fill(words: &[impl AsRef<str>], width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut columns = 0;
    for word in together(words) {
        let length = word.chars().count();
        if !line.is_empty() && columns + 1 + length > width {
            lines.push(take(&mut line));
            columns = 0;
        }
        if line.is_empty() {
            line.reserve(width.min(super::COLUMNS));
        } else {
            line.push(' ');
            columns += 1;
        }
        line.push_str(&word);
        columns += length;
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

/// The words, with those that may not begin a line held to the ones in front of them.
fn together(words: &[impl AsRef<str>]) -> Vec<Cow<'_, str>> {
    let mut units: Vec<Cow<'_, str>> = Vec::with_capacity(words.len());
    for word in words.iter().map(AsRef::as_ref) {
        match (mark(word), units.last_mut()) {
            (None, None) => units.push(word.into()),
            (None, Some(_)) if !is_below_a_head(word) => units.push(word.into()),
            (_, Some(unit)) => unit.to_mut().extend([" ", word]),
            (Some(at), None) => {
                let (before, after) = word.split_at_checked(at).unwrap_or(("", word));
                units.push(format!("{before}\\{after}").into());
            }
        }
    }
    units
}

/// Whether a line that begins with the word could make a table of the line in front of it.
fn is_below_a_head(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|byte| matches!(byte, b'|' | b':' | b'-'))
}

/// Where a backslash has to stand when the word begins a line: it would make a list, a heading, a rule or a fence.
fn mark(word: &str) -> Option<usize> {
    let digits = word.trim_end_matches(['.', ')']);
    if digits.len() + 1 == word.len() && !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(digits.len());
    }
    let only = |mark: u8| !word.is_empty() && word.bytes().all(|byte| byte == mark);
    (b"-=#+*_".iter().copied().any(only) || word.starts_with("~~~")).then_some(0)
}
