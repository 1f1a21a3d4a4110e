//! Writing: absent is absent, empty is empty, secrets are masked or exposed at every depth.

use super::sample::{CANARY, Connection, read};
use crate::rt::support::Wrapped;
use crate::rt::{Json, KnownMember, Mode, Secret, ToJson, Writer};

fn exposed<T: ToJson>(value: &T) -> String {
    serde_json::to_string(&value.exposed()).unwrap()
}

fn masked<T: ToJson>(value: &T) -> String {
    serde_json::to_string(&value.masked()).unwrap()
}

#[test]
fn unset_members_are_absent_and_never_null() {
    let value = Connection { hostname: "vc".into(), ..Connection::default() };
    assert_eq!(exposed(&value), r#"{"hostname":"vc"}"#);
}

#[test]
fn an_empty_list_is_written_and_so_is_an_empty_secret() {
    let value = Connection { dns_servers: Some(Vec::new()), password: Some(Secret::new("")), ..Connection::default() };
    assert_eq!(exposed(&value), r#"{"hostname":"","password":"","dns_servers":[]}"#);
}

#[test]
fn members_stand_in_the_order_of_the_description() {
    let value = Connection {
        via: Some(vec![Connection::default()]),
        dns_servers: Some(vec!["192.0.2.1".into()]),
        port: Some(443),
        hostname: "vc".into(),
        ..Connection::default()
    };
    let expected = r#"{"hostname":"vc","port":443,"dns_servers":["192.0.2.1"],"via":[{"hostname":""}]}"#;
    assert_eq!(exposed(&value), expected);
}

#[test]
fn secrets_are_masked_and_exposed_at_every_depth() {
    let inner = Connection { password: Some(Secret::new("x")), ..Connection::default() };
    let value = Connection { password: Some(Secret::new(CANARY)), via: Some(vec![inner]), ..Connection::default() };
    let wrapped = Wrapped { member: "spec", value: &value };
    let with = |outer: &str, inner: &str| {
        format!(r#"{{"spec":{{"hostname":"","password":"{outer}","via":[{{"hostname":"","password":"{inner}"}}]}}}}"#)
    };
    assert_eq!(exposed(&wrapped), with(CANARY, "x"));
    // As many stars for one letter as for thirteen.
    assert_eq!(masked(&wrapped), with("********", "********"));
}

#[test]
fn what_is_written_can_be_read_again() {
    let value = Connection {
        hostname: "v\"\\\u{0}ä€😀".into(),
        port: Some(i64::MIN),
        password: Some(Secret::new("\u{7f}\n\t/")),
        dns_servers: Some(vec![String::new()]),
        via: Some(vec![Connection::default(); 2]),
    };
    assert_eq!(read(&exposed(&value), Mode::Request), Ok(value));
}

#[test]
fn plain_values_are_written_as_json_has_them() {
    assert_eq!(exposed(&true), "true");
    assert_eq!(exposed(&i32::MIN), "-2147483648");
    assert_eq!(exposed(&i64::MAX), "9223372036854775807");
    assert_eq!(exposed(&1.5), "1.5");
    assert_eq!(exposed(&"text"), r#""text""#);
    assert_eq!(masked(&String::from("text")), r#""text""#);
    assert_eq!(masked(&crate::rt::Json::from(serde_json::json!({"a": [null]}))), r#"{"a":[null]}"#);
    assert_eq!(exposed(&vec![vec![1_i64], Vec::new()]), "[[1],[]]");
}

#[test]
fn a_number_that_json_does_not_have_is_an_error() {
    for number in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        assert!(serde_json::to_string(&number.exposed()).is_err());
        assert!(serde_json::to_value(number.masked()).is_err());
    }
}

#[test]
fn a_value_that_is_too_deep_for_a_serializer_says_so() {
    let deep = |levels| (0..levels).fold(Json::Null, |inner, _| Json::Array(vec![inner]));
    assert!(serde_json::to_string(&deep(128).exposed()).is_ok());
    let error = serde_json::to_string(&deep(129).exposed()).unwrap_err();
    assert_eq!(error.to_string(), "is nested deeper than 128 levels");
}

/// A type whose `to_json` is this function.
struct By(fn(&mut Writer<'_>));

impl ToJson for By {
    fn to_json(&self, writer: &mut Writer<'_>) {
        (self.0)(writer);
    }
}

#[test]
fn a_type_that_does_not_write_one_value_is_an_error_of_the_serializer() {
    let error = serde_json::to_string(&By(|_| {}).exposed()).unwrap_err();
    assert_eq!(error.to_string(), "a type has written no value");
    let twice = By(|writer| {
        writer.string("a");
        writer.array(std::iter::empty());
    });
    let error = serde_json::to_string(&vec![twice].exposed()).unwrap_err();
    assert_eq!(error.to_string(), "a type has written more than one value");
}

#[test]
fn a_serializer_gets_what_a_body_has() {
    let secret = "x\u{1}".repeat(1000);
    let inner = Connection { port: Some(-7), via: Some(Vec::new()), ..Connection::default() };
    let value = Connection {
        hostname: "vc\"".into(),
        port: Some(i64::MIN),
        // So long that the text grows behind and in front of it.
        password: Some(Secret::new(secret.clone())),
        dns_servers: Some(vec![String::new(), "\u{7f}".repeat(1000)]),
        via: Some(vec![inner, Connection::default()]),
    };
    let text = |body: crate::rt::Body| String::from_utf8(body.into_bytes()).unwrap();
    let body = text(value.exposed().to_body().unwrap());
    assert_eq!(exposed(&value), body);
    assert_eq!(read(&body, Mode::Request), Ok(value.clone()));
    let masked_body = text(value.masked().to_body().unwrap());
    assert_eq!(masked(&value), masked_body);
    assert!(masked_body.contains("********") && !masked_body.contains("x\\u0001"));
    assert!(f64::NAN.exposed().to_body().is_err() && vec![f64::INFINITY].masked().to_body().is_err());
}

#[test]
fn a_required_member_is_always_written() {
    const MEMBERS: &[KnownMember] = &[KnownMember::required("a"), KnownMember::optional("b")];
    let value = By(|writer| writer.object(MEMBERS, &[&None::<bool>, &None::<bool>]));
    assert_eq!(exposed(&value), r#"{"a":null}"#);
    assert_eq!(value.exposed().to_body().unwrap().as_bytes(), br#"{"a":null}"#);
}

#[test]
fn any_serializer_gets_what_is_written() {
    let value = Connection { password: Some(Secret::new(CANARY)), ..Connection::default() };
    let masked = serde_json::to_value(value.masked()).unwrap();
    assert_eq!(masked, serde_json::json!({"hostname": "", "password": "********"}));
}

#[test]
fn a_writer_does_not_show_what_it_writes() {
    /// Fails with what `Debug` says of a writer that has written a secret.
    struct Shown;
    impl ToJson for Shown {
        fn to_json(&self, writer: &mut Writer<'_>) {
            Secret::new(CANARY).to_json(writer);
            let shown = format!("{writer:?} {writer:#?}");
            assert!(shown.contains("length") && !shown.contains(CANARY), "{shown}");
        }
    }
    assert_eq!(exposed(&Shown), format!("\"{CANARY}\""));
}

#[test]
fn any_json_shows_its_shape_only() {
    let text = format!(
        r#"{{"{CANARY}": ["{CANARY}", 4111111111111111, 4111111111111111.25, 41111111111111111111111, true]}}"#
    );
    let value: Json = read(&text, Mode::Response).unwrap();
    assert_eq!(format!("{value:?}"), "{[string, integer, number, integer, boolean]}");
}

#[test]
fn a_map_is_an_object_and_hides_its_secrets() {
    let map = std::collections::BTreeMap::from([
        ("b".to_owned(), Secret::new("canary")),
        ("a\"".to_owned(), Secret::new("")),
    ]);
    assert_eq!(exposed(&map), r#"{"a\"":"","b":"canary"}"#);
    assert_eq!(masked(&map), r#"{"a\"":"********","b":"********"}"#);
    assert_eq!(exposed(&std::collections::BTreeMap::<String, bool>::new()), "{}");
}
