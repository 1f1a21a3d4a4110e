//! What becomes of each field of OpenAPI, for people: the table as a page. Nothing is judged here.

use std::collections::BTreeSet;

use super::field::{Fate, Field, Shape};
use super::kind::ObjectKind;
use super::version::Version;

/// The page in Markdown: a section for each object that a client can be made of, in the order in which a document leads to them.
pub(super) fn page() -> String {
    let mut page = HEAD.to_owned();
    for kind in kinds() {
        let fields = kind.fields();
        if fields.is_empty() {
            continue;
        }
        // A field that holds something else in each version stands in the table twice.
        let mut seen = BTreeSet::new();
        let names = fields.iter().map(|field| field.name).filter(|name| seen.insert(*name));
        let title = kind.title().replace('`', "");
        let title = title.strip_prefix("a ").or_else(|| title.strip_prefix("an ")).unwrap_or(&title).to_owned();
        page.push_str(&format!("\n## {title}\n\n| keyword | in 3.0 | in 3.1 |\n|---|---|---|\n"));
        page.extend(names.map(|name| {
            let [old, new] = Version::ALL.map(|version| in_version(kind, name, version));
            format!("| `{name}` | {old} | {new} |\n")
        }));
    }
    page
}

const HEAD: &str = "\
# OpenAPI 3.0 and 3.1, keyword by keyword

What the generator makes of each keyword. `cargo xtask explain --keywords` prints this page from the table that documents are
held against, and a test compares them.

- **carried**: it is in the output.
- **in part**: what stands behind it is in the output. What is not draws a finding that names the place.
- **not yet**: it draws a finding that names the place, an error where the client would be wrong without it, else a warning.
- **left aside**: nothing reads it, and a warning says so.
- **for readers**: no call depends on it. In somebody else's document a warning says that it is in no documentation.
- **nothing to carry**: a client needs nothing of it.
- **none**: this version has no such keyword. One that only the other version has draws a warning.
";

/// What becomes of a keyword in this version.
fn in_version(kind: ObjectKind, name: &str, version: Version) -> String {
    kind.fields_of(version).find(|field| field.name == name).map_or_else(|| "none".to_owned(), words)
}

fn words(field: &Field) -> String {
    match field.fate {
        Fate::Carried => "carried".to_owned(),
        Fate::InPart(what) => format!("in part: {what}"),
        Fate::NotYet => "not yet".to_owned(),
        Fate::Left(_) => "left aside".to_owned(),
        Fate::ForReaders => "for readers".to_owned(),
        Fate::Empty => "nothing to carry".to_owned(),
    }
}

/// The objects that a document leads to by what is not left aside as a whole.
fn kinds() -> Vec<ObjectKind> {
    let (mut seen, mut found, mut open) = (BTreeSet::new(), Vec::new(), vec![ObjectKind::OpenApi]);
    while let Some(kind) = open.pop() {
        if !seen.insert(kind) {
            continue;
        }
        found.push(kind);
        // A component is what it is where it is referred to.
        let is_followed = |field: &&Field| matches!(field.fate, Fate::Carried | Fate::InPart(_));
        let fields = kind.fields().iter().filter(is_followed).filter_map(|field| held(&field.shape));
        let within = match kind {
            ObjectKind::Paths => Some(ObjectKind::PathItem),
            ObjectKind::Responses => Some(ObjectKind::Response),
            _ => None,
        };
        let next: Vec<ObjectKind> = fields.chain(within).collect();
        open.extend(next.into_iter().rev());
    }
    found
}

fn held(shape: &Shape) -> Option<ObjectKind> {
    match shape {
        Shape::List(item) | Shape::Map(item) => held(item),
        Shape::Is(kind) | Shape::RefOr(kind) => Some(*kind),
        Shape::SchemaOrBoolean => Some(ObjectKind::Schema),
        Shape::Any
        | Shape::Text
        | Shape::Boolean
        | Shape::Number
        | Shape::Count
        | Shape::Word(_)
        | Shape::SchemaType => None,
    }
}
