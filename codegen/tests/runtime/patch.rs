//! Four kinds of absence, and numbers of every width: what is read is written as it came.

use http::Method;

use super::sample::{TYPE, places, read};
use crate::rt::support::RequestBuilder;
use crate::rt::{FromJson, KnownMember, Mode, Patch, Path, Reader, Report, ToJson, Validate, Writer};

const BOTH: [Mode; 2] = [Mode::Request, Mode::Response];

/// Written as generated code is.
#[derive(Clone, Debug, Default, PartialEq)]
struct Profile {
    must: String,
    must_or_null: Option<String>,
    may: Option<String>,
    may_or_null: Patch<String>,
    list_or_null: Patch<Vec<Option<String>>>,
}

const MEMBERS: &[KnownMember] = &[
    KnownMember::required("must"),
    KnownMember::required("must_or_null").nullable(),
    KnownMember::optional("may"),
    KnownMember::optional("may_or_null").nullable(),
    KnownMember::optional("list_or_null").nullable(),
];

impl FromJson for Profile {
    fn from_json(reader: &mut Reader<'_>) -> Option<Self> {
        let mut object = reader.object(MEMBERS)?;
        let mut values = (None, None, None, None, None);
        while let Some(index) = reader.member(&mut object) {
            match index {
                0 => values.0 = FromJson::from_json(reader),
                1 => values.1 = FromJson::from_json(reader),
                2 => values.2 = FromJson::from_json(reader),
                3 => values.3 = FromJson::from_json(reader),
                _ => values.4 = FromJson::from_json(reader),
            }
        }
        reader.end(object);
        let (Some(must), Some(must_or_null), may, may_or_null, list_or_null) = values else { return None };
        let (may_or_null, list_or_null) = (may_or_null.unwrap_or_default(), list_or_null.unwrap_or_default());
        Some(Self { must, must_or_null, may, may_or_null, list_or_null })
    }
}

impl ToJson for Profile {
    fn to_json(&self, writer: &mut Writer<'_>) {
        let Self { must, must_or_null, may, may_or_null, list_or_null } = self;
        writer.object(MEMBERS, &[must, must_or_null, may, may_or_null, list_or_null]);
    }
}

fn written<T: ToJson>(value: &T) -> String {
    serde_json::to_string(&value.exposed()).unwrap()
}

#[test]
fn what_is_absent_null_or_there_is_written_as_it_came() {
    for text in [
        r#"{"must":"a","must_or_null":null}"#,
        r#"{"must":"a","must_or_null":"b","may":"c","may_or_null":"d","list_or_null":["a",null]}"#,
        r#"{"must":"a","must_or_null":"","may_or_null":null,"list_or_null":null}"#,
        r#"{"must":"a","must_or_null":"b","list_or_null":[]}"#,
        r#"{"must":"a","must_or_null":"b","list_or_null":[null]}"#,
    ] {
        for mode in BOTH {
            let profile: Profile = read(text, mode).unwrap();
            assert_eq!(written(&profile), text);
        }
    }
    let profile: Profile = read(r#"{"must":"a","must_or_null":null,"may_or_null":null}"#, Mode::Response).unwrap();
    assert_eq!((profile.may_or_null, profile.list_or_null), (Patch::Null, Patch::Absent));
}

#[test]
fn a_member_that_must_be_there_is_told_missing_and_null_where_it_may_not_be_null() {
    for mode in BOTH {
        let report = read::<Profile>(r#"{"must": null}"#, mode).unwrap_err();
        assert_eq!(places(&report), ["R-TYPE /must", "required /must_or_null"]);
        let report = read::<Profile>(r#"{"must":"a","must_or_null":1,"may_or_null":2,"list_or_null":[3]}"#, mode);
        assert_eq!(
            places(&report.unwrap_err()),
            ["R-TYPE /must_or_null", "R-TYPE /may_or_null", "R-TYPE /list_or_null/0"]
        );
    }
    let text = r#"{"must":"a","must_or_null":null,"may":null}"#;
    assert_eq!(places(&read::<Profile>(text, Mode::Request).unwrap_err()), ["R-TYPE /may"]);
    let profile: Profile = read(text, Mode::Response).unwrap();
    assert_eq!(written(&profile), r#"{"must":"a","must_or_null":null}"#);
}

#[test]
fn what_begins_as_null_and_is_none_is_no_json() {
    let report = read::<Option<i64>>("nul", Mode::Response).unwrap_err();
    assert_eq!(report.to_string(), "error[R-TYPE] at the body: is empty or ends too early for JSON");
    assert_eq!(read::<Option<i64>>(" null ", Mode::Request), Ok(None));
    assert!(read::<Option<i64>>("nullx", Mode::Request).is_err());
}

#[test]
fn maps_and_lists_have_holes() {
    type Holes = std::collections::BTreeMap<String, Vec<Option<i64>>>;
    let text = r#"{"a":[1,null],"b":[]}"#;
    assert_eq!(written(&read::<Holes>(text, Mode::Request).unwrap()), text);
}

#[test]
fn a_patch_is_made_of_what_it_holds() {
    assert_eq!(Patch::from(Some(1)), Patch::Value(1));
    assert_eq!(Patch::<i64>::from(None), Patch::Null);
    assert_eq!(Patch::<i64>::default(), Patch::Absent);
    assert!(Patch::<i64>::Absent.is_absent() && !Patch::<i64>::Absent.is_null());
    assert!(Patch::<i64>::Null.is_null() && !Patch::from(1).is_null());
    assert_eq!(Patch::from("a".to_owned()).as_ref().value(), Some(&"a".to_owned()));
}

#[test]
fn only_a_value_is_judged() {
    struct Wrong;
    impl<C: ?Sized> Validate<C> for Wrong {
        fn validate_at(&self, _: &C, at: &Path<'_>, report: &mut Report) {
            report.add(&TYPE, at, "is wrong");
        }
    }
    assert!(Patch::<Wrong>::Absent.validate(&()).is_clean() && Patch::<Wrong>::Null.validate(&()).is_clean());
    assert_eq!(places(&Patch::Value(Wrong).validate(&())), ["R-TYPE "]);
}

/// Reads the limits of a type, and refuses what is one beyond.
fn check_width<T: FromJson + ToJson>(format: &str, least: i128, most: i128) {
    for mode in BOTH {
        for value in [least, 0, most] {
            let text = value.to_string();
            assert_eq!(written(&read::<T>(&text, mode).unwrap()), text);
        }
        for value in [least - 1, most + 1] {
            let report = read::<Vec<T>>(&format!("[0, {value}]"), mode).err().unwrap();
            let expected = format!("error[R-TYPE] at /1: is an integer out of range of {format}");
            assert_eq!(report.to_string(), expected);
        }
        for text in ["1.0", "1e2"] {
            let report = read::<T>(text, mode).err().unwrap().to_string();
            assert!(report.ends_with("must be an integer, is a number with a fraction or an exponent"), "{report}");
        }
        assert_eq!(written(&read::<T>("-0", mode).unwrap()), "0");
    }
}

#[test]
fn integers_of_every_width_end_where_they_do() {
    check_width::<i8>("int8", i8::MIN.into(), i8::MAX.into());
    check_width::<i16>("int16", i16::MIN.into(), i16::MAX.into());
    check_width::<i32>("int32", i32::MIN.into(), i32::MAX.into());
    check_width::<i64>("int64", i64::MIN.into(), i64::MAX.into());
    check_width::<u8>("uint8", 0, u8::MAX.into());
    check_width::<u16>("uint16", 0, u16::MAX.into());
    check_width::<u32>("uint32", 0, u32::MAX.into());
    check_width::<u64>("uint64", 0, u64::MAX.into());
}

#[test]
fn a_float_is_written_with_the_digits_that_it_has() {
    for text in ["0.1", "16777216.0", "1e20", "-3.4028235e38", "1e-45"] {
        let mut request = RequestBuilder::new(Method::POST, &"example.com".parse().unwrap(), "/x");
        request.json(&read::<f32>(text, Mode::Response).unwrap()).unwrap();
        assert_eq!(request.build().unwrap().body().as_bytes(), text.as_bytes());
    }
    assert_eq!(written(&0.1_f32), "0.1");
    assert_eq!(read::<f32>("0.10000000149011612", Mode::Response), Ok(0.1));
    let report = read::<f32>("1e39", Mode::Response).unwrap_err().to_string();
    assert!(report.ends_with("must be a finite number, is of type number"), "{report}");
    assert!(serde_json::to_string(&f32::INFINITY.exposed()).is_err());
}
