//! Reading typed values out of a JSON tree: every problem is reported with its place, and reading goes on.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_core::de::{Deserialize, Deserializer, Error as _};

use super::path::is_plain;
use super::{Json, Path, Report, Rule, Secret};

/// How strictly a value is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Something a person wrote in order to send it. An unknown member is reported, because it would vanish, and so
    /// is `null`, because it is not the same as leaving the member out.
    Request,
    /// Something a server sent. Unknown members are passed over, since a newer server may add some, and an optional
    /// member that is `null` counts as absent.
    Response,
}

/// The rules that reading reports under.
#[derive(Clone, Copy, Debug)]
pub struct ReadRules {
    /// A value has another JSON type than the description says, or a member is repeated.
    pub types: &'static Rule,
    /// A required member is missing, where the description gives that member no rule of its own.
    pub required: &'static Rule,
    /// A member that the description does not have.
    pub unknown: &'static Rule,
}

/// A type that can be read from a JSON tree.
///
/// ```
/// use rt::{FromJson, Json, Path, Reader};
///
/// struct Endpoint { host: String, port: Option<i64> }
///
/// impl FromJson for Endpoint {
///     fn from_json(json: &Json, at: &Path<'_>, reader: &mut Reader) -> Option<Self> {
///         let object = reader.object(json, at, &["host", "port"])?;
///         let host = object.required("host", None, reader);
///         let port = object.optional("port", reader);
///         // Only now: both were looked at, so both are reported.
///         Some(Self { host: host?, port: port? })
///     }
/// }
///
/// # use rt::{Mode, ReadRules, Rule, Severity};
/// # const RULE: Rule = Rule { id: "type", severity: Severity::Error, doc: "", source: "" };
/// # const RULES: ReadRules = ReadRules { types: &RULE, required: &RULE, unknown: &RULE };
/// let json = serde_json::from_str(r#"{"host": "192.0.2.1"}"#)?;
/// let endpoint: Endpoint = rt::read(&json, &Path::ROOT, Mode::Request, &RULES)?;
/// assert_eq!((endpoint.host.as_str(), endpoint.port), ("192.0.2.1", None));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub trait FromJson: Sized {
    /// Reads the value that stands at `at`. What is wrong with it goes to `reader`; `None` means that something was.
    fn from_json(json: &Json, at: &Path<'_>, reader: &mut Reader) -> Option<Self>;
}

/// Collects what is wrong while a value is read.
#[derive(Debug)]
pub struct Reader {
    rules: &'static ReadRules,
    mode: Mode,
    report: Report,
}

/// Reads a value that stands at `at` in a body.
///
/// # Errors
///
/// A report of everything that is wrong with it, not just the first.
///
/// ```
/// use rt::{Json, Mode, Path, ReadRules, Rule, Severity};
///
/// const TYPE: Rule = Rule { id: "R-TYPE", severity: Severity::Error, doc: "The JSON type is right.", source: "" };
/// const RULES: ReadRules = ReadRules { types: &TYPE, required: &TYPE, unknown: &TYPE };
/// let json: Json = serde_json::from_str(r#"["192.0.2.1", 2, null]"#)?;
/// let report = rt::read::<Vec<String>>(&json, &Path::ROOT, Mode::Request, &RULES).unwrap_err();
/// let pointers: Vec<_> = report.violations().iter().map(|violation| violation.pointer.as_str()).collect();
/// assert_eq!(pointers, ["/1", "/2"]);
/// # Ok::<(), serde_json::Error>(())
/// ```
pub fn read<T: FromJson>(json: &Json, at: &Path<'_>, mode: Mode, rules: &'static ReadRules) -> Result<T, Report> {
    let mut reader = Reader::new(mode, rules);
    let value = T::from_json(json, at, &mut reader);
    reader.finish(value)
}

/// `serde::Deserialize` by way of the tree, so that one error tells everything that is wrong.
///
/// # Errors
///
/// Those of the format, or one that lists every violation.
pub fn deserialize<'de, T, D>(deserializer: D, mode: Mode, rules: &'static ReadRules) -> Result<T, D::Error>
where
    T: FromJson,
    D: Deserializer<'de>,
{
    let json = Json::deserialize(deserializer)?;
    read(&json, &Path::ROOT, mode, rules).map_err(D::Error::custom)
}

impl Reader {
    /// A reader that has found nothing yet.
    ///
    /// ```
    /// use rt::{FromJson, Json, Mode, Path, ReadRules, Reader, Rule, Severity};
    ///
    /// const TYPE: Rule = Rule { id: "R-TYPE", severity: Severity::Error, doc: "", source: "" };
    /// const RULES: ReadRules = ReadRules { types: &TYPE, required: &TYPE, unknown: &TYPE };
    /// let mut reader = Reader::new(Mode::Response, &RULES);
    /// assert_eq!(bool::from_json(&Json::Bool(true), &Path::ROOT, &mut reader), Some(true));
    /// ```
    #[must_use]
    pub fn new(mode: Mode, rules: &'static ReadRules) -> Self {
        Self { rules, mode, report: Report::default() }
    }

    /// What was found so far.
    ///
    /// ```
    /// use rt::{FromJson, Json, Mode, Path, ReadRules, Reader, Rule, Severity};
    ///
    /// const TYPE: Rule = Rule { id: "R-TYPE", severity: Severity::Error, doc: "", source: "" };
    /// const RULES: ReadRules = ReadRules { types: &TYPE, required: &TYPE, unknown: &TYPE };
    /// let mut reader = Reader::new(Mode::Response, &RULES);
    /// assert!(bool::from_json(&Json::Integer(1), &Path::ROOT, &mut reader).is_none());
    /// let report = reader.into_report();
    /// assert_eq!(report.to_string(), "error[R-TYPE] at the body: must be a boolean, is of type integer");
    /// ```
    #[must_use]
    pub fn into_report(self) -> Report {
        self.report
    }

    /// The verdict: a value that could be read still does not count when an error was found beside it.
    pub(super) fn finish<T>(self, value: Option<T>) -> Result<T, Report> {
        match value {
            Some(value) if !self.report.has_errors() => Ok(value),
            _ => Err(self.report),
        }
    }

    fn note(&mut self, rule: &Rule, at: &Path<'_>, message: impl Into<Cow<'static, str>>) {
        self.report.add(rule, at, message);
    }

    /// The place of a member whose name is not one of the description. One that a server chose is never shown: it may be
    /// what was sent, in another place.
    fn key<'p>(&self, at: &'p Path<'p>, name: &'p str, position: usize) -> Path<'p> {
        match self.mode {
            Mode::Request => at.key(name, position),
            Mode::Response => at.nth(position),
        }
    }

    /// Opens an object whose members are `known`, and reports the ones that are repeated and, in
    /// [`Mode::Request`], the ones that are unknown. `None` when `json` is no object.
    ///
    /// ```
    /// use rt::{Json, Mode, Path, ReadRules, Reader, Rule, Severity};
    ///
    /// const RULE: Rule = Rule { id: "R-UNKNOWN", severity: Severity::Error, doc: "", source: "" };
    /// const RULES: ReadRules = ReadRules { types: &RULE, required: &RULE, unknown: &RULE };
    /// let json: Json = serde_json::from_str(r#"{"host": "192.0.2.1", "prot": 443}"#)?;
    /// let mut reader = Reader::new(Mode::Request, &RULES);
    /// let object = reader.object(&json, &Path::ROOT, &["host", "port"]).ok_or("no object")?;
    /// let host: Option<String> = object.required("host", None, &mut reader);
    /// assert_eq!(host.as_deref(), Some("192.0.2.1"));
    /// assert_eq!(reader.into_report().violations()[0].pointer, "/prot");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn object<'a>(&mut self, json: &'a Json, at: &'a Path<'a>, known: &[&str]) -> Option<Object<'a>> {
        let Json::Object(members) = json else {
            return self.mistyped("an object", json, at);
        };
        self.repeated(members, at, known);
        if self.mode == Mode::Request {
            let members = members.iter().map(|(name, _)| name.as_str()).enumerate();
            for (position, name) in members.filter(|(_, name)| !known.contains(name)) {
                self.note(self.rules.unknown, &at.key(name, position), unknown(name, known));
            }
        }
        Some(Object { members, at })
    }

    /// The members of an object whose names are not known beforehand, repeated ones reported.
    fn entries<'a>(&mut self, json: &'a Json, at: &Path<'_>) -> Option<&'a [(String, Json)]> {
        let Json::Object(members) = json else {
            return self.mistyped("an object", json, at);
        };
        self.repeated(members, at, &[]);
        Some(members)
    }

    fn repeated(&mut self, members: &[(String, Json)], at: &Path<'_>, known: &[&str]) {
        let mut names: Vec<(&str, usize)> =
            members.iter().enumerate().map(|(position, (name, _))| (name.as_str(), position)).collect();
        names.sort_unstable();
        for same in names.chunk_by(|(one, _), (other, _)| one == other) {
            if let [(name, position), _, ..] = same {
                let is_known = known.contains(name);
                let at = if is_known { at.member(name) } else { self.key(at, name, *position) };
                self.note(self.rules.types, &at, "stands more than once");
            }
        }
    }

    /// Reports that `json` is not `expected`, without quoting it, and gives `None`.
    ///
    /// ```
    /// use rt::{Json, Mode, Path, ReadRules, Reader, Rule, Severity};
    ///
    /// const TYPE: Rule = Rule { id: "R-TYPE", severity: Severity::Error, doc: "", source: "" };
    /// const RULES: ReadRules = ReadRules { types: &TYPE, required: &TYPE, unknown: &TYPE };
    /// let mut reader = Reader::new(Mode::Request, &RULES);
    /// let none: Option<String> = reader.mistyped("a date", &Json::Bool(true), &Path::ROOT.member("since"));
    /// assert!(none.is_none());
    /// let report = reader.into_report();
    /// assert_eq!(report.to_string(), "error[R-TYPE] at /since: must be a date, is of type boolean");
    /// ```
    pub fn mistyped<T>(&mut self, expected: &'static str, json: &Json, at: &Path<'_>) -> Option<T> {
        let message = match json {
            Json::Null if self.mode == Mode::Request => {
                format!("must be {expected}, is null, which is not the same as leaving it out")
            }
            Json::Null => format!("must be {expected}, is null"),
            other => format!("must be {expected}, is of type {}", other.kind()),
        };
        self.note(self.rules.types, at, message);
        None
    }

    /// Like [`mistyped`](Self::mistyped), but says why a number is no integer here.
    fn not_integer<T>(&mut self, json: &Json, at: &Path<'_>) -> Option<T> {
        let message = match json {
            Json::Integer(_) | Json::Unsigned(_) => "is an integer out of range",
            Json::Float(_) => "must be an integer, is a number with a fraction or an exponent, or out of range",
            other => return self.mistyped("an integer", other, at),
        };
        self.note(self.rules.types, at, message);
        None
    }
}

/// What is said of a member that the description does not have. A name that is no plain one often holds the value, too.
fn unknown(name: &str, known: &[&str]) -> Cow<'static, str> {
    let what = if is_plain(name) {
        "is not a member that can be sent"
    } else {
        "has a name that is no plain name and is not shown (is a space missing behind the colon?), and cannot be sent"
    };
    if known.is_empty() {
        format!("{what}; there is none here").into()
    } else {
        format!("{what}; the members here are {}", known.join(", ")).into()
    }
}

/// An object that is being read.
#[derive(Clone, Copy, Debug)]
pub struct Object<'a> {
    members: &'a [(String, Json)],
    at: &'a Path<'a>,
}

impl<'a> Object<'a> {
    fn get(&self, name: &str) -> Option<&'a Json> {
        self.members.iter().find(|(key, _)| key == name).map(|(_, value)| value)
    }

    /// Reads a required member; its absence breaks `rule`, or the general one when there is none.
    pub fn required<T: FromJson>(&self, name: &str, rule: Option<&'static Rule>, reader: &mut Reader) -> Option<T> {
        let at = self.at.member(name);
        match self.get(name) {
            Some(value) => T::from_json(value, &at, reader),
            None => {
                let rule = rule.unwrap_or(reader.rules.required);
                reader.note(rule, &at, "is required and missing");
                None
            }
        }
    }

    /// Reads an optional member: `Some(None)` when it is absent, `None` when it cannot be read.
    pub fn optional<T: FromJson>(&self, name: &str, reader: &mut Reader) -> Option<Option<T>> {
        match self.get(name) {
            None => Some(None),
            Some(Json::Null) if reader.mode == Mode::Response => Some(None),
            Some(value) => T::from_json(value, &self.at.member(name), reader).map(Some),
        }
    }
}

impl FromJson for String {
    fn from_json(json: &Json, at: &Path<'_>, reader: &mut Reader) -> Option<Self> {
        match json {
            Json::String(text) => Some(text.to_string()),
            other => reader.mistyped("a string", other, at),
        }
    }
}

impl FromJson for Secret {
    fn from_json(json: &Json, at: &Path<'_>, reader: &mut Reader) -> Option<Self> {
        match json {
            Json::String(text) => Some(Self::new(text.as_str())),
            other => reader.mistyped("a string", other, at),
        }
    }
}

impl FromJson for bool {
    fn from_json(json: &Json, at: &Path<'_>, reader: &mut Reader) -> Option<Self> {
        match json {
            Json::Bool(value) => Some(*value),
            other => reader.mistyped("a boolean", other, at),
        }
    }
}

impl FromJson for i64 {
    fn from_json(json: &Json, at: &Path<'_>, reader: &mut Reader) -> Option<Self> {
        json.as_i64().or_else(|| reader.not_integer(json, at))
    }
}

impl FromJson for i32 {
    fn from_json(json: &Json, at: &Path<'_>, reader: &mut Reader) -> Option<Self> {
        let value = json.as_i64().and_then(|value| Self::try_from(value).ok());
        value.or_else(|| reader.not_integer(json, at))
    }
}

impl FromJson for f64 {
    #[expect(clippy::cast_precision_loss, reason = "JSON does not tell 1 from 1.0; a double takes the nearest value")]
    fn from_json(json: &Json, at: &Path<'_>, reader: &mut Reader) -> Option<Self> {
        match json {
            Json::Float(value) if value.is_finite() => Some(*value),
            Json::Float(_) => reader.mistyped("a finite number", json, at),
            Json::Integer(value) => Some(*value as Self),
            Json::Unsigned(value) => Some(*value as Self),
            other => reader.mistyped("a number", other, at),
        }
    }
}

/// Any JSON: where the description leaves the shape open.
impl FromJson for Json {
    fn from_json(json: &Json, _: &Path<'_>, _: &mut Reader) -> Option<Self> {
        Some(json.clone())
    }
}

impl<T: FromJson> FromJson for Vec<T> {
    fn from_json(json: &Json, at: &Path<'_>, reader: &mut Reader) -> Option<Self> {
        let Json::Array(items) = json else {
            return reader.mistyped("an array", json, at);
        };
        // Every element is read before the verdict, so that all the bad ones are reported.
        let read: Vec<Option<T>> =
            items.iter().enumerate().map(|(index, item)| T::from_json(item, &at.index(index), reader)).collect();
        read.into_iter().collect()
    }
}

impl<T: FromJson> FromJson for BTreeMap<String, T> {
    fn from_json(json: &Json, at: &Path<'_>, reader: &mut Reader) -> Option<Self> {
        let members = reader.entries(json, at)?;
        let read = members.iter().enumerate().map(|(position, (name, value))| {
            let at = reader.key(at, name, position);
            (name, T::from_json(value, &at, reader))
        });
        // Here too every member is read before the verdict.
        let read: Vec<_> = read.collect();
        read.into_iter().map(|(name, value)| Some((name.clone(), value?))).collect()
    }
}
