//! How a request proves who sends it. Each operation names its scheme, so it cannot be built without one.

use http::header::{AUTHORIZATION, HeaderMap, HeaderName, HeaderValue};
use zeroize::Zeroizing;

use super::{BuildError, Secret};

/// Something that authorises a request.
///
/// ```
/// use rt::http::HeaderMap;
/// use rt::{Authorize, BuildError};
///
/// /// A scheme of one's own: whoever names the tenant may ask.
/// struct Tenant(u32);
///
/// impl Authorize for Tenant {
///     fn authorize(&self, headers: &mut HeaderMap) -> Result<(), BuildError> {
///         headers.insert("x-tenant", self.0.into());
///         Ok(())
///     }
/// }
///
/// let mut headers = HeaderMap::new();
/// Tenant(7).authorize(&mut headers)?;
/// assert_eq!(headers["x-tenant"], "7");
/// # Ok::<(), BuildError>(())
/// ```
pub trait Authorize {
    /// Adds what the scheme asks for; a header that is there already is replaced.
    ///
    /// # Errors
    ///
    /// [`BuildError`] when the credential holds a character that a header cannot carry.
    fn authorize(&self, headers: &mut HeaderMap) -> Result<(), BuildError>;

    /// What the scheme adds to the query: names and values, not encoded. They become a part of the address.
    ///
    /// ```
    /// use rt::{Authorize, Basic};
    ///
    /// assert!(Basic::new("Aladdin", "open sesame").query().is_empty());
    /// ```
    fn query(&self) -> Vec<(&'static str, &Secret)> {
        Vec::new()
    }
}

/// For operations that anybody may call.
///
/// ```
/// use rt::{Authorize, NoAuth, http::HeaderMap};
///
/// let mut headers = HeaderMap::new();
/// NoAuth.authorize(&mut headers)?;
/// assert!(headers.is_empty());
/// # Ok::<(), rt::BuildError>(())
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct NoAuth;

impl Authorize for NoAuth {
    fn authorize(&self, _: &mut HeaderMap) -> Result<(), BuildError> {
        Ok(())
    }
}

/// HTTP Basic authentication (RFC 7617), in UTF-8.
///
/// ```
/// use rt::{Authorize, Basic, http::HeaderMap};
///
/// let mut headers = HeaderMap::new();
/// Basic::new("Aladdin", "open sesame").authorize(&mut headers)?;
/// assert_eq!(headers["authorization"], "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
/// assert_eq!(format!("{headers:?}"), r#"{"authorization": Sensitive}"#);
/// # Ok::<(), rt::BuildError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Basic {
    username: String,
    password: Secret,
}

impl Basic {
    /// Credentials. RFC 7617 rules out a colon in the user name and control characters in both, such as the line
    /// break at the end of a password file; they are found when a request is built.
    ///
    /// ```
    /// use rt::Basic;
    ///
    /// let credentials = Basic::new("administrator@vsphere.local", "correct horse");
    /// assert!(!format!("{credentials:?}").contains("horse"));
    /// ```
    #[must_use]
    pub fn new(username: impl Into<String>, password: impl Into<Secret>) -> Self {
        Self { username: username.into(), password: password.into() }
    }
}

impl Authorize for Basic {
    fn authorize(&self, headers: &mut HeaderMap) -> Result<(), BuildError> {
        if self.username.contains(':') {
            return Err(BuildError::new("the user name holds a colon, which Basic authentication cannot carry"));
        }
        let password = self.password.expose();
        if self.username.chars().chain(password.chars()).any(char::is_control) {
            return Err(BuildError::new(
                "the user name or the password holds a control character, such as a line break",
            ));
        }
        // Both buffers get their size beforehand: one that grows leaves parts of the password behind.
        let mut pair = Zeroizing::new(String::with_capacity(self.username.len() + 1 + password.len()));
        pair.push_str(&self.username);
        pair.push(':');
        pair.push_str(password);
        let mut value = String::with_capacity("Basic ".len() + pair.len().div_ceil(3) * 4);
        value.push_str("Basic ");
        base64(pair.as_bytes(), &mut value);
        header(headers, AUTHORIZATION, &Secret::new(value))
    }
}

/// Adds a header whose value is a secret; `http` then leaves it out of `Debug`.
///
/// # Errors
///
/// [`BuildError`] when the secret holds a character that a header cannot carry. The error does not quote it.
pub fn header(headers: &mut HeaderMap, name: HeaderName, secret: &Secret) -> Result<(), BuildError> {
    let Ok(mut value) = HeaderValue::from_str(secret.expose()) else {
        return Err(BuildError::new(format!("the secret for the header {name} holds a character that no header may")));
    };
    value.set_sensitive(true);
    headers.insert(name, value);
    Ok(())
}

/// Appends base64 with padding (RFC 4648, section 4): twenty lines here against a dependency of every consumer.
pub(super) fn base64(bytes: &[u8], text: &mut String) {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for chunk in bytes.chunks(3) {
        let byte = |index: usize| u32::from(chunk.get(index).copied().unwrap_or(0));
        let group = byte(0) << 16 | byte(1) << 8 | byte(2);
        for position in 0..4 {
            let sextet = (group >> (18 - 6 * position)) & 0x3f;
            let letter = ALPHABET.get(sextet as usize).copied().unwrap_or(b'=');
            text.push(if position <= chunk.len() { char::from(letter) } else { '=' });
        }
    }
}
