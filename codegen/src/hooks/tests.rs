//! Every kind of finding on the smallest file that has it, and the spellings that must pass.

use super::*;
use crate::diagnostic::Code;
use crate::model::{CommonRules, Docs, Hook, Ident, ItemPath, RuleName, Types, Weight};

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
        server: None,
        types: Types::default(),
        faults: Vec::new(),
        modules: Vec::new(),
        schemes: Vec::new(),
        rules: vec![rule("R-PORT-1", "r_port_1", "Port"), rule("R-HOST-1", "r_host_1", "Host")],
        common: CommonRules { types: name("type"), required: name("required"), unknown: name("unknown") },
    }
}

fn found(text: &str) -> Vec<HookFinding> {
    check(&api(), HOME, &[(HOME, text)])
}

/// Kind, line and column of everything that is found.
fn places(text: &str) -> Vec<(Kind, usize, usize)> {
    found(text).iter().map(|one| (one.kind, one.line, one.column)).collect()
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
    assert_eq!(places(text), [(Kind::Missing, 3, 3)]);
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
        assert_eq!(places(&text), [(Kind::Mistyped, 2, column)], "{signature}");
        let finding = &found(&text)[0];
        assert!(finding.message.contains(reason), "{}", finding.message);
        let help = finding.help.as_deref().unwrap();
        assert_eq!(help, "the trait has `fn r_port_1(&self, value: &Port, check: &mut Check<'_>)`");
    }
}

#[test]
fn a_left_over_hook_may_be_a_renamed_one() {
    let text = GOOD.replace("r_port_1", "r_port_2");
    assert_eq!(places(&text), [(Kind::Missing, 1, 1), (Kind::LeftOver, 2, 8)]);
    assert!(found(&text)[1].help.as_deref().unwrap().contains("`r_port_1`, which is missing"));
    let text = GOOD.replace("Rules {", "Rules { const N: u8 = 1;");
    assert_eq!(places(&text), [(Kind::LeftOver, 1, 31)]);
    assert!(found(&text)[0].help.as_deref().unwrap().starts_with("remove it"));
}

#[test]
fn no_impl_comes_with_a_whole_one() {
    for text in ["", "#[cfg(test)] impl Checks for Rules {}", "#[cfg(test)] mod tests { impl Checks for Rules {} }"] {
        assert_eq!(places(text), [(Kind::NoImpl, 1, 1)], "{text}");
    }
    let findings = check(&api(), HOME, &[]);
    assert_eq!(findings[0].path, HOME);
    assert_eq!(found(findings[0].stub.as_deref().unwrap()), []);
    assert_eq!(check(&Api { rules: Vec::new(), ..api() }, HOME, &[]), [], "nothing is asked for");
}

#[test]
fn several_impls_are_an_error_only_for_one_type() {
    let other = GOOD.replace("Rules", "Lenient");
    let both = check(&api(), HOME, &[(HOME, GOOD), ("b.rs", &other)]);
    let [finding] = both.as_slice() else { panic!("{both:?}") };
    assert_eq!((finding.kind, finding.severity), (Kind::SeveralImpls, Severity::Warning));
    assert!(finding.message.contains("generated/src/checks/mod.rs:1:1"), "{}", finding.message);
    let twice = check(&api(), HOME, &[(HOME, GOOD), ("b.rs", GOOD)]);
    assert_eq!(
        twice.iter().map(|one| (one.kind, one.severity)).collect::<Vec<_>>(),
        [(Kind::SeveralImpls, Severity::Error)]
    );
    assert_eq!(twice[0].help.as_deref(), Some("put all hooks into one of them"));
}

#[test]
fn a_file_that_is_not_rust_hides_nothing_else() {
    let findings = check(&api(), HOME, &[("a.rs", "fn x( {\n"), (HOME, &GOOD.replace("&Host", "&Port"))]);
    let kinds: Vec<_> = findings.iter().map(|one| (one.kind, one.path.as_str())).collect();
    assert_eq!(kinds, [(Kind::Unreadable, "a.rs"), (Kind::Mistyped, HOME)]);
    assert!(findings.iter().all(|one| one.help.as_deref().is_some_and(|help| !help.is_empty())), "{findings:?}");
    assert_eq!(places("fn x() {}\n  ]"), [(Kind::Unreadable, 2, 3)], "no word of missing hooks");
}

#[test]
fn a_finding_reads_like_those_of_the_document() {
    let findings = found(&GOOD.replace("r_port_1", "other"));
    assert_eq!(
        findings[0].to_string(),
        "error[OA0511]: hook `r_port_1` of `Rules` is missing for R-PORT-1\n \
         --> generated/src/checks/mod.rs:1:1\n  = help: add it to `impl Checks for Rules`:\n\n    \
         /// R-PORT-1: Ports end at 65535.\n    \
         fn r_port_1(&self, value: &Port, check: &mut Check<'_>) {\n        todo!()\n    }\n\n"
    );
    let json: serde_json::Value = serde_json::from_str(&findings[1].to_json()).unwrap();
    assert_eq!(
        (json["code"].as_str(), json["line"].as_u64(), json["column"].as_u64()),
        (Some("OA0513"), Some(2), Some(8))
    );
}

#[test]
fn codes_are_distinct_and_have_pages() {
    for kind in Kind::ALL {
        assert_eq!(Kind::parse(&kind.code().to_lowercase()), Some(*kind));
        assert_eq!(Code::parse(kind.code()), None, "{} is a code of the document too", kind.code());
        assert!(kind.page().starts_with(&format!("# {}: {}\n", kind.code(), kind.title())), "{}", kind.page());
    }
}
