//! Who may send a request: the one scheme that an operation asks for.

use openapiv3::{APIKeyLocation, ReferenceOr, SecurityScheme};

use super::findings::Findings;
use crate::diagnostic::Place;
use crate::document::Document;
use crate::model::SchemeKind;
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

/// How the credential of a scheme travels.
pub(super) fn kind(scheme: &ReferenceOr<SecurityScheme>, at: &Pointer, found: &mut Findings) -> Option<SchemeKind> {
    let ReferenceOr::Item(scheme) = scheme else {
        found.refuse(
            Place::value(at.clone()),
            "a security scheme by reference is not supported yet",
            "write the scheme out",
        );
        return None;
    };
    match scheme {
        SecurityScheme::APIKey { location: APIKeyLocation::Header, name, .. } => header(name, at, found),
        SecurityScheme::HTTP { scheme, .. } if scheme.eq_ignore_ascii_case("basic") => Some(SchemeKind::Basic),
        SecurityScheme::APIKey { .. } => {
            found.refuse(Place::value(at.join("in")), "an API key outside a header is not supported yet", OTHER);
            None
        }
        SecurityScheme::HTTP { scheme, .. } => {
            found.refuse(
                Place::value(at.join("scheme")),
                format!("HTTP authentication `{scheme}` is not supported yet"),
                OTHER,
            );
            None
        }
        SecurityScheme::OAuth2 { .. } => {
            found.refuse(Place::value(at.join("type")), "`oauth2` is not supported yet", OTHER);
            None
        }
        SecurityScheme::OpenIDConnect { .. } => {
            found.refuse(Place::value(at.join("type")), "`openIdConnect` is not supported yet", OTHER);
            None
        }
    }
}

/// What the document says of a scheme.
pub(super) fn description(scheme: &ReferenceOr<SecurityScheme>) -> Option<&str> {
    match scheme {
        ReferenceOr::Item(
            SecurityScheme::APIKey { description, .. }
            | SecurityScheme::HTTP { description, .. }
            | SecurityScheme::OAuth2 { description, .. }
            | SecurityScheme::OpenIDConnect { description, .. },
        ) => description.as_deref(),
        ReferenceOr::Reference { .. } => None,
    }
}

/// RFC 9110, section 5.6.2: a header's name is a token.
pub(super) fn is_header_name(name: &str) -> bool {
    let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !name.is_empty() && name.bytes().all(is_token)
}

fn header(name: &str, at: &Pointer, found: &mut Findings) -> Option<SchemeKind> {
    if !is_header_name(name) {
        found.refuse(Place::value(at.join("name")), format!("`{name}` is no name that a header can have"), HEADER_NAME);
        return None;
    }
    Some(SchemeKind::Header(name.to_ascii_lowercase()))
}
