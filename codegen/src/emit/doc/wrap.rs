//! Lines of a given width that mean the same as the paragraph they are made of.

use super::inline::code_span;

/// The words of safe Markdown; a code span is one word, because a break inside it would show.
pub(super) fn words(markdown: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut rest = markdown;
    while let Some(letter) = rest.chars().next() {
        let escaped = word.ends_with('\\') && !word.ends_with("\\\\");
        let span = if letter == '`' && !escaped { code_span(rest) } else { None };
        let length = match &span {
            Some((_, length)) => *length,
            None => letter.len_utf8(),
        };
        match span {
            Some((span, _)) => word.push_str(&span),
            None if letter.is_whitespace() => words.push(std::mem::take(&mut word)),
            None => word.push(letter),
        }
        rest = rest.get(length..).unwrap_or_default();
    }
    words.push(word);
    words.retain(|word| !word.is_empty());
    words
}

/// The words in lines: `first` stands in front of the first one, `next` in front of the others.
pub(super) fn fill(words: &[String], first: &str, next: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = first.to_owned();
    let mut empty = true;
    for word in together(words) {
        if !empty && line.chars().count() + 1 + word.chars().count() > width {
            lines.push(std::mem::replace(&mut line, next.to_owned()));
            empty = true;
        }
        if !empty {
            line.push(' ');
        }
        line.push_str(&word);
        empty = false;
    }
    if !empty {
        lines.push(line);
    }
    lines
}

/// The words, with those that may not begin a line held to the ones in front of them.
fn together(words: &[String]) -> Vec<String> {
    let mut units: Vec<String> = Vec::new();
    for word in words {
        match (mark(word), units.last_mut()) {
            (None, _) => units.push(word.clone()),
            (Some(_), Some(unit)) => {
                unit.push(' ');
                unit.push_str(word);
            }
            (Some(at), None) => {
                let (before, after) = word.split_at_checked(at).unwrap_or(("", word));
                units.push(format!("{before}\\{after}"));
            }
        }
    }
    units
}

/// Where a backslash has to stand when the word begins a line: it would make a list, a heading, a rule or a fence.
fn mark(word: &str) -> Option<usize> {
    let digits = word.trim_end_matches(['.', ')']);
    if digits.len() + 1 == word.len() && !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(digits.len());
    }
    let only = |mark: &str| !word.is_empty() && word.split(mark).all(str::is_empty);
    (["-", "=", "#", "+", "*", "_"].into_iter().any(only) || word.starts_with("~~~")).then_some(0)
}
