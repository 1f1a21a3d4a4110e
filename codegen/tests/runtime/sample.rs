//! What the tests share: rules, a small schema written the way generated code is, and answers of a server.

use crate::rt::http::Response;
use crate::rt::support::{ObjectWriter, write_object};
use crate::rt::{Body, FromJson, Json, Mode, Path, ReadRules, Reader, Report, Rule, Secret, Secrets, Severity, ToJson};
use serde_core::ser::Serializer;

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

impl FromJson for Connection {
    fn from_json(json: &Json, at: &Path<'_>, reader: &mut Reader) -> Option<Self> {
        let object = reader.object(json, at, &["hostname", "port", "password", "dns_servers", "via"])?;
        let hostname = object.required("hostname", Some(&HOST), reader);
        let port = object.optional("port", reader);
        let password = object.optional("password", reader);
        let dns_servers = object.optional("dns_servers", reader);
        let via = object.optional("via", reader);
        Some(Self { hostname: hostname?, port: port?, password: password?, dns_servers: dns_servers?, via: via? })
    }
}

impl ToJson for Connection {
    fn to_json<S: Serializer>(&self, serializer: S, secrets: Secrets) -> Result<S::Ok, S::Error> {
        let mut object: ObjectWriter<_> = write_object(serializer, secrets)?;
        object.required("hostname", &self.hostname)?;
        object.optional("port", &self.port)?;
        object.optional("password", &self.password)?;
        object.optional("dns_servers", &self.dns_servers)?;
        object.optional("via", &self.via)?;
        object.end()
    }
}

/// Reads `text` as a whole body.
pub(super) fn read<T: FromJson>(text: &str, mode: Mode) -> Result<T, Report> {
    let json: Json = serde_json::from_str(text).expect("the test's own text is JSON");
    crate::rt::read(&json, &Path::ROOT, mode, &READ)
}

/// Every violation as `rule pointer`.
pub(super) fn places(report: &Report) -> Vec<String> {
    report.violations().iter().map(|violation| format!("{} {}", violation.rule, violation.pointer)).collect()
}

pub(super) fn answer(status: u16, body: impl AsRef<[u8]>) -> Response<Body> {
    Response::builder().status(status).body(Body::from(body.as_ref().to_vec())).expect("the status is one")
}
