//! Where in a JSON body something is: a chain of borrowed segments that costs nothing until it is shown.

use std::fmt;

/// A place in a JSON body, shown as a JSON Pointer (RFC 6901).
///
/// A path borrows its parent, so walking down a valid body allocates nothing. Member names are shown as they are, with
/// `~` and `/` escaped as the RFC says.
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
    Index(usize),
}

impl<'a> Path<'a> {
    /// The whole body: the empty pointer.
    pub const ROOT: Self = Self { parent: None, segment: Segment::Root };

    /// The member `name` of the object at this path.
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
            Segment::Member(name) => write!(f, "/{}", name.replace('~', "~0").replace('/', "~1")),
            Segment::Index(index) => write!(f, "/{index}"),
        }
    }
}
