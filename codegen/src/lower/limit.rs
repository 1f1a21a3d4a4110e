//! The keywords that limit a value, as limits of the type that it has. A limit that every value of the type keeps is none.

use super::item::base;
use crate::ext::By;
use crate::model::{Base, Form, Limit, Primitive, Type};
use crate::node::Number;
use crate::schema::Schema;

/// The limits of a value of this type, each with the word for its rule.
pub(super) fn limits(schema: &Schema<'_>, ty: &Type) -> Vec<(By, Limit)> {
    match ty.present() {
        Type::Primitive(primitive) => of_primitive(schema, *primitive),
        Type::List(_) => {
            let count = bounds(schema.min_items, schema.max_items);
            let count = count.map(|(least, most)| (By::Items, Limit::Items(least, most)));
            let unique = schema.unique_items.then_some((By::Unique, Limit::Unique));
            count.into_iter().chain(unique).collect()
        }
        Type::Map(_) => members(schema).into_iter().collect(),
        // A type of the document judges itself.
        Type::Named(_) | Type::Boxed(_) | Type::Nullable(_) | Type::Any => Vec::new(),
    }
}

/// How many members an object may have.
pub(super) fn members(schema: &Schema<'_>) -> Option<(By, Limit)> {
    let (least, most) = bounds(schema.min_properties, schema.max_properties)?;
    Some((By::Properties, Limit::Properties(least, most)))
}

/// The limits of a primitive.
pub(super) fn of_primitive(schema: &Schema<'_>, primitive: Primitive) -> Vec<(By, Limit)> {
    match primitive.facts().form {
        Form::Truth | Form::File => Vec::new(),
        Form::Whole(least, most) => {
            let range = range(schema, least, most).map(|(least, most)| (By::Range, Limit::Range(least, most)));
            range.into_iter().chain(multiple(schema)).collect()
        }
        Form::Fraction => fraction(schema, primitive).chain(multiple(schema)).collect(),
        Form::Text | Form::Secret => length(schema).into_iter().collect(),
        Form::Formatted => length(schema).into_iter().chain([(By::Format, Limit::Format)]).collect(),
    }
}

/// The primitive that values of a schema are. An integer without a format has the width that its limits ask for, and 64 bits
/// if they ask for no more.
pub(super) fn primitive(schema: &Schema<'_>, base: Base) -> Primitive {
    let beyond = schema.maximum.and_then(Number::as_i128).is_some_and(|most| most > i64::MAX.into());
    let is_unsigned = beyond && schema.minimum.and_then(Number::as_i128).is_some_and(|least| least >= 0);
    match (base, schema.format) {
        (Base::Integer, None) if is_unsigned => Primitive::Uint64,
        (_, format) => Primitive::of(base, format),
    }
}

/// Whether a limit of an integer allows values that its type does not have. A format says which values there are.
pub(super) fn is_beyond(schema: &Schema<'_>, limit: Number<'_>) -> bool {
    let Form::Whole(least, most) = primitive(schema, Base::Integer).facts().form else { return false };
    schema.format.is_none() && !(least..=most).contains(&whole(limit, f64::trunc))
}

/// The least and the greatest value that is allowed, where the type alone does not say so.
pub(super) fn range(schema: &Schema<'_>, least: i128, most: i128) -> Option<(Option<i128>, Option<i128>)> {
    let minimum = schema.minimum.map(|number| {
        let minimum = whole(number, f64::ceil);
        if schema.exclusive_minimum && is_whole(number) { minimum.saturating_add(1) } else { minimum }
    });
    let maximum = schema.maximum.map(|number| {
        let maximum = whole(number, f64::floor);
        if schema.exclusive_maximum && is_whole(number) { maximum.saturating_sub(1) } else { maximum }
    });
    let (minimum, maximum) = (minimum.filter(|minimum| *minimum > least), maximum.filter(|maximum| *maximum < most));
    (minimum.is_some() || maximum.is_some()).then_some((minimum, maximum))
}

/// The limits of a number. Those of a smaller float are as precise as it is.
fn fraction(schema: &Schema<'_>, primitive: Primitive) -> impl Iterator<Item = (By, Limit)> {
    let finite = move |number: Number<'_>| {
        let value = number.as_f64();
        let is_held = if primitive == Primitive::Float { (value as f32).is_finite() } else { value.is_finite() };
        is_held.then_some(value)
    };
    let (above, below) = (schema.exclusive_minimum, schema.exclusive_maximum);
    let least = schema.minimum.and_then(finite).map(if above { Limit::Above } else { Limit::AtLeast });
    let most = schema.maximum.and_then(finite).map(if below { Limit::Below } else { Limit::AtMost });
    least.into_iter().chain(most).map(|limit| (By::Range, limit))
}

/// `multipleOf` as digits without an exponent. What every integer is a multiple of limits none.
fn multiple(schema: &Schema<'_>) -> Option<(By, Limit)> {
    let step = schema.multiple_of.filter(|step| step.as_f64() > 0.0)?;
    let is_integer = base(schema) == Some(Base::Integer);
    let digits = digits(step)?;
    (!(is_integer && digits == "1")).then_some((By::Multiple, Limit::Multiple(digits)))
}

/// The digits of a number above zero; none if there are too many to reckon with.
fn digits(number: Number<'_>) -> Option<String> {
    /// As many as fit into 64 bits.
    const MOST: usize = 18;
    let text = number.to_string();
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((&text, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let places = i64::try_from(fraction.len()).ok()? - exponent.trim_start_matches('+').parse::<i64>().ok()?;
    let all = format!("{whole}{fraction}");
    let shown = match usize::try_from(places) {
        Ok(places) => {
            let padded = format!("{all:0>width$}", width = places.min(MOST) + 1);
            let (whole, fraction) = padded.split_at_checked(padded.len().checked_sub(places)?)?;
            format!("{whole}.{fraction}").trim_end_matches('0').trim_end_matches('.').to_owned()
        }
        Err(_) => all + &"0".repeat(usize::try_from(-places).ok()?.min(MOST + 1)),
    };
    let shown = shown.trim_start_matches('0');
    let shown = if shown.starts_with('.') { format!("0{shown}") } else { shown.to_owned() };
    (shown.len() <= MOST).then_some(shown)
}

/// `minLength` and `maxLength`.
fn length(schema: &Schema<'_>) -> Option<(By, Limit)> {
    let (least, most) = lengths(schema)?;
    Some((By::Length, Limit::Length(least, most)))
}

/// The least and the greatest length of a text.
pub(super) fn lengths(schema: &Schema<'_>) -> Option<(Option<u64>, Option<u64>)> {
    let is_text = base(schema) == Some(Base::String) && !schema.is_enumeration();
    bounds(schema.min_length, schema.max_length).filter(|_| is_text)
}

/// Two limits of a count, if they say anything.
fn bounds(least: Option<u64>, most: Option<u64>) -> Option<(Option<u64>, Option<u64>)> {
    let least = least.filter(|least| *least > 0);
    (least.is_some() || most.is_some()).then_some((least, most))
}

/// The integer at a limit, or the nearest one on the side of what is allowed.
fn whole(number: Number<'_>, round: impl Fn(f64) -> f64) -> i128 {
    number.as_i128().unwrap_or_else(|| round(number.as_f64()) as i128)
}

fn is_whole(number: Number<'_>) -> bool {
    number.as_i128().is_some() || number.as_f64().fract() == 0.0
}
