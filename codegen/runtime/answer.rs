//! Answers that the status and the media type tell apart, and bodies that are no JSON. Faults that a member of the body names
//! are for `known_fault`.

use std::fmt;

use http::Response;
use http::header::CONTENT_TYPE;

use super::fault::{media_type, raw};
use super::text::described;
use super::write::to_body;
use super::{Body, DecodeError, Fault, FromJson, Mode, Path, RawFault, ReadRules, Reader, Report, Secrets};

/// An answer that the description has: the statuses it comes with, and the media types that its body may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answer {
    first: u16,
    last: u16,
    media: &'static [&'static str],
}

impl Answer {
    /// An answer with that status.
    #[must_use]
    pub const fn exact(status: u16, media: &'static [&'static str]) -> Self {
        Self { first: status, last: status, media }
    }

    /// An answer with a status that begins with that digit.
    #[must_use]
    pub const fn range(digit: u16, media: &'static [&'static str]) -> Self {
        Self { first: digit * 100, last: digit * 100 + 99, media }
    }

    /// An answer with any status that no other one has.
    #[must_use]
    pub const fn default(media: &'static [&'static str]) -> Self {
        Self { first: 0, last: u16::MAX, media }
    }

    /// How many statuses it has; the fewer, the nearer.
    fn width(&self) -> u16 {
        self.last - self.first
    }
}

/// An enum of answers, in the order of its variants.
pub trait Answers: Sized {
    /// What the variants stand for.
    const ANSWERS: &'static [Answer];

    /// Reads the variant at that place.
    ///
    /// # Errors
    ///
    /// [`DecodeError`] with everything that does not fit.
    fn read(index: usize, response: &Response<Body>, rules: &'static ReadRules) -> Result<Self, DecodeError>;
}

/// Reads a success: the variant that the status and the media type choose.
///
/// # Errors
///
/// [`DecodeError`] with everything that does not fit, and for an answer that the description does not have.
pub fn success_of<A: Answers>(response: &Response<Body>, rules: &'static ReadRules) -> Result<A, DecodeError> {
    A::read(chosen(A::ANSWERS, response).unwrap_or(usize::MAX), response, rules)
}

/// Reads a refusal. This cannot fail: what is not understood is kept.
pub fn fault_of<A: Answers + Fault>(response: &Response<Body>, rules: &'static ReadRules) -> A {
    let Some(index) = chosen(A::ANSWERS, response) else { return A::other(RawFault::from_response(response)) };
    let body = response.body().as_bytes();
    A::read(index, response, rules).unwrap_or_else(|error| A::other(raw(body, Some(response), None, error.report)))
}

/// For an answer that no variant stands for.
pub fn not_described(response: &Response<Body>, rules: &'static ReadRules) -> DecodeError {
    problem(response, rules, "has a status or a media type that the description does not have".to_owned())
}

/// Which of the refusals of an operation one is, by its place, with its text for people; or what is none of them.
pub type WhichAnswer<'a> = Result<(usize, Option<&'a dyn fmt::Display>), &'a RawFault>;

/// Shows a refusal: what the description says of it, in the alternate form also the text that the server says.
pub fn show_fault(said: &[&str], which: WhichAnswer<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match which {
        Ok((index, text)) => described(said.get(index).copied().unwrap_or_default(), None, text, f),
        Err(raw) => fmt::Display::fmt(raw, f),
    }
}

/// The place of the answer that a response is. The nearest status decides; of several media types that of the body, and
/// the first where the body does not say.
fn chosen(answers: &[Answer], response: &Response<Body>) -> Option<usize> {
    let status = response.status().as_u16();
    let fitting = || answers.iter().enumerate().filter(|(_, one)| (one.first..=one.last).contains(&status));
    let nearest = fitting().map(|(_, one)| one.width()).min()?;
    let mut near = fitting().filter(|(_, one)| one.width() == nearest);
    let (first, _) = near.next()?;
    let media = media_type(response);
    let (Some(media), Some(_)) = (&media, near.next()) else { return Some(first) };
    let near = fitting().filter(|(_, one)| one.width() == nearest);
    let ranked = near.map(|(index, one)| (index, one.media.iter().map(|range| rank(range, media)).max().unwrap_or(0)));
    // Of equals the first.
    let best = ranked.reduce(|best, next| if next.1 > best.1 { next } else { best });
    best.filter(|(_, rank)| *rank > 0).map(|(index, _)| index)
}

/// How well a media type fits a range such as `text/*`: not at all is 0. JSON of another name is JSON (RFC 6839).
pub(super) fn rank(range: &str, media: &str) -> u8 {
    let group = range.strip_suffix('*').filter(|group| group.ends_with('/'));
    match group {
        _ if range.eq_ignore_ascii_case(media) => 4,
        _ if is_json(range) && is_json(media) => 3,
        Some("*/") => 1,
        Some(group) if media.get(..group.len()).is_some_and(|head| head.eq_ignore_ascii_case(group)) => 2,
        _ => 0,
    }
}

fn is_json(media: &str) -> bool {
    let ends = |end: &str| media.len() > end.len() && media.as_bytes().ends_with(end.as_bytes());
    media == "application/json" || media == "text/json" || ends("+json")
}

/// How a value stands in a text that is no JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Plain {
    /// The text is the value: it would have quotation marks in JSON.
    Text,
    /// As JSON has it, such as a number.
    Json,
}

impl Plain {
    /// Reads the value.
    pub(super) fn read<T: FromJson>(self, text: &str, rules: &'static ReadRules) -> Result<T, Report> {
        let quoted;
        let json = match self {
            // A text always has a form.
            Self::Text => {
                quoted = to_body(&text, Secrets::Exposed).unwrap_or_default();
                quoted.as_bytes()
            }
            Self::Json => text.trim().as_bytes(),
        };
        let mut reader = Reader::of_bytes(json, Mode::Response, rules);
        let value = T::from_json(&mut reader);
        reader.finish(value)
    }
}

/// Reads the body of an answer that is a text of one of these media types.
///
/// # Errors
///
/// [`DecodeError`] for another media type, for a text in another encoding than UTF-8, and for what the type does not take.
pub fn text_body<T: FromJson>(
    response: &Response<Body>,
    plain: Plain,
    media: &[&str],
    rules: &'static ReadRules,
) -> Result<T, DecodeError> {
    expect(response, media, rules)?;
    let wrong = |what: &str| problem(response, rules, what.to_owned());
    if !is_utf8(response) {
        return Err(wrong("is a text in another encoding than UTF-8"));
    }
    let text = std::str::from_utf8(response.body().as_bytes()).map_err(|_| wrong("is no text in UTF-8"))?;
    // Under `*/*` a server chooses whether a text is JSON, and says which.
    let plain = if media_type(response).is_some_and(|media| is_json(&media)) { Plain::Json } else { plain };
    plain.read(text, rules).map_err(|report| DecodeError::new(response, report))
}

/// The bytes of an answer of one of these media types.
///
/// # Errors
///
/// [`DecodeError`] for another media type.
pub fn bytes_body(response: &Response<Body>, media: &[&str], rules: &'static ReadRules) -> Result<Body, DecodeError> {
    // What a server knows nothing of is these bytes as well.
    if media_type(response).as_deref() != Some("application/octet-stream") {
        expect(response, media, rules)?;
    }
    Ok(response.body().clone())
}

/// Refuses a body of a media type that is none of these: a page of a proxy, say. One that says nothing is taken as it is.
fn expect(response: &Response<Body>, media: &[&str], rules: &'static ReadRules) -> Result<(), DecodeError> {
    let fits = |is: String| media.iter().any(|range| rank(range, &is) > 0);
    if media_type(response).is_none_or(fits) {
        return Ok(());
    }
    Err(problem(response, rules, format!("must be of the media type {}", media.join(" or "))))
}

fn is_utf8(response: &Response<Body>) -> bool {
    let header = response.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let charset = header.split(';').skip(1).find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        name.trim().eq_ignore_ascii_case("charset").then(|| value.trim().trim_matches('"'))
    });
    let known = ["utf-8", "utf8", "us-ascii"];
    charset.is_none_or(|charset| known.iter().any(|known| known.eq_ignore_ascii_case(charset)))
}

pub(super) fn problem(response: &Response<Body>, rules: &'static ReadRules, message: String) -> DecodeError {
    let mut report = Report::default();
    report.note(rules.types, &Path::ROOT, message.into());
    DecodeError::new(response, report)
}
