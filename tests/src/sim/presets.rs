//! Ready-made scenarios, with the names under which the command line knows them.
//! What a scenario can say is defined in `scenario`.

use std::time::Duration;

use serde_json::json;

use super::fault::{Fault, Shape};
use super::message::{Message, Param};
use super::prng::SplitMix64;
use super::request::Op;
use super::scenario::{Act, At, Peer, RedeployScript, Scenario};
use super::session::SessionPolicy;
use super::task::{End, TaskScript};

type Make = fn(u64) -> Scenario;

/// Name, description and maker of every ready-made scenario.
const PRESETS: &[(&str, &str, Make)] = &[
    ("success", "the task succeeds", |_| Scenario::default()),
    ("blocked", "the task is BLOCKED for a while, then succeeds", |_| Scenario::blocked()),
    ("invalid_argument", "the management vCenter refuses the credentials", |_| refused(invalid_credentials())),
    ("unauthorized", "the caller lacks Global.VCServer", |_| refused(unauthorized())),
    ("unverified_peer", "the thumbprint of the management vCenter must be sent", |seed| {
        Scenario::unverified_peer(Peer::made_up(seed))
    }),
    ("error", "500 with the error of the document", |_| refused(other_error())),
    ("invalid_argument-in-task", "the credentials are refused by the failed task", |_| {
        Scenario::task_fails(invalid_credentials())
    }),
    ("unauthorized-in-task", "the privilege is missed by the failed task", |_| Scenario::task_fails(unauthorized())),
    ("unverified_peer-in-task", "the thumbprint is asked for by the failed task", |seed| {
        Scenario::unverified_peer(Peer { in_task: true, ..Peer::made_up(seed) })
    }),
    ("error-in-task", "the task fails with the error of the document", |_| Scenario::task_fails(other_error())),
    ("task-fails-silently", "the task fails without an error", |_| Scenario {
        task: TaskScript { end: End::FailsSilently, ..TaskScript::default() },
        ..Scenario::default()
    }),
    ("timed_out", "the redeploy timed out", |_| refused(Fault::new("timed_out").message(said("Timed out.")))),
    ("service_unavailable", "503, transient, for the redeploy", |_| refused(unavailable())),
    ("unknown-type", "an error of a type that no list has", |_| {
        refused(Fault::new("com.example.errors.never_seen").message(said("New.")))
    }),
    ("no-type", "the error's envelope lacks type", |_| refused(other_error().shape(Shape::NoType))),
    ("bare", "the error stands bare on /rest too", |_| refused(other_error().shape(Shape::Bare))),
    ("no-error_type", "the error lacks error_type", |_| refused(other_error().shape(Shape::NoErrorType))),
    ("html", "the error is an HTML page", |_| refused(other_error().status(503).shape(Shape::Html))),
    ("empty", "the error has no body", |_| refused(other_error().shape(Shape::Empty))),
    ("truncated", "the error is half of a JSON text", |_| refused(other_error().shape(Shape::Truncated))),
    ("huge", "the error has 16 MiB", |_| refused(other_error().shape(Shape::Huge(16 << 20)))),
    ("echo", "the error repeats the request, secrets included", |_| refused(other_error().shape(Shape::Echo))),
    ("session-expires", "the session ends before the second poll", |_| {
        Scenario::default().inject(At::Nth(Op::TaskGet, 1), Act::EndSessions)
    }),
    ("session-idle", "a session ends after three seconds without use", |_| Scenario {
        sessions: SessionPolicy { idle: Some(Duration::from_secs(3)), ..SessionPolicy::default() },
        ..Scenario::default()
    }),
    ("polls-503", "three polls are answered with 503", |_| {
        let unavailable =
            |scenario: Scenario, nth| scenario.inject(At::Nth(Op::TaskGet, nth), Act::Fault(unavailable()));
        (1..=3).fold(Scenario::default(), unavailable)
    }),
    ("slow", "every answer takes two seconds", |_| {
        let late = |scenario: Scenario, op| scenario.inject(At::Every(op), Act::Late(Duration::from_secs(2)));
        Op::ALL.into_iter().fold(Scenario::default(), late)
    }),
    ("flaky", "polls meet 503, closed and cut connections, a lost session", |_| Scenario::flaky()),
    ("soak", "a long task with mishaps at random places of the seed", |seed| Scenario::soak(seed, 1000)),
    ("closes", "the redeploy begins, but its answer is lost", |_| {
        Scenario::default().inject(At::Nth(Op::Redeploy, 0), Act::Close { acted: true })
    }),
    ("cut", "the redeploy begins, but its answer is cut off", |_| {
        Scenario::default().inject(At::Nth(Op::Redeploy, 0), Act::Cut { keep: None })
    }),
    ("hangs", "the redeploy is never answered", |_| {
        Scenario::default().inject(At::Nth(Op::Redeploy, 0), Act::Hang { acted: true })
    }),
    ("redirect", "the redeploy is redirected to another host", |_| {
        Scenario::default().inject(At::Every(Op::Redeploy), Act::Redirect(307))
    }),
    ("trickle", "answers to polls come byte by byte", |_| {
        let act = Act::Trickle { chunk: 1, pause: Duration::from_millis(5) };
        Scenario::default().inject(At::Every(Op::TaskGet), act)
    }),
    ("big", "answers to polls have 64 MiB of white space at the end", |_| {
        Scenario::default().inject(At::Every(Op::TaskGet), Act::Pad(64 << 20))
    }),
];

impl Scenario {
    /// Names and descriptions of the ready-made scenarios.
    pub fn names() -> impl Iterator<Item = (&'static str, &'static str)> {
        PRESETS.iter().map(|(name, about, _)| (*name, *about))
    }

    /// The ready-made scenario of this name. Only some depend on the seed.
    pub fn named(name: &str, seed: u64) -> Option<Self> {
        PRESETS.iter().find(|(known, ..)| *known == name).map(|(.., make)| make(seed))
    }

    /// Every redeploy request with a right body is answered with this error.
    pub fn refused(fault: Fault) -> Self {
        refused(fault)
    }

    /// The task fails with this error.
    pub fn task_fails(fault: Fault) -> Self {
        Self { task: TaskScript { end: End::Fails(fault), ..TaskScript::default() }, ..Self::default() }
    }

    /// The request must carry a thumbprint of this management vCenter.
    pub fn unverified_peer(peer: Peer) -> Self {
        Self { redeploy: RedeployScript { peer: Some(peer), ..RedeployScript::default() }, ..Self::default() }
    }

    /// The task is BLOCKED for two polls.
    pub fn blocked() -> Self {
        Self { task: TaskScript { blocked: 2, ..TaskScript::default() }, ..Self::default() }
    }

    /// Six mishaps, one kind each, on fixed polls. None of them ends the task.
    pub fn flaky() -> Self {
        let poll = |nth| At::Nth(Op::TaskGet, nth);
        Self::default()
            .steps(6)
            .inject(poll(1), Act::Fault(unavailable()))
            .inject(poll(2), Act::Close { acted: false })
            .inject(poll(4), Act::Cut { keep: None })
            .inject(poll(6), Act::EndSessions)
            .inject(poll(8), Act::Fault(unavailable().shape(Shape::Html)))
            .inject(poll(10), Act::Close { acted: true })
    }

    /// A task of `polls` polls with mishaps at places that the seed decides: never more than two in a row, and
    /// none that ends a patient client. The end is SUCCEEDED.
    pub fn soak(seed: u64, polls: u32) -> Self {
        let mut numbers = SplitMix64::stream(seed, 4);
        let mut scenario = Self::default().steps(polls);
        let mut in_a_row = 0;
        for nth in 0..(polls as usize).saturating_mul(2) {
            let act = if in_a_row < 2 { mishap(&mut numbers) } else { None };
            in_a_row = if act.is_some() { in_a_row + 1 } else { 0 };
            if let Some(act) = act {
                scenario = scenario.inject(At::Nth(Op::TaskGet, nth), act);
            }
        }
        scenario
    }
}

/// Something for one poll of a soak; two of three polls go well.
fn mishap(numbers: &mut SplitMix64) -> Option<Act> {
    let kept = usize::try_from(numbers.below(40)).unwrap_or_default();
    match numbers.below(24) {
        0 => Some(Act::Fault(unavailable())),
        1 => Some(Act::Fault(unavailable().shape(Shape::Html))),
        2 => Some(Act::Close { acted: false }),
        3 => Some(Act::Close { acted: true }),
        4 => Some(Act::Cut { keep: Some(kept) }),
        5 => Some(Act::EndSessions),
        6 => Some(Act::Trickle { chunk: kept + 1, pause: Duration::ZERO }),
        7 => Some(Act::Pad(4096)),
        _ => None,
    }
}

fn refused(fault: Fault) -> Scenario {
    Scenario { redeploy: RedeployScript { fault: Some(fault), ..RedeployScript::default() }, ..Scenario::default() }
}

fn said(text: &str) -> Message {
    Message::new("vcenter.sim.scenario", text)
}

/// The error for credentials that the management vCenter does not take.
pub(crate) fn invalid_credentials() -> Fault {
    let text = "The credentials for the management vCenter Server {host} are not valid.";
    Fault::new("invalid_argument").message(
        Message::new("vcenter.sim.credentials", text).with("host", Param::Text("of the active node".to_owned())),
    )
}

/// The error for a management vCenter whose certificate is not trusted.
pub(crate) fn unverified(peer: &Peer) -> Fault {
    let cause =
        Message::new("vcenter.sim.chain", "{count} certificate has no known issuer.").with("count", Param::Integer(1));
    let mut data = json!({ "ssl_thumbprint": peer.sha256 });
    if let (Some(pem), Some(members)) = (&peer.certificate, data.as_object_mut()) {
        members.insert("ssl_certificate".to_owned(), json!(pem));
    }
    let message = Message::new("vcenter.sim.peer", "The certificate {thumbprint} cannot be validated: {cause}")
        .with("thumbprint", Param::Text(peer.sha256.clone()))
        .with("cause", Param::Nested(Box::new(cause.clone())));
    Fault::new("unverified_peer").message(message).message(cause).data(data)
}

fn unauthorized() -> Fault {
    let text = "The operation requires the privilege {privilege}.";
    let message =
        Message::new("vcenter.sim.privilege", text).with("privilege", Param::Text("Global.VCServer".to_owned()));
    Fault::new("unauthorized").message(message)
}

fn other_error() -> Fault {
    let message = Message::new("vcenter.sim.clone", "Cloning stopped at {percent} percent after {time}.")
        .with("percent", Param::Double(41.5))
        .with("time", Param::Time("2024-01-01T00:00:09.000Z".to_owned()));
    Fault::new("error").message(message).message(said("The datastore is full."))
}

fn unavailable() -> Fault {
    Fault::new("service_unavailable").message(said("The service is starting.")).data(json!({ "is_transient": true }))
}

#[cfg(test)]
mod tests {
    use super::super::request::Op;
    use super::{Act, At, Scenario};

    #[test]
    fn every_name_is_known_once() {
        let names: Vec<_> = Scenario::names().map(|(name, _)| name).collect();
        for (position, name) in names.iter().enumerate() {
            assert_eq!(names.iter().position(|other| other == name), Some(position));
            assert!(Scenario::named(name, 5).is_some(), "{name}");
        }
        assert_eq!(Scenario::named("nothing", 5), None);
    }

    #[test]
    fn a_soak_never_has_three_mishaps_in_a_row_and_differs_by_seed() {
        let soak = Scenario::soak(11, 500);
        let places: Vec<usize> = soak
            .injections
            .iter()
            .map(|injection| match injection.at {
                At::Nth(Op::TaskGet, nth) => nth,
                _ => panic!("a soak injects into polls only"),
            })
            .collect();
        assert!(places.len() > 200, "{}", places.len());
        assert!(places.windows(3).all(|three| three[2] - three[0] > 2));
        assert!(soak.injections.iter().any(|injection| injection.act == Act::EndSessions));
        assert_ne!(soak, Scenario::soak(12, 500));
    }
}
