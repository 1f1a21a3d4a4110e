//! Texts of a format: what is right and what is not, and that nothing changes them.

use std::collections::BTreeMap;

use super::sample::{HOST, places, read};
use crate::rt::support::format;
use crate::rt::{Base64, Date, DateTime, InvalidFormat, Mode, Path, Report, Time, ToJson, Uuid, Validate};

/// What is wrong with a text, without what was expected.
fn fault(checked: Result<(), InvalidFormat>) -> String {
    let message = checked.err().map(|invalid| invalid.to_string()).unwrap_or_default();
    message.split_once(": ").map(|(_, fault)| fault.to_owned()).unwrap_or_default()
}

#[test]
fn moments_are_those_of_rfc_3339() {
    for right in [
        "1985-04-12T23:20:50.52Z",
        "1996-12-19T16:39:57-08:00",
        "1990-12-31T23:59:60Z",
        "1990-12-31T15:59:60-08:00",
        "1937-01-01T12:00:27.87+00:20",
        "2021-06-15T10:00:00.123456789Z",
        "2021-06-15T10:00:00.1234567890123Z",
        "2021-06-15T10:00:00-00:00",
        "2021-06-15t10:00:00z",
        "2021-06-15T10:00:60.5+23:59",
        "0000-02-29T00:00:00Z",
        "9999-12-31T23:59:59Z",
    ] {
        assert_eq!(DateTime::new(right).check(), Ok(()), "{right}");
        assert_eq!(DateTime::new(right).to_string(), right);
    }
    for (wrong, why) in [
        ("", "the year has four digits"),
        ("2021-06-15", "the time of day is missing"),
        ("2021-06-15 10:00:00Z", "a `T` stands between day and time"),
        ("2021-06-15T10:00:00", "the offset from UTC is missing at its end, which is `Z` or such as `+02:00`"),
        ("2021-06-15T10:00Z", "a `:` and the second stand behind the minute"),
        ("2021-06-15T10:00:00,5Z", "the offset from UTC is missing at its end, which is `Z` or such as `+02:00`"),
        ("2021-06-15T10:00:00.Z", "digits stand behind the dot"),
        ("2021-06-15T24:00:00Z", "the hour is above 23"),
        ("2021-06-15T23:60:00Z", "the minute is above 59"),
        ("2021-06-15T23:59:61Z", "the second is above 60"),
        ("2021-06-15T10:00:00+0200", "a `:` stands between the hours and the minutes of the offset"),
        ("2021-06-15T10:00:00+02", "a `:` stands between the hours and the minutes of the offset"),
        ("2021-06-15T10:00:00+24:00", "the offset is above 23:59"),
        ("2021-06-15T10:00:00+02:60", "the offset is above 23:59"),
        ("2021-06-15T10:00:00Z ", "more stands behind it"),
        ("2021-06-15T10:00:00Z[Europe/Berlin]", "more stands behind it"),
        (" 2021-06-15T10:00:00Z", "the year has four digits"),
        ("+2021-06-15T10:00:00Z", "the year has four digits"),
        ("21-06-15T10:00:00Z", "the year has four digits"),
        ("2021-W24-2T10:00:00Z", "the month has two digits"),
        ("２０２１-06-15T10:00:00Z", "the year has four digits"),
    ] {
        assert_eq!(fault(DateTime::new(wrong).check()), why, "{wrong}");
        assert!(!DateTime::new(wrong).is_valid());
    }
}

#[test]
fn months_have_their_days_in_each_year() {
    for right in ["2024-02-29", "2000-02-29", "0000-02-29", "2023-02-28", "2023-01-31", "2023-04-30", "2023-12-31"] {
        assert!(Date::new(right).is_valid(), "{right}");
    }
    for wrong in
        ["2023-02-29", "1900-02-29", "2023-04-31", "2023-06-31", "2023-09-31", "2023-11-31", "2023-01-32", "2023-01-00"]
    {
        assert_eq!(fault(Date::new(wrong).check()), "the month has no such day", "{wrong}");
    }
    assert_eq!(fault(Date::new("2023-13-01").check()), "the month is not from 01 to 12");
    assert_eq!(fault(Date::new("2023-00-01").check()), "the month is not from 01 to 12");
    assert_eq!(fault(Date::new("2021-06-15T00:00:00Z").check()), "more stands behind it");
    assert_eq!(fault(Date::new("20210615").check()), "a `-` stands behind the year");
}

#[test]
fn a_time_of_day_has_an_offset() {
    for right in ["12:30:00Z", "12:30:00.5+02:00", "23:59:60-00:00", "00:00:00z"] {
        assert!(Time::new(right).is_valid(), "{right}");
    }
    for wrong in ["12:30", "12:30:00", "1:30:00Z", "2021-06-15T12:30:00Z", "T12:30:00Z"] {
        assert!(!Time::new(wrong).is_valid(), "{wrong}");
    }
}

#[test]
fn a_uuid_has_its_hyphens() {
    for right in ["f81d4fae-7dec-11d0-a765-00a0c91e6bf6", "F81D4FAE-7DEC-11D0-A765-00A0C91E6BF6"] {
        assert!(Uuid::new(right).is_valid());
    }
    for wrong in [
        "",
        "f81d4fae7dec11d0a76500a0c91e6bf6",
        "{f81d4fae-7dec-11d0-a765-00a0c91e6bf6}",
        "urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
        "f81d4fae-7dec-11d0-a765-00a0c91e6bf",
        "g81d4fae-7dec-11d0-a765-00a0c91e6bf6",
        "f81d4fae-7dec-11d0-a76-500a0c91e6bf6",
        // As many bytes.
        "f81d4fae-7dec-11d0-a765-00a0c91e6bä",
    ] {
        assert!(!Uuid::new(wrong).is_valid(), "{wrong}");
    }
}

#[test]
fn base64_is_that_of_rfc_4648() {
    // The test vectors of its section 10.
    for (bytes, text) in [
        ("", ""),
        ("f", "Zg=="),
        ("fo", "Zm8="),
        ("foo", "Zm9v"),
        ("foob", "Zm9vYg=="),
        ("fooba", "Zm9vYmE="),
        ("foobar", "Zm9vYmFy"),
    ] {
        assert_eq!(Base64::encode(bytes.as_bytes()).as_str(), text);
        assert_eq!(Base64::new(text).decode().unwrap(), bytes.as_bytes());
        assert!(Base64::new(text).is_valid());
    }
    let all: Vec<u8> = (0..=255).collect();
    for length in 0..all.len() {
        let bytes = &all[..length];
        assert_eq!(Base64::encode(bytes).decode().unwrap(), bytes);
    }
    for (wrong, why) in [
        ("Zg", "its length is no multiple of four; it ends in `=` where bytes are missing"),
        ("Zm9v\nYmFy", "its length is no multiple of four; it ends in `=` where bytes are missing"),
        ("Z===", "it ends in more than two `=`"),
        ("====", "it ends in more than two `=`"),
        ("Zm9v\nYm=", "it holds another character than A-Z, a-z, 0-9, `+` and `/`"),
        ("Z=9v", "it holds another character than A-Z, a-z, 0-9, `+` and `/`"),
        ("-_8=", "it holds another character than A-Z, a-z, 0-9, `+` and `/`"),
        ("ääää", "it holds another character than A-Z, a-z, 0-9, `+` and `/`"),
        ("Zh==", "its last letter has bits that no byte uses"),
        ("Zm9=", "its last letter has bits that no byte uses"),
    ] {
        assert_eq!(fault(Base64::new(wrong).check()), why, "{wrong}");
        assert_eq!(fault(Base64::new(wrong).decode().map(drop)), why, "{wrong}");
    }
}

#[test]
fn a_text_of_a_format_is_read_whatever_it_says_and_written_as_it_came() {
    for mode in [Mode::Request, Mode::Response] {
        for text in [r#""2021-06-15""#, r#""2021-06-15T10:00:00.000000001-00:00""#, r#""yesterday""#, r#""""#] {
            let value: DateTime = read(text, mode).unwrap();
            assert_eq!(serde_json::to_string(&value.exposed()).unwrap(), text);
            assert_eq!(serde_json::to_string(&value.masked()).unwrap(), text);
            assert_eq!(serde_json::from_str::<DateTime>(text).unwrap(), value);
            assert_eq!(serde_json::to_string(&value).unwrap(), text);
        }
        assert_eq!(places(&read::<Vec<Date>>(r#"["x", 1, null]"#, mode).unwrap_err()), ["R-TYPE /1", "R-TYPE /2"]);
    }
}

#[test]
fn a_wrong_text_is_told_at_its_place_under_its_rule_and_not_quoted() {
    let days = BTreeMap::from([("a".to_owned(), vec![Some(Date::new("2023-02-30")), None, Some("2023-02-28".into())])]);
    let report = days.validate(&());
    let expected = "error[format] at /a/0: must be a day such as 2024-02-29: the month has no such day";
    assert_eq!(report.to_string(), expected);

    let mut report = Report::default();
    format(Uuid::new("correct horse").check(), &HOST, &Path::ROOT.member("id"), &mut report);
    format(Uuid::new("f81d4fae-7dec-11d0-a765-00a0c91e6bf6").check(), &HOST, &Path::ROOT.member("id"), &mut report);
    let expected = "error[R-REQ-HOSTNAME] at /id: must be a UUID such as f81d4fae-7dec-11d0-a765-00a0c91e6bf6: \
                    it has 36 characters";
    assert_eq!(report.to_string(), expected);
}

#[test]
fn bytes_are_not_shown() {
    assert_eq!(format!("{:?}", Base64::encode(b"correct horse")), "Base64(20 characters)");
    assert_eq!(format!("{:?}", Date::new("2024-02-29")), r#"Date("2024-02-29")"#);
}

#[test]
fn moments_are_those_of_jiff() {
    for (text, moment) in [
        ("2021-06-15T10:00:00+02:00", "2021-06-15T08:00:00Z"),
        ("2021-06-15t10:00:00.123456789z", "2021-06-15T10:00:00.123456789Z"),
        ("2021-06-15T10:00:00-00:00", "2021-06-15T10:00:00Z"),
        ("1990-12-31T15:59:60-08:00", "1990-12-31T23:59:59Z"),
        ("0000-02-29T00:00:00Z", "0000-02-29T00:00:00Z"),
    ] {
        let converted = DateTime::new(text).to_jiff().unwrap();
        assert_eq!(converted.to_string(), moment, "{text}");
        assert_eq!(DateTime::from(converted).as_str(), moment);
    }
    // What jiff takes and RFC 3339 does not.
    for wrong in ["2021-06-15T10:00Z", "2021-06-15 10:00:00Z", "2021-06-15T10:00:00Z[UTC]"] {
        assert!(wrong.parse::<jiff::Timestamp>().is_ok(), "{wrong}");
        assert!(DateTime::new(wrong).to_jiff().is_err(), "{wrong}");
    }
    // The other way round.
    let fine = DateTime::new("2021-06-15T10:00:00.1234567890Z");
    assert!(fine.is_valid());
    assert_eq!(
        fault(fine.to_jiff().map(drop)),
        "jiff holds no more than nine digits of a second, and years up to 9999"
    );
    let offset = jiff::tz::Offset::from_seconds(-(5 * 60 + 30) * 60).unwrap();
    let moment = DateTime::from((jiff::Timestamp::UNIX_EPOCH, offset));
    assert_eq!(moment.as_str(), "1969-12-31T18:30:00-05:30");
}

#[test]
fn days_and_times_of_day_are_those_of_jiff() {
    let day = Date::new("2024-02-29").to_jiff().unwrap();
    assert_eq!((day, Date::from(day)), (jiff::civil::date(2024, 2, 29), Date::new("2024-02-29")));
    assert!(Date::new("20240229").to_jiff().is_err());
    for text in ["12:30:00+02:00", "12:30:00.5-05:30", "00:00:00+00:00"] {
        assert_eq!(Time::from(Time::new(text).to_jiff().unwrap()).as_str(), text);
    }
    let (time, offset) = Time::new("23:59:60z").to_jiff().unwrap();
    assert_eq!((time, offset), (jiff::civil::time(23, 59, 59, 0), jiff::tz::Offset::UTC));
    assert!(Time::new("12:30:00").to_jiff().is_err());
}

#[test]
fn uuids_are_those_of_the_crate() {
    let text = "F81D4FAE-7DEC-11D0-A765-00A0C91E6BF6";
    let uuid = Uuid::new(text).to_uuid().unwrap();
    assert_eq!(Uuid::from(uuid).as_str(), text.to_lowercase());
    assert!(Uuid::new(text.replace('-', "")).to_uuid().is_err());
}
