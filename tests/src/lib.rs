//! What the tests of this package share: where files are, requests to start from, canaries, a server on loopback,
//! certificates, a stand-in for a vCenter.
//!
//! Nothing here asserts what the client or the generator do; that is what `tests/` is for.

pub mod artifacts;
pub mod base64;
pub mod canary;
pub mod certificates;
pub mod cpu;
pub mod fixtures;
pub mod generate;
pub mod loopback;
pub mod many_types;
pub mod scratch;
pub mod sim;
pub mod trial;

/// Keeps the example of the README of the workspace compiling.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
mod readme {}
