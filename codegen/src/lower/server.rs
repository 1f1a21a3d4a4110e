//! The server: its URL cut at the variables.

use openapiv3::ServerVariable;

use super::docs;
use super::findings::Findings;
use super::path::{Piece, cut};
use crate::diagnostic::Place;
use crate::model::{Segment, Server};
use crate::name::{Candidate, Namespace, Table};
use crate::pointer::Pointer;

/// The first server. One that is only a path says where the document is, which a client cannot know.
pub(super) fn server(servers: &[openapiv3::Server], found: &mut Findings) -> Option<Server> {
    let root = Pointer::root().join("servers");
    let server = servers.first()?;
    if servers.len() > 1 {
        let place = Place::value(root.join_index(1).join("url"));
        let help = "leave one; callers can give any address";
        found.lose(place, "a second server is not supported yet", help);
    }
    let at = root.join_index(0);
    let place = || Place::value(at.join("url"));
    let is_absolute = server.url.contains("://") || server.url.starts_with('{');
    if !is_absolute {
        let help = "give the URL a scheme and a host, or leave the server out";
        found.lose(place(), "the address of a server without a host is not supported yet", help);
        return None;
    }
    let mut names = Table::new(Namespace::Fields, found.strictness());
    let mut seen: Vec<&str> = Vec::new();
    let mut template = Vec::new();
    let known = |name: &str| server.variables.as_ref()?.get(name);
    for piece in cut(&server.url) {
        match piece {
            Piece::Fixed(text) => template.push(Segment::Literal(text.to_owned())),
            Piece::Variable(name) if seen.contains(&name) => {
                let message = format!("the server's variable `{name}`, used twice, is not supported yet");
                found.refuse(place(), message, "give each place a variable of its own");
            }
            Piece::Variable(name) => match known(name) {
                Some(variable) => {
                    let wish = Candidate::new(name, Place::key(at.join("variables").join(name)));
                    seen.push(name);
                    template.push(Segment::Variable {
                        name: names.assign_one(&wish, found.list()),
                        docs: docs::of_text(Some(&with_choices(variable))),
                        default: variable.default.clone(),
                        choices: variable.enumeration.clone(),
                    });
                }
                None => {
                    let message = format!("the server's variable `{name}`, which has no default, is not supported yet");
                    found.refuse(place(), message, "describe it under `variables`, with a `default`");
                }
            },
        }
    }
    Some(Server { template, docs: docs::of_text(server.description.as_deref()) })
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
