//! No file shows where it was written: it names no path of a machine and no host of a package registry.

use super::{File, Finding, is_for_tests};

/// What paths of a machine start with. In two parts, so that this file names none.
const PATHS: &[&str] = &[
    concat!("/", "home/"),
    concat!("/", "root/"),
    concat!("/", "tmp/"),
    concat!("/", "Users/"),
    concat!("/", "var/folders/"),
    concat!("C:\\", "Users\\"),
];

/// What hosts of registries have in their names.
const HOSTS: &[&str] = &[
    concat!("index.", "crates.io"),
    concat!("static.", "crates.io"),
    concat!("registry.", "npmjs"),
    concat!("files.", "pythonhosted"),
    concat!("deb.", "debian.org"),
];

pub(super) fn check(files: &[File]) -> Vec<Finding> {
    files
        .iter()
        .filter(|file| !is_for_tests(&file.path) && !file.path.starts_with("tests/"))
        .flat_map(check_file)
        .collect()
}

fn check_file(file: &File) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (nth, line) in file.text.lines().enumerate() {
        if file.code.is_test_line(nth + 1) {
            continue;
        }
        if let Some(path) = PATHS.iter().find(|path| starts_somewhere(line, path)) {
            findings.push(Finding::new(&file.path, nth + 1, format!("names a path of a machine: {path}")));
        }
        if let Some(host) = HOSTS.iter().find(|host| line.contains(*host)) {
            findings.push(Finding::new(&file.path, nth + 1, format!("names a host of a registry: {host}")));
        }
    }
    findings
}

/// Whether a path starts there: in `example.com/home/` none does.
fn starts_somewhere(line: &str, path: &str) -> bool {
    line.match_indices(path).any(|(at, _)| {
        let before = line.get(..at).and_then(|before| before.chars().next_back());
        !before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '~' | '}' | ')' | '*'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(path: &str, text: &str) -> Vec<usize> {
        check(&[File::new(path, text)]).iter().map(|one| one.line).collect()
    }

    #[test]
    fn a_path_of_a_machine_is_found() {
        for path in PATHS {
            assert_eq!(lines("README.md", &format!("a\nsee `{path}x`\n")), [2], "{path}");
            assert_eq!(lines("a/src/a.rs", &format!("// {path}x\n")), [1], "comments count");
        }
        assert_eq!(lines("README.md", "https://example.com/home/x, target/tmp/x, /homes/x\n"), [0; 0]);
    }

    #[test]
    fn a_host_of_a_registry_is_found() {
        for host in HOSTS {
            assert_eq!(lines(".ci/run", &format!("curl https://{host}\n")), [1], "{host}");
        }
    }

    #[test]
    fn tests_may_name_anything() {
        let text = "//! é\nfn f() {}\n#[cfg(test)]\nmod tests {\n    const A: &str = \"/home/x\";\n}\n";
        assert_eq!(lines("a/src/a.rs", text), [0; 0]);
        assert_eq!(lines("a/src/a.rs", &text.replace("#[cfg(test)]", "")), [5]);
        assert_eq!(lines("tests/fixtures/a.yaml", "/home/x\n"), [0; 0]);
    }
}
