//! What a generated client costs those who depend on it: CPU time of `cargo check`, `cargo build` and `cargo build
//! --release` for the client alone, beside the same types with serde's derive. The dependencies are built before.
//!
//! Prints, and judges nothing. What is compiled is made in `many_types`.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a program that measures prints")]

use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use codegen::files::Files;
use lexopt::ValueExt as _;
use vcha_tests::many_types::ManyTypes;
use vcha_tests::trial::{self, Cost, DERIVE};
use vcha_tests::{fixtures, scratch};

const HELP: &str = "\
What a generated client costs those who depend on it, in CPU seconds.

cargo run -p vcha-tests --bin consumer-cost -- [N] [--limit SECONDS] [--only PART]

N          types of each of two sizes in the document [default: 400]
--limit    how long one step of cargo may take [default: 900]
--only     one part: types, object or vcha
";

const TRIAL: &str = "consumer-cost";

/// The three steps, as cargo is asked for them.
const STEPS: [&[&str]; 3] = [&["check"], &["build"], &["build", "--release"]];

struct Wish {
    count: usize,
    limit: Duration,
    only: Option<String>,
}

fn main() -> ExitCode {
    match wish() {
        Ok(Some(wish)) => measure(&wish),
        Ok(None) => println!("{HELP}"),
        Err(error) => {
            eprintln!("{error}\n\n{HELP}");
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}

fn wish() -> Result<Option<Wish>, lexopt::Error> {
    let mut wish = Wish { count: 400, limit: Duration::from_secs(900), only: None };
    let mut words = lexopt::Parser::from_env();
    while let Some(word) = words.next()? {
        match word {
            lexopt::Arg::Long("help") => return Ok(None),
            lexopt::Arg::Long("limit") => wish.limit = Duration::from_secs(words.value()?.parse()?),
            lexopt::Arg::Long("only") => {
                let part = words.value()?.string()?;
                if !["types", "object", "vcha"].contains(&part.as_str()) {
                    return Err(format!("there is no part {part}").into());
                }
                wish.only = Some(part);
            }
            lexopt::Arg::Value(count) => wish.count = count.parse()?,
            other => return Err(other.unexpected()),
        }
    }
    Ok(Some(wish))
}

fn measure(wish: &Wish) {
    let is_wanted = |part: &str| wish.only.as_deref().is_none_or(|only| only == part);
    println!("{:<40} {:>12} {:>12} {:>12}", "CPU seconds, the last crate alone", "check", "build", "release");
    if is_wanted("types") {
        let made = ManyTypes::types(wish.count);
        let name = format!("{} types", 2 * wish.count);
        let ours = row(&format!("{name}, client"), &STEPS, |step| of_client(&made, step, wish.limit));
        let theirs = row(&format!("{name}, derive"), &STEPS, |step| of_derive(&made, step, wish.limit));
        ratio("  client / derive", &ours, &theirs);
    }
    if is_wanted("object") {
        // In release alone, where what grows faster than the object shows.
        let of = |members| {
            let made = ManyTypes::object(members);
            row(&format!("one object of {members} members, client"), &STEPS, |step| {
                step.contains(&"--release").then(|| of_client(&made, step, wish.limit)).flatten()
            })
        };
        let [one, four] = [100, 400].map(of);
        ratio("  400 / 100 members", &four, &one);
    }
    if is_wanted("vcha") {
        row("vcha-client, default features", &STEPS, |step| of_vcha(step, wish.limit));
    }
}

/// Each step's cost, printed as soon as all are known. A step without one is not of this row.
fn row(name: &str, steps: &[&[&str]], of: impl Fn(&[&str]) -> Option<Cost>) -> Vec<Option<Cost>> {
    let costs: Vec<Option<Cost>> = steps.iter().map(|step| of(step)).collect();
    let shown = costs.iter().map(|cost| match cost {
        Some(Cost::Took(time)) => format!(" {:>12.2}", time.as_secs_f64()),
        Some(Cost::Longer(limit)) => format!(" {:>12}", format!("> {} wall", limit.as_secs())),
        None => format!(" {:>12}", "-"),
    });
    println!("{name:<40}{}", shown.collect::<String>());
    costs
}

fn ratio(name: &str, ours: &[Option<Cost>], theirs: &[Option<Cost>]) {
    let shown = ours.iter().zip(theirs).map(|pair| match pair {
        (Some(Cost::Took(ours)), Some(Cost::Took(theirs))) => {
            format!(" {:>12.2}", ours.as_secs_f64() / theirs.as_secs_f64().max(0.01))
        }
        _ => format!(" {:>12}", "-"),
    });
    println!("{name:<40}{}", shown.collect::<String>());
}

fn of_client(made: &ManyTypes, step: &[&str], limit: Duration) -> Option<Cost> {
    of_package("client", trial::client("consumed-client", &made.openapi().to_string()), step, limit)
}

fn of_derive(made: &ManyTypes, step: &[&str], limit: Duration) -> Option<Cost> {
    of_package("derived", trial::by_hand("derived", DERIVE, "src/lib.rs", &made.derived()), step, limit)
}

/// First the package with nothing in it, which builds the dependencies, then with everything.
fn of_package(name: &str, files: Files, step: &[&str], limit: Duration) -> Option<Cost> {
    let mut empty = Files::new();
    empty.insert("Cargo.toml", files.get("Cargo.toml").expect("a package has a manifest"));
    empty.insert("src/lib.rs", "");
    let folder = trial::settle(TRIAL, name, empty);
    before(&folder, step);
    trial::settle(TRIAL, name, files);
    Some(trial::cost(&mut command(&folder, step), limit))
}

/// A package with nothing in it that depends on `vcha-client`, which is built anew.
fn of_vcha(step: &[&str], limit: Duration) -> Option<Cost> {
    let client = fixtures::root().join("generated");
    let line = format!("vcha-client = {{ path = {client:?} }}\n");
    let folder = trial::settle(TRIAL, "consumer", trial::by_hand("consumer", &line, "src/lib.rs", ""));
    before(&folder, step);
    // Cargo cleans one profile at a time.
    let profile: &[&str] = if step.contains(&"--release") { &["--release"] } else { &[] };
    let clean: Vec<&str> = ["clean", "--package", "vcha-client"].iter().chain(profile).copied().collect();
    let mut clean = trial::cargo(TRIAL, &folder, &clean);
    let cleaned = scratch::Ran::from(clean.output().expect("cargo runs"));
    assert_eq!(cleaned.code, Some(0), "{}", cleaned.shown());
    Some(trial::cost(&mut command(&folder, step), limit))
}

fn before(folder: &Path, step: &[&str]) {
    let built = scratch::Ran::from(command(folder, step).output().expect("cargo runs"));
    assert_eq!(built.code, Some(0), "{}", built.shown());
}

fn command(folder: &Path, step: &[&str]) -> std::process::Command {
    trial::cargo(TRIAL, folder, step)
}
