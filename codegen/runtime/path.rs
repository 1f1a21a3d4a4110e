//! Where in a JSON body something is: a chain of borrowed segments that costs nothing until it is shown.

use std::fmt::{self, Write as _};

/// A place in a JSON body, shown as a JSON Pointer (RFC 6901).
///
/// A path borrows its parent, so walking down a valid body allocates nothing. The description's own names are shown as
/// they are, with `~` and `/` escaped as the RFC says. A name that the body chose may be a password in the wrong place, or
/// long: it is shown only if it is a plain name, and never if a server chose it; else the member is counted instead.
///
/// ```
/// use rt::Path;
///
/// let body = Path::ROOT;
/// let spec = body.member("spec");
/// let servers = spec.member("dns/servers");
/// assert_eq!(servers.index(2).to_string(), "/spec/dns~1servers/2");
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Path<'a> {
    parent: Option<&'a Path<'a>>,
    segment: Segment<'a>,
}

#[derive(Clone, Copy, Debug)]
enum Segment<'a> {
    Root,
    Member(&'a str),
    Nth(usize),
    Index(usize),
}

impl<'a> Path<'a> {
    /// The whole body: the empty pointer.
    pub const ROOT: Self = Self { parent: None, segment: Segment::Root };

    /// The member `name`, a name of the description, of the object at this path.
    ///
    /// ```
    /// use rt::Path;
    ///
    /// assert_eq!(Path::ROOT.member("port").to_string(), "/port");
    /// ```
    #[must_use]
    pub fn member(&'a self, name: &'a str) -> Self {
        Self { parent: Some(self), segment: Segment::Member(name) }
    }

    /// The member at `position`, counted from 0, of the object at this path, whose name is `name` and not one of the
    /// description. The name is shown if it is a plain one: up to 64 ASCII letters, digits, and `_`, `-`, `.` or `$`.
    ///
    /// ```
    /// use rt::Path;
    ///
    /// assert_eq!(Path::ROOT.key("passwort", 0).to_string(), "/passwort");
    /// // In YAML, without the blank behind the colon.
    /// assert_eq!(Path::ROOT.key("password:hunter2", 1).to_string(), "/(member 2)");
    /// ```
    #[must_use]
    pub fn key(&'a self, name: &'a str, position: usize) -> Self {
        if is_plain(name) { self.member(name) } else { self.nth(position) }
    }

    /// The member at `position`, counted from 0, of the object at this path, whose name is not shown.
    ///
    /// ```
    /// use rt::Path;
    ///
    /// assert_eq!(Path::ROOT.nth(0).to_string(), "/(member 1)");
    /// ```
    #[must_use]
    pub fn nth(&'a self, position: usize) -> Self {
        Self { parent: Some(self), segment: Segment::Nth(position) }
    }

    /// The element `index`, counted from 0, of the array at this path.
    ///
    /// ```
    /// use rt::Path;
    ///
    /// assert_eq!(Path::ROOT.index(0).to_string(), "/0");
    /// ```
    #[must_use]
    pub fn index(&'a self, index: usize) -> Self {
        Self { parent: Some(self), segment: Segment::Index(index) }
    }
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(parent) = self.parent {
            parent.fmt(f)?;
        }
        match self.segment {
            Segment::Root => Ok(()),
            Segment::Member(name) => write_name(name, f),
            Segment::Nth(position) => write!(f, "/(member {})", position.saturating_add(1)),
            Segment::Index(index) => write!(f, "/{index}"),
        }
    }
}

/// A member as a step of a pointer.
pub(super) fn write_name(name: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_char('/')?;
    for part in name.split_inclusive(['~', '/']) {
        f.write_str(part.trim_end_matches(['~', '/']))?;
        f.write_str(match part.as_bytes().last() {
            Some(b'~') => "~0",
            Some(b'/') => "~1",
            _ => "",
        })?;
    }
    Ok(())
}

/// The longest name of a body's own choice that is shown, in bytes.
const LONGEST: usize = 64;

/// Whether a text can be nothing worse than a name: no sentence, no pair of name and value, nothing that a terminal obeys.
pub(super) fn is_plain(name: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"_-.$".contains(&byte);
    (1..=LONGEST).contains(&name.len()) && name.bytes().all(fits)
}
