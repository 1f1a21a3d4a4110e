//! A client as plain as can be: one connection for each request, bytes in and bytes out.
//! It must not be clever, so that what it reports is what was on the wire.

use std::io::{self, ErrorKind, Read, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};
use vcha_tests::base64::encode;
use vcha_tests::sim::{DEFAULT_PASSWORD, DEFAULT_USER, Family, Scenario, Sim, Tls};

pub(crate) const SESSION: &str = "vmware-api-session-id";
pub(crate) const REDEPLOY_QUERY: &str = "vmw-task=true&action=redeploy";

/// What came back for a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Got {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
    /// As many bytes came as were announced.
    pub(crate) complete: bool,
}

impl Got {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("not JSON: {self:?}"))
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(header, _)| header == name).map(|(_, value)| value.as_str())
    }
}

/// A request to be sent.
#[derive(Clone, Debug)]
pub(crate) struct Ask {
    pub(crate) method: &'static str,
    pub(crate) target: String,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: Vec<u8>,
}

impl Ask {
    pub(crate) fn new(method: &'static str, target: &str) -> Self {
        Self { method, target: target.to_owned(), headers: Vec::new(), body: Vec::new() }
    }

    pub(crate) fn header(mut self, name: &'static str, value: &str) -> Self {
        self.headers.push((name, value.to_owned()));
        self
    }

    pub(crate) fn json(mut self, body: &Value) -> Self {
        self.body = body.to_string().into_bytes();
        self.header("content-type", "application/json")
    }

    fn bytes(&self) -> Vec<u8> {
        let mut text = format!("{} {} HTTP/1.1\r\nhost: sim\r\nconnection: close\r\n", self.method, self.target);
        for (name, value) in &self.headers {
            text.push_str(&format!("{name}: {value}\r\n"));
        }
        text.push_str(&format!("content-length: {}\r\n\r\n", self.body.len()));
        [text.into_bytes(), self.body.clone()].concat()
    }

    /// Sends the request; `None` if the connection ended before a status line, or nothing came for `patience`.
    pub(crate) fn try_send(&self, sim: &Sim, patience: Duration) -> Option<Got> {
        let stream = TcpStream::connect(address(sim.url())).unwrap();
        stream.set_read_timeout(Some(patience)).unwrap();
        match sim.ca_pem() {
            None => converse(stream, &self.bytes()),
            Some(pem) => converse(secured(stream, pem, "127.0.0.1").unwrap(), &self.bytes()),
        }
    }

    pub(crate) fn send(&self, sim: &Sim) -> Got {
        self.try_send(sim, Duration::from_secs(20)).unwrap_or_else(|| panic!("no answer to {self:?}"))
    }
}

/// Host and port of a URL.
pub(crate) fn address(url: &str) -> &str {
    url.split("//").nth(1).unwrap()
}

/// A TLS connection that trusts `pem` and nothing else.
pub(crate) fn secured(
    stream: TcpStream,
    pem: &str,
    name: &'static str,
) -> io::Result<StreamOwned<ClientConnection, TcpStream>> {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_slice(pem.as_bytes()).unwrap()).unwrap();
    let config = ClientConfig::builder_with_provider(Arc::new(tokio_rustls::rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let connection = ClientConnection::new(Arc::new(config), ServerName::try_from(name).unwrap()).unwrap();
    let mut stream = StreamOwned::new(connection, stream);
    while stream.conn.is_handshaking() {
        stream.conn.complete_io(&mut stream.sock)?;
    }
    Ok(stream)
}

fn converse(mut stream: impl Read + Write, request: &[u8]) -> Option<Got> {
    stream.write_all(request).and_then(|()| stream.flush()).ok()?;
    let (mut answer, mut piece) = (Vec::new(), [0; 8192]);
    loop {
        match stream.read(&mut piece) {
            Ok(0) => break,
            Ok(count) => answer.extend_from_slice(&piece[..count]),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(_) => break,
        }
    }
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n")?;
    let head = String::from_utf8(answer[..end].to_vec()).unwrap();
    let mut lines = head.split("\r\n");
    let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
    let headers: Vec<(String, String)> = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    let body = answer[end + 4..].to_vec();
    let announced = headers.iter().find(|(name, _)| name == "content-length").map(|(_, value)| value.clone());
    let complete = announced.map_or(body.is_empty(), |length| length == body.len().to_string());
    Some(Got { status, headers, body, complete })
}

/// A stand-in over plain HTTP in a thread of its own.
pub(crate) fn plain(scenario: Scenario) -> Sim {
    Sim::builder().tls(Tls::Plain).seed(7).scenario(scenario).spawn().unwrap()
}

fn prefix(family: Family) -> &'static str {
    match family {
        Family::Rest => "/rest",
        Family::Api => "/api",
    }
}

/// The result of a success: below `value` on `/rest`, bare on `/api`.
pub(crate) fn result(family: Family, got: &Got) -> Value {
    let body = got.json();
    match family {
        Family::Rest => {
            assert_eq!(body.as_object().unwrap().keys().collect::<Vec<_>>(), ["value"], "{body}");
            body["value"].clone()
        }
        Family::Api => body,
    }
}

/// The inner object of an error, after a look at its envelope.
pub(crate) fn error(family: Family, got: &Got, kind: &str) -> Value {
    let body = got.json();
    let object = match family {
        Family::Rest => {
            assert_eq!(body["type"], format!("com.vmware.vapi.std.errors.{kind}"), "{body}");
            body["value"].clone()
        }
        Family::Api => body,
    };
    assert_eq!(object["error_type"], kind.to_uppercase(), "{object}");
    object
}

pub(crate) fn session_path(family: Family) -> &'static str {
    match family {
        Family::Rest => "/rest/com/vmware/cis/session",
        Family::Api => "/api/session",
    }
}

pub(crate) fn login_ask(family: Family, basic: &str) -> Ask {
    Ask::new("POST", session_path(family))
        .header("authorization", &format!("Basic {basic}"))
        .header("vmware-use-header-authn", "true")
}

pub(crate) fn login(sim: &Sim, family: Family) -> String {
    let got = login_ask(family, &encode(format!("{DEFAULT_USER}:{DEFAULT_PASSWORD}").as_bytes())).send(sim);
    result(family, &got).as_str().unwrap().to_owned()
}

/// The smallest right body.
pub(crate) fn small() -> Value {
    json!({"placement": {"name": "passive", "folder": "group-v3"}})
}

pub(crate) fn redeploy_ask(family: Family, token: &str, spec: &Value) -> Ask {
    let body = if family == Family::Rest { json!({ "spec": spec }) } else { spec.clone() };
    Ask::new("POST", &format!("{}/vcenter/vcha/cluster/passive?{REDEPLOY_QUERY}", prefix(family)))
        .header(SESSION, token)
        .json(&body)
}

pub(crate) fn redeploy(sim: &Sim, family: Family, token: &str) -> String {
    let got = redeploy_ask(family, token, &small()).send(sim);
    result(family, &got).as_str().unwrap_or_else(|| panic!("{got:?}")).to_owned()
}

pub(crate) fn task_ask(family: Family, token: &str, id: &str, query: &str) -> Ask {
    Ask::new("GET", &format!("{}/cis/tasks/{id}{query}", prefix(family))).header(SESSION, token)
}

pub(crate) fn cancel_ask(family: Family, token: &str, id: &str) -> Ask {
    Ask::new("POST", &format!("{}/cis/tasks/{id}?action=cancel", prefix(family))).header(SESSION, token)
}

pub(crate) const FAMILIES: [Family; 2] = [Family::Rest, Family::Api];
