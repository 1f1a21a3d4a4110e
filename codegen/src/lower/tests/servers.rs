//! Servers: their URLs cut at the variables, those of operations, and what no request can go to.

use super::{complaints, own, run};
use crate::diagnostic::{Code, Severity};
use crate::model::{Segment, Server};
use crate::options::Strictness;

fn with(servers: &str) -> String {
    format!("openapi: 3.0.3\ninfo: {{title: Test, version: '1'}}\nservers:\n{servers}\npaths: {{}}\n")
}

/// The function of a server, and its template with what it says of the variables.
fn shown(server: &Server) -> (&str, String) {
    let segment = |segment: &Segment| match segment {
        Segment::Literal(text) => text.clone(),
        Segment::Address(name) => format!("<{}>", name.as_str()),
        Segment::Variable { name, docs, default, choices } => {
            format!("<{} {} {default} {choices:?}>", name.as_str(), docs.description)
        }
    };
    (server.function.as_str(), server.template.iter().map(segment).collect())
}

fn of(servers: &str) -> Vec<(String, String)> {
    let own = |server: &Server| (shown(server).0.to_owned(), shown(server).1);
    self::own(&with(servers)).servers.iter().map(own).collect()
}

#[test]
fn a_server_is_cut_at_its_variables() {
    let servers = "  - url: https://{host}:{port}/{host}/rest
    description: Here.
    variables: {host: {default: a.example.com, description: Where.}, port: {default: '443', enum: ['443', '8443']}}";
    let api = own(&with(servers));
    assert_eq!(api.servers[0].docs.description, "Here.");
    assert_eq!(api.servers[0].by_default, None, "the host is up to the caller");
    let host = "<host Where. a.example.com []>";
    let expected = format!("https://{host}:<port One of `443`, `8443`. 443 [\"443\", \"8443\"]>/{host}/rest");
    assert_eq!(shown(&api.servers[0]), ("server", expected));
    let api = own(&with("  - {url: 'https://{r}.example.com', variables: {r: {default: us}}}"));
    assert_eq!(api.servers[0].by_default.as_ref().unwrap().as_str(), "default_server");
}

#[test]
fn every_server_has_a_function_by_its_place() {
    let all = of("  - url: https://a.example.com\n  - url: http://b.example.com/v1\n  - url: '//c.example.com'");
    let expected = [
        ("server", "https://a.example.com"),
        ("server_2", "http://b.example.com/v1"),
        ("server_3", "https://c.example.com"),
    ];
    assert_eq!(all, expected.map(|(name, url)| (name.to_owned(), url.to_owned())));
}

#[test]
fn a_path_is_below_an_address_of_the_caller() {
    for (url, shown) in [
        ("/v2", "<address>/v2"),
        ("/", "<address>/"),
        ("''", "<address>"),
        (".", "<address>"),
        ("./v1", "<address>/v1"),
        ("v1", "<address>/v1"),
    ] {
        assert_eq!(of(&format!("  - url: {url}")), [("server".to_owned(), shown.to_owned())], "{url}");
    }
    let variable = "  - {url: '/v{n}', variables: {n: {default: '2'}}}";
    assert_eq!(of(variable), [("server".to_owned(), "<address>/v<n  2 []>".to_owned())]);
}

#[test]
fn what_no_request_can_go_to_is_left_out() {
    for (url, code) in [
        ("https://<host>/v1", Code::ServerAddress),
        ("ftp://a.example.com", Code::ServerAddress),
        ("https://user:pw@a.example.com", Code::ServerAddress),
        ("https://a.example.com/v1?x=1", Code::ServerAddress),
        ("https://a.example.com:99999", Code::ServerAddress),
        ("https://", Code::ServerAddress),
        ("../v1", Code::ServerAddress),
        ("localhost:8080/v1", Code::ServerAddress),
        ("https://{region}.example.com", Code::MissingField),
    ] {
        let text = with(&format!("  - url: '{url}'\n  - url: https://b.example.com"));
        for (strictness, severity) in [(Strictness::Own, Severity::Error), (Strictness::Foreign, Severity::Warning)] {
            let found = complaints(&text, strictness);
            assert_eq!((found.len(), found[0].0, found[0].1), (1, code, severity), "{url} {found:?}");
            assert_eq!(found[0].2, "/servers/0/url");
            assert!(!found[0].3.contains("pw"), "{found:?}");
        }
        let (api, _) = run(&text, Strictness::Foreign);
        let left: Vec<_> = api.unwrap().servers.iter().map(|server| shown(server).0.to_owned()).collect();
        assert_eq!(left, ["server_2"], "{url}");
    }
}

#[test]
fn an_operation_has_the_servers_that_are_not_those_of_the_document() {
    let api = own("
openapi: 3.0.3
info: {title: Test, version: '1'}
servers: [{url: 'https://a.example.com', description: Here.}]
paths:
  /a:
    servers: [{url: 'https://b.example.com'}, {url: 'https://c.example.com'}]
    get: {operationId: of_path, responses: {'204': {description: Done.}}}
    put: {operationId: own, servers: [{url: /up}], responses: {'204': {description: Done.}}}
  /b:
    servers: [{url: 'https://a.example.com'}]
    get: {operationId: same, responses: {'204': {description: Done.}}}
");
    let servers = api.modules[0].operations.iter().map(|one| one.servers.iter().map(shown).collect::<Vec<_>>());
    let expected = [
        vec![("server", "https://b.example.com".to_owned()), ("server_2", "https://c.example.com".to_owned())],
        vec![("server", "<address>/up".to_owned())],
        vec![],
    ];
    assert_eq!(servers.collect::<Vec<_>>(), expected);
}
