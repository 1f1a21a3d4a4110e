//! What a person sees of each way to differ, and that it ends.

use super::*;
use crate::test_dir::TestDir;
use crate::write::{Target, plan};

const HEAD: &str = concat!("// @", "generated\n");

/// Notes for what is on disk against what is wanted.
fn compare(disk: &[(&str, &str)], wanted: &[(&str, &str)]) -> Vec<Note> {
    let dir = TestDir::new("diff");
    for (path, text) in disk {
        dir.file(path, &format!("{HEAD}{text}"));
    }
    let mut files = Files::new();
    wanted.iter().for_each(|(path, text)| files.insert(*path, format!("{HEAD}{text}")));
    let plan = plan(&Target { root: dir.path().to_path_buf(), owned: "" }, &files).unwrap();
    notes("out/", &files, &plan)
}

#[test]
fn each_way_to_differ_has_its_words() {
    let notes = compare(
        &[("a.rs", "1\n2\n"), ("b.rs", "x\r\n"), ("c.rs", "c"), ("same.rs", "s")],
        &[("a.rs", "1\n3\n"), ("b.rs", "x\n"), ("d.rs", ""), ("same.rs", "s")],
    );
    let human: Vec<_> = notes.iter().map(|note| note.human("out/")).collect();
    assert_eq!(
        human,
        [
            format!("--- out/a.rs (on disk)\n+++ out/a.rs (generated)\n@@ -1,3 +1,3 @@\n {HEAD} 1\n-2\n+3\n"),
            "out/b.rs differs only in line endings (CRLF): .gitattributes asks for LF, so look at git's core.autocrlf\n"
                .to_owned(),
            "out/c.rs is left over: nothing generates it any more\n".to_owned(),
            "out/d.rs is missing\n".to_owned(),
        ]
    );
}

#[test]
fn a_diff_is_bounded() {
    let long = |word: &str| (0..500).map(|nth| format!("{word}{nth} {}\n", "é".repeat(400))).collect::<String>();
    let (old, new) = (long("old"), long("new"));
    let paths: Vec<_> = (0..12).map(|nth| format!("f{nth:02}.rs")).collect();
    let with = |text| paths.iter().map(|path| (path.as_str(), text)).collect::<Vec<(&str, &str)>>();
    let notes = compare(&with(&old), &with(&new));
    assert_eq!(notes.len(), 12);
    let first = notes[0].human("");
    assert_eq!(first.lines().count(), LINES + 1);
    assert!(first.lines().all(|line| line.chars().count() <= WIDTH + 1));
    assert!(first.ends_with("more lines of this diff\n"));
    assert_eq!(notes[11].human(""), "f11.rs differs\n");
}
