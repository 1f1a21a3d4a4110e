//! Which documents there are, and what their crates are called. Reads none of them.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::write::io_error;
use crate::{Error, Result};

/// Where the documents of this project are, below the root.
const OWN: &[&str] = &["spec", "tests/fixtures/constructs"];

/// How the name of a document ends.
const ENDS: &[&str] = &[".json", ".yaml", ".yml", ".json.gz", ".yaml.gz", ".yml.gz"];

/// How a name ends that Swagger 2.0 is kept under beside the same document in OpenAPI 3.0.
const SWAGGER: &str = ".swagger2.json";

/// A document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Document {
    pub path: PathBuf,
    /// The name of the file.
    pub name: String,
    /// What its crate is called.
    pub krate: String,
}

/// The documents of a folder, else those of this project, whose names have the text in them; and the names of those that are
/// passed over.
pub(super) fn find(root: &Path, dir: Option<&Path>, filter: Option<&str>) -> Result<(Vec<Document>, Vec<String>)> {
    let folders = match dir {
        Some(dir) => vec![dir.to_path_buf()],
        None => OWN.iter().map(|folder| root.join(folder)).collect(),
    };
    let (mut found, mut skipped, mut crates) = (Vec::new(), Vec::new(), BTreeSet::new());
    for folder in &folders {
        for (name, path) in files(folder)? {
            if !ENDS.iter().any(|end| name.ends_with(end)) || filter.is_some_and(|text| !name.contains(text)) {
                continue;
            }
            if name.ends_with(SWAGGER) {
                skipped.push(name);
                continue;
            }
            let plain = crate_name(&name);
            let numbered = (2..).map(|nth| format!("{plain}-{nth}"));
            let krate = std::iter::once(plain.clone()).chain(numbered).find(|name| !crates.contains(name));
            let krate = krate.unwrap_or(plain);
            crates.insert(krate.clone());
            found.push(Document { path, name, krate });
        }
    }
    if found.is_empty() && skipped.is_empty() {
        let folders: Vec<_> = folders.iter().map(|folder| folder.display().to_string()).collect();
        let wanted = filter.map(|text| format!(" with `{text}` in its name")).unwrap_or_default();
        return Err(Error::new(format!("there is no document{wanted} in {}", folders.join(", "))));
    }
    Ok((found, skipped))
}

/// The files of a folder by name; those whose names begin with a dot are settings of tools.
fn files(folder: &Path) -> Result<Vec<(String, PathBuf)>> {
    let complain = |error| io_error("list", folder, &error);
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(complain)? {
        let entry = entry.map_err(complain)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if !name.starts_with('.') {
            files.push((name, entry.path()));
        }
    }
    files.sort();
    Ok(files)
}

/// No keyword and no name of a dependency, whatever the document is called.
fn crate_name(name: &str) -> String {
    let stem = ENDS.iter().rev().find_map(|end| name.strip_suffix(end)).unwrap_or(name);
    let letters =
        stem.chars().map(|c| if c.is_ascii_alphanumeric() || c == '_' { c.to_ascii_lowercase() } else { '-' });
    format!("corpus-{}", letters.collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_dir::TestDir;

    #[test]
    fn documents_are_found_by_their_names_and_named_apart() {
        let dir = TestDir::new("documents");
        for name in
            ["box.json", "Box.yaml", "a b.yml", "big.json.gz", "x.swagger2.json", "x.json", "README.md", ".s.yaml"]
        {
            dir.file(name, "");
        }
        let (found, skipped) = find(dir.path(), Some(dir.path()), None).unwrap();
        let shown: Vec<_> = found.iter().map(|one| (one.name.as_str(), one.krate.as_str())).collect();
        assert_eq!(
            shown,
            [
                ("Box.yaml", "corpus-box"),
                ("a b.yml", "corpus-a-b"),
                ("big.json.gz", "corpus-big"),
                ("box.json", "corpus-box-2"),
                ("x.json", "corpus-x"),
            ]
        );
        assert_eq!(skipped, ["x.swagger2.json"]);
        assert_eq!(find(dir.path(), Some(dir.path()), Some("box")).unwrap().0.len(), 1);
        let error = find(dir.path(), Some(dir.path()), Some("none")).unwrap_err().0;
        assert!(error.starts_with("there is no document with `none` in its name in "), "{error}");
    }
}
