//! Reading: every problem with its place, in both modes, whatever the body.

use super::sample::{Connection, READ, SOFT, TYPE, places, read};
use crate::rt::support::deserialize;
use crate::rt::{FromJson, Json, KnownMember, Mode, Path, ReadRules, Reader, Report, Secret};

fn message<T: FromJson>(text: &str, mode: Mode) -> String {
    let report = read::<T>(text, mode).err().expect("the value is wrong");
    report.violations().iter().map(|violation| violation.message.to_string()).collect::<Vec<_>>().join("; ")
}

#[test]
fn a_whole_value_is_read() {
    let text = r#"{"dns_servers": [], "hostname": "vc", "via": [{"hostname": "jump", "port": -1}], "password": ""}"#;
    let value: Connection = read(text, Mode::Request).unwrap();
    let jump = Connection { hostname: "jump".into(), port: Some(-1), ..Connection::default() };
    let password = Some(Secret::new(""));
    let expected = Connection {
        hostname: "vc".into(),
        password,
        dns_servers: Some(Vec::new()),
        via: Some(vec![jump]),
        ..Connection::default()
    };
    assert_eq!(value, expected);
    assert_eq!(read::<Connection>(text, Mode::Response), Ok(expected));
}

#[test]
fn everything_is_reported_at_once_with_its_place() {
    let text = r#"{
        "port": "443",
        "via": [{"hostname": "a"}, {"hostname": 7, "dns_servers": ["x", 1, null]}, [], {"via": [{"port": 1.5}]}],
        "prot": 1,
        "a/b": 1
    }"#;
    let report = read::<Connection>(text, Mode::Request).unwrap_err();
    let expected = [
        "R-TYPE /port",
        "R-TYPE /via/1/hostname",
        "R-TYPE /via/1/dns_servers/1",
        "R-TYPE /via/1/dns_servers/2",
        "R-TYPE /via/2",
        "R-TYPE /via/3/via/0/port",
        "R-REQ-HOSTNAME /via/3/via/0/hostname",
        "R-REQ-HOSTNAME /via/3/hostname",
        "R-UNKNOWN /prot",
        "R-UNKNOWN /(member 4)",
        "R-REQ-HOSTNAME /hostname",
    ];
    assert_eq!(places(&report), expected);
}

#[test]
fn a_missing_member_breaks_its_own_rule_or_the_general_one() {
    let mut reader = Reader::new("{}", Mode::Response, &READ);
    let members = [KnownMember::required("a"), KnownMember::required_by("b", &SOFT), KnownMember::optional("c")];
    let mut object = reader.object(&members).unwrap();
    assert_eq!(reader.member(&mut object), None);
    reader.end(object);
    assert_eq!(places(&reader.finish(Some(())).unwrap_err()), ["required /a", "R-CONN-6 /b"]);
    // Also where the rule of what is missing only warns.
    let mut reader = Reader::new("{}", Mode::Response, &READ);
    let mut object = reader.object(&members[1..2]).unwrap();
    assert_eq!(reader.member(&mut object), None);
    reader.end(object);
    assert_eq!(places(&reader.finish(Some(())).unwrap_err()), ["R-CONN-6 /b"]);
}

#[test]
fn null_is_a_problem_in_a_request_and_absence_in_an_answer() {
    let text = r#"{"hostname": "vc", "port": null, "password": null, "via": null}"#;
    let report = read::<Connection>(text, Mode::Request).unwrap_err();
    assert_eq!(places(&report), ["R-TYPE /port", "R-TYPE /password", "R-TYPE /via"]);
    assert!(report.to_string().contains("is null, which is not the same as leaving it out"), "{report}");
    let expected = Connection { hostname: "vc".into(), ..Connection::default() };
    assert_eq!(read::<Connection>(text, Mode::Response), Ok(expected));
}

#[test]
fn null_is_no_value_of_a_required_member_or_an_element_in_either_mode() {
    for mode in [Mode::Request, Mode::Response] {
        let report = read::<Connection>(r#"{"hostname": null, "dns_servers": [null]}"#, mode).unwrap_err();
        assert_eq!(places(&report), ["R-TYPE /hostname", "R-TYPE /dns_servers/0"]);
    }
    assert_eq!(message::<String>("null", Mode::Response), "must be a string, is null");
}

#[test]
fn unknown_members_matter_in_a_request_only() {
    let text = r#"{"hostname": "vc", "new_in_9": {"x": [1, 2]}}"#;
    let report = read::<Connection>(text, Mode::Request).unwrap_err();
    let expected = "error[R-UNKNOWN] at /new_in_9: is not a member that can be sent; \
                    the members here are hostname, port, password, dns_servers, via";
    assert_eq!(report.to_string(), expected);
    assert!(read::<Connection>(text, Mode::Response).is_ok());
}

#[test]
fn an_object_without_members_says_so() {
    let mut reader = Reader::new(r#"{"x": 1}"#, Mode::Request, &READ);
    let value = reader.empty_object();
    assert!(value.is_some());
    let report = reader.finish(value).unwrap_err();
    assert!(report.to_string().ends_with("is not a member that can be sent; there is none here"));
}

#[test]
fn a_repeated_member_is_reported_once_in_either_mode() {
    for mode in [Mode::Request, Mode::Response] {
        let text = r#"{"hostname": "a", "port": 1, "hostname": "a", "hostname": "b"}"#;
        let report = read::<Connection>(text, mode).unwrap_err();
        assert_eq!(report.to_string(), "error[R-TYPE] at /hostname: stands more than once");
    }
}

#[test]
fn every_type_refuses_every_other() {
    let values = ["null", "true", "7", "1.5", r#""x""#, "[]", "{}"];
    let check = |reads: fn(&str) -> bool, accepted: &[&str]| {
        for value in values {
            assert_eq!(reads(value), accepted.contains(&value), "{value}");
        }
    };
    check(|text| read::<bool>(text, Mode::Request).is_ok(), &["true"]);
    check(|text| read::<i64>(text, Mode::Request).is_ok(), &["7"]);
    check(|text| read::<i32>(text, Mode::Request).is_ok(), &["7"]);
    check(|text| read::<f64>(text, Mode::Request).is_ok(), &["7", "1.5"]);
    check(|text| read::<String>(text, Mode::Request).is_ok(), &[r#""x""#]);
    check(|text| read::<Secret>(text, Mode::Request).is_ok(), &[r#""x""#]);
    check(|text| read::<Vec<i64>>(text, Mode::Request).is_ok(), &["[]"]);
    check(|text| read::<Connection>(text, Mode::Request).is_ok(), &[]);
    check(|text| read::<Json>(text, Mode::Request).is_ok(), &values);
}

#[test]
fn integers_have_a_range_and_no_fraction() {
    assert_eq!(read::<i64>("9223372036854775807", Mode::Request), Ok(i64::MAX));
    assert_eq!(read::<i64>("-9223372036854775808", Mode::Request), Ok(i64::MIN));
    assert_eq!(read::<i32>("-2147483648", Mode::Request), Ok(i32::MIN));
    let range = |format| format!("is an integer out of range of {format}");
    let fraction = "must be an integer, is a number with a fraction or an exponent";
    assert_eq!(message::<i64>("9223372036854775808", Mode::Request), range("int64"));
    assert_eq!(message::<i32>("2147483648", Mode::Request), range("int32"));
    assert_eq!(message::<i32>("18446744073709551615", Mode::Request), range("int32"));
    assert_eq!(message::<i64>("18446744073709551616", Mode::Request), range("int64"));
    assert_eq!(message::<i64>("-9223372036854775809", Mode::Request), range("int64"));
    for text in ["1.0", "1e3", "-0.5"] {
        assert_eq!(message::<i64>(text, Mode::Request), fraction, "{text}");
        assert_eq!(message::<i32>(text, Mode::Request), fraction, "{text}");
    }
    assert_eq!(message::<i64>(r#""1""#, Mode::Request), "must be an integer, is of type string");
}

#[test]
fn a_double_takes_any_finite_number() {
    assert_eq!(read::<f64>("18446744073709551615", Mode::Request), Ok(18_446_744_073_709_551_615.0));
    assert_eq!(read::<f64>("-7", Mode::Request), Ok(-7.0));
    let report = crate::rt::read::<f64>(&Json::Float(f64::NAN), &Path::ROOT, Mode::Request, &READ).unwrap_err();
    assert_eq!(report.to_string(), "error[R-TYPE] at the body: must be a finite number, is of type number");
}

#[test]
fn any_json_comes_through_unchanged() {
    let text = r#"{"a":[null,true,-1,18446744073709551615,1.5,"x"],"b":{}}"#;
    let value: Json = read(text, Mode::Response).unwrap();
    assert_eq!(serde_json::to_string(&value).unwrap(), text);
}

#[test]
fn numbers_in_any_json_keep_their_digits() {
    for text in [
        "12345678901234567890123",
        "-9223372036854775809",
        "18446744073709551616",
        "0.1",
        "0.1234567890123456789",
        "1e400",
        "-1E-400",
        "123456789012345678e-3",
    ] {
        let value: Json = read(text, Mode::Response).unwrap();
        let mut request =
            crate::rt::support::RequestBuilder::new(http::Method::POST, &"vcenter.example.com".parse().unwrap(), "/x");
        request.json(&value).unwrap();
        let request = request.build().unwrap();
        assert_eq!(std::str::from_utf8(request.body().as_bytes()), Ok(text));
    }
    for (text, same) in [("1e3", Json::Float(1000.0)), ("-0", Json::Float(-0.0)), ("1.50", Json::Float(1.5))] {
        assert_eq!(read::<Json>(text, Mode::Response), Ok(same));
    }
    assert_eq!(read::<Json>("1e400", Mode::Response).unwrap().kind(), "number");
    assert_eq!(read::<Json>("123456789012345678901", Mode::Response).unwrap().kind(), "integer");
}

#[test]
fn of_repeated_members_the_first_counts_in_json() {
    let json: Json = serde_json::from_str(r#"{"a": 1, "a": 2}"#).unwrap();
    assert_eq!(json.member("a").and_then(Json::as_i64), Some(1));
    assert_eq!(json.to_value(), serde_json::json!({"a": 1}));
    assert_eq!(Json::Null.member("a").and_then(Json::as_str), None);
}

#[test]
fn kinds_have_the_names_of_json() {
    let json: Json = serde_json::from_str("[null, true, 1, 18446744073709551615, 1.5, \"\", [], {}]").unwrap();
    let Json::Array(items) = json else { panic!("an array") };
    let kinds: Vec<_> = items.iter().map(Json::kind).collect();
    assert_eq!(kinds, ["null", "boolean", "integer", "integer", "number", "string", "array", "object"]);
}

#[test]
fn numbers_survive_the_feature_arbitrary_precision_of_another_crate() {
    fn read<T: FromJson>(text: &str, mode: Mode) -> Result<T, Report> {
        crate::rt::read(&serde_json::from_str(text).unwrap(), &Path::ROOT, mode, &READ)
    }
    let disguised =
        |digits: &str| read::<i64>(&format!(r#"{{"$serde_json::private::Number": "{digits}"}}"#), Mode::Request);
    assert_eq!(disguised("-443"), Ok(-443));
    assert!(disguised("1.0").is_err() && disguised("18446744073709551615").is_err());
    let value = r#"{"$serde_json::private::Number": "1.5"}"#;
    assert_eq!(read::<f64>(value, Mode::Request), Ok(1.5));
    let value: Json = serde_json::from_str(r#"{"$serde_json::private::Number": "12345678901234567890123"}"#).unwrap();
    assert_eq!(value, Json::Long("12345678901234567890123".into()));
    // What is no number stays an object.
    for other in [
        r#"{"$serde_json::private::Number": "inf"}"#,
        r#"{"$serde_json::private::Number": "NaN"}"#,
        r#"{"$serde_json::private::Number": "+1"}"#,
        r#"{"$serde_json::private::Number": "\"1\""}"#,
        r#"{"number": "1"}"#,
        r#"{"$serde_json::private::Number": 1}"#,
        r#"{"$serde_json::private::Number": "x"}"#,
        r#"{"$serde_json::private::Number": "1", "a": 1}"#,
    ] {
        let report = read::<i64>(other, Mode::Request).unwrap_err();
        assert_eq!(report.to_string(), "error[R-TYPE] at the body: must be an integer, is of type object");
    }
}

#[test]
fn the_place_of_the_value_comes_in_front() {
    let json: Json = serde_json::from_str(r#"{"port": true}"#).unwrap();
    let report = crate::rt::read::<Connection>(&json, &Path::ROOT.member("spec"), Mode::Request, &READ).unwrap_err();
    assert_eq!(places(&report), ["R-TYPE /spec/port", "R-REQ-HOSTNAME /spec/hostname"]);
}

#[test]
fn a_rule_that_warns_does_not_keep_a_value_from_being_read() {
    static LENIENT: ReadRules = ReadRules { types: &TYPE, required: &TYPE, unknown: &SOFT };
    let json: Json = serde_json::from_str(r#"{"hostname": "vc", "x": 1}"#).unwrap();
    assert!(crate::rt::read::<Connection>(&json, &Path::ROOT, Mode::Request, &LENIENT).is_ok());
}

#[test]
fn deserialize_tells_everything_in_one_error() {
    let mut text = serde_json::Deserializer::from_str(r#"{"port": true, "hostname": 1}"#);
    let error = deserialize::<Connection, _>(&mut text, Mode::Request, &READ).unwrap_err().to_string();
    let expected = "error[R-TYPE] at /port: must be an integer, is of type boolean\n\
                    error[R-TYPE] at /hostname: must be a string, is of type integer";
    assert_eq!(error, expected);
    let mut text = serde_json::Deserializer::from_str(r#"{"port": "#);
    assert!(deserialize::<Connection, _>(&mut text, Mode::Request, &READ).unwrap_err().is_eof());
}

#[test]
fn a_deep_body_is_refused_before_the_stack_ends() {
    for bomb in ["[".repeat(200_000), r#"{"via":[{"#.repeat(100_000).replace("[{", "["), r#"{"a":"#.repeat(200_000)] {
        assert!(serde_json::from_str::<Json>(&bomb).is_err());
    }
    // What serde_json lets through is read, reported and shown.
    let deep = format!("{}1{}", r#"{"hostname":"a","via":["#.repeat(60), "]}".repeat(60));
    let report = read::<Connection>(&deep, Mode::Response).unwrap_err();
    assert_eq!(places(&report), [format!("R-TYPE {}", "/via/0".repeat(60))]);
}

/// A reader that looks at all members for each of them would take minutes.
#[test]
fn a_hundred_thousand_members_are_looked_through() {
    let many: Vec<String> = (0..100_000).map(|index| format!(r#""m{index}": {index}"#)).collect();
    let text = format!(r#"{{"hostname": "vc", {}}}"#, many.join(","));
    let again = format!(r#"{{{},{}}}"#, many.join(","), vec![r#""hostname": """#; 100_000].join(","));
    let list = format!(r#"{{"hostname": "vc", "dns_servers": [{}]}}"#, vec!["1"; 100_000].join(","));
    assert!(read::<Connection>(&text, Mode::Response).is_ok());
    let problems = |text: &str, mode: Mode| {
        let report = read::<Connection>(text, mode).unwrap_err();
        report.violations().len() + report.further()
    };
    assert_eq!(problems(&text, Mode::Request), 100_000, "each is unknown");
    assert_eq!(problems(&list, Mode::Request), 100_000, "each is of another type");
    assert_eq!(problems(&again, Mode::Response), 1, "a member that stands again is told once");
}

#[test]
fn a_body_made_to_be_wrong_does_not_fill_the_memory() {
    let wrong = |text: &str| read::<Connection>(text, Mode::Request).unwrap_err();
    let list = format!(r#"{{"hostname": "vc", "dns_servers": [{}]}}"#, vec!["1"; 5000].join(","));
    assert_eq!((wrong(&list).violations().len(), wrong(&list).further()), (1000, 4000));
    let members: Vec<String> = (0..5000).map(|index| format!(r#""m{index}": 1, "m{index}": 1"#)).collect();
    assert_eq!(wrong(&format!("{{{}}}", members.join(","))).violations().len(), 1000);
}

#[test]
fn a_name_that_holds_more_than_a_name_is_not_quoted() {
    let plain = "a".repeat(64);
    let long = "a".repeat(65);
    for (name, place) in [
        ("passwort", "/passwort"),
        ("x-y_z.1$", "/x-y_z.1$"),
        (plain.as_str(), &*format!("/{plain}")),
        ("password:hunter2", "/(member 2)"),
        ("password hunter2", "/(member 2)"),
        ("password=hunter2", "/(member 2)"),
        ("op:hunter2@vc", "/(member 2)"),
        ("pässword", "/(member 2)"),
        ("", "/(member 2)"),
        (long.as_str(), "/(member 2)"),
    ] {
        let text = format!(r#"{{"hostname": "vc", "{name}": null}}"#);
        let report = read::<Connection>(&text, Mode::Request).unwrap_err();
        assert_eq!(places(&report), [format!("R-UNKNOWN {place}")], "{name}");
        let shown = format!("{report} {report:?}");
        assert!(!shown.contains("hunter2"), "{shown}");
        assert_eq!(shown.contains("is a space missing behind the colon?"), place.contains("member"), "{shown}");
    }
}

#[test]
fn a_name_that_a_server_chose_is_never_quoted() {
    let text = r#"{"hostname": "vc", "hunter2": 1, "hunter2": 2, "hostname": "vc"}"#;
    let report = read::<Connection>(text, Mode::Response).unwrap_err();
    assert_eq!(places(&report), ["R-TYPE /hostname", "R-TYPE /(member 2)"]);
    assert!(!format!("{report} {report:?}").contains("hunter2"));
}

#[test]
fn a_reader_does_not_show_what_it_reads() {
    let mut reader = Reader::new(r#"{"canary": "canary"}"#, Mode::Response, &READ);
    let mut object = reader.object(&[]).unwrap();
    assert_eq!(reader.member(&mut object), None);
    let shown = format!("{reader:?} {object:?}");
    assert!(shown.contains("Response") && !shown.contains("canary"), "{shown}");
    reader.end(object);
    assert_eq!(reader.finish(Some(7)), Ok(7));
}

#[test]
fn a_name_of_the_description_is_no_json_by_itself() {
    for (name, raw, written) in [
        ("a\\b", r#"{"a\b": 1}"#, r#"{"a\\b": 1}"#),
        ("a\"b", r#"{"a"b": 1}"#, r#"{"a\"b": 1}"#),
        ("a\nb", "{\"a\nb\": 1}", r#"{"a\nb": 1}"#),
        ("a", r#"{"\u0061": 1}"#, r#"{"a": 1}"#),
    ] {
        let members = [KnownMember::optional(name)];
        let is_found = |text: &str| {
            let mut reader = Reader::new(text, Mode::Response, &READ);
            let mut object = reader.object(&members).unwrap();
            reader.member(&mut object).is_some()
        };
        assert!(is_found(written), "{written}");
        assert_eq!(is_found(raw), name == "a", "{raw}");
    }
}

#[test]
fn a_map_reports_what_is_wrong_with_each_member() {
    type Map = std::collections::BTreeMap<String, i64>;
    let map: Map = read(r#"{"b": 2, "a": 1, "": 0}"#, Mode::Request).unwrap();
    assert_eq!(map, Map::from([(String::new(), 0), ("a".to_owned(), 1), ("b".to_owned(), 2)]));
    let report = read::<Map>(r#"{"a": "x", "b": 1, "c/d": null, "b": 2}"#, Mode::Response).unwrap_err();
    assert_eq!(places(&report), ["R-TYPE /(member 1)", "R-TYPE /(member 3)", "R-TYPE /(member 2)"]);
    let report = read::<Map>(r#"{"a": "x", "b": 1, "c/d": null, "b": 2}"#, Mode::Request).unwrap_err();
    assert_eq!(places(&report), ["R-TYPE /a", "R-TYPE /(member 3)", "R-TYPE /b"]);
    for text in ["[]", "null", "7", r#""x""#] {
        assert_eq!(places(&read::<Map>(text, Mode::Response).unwrap_err()), ["R-TYPE "], "{text}");
    }
    let empty: Map = read("{}", Mode::Request).unwrap();
    assert!(empty.is_empty());
}
