//! Finding nodes, and their order.

use super::*;
use crate::source::Source;

fn at(text: &str) -> Pointer {
    Pointer::from_escaped(text).unwrap()
}

#[test]
fn nodes_are_found_as_the_rfc_says() {
    let document = serde_json::json!({"a/b": [{"~": 1}, 2], "1": 3, "": 4});
    let source = Source::new("x", document.to_string());
    let tree = &source.reading().tree;
    for text in ["", "/a~1b/0/~0", "/a~1b/1", "/1", "/", "/a~1b/2", "/a~1b/01", "/a~1b/+1", "/a~1b/", "/1/0", "/no"] {
        let found = tree.find(&at(text));
        assert_eq!(found.map(Node::to_json).as_ref(), document.pointer(text), "{text}");
        assert!(found.is_none_or(|node| node.pointer() == at(text)), "{text}");
    }
    assert_eq!(tree.way(&at("/a~1b/0/no/more")).pop().unwrap().pointer(), at("/a~1b/0"));
}

#[test]
fn nodes_are_numbered_as_they_stand_in_the_text() {
    let source = Source::new("x", "{\"b\": {\"d\": [1, {\"z\": 0, \"y\": 0}], \"c\": 0}, \"a\": 0}");
    let tree = &source.reading().tree;
    let ranks = ["", "/b", "/b/d", "/b/d/0", "/b/d/1", "/b/d/1/z", "/b/d/1/y", "/b/c", "/a"]
        .map(|text| tree.find(&at(text)).unwrap().id());
    assert!(ranks.is_sorted_by(|one, other| one < other), "{ranks:?}");
}
