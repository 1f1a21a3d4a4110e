//! Servers: their URLs cut at the variables.

use std::collections::BTreeMap;

use openapiv3::ServerVariable;

use super::docs;
use super::findings::Findings;
use super::path::{Piece, cut};
use crate::diagnostic::{Code, Place};
use crate::document::Document;
use crate::model::{Ident, Segment, Server};
use crate::name::{Candidate, Namespace, Table};
use crate::pointer::Pointer;

/// The servers of an operation, by itself or by its path, if they are not those of the document.
pub(super) fn own<'a>(
    document: &'a Document<'a>,
    operation: (&'a [openapiv3::Server], &Pointer),
    path: (&'a [openapiv3::Server], &Pointer),
    found: &mut Findings,
) -> Vec<Server> {
    let (listed, owner) = if operation.0.is_empty() { path } else { operation };
    let address = |server: &'a openapiv3::Server| (&server.url, &server.variables);
    if listed.iter().map(address).eq(document.api.servers.iter().map(address)) {
        return Vec::new();
    }
    servers(listed, owner, found)
}

/// The servers that `owner` lists. One that no request can go to is left out.
pub(super) fn servers(listed: &[openapiv3::Server], owner: &Pointer, found: &mut Findings) -> Vec<Server> {
    let at = owner.join("servers");
    let all = listed.iter().enumerate();
    all.filter_map(|(index, server)| one(server, index, &at.join_index(index), found)).collect()
}

fn one(server: &openapiv3::Server, index: usize, at: &Pointer, found: &mut Findings) -> Option<Server> {
    let template = Template { server, at, names: Table::new(Namespace::Fields, found.strictness()) }.cut(found)?;
    if let Some(why) = without_scheme(&server.url).or_else(|| fault(&by_default(&template))) {
        let help = "write `https://`, a host and a path, or only a path; or leave the server out";
        let message = format!("no request can go to this server: {why}");
        found.lose_so(Code::ServerAddress, Place::value(at.join("url")), message, help);
        return None;
    }
    // Its place in the list: one that is added behind it renames nothing.
    let number = if index == 0 { String::new() } else { format!("_{}", index.saturating_add(1)) };
    let by_default = is_whole_by_default(&template).then(|| Ident::new(format!("default_server{number}")));
    let function = Ident::new(format!("server{number}"));
    Some(Server { function, by_default, template, docs: docs::of_text(server.description.as_deref()) })
}

/// What the URL is cut with.
struct Template<'s> {
    server: &'s openapiv3::Server,
    at: &'s Pointer,
    names: Table<'s>,
}

impl Template<'_> {
    fn cut(mut self, found: &mut Findings) -> Option<Vec<Segment>> {
        let url = self.server.url.as_str();
        let mut template = Vec::new();
        let mut known: BTreeMap<&str, Ident> = BTreeMap::new();
        for piece in cut(url) {
            template.push(match piece {
                Piece::Fixed(text) => Segment::Literal(text.to_owned()),
                Piece::Variable(name) => self.variable(name, &mut known, found)?,
            });
        }
        if let Some(authority) = url.strip_prefix("//") {
            if let Some(Segment::Literal(text)) = template.first_mut().filter(|_| !authority.is_empty()) {
                text.insert_str(0, "https:");
            }
        } else if !url.contains("://") && !url.starts_with('{') {
            self.below_an_address(&mut template, found);
        }
        Some(template)
    }

    fn variable<'n>(
        &mut self,
        name: &'n str,
        known: &mut BTreeMap<&'n str, Ident>,
        found: &mut Findings,
    ) -> Option<Segment> {
        let Some(variable) = self.server.variables.as_ref().and_then(|all| all.get(name)) else {
            let message = format!("nothing says what stands for `{name}` by default");
            let help = "describe it under `variables`, with a `default`; the server is left out";
            found.lose_so(Code::MissingField, Place::value(self.at.join("url")), message, help);
            return None;
        };
        let wish = Candidate::new(name, Place::key(self.at.join("variables").join(name)));
        let field = known.entry(name).or_insert_with(|| self.names.assign_one(&wish, found.list()));
        Some(Segment::Variable {
            name: field.clone(),
            docs: docs::of_text(Some(&with_choices(variable))),
            default: variable.default.clone(),
            choices: variable.enumeration.clone(),
        })
    }

    /// A URL without a host is relative to where the document is, which only the caller knows.
    fn below_an_address(&mut self, template: &mut Vec<Segment>, found: &mut Findings) {
        let name = self.names.assign_one(&Candidate::new("address", Place::value(self.at.join("url"))), found.list());
        if let Some(Segment::Literal(text)) = template.first_mut() {
            let path = if text == "." { "" } else { text.strip_prefix("./").unwrap_or(text) };
            let gap = if path.is_empty() || path.starts_with('/') { "" } else { "/" };
            *text = format!("{gap}{path}");
        }
        template.retain(|segment| !matches!(segment, Segment::Literal(text) if text.is_empty()));
        template.insert(0, Segment::Address(name));
    }
}

/// What is said of a variable, with the values it may have.
fn with_choices(variable: &ServerVariable) -> String {
    let mut text = variable.description.clone().unwrap_or_default();
    if !variable.enumeration.is_empty() {
        let choices: Vec<String> = variable.enumeration.iter().map(|choice| format!("`{choice}`")).collect();
        text.push_str(&format!(" One of {}.", choices.join(", ")));
    }
    text
}

/// The address with the default of each variable.
fn by_default(template: &[Segment]) -> String {
    let text: String = template.iter().map(Segment::by_default).collect();
    if text.contains("://") { text } else { format!("https://{text}") }
}

/// Whether the description says of every part of the host what it is.
fn is_whole_by_default(template: &[Segment]) -> bool {
    let has_variable = template.iter().any(|segment| matches!(segment, Segment::Variable { .. }));
    let literal = template.iter().map(|segment| match segment {
        Segment::Literal(text) => text.as_str(),
        Segment::Address(_) | Segment::Variable { .. } => "",
    });
    let literal: String = literal.collect();
    let authority = literal.split_once("://").map_or(literal.as_str(), |(_, rest)| rest);
    let host = authority.split('/').next().unwrap_or_default();
    has_variable && host.contains(|letter: char| letter.is_ascii_alphanumeric())
}

/// Why a URL that would be a path is none.
fn without_scheme(url: &str) -> Option<&'static str> {
    let is_host = !url.contains("://") && url.split(['/', '{']).next().is_some_and(|first| first.contains(':'));
    is_host.then_some("it has no `https://` in front of its host")
}

/// Why the runtime would not take an address, if it would not.
fn fault(url: &str) -> Option<&'static str> {
    let (scheme, rest) = url.split_once("://")?;
    let (authority, path) = rest.find('/').and_then(|at| rest.split_at_checked(at)).unwrap_or((rest, ""));
    let (host, port) = match authority.rsplit_once(':').filter(|(_, port)| !port.contains(']')) {
        Some((host, port)) => (host, Some(port)),
        None => (authority, None),
    };
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || b".-_".contains(&byte);
    let is_address = host.starts_with('[') && host.ends_with(']');
    let is_path = |byte: u8| byte.is_ascii_alphanumeric() || b"/-._~!$&'()*+,;=:@%".contains(&byte);
    let dots = |segment: &str| matches!(segment.to_ascii_lowercase().replace("%2e", ".").as_str(), "." | "..");
    if !["https", "http"].iter().any(|known| scheme.eq_ignore_ascii_case(known)) {
        return Some("its scheme is neither https nor http");
    }
    if host.is_empty() || !(is_address || host.bytes().all(is_name)) {
        return Some("it has no host that is a name or an IP address");
    }
    if port.is_some_and(|port| !port.parse::<u16>().is_ok_and(|port| port > 0)) {
        return Some("its port is no number from 1 to 65535");
    }
    if !path.bytes().all(is_path) || path.split('/').any(dots) {
        return Some("its path has a query, a fragment, `..` or a character that no path may have");
    }
    None
}
