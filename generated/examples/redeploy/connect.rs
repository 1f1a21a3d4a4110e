//! From the command line to an open session: whom to trust, who asks, and under which URLs.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, Read};

use vcha_client::session::{Family, Session};
use vcha_client::{Basic, Client, ReqwestTransport, Rules, Secret, SessionId, Settings};

use crate::args::{Job, Password, Trust};
use crate::console::Console;
use crate::problem::Problem;

/// The environment variable that holds the token of a session.
pub(crate) const TOKEN: &str = "VCHA_SESSION_ID";

/// The largest file with a password or certificates that is read, in bytes.
const LIMIT: u64 = 1 << 20;

/// What a session of this program is.
pub(crate) type Opened = Session<ReqwestTransport, Rules>;

/// Who asks: a user, or whoever opened the session before.
pub(crate) enum Caller {
    User(Basic),
    Holder(SessionId),
}

/// Finds out who asks, without asking the server.
pub(crate) fn caller(job: &Job, console: &mut Console) -> Result<Caller, Problem> {
    let Some((user, password)) = &job.login else {
        let token = token()?.ok_or_else(|| {
            Problem::other(
                "session",
                format!("log in with --username, or set {TOKEN} to the token of a vSphere session"),
            )
        })?;
        console.hide(&token);
        return Ok(Caller::Holder(SessionId::new(token)));
    };
    let password = match password {
        Password::File(path) => first_line(&read(path)?),
        Password::Variable(name) => Secret::new(
            variable(name)?
                .ok_or_else(|| Problem::other("login", format!("the environment variable {name} is not set")))?,
        ),
        Password::Prompt => prompt(user)?,
    };
    console.hide(&password);
    Ok(Caller::User(Basic::new(user, password)))
}

/// Opens a session, or takes the one that is there.
pub(crate) async fn session(job: &Job, caller: Caller, console: &Console) -> Result<Opened, Problem> {
    let transport = ReqwestTransport::new(&settings(job, console)?).map_err(|error| Problem::transport(&error))?;
    let client = Client::new(job.server.clone(), transport, Rules);
    match (caller, job.family) {
        (Caller::Holder(token), family) => Ok(Session::resume(client, family.unwrap_or(Family::Rest), token)),
        (Caller::User(user), Some(family)) => Session::open(client, family, user).await.map_err(Problem::from),
        (Caller::User(user), None) => Session::open_either(client, user).await.map_err(Problem::from),
    }
}

fn settings(job: &Job, console: &Console) -> Result<Settings, Problem> {
    let Trust { thumbprints, authorities, insecure } = &job.trust;
    let mut settings =
        thumbprints.iter().fold(Settings::default(), |settings, thumbprint| settings.pin(&job.server, *thumbprint));
    for path in authorities {
        settings = settings.extra_ca(read(path)?.expose());
    }
    if let Some(proxy) = &job.proxy {
        settings = settings.proxy(proxy.clone());
    }
    if *insecure {
        let message = "--insecure: NO CERTIFICATE IS CHECKED. Anyone on the way to the server can read the password, take \
                       the session, and redeploy in your name. Use --thumbprint instead.";
        console.note("insecure", "warning", message);
        settings = settings.insecure();
    }
    Ok(settings)
}

/// The token from the environment; `None` when there is none.
pub(crate) fn token() -> Result<Option<Secret>, Problem> {
    Ok(variable(TOKEN)?.map(Secret::new))
}

/// The text of an environment variable; `None` when it is not set, or empty.
fn variable(name: &str) -> Result<Option<String>, Problem> {
    match std::env::var(name) {
        Ok(text) if text.is_empty() => Ok(None),
        Ok(text) => Ok(Some(text)),
        Err(std::env::VarError::NotPresent) => Ok(None),
        Err(std::env::VarError::NotUnicode(_)) => {
            Err(Problem::other("session", format!("the variable {name} does not hold text")))
        }
    }
}

/// Asks on the terminal, which need not be standard input.
fn prompt(user: &str) -> Result<Secret, Problem> {
    let shown: String = user.chars().filter(|letter| !letter.is_control()).collect();
    rpassword::prompt_password(format!("Password of {shown}: ")).map(Secret::new).map_err(|error| {
        let message = format!("the password cannot be asked for ({error}); see --password-file and --password-env");
        Problem::other("login", message)
    })
}

/// A whole text file, or standard input.
fn read(path: &OsStr) -> Result<Secret, Problem> {
    let name = if path == "-" { "standard input".to_owned() } else { path.to_string_lossy().into_owned() };
    let bytes = if path == "-" { bounded(io::stdin().lock()) } else { File::open(path).and_then(bounded) };
    let bytes = bytes.map_err(|error| Problem::other("io", format!("{name}: {error}")))?;
    if bytes.len() as u64 > LIMIT {
        return Err(Problem::other("io", format!("{name}: is larger than 1 MiB")));
    }
    String::from_utf8(bytes).map(Secret::new).map_err(|_| Problem::other("io", format!("{name}: is not UTF-8")))
}

fn bounded(reader: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader.take(LIMIT + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Editors end a file with a line end, which is no part of a password.
fn first_line(text: &Secret) -> Secret {
    Secret::new(text.expose().lines().next().unwrap_or_default())
}
