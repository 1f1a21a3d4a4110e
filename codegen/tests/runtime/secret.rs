//! No output shows a secret: a known text goes in everywhere and must come out nowhere.

use super::sample::{CANARY, Connection};
use crate::rt::{Authorize, Basic, Body, Client, Error, Json, NoAuth, RawFault, Report, ResponseError, Secret, ToJson};
use crate::rt::{FaultResponse, Transport, TransportError};
use http::{HeaderMap, Request, Response};

fn assert_hidden(shown: &str) {
    assert!(!shown.contains("horse"), "{shown}");
    // Y29ycmVj is how the canary starts in base64.
    assert!(!shown.contains("Y29ycmVj"), "{shown}");
}

fn with_canary() -> Connection {
    let inner = Connection { password: Some(Secret::from(CANARY)), ..Connection::default() };
    Connection { password: Some(Secret::from(CANARY.to_owned())), via: Some(vec![inner]), ..Connection::default() }
}

#[test]
fn debug_shows_no_secret_at_any_depth() {
    let shown = format!("{:?} {:#?}", with_canary(), with_canary());
    assert_hidden(&shown);
    assert_eq!(shown.matches("Secret(..)").count(), 4);
}

#[test]
fn a_view_does_not_show_what_it_exposes() {
    assert_eq!(format!("{:?}", with_canary().exposed()), "View { secrets: Exposed, .. }");
    assert_eq!(format!("{:?}", with_canary().masked()), "View { secrets: Masked, .. }");
}

#[test]
fn a_body_shows_its_length_and_gives_its_bytes() {
    let body = Body::from(CANARY.as_bytes().to_vec());
    assert_eq!(format!("{body:?} {body:#?}"), "Body(13 bytes) Body(13 bytes)");
    assert_eq!(body.into_bytes(), CANARY.as_bytes());
    assert_eq!(format!("{:?}", Body::default()), "Body(0 bytes)");
}

#[test]
fn a_request_and_an_answer_show_no_body_and_no_credential() {
    let mut request = Request::new(Body::from(CANARY.as_bytes().to_vec()));
    Basic::new("user", CANARY).authorize(request.headers_mut()).unwrap();
    assert_hidden(&format!("{request:?}"));
    assert_hidden(&format!("{:?}", Response::new(Body::from(CANARY.as_bytes().to_vec()))));
}

#[test]
fn json_shows_its_shape_only() {
    let json: Json = serde_json::from_str(r#"{"a": ["correct horse", 7, true, null], "b": {"c": 1.5}}"#).unwrap();
    assert_eq!(format!("{json:?}"), "{[string, integer, boolean, null], {number}}");
}

#[test]
fn credentials_show_no_secret() {
    assert_hidden(&format!("{:?} {:?}", Basic::new("user", CANARY), Secret::new(CANARY)));
    let failed = Basic::new("a:b", CANARY).authorize(&mut HeaderMap::new()).unwrap_err();
    assert_hidden(&format!("{failed} {failed:?}"));
    let failed = Basic::new("user", format!("{CANARY}\n")).authorize(&mut HeaderMap::new()).unwrap_err();
    assert_hidden(&format!("{failed} {failed:?}"));
}

#[test]
fn a_raw_fault_shows_no_body_but_gives_it() {
    let response = Response::new(Body::from(CANARY.as_bytes().to_vec()));
    let raw = RawFault::from_response(&response);
    assert_eq!(raw.excerpt(), CANARY);
    assert_hidden(&format!("{raw} {raw:?} {raw:#?}"));
    let error: ResponseError<RawFault> = FaultResponse::new(response.status(), raw).into();
    assert_hidden(&format!("{error} {error:?}"));
    let error = Error::from(error);
    assert_hidden(&format!("{error} {error:?}"));
}

#[test]
fn a_client_shows_no_more_than_its_parts() {
    #[derive(Clone, Debug)]
    struct Nobody;
    impl Transport for Nobody {
        async fn call(&self, _: Request<Body>) -> Result<Response<Body>, TransportError> {
            Ok(Response::default())
        }
    }
    let client = Client::new("vcenter.example.com".parse().unwrap(), Nobody, NoAuth);
    let shown = r#"Client { base: BaseUrl("https://vcenter.example.com"), transport: Nobody, checks: NoAuth }"#;
    assert_eq!(format!("{:?}", client.clone()), shown);
}

#[test]
fn secrets_are_compared_as_a_whole() {
    let secret = Secret::new(CANARY);
    assert_eq!(secret, secret.clone());
    assert_ne!(secret, Secret::new("correct horsf"));
    assert_ne!(secret, Secret::new("dorrect horse"));
    assert_ne!(secret, Secret::new("correct hors"));
    assert_ne!(secret, Secret::default());
    assert!(Secret::default().is_empty());
}

#[test]
fn a_report_of_mistyped_secrets_does_not_quote_them() {
    let wrong =
        r#"{"hostname": 1, "password": ["correct horse"], "dns_servers": "correct horse", "via": {"correct": 1}}"#;
    let report: Report = super::sample::read::<Connection>(wrong, crate::rt::Mode::Request).unwrap_err();
    assert_eq!(report.violations().len(), 4);
    assert_hidden(&format!("{report} {report:?}"));
}
