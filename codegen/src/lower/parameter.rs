//! Parameters: what a call fills in beside the body, and the constants that only look like parameters. How their values are
//! written is decided in `style`.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use openapiv3::{Parameter, ParameterData, ParameterSchemaOrContent, ReferenceOr};

use super::docs;
use super::item::Slot;
use super::path::{KeyPair, PathKey};
use super::role::Role;
use super::sample;
use super::schema::Walker;
use super::scheme::{HEADER_NAME, is_token};
use super::style;
use super::unenforced::{self, Stands};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::document::Resolved;
use crate::ext;
use crate::model::{
    self, Docs, Ident, Location, Pair, PathPart, Primitive, QueryConstant, Sample, Type, ValueText, Written,
};
use crate::name::{Candidate, Namespace, derive};
use crate::pointer::Pointer;
use crate::schema::Kind;

/// The parameters of an operation, sorted by what becomes of them.
#[derive(Default)]
pub(super) struct Parameters<'a> {
    /// What a call fills in.
    pub(super) open: Vec<OpenParameter<'a>>,
    /// Those that stand in the path, whatever becomes of them.
    pub(super) in_path: Vec<&'a str>,
    query: Vec<(Pair, Pointer)>,
    pub(super) headers: Vec<Pair>,
}

/// Something that a call fills in.
pub(super) struct OpenParameter<'a> {
    /// The name on the wire.
    wire: String,
    /// Where it is described, or the path that has the variable.
    at: Pointer,
    /// Its description; a variable of the path may have none.
    data: Option<&'a ParameterData>,
    /// What is said beside the reference to it.
    said: Option<&'a str>,
    location: Location,
    slot: Slot<'a>,
    written: Written,
}

/// Headers that OpenAPI does not let a parameter set; the body and the security scheme do.
const RESERVED: [&str; 3] = ["accept", "content-type", "authorization"];

/// What stands in an example where nothing else can.
const INSTEAD: &str = "text";

/// What the field of a body is called, unless a parameter is.
pub(super) const BODY: &str = "body";

impl OpenParameter<'_> {
    /// What its field is named after.
    fn candidate(&self, text: String) -> Candidate {
        let Some(data) = self.data else { return Candidate::new(text, Place::key(self.at.clone())) };
        let key = Place::value(self.at.join(ext::NAME));
        let candidate = Candidate::new(text, Place::value(self.at.join("name")));
        candidate.named(ext::name(&data.extensions), key)
    }

    /// The name that the field would have if no other parameter had it.
    fn own_name(&self) -> String {
        let explicit = self.data.and_then(|data| ext::name(&data.extensions));
        explicit.map_or_else(|| derive(Namespace::Fields, &self.wire), str::to_owned)
    }
}

/// What the fields are named after. One name in several places is that of the first of these: path, query, header, cookie;
/// the others say their place, too. So the order of the document does not count.
pub(super) fn candidates(open: &[OpenParameter<'_>]) -> Vec<Candidate> {
    let mut owners: BTreeMap<String, Location> = BTreeMap::new();
    for location in [Location::Path, Location::Query, Location::Header, Location::Cookie] {
        for one in open.iter().filter(|one| one.location == location) {
            owners.entry(one.own_name()).or_insert(location);
        }
    }
    let text = |one: &OpenParameter<'_>| match owners.get(&one.own_name()) {
        Some(owner) if *owner != one.location => format!("{} {}", word(one.location), one.wire),
        _ => one.wire.clone(),
    };
    open.iter().map(|one| one.candidate(text(one))).collect()
}

fn word(location: Location) -> &'static str {
    match location {
        Location::Path => "path",
        Location::Query => "query",
        Location::Header => "header",
        Location::Cookie => "cookie",
    }
}

impl<'a> Walker<'_, 'a> {
    /// The parameters of an operation: those of its path first, unless it has one of the same name and place itself; then
    /// the variables of the path that none of them describes.
    pub(super) fn parameters(
        &mut self,
        shared: &'a [ReferenceOr<Parameter>],
        own: &'a [ReferenceOr<Parameter>],
        operation: &Pointer,
        key: &PathKey<'a>,
        label: &str,
    ) -> Parameters<'a> {
        let path_item = operation.parent().unwrap_or_default();
        let shared = self.listed(shared, &path_item);
        let own = self.listed(own, operation);
        // One of the operation takes the place of one of the path.
        let of_path = path_item.last().unwrap_or_default();
        let shared = shared.into_iter().map(|one| (one, of_path.as_str()));
        let all = shared.chain(own.into_iter().map(|one| (one, label))).map(|one| (part(one.0.value), one));
        let mut parameters = Parameters::default();
        for (one, label) in all.collect::<IndexMap<_, _>>().into_values() {
            self.parameter(one, label, &mut parameters);
        }
        // A parameter that the path has no variable for goes nowhere, which the grammar has told.
        parameters.open.retain(|one| one.location != Location::Path || key.variables().any(|name| name == one.wire));
        if !self.found.is_partial() {
            for name in key.variables().filter(|name| !parameters.in_path.contains(name)) {
                parameters.open.push(undeclared(name, &path_item));
            }
        }
        parameters
    }

    fn listed(&mut self, list: &'a [ReferenceOr<Parameter>], owner: &Pointer) -> Vec<Resolved<'a, Parameter>> {
        let at = owner.join("parameters");
        let (document, known) = (self.document, &self.document.targets.parameters);
        let resolve = |(index, it)| self.found.ok(document.resolve(it, &at.join_index(index), known));
        list.iter().enumerate().filter_map(resolve).collect()
    }

    fn parameter(&mut self, resolved: Resolved<'a, Parameter>, label: &str, into: &mut Parameters<'a>) {
        let Resolved { value: parameter, pointer: at, siblings } = resolved;
        let said = siblings.and_then(|beside| beside.text("description"));
        let data = parameter.parameter_data_ref();
        let (location, styled) = style::stated(parameter);
        if location == Location::Path {
            into.in_path.push(&data.name);
        }
        if location == Location::Header && !self.can_be_header(data, &at) {
            return;
        }
        match (self.constant(data), location) {
            (Some(value), Location::Query) => into.query.push((pair(&data.name, value), at)),
            (Some(value), Location::Header) => self.header(data, value, &at, into),
            (_, Location::Path | Location::Cookie) | (None, Location::Query | Location::Header) => {
                let label = format!("{label} {}", data.name);
                let Some((slot, written)) = self.value(data, (location, styled), &at, &label) else { return };
                unenforced::slot(&slot, Stands::Elsewhere, Role::Request, self.found);
                let wire = data.name.clone();
                into.open.push(OpenParameter { wire, at, data: Some(data), said, location, slot, written });
            }
        }
    }

    /// The only value of a required parameter, if there is only one: callers do not have to give it. One text is the same in
    /// every style.
    fn constant(&mut self, data: &'a ParameterData) -> Option<String> {
        let ParameterSchemaOrContent::Schema(schema) = &data.format else { return None };
        let layers = self.peel(self.document.placed(schema), 0);
        let schema = layers.last()?.schema;
        match (schema.kind, schema.values.as_slice()) {
            (Kind::String, [only]) if data.required => only.as_str().map(str::to_owned),
            _ => None,
        }
    }

    /// Whether the parameter can be a header of a request. If not, this reports it.
    fn can_be_header(&mut self, data: &ParameterData, at: &Pointer) -> bool {
        let place = Place::value(at.join("name"));
        if !is_token(&data.name) {
            let message = format!("`{}` is no name that a header can have", data.name);
            self.found.push(Diagnostic::error(Code::UnknownValue, place, message).help(HEADER_NAME));
            return false;
        }
        if RESERVED.contains(&data.name.to_ascii_lowercase().as_str()) {
            let message = format!("the header `{}` cannot be set by a parameter", data.name);
            self.found.lose_as(Code::ReservedHeader, place, message);
            return false;
        }
        true
    }

    fn header(&mut self, data: &ParameterData, value: String, at: &Pointer, into: &mut Parameters<'a>) {
        let is_fit = value.trim() == value && value.bytes().all(|byte| matches!(byte, b' '..=b'~'));
        if !is_fit {
            let message = "this value is none that a header can have";
            let help = "visible ASCII, without spaces at the ends, can be";
            self.found.push(Diagnostic::error(Code::UnknownValue, Place::value(at.join("schema")), message).help(help));
        }
        into.headers.push(pair(&data.name.to_ascii_lowercase(), value));
    }

    /// A parameter with the name of its field.
    pub(super) fn finish(&self, open: OpenParameter<'a>, field: Ident) -> model::Parameter {
        let OpenParameter { wire, at, data, said, location, slot, written } = open;
        let (description, since) =
            data.map_or((None, None), |data| (data.description.as_deref(), ext::since(&data.extensions)));
        let docs = docs::of_part(said.or(description), since, &slot);
        let deprecated = data.and_then(|data| data.deprecated).unwrap_or(docs.deprecated);
        let given = data.and_then(|_| self.document.tree.find(&at.join("example")));
        let given = given.and_then(|value| sample::accept(value, &slot, &self.items));
        let example = given.or_else(|| sample::example(&slot, &self.items));
        let (example, example_text) = match written {
            Written::Styled(_) => (example, None),
            Written::Plain(_) => {
                let fit = example.and_then(|example| fit_for(location, example));
                let (example, text) = fit.unwrap_or_else(|| (Sample::Text(INSTEAD.to_owned()), INSTEAD.to_owned()));
                (Some(example), Some(text))
            }
        };
        model::Parameter {
            wire: if location == Location::Header { wire.to_ascii_lowercase() } else { wire },
            field,
            docs: Docs { deprecated, ..docs },
            location,
            written,
            required: location == Location::Path || data.is_none_or(|data| data.required),
            example,
            example_text,
            ty: slot.ty,
        }
    }

    /// The constants of the query: those of the path key, which no parameter may repeat, and behind them those that are
    /// declared as parameters. A variable in the query of the key is a parameter of the query.
    pub(super) fn constants(
        &mut self,
        key: Vec<KeyPair<'a>>,
        parameters: &mut Parameters<'a>,
        place: &Place,
    ) -> Vec<QueryConstant> {
        let mut constants = Vec::new();
        for pair_ in key {
            match pair_ {
                KeyPair::Constant(name, value) => {
                    self.drop_repeated(&name, Some(&value), parameters);
                    constants.push(QueryConstant::Pair(Pair { name, value }));
                }
                KeyPair::Word(name) => {
                    self.drop_repeated(&name, None, parameters);
                    constants.push(QueryConstant::Word(name));
                }
                KeyPair::Variable(name, variable) => into_query(&name, variable, parameters),
                KeyPair::Mixed(pair) => {
                    let message = format!("`{pair}` is neither a constant nor a variable of the query");
                    let help = "write `name={variable}`, or declare a parameter `in: query`";
                    self.found.push(Diagnostic::error(Code::BadPath, place.clone(), message).help(help));
                }
            }
        }
        constants.extend(parameters.query.drain(..).map(|(pair, _)| QueryConstant::Pair(pair)));
        constants
    }

    /// Leaves out parameters that the path key has a constant for, and tells of those that could have another value.
    fn drop_repeated(&mut self, name: &str, value: Option<&str>, parameters: &mut Parameters<'a>) {
        let is_it = |one: &OpenParameter<'_>| one.location == Location::Query && one.wire == name;
        let open = parameters.open.iter().filter(|one| is_it(one)).map(|one| &one.at);
        let others = parameters.query.iter().filter(|(pair, _)| pair.name == name && Some(&*pair.value) != value);
        for at in open.chain(others.map(|(_, at)| at)) {
            let message = format!("`{name}` has its value in the path key already, and no other can be given");
            self.found.lose_as(Code::DuplicateParameter, Place::value(at.join("name")), message);
        }
        parameters.open.retain(|one| !is_it(one));
        parameters.query.retain(|(pair, _)| pair.name != name);
    }
}

/// A variable that no parameter describes: a text.
fn undeclared<'a>(name: &'a str, path_item: &Pointer) -> OpenParameter<'a> {
    OpenParameter {
        wire: name.to_owned(),
        at: path_item.clone(),
        data: None,
        said: None,
        location: Location::Path,
        slot: Slot { ty: Type::Primitive(Primitive::String), ..Slot::any() },
        written: Written::Plain(ValueText::Itself),
    }
}

/// Makes a variable a parameter of the query, unless there is one of this name.
fn into_query(name: &str, variable: &str, parameters: &mut Parameters<'_>) {
    let has = parameters.open.iter().any(|one| one.location == Location::Query && one.wire == name);
    let is_it = |one: &OpenParameter<'_>| one.location == Location::Path && one.wire == variable;
    if has {
        return parameters.open.retain(|one| !is_it(one));
    }
    if let Some(one) = parameters.open.iter_mut().find(|one| is_it(one)) {
        one.location = Location::Query;
        name.clone_into(&mut one.wire);
    }
}

/// The part of the path that a variable is; none after a diagnostic.
pub(super) fn variable(name: &str, parameters: &[model::Parameter]) -> Option<PathPart> {
    let is_it = |one: &&model::Parameter| one.location == Location::Path && one.wire == name;
    parameters.iter().find(is_it).map(|parameter| PathPart::Variable(Box::new(parameter.clone())))
}

/// The example and its text, or another one where this one is not allowed.
fn fit_for(location: Location, example: Sample) -> Option<(Sample, String)> {
    let text = example.text()?;
    let is_fit = match location {
        Location::Path => !matches!(text.as_str(), "" | "." | ".."),
        Location::Header | Location::Cookie => text.bytes().all(|byte| matches!(byte, b'!'..=b'~')),
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
