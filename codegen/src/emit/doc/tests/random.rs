//! Random Markdown, made of the pieces that decide what is a block, against what rustdoc reads in the lines that come
//! out: with its parser, of the same version, once as it shows a text and once as it looks for tests in it.

use pulldown_cmark::{CodeBlockKind, Event, Options as Extensions, Parser, Tag};

use serde_json::json;

use crate::emit::doc::words::Shown;
use crate::emit::doc::{block, html, inline, read};
use crate::options::Options;
use crate::options::Strictness;
use crate::source::Source;

/// What begins, ends, continues or underlines blocks and what they are filled with.
#[rustfmt::skip]
const PIECES: &[&str] = &[
    "- ", "* ", "+ ", "-", "1. ", "2. ", "12) ", "1) ", "0. ", "123456789. ", "7.", "3)", "10\\. ", "> ", ">", ">> ",
    " ", "  ", "   ", "    ", "     ", "\t", " \t", "\n", "\n", "\n", "\n\n", "\n\n", "\n    ", "\n\n    ",
    "\n\n      ", "\n\n        ", "\r\n", "\n\t", "```", "````", "~~~", "```rust\n", "~~~ sh\n", "`", "``", "`a`",
    "`x | y`", "``` `", "| a | b |", "|---|---|", "|", "---", ":--", "--:|", "a | b", "| 1 \\| 2 |", "===", "=",
    "***", "* * *", "___", "_", "# ", "## ", "#", " #", "####### ", "<p>", "</p>", "<ul>", "<li>", "</li></ul>",
    "<br/>", "<pre>", "</pre>", "<code>", "</code>", "<div>", "<table>", "<script>", "</script>", "<!--", "-->",
    "<b>", "</b>", "<T>", "<", ">", "&lt;", "&#10;", "&#x202E;", "&nbsp;", "&", "&amp;amp;", "\\", "\\\\", "\\\n",
    "\\>", "\\`", "[", "]", "[a]", "[a](https://example.com/a_b)", "](", "[a][b]", "[b]: ",
    "[b]: https://example.com\n", "![i](https://a.b/c)", "!", "[^1]", "[^1]: ", "[ ] ", "[x] ",
    "https://example.com/x", "xhttp://a.bc", "<https://example.com>", "{@link ", "{@code x}", "}", "{", "*", "**",
    "a*b", "snake_case", "~~", "~", "\u{202E}", "\u{200B}", "\u{A0}", "é", "word", "two words", "A sentence.",
    "panic!();", "\npanic!();\n", "    panic!();\n", "x\n", "C:\\new", "\"", "'", "--", ":",
];

/// SplitMix64: the same texts on every machine.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % limit as u64) as usize
    }

    /// A text of a few pieces or of many: most faults need few, some need a list around a list.
    fn text(&mut self) -> String {
        let most = 4 << self.below(4);
        let pieces = 1 + self.below(most);
        (0..pieces).map(|_| PIECES[self.below(PIECES.len())]).collect()
    }
}

/// What is wrong with the lines of a comment, if anything is.
fn fault(comment: &str) -> Option<String> {
    let shown = Extensions::ENABLE_TABLES
        | Extensions::ENABLE_FOOTNOTES
        | Extensions::ENABLE_STRIKETHROUGH
        | Extensions::ENABLE_TASKLISTS
        | Extensions::ENABLE_SMART_PUNCTUATION;
    let faults =
        [Parser::new_ext(comment, shown), Parser::new(comment)].into_iter().flatten().filter_map(|event| match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) if info.as_ref() == "text" => None,
            Event::Start(Tag::CodeBlock(kind)) => Some(format!("code: {kind:?}")),
            Event::Html(html) | Event::InlineHtml(html) => Some(format!("HTML: {html}")),
            Event::Start(Tag::Link { dest_url, .. }) if !dest_url.starts_with("http") => {
                Some(format!("a link: {dest_url}"))
            }
            Event::Start(Tag::Image { dest_url, .. }) => Some(format!("an image: {dest_url}")),
            Event::Text(text) if text.chars().any(inline::hidden) => Some(format!("hidden letters: {text:?}")),
            _ => None,
        });
    faults.into_iter().next()
}

/// The comment that a text becomes, which is then Markdown and nothing else.
fn printed(markdown: &str, width: usize) -> String {
    block::lines(&read::blocks(markdown, Shown::Comment), width).join("\n")
}

/// A width at which nothing is wrapped.
const WIDE: usize = 100_000;

/// The comment without emphasis, which may be lost between letters.
fn bare(comment: &str) -> String {
    comment.replace(['*', '~', '_', '\\'], "")
}

fn check(seed: u64, count: usize) {
    let mut random = Random(seed);
    for _ in 0..count {
        let text = random.text();
        let markdown = html::to_markdown(&inline::visible(&text));
        let comment = printed(&markdown, 20 + random.below(90));
        assert_eq!(fault(&comment), None, "{text:?} became\n{comment}");
        // It is read as what it was printed from: every block and every letter, wherever the lines end.
        assert_eq!(bare(&printed(&comment, WIDE)), bare(&printed(&markdown, WIDE)), "{text:?}");
    }
}

#[test]
fn some_thousand_texts_hold_no_code_but_what_is_marked() {
    check(1, 20_000);
}

/// A document with some thousand texts, in every place that has room for one.
fn document() -> String {
    let mut random = Random(7);
    let schemas: serde_json::Map<_, _> = (0..800)
        .map(|number| {
            let member = json!({"type": "string", "description": random.text(), "deprecated": random.below(2) == 0});
            let object = json!({"type": "object", "description": random.text(), "properties": {"a": member}});
            (format!("S{number}"), object)
        })
        .collect();
    let paths: serde_json::Map<_, _> = (0..300)
        .map(|number| {
            let reference = json!({"$ref": format!("#/components/schemas/S{number}")});
            let parameter = json!({"name": "p", "in": "query", "schema": {"type": "string"}, "description": random.text()});
            let operation = json!({
                "operationId": format!("o{number}"), "summary": random.text(), "description": random.text(),
                "parameters": [parameter],
                "requestBody": {"content": {"application/json": {"schema": reference}}, "description": random.text()},
                "responses": {"200": {"description": random.text(), "content": {"application/json": {"schema": reference}}}},
            });
            (format!("/p{number}"), json!({"post": operation}))
        })
        .collect();
    let info = json!({"title": random.text(), "version": random.text(), "description": random.text()});
    json!({"openapi": "3.0.3", "info": info, "paths": paths, "components": {"schemas": schemas}}).to_string()
}

/// The comments of a file, as rustdoc puts them together.
fn comments(file: &str) -> Vec<String> {
    let mut all = vec![String::new()];
    for line in file.lines() {
        match line.trim_start().strip_prefix("///").or_else(|| line.strip_prefix("//!")) {
            Some(said) => all.last_mut().unwrap().extend([said.strip_prefix(' ').unwrap_or(said), "\n"]),
            None => all.push(String::new()),
        }
    }
    all.retain(|comment| !comment.is_empty());
    all
}

#[test]
fn texts_hold_no_code_but_what_is_marked_where_they_end_up() {
    let options =
        Options { strictness: Strictness::Foreign, module_path: None, ..crate::emit::tests::sample::options() };
    let source = Source::new("random.json", document());
    let output = crate::generate(&source, &options).unwrap_or_else(|failure| panic!("{:?}", failure.diagnostics));
    let files = output.files.iter().filter(|(path, _)| !path.starts_with("rt/"));
    let all: Vec<_> = files.flat_map(|(_, bytes)| comments(std::str::from_utf8(bytes).unwrap())).collect();
    assert!(all.len() > 2_000, "{}", all.len());
    for comment in all {
        // Examples have the fence that says `ignore` without a path to the module; no other is theirs.
        let described = comment.replace("```ignore", "```text");
        assert_eq!(fault(&described), None, "{comment}");
    }
}

/// `cargo test -p codegen --lib -- --ignored`; a step of `cargo xtask ci`.
#[test]
#[ignore = "takes minutes"]
fn a_million_texts_hold_no_code_but_what_is_marked() {
    std::thread::scope(|scope| {
        for seed in 2..6 {
            scope.spawn(move || check(seed, 250_000));
        }
    });
}
