//! Positions of keys and values, in both formats.

use super::super::MAX_DEPTH;
use super::*;

fn shown<'s>(source: &'s Source, index: &Index, place: &Place) -> &'s str {
    let range = source.first_line(&index.locate(place));
    source.text().get(range).unwrap_or("outside")
}

fn at(text: &str) -> Pointer {
    Pointer::from_escaped(text).unwrap()
}

#[test]
fn both_formats_give_the_same_tokens() {
    let yaml = "a: one\r\nb:\r\n  - é: x # note\r\n    y: [1, {k: v}]\r\n";
    let json = "{\"a\": \"one\",\n\t\"b\": [{\"\\u00e9\": \"x\", \"y\": [1, {\"k\": \"v\"}]}]}";
    for (text, key, value) in [(yaml, "k", "v"), (json, "\"k\"", "\"v\"")] {
        let source = Source::new("x", text);
        let index = Index::build(&source);
        assert_eq!(shown(&source, &index, &Place::key(at("/b/0/y/1/k"))), key);
        assert_eq!(shown(&source, &index, &Place::value(at("/b/0/y/1/k"))), value);
        assert_eq!(shown(&source, &index, &Place::value(at("/b/0/y/0"))), "1");
        assert_eq!(shown(&source, &index, &Place::value(at("/b/0/é"))).trim_matches('"'), "x");
        assert_eq!(
            shown(&source, &index, &Place::value(at("/b/0/y"))).trim_matches('"'),
            "y",
            "the key stands for a list"
        );
        assert_eq!(shown(&source, &index, &Place::value(at("/a/missing/x"))).trim_matches('"'), "a");
    }
}

#[test]
fn repeated_keys_are_kept_apart() {
    for text in
        ["a: {x: 1}\n'b': 2\n\"a\": {y: 2}\nb: 3\na: 4\n", "{\"a\":{\"x\":1},\"b\":2,\"a\":{\"y\":2},\"b\":3,\"a\":4}"]
    {
        let source = Source::new("x", text);
        let index = Index::build(&source);
        let starts: Vec<_> = (0..3).map(|nth| index.occurrence(&at("/a"), nth).unwrap().start).collect();
        assert!(starts.is_sorted() && starts.first() != starts.last(), "{starts:?}");
        assert!(index.occurrence(&at("/a"), 3).is_none());
        assert!(index.key(&at("/a/y")).is_none(), "only the first value counts");
        assert!(index.key(&at("/a/x")).is_some());
        assert!(index.occurrence(&at("/b"), 1).is_some());
    }
}

#[test]
fn a_block_list_item_is_shown_by_its_first_key() {
    let source = Source::new("x", "list:\n  - name: a\n    in: b\n");
    let index = Index::build(&source);
    assert_eq!(shown(&source, &index, &Place::value(at("/list/0"))), "name");
}

#[test]
fn a_key_is_kept_once_however_much_stands_below_it() {
    let members: Vec<String> = (0..1000).map(|index| format!("\"m{index}\":[{index}]")).collect();
    let text = format!("{{\"{}\":{{{}}}}}", "k".repeat(100_000), members.join(","));
    for text in [text.replace(':', ": "), text] {
        let index = Index::build(&Source::new("x", text.as_str()));
        let kept: usize = index.nodes.iter().flat_map(|node| node.below.keys()).map(String::len).sum();
        assert_eq!(index.nodes.len(), 2 + 2 * 1000);
        assert!(kept < text.len(), "{kept} bytes of keys for {} of text", text.len());
    }
}

#[test]
fn what_is_too_deep_to_be_read_is_not_indexed() {
    let levels = 100_000;
    for text in [
        format!("{}{}", "[".repeat(levels), "]".repeat(levels)),
        format!("{}1{}", "{\"a\":".repeat(levels), "}".repeat(levels)),
        "[".repeat(levels),
        format!("x:\n  {}1", "- ".repeat(levels)),
    ] {
        let index = Index::build(&Source::new("x", text));
        assert!((MAX_DEPTH..MAX_DEPTH + 3).contains(&index.nodes.len()), "{}", index.nodes.len());
    }
}
