//! Which OpenAPI a document is, and which keywords other versions have. Only names are looked at, never values.

use std::fmt;

use super::kind::ObjectKind;
use crate::diagnostic::{Code, Diagnostic, Place, suggest};
use crate::node::{Node, Object, Value};

/// The versions that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Version {
    V30,
    V31,
}

impl Version {
    pub(super) const ALL: [Self; 2] = [Self::V30, Self::V31];
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::V30 => "3.0",
            Self::V31 => "3.1",
        })
    }
}

/// The version of the document; otherwise it says why there is none, and nothing else is worth saying.
pub(super) fn check(root: Object<'_>, found: &mut Vec<Diagnostic>) -> Option<Version> {
    let at = |key: &str| Place::value(root.at(key));
    let error = |place, message: String| Diagnostic::error(Code::Version, place, message);
    let finding = match (root.get("openapi").map(Node::value), root.get("swagger")) {
        (Some(Value::String(version)), _) if is_version(version) => match read(version) {
            Some(version) => return Some(version),
            None => error(at("openapi"), format!("this is OpenAPI {version}, only 3.0 and 3.1 are read"))
                .help("convert the document to 3.1"),
        },
        (Some(Value::String(version)), _) => {
            error(at("openapi"), format!("`{version}` is no OpenAPI version")).help(WRITE)
        }
        (Some(Value::Number(version)), _) => {
            error(at("openapi"), format!("the version is a text, `{version}` is a number")).help(WRITE)
        }
        (Some(_), _) => error(at("openapi"), "the version is a text".to_owned()).help(WRITE),
        (None, Some(version)) => {
            let version = version.as_str().map_or_else(|| version.to_string(), str::to_owned);
            error(at("swagger"), format!("this is Swagger {version}, only OpenAPI 3.0 and 3.1 are read"))
                .help("convert the document to OpenAPI 3.0.3, for example with swagger2openapi")
        }
        (None, None) => {
            let message = "this is no OpenAPI document: `openapi` is missing".to_owned();
            let finding = error(Place::key(root.node()), message);
            match suggest("openapi", root.keys()) {
                Some(slip) => finding.help(format!("is `{slip}` meant to be `openapi`?")),
                None => finding.help("start with `openapi: 3.0.3`"),
            }
        }
    };
    found.push(finding);
    None
}

/// The way out where no version can be read.
const WRITE: &str = "write `openapi: 3.0.3` or `openapi: 3.1.1`";

/// Whether it is `3`, a dot and a number, with or without a patch.
fn is_version(version: &str) -> bool {
    let is_number = |part: &str| part.bytes().next().is_some_and(|byte| byte.is_ascii_digit());
    let mut parts = version.split('.');
    parts.next() == Some("3") && parts.next().is_some_and(is_number) && parts.next().is_none_or(is_number)
}

fn read(version: &str) -> Option<Version> {
    match version.split('.').nth(1)? {
        "0" => Some(Version::V30),
        "1" => Some(Version::V31),
        _ => None,
    }
}

/// Whether it is the dialect of schemas that OpenAPI 3.1 has where a document names none, or what that is made of.
pub(super) fn is_own_dialect(value: Node<'_>) -> bool {
    const OWN: [&str; 2] =
        ["https://spec.openapis.org/oas/3.1/dialect/base", "https://json-schema.org/draft/2020-12/schema"];
    value.as_str().is_some_and(|text| OWN.contains(&text))
}

/// What to write instead of a keyword that this version does not have and another one has.
pub(super) fn instead(version: Version, kind: ObjectKind, key: &str) -> Option<&'static str> {
    match version {
        Version::V30 => in_30(kind, key),
        Version::V31 => in_31(kind, key),
    }
}

fn in_31(kind: ObjectKind, key: &str) -> Option<&'static str> {
    match (kind, key) {
        (ObjectKind::Schema, "nullable") => Some("in 3.1: `type: [string, 'null']`"),
        (ObjectKind::Schema, "additionalItems") => Some("in 3.1: `items` beside `prefixItems`"),
        (ObjectKind::Schema, "dependencies") => Some("in 3.1: `dependentRequired` or `dependentSchemas`"),
        (ObjectKind::Schema, "$recursiveRef" | "$recursiveAnchor") => Some("in 3.1: `$ref`"),
        _ => later(kind, key),
    }
}

/// Keywords that came later than 3.1.
fn later(kind: ObjectKind, key: &str) -> Option<&'static str> {
    match (kind, key) {
        (ObjectKind::PathItem, "query" | "additionalOperations") => Some("there are eight methods"),
        (ObjectKind::Tag, "parent" | "kind" | "summary") => Some("a tag has a name and a description"),
        (ObjectKind::MediaType, "itemSchema" | "itemEncoding" | "prefixEncoding") => Some("say it in `schema`"),
        _ => None,
    }
}

fn in_30(kind: ObjectKind, key: &str) -> Option<&'static str> {
    let help = match (kind, key) {
        (ObjectKind::Schema, "const") => "in 3.0: `enum` with one value",
        (ObjectKind::Schema, "examples") => "in 3.0: `example` with one value",
        (ObjectKind::Schema, "$defs" | "definitions") => "in 3.0 shared schemas stand under `components/schemas`",
        (
            ObjectKind::Schema,
            "prefixItems" | "contains" | "minContains" | "maxContains" | "unevaluatedItems" | "additionalItems",
        ) => "in 3.0: `items` for all items",
        (ObjectKind::Schema, "patternProperties" | "propertyNames" | "unevaluatedProperties") => {
            "in 3.0: `additionalProperties`"
        }
        (ObjectKind::Schema, "if" | "then" | "else" | "dependentRequired" | "dependentSchemas" | "dependencies") => {
            "in 3.0 conditions are written as `oneOf`, or as a check of its own"
        }
        (ObjectKind::Schema, "contentMediaType" | "contentEncoding" | "contentSchema") => {
            "in 3.0: `format: byte` or `format: binary`"
        }
        (ObjectKind::Schema, "$schema" | "$id" | "$anchor" | "$comment" | "$dynamicRef" | "$dynamicAnchor") => {
            "schemas of 3.0 have no such key"
        }
        (ObjectKind::OpenApi, "webhooks" | "jsonSchemaDialect") | (ObjectKind::Components, "pathItems") => {
            "3.0 has nothing like it"
        }
        (ObjectKind::Info, "summary") => "in 3.0: `description`",
        (ObjectKind::License, "identifier") => "in 3.0: `url`",
        _ => return later(kind, key),
    };
    Some(help)
}
