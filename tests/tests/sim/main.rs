//! The stand-in from outside: what a client sees on the wire.
//! Rules of single parts are tested beside them in the library.

mod client;
mod mishaps;
mod program;
mod redeploy;
mod sessions;
mod tasks;
mod tls;
mod whole;
