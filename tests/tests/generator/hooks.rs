//! The hand-written hooks of `vcha-client`, checked against the description: as they are, and with the slips that people
//! make. What rustc says about the same slips is shown by the tests of the client.

use codegen::hooks::{HookFinding, Kind, check};
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

fn found(files: &[(String, String)]) -> Vec<HookFinding> {
    let api = generate_vcha(&spec()).unwrap().api;
    let files: Vec<_> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    check(&api, HOME, &files)
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
    assert_eq!(found(&hand_written(|text| text)), []);
}

#[test]
fn a_misspelt_hook_is_missing_and_left_over() {
    let files = changed("fn r_placement_1(", "fn r_placement_one(");
    let found = found(&files);
    let kinds: Vec<_> = found.iter().map(|one| (one.kind, one.path.as_str(), (one.line, one.column))).collect();
    let expected = [
        (Kind::Missing, HOME, place(&files, "impl Checks for Rules")),
        (Kind::LeftOver, HOME, place(&files, "r_placement_one")),
    ];
    assert_eq!(kinds, expected);
    assert!(found[0].message.contains("r_placement_1") && found[0].message.contains("R-PLACEMENT-1"), "{}", found[0]);
    assert!(found[1].help.as_deref().is_some_and(|help| help.contains("r_placement_1")), "{}", found[1]);
    let shown = found[0].to_string();
    let (line, column) = expected[0].2;
    assert!(shown.contains(&format!("--> {HOME}:{line}:{column}")), "{shown}");
}

#[test]
fn a_stub_that_is_pasted_is_what_was_missing() {
    let files = changed("fn r_placement_1(", "fn r_placement_one(");
    let stub = found(&files)[0].stub.clone().unwrap();
    let pasted: Vec<_> = files
        .into_iter()
        .map(|(path, text)| {
            let head = "impl Checks for Rules {\n";
            (path, text.replace(head, &format!("{head}{stub}\n")))
        })
        .collect();
    let kinds: Vec<_> = found(&pasted).iter().map(|one| one.kind).collect();
    assert_eq!(kinds, [Kind::LeftOver]);
}

#[test]
fn a_hook_for_another_type_is_named_with_the_signature_that_is_wanted() {
    let right = "fn r_placement_1(&self, value: &PlacementSpec,";
    let files = changed(right, "fn r_placement_1(&self, value: &IpSpec,");
    let found = found(&files);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!((found[0].kind, found[0].path.as_str()), (Kind::Mistyped, HOME));
    assert_eq!(found[0].line, place(&files, "fn r_placement_1(").0);
    assert!(found[0].help.as_deref().is_some_and(|help| help.contains(right)), "{}", found[0]);
}

#[test]
fn a_rule_that_the_description_drops_leaves_its_hook_over() {
    let without = spec().replace("        - id: R-STORAGE-1\n", "        - id: R-STORAGE-9\n");
    let api = generate_vcha(&without).unwrap().api;
    let files = hand_written(|text| text);
    let borrowed: Vec<_> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let found = check(&api, HOME, &borrowed);
    let lines: Vec<_> = found.iter().map(|one| (one.kind, one.line)).collect();
    let expected = [
        (Kind::Missing, place(&files, "impl Checks for Rules").0),
        (Kind::LeftOver, place(&files, "fn r_storage_1(").0),
    ];
    assert_eq!(lines, expected);
}

#[test]
fn without_any_file_one_stub_has_everything() {
    let found = found(&[]);
    assert_eq!(found.len(), 1, "{found:?}");
    let stub = found[0].stub.as_deref().unwrap();
    let api = generate_vcha(&spec()).unwrap();
    let wanted = std::str::from_utf8(api.files.get("checks.rs").unwrap()).unwrap().matches("    fn ").count();
    assert_eq!((found[0].kind, stub.matches("    fn ").count()), (Kind::NoImpl, wanted));
    assert!(wanted > 20, "{wanted}");
    assert!(syn::parse_str::<syn::ItemImpl>(stub).is_ok(), "{stub}");
}

/// A file with the stubs for the construct `hooks`, pasted as they are proposed: all at once, and one by one.
pub(crate) fn pasted_stubs() -> String {
    let api = construct("hooks").0.api;
    let all = check(&api, HOME, &[]);
    let each = check(&api, HOME, &[(HOME, "impl Checks for Others {}")]);
    assert_eq!((all.len(), each.len()), (1, 5), "{all:?} {each:?}");
    let stub = |one: &HookFinding| one.stub.clone().unwrap();
    let each: String = each.iter().map(stub).collect();
    format!(
        "//! Stubs, pasted as they are proposed.\n\
         use constructs::hooks::checks::Checks;\nuse constructs::hooks::operations::pairs::AddPair;\n\
         use constructs::hooks::rt::Check;\nuse constructs::hooks::types::{{Name, Pair}};\n\n\
         struct Rules;\n\n{}\nstruct Others;\n\nimpl Checks for Others {{\n{each}}}\n",
        stub(&all[0])
    )
}
