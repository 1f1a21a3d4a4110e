//! What the description does not have and callers want: sessions, waiting for tasks, reading a request from a file,
//! texts of a fault.
//!
//! Nothing here judges a value: that is `checks`. Nothing here opens a connection: that is a transport's.

mod async_lock;
#[cfg(feature = "blocking")]
pub mod blocking;
mod family;
mod faults;
mod refusal;
mod renewal;
mod repair;
pub mod session;
mod session_error;
mod spec_file;
mod task_state;
pub mod tasks;
mod watcher;

#[cfg(test)]
mod tests;

pub use spec_file::read_redeploy_spec;
