//! Each arrow that is drawn the wrong way round, and names that only look like one.

use super::*;

/// Line and message of everything that is found in a file of that path.
fn found(path: &str, text: &str) -> Vec<(usize, String)> {
    check(&[File::new(path, text)]).into_iter().map(|one| (one.line, one.message)).collect()
}

fn lines(path: &str, text: &str) -> Vec<usize> {
    found(path, text).into_iter().map(|(line, _)| line).collect()
}

#[test]
fn crates_stay_where_they_belong() {
    for (krate, path) in [
        ("openapiv3", "codegen/src/emit/types.rs"),
        ("openapiv3", "codegen/src/lib.rs"),
        ("openapiv3", "codegen/src/ext.rs"),
        ("quote", "codegen/src/lower.rs"),
        ("syn", "codegen/src/name/words.rs"),
        ("proc_macro2", "codegen/src/files.rs"),
        ("prettyplease", "codegen/src/lib.rs"),
    ] {
        for text in
            ["\nuse CRATE::A;\n", "\nfn f(x: CRATE::A) {}\n", "\nuse CRATE as c;\n", "\nlet x = CRATE! { a };\n"]
        {
            assert_eq!(lines(path, &text.replace("CRATE", krate)), [2], "{path}: {text}");
        }
        for text in
            ["// use CRATE::A;", "let x = \"CRATE::A\";", "a.CRATE();", "let CRATE = 1; CRATE != 2", "self::CRATE::A"]
        {
            assert_eq!(found(path, &text.replace("CRATE", krate)), [], "{path}: {text}");
        }
        assert_eq!(found(path, &format!("#[cfg(test)]\nmod tests {{ use {krate}::A; }}\n")), []);
    }
    for path in
        ["codegen/src/emit/doc/mod.rs", "codegen/src/print.rs", "codegen/src/hooks/read.rs", "xtask/src/main.rs"]
    {
        assert_eq!(found(path, "use syn::File; use quote::quote;"), [], "{path}");
    }
    assert_eq!(found("codegen/src/document/x.rs", "use openapiv3::A;"), []);
    let message = "only emit, print, hooks may name syn".to_owned();
    assert_eq!(found("codegen/src/lower/a.rs", "use syn::A;"), [(1, message)]);
}

#[test]
fn modules_of_the_generator_keep_their_order() {
    for (path, text) in [
        ("codegen/src/document.rs", "use crate::lower::lower;"),
        ("codegen/src/document.rs", "use crate::model::Api;"),
        ("codegen/src/diagnostic/code.rs", "use crate::render::A;"),
        ("codegen/src/read.rs", "use crate::source::Source;"),
        ("codegen/src/emit/context.rs", "use crate::Options;"),
        ("codegen/src/new.rs", "use crate::node::Node;"),
        ("codegen/src/source/index.rs", "fn f(x: crate::emit::A) {}"),
        ("codegen/src/node.rs", "use crate::model::Api;"),
        ("codegen/src/node/build.rs", "use crate::grammar::A;"),
        ("codegen/src/read/yaml.rs", "use crate::lower::A;"),
        ("codegen/src/skeleton.rs", "use crate::document::A;"),
        ("codegen/src/schema.rs", "use crate::emit::A;"),
        ("codegen/src/lower/schema.rs", "use crate::skeleton::A;"),
        ("codegen/src/emit/a.rs", "use crate::node::Tree;"),
        ("codegen/src/print.rs", "use crate::schema::Schema;"),
        ("codegen/src/lower/a.rs", "use crate::emit;"),
        ("codegen/src/emit/a.rs", "use crate::{\n    model::{A, B},\n    document::Document,\n};"),
        ("codegen/src/print.rs", "use crate :: emit :: A;"),
        ("codegen/src/hooks.rs", "use crate::document::A;"),
    ] {
        assert_eq!(found(path, text).len(), 1, "{path}");
    }
    assert_eq!(found("codegen/src/schema.rs", "use crate::lower::a;"), [(1, "schema may not name lower".to_owned())]);
    for (path, text) in [
        ("codegen/src/lib.rs", "use crate::emit; use crate::document;"),
        ("codegen/src/lower.rs", "use crate::{model, node::Node, document::Document, schema::Schema, name::Table};"),
        ("codegen/src/emit/a.rs", "use crate::{model::{document, lower}, print};"),
        ("codegen/src/schema.rs", "use crate::grammar::emit;"),
    ] {
        assert_eq!(found(path, text), [], "{path}");
    }
}

#[test]
fn the_model_imports_std_alone() {
    for text in ["use indexmap::IndexMap;", "use crate::source::Source;", "use super::super::lower;", "pub use serde;"]
    {
        assert_eq!(lines("codegen/src/model/types.rs", text), [1], "{text}");
    }
    let fine = "mod check;\npub use check::Rule;\nuse std::fmt;\nuse crate::model::Api;\n";
    assert_eq!(found("codegen/src/model/mod.rs", fine), []);
    assert_eq!(found("codegen/src/model/types.rs", "use super::Docs;"), []);
    assert_eq!(lines("codegen/src/model/mod.rs", "use super::lower;"), [1]);
}

#[test]
fn the_runtime_and_the_output_stand_alone() {
    for (path, text) in [
        ("codegen/runtime/mod.rs", "use super::types;"),
        ("codegen/runtime/read.rs", "use super::super::types;"),
        ("codegen/runtime/read.rs", "use crate::api;"),
        ("codegen/runtime/mod.rs", "mod support { use super::super::types; }"),
        ("generated/src/api/mod.rs", "use super::checks::Rules;"),
        ("generated/src/api/types/a.rs", "use super::super::super::extras::a;"),
        ("generated/src/api/types/mod.rs", "use super :: super\n::checks;"),
        ("generated/src/api/operations/a.rs", "use crate::checks::Rules;"),
    ] {
        assert_eq!(lines(path, text), [1], "{path}: {text}");
    }
    for (path, text) in [
        ("codegen/runtime/mod.rs", "mod read; pub mod support { pub use super::read::A; }"),
        (
            "codegen/runtime/read.rs",
            "use super::Path;\n//! use crate::x;\n#[cfg(test)] mod tests { use super::super::Path; }",
        ),
        ("generated/src/api/types/a.rs", "use super::super::rt::Json; use super::B;"),
        ("generated/src/api/types/a.rs", "use crate::api::rt::Json;"),
        ("generated/src/api/mod.rs", "pub mod checks;"),
        ("generated/src/api/types/a.rs", "use crate::api::rt::Json;"),
        ("generated/src/lib.rs", "pub use crate::extras::a;"),
    ] {
        assert_eq!(found(path, text), [], "{path}: {text}");
    }
}

#[test]
fn checks_do_not_name_extras() {
    for text in ["use crate::extras::A;", "use super::extras;", "use crate::{api, extras};"] {
        assert_eq!(lines("generated/src/checks/ip.rs", text), [1], "{text}");
    }
    assert_eq!(found("generated/src/extras/a.rs", "use crate::checks::Rules;"), []);
}

#[test]
fn only_the_task_runner_reads_and_writes() {
    for text in ["use std::fs;", "use std::{fmt, env};", "let x = std::env::var(\"A\");", "use ::std::fs::File;"] {
        for path in ["codegen/src/lib.rs", "codegen/runtime/mod.rs", "generated/src/extras/a.rs"] {
            assert_eq!(lines(path, text), [1], "{path}: {text}");
        }
        for path in ["xtask/src/a.rs", "generated/examples/a.rs", "tests/src/a.rs", "codegen/tests/a.rs"] {
            assert_eq!(found(path, text), [], "{path}: {text}");
        }
        assert_eq!(found("codegen/src/lib.rs", &format!("#[cfg(test)]\nmod tests {{ {text} }}")), [], "{text}");
    }
    assert_eq!(found("codegen/src/lib.rs", "use std::fmt; const V: &str = env!(\"CARGO_PKG_VERSION\");"), []);
}
