//! Each shape of an error in each family.

use super::super::answer::Answer;
use super::super::family::{Family, Version};
use super::super::message::Message;
use super::{Fault, Shape};
use serde_json::{Value, json};

fn fault() -> Fault {
    Fault::new("unverified_peer").message(Message::new("m", "no trust")).data(json!({"ssl_thumbprint": "AA"}))
}

fn parsed(answer: &Answer) -> Value {
    serde_json::from_slice(&answer.body).unwrap()
}

fn written(shape: Shape, family: Family) -> Answer {
    fault().shape(shape).answer(family, Version::V7_0_2, b"request")
}

#[test]
fn rest_wraps_the_object_in_type_and_value() {
    let answer = written(Shape::Family, Family::Rest);
    assert_eq!(answer.status, 400);
    let body = parsed(&answer);
    assert_eq!(body["type"], "com.vmware.vapi.std.errors.unverified_peer");
    assert_eq!(body["value"]["error_type"], "UNVERIFIED_PEER");
    assert_eq!(body["value"]["data"], json!({"ssl_thumbprint": "AA"}));
    assert_eq!(body["value"]["messages"][0]["default_message"], "no trust");
}

#[test]
fn api_writes_the_object_bare() {
    let body = parsed(&written(Shape::Family, Family::Api));
    assert_eq!(body["error_type"], "UNVERIFIED_PEER");
    assert!(body.get("type").is_none() && body.get("value").is_none());
}

#[test]
fn six_seven_has_no_error_type() {
    let body = parsed(&fault().answer(Family::Rest, Version::V6_7, b""));
    assert!(body["value"].get("error_type").is_none());
    assert!(body["value"]["messages"][0].get("localized").is_none());
}

#[test]
fn the_odd_shapes_are_odd_in_one_way_each() {
    let no_type = parsed(&written(Shape::NoType, Family::Rest));
    assert!(no_type.get("type").is_none() && no_type["value"]["error_type"] == "UNVERIFIED_PEER");
    assert_eq!(parsed(&written(Shape::Bare, Family::Rest))["error_type"], "UNVERIFIED_PEER");
    let no_error_type = parsed(&written(Shape::NoErrorType, Family::Rest));
    assert!(no_error_type.get("type").is_some() && no_error_type["value"].get("error_type").is_none());
    assert_eq!(written(Shape::Html, Family::Rest).headers[0].1, "text/html");
    assert!(serde_json::from_slice::<Value>(&written(Shape::Text, Family::Api).body).is_err());
    let empty = written(Shape::Empty, Family::Rest);
    assert!(empty.body.is_empty() && empty.headers.is_empty());
    assert!(serde_json::from_slice::<Value>(&written(Shape::Truncated, Family::Rest).body).is_err());
    assert!(written(Shape::Huge(70_000), Family::Api).body.len() > 70_000);
    assert_eq!(parsed(&written(Shape::OldEndpoint, Family::Rest))["majorErrorCode"], 400);
    let echo = parsed(&written(Shape::Echo, Family::Rest));
    assert_eq!(echo["value"]["messages"][0]["default_message"], "request");
}

#[test]
fn statuses_depend_on_kind_and_family() {
    let status = |kind: &str, family| Fault::new(kind).answer(family, Version::V7_0_2, b"").status;
    assert_eq!((status("timed_out", Family::Rest), status("timed_out", Family::Api)), (504, 500));
    assert_eq!((status("error", Family::Rest), status("error", Family::Api)), (500, 500));
    assert_eq!(
        (status("resource_inaccessible", Family::Rest), status("resource_inaccessible", Family::Api)),
        (400, 500)
    );
    assert_eq!((status("concurrent_change", Family::Rest), status("concurrent_change", Family::Api)), (400, 409));
    assert_eq!(Fault::new("error").status(418).answer(Family::Rest, Version::V7_0_2, b"").status, 418);
}

#[test]
fn a_kind_with_a_dot_is_a_whole_type_name() {
    let fault = Fault::new("com.example.made_up");
    assert_eq!((fault.type_name().as_str(), fault.error_type().as_str()), ("com.example.made_up", "MADE_UP"));
}
