//! The transports of the crate over real sockets: which servers they trust, their limits, and their errors.
//!
//! What becomes of an operation on its way is shown in `e2e`, over plain HTTP.

mod blocking;
mod limits;
mod proxy;
mod runtimes;
mod spans;
mod tls;
mod urls;

use std::process::Command;

use vcha_client::http::Request;
use vcha_client::{Body, ReqwestTransport, Settings, Transport, TransportError};
use vcha_tests::certificates::{Identity, Kind};
use vcha_tests::loopback::{Loopback, Reply};

use crate::e2e::run;

/// A whole answer without a body.
pub(crate) fn empty() -> Reply {
    Reply::head("204 No Content", "", "")
}

/// The same on a connection that stays open.
pub(crate) fn kept() -> Reply {
    Reply::Keep(b"HTTP/1.1 204 No Content\r\n\r\n".to_vec())
}

pub(crate) fn request(method: &str, url: &str) -> Request<Body> {
    Request::builder().method(method).uri(url).body(Body::default()).unwrap()
}

/// The status of an answer from `url`, by a transport made for this request alone.
pub(crate) fn get(settings: &Settings, url: &str) -> Result<u16, TransportError> {
    run(status(&ReqwestTransport::new(settings)?, url))
}

pub(crate) async fn status(transport: &ReqwestTransport, url: &str) -> Result<u16, TransportError> {
    transport.call(request("GET", url)).await.map(|answer| answer.status().as_u16())
}

/// A server with a certificate, and what a client needs to trust it.
pub(crate) fn secure(kind: Kind, script: Vec<Reply>) -> (Loopback, Identity) {
    let identity = Identity::new(kind);
    (Loopback::start_tls(identity.config(), script), identity)
}

pub(crate) fn trusting(identity: &Identity) -> Settings {
    Settings::default().extra_ca(identity.root.as_str())
}

/// Takes that certificate from the server at `url`.
pub(crate) fn pinning(url: &str, thumbprint: &str) -> Settings {
    Settings::default().pin(&url.parse().unwrap(), thumbprint.parse().unwrap())
}

/// Set in a process that [`in_a_child`] has started.
const CHILD: &str = "TRANSPORT_TEST_CHILD";

/// Runs one test of this module in a process of its own, with other variables.
pub(crate) fn in_a_child(test: &str, variables: &[(&str, &str)]) {
    let mut child = Command::new(std::env::current_exe().unwrap());
    child.args([&format!("transport::{test}"), "--exact", "--include-ignored"]);
    let ran = child.envs(variables.iter().copied()).env(CHILD, "1").output().unwrap();
    let said = String::from_utf8_lossy(&ran.stdout).into_owned() + &String::from_utf8_lossy(&ran.stderr);
    assert!(ran.status.success() && said.contains("1 passed"), "{said}");
}

/// Whether this is such a process; elsewhere, under `--include-ignored`, its tests have nothing to say.
pub(crate) fn is_child() -> bool {
    std::env::var_os(CHILD).is_some()
}
