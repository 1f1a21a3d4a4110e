//! Damage done to the description: whatever it is, it ends in an output or in findings, never in a panic.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use codegen::diagnostic::Severity;
use codegen::render::{render_human, render_json};
use codegen::source::Source;
use codegen::{Options, Output, Strictness, generate};
use serde_json::{Value, json};
use vcha_tests::generate::{generate_vcha, part, spec};

use crate::tree::{nodes, split};

/// Generates, and checks that the outcome is consistent.
fn survives(text: String, strictness: Strictness) {
    let options = Options {
        strictness,
        module_path: Some("damaged::api".to_owned()),
        origin: "spec/vcha.yaml".to_owned(),
        command: "cargo xtask codegen".to_owned(),
    };
    let source = Source::new("spec/vcha.yaml", text);
    match generate(&source, &options) {
        Ok(output) => {
            assert!(output.warnings.iter().all(|one| one.severity == Severity::Warning), "{:?}", output.warnings);
            assert_eq!(written(&output), declared(source.text()), "operations in the output and in the document");
        }
        Err(failure) => {
            let found = failure.diagnostics;
            assert!(found.iter().any(|one| one.severity == Severity::Error), "{found:?}");
            assert!(!found.iter().any(|one| one.message.contains("cannot be printed")), "{found:?}");
            if found.len() < 3 {
                assert_eq!(render_json(&source, &found).lines().count(), found.len());
                assert!(!render_human(&source, &found, false).is_empty());
            }
        }
    }
}

/// How many operations a document declares.
fn declared(text: &str) -> usize {
    const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];
    let document: Value = serde_yaml::from_str(text).unwrap();
    let paths = document["paths"].as_object().into_iter().flat_map(|paths| paths.values());
    paths.map(|path| METHODS.iter().filter(|method| path[method].is_object()).count()).sum()
}

/// How many operations an output can send.
fn written(output: &Output) -> usize {
    let files = output.files.iter().filter(|(path, _)| path.starts_with("operations/"));
    files.map(|(_, bytes)| std::str::from_utf8(bytes).unwrap().matches(" Operation for ").count()).sum()
}

/// The paths of the description that are damaged. One family of URLs has every kind of node that both have, and
/// takes half of the time.
const DAMAGED: [&str; 2] =
    ["/rest/vcenter/vcha/cluster/passive?vmw-task=true&action=redeploy", "/rest/cis/tasks/{task}"];

/// The description with these paths.
static SMALL: LazyLock<Value> = LazyLock::new(|| part(&DAMAGED));

/// The small description with the node at `pointer` changed by `change`, which gets the object or list around it and the key.
fn damaged(pointer: &str, change: impl Fn(&mut Value, &str)) -> String {
    let mut tree = SMALL.clone();
    let (parent, key) = split(pointer);
    change(tree.pointer_mut(parent).unwrap(), &key);
    tree.to_string()
}

fn delete(around: &mut Value, key: &str) {
    match around {
        Value::Object(members) => drop(members.shift_remove(key)),
        Value::Array(items) => drop(items.remove(key.parse().unwrap())),
        _ => panic!("{around} has no members"),
    }
}

fn duplicate(around: &mut Value, key: &str) {
    match around {
        Value::Object(members) => drop(members.insert(format!("{key}2"), members[key].clone())),
        Value::Array(items) => items.push(items[key.parse::<usize>().unwrap()].clone()),
        _ => panic!("{around} has no members"),
    }
}

fn rename(around: &mut Value, key: &str) {
    match around {
        Value::Object(members) => {
            let value = members.shift_remove(key).unwrap();
            members.insert(format!("{}_", key.to_uppercase()), value);
        }
        Value::Array(items) => items.reverse(),
        _ => panic!("{around} has no members"),
    }
}

/// Puts a value of another kind in the place of a node.
fn retype(around: &mut Value, key: &str, value: &Value) {
    match around {
        Value::Object(members) => drop(members.insert(key.to_owned(), value.clone())),
        Value::Array(items) => items[key.parse::<usize>().unwrap()] = value.clone(),
        _ => panic!("{around} has no members"),
    }
}

/// What can be done to a node.
const DAMAGES: usize = 4;

/// What a node is, whatever it is called: its pointer without the names that the document chose.
fn kind(pointer: &str) -> String {
    const NAMED: [&str; 9] = [
        "arms",
        "mapping",
        "parameters",
        "paths",
        "properties",
        "responses",
        "schemas",
        "securitySchemes",
        "x-codegen-values",
    ];
    const METHODS: [&str; 3] = ["delete", "get", "post"];
    let mut named = false;
    let mut kind = Vec::new();
    for part in pointer.split('/') {
        let chosen = named || part.parse::<usize>().is_ok() || METHODS.contains(&part);
        named = !chosen && NAMED.contains(&part);
        kind.push(if chosen { "*" } else { part });
    }
    kind.join("/")
}

/// Nodes that are more than a text for people, each with the number of what is done to it.
fn nodes_in_turn() -> Vec<(usize, String)> {
    let prose = ["description", "summary", "doc", "source", "x-codegen-since"];
    let is_wanted = |at: &String| !prose.contains(&split(at).1.as_str()) && !at.contains("/example");
    nodes(&SMALL).into_iter().filter(is_wanted).enumerate().collect()
}

/// One such node of each kind: all of them take minutes.
fn one_of_each_kind() -> Vec<(usize, String)> {
    let mut seen = BTreeSet::new();
    let chosen = nodes_in_turn().into_iter().filter(|(_, at)| seen.insert(kind(at)));
    let chosen: Vec<_> = chosen.map(|(_, at)| at).enumerate().collect();
    assert!(chosen.len() > 80, "{}", chosen.len());
    chosen
}

#[test]
fn the_small_description_is_a_good_one() {
    let output = generate_vcha(&SMALL.to_string()).unwrap();
    assert!(output.warnings.is_empty(), "{:?}", output.warnings);
}

/// Deletes or repeats those whose turn it is.
fn missing_or_there_twice(nodes: &[(usize, String)]) {
    for (turn, at) in nodes {
        match turn % DAMAGES {
            0 => survives(damaged(at, delete), Strictness::Own),
            1 => survives(damaged(at, duplicate), Strictness::Foreign),
            _ => {}
        }
    }
}

/// Renames or retypes those whose turn it is.
fn another_name_or_type(nodes: &[(usize, String)]) {
    let others = [
        json!(null),
        json!(true),
        json!(-1.5),
        json!("x"),
        json!(""),
        json!([]),
        json!({}),
        json!({"$ref": "#/components/schemas/IpSpec"}),
        json!({"type": "array", "items": {"type": "string"}}),
        json!({"type": "string", "enum": ["", "\"", "\\", "{}", "\u{202e}"]}),
    ];
    for (turn, at) in nodes {
        match turn % DAMAGES {
            2 => survives(damaged(at, rename), Strictness::Foreign),
            3 => {
                let other = &others[turn / DAMAGES % others.len()];
                survives(damaged(at, |around, key| retype(around, key, other)), Strictness::Foreign);
            }
            _ => {}
        }
    }
}

/// Cuts the description off after every `step` bytes.
fn ends_after_every(step: usize) {
    let text = spec();
    for end in (0..text.len()).step_by(step).filter(|end| text.is_char_boundary(*end)) {
        survives(text[..end].to_owned(), Strictness::Own);
    }
}

#[test]
fn any_node_may_be_missing_or_there_twice() {
    missing_or_there_twice(&one_of_each_kind());
}

#[test]
fn any_node_may_have_another_name_or_type() {
    another_name_or_type(&one_of_each_kind());
}

/// `cargo test -p vcha-tests --test generator -- --ignored`; a step of `cargo xtask ci`.
#[test]
#[ignore = "takes minutes"]
fn every_node_and_many_more_ends() {
    let all = nodes_in_turn();
    assert!(all.len() > 400, "{}", all.len());
    missing_or_there_twice(&all);
    another_name_or_type(&all);
    ends_after_every(50);
}

#[test]
fn any_text_for_people_may_be_hostile() {
    let hostile = "*/ #[doc = \"\"]\n```\nassert!(false)\n\u{202e}\u{0} {} \\ [`x`](y \" <b>";
    let mut tree: Value = serde_yaml::from_str(&spec()).unwrap();
    let all = nodes(&tree);
    for at in all.iter().filter(|at| ["description", "summary", "doc", "source"].contains(&split(at).1.as_str())) {
        // A property may be called `description` too.
        if let Some(text) = tree.pointer_mut(at).filter(|text| text.is_string()) {
            *text = json!(hostile);
        }
    }
    let output = generate_vcha(&tree.to_string()).unwrap();
    assert!(output.warnings.is_empty(), "{:?}", output.warnings);
}

#[test]
fn the_text_may_end_anywhere() {
    ends_after_every(800);
}
