//! Every kind of finding on the smallest file that has it, and the spellings that must pass.

use std::collections::BTreeSet;

use super::*;
use crate::model::{CommonRules, Docs, Hook, Ident, ItemPath, RuleName, Types, Weight};
use crate::render::{render_human, render_json};

const HOME: &str = "generated/src/checks/mod.rs";

fn name(id: &str) -> RuleName {
    RuleName(Ident::new(id.replace('-', "_")))
}

fn rule(id: &str, method: &str, ty: &str) -> Rule {
    let subject = Subject::Type(ItemPath { home: Vec::new(), name: Ident::new(ty) });
    Rule {
        id: id.to_owned(),
        constant: name(id),
        weight: Weight::Error,
        doc: "Ports end\n  at 65535.".to_owned(),
        source: String::new(),
        hooks: vec![Hook { method: Ident::new(method), subject }],
    }
}

fn api() -> Api {
    Api {
        title: String::new(),
        version: String::new(),
        docs: Docs::default(),
        servers: Vec::new(),
        types: Types::default(),
        modules: Vec::new(),
        credentials: Vec::new(),
        rules: vec![rule("R-PORT-1", "r_port_1", "Port"), rule("R-HOST-1", "r_host_1", "Host")],
        common: CommonRules { types: name("type"), required: name("required"), unknown: name("unknown") },
        parts: BTreeSet::new(),
    }
}

fn found(text: &str) -> Vec<Diagnostic> {
    check(&api(), HOME, &[(HOME, text)]).into_iter().flat_map(|one| one.found).collect()
}

/// Code, line and column of everything that is found.
fn places(text: &str) -> Vec<(Code, usize, usize)> {
    let all = check(&api(), HOME, &[(HOME, text)]);
    let lines: Vec<_> = all.iter().map(|one| render_json(&one.file, &one.found)).collect();
    let place = |line: &str| {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        let number = |key: &str| usize::try_from(line[key].as_u64().unwrap()).unwrap();
        (Code::parse(line["code"].as_str().unwrap()).unwrap(), number("line"), number("column"))
    };
    lines.iter().flat_map(|lines| lines.lines()).map(place).collect()
}

const GOOD: &str = "impl Checks for Rules {
    fn r_port_1(&self, value: &Port, check: &mut Check<'_>) {}
    fn r_host_1(&self, _: &Host, _: &mut Check<'_>) {}
}";

#[test]
fn a_whole_impl_is_fine() {
    assert_eq!(found(GOOD), []);
}

#[test]
fn every_spelling_of_a_signature_passes() {
    for text in [
        "use crate::api::types as t; impl crate::api::checks::Checks for Rules {
            fn r_port_1<'a>(self: &Self, value: &'a t::Port, check: &mut crate::api::rt::Check<'a>) -> () {}
            fn r_host_1(&self, Host(text): &Host, mut check: &mut Check) {} }",
        "use crate::api::{checks::Checks as Hooks, rt::Check as C, types::Host as H};
         type P = Port;
         impl Hooks for Rules {
            #[inline] fn r_port_1(&self, value: &P, check: &mut C<'_>) {}
            fn r#r_host_1(&self, value: &H, check: &mut C<'_>) {} }",
        "mod inner { impl<T: Send> Checks for Rules<T> {
            fn r_port_1(&self, value: &(Port), check: &mut Check<'_>) {}
            fn r_host_1(&self, value: &Host, check: &mut Check<'_>) {} } }",
    ] {
        assert_eq!(found(text), [], "{text}");
    }
}

#[test]
fn a_missing_hook_comes_with_a_stub_that_mends_it() {
    let text = "struct Rules;\n\n  impl Checks for Rules {\n    fn r_host_1(&self, v: &Host, c: &mut Check<'_>) {}\n}";
    let findings = found(text);
    assert_eq!(places(text), [(Code::HookMissing, 3, 3)]);
    let stub = findings[0].stub.as_deref().unwrap();
    assert_eq!(
        stub,
        "    /// R-PORT-1: Ports end at 65535.\n    fn r_port_1(&self, value: &Port, check: &mut Check<'_>) {\n        todo!()\n    }\n"
    );
    assert_eq!(found(&text.replace("Rules {", &format!("Rules {{\n{stub}"))), []);
}

#[test]
fn a_hook_that_a_macro_may_write_is_not_called_missing() {
    assert_eq!(found("impl Checks for Rules { all_of_them!(); }"), []);
}

#[test]
fn a_mistyped_hook_is_shown_at_what_differs() {
    for (signature, column, reason) in [
        ("fn r_port_1(&self, value: &Host, check: &mut Check<'_>) {}", 20, "a `&Port`"),
        ("fn r_port_1(&self, value: Port, check: &mut Check<'_>) {}", 20, "a `&Port`"),
        ("fn r_port_1(&self, value: &'static Port, check: &mut Check<'_>) {}", 20, "a `&Port`"),
        ("fn r_port_1(&self, value: &Port<u8>, check: &mut Check<'_>) {}", 20, "a `&Port`"),
        ("fn r_port_1(&self, value: &Port, check: &Check<'_>) {}", 34, "a `&mut Check`"),
        ("fn r_port_1(&self, value: &Port) {}", 4, "`&mut Check` is not there"),
        ("fn r_port_1(&self, value: &Port, check: &mut Check<'_>, more: u8) {}", 57, "too many"),
        ("fn r_port_1(&mut self, value: &Port, check: &mut Check<'_>) {}", 13, "not `&self`"),
        ("fn r_port_1(self, value: &Port, check: &mut Check<'_>) {}", 13, "not `&self`"),
        ("fn r_port_1(value: &Port, check: &mut Check<'_>) {}", 13, "not `&self`"),
        ("fn r_port_1() {}", 4, "does not take `&self`"),
        ("fn r_port_1<T>(&self, value: &Port, check: &mut Check<'_>) {}", 13, "generic"),
        ("fn r_port_1(&self, value: &Port, check: &mut Check<'_>) -> bool {}", 60, "returns"),
        ("async fn r_port_1(&self, value: &Port, check: &mut Check<'_>) {}", 1, "`async`"),
        ("unsafe fn r_port_1(&self, value: &Port, check: &mut Check<'_>) {}", 1, "`unsafe`"),
    ] {
        let text =
            format!("impl Checks for Rules {{\n{signature}\nfn r_host_1(&self, v: &Host, c: &mut Check<'_>) {{}} }}");
        assert_eq!(places(&text), [(Code::HookMistyped, 2, column)], "{signature}");
        let finding = &found(&text)[0];
        assert!(finding.message.contains(reason), "{}", finding.message);
        let help = finding.help.as_deref().unwrap();
        assert_eq!(help, "the trait has `fn r_port_1(&self, value: &Port, check: &mut Check<'_>)`");
    }
}

#[test]
fn a_left_over_hook_may_be_a_renamed_one() {
    let text = GOOD.replace("r_port_1", "r_port_2");
    assert_eq!(places(&text), [(Code::HookMissing, 1, 1), (Code::HookLeftOver, 2, 8)]);
    assert!(found(&text)[1].help.as_deref().unwrap().contains("`r_port_1`, which is missing"));
    let text = GOOD.replace("Rules {", "Rules { const N: u8 = 1;");
    assert_eq!(places(&text), [(Code::HookLeftOver, 1, 31)]);
    assert!(found(&text)[0].way_out().starts_with("remove it"));
}

#[test]
fn no_impl_comes_with_a_whole_one() {
    for text in ["", "#[cfg(test)] impl Checks for Rules {}", "#[cfg(test)] mod tests { impl Checks for Rules {} }"] {
        assert_eq!(places(text), [(Code::NoHooks, 1, 1)], "{text}");
    }
    let all = check(&api(), HOME, &[]);
    assert_eq!(all[0].file.name(), HOME);
    assert_eq!(found(all[0].found[0].stub.as_deref().unwrap()), []);
    assert!(check(&Api { rules: Vec::new(), ..api() }, HOME, &[]).is_empty(), "nothing is asked for");
}

#[test]
fn several_impls_are_an_error_only_for_one_type() {
    let other = GOOD.replace("Rules", "Lenient");
    let in_two_files = |other: &str| {
        let mut all = check(&api(), HOME, &[(HOME, GOOD), ("b.rs", other)]);
        assert_eq!((all.len(), all[0].file.name(), all[0].found.len()), (1, "b.rs", 1), "{all:?}");
        all.remove(0).found.remove(0)
    };
    let finding = in_two_files(&other);
    assert_eq!((finding.code, finding.severity), (Code::HooksTwice, Severity::Warning));
    assert!(finding.message.contains("generated/src/checks/mod.rs:1:1"), "{}", finding.message);
    let finding = in_two_files(GOOD);
    assert_eq!((finding.code, finding.severity), (Code::HooksTwice, Severity::Error));
    assert_eq!(finding.way_out(), "put all hooks into one of them");
}

#[test]
fn a_file_that_is_not_rust_hides_nothing_else() {
    let all = check(&api(), HOME, &[("a.rs", "fn x( {\n"), (HOME, &GOOD.replace("&Host", "&Port"))]);
    let codes: Vec<_> = all.iter().map(|one| (one.file.name(), one.found[0].code, one.found.len())).collect();
    assert_eq!(codes, [("a.rs", Code::HooksUnreadable, 1), (HOME, Code::HookMistyped, 1)]);
    assert_eq!(places("fn x() {}\n  ]"), [(Code::HooksUnreadable, 2, 3)], "no word of missing hooks");
}

#[test]
fn a_finding_reads_like_those_of_the_document() {
    let all = check(&api(), HOME, &[(HOME, &GOOD.replace("r_port_1", "other"))]);
    let shown = render_human(&all[0].file, &all[0].found, false);
    let expected = "\
error[OA0511]: hook `r_port_1` of `Rules` is missing for R-PORT-1
 --> generated/src/checks/mod.rs:1:1
  |
1 | impl Checks for Rules {
  | ^^^^
  |
  = help: add it to `impl Checks for Rules`:

    /// R-PORT-1: Ports end at 65535.
    fn r_port_1(&self, value: &Port, check: &mut Check<'_>) {
        todo!()
    }

error[OA0513]: `other` is left over: no check entry of the document asks for it
 --> generated/src/checks/mod.rs:2:8
";
    assert!(shown.starts_with(expected), "{shown}");
    let json = render_json(&all[0].file, &all[0].found);
    let first: serde_json::Value = serde_json::from_str(json.lines().next().unwrap()).unwrap();
    assert_eq!(first["stub"].as_str(), all[0].found[0].stub.as_deref());
}

#[test]
fn codes_of_hooks_have_pages() {
    let codes: Vec<_> = Code::ALL.iter().filter(|code| code.is_about_hooks()).collect();
    assert_eq!(codes.len(), 6);
    for code in codes {
        assert!(code.page().starts_with(&format!("# {}: {}\n", code.as_str(), code.title())), "{}", code.page());
    }
}
