//! Whether a value keeps to the limits that its schema states. What becomes of the limits in the output is for `lower`.

use std::cmp::Ordering;

use crate::node::{Node, Number, Object, Value};

/// The first limit that a value breaks, as words that follow the value.
pub(crate) fn broken(value: Node<'_>, schema: Object<'_>) -> Option<String> {
    let [least, most, below, above] = match value.value() {
        Value::Number(_) => ["minimum", "maximum", "below", "above"],
        Value::String(_) => ["minLength", "maxLength", "shorter than", "longer than"],
        Value::Array(_) => ["minItems", "maxItems", "shorter than", "longer than"],
        Value::Null | Value::Bool(_) | Value::Object(_) => return None,
    };
    let order = |limit: &str| schema.get(limit).and_then(Node::as_number).and_then(|limit| compare(value, limit));
    // An exclusive limit is a flag beside the limit, or from 3.1 on the limit itself.
    let breaks = |limit: &'static str, wrong: Ordering, exclusive: &'static str| {
        let is_number = value.as_f64().is_some();
        let is_broken = order(limit) == Some(wrong)
            || order(limit) == Some(Ordering::Equal) && is_number && schema.is_set(exclusive);
        let is_broken_itself = is_number && order(exclusive).is_some_and(|order| order == wrong || order.is_eq());
        if is_broken { Some(limit) } else { is_broken_itself.then_some(exclusive) }
    };
    if let Some(limit) = breaks(least, Ordering::Less, "exclusiveMinimum") {
        return Some(format!("is {below} `{limit}`"));
    }
    breaks(most, Ordering::Greater, "exclusiveMaximum").map(|limit| format!("is {above} `{limit}`"))
}

/// A number, or the length of a text or a list, beside a limit.
fn compare(value: Node<'_>, limit: Number<'_>) -> Option<Ordering> {
    let whole = match value.value() {
        Value::Number(number) => number.as_i64(),
        Value::String(text) => i64::try_from(text.chars().count()).ok(),
        Value::Array(items) => i64::try_from(items.len()).ok(),
        Value::Null | Value::Bool(_) | Value::Object(_) => None,
    };
    match (whole, limit.as_i64()) {
        (Some(whole), Some(limit)) => Some(whole.cmp(&limit)),
        _ => value.as_f64()?.partial_cmp(&limit.as_f64()),
    }
}
