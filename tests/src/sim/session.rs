//! Sessions: tokens, and the ways they end.
//! HTTP belongs to the operations; this file knows headers only far enough to find a token.

use std::collections::BTreeMap;
use std::time::Duration;

use super::prng::SplitMix64;
use super::request::Recorded;

/// Name of the session header and of the session cookie.
pub(crate) const SESSION: &str = "vmware-api-session-id";

/// When a session ends by itself.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct SessionPolicy {
    /// After this many authenticated requests.
    pub max_requests: Option<u32>,
    /// After no use for this long, by the stand-in's clock.
    pub idle: Option<Duration>,
    /// This long after login, by the stand-in's clock.
    pub lifetime: Option<Duration>,
}

/// One session.
#[derive(Clone, Debug)]
pub(crate) struct Session {
    pub(crate) user: String,
    pub(crate) created: Duration,
    pub(crate) last_used: Duration,
    requests: u32,
}

/// All sessions that are open, and all tokens ever given out.
#[derive(Debug)]
pub(crate) struct Sessions {
    policy: SessionPolicy,
    tokens: SplitMix64,
    open: BTreeMap<String, Session>,
    issued: Vec<String>,
}

impl Sessions {
    pub(crate) fn new(policy: SessionPolicy, tokens: SplitMix64) -> Self {
        Self { policy, tokens, open: BTreeMap::new(), issued: Vec::new() }
    }

    pub(crate) fn begin(&mut self, user: &str, now: Duration) -> String {
        let token = self.tokens.hex(16);
        self.open.insert(token.clone(), Session { user: user.to_owned(), created: now, last_used: now, requests: 0 });
        self.issued.push(token.clone());
        token
    }

    /// The open session of a request. Counts as use.
    pub(crate) fn of(&mut self, request: &Recorded, now: Duration) -> Option<(String, Session)> {
        let token = token(request)?;
        let session = self.open.get_mut(&token)?;
        let policy = &self.policy;
        let over = policy.max_requests.is_some_and(|limit| session.requests >= limit)
            || policy.idle.is_some_and(|limit| now.saturating_sub(session.last_used) > limit)
            || policy.lifetime.is_some_and(|limit| now.saturating_sub(session.created) > limit);
        if over {
            self.open.remove(&token);
            return None;
        }
        session.requests += 1;
        session.last_used = now;
        Some((token, session.clone()))
    }

    pub(crate) fn end(&mut self, token: &str) {
        self.open.remove(token);
    }

    pub(crate) fn end_all(&mut self) {
        self.open.clear();
    }

    pub(crate) fn count(&self) -> usize {
        self.open.len()
    }

    pub(crate) fn issued(&self) -> &[String] {
        &self.issued
    }
}

/// The token of a request. A session cookie is looked at first, and then the header does not count.
fn token(request: &Recorded) -> Option<String> {
    let cookies = request.headers.iter().filter(|(name, _)| name == "cookie");
    let cookie = cookies
        .flat_map(|(_, value)| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(name, _)| *name == SESSION)
        .map(|(_, value)| value.to_owned());
    cookie.or_else(|| request.header(SESSION).map(str::to_owned))
}

#[cfg(test)]
mod tests {
    use super::super::prng::SplitMix64;
    use super::super::request::Recorded;
    use super::{SESSION, SessionPolicy, Sessions};
    use std::time::Duration;

    fn sessions(policy: SessionPolicy) -> Sessions {
        Sessions::new(policy, SplitMix64::new(7))
    }

    fn with(headers: &[(&str, &str)]) -> Recorded {
        let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Recorded::new("GET", "/", headers, Vec::new())
    }

    #[test]
    fn a_cookie_hides_the_header() {
        let mut sessions = sessions(SessionPolicy::default());
        let token = sessions.begin("u", Duration::ZERO);
        assert!(sessions.of(&with(&[(SESSION, &token)]), Duration::ZERO).is_some());
        let stale = with(&[(SESSION, &token), ("cookie", "a=b; vmware-api-session-id=stale")]);
        assert!(sessions.of(&stale, Duration::ZERO).is_none());
        let other_cookie = with(&[(SESSION, &token), ("cookie", "a=b")]);
        assert!(sessions.of(&other_cookie, Duration::ZERO).is_some());
        let good_cookie = with(&[(SESSION, "wrong"), ("cookie", &format!("{SESSION}={token}"))]);
        assert!(sessions.of(&good_cookie, Duration::ZERO).is_some());
    }

    #[test]
    fn ends_after_a_number_of_requests() {
        let mut sessions = sessions(SessionPolicy { max_requests: Some(2), ..SessionPolicy::default() });
        let token = sessions.begin("u", Duration::ZERO);
        let request = with(&[(SESSION, &token)]);
        let answers = [(); 3].map(|()| sessions.of(&request, Duration::ZERO).is_some());
        assert_eq!(answers, [true, true, false]);
    }

    #[test]
    fn ends_when_idle_but_use_keeps_it_until_its_lifetime_is_over() {
        let seconds = Duration::from_secs;
        let policy = SessionPolicy { idle: Some(seconds(10)), lifetime: Some(seconds(25)), ..SessionPolicy::default() };
        let mut sessions = sessions(policy);
        let token = sessions.begin("u", Duration::ZERO);
        let request = with(&[(SESSION, &token)]);
        assert!(sessions.of(&request, seconds(10)).is_some());
        assert!(sessions.of(&request, seconds(20)).is_some());
        assert!(sessions.of(&request, seconds(26)).is_none());
        let second = sessions.begin("u", seconds(30));
        assert!(sessions.of(&with(&[(SESSION, &second)]), seconds(41)).is_none());
        assert_eq!((sessions.count(), sessions.issued().len()), (0, 2));
    }
}
