//! A package around the module, for a document whose client shall be a crate of its own.

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use super::doc::Doc;
use crate::files::Files;
use crate::model::{Api, Part};

/// What the output depends on, as the workspace states it.
const DEPENDENCIES: &str = r#"http = "1.5.0"
serde_core = "1.0.229"
serde_json = { version = "1.0.154", default-features = false, features = ["std"] }
zeroize = "1.9.2"
"#;

/// What only features bring.
const OPTIONAL: &str = r#"reqwest = { version = "0.13.5", default-features = false, features = ["rustls-no-provider"], optional = true }
ring = { version = "0.17.14", default-features = false, optional = true }
rustls = { version = "0.23.46", default-features = false, features = ["ring", "std", "tls12"], optional = true }
rustls-platform-verifier = { version = "0.7.1", optional = true }
tokio = { version = "1.54.1", default-features = false, features = ["rt", "sync", "time"], optional = true }
tracing = { version = "0.1.44", default-features = false, features = ["std"], optional = true }
"#;

/// What the runtime can do more, and what that takes.
const FEATURES: &str = r#"blocking = []
default = []
reqwest = ["dep:reqwest", "dep:ring", "dep:rustls", "dep:rustls-platform-verifier", "dep:tokio"]
testing = []
tracing = ["dep:tracing"]
"#;

/// What the feature `reqwest` needs by name to send what is read meanwhile; reqwest brings it.
const SENT: &str = r#"http-body = { version = "1.1.0", optional = true }
"#;

/// What only features bring to an output that has formats.
const CONVERSIONS: &str = r#"jiff = { version = "1.0.2", default-features = false, features = ["std"], optional = true }
uuid = { version = "1.29.3", default-features = false, optional = true }
"#;

/// To and from the types of other crates.
const CONVERTED: &str = r#"jiff = ["dep:jiff"]
uuid = ["dep:uuid"]
"#;

/// The package `name`: `Cargo.toml`, `src/lib.rs` and the module under `src/api`.
pub(crate) fn package(name: &str, api: &Api, module: &Files) -> Files {
    let mut files = Files::new();
    files.insert("Cargo.toml", manifest(name, &api.parts));
    files.insert("src/lib.rs", library(&api.title));
    for (path, bytes) in module.iter() {
        files.insert(format!("src/api/{path}"), bytes);
    }
    files
}

fn manifest(name: &str, parts: &BTreeSet<Part>) -> String {
    let (conversions, converted) = if parts.contains(&Part::Format) { (CONVERSIONS, CONVERTED) } else { ("", "") };
    let (sent, features) = match parts.contains(&Part::Upload) {
        true => (SENT, FEATURES.replace("\"dep:reqwest\"", "\"dep:http-body\", \"dep:reqwest\"")),
        false => ("", FEATURES.to_owned()),
    };
    format!(
        "[package]
name = {name:?}
version = \"0.1.0\"
edition = \"2024\"
rust-version = \"1.85\"
publish = false

[dependencies]
{}
[features]
{}
# Alone by itself, wherever the folder lies; take this out to make it a member of a workspace.
[workspace]
",
        sorted(&[DEPENDENCIES, sent, OPTIONAL, conversions]),
        sorted(&[&features, converted]),
    )
}

/// The lines of all of these.
fn sorted(parts: &[&str]) -> String {
    let mut lines: Vec<&str> = parts.iter().flat_map(|part| part.lines()).collect();
    lines.sort_unstable();
    lines.into_iter().flat_map(|line| [line, "\n"]).collect()
}

fn library(title: &str) -> String {
    let said = format!(
        "A client for {}. Everything is in the module `api`, which is generated.",
        title.trim().trim_end_matches('.')
    );
    let docs: String = Doc::new(0).text(&said).lines.iter().map(|line| format!("//! {line}\n")).collect();
    format!("{docs}\n#![forbid(unsafe_code)]\n\npub mod api;\n")
}
