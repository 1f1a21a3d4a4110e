//! What stands inside a paragraph: code spans, links, addresses, and the characters that rustdoc would misread.

use std::borrow::Cow;

/// The text without the characters that cannot be seen or that reorder what is seen; line ends become `\n`.
pub(super) fn visible(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~' | b'\n')) {
        return text.into();
    }
    let text = text.replace("\r\n", "\n");
    let seen = text.chars().filter_map(|letter| match letter {
        '\n' => Some('\n'),
        '\r' | '\u{2028}' | '\u{2029}' | '\u{85}' => Some('\n'),
        '\t' => Some(' '),
        hidden if hidden.is_control() || reorders(hidden) => None,
        shown => Some(shown),
    });
    seen.collect::<String>().into()
}

/// Bidirectional controls, and characters of no width.
fn reorders(letter: char) -> bool {
    matches!(letter,
        '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{61C}' | '\u{FEFF}')
}

/// Any text as a code span.
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

/// How far away the end of a link is looked for, in bytes: a text of nothing but brackets must not take for ever.
const REACH: usize = 2048;

/// The beginning of the text, up to about that many bytes.
pub(super) fn near(text: &str, reach: usize) -> &str {
    (0..4).find_map(|less| text.get(..reach.saturating_sub(less))).unwrap_or(text)
}

/// Makes the text of one block safe.
pub(super) fn safe(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut rest = text;
    loop {
        let (plain, special) = rest.split_at(rest.find(SPECIAL).unwrap_or(rest.len()));
        out.push_str(plain);
        let Some(letter) = special.chars().next() else { return out };
        rest = step(letter, special, &mut out);
    }
}

/// What [`step`] has to look at; an address begins with a letter.
const SPECIAL: [char; 8] = ['`', '\\', '!', '[', ']', '<', '>', 'h'];

/// Deals with what `rest` begins with, and gives what is left.
fn step<'t>(letter: char, rest: &'t str, out: &mut String) -> &'t str {
    let word_goes_on = |out: &str| out.chars().next_back().is_some_and(char::is_alphanumeric);
    let taken = match letter {
        '`' => code_span(rest).map(|(span, end)| (span.into_owned(), end)),
        '\\' => escape(rest),
        '!' => rest.strip_prefix('!').filter(|image| image.starts_with('[')).and_then(image),
        '[' => link(rest),
        '<' => autolink(rest),
        'h' if !word_goes_on(out) => address(rest),
        _ => None,
    };
    let end = match taken {
        Some((text, end)) => {
            out.push_str(&text);
            end
        }
        None => plain(letter, rest, out),
    };
    rest.get(end..).unwrap_or_default()
}

/// Writes a letter that stands for itself, escaped where it has to be; a run of backticks goes as a whole. Gives how
/// many bytes of `rest` that was.
fn plain(letter: char, rest: &str, out: &mut String) -> usize {
    if letter == '`' {
        let run = rest.len() - rest.trim_start_matches('`').len();
        out.push_str(&"\\`".repeat(run));
        return run;
    }
    if matches!(letter, '[' | ']' | '<' | '>') {
        out.push('\\');
    }
    out.push(letter);
    letter.len_utf8()
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

/// A backslash with what it escapes.
fn escape(rest: &str) -> Option<(String, usize)> {
    let escaped = rest.chars().nth(1).filter(char::is_ascii_punctuation)?;
    Some((format!("\\{escaped}"), 2))
}

/// `[text](https://…)` stays a link; with any other target only the text stays.
fn link(rest: &str) -> Option<(String, usize)> {
    let middle = near(rest, REACH).find("](")?;
    let text = rest.get(1..middle).filter(|text| !text.contains(['[', ']', '`']))?;
    let target = rest.get(middle + 2..)?;
    let length = near(target, REACH).find(')')?;
    let target = target.get(..length)?.split_whitespace().next().unwrap_or_default();
    let end = middle + 2 + length + 1;
    let text = safe(text);
    if is_address(target) && !target.contains(['<', '>', '(', '`']) {
        return Some((format!("[{text}]({target})"), end));
    }
    Some((text, end))
}

/// `![text](…)`: only the text stays, since nothing is fetched for documentation.
fn image(rest: &str) -> Option<(String, usize)> {
    let (_, length) = link(rest)?;
    let text = rest.get(1..rest.find("](")?)?;
    Some((safe(text), length + 1))
}

/// `<https://…>` as the author wrote it.
fn autolink(rest: &str) -> Option<(String, usize)> {
    let end = near(rest, REACH).find('>')?;
    let target = rest.get(1..end).filter(|target| is_address(target) && !target.contains([' ', '<', '`', '\n']))?;
    Some((format!("<{target}>"), end + 1))
}

/// A bare address in angle brackets, without the punctuation that ends the sentence.
fn address(rest: &str) -> Option<(String, usize)> {
    let end = rest.find(|letter: char| letter.is_whitespace() || "<>`\"|\\[]".contains(letter)).unwrap_or(rest.len());
    let target = rest.get(..end)?.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', '\'', '*', '_']);
    is_address(target).then(|| (format!("<{target}>"), target.len()))
}

fn is_address(text: &str) -> bool {
    ["http://", "https://"].iter().any(|scheme| text.len() > scheme.len() && text.starts_with(scheme))
}
