//! A client for giving a degraded vCenter High Availability (VCHA) cluster of VMware a new passive node
//! (`POST /rest/vcenter/vcha/cluster/passive?vmw-task=true&action=redeploy`, vSphere API 6.7.1 and later), with the session
//! and the task around it.
//!
//! Build a [`RedeploySpec`], have it judged, and send it as a [`RedeployTask`], with the transport of this crate or with
//! any HTTP library of your own:
//!
//! ```
//! use vcha_client::{
//!     IpSpec, Ipv4Spec, Operation, PlacementSpec, RedeploySpec, RedeployTask, Rules, SessionId, Validate, server,
//! };
//!
//! let mut address = Ipv4Spec::new("192.0.2.10");
//! address.prefix = Some(24);
//! let mut spec = RedeploySpec::new(PlacementSpec::new("vc-passive", "group-v3"));
//! spec.ha_ip = Some(IpSpec::ipv4(address));
//!
//! let operation = RedeployTask::new(spec);
//! assert!(operation.validate(&Rules).is_clean());
//! let request = operation.to_request(&server("vcenter.example.com")?, &SessionId::new("b5a1"))?;
//! assert_eq!(request.method(), "POST");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Sending
//!
//! With the feature `reqwest` the crate brings a transport. [`Client::send`] judges the operation, sends it once and
//! reads the answer:
//!
//! ```no_run
//! # #[cfg(feature = "reqwest")] {
//! use vcha_client::{
//!     Client, Error, PlacementSpec, RedeploySpec, RedeployTask, ReqwestTransport, Rules, SessionId, Settings, server,
//! };
//!
//! # async fn redeploy(session: SessionId) -> Result<(), Box<dyn std::error::Error>> {
//! let client = Client::new(server("vcenter.example.com")?, ReqwestTransport::new(&Settings::default())?, Rules);
//! let operation = RedeployTask::new(RedeploySpec::new(PlacementSpec::new("vc-passive", "group-v3")));
//! match client.send(&operation, &session).await {
//!     Ok(task) => println!("started as task {task}"),
//!     Err(Error::Fault(refusal)) => eprintln!("refused: {}", refusal.fault.texts().join(" ")),
//!     Err(other) => return Err(other.into()),
//! }
//! # Ok(())
//! # }
//! # }
//! ```
//!
//! Without that feature implement [`Transport`] for the HTTP library at hand, or go without a [`Client`] altogether:
//! [`Operation::to_request`] gives an [`http::Request`], and [`Operation::parse_response`] takes an [`http::Response`].
//!
//! A [`SessionId`] is the token of a vSphere session; [`Login`] gives one. The next section has a shorter way.
//!
//! # Sessions and tasks
//!
//! [`session::Session`] logs in, keeps the token, starts a redeployment, follows its task and logs out:
//!
//! ```no_run
//! # #[cfg(feature = "reqwest")] {
//! use std::ops::ControlFlow;
//! use vcha_client::session::Session;
//! use vcha_client::tasks::{Event, TokioClock, Wait};
//! use vcha_client::{Basic, Client, PlacementSpec, RedeploySpec, ReqwestTransport, Rules, Settings, server};
//!
//! # async fn redeploy(password: String) -> Result<(), Box<dyn std::error::Error>> {
//! let client = Client::new(server("vcenter.example.com")?, ReqwestTransport::new(&Settings::default())?, Rules);
//! let session = Session::open_either(client, Basic::new("operator@example.com", password)).await?;
//! let task = session.redeploy(RedeploySpec::new(PlacementSpec::new("vc-passive", "group-v3"))).await?;
//! let watch = |event: Event<'_>| {
//!     match event {
//!         Event::State(state) => println!("{}", state.status),
//!         Event::Trouble { error, retry_in } => println!("{error}; asking again in {retry_in:?}"),
//!         _ => {}
//!     }
//!     ControlFlow::Continue(())
//! };
//! let outcome = session.wait(&task, &Wait::default(), &TokioClock, watch).await;
//! session.close().await?;
//! println!("ended at {:?}", outcome?.end_time);
//! # Ok(())
//! # }
//! # }
//! ```
//!
//! A session that ends on the way is opened anew, once for each call and only by calls that may be repeated: a redeployment
//! is sent once, whatever happens. Of many calls at a time one logs in for all, and credentials that were refused are not
//! sent again. [`tasks::TokioClock`] is the clock of tokio; another runtime's is a [`tasks::Clock`] of a few lines. Waiting
//! goes on through lost connections, busy servers and answers that break off, and ends with the task, at its deadline, or
//! when another look would change nothing. A failed task gives its own fault, as a [`Refusal`]. [`blocking::Session`] is
//! the same without async.
//!
//! The root of the crate has the operations under `/rest`, which servers have from version 6.7 on. Those under `/api`,
//! which came with 7.0.2, are in [`api::operations::api`], and their types in [`api::types::api`]; a
//! [`session::Family`] stands for either.
//!
//! # Features
//!
//! | feature | gives | costs |
//! |---|---|---|
//! | none (the default) | types, rules, requests, answers | eight small crates, no procedural macros |
//! | `reqwest` | [`ReqwestTransport`]: async, TLS by rustls, bounded in time and size | 77 crates on Linux, and 3 that build ring, which is C and assembly |
//! | `blocking` | [`BlockingClient`], for programs without async; with `reqwest` also [`ReqwestBlockingTransport`] | nothing |
//! | `testing` | [`testing::Script`], a transport that plays a script | nothing |
//! | `jiff` | `to_jiff` of the times of a task | 2 crates |
//! | `uuid` | the same for UUIDs, which this description has none of | 1 crate |
//! | `tracing` | a span around each call: operation, method, host, status, duration, and no secret | 4 crates; with `reqwest` none |
//!
//! # Trust
//!
//! Of a server's certificate the platform judges first, by its roots: the system's store on Windows and macOS, and on Linux
//! the usual files or those that `SSL_CERT_FILE` and `SSL_CERT_DIR` name. Few vCenters have a certificate from there.
//! [`Settings`] say what else is trusted, from best to worst:
//!
//! - [`Settings::extra_ca`] adds roots. The authority of a vCenter gives its own away under
//!   `https://SERVER/certs/download.zip`, over a connection that it does not yet vouch for: compare it with another source.
//! - [`Settings::pin`] takes one certificate of one server by its [`Thumbprint`], SHA-256 or SHA-1; for any other host, for
//!   another port and for a proxy (see [`Proxy::pin`]) it does not count. Pins are looked at only after the
//!   judgement has failed for lack of trust: an unknown issuer, or another host name. They do not help what has
//!   expired, is not valid yet or is not for servers, and the server has to prove that it holds the key.
//! - [`Settings::insecure`] accepts every certificate of every server, and with the feature `tracing` says so in a warning.
//!
//! An untrusted certificate ends the call before anything is sent, and
//! [`TransportError::untrusted`] tells which one it was. Show its thumbprint, have a person compare it with the one on
//! the server's console, pin it, and call again:
//!
//! ```
//! # #[cfg(feature = "reqwest")] {
//! use vcha_client::{BaseUrl, Settings, Thumbprint, TransportError, Untrusted};
//!
//! /// `confirmed` asks a person, who compares.
//! fn pinned(server: &BaseUrl, error: &TransportError, confirmed: impl Fn(&Untrusted) -> bool) -> Option<Settings> {
//!     let presented = error.untrusted().filter(|presented| confirmed(presented))?;
//!     Some(Settings::default().pin(server, presented.sha256()))
//! }
//!
//! let (sha256, sha1) = (Thumbprint::sha256([0xAB; 32]), Thumbprint::sha1([0xCD; 20]));
//! let error = TransportError::from(Untrusted::new("vcenter.example.com", sha256, sha1, "its issuer is not known"));
//! let server: BaseUrl = "vcenter.example.com".parse()?;
//! assert!(pinned(&server, &error, |presented| presented.sha256() == sha256).is_some());
//! assert!(pinned(&server, &error, |_| false).is_none());
//! # }
//! # Ok::<(), vcha_client::InvalidBaseUrl>(())
//! ```
//!
//! A [`Proxy`] is used when [`Settings::proxy`] names one, and never because the environment does. Over `https` it sees the
//! server's name and nothing of what is said.
//!
//! # Testing your own code
//!
//! With the feature `testing`, [`testing::Script`] stands in for a server: it answers what the script says, keeps the
//! requests for the test to look at, and opens no connection. It is a [`Transport`], and a [`BlockingTransport`] too:
//!
//! ```
//! # #[cfg(all(feature = "blocking", feature = "testing"))] {
//! use vcha_client::testing::{Answer, Script};
//! use vcha_client::{
//!     BlockingClient, BlockingTransport, Error, PlacementSpec, RedeploySpec, RedeployTask, Rules, SessionId, TaskId,
//!     TransportErrorKind, server,
//! };
//!
//! /// The code to be tested: it works with any transport.
//! fn redeploy(client: &BlockingClient<impl BlockingTransport, Rules>, folder: &str) -> Result<TaskId, String> {
//!     let operation = RedeployTask::new(RedeploySpec::new(PlacementSpec::new("vc-passive", folder)));
//!     client.send(&operation, &SessionId::new("b5a1")).map_err(|error| match error {
//!         Error::Transport(cause) if !cause.is_not_sent() => "look at the tasks of the server first".to_owned(),
//!         other => other.to_string(),
//!     })
//! }
//!
//! let script = Script::new()
//!     .then(Answer::json(200, r#"{"value":"task-7"}"#))
//!     .then(Answer::fails(TransportErrorKind::Timeout, "nobody answered"));
//! let client = BlockingClient::new(server("vcenter.example.com")?, script.clone(), Rules);
//!
//! assert_eq!(redeploy(&client, "group-v3")?, "task-7".into());
//! assert_eq!(redeploy(&client, "group-v3"), Err("look at the tasks of the server first".to_owned()));
//!
//! let sent = script.requests();
//! assert_eq!(sent.len(), 2);
//! let body = sent[0].json().expect("JSON");
//! assert_eq!(body["spec"]["placement"]["folder"], "group-v3");
//! assert_eq!(script.remaining(), 0);
//! # }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Validation
//!
//! Every rule has an id, such as `R-IPV4-4`, a severity and the sentence it stands for; [`rules`] lists them all.
//! Some are keywords of the description and judged by generated code, the others are [`Rules`]. [`Validate::validate`]
//! runs both and gives a [`Report`] of every [`Violation`], each with its rule and a JSON Pointer into the body:
//!
//! ```
//! use vcha_client::{Ipv4Spec, Rules, Validate};
//!
//! let mut address = Ipv4Spec::new("192.0.2.10/24");
//! address.subnet_mask = Some("255.255.0.0".to_owned());
//! address.prefix = Some(24);
//! let report = address.validate(&Rules);
//! let found: Vec<_> = report.violations().iter().map(|found| (found.rule, found.pointer.as_str())).collect();
//! assert_eq!(found, [("R-IPV4-1", "/address"), ("R-IPV4-4", "/prefix")]);
//! ```
//!
//! An error keeps [`Client::send`] from sending; a warning does not. What no rule supports is not checked: an
//! identifier may look like anything, and whether an address fits its network is for the server to say.
//! [`Client::send_unchecked`] sends without judging, and a type of your own that implements
//! [`Checks`] judges by other rules.
//!
//! A request that was written by hand, in JSON or YAML, is read with [`read_redeploy_spec`], which reports everything
//! that is wrong with it at once. The example `redeploy` of this crate is a small program around that.
//!
//! # Faults
//!
//! A refusal is a [`RedeployTaskFault`]. The body of the answer decides which one, never the status, because servers
//! differ in their statuses. A fault that is not described, a proxy's page, an empty body: all of them arrive as
//! [`RedeployTaskFault::Other`], with the status and the beginning of the body. [`RedeployTaskFault::kind`],
//! [`texts`](RedeployTaskFault::texts) and [`thumbprint`](RedeployTaskFault::thumbprint) say what an operator asks first.
//! A call about the session is refused with a [`SessionFault`], one about a task with a [`GetTaskFault`] or a
//! [`CancelTaskFault`], and a [`Refusal`] is any of them in one shape.
//!
//! Printed with `{}`, a refusal is a sentence about the fault and its name; `{:#}` adds what the server says of it:
//!
//! ```
//! use vcha_client::{AccessErrorInfo, FaultResponse, LocalizableMessage, RedeployTaskFault, http::StatusCode};
//!
//! let message = LocalizableMessage::new("com.example.denied", "Permission is missing.", Vec::new());
//! let fault = RedeployTaskFault::Unauthorized(AccessErrorInfo::new(vec![message]));
//! let refusal = FaultResponse::new(StatusCode::FORBIDDEN, fault);
//! assert_eq!(
//!     format!("{refusal:#}"),
//!     "the server refused with status 403 Forbidden: The user lacks a privilege that this needs: logging in again \
//!      does not help. The server says: \"Permission is missing.\" (com.vmware.vapi.std.errors.unauthorized)",
//! );
//! ```
//!
//! # What never happens
//!
//! - **Nothing is sent twice.** Every accepted request starts another deployment. After a timeout or a broken
//!   connection look at the tasks of the server first; [`TransportError::is_not_sent`] tells when there is no need to.
//! - **No secret shows.** [`Secret`] has no `Display`, its `Debug` shows nothing, and types that hold one cannot be
//!   serialised by accident: [`ToJson::masked`] writes stars, [`ToJson::exposed`] what it says. No error, printed with
//!   `{}`, and no message of a rule quotes a password or a token. What a server writes shows only where it is asked for:
//!   in `{:#}` of a refusal, in its [`texts`](RedeployTaskFault::texts), in `Display` and `Debug` of its messages. The
//!   client does not notice a server that repeats a password there.
//! - **Nothing is added.** A member that is unset is absent from the body: no `null`, no default, no port 443.
//! - **Nothing is followed or kept.** No redirects, no cookies, no state outside the values you hold.
//!
//! # Where things are
//!
//! | module | holds |
//! |---|---|
//! | the root | what most callers need: the types, the operation and its faults, the client, the rules |
//! | [`rules`] | every rule as a constant |
//! | [`session`], [`tasks`] | logging in and out, following a task, refusals in one shape |
//! | [`rt`] | the runtime: JSON, validation, requests, answers, transports |
//! | [`api`] | all that is generated, the two above among it |
//!
//! [`api`] is generated from an OpenAPI description. [`Rules`], [`session`], [`tasks`] and the functions for files and faults
//! are written by hand.

#![forbid(unsafe_code)]
// Without a feature its items do not exist; then links to them lead to the table of features.
#![cfg_attr(
    not(feature = "reqwest"),
    doc = "",
    doc = "[`ReqwestTransport`]: #features",
    doc = "[`Settings`]: #features",
    doc = "[`Settings::extra_ca`]: #features",
    doc = "[`Settings::pin`]: #features",
    doc = "[`Settings::insecure`]: #features",
    doc = "[`Settings::proxy`]: #features",
    doc = "[`Proxy`]: #features",
    doc = "[`Proxy::pin`]: #features",
    doc = "[`tasks::TokioClock`]: #features"
)]
#![cfg_attr(
    not(feature = "blocking"),
    doc = "",
    doc = "[`BlockingClient`]: #features",
    doc = "[`BlockingTransport`]: #features",
    doc = "[`blocking::Session`]: #features"
)]
#![cfg_attr(
    not(all(feature = "blocking", feature = "reqwest")),
    doc = "",
    doc = "[`ReqwestBlockingTransport`]: #features"
)]
#![cfg_attr(not(feature = "testing"), doc = "", doc = "[`testing::Script`]: #features")]

pub mod api;
mod checks;
mod extras;

#[doc(inline)]
pub use api::checks::Checks;
#[doc(inline)]
pub use api::operations::rest::{
    passive::RedeployTask,
    session::{Login, Logout, WhoAmI},
    tasks::{CancelTask, GetTask},
};
#[cfg(all(feature = "blocking", feature = "reqwest"))]
#[doc(inline)]
pub use api::rt::ReqwestBlockingTransport;
#[cfg(feature = "testing")]
#[doc(inline)]
pub use api::rt::testing;
#[doc(inline)]
pub use api::rt::{
    BaseUrl, Basic, Body, BuildError, Client, DecodeError, Error, FaultResponse, InvalidBaseUrl, InvalidThumbprint,
    Json, Operation, Path, RawFault, Report, ResponseError, Rule, Secret, Severity, Thumbprint, ToJson, Transport,
    TransportError, TransportErrorKind, Untrusted, Validate, Violation, http, read_fault,
};
#[cfg(feature = "blocking")]
#[doc(inline)]
pub use api::rt::{BlockingClient, BlockingTransport};
#[cfg(feature = "reqwest")]
#[doc(inline)]
pub use api::rt::{InvalidProxy, Proxy, ReqwestTransport, Settings};
#[doc(inline)]
pub use api::security::SessionId;
#[doc(inline)]
pub use api::types::{
    CertificateInfo, ConnectionSpec, CredentialsSpec, DatastoreId, DiskSpec, FolderId, HostId, IpFamily, IpSpec,
    Ipv4Spec, Ipv6Spec, NetworkId, NetworkType, PlacementSpec, RedeploySpec, ResourcePoolId, SessionInfo, SessionToken,
    TaskId, TaskStatus, TaskTarget, rest::*,
};
#[doc(inline)]
pub use api::{rt, rules, server};
pub use checks::Rules;
#[cfg(feature = "blocking")]
#[doc(inline)]
pub use extras::blocking;
pub use extras::read_redeploy_spec;
#[doc(inline)]
pub use extras::session::{CallError, FaultKind, Refusal};
#[doc(inline)]
pub use extras::{session, tasks};

/// Keeps the example of the README compiling.
#[cfg(all(doctest, feature = "reqwest"))]
#[doc = include_str!("../README.md")]
mod readme {}
