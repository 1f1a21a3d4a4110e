//! Parameters: what a call fills in beside the body, and the constants that only look like parameters.

use indexmap::IndexMap;
use openapiv3::{HeaderStyle, Parameter, ParameterData, ParameterSchemaOrContent, PathStyle, QueryStyle, ReferenceOr};

use super::docs;
use super::item::{ItemKind, Slot};
use super::role::Role;
use super::sample;
use super::schema::Walker;
use super::security::{HEADER_NAME, is_header_name};
use super::unenforced::{self, Stands};
use crate::diagnostic::{Code, Place};
use crate::document::Resolved;
use crate::ext;
use crate::model::{self, Docs, Form, Ident, Location, Pair, PathPart, Sample, Type, ValueText};
use crate::name::Candidate;
use crate::pointer::Pointer;
use crate::schema::{Kind, Schema};

/// The parameters of an operation, sorted by what becomes of them.
#[derive(Default)]
pub(super) struct Parameters<'a> {
    /// What a call fills in.
    pub(super) open: Vec<OpenParameter<'a>>,
    /// Those that stand in the path, supported or not.
    pub(super) in_path: Vec<&'a str>,
    pub(super) query: Vec<(Pair, Pointer)>,
    pub(super) headers: Vec<Pair>,
}

/// Something that a call fills in.
pub(super) struct OpenParameter<'a> {
    data: &'a ParameterData,
    at: Pointer,
    location: Location,
    slot: Slot<'a>,
    text: ValueText,
}

/// Headers that OpenAPI does not let a parameter set; the body and the security scheme do.
const RESERVED: [&str; 3] = ["accept", "content-type", "authorization"];

/// What stands in an example where nothing else can.
const INSTEAD: &str = "text";

impl OpenParameter<'_> {
    /// What its field is named after.
    pub(super) fn candidate(&self) -> Candidate {
        let key = Place::value(self.at.join(ext::NAME));
        let candidate = Candidate::new(&self.data.name, Place::value(self.at.join("name")));
        candidate.named(ext::name(&self.data.extensions), key)
    }
}

impl<'a> Walker<'_, 'a> {
    /// The parameters of an operation: those of its path first, unless it has one of the same name and place itself.
    pub(super) fn parameters(
        &mut self,
        shared: &'a [ReferenceOr<Parameter>],
        own: &'a [ReferenceOr<Parameter>],
        operation: &Pointer,
        label: &str,
    ) -> Parameters<'a> {
        let shared = self.listed(shared, &operation.parent().unwrap_or_default());
        let own = self.listed(own, operation);
        // One of the operation takes the place of one of the path.
        let all = shared.into_iter().chain(own).map(|one| (part(one.value), (one.value, one.pointer)));
        let mut parameters = Parameters::default();
        for (value, pointer) in all.collect::<IndexMap<_, _>>().into_values() {
            self.parameter(value, pointer, label, &mut parameters);
        }
        parameters
    }

    fn listed(&mut self, list: &'a [ReferenceOr<Parameter>], owner: &Pointer) -> Vec<Resolved<'a, Parameter>> {
        let at = owner.join("parameters");
        let (document, known) = (self.document, &self.document.targets.parameters);
        let resolve = |(index, it)| self.found.ok(document.resolve(it, &at.join_index(index), known));
        list.iter().enumerate().filter_map(resolve).collect()
    }

    fn parameter(&mut self, parameter: &'a Parameter, at: Pointer, label: &str, into: &mut Parameters<'a>) {
        let data = parameter.parameter_data_ref();
        let location = match parameter {
            Parameter::Query { style, allow_reserved, allow_empty_value, .. } => {
                self.refuse_style(*style != QueryStyle::Form, &at);
                self.lose_key(*allow_reserved, at.join("allowReserved"));
                self.lose_key(allow_empty_value.unwrap_or_default(), at.join("allowEmptyValue"));
                Location::Query
            }
            Parameter::Header { style: HeaderStyle::Simple, .. } => Location::Header,
            Parameter::Path { style, .. } => {
                into.in_path.push(&data.name);
                self.refuse_style(*style != PathStyle::Simple, &at);
                Location::Path
            }
            Parameter::Cookie { .. } => {
                let message = format!("cookies such as `{}` are not supported yet", data.name);
                return self.found.refuse(
                    Place::value(at.join("name")),
                    message,
                    "leave it out, or send it as a header",
                );
            }
        };
        if location == Location::Header && !self.can_be_header(data, &at) {
            return;
        }
        let ParameterSchemaOrContent::Schema(schema) = &data.format else {
            let message = format!("`content` of a parameter such as `{}` is not supported yet", data.name);
            return self.found.refuse(Place::key(at.join("content")), message, "state its `schema` instead");
        };
        match self.constant(data, schema).filter(|_| location != Location::Path) {
            Some(value) if location == Location::Query => into.query.push((pair(&data.name, value), at)),
            Some(value) => self.header(data, value, &at, into),
            None => into.open.extend(self.open(data, schema, location, at, label)),
        }
    }

    fn refuse_style(&mut self, is_unusual: bool, at: &Pointer) {
        if is_unusual {
            let message = "another `style` of a parameter than the usual one is not supported yet";
            self.found.refuse(Place::value(at.join("style")), message, "leave `style` out");
        }
    }

    fn lose_key(&mut self, is_set: bool, at: Pointer) {
        if is_set {
            let message = format!("`{}` is not supported yet", at.last().unwrap_or_default());
            self.found.lose(Place::key(at), message, "leave it out; every value is sent, percent-encoded");
        }
    }

    /// Whether the parameter can be a header of a request. If not, this reports it.
    fn can_be_header(&mut self, data: &ParameterData, at: &Pointer) -> bool {
        let place = Place::value(at.join("name"));
        if !is_header_name(&data.name) {
            self.found.refuse(place, format!("`{}` is no name that a header can have", data.name), HEADER_NAME);
            return false;
        }
        if RESERVED.contains(&data.name.to_ascii_lowercase().as_str()) {
            let message = format!("the header `{}` cannot be set by a parameter", data.name);
            self.found.lose_as(Code::ReservedHeader, place, message);
            return false;
        }
        true
    }

    /// The only value of a required parameter, if there is only one: callers do not have to give it.
    fn constant(&mut self, data: &ParameterData, schema: &'a ReferenceOr<openapiv3::Schema>) -> Option<String> {
        let layers = self.peel(self.document.placed(schema), 0);
        let schema = layers.last()?.schema;
        match (schema.kind, schema.values.as_slice()) {
            (Kind::String, [only]) if data.required => only.as_str().map(str::to_owned),
            _ => None,
        }
    }

    fn header(&mut self, data: &ParameterData, value: String, at: &Pointer, into: &mut Parameters<'a>) {
        let is_fit = value.trim() == value && value.bytes().all(|byte| matches!(byte, b' '..=b'~'));
        if !is_fit {
            let message = "this value is none that a header can have";
            let help = "visible ASCII, without spaces at the ends, can be";
            self.found.refuse(Place::value(at.join("schema")), message, help);
        }
        into.headers.push(pair(&data.name.to_ascii_lowercase(), value));
    }

    fn open(
        &mut self,
        data: &'a ParameterData,
        schema: &'a ReferenceOr<openapiv3::Schema>,
        location: Location,
        at: Pointer,
        label: &str,
    ) -> Option<OpenParameter<'a>> {
        let slot = self.slot(self.document.placed(schema), &format!("{label} {}", data.name));
        slot.schema().filter(|schema| !schema.is_broken)?;
        for layer in slot.layers.iter().filter(|layer| layer.schema.nullable) {
            let place = Place::value(layer.schema.at("nullable"));
            let message = "a parameter has no form for `null`; what is unset is left out";
            self.found.lose_as(Code::WouldBeLost, place, message);
        }
        let slot = Slot { ty: slot.ty.present().clone(), ..slot };
        match self.text(&slot) {
            Ok(text) => {
                unenforced::slot(&slot, Stands::Elsewhere, Role::Request, self.found);
                Some(OpenParameter { data, at, location, slot, text })
            }
            Err(what) => {
                let message = format!("{what} as a parameter such as `{}` is not supported yet", data.name);
                let help = "state a string, an integer or a boolean that holds the value as it is sent";
                self.found.refuse(Place::value(at.join("name")), message, help);
                None
            }
        }
    }

    /// How a value is written as a text, or what kind of value cannot be.
    fn text(&self, slot: &Slot<'a>) -> Result<ValueText, &'static str> {
        if slot.schema().is_some_and(Schema::is_secret) {
            return Err("a secret");
        }
        match &slot.ty {
            Type::Primitive(primitive) => match primitive.facts().form {
                Form::Truth | Form::Whole(..) => Ok(ValueText::ToString),
                Form::Text => Ok(ValueText::Itself),
                Form::Secret | Form::Formatted => Ok(ValueText::AsStr),
                Form::Fraction => Err("a number with a fraction"),
            },
            Type::Named(id) => match &self.items[*id].kind {
                ItemKind::Newtype(_) | ItemKind::Enumeration(_) => Ok(ValueText::AsStr),
                ItemKind::Object(..) | ItemKind::Faults(..) => Err("an object"),
                ItemKind::Choice(_) => Err("a choice"),
            },
            Type::List(_) => Err("a list"),
            Type::Map(_) => Err("an object"),
            Type::Nullable(_) => Err("a value or `null`"),
            Type::Any => Err("any JSON"),
        }
    }

    /// A parameter with the name of its field.
    pub(super) fn finish(&self, open: OpenParameter<'a>, field: Ident) -> model::Parameter {
        let OpenParameter { data, at, location, slot, text } = open;
        let docs = docs::of_part(data.description.as_deref(), ext::since(&data.extensions), &slot);
        let deprecated = data.deprecated.unwrap_or(docs.deprecated);
        let given = self.document.tree.find(&at.join("example"));
        let given = given.and_then(|value| sample::accept(value, &slot, &self.items));
        let example = given.or_else(|| sample::example(&slot, &self.items));
        let example = example.and_then(|example| fit_for(location, example));
        let (example, example_text) = example.unwrap_or_else(|| (Sample::Text(INSTEAD.to_owned()), INSTEAD.to_owned()));
        model::Parameter {
            wire: if location == Location::Header { data.name.to_ascii_lowercase() } else { data.name.clone() },
            field,
            docs: Docs { deprecated, ..docs },
            location,
            text,
            required: data.required || location == Location::Path,
            example,
            example_text,
            ty: slot.ty,
        }
    }

    /// Adds the constants to those of the path key, which no parameter may repeat.
    pub(super) fn add_constants(&mut self, query: &mut Vec<Pair>, parameters: &Parameters<'a>) {
        for (pair, at) in &parameters.query {
            match query.iter().find(|other| other.name == pair.name) {
                Some(other) if other.value == pair.value => {}
                Some(_) => self.twice(&pair.name, at),
                None => query.push(pair.clone()),
            }
        }
        for open in parameters.open.iter().filter(|open| open.location == Location::Query) {
            if query.iter().any(|pair| pair.name == open.data.name) {
                self.twice(&open.data.name, &open.at);
            }
        }
    }

    /// A variable of a path; none after a diagnostic.
    pub(super) fn variable(
        &mut self,
        name: &str,
        in_path: &[&str],
        parameters: &[model::Parameter],
        key: &Place,
    ) -> Option<PathPart> {
        let is_it = |one: &&model::Parameter| one.location == Location::Path && one.wire == name;
        let found = parameters.iter().find(is_it);
        // A parameter that is not supported or has an error has been reported.
        if found.is_none() && !in_path.contains(&name) && !self.found.is_partial() {
            let message = format!("the variable `{{{name}}}`, which no parameter describes, is not supported");
            let help = format!("declare `{{name: {name}, in: path, required: true}}`");
            self.found.refuse(key.clone(), message, &help);
        }
        found.map(|parameter| PathPart::Variable(Box::new(parameter.clone())))
    }

    fn twice(&mut self, name: &str, at: &Pointer) {
        let message = format!("`{name}`, which the path key has too, is not supported as a parameter");
        self.found.refuse(Place::value(at.join("name")), message, "leave it out of one of them");
    }
}

/// The example and its text, or another one where this one is not allowed.
fn fit_for(location: Location, example: Sample) -> Option<(Sample, String)> {
    let text = example.text()?;
    let is_fit = match location {
        Location::Path => !matches!(text.as_str(), "" | "." | ".."),
        Location::Header => text.bytes().all(|byte| matches!(byte, b'!'..=b'~')),
        Location::Query => true,
    };
    Some(match example {
        Sample::Text(_) if !is_fit => (Sample::Text(INSTEAD.to_owned()), INSTEAD.to_owned()),
        Sample::Wrapped(ty, _) if !is_fit => (Sample::Wrapped(ty, INSTEAD.to_owned()), INSTEAD.to_owned()),
        example => (example, text),
    })
}

fn pair(name: &str, value: String) -> Pair {
    Pair { name: name.to_owned(), value }
}

/// Which part of a request is meant: the place and the name.
fn part(parameter: &Parameter) -> (u8, &str) {
    let place = match parameter {
        Parameter::Query { .. } => 0,
        Parameter::Header { .. } => 1,
        Parameter::Path { .. } => 2,
        Parameter::Cookie { .. } => 3,
    };
    (place, &parameter.parameter_data_ref().name)
}
