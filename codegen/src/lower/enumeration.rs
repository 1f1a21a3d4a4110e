//! The values of an enum of strings, each with its name and what is said of it.

use std::collections::BTreeSet;

use super::docs;
use super::findings::Findings;
use crate::diagnostic::Place;
use crate::ext;
use crate::model::{Docs, EnumValue};
use crate::name::{Candidate, Namespace};
use crate::schema::Schema;

/// The values, each once: a foreign document may repeat one.
pub(super) fn values(schema: &Schema<'_>, found: &mut Findings) -> Vec<EnumValue> {
    let at = schema.node.pointer();
    let said = ext::values(schema.node);
    let mut seen = BTreeSet::new();
    let values: Vec<(usize, &str)> = schema.texts().enumerate().filter(|(_, value)| seen.insert(*value)).collect();
    let candidate = |(index, value): &(usize, &str)| {
        let key = Place::value(at.join(ext::VALUES).join(value).join("name"));
        let name = said.get(*value).and_then(|said| said.name.as_deref());
        Candidate::new(*value, Place::value(at.join("enum").join_index(*index))).named(name, key)
    };
    let names = found.names(Namespace::Values, values.iter().map(candidate));
    let whole = docs::of_type(schema);
    let value = |((_, wire), variant): (&(usize, &str), _)| {
        let said = said.get(*wire);
        let docs = docs::of_text(said.and_then(|said| said.doc.as_deref()));
        let since = said.and_then(|said| said.since.clone());
        EnumValue { wire: (*wire).to_owned(), variant, docs: docs::within(Docs { since, ..docs }, &whole) }
    };
    values.iter().zip(names).map(value).collect()
}
