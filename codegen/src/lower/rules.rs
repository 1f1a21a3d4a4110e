//! Rules: the entries of `x-codegen-checks` and the general ones of keywords, and what enforces each.

mod sites;

use std::collections::BTreeMap;

use indexmap::{IndexMap, IndexSet};

use super::findings::Findings;
use crate::diagnostic::{Code, Diagnostic, Place, Severity};
use crate::ext::{By, CheckEntry};
use crate::model::{CommonRules, Hook, HookCall, Ident, Rule, RuleName, Subject, Weight};
use crate::name::{Candidate, Namespace, Table};
use crate::node::NodeId;
use crate::pointer::Pointer;

pub(super) use sites::{Entry, entries};

use sites::Site;

/// The rules of a document while its types are being built.
pub(super) struct Rules {
    list: Vec<Rule>,
    by_id: BTreeMap<String, RuleName>,
    /// The hooks that see a type or an operation.
    by_subject: BTreeMap<Subject, Vec<HookCall>>,
    keyed: BTreeMap<Key, Keyed>,
    constants: Table<'static>,
}

/// Where the rule of a keyword is found.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    /// The schema that the entry stands on, or the document.
    pub(super) owner: NodeId,
    pub(super) by: By,
    pub(super) member: Option<String>,
    pub(super) when: Option<String>,
}

struct Keyed {
    rule: RuleName,
    place: Place,
    is_used: bool,
}

impl Key {
    pub(super) fn new(owner: NodeId, by: By) -> Self {
        Self { owner, by, member: None, when: None }
    }

    pub(super) fn of_member(owner: NodeId, by: By, member: &str) -> Self {
        Self { member: Some(member.to_owned()), ..Self::new(owner, by) }
    }
}

/// The rules of the document's own entries.
pub(super) fn collect(entries: &[Entry<'_>], found: &mut Findings) -> Rules {
    let mut rules = Rules {
        list: Vec::new(),
        by_id: BTreeMap::new(),
        by_subject: BTreeMap::new(),
        keyed: BTreeMap::new(),
        constants: Table::new(Namespace::Constants, found.strictness()),
    };
    let mut merged: IndexMap<&str, Merged<'_>> = IndexMap::new();
    for entry in entries {
        if let Some(subject) = enforced(entry, found) {
            merge(&mut merged, entry, subject, found);
        }
    }
    rules.add(merged.into_values().collect(), found);
    for entry in entries {
        rules.key(entry, found);
    }
    rules
}

struct Merged<'e> {
    first: &'e Entry<'e>,
    sources: IndexSet<&'e str>,
    /// What its hooks judge.
    subjects: IndexSet<Subject>,
}

/// `None` if nothing enforces the entry where it stands; else what its hook judges, if it has one.
fn enforced(entry: &Entry<'_>, found: &mut Findings) -> Option<Option<Subject>> {
    let check = &entry.check;
    if entry.site == Site::Unreached {
        let message = format!("no operation reaches the schema that the rule `{}` is about", check.id);
        let help = "refer to the schema from an operation, or remove the rule";
        found.push(Diagnostic::warning(Code::WouldBeLost, entry.place("id"), message).help(help));
        return None;
    }
    let subject = if check.has_hook() { subject(entry, found) } else { None };
    let is_enforced = subject.is_some() || check.by.iter().any(|by| *by != By::Hook);
    is_enforced.then_some(subject)
}

/// What the hook of an entry judges.
fn subject(entry: &Entry<'_>, found: &mut Findings) -> Option<Subject> {
    let (id, place) = (&entry.check.id, entry.place("id"));
    let finding = match &entry.site {
        Site::Judged(subject) => return Some(subject.clone()),
        Site::Received if found.is_partial() => return None,
        Site::Received => {
            let message = format!("the hook `{id}` would never be called: values of the schema are only received");
            let help = "put it on a schema that is sent, or remove it";
            Diagnostic::warning(Code::WouldBeLost, place, message).help(help)
        }
        Site::Plain => {
            let message = format!("the hook `{id}` on a schema that has no Rust type of its own is not supported yet");
            let help = "put it on the object that has the member";
            Diagnostic::error(Code::NotSupportedYet, place, message).help(help)
        }
        Site::Root | Site::Unreached => {
            let message = format!("the hook `{id}` has nothing to look at");
            Diagnostic::error(Code::MisplacedExtension, place, message).help("put it on a schema or an operation")
        }
    };
    found.push(finding);
    None
}

fn merge<'e>(
    merged: &mut IndexMap<&'e str, Merged<'e>>,
    entry: &'e Entry<'e>,
    subject: Option<Subject>,
    found: &mut Findings,
) {
    let check = &entry.check;
    let Some(known) = merged.get_mut(check.id.as_str()) else {
        let sources = check.source.as_deref().into_iter().collect();
        merged.insert(&check.id, Merged { first: entry, sources, subjects: subject.into_iter().collect() });
        return;
    };
    let first = &known.first.check;
    if (&first.doc, first.severity) != (&check.doc, check.severity) {
        let severity = Code::NameClash.severity(found.strictness());
        let message = format!("the rule `{}` is stated twice, and not in the same way", check.id);
        let finding = Diagnostic::new(severity, Code::NameClash, entry.place("id"), message);
        found.push(finding.related(known.first.place("id"), "first here").help("give one of them another `id`"));
    }
    known.sources.extend(check.source.as_deref());
    known.subjects.extend(subject);
}

impl Rules {
    fn add(&mut self, merged: Vec<Merged<'_>>, found: &mut Findings) {
        let candidate = |one: &Merged<'_>| Candidate::new(&one.first.check.id, one.first.place("id"));
        let candidates: Vec<Candidate> = merged.iter().map(candidate).collect();
        let constants = self.constants.assign(&candidates, found.list());
        let mut methods = Table::new(Namespace::Hooks, found.strictness());
        for ((one, candidate), constant) in merged.into_iter().zip(candidates).zip(constants) {
            let rule = RuleName(constant);
            let mut method: Option<Ident> = None;
            let hooks = one.subjects.into_iter().map(|subject| {
                let method = method.get_or_insert_with(|| methods.assign_one(&candidate, found.list())).clone();
                let call = HookCall { method: method.clone(), rule: rule.clone() };
                self.by_subject.entry(subject.clone()).or_default().push(call);
                Hook { method, subject }
            });
            let hooks = hooks.collect();
            let check = &one.first.check;
            self.by_id.insert(check.id.clone(), rule.clone());
            self.list.push(Rule {
                id: check.id.clone(),
                constant: rule,
                weight: weight(check),
                doc: check.doc.trim().to_owned(),
                source: one.sources.into_iter().collect::<Vec<_>>().join("; "),
                hooks,
            });
        }
    }

    /// Notes which keyword of which schema an entry is about.
    fn key(&mut self, entry: &Entry<'_>, found: &mut Findings) {
        let check = &entry.check;
        let Some(rule) = self.by_id.get(&check.id).cloned() else { return };
        for by in check.by.iter().filter(|by| !matches!(by, By::Hook | By::Wire)) {
            let key = Key {
                owner: entry.owner.id(),
                by: *by,
                member: check.member.clone(),
                when: check.when.clone().filter(|_| *by == By::Union),
            };
            let place = entry.place("id");
            match self.keyed.get(&key) {
                Some(first) if entry.site != Site::Unreached => {
                    let message = format!("`{}` has a rule of its own already", by.as_str());
                    let finding = Diagnostic::error(Code::CheckWithoutKeyword, place, message);
                    found.push(finding.related(first.place.clone(), "this one"));
                }
                _ => {
                    let is_used = entry.site == Site::Unreached;
                    self.keyed.insert(key, Keyed { rule: rule.clone(), place, is_used });
                }
            }
        }
    }

    /// The document's own rule for a keyword.
    pub(super) fn find(&mut self, key: &Key) -> Option<RuleName> {
        let keyed = self.keyed.get_mut(key)?;
        keyed.is_used = true;
        Some(keyed.rule.clone())
    }

    /// The rule of a keyword that has none of its own.
    pub(super) fn general(&mut self, by: By, found: &mut Findings) -> RuleName {
        let id = by.as_str();
        if let Some(rule) = self.by_id.get(id) {
            return rule.clone();
        }
        let candidate = Candidate::new(id, Place::value(Pointer::root()));
        let rule = RuleName(self.constants.assign_one(&candidate, found.list()));
        self.list.push(Rule {
            id: id.to_owned(),
            constant: rule.clone(),
            weight: Weight::Error,
            doc: sentence(by).to_owned(),
            source: String::new(),
            hooks: Vec::new(),
        });
        self.by_id.insert(id.to_owned(), rule.clone());
        rule
    }

    /// The document's own rule for a keyword, or else the general one.
    pub(super) fn rule(&mut self, key: &Key, found: &mut Findings) -> RuleName {
        self.find(key).unwrap_or_else(|| self.general(key.by, found))
    }

    /// The rules that reading reports under; `root` is the document.
    pub(super) fn common(&mut self, root: NodeId, found: &mut Findings) -> CommonRules {
        let mut rule = |by| self.rule(&Key::new(root, by), found);
        CommonRules { types: rule(By::Type), required: rule(By::Required), unknown: rule(By::Unknown) }
    }

    pub(super) fn hooks(&self, subject: &Subject) -> Vec<HookCall> {
        self.by_subject.get(subject).cloned().unwrap_or_default()
    }

    /// All rules, once the types are built. An entry for a keyword that is not there is an error.
    pub(super) fn finish(self, found: &mut Findings) -> Vec<Rule> {
        for (key, keyed) in &self.keyed {
            if !keyed.is_used && !found.is_partial() {
                let message = format!("no `{}` that could enforce this rule is there", key.by.as_str());
                let finding = Diagnostic::error(Code::CheckWithoutKeyword, keyed.place.clone(), message);
                found.push(finding.help("put the entry on the schema that has the keyword, or write it as a hook"));
            }
        }
        self.list
    }
}

fn weight(check: &CheckEntry) -> Weight {
    match check.severity {
        Severity::Error => Weight::Error,
        Severity::Warning => Weight::Warning,
    }
}

fn sentence(by: By) -> &'static str {
    match by {
        By::Type => "A value has the JSON type that the description states.",
        By::Required => "A required member is present.",
        By::Unknown => "A request has no members that the description does not know.",
        By::Enum => "A value is one of those that the description lists.",
        By::Choice => "A value is one of the alternatives that the description has.",
        By::Union => "The members that are set are those that go with the value of the tag.",
        By::Range => "A number lies within its limits.",
        By::Length => "The length of a text lies within its limits.",
        By::Format => "A text has the format that the description names.",
        By::Multiple => "A number is a multiple of what the description says.",
        By::Items => "The number of items of a list lies within its limits.",
        By::Unique => "No item stands twice in a list that says so.",
        By::Properties => "The number of members of an object lies within its limits.",
        By::Hook | By::Wire => "",
    }
}
