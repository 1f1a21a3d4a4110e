//! The command line: what may be written there, and what is wrong with it. A password is no option, on purpose: the
//! arguments of a process can be read by others.

use std::ffi::OsString;
use std::fmt::Display;
use std::time::Duration;

use lexopt::{Arg, Parser, ValueExt};
use vcha_client::http::Uri;
use vcha_client::session::Family;
use vcha_client::{BaseUrl, Proxy, TaskId, Thumbprint};

use crate::address;
use crate::problem::Problem;

pub(crate) const HELP: &str = include_str!("help.txt");

/// What the command line asks for.
pub(crate) enum Action {
    Help,
    Template,
    Redeploy(Box<Job>),
}

/// What to do with which task.
pub(crate) enum Work {
    /// Start one for the request in this file, or on standard input for `-`.
    Start(OsString),
    /// Print the HTTP request for that file.
    Show(OsString),
    /// Follow one that is under way.
    Follow(TaskId),
}

/// Where a password comes from.
pub(crate) enum Password {
    File(OsString),
    Variable(String),
    Prompt,
}

/// Everything that the command line says.
pub(crate) struct Job {
    pub(crate) work: Work,
    pub(crate) server: BaseUrl,
    /// `None`: whichever the server has.
    pub(crate) family: Option<Family>,
    pub(crate) login: Option<(String, Password)>,
    pub(crate) trust: Trust,
    pub(crate) proxy: Option<Through>,
    /// The environment variable that names a proxy which is not asked.
    pub(crate) ignored_proxy: Option<&'static str>,
    pub(crate) wait: bool,
    pub(crate) deadline: Option<Duration>,
    pub(crate) poll: Option<Duration>,
    /// How long to try to log in to a server that is not up yet.
    pub(crate) patience: Option<Duration>,
    pub(crate) show_secrets: bool,
    pub(crate) json: bool,
}

/// A proxy, and who may use it.
pub(crate) struct Through {
    pub(crate) proxy: Proxy,
    pub(crate) login: Option<(String, Password)>,
}

impl Job {
    /// Where connections go, for people.
    pub(crate) fn place(&self) -> String {
        let uri: Uri = self.server.as_str().parse().unwrap_or_default();
        let port = uri.port_u16().unwrap_or(if self.server.is_https() { 443 } else { 80 });
        let through = self.proxy.as_ref().map(|through| format!(" through the proxy {}", through.proxy));
        format!("{}:{port}{}", uri.host().unwrap_or_default(), through.unwrap_or_default())
    }
}

/// Whom to believe to be the server.
#[derive(Default)]
pub(crate) struct Trust {
    pub(crate) thumbprints: Vec<Thumbprint>,
    pub(crate) authorities: Vec<OsString>,
    pub(crate) insecure: bool,
}

/// The words as they came, before they are held against each other.
#[derive(Default)]
struct Words {
    spec: Option<OsString>,
    follow: Option<TaskId>,
    server: Option<BaseUrl>,
    family: Option<Family>,
    username: Option<String>,
    password: Option<Password>,
    trust: Trust,
    plain_http: bool,
    proxy: Option<(Proxy, Option<String>)>,
    proxy_password: Option<Password>,
    proxy_thumbprints: Vec<Thumbprint>,
    wait: bool,
    deadline: Option<Duration>,
    poll: Option<Duration>,
    patience: Option<Duration>,
    dry_run: bool,
    show_secrets: bool,
    json: bool,
}

/// Understands the words behind the name of the program.
pub(crate) fn parse(words: Vec<OsString>) -> Result<Action, Problem> {
    let mut read = Words::default();
    let mut parser = Parser::from_args(words);
    while let Some(argument) = parser.next().map_err(usage)? {
        match argument {
            Arg::Long("help") | Arg::Short('h') => return Ok(Action::Help),
            Arg::Long("template") => return Ok(Action::Template),
            Arg::Long("dry-run") => read.dry_run = true,
            Arg::Long("show-secrets") => read.show_secrets = true,
            Arg::Long("json") => read.json = true,
            Arg::Long("wait") => read.wait = true,
            Arg::Long("insecure") => read.trust.insecure = true,
            Arg::Long("plain-http") => read.plain_http = true,
            Arg::Long(name) => {
                let name = name.to_owned();
                value(&mut read, &name, &mut parser)?;
            }
            // It may be a password, or a part of one.
            Arg::Value(_) => {
                return Err(usage("a word belongs to no option; put quotes around a value with blanks in it"));
            }
            other => return Err(usage(other.unexpected())),
        }
    }
    read.check().map(|job| Action::Redeploy(Box::new(job)))
}

/// An option that has a value.
fn value(read: &mut Words, name: &str, parser: &mut Parser) -> Result<(), Problem> {
    match name {
        "spec" => read.spec = Some(parser.value().map_err(usage)?),
        "ca" => read.trust.authorities.push(parser.value().map_err(usage)?),
        "password-file" | "password-env" => read.password = Some(source(read.password.take(), name, parser)?),
        "proxy-password-file" | "proxy-password-env" => {
            read.proxy_password = Some(source(read.proxy_password.take(), name, parser)?);
        }
        "username" => read.username = Some(user(parser)?),
        "follow" => read.follow = Some(task(parser)?),
        "server" => read.server = Some(address::server(&text(parser)?).map_err(usage)?),
        "thumbprint" => read.trust.thumbprints.push(parsed(parser, "--thumbprint")?),
        "proxy" => read.proxy = Some(address::proxy(&text(parser)?).map_err(usage)?),
        "proxy-thumbprint" => read.proxy_thumbprints.push(parsed(parser, "--proxy-thumbprint")?),
        "timeout" => read.deadline = Some(duration(parser, "--timeout", 60.0)?),
        "poll" => read.poll = Some(duration(parser, "--poll", 1.0)?),
        "wait-for-login" => read.patience = Some(duration(parser, "--wait-for-login", 60.0)?),
        "api" => {
            let text = text(parser)?;
            let family = || text.parse().map_err(|error| usage(format!("--api: {error}, or `auto`")));
            read.family = if text == "auto" { None } else { Some(family()?) };
        }
        "password" | "proxy-password" => {
            return Err(usage(format!("a password is no argument, since others can read it; see --{name}-file")));
        }
        other => return Err(usage(Arg::Long(other).unexpected())),
    }
    Ok(())
}

impl Words {
    fn check(self) -> Result<Job, Problem> {
        self.check_standard_input()?;
        let work = work(self.spec, self.follow, self.dry_run)?;
        let is_dry = matches!(work, Work::Show(_));
        if self.show_secrets && !is_dry {
            return Err(usage("--show-secrets goes with --dry-run only"));
        }
        if is_dry && self.wait {
            return Err(usage("--dry-run starts nothing that --wait could wait for"));
        }
        let wait = self.wait || matches!(work, Work::Follow(_));
        if self.deadline.is_some() && !wait {
            return Err(usage("--timeout bounds the waiting, and there is none without --wait"));
        }
        if self.patience.is_some() && (is_dry || self.username.is_none()) {
            return Err(usage(
                "--wait-for-login waits for a login, and there is none without --username or with --dry-run",
            ));
        }
        let login = match (self.username, self.password) {
            (Some(user), password) => Some((user, password.unwrap_or(Password::Prompt))),
            (None, Some(_)) => return Err(usage("a password needs a --username")),
            (None, None) => None,
        };
        let proxy = through(self.proxy, self.proxy_password, &self.proxy_thumbprints)?;
        let server = match self.server {
            Some(server) => server,
            None if is_dry => address::server("SERVER").map_err(usage)?,
            None => return Err(usage("--server URL is missing")),
        };
        if !server.is_https() && !is_dry && !self.plain_http {
            return Err(usage(
                "--server: over http:// anyone on the way reads the password and the session; leave http:// out, or add \
                 --plain-http if that is meant",
            ));
        }
        let ignored_proxy = address::ignored_proxy(&server).filter(|_| proxy.is_none());
        let Self { trust, deadline, poll, patience, show_secrets, json, family, .. } = self;
        Ok(Job {
            work,
            server,
            family,
            login,
            trust,
            proxy,
            ignored_proxy,
            wait,
            deadline,
            poll,
            patience,
            show_secrets,
            json,
        })
    }

    /// The second one to read it would find nothing: an empty password, say.
    fn check_standard_input(&self) -> Result<(), Problem> {
        let file = |password: &Option<Password>| match password {
            Some(Password::File(path)) => Some(path.clone()),
            _ => None,
        };
        let files = [self.spec.clone(), file(&self.password), file(&self.proxy_password)];
        let files = files.iter().flatten().chain(&self.trust.authorities);
        if files.filter(|path| *path == "-").count() > 1 {
            return Err(usage("standard input can be read once: write - for one file only"));
        }
        Ok(())
    }
}

fn work(spec: Option<OsString>, follow: Option<TaskId>, dry_run: bool) -> Result<Work, Problem> {
    match (spec, follow, dry_run) {
        (Some(_), Some(_), _) => Err(usage("--spec starts a task and --follow follows one; take one of them")),
        (None, Some(_), true) => Err(usage("--dry-run shows a request, and --follow has none")),
        (None, None, _) => Err(usage("--spec FILE is missing")),
        (Some(spec), None, true) => Ok(Work::Show(spec)),
        (Some(spec), None, false) => Ok(Work::Start(spec)),
        (None, Some(task), false) => Ok(Work::Follow(task)),
    }
}

fn through(
    proxy: Option<(Proxy, Option<String>)>,
    password: Option<Password>,
    pins: &[Thumbprint],
) -> Result<Option<Through>, Problem> {
    let shows_one = proxy.as_ref().is_some_and(|(proxy, _)| proxy.to_string().starts_with("https:"));
    if !pins.is_empty() && !shows_one {
        return Err(usage("--proxy-thumbprint is for a proxy with a certificate: --proxy https://HOST:PORT"));
    }
    let proxy = proxy.map(|(proxy, user)| (pins.iter().fold(proxy, |proxy, pin| proxy.pin(*pin)), user));
    match (proxy, password) {
        (Some((proxy, Some(user))), password) => {
            Ok(Some(Through { proxy, login: Some((user, password.unwrap_or(Password::Prompt))) }))
        }
        (_, Some(_)) => Err(usage("a proxy's password needs its user: --proxy http://USER@HOST:PORT")),
        (Some((proxy, None)), None) => Ok(Some(Through { proxy, login: None })),
        (None, None) => Ok(None),
    }
}

/// Basic authentication has a colon between the user and the password, and the server would cut at the first.
fn user(parser: &mut Parser) -> Result<String, Problem> {
    let user = text(parser)?;
    if user.is_empty() {
        return Err(usage("--username is empty"));
    }
    if user.contains(':') || user.contains(char::is_control) {
        return Err(usage("--username: a user name has no colon and no control character"));
    }
    Ok(user)
}

/// Where a password comes from, which is said once.
fn source(before: Option<Password>, name: &str, parser: &mut Parser) -> Result<Password, Problem> {
    if before.is_some() {
        return Err(usage(format!("--{name}: where that password comes from has been said already")));
    }
    if name.ends_with("-env") {
        return Ok(Password::Variable(text(parser)?));
    }
    parser.value().map(Password::File).map_err(usage)
}

/// The id of a task, which is one part of a path.
fn task(parser: &mut Parser) -> Result<TaskId, Problem> {
    let id = text(parser)?;
    if ["", ".", ".."].contains(&&*id) {
        return Err(usage("--follow needs the id of a task"));
    }
    Ok(TaskId::new(id))
}

fn text(parser: &mut Parser) -> Result<String, Problem> {
    parser.value().and_then(ValueExt::string).map_err(usage)
}

fn parsed<T: std::str::FromStr<Err: Display>>(parser: &mut Parser, option: &str) -> Result<T, Problem> {
    text(parser)?.parse().map_err(|error| usage(format!("{option}: {error}")))
}

/// A positive number of units of so many seconds.
fn duration(parser: &mut Parser, option: &str, unit: f64) -> Result<Duration, Problem> {
    let number = text(parser)?.parse::<f64>().ok().filter(|number| *number > 0.0);
    let time = number.and_then(|number| Duration::try_from_secs_f64(number * unit).ok());
    time.ok_or_else(|| usage(format!("{option} needs a number above 0")))
}

fn usage(error: impl Display) -> Problem {
    Problem::other("usage", format!("{error}; see --help"))
}
