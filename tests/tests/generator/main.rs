//! The generator as a whole: what it writes, that this compiles and works, what it says about bad documents, and what
//! `cargo xtask codegen` does with all of it. Tests of single steps stand in `codegen` and `xtask`.

mod api;
mod bad;
mod compiled;
mod constructs;
mod corpus;
mod damage;
mod determinism;
mod drift;
mod hooks;
mod mistakes;
mod readme;
mod tree;
mod xtask;
