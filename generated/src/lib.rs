//! A client for one operation of VMware vCenter: giving a degraded vCenter High Availability (VCHA) cluster a new
//! passive node (`POST /rest/vcenter/vcha/cluster/passive?vmw-task=true&action=redeploy`, vSphere API 6.7.1 and later).
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
//! A [`SessionId`] is the token of a vSphere session. [`Login`] opens one:
//!
//! ```
//! use vcha_client::{Basic, Login, Operation, SessionId, SessionToken, server};
//!
//! let credentials = Basic::new("operator@example.com", "correct horse");
//! let request = Login::new().to_request(&server("vcenter.example.com")?, &credentials)?;
//! assert_eq!(request.uri().path(), "/rest/com/vmware/cis/session");
//!
//! // The token that the answer holds goes with every other request.
//! let session = SessionId::new(SessionToken::new("b5a1"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The task whose id a [`RedeployTask`] gives is looked at with [`GetTask`] until its [`TaskStatus`] is an end. When it
//! has failed, [`read_fault`] makes a [`RedeployTaskFault`] of its [`error`](TaskInfo::error).
//!
//! The root of the crate has the operations under `/rest`, which servers have from version 6.7 on. Those under `/api`,
//! which came with 7.0.2, are in [`api::operations::api`], and their types in [`api::types::api`].
//!
//! | feature | gives | costs |
//! |---|---|---|
//! | none (the default) | types, rules, requests, answers | eight small crates, no procedural macros |
//! | `reqwest` | [`ReqwestTransport`](rt): async, TLS by rustls, bounded in time and size | reqwest, rustls and theirs |
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
//!   in `{:#}` of a refusal, in its [`texts`](RedeployTaskFault::texts), in `Display` and `Debug` of its messages. A
//!   server that repeats a password there is not found out.
//! - **Nothing is added.** A member that is unset is absent from the body: no `null`, no default, no port 443.
//! - **Nothing is followed or kept.** No redirects, no cookies, no state outside the values you hold.
//!
//! # Where things are
//!
//! | module | holds |
//! |---|---|
//! | the root | what most callers need: the types, the operation and its faults, the client, the rules |
//! | [`rules`] | every rule as a constant |
//! | [`rt`] | the runtime: JSON, validation, requests, answers, transports |
//! | [`api`] | all that is generated, the two above among it |
//!
//! [`api`] is generated from an OpenAPI description. [`Rules`] and the functions for files and faults are written by hand.

#![forbid(unsafe_code)]

#[rustfmt::skip]
pub mod api;
mod checks;
mod extras;

#[doc(inline)]
pub use api::checks::Checks;
#[doc(inline)]
pub use api::operations::rest::{
    passive::{RedeployTask, RedeployTaskFault},
    session::{Login, LoginFault, Logout, LogoutFault, WhoAmI, WhoAmIFault},
    tasks::{CancelTask, CancelTaskFault, GetTask, GetTaskFault},
};
#[doc(inline)]
pub use api::rt::{
    BaseUrl, Basic, Body, BuildError, Client, DecodeError, Error, FaultResponse, InvalidBaseUrl, Json, Operation, Path,
    RawFault, Report, ResponseError, Rule, Secret, Severity, ToJson, Transport, TransportError, TransportErrorKind,
    Validate, Violation, http, read_fault,
};
#[cfg(feature = "reqwest")]
#[doc(inline)]
pub use api::rt::{ReqwestTransport, Settings};
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
pub use extras::read_redeploy_spec;

/// Keeps the example of the README compiling.
#[cfg(all(doctest, feature = "reqwest"))]
#[doc = include_str!("../README.md")]
mod readme {}
