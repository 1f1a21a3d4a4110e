//! The keywords that limit a single value, as numbers.

use crate::node::Number;
use crate::schema::{Kind, Schema};

/// `minimum` and `maximum` of an integer, both inclusive; `None` when there is neither.
pub(super) fn range(schema: &Schema<'_>) -> Option<(Option<i64>, Option<i64>)> {
    if schema.kind != Kind::Integer {
        return None;
    }
    // Beyond the ends of `i64` an exclusive limit says no more than an inclusive one.
    let minimum = schema.minimum.map(|number| {
        let least = whole(number, f64::ceil);
        if schema.exclusive_minimum && is_whole(number) { least.saturating_add(1) } else { least }
    });
    let maximum = schema.maximum.map(|number| {
        let most = whole(number, f64::floor);
        if schema.exclusive_maximum && is_whole(number) { most.saturating_sub(1) } else { most }
    });
    (minimum.is_some() || maximum.is_some()).then_some((minimum, maximum))
}

/// Whether an integer limit lies where no `i64` is.
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

/// `minLength` and `maxLength` of a string; `None` when there is nothing to check.
pub(super) fn length(schema: &Schema<'_>) -> Option<(Option<u64>, Option<u64>)> {
    if schema.kind != Kind::String || schema.is_enumeration() {
        return None;
    }
    let minimum = schema.min_length.filter(|least| *least > 0);
    (minimum.is_some() || schema.max_length.is_some()).then_some((minimum, schema.max_length))
}
