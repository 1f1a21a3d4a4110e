//! The package around an output.

use super::*;
use crate::emit::tests::sample;

#[track_caller]
fn states(manifest: &str, lines: &str) {
    for line in lines.lines() {
        assert!(manifest.lines().any(|stated| stated == line), "no line {line}");
    }
}

#[test]
fn versions_are_those_of_the_workspace() {
    states(include_str!("../../../../Cargo.toml"), DEPENDENCIES);
    let client = include_str!("../../../../generated/Cargo.toml");
    states(client, OPTIONAL);
    states(client, FEATURES);
    states(client, CONVERSIONS);
    states(client, CONVERTED);
}

#[test]
fn a_package_has_everything_it_needs() {
    let mut module = Files::new();
    module.insert("mod.rs", "");
    let files = package("a-client", &Api { title: "A `title`\n".to_owned(), ..sample::bare() }, &module);
    let paths: Vec<&str> = files.iter().map(|(path, _)| path).collect();
    assert_eq!(paths, ["Cargo.toml", "src/api/mod.rs", "src/lib.rs"]);
    let library = files.get("src/lib.rs").unwrap_or_default();
    assert!(library.starts_with(b"//! A client for A `title`. Everything"), "{}", String::from_utf8_lossy(library));
}
