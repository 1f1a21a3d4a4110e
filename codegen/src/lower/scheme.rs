//! Security schemes: how the secret of each travels, and what its documentation says. Which operation asks for which is in
//! `security`.

use super::docs;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::document::Document;
use crate::model::{Carrier, Docs};
use crate::node::{Node, Object};

/// What RFC 9110 allows, in short.
pub(super) const HEADER_NAME: &str = "letters, digits and `-` make a name that every server understands";

/// What a caller has to have for a scheme.
pub(super) enum Means {
    /// A name and a password.
    Basic,
    Secret(Carrier),
    /// Nothing that a request holds, such as the certificate of a client.
    Nothing,
}

/// The scheme of this name, if it is defined.
pub(super) fn find<'a>(document: &'a Document<'a>, name: &str) -> Option<Node<'a>> {
    document.tree.root()?.get("components")?.get("securitySchemes")?.get(name)
}

/// The scheme itself, behind the references that lead to it.
fn definition(scheme: Node<'_>) -> Option<Object<'_>> {
    scheme.chain().last().and_then(Node::as_object)
}

pub(super) fn means(scheme: Node<'_>) -> Means {
    let Some(scheme) = definition(scheme) else { return Means::Nothing };
    let text = |key| scheme.text(key).unwrap_or_default();
    let name = || text("name").to_owned();
    match text("type") {
        "apiKey" => match text("in") {
            "query" => Means::Secret(Carrier::Query(name())),
            "cookie" => Means::Secret(Carrier::Cookie(name())),
            _ => Means::Secret(Carrier::Header(name().to_ascii_lowercase())),
        },
        "http" if text("scheme").eq_ignore_ascii_case("basic") => Means::Basic,
        "http" if !text("scheme").eq_ignore_ascii_case("bearer") => {
            Means::Secret(Carrier::Scheme(text("scheme").to_owned()))
        }
        "http" | "oauth2" | "openIdConnect" => Means::Secret(Carrier::Scheme("Bearer".to_owned())),
        _ => Means::Nothing,
    }
}

/// What is wrong with the name under which a secret would travel.
pub(super) fn fault(scheme: Node<'_>, carrier: &Carrier) -> Option<Diagnostic> {
    let (key, name, what) = match carrier {
        Carrier::Header(name) => ("name", name, "a header"),
        Carrier::Cookie(name) => ("name", name, "a cookie"),
        Carrier::Scheme(name) => ("scheme", name, "a scheme of HTTP authentication"),
        Carrier::Query(_) => return None,
    };
    let place = Place::value(definition(scheme)?.at(key));
    let message = format!("`{name}` is no name that {what} can have");
    (!is_token(name)).then(|| Diagnostic::error(Code::UnknownValue, place, message).help(HEADER_NAME))
}

/// RFC 9110, section 5.6.2: what names of headers and schemes are made of.
pub(super) fn is_token(name: &str) -> bool {
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !name.is_empty() && name.bytes().all(is_part)
}

/// What the document says of a scheme, and where a caller gets the secret.
pub(super) fn documentation(scheme: Node<'_>) -> Docs {
    let Some(scheme) = definition(scheme) else { return Docs::default() };
    let mut docs = docs::of_text(scheme.text("description"));
    let said = match scheme.text("type") {
        Some("oauth2") => scheme.members("flows").map(|(name, flow)| of_flow(name, flow)).collect(),
        Some("openIdConnect") => vec![openid(scheme.text("openIdConnectUrl").unwrap_or_default())],
        _ => scheme
            .text("bearerFormat")
            .map(|format| format!("The token is a {}.", docs::code(format)))
            .into_iter()
            .collect(),
    };
    said.into_iter().for_each(|paragraph: String| docs::add(&mut docs.description, Some(paragraph)));
    docs
}

fn openid(url: &str) -> String {
    format!("A token of OpenID Connect; the provider is described at {}.", docs::link(url))
}

/// Where a flow of OAuth 2.0 gets its token, and the scopes that there are.
fn of_flow(name: &str, flow: Node<'_>) -> String {
    let url = |key: &str, what: &str| Some(format!("{what} {}", docs::link(flow.get(key)?.as_str()?)));
    let steps =
        [url("authorizationUrl", "authorize at"), url("tokenUrl", "token from"), url("refreshUrl", "refresh at")];
    let steps: Vec<String> = steps.into_iter().flatten().collect();
    let scopes = flow.as_object().into_iter().flat_map(|flow| flow.members("scopes"));
    let scopes = scopes.map(|(scope, said)| match said.as_str().map(str::trim) {
        None | Some("") => format!("\n- {}", docs::code(scope)),
        // A line of a list ends where the text does.
        Some(said) => format!("\n- {}: {}", docs::code(scope), said.split_whitespace().collect::<Vec<_>>().join(" ")),
    });
    let scopes: String = scopes.collect();
    let gap = if scopes.is_empty() { "" } else { "\n" };
    let steps = if steps.is_empty() { String::new() } else { format!(": {}", steps.join(", ")) };
    format!("A token of OAuth 2.0, flow {}{steps}.{gap}{scopes}", docs::code(name))
}
