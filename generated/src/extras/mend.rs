//! Mending a copy of a JSON tree until it can be read, so that the parts that were never broken can be judged.
//!
//! It knows JSON and reports, not the types of the API: what fits is found by trying. Nothing mended is ever sent.

use std::collections::BTreeMap;

use zeroize::Zeroizing;

use crate::api::rt::{Json, Report, Violation};
use crate::api::rules;

/// With more problems than this a file is something else altogether, and judging the rest of it helps nobody.
const LIMIT: usize = 256;

/// Where the copy was mended: JSON Pointers, and how many stand-ins were tried there.
#[derive(Default)]
pub(super) struct Mended(BTreeMap<String, usize>);

impl Mended {
    /// Whether the place is one that was mended, or lies below one.
    pub(super) fn covers(&self, pointer: &str) -> bool {
        self.0.keys().any(|place| {
            pointer.strip_prefix(place.as_str()).is_some_and(|below| below.is_empty() || below.starts_with('/'))
        })
    }
}

/// Mends a copy of `json`, whose own pointer is `root`, until `read` takes it.
///
/// Unknown members and nulls go, of repeated members the first stays, and whatever is missing or of the wrong type
/// gets a stand-in: something that is there and that the rules about other members cannot mistake for a good value.
pub(super) fn mend<T>(json: &Json, root: &str, read: impl Fn(&Json) -> Result<T, Report>) -> Option<(T, Mended)> {
    let mut copy = json.clone();
    let mut mended = Mended::default();
    loop {
        let report = match read(&copy) {
            Ok(value) => return Some((value, mended)),
            Err(report) => report,
        };
        if report.violations().len() + mended.0.len() > LIMIT {
            return None;
        }
        for violation in report.violations() {
            let tried = mended.0.entry(violation.pointer.clone()).or_default();
            mend_one(&mut copy, violation.pointer.strip_prefix(root)?, is_unknown(violation), tried)?;
        }
    }
}

fn is_unknown(violation: &Violation) -> bool {
    violation.rule == rules::READ.unknown.id
}

/// Mends the place that `pointer` names below `json`.
fn mend_one(json: &mut Json, pointer: &str, unknown: bool, tried: &mut usize) -> Option<()> {
    let (parent, last) = pointer.rsplit_once('/')?;
    let parent = parent.split('/').skip(1).try_fold(json, |json, segment| child(json, &unescape(segment)))?;
    match parent {
        Json::Object(members) => mend_member(members, &unescape(last), unknown, tried),
        parent => {
            *child(parent, last)? = stand_in(tried)?;
            Some(())
        }
    }
}

fn mend_member(members: &mut Vec<(String, Json)>, name: &str, unknown: bool, tried: &mut usize) -> Option<()> {
    let mut same = members.iter_mut().filter(|(key, _)| key == name);
    match (same.next(), same.next()) {
        (None, _) => members.push((name.to_owned(), stand_in(tried)?)),
        (Some((_, Json::Null)), _) => members.retain(|(key, _)| key != name),
        _ if unknown => members.retain(|(key, _)| key != name),
        (Some((_, value)), None) => *value = stand_in(tried)?,
        (Some(_), Some(_)) => {
            let mut first = true;
            members.retain(|(key, _)| key != name || std::mem::take(&mut first));
        }
    }
    Some(())
}

fn child<'a>(json: &'a mut Json, segment: &str) -> Option<&'a mut Json> {
    match json {
        Json::Object(members) => members.iter_mut().find(|(name, _)| name == segment).map(|(_, value)| value),
        Json::Array(items) => items.get_mut(segment.parse::<usize>().ok()?),
        _ => None,
    }
}

fn unescape(segment: &str) -> String {
    segment.replace("~1", "/").replace("~0", "~")
}

/// The next stand-in: one of each JSON type, none of which is an address, a family, a prefix or a port.
fn stand_in(tried: &mut usize) -> Option<Json> {
    let stand_in = match *tried {
        0 => Json::String(Zeroizing::new("?".to_owned())),
        1 => Json::Integer(-1),
        2 => Json::Object(Vec::new()),
        3 => Json::Array(Vec::new()),
        4 => Json::Bool(false),
        _ => return None,
    };
    *tried += 1;
    Some(stand_in)
}
