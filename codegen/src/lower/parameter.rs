//! Parameters: what a call fills in beside the body, and the constants that only look like parameters.

use std::collections::BTreeMap;

use openapiv3::{HeaderStyle, Parameter, ParameterData, ParameterSchemaOrContent, PathStyle, QueryStyle, ReferenceOr};

use super::plan::{ParameterPlan, Shape};
use super::schema::Walker;
use super::security::{HEADER_NAME, is_header_name};
use crate::diagnostic::Place as Spot;
use crate::document::Resolved;
use crate::model::{Pair, Path, PathPart, Place};
use crate::pointer::Pointer;
use crate::schema::{Kind, Schema};

/// What the parameters of an operation come to.
#[derive(Default)]
pub(super) struct Parameters<'a> {
    /// What a call fills in.
    pub(super) open: Vec<ParameterPlan<'a>>,
    /// Those that stand in the path, supported or not.
    in_path: Vec<&'a str>,
    /// Constants of the query.
    pub(super) query: Vec<(Pair, Pointer)>,
    /// Constants of the header.
    pub(super) headers: Vec<Pair>,
}

/// Headers that OpenAPI does not let a parameter set; the body and the security scheme do.
const RESERVED: [&str; 3] = ["accept", "content-type", "authorization"];

impl<'a> Walker<'a> {
    /// The parameters of an operation: those of its path first, unless it has one of the same name and place itself.
    pub(super) fn parameters(
        &mut self,
        shared: &'a [ReferenceOr<Parameter>],
        own: &'a [ReferenceOr<Parameter>],
        operation: &Pointer,
        label: &str,
    ) -> Parameters<'a> {
        let mut all = self.listed(shared, &operation.parent().unwrap_or_default());
        let mut known: BTreeMap<(u8, &str), usize> = BTreeMap::new();
        for (index, shared) in all.iter().enumerate() {
            known.entry(part(shared.value)).or_insert(index);
        }
        for parameter in self.listed(own, operation) {
            let next = all.len();
            let index = *known.entry(part(parameter.value)).or_insert(next);
            match all.get_mut(index) {
                Some(other) => *other = parameter,
                None => all.push(parameter),
            }
        }
        let mut parameters = Parameters::default();
        for Resolved { value, pointer, .. } in all {
            self.parameter(value, pointer, label, &mut parameters);
        }
        parameters
    }

    fn listed(&mut self, list: &'a [ReferenceOr<Parameter>], owner: &Pointer) -> Vec<Resolved<'a, Parameter>> {
        let at = owner.join("parameters");
        let resolve = |(index, parameter)| self.found.ok(self.resolver.parameter(parameter, &at.join_index(index)));
        list.iter().enumerate().filter_map(resolve).collect()
    }

    fn parameter(&mut self, parameter: &'a Parameter, at: Pointer, label: &str, into: &mut Parameters<'a>) {
        let data = parameter.parameter_data_ref();
        let place = match parameter {
            Parameter::Query { style, allow_reserved, allow_empty_value, .. } => {
                self.is_plain(*style == QueryStyle::Form, &at);
                self.is_unset(*allow_reserved, &at.join("allowReserved"));
                self.is_unset(allow_empty_value.unwrap_or_default(), &at.join("allowEmptyValue"));
                Place::Query
            }
            Parameter::Header { style: HeaderStyle::Simple, .. } => Place::Header,
            Parameter::Path { style, .. } => {
                into.in_path.push(&data.name);
                self.is_plain(*style == PathStyle::Simple, &at);
                Place::Path
            }
            Parameter::Cookie { .. } => {
                let message = format!("cookies such as `{}` are not supported yet", data.name);
                return self.found.refuse(
                    Spot::value(at.join("name")),
                    message,
                    "leave it out, or send it as a header",
                );
            }
        };
        if place == Place::Header && !self.is_header(data, &at) {
            return;
        }
        let ParameterSchemaOrContent::Schema(schema) = &data.format else {
            let message = format!("`content` of a parameter such as `{}` is not supported yet", data.name);
            return self.found.refuse(Spot::key(at.join("content")), message, "state its `schema` instead");
        };
        match self.constant(data, schema).filter(|_| place != Place::Path) {
            Some(value) if place == Place::Query => into.query.push((pair(&data.name, value), at)),
            Some(value) => self.header(data, value, &at, into),
            None => into.open.extend(self.open(data, schema, place, at, label)),
        }
    }

    fn is_plain(&mut self, is_plain: bool, at: &Pointer) {
        if !is_plain {
            let message = "another `style` of a parameter than the usual one is not supported yet";
            self.found.refuse(Spot::value(at.join("style")), message, "leave `style` out");
        }
    }

    fn is_unset(&mut self, is_set: bool, at: &Pointer) {
        if is_set {
            let message = format!("`{}` is not supported yet", at.last().unwrap_or_default());
            self.found.lose(Spot::key(at.clone()), message, "leave it out; every value is sent, percent-encoded");
        }
    }

    /// Whether the parameter can be a header of a request.
    fn is_header(&mut self, data: &ParameterData, at: &Pointer) -> bool {
        let place = Spot::value(at.join("name"));
        if !is_header_name(&data.name) {
            self.found.refuse(place, format!("`{}` is no name that a header can have", data.name), HEADER_NAME);
            return false;
        }
        if RESERVED.contains(&data.name.to_ascii_lowercase().as_str()) {
            let message = format!("the header `{}` cannot be set by a parameter", data.name);
            self.found.lose(place, message, "leave it out; the body or the security scheme sets it");
            return false;
        }
        true
    }

    /// The one value that a required parameter can have: then nobody needs to be asked for it.
    fn constant(&mut self, data: &ParameterData, schema: &'a ReferenceOr<openapiv3::Schema>) -> Option<String> {
        let layers = self.peel(self.resolver.placed(schema), 0);
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
            self.found.refuse(
                Spot::value(at.join("schema")),
                message,
                "visible ASCII, without spaces at the ends, can be",
            );
        }
        into.headers.push(pair(&data.name.to_ascii_lowercase(), value));
    }

    fn open(
        &mut self,
        data: &'a ParameterData,
        schema: &'a ReferenceOr<openapiv3::Schema>,
        place: Place,
        at: Pointer,
        label: &str,
    ) -> Option<ParameterPlan<'a>> {
        let slot = self.slot(self.resolver.placed(schema), &format!("{label} {}", data.name));
        let last = slot.layers.last().map(|layer| layer.schema);
        if last.is_none_or(|schema| schema.is_broken) {
            return None;
        }
        let what = match (&slot.shape, last.map(|schema| schema.kind)) {
            _ if last.is_some_and(Schema::is_secret) => "a secret",
            (Shape::String | Shape::Bool | Shape::Int32 | Shape::Int64, _) | (Shape::Named(_), Some(Kind::String)) => {
                return Some(ParameterPlan { data, pointer: at, place, slot });
            }
            (Shape::List(_), _) => "a list",
            (Shape::Named(_) | Shape::Map(_), _) => "an object",
            (Shape::Double, _) => "a number with a fraction",
            (Shape::Secret | Shape::Any, _) => "any JSON",
        };
        let message = format!("{what} as a parameter such as `{}` is not supported yet", data.name);
        let help = "state a string, an integer or a boolean that holds the value as it is sent";
        self.found.refuse(Spot::value(at.join("name")), message, help);
        None
    }

    /// Adds the constants to a path and puts the variables into it.
    pub(super) fn complete(&mut self, path: &mut Path, names: &[&str], parameters: &Parameters<'a>, key: &Spot) {
        for part in &mut path.parts {
            let PathPart::Variable(index) = part else { continue };
            let name = names.get(*index).copied().unwrap_or_default();
            let is_it = |plan: &ParameterPlan<'a>| plan.place == Place::Path && plan.data.name == name;
            match parameters.open.iter().position(is_it) {
                Some(parameter) => *index = parameter,
                // One that is not supported, or has an error, has been told of where it stands.
                None if parameters.in_path.contains(&name) || self.found.is_partial() => {}
                None => {
                    let message = format!("the variable `{{{name}}}`, which no parameter describes, is not supported");
                    let help = format!("declare `{{name: {name}, in: path, required: true}}`");
                    self.found.refuse(key.clone(), message, &help);
                }
            }
        }
        for (pair, at) in &parameters.query {
            match path.query.iter().find(|other| other.name == pair.name) {
                Some(other) if other.value == pair.value => {}
                Some(_) => self.twice(&pair.name, at),
                None => path.query.push(pair.clone()),
            }
        }
        for plan in parameters.open.iter().filter(|plan| plan.place == Place::Query) {
            if path.query.iter().any(|pair| pair.name == plan.data.name) {
                self.twice(&plan.data.name, &plan.pointer);
            }
        }
    }

    fn twice(&mut self, name: &str, at: &Pointer) {
        let message = format!("`{name}`, which the path key has too, is not supported as a parameter");
        self.found.refuse(Spot::value(at.join("name")), message, "leave it out of one of them");
    }
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
