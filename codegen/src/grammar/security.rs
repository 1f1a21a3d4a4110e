//! Security schemes and the requirements that name them.

use crate::node::{Node, Object};

use super::Walk;
use super::table::Kind;
use crate::diagnostic::{Code, Diagnostic, Place};

impl<'v> Walk<'v> {
    /// `security`: scheme names with lists of scopes.
    pub(super) fn security_requirement(&mut self, map: Object<'v>) {
        let schemes = self.components("securitySchemes");
        for (name, scopes) in map {
            if !schemes.is_some_and(|schemes| schemes.contains_key(name)) {
                let place = Place::key(self.at.join(name));
                let finding =
                    self.fault_at(Code::UnknownSecurity, place, format!("there is no security scheme `{name}`"));
                let names = schemes.into_iter().flatten().map(|(name, _)| name);
                self.report(self.hint(finding, name, names).help("schemes stand under `components/securitySchemes`"));
            }
            let is_list = scopes.as_array().is_some_and(|scopes| scopes.iter().all(|scope| scope.as_str().is_some()));
            if !is_list {
                let place = Place::value(self.at.join(name));
                let message = format!("a list of scopes is needed here, this is {}", scopes.kind());
                self.report(Diagnostic::error(Code::WrongType, place, message).help("an empty list, `[]`, will do"));
            }
        }
    }

    /// The fields that the type of a scheme demands.
    pub(super) fn security_scheme(&mut self, map: Object<'v>) {
        let needed: &[&str] = match map.get("type").and_then(Node::as_str) {
            Some("apiKey") => &["name", "in"],
            Some("http") => &["scheme"],
            Some("oauth2") => &["flows"],
            Some("openIdConnect") => &["openIdConnectUrl"],
            _ => return,
        };
        for name in needed.iter().filter(|name| !map.contains_key(name)) {
            self.missing(Kind::SecurityScheme, name, map);
        }
        let others = ["name", "in", "scheme", "flows", "openIdConnectUrl"].into_iter();
        for name in others.filter(|name| map.contains_key(name) && !needed.contains(name)) {
            let place = Place::key(self.at.join(name));
            let message = format!("`{name}` does nothing for a security scheme of this `type`");
            let finding = self.loose_at(Code::WouldBeLost, place, message).help("remove it, or state another `type`");
            self.left.push(finding);
        }
    }

    /// The fields that the kind of an OAuth flow demands.
    pub(super) fn oauth_flows(&mut self, map: Object<'v>) {
        for (kind, needed) in [
            ("implicit", &["authorizationUrl"][..]),
            ("password", &["tokenUrl"]),
            ("clientCredentials", &["tokenUrl"]),
            ("authorizationCode", &["authorizationUrl", "tokenUrl"]),
        ] {
            let Some(flow) = map.get(kind).and_then(Node::as_object) else { continue };
            for name in needed.iter().filter(|name| !flow.contains_key(name)) {
                self.within(kind, |walk| walk.missing(Kind::OAuthFlow, name, flow));
            }
        }
    }
}
