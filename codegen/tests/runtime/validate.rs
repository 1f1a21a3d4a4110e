//! Rules and reports, and the keywords that generated code checks.

use std::collections::BTreeMap;
use std::fmt::Display;

use super::sample::{HOST, SOFT, TYPE, places};
use crate::rt::support::{
    above, at_least, at_most, below, enumeration, items, length, multiple, range, union_member, unique,
};
use crate::rt::{Path, Report, Severity, Unlisted, Validate};

fn report(check: impl FnOnce(&Path<'_>, &mut Report)) -> Vec<String> {
    let mut report = Report::default();
    check(&Path::ROOT.member("m"), &mut report);
    assert!(report.violations().iter().all(|found| found.pointer == "/m" && found.rule == "R-TYPE"));
    report.violations().iter().map(|violation| violation.message.to_string()).collect()
}

#[test]
fn range_includes_both_ends() {
    let check =
        |value: i64, minimum, maximum| report(|at, report| range(value.into(), minimum, maximum, &TYPE, at, report));
    for value in [1, 443, 65535] {
        assert!(check(value, Some(1), Some(65535)).is_empty());
    }
    assert_eq!(check(0, Some(1), Some(65535)), ["is 0, must be from 1 to 65535"]);
    assert_eq!(check(65536, Some(1), Some(65535)), ["is 65536, must be from 1 to 65535"]);
    assert_eq!(check(-1, Some(0), None), ["is -1, must be at least 0"]);
    assert_eq!(check(i64::MAX, None, Some(128)), ["is 9223372036854775807, must be at most 128"]);
    assert_eq!(check(i64::MIN, Some(i64::MIN.into()), Some(i64::MAX.into())), [""; 0]);
    assert!(check(i64::MIN, None, None).is_empty());
}

#[test]
fn numbers_keep_to_their_limits_and_what_is_no_number_keeps_to_none() {
    let check = |value: f64| {
        report(|at, report| {
            at_least(value, 0.5, &TYPE, at, report);
            below(value, 2.0, &TYPE, at, report);
        })
    };
    assert!(check(0.5).is_empty() && check(1.999).is_empty());
    assert_eq!(check(0.25), ["is 0.25, must be at least 0.5"]);
    assert_eq!(check(2.0), ["is 2, must be below 2"]);
    assert_eq!(check(f64::NAN).len(), 2);
    assert_eq!(report(|at, report| above(0.5_f32, 0.5, &TYPE, at, report)), ["is 0.5, must be above 0.5"]);
    assert_eq!(report(|at, report| at_most(3, 2, &TYPE, at, report)), ["is 3, must be at most 2"]);
}

#[test]
fn multiples_are_reckoned_in_decimals() {
    let check = |value: &dyn Display, step| report(|at, report| multiple(value, step, &TYPE, at, report));
    for (value, step) in
        [(0.07, "0.01"), (1e300, "0.01"), (-2.5, "0.5"), (0.0, "7"), (1_234_567.89, "0.01"), (1.5, "0.3")]
    {
        assert!(check(&value, step).is_empty(), "{value} {step}");
    }
    for (value, step) in [(0.075, "0.01"), (1e-300, "0.01"), (2.4, "0.5"), (f64::INFINITY, "1"), (8.0, "7")] {
        assert_eq!(check(&value, step), [format!("must be a multiple of {step}")], "{value} {step}");
    }
    assert!(check(&u64::MAX, "5").is_empty());
    assert_eq!(check(&i64::MAX, "10").len(), 1);
}

#[test]
fn items_are_the_same_if_they_are_the_same_json() {
    let check = |list: &[Vec<&str>]| report(|at, report| unique(list, &TYPE, at, report));
    assert!(check(&[vec!["a"], vec!["b"], vec![]]).is_empty() && check(&[]).is_empty());
    assert_eq!(check(&[vec!["a"], vec!["b"], vec!["a"]]), ["must not have an item twice"]);
    let counted = |count| report(|at, report| items(count, Some(1), Some(2), &TYPE, at, report));
    assert!(counted(1).is_empty() && counted(2).is_empty());
    assert_eq!(counted(0), ["has 0 items, must have at least 1"]);
    assert_eq!(counted(3), ["has 3 items, must have at most 2"]);
}

#[test]
fn length_counts_characters_and_tells_no_length() {
    let check = |text: &str, minimum, maximum| report(|at, report| length(text, minimum, maximum, &TYPE, at, report));
    for text in ["a", "äöü", "😀😀😀"] {
        assert!(check(text, Some(1), Some(3)).is_empty());
    }
    assert_eq!(check("", Some(1), None), ["must not be empty"]);
    assert_eq!(check("ab", Some(8), None), ["must have at least 8 characters"]);
    assert_eq!(check("abcd", Some(1), Some(3)), ["must have at most 3 characters"]);
    assert!(check("", None, Some(0)).is_empty());
    assert!(check("", Some(0), None).is_empty());
    assert!(check("anything", None, None).is_empty());
}

#[test]
fn an_unlisted_value_is_quoted_with_the_list() {
    let value = Unlisted::from("OPAQUE\n\"NETWORK\"");
    let found = report(|at, report| enumeration(value.as_str(), &["A", "B"], &TYPE, at, report));
    assert_eq!(found, [r#"is "OPAQUE\n\"NETWORK\"", which is none of A, B"#]);
    assert_eq!(value.to_string(), value.as_str());
    assert!(value > Unlisted::from("A"));
}

#[test]
fn a_member_of_a_union_goes_with_its_tag() {
    let check =
        |wanted, present| report(|at, report| union_member(wanted, present, "ip_family is IPV4", &TYPE, at, report));
    assert!(check(true, true).is_empty() && check(false, false).is_empty());
    assert_eq!(check(true, false), ["must be set when ip_family is IPV4"]);
    assert_eq!(check(false, true), ["must not be set when ip_family is IPV4"]);
}

#[test]
fn a_report_keeps_the_order_and_tells_errors_from_warnings() {
    let mut report = Report::default();
    assert!(report.is_clean() && !report.has_errors() && report.to_string().is_empty());
    report.add(&SOFT, &Path::ROOT.member("password"), "is empty");
    assert!(!report.is_clean() && !report.has_errors());
    let mut more = Report::default();
    more.add(&HOST, &Path::ROOT, String::from("is wrong"));
    report.append(more);
    assert!(report.has_errors());
    assert_eq!(places(&report), ["R-CONN-6 /password", "R-REQ-HOSTNAME "]);
    let lines = "warning[R-CONN-6] at /password: is empty\nerror[R-REQ-HOSTNAME] at the body: is wrong";
    assert_eq!(report.to_string(), lines);
    assert!(std::error::Error::source(&report).is_none());
    assert!(Severity::Warning < Severity::Error);
}

#[test]
fn a_check_speaks_for_its_rule_and_its_place() {
    let mut report = Report::default();
    let root = Path::ROOT;
    let spec = root.member("spec");
    let mut check = report.check(&HOST, &spec);
    check.fail("", "one");
    check.fail("/dns_servers/0", "two");
    // The slash that a hook forgot.
    check.fail("name", "three");
    check.warn("/port", "four");
    assert!(format!("{check:?}").contains("R-REQ-HOSTNAME"));
    report.check(&SOFT, &spec).fail("/password", "five");
    let rules: Vec<_> = report.violations().iter().map(|found| (found.severity, found.pointer.as_str())).collect();
    let expected = [
        (Severity::Error, "/spec"),
        (Severity::Error, "/spec/dns_servers/0"),
        (Severity::Error, "/spec/name"),
        (Severity::Warning, "/spec/port"),
        (Severity::Warning, "/spec/password"),
    ];
    assert_eq!(rules, expected);
}

#[test]
fn what_could_forge_a_line_is_not_shown_and_is_kept_in_the_value() {
    let mut report = Report::default();
    report.add(&HOST, &Path::ROOT.member("a\n\u{1b}[0m\u{7f}"), "is\u{202e}\u{2028} wrong\u{200b}");
    assert_eq!(report.to_string(), "error[R-REQ-HOSTNAME] at /a  [0m: is  wrong");
    assert_eq!(report.violations()[0].pointer, "/a\n\u{1b}[0m\u{7f}");
}

#[test]
fn a_report_is_bounded_in_bytes_and_counts_what_it_leaves_out() {
    let long = "ä".repeat(10_000);
    let mut report = Report::default();
    let mut one = Report::default();
    one.check(&HOST, &Path::ROOT).fail(&long, long.clone());
    let kept = &one.violations()[0];
    assert!(kept.pointer.len() <= 520 && kept.pointer.starts_with("/ää") && kept.pointer.ends_with("ä…"));
    assert!(kept.message.len() <= 2056 && kept.message.ends_with("ä…"));
    for _ in 0..2000 {
        report.append(one.clone());
    }
    let bytes: usize = report.violations().iter().map(|found| found.pointer.len() + found.message.len()).sum();
    assert!((200_000..300_000).contains(&bytes), "{bytes}");
    assert_eq!(report.violations().len() + report.further(), 2000);
    assert!(report.to_string().ends_with(&format!("\nand {} more", report.further())));
}

#[test]
fn an_error_among_what_is_left_out_is_still_an_error() {
    let mut report = Report::default();
    for _ in 0..1000 {
        report.add(&SOFT, &Path::ROOT, "may be wrong");
    }
    assert!(!report.has_errors());
    report.add(&HOST, &Path::ROOT, "is wrong");
    assert!(report.has_errors() && report.further() == 1);
    let mut all = Report::default();
    all.append(report);
    assert!(all.has_errors() && all.further() == 1);
}

#[test]
fn validate_starts_at_the_root() {
    struct Always;
    impl<C: ?Sized> Validate<C> for Always {
        fn validate_at(&self, _: &C, at: &Path<'_>, report: &mut Report) {
            report.add(&TYPE, at, "is wrong");
        }
    }
    // The set of rules may be a trait object.
    let checks: &dyn std::fmt::Debug = &();
    assert_eq!(places(&Always.validate(checks)), ["R-TYPE "]);
}

#[test]
fn what_is_inside_is_judged_in_its_place() {
    struct Even(u8);

    impl<C: ?Sized> Validate<C> for Even {
        fn validate_at(&self, _: &C, at: &Path<'_>, report: &mut Report) {
            if !self.0.is_multiple_of(2) {
                report.add(&TYPE, at, "must be even");
            }
        }
    }

    let lists =
        BTreeMap::from([("a/b".to_owned(), vec![Some(Even(2)), Some(Even(3)), None]), ("c".to_owned(), vec![])]);
    assert_eq!(places(&lists.validate(&())), ["R-TYPE /(member 1)/1"]);
    assert!(None::<Even>.validate(&()).is_clean());
}
