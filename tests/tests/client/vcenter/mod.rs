//! The whole way to a vCenter Server over real TLS: sessions, redeployments and tasks, with the stand-in as the judge.
//!
//! Nothing here tests the stand-in; `tests/sim` does. What a single answer is read as is tested without a network.

mod faults;
mod program;
mod sessions;
mod soak;
mod tasks;
mod trust;

use std::ops::ControlFlow;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use serde_json::json;
use vcha_client::session::{Family, Session};
use vcha_client::tasks::{Clock, Event, TaskState, Wait, WaitError};
use vcha_client::{Basic, CallError, Client, Error, RedeploySpec, ReqwestTransport, Rules, Settings, TaskId};
use vcha_tests::canary;
use vcha_tests::sim::{Builder, Leaks, Op, Scenario, Sim};

use crate::{bodies, e2e};

pub(crate) use crate::e2e::run;

/// Who may log in; the password is a canary.
const USER: &str = "operator@vsphere.local";

const FAMILIES: [Family; 2] = [Family::Rest, Family::Api];

type Opened = Session<ReqwestTransport, Rules>;

/// A stand-in with the user of these tests, without a scenario yet.
fn builder() -> Builder {
    Sim::builder().seed(7).account(USER, canary::PASSWORD)
}

/// A stand-in in a thread of its own, which the client's runtime knows nothing of.
fn stand_in(scenario: Scenario) -> Sim {
    builder().scenario(scenario).spawn().expect("the stand-in starts")
}

fn named(scenario: &str) -> Scenario {
    Scenario::named(scenario, 7).unwrap_or_else(|| panic!("no scenario {scenario}"))
}

/// Settings that trust the stand-in's authority, as well as those of the machine.
fn trusting(sim: &Sim) -> Settings {
    Settings::default().extra_ca(sim.ca_pem().expect("a certificate"))
}

fn client(sim: &Sim) -> Client<ReqwestTransport, Rules> {
    e2e::client(sim.url(), &trusting(sim))
}

fn login() -> Basic {
    Basic::new(USER, canary::PASSWORD)
}

async fn open(sim: &Sim, family: Family) -> Opened {
    Session::open(client(sim), family, login()).await.expect("a session")
}

/// A request with a password of its own, which is a canary too.
fn spec() -> RedeploySpec {
    let location = json!({"hostname": "vc-mgmt.example.com", "username": "root", "password": canary::PASSWORD});
    let placement = json!({"name": "vc-passive", "folder": "group-v3"});
    bodies::spec(&json!({"spec": {"placement": placement, "vc_spec": {"active_location": location}}}))
}

/// A clock whose time passes only during sleeps, which take no real time. It moves the clock of the stand-in too.
struct Virtual<'a> {
    sim: &'a Sim,
    begin: Instant,
    passed: Mutex<Duration>,
}

impl<'a> Virtual<'a> {
    fn new(sim: &'a Sim) -> Self {
        Self { sim, begin: Instant::now(), passed: Mutex::default() }
    }

    fn passed(&self) -> Duration {
        *self.passed.lock().expect("no panic inside")
    }
}

impl Clock for Virtual<'_> {
    fn now(&self) -> Instant {
        self.begin + self.passed()
    }

    async fn sleep(&self, time: Duration) {
        *self.passed.lock().expect("no panic inside") += time;
        self.sim.advance(time);
    }
}

/// How waiting ended, and what was seen before: the status of the task, or what was in the way.
struct Waited {
    outcome: Result<TaskState, WaitError>,
    seen: Vec<String>,
}

/// Pauses that are the same in every run, and a deadline as it is by default.
fn patience() -> Wait {
    let mut wait = Wait::default();
    wait.seed = Some(7);
    wait
}

async fn wait_for(session: &Opened, task: &TaskId, wait: &Wait, sim: &Sim) -> Waited {
    let mut seen = Vec::new();
    let watch = |event: Event<'_>| {
        seen.push(match event {
            Event::State(state) => state.status.to_string(),
            Event::Trouble { error, .. } => brief(error.cause()),
            other => panic!("a new event: {other:?}"),
        });
        ControlFlow::Continue(())
    };
    let outcome = session.wait(task, wait, &Virtual::new(sim), watch).await;
    Waited { outcome, seen }
}

/// An error in a word or two.
fn brief(error: &CallError) -> String {
    match error {
        Error::Transport(error) => format!("{:?}", error.kind()),
        Error::Fault(response) => format!("{} {:?}", response.status.as_u16(), response.fault.kind()),
        other => panic!("another error: {other}"),
    }
}

/// Redeploys and waits, from login to logout.
fn whole_way(sim: &Sim, family: Family) -> (TaskId, Waited) {
    run(async {
        let session = open(sim, family).await;
        let task = session.redeploy(spec()).await.expect("a task");
        let waited = wait_for(&session, &task, &patience(), sim).await;
        session.close().await.expect("logged out");
        (task, waited)
    })
}

/// Checks, once a client has gone: no warning, no leaked secret, no open session.
fn assert_careful(sim: &Sim) {
    assert_eq!(sim.warnings(), [""; 0], "{:#?}", sim.transcript());
    assert_eq!(sim.leaks(), Leaks::default());
    assert_eq!(sim.open_sessions(), 0, "{:#?}", sim.transcript());
}

/// Looks for secrets in an error: its text, its debug output, and those of all its causes.
fn assert_no_secret<E: std::error::Error>(what: &str, error: &E) {
    canary::assert_none(what, &format!("{error} {error:?} {error:#?}"));
    let mut cause = error.source();
    while let Some(inner) = cause {
        canary::assert_none(what, &format!("{inner} {inner:?}"));
        cause = inner.source();
    }
}

/// What was asked for, in order.
fn operations(sim: &Sim) -> Vec<Op> {
    sim.requests().iter().map(|request| request.op).collect()
}

/// How often one thing was asked for.
fn count(sim: &Sim, op: Op) -> usize {
    operations(sim).into_iter().filter(|asked| *asked == op).count()
}
