//! The command line of `vcenter-sim`, which is that of `cargo xtask sim` too. Reading it is all that happens here.

use std::ffi::OsString;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use lexopt::prelude::{Long, Short, ValueExt};
use vcha_tests::sim::{DEFAULT_PASSWORD, DEFAULT_USER, Scenario, Tls};

/// How long a step of a task lasts: four of them make a redeploy, and a person sees the progress grow.
const PACE: Duration = Duration::from_secs(1);

/// Scenarios that go by the count of polls, and would be over before their mishaps if they went by time.
const BY_POLLS: &[&str] = &["flaky", "soak"];

/// What was asked for.
#[derive(Debug, PartialEq)]
pub(crate) enum Wish {
    Help,
    Version,
    Serve(Box<Arguments>),
}

/// How to serve.
#[derive(Debug, PartialEq)]
pub(crate) struct Arguments {
    pub(crate) seed: u64,
    pub(crate) listen: Option<SocketAddr>,
    pub(crate) user: String,
    pub(crate) password: String,
    /// The password may be shown, because it is not the caller's.
    pub(crate) password_is_ours: bool,
    pub(crate) scenario: Scenario,
    pub(crate) scenario_name: String,
    pub(crate) tls: Tls,
    pub(crate) ca_file: Option<PathBuf>,
    pub(crate) once: bool,
    pub(crate) json: bool,
    pub(crate) quiet: bool,
}

/// Reads the arguments without the name of the program.
pub(crate) fn read(arguments: impl IntoIterator<Item = OsString>) -> Result<Wish, lexopt::Error> {
    let mut parser = lexopt::Parser::from_args(arguments);
    let mut wish = Arguments {
        seed: 0,
        listen: None,
        user: DEFAULT_USER.to_owned(),
        password: DEFAULT_PASSWORD.to_owned(),
        password_is_ours: true,
        scenario: Scenario::default(),
        scenario_name: "success".to_owned(),
        tls: Tls::Ca,
        ca_file: None,
        once: false,
        json: false,
        quiet: false,
    };
    let (mut steps, mut pace) = (None, None);
    while let Some(argument) = parser.next()? {
        match argument {
            Short('h') | Long("help") => return Ok(Wish::Help),
            Short('V') | Long("version") => return Ok(Wish::Version),
            Long("seed") => wish.seed = parser.value()?.parse()?,
            Long("listen") => wish.listen = Some(parser.value()?.parse()?),
            Long("user") => wish.user = parser.value()?.string()?,
            Long("password") => {
                wish.password = parser.value()?.string()?;
                wish.password_is_ours = false;
            }
            Long("scenario") => wish.scenario_name = parser.value()?.string()?,
            Long("steps") => steps = Some(parser.value()?.parse()?),
            Long("pace") => pace = Some(Duration::from_millis(parser.value()?.parse()?)),
            Long("self-signed") => wish.tls = Tls::SelfSigned,
            Long("plain") => wish.tls = Tls::Plain,
            Long("ca-file") => wish.ca_file = Some(parser.value()?.into()),
            Long("once") => wish.once = true,
            Long("json") => wish.json = true,
            Short('q') | Long("quiet") => wish.quiet = true,
            other => return Err(other.unexpected()),
        }
    }
    if wish.tls == Tls::Plain && wish.ca_file.is_some() {
        return Err("--plain has no certificate that --ca-file could write".into());
    }
    wish.scenario = scenario(&wish, steps, pace)?;
    Ok(Wish::Serve(Box::new(wish)))
}

fn scenario(wish: &Arguments, steps: Option<u32>, pace: Option<Duration>) -> Result<Scenario, lexopt::Error> {
    // The seed may come after the name, and a soak takes its length from the steps.
    let named = match (wish.scenario_name.as_str(), steps) {
        ("soak", Some(polls)) => Some(Scenario::soak(wish.seed, polls)),
        (name, _) => Scenario::named(name, wish.seed),
    };
    let named = named.ok_or_else(|| format!("there is no scenario {:?}; see --help", wish.scenario_name))?;
    let usual = if BY_POLLS.contains(&wish.scenario_name.as_str()) { Duration::ZERO } else { PACE };
    let named = named.pace(pace.unwrap_or(usual));
    Ok(match steps {
        Some(steps) => named.steps(steps),
        None => named,
    })
}

/// The text of `--help`.
pub(crate) fn help() -> String {
    let mut text = "\
A vCenter in a box: a loopback stand-in for trying a VCHA redeploy client.

Usage: vcenter-sim [OPTIONS]
       cargo xtask sim [OPTIONS]

Options:
  --scenario NAME   what is to happen (default: success); see below
  --steps N         steps in which the task is RUNNING (default: 3)
  --pace MS         milliseconds that a step lasts (default: 1000); 0: a step is a poll, as in tests
  --seed N          decides tokens, task ids and the places of random mishaps (default: 0)
  --listen ADDR     address and port (default: a free port of 127.0.0.1)
  --user USER       who may log in (default: administrator@vsphere.local)
  --password TEXT   the password (default: a made-up one, which is shown)
  --self-signed     a certificate without a CA
  --plain           HTTP without TLS
  --ca-file FILE    write the certificate to trust as PEM
  --json            one JSON object on standard output instead of lines
  --once            end when one redeploy is over and the client has gone
  --quiet, -q       no line a request on standard error
  --help, -h        this text
  --version, -V     the version

The same seed and the same requests give the same tokens, task ids and steps; only keys and certificates are always new.
Exit codes: 0 over, 2 usage or input/output.

Scenarios (flaky and soak count polls, so their pace is 0 unless it is set):
"
    .to_owned();
    for (name, about) in Scenario::names() {
        text.push_str(&format!("  {name:<26}{about}\n"));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{BY_POLLS, Wish, help, read};
    use std::time::Duration;
    use vcha_tests::sim::{Scenario, Tls};

    fn parse(line: &str) -> Result<Wish, String> {
        read(line.split_whitespace().map(Into::into)).map_err(|error| error.to_string())
    }

    #[test]
    fn takes_all_options_in_any_order() {
        let line = "--once --scenario soak --steps 9 --self-signed --ca-file ca.pem --listen 127.0.0.1:8443 \
                    --json -q --user u --password p --seed 3";
        let Ok(Wish::Serve(got)) = parse(line) else { panic!("{line}") };
        assert_eq!(got.scenario, Scenario::soak(3, 9));
        assert_eq!((got.seed, got.tls, got.once, got.password_is_ours), (3, Tls::SelfSigned, true, false));
        assert_eq!((got.user.as_str(), got.password.as_str()), ("u", "p"));
        assert_eq!(got.listen, "127.0.0.1:8443".parse().ok());
        assert_eq!(got.ca_file, Some("ca.pem".into()));
        assert!(got.json && got.quiet);
    }

    #[test]
    fn steps_and_pace_apply_to_any_scenario() {
        for (line, pace) in [("", 1000), ("--pace 250", 250), ("--pace 0", 0)] {
            let Ok(Wish::Serve(got)) = parse(&format!("--steps 12 --scenario blocked {line}")) else {
                panic!("{line}")
            };
            assert_eq!(got.scenario, Scenario::blocked().steps(12).pace(Duration::from_millis(pace)), "{line}");
        }
        for name in BY_POLLS {
            let Ok(Wish::Serve(got)) = parse(&format!("--scenario {name}")) else { panic!("{name}") };
            assert_eq!(Some(got.scenario), Scenario::named(name, 0));
        }
    }

    #[test]
    fn names_what_it_does_not_understand() {
        assert_eq!(parse("--scenario nope").unwrap_err(), "there is no scenario \"nope\"; see --help");
        assert!(parse("--bogus").unwrap_err().contains("--bogus"));
        assert!(parse("--steps many").unwrap_err().contains("many"));
        assert!(parse("--pace fast").unwrap_err().contains("fast"));
        assert!(parse("--seed").unwrap_err().contains("--seed"));
        assert!(parse("--plain --ca-file a").unwrap_err().contains("--ca-file"));
    }

    #[test]
    fn help_lists_every_scenario() {
        let text = help();
        assert!(Scenario::names().all(|(name, about)| text.contains(name) && text.contains(about)));
        assert!(text.lines().all(|line| line.len() <= 120));
        assert_eq!(parse("--help"), Ok(Wish::Help));
    }
}
