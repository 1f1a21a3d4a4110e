//! Security schemes and the requirements that name them.

use super::Walk;
use super::kind::ObjectKind;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::node::{Node, Object};

impl<'v> Walk<'v> {
    /// `security`: scheme names with lists of scopes.
    pub(super) fn security_requirement(&mut self, map: Object<'v>) {
        let schemes = self.components("securitySchemes");
        for (name, scopes) in map {
            if !schemes.is_some_and(|schemes| schemes.contains_key(name)) {
                let message = format!("there is no security scheme `{name}`");
                let finding = self.fault(Code::UnknownSecurity, Place::key(scopes), message);
                let finding = self.hint(finding, name, schemes.into_iter().flat_map(Object::keys));
                self.report(finding.help("schemes stand under `components/securitySchemes`"));
            }
            let is_list = scopes.as_array().is_some_and(|scopes| scopes.iter().all(|scope| scope.as_str().is_some()));
            if !is_list {
                let message = format!("a list of scopes is needed here, this is {}", scopes.kind());
                let finding = Diagnostic::error(Code::WrongType, Place::value(scopes), message);
                self.report(finding.help("an empty list, `[]`, will do"));
            }
        }
    }

    /// The fields that the type of a scheme demands.
    pub(super) fn security_scheme(&mut self, map: Object<'v>) {
        let needed: &[&str] = match map.text("type") {
            Some("apiKey") => &["name", "in"],
            Some("http") => &["scheme"],
            Some("oauth2") => &["flows"],
            Some("openIdConnect") => &["openIdConnectUrl"],
            Some("mutualTLS") => {
                let message = "`mutualTLS` is nothing that a request carries, so no operation asks for it";
                let finding = self.loss(Code::WouldBeLost, Place::value(map.at("type")), message);
                self.left.push(finding.help("give the transport its certificate, and leave the scheme out"));
                &[]
            }
            _ => return,
        };
        for name in needed.iter().filter(|name| !map.contains_key(name)) {
            self.missing(ObjectKind::SecurityScheme, name, map);
        }
        let others = ["name", "in", "scheme", "flows", "openIdConnectUrl"].into_iter();
        for name in others.filter(|name| map.contains_key(name) && !needed.contains(name)) {
            let message = format!("`{name}` does nothing for a security scheme of this `type`");
            let finding = self.loss(Code::WouldBeLost, Place::key(map.at(name)), message);
            self.left.push(finding.help("remove it, or state another `type`"));
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
                self.missing(ObjectKind::OAuthFlow, name, flow);
            }
        }
    }
}
