//! Judging values: the trait for it, and what the keywords of a schema ask for.

use std::collections::BTreeMap;

use super::{Path, Report, Rule};

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
        for (position, (key, member)) in self.iter().enumerate() {
            member.validate_at(checks, &at.key(key, position), report);
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
