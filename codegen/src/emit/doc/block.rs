//! The blocks of a text: paragraphs, lists, code, headings, tables. Code becomes ```` ```text ````: nothing of a
//! document may end up as a test that rustdoc compiles.

use super::inline::safe;
use super::wrap;

/// A block, with the column at which it stands inside a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Block {
    Paragraph { indent: usize, text: String },
    Item { indent: usize, marker: String, text: String },
    Code { indent: usize, lines: Vec<String> },
    Heading { marker: String, text: String },
    Quote { text: String },
    Table { rows: Vec<String> },
}

/// Cuts a text into blocks.
pub(super) fn split(text: &str) -> Vec<Block> {
    let mut cutter = Cutter::default();
    for line in text.lines() {
        cutter.line(line.trim_end());
    }
    cutter.blocks
}

/// The blocks as lines, an empty one between them but not between the items of a list.
pub(super) fn lines(blocks: &[Block], width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut previous_is_item = false;
    for block in blocks {
        let is_item = matches!(block, Block::Item { .. });
        let mut printed = print(block, width);
        let together = lines.is_empty() || printed.is_empty() || (is_item && previous_is_item);
        if !together {
            lines.push(String::new());
        }
        previous_is_item = is_item;
        lines.append(&mut printed);
    }
    lines
}

fn print(block: &Block, width: usize) -> Vec<String> {
    match block {
        Block::Paragraph { indent, text } => {
            let margin = " ".repeat(*indent);
            wrap::fill(&wrap::words(&safe(text)), &margin, &margin, width)
        }
        Block::Item { indent, marker, text } => {
            let first = format!("{}{marker} ", " ".repeat(*indent));
            let next = " ".repeat(first.len());
            wrap::fill(&wrap::words(&safe(text)), &first, &next, width)
        }
        Block::Code { lines, .. } if lines.is_empty() => Vec::new(),
        Block::Code { indent, lines } => fenced(&" ".repeat(*indent), lines),
        Block::Heading { marker, text } => vec![format!("{marker} {}", wrap::words(&safe(text)).join(" "))],
        Block::Quote { text } => wrap::fill(&wrap::words(&safe(text)), "> ", "> ", width),
        Block::Table { rows } => rows.iter().map(|row| safe(row)).collect(),
    }
}

fn fenced(margin: &str, lines: &[String]) -> Vec<String> {
    let longest =
        lines.iter().map(|line| line.trim_start()).map(|line| line.len() - line.trim_start_matches('`').len());
    let fence = "`".repeat(longest.max().unwrap_or(0).max(2) + 1);
    let body = lines.iter().map(|line| format!("{margin}{line}").trim_end().to_owned());
    std::iter::once(format!("{margin}{fence}text")).chain(body).chain([format!("{margin}{fence}")]).collect()
}

/// Takes a text line by line.
#[derive(Default)]
struct Cutter {
    blocks: Vec<Block>,
    /// The fence that closes the code being read.
    fence: Option<String>,
    /// Whether the next line begins a new block.
    fresh: bool,
    /// The lists being read: the column of the marker in the source, and of the content in the output.
    lists: Vec<(usize, usize)>,
}

impl Cutter {
    fn line(&mut self, line: &str) {
        let content = line.trim_start();
        let column = line.len() - content.len();
        if self.in_fence(line, content) {
            return;
        }
        if content.is_empty() || rule(content) {
            self.fresh = true;
            return;
        }
        let starts = self.fresh || self.blocks.is_empty();
        self.fresh = false;
        if self.opens_fence(content) || self.item(column, content) || self.heading(content) || self.table(content) {
            return;
        }
        if starts {
            self.begin(column, content);
        } else {
            self.continue_with(column, content);
        }
    }

    fn in_fence(&mut self, line: &str, content: &str) -> bool {
        let Some(fence) = &self.fence else { return false };
        if content.starts_with(fence.as_str()) && content.trim_start_matches(['`', '~']).is_empty() {
            self.fence = None;
            self.fresh = true;
        } else if let Some(Block::Code { lines, .. }) = self.blocks.last_mut() {
            lines.push(line.to_owned());
        }
        true
    }

    fn opens_fence(&mut self, content: &str) -> bool {
        let Some(mark) = content.chars().next().filter(|mark| matches!(mark, '`' | '~')) else { return false };
        let run = content.len() - content.trim_start_matches(mark).len();
        if run < 3 || content.get(run..).is_some_and(|info| info.contains(mark)) {
            return false;
        }
        self.fence = Some(mark.to_string().repeat(run));
        let indent = self.indent();
        self.blocks.push(Block::Code { indent, lines: Vec::new() });
        true
    }

    fn item(&mut self, column: usize, content: &str) -> bool {
        let Some((marker, text)) = content.split_once(' ').filter(|(marker, _)| is_marker(marker)) else {
            return false;
        };
        // Deeper than a marker can stand outside a list: that is code.
        if column >= 4 && self.lists.is_empty() {
            return false;
        }
        self.lists.retain(|(source, _)| *source < column);
        let indent = self.indent();
        self.lists.push((column, indent + marker.len() + 1));
        self.blocks.push(Block::Item { indent, marker: marker.to_owned(), text: text.trim().to_owned() });
        true
    }

    fn heading(&mut self, content: &str) -> bool {
        let text = content.trim_start_matches('#');
        let level = content.len() - text.len();
        if !(1..=6).contains(&level) || !text.starts_with(' ') {
            return false;
        }
        self.lists.clear();
        let text = text.trim().trim_end_matches('#').trim().to_owned();
        self.blocks.push(Block::Heading { marker: "#".repeat(level), text });
        self.fresh = true;
        true
    }

    fn table(&mut self, content: &str) -> bool {
        if !content.starts_with('|') {
            return false;
        }
        match self.blocks.last_mut() {
            Some(Block::Table { rows }) => rows.push(content.to_owned()),
            _ => self.blocks.push(Block::Table { rows: vec![content.to_owned()] }),
        }
        true
    }

    fn begin(&mut self, column: usize, content: &str) {
        if column == 0 {
            self.lists.clear();
        }
        let indent = self.indent();
        self.blocks.push(match content.strip_prefix('>') {
            Some(quoted) => Block::Quote { text: quoted.trim().to_owned() },
            None if column >= 4 && self.lists.is_empty() => Block::Code { indent, lines: vec![content.to_owned()] },
            None => Block::Paragraph { indent, text: content.to_owned() },
        });
    }

    fn continue_with(&mut self, column: usize, content: &str) {
        match self.blocks.last_mut() {
            Some(Block::Paragraph { text, .. } | Block::Item { text, .. }) => {
                text.push(' ');
                text.push_str(content);
            }
            Some(Block::Quote { text }) => {
                text.push(' ');
                text.push_str(content.trim_start_matches('>').trim());
            }
            Some(Block::Code { lines, .. }) if column >= 4 => {
                lines.push(format!("{}{content}", " ".repeat(column - 4)));
            }
            _ => self.begin(0, content),
        }
    }

    fn indent(&self) -> usize {
        self.lists.last().map_or(0, |(_, content)| *content)
    }
}

fn is_marker(word: &str) -> bool {
    let digits = word.trim_end_matches(['.', ')']);
    let numbered = digits.len() + 1 == word.len() && (1..=9).contains(&digits.len());
    matches!(word, "-" | "*" | "+") || numbered && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// A thematic break, or what underlines a heading: neither says anything in a comment.
fn rule(content: &str) -> bool {
    let marks: String = content.chars().filter(|letter| !letter.is_whitespace()).collect();
    marks.len() >= 3 && ["-", "=", "*", "_"].iter().any(|mark| marks.chars().all(|letter| mark.starts_with(letter)))
}
