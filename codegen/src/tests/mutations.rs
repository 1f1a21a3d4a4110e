//! Damage done to a good document, node by node: whatever comes out, it is a verdict and not a panic.

use serde_json::{Value, json};

use super::{Strictness, WHOLE, parse};
use crate::pointer::Pointer;
use crate::render::{render_human, render_json};
use crate::source::Source;

fn whole() -> Value {
    serde_yaml::from_str(WHOLE).unwrap()
}

/// Every node below the root.
fn nodes(value: &Value, at: &Pointer, all: &mut Vec<Pointer>) {
    let children: Vec<(Pointer, &Value)> = match value {
        Value::Object(members) => members.iter().map(|(key, value)| (at.join(key), value)).collect(),
        Value::Array(items) => items.iter().enumerate().map(|(index, value)| (at.join_index(index), value)).collect(),
        _ => Vec::new(),
    };
    for (at, value) in children {
        all.push(at.clone());
        nodes(value, &at, all);
    }
}

fn survives(value: &Value, turn: usize) {
    // Every mutant both ways would take too long; they take turns.
    let strictness = if turn.is_multiple_of(3) { Strictness::Own } else { Strictness::Foreign };
    let source = Source::new("mutant", value.to_string());
    let (document, found) = parse(&source, strictness);
    let is_refused = found.iter().any(|one| one.severity.as_str() == "error");
    assert_eq!(super::is_refused(&document), is_refused);
    if found.len() > 2 {
        return;
    }
    assert_eq!(render_json(&source, &found).lines().count(), found.len());
    assert_eq!(render_human(&source, &found, false).is_empty(), found.is_empty());
}

#[test]
fn any_node_may_be_missing_or_of_another_type() {
    let whole = whole();
    let mut all = Vec::new();
    nodes(&whole, &Pointer::root(), &mut all);
    assert!(all.len() > 300, "{}", all.len());
    let others = [json!(null), json!(true), json!(-1.5), json!("x"), json!([]), json!({}), json!({"$ref": "#/paths"})];
    for (turn, at) in all.iter().enumerate() {
        let mut missing = whole.clone();
        match missing.pointer_mut(at.parent().unwrap().as_str()) {
            Some(Value::Object(members)) => drop(members.shift_remove(&at.last().unwrap())),
            Some(Value::Array(items)) => drop(items.remove(at.last().unwrap().parse().unwrap())),
            _ => {}
        }
        survives(&missing, turn);
        // Every type for every node would take a minute; each gets two of them in turn.
        for step in [0, 3] {
            let mut retyped = whole.clone();
            *retyped.pointer_mut(at.as_str()).unwrap() = others[(turn + step) % others.len()].clone();
            survives(&retyped, turn + step / 3);
        }
    }
}

#[test]
fn any_key_may_be_renamed_or_repeated() {
    let whole = whole();
    let mut all = Vec::new();
    nodes(&whole, &Pointer::root(), &mut all);
    for (turn, at) in all.iter().enumerate() {
        let parent = at.parent().unwrap();
        let key = at.last().unwrap();
        let mut renamed = whole.clone();
        if let Some(Value::Object(members)) = renamed.pointer_mut(parent.as_str()) {
            let value = members.shift_remove(&key).unwrap();
            members.insert(format!("{key}s"), value);
            survives(&renamed, turn);
        }
    }
    let is_member = |line: &&str| !line.trim_start().starts_with("- ") && (line.contains(": ") || line.ends_with(':'));
    for line in WHOLE.lines().filter(is_member) {
        let twice = WHOLE.replacen(line, &format!("{line}\n{line}"), 1);
        let (_, found) = parse(&Source::new("twice", twice.clone()), Strictness::Own);
        assert!(!found.is_empty(), "{line:?} twice was accepted");
    }
}

/// Text cut, doubled and overwritten at places drawn by a fixed generator.
#[test]
fn any_byte_may_be_wrong() {
    let json = whole().to_string();
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut draw = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % below as u64).unwrap()
    };
    let marks = [
        "{", "}", "[", "]", ":", ",", "\"", "'", "\n", "\t", "- ", "&a ", "*a", "!t ", "|", "#", "\u{7f}", "é", "<<: ",
    ];
    for round in 0..600 {
        let mut text = if round % 2 == 0 { WHOLE.to_owned() } else { json.clone() };
        let start = draw(text.len());
        let end = (start + draw(12)).min(text.len());
        let mark = marks[draw(marks.len())];
        if text.is_char_boundary(start) && text.is_char_boundary(end) {
            text.replace_range(start..end, mark);
        }
        let source = Source::new("mutant", text);
        let (document, found) = parse(&source, Strictness::Own);
        assert_eq!(super::is_refused(&document), !found.is_empty());
        render_human(&source, &found, false);
    }
}
