//! Who may send a request: what an operation asks for, and the credentials that callers have for it. How the secret of a
//! single scheme travels is in `scheme`.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;

use super::docs;
use super::findings::Findings;
use super::scheme::{self, Means};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::document::Document;
use crate::model::{Alternative, Auth, Carrier, Credential, CredentialKind, Docs, Ident};
use crate::name::{Candidate, Namespace, Table};
use crate::node::{Node, NodeId};
use crate::pointer::Pointer;

/// Credentials that the runtime takes at once.
const MOST: usize = 6;

/// The name of the choice that the document gives to every operation.
const GENERAL: &str = "Credential";

/// A choice as OpenAPI has it: schemes that go together, with their scopes.
type Written = IndexMap<String, Vec<String>>;

/// Schemes that go together, in the order of their definitions.
type Together = Vec<NodeId>;

/// What an operation asks for.
#[derive(Clone, Debug, Default)]
pub(super) struct Requirement {
    /// Where it is written.
    at: Pointer,
    /// Each once; none is empty.
    alternatives: Vec<Together>,
    /// Whether a request without a credential is one of the alternatives.
    is_optional: bool,
    /// The scopes that the credentials need.
    pub(super) scopes: Option<String>,
}

/// What an operation asks for, by itself or by what the document says of all.
pub(super) fn requirement<'a>(
    document: &'a Document<'a>,
    operation: &openapiv3::Operation,
    at: &Pointer,
    found: &mut Findings,
) -> Requirement {
    match &operation.security {
        Some(own) => read(document, own, at.join("security"), found),
        None => general(document, found),
    }
}

/// What the document says of all operations.
fn general<'a>(document: &'a Document<'a>, found: &mut Findings) -> Requirement {
    let written = document.api.security.as_deref().unwrap_or_default();
    read(document, written, Pointer::root().join("security"), found)
}

fn read<'a>(document: &'a Document<'a>, written: &[Written], at: Pointer, found: &mut Findings) -> Requirement {
    let mut all = Requirement { scopes: scopes(written), at, ..Requirement::default() };
    for (index, alternative) in written.iter().enumerate() {
        // Of a scheme that is not defined `grammar` has told.
        let schemes: Vec<Node<'a>> = alternative.keys().filter_map(|name| scheme::find(document, name)).collect();
        if schemes.is_empty() && !alternative.is_empty() {
            continue;
        }
        let together = together(schemes, &all.at.join_index(index), found);
        match together.is_empty() {
            true => all.is_optional = true,
            false if all.alternatives.contains(&together) => {}
            false => all.alternatives.push(together),
        }
    }
    all
}

/// The schemes that have something to send, but for those that would be sent in the same place.
fn together(mut schemes: Vec<Node<'_>>, at: &Pointer, found: &mut Findings) -> Together {
    schemes.sort_by_key(|scheme| scheme.id());
    let mut places: BTreeMap<Carrier, &str> = BTreeMap::new();
    let mut kept = Vec::new();
    for scheme in schemes {
        let Some(carrier) = carrier(scheme) else { continue };
        let name = scheme.key().unwrap_or_default();
        match places.get(&carrier) {
            None => {
                places.insert(carrier, name);
                kept.push(scheme.id());
            }
            Some(first) => {
                let message = format!("`{name}` is sent where `{first}` is, so only `{first}` is sent");
                let help = "name one of them, or make them alternatives, each in an entry of its own";
                found.lose_so(Code::WouldBeLost, Place::key(at.join(name)), message, help);
            }
        }
    }
    if kept.len() > MOST {
        let message = format!("{} credentials at once, and a call takes no more than {MOST}", kept.len());
        found.push(Diagnostic::error(Code::WouldBeLost, Place::value(at.clone()), message));
    }
    kept
}

/// Where a scheme is sent; every scheme of HTTP shares one header.
fn carrier(scheme: Node<'_>) -> Option<Carrier> {
    let authorization = || Carrier::Header("authorization".to_owned());
    match scheme::means(scheme) {
        Means::Nothing => None,
        Means::Basic | Means::Secret(Carrier::Scheme(_)) => Some(authorization()),
        Means::Secret(carrier) => Some(carrier),
    }
}

/// The scopes that are written, a sentence a scheme.
fn scopes(written: &[Written]) -> Option<String> {
    let mut by_scheme: IndexMap<&str, Vec<String>> = IndexMap::new();
    for (name, scopes) in written.iter().flatten().filter(|(_, scopes)| !scopes.is_empty()) {
        let scopes = scopes.iter().map(|scope| docs::code(scope)).collect::<Vec<_>>().join(", ");
        let known = by_scheme.entry(name).or_default();
        if !known.contains(&scopes) {
            known.push(scopes);
        }
    }
    let sentence =
        |(name, scopes): (&str, Vec<String>)| format!("Scopes of {}: {}.", docs::code(name), scopes.join(", or "));
    let said: Vec<String> = by_scheme.into_iter().map(sentence).collect();
    (!said.is_empty()).then(|| said.join(" "))
}

/// The credentials that get a type, and what a caller has to have for each of these requirements.
pub(super) fn credentials<'a>(
    document: &'a Document<'a>,
    asked: &[&Requirement],
    found: &mut Findings,
) -> (Vec<Credential>, Vec<Auth>) {
    let mut names = Names {
        document,
        table: Table::new(Namespace::Types, found.strictness()),
        schemes: BTreeMap::new(),
        choices: BTreeMap::new(),
        types: Vec::new(),
    };
    let used: BTreeSet<NodeId> = asked.iter().flat_map(|asks| &asks.alternatives).flatten().copied().collect();
    used.into_iter().filter_map(|id| document.tree.node(id)).for_each(|scheme| names.add_scheme(scheme, found));
    let general = general(document, found).alternatives;
    let auth = |asks: &&Requirement| names.auth(asks, asks.alternatives == general, found);
    let auths = asked.iter().map(auth).collect();
    (names.types, auths)
}

struct Names<'a> {
    document: &'a Document<'a>,
    /// Nothing else stands in the module of credentials.
    table: Table<'a>,
    schemes: BTreeMap<NodeId, Auth>,
    choices: BTreeMap<Vec<Together>, Ident>,
    types: Vec<Credential>,
}

impl Names<'_> {
    fn add_scheme(&mut self, scheme: Node<'_>, found: &mut Findings) {
        let auth = match scheme::means(scheme) {
            Means::Nothing => return,
            Means::Basic => Auth::Basic,
            Means::Secret(carrier) => {
                scheme::fault(scheme, &carrier).into_iter().for_each(|fault| found.push(fault));
                let wish = Candidate::new(scheme.key().unwrap_or_default(), Place::key(scheme));
                let name = self.table.assign_one(&wish, found.list());
                let docs = scheme::documentation(scheme);
                self.types.push(Credential { name: name.clone(), docs, kind: CredentialKind::Secret(carrier) });
                Auth::Named(name)
            }
        };
        self.schemes.insert(scheme.id(), auth);
    }

    fn auth(&mut self, asks: &Requirement, is_general: bool, found: &mut Findings) -> Auth {
        let auth = match asks.alternatives.as_slice() {
            [] => return Auth::None,
            [only] => self.all(only),
            several => Auth::Named(self.choice(several, &asks.at, is_general, found)),
        };
        if asks.is_optional { Auth::Optional(Box::new(auth)) } else { auth }
    }

    fn all(&self, together: &Together) -> Auth {
        let mut all: Vec<Auth> = together.iter().filter_map(|id| self.schemes.get(id)).cloned().collect();
        match all.pop() {
            None => Auth::None,
            Some(only) if all.is_empty() => only,
            Some(last) => Auth::All([all, vec![last]].concat()),
        }
    }

    /// The type of a choice, which operations with the same alternatives share.
    fn choice(&mut self, of: &[Together], at: &Pointer, is_general: bool, found: &mut Findings) -> Ident {
        if let Some(name) = self.choices.get(of) {
            return name.clone();
        }
        let labels: Vec<String> = of.iter().map(|together| self.label(together)).collect();
        let text = if is_general { GENERAL.to_owned() } else { labels.join(" or ") };
        let name = self.table.assign_one(&Candidate::new(text, Place::key(at.clone())), found.list());
        let wishes = labels.iter().map(|label| Candidate::new(label, Place::key(at.clone())));
        let variants = found.names(Namespace::Values, wishes);
        let alternatives = of.iter().zip(variants).map(|(together, variant)| Alternative {
            variant,
            docs: self.said(together),
            auth: self.all(together),
        });
        let kind = CredentialKind::OneOf(alternatives.collect());
        self.choices.insert(of.to_vec(), name.clone());
        self.types.push(Credential { name: name.clone(), docs: Docs::default(), kind });
        name
    }

    fn label(&self, together: &Together) -> String {
        let names = together.iter().filter_map(|id| self.document.tree.node(*id)?.key());
        names.collect::<Vec<_>>().join(" and ")
    }

    /// What is said of user and password, which have no type of their own that would say it.
    fn said(&self, together: &Together) -> Docs {
        let basic = |id: &NodeId| self.schemes.get(id) == Some(&Auth::Basic);
        let scheme = together.iter().find(|id| basic(id)).and_then(|id| self.document.tree.node(*id));
        scheme.map(scheme::documentation).unwrap_or_default()
    }
}
