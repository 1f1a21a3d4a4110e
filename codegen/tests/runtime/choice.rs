//! Choices: which arm a value is, by a member or by what it looks like, and the member that an arm is written with.

use std::collections::BTreeMap;

use super::sample::{READ, places, read};
use crate::rt::support::{Kind, Shape, ShapeMember, Tag};
use crate::rt::{FromJson, Json, KnownMember, Mode, Reader, ToJson, Writer};

/// A cat with a name, or any object.
#[derive(Debug, PartialEq)]
enum Pet {
    Cat(String),
    Free(BTreeMap<String, i64>),
    Any(Json),
    Pets(Box<Pet>),
    Other(Json),
}

struct Cat(String);

const MEMBERS: &[KnownMember] = &[KnownMember::required("name")];

impl FromJson for Cat {
    fn from_json(reader: &mut Reader<'_>) -> Option<Self> {
        let mut name = None;
        if reader.members(MEMBERS, &mut [&mut name]) { Some(Self(name?)) } else { None }
    }
}

impl ToJson for Cat {
    fn to_json(&self, writer: &mut Writer<'_>) {
        writer.object(&[KnownMember::required("name"), KnownMember::required("kind")], &[&self.0, &"wrong"]);
    }
}

const TAG: &Tag =
    &Tag { member: "kind", values: &[("cat", 0), ("tom", 0), ("free", 1), ("any", 2), ("1", 3), ("true", 0)] };

impl FromJson for Pet {
    fn from_json(reader: &mut Reader<'_>) -> Option<Self> {
        match reader.tagged(TAG)? {
            0 => Cat::from_json(reader).map(|cat| Self::Cat(cat.0)),
            1 => FromJson::from_json(reader).map(Self::Free),
            2 => FromJson::from_json(reader).map(Self::Any),
            3 => reader.envelope_of_pet().map(Self::Pets),
            _ => FromJson::from_json(reader).map(Self::Other),
        }
    }
}

/// What a member `pet` holds.
trait Envelope {
    fn envelope_of_pet(&mut self) -> Option<Box<Pet>>;
}

impl Envelope for Reader<'_> {
    fn envelope_of_pet(&mut self) -> Option<Box<Pet>> {
        let mut pet = None;
        if self.members(&[KnownMember::required("pet")], &mut [&mut pet]) { pet } else { None }
    }
}

impl ToJson for Pet {
    fn to_json(&self, writer: &mut Writer<'_>) {
        match self {
            Self::Cat(name) => writer.tagged("kind", &"cat", &Cat(name.clone())),
            Self::Free(members) => writer.tagged("kind", &"free", members),
            Self::Any(json) => writer.tagged("kind", &"any", json),
            Self::Pets(pet) => writer.tagged("kind", &1_i64, &BTreeMap::from([("pet".to_owned(), pet.as_ref())])),
            Self::Other(json) => json.to_json(writer),
        }
    }
}

/// A value as a body and a serializer get it.
fn wire<T: ToJson>(value: &T) -> String {
    let text = serde_json::to_string(&value.exposed()).expect("it can be written");
    assert_eq!(value.exposed().to_body().expect("it can be written").as_bytes(), text.as_bytes());
    text
}

#[test]
fn the_tag_is_found_wherever_it_stands_and_is_no_unknown_member() {
    for text in [r#"{"kind":"cat","name":"a"}"#, r#" {"name" : "a", "kind" :"tom"} "#, r#"{"name":"a","kind":true}"#] {
        for mode in [Mode::Request, Mode::Response] {
            assert_eq!(read::<Pet>(text, mode).expect(text), Pet::Cat("a".to_owned()), "{text}");
        }
    }
    let nested = r#"{"pet":{"name":"a","kind":"cat"},"kind":1}"#;
    let pet = read::<Pet>(nested, Mode::Request).expect("a pet in a pet");
    assert_eq!(pet, Pet::Pets(Box::new(Pet::Cat("a".to_owned()))));
    // Only the tag of this very object is none.
    let text = r#"{"kind":1,"pet":{"name":"a","kind":"cat","kine":1}}"#;
    assert_eq!(places(&read::<Pet>(text, Mode::Request).unwrap_err()), ["R-UNKNOWN /pet/kine"]);
}

#[test]
fn a_map_does_not_hold_the_tag_and_any_json_does() {
    let free = read::<Pet>(r#"{"a":1,"kind":"free","b":2}"#, Mode::Response).expect("a map");
    assert_eq!(free, Pet::Free(BTreeMap::from([("a".to_owned(), 1), ("b".to_owned(), 2)])));
    let any = read::<Pet>(r#"{"kind":"any","a":{"kind":"any"}}"#, Mode::Response).expect("any JSON");
    let Pet::Any(json) = &any else { panic!("{any:?}") };
    assert_eq!(json.member("kind").and_then(Json::as_str), Some("any"));
}

#[test]
fn a_tag_that_is_missing_or_wrong_is_told_at_its_place() {
    for (text, mode, place) in [
        (r#"[{"kind":"cat","name":"a"},{"name":"a"}]"#, Mode::Response, "required /1/kind"),
        (r#"[{"kind":["cat"]}]"#, Mode::Response, "R-TYPE /0/kind"),
        (r#"[{"kind":null}]"#, Mode::Response, "R-TYPE /0/kind"),
        (r#"[{"kind":"dog"}]"#, Mode::Request, "R-TYPE /0/kind"),
        (r#"["cat"]"#, Mode::Response, "R-TYPE /0"),
        (r#"[{"kind":"cat","kind":"any","name":"a"}]"#, Mode::Response, "R-TYPE /0/(member 1)"),
    ] {
        assert_eq!(places(&read::<Vec<Pet>>(text, mode).unwrap_err()), [place], "{text}");
    }
    let report = read::<Pet>(r#"{"kind":"dog"}"#, Mode::Request).unwrap_err();
    assert_eq!(report.violations()[0].message, "must be one of cat, tom, free, any, 1, true");
}

#[test]
fn a_text_that_is_no_json_is_told_once() {
    for text in ["{\"kind\":", "{\"kind\":\"cat\",", "{\"a\" 1}", "", "{\"kind\":\"cat\"}}"] {
        let report = read::<Pet>(text, Mode::Response).unwrap_err();
        assert_eq!(report.violations().len(), 1, "{text}: {report}");
        assert!(report.to_string().contains("JSON"), "{text}: {report}");
    }
}

#[test]
fn an_unknown_tag_of_an_answer_is_kept_as_it_came() {
    let text = r#"{"kind":"dog","name":1,"kine":{"kind":"cat"}}"#;
    let pet = read::<Pet>(text, Mode::Response).expect("another pet");
    assert!(matches!(pet, Pet::Other(_)));
    assert_eq!(wire(&pet), text);
}

#[test]
fn the_tag_is_written_once_and_right_whatever_the_arm_says() {
    assert_eq!(wire(&Pet::Cat("a".to_owned())), r#"{"kind":"cat","name":"a"}"#);
    let free = BTreeMap::from([("a".to_owned(), 1), ("kind".to_owned(), 2)]);
    assert_eq!(wire(&Pet::Free(free)), r#"{"kind":"free","a":1}"#);
    assert_eq!(wire(&Pet::Free(BTreeMap::new())), r#"{"kind":"free"}"#);
    let any = Json::Object(vec![("kind".to_owned(), Json::Null), ("b".to_owned(), Json::Bool(true))]);
    assert_eq!(wire(&Pet::Any(any)), r#"{"kind":"any","b":true}"#);
    let nested = Pet::Pets(Box::new(Pet::Cat("a".to_owned())));
    assert_eq!(wire(&nested), r#"{"kind":1,"pet":{"kind":"cat","name":"a"}}"#);
    // What is no object has no members: neither has the list behind it.
    let list = Json::Array(vec![Json::Object(Vec::new())]);
    assert_eq!(wire(&vec![Pet::Any(list), Pet::Other(Json::Object(Vec::new()))]), "[[{}],{}]");
}

/// The arm that a text looks like, among these.
fn arm(shapes: &[Shape], text: &str) -> Option<usize> {
    let mut reader = Reader::new(text, Mode::Response, &READ);
    reader.shaped(shapes).filter(|arm| *arm != usize::MAX)
}

#[test]
fn the_json_type_tells_an_arm() {
    const SHAPES: &[Shape] = &[
        Shape::new(0, &[Kind::Integer]),
        Shape::new(1, &[Kind::Integer, Kind::Number]),
        Shape::new(2, &[Kind::Text]).values(&["none"]),
        Shape::new(3, &[Kind::Text]),
        Shape::new(4, &[Kind::Object]).members(&[ShapeMember::required("a")]),
        Shape::new(5, &[Kind::List]),
        Shape::new(6, &[Kind::Boolean]),
    ];
    for (text, expected) in [
        ("3", Some(0)),
        (" -3 ", Some(0)),
        ("2.5", Some(1)),
        ("3e0", Some(1)),
        ("\"none\"", Some(2)),
        ("\"no\\u006ee\"", Some(2)),
        ("\"more\"", Some(3)),
        // The only arm of the type: what is wrong inside of it is told by reading it.
        ("{}", Some(4)),
        ("[]", Some(5)),
        ("false", Some(6)),
        ("null", None),
    ] {
        assert_eq!(arm(SHAPES, text), expected, "{text}");
    }
    assert_eq!(arm(&[Shape::new(0, &[Kind::Null]), Shape::any(1)], "null"), Some(0));
    assert_eq!(arm(&[Shape::new(0, &[Kind::Text]), Shape::any(1)], "[1]"), Some(1));
}

#[test]
fn members_tell_an_arm() {
    const SHAPES: &[Shape] = &[
        Shape::new(0, &[Kind::Object]).members(&[ShapeMember::required("type").values(&["a"])]),
        Shape::new(1, &[Kind::Object]).members(&[ShapeMember::required("type").values(&["2", "true"])]),
        Shape::new(2, &[Kind::Object]).members(&[ShapeMember::required("x"), ShapeMember::required("y")]),
        Shape::new(3, &[Kind::Object]).members(&[ShapeMember::required("x").kinds(&[Kind::Text])]),
        Shape::new(4, &[Kind::Object]).members(&[ShapeMember::optional("z").kinds(&[Kind::List, Kind::Null])]),
    ];
    for (text, expected) in [
        (r#"{"x":{"type":"b"},"type":"a"}"#, Some(0)),
        (r#"{"type":2}"#, Some(1)),
        (r#"{"type":true}"#, Some(1)),
        (r#"{"y":1,"x":2}"#, Some(2)),
        (r#"{"x":"1"}"#, Some(3)),
        (r#"{"x":1}"#, Some(4)),
        (r#"{"z":[]}"#, Some(4)),
        (r#"{}"#, Some(4)),
        (r#"{"z":1}"#, None),
        // The one that knows more of it.
        (r#"{"x":"1","y":1,"type":"a"}"#, Some(2)),
    ] {
        assert_eq!(arm(SHAPES, text), expected, "{text}");
    }
}

#[test]
fn the_first_element_tells_lists_apart() {
    const SHAPES: &[Shape] = &[
        Shape::new(0, &[Kind::List]).items(&[Shape::new(0, &[Kind::Text])]),
        Shape::new(1, &[Kind::List]).items(&[
            Shape::new(1, &[Kind::Object]).members(&[ShapeMember::required("a")]),
            Shape::new(1, &[Kind::Integer]),
        ]),
        Shape::new(2, &[Kind::List]).items(&[Shape::new(2, &[Kind::Object])]),
    ];
    for (text, expected) in [
        (r#"["a", 1]"#, Some(0)),
        (r#"[1]"#, Some(1)),
        (r#"[{"a":1}]"#, Some(1)),
        (r#"[{"b":1}]"#, Some(2)),
        (r#"[]"#, Some(0)),
        (r#"[true]"#, None),
    ] {
        assert_eq!(arm(SHAPES, text), expected, "{text}");
    }
}

#[test]
fn what_looks_like_no_arm_is_told_of_a_request() {
    let mut reader = Reader::new("[1]", Mode::Request, &READ);
    let which = reader.shaped(&[Shape::new(0, &[Kind::Text])]);
    assert_eq!(which, None);
    let report = reader.finish::<usize>(which).unwrap_err();
    assert_eq!(report.to_string(), "error[R-TYPE] at the body: is none of the alternatives that the description has");
    for text in ["", "{\"a\":", "[1", "nul"] {
        let mut reader = Reader::new(text, Mode::Response, &READ);
        const SHAPES: &[Shape] =
            &[Shape::any(0), Shape::new(1, &[Kind::Object]).members(&[ShapeMember::required("a")])];
        let which = reader.shaped(SHAPES);
        let value = which.and_then(|_| Json::from_json(&mut reader));
        assert_eq!(reader.finish(value).unwrap_err().violations().len(), 1, "{text}");
    }
}
