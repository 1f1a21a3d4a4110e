//! What people and programs see for each bad document. Each document states its findings; here the whole generator is
//! checked against them.

use std::collections::BTreeSet;
use std::path::Path;

use codegen::diagnostic::{Code, Diagnostic, Severity};
use codegen::render::render_json;
use codegen::source::Source;
use codegen::{Options, Strictness, generate};
use vcha_tests::fixtures::files_below;
use vcha_tests::generate::{places, rendered, text};

/// A bad document: its name, its text and the findings that it states.
struct Bad {
    name: String,
    text: String,
    stated: Vec<String>,
}

fn documents() -> Vec<Bad> {
    let files = files_below("tests/fixtures/bad");
    files.iter().filter(|path| path.extension().is_some_and(|end| end != "expect")).map(|path| bad(path)).collect()
}

fn bad(path: &Path) -> Bad {
    let text = std::fs::read_to_string(path).unwrap();
    let beside = std::fs::read_to_string(path.with_extension("expect")).unwrap_or_default();
    let lines = text.lines().chain(beside.lines());
    let stated = lines.filter_map(|line| line.trim_start_matches("# ").strip_prefix("expect: "));
    let mut stated: Vec<_> = stated.map(|line| line.trim_end().to_owned()).collect();
    stated.sort();
    Bad { name: path.file_name().unwrap().to_str().unwrap().to_owned(), text, stated }
}

/// What the generator says about a document.
fn verdict(source: &Source) -> Vec<Diagnostic> {
    let options = Options {
        strictness: Strictness::Own,
        module_path: None,
        origin: source.name().to_owned(),
        command: "cargo test".to_owned(),
    };
    match generate(source, &options) {
        Ok(output) => output.warnings,
        Err(failure) => failure.diagnostics,
    }
}

/// What it says about a document, which it must refuse.
fn found(source: &Source) -> Vec<Diagnostic> {
    let found = verdict(source);
    assert!(found.iter().any(|one| one.severity == Severity::Error), "{} was accepted", source.name());
    found
}

#[test]
fn every_document_is_refused_for_what_it_states() {
    let mut wrong = Vec::new();
    for Bad { name, text, stated } in documents() {
        let source = Source::new(name.clone(), text);
        let found = places(&source, &found(&source));
        if found != stated {
            wrong.push(format!("{name}\n  states {stated:?}\n  gives  {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The codes of what is found in documents; those of hooks have tests of their own.
fn of_documents() -> impl Iterator<Item = Code> {
    Code::ALL.iter().copied().filter(|code| !code.is_about_hooks())
}

#[test]
fn every_code_has_a_document_that_draws_it() {
    let mut drawn = BTreeSet::new();
    for Bad { name, text, .. } in documents() {
        let source = Source::new(name, text);
        drawn.extend(found(&source).iter().map(|one| one.code));
    }
    let missing: Vec<_> = of_documents().filter(|code| !drawn.contains(code)).collect();
    assert!(missing.is_empty(), "no document in tests/fixtures/bad draws {missing:?}");
}

#[test]
fn every_page_fails_and_is_mended_as_it_says() {
    let mut wrong = Vec::new();
    for code in of_documents() {
        let codes = |kind: &str| {
            let (_, rest) = code.page().split_once(&format!("```yaml {kind}\n")).unwrap();
            let source = Source::new("page.yaml", rest.split_once("```").unwrap().0);
            verdict(&source).iter().map(|one| one.code).collect::<BTreeSet<_>>()
        };
        if !codes("failing").contains(&code) {
            wrong.push(format!("the failing example of {code:?} gives {:?}", codes("failing")));
        }
        // A page on parameters has to show one, supported or not.
        let mut left = codes("mended");
        if code != Code::NotSupportedYet {
            left.remove(&Code::NotSupportedYet);
        }
        if !left.is_empty() {
            wrong.push(format!("the mended example of {code:?} gives {left:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn findings_say_where_they_are_and_that_something_has_to_be_done() {
    for Bad { name, text, .. } in documents() {
        let source = Source::new(name.clone(), text);
        let found = found(&source);
        for one in &found {
            assert!(!one.message.is_empty() && !one.message.ends_with('.'), "{name}: {:?}", one.message);
        }
        every_finding_has_a_way_out(&source, &found);
        let shown = rendered(&source, &found);
        assert!(shown.contains(&format!("{name}:")), "{shown}");
        assert!(!shown.contains('\u{1b}'), "colours that nobody asked for: {shown:?}");
    }
}

/// In both forms: what to do about each finding, and not only that there is one.
#[track_caller]
fn every_finding_has_a_way_out(source: &Source, found: &[Diagnostic]) {
    let shown = rendered(source, found);
    let helps = shown.matches("= help: ").count();
    assert!(helps >= found.len(), "{} findings, {helps} with help:\n{shown}", found.len());
    for line in render_json(source, found).lines() {
        let one: serde_json::Value = serde_json::from_str(line).unwrap();
        assert!(one["help"].as_str().is_some_and(|help| help.len() > 5 && !help.ends_with('.')), "{one}");
    }
}

#[test]
fn every_code_has_a_way_out_on_its_page_too() {
    for code in of_documents() {
        let (_, rest) = code.page().split_once("```yaml failing\n").unwrap();
        let source = Source::new("page.yaml", rest.split_once("```").unwrap().0);
        let drawn: Vec<_> = found(&source).into_iter().filter(|one| one.code == code).collect();
        assert!(!drawn.is_empty(), "{code:?}");
        every_finding_has_a_way_out(&source, &drawn);
    }
}

/// One snapshot for each hundred of codes.
fn snapshot(hundred: &str) {
    let mut shown = String::new();
    for Bad { name, text: document, .. } in documents().into_iter().filter(|one| one.name.starts_with(hundred)) {
        let source = Source::new(name.clone(), document);
        let found = found(&source);
        let json = render_json(&source, &found);
        shown.push_str(&format!("==== {name}\n{}\n{json}\n", rendered(&source, &found).trim_end()));
    }
    look_as_committed(hundred, &shown);
}

fn look_as_committed(name: &str, text: &str) {
    insta::with_settings!({
        prepend_module_to_snapshot => false,
        omit_expression => true,
        snapshot_path => "snapshots/bad",
    }, {
        insta::assert_snapshot!(name, text);
    });
}

/// What is legal and not supported yet is never passed over in silence.
#[test]
fn everything_that_is_not_supported_yet_is_found_in_one_run() {
    let file = "tests/fixtures/refused/not_yet.yaml";
    let source = Source::new(file, text(file));
    let found = found(&source);
    let lines = source.text().lines().enumerate().filter(|(_, line)| line.ends_with(" # not yet"));
    let expected: BTreeSet<usize> = lines.map(|(index, _)| index + 1).collect();
    let lines = places(&source, &found).into_iter().map(|place| {
        let (code, line) = place.split_once(' ').unwrap();
        assert!(["OA0601", "OA0604", "OA0605", "OA0607", "OA0608", "OA0609", "OA0610"].contains(&code), "{place}");
        line.split_once(':').unwrap().0.parse().unwrap()
    });
    assert_eq!(lines.collect::<BTreeSet<usize>>(), expected, "{}", rendered(&source, &found));
    look_as_committed("not_yet", &rendered(&source, &found));
}

#[test]
fn findings_about_text_look_as_committed() {
    snapshot("OA01");
}

#[test]
fn findings_about_keys_and_values_look_as_committed() {
    snapshot("OA02");
}

#[test]
fn findings_about_references_look_as_committed() {
    snapshot("OA03");
}

#[test]
fn findings_about_contradictions_look_as_committed() {
    snapshot("OA04");
}

#[test]
fn findings_about_extensions_look_as_committed() {
    snapshot("OA05");
}

#[test]
fn findings_about_limits_and_names_look_as_committed() {
    snapshot("OA06");
}

#[test]
fn findings_about_compositions_look_as_committed() {
    snapshot("OA07");
}

#[test]
fn every_document_is_in_a_snapshot() {
    for Bad { name, .. } in documents() {
        assert!(
            ["OA01", "OA02", "OA03", "OA04", "OA05", "OA06", "OA07"].iter().any(|start| name.starts_with(start)),
            "{name}"
        );
    }
}
