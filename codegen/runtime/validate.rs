//! Rules, what breaks them, and the report that collects every breach of one value.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::{self, Write as _};

use super::Path;

/// How much a breach matters.
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
    /// What a breach of it amounts to.
    pub severity: Severity,
    /// What it asks for.
    pub doc: &'static str,
    /// Where it comes from; empty when the description does not say.
    pub source: &'static str,
}

/// One breach of one rule at one place.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Violation {
    /// The rule that is broken.
    pub rule: &'static str,
    /// Whether it keeps the request from being sent.
    pub severity: Severity,
    /// JSON Pointer (RFC 6901) into the body; empty for the body itself. What travels beside the body, in the path or
    /// the query, is named as if it were a member.
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
        // A pointer quotes member names, which may come from a server: a line break would forge a line of a log.
        for letter in self.pointer.chars() {
            if letter.is_control() { write!(f, "{}", letter.escape_default())? } else { f.write_char(letter)? }
        }
        write!(f, ": {}", self.message)
    }
}

/// Every violation of one value, in the order in which they were found.
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
}

impl Report {
    /// Notes a breach of `rule` at `at`.
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
        self.push(rule.id, rule.severity, at.to_string(), message.into());
    }

    fn push(&mut self, rule: &'static str, severity: Severity, pointer: String, message: Cow<'static, str>) {
        self.violations.push(Violation { rule, severity, pointer, message });
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
        self.violations.iter().any(|violation| violation.severity == Severity::Error)
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
    pub fn append(&mut self, mut other: Self) {
        self.violations.append(&mut other.violations);
    }
}

impl fmt::Display for Report {
    /// One violation a line.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, violation) in self.violations.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            violation.fmt(f)?;
        }
        Ok(())
    }
}

impl std::error::Error for Report {}

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
    /// Reports a breach with the severity that the description gives the rule.
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
        self.report.push(self.rule.id, self.rule.severity, self.pointer(member), message.into());
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
        self.report.push(self.rule.id, Severity::Warning, self.pointer(member), message.into());
    }

    /// A slash that a hook forgot is put in, so that `name` does not become the end of another member's name.
    fn pointer(&self, member: &str) -> String {
        let slash = if member.is_empty() || member.starts_with('/') { "" } else { "/" };
        format!("{}{slash}{member}", self.at)
    }
}

/// A value that can be judged before it is sent.
///
/// `C` is the set of hand-written rules. Generated implementations run the rules that the schema states, then the
/// hooks of the value, then its members.
///
/// ```
/// use rt::{Path, Report, Rule, Severity, Validate};
///
/// const PORT: Rule = Rule { id: "R-CONN-3", severity: Severity::Error, doc: "Ports end at 65535.", source: "" };
///
/// struct Port(i64);
///
/// impl<C: ?Sized> Validate<C> for Port {
///     fn validate_at(&self, _: &C, at: &Path<'_>, report: &mut Report) {
///         if !(1..=65535).contains(&self.0) {
///             report.add(&PORT, at, "must be from 1 to 65535");
///         }
///     }
/// }
///
/// assert!(Port(443).validate(&()).is_clean());
/// assert!(Port(0).validate(&()).has_errors());
/// ```
pub trait Validate<C: ?Sized> {
    /// Judges the value, which stands at `at` in the body, and adds what is wrong to `report`.
    fn validate_at(&self, checks: &C, at: &Path<'_>, report: &mut Report);

    /// Judges the value as a whole body. A valid value costs no allocation.
    fn validate(&self, checks: &C) -> Report {
        let mut report = Report::default();
        self.validate_at(checks, &Path::ROOT, &mut report);
        report
    }
}

/// What is unset breaks no rule.
impl<C: ?Sized, T: Validate<C>> Validate<C> for Option<T> {
    fn validate_at(&self, checks: &C, at: &Path<'_>, report: &mut Report) {
        if let Some(value) = self {
            value.validate_at(checks, at, report);
        }
    }
}

/// Item by item.
impl<C: ?Sized, T: Validate<C>> Validate<C> for Vec<T> {
    fn validate_at(&self, checks: &C, at: &Path<'_>, report: &mut Report) {
        for (index, item) in self.iter().enumerate() {
            item.validate_at(checks, &at.index(index), report);
        }
    }
}

/// Member by member.
impl<C: ?Sized, T: Validate<C>> Validate<C> for BTreeMap<String, T> {
    fn validate_at(&self, checks: &C, at: &Path<'_>, report: &mut Report) {
        for (key, member) in self {
            member.validate_at(checks, &at.member(key), report);
        }
    }
}

/// Checks `minimum` and `maximum` of an integer.
pub fn range(value: i64, minimum: Option<i64>, maximum: Option<i64>, rule: &Rule, at: &Path<'_>, report: &mut Report) {
    let below = minimum.is_some_and(|least| value < least);
    let above = maximum.is_some_and(|most| value > most);
    if !below && !above {
        return;
    }
    let message = match (minimum, maximum) {
        (Some(least), Some(most)) => format!("is {value}, must be from {least} to {most}"),
        (Some(least), None) => format!("is {value}, must be at least {least}"),
        (None, Some(most)) => format!("is {value}, must be at most {most}"),
        (None, None) => return,
    };
    report.add(rule, at, message);
}

/// Checks `minLength` and `maxLength` of a text, in characters. How many it has stays out of the message: the text
/// may be a secret.
pub fn length(
    text: &str,
    minimum: Option<usize>,
    maximum: Option<usize>,
    rule: &Rule,
    at: &Path<'_>,
    report: &mut Report,
) {
    let count = text.chars().count();
    match minimum {
        Some(least) if count < least && count == 0 => report.add(rule, at, "must not be empty"),
        Some(least) if count < least => report.add(rule, at, format!("must have at least {least} characters")),
        _ => {}
    }
    if let Some(most) = maximum.filter(|most| count > *most) {
        report.add(rule, at, format!("must have at most {most} characters"));
    }
}

/// Checks `enum`: reports a value that the description does not list.
pub fn enumeration(value: &str, listed: &[&str], rule: &Rule, at: &Path<'_>, report: &mut Report) {
    report.add(rule, at, format!("is {value:?}, which is none of {}", listed.join(", ")));
}

/// Checks one member of a tagged union: `wanted` says whether the arm of `tag` has it, `present` whether it is set.
pub fn union_member(wanted: bool, present: bool, tag: &str, rule: &Rule, at: &Path<'_>, report: &mut Report) {
    match (wanted, present) {
        (true, false) => report.add(rule, at, format!("must be set when {tag}")),
        (false, true) => report.add(rule, at, format!("must not be set when {tag}")),
        _ => {}
    }
}
