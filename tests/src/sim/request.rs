//! A request as it arrived: taken apart, kept for assertions, never judged.
//! What is right or wrong about it is decided by the operations.

use std::fmt;

use percent_encoding::percent_decode_str;
use serde_json::Value;

use super::family::Family;
use super::warnings::Warning;

/// The operation that a request is for, by path and method alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Op {
    /// Begin a session.
    Login,
    /// Ask whose session it is.
    WhoAmI,
    /// End a session.
    Logout,
    /// Begin a redeploy.
    Redeploy,
    /// Ask for one task.
    TaskGet,
    /// Cancel one task.
    TaskCancel,
    /// Anything else.
    Other,
}

impl Op {
    /// All of them.
    pub const ALL: [Self; 7] =
        [Self::Login, Self::WhoAmI, Self::Logout, Self::Redeploy, Self::TaskGet, Self::TaskCancel, Self::Other];
}

/// How a request was answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// With this status, in full.
    Answered(u16),
    /// With this status, but the body was cut off.
    Cut(u16),
    /// The connection was closed instead.
    Closed,
    /// Not at all.
    Unanswered,
}

/// A request that the stand-in received.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// Position among the requests of this host, from 0.
    pub index: usize,
    /// Number of the connection it came over, from 0.
    pub connection: u64,
    /// The operation it is for.
    pub op: Op,
    /// HTTP method.
    pub method: String,
    /// Path as sent, without the query.
    pub path: String,
    /// Query pairs in the order sent, decoded.
    pub query: Vec<(String, String)>,
    /// Query as sent.
    pub raw_query: Option<String>,
    /// Header names (lower case) and values in the order sent.
    pub headers: Vec<(String, String)>,
    /// Body.
    pub body: Vec<u8>,
    /// What a careful client would not have done.
    pub warnings: Vec<Warning>,
    /// How it was answered.
    pub ending: Ending,
}

impl Recorded {
    /// Takes a request apart.
    pub(crate) fn new(method: &str, target: &str, headers: Vec<(String, String)>, body: Vec<u8>) -> Self {
        let (path, raw_query) = match target.split_once('?') {
            Some((path, query)) => (path, Some(query.to_owned())),
            None => (target, None),
        };
        let query = raw_query.as_deref().map(pairs).unwrap_or_default();
        let mut request = Self {
            index: 0,
            connection: 0,
            op: Op::Other,
            method: method.to_owned(),
            path: path.to_owned(),
            query,
            raw_query,
            headers,
            body,
            warnings: Vec::new(),
            ending: Ending::Unanswered,
        };
        request.op = request.operation();
        request
    }

    /// The first header of this name, in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(header, _)| header == name).map(|(_, value)| value.as_str())
    }

    /// The body as JSON.
    pub fn json(&self) -> Option<Value> {
        serde_json::from_slice(&self.body).ok()
    }

    /// The query as a set: sorted pairs.
    pub fn query_set(&self) -> Vec<(&str, &str)> {
        let mut set: Vec<_> = self.query.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        set.sort_unstable();
        set
    }

    /// User and password of Basic authentication.
    pub fn basic(&self) -> Option<(String, String)> {
        let (scheme, text) = self.header("authorization")?.split_once(' ')?;
        if !scheme.eq_ignore_ascii_case("basic") {
            return None;
        }
        let pair = String::from_utf8(base64(text.trim())?).ok()?;
        pair.split_once(':').map(|(user, password)| (user.to_owned(), password.to_owned()))
    }

    /// The family and the decoded segments after it.
    pub(crate) fn route(&self) -> Option<(Family, Vec<String>)> {
        let (family, rest) = Family::split(&self.path)?;
        Some((family, rest.split('/').map(|segment| decoded(segment, false)).collect()))
    }

    fn operation(&self) -> Op {
        let Some((family, segments)) = self.route() else { return Op::Other };
        let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
        match (family, self.method.as_str(), segments.as_slice()) {
            (Family::Rest, "POST", ["com", "vmware", "cis", "session"]) if self.has("~action", "get") => Op::WhoAmI,
            (Family::Rest, "POST", ["com", "vmware", "cis", "session"]) => Op::Login,
            (Family::Rest, "DELETE", ["com", "vmware", "cis", "session"]) => Op::Logout,
            (Family::Api, "POST", ["session"]) => Op::Login,
            (Family::Api, "GET", ["session"]) => Op::WhoAmI,
            (Family::Api, "DELETE", ["session"]) => Op::Logout,
            (_, "POST", ["vcenter", "vcha", "cluster", "passive"]) => Op::Redeploy,
            (_, "GET", ["cis", "tasks", _]) => Op::TaskGet,
            (_, "POST", ["cis", "tasks", _]) => Op::TaskCancel,
            _ => Op::Other,
        }
    }

    fn has(&self, name: &str, value: &str) -> bool {
        self.query.iter().any(|(key, given)| key == name && given == value)
    }
}

impl fmt::Display for Recorded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let query = self.raw_query.as_ref().map(|query| format!("?{query}")).unwrap_or_default();
        write!(f, "{} {} {}{query} -> ", self.index, self.method, self.path)?;
        match self.ending {
            Ending::Answered(status) => write!(f, "{status}"),
            Ending::Cut(status) => write!(f, "{status}, cut off"),
            Ending::Closed => f.write_str("connection closed"),
            Ending::Unanswered => f.write_str("no answer"),
        }
    }
}

fn pairs(query: &str) -> Vec<(String, String)> {
    query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| (decoded(name, true), decoded(value, true)))
        .collect()
}

/// Undoes percent encoding. A `%` that begins no pair of hex digits stays as it is.
pub(crate) fn decoded(text: &str, plus_is_blank: bool) -> String {
    let text = if plus_is_blank { text.replace('+', " ") } else { text.to_owned() };
    percent_decode_str(&text).decode_utf8_lossy().into_owned()
}

/// Standard base64 with padding; anything else is `None`.
fn base64(text: &str) -> Option<Vec<u8>> {
    let digits = text.trim_end_matches('=');
    if !text.len().is_multiple_of(4) || text.len() - digits.len() > 2 {
        return None;
    }
    let (mut bits, mut count, mut bytes) = (0_u32, 0_u32, Vec::new());
    for digit in digits.bytes() {
        let value = match digit {
            b'A'..=b'Z' => digit - b'A',
            b'a'..=b'z' => digit - b'a' + 26,
            b'0'..=b'9' => digit - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        bits = (bits << 6) | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from((bits >> count) & 0xFF).ok()?);
        }
    }
    Some(bytes)
}

#[cfg(test)]
#[path = "request_tests.rs"]
mod tests;
