//! A rule stands in four places: the description, the hand-written method, a table of cases, the documentation. Here
//! they are held together, and whichever is missing is named.

use std::collections::{BTreeMap, BTreeSet};

use syn::{Attribute, ImplItem, Item, TraitItem};
use vcha_client::Severity;
use vcha_client::api::rules::ALL;
use vcha_tests::fixtures::{self, CheckEntry};

use crate::wire;

/// What the description's own document calls itself in a `source`.
const DOCUMENT: &str = "redeploy-task.txt:";

/// Rules that come from nowhere in the user's document, and so have no line of it.
const WITHOUT_SOURCE: [&str; 4] = ["R-UNKNOWN", "R-WIRE-1", "R-WIRE-2A", "R-WIRE-3A"];

/// Where the tables of cases are.
const TABLES: &str = "tests/tests/client/rules/*.yaml";

/// Every entry of the description by its id; two of one id fail.
fn entries() -> BTreeMap<String, CheckEntry> {
    let mut entries = BTreeMap::new();
    for entry in fixtures::check_entries() {
        let id = entry.id.clone();
        assert!(entries.insert(id.clone(), entry).is_none(), "{id} stands twice in spec/vcha.yaml");
    }
    entries
}

/// Fails with every complaint at once.
fn settle(complaints: &[String]) {
    assert!(complaints.is_empty(), "\n{}", complaints.join("\n"));
}

#[test]
fn the_description_says_where_each_rule_comes_from() {
    let mut complaints = Vec::new();
    for (id, entry) in entries() {
        if entry.doc.len() < 20 || !entry.doc.ends_with('.') {
            complaints.push(format!("{id}: its doc is no sentence"));
        }
        let complaint = match (&entry.source, WITHOUT_SOURCE.contains(&id.as_str())) {
            (None, true) => None,
            (None, false) => {
                Some(format!("has no source; say `source: {DOCUMENT}LINE`, or name it in WITHOUT_SOURCE here"))
            }
            (Some(_), true) => Some("has a source, but the test says that it has none".to_owned()),
            (Some(source), false) => bad_source(source),
        };
        complaints.extend(complaint.map(|complaint| format!("{id}: {complaint}")));
    }
    settle(&complaints);
}

/// What is wrong with a source that should name lines of the user's document.
fn bad_source(source: &str) -> Option<String> {
    let Some(numbers) = source.strip_prefix(DOCUMENT) else {
        return Some(format!("source {source} names another document"));
    };
    let lines: Option<Vec<usize>> = numbers.split(',').map(|number| number.parse().ok()).collect();
    let Some(lines) = lines else { return Some(format!("source {source} is no list of lines")) };
    let ascending = lines.windows(2).all(|pair| pair[0] < pair[1]);
    let within = lines.iter().all(|line| (1..=fixtures::SOURCE_LINES).contains(line));
    (!ascending || !within).then(|| format!("source {source} names lines that are not there, or twice, or in disorder"))
}

#[test]
fn every_rule_has_its_cases_and_every_case_its_rule() {
    let entries = entries();
    let tables: BTreeMap<String, _> = super::tables().into_iter().map(|table| (table.rule.clone(), table)).collect();
    let mut complaints = Vec::new();
    for (id, entry) in &entries {
        let in_wire = wire::CASES.iter().any(|(rule, _)| rule == id);
        match tables.get(id) {
            _ if entry.is_wire() && !in_wire => {
                complaints.push(format!("{id}: no case; add one to CASES in tests/tests/client/wire/mod.rs"))
            }
            Some(_) if entry.is_wire() => complaints.push(format!("{id}: has a table, but nothing judges it")),
            None if !entry.is_wire() => {
                complaints.push(format!("{id}: no table of cases; add one to a file in {TABLES}"))
            }
            Some(table) if !table.accepts() => complaints.push(format!("{id}: no accepting case in {TABLES}")),
            Some(table) if !table.refuses() => complaints.push(format!("{id}: no refusing case in {TABLES}")),
            _ => {}
        }
    }
    let with_cases = tables.keys().map(String::as_str).chain(wire::CASES.iter().map(|(rule, _)| *rule));
    for id in with_cases.filter(|id| !entries.contains_key(*id)) {
        complaints.push(format!("{id}: has cases, but spec/vcha.yaml does not have the rule"));
    }
    settle(&complaints);
}

#[test]
fn every_hook_has_its_method_and_every_method_its_hook() {
    let hooks: BTreeSet<String> = entries().values().filter(|entry| entry.has_hook()).map(CheckEntry::method).collect();
    let declared: BTreeSet<String> = trait_methods().into_keys().collect();
    assert_eq!(hooks, declared, "spec/vcha.yaml against the trait in generated/src/api/checks.rs");
    assert_eq!(
        hooks,
        written_methods(),
        "spec/vcha.yaml against `impl Checks for Rules` in generated/src/checks/mod.rs"
    );
}

/// The methods of the generated trait, with their docs.
fn trait_methods() -> BTreeMap<String, String> {
    let file = syn::parse_file(&fixtures::read("generated/src/api/checks.rs")).expect("Rust");
    let mut methods = BTreeMap::new();
    for item in file.items {
        let Item::Trait(item) = item else { continue };
        for method in item.items {
            if let TraitItem::Fn(method) = method {
                assert!(method.default.is_none(), "{} has a default, so nobody would miss it", method.sig.ident);
                methods.insert(method.sig.ident.to_string(), docs(&method.attrs));
            }
        }
    }
    methods
}

/// The methods that are written by hand.
fn written_methods() -> BTreeSet<String> {
    let file = syn::parse_file(&fixtures::read("generated/src/checks/mod.rs")).expect("Rust");
    let mut methods = BTreeSet::new();
    for item in file.items {
        let Item::Impl(item) = item else { continue };
        let is_checks = item.trait_.as_ref().is_some_and(|parts| parts.0.is_ident("Checks"));
        for method in item.items.iter().filter(|_| is_checks) {
            if let ImplItem::Fn(method) = method {
                methods.insert(method.sig.ident.to_string());
            }
        }
    }
    methods
}

fn docs(attributes: &[Attribute]) -> String {
    let mut text = String::new();
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("doc")) {
        let Ok(syn::MetaNameValue { value: syn::Expr::Lit(literal), .. }) =
            attribute.meta.require_name_value().cloned()
        else {
            continue;
        };
        if let syn::Lit::Str(line) = literal.lit {
            text.push_str(line.value().trim());
            text.push(' ');
        }
    }
    text
}

#[test]
fn every_rule_is_documented() {
    let (methods, constants) = (trait_methods(), constants());
    let mut complaints = Vec::new();
    for (id, entry) in entries() {
        let documented = |text: Option<&String>| text.is_some_and(|text| text.contains(&id) && says(text, &entry.doc));
        if !documented(constants.get(&entry.method().to_uppercase())) {
            complaints
                .push(format!("{id}: its constant in generated/src/api/rules.rs lacks the id or the doc sentence"));
        }
        if entry.has_hook() && !documented(methods.get(&entry.method())) {
            complaints
                .push(format!("{id}: its method in generated/src/api/checks.rs lacks the id or the doc sentence"));
        }
    }
    settle(&complaints);
}

/// The constants of the generated list of rules, with their docs.
fn constants() -> BTreeMap<String, String> {
    let file = syn::parse_file(&fixtures::read("generated/src/api/rules.rs")).expect("Rust");
    let constants = file.items.into_iter().filter_map(|item| match item {
        Item::Const(item) => Some((item.ident.to_string(), docs(&item.attrs))),
        _ => None,
    });
    constants.collect()
}

/// Whether the text has the sentence, wherever its lines break.
fn says(text: &str, sentence: &str) -> bool {
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").replace('\\', "");
    words(text).contains(&words(sentence))
}

#[test]
fn the_list_of_rules_is_that_of_the_description() {
    let entries = entries();
    let mut seen = BTreeSet::new();
    for rule in ALL {
        assert!(seen.insert(rule.id), "{} stands twice in rules::ALL", rule.id);
        let Some(entry) = entries.get(rule.id) else {
            assert!(!rule.id.starts_with("R-"), "{} is in rules::ALL and not in spec/vcha.yaml", rule.id);
            continue;
        };
        assert!(says(rule.doc, &entry.doc), "{}: {} in rules::ALL", rule.id, rule.doc);
        assert_eq!(rule.source, entry.source.as_deref().unwrap_or_default(), "{}", rule.id);
        let warning = rule.severity == Severity::Warning;
        assert_eq!(warning, entry.severity == "warning", "{}: its severity", rule.id);
    }
    let missing: Vec<&String> = entries.keys().filter(|id| !seen.contains(id.as_str())).collect();
    assert!(missing.is_empty(), "not in rules::ALL: {missing:?}");
}
