//! Where a server is: scheme, host and a path in front of every operation's own.

use std::fmt;
use std::net::Ipv6Addr;
use std::str::FromStr;

use http::Uri;

/// The address of a server, taken as a whole: what stands in front of every operation's own path belongs to it. `https` unless
/// the caller writes `http://`.
///
/// ```
/// use rt::BaseUrl;
///
/// assert_eq!("vcenter.example.com".parse::<BaseUrl>()?.to_string(), "https://vcenter.example.com");
/// assert_eq!("http://[::1]:8080/proxy/".parse::<BaseUrl>()?.to_string(), "http://[::1]:8080/proxy");
/// assert!("https://user:secret@vcenter.example.com".parse::<BaseUrl>().is_err());
/// # Ok::<(), rt::InvalidBaseUrl>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrl(String);

/// Why a text is not the address of a server, or why a value does not fit into one. It does not quote the text, which may
/// hold a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidBaseUrl {
    /// The variable of a template whose value does not fit.
    variable: Option<&'static str>,
    why: &'static str,
    /// The values to choose from, behind the reason.
    choices: &'static [&'static str],
}

impl InvalidBaseUrl {
    pub(super) const fn new(why: &'static str) -> Self {
        Self { variable: None, why, choices: &[] }
    }

    /// The value is none of these.
    pub(super) const fn one_of(choices: &'static [&'static str]) -> Self {
        Self { variable: None, why: "must be one of ", choices }
    }

    pub(super) fn of_variable(self, name: &'static str) -> Self {
        Self { variable: Some(name), ..self }
    }
}

impl fmt::Display for InvalidBaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a server address: ")?;
        if let Some(name) = self.variable {
            write!(f, "`{name}`: ")?;
        }
        write!(f, "{}{}", self.why, self.choices.join(", "))
    }
}

impl std::error::Error for InvalidBaseUrl {}

impl BaseUrl {
    /// The address as text, without a slash at its end.
    ///
    /// ```
    /// use rt::BaseUrl;
    ///
    /// let base: BaseUrl = "https://vcenter.example.com/".parse()?;
    /// assert_eq!(base.as_str(), "https://vcenter.example.com");
    /// # Ok::<(), rt::InvalidBaseUrl>(())
    /// ```
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the connection is encrypted.
    ///
    /// ```
    /// use rt::BaseUrl;
    ///
    /// assert!("vcenter.example.com".parse::<BaseUrl>()?.is_https());
    /// # Ok::<(), rt::InvalidBaseUrl>(())
    /// ```
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.0.starts_with("https:")
    }
}

impl FromStr for BaseUrl {
    type Err = InvalidBaseUrl;

    fn from_str(text: &str) -> Result<Self, InvalidBaseUrl> {
        if !text.is_ascii() {
            return Err(InvalidBaseUrl::new("it holds a character outside ASCII"));
        }
        let with_scheme = if text.contains("://") { text.to_owned() } else { format!("https://{text}") };
        if with_scheme.contains('#') {
            return Err(InvalidBaseUrl::new("a fragment cannot be sent"));
        }
        let uri: Uri = with_scheme.parse().map_err(|_| InvalidBaseUrl::new("it is no URI"))?;
        let scheme = uri.scheme_str().unwrap_or_default().to_ascii_lowercase();
        if scheme != "https" && scheme != "http" {
            return Err(InvalidBaseUrl::new("the scheme must be https or http"));
        }
        let authority = uri.authority().ok_or(InvalidBaseUrl::new("it names no host"))?;
        if authority.as_str().contains('@') {
            return Err(InvalidBaseUrl::new("credentials do not belong into an address"));
        }
        check_host_and_port(authority.host(), authority.as_str()).map_err(InvalidBaseUrl::new)?;
        // A backslash is a slash to some libraries, and a brace is what is left of a variable without a value.
        if uri.path().contains(['\\', '{', '}']) {
            return Err(InvalidBaseUrl::new("the path holds a backslash or a brace"));
        }
        if uri.path().split('/').any(is_dots) {
            return Err(InvalidBaseUrl::new("the path holds . or .. as a segment, which leads to another path"));
        }
        if uri.query().is_some() {
            return Err(InvalidBaseUrl::new("a query belongs to an operation"));
        }
        Ok(Self(format!("{scheme}://{authority}{}", uri.path().trim_end_matches('/'))))
    }
}

/// Whether a segment stands for the folder itself or the one above, encoded or not.
fn is_dots(segment: &str) -> bool {
    matches!(segment.to_ascii_lowercase().replace("%2e", ".").as_str(), "." | "..")
}

/// What is wrong with a host, and with the port that stands behind it in `text`, where no credentials are.
///
/// `http` lets more through than a host can be; each HTTP library would make something else of the rest.
pub(super) fn check_host_and_port(host: &str, text: &str) -> Result<(), &'static str> {
    if host.is_empty() {
        return Err("it names no host");
    }
    let fits = match host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        Some(address) => address.parse::<Ipv6Addr>().is_ok(),
        None => host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-_".contains(&byte)),
    };
    if !fits {
        return Err("the host is neither a name nor an IP address");
    }
    // `Authority::port` is `None` for a port out of range as well as for no port, so the text decides.
    let rest = text.strip_prefix(host).unwrap_or_default();
    let Some(port) = rest.strip_prefix(':') else { return Ok(()) };
    let digits = port.bytes().all(|byte| byte.is_ascii_digit());
    match port.parse::<u16>() {
        Ok(1..) if digits => Ok(()),
        _ => Err("the port must be a number from 1 to 65535"),
    }
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
