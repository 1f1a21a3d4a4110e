//! The values of an enum of strings, each with its name and what is said of it.

use std::collections::BTreeSet;

use super::docs;
use super::findings::Findings;
use crate::diagnostic::Place;
use crate::ext;
use crate::model::{Docs, EnumValue};
use crate::name::{Candidate, Namespace};
use crate::node::Node;
use crate::schema::Schema;

/// The values, each once: a foreign document may repeat one.
pub(super) fn values(schema: &Schema<'_>, found: &mut Findings) -> Vec<EnumValue> {
    let said = ext::values(schema.node);
    let mut seen = BTreeSet::new();
    let values = schema.values.iter().filter_map(|node| Some((*node, node.as_str()?)));
    let values: Vec<(Node<'_>, &str)> = values.filter(|(_, value)| seen.insert(*value)).collect();
    let candidate = |(node, value): &(Node<'_>, &str)| {
        let key = Place::value(schema.at(ext::VALUES).join(value).join("name"));
        let name = said.get(*value).and_then(|said| said.name.as_deref());
        Candidate::new(*value, Place::value(*node)).named(name, key)
    };
    let names = found.names(Namespace::Values, values.iter().map(candidate));
    let whole = docs::of_type(schema);
    let value = |((node, wire), variant): (&(Node<'_>, &str), _)| {
        let said = said.get(*wire);
        let docs = docs::of_text(said.and_then(|said| said.doc.as_deref()).or_else(|| of_arm(schema, *node)));
        let since = said.and_then(|said| said.since.clone());
        EnumValue { wire: (*wire).to_owned(), variant, docs: docs::within(Docs { since, ..docs }, &whole) }
    };
    values.iter().zip(names).map(value).collect()
}

/// What is said of a value that is the only one of its schema, which is an alternative to others.
fn of_arm<'t>(schema: &Schema<'t>, value: Node<'t>) -> Option<&'t str> {
    let list = value.parent()?;
    let arm = list.parent().filter(|arm| *arm != schema.node && list.as_array().is_some_and(|list| list.len() == 1))?;
    arm.get("description").or_else(|| arm.get("title"))?.as_str()
}
