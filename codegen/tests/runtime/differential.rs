//! Random JSON texts, whole and damaged, against `serde_json`: what is accepted, what is read, where a problem is, and what
//! is written. Texts that stand for one rule each are in `read` and `write`.
//!
//! The reader differs from `serde_json` on purpose in three points: a number beyond every double is JSON and stays as it is
//! written, 128 levels are read where `serde_json` reads 127, and `-0` is an integer where an integer is asked for.

mod texts;

use std::collections::BTreeMap;
use std::fmt::Debug;

use serde_core::de::IgnoredAny;

use self::texts::{MEMBERS, Random, Texts};
use super::sample::{Connection, READ, answer, read};
use crate::rt::support::{RequestBuilder, success};
use crate::rt::{FromJson, Json, Mode, Report, Secret, ToJson};

/// What a type makes of a value, told from the tree that `serde_json` reads: every repeated member is still there.
trait Oracle: FromJson + PartialEq + Debug {
    fn of(json: &Json, mode: Mode) -> Option<Self>;
}

impl Oracle for bool {
    fn of(json: &Json, _: Mode) -> Option<Self> {
        if let Json::Bool(value) = json { Some(*value) } else { None }
    }
}

impl Oracle for i64 {
    fn of(json: &Json, _: Mode) -> Option<Self> {
        json.as_i64()
    }
}

impl Oracle for i32 {
    fn of(json: &Json, _: Mode) -> Option<Self> {
        Self::try_from(json.as_i64()?).ok()
    }
}

impl Oracle for String {
    fn of(json: &Json, _: Mode) -> Option<Self> {
        json.as_str().map(str::to_owned)
    }
}

impl Oracle for Secret {
    fn of(json: &Json, _: Mode) -> Option<Self> {
        json.as_str().map(Self::from)
    }
}

impl<T: Oracle> Oracle for Vec<T> {
    fn of(json: &Json, mode: Mode) -> Option<Self> {
        let Json::Array(items) = json else { return None };
        items.iter().map(|item| T::of(item, mode)).collect()
    }
}

impl<T: Oracle> Oracle for BTreeMap<String, T> {
    fn of(json: &Json, mode: Mode) -> Option<Self> {
        let Json::Object(members) = json else { return None };
        let map: Option<Self> = members.iter().map(|(name, value)| Some((name.clone(), T::of(value, mode)?))).collect();
        map.filter(|map| map.len() == members.len())
    }
}

impl Oracle for Connection {
    fn of(json: &Json, mode: Mode) -> Option<Self> {
        fn member<T: Oracle>(json: &Json, name: &str, mode: Mode) -> Option<Option<T>> {
            match json.member(name) {
                None => Some(None),
                Some(Json::Null) if mode == Mode::Response => Some(None),
                Some(value) => T::of(value, mode).map(Some),
            }
        }
        let Json::Object(members) = json else { return None };
        let is_known = |name: &String| MEMBERS.contains(&name.as_str());
        let is_repeated =
            (1..members.len()).any(|index| members[..index].iter().any(|(name, _)| *name == members[index].0));
        if is_repeated || (mode == Mode::Request && !members.iter().all(|(name, _)| is_known(name))) {
            return None;
        }
        Some(Self {
            hostname: String::of(json.member("hostname")?, mode)?,
            port: member(json, "port", mode)?,
            password: member(json, "password", mode)?,
            dns_servers: member(json, "dns_servers", mode)?,
            via: member(json, "via", mode)?,
        })
    }
}

/// Whether the two are the same, where `serde_json` has the nearest double of a number, or one that is near as well.
fn is_same(ours: &Json, theirs: &Json) -> bool {
    let number = |json: &Json| json.to_value().as_f64();
    match (ours, theirs) {
        (Json::Array(ours), Json::Array(theirs)) => {
            ours.len() == theirs.len() && ours.iter().zip(theirs).all(|(ours, theirs)| is_same(ours, theirs))
        }
        (Json::Object(ours), Json::Object(theirs)) => {
            let is_same = |((name, ours), (other, theirs)): (&(String, Json), &(String, Json))| {
                name == other && is_same(ours, theirs)
            };
            ours.len() == theirs.len() && ours.iter().zip(theirs).all(is_same)
        }
        (Json::Float(_) | Json::Long(_), Json::Float(theirs)) => number(ours)
            .is_some_and(|ours| (ours - theirs).abs() <= ours.abs() * 4.0 * f64::EPSILON + f64::from_bits(1)),
        _ => ours == theirs,
    }
}

/// The deepest level of a text that is JSON.
fn depth(text: &str) -> usize {
    let (mut now, mut deepest, mut is_string, mut is_escaped) = (0_usize, 0, false, false);
    for byte in text.bytes() {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = true,
            b'"' => is_string = !is_string,
            b'[' | b'{' if !is_string => now += 1,
            b']' | b'}' if !is_string => now -= 1,
            _ => {}
        }
        deepest = deepest.max(now);
    }
    deepest
}

/// Every value that a pointer of the report leads to; a member may be a missing one.
fn check_places(report: &Report, json: &Json, text: &str) {
    assert!(!report.is_clean(), "refused without a word: {text:?}");
    // No value is told. It has a blank, and so is no name either that a caller could have written.
    assert!(!format!("{report} {report:?}").contains("longer text"), "{report}");
    for violation in report.violations() {
        let mut steps = violation.pointer.split('/').skip(1).peekable();
        let mut values = vec![json];
        while let Some(step) = steps.next() {
            let name = step.replace("~1", "/").replace("~0", "~");
            let nth = step.strip_prefix("(member ").and_then(|rest| rest.strip_suffix(')')?.parse::<usize>().ok());
            let below: Vec<Vec<&Json>> = values.iter().map(|value| children(value, &name, nth)).collect();
            let is_missing = violation.message == "is required and missing" && steps.peek().is_none();
            // Of members that are repeated one is meant.
            assert!(below.iter().any(|below| below.is_empty() == is_missing), "{violation} leads nowhere in {text:?}");
            let next = below.into_iter().flatten().collect();
            values = next;
        }
    }
}

fn children<'a>(json: &'a Json, name: &str, nth: Option<usize>) -> Vec<&'a Json> {
    match (json, nth) {
        (Json::Array(items), None) => name.parse().ok().and_then(|index: usize| items.get(index)).into_iter().collect(),
        (Json::Object(members), None) => {
            members.iter().filter(|(other, _)| other == name).map(|(_, value)| value).collect()
        }
        (Json::Object(members), Some(nth)) => members.get(nth - 1).map(|(_, value)| value).into_iter().collect(),
        _ => Vec::new(),
    }
}

fn check_type<T: Oracle>(text: &str, json: &Json) -> usize {
    let mut accepted = 0;
    for mode in [Mode::Request, Mode::Response] {
        let ours = read::<T>(text, mode);
        assert_eq!(ours.as_ref().ok(), T::of(json, mode).as_ref(), "{mode:?} {text:?}");
        accepted += usize::from(ours.is_ok());
        if let Err(report) = ours {
            check_places(&report, json, text);
        }
    }
    accepted
}

/// What happened to the texts: a test of which none is accepted, or all are, would show nothing.
#[derive(Debug, Default)]
struct Tally {
    json: usize,
    no_json: usize,
    beyond: usize,
    connections: usize,
}

fn check(bytes: &[u8], tally: &mut Tally) {
    let body = success::<Json>(&answer(200, bytes), &READ);
    let Ok(text) = std::str::from_utf8(bytes) else {
        assert!(body.is_err() && serde_json::from_slice::<Json>(bytes).is_err());
        tally.no_json += 1;
        return;
    };
    let ours = read::<Json>(text, Mode::Response);
    assert_eq!(ours.as_ref().ok(), body.as_ref().ok(), "{text:?}");
    match (serde_json::from_str::<Json>(text), ours) {
        (Ok(theirs), Ok(ours)) => {
            assert!(is_same(&ours, &theirs), "{text:?}");
            check_types(text, &theirs, tally);
        }
        (Err(error), ours) if error.to_string().contains("number out of range") || depth_ends(&error) => {
            // `serde_json` looks at the letters that escapes stand for only in what it keeps.
            let is_json = serde_json::from_str::<IgnoredAny>(text).is_ok();
            if !text.contains("\\u") {
                assert_eq!(ours.is_ok(), is_json && depth(text) <= 128, "{text:?}");
            }
            tally.beyond += 1;
        }
        (Err(error), Err(report)) => {
            let [violation] = report.violations() else { panic!("{report}") };
            // `serde_json` takes four bytes of an escape before it looks at them.
            let is_short = violation.message.contains("ends too early");
            assert!(is_short == error.is_eof() || (error.is_eof() && text.contains("\\u")), "{error} {text:?}");
            assert!(violation.pointer.is_empty() && violation.message.contains("JSON"), "{text:?}: {report}");
            assert!(read::<Connection>(text, Mode::Request).is_err() && read::<i64>(text, Mode::Request).is_err());
            tally.no_json += 1;
        }
        (theirs, ours) => panic!("{theirs:?} {ours:?} {text:?}"),
    }
}

fn depth_ends(error: &serde_json::Error) -> bool {
    error.to_string().contains("recursion limit")
}

fn check_types(text: &str, json: &Json, tally: &mut Tally) {
    tally.json += 1;
    // `-0` is an integer or none; nobody sees that in a tree.
    if text.contains("-0") {
        return;
    }
    tally.connections += check_type::<Connection>(text, json);
    check_type::<bool>(text, json);
    check_type::<i64>(text, json);
    check_type::<i32>(text, json);
    check_type::<String>(text, json);
    check_type::<Secret>(text, json);
    check_type::<Vec<Vec<i64>>>(text, json);
    check_type::<BTreeMap<String, String>>(text, json);
    check_type::<BTreeMap<String, Vec<Connection>>>(text, json);
    let double = read::<f64>(text, Mode::Response).ok();
    assert_eq!(double.is_some(), matches!(json, Json::Integer(_) | Json::Unsigned(_) | Json::Float(_)), "{text:?}");
    assert_eq!(double, double.and_then(|_| text.trim().parse().ok()), "{text:?}");
    // Nothing may stand behind a value, whoever reads it.
    for tail in [" x", "]", "\u{0}", " 1", "\""] {
        let long = format!("{text}{tail}");
        assert!(read::<Json>(&long, Mode::Response).is_err() && read::<Connection>(&long, Mode::Response).is_err());
    }
}

fn run(seed: u64, count: usize) -> Tally {
    let mut texts = Texts::new(seed);
    let mut tally = Tally::default();
    for _ in 0..count {
        let text = texts.whole();
        check(text.as_bytes(), &mut tally);
        let damaged = texts.damaged(&text);
        check(&damaged, &mut tally);
    }
    tally
}

#[test]
fn random_texts_are_read_as_serde_json_reads_them() {
    let tally = run(1, 10_000);
    let Tally { json, no_json, beyond, connections } = tally;
    assert!(json > 9_000 && no_json > 4_000 && beyond > 200 && connections > 3_000, "{tally:?}");
}

#[test]
#[ignore = "takes minutes"]
fn a_million_random_texts_are_read_as_serde_json_reads_them() {
    for seed in 2..12 {
        run(seed, 50_000);
    }
}

/// What goes over the wire.
fn written(value: &dyn ToJson) -> String {
    let mut request = RequestBuilder::new(http::Method::POST, &"vcenter.example.com".parse().unwrap(), "/x");
    request.json(value).unwrap();
    String::from_utf8(request.build().unwrap().body().as_bytes().to_vec()).unwrap()
}

#[test]
fn serde_json_reads_what_is_written() {
    let mut texts = Texts::new(3);
    for _ in 0..3_000 {
        let value = Json::from(serde_json::from_str::<serde_json::Value>(&texts.whole()).unwrap_or_default());
        let text = written(&value);
        assert!(is_same(&value, &serde_json::from_str(&text).unwrap()), "{text}");
        assert_eq!(serde_json::to_value(value.exposed()).unwrap(), value.to_value(), "{text}");
    }
}

#[test]
fn every_letter_is_written_and_read_as_it_is() {
    let letters = (0..=0x2ff).chain([0xd7ff, 0xe000, 0xfffe, 0xffff, 0x1_0000, 0x1_f600, 0x10_ffff]);
    for letter in letters.filter_map(char::from_u32) {
        // At every place among the eight bytes that are looked at together.
        for before in 0..9 {
            let text = format!("{}{letter}{}", "x".repeat(before), "y".repeat(9 - before));
            let json = written(&text);
            assert_eq!(serde_json::to_string(&text).unwrap(), json);
            assert_eq!(read::<String>(&json, Mode::Response), Ok(text.clone()));
            let map = BTreeMap::from([(text, 1_i64)]);
            assert_eq!(read::<BTreeMap<String, i64>>(&written(&map), Mode::Response), Ok(map));
        }
    }
}

#[test]
fn short_and_long_texts_are_written_as_serde_json_writes_them() {
    // Each letter that is escaped, and those beside it, at each place of a text of each length.
    for letter in "\u{0}\u{1f}\u{20}!\"#[\\]\u{7f}\u{80}\u{a2}\u{dc}".chars() {
        for before in 0..20 {
            for behind in 0..20 {
                let text = format!("{}{letter}{}", "~".repeat(before), "\u{a0}".repeat(behind));
                assert_eq!(written(&text), serde_json::to_string(&text).unwrap());
            }
        }
    }
}

#[test]
fn every_integer_is_written_as_it_is() {
    let mut random = Random(5);
    let bounds = (0..=19).map(|digits| 10_u64.pow(digits)).flat_map(|power| [power - 1, power, power + 1]);
    let random = (0..5_000).map(|shift| random.next() >> (shift % 64));
    for value in bounds.chain([u64::MAX]).chain(random) {
        assert_eq!(written(&value), value.to_string());
        let signed = value.cast_signed();
        for signed in [signed, signed.wrapping_neg(), i64::MIN, i64::MAX] {
            assert_eq!(written(&signed), signed.to_string());
        }
        let short = signed as i32;
        assert_eq!(written(&short), short.to_string());
    }
}

#[test]
fn every_double_is_written_and_read_as_it_is() {
    let mut random = Random(4);
    let extremes = [0.0, -0.0, f64::MIN, f64::MAX, f64::MIN_POSITIVE, f64::EPSILON, 1e15, 1e16, 1e-5, 0.1 + 0.2];
    let subnormal = [f64::from_bits(1), f64::from_bits((1 << 52) - 1)];
    let any = (0..5_000).map(|_| f64::from_bits(random.next())).filter(|value| value.is_finite());
    for value in extremes.into_iter().chain(subnormal).chain(any.collect::<Vec<_>>()) {
        let text = written(&value);
        assert!(serde_json::from_str::<IgnoredAny>(&text).is_ok(), "{text}");
        assert_eq!(read::<f64>(&text, Mode::Response).map(f64::to_bits), Ok(value.to_bits()), "{text}");
        let any: Json = read(&text, Mode::Response).unwrap();
        assert_eq!(read::<f64>(&written(&any), Mode::Response).map(f64::to_bits), Ok(value.to_bits()), "{text}");
    }
}
