//! Tests of the client crate as a consumer sees it: rules, wire, faults, end to end, secrets, the example program.
//!
//! One binary, because each one links the whole transport. What the generator does is tested in the other binary.

mod allocations;
mod bodies;
mod canaries;
mod e2e;
mod program;
mod reading;
mod rules;
mod transport;
mod ui;
mod vcenter;
mod wire;
