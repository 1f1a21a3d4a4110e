//! A set of files in memory, and the comparison of two such sets. Reading and writing them is for others.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

/// Files by path. Paths are relative and separated by `/` on every platform.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Files(BTreeMap<String, Vec<u8>>);

impl Files {
    /// No files.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a file, or replaces the one of that path.
    pub fn insert(&mut self, path: impl Into<String>, bytes: impl Into<Vec<u8>>) {
        self.0.insert(path.into(), bytes.into());
    }

    /// The bytes of a file.
    pub fn get(&self, path: &str) -> Option<&[u8]> {
        self.0.get(path).map(Vec::as_slice)
    }

    /// Every file, in the order of the paths.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.0.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice()))
    }
}

/// What has to happen to `found` for it to become `wanted`: paths, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Changes {
    /// To be written: not there yet.
    pub added: Vec<String>,
    /// To be written: there with other bytes.
    pub changed: Vec<String>,
    /// To be left alone.
    pub unchanged: Vec<String>,
    /// To be removed: there, and no longer wanted.
    pub stale: Vec<String>,
}

impl Changes {
    /// Whether nothing has to happen.
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.changed.is_empty() && self.stale.is_empty()
    }
}

/// Compares what is wanted with what is there.
pub fn compare(wanted: &Files, found: &Files) -> Changes {
    let mut changes = Changes::default();
    for (path, bytes) in wanted.iter() {
        let list = match found.get(path) {
            None => &mut changes.added,
            Some(there) if there == bytes => &mut changes.unchanged,
            Some(_) => &mut changes.changed,
        };
        list.push(path.to_owned());
    }
    changes.stale =
        found.iter().map(|(path, _)| path).filter(|path| wanted.get(path).is_none()).map(str::to_owned).collect();
    changes
}
