//! Texts from outside as one line for people: of bounded length, without what could forge or reorder a line of a log. The
//! one place that does this.
//!
//! Whether a text is shown at all is decided by whoever shows it.

use std::fmt;

/// The most characters of one text that are shown.
const LONGEST: usize = 1000;

/// A text as a single line: blanks for line ends and control characters, nothing for what cannot be seen or changes the
/// direction of writing, at most 1000 characters.
pub struct Text<'a> {
    text: &'a str,
    longest: usize,
}

impl<'a> Text<'a> {
    /// Shows that text.
    #[must_use]
    pub fn new(text: &'a str) -> Self {
        Self::up_to(text, LONGEST)
    }

    /// Shows that text, up to so many characters of it.
    pub(super) fn up_to(text: &'a str, longest: usize) -> Self {
        Self { text, longest }
    }
}

impl fmt::Display for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.text.trim_matches(|letter: char| letter.is_whitespace() || is_hidden(letter));
        let end = text.char_indices().nth(self.longest).map_or(text.len(), |(at, _)| at);
        let shown = text.get(..end).unwrap_or(text);
        for part in shown.split_inclusive(is_hidden) {
            let visible = part.trim_end_matches(is_hidden);
            f.write_str(visible)?;
            if part.get(visible.len()..).is_some_and(|hidden| hidden.contains(is_break)) {
                f.write_str(" ")?;
            }
        }
        Ok(())
    }
}

/// The texts with a blank between them, those left out that are empty.
pub fn texts<T: fmt::Display>(texts: impl IntoIterator<Item = T>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut lead = "";
    for text in texts {
        if write_with_lead(lead, &text, f)? {
            lead = " ";
        }
    }
    Ok(())
}

/// What the description says of a fault and the fault's name, if it has one; in the alternate form what the server says as well,
/// which is not in the other one because a server may repeat what it was sent.
pub(super) fn described(
    said: &str,
    tag: Option<&str>,
    text: Option<&dyn fmt::Display>,
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    f.write_str(if said.is_empty() { tag.unwrap_or_default() } else { said })?;
    if let Some(text) = text.filter(|_| f.alternate()) {
        let lead = if said.is_empty() { ". The server says: \"" } else { " The server says: \"" };
        if write_with_lead(lead, text, f)? {
            f.write_str("\"")?;
        }
    }
    match tag {
        Some(tag) if !said.is_empty() => write!(f, " ({tag})"),
        _ => Ok(()),
    }
}

/// Writes `text` with `lead` in front of it, or nothing if the text is empty; gives whether it was not.
fn write_with_lead(lead: &str, text: &dyn fmt::Display, f: &mut fmt::Formatter<'_>) -> Result<bool, fmt::Error> {
    let mut out = WithLead { lead: Some(lead), f };
    fmt::Write::write_fmt(&mut out, format_args!("{text}"))?;
    Ok(out.lead.is_none())
}

/// Holds `lead` back until there is something behind it: only writing a text tells whether it is empty.
struct WithLead<'a, 'f> {
    lead: Option<&'a str>,
    f: &'a mut fmt::Formatter<'f>,
}

impl fmt::Write for WithLead<'_, '_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        if text.is_empty() {
            return Ok(());
        }
        if let Some(lead) = self.lead.take() {
            self.f.write_str(lead)?;
        }
        self.f.write_str(text)
    }
}

/// Control characters, characters of no width, and those that reorder what stands around them.
fn is_hidden(letter: char) -> bool {
    is_break(letter)
        || matches!(letter,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}')
}

/// Whether the character could end a line or steer a terminal.
fn is_break(letter: char) -> bool {
    letter.is_control() || matches!(letter, '\u{2028}' | '\u{2029}')
}
