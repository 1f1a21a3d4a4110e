//! JSON for messages of the task runner itself: objects of strings, one a line. Findings come as JSON from `codegen`.

use codegen::visible::visible_json;

/// An object with these members.
pub(crate) fn object(members: &[(&str, &str)]) -> String {
    let members: Vec<_> = members.iter().map(|(name, value)| format!("{}:{}", string(name), string(value))).collect();
    format!("{}\n", visible_json(&format!("{{{}}}", members.join(","))))
}

fn string(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::object;

    #[test]
    fn escapes_what_json_does_not_take() {
        assert_eq!(
            object(&[("a", "\"b\\c\"\n\u{1}\u{85}\u{202e}é"), ("d", "")]),
            "{\"a\":\"\\\"b\\\\c\\\"\\n\\u0001\\u0085\\u202eé\",\"d\":\"\"}\n"
        );
    }
}
