//! Snapshots of every file that is written for the smallest document of each construct. `compiled` shows that this text
//! compiles and works.

use codegen::files::Files;
use vcha_tests::fixtures::{files_below, root};
use vcha_tests::generate::{construct, stems};

/// The files of an output, one after the other. The runtime is the same in all of them: its files are named only.
fn joined(files: &Files) -> String {
    let mut text = String::new();
    for (path, bytes) in files.iter() {
        text.push_str(&format!("// ==== {path}\n"));
        if !path.starts_with("rt/") {
            text.push_str(std::str::from_utf8(bytes).unwrap());
            text.push('\n');
        }
    }
    text
}

macro_rules! constructs {
    ($($name:ident)*) => {
        mod is_written_as_committed {
            $(#[test]
            fn $name() {
                let name = stringify!($name);
                let (output, warnings) = super::construct(name);
                insta::with_settings!({
                    prepend_module_to_snapshot => false,
                    omit_expression => true,
                    snapshot_path => "snapshots/constructs",
                }, {
                    insta::assert_snapshot!(name, format!("{warnings}{}", super::joined(&output.files)));
                });
            })*
        }

        const NAMES: &[&str] = &[$(stringify!($name)),*];
    };
}

constructs! {
    any_json bare basic both_ways clashes constant_query constraints descriptions docs enumeration envelope faults
    faults_either faults_shared faults_whole header_key hooks inline lists many_members maps methods modules names newtype
    no_content object parameters references secret server server_places tags texts union
}

#[test]
fn every_document_has_its_snapshot_its_use_and_a_test() {
    let folder = "tests/fixtures/constructs";
    assert_eq!(stems(folder, "yaml"), NAMES);
    let mut uses = stems(folder, "rs");
    uses.retain(|name| name != "main");
    assert_eq!(uses, NAMES);
    assert_eq!(stems("tests/tests/generator/snapshots/constructs", "snap"), NAMES);
}

#[test]
fn the_runtime_is_copied_without_a_change_to_its_code() {
    let (output, _) = construct("no_content");
    let copied = output.files.iter().filter_map(|(path, bytes)| Some((path.strip_prefix("rt/")?, bytes)));
    let copied: Vec<_> =
        copied.map(|(path, bytes)| (path.to_owned(), code(std::str::from_utf8(bytes).unwrap()))).collect();
    let runtime = files_below("codegen/runtime").into_iter().map(|path| {
        let name = path.strip_prefix(root().join("codegen/runtime")).unwrap().to_str().unwrap().to_owned();
        (name, code(&std::fs::read_to_string(path).unwrap()))
    });
    // As texts: a folder sorts behind the file that is called like it.
    let mut runtime: Vec<_> = runtime.collect();
    runtime.sort();
    assert_eq!(copied, runtime);
}

/// The lines that are no comment.
fn code(text: &str) -> String {
    text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n").trim().to_owned()
}
