//! Lines of a given width that mean the same as the paragraph they are made of.

use super::inline::code_span;

/// The words of safe Markdown; a code span is one word, because a break inside it would show.
pub(super) fn words(markdown: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut rest = markdown;
    loop {
        let (plain, special) =
            rest.split_at(rest.find(|letter| letter == '`' || char::is_whitespace(letter)).unwrap_or(rest.len()));
        word.push_str(plain);
        rest = special;
        let Some(letter) = rest.chars().next() else { break };
        let escaped = |word: &str| word.ends_with('\\') && !word.ends_with("\\\\");
        let span = if letter == '`' && !escaped(&word) { code_span(rest) } else { None };
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
    let mut columns = first.chars().count();
    let mut empty = true;
    for word in together(words) {
        let length = word.chars().count();
        if !empty && columns + 1 + length > width {
            lines.push(std::mem::replace(&mut line, next.to_owned()));
            columns = next.chars().count();
            empty = true;
        }
        if !empty {
            line.push(' ');
            columns += 1;
        }
        line.push_str(&word);
        columns += length;
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
    let only = |mark: u8| !word.is_empty() && word.bytes().all(|byte| byte == mark);
    (b"-=#+*_".iter().copied().any(only) || word.starts_with("~~~")).then_some(0)
}
