//! Every code has a bad document, and every bad document gives exactly the findings it states, at the places it states.
//! How findings look is shown by the snapshots in package `vcha-tests`.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use codegen::diagnostic::{Code, Diagnostic, render_json};
use codegen::parse::{Strictness, parse};
use codegen::source::Source;

/// Found by later stages, which this test does not run.
const LATER: [Code; 4] = [Code::NotSupportedYet, Code::NameClash, Code::BadName, Code::WouldBeLost];

fn bad_documents() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures/bad");
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension != "expect"))
        .collect();
    files.sort();
    files
}

/// The stated findings: `expect: OA0104 12:7`, in the comments of a YAML text or in a file beside a JSON text.
fn expected(path: &Path, text: &str) -> Vec<String> {
    let beside = std::fs::read_to_string(path.with_extension("expect")).unwrap_or_default();
    let all = text.lines().chain(beside.lines());
    let mut stated: Vec<String> =
        all.filter_map(|line| line.trim_start_matches("# ").strip_prefix("expect: ")).map(str::to_owned).collect();
    stated.sort();
    stated
}

fn found(source: &Source, diagnostics: &[Diagnostic]) -> Vec<String> {
    let lines = render_json(source, diagnostics);
    let mut found: Vec<String> = lines
        .lines()
        .map(|line| {
            let value: serde_json::Value = serde_json::from_str(line).unwrap();
            format!("{} {}:{}", value["code"].as_str().unwrap(), value["line"], value["column"])
        })
        .collect();
    found.sort();
    found
}

#[test]
fn bad_documents_give_what_they_state() {
    let mut seen = BTreeSet::new();
    let mut wrong = Vec::new();
    for path in bad_documents() {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&path).unwrap();
        let expected = expected(&path, &text);
        assert!(!expected.is_empty(), "{name} states no finding");
        let code = name.split('-').next().and_then(Code::parse).unwrap_or_else(|| panic!("{name} names no code"));
        seen.insert(code);
        if LATER.contains(&code) {
            continue;
        }
        let source = Source::new(name.clone(), text);
        let (document, diagnostics) = parse(&source, Strictness::Own);
        let found = found(&source, &diagnostics);
        assert!(document.is_none_or(|document| document.is_partial()), "{name} was accepted");
        assert!(found.iter().any(|line| line.starts_with(code.as_str())), "{name}: {found:?}");
        if found != expected {
            wrong.push(format!("{name}\n  stated {expected:?}\n  found  {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let missing: Vec<_> = Code::ALL.iter().filter(|code| !seen.contains(code)).collect();
    assert!(missing.is_empty(), "no bad document for {missing:?}");
}

#[test]
fn pages_keep_their_word() {
    for code in Code::ALL {
        let page = code.page();
        let title = format!("# {}: ", code.as_str());
        assert!(page.starts_with(&title), "{code:?} has a page that begins otherwise");
        let (failing, mended) = (example(page, "failing"), example(page, "mended"));
        let codes = |text: &str| {
            let (_, diagnostics) = parse(&Source::new("page", text), Strictness::Own);
            diagnostics.iter().map(|one| one.code).collect::<Vec<_>>()
        };
        assert!(LATER.contains(code) || codes(failing).contains(code), "{code:?} gives {:?}", codes(failing));
        assert_eq!(codes(mended), [], "{code:?} is not mended");
    }
}

fn example<'p>(page: &'p str, kind: &str) -> &'p str {
    let (_, rest) =
        page.split_once(&format!("```yaml {kind}\n")).unwrap_or_else(|| panic!("no {kind} example:\n{page}"));
    rest.split_once("```").unwrap().0
}
