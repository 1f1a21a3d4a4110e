//! What does not come from the document: how strictly it is read, and what the output says of where it comes from.

/// What does not come from the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// How much is forgiven.
    pub strictness: Strictness,
    /// The Rust path of the module as examples in the documentation name it, such as `vcha_client::api`. Without one
    /// the examples are not compiled.
    pub module_path: Option<String>,
    /// The document, as the first line of each file names it: `spec/vcha.yaml`.
    pub origin: String,
    /// The command, as the first line of each file names it: `cargo xtask codegen`.
    pub command: String,
}

/// How much is forgiven.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strictness {
    /// Our own document: everything that would be lost is an error.
    Own,
    /// Somebody else's document: what can be ignored is a warning.
    Foreign,
}
