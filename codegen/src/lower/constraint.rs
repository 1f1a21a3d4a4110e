//! The keywords that limit a single value, as numbers.

use openapiv3::{Schema, SchemaKind, Type};

/// `minimum` and `maximum` of an integer, both inclusive; `None` when there is neither.
pub(super) fn range(schema: &Schema) -> Option<(Option<i64>, Option<i64>)> {
    let SchemaKind::Type(Type::Integer(integer)) = &schema.schema_kind else { return None };
    // Beyond the ends of `i64` an exclusive limit says no more than an inclusive one.
    let minimum = integer.minimum.map(|least| if integer.exclusive_minimum { least.saturating_add(1) } else { least });
    let maximum = integer.maximum.map(|most| if integer.exclusive_maximum { most.saturating_sub(1) } else { most });
    (minimum.is_some() || maximum.is_some()).then_some((minimum, maximum))
}

/// `minLength` and `maxLength` of a string; `None` when there is nothing to check.
pub(super) fn length(schema: &Schema) -> Option<(Option<u64>, Option<u64>)> {
    let SchemaKind::Type(Type::String(string)) = &schema.schema_kind else { return None };
    if !string.enumeration.is_empty() {
        return None;
    }
    let number = |limit: usize| u64::try_from(limit).unwrap_or(u64::MAX);
    let minimum = string.min_length.filter(|least| *least > 0).map(number);
    let maximum = string.max_length.map(number);
    (minimum.is_some() || maximum.is_some()).then_some((minimum, maximum))
}
