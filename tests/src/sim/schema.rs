//! What a redeploy body may contain, as a table, and the walk that compares a body with it.
//! Rules between members stand in `relations`.

use serde_json::{Map, Value};

use super::relations;

/// One thing that is wrong with a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    pub(crate) kind: ProblemKind,
    /// The member, as a dotted path from the body.
    pub(crate) member: String,
    /// What is wrong with it; `{member}` stands for the path.
    pub(crate) text: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ProblemKind {
    Missing,
    Type,
    Value,
    Relation,
    Unexpected,
}

struct Member {
    name: &'static str,
    required: bool,
    kind: Kind,
}

enum Kind {
    Text,
    Long,
    Texts,
    IpFamily,
    Object(&'static [Member]),
}

const fn must(name: &'static str, kind: Kind) -> Member {
    Member { name, required: true, kind }
}

const fn may(name: &'static str, kind: Kind) -> Member {
    Member { name, required: false, kind }
}

const WRAPPED: &[Member] = &[must("spec", Kind::Object(REDEPLOY))];

const REDEPLOY: &[Member] = &[
    may("vc_spec", Kind::Object(CREDENTIALS)),
    must("placement", Kind::Object(PLACEMENT)),
    may("ha_ip", Kind::Object(IP)),
    may("failover_ip", Kind::Object(IP)),
];

const CREDENTIALS: &[Member] = &[must("active_location", Kind::Object(CONNECTION))];

const CONNECTION: &[Member] = &[
    must("hostname", Kind::Text),
    may("port", Kind::Long),
    may("ssl_thumbprint", Kind::Text),
    may("username", Kind::Text),
    may("password", Kind::Text),
];

const PLACEMENT: &[Member] = &[
    must("name", Kind::Text),
    must("folder", Kind::Text),
    may("host", Kind::Text),
    may("resource_pool", Kind::Text),
    may("ha_network_type", Kind::Text),
    may("ha_network", Kind::Text),
    may("management_network_type", Kind::Text),
    may("management_network", Kind::Text),
    may("storage", Kind::Object(&[may("datastore", Kind::Text)])),
];

const IP: &[Member] = &[
    must("ip_family", Kind::IpFamily),
    may("ipv4", Kind::Object(IPV4)),
    may("ipv6", Kind::Object(IPV6)),
    may("default_gateway", Kind::Text),
    may("dns_servers", Kind::Texts),
];

const IPV4: &[Member] = &[must("address", Kind::Text), may("subnet_mask", Kind::Text), may("prefix", Kind::Long)];

const IPV6: &[Member] = &[must("address", Kind::Text), must("prefix", Kind::Long)];

/// Everything wrong with a redeploy body: with `{"spec"}` around it (`/rest`) or bare (`/api`).
pub(crate) fn judge(body: &Value, wrapped: bool) -> Vec<Problem> {
    let mut problems = Vec::new();
    let (members, at) = if wrapped { (WRAPPED, "spec") } else { (REDEPLOY, "") };
    object(body, members, "", &mut problems);
    if let Some(spec) = if wrapped { body.get("spec") } else { Some(body) } {
        relations::judge(spec, at, &mut problems);
    }
    problems
}

/// A member's path below `at`.
pub(crate) fn below(at: &str, name: &str) -> String {
    if at.is_empty() { name.to_owned() } else { format!("{at}.{name}") }
}

fn object(value: &Value, members: &[Member], at: &str, problems: &mut Vec<Problem>) {
    let Some(given) = value.as_object() else {
        return problems.push(mistyped(at, "an object"));
    };
    for member in members {
        let path = below(at, member.name);
        match given.get(member.name) {
            Some(value) => check(value, &member.kind, &path, problems),
            None if member.required => problems.push(Problem {
                kind: ProblemKind::Missing,
                member: path,
                text: "The member {member} is required.".to_owned(),
            }),
            None => {}
        }
    }
    unexpected(given, members, at, problems);
}

fn unexpected(given: &Map<String, Value>, members: &[Member], at: &str, problems: &mut Vec<Problem>) {
    for name in given.keys().filter(|name| members.iter().all(|member| member.name != name.as_str())) {
        problems.push(Problem {
            kind: ProblemKind::Unexpected,
            member: below(at, name),
            text: "The member {member} is not known.".to_owned(),
        });
    }
}

fn check(value: &Value, kind: &Kind, path: &str, problems: &mut Vec<Problem>) {
    match kind {
        Kind::Object(members) => object(value, members, path, problems),
        Kind::Text if value.is_string() => {}
        Kind::Text => problems.push(mistyped(path, "a string")),
        Kind::Long if value.as_i64().is_some() => {}
        Kind::Long => problems.push(mistyped(path, "an integer of 64 bits")),
        Kind::IpFamily => match value.as_str() {
            Some("IPV4" | "IPV6") => {}
            Some(_) => problems.push(Problem {
                kind: ProblemKind::Value,
                member: path.to_owned(),
                text: "The member {member} must be IPV4 or IPV6.".to_owned(),
            }),
            None => problems.push(mistyped(path, "a string")),
        },
        Kind::Texts => match value.as_array() {
            Some(items) => {
                let wrong = items.iter().enumerate().filter(|(_, item)| !item.is_string());
                problems.extend(wrong.map(|(index, _)| mistyped(&format!("{path}[{index}]"), "a string")));
            }
            None => problems.push(mistyped(path, "an array of strings")),
        },
    }
}

fn mistyped(path: &str, expected: &str) -> Problem {
    let member = if path.is_empty() { "body" } else { path };
    Problem {
        kind: ProblemKind::Type,
        member: member.to_owned(),
        text: format!("The member {{member}} must be {expected}."),
    }
}

#[cfg(test)]
#[path = "schema_tests.rs"]
mod tests;
