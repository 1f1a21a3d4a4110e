//! Which member of a type holds its text for people. That it is there and leads to a text is known from `grammar`.

use super::Builder;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::ext;
use crate::model::{Form, Member, Text, TextForm, Type, TypeKind, Types};

impl Builder<'_, '_> {
    pub(super) fn texts(&mut self, types: &mut Types) {
        for (id, item) in self.survey.items.entries() {
            let Some(wanted) = item.schema.own(ext::TEXT) else { continue };
            let def = &mut types[id];
            match &mut def.kind {
                TypeKind::Object(object) => {
                    let member = object.members.iter().find(|member| member.wire == wanted);
                    object.text = member.and_then(|member| self.text(member));
                }
                TypeKind::Choice(_) | TypeKind::Enumeration(_) | TypeKind::Newtype(_) | TypeKind::Fault(_) => {}
            }
            // A type that holds a secret must not be put into a message, even if the text itself is harmless.
            if def.holds_secret {
                let place = Place::value(item.schema.at(ext::TEXT));
                let message = "a type that holds a secret has no text for people";
                let finding = Diagnostic::error(Code::BadExtension, place, message);
                self.found.push(finding.help("leave the key out, or move the secret to a type of its own"));
            }
        }
        let ids = &self.survey.ids;
        for schema in self.survey.visited.values().filter(|schema| !ids.contains_key(&schema.id)) {
            if !schema.is_broken && schema.own(ext::TEXT).is_some() {
                let message = "`x-codegen-text` on a schema that gets no type of its own";
                let place = Place::key(schema.at(ext::TEXT));
                self.found.push(Diagnostic::warning(Code::WouldBeLost, place, message));
            }
        }
    }

    fn text(&self, member: &Member) -> Option<Text> {
        let (ty, is_list) = match member.ty.present() {
            Type::List(item) => (item.as_ref(), true),
            Type::Primitive(_) | Type::Named(_) | Type::Boxed(_) | Type::Map(_) | Type::Nullable(_) | Type::Any => {
                (&member.ty, false)
            }
        };
        let form = match ty {
            Type::Primitive(primitive) => (primitive.facts().form == Form::Text).then_some(TextForm::Plain)?,
            Type::Named(id) | Type::Boxed(id) if self.survey.items[*id].schema.own(ext::TEXT).is_some() => {
                TextForm::Object
            }
            Type::Named(_) | Type::Boxed(_) => TextForm::Named,
            Type::List(_) | Type::Map(_) | Type::Nullable(_) | Type::Any => return None,
        };
        let is_required = member.presence.is_required();
        Some(Text { field: member.field.clone(), wire: member.wire.clone(), is_required, is_list, form })
    }
}
