//! Markdown to blocks. The parser is the one that rustdoc has, so a text is cut here as rustdoc would cut it; what
//! comes out is printed anew and not copied, so that nothing depends on how the author indented it.

use std::collections::BTreeSet;
use std::mem::take;

use pulldown_cmark::{Alignment, CodeBlockKind, Event, LinkType, Options, Parser, Tag, TagEnd};

use super::block::{Block, Item};
use super::words::{Shown, Words};

/// How deeply lists and quotes are nested in what is printed. What is deeper stands at this depth: somebody else's
/// document may nest thousands.
const DEPTH: usize = 16;

/// Footnotes that are read as such: the parser's effort grows with their square. In a text with more, they are texts.
const FOOTNOTES: usize = 1000;

const TAB: usize = 4;

pub(super) fn blocks(markdown: &str, shown: Shown) -> Vec<Block> {
    read(markdown, shown, true)
}

fn read(markdown: &str, shown: Shown, again: bool) -> Vec<Block> {
    let mut options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    options.set(Options::ENABLE_FOOTNOTES, markdown.matches("[^").nth(FOOTNOTES).is_none());
    let events = Parser::new_ext(markdown, options).into_offset_iter();
    let definitions = events.reference_definitions();
    let mut definitions: Vec<_> =
        definitions.iter().map(|(label, to)| (to.span.start, label.to_owned(), to.dest.to_string())).collect();
    definitions.sort();
    let open = vec![Open::default()];
    let mut reader = Reader { shown, again, open, words: Words::new(shown), ..Reader::default() };
    for (event, range) in events {
        match event {
            Event::Start(tag) => reader.start(tag, markdown.get(range).unwrap_or_default()),
            Event::End(tag) => reader.end(tag),
            event => reader.content(&event),
        }
    }
    // Where nothing leads to a definition, it is a text that only looks like one.
    let used = take(&mut reader.used);
    for (_, label, to) in definitions.into_iter().filter(|(_, label, _)| !used.contains(&label.to_lowercase())) {
        reader.words.text(&format!("[{label}]: {to}"));
        reader.paragraph();
    }
    reader.finish()
}

/// A list, an item or a quote that is being read, with what it has so far.
#[derive(Default)]
struct Open {
    marker: String,
    blocks: Vec<Block>,
    items: Vec<Item>,
}

#[derive(Default)]
struct Reader {
    shown: Shown,
    /// Whether a block of HTML is read once more, as text.
    again: bool,
    /// From the outermost on; the text itself is the first.
    open: Vec<Open>,
    /// How many more there are that are too deep.
    deeper: usize,
    words: Words,
    code: Option<String>,
    html: Option<String>,
    row: Vec<String>,
    head: Vec<String>,
    rows: Vec<Vec<String>>,
    columns: Vec<&'static str>,
    /// The labels of the definitions that links have.
    used: BTreeSet<String>,
}

impl Reader {
    fn start(&mut self, tag: Tag<'_>, source: &str) {
        match tag {
            Tag::BlockQuote(_) | Tag::List(_) => self.enter(self.open.len() < DEPTH, String::new()),
            // An item is as deep as its list.
            Tag::Item => self.enter(true, marker(source)),
            Tag::FootnoteDefinition(label) => {
                self.paragraph();
                self.words.text(&format!("[^{label}]: "));
            }
            Tag::CodeBlock(kind) => {
                self.paragraph();
                // The parser gives the line ends of both kinds, and the indentation of neither.
                let (CodeBlockKind::Indented | CodeBlockKind::Fenced(_)) = kind;
                self.code = Some(String::new());
            }
            Tag::HtmlBlock => {
                self.paragraph();
                self.html = Some(String::new());
            }
            Tag::Table(columns) => {
                self.paragraph();
                self.columns = columns.iter().map(line_below).collect();
            }
            Tag::TableCell => self.words.in_cell(true),
            Tag::Emphasis => self.words.open("*"),
            Tag::Strong => self.words.open("**"),
            Tag::Strikethrough => self.words.open("~~"),
            Tag::Link { link_type, dest_url, id, .. } => {
                self.used.insert(id.to_lowercase());
                self.words.link(&dest_url, link_type == LinkType::Autolink);
            }
            Tag::Heading { .. } => self.paragraph(),
            // A footnote has its number in front of its first paragraph.
            Tag::Paragraph | Tag::TableHead | Tag::TableRow | Tag::Image { .. } | Tag::MetadataBlock(_) => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph | TagEnd::FootnoteDefinition => self.paragraph(),
            TagEnd::BlockQuote => self.leave(|reader, open| reader.push(Block::Quote(open.blocks))),
            TagEnd::List(_) => self.leave(|reader, open| reader.push(list(open.items))),
            TagEnd::Item => self.leave(|reader, Open { marker, blocks, .. }| {
                if let Some(list) = reader.open.last_mut() {
                    list.items.push(Item { marker, blocks });
                }
            }),
            TagEnd::Heading(level) => {
                let words = self.words.take();
                self.push(Block::Heading { level: level as usize, words });
            }
            TagEnd::CodeBlock => {
                let code = self.code.take().unwrap_or_default();
                self.push(Block::Code(code.lines().map(untabbed).collect()));
            }
            TagEnd::HtmlBlock => self.html(),
            TagEnd::TableCell => {
                self.row.push(self.words.take().join(" "));
                self.words.in_cell(false);
            }
            TagEnd::TableHead => self.head = take(&mut self.row),
            TagEnd::TableRow => self.rows.push(take(&mut self.row)),
            TagEnd::Table => {
                let (head, columns, rows) = (take(&mut self.head), take(&mut self.columns), take(&mut self.rows));
                self.push(Block::Table { head, columns, rows });
            }
            TagEnd::Emphasis => self.words.close("*"),
            TagEnd::Strong => self.words.close("**"),
            TagEnd::Strikethrough => self.words.close("~~"),
            TagEnd::Link => self.words.end_of_link(),
            TagEnd::Image | TagEnd::MetadataBlock(_) => {}
        }
    }

    fn content(&mut self, event: &Event<'_>) {
        match (event, &mut self.code, &mut self.html) {
            (Event::Text(text), Some(code), _) => code.push_str(text),
            (Event::Html(text) | Event::Text(text), _, Some(html)) => html.push_str(text),
            (Event::Code(text), ..) => self.words.code(text),
            (Event::SoftBreak | Event::HardBreak, ..) => self.words.text(" "),
            (Event::FootnoteReference(label), ..) => self.words.text(&format!("[^{label}]")),
            // A rule says nothing in a comment.
            (Event::Rule, ..) => self.paragraph(),
            (Event::Text(text) | Event::Html(text) | Event::InlineHtml(text), ..) => self.words.text(text),
            // Of extensions that are off.
            (Event::InlineMath(text) | Event::DisplayMath(text), ..) => self.words.text(text),
            (Event::TaskListMarker(_) | Event::Start(_) | Event::End(_), ..) => {}
        }
    }

    /// Ends the paragraph that is being read, if there is one: the items of a tight list do not say where theirs end.
    fn paragraph(&mut self) {
        let words = self.words.take();
        self.push(Block::Paragraph(words));
    }

    fn push(&mut self, block: Block) {
        let Some(open) = self.open.last_mut().filter(|_| !is_empty(&block)) else { return };
        match (open.blocks.last_mut(), block) {
            // What parted the two is not printed, so they are one.
            (Some(Block::List(items)), Block::List(more)) if is_more(items, &more) => items.extend(more),
            (_, block) => open.blocks.push(block),
        }
    }

    fn enter(&mut self, fits: bool, marker: String) {
        self.paragraph();
        if self.deeper > 0 || !fits {
            self.deeper += 1;
        } else {
            self.open.push(Open { marker, ..Open::default() });
        }
    }

    fn leave(&mut self, end: impl Fn(&mut Self, Open)) {
        self.paragraph();
        if self.deeper > 0 {
            self.deeper -= 1;
        } else if let Some(open) = self.open.pop() {
            end(self, open);
        }
    }

    /// A block of HTML, whose elements are shown and whose text is Markdown like any other.
    fn html(&mut self) {
        let html = self.html.take().unwrap_or_default();
        if self.again {
            for block in read(&html.replace('<', "\\<"), self.shown, false) {
                self.push(block);
            }
        } else {
            self.words.text(&html);
            self.paragraph();
        }
    }

    fn finish(mut self) -> Vec<Block> {
        self.paragraph();
        self.open.into_iter().next().unwrap_or_default().blocks
    }
}

/// Whether items would be read as more of the ones in front of them.
fn is_more(items: &[Item], more: &[Item]) -> bool {
    let sign = |items: &[Item]| items.first().and_then(|item| item.marker.chars().next_back());
    sign(items) == sign(more)
}

/// A list of what has something in it; numbers without items are a text that only looks like one: `443.`
fn list(mut items: Vec<Item>) -> Block {
    if items.iter().all(|item| item.blocks.is_empty() && item.marker.len() > 1) {
        return Block::Paragraph(items.into_iter().map(|item| item.marker).collect());
    }
    items.retain(|item| !item.blocks.is_empty());
    Block::List(items)
}

fn is_empty(block: &Block) -> bool {
    match block {
        Block::Paragraph(words) | Block::Heading { words, .. } => words.is_empty(),
        Block::Code(lines) => lines.is_empty(),
        Block::Quote(blocks) => blocks.is_empty(),
        Block::List(items) => items.is_empty(),
        Block::Table { head, .. } => head.is_empty(),
    }
}

/// The marker of an item, as the author wrote it.
fn marker(item: &str) -> String {
    let item = item.trim_start();
    let digits = item.len() - item.trim_start_matches(|letter: char| letter.is_ascii_digit()).len();
    item.get(..=digits).unwrap_or("-").to_owned()
}

fn line_below(column: &Alignment) -> &'static str {
    match column {
        Alignment::None => "---",
        Alignment::Left => ":--",
        Alignment::Center => ":-:",
        Alignment::Right => "--:",
    }
}

fn untabbed(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut column = 0;
    for letter in line.chars() {
        let columns = if letter == '\t' { TAB - column % TAB } else { 1 };
        column += columns;
        match letter {
            '\t' => out.extend(std::iter::repeat_n(' ', columns)),
            letter => out.push(letter),
        }
    }
    out
}
