//! Parameters by `style` and `explode` (OpenAPI, "Style Values"; RFC 6570): how one is described, and how it gets into the
//! path, the query, a header or a cookie. What its value becomes is decided in `pairs`.

mod pairs;

use http::header::{COOKIE, HeaderMap, HeaderName, HeaderValue};
use zeroize::Zeroizing;

use super::operation::{RequestBuilder, header_value};
use super::plain::to_json;
use super::{BuildError, ToJson};

pub(super) use pairs::{Pair, joined};

/// How a value becomes text. The examples are those of OpenAPI, for a parameter named `color`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// `blue,black`
    Simple,
    /// `.blue,black`
    Label,
    /// `;color=blue,black`
    Matrix,
    /// `color=blue,black`
    Form,
    /// `color=blue%20black`
    SpaceDelimited,
    /// `color=blue%7Cblack`
    PipeDelimited,
    /// `color[R]=100`, with its brackets encoded
    DeepObject,
    /// One JSON text: the parameter has `content` in the place of a schema.
    Json,
}

/// Where a parameter stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Path,
    Query,
    Header,
    Cookie,
    /// A member of a form in the body.
    Form,
}

/// How one parameter is written.
///
/// A value may be a text, a number, a boolean, a list of those or an object of those. What is unset is left out, and so is an
/// empty list or object, for which RFC 6570 has no form (section 2.3).
///
/// ```
/// use rt::http::Method;
/// use rt::support::{Parameter, RequestBuilder, Style};
///
/// let mut request = RequestBuilder::new(Method::GET, &"example.com".parse()?, "/shirts");
/// Parameter::query("color").style(Style::PipeDelimited).add(&mut request, &vec!["blue", "black"])?;
/// assert_eq!(request.build()?.uri(), "https://example.com/shirts?color=blue%7Cblack");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Parameter<'a> {
    pub(super) name: &'a str,
    place: Place,
    style: Style,
    explode: bool,
    reserved: bool,
    empty: bool,
    secret: bool,
}

impl<'a> Parameter<'a> {
    /// A variable of the path: `simple`.
    #[must_use]
    pub const fn path(name: &'a str) -> Self {
        Self::new(name, Place::Path, Style::Simple)
    }

    /// A pair of the query: `form`, exploded.
    #[must_use]
    pub const fn query(name: &'a str) -> Self {
        Self::new(name, Place::Query, Style::Form)
    }

    /// A header: `simple`.
    #[must_use]
    pub const fn header(name: &'a str) -> Self {
        Self::new(name, Place::Header, Style::Simple)
    }

    /// A cookie: `form`, exploded.
    #[must_use]
    pub const fn cookie(name: &'a str) -> Self {
        Self::new(name, Place::Cookie, Style::Form)
    }

    /// A member of a form in the body: `form`, exploded.
    #[must_use]
    pub const fn member(name: &'a str) -> Self {
        Self::new(name, Place::Form, Style::Form)
    }

    const fn new(name: &'a str, place: Place, style: Style) -> Self {
        Self { name, place, style, explode: false, reserved: false, empty: false, secret: false }.style(style)
    }

    /// In that style, with the `explode` that it has where the description does not say.
    #[must_use]
    pub const fn style(self, style: Style) -> Self {
        Self { style, explode: matches!(style, Style::Form), ..self }
    }

    /// With that `explode`. `deepObject` is the same with and without it.
    #[must_use]
    pub const fn explode(self, explode: bool) -> Self {
        Self { explode, ..self }
    }

    /// `allowReserved`, in a query or a form: what RFC 3986 reserves stays as it is. What would end the value is encoded all
    /// the same, so that a server reads what was given: `&`, `+`, `#`, `[`, `]`, `%`, and what joins the items of a list.
    #[must_use]
    pub const fn allow_reserved(self) -> Self {
        Self { reserved: true, ..self }
    }

    /// `allowEmptyValue`, in a query: an empty list or object is `color=`.
    #[must_use]
    pub const fn allow_empty(self) -> Self {
        Self { empty: true, ..self }
    }

    /// A header that no `Debug` may show. A cookie never is.
    #[must_use]
    pub const fn secret(self) -> Self {
        Self { secret: true, ..self }
    }

    /// Adds the value to the request.
    ///
    /// # Errors
    ///
    /// [`BuildError`] with the name of the parameter: for `null`, and for a list or an object in another one; for an item that
    /// holds what joins the items, where encoding cannot tell one from the other; for a part of the path that would lead to
    /// another path; for a character that a header cannot carry.
    pub fn add(&self, request: &mut RequestBuilder, value: &dyn ToJson) -> Result<(), BuildError> {
        if value.is_unset() && self.place != Place::Path {
            return Ok(());
        }
        let pairs = self.pairs(&to_json(self.name, value)?)?;
        match self.place {
            Place::Path => self.add_to_path(request, &pairs),
            _ if pairs.is_empty() => Ok(()),
            Place::Form => Err(self.error("is a member of a form, and no parameter")),
            Place::Query => {
                request.target.push(if request.pairs == 0 { '?' } else { '&' });
                request.target.push_str(&joined(&pairs, "&"));
                request.pairs += pairs.len();
                Ok(())
            }
            Place::Header => {
                let mut value = header_value(self.name, &joined(&pairs, ","))?;
                value.set_sensitive(self.secret);
                let name = HeaderName::from_bytes(self.name.as_bytes());
                request.headers.insert(name.map_err(|_| self.error("is no name of a header"))?, value);
                Ok(())
            }
            Place::Cookie => self.add_cookie(&mut request.headers, &joined(&pairs, "; ")),
        }
    }

    fn add_to_path(&self, request: &mut RequestBuilder, pairs: &[Pair]) -> Result<(), BuildError> {
        let (lead, separator) = match self.style {
            Style::Label => (".", "."),
            Style::Matrix => (";", ";"),
            _ => ("", ","),
        };
        let text = joined(pairs, separator);
        if pairs.is_empty() || (lead.is_empty() && text.is_empty()) {
            return Err(BuildError::new(format!("`{}`, a part of the path, is empty", self.name)));
        }
        // Even encoded, they are taken for the folder itself and the one above.
        let before = request.target.rsplit('/').next().unwrap_or_default();
        for dots in [".", ".."] {
            if dots.strip_prefix(before).and_then(|rest| rest.strip_prefix(lead)) == Some(&*text) {
                return Err(BuildError::new(format!("`{}`, a part of the path, is `{dots}`", self.name)));
            }
        }
        request.target.push_str(lead);
        request.target.push_str(&text);
        Ok(())
    }

    /// All cookies stand in one header (RFC 6265, section 5.4), which no `Debug` shows: most of them are secrets.
    fn add_cookie(&self, headers: &mut HeaderMap, cookie: &str) -> Result<(), BuildError> {
        let before = headers.get(COOKIE).map(HeaderValue::as_bytes).unwrap_or_default();
        let separator: &[u8] = if before.is_empty() { b"" } else { b"; " };
        let all = Zeroizing::new([before, separator, cookie.as_bytes()].concat());
        let value = HeaderValue::from_bytes(&all);
        let mut value = value.map_err(|_| self.error("holds a character that no cookie may"))?;
        value.set_sensitive(true);
        headers.insert(COOKIE, value);
        Ok(())
    }

    fn error(&self, what: &str) -> BuildError {
        BuildError::new(format!("`{}` {what}", self.name))
    }
}
