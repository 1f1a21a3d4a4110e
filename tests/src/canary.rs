//! Secrets that no test may see anywhere but in the request itself, and the search for them.
//!
//! They stand in this file alone, so that a search through everything else that is committed makes sense.

use crate::base64;

/// What every canary has in the middle. Searching for it finds parts of a canary, too, and escaped ones.
pub const CORE: &str = "Kanarienvogel4711";

/// A password. The characters around the core are ones that JSON, YAML and URLs each escape in their own way.
pub const PASSWORD: &str = "p\"a\\s s&Kanarienvogel4711/%\u{e4}";

/// The token of a session; a header can carry it.
pub const TOKEN: &str = "tok-Kanarienvogel4711-en";

/// Panics if the text shows a canary, as it is or in one of the forms that programs put bytes into by mistake.
///
/// # Panics
///
/// When it does; the message names `what` and the form, and does not repeat the text.
pub fn assert_none(what: &str, text: &str) {
    for (form, needle) in forms() {
        assert!(!text.contains(&needle), "{what} shows a secret, {form}");
    }
}

/// The core in every form that is looked for.
fn forms() -> Vec<(&'static str, String)> {
    let bytes = CORE.as_bytes();
    let joined = |separator: &str| bytes.iter().map(u8::to_string).collect::<Vec<_>>().join(separator);
    let hex = |upper: bool| -> String {
        bytes.iter().map(|byte| if upper { format!("{byte:02X}") } else { format!("{byte:02x}") }).collect()
    };
    let mut forms = vec![
        ("as it is", CORE.to_owned()),
        ("as the bytes of a list", joined(", ")),
        ("as the bytes of a compact list", joined(",")),
        ("as the bytes of a pretty list", bytes.iter().map(|byte| format!("    {byte},\n")).collect()),
        ("in hexadecimal", hex(false)),
        ("in capital hexadecimal", hex(true)),
        ("backwards", CORE.chars().rev().collect()),
    ];
    // Where a text begins decides its base64, so each of the three ways; the ends depend on the neighbours.
    for skip in 0..3 {
        let whole = &bytes[skip..skip + (bytes.len() - skip) / 3 * 3];
        forms.push(("in base64", base64::encode(whole)));
    }
    forms
}

#[cfg(test)]
mod tests {
    //! A search that finds nothing proves nothing unless it can find something.

    use super::*;

    /// What `assert_none` makes of a text.
    fn is_found(text: &str) -> bool {
        std::panic::catch_unwind(|| assert_none("a text", text)).is_err()
    }

    #[test]
    fn every_form_of_a_canary_is_found() {
        for secret in [PASSWORD, TOKEN] {
            let bytes = secret.as_bytes();
            let json = serde_json::to_string(secret).expect("a text");
            for text in [secret.to_owned(), json, format!("{secret:?}"), format!("{bytes:?}"), format!("{bytes:#?}")] {
                assert!(is_found(&text), "{text}");
            }
        }
        // The core behind no blank, one and two, as the program `base64` writes it.
        for text in ["S2FuYXJpZW52b2dlbDQ3MTE=", "IEthbmFyaWVudm9nZWw0NzExIA==", "ICBLYW5hcmllbnZvZ2VsNDcxMS4="] {
            assert!(is_found(text), "{text}");
        }
        assert!(!is_found("nothing of that kind, 75, 97, 110"));
    }
}
