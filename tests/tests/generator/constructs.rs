//! Snapshots of every file that is written for the smallest document of each construct. `compiled` shows that this text
//! compiles and works.

use codegen::files::Files;
use vcha_tests::fixtures::{files_below, root};
use vcha_tests::generate::{construct, stems, text};

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
    answers any_json bare basic bodies both_ways choice_foreign choice_shaped choice_tagged choices_of_credentials
    clashes constant_query constraints credentials descriptions directions docs dotted enumeration enums envelope faults
    faults_either faults_shared faults_whole forms header_key heirs hooks inline limits lists many_members maps merged
    methods modules multipart names newtype no_content nullable object open_enumeration open_objects parameters
    path_keys places primitives recursion references response_headers secret server server_places servers streams styles
    tags texts union version_31
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
    let copied = whole_runtime();
    let declared = std::str::from_utf8(copied.get("mod.rs").unwrap()).unwrap();
    let is_declared = |path: &str| declared.contains(&format!("mod {};\n", path.split(['/', '.']).next().unwrap()));
    let copied = copied.iter().filter(|(path, _)| *path != "mod.rs");
    let copied: Vec<_> =
        copied.map(|(path, bytes)| (path.to_owned(), code(std::str::from_utf8(bytes).unwrap()))).collect();
    let runtime = files_below("codegen/runtime").into_iter().map(|path| {
        let name = path.strip_prefix(root().join("codegen/runtime")).unwrap().to_str().unwrap().to_owned();
        (name, code(&std::fs::read_to_string(path).unwrap()))
    });
    // As texts: a folder sorts behind the file that is called like it.
    let mut runtime: Vec<_> = runtime.filter(|(path, _)| is_declared(path)).collect();
    assert!(runtime.len() > 40, "{}", runtime.len());
    runtime.sort();
    assert_eq!(copied, runtime);
}

/// The runtime with every part that some construct needs.
pub(crate) fn whole_runtime() -> Files {
    let outputs: Vec<Files> = NAMES.iter().map(|name| construct(name).0.files).collect();
    let mut runtime = Files::new();
    for (path, bytes) in outputs.iter().flat_map(Files::iter) {
        // Lines of a file are left out for a part that is not needed, so the one with most lines has every part.
        if let Some(path) = path.strip_prefix("rt/")
            && runtime.get(path).is_none_or(|known| lines(known) <= lines(bytes))
        {
            runtime.insert(path, bytes);
        }
    }
    // No output has every line of this one.
    let modules: Vec<&str> =
        outputs.iter().map(|files| std::str::from_utf8(files.get("rt/mod.rs").unwrap()).unwrap()).collect();
    let head = modules[0].lines().take(2);
    let all = text("codegen/runtime/mod.rs");
    let lines = all.lines().filter(|line| modules.iter().any(|module| module.lines().any(|other| other == *line)));
    runtime.insert("mod.rs", head.chain(lines).map(|line| format!("{line}\n")).collect::<String>());
    runtime
}

fn lines(bytes: &[u8]) -> usize {
    bytes.split(|byte| *byte == b'\n').count()
}

/// The lines that are no comment.
fn code(text: &str) -> String {
    text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n").trim().to_owned()
}
