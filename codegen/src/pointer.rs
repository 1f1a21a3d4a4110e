//! JSON pointers (RFC 6901): the address of a node in a document. Nothing here knows what the nodes mean.

use std::borrow::Cow;
use std::fmt;

use crate::percent;

/// The address of a node, such as `/paths/~1pets/get`. The empty pointer is the whole document.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pointer(String);

impl Pointer {
    /// The whole document.
    pub fn root() -> Self {
        Self::default()
    }

    /// Takes over a pointer that is already escaped; `None` unless it is empty or starts with `/`.
    pub fn from_escaped(text: &str) -> Option<Self> {
        (text.is_empty() || text.starts_with('/')).then(|| Self(text.to_owned()))
    }

    /// Reads the fragment of a local reference: `#/components/schemas/Pet`, percent-encoding resolved.
    pub fn from_reference(reference: &str) -> Option<Self> {
        let fragment = reference.strip_prefix('#')?;
        Self::from_escaped(&percent::decode(fragment)?)
    }

    /// Steps down to a member.
    pub fn push(&mut self, member: &str) {
        self.0.push('/');
        self.0.push_str(&escape(member));
    }

    /// The address of a member below this node.
    pub fn join(&self, member: &str) -> Self {
        let mut below = self.clone();
        below.push(member);
        below
    }

    /// The address of an array item below this node.
    pub fn join_index(&self, index: usize) -> Self {
        Self(format!("{self}/{index}"))
    }

    /// The address of the node above, or `None` for the whole document.
    pub fn parent(&self) -> Option<Self> {
        let end = self.0.rfind('/')?;
        self.0.get(..end).map(|text| Self(text.to_owned()))
    }

    /// The last step, unescaped.
    pub fn last(&self) -> Option<String> {
        self.0.rsplit_once('/').map(|(_, token)| Self::step(token).into_owned())
    }

    /// Every step, unescaped, from the top.
    pub fn tokens(&self) -> impl Iterator<Item = Cow<'_, str>> {
        self.0.split('/').skip(1).map(Self::step)
    }

    /// One step as the pointer has it, unescaped.
    pub(crate) fn step(escaped: &str) -> Cow<'_, str> {
        if escaped.contains('~') {
            return Cow::Owned(escaped.replace("~1", "/").replace("~0", "~"));
        }
        Cow::Borrowed(escaped)
    }

    /// The escaped text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether this is the whole document.
    pub fn is_root(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn escape(member: &str) -> Cow<'_, str> {
    if member.bytes().any(|byte| matches!(byte, b'~' | b'/')) {
        return Cow::Owned(member.replace('~', "~0").replace('/', "~1"));
    }
    Cow::Borrowed(member)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_and_unescapes() {
        let mut pointer = Pointer::root();
        pointer.push("paths");
        pointer.push("/a~b");
        pointer.push("3");
        assert_eq!(pointer.as_str(), "/paths/~1a~0b/3");
        assert_eq!(pointer.tokens().collect::<Vec<_>>(), ["paths", "/a~b", "3"]);
        assert_eq!(pointer.last().as_deref(), Some("3"));
        let parent = pointer.parent().unwrap();
        assert_eq!((parent.as_str(), parent.last().as_deref()), ("/paths/~1a~0b", Some("/a~b")));
        assert!(Pointer::root().parent().is_none());
    }

    #[test]
    fn reads_references() {
        let read = |text| Pointer::from_reference(text).map(|p| p.to_string());
        assert_eq!(read("#/paths/~1a~1%7Bid%7D").as_deref(), Some("/paths/~1a~1{id}"));
        assert_eq!(read("#").as_deref(), Some(""));
        for bad in ["Pet", "#Pet", "#/a%2", "#/%ff", "other.yaml#/Pet"] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }
}
