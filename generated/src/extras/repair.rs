//! Repairing a copy of a JSON tree until it can be read, so that the parts that were never broken can be judged.
//!
//! It knows JSON and reports, not the types of the API: what fits is found by trying. Nothing repaired is ever sent.

use zeroize::Zeroizing;

use crate::api::rt::{Json, Report, Violation};
use crate::api::rules;

/// A file with more problems than this is no request, and the rest of it is not judged.
const LIMIT: usize = 256;

/// Where the copy was repaired: JSON Pointers, and how many stand-ins were tried there. At most [`LIMIT`] of them.
#[derive(Default)]
pub(super) struct Repaired(Vec<(String, usize)>);

impl Repaired {
    /// Whether the place is one that was repaired, or lies below one.
    pub(super) fn covers(&self, pointer: &str) -> bool {
        self.0.iter().any(|(place, _)| {
            pointer.strip_prefix(place.as_str()).is_some_and(|below| below.is_empty() || below.starts_with('/'))
        })
    }

    /// How many stand-ins were tried at that place.
    fn tried(&mut self, pointer: &str) -> Option<&mut usize> {
        if !self.0.iter().any(|(place, _)| place == pointer) {
            self.0.push((pointer.to_owned(), 0));
        }
        self.0.iter_mut().find(|(place, _)| place == pointer).map(|(_, tried)| tried)
    }
}

/// Repairs a copy of `json`, whose own pointer is `root`, until `read` takes it.
///
/// Unknown members and nulls go, of repeated members the first stays, and whatever is missing or of the wrong type
/// gets a stand-in: something that is there and that the rules about other members cannot mistake for a good value.
pub(super) fn repair<T>(json: &Json, root: &str, read: impl Fn(&Json) -> Result<T, Report>) -> Option<(T, Repaired)> {
    let mut copy = json.clone();
    let mut repaired = Repaired::default();
    loop {
        let report = match read(&copy) {
            Ok(value) => return Some((value, repaired)),
            Err(report) => report,
        };
        if report.violations().len() + repaired.0.len() > LIMIT {
            return None;
        }
        // Places are found before anything is moved: members are counted where their names are not shown.
        let found: Option<Vec<Vec<String>>> =
            report.violations().iter().map(|violation| place(&copy, violation.pointer.strip_prefix(root)?)).collect();
        for (violation, place) in report.violations().iter().zip(found?) {
            repair_one(&mut copy, &place, is_unknown(violation), repaired.tried(&violation.pointer)?)?;
        }
    }
}

fn is_unknown(violation: &Violation) -> bool {
    violation.rule == rules::READ.unknown.id
}

/// The names and indices on the way to the place that `pointer` names below `json`.
fn place(json: &Json, pointer: &str) -> Option<Vec<String>> {
    let mut next = Some(json);
    let step = |segment: &str| {
        let name = match next? {
            Json::Object(members) => match counted(segment) {
                Some(position) => members.get(position)?.0.clone(),
                None => segment.replace("~1", "/").replace("~0", "~"),
            },
            _ => segment.to_owned(),
        };
        next = match next? {
            Json::Array(items) => name.parse().ok().and_then(|index: usize| items.get(index)),
            // What is missing has nothing below it, but may be the end of the way.
            object => Some(object.member(&name).unwrap_or(&Json::Null)),
        };
        Some(name)
    };
    pointer.split('/').skip(1).map(step).collect()
}

/// The position of a member that stands in a pointer as `(member 3)`, counted from 0.
fn counted(segment: &str) -> Option<usize> {
    let number: usize = segment.strip_prefix("(member ")?.strip_suffix(')')?.parse().ok()?;
    number.checked_sub(1)
}

/// Repairs the place below `json`.
fn repair_one(json: &mut Json, place: &[String], unknown: bool, tried: &mut usize) -> Option<()> {
    let (last, parents) = place.split_last()?;
    let parent = parents.iter().try_fold(json, |json, segment| child(json, segment))?;
    match parent {
        Json::Object(members) => repair_member(members, last, unknown, tried),
        parent => {
            *child(parent, last)? = stand_in(tried)?;
            Some(())
        }
    }
}

fn repair_member(members: &mut Vec<(String, Json)>, name: &str, unknown: bool, tried: &mut usize) -> Option<()> {
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
