//! Server addresses: what is taken, what is refused, and that a refusal quotes nothing.

use crate::rt::BaseUrl;

#[test]
fn addresses_that_are_taken() {
    let cases = [
        ("vcenter.example.com", "https://vcenter.example.com"),
        ("vcenter.example.com:8443", "https://vcenter.example.com:8443"),
        ("https://vcenter.example.com", "https://vcenter.example.com"),
        ("https://vcenter.example.com/", "https://vcenter.example.com"),
        ("https://vcenter.example.com//", "https://vcenter.example.com"),
        ("HTTPS://vcenter.example.com", "https://vcenter.example.com"),
        ("Http://vcenter.example.com", "http://vcenter.example.com"),
        ("http://192.0.2.1:80", "http://192.0.2.1:80"),
        ("https://[2001:db8::1]", "https://[2001:db8::1]"),
        ("[2001:db8::1]:443", "https://[2001:db8::1]:443"),
        ("https://proxy/vcenter/a/", "https://proxy/vcenter/a"),
        ("https://vc_1.example.com.", "https://vc_1.example.com."),
        ("https://vc:1", "https://vc:1"),
        ("https://vc:65535", "https://vc:65535"),
        ("localhost", "https://localhost"),
    ];
    for (text, expected) in cases {
        let base: BaseUrl = text.parse().unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(base.as_str(), expected);
        assert_eq!(base.to_string(), expected);
        assert_eq!(base.is_https(), expected.starts_with("https"));
        assert_eq!(base.as_str().parse(), Ok(base.clone()));
    }
}

#[test]
fn addresses_that_are_refused() {
    let cases = [
        ("", "no URI"),
        (" ", "no URI"),
        ("https://", "no URI"),
        ("https:///path", "no URI"),
        ("https://:443", "no host"),
        ("https://vcenter example", "no URI"),
        (" https://vcenter", "no URI"),
        ("https://vcenter ", "no URI"),
        ("https://vcenter\n", "no URI"),
        ("ftp://vcenter", "scheme must be"),
        ("file:///etc/passwd", "no URI"),
        ("https://user:secret@vcenter", "credentials"),
        ("https://user@vcenter", "credentials"),
        ("user:secret@vcenter", "credentials"),
        ("https://vcenter/?a=secret", "query"),
        ("https://vcenter?", "query"),
        ("https://vcenter/#secret", "fragment"),
        ("https://vcenter:99999", "from 1 to 65535"),
        ("https://vcenter:65536", "from 1 to 65535"),
        ("https://vcenter:0", "from 1 to 65535"),
        ("https://vcenter:", "from 1 to 65535"),
        ("https://vcenter:+80", "from 1 to 65535"),
        ("https://vcenter:http", "from 1 to 65535"),
        ("https://[2001:db8::1]:x", "from 1 to 65535"),
        ("https://[vcenter]", "neither a name"),
        ("https://[2001:db8::g]", "neither a name"),
        ("2001:db8::1", "no URI"),
        ("https://{server}", "no URI"),
        ("https://%76center", "no URI"),
        ("https://a,b", "neither a name"),
        ("https://vcénter.example.com", "outside ASCII"),
        ("https://vcenter/pfad/ä", "outside ASCII"),
    ];
    for (text, expected) in cases {
        let error = text.parse::<BaseUrl>().expect_err(text).to_string();
        assert!(error.starts_with("not a server address: ") && error.contains(expected), "{text}: {error}");
        assert!(!error.contains("secret") && !error.contains("vcenter"), "{error}");
    }
}
