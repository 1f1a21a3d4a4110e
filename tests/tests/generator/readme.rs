//! "Add a member", "Add a check" and "Any other document" of README.md, followed word by word in a copy of the workspace: the places and the
//! texts to add, the commands to type and how they end are read from there, and nothing is said twice here.

use std::path::Path;
use std::process::Command;
use std::{env, fs};

use vcha_tests::fixtures::{read, root};
use vcha_tests::scratch::{Folder, Ran, forget_the_test, xtask};

/// One numbered step: what it says in one line, and what stands in its block of code.
struct Step {
    says: String,
    code: String,
    is_shell: bool,
}

fn steps(section: &str) -> Vec<Step> {
    let readme = read("README.md").replace("\r\n", "\n");
    let (_, rest) = readme.split_once(&format!("\n## {section}\n")).unwrap_or_else(|| panic!("no section {section}"));
    let section = rest.split("\n## ").next().unwrap();
    let mut steps: Vec<Step> = Vec::new();
    let mut in_code = false;
    for line in section.lines() {
        let text = line.trim();
        let numbered = text.split_once(". ").filter(|(number, _)| !in_code && number.parse::<u8>().is_ok());
        if let Some((_, says)) = numbered {
            steps.push(Step { says: says.to_owned(), code: String::new(), is_shell: false });
        } else if let Some(step) = steps.last_mut() {
            if let Some(info) = text.strip_prefix("```") {
                in_code = !in_code;
                step.is_shell |= info == "sh";
            } else if in_code {
                step.code.push_str(&format!("{}\n", line.strip_prefix("   ").unwrap_or(line)));
            } else {
                step.says.push_str(&format!(" {text}"));
            }
        }
    }
    assert!(steps.len() >= 4, "{} steps", steps.len());
    steps
}

/// What stands between backticks.
fn quoted(text: &str) -> Vec<&str> {
    text.split('`').skip(1).step_by(2).collect()
}

/// Adds the code of a step where it says: at the end of a file, or below lines that follow one another in it.
fn add(folder: &Folder, step: &Step) {
    let (place, _) = step.says.split_once(", add ").unwrap_or_else(|| panic!("no place in {:?}", step.says));
    let place = quoted(place);
    let (file, below) = place.split_first().unwrap();
    let path = folder.path().join(file);
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{file}: {error}"));
    let mut lines: Vec<&str> = text.lines().collect();
    let mut at = if step.says.contains("at the end") { lines.len() } else { 0 };
    for anchor in below {
        let after = lines.iter().skip(at).position(|line| line.trim() == *anchor);
        at += 1 + after.unwrap_or_else(|| panic!("no line {anchor} in {file}"));
    }
    // As deep as what stands there; an empty line keeps what is added apart where there are such lines.
    let indent = lines.get(at).map_or(0, |line| line.len() - line.trim_start().len());
    let added: Vec<String> = step.code.lines().map(|line| format!("{}{line}", " ".repeat(indent))).collect();
    let is_apart = !file.starts_with("spec/");
    let gap = is_apart.then_some("");
    let (before, after) = if at == lines.len() { (gap, None) } else { (None, gap) };
    lines.splice(at..at, before.into_iter().chain(added.iter().map(String::as_str)).chain(after));
    folder.write(file, lines.join("\n") + "\n");
}

/// Follows a section; `run` types a line, or passes over it.
fn follow(folder: &Folder, section: &str, run: impl Fn(&str) -> Option<Ran>) {
    let steps = steps(section);
    let methods: Vec<&str> =
        steps.iter().flat_map(|step| step.code.lines()).filter(|line| line.starts_with("fn ")).collect();
    for step in &steps {
        if !step.is_shell {
            if !step.code.is_empty() {
                add(folder, step);
            }
            continue;
        }
        for line in step.code.lines() {
            let Some(ran) = run(line) else { continue };
            let refuses = step.says.contains("ends with exit code 1");
            assert_eq!(ran.code, Some(i32::from(refuses)), "{line}: {}", ran.shown());
            if refuses {
                assert!(methods.iter().all(|method| ran.stderr.contains(method)), "no stub: {}", ran.shown());
            }
        }
    }
}

/// Whether the description of this workspace has what the first step of the section adds.
fn is_followed(section: &str) -> bool {
    let added = steps(section).first().and_then(|step| step.code.lines().next().map(str::to_owned)).unwrap();
    read("spec/vcha.yaml").lines().any(|line| line.trim() == added)
}

const SECTIONS: [&str; 2] = ["Add a member", "Add a check"];

#[test]
fn what_the_readme_adds_is_taken_by_the_generator() {
    let folder = crate::xtask::copy("readme-generator");
    folder.copy("tests/tests/client/rules");
    // A reader who follows the README runs this test too, with the text already added.
    for section in SECTIONS.into_iter().filter(|section| !is_followed(section)) {
        follow(&folder, section, |line| {
            let words: Vec<&str> = line.split_whitespace().collect();
            words.strip_prefix(&["cargo", "xtask"]).map(|arguments| xtask(folder.path(), arguments))
        });
    }
    let types = fs::read_to_string(folder.path().join("generated/src/api/types.rs")).unwrap();
    assert!(types.contains("pub notes: Option<String>,"), "{types}");
}

#[test]
fn what_the_readme_makes_of_another_document_compiles() {
    let folder = crate::xtask::copy("readme-other");
    folder.copy("Cargo.lock");
    let readme = read("README.md").replace("\r\n", "\n");
    let (_, section) = readme.split_once("\n## Any other document\n").expect("the section is there");
    let block = section.split("```sh\n").nth(1).and_then(|rest| rest.split("```").next()).expect("it has commands");
    let lines: Vec<&str> = block.lines().map(|line| line.split(" #").next().unwrap_or(line).trim()).collect();
    assert_eq!(lines.len(), 3, "{lines:?}");
    for line in lines {
        let words: Vec<&str> = line.split_whitespace().collect();
        let ran = match words.strip_prefix(&["cargo", "xtask"]) {
            Some(arguments) => xtask(folder.path(), arguments),
            None => {
                // The versions that are locked here: nothing is fetched for a test.
                fs::copy(folder.path().join("Cargo.lock"), folder.path().join("petstore/Cargo.lock")).unwrap();
                typed(folder.path(), line)
            }
        };
        assert_eq!(ran.code, Some(0), "{line}: {}", ran.shown());
        assert!(!ran.stderr.contains("warning"), "{line}: {}", ran.shown());
    }
    assert!(folder.path().join("petstore/api/mod.rs").is_file(), "the module");
    assert!(folder.path().join("petstore/src/api/operations").is_dir(), "the crate");
}

/// `cargo test -p vcha-tests --test generator -- --ignored readme`; a step of `cargo xtask ci`.
#[test]
#[ignore = "takes minutes"]
fn what_the_readme_adds_passes_every_test() {
    let folder = Folder::new("readme");
    for entry in fs::read_dir(root()).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if ![".git", "target"].contains(&name.as_str()) {
            folder.copy(&name);
        }
    }
    for section in SECTIONS {
        follow(&folder, section, |line| Some(typed(folder.path(), line)));
    }
    let list = "tests/tests/generator/snapshots/public_api.snap";
    let accepted = fs::read_to_string(folder.path().join(list)).unwrap();
    for new in ["notes", "r_conn_9"] {
        assert_eq!((accepted.contains(new), read(list).contains(new)), (true, false), "{new}");
    }
}

/// Runs a line as a person would type it: variables, program, arguments.
fn typed(folder: &Path, line: &str) -> Ran {
    let mut words = line.split_whitespace().peekable();
    let mut variables = Vec::new();
    while let Some(variable) = words.next_if(|word| word.contains('=')) {
        variables.extend(variable.split_once('='));
    }
    assert_eq!(words.next(), Some("cargo"), "{line}");
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    // Not the folder of this workspace: cargo would take what it compiles of the copy for this workspace's own.
    let target = crate::compiled::target();
    command.args(words).envs(variables).env("CARGO_TARGET_DIR", target).env("CARGO_NET_OFFLINE", "true");
    command.current_dir(folder).env("CARGO_TERM_COLOR", "never");
    forget_the_test(&mut command).output().unwrap().into()
}
