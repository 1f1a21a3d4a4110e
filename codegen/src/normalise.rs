//! Schemas to schemas that say the same in one spelling, one pass a spelling, so that `lower` asks for each meaning once.
//! What becomes of a meaning is not decided here.

use crate::schema::{Kind, Schemas};

/// The schemas of a document in one spelling.
pub(crate) fn normalise(mut schemas: Schemas<'_>) -> Schemas<'_> {
    alias(&mut schemas);
    schemas
}

/// `allOf` around one schema is that schema, with docs of its own.
fn alias(schemas: &mut Schemas<'_>) {
    for id in schemas.ids() {
        let Some(schema) = schemas.get_mut(id) else { continue };
        if let (Kind::AllOf, [_]) = (schema.kind, schema.parts.as_slice()) {
            schema.kind = Kind::Alias;
        }
    }
}
