//! Whether a JSON value is one that a schema allows. Only what a schema says by itself counts, not what it refers to.

use crate::limits;
use crate::node::{List, Node, Object};

pub(super) struct Misfit<'v> {
    /// What follows "the default `x`".
    pub(super) message: String,
    /// The values that would be right, if there is a list of them.
    pub(super) allowed: Option<List<'v>>,
}

/// Whether a value is of a JSON schema type; unknown types were reported elsewhere and hold everything.
pub(super) fn is_type(value: Node<'_>, of_type: &str) -> bool {
    match of_type {
        "string" => value.as_str().is_some(),
        "integer" => value.as_f64().is_some_and(|number| number.fract() == 0.0),
        "number" => value.as_number().is_some(),
        "boolean" => value.as_bool().is_some(),
        "array" => value.as_array().is_some(),
        "object" => value.as_object().is_some(),
        "null" => value.is_null(),
        _ => true,
    }
}

/// The types that a schema states: one, or a list of them.
pub(super) fn types(schema: Object<'_>) -> Vec<&str> {
    schema.text("type").into_iter().chain(schema.texts("type")).collect()
}

/// The first reason why the schema forbids the value.
pub(super) fn fits<'v>(value: Node<'_>, schema: Object<'v>) -> Option<Misfit<'v>> {
    let misfit = |message: String| Some(Misfit { message, allowed: None });
    if value.is_null() {
        // Many documents write `default: null` for "no default"; it is never sent.
        return None;
    }
    let types = types(schema);
    if !types.is_empty() && !types.iter().any(|of_type| is_type(value, of_type)) {
        return misfit(format!("is {}, the type is {}", value.kind(), types.join(" or ")));
    }
    let allowed = schema.get("enum").and_then(Node::as_array);
    if let Some(allowed) = allowed.filter(|allowed| !allowed.iter().any(|one| one.is_same(value))) {
        return Some(Misfit { message: "is not in the enum".to_owned(), allowed: Some(allowed) });
    }
    limits::broken(value, schema).and_then(misfit)
}
