//! The walk by table: unknown keys, wrong types, missing fields. What several fields say together is judged elsewhere.

use super::Walk;
use super::field::{Fate, Field, Shape};
use super::kind::ObjectKind;
use super::table::TYPES;
use super::version::{self, Version};
use crate::diagnostic::{Code, Diagnostic, Place, may_show, suggest};
use crate::ext;
use crate::node::{List, Node, Object, Value};
use crate::options::Strictness;

impl<'v> Walk<'v> {
    pub(super) fn object(&mut self, kind: ObjectKind, value: Node<'v>) {
        let Some(map) = value.as_object() else {
            return self.no_object(kind, value);
        };
        if !self.walked.insert((value.id(), kind)) {
            return;
        }
        match kind {
            ObjectKind::Paths => self.paths(map),
            ObjectKind::Responses => self.responses(map),
            ObjectKind::Callback => self.callback(map),
            ObjectKind::SecurityRequirement => self.security_requirement(map),
            ObjectKind::PathItem if map.contains_key("$ref") => self.reference(kind, map),
            ObjectKind::Schema if map.contains_key("$ref") => self.schema_reference(map),
            _ => self.fields(kind, map),
        }
    }

    pub(super) fn reference_or(&mut self, kind: ObjectKind, value: Node<'v>) {
        match value.as_object() {
            Some(map) if !map.contains_key("$ref") => self.object(kind, value),
            Some(_) if kind == ObjectKind::Schema => self.object(kind, value),
            Some(map) if self.walked.insert((value.id(), kind)) => self.reference(kind, map),
            Some(_) => {}
            None => self.no_object(kind, value),
        }
    }

    /// From 3.1 on `true` and `false` are schemas.
    fn no_object(&mut self, kind: ObjectKind, value: Node<'v>) {
        match value.as_bool() {
            Some(is_anything) if kind == ObjectKind::Schema && self.version == Version::V31 => {
                self.schemas.insert(value.id());
                if !is_anything && !self.is_told && value.key() != Some("items") {
                    let finding = self.loss(
                        Code::WouldBeLost,
                        Place::value(value),
                        "that nothing is allowed here is not checked",
                    );
                    self.report(finding.help("leave it out, or state it as a rule in `x-codegen-checks`"));
                }
            }
            _ => self.wrong_type(kind.title(), value),
        }
    }

    /// What stands beside the reference to a schema counts from 3.1 on.
    fn schema_reference(&mut self, map: Object<'v>) {
        let counts = |key: &str| !(key == "$ref" || key == "description" || key.starts_with("x-"));
        if self.version == Version::V30 || !map.keys().any(counts) {
            return self.reference(ObjectKind::Schema, map);
        }
        self.reference_text(ObjectKind::Schema, map);
        self.fields(ObjectKind::Schema, map);
    }

    pub(super) fn fields(&mut self, kind: ObjectKind, map: Object<'v>) {
        let fields: Vec<&Field> = kind.fields_of(self.version).collect();
        for (key, value) in map {
            if key == "$ref" && kind == ObjectKind::Schema {
                continue;
            }
            if key.starts_with("x-") {
                self.extension(kind, key, value, map);
                continue;
            }
            match fields.iter().find(|field| field.name == key) {
                Some(field) => self.field(kind, field, value, map),
                None => self.unknown_key(kind, key, value, map),
            }
        }
        for field in fields.iter().filter(|field| field.is_required && !map.contains_key(field.name)) {
            self.missing(kind, field.name, map);
        }
        self.rules(kind, map);
    }

    fn field(&mut self, kind: ObjectKind, field: &Field, value: Node<'v>, map: Object<'v>) {
        // A slip such as `required: true` on a property deserves better words than its type alone.
        let around = (self.is_told, self.wholes.clone());
        match (kind, field.name) {
            (ObjectKind::Schema, "allOf" | "oneOf" | "anyOf" | "if" | "then" | "else" | "dependentSchemas") => {
                self.wholes.push(map);
            }
            (ObjectKind::Schema, _) => self.wholes.clear(),
            _ => {}
        }
        self.is_told |= self.fate(kind, field, value);
        self.shape(&field.shape, value);
        (self.is_told, self.wholes) = around;
    }

    /// Tells of a field that nothing reads, and whether it is one.
    fn fate(&mut self, kind: ObjectKind, field: &Field, value: Node<'_>) -> bool {
        let help = match field.fate {
            Fate::Carried | Fate::InPart(_) | Fate::NotYet | Fate::Empty => return false,
            Fate::Left(help) => help,
            Fate::ForReaders if self.strictness == Strictness::Own => return false,
            Fate::ForReaders => "say it in a `description` if those who use the client should read it",
        };
        let is_false = matches!(field.shape, Shape::RefOr(ObjectKind::Schema)) && value.as_bool() == Some(false);
        let says_nothing = value.says_nothing() && !is_false;
        if !self.is_told && !says_nothing && !version::is_own_dialect(value) {
            let message = format!("`{}` of {} is not carried over", field.name, kind.title());
            self.left.push(self.loss(Code::WouldBeLost, Place::key(value), message).help(help));
        }
        true
    }

    /// Rules that join the fields of an object.
    fn rules(&mut self, kind: ObjectKind, map: Object<'v>) {
        match kind {
            ObjectKind::Components => {
                self.component_names(map);
                self.cycles(map);
            }
            ObjectKind::PathItem => self.path_item(map),
            ObjectKind::Operation => self.operation(map),
            ObjectKind::Parameter => self.parameter(map),
            ObjectKind::Header => self.schema_or_content(map, "a header"),
            ObjectKind::MediaType => self.excludes(map, "example", "examples"),
            ObjectKind::Example => self.excludes(map, "value", "externalValue"),
            ObjectKind::Link => self.link(map),
            ObjectKind::Schema => self.schema(map),
            ObjectKind::SecurityScheme => self.security_scheme(map),
            ObjectKind::OAuthFlows => self.oauth_flows(map),
            _ => {}
        }
    }

    fn shape(&mut self, shape: &Shape, value: Node<'v>) {
        match (shape, value.value()) {
            (Shape::Any, _)
            | (Shape::Text, Value::String(_))
            | (Shape::Boolean | Shape::SchemaOrBoolean, Value::Bool(_))
            | (Shape::Number, Value::Number(_)) => {}
            (Shape::Count, Value::Number(number)) if number.as_u64().is_some() => {}
            (Shape::Word(words), Value::String(word)) => self.word(words, word, value),
            (Shape::SchemaType, Value::String(word)) => self.schema_type(word, value),
            (Shape::SchemaType, Value::Array(items)) if self.version == Version::V30 => self.schema_type_list(items),
            (Shape::SchemaType, Value::Array(items)) => self.schema_types(items),
            (Shape::SchemaOrBoolean, Value::Object(_)) => self.reference_or(ObjectKind::Schema, value),
            (Shape::List(item), Value::Array(items)) => items.iter().for_each(|value| self.shape(item, value)),
            (Shape::Map(item), Value::Object(members)) => {
                members.iter().for_each(|(_, value)| self.shape(item, value));
            }
            (Shape::Is(kind), _) => self.object(*kind, value),
            (Shape::RefOr(kind), _) => self.reference_or(*kind, value),
            _ => self.wrong_type(shape.title(), value),
        }
    }

    fn word(&mut self, words: &'static [&'static str], word: &str, at: Node<'v>) {
        if !words.contains(&word) {
            let finding = self.fault(Code::UnknownValue, Place::value(at), format!("`{word}` is not allowed here"));
            self.report(finding.did_you_mean(word, words.iter().copied()).help(format!("one of {}", words.join(", "))));
        }
    }

    fn schema_type(&mut self, word: &str, at: Node<'v>) {
        if TYPES.contains(&word) || word == "null" && self.version == Version::V31 {
            return;
        }
        let fault = |message| self.fault(Code::UnknownType, Place::value(at), message);
        let finding = match suggest(word, TYPES) {
            _ if word == "null" => fault("OpenAPI 3.0 has no type `null`".to_owned())
                .help("say `nullable: true` beside the type of the value"),
            Some(close) => fault(format!("there is no type `{word}`")).help(format!("did you mean `{close}`?")),
            None => fault(format!("there is no type `{word}`")).help(format!("one of {}", TYPES.join(", "))),
        };
        self.report(finding);
    }

    fn schema_types(&mut self, items: List<'v>) {
        for item in items {
            match item.as_str() {
                Some(word) => self.schema_type(word, item),
                None => self.wrong_type("a text", item),
            }
        }
        if items.is_empty() {
            let place = Place::value(items.node());
            self.report(self.fault(Code::UnknownType, place, "a list without types allows nothing"));
        }
    }

    fn schema_type_list(&mut self, items: List<'_>) {
        let place = Place::value(items.node());
        let finding = Diagnostic::error(Code::OtherVersion, place, "a list of types is OpenAPI 3.1");
        let others: Vec<_> = items.iter().filter_map(Node::as_str).filter(|word| *word != "null").collect();
        let has_null = others.len() < items.len();
        self.report(match (others.as_slice(), has_null) {
            ([one], true) => finding.help(format!("in 3.0: `type: {one}` and `nullable: true`")),
            ([one], false) => finding.help(format!("in 3.0: `type: {one}`")),
            _ => finding.help("in 3.0: one type, or `oneOf` with a schema for each"),
        });
    }

    fn unknown_key(&mut self, kind: ObjectKind, key: &str, value: Node<'v>, map: Object<'v>) {
        let place = Place::key(value);
        if let Some(help) = version::instead(self.version, kind, key) {
            let message = format!("`{key}` is not in OpenAPI {}, but in another version", self.version);
            return self.report(self.fault(Code::OtherVersion, place, message).help(help));
        }
        let names = || kind.fields_of(self.version).map(|field| field.name).filter(|name| !map.contains_key(name));
        let finding = self.fault(Code::UnknownKey, place, format!("{} has no key `{key}`", kind.title()));
        if !may_show(key) {
            let help = "the key holds more than a name, so it is not shown; is a space missing behind a `:`?";
            return self.report(finding.help(help));
        }
        let here = kind.fields_of(self.version).map(|field| field.name);
        self.report(match (suggest(key, names()), suggest(key, here)) {
            (Some(close), _) => finding.help(format!("did you mean `{close}`?")),
            (None, Some(close)) => {
                finding.help(format!("did you mean `{close}`, which is there already? remove one of them"))
            }
            _ if ext::KEYS.contains(&format!("x-{key}").as_str()) => finding.help(format!("did you mean `x-{key}`?")),
            _ => finding.help("keys of your own begin with `x-`"),
        });
    }

    /// A missing field; a misspelt one has been reported under the name it was given.
    pub(super) fn missing(&mut self, kind: ObjectKind, name: &str, map: Object<'_>) {
        let message = format!("{} needs `{name}`", kind.title());
        let finding = self.fault(Code::MissingField, Place::key(map.node()), message);
        let known = |key: &&str| kind.fields_of(self.version).any(|field| field.name == *key);
        let slip = suggest(name, map.keys().filter(|key| !known(key)));
        self.report(match slip {
            Some(slip) => finding.help(format!("is `{slip}` meant to be `{name}`?")),
            None => finding,
        });
    }

    fn wrong_type(&mut self, wanted: &str, value: Node<'_>) {
        let message = format!("{wanted} is needed here, this is {}", value.kind());
        let finding = self.fault(Code::WrongType, Place::value(value), message);
        let key = value.key().unwrap_or_default();
        let finding = match value.value() {
            Value::Number(_) | Value::Bool(_) if wanted == "a text" => finding.help(format!("quote it: '{value}'")),
            Value::Null if wanted == "a text" => finding.help("remove the key, or quote the text"),
            Value::Bool(_) if key == "required" => {
                finding.help("`required` is a list of property names on the object that has the property")
            }
            Value::Bool(_) if key.starts_with("exclusive") => finding.help(
                "a boolean is OpenAPI 3.0; in 3.1 it is the limit itself, in the place of `minimum` or `maximum`",
            ),
            Value::Number(_) if key.starts_with("exclusive") => {
                finding.help("a number is OpenAPI 3.1; in 3.0 it is a boolean beside `minimum` or `maximum`")
            }
            Value::String("yes" | "no" | "on" | "off") => finding.help("YAML 1.2 has `true` and `false` alone"),
            Value::String(text) if text.parse::<f64>().is_ok() || matches!(text, "true" | "false") => {
                finding.help("remove the quotes")
            }
            _ => finding,
        };
        self.report(finding);
    }

    /// Two keys of which at most one may be there.
    pub(super) fn excludes(&mut self, map: Object<'_>, one: &str, other: &str) {
        if let (Some(first), Some(second)) = (map.get(one), map.get(other)) {
            let message = format!("`{one}` and `{other}` exclude each other");
            let finding = self.fault(Code::Exclusive, Place::key(second), message);
            self.report(finding.related(Place::key(first), "the other one"));
        }
    }
}

impl Shape {
    /// What is wanted, with its article.
    fn title(&self) -> &'static str {
        match self {
            Self::Any => "a value",
            Self::Text | Self::Word(_) | Self::SchemaType => "a text",
            Self::Boolean => "`true` or `false`",
            Self::Number => "a number",
            Self::Count => "a whole number from 0",
            Self::List(_) => "a list",
            Self::Map(_) => "an object",
            Self::Is(kind) | Self::RefOr(kind) => kind.title(),
            Self::SchemaOrBoolean => "a schema or a boolean",
        }
    }
}
