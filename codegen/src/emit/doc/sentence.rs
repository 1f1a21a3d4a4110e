//! The first sentence of a text of the document, for a message: one line, code spans as they are.

use super::block::Block;
use super::words::Shown;
use super::{html, inline, read};

/// The most characters of a sentence; somebody else's document may have no full stop at all.
const LONGEST: usize = 300;

/// Words behind which a sentence goes on, in small letters.
const ABBREVIATIONS: [&str; 8] = ["e.g.", "i.e.", "cf.", "vs.", "approx.", "incl.", "resp.", "no."];

/// The first sentence, with a full stop; empty if there is no text outside of code and tables.
pub(crate) fn first_sentence(text: &str) -> String {
    let markdown = html::to_markdown(&inline::visible(text));
    let blocks = read::blocks(&markdown, Shown::Message);
    let words = blocks.iter().find_map(prose).unwrap_or_default();
    let mut next = words.iter().skip(1);
    let end = words.iter().position(|word| ends(word, next.next().map(String::as_str)));
    let words = words.get(..end.map_or(words.len(), |last| last + 1)).unwrap_or_default();
    let sentence = words.join(" ");
    if sentence.chars().count() > LONGEST {
        return sentence.chars().take(LONGEST - 1).chain(['…']).collect();
    }
    match sentence.chars().next_back() {
        None | Some('.' | '!' | '?' | '…') => sentence,
        Some(':' | ';' | ',') => format!("{}.", sentence.trim_end_matches([':', ';', ','])),
        Some(_) if sentence.trim_end_matches(CLOSERS).ends_with(ENDS) => sentence,
        Some(_) => format!("{sentence}."),
    }
}

/// What ends a sentence, and what may still stand behind that.
const ENDS: [char; 3] = ['.', '!', '?'];
const CLOSERS: [char; 7] = [')', '"', '\'', '”', '’', '*', '_'];

/// The words of the first paragraph or heading.
fn prose(block: &Block) -> Option<&[String]> {
    match block {
        Block::Paragraph(words) | Block::Heading { words, .. } => Some(words),
        Block::Quote(blocks) => blocks.iter().find_map(prose),
        Block::List(items) => items.iter().flat_map(|item| &item.blocks).find_map(prose),
        Block::Code(_) | Block::Table { .. } => None,
    }
}

/// Whether a sentence ends with the word. A code span is one word, and never the end by what is inside of it.
fn ends(word: &str, next: Option<&str>) -> bool {
    let bare = word.trim_end_matches(CLOSERS);
    let is_short = || {
        let name = bare.trim_start_matches(['(', '"', '*', '_']);
        let is_initial = name.chars().count() == 2 && name.starts_with(char::is_alphabetic);
        is_initial || ABBREVIATIONS.contains(&name.to_lowercase().as_str())
    };
    let goes_on = || next.is_some_and(|next| next.starts_with(char::is_lowercase));
    bare.ends_with(ENDS) && !is_short() && !goes_on()
}
