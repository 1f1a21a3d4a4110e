//! Which OpenAPI a document is, and which keywords came later than 3.0. Only names are looked at, never values.

use super::table::ObjectKind;
use crate::diagnostic::{Code, Diagnostic, Place, suggest};
use crate::node::{Node, Object, Value};

/// Whether the document is 3.0; otherwise it says why not, and nothing else is worth saying.
pub(super) fn check(root: Object<'_>, found: &mut Vec<Diagnostic>) -> bool {
    let at = |key: &str| Place::value(root.at(key));
    let error = |place, message: String| Diagnostic::error(Code::Version, place, message);
    let finding = match (root.get("openapi").map(Node::value), root.get("swagger")) {
        (Some(Value::String(version)), _) if is_30(version) => return true,
        (Some(Value::String(version)), _) if version.starts_with("3.") => {
            let finding = error(at("openapi"), format!("this is OpenAPI {version}, only 3.0 is read"));
            finding.help("convert the document down to 3.0.3; `nullable`, one type a schema and boolean limits are the main changes")
        }
        (Some(Value::String(version)), _) => {
            error(at("openapi"), format!("`{version}` is no OpenAPI version")).help("write `openapi: 3.0.3`")
        }
        (Some(Value::Number(version)), _) => {
            error(at("openapi"), format!("the version is a text, `{version}` is a number"))
                .help("write `openapi: 3.0.3`")
        }
        (Some(_), _) => error(at("openapi"), "the version is a text".to_owned()).help("write `openapi: 3.0.3`"),
        (None, Some(version)) => {
            let version = version.as_str().map_or_else(|| version.to_string(), str::to_owned);
            error(at("swagger"), format!("this is Swagger {version}, only OpenAPI 3.0 is read"))
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
    false
}

fn is_30(version: &str) -> bool {
    let mut parts = version.split('.');
    let patch = |part: &str| part.bytes().next().is_some_and(|byte| byte.is_ascii_digit());
    parts.next() == Some("3") && parts.next() == Some("0") && parts.next().is_none_or(patch)
}

/// What to write in 3.0 instead of a keyword that came later.
pub(super) fn newer(kind: ObjectKind, key: &str) -> Option<&'static str> {
    let help = match (kind, key) {
        (ObjectKind::Schema, "const") => "in 3.0: `enum` with one value",
        (ObjectKind::Schema, "examples") => "in 3.0: `example` with one value",
        (ObjectKind::Schema, "$defs" | "definitions") => "in 3.0 shared schemas stand under `components/schemas`",
        (ObjectKind::Schema, "prefixItems" | "contains" | "unevaluatedItems" | "additionalItems") => {
            "in 3.0: `items` for all items"
        }
        (ObjectKind::Schema, "patternProperties" | "propertyNames" | "unevaluatedProperties") => {
            "in 3.0: `additionalProperties`"
        }
        (ObjectKind::Schema, "if" | "then" | "else" | "dependentRequired" | "dependentSchemas" | "dependencies") => {
            "in 3.0 conditions are written as `oneOf`, or as a check of its own"
        }
        (ObjectKind::Schema, "contentMediaType" | "contentEncoding") => "in 3.0: `format: byte` or `format: binary`",
        (ObjectKind::Schema, "$schema" | "$id" | "$anchor" | "$comment" | "$dynamicRef" | "$dynamicAnchor") => {
            "schemas of 3.0 have no such key"
        }
        (ObjectKind::OpenApi, "webhooks" | "jsonSchemaDialect") | (ObjectKind::Components, "pathItems") => {
            "3.0 has nothing like it"
        }
        (ObjectKind::Info, "summary") => "in 3.0: `description`",
        (ObjectKind::License, "identifier") => "in 3.0: `url`",
        (ObjectKind::PathItem, "query" | "additionalOperations") => "3.0 knows eight methods",
        (ObjectKind::Tag, "parent" | "kind" | "summary") => "in 3.0 a tag has a name and a description",
        _ => return None,
    };
    Some(help)
}
