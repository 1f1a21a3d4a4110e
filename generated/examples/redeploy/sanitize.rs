//! Makes texts of a server safe to show: without secrets, of bounded length, on one line, and without control characters.
//!
//! Whatever comes from a server and is shown passes through here. When it is shown is decided elsewhere.

use std::sync::{Mutex, PoisonError};

use vcha_client::Secret;

/// What stands for a secret.
pub(crate) const STARS: &str = "********";

/// Shorter secrets are not masked: stars in place of each `a`, for example, would make a text unreadable.
const LEAST: usize = 4;

/// The most characters of one text that are shown.
const LONGEST: usize = 1000;

/// The most characters of an id that is shown for typing.
const LONGEST_WORD: usize = 200;

/// What no text of a server may show, in the forms that a server may give it.
#[derive(Default)]
pub(crate) struct Masks(Mutex<Vec<Secret>>);

impl Masks {
    /// Keeps a secret out of whatever a server says.
    pub(crate) fn hide(&self, secret: &str) {
        if secret.len() < LEAST {
            return;
        }
        let mut hidden = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for form in forms(secret) {
            if form.expose().len() >= LEAST && !hidden.contains(&form) {
                hidden.push(form);
            }
        }
        // A form may lie inside of another one, whose rest would then stay.
        hidden.sort_by_key(|form| std::cmp::Reverse(form.expose().len()));
    }

    /// A text as one line: with stars in place of secrets, and of the beginning of one where the text was cut off.
    pub(crate) fn sanitized(&self, text: &str) -> String {
        let mut text = self.exact(text);
        let hidden = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let longest = hidden.iter().filter_map(|secret| begun(&text, secret.expose())).max();
        if let Some(length) = longest {
            text.truncate(text.len() - length);
            text.push_str(STARS);
        }
        visible(&bounded(&text, LONGEST))
    }

    /// An id or a status, as a word that can be shown anywhere.
    pub(crate) fn word(&self, word: &str) -> String {
        visible(&bounded(&self.exact(word), LONGEST))
    }

    /// The text without secrets, otherwise as it came: for JSON, which escapes what it has to.
    pub(crate) fn exact(&self, text: &str) -> String {
        let hidden = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        hidden.iter().fold(text.to_owned(), |text, secret| text.replace(secret.expose(), STARS))
    }

    /// An id as a shell takes it for one word; `None` for one that cannot be typed, or may not be shown.
    pub(crate) fn for_shell(&self, id: &str) -> Option<String> {
        let fits = id.chars().count() <= LONGEST_WORD && !id.contains(is_hidden) && self.exact(id) == id;
        fits.then(|| quoted(id))
    }
}

/// The length of the beginning of the secret with which the text ends.
fn begun(text: &str, secret: &str) -> Option<usize> {
    let ends = |length: &usize| secret.get(..*length).is_some_and(|begin| text.ends_with(begin));
    (LEAST..secret.len()).rev().find(ends)
}

/// A secret in the forms in which it may come back: as it is, without what cannot be seen, and escaped for JSON, for
/// JSON inside of JSON, for ASCII, for URLs and for HTML.
fn forms(secret: &str) -> Vec<Secret> {
    let once = json(secret);
    let ascii = in_ascii(once.expose());
    let twice = [json(once.expose()), json(ascii.expose())];
    let seen: String = secret.chars().filter(|letter| !is_hidden(*letter)).collect();
    let mut forms = vec![Secret::from(secret), Secret::new(seen), in_url(secret), in_html(secret), once, ascii];
    forms.extend(twice);
    forms
}

fn json(text: &str) -> Secret {
    let quoted = Secret::new(serde_json::to_string(text).unwrap_or_default());
    let inside = quoted.expose().strip_prefix('"').and_then(|text| text.strip_suffix('"'));
    Secret::from(inside.unwrap_or_default())
}

fn in_ascii(text: &str) -> Secret {
    Secret::new(
        text.chars()
            .map(|letter| if letter.is_ascii() { letter.to_string() } else { unit(letter) })
            .collect::<String>(),
    )
}

/// A character as JSON escapes it.
fn unit(letter: char) -> String {
    letter.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}")).collect()
}

fn in_url(text: &str) -> Secret {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    let escape = |byte: u8| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    Secret::new(text.bytes().map(escape).collect::<String>())
}

fn in_html(text: &str) -> Secret {
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    Secret::new(escaped.replace('"', "&quot;").replace('\'', "&#39;"))
}

fn bounded(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

/// The text with an escape in place of each character that steers a terminal, ends a line or cannot be seen.
fn visible(text: &str) -> String {
    text.chars().fold(String::with_capacity(text.len()), |mut shown, letter| {
        if is_hidden(letter) {
            shown.extend(letter.escape_default())
        } else {
            shown.push(letter)
        }
        shown
    })
}

/// Lines of the program's own, whose parts are visible already: one that is not is mended here, whatever was forgotten.
pub(crate) fn visible_lines(text: &str) -> String {
    text.split('\n').map(visible).collect::<Vec<_>>().join("\n")
}

/// JSON with escapes for what JSON need not escape, but a terminal should not get.
pub(crate) fn visible_json(text: &str) -> String {
    text.chars().map(|letter| if is_hidden(letter) { unit(letter) } else { letter.to_string() }).collect()
}

/// Control characters, characters of no width, and those that reorder what stands around them.
fn is_hidden(letter: char) -> bool {
    letter.is_control()
        || matches!(letter,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}'
            | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// One word for a POSIX shell.
fn quoted(word: &str) -> String {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || "._:@%+=/,-".contains(letter);
    if !word.is_empty() && word.chars().all(plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}
