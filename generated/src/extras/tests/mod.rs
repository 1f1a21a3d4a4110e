//! Unit tests of the hand-written extras, one module for each of them, and what they share.

mod async_lock;
#[cfg(feature = "blocking")]
mod blocking;
mod faults;
mod pauses;
mod refusal;
mod renewal;
mod secrecy;
mod session;
mod shared;
mod spec_file;
mod task_state;
mod waiting;

use std::future::Future;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use super::session::{Family, Session};
use super::tasks::Clock;
use crate::api::rt::testing::{Answer, Recorded, Script};
use crate::api::rt::{Basic, Client, Transport, TransportErrorKind};
use crate::api::types::{PlacementSpec, RedeploySpec};
use crate::checks::Rules;

const FAMILIES: [Family; 2] = [Family::Rest, Family::Api];

const PASSWORD: &str = "correct horse";

/// Every way in which no answer comes.
const FAILURES: [TransportErrorKind; 6] = [
    TransportErrorKind::Connect,
    TransportErrorKind::Untrusted,
    TransportErrorKind::Timeout,
    TransportErrorKind::Interrupted,
    TransportErrorKind::TooLarge,
    TransportErrorKind::Other,
];

fn run<F: Future>(future: F) -> F::Output {
    tokio::runtime::Builder::new_current_thread().build().expect("a runtime").block_on(future)
}

fn credentials() -> Basic {
    Basic::new("operator@example.com", PASSWORD)
}

fn client<T: Transport>(transport: T) -> Client<T, Rules> {
    Client::new(crate::server("vcenter.example.com").expect("a host"), transport, Rules)
}

/// A session whose token is `token-1`; logging in is the first of the script's requests.
fn open(family: Family, script: &Script) -> Session<Script, Rules> {
    let script = script.clone();
    run(Session::open(client(script), family, credentials())).expect("the script lets it in")
}

fn spec() -> RedeploySpec {
    RedeploySpec::new(PlacementSpec::new("vc-passive", "group-v3"))
}

/// A success, in the envelope of `/rest`.
fn success(family: Family, body: &str) -> Answer {
    match family {
        Family::Rest => Answer::json(200, format!(r#"{{"value":{body}}}"#)),
        Family::Api => Answer::json(200, body),
    }
}

fn token(family: Family, number: u32) -> Answer {
    success(family, &format!(r#""token-{number}""#))
}

/// A fault in the shape of the family.
fn refusal(family: Family, status: u16, name: &str) -> Answer {
    Answer::json(
        status,
        match family {
            Family::Rest => format!(r#"{{"type":"com.vmware.vapi.std.errors.{name}","value":{{"messages":[]}}}}"#),
            Family::Api => format!(r#"{{"error_type":"{}","messages":[]}}"#, name.to_uppercase()),
        },
    )
}

const WHO: &str = r#"{"user":"operator","created_time":"t","last_accessed_time":"t"}"#;

/// A task of that status, with more members if there are any.
fn info(status: &str, more: &str) -> String {
    let message = |text: &str| format!(r#"{{"id":"a.b","default_message":"{text}","args":[]}}"#);
    format!(
        r#"{{"description":{},"service":"s","operation":"o","status":"{status}","cancelable":true,"progress":{{
        "total":4,"completed":1,"message":{}}},"start_time":"t"{more}}}"#,
        message("Redeploy."),
        message("Cloning.")
    )
}

/// Method, path and token of each request, in a line.
fn sent(script: &Script) -> Vec<String> {
    let line = |request: &Recorded| {
        let query = request.uri().query().map(|query| format!("?{query}")).unwrap_or_default();
        format!("{} {}{query} {}", request.method(), request.path(), header(request, "vmware-api-session-id"))
    };
    script.requests().iter().map(line).map(|line| line.trim_end().to_owned()).collect()
}

fn header(request: &Recorded, name: &str) -> String {
    request.headers().get(name).map(|value| value.to_str().expect("ASCII").to_owned()).unwrap_or_default()
}

fn login_line(family: Family) -> &'static str {
    match family {
        Family::Rest => "POST /rest/com/vmware/cis/session",
        Family::Api => "POST /api/session",
    }
}

fn logins(script: &Script) -> usize {
    script.requests().iter().filter(|request| request.headers().contains_key("authorization")).count()
}

/// A clock whose time passes only during sleeps, and that records them.
struct Virtual {
    start: Instant,
    pauses: Mutex<Vec<Duration>>,
}

impl Default for Virtual {
    fn default() -> Self {
        Self { start: Instant::now(), pauses: Mutex::default() }
    }
}

impl Virtual {
    fn pauses(&self) -> Vec<Duration> {
        self.pauses.lock().expect("no test panics here").clone()
    }

    fn elapsed(&self) -> Duration {
        self.pauses().iter().sum()
    }
}

impl Clock for Virtual {
    fn now(&self) -> Instant {
        self.start + self.elapsed()
    }

    async fn sleep(&self, time: Duration) {
        self.pauses.lock().expect("no test panics here").push(time);
    }
}
