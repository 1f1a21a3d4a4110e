//! Which member of a type holds its text for people. That it is there and leads to a text is known from `grammar`.

use super::Builder;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::ext;
use crate::model::{TypeDef, TypeKind};
use crate::schema::Schema;

impl Builder<'_, '_> {
    pub(super) fn texts(&mut self, types: &mut [TypeDef]) {
        for (pointer, def) in self.graph.order.iter().zip(types) {
            let wanted = self.plan.items.get(*pointer).and_then(|item| item.schema.own(ext::TEXT));
            let (Some(wanted), TypeKind::Object(object)) = (wanted, &mut def.kind) else { continue };
            object.text = object.members.iter().position(|member| member.wire == wanted);
            // Its text may be harmless, but a type that holds a secret is not to be put into a message at all.
            if def.holds_secret {
                let place = Place::value(pointer.join(ext::TEXT));
                let message = "a type that holds a secret has no text for people";
                let finding = Diagnostic::error(Code::BadExtension, place, message);
                self.found.push(finding.help("leave the key out, or move the secret to a type of its own"));
            }
        }
        let is_lost = |(pointer, _): &(_, &&Schema<'_>)| !self.plan.items.contains_key(*pointer);
        for (pointer, _) in self.plan.visited.iter().filter(is_lost).filter(|(_, schema)| has_text(schema)) {
            let message = "`x-codegen-text` on a schema that gets no type of its own";
            self.found.push(Diagnostic::warning(Code::WouldBeLost, Place::key(pointer.join(ext::TEXT)), message));
        }
    }
}

fn has_text(schema: &Schema<'_>) -> bool {
    schema.own(ext::TEXT).is_some() && !schema.is_broken
}
