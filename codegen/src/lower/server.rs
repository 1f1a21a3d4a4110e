//! The server: its URL cut at the variables.

use super::plan::{ServerPart, ServerPlan};
use super::schema::Walker;
use crate::diagnostic::Place;
use crate::model::Segment;
use crate::pointer::Pointer;

impl<'a> Walker<'a> {
    /// The first server. One that is only a path says where the document is, which a client cannot know.
    pub(super) fn server(&mut self) -> Option<ServerPlan<'a>> {
        let servers = &self.resolver.document().api.servers;
        let at = Pointer::root().join("servers");
        let server = servers.first()?;
        if servers.len() > 1 {
            let message = "a second server is not supported yet";
            self.found.lose(
                Place::value(at.join_index(1).join("url")),
                message,
                "leave one; callers can give any address",
            );
        }
        let at = at.join_index(0).join("url");
        let is_absolute = server.url.contains("://") || server.url.starts_with('{');
        if !is_absolute {
            let help = "give the URL a scheme and a host, or leave the server out";
            self.found.lose(Place::value(at), "the address of a server without a host is not supported yet", help);
            return None;
        }
        let mut parts = Vec::new();
        let mut rest = server.url.as_str();
        while let Some((literal, behind)) = rest.split_once('{') {
            let (name, behind) = behind.split_once('}').unwrap_or((behind, ""));
            if !literal.is_empty() {
                parts.push(ServerPart::Ready(Segment::Literal(literal.to_owned())));
            }
            match server.variables.as_ref().and_then(|all| all.get_key_value(name)) {
                Some((name, _))
                    if parts.iter().any(|part| matches!(part, ServerPart::Variable(known, _) if known == name)) =>
                {
                    let message = format!("the server's variable `{name}`, used twice, is not supported yet");
                    self.found.refuse(Place::value(at.clone()), message, "give each place a variable of its own");
                }
                Some((name, variable)) => parts.push(ServerPart::Variable(name, variable)),
                None => self.found.refuse(
                    Place::value(at.clone()),
                    format!("the server's variable `{name}`, which has no default, is not supported yet"),
                    "describe it under `variables`, with a `default`",
                ),
            }
            rest = behind;
        }
        if !rest.is_empty() {
            parts.push(ServerPart::Ready(Segment::Literal(rest.to_owned())));
        }
        Some(ServerPlan { server, parts })
    }
}
