//! Just enough of Rust's grammar to tell code from comments and strings, and tests from the rest. Knows no rule.

use std::ops::Range;

/// The code of a file: comments, strings and character literals are blanked out, line breaks stay.
#[derive(Debug)]
pub(crate) struct Code {
    text: Vec<char>,
    /// Where each line starts.
    lines: Vec<usize>,
    /// Ranges under `#[cfg(test)]`.
    tests: Vec<Range<usize>>,
    /// Bodies of modules that stand in the file.
    modules: Vec<Range<usize>>,
}

impl Code {
    /// Reads a file; in one for tests everything is a test.
    pub(crate) fn new(text: &str, all_tests: bool) -> Self {
        let text = Mask::new(text).run();
        let breaks = text.iter().enumerate().filter(|(_, c)| **c == '\n').map(|(at, _)| at + 1);
        let lines = std::iter::once(0).chain(breaks).collect();
        let mut code = Self { text, lines, tests: Vec::new(), modules: Vec::new() };
        code.modules = code.module_bodies();
        code.tests = code.test_items();
        if all_tests {
            code.set_test();
        }
        code
    }

    /// Counts everything as a test.
    pub(crate) fn set_test(&mut self) {
        self.tests = std::iter::once(0..usize::MAX).collect();
    }

    /// In how many modules of this file the place is.
    pub(crate) fn depth(&self, at: usize) -> usize {
        self.modules.iter().filter(|body| body.contains(&at)).count()
    }

    /// The modules that only tests see and that have files of their own.
    pub(crate) fn test_modules(&self) -> Vec<String> {
        let declared = self.words().into_iter().filter(|(at, word)| word == "mod" && self.is_test(*at));
        let named = declared.filter_map(|(at, _)| self.word_after(at + 3));
        named.filter(|(_, end)| self.after(*end, ";").is_some()).map(|(name, _)| name).collect()
    }

    /// Line of a place, from 1.
    pub(crate) fn line(&self, at: usize) -> usize {
        self.lines.partition_point(|start| *start <= at)
    }

    /// Whether only tests get to see the place.
    pub(crate) fn is_test(&self, at: usize) -> bool {
        self.tests.iter().any(|range| range.contains(&at))
    }

    /// Whether only tests get to see the start of a line; lines count from 1.
    pub(crate) fn is_test_line(&self, line: usize) -> bool {
        self.lines.get(line.saturating_sub(1)).is_some_and(|start| self.is_test(*start))
    }

    /// Every identifier with its place.
    pub(crate) fn words(&self) -> Vec<(usize, String)> {
        let mut words: Vec<(usize, String)> = Vec::new();
        let mut inside = false;
        for (at, c) in self.text.iter().enumerate() {
            let is_part = c.is_alphanumeric() || *c == '_';
            match words.last_mut() {
                Some((_, word)) if inside && is_part => word.push(*c),
                _ if is_part => words.push((at, c.to_string())),
                _ => {}
            }
            inside = is_part;
        }
        words
    }

    /// Where the text behind `at`, blanks skipped, goes on; `None` unless it starts with `wanted`.
    pub(crate) fn after(&self, at: usize, wanted: &str) -> Option<usize> {
        let mut at = self.skip_blanks(at);
        for c in wanted.chars() {
            if self.text.get(at) != Some(&c) {
                return None;
            }
            at += 1;
        }
        Some(at)
    }

    /// The character that is not blank in front of `at`, and where it stands.
    pub(crate) fn before(&self, at: usize) -> Option<(usize, char)> {
        let (at, c) = self.text.get(..at)?.iter().enumerate().rev().find(|(_, c)| !c.is_whitespace())?;
        Some((at, *c))
    }

    /// The identifier behind `at`, blanks skipped, and where it ends.
    pub(crate) fn word_after(&self, at: usize) -> Option<(String, usize)> {
        let start = self.skip_blanks(at);
        let rest = self.text.get(start..)?;
        let word: String = rest.iter().take_while(|c| c.is_alphanumeric() || **c == '_').collect();
        let end = start + word.chars().count();
        (!word.is_empty()).then_some((word, end))
    }

    /// Where the bracket that opens at `open` is closed.
    pub(crate) fn closing(&self, open: usize) -> Option<usize> {
        let mut depth = 0_usize;
        for (at, c) in self.text.iter().enumerate().skip(open) {
            match c {
                '(' | '[' | '{' => depth += 1,
                ')' | ']' | '}' => {
                    depth = depth.saturating_sub(1);
                    if depth == 0 {
                        return Some(at);
                    }
                }
                _ => {}
            }
        }
        None
    }

    /// The first of `wanted` behind `at` that stands in no bracket.
    pub(crate) fn find_outside(&self, at: usize, wanted: &[char]) -> Option<usize> {
        let mut at = at;
        loop {
            let c = self.text.get(at)?;
            if wanted.contains(c) {
                return Some(at);
            }
            at = if matches!(c, '(' | '[' | '{') { self.closing(at)? + 1 } else { at + 1 };
        }
    }

    /// The character at a place.
    pub(crate) fn char(&self, at: usize) -> Option<char> {
        self.text.get(at).copied()
    }

    fn skip_blanks(&self, at: usize) -> usize {
        let blanks = self.text.iter().skip(at).take_while(|c| c.is_whitespace()).count();
        at + blanks
    }

    fn module_bodies(&self) -> Vec<Range<usize>> {
        let keywords = self.words().into_iter().filter(|(_, word)| word == "mod");
        let opens = keywords.filter_map(|(at, _)| self.word_after(at + 3)).filter_map(|(_, end)| self.after(end, "{"));
        opens.map(|inside| inside..self.closing(inside - 1).unwrap_or(usize::MAX)).collect()
    }

    /// Items under an attribute that asks for `test`.
    fn test_items(&self) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        for (at, word) in self.words() {
            if word != "cfg" || !matches!(self.before(at), Some((_, '['))) {
                continue;
            }
            let Some(open) = self.after(at + 3, "(").map(|end| end - 1) else { continue };
            let Some(close) = self.closing(open) else { continue };
            let inside: String = self.text.get(open..close).unwrap_or_default().iter().collect();
            let asks = inside.split(|c: char| !c.is_alphanumeric() && c != '_').any(|word| word == "test");
            if asks && !inside.contains("not(") {
                found.push(at..self.end_of_item(close + 2));
            }
        }
        found
    }

    /// The end of the item behind `at`, further attributes skipped.
    fn end_of_item(&self, at: usize) -> usize {
        match self.find_outside(at, &['{', ';']) {
            Some(end) if self.char(end) == Some('{') => self.closing(end).unwrap_or(self.text.len()),
            Some(end) => end,
            None => self.text.len(),
        }
    }
}

/// Goes through a text and blanks out what is not code.
struct Mask {
    text: Vec<char>,
    at: usize,
    out: Vec<char>,
}

impl Mask {
    fn new(text: &str) -> Self {
        Self { text: text.chars().collect(), at: 0, out: Vec::new() }
    }

    fn run(mut self) -> Vec<char> {
        while let Some(c) = self.peek(0) {
            match (c, self.peek(1)) {
                ('/', Some('/')) => self.blank_while(|mask| mask.peek(0) != Some('\n')),
                ('/', Some('*')) => self.block_comment(),
                ('"', _) => self.string(),
                ('\'', _) => self.quote(),
                ('r', Some('"' | '#')) if !self.is_inside_word() => self.raw_string(),
                _ => self.keep(),
            }
        }
        self.out
    }

    fn peek(&self, ahead: usize) -> Option<char> {
        self.text.get(self.at + ahead).copied()
    }

    /// `br"…"` and `cr"…"` count as starts too.
    fn is_inside_word(&self) -> bool {
        let mut before = self.out.iter().rev();
        let is_part = |c: Option<&char>| c.is_some_and(|c| c.is_alphanumeric() || *c == '_');
        match before.next() {
            Some('b' | 'c') => is_part(before.next()),
            other => is_part(other),
        }
    }

    fn keep(&mut self) {
        self.out.extend(self.peek(0));
        self.at += 1;
    }

    fn blank(&mut self) {
        let blank = |c| if c == '\n' { '\n' } else { ' ' };
        self.out.extend(self.peek(0).map(blank));
        self.at += 1;
    }

    fn blank_while(&mut self, more: impl Fn(&Self) -> bool) {
        while self.at < self.text.len() && more(self) {
            self.blank();
        }
    }

    fn block_comment(&mut self) {
        let mut depth = 0_usize;
        while self.at < self.text.len() {
            match (self.peek(0), self.peek(1)) {
                (Some('/'), Some('*')) => depth += 1,
                (Some('*'), Some('/')) => depth = depth.saturating_sub(1),
                _ => {
                    self.blank();
                    continue;
                }
            }
            self.blank();
            self.blank();
            if depth == 0 {
                return;
            }
        }
    }

    fn string(&mut self) {
        self.blank();
        while let Some(c) = self.peek(0) {
            self.blank();
            match c {
                '"' => return,
                '\\' => self.blank(),
                _ => {}
            }
        }
    }

    /// A character or a lifetime.
    fn quote(&mut self) {
        match (self.peek(1), self.peek(2)) {
            (Some('\\'), _) => {
                self.blank();
                self.blank();
                self.blank();
                self.blank_while(|mask| mask.peek(0) != Some('\''));
                self.blank();
            }
            (Some(_), Some('\'')) => {
                self.blank();
                self.blank();
                self.blank();
            }
            _ => self.keep(),
        }
    }

    fn raw_string(&mut self) {
        let hashes = self.text.iter().skip(self.at + 1).take_while(|c| **c == '#').count();
        if self.peek(1 + hashes) != Some('"') {
            // A raw identifier.
            return self.keep();
        }
        let end: Vec<char> = std::iter::once('"').chain(std::iter::repeat_n('#', hashes)).collect();
        for _ in 0..hashes + 2 {
            self.blank();
        }
        self.blank_while(|mask| !mask.text.get(mask.at..).is_some_and(|rest| rest.starts_with(&end)));
        for _ in 0..=hashes {
            self.blank();
        }
    }
}

#[cfg(test)]
#[path = "rust_tests.rs"]
mod tests;
