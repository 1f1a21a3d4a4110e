//! Limits of several schemas: what is within all of them.

use std::cmp::Ordering;

use super::Normaliser;
use super::merge::{Whole, contradiction_of};
use crate::diagnostic::{Code, Place};
use crate::node::Number;
use crate::schema::Schema;

impl<'t> Whole<'t> {
    /// Limits of numbers.
    pub(super) fn limits(&mut self, work: &mut Normaliser<'_, 't>, part: &Schema<'t>) {
        let whole = &mut self.schema;
        let is_empty = |schema: &Schema<'_>| {
            schema.minimum.zip(schema.maximum).is_some_and(|(least, most)| {
                let order = compare(least, most);
                order == Ordering::Greater
                    || order == Ordering::Equal && (schema.exclusive_minimum || schema.exclusive_maximum)
            })
        };
        let was_empty = is_empty(whole) || is_empty(part);
        if let Some(least) = part.minimum {
            let order = whole.minimum.map_or(Ordering::Greater, |known| compare(least, known));
            whole.exclusive_minimum = match order {
                Ordering::Less => whole.exclusive_minimum,
                Ordering::Equal => whole.exclusive_minimum || part.exclusive_minimum,
                Ordering::Greater => part.exclusive_minimum,
            };
            whole.minimum = whole.minimum.filter(|_| order != Ordering::Greater).or(part.minimum);
        }
        if let Some(most) = part.maximum {
            let order = whole.maximum.map_or(Ordering::Less, |known| compare(most, known));
            whole.exclusive_maximum = match order {
                Ordering::Less => part.exclusive_maximum,
                Ordering::Equal => whole.exclusive_maximum || part.exclusive_maximum,
                Ordering::Greater => whole.exclusive_maximum,
            };
            whole.maximum = whole.maximum.filter(|_| order != Ordering::Less).or(part.maximum);
        }
        if is_empty(whole) && !was_empty {
            let message = "no number is within the limits of both".to_owned();
            let keyword = if part.minimum.is_some() { ["minimum", "maximum"] } else { ["maximum", "minimum"] };
            contradiction_of(work, whole, part, keyword, message);
            (whole.minimum, whole.maximum) = (None, None);
        }
        self.multiples(work, part);
    }

    /// Limits of lengths and of how many entries there are.
    pub(super) fn counts(&mut self, work: &mut Normaliser<'_, 't>, part: &mut Schema<'t>) {
        let whole = &mut self.schema;
        whole.unique_items |= part.unique_items;
        for (what, keywords, of) in counts() {
            let [least, most] = of(whole);
            let [part_least, part_most] = of(part).map(|limit| *limit);
            let is_empty =
                |least: Option<u64>, most: Option<u64>| least.zip(most).is_some_and(|(least, most)| least > most);
            let was_empty = is_empty(*least, *most) || is_empty(part_least, part_most);
            (*least, *most) = ((*least).max(part_least), most.iter().copied().chain(part_most).min());
            if is_empty(*least, *most) && !was_empty {
                (*least, *most) = (None, None);
                let [first, second] = keywords;
                let keywords = if part_least.is_some() { [first, second] } else { [second, first] };
                contradiction_of(work, whole, part, keywords, format!("no {what} is as long as both say"));
            }
        }
    }

    fn multiples(&mut self, work: &mut Normaliser<'_, 't>, part: &Schema<'t>) {
        let whole = &mut self.schema;
        let is_multiple = |of: Number<'t>, one: Number<'t>| (of.as_f64() / one.as_f64()).fract() == 0.0;
        match (whole.multiple_of, part.multiple_of) {
            (_, None) => {}
            (Some(one), Some(other)) if is_multiple(one, other) => {}
            (one, Some(other)) => {
                if one.is_some_and(|one| !is_multiple(other, one)) {
                    let message = "`multipleOf` beside that of another part of `allOf` is checked alone";
                    let place = Place::value(part.keyword("multipleOf").unwrap_or(part.node));
                    let finding = work.loss(Code::WouldBeLost, place, message);
                    work.tell(finding.help("state one number that both divide"));
                }
                whole.multiple_of = Some(other);
            }
        }
    }
}

/// The least and the most of what is counted.
type Count<'t> = for<'s> fn(&'s mut Schema<'t>) -> [&'s mut Option<u64>; 2];

fn counts<'t>() -> [(&'static str, [&'static str; 2], Count<'t>); 3] {
    [
        ("text", ["minLength", "maxLength"], |schema| [&mut schema.min_length, &mut schema.max_length]),
        ("list", ["minItems", "maxItems"], |schema| [&mut schema.min_items, &mut schema.max_items]),
        ("object", ["minProperties", "maxProperties"], |schema| {
            [&mut schema.min_properties, &mut schema.max_properties]
        }),
    ]
}

/// Which of two numbers is larger; those that are none are the same.
fn compare(one: Number<'_>, other: Number<'_>) -> Ordering {
    match (one.as_i64(), other.as_i64()) {
        (Some(one), Some(other)) => one.cmp(&other),
        _ => one.as_f64().partial_cmp(&other.as_f64()).unwrap_or(Ordering::Equal),
    }
}
