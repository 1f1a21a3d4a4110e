//! Parameters by style and explode: OpenAPI's own table of examples, and what it leaves open.

use std::collections::BTreeMap;

use http::Method;

use super::sample::CANARY;
use crate::rt::support::{Parameter, RequestBuilder, Style};
use crate::rt::{Body, DateTime, Json, Patch, Secret, ToJson};

fn builder(path: &str) -> RequestBuilder {
    RequestBuilder::new(Method::GET, &"https://example.com".parse().unwrap(), path)
}

/// The request with that one parameter.
fn request(path: &str, parameter: &Parameter<'_>, value: &dyn ToJson) -> Result<http::Request<Body>, String> {
    let mut request = builder(path);
    parameter.add(&mut request, value).map_err(|error| {
        let message = error.to_string();
        message.strip_prefix("the request cannot be built: ").unwrap_or_default().to_owned()
    })?;
    Ok(request.build().unwrap())
}

/// What stands behind `/x` in the address.
fn address(parameter: &Parameter<'_>, value: &dyn ToJson) -> Result<String, String> {
    let uri = request("/x", parameter, value)?.uri().to_string();
    Ok(uri.strip_prefix("https://example.com/x").unwrap().to_owned())
}

fn header(name: &str, parameter: &Parameter<'_>, value: &dyn ToJson) -> Result<Option<String>, String> {
    let request = request("/x", parameter, value)?;
    Ok(request.headers().get(name).map(|value| value.to_str().unwrap().to_owned()))
}

fn json(text: &str) -> Json {
    serde_json::from_str(text).unwrap()
}

const COLORS: &str = r#"["blue", "black", "brown"]"#;
const RGB: &str = r#"{"R": 100, "G": 200, "B": 150}"#;

/// OpenAPI 3.0.4 and 3.1.1, "Style Examples". Older patches of both have `.blue.black.brown` for a label that is not exploded,
/// which they took back: RFC 6570, on which the style rests, has commas there (section 3.2.5).
#[test]
fn every_row_of_the_table_of_openapi() {
    // Style, explode, and what an empty text, "blue", the list and the object become; `-` where the table has nothing.
    #[rustfmt::skip]
    let rows = [
        (Style::Matrix, false, ";color", ";color=blue", ";color=blue,black,brown", ";color=R,100,G,200,B,150"),
        (Style::Matrix, true, ";color", ";color=blue", ";color=blue;color=black;color=brown", ";R=100;G=200;B=150"),
        (Style::Label, false, ".", ".blue", ".blue,black,brown", ".R,100,G,200,B,150"),
        (Style::Label, true, ".", ".blue", ".blue.black.brown", ".R=100.G=200.B=150"),
        (Style::Simple, false, "-", "blue", "blue,black,brown", "R,100,G,200,B,150"),
        (Style::Simple, true, "-", "blue", "blue,black,brown", "R=100,G=200,B=150"),
        (Style::Form, false, "?color=", "?color=blue", "?color=blue,black,brown", "?color=R,100,G,200,B,150"),
        (Style::Form, true, "?color=", "?color=blue", "?color=blue&color=black&color=brown", "?R=100&G=200&B=150"),
        (Style::SpaceDelimited, false, "-", "-", "?color=blue%20black%20brown", "?color=R%20100%20G%20200%20B%20150"),
        (Style::PipeDelimited, false, "-", "-", "?color=blue%7Cblack%7Cbrown", "?color=R%7C100%7CG%7C200%7CB%7C150"),
        (Style::DeepObject, true, "-", "-", "-", "?color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150"),
    ];
    for (style, explode, empty, text, list, object) in rows {
        let is_path = matches!(style, Style::Matrix | Style::Label | Style::Simple);
        let parameter = if is_path { Parameter::path("color") } else { Parameter::query("color") };
        let parameter = parameter.style(style).explode(explode);
        let values = [(r#""""#, empty), (r#""blue""#, text), (COLORS, list), (RGB, object)];
        for (value, expected) in values.iter().filter(|(_, expected)| *expected != "-") {
            assert_eq!(address(&parameter, &json(value)).as_deref(), Ok(*expected), "{style:?} {explode} {value}");
        }
    }
}

#[test]
fn each_place_has_its_own_defaults() {
    let (text, list, object) = (json(r#""blue""#), json(COLORS), json(RGB));
    assert_eq!(address(&Parameter::query("color"), &list).unwrap(), "?color=blue&color=black&color=brown");
    assert_eq!(address(&Parameter::path("color"), &object).unwrap(), "R,100,G,200,B,150");
    assert_eq!(header("color", &Parameter::header("Color"), &object).unwrap().unwrap(), "R,100,G,200,B,150");
    let exploded = Parameter::header("Color").explode(true);
    assert_eq!(header("color", &exploded, &object).unwrap().unwrap(), "R=100,G=200,B=150");
    let cookie = |parameter: Parameter<'_>, value| header("cookie", &parameter, value).unwrap().unwrap();
    assert_eq!(cookie(Parameter::cookie("color"), &text), "color=blue");
    assert_eq!(cookie(Parameter::cookie("color").explode(false), &list), "color=blue,black,brown");
    assert_eq!(cookie(Parameter::cookie("color").explode(false), &object), "color=R,100,G,200,B,150");
    assert_eq!(cookie(Parameter::cookie("color"), &list), "color=blue; color=black; color=brown");
    assert_eq!(cookie(Parameter::cookie("color"), &object), "R=100; G=200; B=150");
    // Exploded, the delimited styles are `form`.
    for style in [Style::SpaceDelimited, Style::PipeDelimited] {
        let parameter = Parameter::query("color").style(style);
        assert_eq!(address(&parameter.explode(true), &json(r#"["a b", "c|d"]"#)).unwrap(), "?color=a%20b&color=c%7Cd");
    }
}

#[test]
fn what_joins_items_is_bare_and_what_is_theirs_is_encoded() {
    let ids = Parameter::query("ids").explode(false);
    assert_eq!(address(&ids, &vec!["a", "b"]).unwrap(), "?ids=a,b");
    assert_eq!(address(&ids, &vec!["a,b", "c"]).unwrap(), "?ids=a%2Cb,c");
    assert_eq!(address(&ids, &vec!["a&b=c", "d+e f", "ü%"]).unwrap(), "?ids=a%26b%3Dc,d%2Be%20f,%C3%BC%25");
    let sizes = Parameter::query("sizes").style(Style::PipeDelimited);
    assert_eq!(address(&sizes, &vec![1, 2]).unwrap(), "?sizes=1%7C2");
    let words = Parameter::query("words").style(Style::SpaceDelimited);
    assert_eq!(address(&words, &vec!["x", "y"]).unwrap(), "?words=x%20y");
    assert_eq!(address(&Parameter::query("ids[]"), &vec!["a"]).unwrap(), "?ids%5B%5D=a");
    assert_eq!(address(&Parameter::path("p"), &vec!["a,b", "c/d"]).unwrap(), "a%2Cb,c%2Fd");
    assert_eq!(address(&Parameter::path("p").style(Style::Matrix), &vec!["a;b=c"]).unwrap(), ";p=a%3Bb%3Dc");
    let filter = BTreeMap::from([("a b".to_owned(), "c&d")]);
    let deep = Parameter::query("filter").style(Style::DeepObject);
    assert_eq!(address(&deep, &filter).unwrap(), "?filter%5Ba%20b%5D=c%26d");
}

#[test]
fn an_item_that_cannot_be_told_from_what_joins_the_items_is_refused() {
    let what =
        |joint| format!("`p` has an item that holds `{joint}`, which joins the items and cannot be told from it");
    let cases = [
        (Parameter::query("p").style(Style::SpaceDelimited), r#"["a b", "c"]"#, ' '),
        (Parameter::query("p").style(Style::SpaceDelimited), r#"{"a b": 1}"#, ' '),
        (Parameter::query("p").style(Style::PipeDelimited), r#"["c", "a|b"]"#, '|'),
        (Parameter::path("p").style(Style::Label).explode(true), r#"["a.b"]"#, '.'),
        (Parameter::path("p").style(Style::Label).explode(true), r#"{"a.b": 1}"#, '.'),
        (Parameter::header("p"), r#"["a,b"]"#, ','),
        (Parameter::header("p").explode(true), r#"{"a": "b,c"}"#, ','),
    ];
    for (parameter, value, joint) in cases {
        let error = request("/x/", &parameter, &json(value)).unwrap_err();
        assert_eq!(error, what(joint), "{parameter:?} {value}");
    }
    let error = request("/x", &Parameter::header("p").explode(true), &json(r#"{"a=b": 1}"#)).unwrap_err();
    assert_eq!(error, "`p` has a member with `=` in its name, which in a header ends the name");
    let error = address(&Parameter::query("p").style(Style::DeepObject), &json(r#"{"a]": 1}"#)).unwrap_err();
    assert_eq!(error, "`p` has a member with a bracket in its name, which cannot be told from those around it");
    // One text is no item.
    assert_eq!(header("p", &Parameter::header("p"), &"a,b").unwrap().unwrap(), "a,b");
    assert_eq!(address(&Parameter::query("p").style(Style::PipeDelimited), &"a|b").unwrap(), "?p=a%7Cb");
}

/// Undoes percent encoding.
fn decoded(text: &str) -> String {
    let mut parts = text.split('%');
    let mut bytes = parts.next().unwrap_or_default().as_bytes().to_vec();
    for part in parts {
        bytes.push(u8::from_str_radix(&part[..2], 16).unwrap());
        bytes.extend_from_slice(&part.as_bytes()[2..]);
    }
    String::from_utf8(bytes).unwrap()
}

/// What a server makes of it that splits first and decodes then: the names and the items, in order.
fn taken_apart(text: &str, pairs: &str, items: &str) -> Vec<String> {
    let halves = text.split(pairs).flat_map(|pair| pair.splitn(2, '='));
    halves.flat_map(|half| half.split(items)).map(decoded).collect()
}

#[test]
fn a_list_is_read_back_as_it_was_or_refused() {
    let mut refused = 0;
    for letter in (0..=0x7f_u8).map(char::from).chain(['ü', '€', '😀']) {
        let list = vec![format!("a{letter}b"), "z".to_owned()];
        let [one, two] = [list[0].clone(), list[1].clone()];
        for base in [Parameter::query("p"), Parameter::query("p").allow_reserved()] {
            let flat = vec!["p".to_owned(), one.clone(), two.clone()];
            for (style, joint) in [(Style::Form, ","), (Style::SpaceDelimited, "%20"), (Style::PipeDelimited, "%7C")] {
                match address(&base.style(style).explode(false), &list) {
                    Ok(query) => assert_eq!(taken_apart(&query[1..], "&", joint), flat, "{style:?} {letter:?}"),
                    Err(_) => refused += 1,
                }
            }
            let query = address(&base, &list).unwrap();
            assert_eq!(taken_apart(&query[1..], "&", "\0"), ["p", &one, "p", &two], "{letter:?}");
        }
        for style in [Style::Simple, Style::Matrix] {
            let path = address(&Parameter::path("p").style(style), &list).unwrap();
            let read = taken_apart(path.trim_start_matches(";p="), ";", ",");
            assert_eq!(read, [one.clone(), two.clone()], "{style:?} {letter:?}");
        }
        match address(&Parameter::path("p").style(Style::Label).explode(true), &list) {
            Ok(path) => assert_eq!(taken_apart(&path[1..], ".", "\0"), list, "{letter:?}"),
            Err(_) => refused += 1,
        }
        let cookie = header("cookie", &Parameter::cookie("p").explode(false), &list).unwrap().unwrap();
        assert_eq!(taken_apart(&cookie, "; ", ","), ["p", &one, &two], "{letter:?}");
        match header("p", &Parameter::header("p"), &list) {
            Ok(value) => assert_eq!(value.unwrap().split(',').collect::<Vec<_>>(), list, "{letter:?}"),
            Err(_) => refused += 1,
        }
    }
    // A blank and a bar, each twice; a dot; in a header a comma, 33 control characters and three that are no ASCII.
    assert_eq!(refused, 4 + 1 + 1 + 33 + 3);
}

#[test]
fn what_is_unset_or_empty_is_left_out() {
    let empties: [&dyn ToJson; 4] = [&None::<String>, &Vec::<String>::new(), &json("{}"), &Patch::<String>::Absent];
    for value in empties {
        for style in [Style::Form, Style::DeepObject, Style::PipeDelimited] {
            assert_eq!(address(&Parameter::query("p").style(style), value).unwrap(), "");
        }
        assert_eq!(header("p", &Parameter::header("p"), value).unwrap(), None);
        assert_eq!(header("cookie", &Parameter::cookie("p"), value).unwrap(), None);
        let error = request("/x/", &Parameter::path("p"), value).unwrap_err();
        assert!(
            error == "`p`, a part of the path, is empty" || error.starts_with("`p` holds a value of type null"),
            "{error}"
        );
    }
    // An empty text is a value; so is an empty list where the description says it.
    assert_eq!(address(&Parameter::query("p"), &"").unwrap(), "?p=");
    assert_eq!(address(&Parameter::query("p").allow_empty(), &Vec::<String>::new()).unwrap(), "?p=");
    assert_eq!(address(&Parameter::query("p").allow_empty(), &None::<String>).unwrap(), "");
    assert_eq!(address(&Parameter::query("p"), &vec!["", "a"]).unwrap(), "?p=&p=a");
    assert_eq!(header("p", &Parameter::header("p"), &"").unwrap().unwrap(), "");
}

#[test]
fn what_has_no_form_is_an_error_with_the_name() {
    let places = [
        Parameter::path("p"),
        Parameter::path("p").style(Style::Matrix).explode(true),
        Parameter::query("p"),
        Parameter::query("p").explode(false),
        Parameter::query("p").style(Style::DeepObject),
        Parameter::header("p"),
        Parameter::cookie("p"),
    ];
    for parameter in places {
        for (value, kind) in [(r#"{"a": null}"#, "null"), (r#"{"a": [1]}"#, "array"), (r#"{"a": {"b": 1}}"#, "object")]
        {
            let error = request("/x/", &parameter, &json(value)).unwrap_err();
            let expected = format!("`p` holds a value of type {kind} where only texts, numbers and booleans can stand");
            assert_eq!(error, expected, "{parameter:?}");
        }
        assert_eq!(request("/x/", &parameter, &f64::NAN).unwrap_err(), "`p` has no form in JSON");
    }
    let nested = "`p` holds a value of type array where only texts, numbers and booleans can stand";
    assert_eq!(address(&Parameter::query("p"), &json("[[1]]")).unwrap_err(), nested);
    assert!(address(&Parameter::query("p"), &json("null")).unwrap_err().contains("of type null"));
    for value in ["1", "[1]"] {
        let error = address(&Parameter::query("p").style(Style::DeepObject), &json(value)).unwrap_err();
        assert_eq!(error, "`p` is no object, and the style `deepObject` has no form for anything else");
    }
    // No error quotes the value.
    let error = request("/x", &Parameter::header("p"), &format!("{CANARY}\n")).unwrap_err();
    assert_eq!(error, "the value for the header p holds a character that no header may");
    assert_eq!(request("/x", &Parameter::header("a b"), &"c").unwrap_err(), "`a b` is no name of a header");
    assert_eq!(address(&Parameter::member("p"), &1).unwrap_err(), "`p` is a member of a form, and no parameter");
}

#[test]
fn a_part_of_the_path_leads_nowhere_else() {
    let path = |before: &str, style, value: &str| {
        let parameter = Parameter::path("v").style(style);
        request(before, &parameter, &value).map(|request| request.uri().path().to_owned())
    };
    assert_eq!(path("/volumes/", Style::Simple, "a/b?c#d").unwrap(), "/volumes/a%2Fb%3Fc%23d");
    assert_eq!(path("/volumes/", Style::Simple, "50% ü").unwrap(), "/volumes/50%25%20%C3%BC");
    assert_eq!(path("/volumes/", Style::Simple, "...").unwrap(), "/volumes/...");
    assert_eq!(path("/colors", Style::Label, "").unwrap(), "/colors.");
    assert_eq!(path("/colors", Style::Label, ".").unwrap(), "/colors..");
    for (before, style, value, what) in [
        ("/volumes/", Style::Simple, "", "empty"),
        ("/volumes/", Style::Simple, ".", "`.`"),
        ("/volumes/", Style::Simple, "..", "`..`"),
        ("/volumes/.", Style::Simple, ".", "`..`"),
        ("/volumes/", Style::Label, "", "`.`"),
        ("/volumes/", Style::Label, ".", "`..`"),
        ("/volumes/.", Style::Label, "", "`..`"),
    ] {
        assert_eq!(path(before, style, value).unwrap_err(), format!("`v`, a part of the path, is {what}"));
    }
    let mut request = builder("/files/");
    Parameter::path("name").add(&mut request, &"a").unwrap();
    request.path(".");
    Parameter::path("ext").add(&mut request, &"tar.gz").unwrap();
    assert_eq!(request.build().unwrap().uri().path(), "/files/a.tar.gz");
}

#[test]
fn reserved_characters_stay_where_they_end_nothing() {
    let text = "a/b:c?d@e!f$g'(h)*i,j;k=l";
    let parameter = Parameter::query("p").allow_reserved();
    assert_eq!(address(&parameter, &text).unwrap(), format!("?p={text}"));
    assert_eq!(address(&parameter, &"a&b+c#d[e]f%20 ü").unwrap(), "?p=a%26b%2Bc%23d%5Be%5Df%2520%20%C3%BC");
    assert_eq!(address(&parameter.explode(false), &vec!["a,b", "c/d"]).unwrap(), "?p=a%2Cb,c/d");
    assert_eq!(address(&parameter, &vec!["a,b", "c/d"]).unwrap(), "?p=a,b&p=c/d");
}

#[test]
fn a_parameter_with_content_is_one_json_text() {
    let value = json(r#"{"kind": "t&s", "colors": ["blue", "grün"]}"#);
    let encoded = "%7B%22kind%22%3A%22t%26s%22%2C%22colors%22%3A%5B%22blue%22%2C%22gr%C3%BCn%22%5D%7D";
    let at = |parameter: Parameter<'static>| parameter.style(Style::Json);
    assert_eq!(address(&at(Parameter::query("filter")), &value).unwrap(), format!("?filter={encoded}"));
    assert_eq!(address(&at(Parameter::path("filter")), &value).unwrap(), encoded);
    let text = r#"{"kind":"t&s","colors":["blue","gr\u00fcn"]}"#;
    assert_eq!(header("filter", &at(Parameter::header("Filter")), &value).unwrap().unwrap(), text);
    let smile = header("filter", &at(Parameter::header("Filter")), &"😀\u{7f}").unwrap().unwrap();
    assert_eq!(serde_json::from_str::<String>(&smile).unwrap(), "😀\u{7f}");
    let cookie = header("cookie", &at(Parameter::cookie("filter")), &value).unwrap().unwrap();
    assert_eq!(cookie, "filter={%22kind%22:%22t&s%22%2C%22colors%22:[%22blue%22%2C%22gr%C3%BCn%22]}");
    assert_eq!(address(&at(Parameter::query("filter")), &None::<Json>).unwrap(), "");
    assert_eq!(address(&at(Parameter::query("filter")), &Vec::<i64>::new()).unwrap(), "?filter=%5B%5D");
}

#[test]
fn plain_values_are_written_as_json_writes_them() {
    let query = Parameter::query("p");
    let cases: [(&dyn ToJson, &str); 7] = [
        (&true, "true"),
        (&u64::MAX, "18446744073709551615"),
        (&i8::MIN, "-128"),
        (&1.5, "1.5"),
        (&Secret::new("pa ss"), "pa%20ss"),
        (&DateTime::new("2021-06-15T10:00:00+02:00"), "2021-06-15T10%3A00%3A00%2B02%3A00"),
        (&Some("é"), "%C3%A9"),
    ];
    for (value, expected) in cases {
        assert_eq!(address(&query, value).unwrap(), format!("?p={expected}"));
    }
}

#[test]
fn one_name_in_four_places_is_four_values() {
    let mut request = builder("/things/");
    Parameter::path("name").add(&mut request, &"p").unwrap();
    request.query("action", "make");
    Parameter::query("name").add(&mut request, &"q").unwrap();
    Parameter::header("name").add(&mut request, &"h").unwrap();
    Parameter::cookie("name").add(&mut request, &"c").unwrap();
    Parameter::cookie("more").add(&mut request, &"d; e=\"f\" %").unwrap();
    request.json(&BTreeMap::from([("name".to_owned(), "b")])).unwrap();
    let request = request.build().unwrap();
    assert_eq!(request.uri(), "https://example.com/things/p?action=make&name=q");
    assert_eq!(request.headers()["name"], "h");
    assert_eq!(request.headers()["cookie"], "name=c; more=d%3B%20e=%22f%22%20%25");
    assert_eq!(request.body().as_bytes(), br#"{"name":"b"}"#);
}

#[test]
fn cookies_and_secret_headers_are_not_shown() {
    let mut request = builder("/x");
    Parameter::cookie("session").add(&mut request, &CANARY).unwrap();
    Parameter::header("X-Key").secret().add(&mut request, &Secret::new(CANARY)).unwrap();
    let request = request.build().unwrap();
    assert_eq!(request.headers()["x-key"], CANARY);
    let shown = format!("{request:?}");
    assert!(!shown.contains("horse"), "{shown}");
}
