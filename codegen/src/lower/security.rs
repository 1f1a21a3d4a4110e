//! Who may send a request: the one scheme that an operation asks for.

use std::collections::{BTreeMap, BTreeSet};

use openapiv3::{APIKeyLocation, ReferenceOr, SecurityScheme};

use super::docs;
use super::findings::Findings;
use crate::diagnostic::Place;
use crate::document::Document;
use crate::model::{Auth, Docs, Origin, Scheme};
use crate::name::{Candidate, Table};
use crate::pointer::Pointer;

/// What can stand in for a scheme that is not supported; a bearer token is a header with a prefix.
const OTHER: &str = "describe what is sent: `type: http` with `scheme: basic`, or `type: apiKey` with `in: header`";

/// RFC 9110 in few words.
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
        found.refuse(
            Place::key(at.join(second)),
            "two security schemes at once are not supported yet",
            "leave one of them",
        );
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
    let mut headers = Vec::new();
    let root = Pointer::root().join("components").join("securitySchemes");
    let defined = document.api.components.iter().flat_map(|components| &components.security_schemes);
    for (name, scheme) in defined.filter(|(name, _)| wanted.contains(name.as_str())) {
        let at = root.join(name);
        match travels(scheme, &at) {
            Ok(Travels::Basic) => {
                all.by_scheme.insert(name, Auth::Basic);
            }
            Ok(Travels::Header(header, docs)) => headers.push((name, at, header, docs)),
            // No output is made of a document with an error, so nobody asks who may call.
            Err((place, message, help)) => {
                found.refuse(place, message, help);
                all.by_scheme.insert(name, Auth::None);
            }
        }
    }
    let candidate = |(name, at, ..): &(&String, Pointer, _, _)| Candidate::new(*name, Place::key(at.clone()));
    let names = table.assign(&headers.iter().map(candidate).collect::<Vec<_>>(), found.list());
    for ((scheme, at, header, docs), name) in headers.into_iter().zip(names) {
        all.by_scheme.insert(scheme, Auth::Header(name.clone()));
        all.types.push(Scheme { name, origin: Origin(at.to_string()), docs, header });
    }
    all
}

/// How a credential travels.
enum Travels {
    Basic,
    /// In the header of this name.
    Header(String, Docs),
}

/// How the credential of a scheme travels, or why it cannot.
fn travels(scheme: &ReferenceOr<SecurityScheme>, at: &Pointer) -> Result<Travels, (Place, String, &'static str)> {
    let ReferenceOr::Item(scheme) = scheme else {
        let message = "a security scheme by reference is not supported yet".to_owned();
        return Err((Place::value(at.clone()), message, "write the scheme out"));
    };
    let (key, message) = match scheme {
        SecurityScheme::HTTP { scheme, .. } if scheme.eq_ignore_ascii_case("basic") => return Ok(Travels::Basic),
        SecurityScheme::APIKey { location: APIKeyLocation::Header, name, description, .. } => {
            if is_header_name(name) {
                return Ok(Travels::Header(name.to_ascii_lowercase(), docs::of_text(description.as_deref())));
            }
            return Err((
                Place::value(at.join("name")),
                format!("`{name}` is no name that a header can have"),
                HEADER_NAME,
            ));
        }
        SecurityScheme::APIKey { .. } => ("in", "an API key outside a header is not supported yet".to_owned()),
        SecurityScheme::HTTP { scheme, .. } => {
            ("scheme", format!("HTTP authentication `{scheme}` is not supported yet"))
        }
        SecurityScheme::OAuth2 { .. } => ("type", "`oauth2` is not supported yet".to_owned()),
        SecurityScheme::OpenIDConnect { .. } => ("type", "`openIdConnect` is not supported yet".to_owned()),
    };
    Err((Place::value(at.join(key)), message, OTHER))
}

/// RFC 9110, section 5.6.2: a header's name is a token.
pub(super) fn is_header_name(name: &str) -> bool {
    let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !name.is_empty() && name.bytes().all(is_token)
}
