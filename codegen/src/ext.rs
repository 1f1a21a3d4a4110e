//! The `x-codegen-*` keys as typed values: which there are, where each may stand, how each is read. Whether the members
//! they name exist is judged by `grammar`.

mod read;
#[cfg(test)]
mod tests;

pub(crate) use read::{read_checks, read_text, read_union, read_values};

use indexmap::IndexMap;
use serde_json::Value;

use crate::diagnostic::Severity;
use crate::node::{Node, Object};

/// The extension keys of an object, as `openapiv3` keeps them.
pub(crate) type Extensions = IndexMap<String, Value>;

pub(crate) const NAME: &str = "x-codegen-name";
/// Names and docs of enum values.
pub(crate) const VALUES: &str = "x-codegen-values";
pub(crate) const CHECKS: &str = "x-codegen-checks";
/// Which members go with which tag value.
pub(crate) const UNION: &str = "x-codegen-union";
/// The member the caller sees instead of the envelope.
pub(crate) const UNWRAP: &str = "x-codegen-unwrap";
/// The module of a named schema's type.
pub(crate) const MODULE: &str = "x-codegen-module";
/// The member that holds the text for people.
pub(crate) const TEXT: &str = "x-codegen-text";
pub(crate) const SINCE: &str = "x-codegen-since";

/// Every key, the closed list.
pub(crate) const KEYS: [&str; 8] = [NAME, VALUES, CHECKS, UNION, UNWRAP, MODULE, TEXT, SINCE];

/// What may be said about one value of an enum.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct EnumValue {
    pub(crate) name: Option<String>,
    pub(crate) doc: Option<String>,
    pub(crate) since: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CheckEntry {
    /// The rule's id, such as `R-PLACEMENT-1`.
    pub(crate) id: String,
    /// The rule in one or two sentences.
    pub(crate) doc: String,
    pub(crate) source: Option<String>,
    /// Whether a breach stops the request.
    pub(crate) severity: Severity,
    /// What upholds the rule; never empty.
    pub(crate) by: Vec<By>,
    pub(crate) member: Option<String>,
    pub(crate) when: Option<String>,
}

impl CheckEntry {
    /// Whether a hand-written method upholds the rule, alone or beside a keyword.
    pub(crate) fn has_hook(&self) -> bool {
        self.by.contains(&By::Hook)
    }

    /// The method of the generated trait: the id in lower case, `_` for everything that is no letter or digit.
    pub(crate) fn hook_name(&self) -> String {
        self.id.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' }).collect()
    }
}

words! {
    /// What upholds a rule.
    pub(crate) enum By {
        Hook = "hook",
        Required = "required",
        Type = "type",
        /// No unknown members.
        Unknown = "unknown",
        Enum = "enum",
        Union = "union",
        /// The alternatives of `oneOf` or `anyOf`.
        Choice = "choice",
        Range = "range",
        Length = "length",
        Format = "format",
        /// `multipleOf`.
        Multiple = "multiple",
        /// `minItems` and `maxItems`.
        Items = "items",
        /// `uniqueItems`.
        Unique = "unique",
        /// `minProperties` and `maxProperties`.
        Properties = "properties",
        /// A promise about what is sent, shown by a test.
        Wire = "wire",
    }
}

/// Which optional members go with which value of a tag member.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Union {
    /// The member whose value chooses.
    pub(crate) tag: String,
    /// Members by tag value, in the order of the document.
    pub(crate) arms: IndexMap<String, Vec<String>>,
}

pub(crate) fn name(extensions: &Extensions) -> Option<&str> {
    extensions.get(NAME)?.as_str()
}

pub(crate) fn since(extensions: &Extensions) -> Option<&str> {
    extensions.get(SINCE)?.as_str()
}

/// The member the caller sees instead of the envelope.
pub(crate) fn unwrap(extensions: &Extensions) -> Option<&str> {
    extensions.get(UNWRAP)?.as_str()
}

/// What is said about the values of an enum, by wire value.
pub(crate) fn values(owner: Node<'_>) -> IndexMap<String, EnumValue> {
    owner.get(VALUES).map(|value| read_values(value, &mut Vec::new())).unwrap_or_default()
}

/// What is said about one of the values of an enum.
pub(crate) fn value(owner: Node<'_>, wire: &str) -> Option<EnumValue> {
    let value = owner.get(VALUES)?.get(wire)?;
    read::read_value(value, &mut Vec::new())
}

/// The rules, each as it is written; `grammar` has reported an entry that cannot be read.
pub(crate) fn checks(owner: Node<'_>) -> Vec<(Object<'_>, CheckEntry)> {
    owner.get(CHECKS).map(|value| read_checks(value, &mut Vec::new())).unwrap_or_default()
}

/// The union, if there is one and it can be read.
pub(crate) fn union(owner: Node<'_>) -> Option<Union> {
    read_union(owner.get(UNION)?, &mut Vec::new())
}
