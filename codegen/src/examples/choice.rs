//! Which arm of a choice reads a value, as the runtime decides it.

use crate::model::{Choice, ChoiceArm, JsonKind, Shape, ShapeMember, Told};
use crate::node::{Node, Value};

/// The arm; none for a value that is none of them.
pub(super) fn arm<'c>(choice: &'c Choice, value: Node<'_>) -> Option<&'c ChoiceArm> {
    match &choice.told {
        Told::Tag(member) => {
            let tag = scalar(value.get(member)?)?;
            choice.arms.iter().find(|arm| arm.tag.as_ref().is_some_and(|known| known.values.contains(&tag)))
        }
        Told::Shape(shapes) => {
            let kind = kind(value);
            let open: Vec<_> = shapes.iter().filter(|one| one.shape.kinds.contains(&kind)).collect();
            let first = open.first()?;
            let index = match open.iter().all(|one| one.arm == first.arm) {
                true => first.arm,
                false => {
                    let fitting = open.iter().filter_map(|one| Some((fits(&one.shape, value)?, one.arm)));
                    fitting.reduce(|best, one| if one.0 > best.0 { one } else { best })?.1
                }
            };
            choice.arms.get(index)
        }
    }
}

/// How many members of the value the shape knows, if the value has the shape.
fn fits(shape: &Shape, value: Node<'_>) -> Option<usize> {
    let first = value.as_array().and_then(|items| items.into_iter().next());
    let begins = first.is_none_or(|first| {
        shape.items.is_empty()
            || shape.items.iter().any(|item| has_kind(&item.kinds, first) && fits(item, first).is_some())
    });
    let members = shape.members.iter().map(|member| match value.get(&member.name) {
        Some(found) if is_it(member, found) => Some(1),
        None if !member.is_required => Some(0),
        Some(_) | None => None,
    });
    let known = members.sum::<Option<usize>>()?;
    (begins && is_listed(&shape.values, value)).then_some(known)
}

fn is_it(member: &ShapeMember, value: Node<'_>) -> bool {
    (member.kinds.is_empty() || has_kind(&member.kinds, value)) && is_listed(&member.values, value)
}

fn has_kind(kinds: &[JsonKind], value: Node<'_>) -> bool {
    kinds.contains(&kind(value))
}

fn is_listed(values: &[String], value: Node<'_>) -> bool {
    values.is_empty() || scalar(value).is_some_and(|text| values.contains(&text))
}

fn scalar(value: Node<'_>) -> Option<String> {
    match value.value() {
        Value::String(text) => Some(text.to_owned()),
        Value::Bool(_) | Value::Number(_) => Some(value.to_string()),
        _ => None,
    }
}

fn kind(value: Node<'_>) -> JsonKind {
    match value.value() {
        Value::Null => JsonKind::Null,
        Value::Bool(_) => JsonKind::Boolean,
        Value::Number(_) if value.to_string().contains(['.', 'e', 'E']) => JsonKind::Number,
        Value::Number(_) => JsonKind::Integer,
        Value::String(_) => JsonKind::Text,
        Value::Array(_) => JsonKind::List,
        Value::Object(_) => JsonKind::Object,
    }
}
