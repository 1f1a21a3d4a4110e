//! How the value of a parameter is written: what `style`, `explode` and their kin say, or `content` in the place of a schema;
//! and whether a value of that shape has a form there at all (OpenAPI, "Style Values").

use openapiv3::{Parameter, ParameterData, ParameterSchemaOrContent, PathStyle, QueryStyle, ReferenceOr};

use super::item::{ItemKind, Layer, Slot};
use super::media::Media;
use super::schema::Walker;
use crate::diagnostic::{Code, Place};
use crate::model::{Form, Location, Primitive, Repr, Style, Styled, Type, ValueText, Written};
use crate::pointer::Pointer;
use crate::schema::{Inner, Kind, Schema};

/// Where a parameter stands, and what it says of its style, with the defaults of its place.
pub(super) fn stated(parameter: &Parameter) -> (Location, Styled) {
    let explode = parameter.parameter_data_ref().explode;
    match parameter {
        Parameter::Path { style, .. } => {
            let style = match style {
                PathStyle::Simple => Style::Simple,
                PathStyle::Label => Style::Label,
                PathStyle::Matrix => Style::Matrix,
            };
            (Location::Path, Styled::new(style, explode))
        }
        Parameter::Query { style, allow_reserved, allow_empty_value, .. } => {
            let style = match style {
                QueryStyle::Form => Style::Form,
                QueryStyle::SpaceDelimited => Style::SpaceDelimited,
                QueryStyle::PipeDelimited => Style::PipeDelimited,
                QueryStyle::DeepObject => Style::DeepObject,
            };
            let empty = allow_empty_value.unwrap_or_default();
            (Location::Query, Styled { reserved: *allow_reserved, empty, ..Styled::new(style, explode) })
        }
        Parameter::Header { .. } => (Location::Header, Styled::new(Style::Simple, explode)),
        Parameter::Cookie { .. } => (Location::Cookie, Styled::new(Style::Form, explode)),
    }
}

impl<'a> Walker<'_, 'a> {
    /// What a parameter holds, and how that is written. `None` after a diagnostic.
    pub(super) fn value(
        &mut self,
        data: &'a ParameterData,
        (location, styled): (Location, Styled),
        at: &Pointer,
        label: &str,
    ) -> Option<(Slot<'a>, Written)> {
        let schema = match &data.format {
            ParameterSchemaOrContent::Schema(schema) => schema,
            ParameterSchemaOrContent::Content(content) => {
                let (name, media) = content.first()?;
                let at = at.join("content").join(name);
                if Media::of(name) != Media::Json {
                    let (slot, text) = self.text_slot(media.schema.as_ref(), &at, label);
                    let usual = Styled { reserved: styled.reserved, ..Styled::new(location.style(), None) };
                    let is_plain = location != Location::Cookie && !styled.reserved;
                    return Some((slot, if is_plain { Written::Plain(text) } else { Written::Styled(usual) }));
                }
                let slot = media.schema.as_ref().map(|schema| self.slot(self.document.placed(schema), label));
                return Some((
                    slot.unwrap_or_else(Slot::any),
                    Written::Styled(Styled { style: Style::Json, ..styled }),
                ));
            }
        };
        let slot = self.slot(self.document.placed(schema), label);
        slot.schema().filter(|schema| !schema.is_broken)?;
        for layer in slot.layers.iter().filter(|layer| layer.schema.nullable) {
            let place = Place::value(layer.schema.at("nullable"));
            let message = "a parameter has no form for `null`; what is unset is left out";
            self.found.lose_as(Code::WouldBeLost, place, message);
        }
        let slot = Slot { ty: slot.ty.present().clone(), ..slot };
        let text = self.text(&slot);
        let is_usual = styled.style == location.style() && location != Location::Cookie && !styled.reserved;
        self.judge_style(&slot, styled, at);
        let written = match text {
            Some(text) if is_usual => Written::Plain(text),
            _ => Written::Styled(Styled { is_secret: is_secret(&slot), ..styled }),
        };
        Some((slot, written))
    }

    /// How a value is written as a text, if it is one text whatever its value; a secret is none that anybody may see.
    pub(super) fn text(&self, slot: &Slot<'a>) -> Option<ValueText> {
        if is_secret(slot) {
            return None;
        }
        match &slot.ty {
            Type::Primitive(primitive) => match primitive.facts().form {
                Form::Truth | Form::Whole(..) => Some(ValueText::ToString),
                Form::Text => Some(ValueText::Itself),
                Form::Secret | Form::Formatted => Some(ValueText::AsStr),
                Form::Fraction | Form::File => None,
            },
            Type::Named(id) | Type::Boxed(id) => match &self.items[*id].kind {
                ItemKind::Newtype(_) => Some(ValueText::AsStr),
                ItemKind::Enumeration(repr, _) => Some(match repr {
                    Repr::Text => ValueText::AsStr,
                    Repr::Integer(_) | Repr::Number | Repr::Boolean | Repr::Mixed => ValueText::ToString,
                }),
                ItemKind::Object { .. } | ItemKind::Choice(_) | ItemKind::Faults(..) => None,
            },
            Type::List(_) | Type::Map(_) | Type::Nullable(_) | Type::Any => None,
        }
    }

    /// What stands where a text is the whole, such as a body of `text/plain`; `at` is the place of the media type. A schema of
    /// anything but one text says how the text is made, which nobody here knows.
    pub(super) fn text_slot(
        &mut self,
        schema: Option<&'a ReferenceOr<openapiv3::Schema>>,
        at: &Pointer,
        label: &str,
    ) -> (Slot<'a>, ValueText) {
        let layers = schema.map(|schema| self.peel(self.document.placed(schema), 0)).unwrap_or_default();
        let kind = layers.last().map(|layer: &Layer<'a>| layer.schema.kind);
        let is_text = matches!(kind, Some(Kind::String | Kind::Integer | Kind::Boolean));
        let slot = is_text.then(|| self.slot_of(layers, label, 0));
        if let Some((slot, text)) = slot.and_then(|slot| Some((slot.clone(), self.text(&slot)?))) {
            return (slot, text);
        }
        if kind.is_some_and(|kind| kind != Kind::Any) {
            let message = "what this schema says of the text is left to the caller: the whole is one text";
            self.found.lose_as(Code::WouldBeLost, Place::key(at.join("schema")), message);
        }
        (Slot { ty: Type::Primitive(Primitive::String), ..Slot::any() }, ValueText::Itself)
    }

    /// Reports a value that the style has no form for.
    fn judge_style(&mut self, slot: &Slot<'a>, styled: Styled, at: &Pointer) {
        let shape = self.shape(slot);
        let problem = match (styled.style, shape) {
            (Style::Json, _) | (_, Shape::Unknown) => None,
            (Style::DeepObject, Shape::One | Shape::List(_)) => Some("`deepObject` has a form for objects alone"),
            (Style::DeepObject, Shape::Object(true)) => {
                Some("`deepObject` has no form for an object or a list inside of the object")
            }
            (_, Shape::List(true) | Shape::Object(true)) => {
                Some("only texts, numbers and booleans can stand in a list or an object here")
            }
            (_, Shape::One | Shape::List(false) | Shape::Object(false)) => None,
        };
        if let Some(problem) = problem {
            let message = format!("{problem}; a call that gives such a value is refused before it is sent");
            self.found.lose_as(Code::NoFormInStyle, Place::value(at.join("name")), message);
        }
        let is_text = matches!(slot.schema(), Some(schema) if schema.kind == Kind::String);
        if styled.empty && shape == Shape::One && !is_text {
            let message = "an empty value is none of this type, and cannot be given";
            self.found.lose_as(Code::WouldBeLost, Place::key(at.join("allowEmptyValue")), message);
        }
    }

    /// What the value is made of, as far as it can be known before the objects are walked into.
    fn shape(&self, slot: &Slot<'a>) -> Shape {
        let is_nested = |slot: &Slot<'a>| matches!(self.shape(slot), Shape::List(_) | Shape::Object(_));
        let inner = || slot.inner.as_deref().is_some_and(is_nested);
        match slot.ty.present() {
            Type::Primitive(_) => Shape::One,
            Type::Any | Type::Nullable(_) => Shape::Unknown,
            Type::List(_) => Shape::List(inner()),
            Type::Map(_) => Shape::Object(inner()),
            Type::Named(id) | Type::Boxed(id) => match &self.items[*id].kind {
                ItemKind::Enumeration(..) | ItemKind::Newtype(_) => Shape::One,
                ItemKind::Choice(_) | ItemKind::Faults(..) => Shape::Unknown,
                ItemKind::Object { .. } => {
                    let members = self.items[*id].schema.properties.iter();
                    Shape::Object(members.into_iter().any(|(_, node)| self.is_nested(*node)))
                }
            },
        }
    }

    /// Whether a schema is about lists or objects.
    fn is_nested(&self, it: Inner<'a>) -> bool {
        let schema = self.document.schema(it).ok().map(|found| found.value);
        matches!(schema.map(|schema| schema.kind), Some(Kind::Array | Kind::Object))
    }
}

/// What a value is made of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// One text, number or boolean.
    One,
    /// A list; with `true`, of lists or objects.
    List(bool),
    /// An object; with `true`, with members that are lists or objects.
    Object(bool),
    /// Any JSON.
    Unknown,
}

fn is_secret(slot: &Slot<'_>) -> bool {
    slot.schema().is_some_and(Schema::is_secret)
}
