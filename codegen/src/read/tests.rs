//! Values, positions of keys and values, and what is found, in both formats.

use crate::diagnostic::{Code, Diagnostic, Place};
use crate::node::{MAX_DEPTH, Tree};
use crate::pointer::Pointer;
use crate::render::Locator;
use crate::source::Source;

fn at(text: &str) -> Pointer {
    Pointer::from_escaped(text).unwrap()
}

fn shown<'s>(source: &'s Source, place: &Place) -> &'s str {
    let range = Locator::of(source).locate(place);
    source.text().get(range).unwrap_or("outside")
}

/// The value that a text gives, as JSON, and the codes of what is found.
fn read(text: &str) -> (String, Vec<Code>) {
    let source = Source::new("x", text);
    let reading = source.reading();
    let value = reading.tree.root().map(|root| root.to_string()).unwrap_or_default();
    (value, reading.found.iter().map(|one| one.code).collect())
}

#[test]
fn the_format_is_told_from_the_text() {
    for text in [" {\"a\": 1}", "[]", "{", "{}"] {
        assert!(super::is_json(text), "{text:?}");
    }
    for text in ["{a: 1}", "openapi: 3.0.3", "", "- a"] {
        assert!(!super::is_json(text), "{text:?}");
    }
}

#[test]
fn plain_scalars_are_those_of_the_core_schema() {
    for (written, json) in [
        ("", "null"),
        ("~", "null"),
        ("Null", "null"),
        ("True", "true"),
        ("FALSE", "false"),
        ("no", "\"no\""),
        ("yes", "\"yes\""),
        ("on", "\"on\""),
        ("1:30", "\"1:30\""),
        ("2030-01-31", "\"2030-01-31\""),
        ("1_000", "\"1_000\""),
        ("007", "\"007\""),
        ("0", "0"),
        ("-0", "-0"),
        ("+5", "5"),
        ("-5", "-5"),
        ("0x1F", "31"),
        ("0o17", "15"),
        ("1.50", "1.50"),
        (".5", "0.5"),
        ("-.5e3", "-0.5e3"),
        ("5.", "5.0"),
        ("1e3", "1e3"),
        ("1e", "\"1e\""),
        ("1e400", "\"1e400\""),
        ("-", "\"-\""),
        (".", "\".\""),
        ("1.2.3", "\"1.2.3\""),
        ("123456789012345678901234567890", "123456789012345678901234567890"),
        ("'5'", "\"5\""),
        ("!!str 5", "\"5\""),
        ("!!int '5'", "5"),
        ("\"a\\tb\"", "\"a\\tb\""),
        ("[a, {b: c}]", "[\"a\",{\"b\":\"c\"}]"),
    ] {
        // A lone `-` begins a list.
        let text = if written == "-" { "x: [-]".to_owned() } else { format!("x: {written}\n") };
        let wanted = if written == "-" { "{\"x\":[\"-\"]}".to_owned() } else { format!("{{\"x\":{json}}}") };
        let (value, found) = read(&text);
        assert!(value == wanted && found.is_empty() || written == "-", "{written}: {value} {found:?}");
    }
}

#[test]
fn json_is_read_as_the_rfc_has_it() {
    let text = "{ \"a\" : [ 1 , -0.5e+3, true,false, null, \"\\u00e9\\n\\ud83d\\ude00\", [], {} ], \"\": {\"b\":1} }";
    let json = "{\"a\":[1,-0.5e+3,true,false,null,\"é\\n😀\",[],{}],\"\":{\"b\":1}}";
    assert_eq!(read(text), (json.to_owned(), Vec::new()));
    for (bad, at) in [
        ("{\"a\": 01}", 6),
        ("{\"a\": 1.}", 6),
        ("{\"a\": -}", 6),
        ("{\"a\": 1e}", 6),
        ("{\"a\": 1x}", 6),
        ("{\"a\": nul}", 6),
        ("{\"a\": .5}", 6),
        ("{\"a\": +5}", 6),
        ("{\"a\" 1}", 5),
        ("{\"a\": 1,}", 8),
        ("{\"a\": [1,]}", 9),
        ("{\"a\": [1 2]}", 9),
        ("{\"a\": [1}", 8),
        ("{\"a\": 1]", 7),
        ("{\"a\": \"b}", 9),
        ("{\"a\": \"\\x\"}", 6),
        ("{\"a\": \"\\ud800\"}", 6),
        ("{\"a\": \"b\tc\"}", 8),
        ("{\"a\": 1} x", 9),
        ("{\"a\": ", 6),
        ("{\"a\"", 4),
        ("{\"", 2),
        ("{\"\\", 3),
    ] {
        let source = Source::new("x", bad);
        let found = &source.reading().found;
        assert_eq!(found.iter().map(|one| one.code).collect::<Vec<_>>(), [Code::Syntax], "{bad}");
        let start = Locator::of(&source).locate(&found.first().unwrap().place).start;
        assert_eq!(start, at, "{bad}: {}", found.first().unwrap().message);
    }
    assert_eq!(read("{\"a\": 1e400}").1, [Code::NotFinite]);
}

#[test]
fn both_formats_give_the_same_tokens() {
    let yaml = "a: one\r\nb:\r\n  - é: x # note\r\n    y: [1, {k: v}]\r\n";
    let json = "{\"a\": \"one\",\n\t\"b\": [{\"\\u00e9\": \"x\", \"y\": [1, {\"k\": \"v\"}]}]}";
    for (text, key, value) in [(yaml, "k", "v"), (json, "\"k\"", "\"v\"")] {
        let source = Source::new("x", text);
        assert_eq!(shown(&source, &Place::key(at("/b/0/y/1/k"))), key);
        assert_eq!(shown(&source, &Place::value(at("/b/0/y/1/k"))), value);
        assert_eq!(shown(&source, &Place::value(at("/b/0/y/0"))), "1");
        assert_eq!(shown(&source, &Place::value(at("/b/0/é"))).trim_matches('"'), "x");
        assert_eq!(shown(&source, &Place::value(at("/b/0/y"))).trim_matches('"'), "y", "the key stands for a list");
        assert_eq!(shown(&source, &Place::value(at("/a/missing/x"))).trim_matches('"'), "a");
    }
}

#[test]
fn repeated_keys_are_kept_apart() {
    let many: String = (0..100).map(|index| format!(", \"k{index}\": 0")).collect();
    for text in [
        "a: {x: 1}\n'b': 2\n\"a\": {y: 2}\nb: 3\na: 4\n".to_owned(),
        "{\"a\":{\"x\":1},\"b\":2,\"a\":{\"y\":2},\"b\":3,\"a\":4}".to_owned(),
        format!("{{\"a\":{{\"x\":1}},\"b\":2,\"a\":{{\"y\":2}},\"b\":3,\"a\":4{many}}}"),
    ] {
        let source = Source::new("x", text);
        let reading = source.reading();
        let of_a = |one: &&Diagnostic| one.place.pointer == at("/a");
        let (first, again): (Vec<_>, Vec<_>) =
            reading.found.iter().filter(of_a).map(|one| (&one.related.first().unwrap().0, &one.place)).unzip();
        let starts: Vec<_> =
            first.iter().take(1).chain(&again).map(|place| Locator::of(&source).locate(place).start).collect();
        assert!(starts.len() == 3 && starts.is_sorted_by(|one, next| one < next), "{starts:?}");
        assert!(first.is_sorted_by(|one, next| one == next), "the first is the same for all");
        assert!(reading.tree.find(&at("/a/y")).is_none(), "only the first value counts");
        assert!(reading.tree.find(&at("/a/x")).is_some());
        let root = reading.tree.root().unwrap().as_object().unwrap();
        assert_eq!(root.keys().filter(|key| *key == "a" || *key == "b").collect::<Vec<_>>(), ["a", "b"]);
        assert_eq!(reading.found.iter().map(|one| one.code).collect::<Vec<_>>(), [Code::DuplicateKey; 3]);
    }
}

#[test]
fn aliases_are_copies_that_are_shown_where_they_stand() {
    let source = Source::new("x", "a: &a {x: [1, 2]}\nb: *a\nc: {d: *a, e: *a}\n&k f: 1\ng: *k\n");
    let reading = source.reading();
    assert_eq!(reading.found, []);
    let json =
        "{\"a\":{\"x\":[1,2]},\"b\":{\"x\":[1,2]},\"c\":{\"d\":{\"x\":[1,2]},\"e\":{\"x\":[1,2]}},\"f\":1,\"g\":\"f\"}";
    assert_eq!(reading.tree.root().unwrap().to_string(), json);
    let inside = reading.tree.find(&at("/c/e/x/1")).unwrap();
    assert_eq!(inside.pointer(), at("/c/e/x/1"));
    assert_eq!(shown(&source, &Place::value(at("/c/e/x/1"))), "e");
    assert_eq!(read("a: &a [*a]\n").1, [Code::TooDeep], "a list that holds itself");
}

#[test]
fn a_block_list_item_is_shown_by_its_first_key() {
    let source = Source::new("x", "list:\n  - name: a\n    in: b\n");
    assert_eq!(shown(&source, &Place::value(at("/list/0"))), "name");
}

#[test]
fn entries_of_large_objects_and_lists_are_found() {
    let members: Vec<String> = (0..1000).map(|index| format!("\"m{index}\":[{index}]")).collect();
    let items: Vec<String> = (0..1000).map(|index| index.to_string()).collect();
    let source = Source::new("x", format!("{{\"a\":{{{}}},\"b\":[{}]}}", members.join(","), items.join(",")));
    let tree: &Tree = &source.reading().tree;
    for index in [0, 1, 500, 999] {
        assert_eq!(tree.find(&at(&format!("/a/m{index}/0"))).unwrap().to_string(), index.to_string());
        assert_eq!(tree.find(&at(&format!("/b/{index}"))).unwrap().to_string(), index.to_string());
    }
    assert!(tree.find(&at("/a/m1000")).is_none() && tree.find(&at("/b/1000")).is_none());
}

#[test]
fn what_is_too_deep_is_not_read() {
    let levels = 100_000;
    for text in [
        format!("{}{}", "[".repeat(levels), "]".repeat(levels)),
        format!("{}1{}", "{\"a\":".repeat(levels), "}".repeat(levels)),
        "[".repeat(levels),
        format!("x:\n  {}1", "- ".repeat(levels)),
        format!("x: {}", "[".repeat(levels)),
    ] {
        let source = Source::new("x", text);
        let reading = source.reading();
        assert_eq!(reading.found.iter().map(|one| one.code).collect::<Vec<_>>(), [Code::TooDeep]);
        assert!(reading.tree.nodes().count() < MAX_DEPTH + 3);
    }
    let fits = format!("{}{}", "[".repeat(MAX_DEPTH), "]".repeat(MAX_DEPTH));
    assert_eq!(read(&fits).1, [Code::NotAnObject]);
    let chain: String = (1..=MAX_DEPTH).map(|n| format!("x{n}: &a{n} [*a{m}]\n", m = n - 1)).collect();
    assert_eq!(read(&format!("x0: &a0 [a]\n{chain}")).1, [Code::TooDeep], "aliases count as what they stand for");
}
