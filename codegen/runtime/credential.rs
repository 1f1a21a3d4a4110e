//! Credentials beside user and password and a key of its own: a scheme of `Authorization`, a key in a cookie, several at
//! once, and none where none is needed. The types of a document's schemes are generated.

use http::header::{AUTHORIZATION, COOKIE, HeaderMap, HeaderValue};
use zeroize::Zeroizing;

use super::auth::header;
use super::{Authorize, BuildError, Secret};

/// For operations that anybody may call, and that may say more to whoever is known.
///
/// ```
/// use rt::{Authorize, Basic, http::HeaderMap};
///
/// let mut headers = HeaderMap::new();
/// None::<Basic>.authorize(&mut headers)?;
/// assert!(headers.is_empty());
/// # Ok::<(), rt::BuildError>(())
/// ```
impl<A: Authorize> Authorize for Option<A> {
    fn authorize(&self, headers: &mut HeaderMap) -> Result<(), BuildError> {
        self.as_ref().map_or(Ok(()), |credential| credential.authorize(headers))
    }

    fn query(&self) -> Vec<(&'static str, &Secret)> {
        self.as_ref().map(Authorize::query).unwrap_or_default()
    }
}

/// Credentials that are needed at once. An operation that wants both is not built with one of them.
macro_rules! together {
    ($($generic:ident $name:ident),*) => {
        impl<$($generic: Authorize),*> Authorize for ($($generic),*) {
            fn authorize(&self, headers: &mut HeaderMap) -> Result<(), BuildError> {
                let ($($name),*) = self;
                $($name.authorize(headers)?;)*
                Ok(())
            }

            fn query(&self) -> Vec<(&'static str, &Secret)> {
                let ($($name),*) = self;
                [$($name.query()),*].concat()
            }
        }
    };
}

together!(A a, B b);
together!(A a, B b, C c);
together!(A a, B b, C c, D d);
together!(A a, B b, C c, D d, E e);
together!(A a, B b, C c, D d, E e, F f);

/// Adds the header `Authorization` with the name of a scheme in front of the secret.
///
/// # Errors
///
/// [`BuildError`] when the secret holds a character that a header cannot carry. The error does not quote it.
pub fn scheme(headers: &mut HeaderMap, scheme: &str, secret: &Secret) -> Result<(), BuildError> {
    // It gets its size beforehand: a text that grows leaves parts of the secret behind.
    let mut value = String::with_capacity(scheme.len() + 1 + secret.expose().len());
    value.push_str(scheme);
    value.push(' ');
    value.push_str(secret.expose());
    header(headers, AUTHORIZATION, &Secret::new(value))
}

/// Adds a cookie, behind those that are there.
///
/// # Errors
///
/// [`BuildError`] when the secret holds what would end the cookie (RFC 6265, section 4.1.1). The error does not quote it.
pub fn cookie(headers: &mut HeaderMap, name: &str, secret: &Secret) -> Result<(), BuildError> {
    let secret = secret.expose().as_bytes();
    let is_fit = secret.iter().all(|byte| byte.is_ascii_graphic() && !b"\",;\\".contains(byte));
    let unfit = || BuildError::new(format!("the secret for the cookie {name} holds a character that no cookie may"));
    let before = headers.get(COOKIE).map(HeaderValue::as_bytes).unwrap_or_default();
    let separator: &[u8] = if before.is_empty() { b"" } else { b"; " };
    let all = Zeroizing::new([before, separator, name.as_bytes(), b"=", secret].concat());
    let mut value = HeaderValue::from_bytes(&all).ok().filter(|_| is_fit).ok_or_else(unfit)?;
    value.set_sensitive(true);
    headers.insert(COOKIE, value);
    Ok(())
}
