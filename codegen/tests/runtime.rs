//! The runtime as it stands in `runtime/`, compiled and tested before it is copied anywhere.
//!
//! The tests are in `runtime/`, a file for each concern. The transport behind the feature `reqwest` is not compiled
//! here, since this package has no such dependency.

#[path = "../runtime/mod.rs"]
pub mod rt;

mod runtime {
    mod auth;
    mod base_url;
    mod client;
    mod fault;
    mod path;
    mod read;
    mod request;
    mod sample;
    mod secret;
    mod success;
    mod validate;
    mod write;
}
