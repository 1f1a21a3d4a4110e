//! Forms: what browsers would send, and what `encoding` changes.

use http::Method;

use super::sample::{CANARY, Connection};
use crate::rt::support::{Parameter, RequestBuilder, Style, form};
use crate::rt::{Json, Secret, ToJson};

fn body(value: &dyn ToJson, members: &[Parameter<'_>]) -> Result<String, String> {
    let mut request = RequestBuilder::new(Method::POST, &"https://example.com".parse().unwrap(), "/x");
    form(&mut request, value, members).map_err(|error| error.to_string())?;
    let request = request.build().unwrap();
    assert_eq!(request.headers()["content-type"], "application/x-www-form-urlencoded");
    Ok(String::from_utf8(request.into_body().into_bytes()).unwrap())
}

fn json(text: &str) -> Json {
    serde_json::from_str(text).unwrap()
}

#[test]
fn a_form_is_encoded_as_browsers_do() {
    let value =
        json(r#"{"a b": "c d", "plus": "1+1=2", "all": "*-._~!'()", "é": "%&\r\n", "n": 1.5, "t": true, "e": ""}"#);
    let expected = "a+b=c+d&plus=1%2B1%3D2&all=*-._%7E%21%27%28%29&%C3%A9=%25%26%0D%0A&n=1.5&t=true&e=";
    assert_eq!(body(&value, &[]).unwrap(), expected);
}

#[test]
fn a_list_is_a_pair_for_each_item_and_an_object_is_json() {
    let value = json(r#"{"tags": ["a,b", "c d"], "none": [], "at": {"city": "A B"}, "all": [{"x": 1}, 2]}"#);
    let expected = "tags=a%2Cb&tags=c+d&at=%7B%22city%22%3A%22A+B%22%7D&all=%7B%22x%22%3A1%7D&all=2";
    assert_eq!(body(&value, &[]).unwrap(), expected);
    assert_eq!(body(&json("{}"), &[]).unwrap(), "");
}

#[test]
fn a_member_has_the_style_that_encoding_gives_it() {
    let value = json(
        r#"{"ids": ["a,b", "c"], "sizes": [1, 2], "words": ["x", "y"], "rgb": {"R": 1, "G": 2}, "url": "a/b&c d"}"#,
    );
    let members = [
        Parameter::member("ids").explode(false),
        Parameter::member("sizes").style(Style::PipeDelimited),
        Parameter::member("words").style(Style::SpaceDelimited),
        Parameter::member("rgb").style(Style::DeepObject),
        Parameter::member("url").allow_reserved(),
    ];
    let expected = "ids=a%2Cb,c&sizes=1%7C2&words=x+y&rgb%5BR%5D=1&rgb%5BG%5D=2&url=a/b%26c+d";
    assert_eq!(body(&value, &members).unwrap(), expected);
    let members = [Parameter::member("rgb"), Parameter::member("ids").style(Style::Json)];
    let value = json(r#"{"ids": ["a"], "rgb": {"R": 1, "G": 2}}"#);
    assert_eq!(body(&value, &members).unwrap(), "ids=%5B%22a%22%5D&R=1&G=2");
}

#[test]
fn what_has_no_form_is_told_with_its_name() {
    let wrong = |value: &str| body(&json(value), &[]).unwrap_err();
    assert_eq!(wrong("[1]"), "the request cannot be built: a form is made of an object, and this is none");
    let null =
        "the request cannot be built: `a` holds a value of type null where only texts, numbers and booleans can stand";
    assert_eq!(wrong(r#"{"a": null}"#), null);
    assert_eq!(wrong(r#"{"a": [null]}"#), null);
}

#[test]
fn secrets_are_sent_and_what_is_unset_is_not() {
    let value = Connection { hostname: "vc".into(), password: Some(Secret::new(CANARY)), ..Connection::default() };
    assert_eq!(body(&value, &[]).unwrap(), "hostname=vc&password=correct+horse");
}
