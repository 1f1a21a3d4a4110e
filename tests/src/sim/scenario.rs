//! What the stand-in is to do, as data. Nothing here acts; `vcenter` reads it.
//! Ready-made scenarios stand in `presets`.

use std::time::Duration;

use super::answer::Answer;
use super::family::Version;
use super::fault::Fault;
use super::prng::{SplitMix64, thumbprint};
use super::request::Op;
use super::session::SessionPolicy;
use super::task::TaskScript;

/// A script for one run.
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    /// The product to play.
    pub version: Version,
    /// When sessions end.
    pub sessions: SessionPolicy,
    /// What a redeploy request meets once its body was found right.
    pub redeploy: RedeployScript,
    /// What every task goes through.
    pub task: TaskScript,
    /// What goes wrong, and where. The first that fits a request counts.
    pub injections: Vec<Injection>,
    /// How far the clock moves with every request, unless it runs by itself.
    pub tick: Duration,
}

/// What a redeploy request meets once its body was found right, in this order.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct RedeployScript {
    /// Always this error.
    pub fault: Option<Fault>,
    /// A management vCenter whose certificate is not trusted until the request carries its thumbprint.
    pub peer: Option<Peer>,
    /// User and password of the management vCenter; others are an invalid_argument.
    pub credentials: Option<(String, String)>,
}

/// A management vCenter that does not exist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Peer {
    /// SHA-1 thumbprint, which the request's member is documented to want.
    pub sha1: String,
    /// SHA-256 thumbprint, which the error offers.
    pub sha256: String,
    /// PEM text for `ssl_certificate`, which 9.0 added to the error's data.
    pub certificate: Option<String>,
    /// The error comes in the failed task instead of at once.
    pub in_task: bool,
}

/// One thing that goes wrong.
#[derive(Clone, Debug, PartialEq)]
pub struct Injection {
    /// Which requests it is for.
    pub at: At,
    /// What happens to them.
    pub act: Act,
}

/// Which requests an injection is for. All positions count from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum At {
    /// One request, by its position among all.
    Request(usize),
    /// One request, by its position among those for the operation.
    Nth(Op, usize),
    /// Every request for the operation.
    Every(Op),
}

/// What happens to a request. "Acted" means that the operation takes place although its answer is lost.
#[derive(Clone, Debug, PartialEq)]
pub enum Act {
    /// This error, before the operation is looked at.
    Fault(Fault),
    /// This answer, before the operation is looked at.
    Answer(Answer),
    /// The connection is closed before the answer.
    Close {
        /// Whether the operation takes place.
        acted: bool,
    },
    /// No answer until the client or the stand-in gives up.
    Hang {
        /// Whether the operation takes place.
        acted: bool,
    },
    /// The operation takes place; its answer is cut off after `keep` bytes of body, or after half of it.
    Cut {
        /// Bytes that are sent.
        keep: Option<usize>,
    },
    /// A redirect with this status to the other host, which records what it gets.
    Redirect(u16),
    /// The operation takes place; the answer comes in pieces.
    Trickle {
        /// Bytes in a piece.
        chunk: usize,
        /// Wait before each further piece.
        pause: Duration,
    },
    /// The operation takes place; its answer comes this much later.
    Late(Duration),
    /// The operation takes place; this many bytes of white space follow the answer's body.
    Pad(u64),
    /// All sessions end, then the request is handled as usual.
    EndSessions,
}

impl Default for Scenario {
    fn default() -> Self {
        Self {
            version: Version::default(),
            sessions: SessionPolicy::default(),
            redeploy: RedeployScript::default(),
            task: TaskScript::default(),
            injections: Vec::new(),
            tick: Duration::from_secs(1),
        }
    }
}

impl Scenario {
    /// Adds an injection.
    #[must_use]
    pub fn inject(mut self, at: At, act: Act) -> Self {
        self.injections.push(Injection { at, act });
        self
    }

    /// Sets the number of steps that show RUNNING.
    #[must_use]
    pub fn steps(mut self, running: u32) -> Self {
        self.task.running = running;
        self
    }

    /// Sets how long a step of a task lasts by the stand-in's clock; with zero, a step is a poll.
    #[must_use]
    pub fn pace(mut self, pace: Duration) -> Self {
        self.task.pace = Some(pace).filter(|pace| !pace.is_zero());
        self
    }

    /// The injection for a request.
    pub(crate) fn act(&self, index: usize, op: Op, nth: usize) -> Option<Act> {
        let fits = |at: &At| match *at {
            At::Request(wanted) => wanted == index,
            At::Nth(wanted, position) => wanted == op && position == nth,
            At::Every(wanted) => wanted == op,
        };
        self.injections.iter().find(|injection| fits(&injection.at)).map(|injection| injection.act.clone())
    }

    /// Whether a second host is needed.
    pub(crate) fn redirects(&self) -> bool {
        self.injections.iter().any(|injection| matches!(injection.act, Act::Redirect(_)))
    }
}

impl Peer {
    /// A management vCenter with thumbprints made up from a seed.
    pub fn made_up(seed: u64) -> Self {
        let mut numbers = SplitMix64::stream(seed, 3);
        Self {
            sha1: thumbprint(&numbers.bytes(20)),
            sha256: thumbprint(&numbers.bytes(32)),
            certificate: None,
            in_task: false,
        }
    }

    /// Whether a request with this thumbprint trusts the certificate. Case and colons do not matter.
    pub fn accepts(&self, given: &str) -> bool {
        let plain = |text: &str| text.replace(':', "").to_ascii_uppercase();
        [&self.sha1, &self.sha256].iter().any(|known| plain(known) == plain(given))
    }
}

#[cfg(test)]
mod tests {
    use super::super::request::Op;
    use super::{Act, At, Peer, Scenario};

    #[test]
    fn the_first_injection_that_fits_counts() {
        let scenario = Scenario::default()
            .inject(At::Request(4), Act::EndSessions)
            .inject(At::Nth(Op::TaskGet, 1), Act::Pad(1))
            .inject(At::Every(Op::TaskGet), Act::Pad(2));
        assert_eq!(scenario.act(4, Op::TaskGet, 1), Some(Act::EndSessions));
        assert_eq!(scenario.act(5, Op::TaskGet, 1), Some(Act::Pad(1)));
        assert_eq!(scenario.act(5, Op::TaskGet, 2), Some(Act::Pad(2)));
        assert_eq!(scenario.act(5, Op::Login, 1), None);
    }

    #[test]
    fn a_peer_takes_either_thumbprint_in_any_case() {
        let peer = Peer::made_up(1);
        assert_eq!((peer.sha1.len(), peer.sha256.len()), (59, 95));
        assert!(peer.accepts(&peer.sha1) && peer.accepts(&peer.sha256.to_lowercase().replace(':', "")));
        assert!(!peer.accepts("") && !peer.accepts(&Peer::made_up(2).sha256));
    }
}
