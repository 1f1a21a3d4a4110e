//! Reading documents: both formats, limits, what is forgiven, how findings look.

use serde_json::json;

mod mutations;

use super::*;
use crate::node::MAX_DEPTH;
use crate::render::{Locator, render_human};

/// What is known of a document before it is lowered, and what is said about it.
pub(crate) fn parse(source: &Source, strictness: Strictness) -> (Option<Document<'_>>, Vec<Diagnostic>) {
    let mut found = source.reading().found.clone();
    let mut read = || {
        let root = source.reading().document()?;
        let judged = grammar::check(root, strictness, &mut found)?;
        let Skeleton { api, targets } = skeleton::read(root, &judged, &mut found)?;
        let tree = root.node().tree();
        let schemas = schema::read(tree, &judged);
        let Judged { mut errors, left, .. } = judged;
        let schemas = normalise::normalise(schemas, tree, strictness, &mut errors, &mut found);
        Some(Document { tree, api, targets, schemas, errors, left, only: crate::Only::default() })
    };
    (read(), found)
}

/// A document of ordinary size with most of the things OpenAPI has.
const WHOLE: &str = include_str!("tests/whole.yaml");

fn codes(text: &str, strictness: Strictness) -> Vec<Code> {
    let source = Source::new("x", text);
    let (_, found) = parse(&source, strictness);
    found.iter().map(|one| one.code).collect()
}

/// Whether nothing is to be generated from what was read.
fn is_refused(document: &Option<Document<'_>>) -> bool {
    document.as_ref().is_none_or(|document| document.is_partial())
}

fn with(more: &str) -> String {
    format!("openapi: 3.0.3\ninfo: {{title: x, version: '1'}}\npaths: {{}}\n{more}")
}

#[test]
fn a_whole_document_is_read_in_both_formats() {
    let source = Source::new("whole.yaml", WHOLE);
    let (document, found) = parse(&source, Strictness::Own);
    assert_eq!(found, []);
    let document = document.unwrap();
    let schemas = document.tree.find(&Pointer::from_escaped("/components/schemas").unwrap()).unwrap();
    let first = schemas.as_object().unwrap().keys().next();
    assert_eq!(first, Some("RedeploySpec"), "keys keep their order");
    let text = serde_json::to_string_pretty(&document.tree.root().unwrap().to_json()).unwrap();
    let source = Source::new("whole.json", text);
    let (again, found) = parse(&source, Strictness::Own);
    assert_eq!(found, []);
    assert_eq!(again.unwrap().api, document.api);
}

#[test]
fn foreign_documents_are_warned_about() {
    let text = with("components:\n  schemas:\n    Pet: {type: strnig, minLenght: 1, x-codegen-request-body-name: b}\n");
    let source = Source::new("x", text.clone());
    let (document, found) = parse(&source, Strictness::Foreign);
    assert!(document.is_some());
    let found: Vec<_> = found.iter().map(|one| (one.code, one.severity)).collect();
    let warning = Severity::Warning;
    assert_eq!(found, [(Code::UnknownType, warning), (Code::UnknownKey, warning), (Code::UnknownExtension, warning)]);
    let source = Source::new("x", text);
    assert!(is_refused(&parse(&source, Strictness::Own).0));
}

#[test]
fn empty_texts_and_wrong_roots() {
    for text in ["", "\u{feff}", "\n# nothing\n", "---\n", "null", "[]", "\"openapi\"", "3"] {
        assert_eq!(codes(text, Strictness::Own), [Code::NotAnObject], "{text:?}");
    }
    for text in ["{", "{\"a\":}", "a: [", "a: *b", "? [a]\n: b", "{\"a\": 1} x", "\0", "a: \u{1}"] {
        assert_eq!(codes(text, Strictness::Own), [Code::Syntax], "{text:?}");
    }
}

#[test]
fn keys_of_any_scalar_are_texts() {
    let text = "openapi: 3.0.3\ninfo: {title: x, version: '1'}\npaths:\n  /a:\n    get:\n      responses:\n        200: {description: a}\n        4XX: {description: b}\nx-a: {1.0: a, true: b, null: c, -5: d}\n";
    let source = Source::new("x", text);
    let (document, found) = parse(&source, Strictness::Own);
    assert_eq!(found, []);
    let keys = document.unwrap().tree.root().unwrap().get("x-a").unwrap().to_json();
    assert_eq!(keys, json!({"1.0": "a", "true": "b", "null": "c", "-5": "d"}));
}

#[test]
fn limits_end_in_a_finding() {
    let deep = |open: &str, close: &str, depth: usize| format!("{}{}", open.repeat(depth), close.repeat(depth));
    let aliases: String = (1..40).map(|n| format!("x-{n}: &a{n} [*a{m}, *a{m}, *a{m}]\n", m = n - 1)).collect();
    let long = format!("x-0: &a '{}'\nx-1: [{}]\n", "y".repeat(100_000), "*a, ".repeat(100_000));
    for text in [
        with(&format!("x-a: {}", deep("[", "]", 500))),
        with(&format!("x-a: {}", deep("[", "]", 100_000))),
        with(&format!("x-a: {}", "- ".repeat(100_000))),
        with(&format!("x-a: {}", "{a: ".repeat(100_000))),
        format!("{{\"x-a\": {}}}", deep("[", "]", 100_000)),
        format!("{{\"x-a\": {}1{}}}", "{\"a\":".repeat(300), "}".repeat(300)),
        with(&format!("x-0: &a0 [a]\n{aliases}")),
        with(&long),
    ] {
        let found = codes(&text, Strictness::Foreign);
        assert!(matches!(found.as_slice(), [Code::TooDeep] | [Code::Syntax]), "{found:?}");
    }
}

/// What is found, and the text that the finding marks.
fn marked(text: &str) -> Vec<(Code, String)> {
    let source = Source::new("x", text);
    let (_, found) = parse(&source, Strictness::Foreign);
    let mark = |one: &Diagnostic| source.text().get(Locator::of(&source).locate(&one.place)).unwrap().to_owned();
    found.iter().map(|one| (one.code, mark(one))).collect()
}

#[test]
fn brackets_in_texts_open_nothing() {
    let brackets = "[{".repeat(1000);
    for text in [
        with(&format!("x-a: \"{brackets}\"")),
        with(&format!("x-a: '{brackets}'")),
        with(&format!("x-a: a{brackets}")),
        with(&format!("x-a: 1 # {brackets}")),
        with(&format!("x-a: |\n  {brackets}\n")),
        with(&format!("x-a: [{}]", "[a], {b: c}, ".repeat(1000))),
    ] {
        assert_eq!(marked(&text), [], "{text}");
    }
}

#[test]
fn brackets_in_texts_close_nothing() {
    for (open, close) in [("[\"]\",", "]"), ("['}',", "]"), ("{\"}\": ", "}"), ("[ # ]\n ", "]")] {
        let text = with(&format!("x-a: {}1{}", open.repeat(20_000), close.repeat(20_000)));
        let found = marked(&text);
        assert!(matches!(found.as_slice(), [(Code::TooDeep, mark)] if mark.len() == 1), "{open}: {found:?}");
    }
}

#[test]
fn names_that_make_an_address_too_long_are_a_finding() {
    let long = "A".repeat(100_000);
    let members: Vec<String> = (0..100).map(|index| format!("\"zz{index}\":1,\"zz{index}\":1")).collect();
    let text = format!("{{\"x-a\":{{\"{long}\":{{{}}}}}}}", members.join(","));
    assert_eq!(marked(&text), [(Code::TooDeep, "\"x-a\"".to_owned())]);
    let nested: String = (0..20).map(|_| format!("{{\"{}\":", "A".repeat(150))).collect();
    let text = format!("{{\"x-a\":{nested}1{}}}", "}".repeat(20));
    assert!(matches!(marked(&text).as_slice(), [(Code::TooDeep, _)]));
}

#[test]
fn tags_beyond_those_of_json_are_findings() {
    let fine = "x-a: [!!str 1, !!int 2, !!float 3.5, !!bool true, !!null null, !!map {}, !!seq []]";
    assert_eq!(marked(&with(fine)), []);
    for (tagged, tag) in [
        ("!!binary aGk=", "!!binary"),
        ("!!set {a: null}", "!!set"),
        ("!!python/object:os.system ls", "!!python/object:os.system"),
        ("!<tag:example.com,2020:a> b", "!<tag:example.com,2020:a>"),
        ("!own b", "!own"),
        ("! b", "!"),
    ] {
        let source = Source::new("x", with(&format!("x-a: {tagged}")));
        let (document, found) = parse(&source, Strictness::Foreign);
        assert!(is_refused(&document));
        let [finding] = found.as_slice() else { panic!("{tagged}: {found:?}") };
        assert_eq!(finding.code, Code::YamlTag);
        assert!(finding.message.contains(&format!("`{tag}`")), "{}", finding.message);
        let range = Locator::of(&source).locate(&finding.place);
        assert_eq!(source.position(range.start).line, source.text().lines().count(), "{tagged}");
    }
}

/// The deepest document that is read must leave room on the stack of a test thread, which is small.
#[test]
fn the_deepest_document_fits_the_stack() {
    for (open, close) in [("{\"not\":", "}"), ("{\"items\":", "}"), ("{\"allOf\":[", "]}")] {
        let levels = (MAX_DEPTH - 4) / (open.matches(['{', '[']).count());
        for leaf in
            ["{\"type\":\"string\"}", "{\"type\":5}", "{\"$ref\":\"#/components/schemas/A\"}", "{\"multipleOf\":0}"]
        {
            let schema = format!("{}{leaf}{}", open.repeat(levels), close.repeat(levels));
            let text = format!(
                "{{\"openapi\":\"3.0.3\",\"info\":{{\"title\":\"x\",\"version\":\"1\"}},\"paths\":{{}},\"components\":{{\"schemas\":{{\"A\":{schema}}}}}}}"
            );
            let source = Source::new("x", text);
            let (document, found) = parse(&source, Strictness::Foreign);
            assert_eq!(is_refused(&document), found.iter().any(|one| one.severity == Severity::Error), "{found:?}");
        }
    }
}

#[test]
fn references_into_paths_and_properties_are_resolved_and_judged() {
    let good = with(
        "components:\n  schemas:\n    A: {type: object, properties: {b: {type: string}}}\n    C: {$ref: '#/components/schemas/A/properties/b'}\n",
    );
    assert_eq!(codes(&good, Strictness::Own), []);
    let bad = with("x-a: {type: strnig}\ncomponents:\n  schemas:\n    C: {$ref: '#/x-a'}\n    D: {$ref: '#/x-a'}\n");
    assert_eq!(codes(&bad, Strictness::Own), [Code::UnknownType]);
}

#[test]
fn a_name_in_required_is_marked_whatever_stands_before_it() {
    let text = with("components:\n  schemas:\n    A: {type: object, properties: {}, required: [5, b]}\n");
    let found = marked(&text);
    assert_eq!(found, [(Code::WrongType, "5".to_owned()), (Code::RequiredUnknown, "b".to_owned())]);
}

/// Each schema is made of the one before and requires a name. A walk over the chain for each of them would take hours.
#[test]
fn names_in_a_long_chain_of_compositions_are_all_looked_for() {
    const LINKS: usize = 10_000;
    let link = |index: usize| {
        let before = index.checked_sub(1).map_or("Other".to_owned(), |before| format!("A{before}"));
        let schema =
            json!({"allOf": [{"$ref": format!("#/components/schemas/{before}")}], "required": [format!("x{index}")]});
        (format!("A{index}"), schema)
    };
    let other = ("Other".to_owned(), json!({"type": "object", "properties": {"y": {"type": "string"}}}));
    let upwards: Vec<_> = (0..LINKS).map(link).chain([other]).collect();
    let downwards = upwards.iter().rev().cloned().collect::<Vec<_>>();
    for schemas in [upwards, downwards] {
        let schemas: serde_json::Map<_, _> = schemas.into_iter().collect();
        let info = json!({"title": "x", "version": "1"});
        let text = json!({"openapi": "3.0.3", "info": info, "paths": {}, "components": {"schemas": schemas}});
        let found = codes(&text.to_string(), Strictness::Foreign);
        assert_eq!(found, [Code::RequiredUnknown; LINKS]);
    }
}

#[test]
fn findings_look_like_those_of_rustc() {
    let text = "openapi: 3.0.3\r\ninfo: {title: Pés, version: '1'}\r\npaths: {}\r\ncomponents:\r\n  schemas:\r\n    Été: {type: string, minLenght: 1}\r\n";
    let source = Source::new("spec/pets.yaml", text);
    let (_, found) = parse(&source, Strictness::Own);
    let shown = render_human(&source, &found, false);
    let expected = "\
error[OA0201]: a schema has no key `minLenght`
 --> spec/pets.yaml:6:25
  |
6 |     Été: {type: string, minLenght: 1}
  |                         ^^^^^^^^^
  |
  = note: at /components/schemas/Été/minLenght
  = help: did you mean `minLength`?
";
    assert!(shown.contains(expected), "{shown}");
    assert!(render_human(&source, &found, true).contains('\u{1b}'));
}

#[test]
fn long_lines_are_cut_and_keep_their_columns() {
    let filler = "é".repeat(5000);
    let text = format!(
        "{{\"openapi\":\"3.0.3\",\"info\":{{\"title\":\"{filler}\",\"version\":\"1\",\"x\":1,\"version\":\"2\"}},\"paths\":{{}}}}"
    );
    let column = text.chars().count() - "\"version\":\"2\"},\"paths\":{}}".len() + 1;
    let source = Source::new("long.json", text);
    let (_, found) = parse(&source, Strictness::Own);
    let shown = render_human(&source, &found, false);
    assert!(shown.contains(&format!("--> long.json:1:{column}\n")), "{shown}");
    assert!(shown.contains("first here") && shown.len() < 2000, "{shown}");
}
