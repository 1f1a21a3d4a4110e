//! The keywords that limit a single value, as numbers.

use crate::model::Limit;
use crate::node::Number;
use crate::schema::{Kind, Schema};

/// What the keywords allow; none when there is nothing to check.
pub(super) fn limit(schema: &Schema<'_>) -> Option<Limit> {
    let is_number = schema.kind == Kind::Integer;
    let is_text = schema.kind == Kind::String && !schema.is_enumeration();
    // Beyond the ends of `i64` an exclusive limit says no more than an inclusive one.
    let minimum = schema.minimum.map(|number| {
        let least = whole(number, f64::ceil);
        if schema.exclusive_minimum && is_whole(number) { least.saturating_add(1) } else { least }
    });
    let maximum = schema.maximum.map(|number| {
        let most = whole(number, f64::floor);
        if schema.exclusive_maximum && is_whole(number) { most.saturating_sub(1) } else { most }
    });
    let shortest = schema.min_length.filter(|least| *least > 0);
    match (minimum.is_some() || maximum.is_some(), shortest.is_some() || schema.max_length.is_some()) {
        (true, _) if is_number => Some(Limit::Range(minimum, maximum)),
        (_, true) if is_text => Some(Limit::Length(shortest, schema.max_length)),
        _ => None,
    }
}

/// Whether an integer limit is beyond the range of `i64`.
pub(super) fn is_beyond(number: Number<'_>) -> bool {
    // The end of `i64` is rounded up here, to the first integer beyond.
    number.as_i64().is_none() && number.as_f64().abs() >= i64::MAX as f64
}

/// The integer at a limit, or the nearest one on the side of what is allowed; `i64` ends where it ends.
fn whole(number: Number<'_>, round: impl Fn(f64) -> f64) -> i64 {
    number.as_i64().unwrap_or_else(|| round(number.as_f64()) as i64)
}

fn is_whole(number: Number<'_>) -> bool {
    number.as_i64().is_some() || number.as_f64().fract() == 0.0
}
