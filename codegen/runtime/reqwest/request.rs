//! A request in the form that reqwest wants. Which connection it takes is not decided here.

use std::sync::OnceLock;

use ::reqwest::Url;
use http::header::{CONTENT_LENGTH, HeaderValue};
use http::uri::{Authority, Scheme};
use http::{Method, Request, Uri};

use super::{Body, TransportError, TransportErrorKind};

/// Makes the requests of a transport.
///
/// reqwest wants each URL parsed, and the host is most of that work. So the server of the first request is kept parsed: most
/// transports speak to one alone.
#[derive(Default)]
pub(super) struct Requests {
    first: OnceLock<Server>,
}

struct Server {
    scheme: Scheme,
    authority: Authority,
    url: Url,
}

impl Requests {
    pub(super) fn make(&self, request: Request<Body>) -> Result<::reqwest::Request, TransportError> {
        let (parts, body) = request.into_parts();
        let mut made = ::reqwest::Request::new(parts.method, self.url(&parts.uri)?);
        *made.headers_mut() = parts.headers;
        *made.version_mut() = parts.version;
        announce_no_body(&mut made, &body);
        *made.body_mut() = Some(body.into_bytes().into());
        Ok(made)
    }

    fn url(&self, uri: &Uri) -> Result<Url, TransportError> {
        let (Some(scheme), Some(authority)) = (uri.scheme(), uri.authority()) else { return parsed(&uri.to_string()) };
        // What stands in front of a host may be a password, which is not to be kept.
        if authority.as_str().contains('@') {
            return parsed(&uri.to_string());
        }
        if self.first.get().is_none() {
            let url = parsed(&format!("{scheme}://{authority}"))?;
            // Another thread may have been faster; then that one's server is kept.
            let _ = self.first.set(Server { scheme: scheme.clone(), authority: authority.clone(), url });
        }
        let known = self.first.get().filter(|known| known.scheme == *scheme && known.authority == *authority);
        let Some(server) = known else { return parsed(&uri.to_string()) };
        let mut url = server.url.clone();
        url.set_path(uri.path());
        url.set_query(uri.query());
        Ok(url)
    }
}

fn parsed(text: &str) -> Result<Url, TransportError> {
    Url::parse(text).map_err(|error| TransportError::new(TransportErrorKind::Connect, error))
}

/// RFC 9110 asks for `Content-Length: 0` where a method expects a body and there is none; reqwest leaves it out, and
/// some servers then answer 411.
fn announce_no_body(request: &mut ::reqwest::Request, body: &Body) {
    if body.as_bytes().is_empty() && [Method::POST, Method::PUT, Method::PATCH].contains(request.method()) {
        request.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
    }
}
