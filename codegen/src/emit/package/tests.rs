//! The package around an output.

use super::*;

#[track_caller]
fn states(manifest: &str, (name, wanted): &(&str, &str)) {
    let line = format!("{name} = {wanted}");
    assert!(manifest.lines().any(|stated| stated == line), "no line {line}");
}

#[test]
fn versions_are_those_of_the_workspace() {
    DEPENDENCIES.iter().for_each(|wanted| states(include_str!("../../../../Cargo.toml"), wanted));
    let client = include_str!("../../../../generated/Cargo.toml");
    OPTIONAL.iter().chain(FEATURES).for_each(|wanted| states(client, wanted));
}

#[test]
fn a_package_has_everything_it_needs() {
    let mut module = Files::new();
    module.insert("mod.rs", "");
    let files = package("a-client", "A `title`\n", &module);
    let paths: Vec<&str> = files.iter().map(|(path, _)| path).collect();
    assert_eq!(paths, ["Cargo.toml", "src/api/mod.rs", "src/lib.rs"]);
    let library = files.get("src/lib.rs").unwrap_or_default();
    assert!(library.starts_with(b"//! A client for A `title`. Everything"), "{}", String::from_utf8_lossy(library));
}
