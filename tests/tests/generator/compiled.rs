//! Every construct is compiled, its examples are run, and it is used as a caller would use it. One package for all of
//! them, so that the dependencies and the runtime are compiled once.

use std::path::{Path, PathBuf};
use std::sync::Mutex;

use codegen::files::Files;
use codegen::source::Source;
use codegen::{Options, Strictness, crate_files};
use vcha_tests::generate::{construct, files_below, generate_vcha, spec, stems, text};
use vcha_tests::scratch::{Folder, Ran, cargo, sync};

/// Where cargo puts its files for every package of these tests.
pub(crate) fn target() -> &'static Path {
    Path::new(concat!(env!("CARGO_TARGET_TMPDIR"), "/generator-target"))
}

/// No debugger looks at these programs.
const PROFILE: [&str; 2] = ["--config", "profile.dev.debug=false"];

/// Runs cargo in a package of these tests.
fn run(folder: &Path, arguments: &[&str]) -> Ran {
    cargo(folder, target(), arguments.iter().chain(&PROFILE))
}

/// Two cargo processes would wait for each other, and print a line about it.
static CARGO: Mutex<()> = Mutex::new(());

const LIB: &str = "\
//! The output for every construct.
#![deny(warnings, missing_docs, unreachable_pub, rust_2018_idioms, clippy::all, rustdoc::all)]
#![forbid(unsafe_code)]
";

/// The package with every construct: module `NAME` is the output, `tests/uses/NAME.rs` its use.
fn package() -> Files {
    let names = stems("tests/fixtures/constructs", "yaml");
    let (first, others) = names.split_first().unwrap();
    let mut files = Files::new();
    // One with formats, for the features of their conversions.
    let manifest = crate_files("constructs", &construct("primitives").0);
    let manifest = std::str::from_utf8(manifest.get("Cargo.toml").unwrap()).unwrap().to_owned();
    files.insert("Cargo.toml", manifest);
    let mut library = LIB.to_owned();
    let mut uses = text("tests/fixtures/constructs/main.rs");
    for name in &names {
        library.push_str(&format!("pub mod {name};\n"));
        uses.push_str(&format!("mod {name};\n"));
        files.insert(format!("tests/uses/{name}.rs"), text(&format!("tests/fixtures/constructs/{name}.rs")));
        for (path, bytes) in construct(name).0.files.iter().filter(|(path, _)| !path.starts_with("rt/")) {
            files.insert(format!("src/{name}/{path}"), bytes);
        }
    }
    for (path, bytes) in crate::constructs::whole_runtime().iter() {
        files.insert(format!("src/{first}/rt/{path}"), bytes);
    }
    for name in others {
        files.insert(format!("src/{name}/rt.rs"), format!("//! The runtime.\npub use crate::{first}::rt::*;\n"));
    }
    uses.push_str("mod pasted;\n");
    files.insert("tests/uses/pasted.rs", crate::hooks::pasted_stubs());
    files.insert("src/lib.rs", library);
    files.insert("tests/uses/main.rs", uses);
    files
}

/// A folder with these files that is kept between runs, so that cargo compiles only what has changed.
fn settled(name: &str, mut files: Files) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    files.insert("Cargo.lock", text("Cargo.lock"));
    // Cargo removes from the lock file what is not needed here. Copying the whole file again would compile everything again.
    let lock = std::fs::read(folder.join("Cargo.lock"));
    let offered = files.get("Cargo.lock").unwrap().to_vec();
    let note = folder.with_extension("lock");
    if let (Ok(lock), Ok(noted)) = (lock, std::fs::read(&note))
        && noted == offered
    {
        files.insert("Cargo.lock", lock);
    }
    sync(&folder, &files);
    std::fs::write(note, offered).unwrap();
    folder
}

#[test]
fn every_construct_compiles_without_a_warning_runs_its_examples_and_works() {
    let _one_at_a_time = CARGO.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
    let folder = settled("constructs", package());
    let folder = folder.as_path();
    // The library has no tests of its own, so it is not compiled a second time for them.
    for arguments in [["test", "--test", "uses"].as_slice(), &["test", "--doc"]] {
        let ran = run(folder, arguments);
        assert_eq!(ran.code, Some(0), "{arguments:?} {}", ran.shown());
        assert!(ran.stdout.contains("test result: ok") && !ran.stdout.contains(" 0 passed"), "{}", ran.shown());
    }
    // The first lines of the library make every warning of these an error.
    for arguments in [["clippy"].as_slice(), &["doc", "--no-deps"]] {
        let ran = run(folder, arguments);
        assert_eq!(ran.code, Some(0), "{arguments:?} {}", ran.shown());
    }
}

/// The keys of a section of a manifest, in its order.
fn keys(manifest: &str, name: &str) -> Vec<String> {
    let (_, rest) = manifest.split_once(&format!("\n[{name}]\n")).unwrap_or_else(|| panic!("no {name} in {manifest}"));
    let lines = rest.lines().take_while(|line| !line.starts_with('['));
    let keys = lines.filter_map(|line| line.split_once(['.', ' ']).map(|(key, _)| key.to_owned()));
    keys.filter(|key| key != "#").collect()
}

/// The package of the description, in a folder of its own.
fn alone() -> PathBuf {
    let written = Folder::new("alone");
    crate::xtask::write_package(written.path(), "vcha-alone");
    settled("alone", files_below(written.path()))
}

/// Runs `cargo check` with these features, and expects no warning.
fn compiles(folder: &Path, features: &str) {
    let ran = run(folder, &["check", "--no-default-features", "--features", features]);
    assert_eq!((ran.code, ran.shown().contains("warning")), (Some(0), false), "{features} {}", ran.shown());
}

/// Every operation has to compile in a package that has nothing but the output, with the versions that are locked here.
#[test]
fn a_package_of_its_own_compiles_alone() {
    let _one_at_a_time = CARGO.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
    let folder = alone();
    // The features that bring no other package; the next test has all of them.
    for features in ["", "blocking,testing"] {
        compiles(&folder, features);
    }
}

/// The module somewhere in a crate, nobody said where: it finds itself, and a formatter that is run over the crate leaves it
/// as it is.
#[test]
fn a_module_whose_place_is_not_known_compiles_and_survives_the_formatter() {
    let _one_at_a_time = CARGO.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
    let options = Options {
        strictness: Strictness::Own,
        module_path: None,
        origin: "modules.yaml".to_owned(),
        command: "cargo xtask codegen".to_owned(),
    };
    let source = Source::new("modules.yaml", text("tests/fixtures/constructs/modules.yaml"));
    let output = codegen::generate(&source, &options).unwrap();
    let mut files = Files::new();
    files.insert("Cargo.toml", crate_files("placed", &output).get("Cargo.toml").unwrap());
    files.insert("src/lib.rs", format!("{LIB}pub mod deep;\n"));
    files.insert("src/deep.rs", "//! Modules.\npub mod client;\n");
    for (path, bytes) in output.files.iter() {
        let text = std::str::from_utf8(bytes).unwrap();
        assert!(path.starts_with("rt/") || !text.contains("super::super"), "{path}\n{text}");
        files.insert(format!("src/deep/client/{path}"), bytes);
    }
    let folder = settled("placed", files);
    for arguments in [["clippy"].as_slice(), &["doc", "--no-deps"]] {
        let ran = run(&folder, arguments);
        assert_eq!(ran.code, Some(0), "{arguments:?} {}", ran.shown());
    }
    let mut formatter = std::process::Command::new("rustfmt");
    formatter.args(["--check", "--edition", "2024", "src/lib.rs"]).current_dir(&folder);
    let ran = Ran::from(formatter.output().expect("rustfmt runs"));
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(0), ""), "{}", ran.shown());
}

/// The package of its own with each feature. A step of `cargo xtask ci`, because it compiles what a transport needs.
#[test]
#[ignore = "takes minutes"]
fn a_package_of_its_own_compiles_with_each_feature() {
    let _one_at_a_time = CARGO.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
    let folder = alone();
    let manifest = std::fs::read_to_string(folder.join("Cargo.toml")).unwrap();
    let features = keys(&manifest, "features");
    assert_eq!(features, ["blocking", "default", "jiff", "reqwest", "testing", "tracing", "uuid"]);
    let alone = features.iter().map(String::as_str);
    alone.chain(["blocking,reqwest", features.join(",").as_str()]).for_each(|features| compiles(&folder, features));
}

#[test]
fn the_package_and_the_client_depend_on_the_same() {
    let package = crate_files("vcha-alone", &generate_vcha(&spec()).unwrap());
    let manifest = std::str::from_utf8(package.get("Cargo.toml").unwrap()).unwrap().to_owned();
    let client = text("generated/Cargo.toml");
    for name in ["dependencies", "features"] {
        let (mut ours, mut theirs) = (keys(&client, name), keys(&manifest, name));
        ours.sort();
        theirs.sort();
        assert_eq!(ours, theirs, "{name}");
    }
}
