//! The task from document to disk, on a workspace of its own: what it writes, what it leaves, how it ends.

use std::path::Path;

use codegen::diagnostic::Code;

use super::*;
use crate::test_dir::TestDir;

const SPEC: &str = "openapi: 3.0.3
info: {title: Ports, version: '1'}
paths:
  /port:
    put:
      operationId: open
      tags: [ports]
      requestBody:
        required: true
        content: {application/json: {schema: {$ref: '#/components/schemas/Port'}}}
      responses: {'204': {description: Done.}}
tags:
  - {name: ports, description: Ports.}
components:
  schemas:
    Port:
      description: A port.
      type: object
      required: [number]
      properties:
        number: {type: integer, format: int32, description: Its number.}
      x-codegen-checks:
        - {id: R-PORT-1, doc: Ports end at 65535.}
";

const HOOKS: &str = "impl Checks for Rules { fn r_port_1(&self, value: &Port, check: &mut Check<'_>) {} }\n";

/// A workspace with a document and its hooks.
fn workspace(spec: &str) -> TestDir {
    let dir = TestDir::new("task");
    dir.file("spec/vcha.yaml", spec);
    dir.file("generated/src/checks/mod.rs", HOOKS);
    dir
}

fn run_own(root: &Path, args: &Codegen) -> Result<Exit> {
    work(args, &Job::own(args, root), Instant::now())
}

fn checking() -> Codegen {
    Codegen { check: true, ..Codegen::default() }
}

#[test]
fn writes_once_and_is_up_to_date_then() {
    let dir = workspace(SPEC);
    assert_eq!(run_own(dir.path(), &checking()), Ok(Exit::Bad), "nothing is there yet");
    assert_eq!(dir.read("generated/src/api/mod.rs"), None);
    assert_eq!(run_own(dir.path(), &Codegen::default()), Ok(Exit::Fine));
    let module = dir.read("generated/src/api/mod.rs").unwrap();
    assert!(module.contains("by `cargo xtask codegen` from spec/vcha.yaml"), "{module}");
    let tree = dir.tree();
    assert_eq!(run_own(dir.path(), &checking()), Ok(Exit::Fine));
    assert_eq!(run_own(dir.path(), &Codegen::default()), Ok(Exit::Fine));
    assert_eq!(dir.tree(), tree);
}

#[test]
fn every_output_carries_the_mark() {
    let dir = workspace(SPEC);
    assert_eq!(run_own(dir.path(), &Codegen::default()), Ok(Exit::Fine));
    let output = dir.tree().into_iter().filter(|path| path.starts_with("generated/src/api/") && !path.ends_with('/'));
    for path in output {
        let text = dir.read(&path).unwrap();
        assert!(write::is_ours(&path, text.as_bytes()), "{path}");
    }
}

#[test]
fn a_check_sees_an_edit_and_repairs_nothing() {
    let dir = workspace(SPEC);
    assert_eq!(run_own(dir.path(), &Codegen::default()), Ok(Exit::Fine));
    let module = dir.read("generated/src/api/mod.rs").unwrap();
    for edited in [format!("{module}// more\n"), module.replace('\n', "\r\n")] {
        dir.file("generated/src/api/mod.rs", &edited);
        assert_eq!(run_own(dir.path(), &checking()), Ok(Exit::Bad));
        assert_eq!(dir.read("generated/src/api/mod.rs"), Some(edited));
    }
    assert_eq!(run_own(dir.path(), &Codegen::default()), Ok(Exit::Fine));
    assert_eq!(dir.read("generated/src/api/mod.rs"), Some(module));
}

#[test]
fn a_bad_document_writes_nothing() {
    let dir = workspace(&SPEC.replace("type: integer", "type: intger"));
    for format in [Format::Human, Format::Json] {
        assert_eq!(run_own(dir.path(), &Codegen { format, ..Codegen::default() }), Ok(Exit::Bad));
    }
    assert!(!dir.tree().contains(&"generated/src/api/".to_owned()));
}

#[test]
fn hooks_that_do_not_fit_fail_the_run_after_it_has_written() {
    let dir = workspace(SPEC);
    for text in ["", "impl Checks for Rules {}", "fn f( {"] {
        dir.file("generated/src/checks/mod.rs", text);
        assert_eq!(run_own(dir.path(), &Codegen::default()), Ok(Exit::Bad), "{text}");
        assert!(dir.read("generated/src/api/checks.rs").is_some_and(|trait_| trait_.contains("fn r_port_1")));
        assert_eq!(run_own(dir.path(), &checking()), Ok(Exit::Bad), "{text}");
    }
    // In a file of their own they are found as well.
    dir.file("generated/src/checks/ports/rules.rs", HOOKS);
    dir.file("generated/src/checks/mod.rs", "mod ports;");
    assert_eq!(run_own(dir.path(), &checking()), Ok(Exit::Fine));
}

#[test]
fn a_document_that_is_not_there_is_a_sentence() {
    let dir = TestDir::new("none");
    let error = run_own(dir.path(), &Codegen::default()).unwrap_err().0;
    assert!(error.contains("spec/vcha.yaml: No such file or directory"), "{error}");
}

#[test]
fn another_document_becomes_a_module_or_a_crate() {
    let dir = workspace(SPEC);
    let spec = Some(dir.path().join("spec/vcha.yaml"));
    let run = |args: &Codegen| work(args, &Job::new(args)?, Instant::now());
    let module = Codegen { spec: spec.clone(), out: Some(dir.path().join("module")), ..Codegen::default() };
    assert_eq!(run(&module), Ok(Exit::Fine));
    assert!(dir.read("module/mod.rs").unwrap().contains("from vcha.yaml;"), "the path does not show");
    let krate = Codegen { out: Some(dir.path().join("krate")), krate: Some("port-client".to_owned()), ..module };
    assert_eq!(run(&krate), Ok(Exit::Fine));
    assert!(dir.read("krate/Cargo.toml").unwrap().contains("name = \"port-client\""));
    // A generated manifest may change, a hand-written one may not.
    let renamed = Codegen { krate: Some("harbour".to_owned()), ..krate };
    assert_eq!(run(&renamed), Ok(Exit::Fine));
    let manifest = dir.file("krate/Cargo.toml", "[package]\nname = \"mine\"\n");
    let error = run(&renamed).unwrap_err().0;
    assert!(error.contains(&format!("{} is not a file that this command generated", manifest.display())), "{error}");
}

/// A document with two operations, each with a type of its own.
const TWO: &str = "openapi: 3.0.3
info: {title: Two, version: '1'}
paths:
  /ports/{id}: {get: {operationId: getPort, tags: [ports, all], parameters: [{name: id, in: path, required: true, schema: {type: string}}], responses: {'200': {description: It., content: {application/json: {schema: {$ref: '#/components/schemas/Port'}}}}}}}
  /portals: {get: {operationId: getPortals, tags: [portals], responses: {'200': {description: It., content: {application/json: {schema: {$ref: '#/components/schemas/Portal'}}}}}}}
components:
  schemas:
    Port: {type: object, properties: {cargo: {$ref: '#/components/schemas/Cargo'}}}
    Cargo: {type: object, properties: {n: {type: integer}}}
    Portal: {type: object, properties: {n: {type: integer}}}
";

#[test]
fn only_some_operations_are_written_and_what_they_reach() {
    let dir = workspace(SPEC);
    let spec = Some(dir.file("spec/two.yaml", TWO));
    let run = |words: &[&str]| {
        let only = words.iter().map(|&word| word.to_owned()).collect();
        let out = Some(dir.path().join("module"));
        let args = Codegen { spec: spec.clone(), out, only, quiet: true, ..Codegen::default() };
        let done = work(&args, &Job::new(&args)?, Instant::now())?;
        let text = ["operations/ports.rs", "operations/portals.rs", "types.rs", "types/mod.rs"]
            .map(|file| dir.read(&format!("module/{file}")).unwrap_or_default())
            .concat();
        Ok((done, ["struct Port ", "struct Cargo ", "struct Portal "].map(|ty| text.contains(ty))))
    };
    for (words, expected) in [
        (&[] as &[&str], [true, true, true]),
        (&["ports"], [true, true, false]),
        (&["all"], [true, true, false]),
        (&["getPortals"], [false, false, true]),
        (&["/ports"], [true, true, false]),
        (&["/portals/"], [false, false, true]),
        (&["/"], [true, true, true]),
        (&["getPort", "/portals"], [true, true, true]),
    ] {
        assert_eq!(run(words), Ok((Exit::Fine, expected)), "{words:?}");
    }
    let before = dir.read("module/mod.rs");
    for wrong in ["/port", "Ports", "getport", ""] {
        let error: crate::Error = run(&["getPort", wrong]).unwrap_err();
        assert!(error.0.contains(&format!("--only {wrong}: no operation of")), "{error}");
    }
    assert_eq!(dir.read("module/mod.rs"), before, "nothing is written");
}

#[test]
fn a_denied_warning_keeps_the_output_from_being_written_and_an_allowed_one_does_not() {
    let spec = SPEC.replace("description: Its number.", "xml: {name: n}");
    let dir = workspace(&spec);
    let base = Codegen {
        spec: Some(dir.path().join("spec/vcha.yaml")),
        out: Some(dir.path().join("module")),
        ..Codegen::default()
    };
    let run = |args: &Codegen| work(args, &Job::new(args)?, Instant::now());
    let denied = Codegen { deny: vec![Code::WouldBeLost], ..base.clone() };
    assert_eq!(run(&denied), Ok(Exit::Bad));
    assert_eq!(dir.read("module/mod.rs"), None);
    let another = Codegen { deny: vec![Code::UnknownKey], allow: vec![Code::WouldBeLost], ..base };
    assert_eq!(run(&another), Ok(Exit::Fine));
    assert!(dir.read("module/mod.rs").is_some());
    // What would be lost is an error then, and an error is not forgiven.
    let strict = Codegen { strict: true, out: Some(dir.path().join("strict")), ..another };
    assert_eq!(run(&strict), Ok(Exit::Bad));
    assert_eq!(dir.read("strict/mod.rs"), None);
}

#[test]
fn a_check_names_what_a_run_cut_short_has_left() {
    let dir = workspace(SPEC);
    assert_eq!(run_own(dir.path(), &Codegen::default()), Ok(Exit::Fine));
    let left = dir.file("generated/src/api/types/.4294967295-0.codegen-tmp", "");
    let long_ago = std::time::SystemTime::now() - std::time::Duration::from_secs(10_000);
    std::fs::File::options().write(true).open(&left).unwrap().set_modified(long_ago).unwrap();
    assert_eq!(run_own(dir.path(), &checking()), Ok(Exit::Bad));
    let target = write::Target { root: dir.path().join("generated/src/api"), owned: "" };
    let plan = write::plan(&target, &Files::new()).unwrap();
    let notes = diff::notes("", &Files::new(), &plan);
    let said: Vec<_> = notes.iter().filter(|note| note.kind == "temporary").map(|note| note.human("api/")).collect();
    assert_eq!(said, ["api/types/.4294967295-0.codegen-tmp is a temporary file of a run that was cut short\n"]);
    assert_eq!(run_own(dir.path(), &Codegen::default()), Ok(Exit::Fine));
    assert!(!left.exists());
    assert_eq!(run_own(dir.path(), &checking()), Ok(Exit::Fine));
}

#[test]
fn no_escape_sequence_of_a_file_name_gets_out() {
    let dir = TestDir::new("escape");
    let name = "a\u{1b}[31m\u{202e}.yaml";
    let spec = dir.file(name, SPEC);
    let args = Codegen { spec: Some(spec.clone()), out: Some(dir.path().join("out")), ..Codegen::default() };
    assert_eq!(work(&args, &Job::new(&args).unwrap(), Instant::now()), Ok(Exit::Fine));
    let module = dir.read("out/mod.rs").unwrap();
    assert!(module.contains(" from a[31m.yaml; do not edit."), "{module}");
    assert!(!write::head("Cargo.toml", name).contains(['\u{1b}', '\u{202e}']));
    std::fs::remove_file(&spec).unwrap();
    let error = work(&args, &Job::new(&args).unwrap(), Instant::now()).unwrap_err().0;
    assert!(error.contains("a\\u{1b}[31m\\u{202e}.yaml"), "{error}");
    assert!(conclusion(&Source::new(name, ""), &[]).contains("a\\u{1b}[31m\\u{202e}.yaml"));
}

#[test]
fn the_summary_counts() {
    let target = |dir: &TestDir| write::Target { root: dir.path().to_path_buf(), owned: "" };
    let files = |names: &[&str]| {
        let mut files = Files::new();
        names.iter().for_each(|name| files.insert(*name, write::head(name, "a.yaml")));
        files
    };
    let dir = TestDir::new("summary");
    for (names, words) in [
        (["a.rs", "b.rs"].as_slice(), "2 files written, 0 unchanged"),
        (&["a.rs", "b.rs"], "all 2 files are up to date"),
        (&["a.rs", "c.rs"], "1 file written, 1 unchanged, 1 removed"),
        (&["a.rs"], "0 files written, 1 unchanged, 1 removed"),
        (&["a.rs"], "the one file is up to date"),
    ] {
        let files = files(names);
        let plan = write::plan(&target(&dir), &files).unwrap();
        write::apply(&target(&dir), &files, &plan).unwrap();
        assert_eq!(summary(&plan), words);
    }
}
