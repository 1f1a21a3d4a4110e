//! Who may send a request: the one scheme that an operation asks for.

use std::collections::{BTreeMap, BTreeSet};

use openapiv3::{APIKeyLocation, SecurityScheme};

use super::docs;
use super::findings::Findings;
use crate::diagnostic::Place;
use crate::document::Document;
use crate::model::{Auth, Scheme};
use crate::name::{Candidate, Table};
use crate::pointer::Pointer;

/// What to write instead of a scheme that is not supported; a bearer token is a header with a prefix.
const OTHER: &str = "describe what is sent: `type: http` with `scheme: basic`, or `type: apiKey` with `in: header`";

/// What RFC 9110 allows, in short.
pub(super) const HEADER_NAME: &str = "letters, digits and `-` make a name that every server understands";

/// The name of the scheme, or `None` when anybody may ask.
pub(super) fn scheme<'a>(
    document: &'a Document<'a>,
    operation: &'a openapiv3::Operation,
    at: &Pointer,
    found: &mut Findings,
) -> Option<&'a str> {
    let (alternatives, at) = match (&operation.security, &document.api.security) {
        (Some(own), _) => (own, at.join("security")),
        (None, Some(general)) => (general, Pointer::root().join("security")),
        (None, None) => return None,
    };
    let only = match alternatives.as_slice() {
        [] => return None,
        [only] => only,
        [_, ..] => {
            found.refuse(Place::key(at), "a choice of security schemes is not supported yet", "leave one of them");
            return None;
        }
    };
    let mut names = only.iter();
    let (name, scopes) = names.next()?;
    let at = at.join_index(0);
    if let Some((second, _)) = names.next() {
        let message = "two security schemes at once are not supported yet";
        found.refuse(Place::key(at.join(second)), message, "leave one of them");
    }
    if !scopes.is_empty() {
        found.lose(Place::key(at.join(name)), "scopes of a security scheme are not supported yet", "leave them out");
    }
    Some(name)
}

/// What operations may ask for, by the names of the schemes.
#[derive(Default)]
pub(super) struct Credentials<'a> {
    pub(super) by_scheme: BTreeMap<&'a str, Auth>,
    /// Those that get a type.
    pub(super) types: Vec<Scheme>,
}

/// The schemes that operations use, named beside the types.
pub(super) fn credentials<'a>(
    document: &'a Document<'a>,
    wanted: &BTreeSet<&str>,
    table: &mut Table<'_>,
    found: &mut Findings,
) -> Credentials<'a> {
    let mut all = Credentials::default();
    let root = Pointer::root().join("components").join("securitySchemes");
    let defined = document.api.components.iter().flat_map(|components| &components.security_schemes);
    for (name, scheme) in defined.filter(|(name, _)| wanted.contains(name.as_str())) {
        let at = root.join(name);
        let auth = match scheme.as_item() {
            Some(SecurityScheme::HTTP { scheme, .. }) if scheme.eq_ignore_ascii_case("basic") => Auth::Basic,
            Some(SecurityScheme::APIKey { location: APIKeyLocation::Header, name: header, description, .. })
                if is_header_name(header) =>
            {
                let docs = docs::of_text(description.as_deref());
                let name = table.assign_one(&Candidate::new(name, Place::key(at)), found.list());
                all.types.push(Scheme { name: name.clone(), docs, header: header.to_ascii_lowercase() });
                Auth::Header(name)
            }
            other => {
                let (place, message, help) = refusal(other, at);
                found.refuse(place, message, help);
                // No output is made of a document with an error, so nobody asks who may call.
                Auth::None
            }
        };
        all.by_scheme.insert(name, auth);
    }
    all
}

fn refusal(scheme: Option<&SecurityScheme>, at: Pointer) -> (Place, String, &'static str) {
    let (key, message, help) = match scheme {
        None => {
            let message = "a security scheme by reference is not supported yet".to_owned();
            return (Place::value(at), message, "write the scheme out");
        }
        Some(SecurityScheme::APIKey { location: APIKeyLocation::Header, name, .. }) => {
            ("name", format!("`{name}` is no name that a header can have"), HEADER_NAME)
        }
        Some(SecurityScheme::APIKey { .. }) => {
            ("in", "an API key outside a header is not supported yet".to_owned(), OTHER)
        }
        Some(SecurityScheme::HTTP { scheme, .. }) => {
            ("scheme", format!("HTTP authentication `{scheme}` is not supported yet"), OTHER)
        }
        Some(SecurityScheme::OAuth2 { .. }) => ("type", "`oauth2` is not supported yet".to_owned(), OTHER),
        Some(SecurityScheme::OpenIDConnect { .. }) => {
            ("type", "`openIdConnect` is not supported yet".to_owned(), OTHER)
        }
    };
    (Place::value(at.join(key)), message, help)
}

/// RFC 9110, section 5.6.2: a header's name is a token.
pub(super) fn is_header_name(name: &str) -> bool {
    let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !name.is_empty() && name.bytes().all(is_token)
}
