//! Rules, what breaks them, and the report that collects every violation of one value, up to a limit. Finding them is the
//! business of `validate` and `read`.

use std::borrow::Cow;
use std::fmt::{self, Write as _};

use super::Path;
use super::text::Text;

/// How many violations a report keeps. It is bounded, because a body made to be wrong must not cost many times its size;
/// what is left out is counted.
const MOST: usize = 1000;
/// The longest pointer, in bytes.
const LONGEST_POINTER: usize = 512;
/// The longest message, in bytes.
const LONGEST_MESSAGE: usize = 2048;
/// The bytes of all pointers and messages together.
const MOST_BYTES: usize = 256 * 1024;

/// How much a violation matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth telling; the request may be sent.
    Warning,
    /// The request is not sent.
    Error,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Warning => "warning",
            Self::Error => "error",
        })
    }
}

/// A rule of the API, as the description states it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// The identifier, such as `R-CONN-3`, or the OpenAPI keyword when the description gives no identifier.
    pub id: &'static str,
    /// How much a violation of it matters.
    pub severity: Severity,
    /// What it asks for.
    pub doc: &'static str,
    /// Where it comes from; empty when the description does not say.
    pub source: &'static str,
}

/// One rule that is broken at one place.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Violation {
    /// The rule that is broken.
    pub rule: &'static str,
    /// Whether it keeps the request from being sent.
    pub severity: Severity,
    /// JSON Pointer (RFC 6901) into the body; empty for the body itself. What travels beside the body, in the path or
    /// the query, is named as if it were a member. A member whose name may not be shown stands in it as `(member 3)`,
    /// counted from 1. It ends in `…` where it is cut.
    pub pointer: String,
    /// What is wrong and what to do, in a sentence. Never quotes a secret.
    pub message: Cow<'static, str>,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}[{}] at ", self.severity, self.rule)?;
        if self.pointer.is_empty() {
            f.write_str("the body")?;
        }
        // Either may quote what came from outside, where a line break would forge a line of a log.
        write!(f, "{}: {}", Text::up_to(&self.pointer, usize::MAX), Text::up_to(&self.message, usize::MAX))
    }
}

/// Every violation of one value, in the order in which they were found: up to a thousand, and the number of
/// [further](Self::further) ones.
///
/// ```
/// use rt::Report;
///
/// let report = Report::default();
/// assert!(report.is_clean());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    violations: Vec<Violation>,
    /// The length of all pointers and messages.
    bytes: usize,
    further: usize,
    /// Whether there is an error among the further ones.
    further_errors: bool,
}

impl Report {
    /// Adds a violation of `rule` at `at`.
    ///
    /// ```
    /// use rt::{Path, Report, Rule, Severity};
    ///
    /// const PORT: Rule = Rule { id: "R-CONN-3", severity: Severity::Error, doc: "Ports end at 65535.", source: "" };
    /// let mut report = Report::default();
    /// report.add(&PORT, &Path::ROOT.member("port"), "must be at most 65535");
    /// assert_eq!(report.to_string(), "error[R-CONN-3] at /port: must be at most 65535");
    /// ```
    pub fn add(&mut self, rule: &Rule, at: &Path<'_>, message: impl Into<Cow<'static, str>>) {
        self.note(rule, &at, message.into());
    }

    /// The same for a place in another form.
    pub(super) fn note(&mut self, rule: &Rule, at: &dyn fmt::Display, message: Cow<'static, str>) {
        self.push(rule.id, rule.severity, at, message);
    }

    fn push(&mut self, rule: &'static str, severity: Severity, at: &dyn fmt::Display, message: Cow<'static, str>) {
        if self.is_full() {
            self.further = self.further.saturating_add(1);
            self.further_errors |= severity == Severity::Error;
            return;
        }
        let (pointer, message) = (Bounded::of(at, LONGEST_POINTER), cut(message));
        self.bytes += pointer.len() + message.len();
        self.violations.push(Violation { rule, severity, pointer, message });
    }

    fn is_full(&self) -> bool {
        self.violations.len() >= MOST || self.bytes >= MOST_BYTES
    }

    /// Opens a check of `rule` on the value at `at`, for a hook to speak through.
    ///
    /// ```
    /// use rt::{Path, Report, Rule, Severity};
    ///
    /// const NAME: Rule = Rule { id: "R-NAME-1", severity: Severity::Error, doc: "A name is not empty.", source: "" };
    /// let mut report = Report::default();
    /// report.check(&NAME, &Path::ROOT.member("spec")).fail("/name", "must not be empty");
    /// assert_eq!(report.violations()[0].pointer, "/spec/name");
    /// ```
    pub fn check<'a>(&'a mut self, rule: &'static Rule, at: &'a Path<'a>) -> Check<'a> {
        Check { rule, at, report: self }
    }

    /// Every violation found so far.
    ///
    /// ```
    /// use rt::Report;
    ///
    /// assert!(Report::default().violations().is_empty());
    /// ```
    #[must_use]
    pub fn violations(&self) -> &[Violation] {
        &self.violations
    }

    /// How many more were found than are kept: reports are bounded.
    ///
    /// ```
    /// use rt::{Path, Report, Rule, Severity};
    ///
    /// const PORT: Rule = Rule { id: "R-CONN-3", severity: Severity::Error, doc: "Ports end at 65535.", source: "" };
    /// let mut report = Report::default();
    /// for index in 0..1002 {
    ///     report.add(&PORT, &Path::ROOT.index(index), "must be at most 65535");
    /// }
    /// assert_eq!((report.violations().len(), report.further()), (1000, 2));
    /// assert!(report.to_string().ends_with("and 2 more"));
    /// ```
    #[must_use]
    pub fn further(&self) -> usize {
        self.further
    }

    /// Whether nothing at all was found.
    ///
    /// ```
    /// use rt::Report;
    ///
    /// assert!(Report::default().is_clean());
    /// ```
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.violations.is_empty()
    }

    /// Whether something was found that keeps the request from being sent.
    ///
    /// ```
    /// use rt::Report;
    ///
    /// assert!(!Report::default().has_errors());
    /// ```
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.further_errors || self.violations.iter().any(|violation| violation.severity == Severity::Error)
    }

    /// Takes over what another report found.
    ///
    /// ```
    /// use rt::Report;
    ///
    /// let mut all = Report::default();
    /// all.append(Report::default());
    /// assert!(all.is_clean());
    /// ```
    pub fn append(&mut self, other: Self) {
        for Violation { rule, severity, pointer, message } in other.violations {
            self.push(rule, severity, &pointer, message);
        }
        self.further = self.further.saturating_add(other.further);
        self.further_errors |= other.further_errors;
    }
}

impl fmt::Display for Report {
    /// One violation a line, and at the end how many more there are.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, violation) in self.violations.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            violation.fmt(f)?;
        }
        if self.further == 0 { Ok(()) } else { write!(f, "\nand {} more", self.further) }
    }
}

impl std::error::Error for Report {}

/// A text that takes `room` bytes and no more, so that a long one is never in memory as a whole.
struct Bounded {
    text: String,
    room: usize,
}

impl Bounded {
    fn of(shown: &dyn fmt::Display, longest: usize) -> String {
        let mut bounded = Self { text: String::new(), room: longest };
        if write!(bounded, "{shown}").is_err() {
            bounded.text.push('…');
        }
        bounded.text
    }
}

impl fmt::Write for Bounded {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let ends = text.char_indices().map(|(at, letter)| at + letter.len_utf8());
        let end = ends.take_while(|end| *end <= self.room).last().unwrap_or(0);
        let fits = text.get(..end).unwrap_or_default();
        self.text.push_str(fits);
        self.room -= fits.len();
        if fits.len() == text.len() { Ok(()) } else { Err(fmt::Error) }
    }
}

fn cut(message: Cow<'static, str>) -> Cow<'static, str> {
    if message.len() <= LONGEST_MESSAGE { message } else { Bounded::of(&message, LONGEST_MESSAGE).into() }
}

/// What a hook speaks through: it knows the rule and the place, so a hook can mistake neither.
///
/// ```
/// use rt::{Check, Path, Report, Rule, Severity};
///
/// const NAME: Rule = Rule { id: "R-NAME-1", severity: Severity::Error, doc: "A name is not empty.", source: "" };
///
/// fn r_name_1(name: &str, check: &mut Check<'_>) {
///     if name.is_empty() {
///         check.fail("", "must not be empty");
///     }
/// }
///
/// let mut report = Report::default();
/// r_name_1("", &mut report.check(&NAME, &Path::ROOT.member("name")));
/// assert_eq!(report.to_string(), "error[R-NAME-1] at /name: must not be empty");
/// ```
#[derive(Debug)]
pub struct Check<'a> {
    rule: &'static Rule,
    at: &'a Path<'a>,
    report: &'a mut Report,
}

impl Check<'_> {
    /// Reports a violation with the severity that the description gives the rule.
    ///
    /// `member` is a JSON Pointer below the value that is being checked: `/name`, `/dns_servers/0`, or empty for
    /// the value itself. `message` says what is wrong and what to do.
    ///
    /// ```
    /// use rt::{Path, Report, Rule, Severity};
    ///
    /// const SOFT: Rule = Rule { id: "R-CONN-6", severity: Severity::Warning, doc: "Give a password.", source: "" };
    /// let mut report = Report::default();
    /// report.check(&SOFT, &Path::ROOT).fail("/password", "is empty");
    /// assert!(!report.has_errors());
    /// ```
    pub fn fail(&mut self, member: &str, message: impl Into<Cow<'static, str>>) {
        let (rule, place) = (self.rule, Place { at: self.at, member });
        self.report.push(rule.id, rule.severity, &place, message.into());
    }

    /// Reports something that may be right: a warning, whatever the severity of the rule.
    ///
    /// ```
    /// use rt::{Path, Report, Rule, Severity};
    ///
    /// const HARD: Rule = Rule { id: "R-IPV4-5", severity: Severity::Error, doc: "0 to 32.", source: "" };
    /// let mut report = Report::default();
    /// report.check(&HARD, &Path::ROOT).warn("/prefix", "0 covers every address");
    /// assert!(!report.is_clean() && !report.has_errors());
    /// ```
    pub fn warn(&mut self, member: &str, message: impl Into<Cow<'static, str>>) {
        let (rule, place) = (self.rule, Place { at: self.at, member });
        self.report.push(rule.id, Severity::Warning, &place, message.into());
    }
}

/// A pointer below a place.
struct Place<'a> {
    at: &'a Path<'a>,
    member: &'a str,
}

impl fmt::Display for Place<'_> {
    /// A slash that a hook forgot is put in, so that `name` does not become the end of another member's name.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let slash = if self.member.is_empty() || self.member.starts_with('/') { "" } else { "/" };
        write!(f, "{}{slash}{}", self.at, self.member)
    }
}
