//! Who may ask: schemes of every kind, alternatives, combinations, and what is wrong with them.

use super::{complaints, run};
use crate::diagnostic::{Code, Severity};
use crate::lower::scheme::{Means, means};
use crate::model::{Alternative, Api, Auth, Carrier, Credential, CredentialKind};
use crate::options::Strictness;
use crate::source::Source;
use crate::tests::parse;

const SCHEMES: &str = "
    key: {type: apiKey, in: header, name: X-Key}
    sign: {type: apiKey, in: query, name: sign}
    sid: {type: apiKey, in: cookie, name: SID}
    login: {type: http, scheme: Basic, description: The account.}
    admin: {type: http, scheme: basic}
    token: {type: http, scheme: BEARER, bearerFormat: JWT}
    hawk: {type: http, scheme: Hawk}
    oauth:
      type: oauth2
      flows:
        implicit: {authorizationUrl: 'https://a.example.com/go', scopes: {'read:pets': Read   pets., 'write:pets': ''}}
        password: {tokenUrl: /token, scopes: {}}
    id: {type: openIdConnect, openIdConnectUrl: 'https://a.example.com/id'}
";

/// A document with one operation for each of these requirements.
fn document(general: &str, of_operations: &[&str]) -> String {
    let mut text = format!("openapi: 3.0.3\ninfo: {{title: Test, version: '1'}}\n{general}\npaths:\n");
    for (index, security) in of_operations.iter().enumerate() {
        text.push_str(&format!(
            "  /p{index}:\n    get: {{operationId: o{index}, {security}responses: {{'204': {{description: Done.}}}}}}\n"
        ));
    }
    text + "components:\n  securitySchemes:" + SCHEMES
}

fn api(general: &str, of_operations: &[&str]) -> Api {
    let (api, found) = run(&document(general, of_operations), Strictness::Own);
    assert!(found.is_empty(), "{found:?}");
    api.unwrap()
}

fn shown(auth: &Auth) -> String {
    match auth {
        Auth::None => "-".to_owned(),
        Auth::Basic => "basic".to_owned(),
        Auth::Named(name) => name.as_str().to_owned(),
        Auth::All(all) => format!("({})", all.iter().map(shown).collect::<Vec<_>>().join(" + ")),
        Auth::Optional(inner) => format!("{}?", shown(inner)),
    }
}

/// What each operation asks for.
fn asked(api: &Api) -> Vec<String> {
    api.modules.iter().flat_map(|module| &module.operations).map(|operation| shown(&operation.auth)).collect()
}

fn variants(api: &Api, of: &str) -> Vec<String> {
    let credential = api.credentials.iter().find(|one| one.name.as_str() == of).unwrap();
    let CredentialKind::OneOf(alternatives) = &credential.kind else { panic!("{credential:?}") };
    let shown = |one: &Alternative| format!("{} {}", one.variant.as_str(), shown(&one.auth));
    alternatives.iter().map(shown).collect()
}

#[test]
fn a_scheme_is_a_type_and_says_how_it_travels() {
    let all = ["key", "sign", "sid", "login", "admin", "token", "hawk", "oauth", "id"];
    let each = all.map(|name| format!("security: [{{{name}: []}}], "));
    let api = api("", &each.each_ref().map(String::as_str));
    assert_eq!(asked(&api), ["Key", "Sign", "Sid", "basic", "basic", "Token", "Hawk", "Oauth", "Id"]);
    let carriers: Vec<_> = api
        .credentials
        .iter()
        .map(|Credential { name, kind, .. }| match kind {
            CredentialKind::Secret(carrier) => (name.as_str(), carrier.clone()),
            CredentialKind::OneOf(_) => panic!("{kind:?}"),
        })
        .collect();
    let bearer = || Carrier::Scheme("Bearer".to_owned());
    let expected = [
        ("Key", Carrier::Header("x-key".to_owned())),
        ("Sign", Carrier::Query("sign".to_owned())),
        ("Sid", Carrier::Cookie("SID".to_owned())),
        ("Token", bearer()),
        ("Hawk", Carrier::Scheme("Hawk".to_owned())),
        ("Oauth", bearer()),
        ("Id", bearer()),
    ];
    assert_eq!(carriers, expected);
    let said = |name: &str| &api.credentials.iter().find(|one| one.name.as_str() == name).unwrap().docs.description;
    assert_eq!(said("Token"), "The token is a `JWT`.");
    assert_eq!(said("Id"), "A token of OpenID Connect; the provider is described at <https://a.example.com/id>.");
    assert_eq!(
        said("Oauth"),
        "A token of OAuth 2.0, flow `implicit`: authorize at <https://a.example.com/go>.\n\n- `read:pets`: Read pets.\n- `write:pets`\n\nA token of OAuth 2.0, flow `password`: token from `/token`."
    );
}

#[test]
fn alternatives_combinations_and_nobody() {
    let api = api(
        "security: [{key: []}, {oauth: [a, b]}]",
        &[
            "",
            "security: [], ",
            "security: [{}], ",
            "security: [{sign: [], key: []}], ",
            "security: [{}, {key: []}], ",
            "security: [{oauth: []}, {key: []}, {}], ",
            "security: [{login: []}, {token: []}, {key: [], sign: []}], ",
            "security: [{token: []}, {login: []}], ",
            "security: [{token: []}, {login: []}], ",
            "security: [{oauth: [a]}, {oauth: [b]}], ",
        ],
    );
    assert_eq!(
        asked(&api),
        [
            "Credential",
            "-",
            "-",
            "(Key + Sign)",
            "Key?",
            "OauthOrKey?",
            "LoginOrTokenOrKeyAndSign",
            "TokenOrLogin",
            "TokenOrLogin",
            "Oauth"
        ]
    );
    assert_eq!(variants(&api, "Credential"), ["Key Key", "Oauth Oauth"]);
    assert_eq!(variants(&api, "LoginOrTokenOrKeyAndSign"), ["Login basic", "Token Token", "KeyAndSign (Key + Sign)"]);
    let CredentialKind::OneOf(login) =
        &api.credentials.iter().find(|one| one.name.as_str() == "TokenOrLogin").unwrap().kind
    else {
        panic!()
    };
    assert_eq!(login[1].docs.description, "The account.");
    let docs: Vec<&str> = api.modules[0].operations.iter().map(|one| one.docs.description.as_str()).collect();
    assert_eq!((docs[0], docs[1], docs[9]), ("Scopes of `oauth`: `a`, `b`.", "", "Scopes of `oauth`: `a`, or `b`."));
}

#[test]
fn names_of_credentials_are_their_own() {
    let text = document("security: [{key: []}, {token: []}]", &[""])
        + "  schemas: {Key: {type: string}, Credential: {type: string}}\n";
    assert_eq!(complaints(&text, Strictness::Own), []);
}

#[test]
fn what_is_sent_in_one_place_is_sent_once_and_told() {
    for both in ["{oauth: [], id: []}", "{login: [], token: []}"] {
        let text = document("", &[&format!("security: [{both}], ")]);
        for (strictness, severity) in [(Strictness::Own, Severity::Error), (Strictness::Foreign, Severity::Warning)] {
            let found = complaints(&text, strictness);
            assert_eq!((found.len(), found[0].0, found[0].1), (1, Code::WouldBeLost, severity), "{found:?}");
            let last = if both.contains("oauth") { "id" } else { "token" };
            assert_eq!(found[0].2, format!("/paths/~1p0/get/security/0/{last}"));
        }
        let (api, _) = run(&text, Strictness::Foreign);
        assert_eq!(asked(&api.unwrap()), [if both.contains("oauth") { "Oauth" } else { "basic" }]);
    }
}

#[test]
fn what_is_not_defined_is_no_way_to_ask() {
    let text = document(
        "",
        &["security: [{gone: []}], ", "security: [{gone: []}, {key: []}], ", "security: [{gone: [], key: []}], "],
    );
    let source = Source::new("test.yaml", &text);
    let (parsed, found) = parse(&source, Strictness::Foreign);
    assert!(found.iter().all(|one| one.code == Code::UnknownSecurity) && found.len() == 3, "{found:?}");
    let (api, lowered) = super::lower(&parsed.unwrap(), Strictness::Foreign);
    assert_eq!(lowered, []);
    assert_eq!(asked(&api.unwrap()), ["-", "Key", "Key"]);
}

#[test]
fn names_that_http_cannot_carry_are_errors() {
    for (scheme, key) in [
        ("{type: apiKey, in: header, name: 'a b'}", "name"),
        ("{type: apiKey, in: cookie, name: 'a=b'}", "name"),
        ("{type: apiKey, in: header, name: ''}", "name"),
        ("{type: http, scheme: 'a b'}", "scheme"),
    ] {
        let text = format!(
            "openapi: 3.0.3\ninfo: {{title: Test, version: '1'}}\nsecurity: [{{s: []}}]\npaths: {{/a: {{get: {{responses: {{'204': {{description: Done.}}}}}}}}}}\ncomponents: {{securitySchemes: {{s: {scheme}}}}}\n"
        );
        let found = complaints(&text, Strictness::Foreign);
        assert_eq!((found.len(), found[0].0, found[0].1), (1, Code::UnknownValue, Severity::Error), "{found:?}");
        assert_eq!(found[0].2, format!("/components/securitySchemes/s/{key}"));
    }
}

#[test]
fn a_scheme_may_be_a_reference_and_a_certificate_sends_nothing() {
    let text = "
openapi: 3.0.3
info: {title: Test, version: '1'}
security: [{alias: []}]
paths: {/a: {get: {responses: {'204': {description: Done.}}}}}
components: {securitySchemes: {alias: {$ref: '#/components/securitySchemes/key'}, key: {type: apiKey, in: header, name: K}}}
";
    let (api, found) = run(text, Strictness::Own);
    assert!(found.is_empty(), "{found:?}");
    assert_eq!(asked(&api.unwrap()), ["Alias"]);
    let source =
        Source::new("test.yaml", "openapi: 3.0.3\ninfo: {title: T, version: '1'}\npaths: {}\nx-s: {type: mutualTLS}\n");
    let (parsed, _) = parse(&source, Strictness::Own);
    let scheme = parsed.unwrap().tree.root().unwrap().get("x-s").map(means);
    assert!(matches!(scheme, Some(Means::Nothing)));
}
