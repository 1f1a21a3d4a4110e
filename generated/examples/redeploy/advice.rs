//! What to do about what went wrong, by the call that failed and what came of it.

use vcha_client::http::StatusCode;
use vcha_client::session::Family;
use vcha_client::{FaultKind, FaultResponse, Refusal, TransportErrorKind};

use crate::args::Job;
use crate::explain::Explainer;
use crate::last_call::{Call, Step};
use crate::problem::Problem;

/// The pairs of a thumbprint that is a SHA-256 value.
const SHA256: usize = 32;

/// Whether an operation may have begun, and may go on, although the answer is no success.
pub(crate) fn may_have_acted(response: &FaultResponse<Refusal>) -> bool {
    match response.fault.kind() {
        FaultKind::TimedOut | FaultKind::InternalServerError => true,
        // These are not the words of the API: a gateway may have lost the answer, or a program has died on its way. Only
        // a status that blames the request, or sends it elsewhere, says that it was not taken.
        FaultKind::Unknown if response.fault.tag().is_none() => {
            !response.status.is_client_error() && !response.status.is_redirection()
        }
        _ => false,
    }
}

/// Whether the server says that it does not have what was asked for.
pub(crate) fn is_absent(refusal: &Refusal, status: StatusCode) -> bool {
    match refusal.kind() {
        FaultKind::OperationNotFound | FaultKind::NotFound => true,
        FaultKind::Unknown => status == StatusCode::NOT_FOUND,
        _ => false,
    }
}

/// What to do about a refusal.
pub(crate) fn on_refusal(
    problem: Problem,
    response: &FaultResponse<Refusal>,
    call: Option<&Call>,
    explainer: &Explainer<'_>,
) -> Problem {
    let Some(call) = call else { return problem };
    let (status, refusal) = (response.status, &response.fault);
    let unnamed = refusal.kind() == FaultKind::Unknown;
    if status.is_redirection() {
        let target = call.location.as_ref().map(|target| explainer.link.console.sanitized(target));
        let target = target.map_or("without a target".to_owned(), |target| format!("to {target}"));
        let hint =
            format!("It is a redirect {target}, and none is followed. If that is the server, name it with --server.");
        return problem.hint(hint);
    }
    if status == StatusCode::PROXY_AUTHENTICATION_REQUIRED {
        return problem.hint(PROXY_LOGIN);
    }
    let problem = problem.hint_if(
        unnamed && status == StatusCode::BAD_REQUEST && !explainer.job.server.is_https(),
        "The port may be one for TLS: leave out http://.",
    );
    match call.step {
        Step::Login => on_login(problem, status, refusal, explainer.job),
        Step::Redeploy if refusal.kind() == FaultKind::Unauthenticated || is_unauthorised(unnamed, status) => {
            problem.hint("Nothing was started. The session has ended, or its token is wrong: log in again.")
        }
        Step::Redeploy
            if is_absent(refusal, status) && explainer.job.login.is_none() && explainer.job.family.is_none() =>
        {
            problem.hint("Nothing was started. With a session from the environment /rest is asked: try --api api.")
        }
        _ => problem,
    }
}

fn is_unauthorised(unnamed: bool, status: StatusCode) -> bool {
    unnamed && status == StatusCode::UNAUTHORIZED
}

fn on_login(problem: Problem, status: StatusCode, refusal: &Refusal, job: &Job) -> Problem {
    let unnamed = refusal.kind() == FaultKind::Unknown;
    if is_absent(refusal, status) {
        return problem.hint(match job.family {
            Some(Family::Api) => "This server has no /api, which came with vSphere 7.0.2: try --api rest.",
            Some(_) => "This server has no /rest: try --api api.",
            None => "It has neither /api nor /rest: is it a vCenter Server?",
        });
    }
    if refusal.kind() == FaultKind::Unauthenticated || is_unauthorised(unnamed, status) {
        return problem
            .hint("The user name or the password is wrong; the name has its domain with it, as in user@vsphere.local.")
            .hint("Logins that fail lock an account: look before trying again.");
    }
    if refusal.kind() == FaultKind::ServiceUnavailable || (unnamed && status.is_server_error()) {
        return problem.hint(
            "Nothing was started. The server, or a part of it, may still be starting: wait some minutes and try again.",
        )
        .hint_if(job.patience.is_none(), "--wait-for-login MINUTES does that.");
    }
    problem
}

/// The error `unverified_peer` gives SHA-256, the request is documented for SHA-1.
pub(crate) fn on_thumbprint(problem: Problem, thumbprint: &str) -> Problem {
    let problem = problem
        .hint(format!("If {thumbprint} is the thumbprint that the management vCenter Server shows,"))
        .hint("set it as ssl_thumbprint in vc_spec.active_location, and run this again.");
    if thumbprint.split(':').count() != SHA256 {
        return problem;
    }
    problem
        .hint("This is a SHA-256 value, and ssl_thumbprint is documented for SHA-1: a server of version 6.7 to 8.0 may")
        .hint("take the SHA-1 value of the same certificate alone. One of version 9.0 asks for the certificate itself, in")
        .hint("ssl_certificate, which this program cannot send, and still has ssl_thumbprint.")
}

const PROXY_LOGIN: &str = "The proxy wants a user and a password: see --proxy and --proxy-password-file.";

/// What to do about a connection that failed.
pub(crate) fn on_connection(
    problem: Problem,
    kind: TransportErrorKind,
    cause: &str,
    is_first: bool,
    job: &Job,
) -> Problem {
    let says = |words: &[&str]| words.iter().any(|word| cause.to_ascii_lowercase().contains(word));
    let is_connect = kind == TransportErrorKind::Connect;
    if job.server.is_https() && says(&["invalidcontenttype", "corrupt message"]) {
        return problem.hint("What listens there does not speak TLS. Check the port: that of a vCenter Server is 443.");
    }
    if is_first
        && !job.server.is_https()
        && !is_connect
        && says(&["invalid http", "parsed", "closed", "reset", "incomplete"])
    {
        return problem.hint("What listens there may speak TLS: leave out http://.");
    }
    let direct = job.proxy.is_none();
    let problem = problem
        .hint_if(
            direct && says(&["dns error", "lookup address", "name or service"]),
            "The name cannot be looked up: check how it is written.",
        )
        .hint_if(
            direct && says(&["connection refused", "actively refused"]),
            "Nobody listens there: check name and port; that of a vCenter Server is 443.",
        )
        .hint_if(
            direct && is_connect && says(&["timed out"]),
            "Nobody answered: check name and port; that of a vCenter Server is 443, and a firewall may lie before it.",
        )
        .hint_if(
            !direct && is_connect && !says(&["certificate", "proxy auth"]),
            "The proxy cannot be reached, or reaches nobody there: check --proxy, and who may use it.",
        )
        .hint_if(says(&["proxy auth", "407"]), PROXY_LOGIN)
        .hint_if(
            says(&["x.509 version 1"]),
            "Such a certificate names no host and no purpose: the server needs a new one, of version 3.",
        );
    match job.ignored_proxy.filter(|_| is_connect) {
        Some(name) => problem.hint(format!("{name} is set, but not used: name the proxy with --proxy.")),
        None => problem,
    }
}
