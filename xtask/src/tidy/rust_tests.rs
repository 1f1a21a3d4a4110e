//! What is code, what is not, and what only tests see.

use super::*;

/// The paths of a text, each with what is known of it.
fn paths(text: &str) -> Vec<String> {
    let code = Code::new(text, false);
    assert_eq!(code.broken_at, None, "{text}");
    let shown = code.paths.iter().map(|path| {
        let segments: Vec<_> = path.segments.iter().map(ToString::to_string).collect();
        let import = if path.is_import { "use " } else { "" };
        let mark = if path.is_macro { "!" } else { "" };
        format!("{import}{}{mark}", segments.join("::"))
    });
    shown.collect()
}

#[test]
fn paths_stand_in_code_alone() {
    for text in [
        "// a::b",
        "/* a::b /* c::d */ e::f */",
        "x(\"a::b \\\" c::d\")",
        "x(r\"a::b\\\", r#\"c::d \" e::f\"#, b\"x::y\", br#\"x::y\"#, c\"x::y\")",
        "fn f<'a>(x: &'a str) { 'b'; '\"'; '\\''; b'\\\\' }",
        "//! a::b",
        "let r#type = 1;",
    ] {
        assert_eq!(paths(text), [""; 0], "{text}");
    }
}

#[test]
fn paths_are_read_as_rust_reads_them() {
    for (text, expected) in [
        ("use a;", &["use a"] as &[_]),
        ("use a :: b_1 as c;", &["use a::b_1"]),
        ("use a::{b, c::{self, d}, e::*};", &["use a::b", "use a::c::self", "use a::c::d", "use a::e"]),
        ("use {a::b, c,};", &["use a::b", "use c"]),
        ("pub(super) fn f(x: ::a::B) -> ::c::D {}", &["super", "a::B", "c::D"]),
        ("a::b::<c::D>::e(); <f::G as h::I>::j::k();", &["a::b", "c::D", "f::G", "h::I"]),
        ("x.a::<u8>(); x.b; 0..c::D; ..=e::F", &["c::D", "e::F"]),
        ("a!{ b::c } a != b", &["a!", "b::c"]),
        ("#[derive(a::B)] struct C;", &["a::B"]),
        ("$crate::a", &["crate::a"]),
    ] {
        assert_eq!(paths(text), expected, "{text}");
    }
}

#[test]
fn modules_and_their_depth() {
    let code = Code::new("mod a; mod b { use super::c; mod d { e::f } } use g::h;", false);
    assert_eq!(code.modules, ["a", "b", "d"]);
    assert_eq!(code.paths.iter().map(|path| path.depth).collect::<Vec<_>>(), [1, 2, 0]);
}

#[test]
fn tests_and_the_rest_are_distinguished() {
    let text = "fn a() {}\n#[cfg(test)]\n#[path = \"x\"]\nmod t;\nfn b() {}\n#[cfg(all(test, unix))]\nmod u {\n fn c() {}\n}\n\
        #[cfg(not(test))]\nfn d() {}\n#[cfg(feature = \"test\")]\nfn e() {}\n";
    let code = Code::new(text, false);
    let tests: Vec<_> = (1..=13).filter(|line| code.is_test_line(*line)).collect();
    assert_eq!(tests, [2, 3, 4, 6, 7, 8, 9]);
    assert_eq!(code.functions, [1..=1, 5..=5, 11..=11, 13..=13]);
    assert_eq!(code.test_modules, ["t"]);
    let whole = Code::new("fn a() { b::c }", true);
    assert!(whole.is_test_line(1) && whole.paths.is_empty() && whole.functions.is_empty());
}
