//! How a transport behaves, as data. What it makes of that belongs to the transport and its judge of certificates.

use std::fmt;
use std::time::Duration;

use super::{BaseUrl, Proxy, Thumbprint};

/// How a [`ReqwestTransport`](super::ReqwestTransport) behaves.
///
/// A server's certificate is judged the way the platform does it; on Linux the variables `SSL_CERT_FILE` and `SSL_CERT_DIR`
/// name other roots. [`extra_ca`](Self::extra_ca) adds roots. A certificate that is refused for lack of trust is taken
/// all the same if its thumbprint is [pinned](Self::pin) for the server that shows it.
///
/// ```
/// use std::time::Duration;
/// use rt::Settings;
///
/// let server = "vcenter.example.com".parse()?;
/// let settings = Settings::default()
///     .pin(&server, "da39a3ee5e6b4b0d3255bfef95601890afd80709".parse()?)
///     .proxy("http://proxy.example.com:3128".parse()?)
///     .timeout(Duration::from_secs(30))
///     .user_agent("redeploy/1.2");
/// assert!(format!("{settings:?}").contains("redeploy/1.2"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Settings {
    pub(super) connect_timeout: Duration,
    pub(super) read_timeout: Option<Duration>,
    pub(super) timeout: Duration,
    pub(super) max_response_bytes: usize,
    pub(super) user_agent: String,
    pub(super) extra_ca: Vec<Vec<u8>>,
    pub(super) pins: Vec<(BaseUrl, Thumbprint)>,
    pub(super) insecure: bool,
    pub(super) proxy: Option<Proxy>,
}

impl Default for Settings {
    /// 10 s to connect, 120 s for the whole call, answers of up to 8 MiB, the name and version of this crate as
    /// `User-Agent`, the platform's judgement of certificates, and no proxy.
    fn default() -> Self {
        Self {
            connect_timeout: Duration::from_secs(10),
            read_timeout: None,
            timeout: Duration::from_secs(120),
            max_response_bytes: 8 << 20,
            user_agent: concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")).to_owned(),
            extra_ca: Vec::new(),
            pins: Vec::new(),
            insecure: false,
            proxy: None,
        }
    }
}

impl Settings {
    /// How long looking up the name, connecting, a proxy's tunnel and the TLS handshake may take together.
    ///
    /// ```
    /// use std::time::Duration;
    /// use rt::Settings;
    ///
    /// assert_eq!(Settings::default(), Settings::default().connect_timeout(Duration::from_secs(10)));
    /// ```
    #[must_use]
    pub fn connect_timeout(mut self, limit: Duration) -> Self {
        self.connect_timeout = limit;
        self
    }

    /// How long the server may be silent, before the answer and between its parts. By default only the whole call is
    /// bounded.
    ///
    /// ```
    /// use std::time::Duration;
    /// use rt::Settings;
    ///
    /// assert_ne!(Settings::default(), Settings::default().read_timeout(Duration::from_secs(30)));
    /// ```
    #[must_use]
    pub fn read_timeout(mut self, limit: Duration) -> Self {
        self.read_timeout = Some(limit);
        self
    }

    /// How long a call may take from its start to the last byte of the answer. For single requests see
    /// [`with_timeout`](super::ReqwestTransport::with_timeout).
    ///
    /// ```
    /// use std::time::Duration;
    /// use rt::Settings;
    ///
    /// assert_eq!(Settings::default(), Settings::default().timeout(Duration::from_secs(120)));
    /// ```
    #[must_use]
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.timeout = limit;
        self
    }

    /// The longest body of an answer that is taken, in bytes.
    ///
    /// ```
    /// use rt::Settings;
    ///
    /// assert_eq!(Settings::default(), Settings::default().max_response_bytes(8 * 1024 * 1024));
    /// ```
    #[must_use]
    pub fn max_response_bytes(mut self, limit: usize) -> Self {
        self.max_response_bytes = limit;
        self
    }

    /// The header `User-Agent`.
    ///
    /// ```
    /// use rt::Settings;
    ///
    /// assert_ne!(Settings::default(), Settings::default().user_agent("redeploy/1.2"));
    /// ```
    #[must_use]
    pub fn user_agent(mut self, name: impl Into<String>) -> Self {
        self.user_agent = name.into();
        self
    }

    /// Trusts the certificates in `pem` as roots, next to those of the platform. Each call adds to the former ones.
    ///
    /// A vCenter's own authority gives its root away under `https://SERVER/certs/download.zip`. Whether `pem` holds
    /// certificates is looked at when the transport is made.
    ///
    /// ```
    /// use rt::{ReqwestTransport, Settings};
    ///
    /// let refused = ReqwestTransport::new(&Settings::default().extra_ca("no certificate"));
    /// assert!(refused.is_err_and(|error| error.to_string().contains("extra CA")));
    /// ```
    #[must_use]
    pub fn extra_ca(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.extra_ca.push(pem.into());
        self
    }

    /// Takes the certificate with this thumbprint from this server although nobody vouches for it. Each call adds to the
    /// former ones.
    ///
    /// It counts for the host and the port of `server` alone: for no other server that the transport is used for, and not
    /// for a proxy, which has [pins of its own](Proxy::pin).
    ///
    /// A pin is looked at only after the certificate was refused for lack of trust: no known issuer, or another name than
    /// the one that was asked for, since a pin says which certificate it is and so whose. It does not help a certificate
    /// that has expired, is not valid yet, was revoked or is not for servers (which is not asked of an authority's own
    /// certificate), and the server has to prove that it holds the key. Prefer SHA-256; SHA-1 is there because consoles
    /// still show it.
    ///
    /// ```
    /// use rt::{BaseUrl, Settings, Thumbprint};
    ///
    /// let server: BaseUrl = "vcenter.example.com".parse()?;
    /// let pinned: Thumbprint = "DA:39:A3:EE:5E:6B:4B:0D:32:55:BF:EF:95:60:18:90:AF:D8:07:09".parse()?;
    /// let settings = Settings::default().pin(&server, pinned);
    /// assert!(format!("{settings:?}").contains("DA:39:A3"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn pin(mut self, server: &BaseUrl, thumbprint: Thumbprint) -> Self {
        self.pins.push((server.clone(), thumbprint));
        self
    }

    /// **Takes every certificate.** Whoever sits between here and the server then reads the password and the token.
    ///
    /// For a laboratory. [`pin`](Self::pin) costs one line more and is safe. `Debug` of the settings shows this
    /// switch, and with the feature `tracing` each transport made with it warns.
    ///
    /// ```
    /// use rt::Settings;
    ///
    /// assert!(format!("{:?}", Settings::default().insecure()).contains("insecure: true"));
    /// ```
    #[must_use]
    pub fn insecure(mut self) -> Self {
        self.insecure = true;
        self
    }

    /// Sends every request through this proxy. Without it none is used, whatever the environment says.
    ///
    /// ```
    /// use rt::Settings;
    ///
    /// let settings = Settings::default().proxy("http://user:secret@proxy.example.com:3128".parse()?);
    /// assert!(!format!("{settings:?}").contains("secret"));
    /// # Ok::<(), rt::InvalidProxy>(())
    /// ```
    #[must_use]
    pub fn proxy(mut self, proxy: Proxy) -> Self {
        self.proxy = Some(proxy);
        self
    }
}

impl fmt::Debug for Settings {
    /// Tells how many extra CAs there are and not what they are: a file may hold a key next to its certificate.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings")
            .field("connect_timeout", &self.connect_timeout)
            .field("read_timeout", &self.read_timeout)
            .field("timeout", &self.timeout)
            .field("max_response_bytes", &self.max_response_bytes)
            .field("user_agent", &self.user_agent)
            .field("extra_ca", &self.extra_ca.len())
            .field("pins", &self.pins)
            .field("insecure", &self.insecure)
            .field("proxy", &self.proxy)
            .finish()
    }
}
