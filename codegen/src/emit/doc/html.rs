//! The markup that descriptions use besides Markdown: a few HTML elements and javadoc's inline tags. Elements
//! that are not here, and entities, are for [`super::read`].

use super::inline::{code, code_span, near};

/// How far away the end of an element is looked for, in bytes: a text of nothing but openings must not take for ever.
const REACH: usize = 4096;

/// The same for preformatted text.
const REACH_OF_PRE: usize = 16384;

/// The text with its HTML and javadoc turned into Markdown. Code spans and fences stay as they are.
pub(super) fn to_markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    loop {
        let (plain, special) = rest.split_at(rest.find(['`', '<', '{', '\\']).unwrap_or(rest.len()));
        out.push_str(plain);
        rest = special;
        let Some(letter) = rest.chars().next() else { return out };
        let taken = match letter {
            '`' => verbatim(rest),
            '<' => element(rest),
            '{' => inline_tag(rest),
            '\\' => escape(rest),
            _ => None,
        };
        let (markdown, length) = taken.unwrap_or_else(|| (letter.to_string(), letter.len_utf8()));
        out.push_str(&markdown);
        rest = rest.get(length..).unwrap_or_default();
    }
}

/// A code span or a fence, untouched.
fn verbatim(rest: &str) -> Option<(String, usize)> {
    let fence = rest.len() - rest.trim_start_matches('`').len();
    let span = code_span(rest).and_then(|(_, length)| rest.get(..length));
    // A span ends with its paragraph; only a fence goes on over blank lines.
    match span.filter(|span| fence >= 3 || !span.contains("\n\n")) {
        Some(span) => Some((span.to_owned(), span.len())),
        None => rest.get(..fence).map(|run| (run.to_owned(), fence)),
    }
}

/// A letter that the author wants as it is.
fn escape(rest: &str) -> Option<(String, usize)> {
    let escape = rest.get(..2).filter(|escape| escape.ends_with(|letter: char| letter.is_ascii_punctuation()))?;
    Some((escape.to_owned(), escape.len()))
}

fn element(rest: &str) -> Option<(String, usize)> {
    let end = near(rest, REACH).find('>')?;
    let inside = rest.get(1..end)?;
    let name: String = inside.chars().take_while(|letter| letter.is_ascii_alphanumeric() || *letter == '/').collect();
    let name = name.trim_end_matches('/').to_ascii_lowercase();
    let length = end + 1;
    // The indentation of HTML means nothing, that of Markdown does.
    let blank = rest.get(length..).map_or(0, |after| after.len() - after.trim_start().len());
    let closed = || closing(&name, rest, REACH).is_some();
    match name.as_str() {
        "code" | "tt" => content(rest, &name, length).map(|(text, length)| (code(&text), length)),
        "pre" => content(rest, &name, length)
            .map(|(text, length)| (format!("\n```text\n{}\n```\n", text.trim_matches('\n')), length)),
        "li" => Some(("\n- ".to_owned(), length + blank)),
        "a" | "span" | "b" | "strong" | "i" | "em" if !closed() => None,
        "/li" | "a" | "/a" | "span" | "/span" => Some((String::new(), length)),
        "b" | "/b" | "strong" | "/strong" => Some(("**".to_owned(), length)),
        "i" | "/i" | "em" | "/em" => Some(("*".to_owned(), length)),
        "p" | "/p" | "br" | "div" | "/div" | "ul" | "/ul" | "ol" | "/ol" | "hr" => {
            Some(("\n\n".to_owned(), length + blank))
        }
        _ => None,
    }
}

/// Where the element ends, and how long the tag is that ends it.
fn closing(name: &str, rest: &str, reach: usize) -> Option<(usize, usize)> {
    let tag = format!("</{name}>");
    let near = near(rest, reach);
    let at = near.find(&tag).or_else(|| near.find(&tag.to_ascii_uppercase()))?;
    Some((at, tag.len()))
}

/// The text of an element without its markup, and the length of the whole.
fn content(rest: &str, name: &str, opening: usize) -> Option<(String, usize)> {
    let reach = if name == "pre" { REACH_OF_PRE } else { REACH };
    let (length, closing) = closing(name, rest.get(opening..)?, reach)?;
    let inside = rest.get(opening..opening + length)?;
    let (first, others) = inside.split_once('<').unwrap_or((inside, ""));
    let others = others.split('<').map(|piece| piece.split_once('>').map_or(piece, |(_, after)| after));
    let text: String = std::iter::once(first).chain(others).collect();
    let text = ENTITIES.iter().fold(text, |text, (entity, letter)| text.replace(entity, letter));
    Some((text, opening + length + closing))
}

/// `&amp;` last: what it yields is not read again.
const ENTITIES: [(&str, &str); 6] =
    [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&nbsp;", " "), ("&amp;", "&")];

/// `{@link x}`, `{#link x}` and `{@code x}` become code, `{@term x}` becomes `x`.
fn inline_tag(rest: &str) -> Option<(String, usize)> {
    let end = near(rest, REACH).find('}')?;
    let tag = rest.get(1..end)?.strip_prefix(['@', '#'])?;
    let (name, text) = tag.split_once(char::is_whitespace)?;
    let text = text.trim().trim_start_matches('#');
    let markdown = match name {
        "link" | "linkplain" | "code" | "literal" | "value" | "param.name" => code(text),
        "term" | "name" => text.to_owned(),
        _ => return None,
    };
    Some((markdown, end + 1))
}
