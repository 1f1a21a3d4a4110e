//! Texts of a server as one line.

use std::fmt;

use crate::rt::support::{FaultNames, KnownFaults, Text, texts};

/// Shows texts, or a fault of this description and text.
enum Shown<'a> {
    List(&'a [&'a str]),
    Fault(&'static str, &'a str),
}

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::List(list) => texts(list.iter().map(|text| Text::new(text)), f),
            Self::Fault(said, text) => {
                let said = Box::leak(Box::new([*said]));
                let names = &[FaultNames { member: "type", content: None, values: &[(0, "the.tag")] }];
                let known = KnownFaults { members: &["type"], names, variants: &["TheTag"], said };
                known.show(Ok((0, &(), Some(&Text::new(text)))), f)
            }
        }
    }
}

#[test]
fn a_text_is_one_line_of_bounded_length() {
    for (text, wanted) in [
        ("", ""),
        (" \n\u{200b}\u{feff} ", ""),
        ("plain", "plain"),
        ("two\r\nlines\u{2028}more", "two  lines more"),
        ("\u{1b}[31mred", "[31mred"),
        ("user\u{202e}nimda\u{2069}", "usernimda"),
        ("ta\u{e0041}g", "tag"),
    ] {
        assert_eq!(Text::new(text).to_string(), wanted, "{text:?}");
    }
    assert_eq!(Text::new(&"é".repeat(1001)).to_string(), "é".repeat(1000));
    assert_eq!(Text::new(&"é".repeat(1000)).to_string(), "é".repeat(1000));
}

#[test]
fn the_runtime_and_the_generator_hide_the_same_characters() {
    for letter in '\0'..=char::MAX {
        let shown = Text::new(&format!("a{letter}b")).to_string();
        assert_eq!(!shown.contains(letter), codegen::visible::is_hidden(letter), "{letter:?}");
    }
}

#[test]
fn texts_stand_side_by_side_and_empty_ones_leave_no_gap() {
    for (list, wanted) in
        [(&[][..], ""), (&["", " "], ""), (&["", "One.", "\u{0}", "Two."], "One. Two."), (&["a\nb", "c"], "a b c")]
    {
        assert_eq!(Shown::List(list).to_string(), wanted, "{list:?}");
    }
}

#[test]
fn the_words_of_the_server_are_in_the_alternate_form_alone() {
    for (said, text, short, long) in [
        ("It broke.", "Smoke.", "It broke. (the.tag)", "It broke. The server says: \"Smoke.\" (the.tag)"),
        ("It broke.", "\u{7}", "It broke. (the.tag)", "It broke. (the.tag)"),
        ("", "Smoke.", "the.tag", "the.tag. The server says: \"Smoke.\""),
        ("", "", "the.tag", "the.tag"),
    ] {
        let fault = Shown::Fault(said, text);
        assert_eq!((fault.to_string().as_str(), format!("{fault:#}").as_str()), (short, long));
    }
}
