//! The command line of `vcenter-sim`. Reading it is all that happens here.

use std::ffi::OsString;
use std::net::SocketAddr;
use std::path::PathBuf;

use lexopt::prelude::{Long, Short, ValueExt};
use vcha_tests::sim::{DEFAULT_PASSWORD, DEFAULT_USER, Scenario, Tls};

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
    pub(crate) write_ca: Option<PathBuf>,
    pub(crate) once: bool,
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
        scenario_name: "ok".to_owned(),
        tls: Tls::Ca,
        write_ca: None,
        once: false,
    };
    let mut steps = None;
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
            Long("self-signed") => wish.tls = Tls::SelfSigned,
            Long("plain") => wish.tls = Tls::Plain,
            Long("write-ca") => wish.write_ca = Some(parser.value()?.into()),
            Long("once") => wish.once = true,
            other => return Err(other.unexpected()),
        }
    }
    // The seed may come after the name, and a soak takes its length from the steps.
    let named = match (wish.scenario_name.as_str(), steps) {
        ("soak", Some(polls)) => Some(Scenario::soak(wish.seed, polls)),
        (name, _) => Scenario::named(name, wish.seed),
    };
    wish.scenario = named.ok_or_else(|| format!("there is no scenario {:?}; see --help", wish.scenario_name))?;
    if let Some(steps) = steps {
        wish.scenario = wish.scenario.steps(steps);
    }
    Ok(Wish::Serve(Box::new(wish)))
}

/// The text of `--help`.
pub(crate) fn help() -> String {
    let mut text = "\
A vCenter in a box: a loopback stand-in for trying a VCHA redeploy client.

Usage: vcenter-sim [OPTIONS]

Options:
  --scenario NAME   what is to happen (default: ok); see below
  --steps N         polls that show the task RUNNING
  --seed N          decides tokens, task ids and the places of random mishaps (default: 0)
  --listen ADDR     address and port (default: a free port of 127.0.0.1)
  --user USER       who may log in (default: administrator@vsphere.local)
  --password TEXT   the password (default: a made-up one, which is shown)
  --self-signed     a certificate without a CA
  --plain           HTTP without TLS
  --write-ca FILE   write the certificate to trust as PEM
  --once            end when one redeploy is over and the client has gone
  -h, --help        this text
  -V, --version     the version

Scenarios:
"
    .to_owned();
    for (name, about) in Scenario::names() {
        text.push_str(&format!("  {name:<24}{about}\n"));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{Wish, help, read};
    use vcha_tests::sim::{Scenario, Tls};

    fn parse(line: &str) -> Result<Wish, String> {
        read(line.split_whitespace().map(Into::into)).map_err(|error| error.to_string())
    }

    #[test]
    fn takes_all_options_in_any_order() {
        let line = "--once --scenario soak --steps 9 --self-signed --write-ca ca.pem --listen 127.0.0.1:8443 \
                    --user u --password p --seed 3";
        let Ok(Wish::Serve(got)) = parse(line) else { panic!("{line}") };
        assert_eq!(got.scenario, Scenario::soak(3, 9));
        assert_eq!((got.seed, got.tls, got.once, got.password_is_ours), (3, Tls::SelfSigned, true, false));
        assert_eq!((got.user.as_str(), got.password.as_str()), ("u", "p"));
        assert_eq!(got.listen, "127.0.0.1:8443".parse().ok());
        assert_eq!(got.write_ca, Some("ca.pem".into()));
    }

    #[test]
    fn steps_apply_to_any_scenario() {
        let Ok(Wish::Serve(got)) = parse("--steps 12 --scenario blocked") else { panic!() };
        assert_eq!(got.scenario, Scenario::blocked().steps(12));
    }

    #[test]
    fn names_what_it_does_not_understand() {
        assert_eq!(parse("--scenario nope").unwrap_err(), "there is no scenario \"nope\"; see --help");
        assert!(parse("--bogus").unwrap_err().contains("--bogus"));
        assert!(parse("--steps many").unwrap_err().contains("many"));
        assert!(parse("--seed").unwrap_err().contains("--seed"));
    }

    #[test]
    fn help_lists_every_scenario() {
        let text = help();
        assert!(Scenario::names().all(|(name, about)| text.contains(name) && text.contains(about)));
        assert_eq!(parse("--help"), Ok(Wish::Help));
    }
}
