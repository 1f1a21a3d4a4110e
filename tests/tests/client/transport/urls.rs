//! What is asked of a server: the transport parses the address of the first one once, and the rest of each URL every time.

use reqwest::Url;
use vcha_client::{ReqwestTransport, Settings, Transport as _, TransportErrorKind};
use vcha_tests::loopback::Loopback;

use super::{kept, request, status};
use crate::e2e::run;

/// Behind host and port. reqwest changes some of them, as browsers do.
const TARGETS: [&str; 13] = [
    "",
    "/",
    "?only=query",
    "/a/b?c=d&e",
    "//double//slash",
    "/a/../b/./c",
    "/a/%2e%2E/b",
    "/up/..",
    "/../../out",
    "/%41%2f%00?%41%2f%00",
    "/a'b[c]^d|e\\f?g'h{i}`j|k\\l^m",
    "/question?mark?/../more",
    "/a:b@c/;d=e,f",
];

#[test]
fn what_is_asked_is_what_reqwest_makes_of_the_whole_url() {
    let script = || vec![kept(); TARGETS.len()];
    let servers = [Loopback::start(script()), Loopback::start(script())];
    let transport = ReqwestTransport::new(&Settings::default()).unwrap();
    let mut expected = [Vec::new(), Vec::new()];
    for target in TARGETS {
        for (server, expected) in servers.iter().zip(&mut expected) {
            let url = format!("{}{target}", server.url());
            assert_eq!(run(transport.call(request("GET", &url))).unwrap().status(), 204, "{url}");
            let url = Url::parse(&url).unwrap();
            let query = url.query().map(|query| format!("?{query}")).unwrap_or_default();
            expected.push((format!("GET {}{query} HTTP/1.1", url.path()), format!("host: {}", server.authority())));
        }
    }
    drop(transport);
    for (server, expected) in servers.into_iter().zip(expected) {
        let received = server.finish();
        let host = |headers: Vec<&str>| headers.into_iter().find(|line| line.starts_with("host:")).unwrap().to_owned();
        let asked: Vec<_> = received.iter().map(|one| (one.request_line().to_owned(), host(one.headers()))).collect();
        assert_eq!(asked, expected);
    }
}

#[test]
fn an_address_that_no_connection_can_be_made_to_is_an_error_and_is_not_shown() {
    let transport = ReqwestTransport::new(&Settings::default()).unwrap();
    for (url, why) in [("/no/canary", "relative URL without a base"), ("http://canary.256/", "invalid IPv4 address")] {
        let error = run(status(&transport, url)).unwrap_err();
        assert_eq!(error.kind(), TransportErrorKind::Connect, "{error}");
        assert!(error.to_string().ends_with(why) && !error.to_string().contains("canary"), "{error}");
    }
}
