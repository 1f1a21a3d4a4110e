//! The hand-written hooks of `vcha-client`, checked against the description: as they are, and with the slips that people
//! make. What rustc says about the same slips is shown by the tests of the client.

use codegen::diagnostic::{Code, Diagnostic};
use codegen::hooks::{HookFindings, check};
use codegen::render::{render_human, render_json};
use vcha_tests::fixtures::{files_below, root};
use vcha_tests::generate::{construct, generate_vcha, spec};

const HOME: &str = "generated/src/checks/mod.rs";

/// The files that have the hooks, each changed by `change`.
fn hand_written(change: impl Fn(String) -> String) -> Vec<(String, String)> {
    let files = files_below("generated/src/checks").into_iter().map(|path| {
        let below: Vec<_> = path.strip_prefix(root()).unwrap().iter().map(|part| part.to_str().unwrap()).collect();
        (below.join("/"), change(std::fs::read_to_string(&path).unwrap().replace("\r\n", "\n")))
    });
    files.collect()
}

fn found(files: &[(String, String)]) -> Vec<HookFindings> {
    against(&spec(), files)
}

fn against(description: &str, files: &[(String, String)]) -> Vec<HookFindings> {
    let api = generate_vcha(description).unwrap().api;
    let files: Vec<_> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    check(&api, HOME, &files)
}

/// The one file that something was found in, which must be that of the hooks.
fn at_home(all: &[HookFindings]) -> &[Diagnostic] {
    assert_eq!((all.len(), all[0].file.name()), (1, HOME), "{all:?}");
    &all[0].found
}

/// Code, line and column of everything that was found.
fn places(all: &[HookFindings]) -> Vec<(Code, (usize, usize))> {
    let json: String = all.iter().map(|one| render_json(&one.file, &one.found)).collect();
    let place = |line: &str| {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        let number = |key: &str| usize::try_from(line[key].as_u64().unwrap()).unwrap();
        (Code::parse(line["code"].as_str().unwrap()).unwrap(), (number("line"), number("column")))
    };
    json.lines().map(place).collect()
}

/// Where a text first stands in the file of the hooks, as the findings count.
fn place(files: &[(String, String)], needle: &str) -> (usize, usize) {
    let (_, text) = files.iter().find(|(path, _)| path == HOME).unwrap();
    let at = text.find(needle).unwrap_or_else(|| panic!("{needle} is not in {HOME}"));
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    (text[..at].matches('\n').count() + 1, at - start + 1)
}

/// Changes one place in the file of the hooks; the text must be there once.
fn changed(from: &str, to: &str) -> Vec<(String, String)> {
    let files = hand_written(|text| text.replace(from, to));
    assert_ne!(files, hand_written(|text| text), "{from} is nowhere");
    files
}

#[test]
fn the_hooks_fit_the_description() {
    assert!(found(&hand_written(|text| text)).is_empty());
}

#[test]
fn a_misspelt_hook_is_missing_and_left_over() {
    let files = changed("fn r_placement_1(", "fn r_placement_one(");
    let all = found(&files);
    let expected = [
        (Code::HookMissing, place(&files, "impl Checks for Rules")),
        (Code::HookLeftOver, place(&files, "r_placement_one")),
    ];
    assert_eq!(places(&all), expected);
    let [missing, left_over] = at_home(&all) else { panic!("{all:?}") };
    assert!(missing.message.contains("r_placement_1") && missing.message.contains("R-PLACEMENT-1"), "{missing:?}");
    assert!(left_over.way_out().contains("r_placement_1"), "{left_over:?}");
    let shown = render_human(&all[0].file, at_home(&all), false);
    let (line, column) = expected[0].1;
    assert!(shown.contains(&format!("--> {HOME}:{line}:{column}")), "{shown}");
}

#[test]
fn a_stub_that_is_pasted_is_what_was_missing() {
    let files = changed("fn r_placement_1(", "fn r_placement_one(");
    let stub = at_home(&found(&files))[0].stub.clone().unwrap();
    let pasted: Vec<_> = files
        .into_iter()
        .map(|(path, text)| {
            let head = "impl Checks for Rules {\n";
            (path, text.replace(head, &format!("{head}{stub}\n")))
        })
        .collect();
    let codes: Vec<_> = at_home(&found(&pasted)).iter().map(|one| one.code).collect();
    assert_eq!(codes, [Code::HookLeftOver]);
}

#[test]
fn a_hook_for_another_type_is_named_with_the_signature_that_is_wanted() {
    let right = "fn r_placement_1(&self, value: &PlacementSpec,";
    let files = changed(right, "fn r_placement_1(&self, value: &IpSpec,");
    let all = found(&files);
    let [mistyped] = at_home(&all) else { panic!("{all:?}") };
    let [(code, (line, _))] = places(&all)[..] else { panic!("{all:?}") };
    assert_eq!((code, line), (Code::HookMistyped, place(&files, "fn r_placement_1(").0));
    assert!(mistyped.way_out().contains(right), "{mistyped:?}");
}

#[test]
fn a_rule_that_the_description_drops_leaves_its_hook_over() {
    let without = spec().replace("        - id: R-STORAGE-1\n", "        - id: R-STORAGE-9\n");
    let files = hand_written(|text| text);
    let lines: Vec<_> = places(&against(&without, &files)).into_iter().map(|(code, (line, _))| (code, line)).collect();
    let expected = [
        (Code::HookMissing, place(&files, "impl Checks for Rules").0),
        (Code::HookLeftOver, place(&files, "fn r_storage_1(").0),
    ];
    assert_eq!(lines, expected);
}

#[test]
fn without_any_file_one_stub_has_everything() {
    let all = found(&[]);
    let [found] = at_home(&all) else { panic!("{all:?}") };
    let stub = found.stub.as_deref().unwrap();
    let api = generate_vcha(&spec()).unwrap();
    let wanted = std::str::from_utf8(api.files.get("checks.rs").unwrap()).unwrap().matches("    fn ").count();
    assert_eq!((found.code, stub.matches("    fn ").count()), (Code::NoHooks, wanted));
    assert!(wanted > 20, "{wanted}");
    assert!(syn::parse_str::<syn::ItemImpl>(stub).is_ok(), "{stub}");
}

/// A file with the stubs for the construct `hooks`, pasted as they are proposed: all at once, and one by one.
pub(crate) fn pasted_stubs() -> String {
    let api = construct("hooks").0.api;
    let all = check(&api, HOME, &[]);
    let each = check(&api, HOME, &[(HOME, "impl Checks for Others {}")]);
    let (all, each) = (at_home(&all), at_home(&each));
    assert_eq!((all.len(), each.len()), (1, 5), "{all:?} {each:?}");
    let stub = |one: &Diagnostic| one.stub.clone().unwrap();
    let each: String = each.iter().map(stub).collect();
    format!(
        "//! Stubs, pasted as they are proposed.\n\
         use constructs::hooks::checks::Checks;\nuse constructs::hooks::operations::pairs::AddPair;\n\
         use constructs::hooks::rt::Check;\nuse constructs::hooks::types::{{Name, Pair}};\n\n\
         struct Rules;\n\n{}\nstruct Others;\n\nimpl Checks for Others {{\n{each}}}\n",
        stub(&all[0])
    )
}
