//! The vCenter itself: its state, and which operation a request reaches.
//! It knows nothing of sockets: a request goes in, an answer and the way to deliver it come out.

use std::collections::BTreeMap;
use std::time::Duration;

use super::answer::{Answer, Delivery};
use super::clock::Clock;
use super::family::{Family, Version};
use super::fault::{Fault, Shape};
use super::message::{Message, Param};
use super::prng::SplitMix64;
use super::request::{Ending, Op, Recorded};
use super::scenario::{Act, Scenario};
use super::session::Sessions;
use super::task::Task;
use super::warnings::warnings;

/// Who may log in.
#[derive(Clone, Debug)]
pub(crate) struct Account {
    pub(crate) user: String,
    pub(crate) password: String,
}

/// All state of one stand-in.
pub(crate) struct Vcenter {
    pub(crate) account: Account,
    pub(crate) scenario: Scenario,
    /// Whether cookies are marked Secure.
    pub(crate) secure: bool,
    pub(crate) clock: Clock,
    pub(crate) sessions: Sessions,
    pub(crate) tasks: BTreeMap<String, Task>,
    pub(crate) task_ids: SplitMix64,
    /// A redeploy was refused, or the end of its task was shown.
    pub(crate) concluded: bool,
    /// Base URL of the other host.
    pub(crate) other_host: Option<String>,
    counts: BTreeMap<Op, usize>,
    requests: Vec<Recorded>,
    strays: Vec<Recorded>,
}

/// An answer and how to deliver it.
pub(crate) struct Reply {
    pub(crate) answer: Answer,
    pub(crate) delivery: Delivery,
}

impl Vcenter {
    pub(crate) fn new(account: Account, scenario: Scenario, seed: u64, secure: bool, clock: Clock) -> Self {
        Self {
            account,
            secure,
            clock,
            sessions: Sessions::new(scenario.sessions.clone(), SplitMix64::stream(seed, 1)),
            tasks: BTreeMap::new(),
            task_ids: SplitMix64::stream(seed, 2),
            concluded: false,
            other_host: None,
            counts: BTreeMap::new(),
            requests: Vec::new(),
            strays: Vec::new(),
            scenario,
        }
    }

    /// Records a request, acts on it and says how to answer.
    pub(crate) fn receive(&mut self, mut request: Recorded) -> (Recorded, Reply) {
        request.index = self.requests.len();
        let nth = self.counts.entry(request.op).or_default();
        let act = self.scenario.act(request.index, request.op, *nth);
        *nth += 1;
        if !self.clock.runs() {
            self.clock.advance(self.scenario.tick);
        }
        request.warnings = warnings(&request, self.sessions.issued(), &self.account.password);
        let reply = self.reply(&request, act);
        request.ending = ending(&reply);
        // After a 401 a client logs in and tries again; anything else but success ends its attempt.
        self.concluded |= request.op == Op::Redeploy && !matches!(request.ending, Ending::Answered(200..=299 | 401));
        self.requests.push(request.clone());
        (request, reply)
    }

    /// Records a request to the other host, which answers as if all were well.
    pub(crate) fn receive_stray(&mut self, mut request: Recorded) -> Reply {
        request.index = self.strays.len();
        request.ending = Ending::Answered(200);
        self.strays.push(request);
        let answer = Answer::of(200, "application/json", r#"{"value":"taken-by-the-other-host"}"#);
        Reply { answer, delivery: Delivery::Whole }
    }

    pub(crate) fn requests(&self) -> &[Recorded] {
        &self.requests
    }

    pub(crate) fn strays(&self) -> &[Recorded] {
        &self.strays
    }

    /// Moves the clock.
    pub(crate) fn advance(&mut self, by: Duration) {
        self.clock.advance(by);
    }

    fn reply(&mut self, request: &Recorded, act: Option<Act>) -> Reply {
        let delivery = match &act {
            Some(Act::Fault(fault)) => {
                let family = request.route().map_or(Family::Rest, |(family, _)| family);
                return whole(fault.answer(family, self.scenario.version, &request.body));
            }
            Some(Act::Answer(answer)) => return whole(answer.clone()),
            Some(Act::Redirect(status)) => return whole(self.redirect(*status, request)),
            Some(Act::Close { acted: false }) => return lost(Delivery::Close),
            Some(Act::Hang { acted: false }) => return lost(Delivery::Hang),
            Some(Act::Close { acted: true }) => Delivery::Close,
            Some(Act::Hang { acted: true }) => Delivery::Hang,
            Some(Act::Trickle { chunk, pause }) => Delivery::Trickle { chunk: (*chunk).max(1), pause: *pause },
            Some(Act::Pad(bytes)) => Delivery::Pad(*bytes),
            Some(Act::Late(by)) => Delivery::Late(*by),
            Some(Act::EndSessions) => {
                self.sessions.end_all();
                Delivery::Whole
            }
            Some(Act::Cut { .. }) | None => Delivery::Whole,
        };
        let answer = self.answer(request);
        let delivery = match act {
            Some(Act::Cut { keep }) => cut(&answer, keep),
            _ => delivery,
        };
        Reply { answer, delivery }
    }

    fn redirect(&self, status: u16, request: &Recorded) -> Answer {
        let query = request.raw_query.as_ref().map(|query| format!("?{query}")).unwrap_or_default();
        let base = self.other_host.as_deref().unwrap_or_default();
        Answer::empty(status).header("location", &format!("{base}{}{query}", request.path))
    }

    fn answer(&mut self, request: &Recorded) -> Answer {
        let version = self.scenario.version;
        let Some((family, segments)) = request.route() else {
            return Fault::new("not_found").shape(Shape::Html).answer(Family::Rest, version, b"");
        };
        let result = match request.op {
            _ if version == Version::V6_7 && family == Family::Api => Err(not_served(request).shape(Shape::Html)),
            Op::Login => self.login(family, request),
            Op::WhoAmI => self.who_am_i(family, request),
            Op::Logout => self.logout(family, request),
            Op::Redeploy => self.redeploy(family, request),
            Op::TaskGet => self.task_get(family, request, &segments),
            Op::TaskCancel => self.task_cancel(family, request, &segments),
            Op::Other if version == Version::V6_7 => Err(not_served(request).shape(Shape::OldEndpoint)),
            Op::Other => Err(not_served(request)),
        };
        result.unwrap_or_else(|fault| fault.answer(family, version, &request.body))
    }
}

/// The error for an operation that does not exist.
pub(crate) fn not_served(request: &Recorded) -> Fault {
    let text = "There is no operation for {method} {path} with this query.";
    let message = Message::new("vcenter.sim.operation", text)
        .with("method", Param::Text(request.method.clone()))
        .with("path", Param::Text(request.path.clone()));
    Fault::new("operation_not_found").message(message)
}

fn whole(answer: Answer) -> Reply {
    Reply { answer, delivery: Delivery::Whole }
}

fn lost(delivery: Delivery) -> Reply {
    Reply { answer: Answer::empty(200), delivery }
}

/// An answer without a body has no middle, so the connection is closed before it.
fn cut(answer: &Answer, keep: Option<usize>) -> Delivery {
    match answer.body.len().checked_sub(1) {
        None => Delivery::Close,
        Some(most) => Delivery::Cut(keep.unwrap_or(answer.body.len() / 2).min(most)),
    }
}

fn ending(reply: &Reply) -> Ending {
    match reply.delivery {
        Delivery::Close => Ending::Closed,
        Delivery::Hang => Ending::Unanswered,
        Delivery::Cut(_) => Ending::Cut(reply.answer.status),
        Delivery::Whole | Delivery::Late(_) | Delivery::Trickle { .. } | Delivery::Pad(_) => {
            Ending::Answered(reply.answer.status)
        }
    }
}
