//! What is said about a server's certificate: its thumbprint, and why it was not trusted. Judging one is a transport's
//! business.

use std::fmt;
use std::str::FromStr;

/// The SHA-256 or SHA-1 digest of a certificate in DER, which tells it from every other one.
///
/// It is read from hexadecimal digits in any case, with a colon or a blank after each pair or without any, also with what
/// `openssl x509 -fingerprint` writes in front of them, and written in capitals with colons.
///
/// ```
/// use rt::Thumbprint;
///
/// let pinned: Thumbprint = "da39a3ee5e6b4b0d3255bfef95601890afd80709".parse()?;
/// assert_eq!(pinned.to_string(), "DA:39:A3:EE:5E:6B:4B:0D:32:55:BF:EF:95:60:18:90:AF:D8:07:09");
/// assert_eq!(pinned.to_string().parse(), Ok(pinned));
/// assert!("DA:39".parse::<Thumbprint>().is_err());
/// # Ok::<(), rt::InvalidThumbprint>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Thumbprint(Digest);

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Digest {
    Sha1([u8; 20]),
    Sha256([u8; 32]),
}

/// Why a text is no thumbprint. It does not quote the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidThumbprint(Fault);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    /// Something that is no pair of digits.
    Form,
    /// So many digits.
    Length(usize),
    /// A length that is not that of the digest whose name stands in front.
    Another,
}

impl fmt::Display for InvalidThumbprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a thumbprint: ")?;
        match self.0 {
            Fault::Form => f.write_str(
                "it is made of pairs of hexadecimal digits, with a colon or a blank between all of them or none, such as \
                 DA:39:A3:…",
            ),
            Fault::Length(digits) => write!(f, "it has {digits} digits, and SHA-1 has 40 and SHA-256 has 64"),
            Fault::Another => f.write_str("its length is not that of the digest whose name stands in front of it"),
        }
    }
}

impl std::error::Error for InvalidThumbprint {}

impl Thumbprint {
    /// The thumbprint with this SHA-1 digest.
    ///
    /// ```
    /// use rt::Thumbprint;
    ///
    /// assert!(Thumbprint::sha1([0xAB; 20]).to_string().starts_with("AB:AB:"));
    /// ```
    #[must_use]
    pub fn sha1(digest: [u8; 20]) -> Self {
        Self(Digest::Sha1(digest))
    }

    /// The thumbprint with this SHA-256 digest.
    ///
    /// ```
    /// use rt::Thumbprint;
    ///
    /// assert_eq!(Thumbprint::sha256([0; 32]).to_string().len(), 95);
    /// ```
    #[must_use]
    pub fn sha256(digest: [u8; 32]) -> Self {
        Self(Digest::Sha256(digest))
    }

    /// The digest: 20 bytes for SHA-1, 32 for SHA-256.
    ///
    /// ```
    /// use rt::Thumbprint;
    ///
    /// assert_eq!(Thumbprint::sha1([7; 20]).as_bytes(), [7; 20]);
    /// ```
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        match &self.0 {
            Digest::Sha1(digest) => digest,
            Digest::Sha256(digest) => digest,
        }
    }
}

impl FromStr for Thumbprint {
    type Err = InvalidThumbprint;

    fn from_str(text: &str) -> Result<Self, InvalidThumbprint> {
        let (named, digits) = match text.split_once('=') {
            Some((head, digits)) => (Some(digest_name(head).ok_or(InvalidThumbprint(Fault::Form))?), digits),
            None => (None, text),
        };
        let digits = digits.trim().as_bytes();
        let is_gap = |byte: &u8| *byte == if digits.contains(&b':') { b':' } else { b' ' };
        let pairs: Option<Vec<u8>> = if digits.iter().any(is_gap) {
            digits.split(is_gap).map(pair).collect()
        } else {
            digits.chunks(2).map(pair).collect()
        };
        let digest = pairs.ok_or(InvalidThumbprint(Fault::Form))?;
        if named.is_some_and(|length| length != digest.len()) {
            return Err(InvalidThumbprint(Fault::Another));
        }
        if let Ok(digest) = <[u8; 32]>::try_from(digest.as_slice()) {
            return Ok(Self::sha256(digest));
        }
        let length = InvalidThumbprint(Fault::Length(2 * digest.len()));
        <[u8; 20]>::try_from(digest.as_slice()).map(Self::sha1).map_err(|_| length)
    }
}

/// The length of the digest that `SHA256 Fingerprint` and the like announce, in bytes.
fn digest_name(head: &str) -> Option<usize> {
    let head = head.trim().to_ascii_lowercase();
    match head.strip_suffix("fingerprint")?.trim_end() {
        "sha1" | "sha-1" => Some(20),
        "sha256" | "sha-256" => Some(32),
        _ => None,
    }
}

fn pair(digits: &[u8]) -> Option<u8> {
    let value = |digit: u8| char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok());
    match digits {
        [high, low] => Some(value(*high)? << 4 | value(*low)?),
        _ => None,
    }
}

impl fmt::Display for Thumbprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (nth, byte) in self.as_bytes().iter().enumerate() {
            write!(f, "{}{byte:02X}", if nth == 0 { "" } else { ":" })?;
        }
        Ok(())
    }
}

impl fmt::Debug for Thumbprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Thumbprint({self})")
    }
}

/// A certificate that nobody vouches for, and everything a person needs to decide whether to pin it.
///
/// It comes from [`TransportError::untrusted`](super::TransportError::untrusted). A program may show the thumbprint, have
/// it compared with what the server's console says, pin it and try again; nothing was sent yet.
///
/// ```
/// use rt::{Thumbprint, TransportError, Untrusted};
///
/// let presented = Untrusted::new(
///     "vcenter.example.com",
///     Thumbprint::sha256([0xAB; 32]),
///     Thumbprint::sha1([0xCD; 20]),
///     "its issuer is not known",
/// );
/// let error = TransportError::from(presented);
/// let shown = error.untrusted().map(|presented| presented.sha256().to_string());
/// assert!(shown.is_some_and(|text| text.starts_with("AB:AB:")));
/// assert!(error.is_not_sent());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Untrusted {
    server: String,
    sha256: Thumbprint,
    sha1: Thumbprint,
    reason: String,
    is_proxy: bool,
}

impl Untrusted {
    /// The certificate that `server` showed, and the reason in words that go on after "because".
    ///
    /// ```
    /// use rt::{Thumbprint, Untrusted};
    ///
    /// let (sha256, sha1) = (Thumbprint::sha256([1; 32]), Thumbprint::sha1([2; 20]));
    /// assert_eq!(Untrusted::new("::1", sha256, sha1, "its issuer is not known").sha256(), sha256);
    /// ```
    #[must_use]
    pub fn new(server: impl Into<String>, sha256: Thumbprint, sha1: Thumbprint, reason: impl Into<String>) -> Self {
        Self { server: server.into(), sha256, sha1, reason: reason.into(), is_proxy: false }
    }

    /// The same certificate, shown by a proxy and not by the server behind it.
    ///
    /// ```
    /// # use rt::{Thumbprint, Untrusted};
    /// # let (sha256, sha1) = (Thumbprint::sha256([1; 32]), Thumbprint::sha1([2; 20]));
    /// let presented = Untrusted::new("proxy.example.com", sha256, sha1, "its issuer is not known").of_proxy();
    /// assert!(presented.to_string().starts_with("the certificate of the proxy proxy.example.com"));
    /// ```
    #[must_use]
    pub fn of_proxy(mut self) -> Self {
        self.is_proxy = true;
        self
    }

    /// Whether a proxy showed the certificate. A pin for the server does not help then: it is the proxy that needs one.
    ///
    /// ```
    /// # use rt::{Thumbprint, Untrusted};
    /// # let (sha256, sha1) = (Thumbprint::sha256([1; 32]), Thumbprint::sha1([2; 20]));
    /// let presented = Untrusted::new("vcenter.example.com", sha256, sha1, "its issuer is not known");
    /// assert!(!presented.is_proxy());
    /// ```
    #[must_use]
    pub fn is_proxy(&self) -> bool {
        self.is_proxy
    }

    /// The name or address that was asked for: of the server, or of a proxy that is reached over TLS.
    ///
    /// ```
    /// # use rt::{Thumbprint, Untrusted};
    /// # let (sha256, sha1) = (Thumbprint::sha256([1; 32]), Thumbprint::sha1([2; 20]));
    /// let presented = Untrusted::new("vcenter.example.com", sha256, sha1, "its issuer is not known");
    /// assert_eq!(presented.server(), "vcenter.example.com");
    /// ```
    #[must_use]
    pub fn server(&self) -> &str {
        &self.server
    }

    /// The SHA-256 thumbprint of the certificate that was shown: the one to pin.
    ///
    /// ```
    /// # use rt::{Thumbprint, Untrusted};
    /// # let (sha256, sha1) = (Thumbprint::sha256([1; 32]), Thumbprint::sha1([2; 20]));
    /// let presented = Untrusted::new("vcenter.example.com", sha256, sha1, "its issuer is not known");
    /// assert_eq!(presented.sha256(), sha256);
    /// ```
    #[must_use]
    pub fn sha256(&self) -> Thumbprint {
        self.sha256
    }

    /// The SHA-1 thumbprint of the same certificate, because that is what older consoles show.
    ///
    /// ```
    /// # use rt::{Thumbprint, Untrusted};
    /// # let (sha256, sha1) = (Thumbprint::sha256([1; 32]), Thumbprint::sha1([2; 20]));
    /// let presented = Untrusted::new("vcenter.example.com", sha256, sha1, "its issuer is not known");
    /// assert_eq!(presented.sha1(), sha1);
    /// ```
    #[must_use]
    pub fn sha1(&self) -> Thumbprint {
        self.sha1
    }

    /// What is missing, in words.
    ///
    /// ```
    /// # use rt::{Thumbprint, Untrusted};
    /// # let (sha256, sha1) = (Thumbprint::sha256([1; 32]), Thumbprint::sha1([2; 20]));
    /// let presented = Untrusted::new("vcenter.example.com", sha256, sha1, "its issuer is not known");
    /// assert_eq!(presented.reason(), "its issuer is not known");
    /// ```
    #[must_use]
    pub fn reason(&self) -> &str {
        &self.reason
    }
}

impl fmt::Display for Untrusted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let whose = if self.is_proxy { "the proxy " } else { "" };
        write!(f, "the certificate of {whose}{} is not trusted, because {}; ", self.server, self.reason)?;
        write!(f, "its SHA-256 thumbprint is {}", self.sha256)
    }
}

impl std::error::Error for Untrusted {}
