//! The command line: what may be written there, and what is wrong with it. A password is no option, on purpose: the
//! arguments of a process can be read by others.

use std::ffi::OsString;
use std::fmt::Display;

use lexopt::{Arg, Parser, ValueExt};
use vcha_client::BaseUrl;

use crate::problem::Problem;

pub(crate) const HELP: &str = "\
Redeploys the passive node of a vCenter HA cluster.

Usage: redeploy --spec FILE --server URL [--dry-run [--show-secrets]] [--json]
       redeploy --template

Options:
  --spec FILE      the request, in JSON or YAML; - reads standard input
  --server URL     the active node: vcenter.example.com, or a whole URL; https unless it says http://
  --dry-run        prints the HTTP request instead of sending it; the HTTP library adds host, content-length
                   and user-agent when it is sent
  --show-secrets   prints passwords and the session token too; only with --dry-run
  --json           prints one JSON object; problems become JSON objects on standard error, one a line
  --template       prints a file to start from, with every member explained
  --help           prints this

Environment:
  VCHA_SESSION_ID  token of a vSphere session, sent as the header vmware-api-session-id; --dry-run does without

The request is judged before anything is sent: warnings are printed, errors stop it.
It is sent once and never repeated. What it prints is the id of the task that the server has started.

Exit code:
  0  sent, or printed
  2  the request breaks rules; nothing was sent
  3  the server refused
  4  anything else: arguments, files, network
";

/// What the command line asks for.
pub(crate) enum Action {
    Help,
    Template,
    Redeploy(Job),
}

/// A request to send or to show.
pub(crate) struct Job {
    /// A path, or `-`.
    pub(crate) spec: OsString,
    pub(crate) server: BaseUrl,
    pub(crate) dry_run: bool,
    pub(crate) show_secrets: bool,
    pub(crate) json: bool,
}

/// Understands the words behind the name of the program.
pub(crate) fn parse(words: Vec<OsString>) -> Result<Action, Problem> {
    let (mut spec, mut server) = (None, None);
    let (mut dry_run, mut show_secrets, mut json) = (false, false, false);
    let mut parser = Parser::from_args(words);
    while let Some(argument) = parser.next().map_err(usage)? {
        match argument {
            Arg::Long("help") | Arg::Short('h') => return Ok(Action::Help),
            Arg::Long("template") => return Ok(Action::Template),
            Arg::Long("spec") => spec = Some(parser.value().map_err(usage)?),
            Arg::Long("server") => server = Some(parser.value().and_then(ValueExt::string).map_err(usage)?),
            Arg::Long("dry-run") => dry_run = true,
            Arg::Long("show-secrets") => show_secrets = true,
            Arg::Long("json") => json = true,
            Arg::Long("password") => {
                return Err(usage("a password is no argument, since others can read it; it goes into the request"));
            }
            other => return Err(usage(other.unexpected())),
        }
    }
    if show_secrets && !dry_run {
        return Err(usage("--show-secrets goes with --dry-run only"));
    }
    let spec = spec.ok_or_else(|| usage("--spec FILE is missing"))?;
    let server = server.ok_or_else(|| usage("--server URL is missing"))?;
    let server = server.parse().map_err(|error| usage(format!("--server: {error}")))?;
    Ok(Action::Redeploy(Job { spec, server, dry_run, show_secrets, json }))
}

fn usage(error: impl Display) -> Problem {
    Problem::other("usage", format!("{error}; see --help"))
}
