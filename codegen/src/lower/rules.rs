//! Rules: the entries of `x-codegen-checks` and the general ones of keywords, and what enforces each.

mod sites;

use std::collections::{BTreeMap, BTreeSet};

use indexmap::{IndexMap, IndexSet};

use super::findings::Findings;
use super::graph::Graph;
use super::naming::Names;
use super::plan::Plan;
use crate::diagnostic::{Code, Diagnostic, Place, Severity};
use crate::ext::{By, CheckEntry};
use crate::model::{self, Binding, CommonRules, Hook, Origin, Rule, RuleRef, Subject, TypeId};
use crate::name::{Candidate, Namespace, Table};
use crate::pointer::Pointer;

use sites::{Entry, Site};

/// The rules of a document while its types are being built.
pub(super) struct Rules {
    list: Vec<Rule>,
    by_id: BTreeMap<String, RuleRef>,
    /// The rules whose hooks see a type or an operation.
    by_subject: BTreeMap<Subject, Vec<RuleRef>>,
    keyed: BTreeMap<Key, Keyed>,
    constants: Table<'static>,
    general: BTreeMap<By, RuleRef>,
}

/// What a keyword's rule is looked up by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    /// The schema that the entry stands on.
    pub(super) owner: Pointer,
    pub(super) by: By,
    pub(super) member: Option<String>,
    pub(super) when: Option<String>,
}

struct Keyed {
    rule: RuleRef,
    place: Place,
    is_used: bool,
}

/// Reads every entry of the document.
pub(super) fn collect(plan: &Plan<'_>, graph: &Graph<'_>, names: &Names<'_>, found: &mut Findings) -> Rules {
    let entries = sites::entries(plan, graph, names);
    let mut rules = Rules {
        list: Vec::new(),
        by_id: BTreeMap::new(),
        by_subject: BTreeMap::new(),
        keyed: BTreeMap::new(),
        constants: Table::new(Namespace::Constants, found.strictness()),
        general: BTreeMap::new(),
    };
    let mut merged: IndexMap<&str, Merged<'_>> = IndexMap::new();
    for entry in &entries {
        let bindings = bindings(entry, found);
        if !bindings.is_empty() {
            merge(&mut merged, entry, bindings, found);
        }
    }
    rules.add(&merged.into_values().collect::<Vec<_>>(), found);
    for entry in &entries {
        rules.key(entry, found);
    }
    rules
}

/// Entries with one id.
struct Merged<'e> {
    first: &'e Entry,
    sources: IndexSet<&'e str>,
    bindings: IndexSet<Binding>,
}

/// What enforces an entry, where it stands. Hooks get their final names later.
fn bindings(entry: &Entry, found: &mut Findings) -> IndexSet<Binding> {
    let check = &entry.check;
    if entry.site == Site::Unreached {
        let message = format!("no operation reaches the schema that the rule `{}` is about", check.id);
        let help = "refer to the schema from an operation, or remove the rule";
        found.push(Diagnostic::warning(Code::WouldBeLost, entry.place("id"), message).help(help));
        return IndexSet::new();
    }
    let mut bindings = IndexSet::new();
    for by in &check.by {
        match by {
            By::Hook => bindings.extend(subject(entry, found).map(|subject| {
                let method = model::Ident::new(check.hook_name());
                Binding::Hook(Hook { method, subject })
            })),
            By::Wire => bindings.extend([Binding::Wire]),
            keyword => bindings.extend([Binding::Keyword(keyword.as_str())]),
        }
    }
    bindings
}

/// What the hook of an entry gets to see.
fn subject(entry: &Entry, found: &mut Findings) -> Option<Subject> {
    match entry.site {
        Site::Type(id) => return Some(Subject::Type(id)),
        Site::Operation { module, operation } => return Some(Subject::Operation { module, operation }),
        Site::Received if found.is_partial() => {}
        Site::Received => {
            let message =
                format!("the hook `{}` would never be called: values of the schema are only received", entry.check.id);
            let help = "put it on a schema that is sent, or remove it";
            found.push(Diagnostic::warning(Code::WouldBeLost, entry.place("id"), message).help(help));
        }
        Site::Plain => {
            let message = format!(
                "the hook `{}` on a schema that has no Rust type of its own is not supported yet",
                entry.check.id
            );
            found.push(
                Diagnostic::error(Code::NotSupportedYet, entry.place("id"), message)
                    .help("put it on the object that has the member"),
            );
        }
        Site::Root | Site::Unreached => {
            let message = format!("the hook `{}` has nothing to look at", entry.check.id);
            let help = "put it on a schema or an operation";
            found.push(Diagnostic::error(Code::MisplacedExtension, entry.place("id"), message).help(help));
        }
    }
    None
}

fn merge<'e>(
    merged: &mut IndexMap<&'e str, Merged<'e>>,
    entry: &'e Entry,
    bindings: IndexSet<Binding>,
    found: &mut Findings,
) {
    let check = &entry.check;
    let Some(known) = merged.get_mut(check.id.as_str()) else {
        let sources = check.source.as_deref().into_iter().collect();
        merged.insert(&check.id, Merged { first: entry, sources, bindings });
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
    known.bindings.extend(bindings);
}

impl Rules {
    fn add(&mut self, merged: &[Merged<'_>], found: &mut Findings) {
        let candidate = |one: &Merged<'_>| Candidate::new(&one.first.check.id, one.first.place("id"));
        let candidates: Vec<Candidate> = merged.iter().map(candidate).collect();
        let constants = self.constants.assign(&candidates, found.list());
        let has_hook = |one: &Merged<'_>| one.bindings.iter().any(|binding| matches!(binding, Binding::Hook(_)));
        let hooked: Vec<Candidate> = merged.iter().filter(|one| has_hook(one)).map(candidate).collect();
        let mut methods = Table::new(Namespace::Hooks, found.strictness()).assign(&hooked, found.list()).into_iter();
        for (one, constant) in merged.iter().zip(constants) {
            let rule = RuleRef(self.list.len());
            self.by_id.insert(one.first.check.id.clone(), rule);
            let seen = one.bindings.iter().filter_map(|binding| match binding {
                Binding::Hook(hook) => Some(hook.subject.clone()),
                Binding::Keyword(_) | Binding::Wire => None,
            });
            for subject in seen.collect::<BTreeSet<_>>() {
                self.by_subject.entry(subject).or_default().push(rule);
            }
            let method = if has_hook(one) { methods.next() } else { None };
            let check = &one.first.check;
            self.list.push(Rule {
                id: check.id.clone(),
                constant,
                severity: severity(check),
                doc: check.doc.trim().to_owned(),
                source: one.sources.iter().copied().collect::<Vec<_>>().join("; "),
                origin: Origin(one.first.at.to_string()),
                bindings: one.bindings.iter().map(|binding| named(binding, method.as_ref())).collect(),
            });
        }
    }

    /// Notes which keyword of which schema an entry is about.
    fn key(&mut self, entry: &Entry, found: &mut Findings) {
        let check = &entry.check;
        let Some(rule) = self.by_id.get(&check.id).copied() else { return };
        for by in check.by.iter().filter(|by| !matches!(by, By::Hook | By::Wire)) {
            let key = Key {
                owner: entry.owner.clone(),
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
                    self.keyed.insert(key, Keyed { rule, place, is_used: entry.site == Site::Unreached });
                }
            }
        }
    }

    /// The document's own rule for a keyword.
    pub(super) fn find(&mut self, key: &Key) -> Option<RuleRef> {
        let keyed = self.keyed.get_mut(key)?;
        keyed.is_used = true;
        Some(keyed.rule)
    }

    /// The rule of a keyword that has none of its own.
    pub(super) fn general(&mut self, by: By, found: &mut Findings) -> RuleRef {
        if let Some(rule) = self.general.get(&by) {
            return *rule;
        }
        let id = by.as_str();
        let rule = self.by_id.get(id).map(|rule| rule.0).unwrap_or_else(|| {
            let candidate = Candidate::new(id, Place::value(Pointer::root()));
            let constant = self.constants.assign(&[candidate], found.list()).pop();
            self.list.push(Rule {
                id: id.to_owned(),
                constant: constant.unwrap_or_else(|| model::Ident::new(id.to_ascii_uppercase())),
                severity: model::Severity::Error,
                doc: sentence(by).to_owned(),
                source: String::new(),
                origin: Origin::default(),
                bindings: vec![Binding::Keyword(id)],
            });
            self.list.len() - 1
        });
        self.general.insert(by, RuleRef(rule));
        RuleRef(rule)
    }

    /// The rules that reading reports under.
    pub(super) fn common(&mut self, found: &mut Findings) -> CommonRules {
        let mut rule = |by| {
            let key = Key { owner: Pointer::root(), by, member: None, when: None };
            self.find(&key).unwrap_or_else(|| self.general(by, found))
        };
        CommonRules { types: rule(By::Type), required: rule(By::Required), unknown: rule(By::Unknown) }
    }

    /// The hooks of a type.
    pub(super) fn of_type(&self, id: TypeId) -> Vec<RuleRef> {
        self.of(&Subject::Type(id))
    }

    /// The hooks of an operation.
    pub(super) fn of_operation(&self, module: usize, operation: usize) -> Vec<RuleRef> {
        self.of(&Subject::Operation { module, operation })
    }

    fn of(&self, subject: &Subject) -> Vec<RuleRef> {
        self.by_subject.get(subject).cloned().unwrap_or_default()
    }

    /// Everything, once the types are built. An entry that no keyword has asked for is an error.
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

fn named(binding: &Binding, method: Option<&model::Ident>) -> Binding {
    match (binding, method) {
        (Binding::Hook(hook), Some(method)) => {
            Binding::Hook(Hook { method: method.clone(), subject: hook.subject.clone() })
        }
        _ => binding.clone(),
    }
}

fn severity(check: &CheckEntry) -> model::Severity {
    match check.severity {
        Severity::Error => model::Severity::Error,
        Severity::Warning => model::Severity::Warning,
    }
}

/// What a general rule asks for.
fn sentence(by: By) -> &'static str {
    match by {
        By::Type => "A value has the JSON type that the description states.",
        By::Required => "A required member is present.",
        By::Unknown => "A request has no members that the description does not know.",
        By::Enum => "A value is one of those that the description lists.",
        By::Union => "The members that are set are those that go with the value of the tag.",
        By::Range => "A number lies within its limits.",
        By::Length => "The length of a text lies within its limits.",
        By::Hook | By::Wire => "",
    }
}
