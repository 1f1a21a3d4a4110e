//! What is code, what is not, and what only tests see.

use super::*;

/// The code that is left, with single blanks.
fn masked(text: &str) -> String {
    let out: String = Code::new(text, false).text.into_iter().collect();
    assert_eq!(out.chars().count(), text.chars().count(), "places stay the same");
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn blanks_out_what_is_not_code() {
    for (text, code) in [
        ("a // b\nc", "a c"),
        ("a /* b /* c */ d */ e", "a e"),
        ("a(\"b \\\" c\", d)", "a( , d)"),
        ("a(r\"b\\\", c, r#\"d \" e\"#)", "a( , c, )"),
        ("b\"x\" br#\"y\"# cr\"z\" q", "b b c q"),
        ("r#type + for\"x\"", "r#type + for"),
        ("'a' '\\'' '\\u{1F600}' '\"' x", "x"),
        ("fn f<'a>(x: &'a str) { 'b' }", "fn f<'a>(x: &'a str) { }"),
        ("b'\\\\' y", "b y"),
        ("\"open", ""),
        ("/* open", ""),
        ("'", "'"),
    ] {
        assert_eq!(masked(text), code, "{text}");
    }
}

#[test]
fn lines_and_brackets() {
    let code = Code::new("a\n(b, [c; d], \"}\") {\n e }\n", false);
    assert_eq!([0, 1, 2, 100].map(|at| code.line(at)), [1, 1, 2, 4]);
    assert_eq!(code.closing(2).and_then(|at| code.char(at)), Some(')'));
    let brace = code.find_outside(2, &[';', '{']).unwrap();
    assert_eq!((code.char(brace), code.line(brace)), (Some('{'), 2));
    assert_eq!(code.closing(brace).map(|at| code.line(at)), Some(3));
    assert_eq!(Code::new("{ (", false).closing(0), None);
}

#[test]
fn words_with_what_stands_around_them() {
    let code = Code::new("use a :: b_1;\nx.fs", false);
    let words: Vec<_> = code.words().into_iter().map(|(_, word)| word).collect();
    assert_eq!(words, ["use", "a", "b_1", "x", "fs"]);
    assert_eq!(code.after(5, "::").and_then(|end| code.word_after(end)), Some(("b_1".to_owned(), 12)));
    assert_eq!(code.after(5, ":::"), None);
    assert_eq!(code.before(16), Some((15, '.')));
}

#[test]
fn tests_are_told_from_the_rest() {
    let text = "fn a() {}\n#[cfg(test)]\n#[path = \"x\"]\nmod t;\nfn b() {}\n#[cfg(all(test, unix))]\nmod u {\n fn c() {}\n}\n\
        #[cfg(not(test))]\nfn d() {}\n#[cfg(feature = \"test\")]\nfn e() {}\n";
    let code = Code::new(text, false);
    let tests: Vec<_> = (1..=13).filter(|line| code.is_test_line(*line) || code.is_test_line(*line + 1)).collect();
    let functions = code.words().into_iter().filter(|(_, word)| word == "fn").map(|(at, _)| code.is_test(at));
    assert_eq!(functions.collect::<Vec<_>>(), [false, false, true, false, false]);
    assert!(tests.contains(&3) && tests.contains(&8) && !tests.contains(&5), "{tests:?}");
    assert!(Code::new("fn a() {}", true).is_test(0));
}
