//! Credentials as they go into headers.

use crate::rt::support::header;
use crate::rt::{Authorize, Basic, BuildError, NoAuth, Secret};
use http::header::{AUTHORIZATION, HeaderMap, HeaderName};

fn basic(username: &str, password: &str) -> Result<String, BuildError> {
    let mut headers = HeaderMap::new();
    Basic::new(username, password).authorize(&mut headers)?;
    let value = headers.get(AUTHORIZATION).expect("a header was added");
    assert!(value.is_sensitive());
    Ok(value.to_str().expect("base64 is ASCII").to_owned())
}

#[test]
fn base64_is_that_of_rfc_4648() {
    // The vectors of section 10. A pair always has a colon, so the user name is its head and the password its tail.
    let cases = [
        ("", "", "Basic Og=="),
        ("f", "", "Basic Zjo="),
        ("fo", "", "Basic Zm86"),
        ("foo", "", "Basic Zm9vOg=="),
        ("foo", "b", "Basic Zm9vOmI="),
        ("foo", "ba", "Basic Zm9vOmJh"),
        ("foo", "bar", "Basic Zm9vOmJhcg=="),
        // All 64 letters, `+` and `/` among them, come up here.
        ("Aladdin", "open sesame", "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="),
        ("a", "~~~???>>>", "Basic YTp+fn4/Pz8+Pj4="),
    ];
    for (username, password, expected) in cases {
        assert_eq!(basic(username, password).as_deref(), Ok(expected));
    }
}

#[test]
fn basic_is_in_utf_8() {
    // The example of RFC 7617, section 2.1: user "test", password "123£".
    assert_eq!(basic("test", "123£").as_deref(), Ok("Basic dGVzdDoxMjPCow=="));
    assert_eq!(
        basic("jürgen@vsphere.local", "pässwörd").as_deref(),
        Ok("Basic asO8cmdlbkB2c3BoZXJlLmxvY2FsOnDDpHNzd8O2cmQ=")
    );
}

#[test]
fn a_colon_may_stand_in_the_password_only() {
    assert_eq!(basic("user", "a:b:c").as_deref(), Ok("Basic dXNlcjphOmI6Yw=="));
    let message = basic("us:er", "x").unwrap_err().to_string();
    assert!(message.contains("the user name holds a colon"), "{message}");
}

#[test]
fn control_characters_are_refused() {
    for (username, password) in [("user", "pass\n"), ("user\r\n", "pass"), ("user", "\u{7f}"), ("user", "\u{85}")] {
        let message = basic(username, password).unwrap_err().to_string();
        assert!(message.contains("control character"), "{message}");
    }
}

#[test]
fn a_header_is_replaced_and_sensitive() {
    let mut headers = HeaderMap::new();
    let name = HeaderName::from_static("vmware-api-session-id");
    header(&mut headers, name.clone(), &Secret::new("old")).unwrap();
    header(&mut headers, name.clone(), &Secret::new("b5a1")).unwrap();
    assert_eq!(headers.get_all(&name).iter().collect::<Vec<_>>(), ["b5a1"]);
    assert_eq!(format!("{headers:?}"), r#"{"vmware-api-session-id": Sensitive}"#);
}

#[test]
fn a_secret_that_no_header_can_carry_is_named_by_its_header_only() {
    let name = HeaderName::from_static("vmware-api-session-id");
    for secret in ["canary\r\nx: y", "canary\0"] {
        let mut headers = HeaderMap::new();
        let error = header(&mut headers, name.clone(), &Secret::new(secret)).unwrap_err();
        assert!(error.to_string().contains("vmware-api-session-id"));
        assert!(!format!("{error} {error:?}").contains("canary"));
        assert!(headers.is_empty());
    }
}

#[test]
fn no_auth_adds_nothing() {
    let mut headers = HeaderMap::new();
    assert_eq!(NoAuth.authorize(&mut headers), Ok(()));
    assert!(headers.is_empty());
}
