//! Positions of keys and values, in both formats.

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
