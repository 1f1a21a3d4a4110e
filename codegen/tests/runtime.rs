//! The runtime as it stands in `runtime/`, compiled and tested before it is copied anywhere.
//!
//! The tests are in `runtime/`, a file for each concern. What needs a dependency that only a feature brings (reqwest,
//! tracing) is not compiled here.

#[path = "../runtime/mod.rs"]
pub mod rt;

mod runtime {
    mod answer;
    mod auth;
    mod base_url;
    mod blocking;
    mod certificate;
    mod choice;
    mod client;
    mod credential;
    mod differential;
    mod fault;
    mod form;
    mod format;
    mod macros;
    mod multipart;
    mod patch;
    mod path;
    mod read;
    mod request;
    mod sample;
    mod secret;
    mod server;
    mod sse;
    mod style;
    mod success;
    mod testing;
    mod text;
    mod validate;
    mod write;
}
