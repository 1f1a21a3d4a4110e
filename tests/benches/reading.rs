//! Reading an answer and writing a request with a generated client, beside serde_json with a derive on the same text.
//!
//! Both are packages of their own below `target/trials`, built in release as a consumer builds them, so that nothing is
//! inlined here that is not inlined there. The sources are in `tests/fixtures/bench`; the number of rounds may be given.

#![expect(clippy::print_stdout, reason = "a bench prints what it measures")]

use std::time::Duration;

use vcha_tests::trial::{self, Cost, DERIVE};
use vcha_tests::{fixtures, scratch};

const TRIAL: &str = "reading";

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    // `cargo test --benches` only wants to know that it runs.
    let rounds = if words.iter().any(|word| word == "--test") { Some("1") } else { None };
    let rounds = rounds.or_else(|| words.iter().map(String::as_str).find(|word| word.parse::<usize>().is_ok()));
    let source = |name: &str| fixtures::read(&format!("tests/fixtures/bench/{name}"));
    trial::settle(TRIAL, "client", trial::client("reading-client", &source("reading.yaml")));
    trial::settle(TRIAL, "derived", trial::by_hand("derived", DERIVE, "src/lib.rs", &source("derived.rs")));
    let needed = "reading-client = { path = \"../client\" }\nderived = { path = \"../derived\" }\nserde_json = \"1\"\n";
    let measuring = trial::by_hand("measuring", needed, "src/main.rs", &source("main.rs"));
    let folder = trial::settle(TRIAL, "measuring", measuring);
    let built = trial::cost(&mut trial::cargo(TRIAL, &folder, &["build", "--release"]), Duration::from_secs(600));
    assert!(matches!(built, Cost::Took(_)), "the packages are not built after ten minutes");
    let program = trial::place(TRIAL).join("target/release/measuring");
    let ran = scratch::Ran::from(std::process::Command::new(program).args(rounds).output().expect("what was built"));
    assert_eq!(ran.code, Some(0), "{}", ran.shown());
    print!("{}", ran.stdout);
}
