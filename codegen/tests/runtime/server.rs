//! The address of a server from a template, for templates of every form.

use crate::rt::support::{ServerPart, ServerVariable, server_address};

/// The address of a template of texts and names in braces, all of which get the same value.
fn address(template: &'static str, value: &str) -> Result<String, String> {
    let mut parts = Vec::new();
    for (nth, piece) in template.split(['{', '}']).enumerate() {
        match nth % 2 {
            0 if piece.is_empty() => {}
            0 => parts.push(ServerPart::Text(piece)),
            _ => parts.push(ServerPart::Variable(ServerVariable { name: piece, value, default: "", choices: &[] })),
        }
    }
    said(&parts)
}

fn said(parts: &[ServerPart<'_>]) -> Result<String, String> {
    server_address(parts).map(|base| base.to_string()).map_err(|error| error.to_string())
}

/// The address of a text and one variable behind it, with what the description gives for that.
fn ending(
    text: &'static str,
    (default, choices): (&'static str, &'static [&'static str]),
    value: &str,
) -> Result<String, String> {
    let variable = ServerVariable { name: "end", value, default, choices };
    said(&[ServerPart::Text(text), ServerPart::Variable(variable)])
}

#[test]
fn a_value_that_fits_its_place_is_taken() {
    for (template, value, expected) in [
        ("https://{host}", "vc.example.com", "https://vc.example.com"),
        ("https://{host}", "vc.example.com:8443", "https://vc.example.com:8443"),
        ("https://{host}/api", "[::1]:8443", "https://[::1]:8443/api"),
        ("https://{host}:443/api", "[::1]", "https://[::1]:443/api"),
        ("https://vc:{port}/api", "65535", "https://vc:65535/api"),
        ("https://[::1]:{port}", "1", "https://[::1]:1"),
        ("https://api-{region}.example.com", "eu", "https://api-eu.example.com"),
        ("https://vc/{a}{b}", "x", "https://vc/xx"),
        ("https://vc/v{a}", "1:2", "https://vc/v1%3A2"),
        ("{scheme}://vc", "HTTP", "http://vc"),
        ("{server}", "vc.example.com/proxy/", "https://vc.example.com/proxy"),
        ("{server}/api", "http://vc:80/proxy", "http://vc:80/proxy/api"),
        ("{server}:8443/api", "http://vc", "http://vc:8443/api"),
        ("https://vc/{empty}", "", "https://vc"),
    ] {
        assert_eq!(address(template, value).as_deref(), Ok(expected), "{template} {value}");
    }
}

#[test]
fn a_value_that_does_not_fit_its_place_is_refused_and_not_quoted() {
    for (template, values) in [
        ("https://{host}", &["", "evil/", "evil/x", "evil?", "u@evil", "evil:", "evil:99999", "e vil", "evil\\x"][..]),
        ("https://{host}/api", &["evil/..", "evil%2f", "http://evil", "::1", "{host}"]),
        ("https://{host}:443", &["evil:1", "evil/"]),
        ("https://vc:{port}", &["0", "65536", "1/evil", "80@evil", "evil"]),
        ("https://vc:8{port}", &["@evil", "99999"]),
        ("https://vc/{a}{b}", &["."]),
        ("https://vc/{a}", &[".", ".."]),
        ("{scheme}://vc", &["", "ftp", "https://evil/?"]),
        ("{server}", &["", "evil?x", "u:evil@vc", "ftp://evil", "https://vc/../evil", "https://vc/%2E%2e/evil"]),
        ("{server}:8443", &["http://vc/evil"]),
        ("{server}/api", &["https://vc/{evil}", "https://vc/\\evil"]),
    ] {
        for value in values {
            let said = address(template, value).unwrap_err();
            assert!(said.starts_with("not a server address: ") && !said.contains("evil"), "{template} {value}: {said}");
        }
    }
}

#[test]
fn what_the_description_gives_is_taken_wherever_it_stands() {
    for (text, given, value, expected) in [
        ("https://vc", ("/v1", &["/v1", "/v2"][..]), "/v2", "https://vc/v2"),
        ("https://vc", ("/v1", &[]), "/v1", "https://vc/v1"),
        ("https://vc:443", ("/a/b", &[]), "/a/b", "https://vc:443/a/b"),
        ("https://vc", (":8443", &[]), ":8443", "https://vc:8443"),
        ("https://vc", ("", &["", "/v1"]), "", "https://vc"),
        ("https://vc/", ("v1", &["v2"]), "v1", "https://vc/v1"),
    ] {
        assert_eq!(ending(text, given, value).as_deref(), Ok(expected), "{text} {given:?}");
    }
    let scheme = ServerVariable { name: "s", value: "s", default: "s", choices: &["", "s"] };
    let parts = [ServerPart::Text("http"), ServerPart::Variable(scheme), ServerPart::Text("://vc")];
    assert_eq!(said(&parts).as_deref(), Ok("https://vc"));
    let host = ServerVariable { name: "host", value: "vc:8443", default: "vc", choices: &[] };
    let base = ServerVariable { name: "base", value: "/v2", default: "/v1", choices: &[] };
    let parts = [ServerPart::Text("https://"), ServerPart::Variable(host), ServerPart::Variable(base)];
    assert_eq!(said(&parts).as_deref(), Ok("https://vc:8443/v2"));
}

#[test]
fn a_value_behind_the_host_neither_lengthens_nor_moves_it() {
    for (default, value, expected) in [
        ("/v1", "/v2", Some("https://vc/v2")),
        ("/v1", "/a/b", Some("https://vc/a%2Fb")),
        ("/v1", "evil.com", None),
        ("/v1", ".evil.com", None),
        ("/v1", "@evil.com", None),
        ("/v1", ":443", None),
        ("/v1", "/..", None),
        ("/v1", "", None),
        ("", "/v2", Some("https://vc/v2")),
        ("", ".evil.com", None),
        ("", "evil", None),
        (":8443", ":443", Some("https://vc:443")),
        (":8443", "443", None),
        (":8443", ":", None),
        (":8443", ":443@evil.com", None),
        (":8443", ":99999", None),
        (":8443", "/evil", None),
    ] {
        let said = ending("https://vc", (default, &[]), value);
        assert_eq!(said.as_deref().ok(), expected, "{default} {value}: {said:?}");
    }
}
