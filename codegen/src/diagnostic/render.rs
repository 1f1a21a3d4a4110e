//! How findings look: for people in the manner of rustc, for machines one JSON object a line.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet, normalize_untrusted_str};
use serde_json::json;

use super::{Diagnostic, Part, Place, Severity, names};
use crate::source::{Index, Position, Source};

/// Places farther apart than this many bytes are shown as separate snippets.
const WINDOW: usize = 1 << 16;
/// Lines longer than this many bytes are cut.
const LONG_LINE: usize = 1000;
/// Bytes that are left on both sides of a mark in a line that is cut.
const AROUND: usize = 60;

/// All findings in the order of the text, with the lines they are about.
pub fn render_human(source: &Source, index: &Index, diagnostics: &[Diagnostic], colour: bool) -> String {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let mut out = String::new();
    for (range, diagnostic) in ordered(source, index, diagnostics) {
        out.push_str(&renderer.render(&[group(source, index, diagnostic, range)]));
        out.push_str("\n\n");
    }
    out
}

/// All findings in the order of the text, one JSON object a line.
pub fn render_json(source: &Source, index: &Index, diagnostics: &[Diagnostic]) -> String {
    let mut out = String::new();
    for (range, diagnostic) in ordered(source, index, diagnostics) {
        let (start, end) = ends(source, &range);
        let related: Vec<_> = diagnostic
            .related
            .iter()
            .map(|(place, words)| {
                let (start, end) = ends(source, &token(source, index, place));
                json!({
                    "message": words, "line": start.line, "column": start.column,
                    "end_line": end.line, "end_column": end.column, "pointer": names::pointer(&place.pointer),
                })
            })
            .collect();
        let line = json!({
            "code": diagnostic.code.as_str(), "severity": diagnostic.severity.as_str(), "message": diagnostic.message,
            "file": source.name(), "line": start.line, "column": start.column,
            "end_line": end.line, "end_column": end.column, "pointer": names::pointer(&diagnostic.place.pointer),
            "label": diagnostic.label, "help": diagnostic.way_out(), "related": related,
        });
        out.push_str(&line.to_string());
        out.push('\n');
    }
    out
}

/// Findings with the bytes they are about, in the order of the text.
fn ordered<'d>(source: &Source, index: &Index, diagnostics: &'d [Diagnostic]) -> Vec<(Range<usize>, &'d Diagnostic)> {
    let mut all: Vec<_> = diagnostics.iter().map(|one| (token(source, index, &one.place), one)).collect();
    all.sort_by_key(|(range, one)| (range.start, one.code));
    all
}

fn token(source: &Source, index: &Index, place: &Place) -> Range<usize> {
    source.first_line(&index.locate(place))
}

fn ends(source: &Source, range: &Range<usize>) -> (Position, Position) {
    (source.position(range.start), source.position(range.end))
}

fn group<'s>(source: &'s Source, index: &Index, diagnostic: &'s Diagnostic, range: Range<usize>) -> Group<'s> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level.primary_title(normalize_untrusted_str(&diagnostic.message)).id(diagnostic.code.as_str());
    let mut group = Group::with_title(title);
    group = group.elements(snippets(source, index, diagnostic, range));
    if !diagnostic.place.pointer.is_root() && !matches!(diagnostic.place.part, Part::Bytes(_)) {
        let pointer = format!("at {}", names::pointer(&diagnostic.place.pointer));
        group = group.element(Level::NOTE.message(normalize_untrusted_str(&pointer)));
    }
    group.element(Level::HELP.message(normalize_untrusted_str(diagnostic.way_out())))
}

type Mark<'s> = (Range<usize>, AnnotationKind, Option<&'s str>);

fn snippets<'s>(
    source: &'s Source,
    index: &Index,
    diagnostic: &'s Diagnostic,
    range: Range<usize>,
) -> Vec<Element<'s>> {
    let mut marks: Vec<Mark<'s>> = vec![(range, AnnotationKind::Primary, diagnostic.label.as_deref())];
    for (place, words) in &diagnostic.related {
        marks.push((token(source, index, place), AnnotationKind::Context, Some(words)));
    }
    let all = lines(source, &marks);
    let lines_are_short = marks.iter().all(|mark| lines(source, std::slice::from_ref(mark)).len() <= LONG_LINE);
    if all.len() <= WINDOW && lines_are_short {
        return vec![snippet(source, index, &marks, all, "").path(source.name()).into()];
    }
    marks.into_iter().flat_map(|mark| alone(source, index, mark)).collect()
}

/// The lines that hold the marks. Only they are handed on, so that a long document costs no more than a short one.
fn lines(source: &Source, marks: &[Mark<'_>]) -> Range<usize> {
    let text = source.text();
    let first = marks.iter().map(|(range, ..)| range.start).min().unwrap_or(0);
    let last = marks.iter().map(|(range, ..)| range.end).max().unwrap_or(0);
    let start = text.get(..first).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
    let end = text.get(last..).and_then(|after| after.find('\n')).map_or(text.len(), |at| last + at);
    start..end
}

/// One mark by itself. Of a long line, such as JSON without line breaks, only the surroundings are shown.
fn alone<'s>(source: &'s Source, index: &Index, mark: Mark<'s>) -> Vec<Element<'s>> {
    let whole = lines(source, std::slice::from_ref(&mark));
    if whole.len() <= LONG_LINE {
        return vec![snippet(source, index, &[mark], whole, "").path(source.name()).into()];
    }
    let position = source.position(mark.0.start);
    let start = source.floor(mark.0.start.saturating_sub(AROUND)).max(whole.start);
    let end = source.floor(mark.0.end.saturating_add(AROUND)).min(whole.end);
    let origin = Origin::path(source.name()).line(position.line).char_column(position.column);
    let cut = if start > whole.start { "… " } else { "" };
    vec![origin.into(), snippet(source, index, &[mark], start..end, cut).into()]
}

/// A part of the text, with stars for the bytes of keys that are not shown, so that every offset stays.
fn visible(source: &Source, index: &Index, part: &Range<usize>) -> String {
    let mut text = String::with_capacity(part.len());
    let mut done = part.start;
    for hidden in index.hidden(part) {
        let (start, end) = (hidden.start.max(done), hidden.end.min(part.end));
        text.push_str(source.text().get(done..start).unwrap_or_default());
        text.push_str(&"*".repeat(end.saturating_sub(start)));
        done = end.max(done);
    }
    text.push_str(source.text().get(done..part.end).unwrap_or_default());
    text
}

fn snippet<'s>(
    source: &'s Source,
    index: &Index,
    marks: &[Mark<'s>],
    part: Range<usize>,
    before: &str,
) -> Snippet<'s, annotate_snippets::Annotation<'s>> {
    let text = visible(source, index, &part);
    // Carriage returns would be drawn; without them every offset moves by as many as stand before it.
    let place = |offset: usize| {
        let offset = offset.saturating_sub(part.start);
        before.len() + offset - text.bytes().take(offset).filter(|byte| *byte == b'\r').count()
    };
    let shown = format!("{before}{}", text.replace('\r', ""));
    let mut snippet = Snippet::source(shown).line_start(source.position(part.start).line);
    for (range, kind, words) in marks {
        let span = place(range.start)..place(range.end);
        snippet = snippet.annotation(kind.span(span).label(words.map(normalize_untrusted_str)));
    }
    snippet
}
