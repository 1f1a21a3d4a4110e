//! Judging values: the trait for it, and what the keywords of a schema ask for.

use std::collections::BTreeMap;
use std::fmt;

use super::write::to_body;
use super::{Body, KnownMember, Path, Report, Rule, Secrets, ToJson};

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

/// By value.
impl<C: ?Sized, T: Validate<C>> Validate<C> for Box<T> {
    fn validate_at(&self, checks: &C, at: &Path<'_>, report: &mut Report) {
        (**self).validate_at(checks, at, report);
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

/// By value.
/// Checks `minimum` and `maximum` of an integer.
pub fn range(
    value: i128,
    minimum: Option<i128>,
    maximum: Option<i128>,
    rule: &Rule,
    at: &Path<'_>,
    report: &mut Report,
) {
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

macro_rules! bounds {
    ($($(#[$doc:meta])* $name:ident $operator:tt $words:literal;)*) => {$(
        $(#[$doc])*
        pub fn $name<T: PartialOrd + fmt::Display>(value: T, limit: T, rule: &Rule, at: &Path<'_>, report: &mut Report) {
            // What is no number is in no order, and keeps no limit.
            let is_kept = value $operator limit;
            if !is_kept {
                report.add(rule, at, format!(concat!("is {}, must be ", $words, " {}"), value, limit));
            }
        }
    )*};
}

bounds! {
    /// Checks `minimum` of a number.
    at_least >= "at least";
    /// Checks `minimum` of a number, which is excluded itself.
    above > "above";
    /// Checks `maximum` of a number.
    at_most <= "at most";
    /// Checks `maximum` of a number, which is excluded itself.
    below < "below";
}

/// Checks `multipleOf`, digit by digit: in halves and quarters, a tenth is no whole number of hundredths.
pub fn multiple(value: &dyn fmt::Display, step: &'static str, rule: &Rule, at: &Path<'_>, report: &mut Report) {
    let mut division = Division::by(step);
    // Nothing that is written to can fail.
    let _ = fmt::Write::write_fmt(&mut division, format_args!("{value}"));
    if !division.leaves_nothing() {
        report.add(rule, at, format!("must be a multiple of {step}"));
    }
}

/// The division of a decimal number by another one, of at most eighteen digits, while its digits come.
struct Division {
    divisor: u128,
    /// How many digits the divisor has behind its dot.
    places: usize,
    rest: u128,
    /// How many digits have come behind the dot, if that has come.
    behind: Option<usize>,
    is_number: bool,
}

impl Division {
    fn by(step: &str) -> Self {
        let (whole, fraction) = step.split_once('.').unwrap_or((step, ""));
        let digits = whole.bytes().chain(fraction.bytes()).filter(u8::is_ascii_digit);
        let divisor =
            digits.fold(0, |value: u128, digit| value.wrapping_mul(10).wrapping_add(u128::from(digit - b'0')));
        Self { divisor, places: fraction.len(), rest: 0, behind: None, is_number: true }
    }

    fn digit(&mut self, digit: u8) {
        match &mut self.behind {
            // More digits than the divisor has: they have to be zeros.
            Some(count) if *count >= self.places => self.is_number &= digit == 0,
            behind => {
                if let Some(count) = behind {
                    *count += 1;
                }
                self.rest = (self.rest * 10 + u128::from(digit)).checked_rem(self.divisor).unwrap_or_default();
            }
        }
    }

    fn leaves_nothing(mut self) -> bool {
        self.behind = self.behind.or(Some(0));
        while self.behind.is_some_and(|count| count < self.places) {
            self.digit(0);
        }
        self.is_number && self.rest == 0
    }
}

impl fmt::Write for Division {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for byte in text.bytes() {
            match byte {
                b'0'..=b'9' => self.digit(byte - b'0'),
                b'.' => self.behind = Some(0),
                b'-' => {}
                // NaN and the infinities.
                _ => self.is_number = false,
            }
        }
        Ok(())
    }
}

/// Checks `minItems` and `maxItems`.
pub fn items(
    count: usize,
    minimum: Option<usize>,
    maximum: Option<usize>,
    rule: &Rule,
    at: &Path<'_>,
    report: &mut Report,
) {
    counted(count, [minimum, maximum], "items", rule, at, report);
}

/// Checks `minProperties` and `maxProperties`.
pub fn properties(
    count: usize,
    minimum: Option<usize>,
    maximum: Option<usize>,
    rule: &Rule,
    at: &Path<'_>,
    report: &mut Report,
) {
    counted(count, [minimum, maximum], "members", rule, at, report);
}

fn counted(count: usize, limits: [Option<usize>; 2], things: &str, rule: &Rule, at: &Path<'_>, report: &mut Report) {
    let [minimum, maximum] = limits;
    if let Some(least) = minimum.filter(|least| count < *least) {
        report.add(rule, at, format!("has {count} {things}, must have at least {least}"));
    }
    if let Some(most) = maximum.filter(|most| count > *most) {
        report.add(rule, at, format!("has {count} {things}, must have at most {most}"));
    }
}

/// The members of an object and their values, of which those count that are written, and how many others there are.
pub struct Members<'m>(pub &'m [KnownMember], pub &'m [&'m dyn ToJson], pub usize);

impl Members<'_> {
    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        let Self(members, values, others) = self;
        others + members.iter().zip(*values).filter(|(member, value)| member.is_written(value.is_unset(), true)).count()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// Checks `uniqueItems`: two items are the same if they are the same JSON.
pub fn unique<T: ToJson>(items: &[T], rule: &Rule, at: &Path<'_>, report: &mut Report) {
    let texts = items.iter().filter_map(|item| to_body(item, Secrets::Exposed).ok()).collect();
    if has_twins(texts) {
        report.add(rule, at, "must not have an item twice");
    }
}

fn has_twins(mut texts: Vec<Body>) -> bool {
    texts.sort_unstable_by(|one, other| one.as_bytes().cmp(other.as_bytes()));
    texts.windows(2).any(|pair| matches!(pair, [one, other] if one.as_bytes() == other.as_bytes()))
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

/// Checks `required` of a member that only requests have.
pub fn required(is_there: bool, rule: &Rule, at: &Path<'_>, report: &mut Report) {
    if !is_there {
        report.add(rule, at, "is required and missing");
    }
}

/// Checks `enum`: reports a value that the description does not list.
pub fn enumeration(value: &str, listed: &[&str], rule: &Rule, at: &Path<'_>, report: &mut Report) {
    report.add(rule, at, format!("is {value:?}, which is none of {}", listed.join(", ")));
}

/// Reports a value that is none of the arms of a choice.
pub fn no_arm(rule: &Rule, at: &Path<'_>, report: &mut Report) {
    report.add(rule, at, "is none of the alternatives that the description has");
}

/// Checks `enum` of numbers.
pub fn enumeration_number<T: fmt::Display>(value: T, listed: &[T], rule: &Rule, at: &Path<'_>, report: &mut Report) {
    let listed: Vec<String> = listed.iter().map(T::to_string).collect();
    report.add(rule, at, format!("is {value}, which is none of {}", listed.join(", ")));
}

/// Checks one member of a tagged union: `wanted` says whether the arm of `tag` has it, `present` whether it is set.
pub fn union_member(wanted: bool, present: bool, tag: &str, rule: &Rule, at: &Path<'_>, report: &mut Report) {
    match (wanted, present) {
        (true, false) => report.add(rule, at, format!("must be set when {tag}")),
        (false, true) => report.add(rule, at, format!("must not be set when {tag}")),
        _ => {}
    }
}
