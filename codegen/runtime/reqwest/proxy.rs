//! Where a proxy is and who may use it. Speaking to it is left to reqwest.

use std::fmt;
use std::str::FromStr;

use http::Uri;

use super::{Secret, Thumbprint, check_host_and_port, encode};

/// A proxy, `http` or `https`, and the credentials for it if it wants any.
///
/// A request over `https` goes through a tunnel, and the proxy sees the server's name and port. A request over plain
/// `http` it sees whole. Neither `Debug` nor `Display` shows the credentials.
///
/// ```
/// use rt::Proxy;
///
/// let proxy: Proxy = "http://user:p%40ss@proxy.example.com:3128".parse()?;
/// assert_eq!(proxy.to_string(), "http://proxy.example.com:3128");
/// assert!("socks5://proxy.example.com".parse::<Proxy>().is_err());
/// # Ok::<(), rt::InvalidProxy>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Proxy {
    scheme: &'static str,
    host: String,
    /// Encoded, as it stands in a URL.
    user_info: Option<Secret>,
    pub(super) pins: Vec<Thumbprint>,
}

/// Why a text is not the address of a proxy. It does not quote the text, which may hold a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidProxy(&'static str);

impl fmt::Display for InvalidProxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not the address of a proxy: {}", self.0)
    }
}

impl std::error::Error for InvalidProxy {}

impl Proxy {
    /// The same proxy with these credentials, which need no escapes here.
    ///
    /// ```
    /// use rt::{Proxy, Secret};
    ///
    /// let proxy = "http://proxy.example.com:3128".parse::<Proxy>()?.credentials("user", &Secret::new("p@ss"));
    /// assert_eq!(proxy, "http://user:p%40ss@proxy.example.com:3128".parse()?);
    /// # Ok::<(), rt::InvalidProxy>(())
    /// ```
    #[must_use]
    pub fn credentials(mut self, user: &str, password: &Secret) -> Self {
        // Three bytes for each: a text that grows would leave parts of the password behind.
        let mut text = String::with_capacity(3 * (user.len() + password.expose().len()) + 1);
        encode(&mut text, user);
        text.push(':');
        encode(&mut text, password.expose());
        self.user_info = Some(Secret::new(text));
        self
    }

    /// The same proxy, whose certificate is taken if it has this thumbprint, although nobody vouches for it. Each call adds
    /// to the former ones.
    ///
    /// It counts for an `https` proxy and for nothing behind it, with the limits of
    /// [`Settings::pin`](super::Settings::pin). Where the proxy and the server have one name, a pin cannot tell whose
    /// certificate is shown, and such a request is refused.
    ///
    /// ```
    /// use rt::{Proxy, Thumbprint};
    ///
    /// let proxy = "https://proxy.example.com:3128".parse::<Proxy>()?.pin(Thumbprint::sha256([0xAB; 32]));
    /// assert!(format!("{proxy:?}").contains("AB:AB"));
    /// # Ok::<(), rt::InvalidProxy>(())
    /// ```
    #[must_use]
    pub fn pin(mut self, thumbprint: Thumbprint) -> Self {
        self.pins.push(thumbprint);
        self
    }

    /// Whether the proxy itself shows a certificate.
    pub(super) fn is_https(&self) -> bool {
        self.scheme == "https"
    }

    /// The whole address, credentials included.
    pub(super) fn address(&self) -> Secret {
        match &self.user_info {
            Some(user_info) => Secret::new(format!("{}://{}@{}", self.scheme, user_info.expose(), self.host)),
            None => Secret::new(self.to_string()),
        }
    }
}

impl FromStr for Proxy {
    type Err = InvalidProxy;

    fn from_str(text: &str) -> Result<Self, InvalidProxy> {
        // Behind an unescaped `#` in a password everything would be dropped, and the user taken for the host.
        if text.contains('#') {
            return Err(InvalidProxy("a proxy has no fragment; in credentials write # as %23"));
        }
        let uri: Uri = text.parse().map_err(|_| InvalidProxy("it is no URI"))?;
        let scheme = match uri.scheme_str() {
            Some("http") => "http",
            Some("https") => "https",
            _ => return Err(InvalidProxy("it must begin with http:// or https://")),
        };
        if uri.path().len() > 1 || uri.query().is_some() {
            return Err(InvalidProxy("a proxy has no path"));
        }
        let authority = uri.authority().ok_or(InvalidProxy("it names no host"))?;
        let (user_info, host) = match authority.as_str().rsplit_once('@') {
            Some((user_info, host)) => (Some(Secret::new(user_info)), host),
            None => (None, authority.as_str()),
        };
        check_host_and_port(authority.host(), host).map_err(InvalidProxy)?;
        Ok(Self { scheme, host: host.to_owned(), user_info, pins: Vec::new() })
    }
}

impl fmt::Display for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}", self.scheme, self.host)
    }
}

impl fmt::Debug for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let credentials = if self.user_info.is_some() { "with credentials" } else { "no credentials" };
        write!(f, "Proxy({self}, {credentials}, pins: {:?})", self.pins)
    }
}
