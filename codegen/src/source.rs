//! The text of a document: its name, what was read from it, and where bytes stand in lines and columns. No
//! meaning, no IO.

use std::ops::Range;
use std::sync::OnceLock;

use crate::read::{self, Reading};

/// The number of characters is kept for every so many bytes, so that a column in a long line is found as fast as in a short.
const STRIDE: usize = 1024;

/// Of a token longer than this only the beginning is marked.
const LONGEST_MARK: usize = 4096;

/// A document as it was given: a name for messages and the text.
#[derive(Clone, Debug)]
pub struct Source {
    name: String,
    text: String,
    /// Where lines begin; counted when the first position is asked for.
    lines: OnceLock<Vec<usize>>,
    /// How many characters begin before each [`STRIDE`]; counted when the first column is asked for.
    characters: OnceLock<Vec<usize>>,
    /// Read when somebody first asks what is in the text.
    reading: OnceLock<Reading>,
}

/// A place in the text as people count it: both numbers start at 1, columns are characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

impl Source {
    /// Takes a document; the format is told from the text, byte order marks in front of it are dropped.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        let mut text = text.into();
        let marks = text.len() - text.trim_start_matches('\u{feff}').len();
        text.drain(..marks);
        Self { name: name.into(), text, lines: OnceLock::new(), characters: OnceLock::new(), reading: OnceLock::new() }
    }

    /// Takes a file of another kind, of which only the bytes are asked for.
    pub(crate) fn of_no_document(name: &str, text: &str) -> Self {
        Self { reading: OnceLock::from(Reading::default()), ..Self::new(name, text) }
    }

    /// The name shown in messages.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The whole text, without a byte order mark.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What the text says, as a tree of nodes. It is read once.
    pub(crate) fn reading(&self) -> &Reading {
        self.reading.get_or_init(|| read::read(&self.text))
    }

    /// Line and column of a byte offset; an offset beyond the end counts as the end.
    pub fn position(&self, offset: usize) -> Position {
        let offset = self.floor(offset);
        let (line, start) = self.line(offset);
        Position { line, column: self.characters(offset) - self.characters(start) + 1 }
    }

    /// The number of the line that an offset stands in, and where that line begins.
    fn line(&self, offset: usize) -> (usize, usize) {
        let line = self.lines().partition_point(|start| *start <= offset);
        (line, self.lines().get(line.saturating_sub(1)).copied().unwrap_or(0))
    }

    /// The bytes of the lines that a range stands in, without the last line break.
    pub(crate) fn whole_lines(&self, range: &Range<usize>) -> Range<usize> {
        let (_, start) = self.line(range.start);
        let (last, _) = self.line(range.end);
        start..self.lines().get(last).map_or(self.text.len(), |next| next - 1)
    }

    fn characters(&self, offset: usize) -> usize {
        let begins = |bytes: &[u8]| bytes.iter().filter(|byte| !(0x80..0xc0).contains(*byte)).count();
        let counted = self.characters.get_or_init(|| {
            let parts = self.text.as_bytes().chunks(STRIDE);
            std::iter::once(0)
                .chain(parts.scan(0, |sum, part| {
                    *sum += begins(part);
                    Some(*sum)
                }))
                .collect()
        });
        let stride = offset / STRIDE;
        let rest = self.text.as_bytes().get(stride * STRIDE..offset).unwrap_or_default();
        counted.get(stride).copied().unwrap_or(0) + begins(rest)
    }

    fn lines(&self) -> &[usize] {
        self.lines.get_or_init(|| {
            let ends = self.text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
            std::iter::once(0).chain(ends.map(|(at, _)| at + 1)).collect()
        })
    }

    /// Cuts a range down to its first line, to whole characters and to what is marked at most. It is empty only where a
    /// line or the text ends.
    pub fn first_line(&self, range: &Range<usize>) -> Range<usize> {
        let start = self.floor(range.start);
        let end = self.floor(range.end.min(start.saturating_add(LONGEST_MARK))).max(start);
        let slice = self.text.get(start..end).unwrap_or_default();
        let slice = slice.split('\n').next().unwrap_or_default().trim_end();
        if slice.is_empty() {
            let next = self.text.get(start..).and_then(|rest| rest.chars().next());
            return start..start + next.filter(|c| *c != '\n').map_or(0, char::len_utf8);
        }
        start..start + slice.len()
    }

    /// The nearest offset at or before this one that lies between two characters.
    pub(crate) fn floor(&self, offset: usize) -> usize {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        offset
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn byte_order_marks_are_dropped() {
        for text in ["a", "\u{feff}a", "\u{feff}\u{feff}a"] {
            assert_eq!(Source::new("x", text).text(), "a");
        }
    }

    #[test]
    fn counts_lines_and_characters() {
        let source = Source::new("x", "aé\r\nü: b\n");
        let position = source.position(7);
        assert_eq!((position.line, position.column), (2, 2));
        assert_eq!(source.position(999).line, 3);
    }

    #[test]
    fn columns_of_long_lines_are_those_of_short_ones() {
        let source = Source::new("x", format!("é\n{}\nend", "aé€😀".repeat(1000)));
        for (offset, _) in source.text().char_indices() {
            let (_, start) = source.line(offset);
            let column = source.text().get(start..offset).unwrap().chars().count() + 1;
            assert_eq!(source.position(offset).column, column, "{offset}");
        }
        assert_eq!(source.whole_lines(&(0..1)), 0..2);
        assert_eq!(source.whole_lines(&(1..4)), 0..10_003);
        assert_eq!(source.whole_lines(&(10_004..10_005)), 10_004..10_007);
        assert_eq!(source.first_line(&(4..9_999)), 4..4 + LONGEST_MARK - 1, "not in the middle of a character");
    }
}
