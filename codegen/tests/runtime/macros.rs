//! What generated types have from macros: conversions, JSON both ways, serde.

use super::sample::{CANARY, READ, places, read};
use crate::rt::{Mode, Secret, ToJson, support};

/// A text with a name, as generated code has it.
#[derive(Clone, Debug, PartialEq)]
struct FolderId(String);

impl FolderId {
    fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    fn as_str(&self) -> &str {
        &self.0
    }
}

support::newtype!(FolderId);
support::text!(FolderId);
support::serialize!(FolderId);
support::deserialize!(Request, READ, FolderId);

/// The same for a text that must not be seen.
#[derive(Clone, Debug, PartialEq)]
struct Token(Secret);

impl Token {
    fn new(text: impl Into<Secret>) -> Self {
        Self(text.into())
    }

    fn as_secret(&self) -> &Secret {
        &self.0
    }
}

support::secret_newtype!(Token);
support::secret!(Token);
support::deserialize!(Response, READ, Token);

#[test]
fn a_text_is_made_of_texts_and_shown() {
    let id = FolderId::from("group-v3");
    assert_eq!((id.to_string().as_str(), id.as_ref()), ("group-v3", "group-v3"));
    assert_eq!(FolderId::from("group-v3".to_owned()), id);
}

#[test]
fn a_text_is_a_string_in_json() {
    let id = FolderId::new("group-v3");
    assert_eq!(serde_json::to_string(&id).unwrap(), r#""group-v3""#);
    assert_eq!(serde_json::to_string(&id.masked()).unwrap(), r#""group-v3""#);
    assert_eq!(serde_json::from_str::<FolderId>(r#""group-v3""#).unwrap(), id);
    let report = read::<Vec<FolderId>>(r#"["a", 1, null]"#, Mode::Request).unwrap_err();
    assert_eq!(places(&report), ["R-TYPE /1", "R-TYPE /2"]);
}

#[test]
fn a_secret_is_stars_unless_it_is_exposed() {
    let token = Token::from(CANARY);
    assert_eq!(serde_json::to_string(&token.masked()).unwrap(), r#""********""#);
    assert_eq!(serde_json::to_string(&token.exposed()).unwrap(), format!("{CANARY:?}"));
    assert_eq!(serde_json::from_str::<Token>(&format!("{CANARY:?}")).unwrap(), token);
    assert!(!format!("{token:?}").contains(CANARY));
    assert_eq!(Secret::from(Token::from(CANARY.to_owned())).expose(), CANARY);
}

#[test]
fn serde_reads_in_the_mode_that_the_type_has() {
    let error = serde_json::from_str::<FolderId>("null").unwrap_err().to_string();
    assert!(error.contains("is null, which is not the same as leaving it out"), "{error}");
    let error = serde_json::from_str::<Token>("null").unwrap_err().to_string();
    assert!(error.contains("must be a string, is null") && !error.contains("leaving it out"), "{error}");
}
