//! The stand-in from outside: what a client sees on the wire.
//! Rules of single parts are tested beside them in the library.

mod client;
mod conversations;
mod injections;
mod program;
mod redeploy;
mod sessions;
mod tasks;
mod tls;

use vcha_tests::fixtures;

/// A stand-in that used the client's types would agree with them where they are wrong.
#[test]
fn the_stand_in_names_neither_the_client_nor_the_generator() {
    let files = fixtures::files_below("tests/src/sim");
    assert!(files.len() > 20, "{files:?}");
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        let code: Vec<_> = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
        let code = code.join("\n");
        assert!(!code.contains("vcha_client") && !code.contains("codegen") && !code.contains("crate::"), "{file:?}");
    }
}
