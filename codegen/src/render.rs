//! How findings look: for people in the manner of rustc, for machines one JSON object a line.

mod locate;
#[cfg(test)]
mod tests;

use std::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};
use serde_json::json;

use crate::diagnostic::{Diagnostic, Severity, shown_pointer};
use crate::source::{Position, Source};
use crate::visible::{cut, push_visible, visible, visible_json, visible_lines};
pub(crate) use locate::Locator;

/// Places farther apart than this many bytes are shown as separate snippets: all between them is handed to the renderer.
const WINDOW: usize = 1 << 12;
/// Bytes of an address or a name of the document that are shown to people.
const LONG_NAME: usize = 300;
/// Lines longer than this many bytes are cut.
const LONG_LINE: usize = 1000;
/// Bytes that are left on both sides of a mark in a line that is cut.
const AROUND: usize = 60;

/// All findings in the order of the text, with the lines they are about.
pub fn render_human(source: &Source, diagnostics: &[Diagnostic], colour: bool) -> String {
    let locator = &Locator::of(source);
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let mut out = String::new();
    for (range, diagnostic) in ordered(locator, diagnostics) {
        out.push_str(&renderer.render(&[group(locator, diagnostic, range)]));
        out.push_str("\n\n");
        if let Some(stub) = &diagnostic.stub {
            out.push_str(&visible_lines(stub));
            out.push('\n');
        }
    }
    out
}

/// All findings in the order of the text, one JSON object a line.
pub fn render_json(source: &Source, diagnostics: &[Diagnostic]) -> String {
    let locator = &Locator::of(source);
    let mut out = String::new();
    for (range, diagnostic) in ordered(locator, diagnostics) {
        let (start, end) = ends(source, &range);
        let related = diagnostic.related.iter().map(|(place, words)| {
            let (start, end) = ends(source, &locator.locate(place));
            json!({
                "message": words, "line": start.line, "column": start.column,
                "end_line": end.line, "end_column": end.column, "pointer": shown_pointer(&place.pointer),
            })
        });
        let related: Vec<_> = related.collect();
        let mut line = json!({
            "code": diagnostic.code.as_str(), "severity": diagnostic.severity.as_str(), "message": diagnostic.message,
            "file": source.name(), "line": start.line, "column": start.column,
            "end_line": end.line, "end_column": end.column, "pointer": shown_pointer(&diagnostic.place.pointer),
            "label": diagnostic.label, "help": diagnostic.way_out(), "related": related,
        });
        if let (Some(stub), Some(members)) = (&diagnostic.stub, line.as_object_mut()) {
            members.insert("stub".to_owned(), stub.as_str().into());
        }
        out.push_str(&visible_json(&line.to_string()));
        out.push('\n');
    }
    out
}

/// Findings with the bytes they are about, in the order of the text.
fn ordered<'d>(locator: &Locator<'_>, diagnostics: &'d [Diagnostic]) -> Vec<(Range<usize>, &'d Diagnostic)> {
    let mut all: Vec<_> = diagnostics.iter().map(|one| (locator.locate(&one.place), one)).collect();
    all.sort_by_key(|(range, one)| (range.start, one.code));
    all
}

fn ends(source: &Source, range: &Range<usize>) -> (Position, Position) {
    (source.position(range.start), source.position(range.end))
}

fn group<'s>(locator: &Locator<'s>, diagnostic: &'s Diagnostic, range: Range<usize>) -> Group<'s> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level.primary_title(visible(&diagnostic.message)).id(diagnostic.code.as_str());
    let mut group = Group::with_title(title).elements(snippets(locator, diagnostic, range));
    if !diagnostic.place.pointer.is_root() {
        let pointer = format!("at {}", cut(&shown_pointer(&diagnostic.place.pointer), LONG_NAME));
        group = group.element(Level::NOTE.message(visible(&pointer).into_owned()));
    }
    group.element(Level::HELP.message(visible(diagnostic.way_out())))
}

type Mark<'s> = (Range<usize>, AnnotationKind, Option<&'s str>);

fn snippets<'s>(locator: &Locator<'s>, diagnostic: &'s Diagnostic, range: Range<usize>) -> Vec<Element<'s>> {
    let source = locator.source;
    let mut marks: Vec<Mark<'s>> = vec![(range, AnnotationKind::Primary, diagnostic.label.as_deref())];
    for (place, words) in &diagnostic.related {
        marks.push((locator.locate(place), AnnotationKind::Context, Some(words)));
    }
    let all = lines(source, &marks);
    let lines_are_short = marks.iter().all(|mark| lines(source, std::slice::from_ref(mark)).len() <= LONG_LINE);
    if all.len() <= WINDOW && lines_are_short {
        return vec![snippet(locator, &marks, all, "").path(visible(source.name())).into()];
    }
    marks.into_iter().flat_map(|mark| alone(locator, mark)).collect()
}

/// The lines that hold the marks. Only they are handed on, so that a long document costs no more than a short one.
fn lines(source: &Source, marks: &[Mark<'_>]) -> Range<usize> {
    let first = marks.iter().map(|(range, ..)| range.start).min().unwrap_or(0);
    let last = marks.iter().map(|(range, ..)| range.end).max().unwrap_or(0);
    source.whole_lines(&(first..last))
}

/// One mark by itself. Of a long line, such as JSON without line breaks, only the surroundings are shown, and of a long
/// token only the beginning.
fn alone<'s>(locator: &Locator<'s>, (range, kind, words): Mark<'s>) -> Vec<Element<'s>> {
    let source = locator.source;
    let mark = (range.start..source.floor(range.end.min(range.start + LONG_LINE)), kind, words);
    let whole = lines(source, std::slice::from_ref(&mark));
    if whole.len() <= LONG_LINE {
        return vec![snippet(locator, &[mark], whole, "").path(visible(source.name())).into()];
    }
    let position = source.position(mark.0.start);
    let start = source.floor(mark.0.start.saturating_sub(AROUND)).max(whole.start);
    let end = source.floor(mark.0.end.saturating_add(AROUND)).min(whole.end);
    let origin = Origin::path(visible(source.name())).line(position.line).char_column(position.column);
    let before = if start > whole.start { "… " } else { "" };
    vec![origin.into(), snippet(locator, &[mark], start..end, before).into()]
}

/// A part of the text, with stars for the bytes of keys that are not shown, so that every offset stays.
fn starred(locator: &Locator<'_>, part: &Range<usize>) -> String {
    let source = locator.source.text();
    let mut text = String::with_capacity(part.len());
    let mut done = part.start;
    for hidden in locator.hidden(part) {
        let (start, end) = (hidden.start.max(done), hidden.end.min(part.end));
        text.push_str(source.get(done..start).unwrap_or_default());
        text.push_str(&"*".repeat(end.saturating_sub(start)));
        done = end.max(done);
    }
    text.push_str(source.get(done..part.end).unwrap_or_default());
    text
}

fn snippet<'s>(
    locator: &Locator<'s>,
    marks: &[Mark<'s>],
    part: Range<usize>,
    before: &str,
) -> Snippet<'s, Annotation<'s>> {
    let (shown, starts) = shown(&starred(locator, &part), before);
    let place = |offset: usize| starts.get(offset.saturating_sub(part.start)).copied().unwrap_or(shown.len());
    let spans: Vec<Range<usize>> = marks.iter().map(|(range, ..)| place(range.start)..place(range.end)).collect();
    let mut snippet = Snippet::source(shown).line_start(locator.source.position(part.start).line);
    for ((_, kind, words), span) in marks.iter().zip(spans) {
        snippet = snippet.annotation(kind.span(span).label(words.map(visible)));
    }
    snippet
}

/// The text as it is shown, with hidden characters written out, and where each of its bytes has gone. Tabs and line
/// breaks stay; carriage returns go, because they would be drawn.
fn shown(text: &str, before: &str) -> (String, Vec<usize>) {
    let mut shown = before.to_owned();
    let mut starts = Vec::with_capacity(text.len() + 1);
    for c in text.chars() {
        starts.extend(std::iter::repeat_n(shown.len(), c.len_utf8()));
        match c {
            '\r' => {}
            '\t' | '\n' => shown.push(c),
            _ => push_visible(&mut shown, c),
        }
    }
    starts.push(shown.len());
    (shown, starts)
}
