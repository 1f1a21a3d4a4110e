//! Reading typed values out of a JSON text, in one pass: every problem is reported with its place, and reading goes on.
//!
//! Objects are read in `object`, the values that the runtime knows in `values`, tokens in `scan`.

mod choice;
mod member;
mod object;
mod values;

use std::borrow::Cow;
use std::fmt;

use serde_core::de::{Deserialize, Deserializer, Error as _};

use super::path::{is_plain, write_name};
use super::scan::Scan;
use super::write::json_text;
use super::{Json, Path, Report, Rule, Secret};

pub use choice::{Kind, Shape, ShapeMember, Tag};
pub use member::KnownMember;
pub use object::{OpenObject, OtherMembers, Slot};

/// Levels of objects and arrays that are read. What lies deeper is a problem and is passed over.
const DEEPEST: usize = 128;

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

/// A type that can be read from JSON.
///
/// ```
/// use rt::{FromJson, KnownMember, Reader};
///
/// struct Endpoint { host: String, port: Option<i64> }
///
/// const MEMBERS: &[KnownMember] = &[KnownMember::required("host"), KnownMember::optional("port")];
///
/// impl FromJson for Endpoint {
///     fn from_json(reader: &mut Reader<'_>) -> Option<Self> {
///         let (mut host, mut port) = (None, None);
///         let is_object = reader.members(MEMBERS, &mut [&mut host, &mut port]);
///         if is_object { Some(Self { host: host?, port }) } else { None }
///     }
/// }
///
/// # use rt::{Mode, Path, ReadRules, Rule, Severity};
/// # const RULE: Rule = Rule { id: "type", severity: Severity::Error, doc: "", source: "" };
/// # const RULES: ReadRules = ReadRules { types: &RULE, required: &RULE, unknown: &RULE };
/// let json = serde_json::from_str(r#"{"host": "192.0.2.1"}"#)?;
/// let endpoint: Endpoint = rt::read(&json, &Path::ROOT, Mode::Request, &RULES)?;
/// assert_eq!((endpoint.host.as_str(), endpoint.port), ("192.0.2.1", None));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub trait FromJson: Sized {
    /// Reads the value that comes next, all of it, right or wrong. What is wrong with it goes to the report of the
    /// reader; `None` means that something was.
    fn from_json(reader: &mut Reader<'_>) -> Option<Self>;
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
    let text = json_text(json);
    let mut reader = Reader { at: Some(at), ..Reader::of_bytes(text.as_bytes(), mode, rules) };
    let value = T::from_json(&mut reader);
    reader.finish(value)
}

/// `serde::Deserialize` by way of the same reader, so that one error tells everything that is wrong.
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

/// Reads a JSON text from front to back and collects what is wrong with it.
pub struct Reader<'a> {
    scan: Scan<'a>,
    mode: Mode,
    rules: &'static ReadRules,
    /// Where the text stands in the body.
    at: Option<&'a Path<'a>>,
    /// The way from there to the value that is being read.
    steps: Vec<Step<'a>>,
    /// Members of the object that comes next that have been read already: they tell which arm of a choice it is.
    tags: Vec<&'static str>,
    report: Report,
    /// Whether a value could not be read, whatever the severity of the rule.
    has_failed: bool,
}

/// A step down into an object or an array.
enum Step<'a> {
    /// A member of the description.
    Member(&'static str),
    /// Another member whose name may be shown.
    Named(Cow<'a, str>),
    /// Another member, by its position.
    Nth(usize),
    /// An element.
    Index(usize),
}

impl<'a> Reader<'a> {
    /// A reader of that text.
    ///
    /// ```
    /// use rt::{FromJson, Mode, ReadRules, Reader, Rule, Severity};
    ///
    /// const TYPE: Rule = Rule { id: "R-TYPE", severity: Severity::Error, doc: "", source: "" };
    /// const RULES: ReadRules = ReadRules { types: &TYPE, required: &TYPE, unknown: &TYPE };
    /// let mut reader = Reader::new("true", Mode::Response, &RULES);
    /// assert_eq!(bool::from_json(&mut reader), Some(true));
    /// ```
    #[must_use]
    pub fn new(text: &'a str, mode: Mode, rules: &'static ReadRules) -> Self {
        Self::of(Scan::new(text), mode, rules)
    }

    /// A reader of a body. One that is not UTF-8 is no JSON.
    pub(super) fn of_bytes(bytes: &'a [u8], mode: Mode, rules: &'static ReadRules) -> Self {
        Self::of(Scan::of_bytes(bytes), mode, rules)
    }

    fn of(scan: Scan<'a>, mode: Mode, rules: &'static ReadRules) -> Self {
        let (steps, tags, report) = (Vec::new(), Vec::new(), Report::default());
        Self { scan, mode, rules, at: None, steps, tags, report, has_failed: false }
    }

    /// The verdict on a text that held this value: one that could be read still does not count when an error was found
    /// beside it, or when the text goes on behind it.
    ///
    /// # Errors
    ///
    /// A report of everything that is wrong. Of a text that is no JSON it says only where that begins.
    ///
    /// ```
    /// use rt::{FromJson, Mode, ReadRules, Reader, Rule, Severity};
    ///
    /// const TYPE: Rule = Rule { id: "R-TYPE", severity: Severity::Error, doc: "", source: "" };
    /// const RULES: ReadRules = ReadRules { types: &TYPE, required: &TYPE, unknown: &TYPE };
    /// let mut reader = Reader::new("1", Mode::Response, &RULES);
    /// let value = bool::from_json(&mut reader);
    /// let report = reader.finish(value).unwrap_err();
    /// assert_eq!(report.to_string(), "error[R-TYPE] at the body: must be a boolean, is of type integer");
    /// ```
    pub fn finish<T>(mut self, value: Option<T>) -> Result<T, Report> {
        let is_right = self.close();
        match value {
            Some(value) if is_right => Ok(value),
            _ => Err(self.into_report()),
        }
    }

    /// Whether the text ends here and nothing was wrong with it.
    pub(super) fn close(&mut self) -> bool {
        if self.scan.peek().is_some() {
            self.scan.fail().unwrap_or_default()
        }
        self.scan.broken().is_none() && !self.has_failed && !self.report.has_errors()
    }

    pub(super) fn into_report(self) -> Report {
        let Some(broken) = self.scan.broken() else { return self.report };
        let mut report = Report::default();
        let message = if broken.is_short {
            Cow::Borrowed("is empty or ends too early for JSON")
        } else {
            let (line, column) = (broken.line, broken.column);
            format!("cannot be read as JSON from line {line}, column {column} on").into()
        };
        report.note(self.rules.types, &Place { at: self.at, steps: &[] }, message);
        report
    }

    /// Whether anything is in the report.
    pub(super) fn has_found(&self) -> bool {
        !self.report.is_clean()
    }

    /// Passes over all that is left.
    pub(super) fn skip_all(&mut self) {
        if self.scan.peek().is_some() {
            self.scan.skip();
        }
    }

    /// Whether the text is no JSON, as far as it was read.
    pub(super) fn is_broken(&self) -> bool {
        self.scan.broken().is_some()
    }

    /// Takes the bracket that opens an object or an array. What is too deep is passed over.
    fn open(&mut self, bracket: u8, expected: &'static str) -> Option<()> {
        if self.scan.peek() != Some(bracket) {
            return self.mistyped(expected);
        }
        if self.steps.len() >= DEEPEST {
            return self.refused("is nested deeper than 128 levels");
        }
        self.scan.take(bracket);
        self.steps.push(Step::Index(0));
        Some(())
    }

    #[inline]
    fn set_step(&mut self, step: Step<'a>) {
        if let Some(last) = self.steps.last_mut() {
            *last = step;
        }
    }

    /// Opens the array that comes next. `None` when it is none.
    pub fn array(&mut self) -> Option<()> {
        self.open(b'[', "an array")
    }

    /// Whether the array that is open has an element of that index, which has to be read then.
    pub fn element(&mut self, index: usize) -> bool {
        if self.scan.take(b']') {
            self.steps.pop();
            return false;
        }
        if (index > 0 && self.scan.require(b',').is_none()) || self.is_broken() {
            return false;
        }
        self.set_step(Step::Index(index));
        true
    }

    /// Passes over the value that comes next.
    pub fn skip(&mut self) {
        self.scan.skip();
    }

    /// Reads the string that comes next.
    #[inline]
    pub fn string(&mut self) -> Option<Cow<'a, str>> {
        if self.scan.peek() == Some(b'"') { self.scan.string() } else { self.mistyped("a string") }
    }

    /// The text that the object that comes next has as this member, if it is one. Of repeated members the first counts.
    /// Nothing is read by this.
    ///
    /// ```
    /// use rt::{Mode, ReadRules, Reader, Rule, Severity};
    ///
    /// const TYPE: Rule = Rule { id: "R-TYPE", severity: Severity::Error, doc: "", source: "" };
    /// const RULES: ReadRules = ReadRules { types: &TYPE, required: &TYPE, unknown: &TYPE };
    /// let reader = Reader::new(r#"{"a": 1, "b": "x"}"#, Mode::Response, &RULES);
    /// assert_eq!((reader.find_text("a"), reader.find_text("b")), (None, Some("x".into())));
    /// ```
    #[must_use]
    pub fn find_text(&self, member: &str) -> Option<Cow<'a, str>> {
        let mut value = self.scan.find(member)?;
        if value.peek() == Some(b'"') { value.string() } else { None }
    }

    /// Reports that what comes next is not `expected`, without quoting it, passes over it and gives `None`.
    ///
    /// ```
    /// use rt::{Mode, ReadRules, Reader, Rule, Severity};
    ///
    /// const TYPE: Rule = Rule { id: "R-TYPE", severity: Severity::Error, doc: "", source: "" };
    /// const RULES: ReadRules = ReadRules { types: &TYPE, required: &TYPE, unknown: &TYPE };
    /// let mut reader = Reader::new("true", Mode::Request, &RULES);
    /// let none: Option<String> = reader.mistyped("a date");
    /// let report = reader.finish(none).unwrap_err();
    /// assert_eq!(report.to_string(), "error[R-TYPE] at the body: must be a date, is of type boolean");
    /// ```
    pub fn mistyped<T>(&mut self, expected: &'static str) -> Option<T> {
        self.note_type(expected);
        None
    }

    #[cold]
    fn note_type(&mut self, expected: &'static str) {
        let kind = match self.scan.peek() {
            Some(b'n') if self.mode == Mode::Request => {
                return self.refuse(format!("must be {expected}, is null, which is not the same as leaving it out"));
            }
            Some(b'n') => return self.refuse(format!("must be {expected}, is null")),
            Some(b'"') => "string",
            Some(b'{') => "object",
            Some(b'[') => "array",
            Some(b't' | b'f') => "boolean",
            Some(_) => {
                let mut ahead = self.scan;
                let is_whole = ahead.number().is_some_and(|text| !text.contains(['.', 'e', 'E']));
                if is_whole { "integer" } else { "number" }
            }
            None => return self.scan.fail().unwrap_or_default(),
        };
        self.refuse(format!("must be {expected}, is of type {kind}"));
    }

    /// Reports what is wrong with the value that comes next, passes over it and gives `None`.
    #[cold]
    fn refused<T>(&mut self, message: &'static str) -> Option<T> {
        self.refuse(message);
        None
    }

    #[cold]
    pub(super) fn refuse(&mut self, message: impl Into<Cow<'static, str>>) {
        self.scan.skip();
        self.tags.clear();
        if !self.is_broken() {
            self.has_failed = true;
            self.note(self.rules.types, message);
        }
    }

    #[cold]
    fn note(&mut self, rule: &Rule, message: impl Into<Cow<'static, str>>) {
        self.report.note(rule, &Place { at: self.at, steps: &self.steps }, message.into());
    }
}

impl fmt::Debug for Reader<'_> {
    /// Leaves the text out: it may hold a secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reader").field("mode", &self.mode).field("report", &self.report).finish_non_exhaustive()
    }
}

/// The place that a reader is at.
struct Place<'r> {
    at: Option<&'r Path<'r>>,
    steps: &'r [Step<'r>],
}

impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(at) = self.at {
            at.fmt(f)?;
        }
        for step in self.steps {
            match step {
                Step::Member(name) => write_name(name, f)?,
                Step::Named(name) => write_name(name, f)?,
                Step::Nth(position) => Path::ROOT.nth(*position).fmt(f)?,
                Step::Index(index) => Path::ROOT.index(*index).fmt(f)?,
            }
        }
        Ok(())
    }
}
