//! From the command line to an open session: trust, login, and the family of URLs.

use std::ffi::OsStr;
use std::sync::Arc;

use vcha_client::http::Request;
use vcha_client::session::{Family, Session};
use vcha_client::{
    Basic, Body, CallError, Client, Error, ReqwestTransport, Rules, Secret, SessionId, Settings, Transport as _,
};

use crate::args::{Job, Password, Trust};
use crate::console::Console;
use crate::last_call::{LastCall, RecordingTransport};
use crate::password::{bytes, name, password, variable};
use crate::problem::Problem;

/// The environment variable that holds the token of a session.
pub(crate) const TOKEN: &str = "VCHA_SESSION_ID";

/// What a file with a certificate in PEM has in it.
const PEM: &[u8] = b"-----BEGIN CERTIFICATE-----";

/// What carries the calls of this program.
pub(crate) type Carrier = RecordingTransport<ReqwestTransport>;

/// What a session of this program is.
pub(crate) type Opened = Session<Carrier, Rules>;

/// Where calls report to, and where the last one is recorded.
#[derive(Clone)]
pub(crate) struct Link {
    pub(crate) console: Arc<Console>,
    pub(crate) last_call: Arc<LastCall>,
}

/// Who asks: a user, or whoever opened the session before.
#[derive(Clone)]
pub(crate) enum Caller {
    User(Basic),
    Holder(SessionId),
}

/// Whether a person will be asked for the password of the server.
pub(crate) fn asks(job: &Job) -> bool {
    matches!(job.login, Some((_, Password::Prompt)))
}

/// Whether a person will be asked for the password of the proxy.
pub(crate) fn asks_for_proxy(job: &Job) -> bool {
    let login = job.proxy.as_ref().and_then(|through| through.login.as_ref());
    matches!(login, Some((_, Password::Prompt)))
}

/// Finds out who asks, without asking the server.
pub(crate) fn caller(job: &Job, console: &Console) -> Result<Caller, Problem> {
    let Some((user, from)) = &job.login else {
        let token = token(console)?.ok_or_else(|| {
            let message = format!("log in with --username, or set {TOKEN} to the token of a vSphere session");
            Problem::other("session", message)
        })?;
        return Ok(Caller::Holder(SessionId::new(token)));
    };
    Ok(Caller::User(Basic::new(user, password(from, user, "--password-file", console)?)))
}

/// The token from the environment; `None` when there is none.
pub(crate) fn token(console: &Console) -> Result<Option<Secret>, Problem> {
    let token = variable(TOKEN)?.map(Secret::new);
    if let Some(token) = &token {
        console.masks.hide(token.expose());
    }
    Ok(token)
}

/// What a transport needs to know, with the certificates read and the proxy's password asked for.
pub(crate) fn settings(job: &Job, console: &Console) -> Result<Settings, Problem> {
    let Trust { thumbprints, authorities, insecure } = &job.trust;
    let mut settings =
        thumbprints.iter().fold(Settings::default(), |settings, thumbprint| settings.pin(&job.server, *thumbprint));
    for path in authorities {
        settings = settings.extra_ca(authority(path)?);
    }
    if let Some(through) = &job.proxy {
        let proxy = match &through.login {
            Some((user, from)) => {
                let whom = format!("{user} at the proxy");
                through.proxy.clone().credentials(user, &password(from, &whom, "--proxy-password-file", console)?)
            }
            None => through.proxy.clone(),
        };
        settings = settings.proxy(proxy);
    }
    if *insecure {
        let message = "--insecure: NO CERTIFICATE IS CHECKED. Anyone on the way to the server can read the password, take \
                       the session, and redeploy in your name. Use --thumbprint instead.";
        console.note("insecure", "warning", message);
        settings = settings.insecure();
    }
    Ok(settings)
}

/// The certificates in a file.
fn authority(path: &OsStr) -> Result<Vec<u8>, Problem> {
    let pem = bytes(path)?;
    if pem.windows(PEM.len()).any(|window| window == PEM) {
        return Ok(pem);
    }
    let name = name(path);
    let message = format!("--ca: {name} holds no certificate in PEM, which begins with -----BEGIN CERTIFICATE-----");
    let hint = "One in DER is turned into PEM by: openssl x509 -inform der -in FILE -out ca.pem";
    Err(Problem::other("ca", message).hint(hint))
}

pub(crate) fn carrier(job: &Job, settings: &Settings, link: &Link) -> Result<Carrier, Problem> {
    let transport = ReqwestTransport::new(settings).map_err(|error| {
        let text = error.to_string();
        let cause = text.split_once(": ").map_or(&*text, |(_, cause)| cause);
        let problem = Problem::other("transport", format!("nothing was sent: {}", link.console.sanitized(cause)));
        let files: Vec<String> = job.trust.authorities.iter().map(|path| name(path)).collect();
        problem.hint_if(cause.contains("extra CA"), format!("It is in what --ca names: {}.", files.join(", ")))
    })?;
    Ok(RecordingTransport::new(transport, Arc::clone(&link.console), Arc::clone(&link.last_call)))
}

/// Sends a request without secrets, so that no password is asked for before the server is known to be there and to be
/// trusted. Any answer will do.
pub(crate) async fn reach(job: &Job, carrier: &Carrier) -> Result<(), CallError> {
    let request = Request::head(format!("{}/", job.server)).body(Body::default());
    let Ok(request) = request else { return Ok(()) };
    match carrier.call(request).await {
        Err(error) if error.is_not_sent() => Err(Error::Transport(error)),
        _ => Ok(()),
    }
}

/// Opens a session, or takes the one that is there.
pub(crate) async fn session(job: &Job, caller: Caller, carrier: Carrier) -> Result<Opened, CallError> {
    let client = Client::new(job.server.clone(), carrier, Rules);
    match (caller, job.family) {
        (Caller::Holder(token), family) => Ok(Session::resume(client, family.unwrap_or(Family::Rest), token)),
        (Caller::User(user), Some(family)) => Session::open(client, family, user).await,
        (Caller::User(user), None) => Session::open_either(client, user).await,
    }
}
