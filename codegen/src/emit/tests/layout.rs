//! Which types share a file, and that it stays so when a document grows.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::super::layout;
use super::sample;
use crate::source::Source;
use crate::{Options, Strictness};

/// A document of operations that answer with these objects: name, tag, modules.
fn document(objects: &[(String, &str, Option<&str>)]) -> Value {
    let members: Value = (0..20).map(|index| (format!("m{index}"), json!({"type": "string"}))).collect();
    let mut schemas = serde_json::Map::new();
    let mut paths = serde_json::Map::new();
    for (index, (name, tag, home)) in objects.iter().enumerate() {
        let schema = json!({"type": "object", "properties": members});
        let schema = schemas.entry(name.clone()).or_insert(schema);
        if let (Some(home), Some(schema)) = (home, schema.as_object_mut()) {
            schema.insert("x-codegen-module".to_owned(), json!(home));
        }
        let schema = json!({"$ref": format!("#/components/schemas/{name}")});
        let answer = json!({"200": {"description": "x", "content": {"application/json": {"schema": schema}}}});
        let get = json!({"tags": [tag], "operationId": format!("get{index}"), "responses": answer});
        paths.insert(format!("/p{index}"), json!({"get": get}));
    }
    json!({"openapi": "3.0.3", "info": {"title": "t", "version": "1"}, "paths": paths, "components": {"schemas": schemas}})
}

/// The file of each type.
fn files(document: &Value) -> BTreeMap<String, String> {
    let options = Options { strictness: Strictness::Foreign, ..sample::options() };
    let output = crate::generate(&Source::new("grown.json", document.to_string()), &options);
    let api = output.unwrap_or_else(|failure| panic!("{:?}", failure.diagnostics)).api;
    let mut files = BTreeMap::new();
    for namespace in layout::namespaces(&api) {
        let home = super::super::tree::shown(namespace.folder.path);
        let parts = namespace.parts.iter().map(|part| (part.name.as_str(), &part.entries));
        for (part, entries) in parts.chain([("", &namespace.entries)]) {
            for entry in entries {
                files.insert(entry.name.as_str().to_owned(), format!("{home}/{part}"));
            }
        }
    }
    files
}

fn many(prefix: &str, count: usize, tag: &'static str) -> Vec<(String, &'static str, Option<&'static str>)> {
    (0..count).map(|index| (format!("{prefix}{index}"), tag, None)).collect()
}

#[test]
fn a_namespace_is_a_file_until_it_is_too_long() {
    let mut objects = many("Cat", 10, "cats");
    objects.extend(many("Dog", 5, "dogs"));
    assert!(files(&document(&objects)).values().all(|file| file == "/"));
    objects.push(("Shared".to_owned(), "cats", None));
    objects.push(("Shared".to_owned(), "dogs", None));
    let files = files(&document(&objects));
    assert_eq!(
        (files["Cat0"].as_str(), files["Dog0"].as_str(), files["Shared"].as_str()),
        ("/cats", "/dogs", "/common")
    );
}

#[test]
fn a_type_that_is_added_moves_others_only_out_of_a_file_that_becomes_too_long() {
    let mut objects = many("Cat", 40, "cats");
    objects.extend(many("Dog", 5, "dogs"));
    let mut before = files(&document(&objects));
    assert_eq!(
        (before["Cat1"].as_str(), before["Cat10"].as_str(), before["Cat4"].as_str()),
        ("/cats_cat1", "/cats_cat1", "/cats_cat4")
    );
    for name in ["Cot", "Ant", "Cat1x", "Cat19", "Dogma", "Zebra", "CAT19"] {
        objects.push((name.to_owned(), "cats", None));
        let after = files(&document(&objects));
        let moved: Vec<_> = before.iter().filter(|(name, file)| after[*name] != **file).collect();
        assert!(moved.iter().all(|(_, file)| *file == "/cats_cat1"), "{name}: {moved:?}");
        before = after;
    }
}

#[test]
fn a_file_cannot_be_called_like_a_module_of_the_user() {
    let mut objects = many("Cat", 10, "common");
    objects.extend(many("Dog", 10, "dogs"));
    objects.push(("Shared".to_owned(), "common", None));
    objects.push(("Shared".to_owned(), "dogs", None));
    objects.push(("Inside".to_owned(), "dogs", Some("dogs")));
    let files = files(&document(&objects));
    let of = |name: &str| files[name].as_str();
    assert_eq!([of("Cat0"), of("Dog0"), of("Shared"), of("Inside")], ["/common", "/dogs_", "/common_", "dogs/"]);
}
