//! The blocks of a text, and how they are printed: each line begins at the column where the list or quote around it has
//! its content, so rustdoc reads the same blocks again. Code becomes ```` ```text ````: nothing of a document may end up
//! as a test that rustdoc compiles. Reading Markdown is for [`super::read`].

use super::wrap;

/// A block, without the blocks around it. None is empty: the marker of an item alone would underline the text in front of
/// it, or be text itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Block {
    Paragraph(Vec<String>),
    Heading { level: usize, words: Vec<String> },
    Code(Vec<String>),
    Quote(Vec<Block>),
    List(Vec<Item>),
    Table { head: Vec<String>, columns: Vec<&'static str>, rows: Vec<Vec<String>> },
}

/// An item of a list: `-` or `2.`, and what belongs to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Item {
    pub(super) marker: String,
    pub(super) blocks: Vec<Block>,
}

/// The blocks as lines, with an empty one between each two.
pub(super) fn lines(blocks: &[Block], width: usize) -> Vec<String> {
    let printed: Vec<Vec<String>> = blocks.iter().map(|block| print(block, width)).collect();
    printed.join(&String::new())
}

fn print(block: &Block, width: usize) -> Vec<String> {
    match block {
        Block::Paragraph(words) => wrap::fill(words, width),
        Block::Heading { level, words } => heading(*level, words),
        Block::Code(lines) => fenced(lines),
        Block::Quote(blocks) => behind("> ", "> ", lines(blocks, width.saturating_sub(2))),
        Block::List(items) => list(items, width),
        Block::Table { head, columns, rows } => {
            let rows = rows.iter().map(|cells| row(cells));
            [row(head), format!("|{}|", columns.join("|"))].into_iter().chain(rows).collect()
        }
    }
}

fn heading(level: usize, words: &[String]) -> Vec<String> {
    let Some((last, others)) = words.split_last() else { return Vec::new() };
    // Marks at the end would be taken for a part of the heading's own.
    let escape = if last.trim_matches('#').is_empty() { "\\" } else { "" };
    let others = others.iter().map(|word| format!("{word} ")).collect::<String>();
    vec![format!("{} {others}{escape}{last}", "#".repeat(level))]
}

fn fenced(lines: &[String]) -> Vec<String> {
    let longest =
        lines.iter().map(|line| line.trim_start()).map(|line| line.len() - line.trim_start_matches('`').len());
    let fence = "`".repeat(longest.max().unwrap_or(0).max(2) + 1);
    let body = lines.iter().map(|line| line.trim_end().to_owned());
    std::iter::once(format!("{fence}text")).chain(body).chain([fence.clone()]).collect()
}

fn row(cells: &[String]) -> String {
    format!("| {} |", cells.join(" | "))
}

/// The items of a list, with an empty line behind those that are more than a paragraph and lists.
fn list(items: &[Item], width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut apart = false;
    for item in items {
        let margin = item.marker.len() + 1;
        let body = body(&item.blocks, width.saturating_sub(margin));
        if apart {
            lines.push(String::new());
        }
        apart = !is_plain(item);
        lines.extend(behind(&format!("{} ", item.marker), &" ".repeat(margin), body));
    }
    lines
}

/// What belongs to an item. A list follows its paragraph at once, where that is not read as more of the paragraph.
fn body(blocks: &[Block], width: usize) -> Vec<String> {
    match blocks {
        [paragraph @ Block::Paragraph(_), list @ Block::List(items), rest @ ..] if ends_a_paragraph(items) => {
            let mut all = print(paragraph, width);
            all.extend(print(list, width));
            all.extend(rest.iter().flat_map(|block| std::iter::once(String::new()).chain(print(block, width))));
            all
        }
        blocks => lines(blocks, width),
    }
}

/// Whether a list needs no empty line behind a paragraph: of numbers, only 1 begins one there.
fn ends_a_paragraph(items: &[Item]) -> bool {
    items.first().is_some_and(|item| {
        matches!(item.blocks.first(), Some(Block::Paragraph(_)))
            && matches!(item.marker.as_str(), "-" | "*" | "+" | "1." | "1)")
    })
}

fn is_plain(item: &Item) -> bool {
    match item.blocks.as_slice() {
        [Block::Paragraph(_)] => true,
        [Block::Paragraph(_), Block::List(items)] => ends_a_paragraph(items) && items.iter().all(is_plain),
        _ => false,
    }
}

/// The lines behind what makes them a part of a list or a quote.
fn behind(first: &str, next: &str, lines: Vec<String>) -> Vec<String> {
    let lines = lines.iter().enumerate();
    lines
        .map(|(index, line)| format!("{}{line}", if index == 0 { first } else { next }).trim_end().to_owned())
        .collect()
}
