//! The few facts of a `Cargo.toml` that the tasks need, read line by line: section, key, value. Not a TOML parser; the
//! manifests of this workspace keep each entry on a line of its own.

/// One `key = value`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    /// The section, without brackets.
    pub section: String,
    /// The key up to the first dot, without quotes.
    pub key: String,
    /// The value after `=`, without the quotes of a plain string and without a comment.
    pub value: String,
    /// Line, from 1.
    pub line: usize,
}

/// Every entry, and every section as an entry of its own parent: `[dependencies.x]` is `x` in `dependencies`.
pub(crate) fn entries(text: &str) -> Vec<Entry> {
    let mut section = String::new();
    let mut entries = Vec::new();
    for (nth, line) in text.lines().enumerate() {
        let line = line.trim();
        if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.split(']').next()) {
            section = name.trim_matches(['[', ' ']).to_owned();
            if let Some((parent, key)) = section.rsplit_once('.') {
                let (section, key) = (parent.to_owned(), unquoted(key));
                entries.push(Entry { section, key, value: String::new(), line: nth + 1 });
            }
        } else if let Some((key, value)) = line.split_once('=').filter(|_| !line.starts_with('#')) {
            let key = unquoted(key.split('.').next().unwrap_or(key));
            entries.push(Entry { section: section.clone(), key, value: unquoted(value), line: nth + 1 });
        }
    }
    entries
}

fn unquoted(text: &str) -> String {
    let text = text.trim();
    match text.strip_prefix('"').and_then(|rest| rest.split_once('"')) {
        Some((inside, _)) => inside.to_owned(),
        None => text.to_owned(),
    }
}

/// The value of a key in a section.
pub(crate) fn value<'a>(entries: &'a [Entry], section: &str, key: &str) -> Option<&'a str> {
    entries.iter().find(|one| one.section == section && one.key == key).map(|one| one.value.as_str())
}

/// The names of the features, `default` left out.
pub(crate) fn features(entries: &[Entry]) -> Vec<&str> {
    let named = entries.iter().filter(|one| one.section == "features" && one.key != "default");
    named.map(|one| one.key.as_str()).collect()
}

/// Everything that some section of dependencies names.
pub(crate) fn dependencies(entries: &[Entry]) -> impl Iterator<Item = &Entry> {
    entries.iter().filter(|one| {
        let last = one.section.rsplit('.').next().unwrap_or_default();
        one.section != "workspace.dependencies" && last.ends_with("dependencies")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "[package]\nname = \"a\"\nrust-version = \"1.85\" # why\n# x = 1\n\n[features]\ndefault = []\n\
        tls = [\"dep:b\"]\n[dependencies]\nhttp.workspace = true\n\"c\" = { version = \"1\", features = [\"std\"] }\n\
        [target.'cfg(unix)'.dev-dependencies]\nd = \"1\"\n[build-dependencies.e]\nversion = \"1\"\n\
        [workspace.dependencies]\nf = \"1\"\n";

    #[test]
    fn reads_what_the_tasks_need() {
        let entries = entries(TEXT);
        assert_eq!(value(&entries, "package", "rust-version"), Some("1.85"));
        assert_eq!(value(&entries, "package", "x"), None);
        assert_eq!(features(&entries), ["tls"]);
        let named: Vec<_> = dependencies(&entries).map(|one| (one.key.as_str(), one.line)).collect();
        assert_eq!(named, [("http", 10), ("c", 11), ("d", 13), ("e", 14)]);
    }
}
