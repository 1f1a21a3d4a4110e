//! A stand-in for a vCenter: a server on loopback with the operations that a client of VCHA calls.
//!
//! It is written from the published facts about the service and knows neither the client nor the generator, so that it
//! can disagree with them. Everything but its keys follows from a seed and a [`Scenario`]. Nothing here belongs into a
//! product, and no type of `vcha-client` belongs here.
//!
//! Tests use no wall time: a task moves one step with every poll, and the clock moves when [`Sim::advance`] says so.

#![cfg_attr(
    not(test),
    warn(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)
)]

mod answer;
mod body;
mod clock;
mod family;
mod fault;
mod handle;
mod json;
mod message;
mod operations;
mod presets;
mod prng;
mod relations;
mod request;
mod scenario;
mod schema;
mod server;
mod session;
mod task;
mod tasks;
mod tls;
mod vcenter;
mod warnings;

pub use answer::Answer;
pub use family::{Family, Version};
pub use fault::{Fault, Shape};
pub use handle::{Builder, DEFAULT_PASSWORD, DEFAULT_USER, Leaks, Sim};
pub use message::{Message, Param};
pub(crate) use prng::thumbprint;
pub use request::{Ending, Op, Recorded};
pub use scenario::{Act, At, Injection, Peer, RedeployScript, Scenario};
pub use session::SessionPolicy;
pub use task::{End, Status, TaskScript};
pub use tls::Tls;
pub use warnings::Warning;
