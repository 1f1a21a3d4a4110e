//! Credentials of every kind, alone and together: where they travel, and that nothing shows them.

use http::header::{AUTHORIZATION, COOKIE, HeaderMap, HeaderName, HeaderValue};
use http::{Method, Request};

use crate::rt::support::{RequestBuilder, cookie, header, scheme};
use crate::rt::testing::{Answer, Script};
use crate::rt::{Authorize, BlockingTransport, Body, BuildError, NoAuth, Secret};

/// A key in the query.
struct Query(Secret);

impl Authorize for Query {
    fn authorize(&self, _: &mut HeaderMap) -> Result<(), BuildError> {
        Ok(())
    }

    fn query(&self) -> Vec<(&'static str, &Secret)> {
        vec![("api key", &self.0)]
    }
}

/// A key in a header.
struct Header(Secret);

impl Authorize for Header {
    fn authorize(&self, headers: &mut HeaderMap) -> Result<(), BuildError> {
        header(headers, HeaderName::from_static("x-key"), &self.0)
    }
}

fn request(auth: &impl Authorize) -> Request<Body> {
    let mut request = RequestBuilder::new(Method::GET, &"a.example.com".parse().unwrap(), "/orders");
    request.query("page", "1");
    request.authorize(auth).unwrap();
    request.build().unwrap()
}

fn query() -> Query {
    Query(Secret::new("b5&a1 canary"))
}

#[test]
fn a_key_in_the_query_is_encoded_behind_the_other_pairs() {
    let request = request(&query());
    assert_eq!(request.uri(), "https://a.example.com/orders?page=1&api%20key=b5%26a1%20canary");
    let script = Script::new().then(Answer::empty(204));
    BlockingTransport::call(&script, request).unwrap();
    let shown = format!("{script:?}");
    assert!(shown.contains("api%20key") && !shown.contains("canary"), "{shown}");
}

#[test]
fn credentials_that_are_needed_at_once_are_all_sent() {
    let key = || Header(Secret::new("k-canary"));
    let both = request(&(key(), query()));
    assert_eq!(both.headers()["x-key"], "k-canary");
    assert!(both.uri().query().unwrap().ends_with("api%20key=b5%26a1%20canary"));
    let many = request(&(key(), NoAuth, NoAuth, NoAuth, NoAuth, query()));
    assert_eq!((&many.headers()["x-key"], many.uri()), (&both.headers()["x-key"], both.uri()));
    let mut headers = HeaderMap::new();
    assert!((query(), Header(Secret::new("line\nbreak"))).authorize(&mut headers).is_err());
}

#[test]
fn what_may_be_left_out_sends_nothing() {
    let none = request(&None::<(Header, Query)>);
    assert_eq!((none.uri().query(), none.headers().get("x-key")), (Some("page=1"), None));
    assert_eq!(request(&Some(query())).uri().query(), Some("page=1&api%20key=b5%26a1%20canary"));
    assert_eq!(request(&Some(Header(Secret::new("k")))).headers()["x-key"], "k");
}

#[test]
fn a_scheme_stands_in_front_of_its_secret() {
    let mut headers = HeaderMap::new();
    scheme(&mut headers, "Bearer", &Secret::new("b5a1-canary")).unwrap();
    assert_eq!(headers[AUTHORIZATION], "Bearer b5a1-canary");
    assert!(!format!("{headers:?}").contains("canary"));
    let error = scheme(&mut headers, "Bearer", &Secret::new("canary\n")).unwrap_err();
    assert!(!format!("{error}{error:?}").contains("canary"));
}

#[test]
fn a_cookie_joins_those_that_are_there_and_stays_one() {
    let mut headers = HeaderMap::new();
    cookie(&mut headers, "sid", &Secret::new("a+b/c==-canary")).unwrap();
    assert_eq!(headers[COOKIE], "sid=a+b/c==-canary");
    headers.insert(COOKIE, HeaderValue::from_static("lang=en; theme=dark"));
    cookie(&mut headers, "sid", &Secret::new("canary")).unwrap();
    assert_eq!(headers[COOKIE], "lang=en; theme=dark; sid=canary");
    assert_eq!(headers.get_all(COOKIE).iter().count(), 1);
    assert!(!format!("{headers:?}").contains("canary"));
    for bad in ["a; admin=1", "a,b", "a\"b", "a\\b", "a b", "a\r\nX: 1", "ä"] {
        let error = cookie(&mut headers, "sid", &Secret::new(bad)).unwrap_err();
        assert_eq!(
            error.to_string(),
            "the request cannot be built: the secret for the cookie sid holds a character that no cookie may"
        );
    }
    assert_eq!(headers[COOKIE], "lang=en; theme=dark; sid=canary", "a refusal changes nothing");
}
