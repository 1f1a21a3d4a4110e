//! Packages that promise an older Rust than 1.88 have no `let` joined with other conditions. The compiler in use takes them,
//! so that nothing else would tell before a consumer does.

use super::{File, Finding};

/// What is compiled with the minimum Rust version of the generated package.
const FOLDERS: [&str; 2] = ["generated/", "codegen/runtime/"];

pub(super) fn check(files: &[File]) -> Vec<Finding> {
    let old = files.iter().filter(|file| FOLDERS.iter().any(|folder| file.path.starts_with(folder)));
    let message = "a `let` joined with `&&` needs Rust 1.88; nest the conditions";
    old.flat_map(|file| file.code.let_chains.iter().map(|line| Finding::new(&file.path, *line, message))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chain_is_found_where_an_old_rust_is_promised() {
        let text = "fn f(a: Option<u8>, b: bool) {\n    if b && let Some(_) = a {}\n    while let Some(c) = a\n        && c.is(|| {}) {}\n}\n";
        let lines = |path| check(&[File::new(path, text)]).iter().map(|one| one.line).collect::<Vec<_>>();
        for path in ["generated/src/lib.rs", "generated/src/api/rt/json.rs", "codegen/runtime/json.rs"] {
            assert_eq!(lines(path), [2, 3], "{path}");
        }
        assert!(lines("codegen/src/lib.rs").is_empty());
        let fine =
            "fn f() { if let Some(a) = b { if a && c {} } if a && b {} if let (a, b) = (&&c, d) {} if let &&a = b {} }";
        assert!(check(&[File::new("generated/src/lib.rs", fine)]).is_empty());
    }
}
