//! Files, functions and `quote!`s that have grown past the point where one can keep them in mind.

use super::{File, Finding};

/// Lines of a file that a person writes.
const FILE: usize = 400;

/// Lines of a function, from `fn` to its closing brace. Those of tests are tables, and may be longer.
const FUNCTION: usize = 60;

/// Lines of one `quote!`.
const QUOTE: usize = 30;

pub(super) fn check(files: &[File]) -> Vec<Finding> {
    files.iter().filter(|file| file.is_by_hand()).flat_map(check_file).collect()
}

fn check_file(file: &File) -> Vec<Finding> {
    let mut findings = Vec::new();
    if !file.path.ends_with(".rs") {
        return findings;
    }
    let lines = file.text.lines().count();
    if lines > FILE {
        findings.push(Finding::new(&file.path, 1, format!("{lines} lines; a file has at most {FILE}")));
    }
    let functions = file.code.functions.iter().map(|lines| ("function", FUNCTION, lines));
    let quotes = file.code.quotes.iter().map(|lines| ("`quote!`", QUOTE, lines));
    for (what, most, range) in functions.chain(quotes) {
        let lines = range.end() - range.start() + 1;
        if lines > most {
            findings.push(Finding::new(
                &file.path,
                *range.start(),
                format!("{lines} lines; a {what} has at most {most}"),
            ));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, text: &str) -> Vec<(usize, String)> {
        check(&[File::new(path, text)]).into_iter().map(|one| (one.line, one.message)).collect()
    }

    #[test]
    fn a_long_file_is_found() {
        let text = "x\n".repeat(FILE + 1);
        assert_eq!(found("codegen/src/a.rs", &text), [(1, "401 lines; a file has at most 400".to_owned())]);
        assert_eq!(found("codegen/src/a.rs", &"x\n".repeat(FILE)), []);
        for path in ["generated/src/api/a.rs", "tests/snapshots/a.snap.rs", "spec/vcha.yaml"] {
            assert_eq!(found(path, &text), [], "{path}");
        }
        assert_eq!(found("tests/src/a.rs", &text).len(), 1, "tests are files too");
    }

    #[test]
    fn a_long_function_is_found() {
        let function =
            |lines: usize| format!("\n/// Docs.\nfn f(x: [u8; {{ 3 }}]) -> u8\n{{{}}}\n", "\n".repeat(lines - 2));
        assert_eq!(found("a/src/a.rs", &function(FUNCTION)), []);
        let message = "61 lines; a function has at most 60".to_owned();
        assert_eq!(found("a/src/a.rs", &function(FUNCTION + 1)), [(3, message)]);
        assert_eq!(found("a/tests/a.rs", &function(FUNCTION + 1)), []);
        let test = format!("#[cfg(test)]\nmod tests {{\n{}}}\n", function(FUNCTION + 1));
        assert_eq!(found("a/src/a.rs", &test), []);
        let type_only = format!("const F: fn(u8) = {{{}}};\ntrait T {{ fn f(); }}\n", "\n".repeat(FUNCTION + 1));
        assert_eq!(found("a/src/a.rs", &type_only), []);
        let braces_in_text = format!("fn f() {{ \"{{\"; '{{'; /* {{ */ }}\n{}", "x();\n".repeat(FUNCTION + 1));
        assert_eq!(found("a/src/a.rs", &braces_in_text), []);
    }

    #[test]
    fn a_long_quote_is_found() {
        let quote = |lines: usize| format!("\nlet x = quote! {{{}}};\n", "\n".repeat(lines - 1));
        assert_eq!(found("a/src/a.rs", &quote(QUOTE)), []);
        assert_eq!(found("a/src/a.rs", &quote(QUOTE + 1)), [(2, "31 lines; a `quote!` has at most 30".to_owned())]);
        assert_eq!(found("a/src/a.rs", &quote(QUOTE + 1).replace('!', "")), []);
    }
}
