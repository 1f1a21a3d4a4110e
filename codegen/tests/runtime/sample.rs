//! What the tests share: rules, a small schema written the way generated code is, and answers of a server.

use crate::rt::http::Response;
use crate::rt::{
    Body, FromJson, KnownMember, Mode, ReadRules, Reader, Report, Rule, Secret, Severity, Slot, ToJson, Writer,
};

pub(super) const TYPE: Rule = rule("R-TYPE", Severity::Error);
pub(super) const REQUIRED: Rule = rule("required", Severity::Error);
pub(super) const UNKNOWN: Rule = rule("R-UNKNOWN", Severity::Error);
pub(super) const HOST: Rule = rule("R-REQ-HOSTNAME", Severity::Error);
pub(super) const SOFT: Rule = rule("R-CONN-6", Severity::Warning);
pub(super) const READ: ReadRules = ReadRules { types: &TYPE, required: &REQUIRED, unknown: &UNKNOWN };

/// A text that no output may show.
pub(super) const CANARY: &str = "correct horse";

const fn rule(id: &'static str, severity: Severity) -> Rule {
    Rule { id, severity, doc: "", source: "" }
}

/// A schema with a required member under a rule of its own, an integer, a secret, a list and a child of its own type.
#[derive(Clone, Debug, PartialEq, Default)]
pub(super) struct Connection {
    pub(super) hostname: String,
    pub(super) port: Option<i64>,
    pub(super) password: Option<Secret>,
    pub(super) dns_servers: Option<Vec<String>>,
    pub(super) via: Option<Vec<Connection>>,
}

const MEMBERS: &[KnownMember] = &[
    KnownMember::required_by("hostname", &HOST),
    KnownMember::optional("port"),
    KnownMember::optional("password"),
    KnownMember::optional("dns_servers"),
    KnownMember::optional("via"),
];

impl FromJson for Connection {
    fn from_json(reader: &mut Reader<'_>) -> Option<Self> {
        let mut values = (None, None, None, None, None);
        let slots: &mut [&mut dyn Slot] =
            &mut [&mut values.0, &mut values.1, &mut values.2, &mut values.3, &mut values.4];
        if !reader.members(MEMBERS, slots) {
            return None;
        }
        let (Some(hostname), port, password, dns_servers, via) = values else { return None };
        Some(Self { hostname, port, password, dns_servers, via })
    }
}

impl ToJson for Connection {
    fn to_json(&self, writer: &mut Writer<'_>) {
        writer.object(MEMBERS, &[&self.hostname, &self.port, &self.password, &self.dns_servers, &self.via]);
    }
}

/// Reads `text` as a whole body.
pub(super) fn read<T: FromJson>(text: &str, mode: Mode) -> Result<T, Report> {
    let mut reader = Reader::new(text, mode, &READ);
    let value = T::from_json(&mut reader);
    reader.finish(value)
}

/// Every violation as `rule pointer`.
pub(super) fn places(report: &Report) -> Vec<String> {
    report.violations().iter().map(|violation| format!("{} {}", violation.rule, violation.pointer)).collect()
}

pub(super) fn answer(status: u16, body: impl AsRef<[u8]>) -> Response<Body> {
    Response::builder().status(status).body(Body::from(body.as_ref().to_vec())).expect("the status is one")
}
