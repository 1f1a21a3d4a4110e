//! Texts as documents have them, some of them hostile, against the lines that come out.

mod random;

use super::{Doc, code, first_sentence};

fn lines(text: &str) -> Vec<String> {
    Doc::new(0).text(text).lines
}

#[track_caller]
fn check(text: &str, wanted: &[&str]) {
    assert_eq!(lines(text), wanted, "{text:?}");
}

#[test]
fn plain_text_is_wrapped_at_the_last_column() {
    let lines = Doc::new(4).text(&"word ".repeat(60)).lines;
    assert_eq!(lines.len(), 4);
    assert!(lines.iter().all(|line| line.len() <= 100 - 8));
    assert!(lines.iter().take(3).all(|line| line.len() + " word".len() > 100 - 8));
}

#[test]
fn paragraphs_stay_apart_and_lines_of_one_are_joined() {
    check("One\ntwo.\n\n\nThree.", &["One two.", "", "Three."]);
    check("One\r\ntwo.\r\rThree.", &["One two.", "", "Three."]);
    check("  \n \n", &[]);
}

#[test]
fn brackets_cannot_become_links() {
    check("[Foo] and [`Bar`] and [a][b]", &["\\[Foo\\] and \\[`Bar`\\] and \\[a\\]\\[b\\]"]);
    check("\\[Foo] \\\\[Foo]", &["\\[Foo\\] \\\\\\[Foo\\]"]);
    check("[text](https://example.com/a) [text](#/components)", &["[text](https://example.com/a) text"]);
    check("![image](https://example.com/a.png) ![x] !", &["image !\\[x\\] !"]);
    check("[^1]: foot [open", &["\\[^1\\]: foot \\[open"]);
}

#[test]
fn angle_brackets_cannot_become_elements() {
    check("Vec<T> <script>x</script> a < b", &["Vec\\<T\\> \\<script\\>x\\</script\\> a \\< b"]);
    check("&lt;b&gt; &amp;amp; R&amp;D", &["\\<b\\> \\&amp; R&D"]);
    check("<!-- hidden -->", &["\\<!-- hidden --\\>"]);
}

#[test]
fn addresses_are_marked() {
    check("See https://example.com/a_b.", &["See <https://example.com/a_b>."]);
    check("(http://example.com/x?y=1&z=2)", &["(<http://example.com/x?y=1&z=2>)"]);
    check("<https://example.com> `https://example.com`", &["<https://example.com> `https://example.com`"]);
    check("https:// xhttps://a.b", &["https:// x<https://a.b>"]);
    check("https://{server}/x", &["<https://{server}/x>"]);
}

#[test]
fn backticks_stay_where_they_have_a_partner() {
    check("`a` and ` alone", &["`a` and \\` alone"]);
    check("``a ` b`` `<T>[0]`", &["``a ` b`` `<T>[0]`"]);
    check("x ``` y", &["x \\`\\`\\` y"]);
    check("a \\` b `c`", &["a \\` b `c`"]);
}

#[test]
fn a_code_span_is_never_broken() {
    let span = format!("`{}`", "w ".repeat(60).trim());
    check(&format!("Before {span} after."), &["Before", &span, "after."]);
}

#[test]
fn code_never_becomes_a_test() {
    check("```\npanic!();\n```", &["```text", "panic!();", "```"]);
    check("```rust\nx\n\ny\n```\nAfter.", &["```text", "x", "", "y", "```", "", "After."]);
    check("~~~json\n```\n~~~", &["````text", "```", "````"]);
    check("Open:\n```\nx", &["Open:", "", "```text", "x", "```"]);
    check(
        "Before:\n\n    panic!();\n      x\n\nAfter.",
        &["Before:", "", "```text", "panic!();", "  x", "```", "", "After."],
    );
    check("    - not a list", &["```text", "- not a list", "```"]);
    check("<pre>\n  a &lt; b\n\n</pre>", &["```text", "  a < b", "```"]);
}

#[test]
fn lists_keep_their_shape() {
    check("Either:\n- one\n  more\n- two\n\nAfter.", &["Either:", "", "- one more", "- two", "", "After."]);
    check("1. one\n   - in\n2) two", &["1. one", "   - in", "", "2) two"]);
    check("- one\n\n  goes on\n- two", &["- one", "", "  goes on", "", "- two"]);
    let long = format!("* {}", "word ".repeat(30));
    assert_eq!(lines(&long).get(1).map(|line| line.starts_with("  word")), Some(true));
}

#[test]
fn a_wrapped_line_does_not_begin_with_a_mark() {
    let filler = "w".repeat(94);
    for mark in ["-", "+", "*", "#", "1.", "12)", "---", "===", "|---|", ":-:"] {
        let wanted = [filler.as_str(), &format!("not {mark} here.")];
        check(&format!("{filler} not {mark} here."), &wanted);
    }
    check("443.", &["443\\."]);
    check("=== x", &["\\=== x"]);
}

#[test]
fn headings_rules_quotes_and_tables() {
    check("# Title\nText.\n***\nMore.", &["# Title", "", "Text.", "", "More."]);
    check("Title\n=====\nText.", &["# Title", "", "Text."]);
    check("> said\n> so", &["> said so"]);
    check("| a | b |\n|---|---|\n| <x> | 2 |", &["| a | b |", "|---|---|", "| \\<x\\> | 2 |"]);
    check("#hashtag", &["#hashtag"]);
}

#[test]
fn what_stands_in_a_list_stays_in_it() {
    check(
        "- First\n  - Second:\n\n    | a | b |\n    |---|:-:|\n    | 1 | `x\\|y` |\n\n    More about it.\n\nAfter.",
        &[
            "- First",
            "  - Second:",
            "",
            "    | a | b |",
            "    |---|:-:|",
            "    | 1 | `x\\|y` |",
            "",
            "    More about it.",
            "",
            "After.",
        ],
    );
    check(
        "- a\n  > q\n  > > in\n\n  ```\n  x\n  ```",
        &["- a", "", "  > q", "  >", "  > > in", "", "  ```text", "  x", "  ```"],
    );
    check("- a\n  12) b\n\n      panic!();", &["- a 12) b", "", "  ```text", "  panic!();", "  ```"]);
    check("- a\n\n  12) b\n\n      panic!();", &["- a", "", "  12) b", "", "      panic!();"]);
    check("-\tone\n\n\ttwo\n\n\t\tcode\tx", &["- one", "", "  two", "", "  ```text", "  code    x", "  ```"]);
    check("- \n- a\n-\n", &["- a"]);
    check("- - a\n- # b", &["- - a", "", "- # b"]);
}

#[test]
fn what_nests_without_end_is_printed_at_some_depth() {
    for opening in ["- ", "> ", "1. ", "- > "] {
        let lines = lines(&format!("{}word", opening.repeat(5_000)));
        assert_eq!(lines.len(), 1);
        assert!(lines.iter().all(|line| line.ends_with(" word") && line.len() < 100), "{lines:?}");
    }
}

#[test]
fn text_is_shown_as_it_stands() {
    check("C:\\new\\u0041 {braces} \"quotes\" #hash", &["C:\\new\\u0041 {braces} \"quotes\" #hash"]);
    check("a \\* b \\\\ 2*3 4 * 5 _x a_b `\\`", &["a * b \\\\ 2\\*3 4 * 5 \\_x a_b `\\`"]);
    check("*so* __and__ ~~not~~", &["*so* **and** ~~not~~"]);
    // A backslash at the end of a line would break it there.
    check(&format!("C:\\ {}", "w".repeat(92)), &["C:\\\\", &"w".repeat(92)]);
    check("a &#x202E;b&#10;c &nbsp;d&#0;", &["a b c d\u{FFFD}"]);
    check("<table><td>`a` &lt;</td>", &["\\<table\\>\\<td\\>`a` \\<\\</td\\>"]);
}

#[test]
fn links_by_label_lead_where_they_led() {
    check(
        "See [this][a] [a].\n\n[a]: https://example.com/(x)",
        &["See [this](<https://example.com/(x)>) [a](<https://example.com/(x)>)."],
    );
    check("Wow\\![x](http://a.b)", &["Wow\\![x](http://a.b)"]);
    check("[note]: something\n\nText.", &["Text.", "", "\\[note\\]: something"]);
    check("A[^1].\n\n[^1]: Foot.", &["A\\[^1\\].", "", "\\[^1\\]: Foot."]);
}

#[test]
fn html_becomes_markdown() {
    check("<p>One.</p><p>Two.", &["One.", "", "Two."]);
    check(
        "Any of:<ul>\n  <li>one</li>\n  <li><code>a&lt;b</code></li>\n</ul>Done.",
        &["Any of:", "", "- one", "- `a<b`", "", "Done."],
    );
    check("<b>bold</b> <a href=\"x\">here</a><br/>next", &["**bold** here", "", "next"]);
    check("<code>open in <a> word of Vec<i>", &["\\<code\\>open in \\<a\\> word of Vec\\<i\\>"]);
    check("`<p>` stays", &["`<p>` stays"]);
}

#[test]
fn javadoc_tags_become_text() {
    check("{@link Folder#name}, {#link #ha_network} and {@term unset}.", &["`Folder#name`, `ha_network` and unset."]);
    check("{@code Vec<u8>} {@param.name id} {braces} {@unknown x}", &["`Vec<u8>` `id` {braces} {@unknown x}"]);
}

#[test]
fn characters_that_hide_or_reorder_are_gone() {
    check("a\u{202E}b\u{200B}c\u{0}d\u{1B}[31m\te", &["abcd\\[31m e"]);
    check("a\u{2028}b", &["a b"]);
}

#[test]
fn any_text_fits_a_code_span() {
    assert_eq!(code("IPV4"), "`IPV4`");
    assert_eq!(code("a`b"), "``a`b``");
    assert_eq!(code("`"), "`` ` ``");
    assert_eq!(code("a\nb"), "`a b`");
    assert_eq!(code(""), "(empty)");
}

#[test]
fn summary_description_and_history_stand_in_this_order() {
    let docs = crate::model::Docs {
        summary: "Redeploy the node".to_owned(),
        description: "Starts a task.".to_owned(),
        since: Some("vSphere API 6.7.1".to_owned()),
        deprecated: true,
    };
    let lines = Doc::new(0).docs(&docs, "Unused.").lines;
    let wanted = ["Redeploy the node.", "", "Starts a task.", "", "Deprecated.", "", "Since vSphere API 6.7.1."];
    assert_eq!(lines, wanted);
}

#[test]
fn an_item_without_docs_gets_a_sentence() {
    let docs = crate::model::Docs::default();
    assert_eq!(Doc::new(0).docs(&docs, "The member `x`.").lines, ["The member `x`."]);
}

#[test]
fn a_text_of_nothing_but_openings_does_not_take_for_ever() {
    for opening in
        ["[", "![", "<", "<b>", "<code>", "{@link ", "`", "``` ", "[a](", "&lt;", "http://a", "- ", "> ", "\\"]
    {
        let text = opening.repeat(20_000 / opening.len());
        let length: usize = lines(&text).iter().map(String::len).sum();
        assert!(length <= 3 * text.len(), "{opening}");
    }
}

#[test]
fn the_first_sentence_ends_where_a_reader_ends_it() {
    for (text, wanted) in [
        ("", ""),
        ("One two\nthree. Four.", "One two three."),
        ("Wait, e.g. for `a. B. c` or 7. 5 of J. Doe's v1.2 (i.e. now). Then go.", "Wait, e.g. for `a. B. c` or 7."),
        ("Is it? Yes.", "Is it?"),
        ("It is (so.) Next.", "It is (so.)"),
        ("No full stop\n\nNext.", "No full stop."),
        ("<p>Ended <b>here</b>.</p><p>Next.</p>", "Ended **here**."),
        ("```\ncode.\n```\nAfter it. Next.", "After it."),
        ("| a | b |\n|---|---|\n", ""),
        ("One of:\n- a", "One of."),
        ("A\u{202e} b\u{0}.", "A b."),
    ] {
        assert_eq!(first_sentence(text), wanted, "{text:?}");
    }
    let long = first_sentence(&"word ".repeat(1000));
    assert_eq!((long.chars().count(), long.ends_with('…')), (300, true));
}

#[test]
fn what_may_not_begin_a_line_does_not_however_much_of_it_there_is() {
    let lines = lines(&format!("a{}", " -".repeat(100_000)));
    assert_eq!(lines, [format!("a{}", " -".repeat(100_000))]);
}

/// The parser's effort for footnotes grows with their square: these took minutes.
#[test]
fn footnotes_cost_no_more_than_their_length() {
    assert_eq!(lines(&"[^a]: b\n".repeat(300_000)), ["\\[^a\\]: b"]);
}

#[test]
fn each_element_ends_where_its_own_end_stands() {
    check("<b>a</b> <b>b <code>x</code> <CODE>y</CODE> <code>z", &["**a** \\<b\\>b `x` `y` \\<code\\>z"]);
    check("<pre>a</pre><pre>b</PRE><pre>c", &["```text", "a", "```", "", "```text", "b", "```", "", "\\<pre\\>c"]);
}
