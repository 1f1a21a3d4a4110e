//! Comparing sets of files.

use super::*;

fn files(list: &[(&str, &str)]) -> Files {
    let mut files = Files::new();
    list.iter().for_each(|(path, text)| files.insert(*path, *text));
    files
}

#[test]
fn every_path_is_on_exactly_one_list() {
    let wanted = files(&[("a", "1"), ("b", "2"), ("c/d", "3")]);
    let found = files(&[("b", "2"), ("c/d", "4"), ("e", "5")]);
    let changes = compare(&wanted, &found);
    assert_eq!(changes.added, ["a"]);
    assert_eq!(changes.unchanged, ["b"]);
    assert_eq!(changes.changed, ["c/d"]);
    assert_eq!(changes.stale, ["e"]);
    assert!(!changes.is_empty());
}

#[test]
fn equal_sets_need_nothing() {
    let wanted = files(&[("a", "1")]);
    assert!(compare(&wanted, &wanted).is_empty());
    assert_eq!(compare(&wanted, &wanted).unchanged, ["a"]);
}
