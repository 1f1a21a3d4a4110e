//! Where something is: JSON Pointers.

use crate::rt::Path;

#[test]
fn a_pointer_escapes_what_rfc_6901_says_and_nothing_else() {
    // The examples of RFC 6901, section 5, and a few more.
    let cases = [
        ("foo", "/foo"),
        ("", "/"),
        ("a/b", "/a~1b"),
        ("c%d", "/c%d"),
        ("e^f", "/e^f"),
        ("g|h", "/g|h"),
        ("i\\j", "/i\\j"),
        ("k\"l", "/k\"l"),
        (" ", "/ "),
        ("m~n", "/m~0n"),
        ("~1", "/~01"),
        ("~0/", "/~00~1"),
        ("ä", "/ä"),
    ];
    for (name, pointer) in cases {
        assert_eq!(Path::ROOT.member(name).to_string(), pointer);
    }
}

#[test]
fn the_root_is_the_empty_pointer() {
    assert_eq!(Path::ROOT.to_string(), "");
}

#[test]
fn segments_stand_in_order() {
    let root = Path::ROOT;
    let spec = root.member("spec");
    let list = spec.member("dns_servers");
    let element = list.index(10);
    assert_eq!(element.member("x").to_string(), "/spec/dns_servers/10/x");
    assert_eq!(list.index(usize::MAX).to_string(), format!("/spec/dns_servers/{}", usize::MAX));
}
