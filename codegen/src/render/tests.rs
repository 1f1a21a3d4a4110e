//! What findings show, and how much of it, whatever the document is.

use super::*;
use crate::diagnostic::{Code, Place};
use crate::pointer::Pointer;
use crate::visible::is_hidden;

const HIDDEN: &str = "\u{1b}[31m\u{7f}\u{9b}\u{202e}\u{200b}\u{2066}\u{e0041}";

fn both(source: &Source, found: &[Diagnostic]) -> [String; 2] {
    [render_human(source, found, false), render_json(source, found)]
}

/// A finding that quotes the text in every part of it.
fn quoting(text: &str, pointer: &Pointer) -> Diagnostic {
    let place = || Place::key(pointer.clone());
    let finding = Diagnostic::error(Code::UnknownKey, place(), format!("there is no `{text}`")).label(text);
    finding.related(place(), text).help(text)
}

#[test]
fn nothing_hidden_is_shown() {
    let json = serde_json::json!({ HIDDEN: {"x": HIDDEN} }).to_string();
    let source = Source::new(format!("{HIDDEN}.json"), json);
    let pointer = Pointer::root().join(HIDDEN);
    for shown in both(&source, &[quoting(HIDDEN, &pointer), quoting(HIDDEN, &pointer.join("x"))]) {
        let bad = shown.chars().find(|c| *c != '\n' && is_hidden(*c));
        assert_eq!(bad, None, "{shown}");
    }
    let json = render_json(&source, &[quoting(HIDDEN, &pointer)]);
    let line: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(line["pointer"], "/…", "a key that is no name is not shown at all");
    assert_eq!(line["file"], format!("{HIDDEN}.json"), "a program reads back what was there");
}

#[test]
fn marks_stand_under_what_they_mark_beside_hidden_characters() {
    let source = Source::new("x", "{\"\u{202e}a\": 1, \"b\": 2}");
    let finding = Diagnostic::error(Code::UnknownKey, Place::key(Pointer::root().join("b")), "no `b`");
    let [shown, _] = both(&source, &[finding]);
    let lines: Vec<&str> = shown.lines().collect();
    let line = lines.iter().find(|line| line.starts_with("1 |")).unwrap();
    let mark = lines.iter().find(|line| line.contains("^^^")).unwrap();
    assert_eq!(line.find("\"b\""), mark.find('^'), "{shown}");
}

#[test]
fn a_finding_is_bounded_whatever_the_document_is() {
    let long = "k".repeat(50_000);
    let one_line = format!("{{\"{long}\":{{\"{long}\":\"{long}\",\"x\":1}}}}");
    let lines = format!("{{\n\"{long}\":{{\n\"{long}\":\n\"{long}\"\n,\"x\":1}}}}");
    for text in [one_line, lines] {
        let source = Source::new("x", text);
        let pointer = Pointer::root().join(&long);
        for place in [pointer.clone(), pointer.join(&long), pointer.join("x")] {
            let [human, _] = both(&source, &[quoting(&long, &place)]);
            assert!(human.len() < 20_000, "{} bytes", human.len());
        }
    }
}

/// Each finding hands only its own surroundings on: with all of them in one line, twice as many are twice as much.
#[test]
fn findings_in_one_line_do_not_repeat_the_line() {
    let shown = |count: usize| {
        let members: Vec<String> = (0..count).map(|locator| format!("\"zz{locator:05}\":1")).collect();
        let source = Source::new("x", format!("{{{}}}", members.join(",")));
        let place = |locator| Place::key(Pointer::root().join(&format!("zz{locator:05}")));
        let finding = |locator| Diagnostic::error(Code::UnknownKey, place(locator), "no such key");
        let found: Vec<Diagnostic> = (0..count).map(finding).collect();
        both(&source, &found).map(|text| text.len())
    };
    for (one, two) in shown(500).into_iter().zip(shown(1000)) {
        assert!(two < one * 21 / 10, "{one} and {two} bytes");
    }
}
