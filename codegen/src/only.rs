//! Which operations of a document are wanted, in words of the caller. What they reach follows from the walk in `lower`,
//! which starts at them; nothing here knows the document.

/// Operations by tag, path prefix or `operationId`; without any word, all of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Only(Vec<String>);

impl Only {
    /// What begins with a slash is a path: its own operations and those below it. Everything else is a tag or an
    /// `operationId`, whole and in its case.
    pub fn of(words: impl IntoIterator<Item = String>) -> Self {
        Self(words.into_iter().collect())
    }

    pub(crate) fn words(&self) -> &[String] {
        &self.0
    }

    /// Whether an operation is one of those.
    pub(crate) fn takes(&self, path: &str, id: Option<&str>, tags: &[String]) -> bool {
        self.0.is_empty() || self.0.iter().any(|word| is_of(word, path, id, tags))
    }
}

/// Whether an operation is one of those that a word names.
pub(crate) fn is_of(word: &str, path: &str, id: Option<&str>, tags: &[String]) -> bool {
    if !word.starts_with('/') {
        return id == Some(word) || tags.iter().any(|tag| tag == word);
    }
    let below = path.strip_prefix(word.trim_end_matches('/'));
    below.is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?']))
}
