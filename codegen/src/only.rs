//! Which operations of a document are wanted. What they reach follows from the walk in `lower`, which starts at them.

use openapiv3::Operation;

use crate::document::Document;
use crate::pointer::Pointer;

/// Operations by tag, path prefix or `operationId`; without any word, all of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Only(Vec<String>);

impl Only {
    /// What begins with a slash is a path: its own operations and those below it. Everything else is a tag or an
    /// `operationId`, whole and in its case.
    pub fn of(words: impl IntoIterator<Item = String>) -> Self {
        Self(words.into_iter().collect())
    }

    /// Whether an operation is one of those.
    pub(crate) fn takes(&self, path: &str, operation: &Operation) -> bool {
        self.0.is_empty() || self.0.iter().any(|word| is_of(word, path, operation))
    }

    /// The words that no operation is chosen by: misspelt, or of another document.
    pub(crate) fn idle(&self, document: &Document<'_>) -> Vec<String> {
        let mut idle = self.0.clone();
        for (path, entry) in &document.api.paths.paths {
            let at = Pointer::root().join("paths").join(path);
            let Ok(item) = document.resolve(entry, &at, &document.targets.path_items) else { continue };
            for (_, operation) in item.value.iter() {
                idle.retain(|word| !is_of(word, path, operation));
            }
        }
        idle
    }
}

fn is_of(word: &str, path: &str, operation: &Operation) -> bool {
    if !word.starts_with('/') {
        return operation.operation_id.as_deref() == Some(word) || operation.tags.iter().any(|tag| tag == word);
    }
    let below = path.strip_prefix(word.trim_end_matches('/'));
    below.is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?']))
}
