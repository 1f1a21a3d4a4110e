//! Warnings about a client: what the service accepts, but a careful client does not do. They are kept with the request.
//! What the service refuses is in `operations`.

use std::fmt;

use super::request::{Op, Recorded, decoded};
use super::session::SESSION;

/// Shorter passwords would be found in targets by accident.
const LONG_ENOUGH: usize = 8;

/// A warning about a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Warning {
    /// A cookie was sent. A session cookie hides the session header, so a client keeps no cookies.
    Cookie,
    /// The request is no login and carries `authorization`.
    Credentials,
    /// A login carries the header of a session.
    SessionAtLogin,
    /// A login without `vmware-use-header-authn: true` asks for a cookie.
    CookieAskedFor,
    /// A header that may stand once stands more than once.
    Repeated(String),
    /// The operation takes no body, but one was sent.
    Body,
    /// A content type without a body.
    ContentType,
    /// A token or the password stands in the target, where every proxy logs it.
    SecretInTarget,
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Cookie => f.write_str("a cookie was sent"),
            Self::Credentials => f.write_str("authorization outside of a login"),
            Self::SessionAtLogin => write!(f, "{SESSION} at a login"),
            Self::CookieAskedFor => f.write_str("a login without vmware-use-header-authn: true"),
            Self::Repeated(name) => write!(f, "{name} stands there more than once"),
            Self::Body => f.write_str("a body that the operation does not take"),
            Self::ContentType => f.write_str("a content type without a body"),
            Self::SecretInTarget => f.write_str("a secret in the target"),
        }
    }
}

/// All warnings about a request, given the password and all tokens issued so far.
pub(crate) fn warnings(request: &Recorded, tokens: &[String], password: &str) -> Vec<Warning> {
    let login = request.op == Op::Login;
    let has = |name: &str| request.header(name).is_some();
    let found = [
        (has("cookie"), Warning::Cookie),
        (!login && has("authorization"), Warning::Credentials),
        (login && has(SESSION), Warning::SessionAtLogin),
        (login && request.header("vmware-use-header-authn") != Some("true"), Warning::CookieAskedFor),
        (!request.body.is_empty() && !matches!(request.op, Op::Redeploy | Op::Other), Warning::Body),
        (request.body.is_empty() && has("content-type"), Warning::ContentType),
        (secret_in_target(request, tokens, password), Warning::SecretInTarget),
    ];
    let found = found.into_iter().filter_map(|(is_so, warning)| is_so.then_some(warning));
    found.chain(repeated(request).into_iter().map(Warning::Repeated)).collect()
}

fn secret_in_target(request: &Recorded, tokens: &[String], password: &str) -> bool {
    let target = [
        decoded(&request.path, false),
        request.raw_query.as_deref().map(|query| decoded(query, true)).unwrap_or_default(),
    ];
    let contains = |secret: &str| target.iter().any(|text| text.contains(secret));
    tokens.iter().any(|token| contains(token)) || (password.len() >= LONG_ENOUGH && contains(password))
}

/// Headers whose second line could say something else than the first.
fn repeated(request: &Recorded) -> Vec<String> {
    let once = ["authorization", "content-type", "content-length", "host", SESSION, "vmware-use-header-authn"];
    let count = |name: &str| request.headers.iter().filter(|(header, _)| header == name).count();
    once.into_iter().filter(|name| count(name) > 1).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::{Recorded, Warning, warnings};

    fn warned(method: &str, target: &str, headers: &[(&str, &str)], body: &[u8]) -> Vec<Warning> {
        let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        warnings(&Recorded::new(method, target, headers, body.to_vec()), &["t0ken".to_owned()], "pass word")
    }

    #[test]
    fn a_careful_client_draws_no_warning() {
        let login = [("authorization", "Basic eDp5"), ("vmware-use-header-authn", "true"), ("content-length", "0")];
        assert_eq!(warned("POST", "/api/session", &login, b""), []);
        let session = ("vmware-api-session-id", "t0ken");
        assert_eq!(warned("GET", "/api/cis/tasks/a:b", &[session], b""), []);
        let redeploy = "/api/vcenter/vcha/cluster/passive?action=redeploy&vmw-task=true";
        assert_eq!(warned("POST", redeploy, &[session, ("content-type", "application/json")], b"{}"), []);
    }

    #[test]
    fn each_slip_draws_its_warning() {
        let (login, task) = ("/rest/com/vmware/cis/session", "/rest/cis/tasks/a:b");
        let good = ("vmware-use-header-authn", "true");
        let session = ("vmware-api-session-id", "t0ken");
        for (method, target, headers, body, expected) in [
            ("GET", task, vec![("cookie", "a=b")], "", Warning::Cookie),
            ("GET", task, vec![("authorization", "Basic eDp5")], "", Warning::Credentials),
            ("POST", login, vec![good, session], "", Warning::SessionAtLogin),
            ("POST", login, vec![], "", Warning::CookieAskedFor),
            ("POST", login, vec![("vmware-use-header-authn", "1")], "", Warning::CookieAskedFor),
            ("GET", task, vec![session, session], "", Warning::Repeated(session.0.to_owned())),
            ("POST", login, vec![good], "{}", Warning::Body),
            ("GET", task, vec![("content-type", "application/json")], "", Warning::ContentType),
            ("GET", "/rest/cis/tasks/t0ken", vec![], "", Warning::SecretInTarget),
            ("GET", "/rest/cis/tasks/a?b=t%30ken", vec![], "", Warning::SecretInTarget),
            ("GET", "/rest/cis/tasks/a?b=pass+word", vec![], "", Warning::SecretInTarget),
        ] {
            assert_eq!(warned(method, target, &headers, body.as_bytes()), [expected], "{method} {target} {headers:?}");
        }
    }
}
