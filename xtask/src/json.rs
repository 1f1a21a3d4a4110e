//! JSON for messages of the task runner itself: objects of strings, one a line. Findings come as JSON from `codegen`.

/// An object with these members.
pub(crate) fn object(members: &[(&str, &str)]) -> String {
    let members: Vec<_> = members.iter().map(|(name, value)| format!("{}:{}", string(name), string(value))).collect();
    format!("{{{}}}\n", members.join(","))
}

fn string(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => out.push_str(&format!("\\u{:04x}", u32::from(c))),
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
            object(&[("a", "\"b\\c\"\n\u{1}\u{85}é"), ("d", "")]),
            "{\"a\":\"\\\"b\\\\c\\\"\\n\\u0001\\u0085é\",\"d\":\"\"}\n"
        );
    }
}
