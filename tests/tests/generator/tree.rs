//! Documents as trees: turned around, walked through, damaged. Knows JSON and nothing of OpenAPI.

use serde_json::Value;
use vcha_tests::fixtures::{escaped, unescaped};

/// Numbers that look random and are the same in every run.
pub(crate) struct Random(u64);

impl Random {
    /// A series of its own for each seed but 0.
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next number below `end`.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(end).unwrap()).unwrap()
    }
}

/// JSON Pointers of all nodes below the root, in the order of the document.
pub(crate) fn nodes(value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    walk(value, String::new(), &mut found);
    found
}

fn walk(value: &Value, at: String, found: &mut Vec<String>) {
    let children: Vec<(String, &Value)> = match value {
        Value::Object(members) => members.iter().map(|(key, value)| (escaped(key), value)).collect(),
        Value::Array(items) => items.iter().enumerate().map(|(index, value)| (index.to_string(), value)).collect(),
        _ => Vec::new(),
    };
    for (key, child) in children {
        let at = format!("{at}/{key}");
        found.push(at.clone());
        walk(child, at, found);
    }
}

/// The last part of a pointer, as it stands in the document, and what is in front of it.
pub(crate) fn split(pointer: &str) -> (&str, String) {
    let (parent, last) = pointer.rsplit_once('/').unwrap();
    (parent, unescaped(last))
}

/// Puts the members of every object into another order, unless its pointer is one that `keeps_order`.
pub(crate) fn shuffle(value: &mut Value, random: &mut Random, keeps_order: &dyn Fn(&str) -> bool) {
    shuffle_below(value, "", random, keeps_order);
}

fn shuffle_below(value: &mut Value, at: &str, random: &mut Random, keeps_order: &dyn Fn(&str) -> bool) {
    match value {
        Value::Object(members) => {
            let mut list: Vec<(String, Value)> = std::mem::take(members).into_iter().collect();
            for (key, child) in &mut list {
                shuffle_below(child, &format!("{at}/{}", escaped(key)), random, keeps_order);
            }
            if !keeps_order(at) {
                for last in (1..list.len()).rev() {
                    list.swap(last, random.below(last + 1));
                }
            }
            members.extend(list);
        }
        Value::Array(items) => {
            for (index, item) in items.iter_mut().enumerate() {
                shuffle_below(item, &format!("{at}/{index}"), random, keeps_order);
            }
        }
        _ => {}
    }
}
