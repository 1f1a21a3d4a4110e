//! Positions in YAML text, from the events of `saphyr-parser`. Values are not read here.

use std::ops::Range;

use saphyr_parser::{Event, Parser, Span};

use super::Index;
use super::index::Builder;

/// Records the place of every key and value of the first document.
pub(super) fn scan(text: &str, index: &mut Index) {
    let bytes = Offsets::new(text);
    let mut builder = Builder::new(index);
    // A key that is itself a mapping or a list was refused before; here its parts are passed over.
    let mut inside_key = 0_usize;
    for event in Parser::new_from_str(text) {
        let Ok((event, span)) = event else { return };
        if builder.is_too_deep() {
            return;
        }
        let is_key = builder.wants_key();
        match event {
            Event::DocumentEnd => return,
            Event::MappingStart(..) | Event::SequenceStart(..) if is_key || inside_key > 0 => inside_key += 1,
            Event::MappingEnd | Event::SequenceEnd if inside_key > 0 => {
                inside_key -= 1;
                if inside_key == 0 {
                    builder.key("", bytes.range(span));
                }
            }
            Event::Scalar(..) | Event::Alias(_) if inside_key > 0 => {}
            Event::Scalar(text, ..) if is_key => builder.key(&text, bytes.range(span)),
            Event::Alias(_) if is_key => builder.key("*", bytes.range(span)),
            Event::Scalar(..) | Event::Alias(_) => builder.scalar(bytes.range(span)),
            Event::MappingStart(..) => builder.open(bytes.range(span), false),
            Event::SequenceStart(..) => builder.open(bytes.range(span), true),
            Event::MappingEnd | Event::SequenceEnd => builder.close(),
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentStart(_) => {}
        }
    }
}

/// The parser counts characters; everybody else counts bytes.
pub(crate) struct Offsets {
    /// Empty when every character is one byte.
    starts: Vec<usize>,
    end: usize,
}

impl Offsets {
    pub(crate) fn new(text: &str) -> Self {
        let starts = if text.is_ascii() { Vec::new() } else { text.char_indices().map(|(at, _)| at).collect() };
        Self { starts, end: text.len() }
    }

    fn byte(&self, character: usize) -> usize {
        if self.starts.is_empty() {
            return character.min(self.end);
        }
        self.starts.get(character).copied().unwrap_or(self.end)
    }

    /// The bytes of a token.
    pub(crate) fn range(&self, span: Span) -> Range<usize> {
        let start = self.byte(span.start.index());
        start..self.byte(span.end.index()).max(start)
    }
}
