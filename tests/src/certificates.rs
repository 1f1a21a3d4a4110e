//! Certificates for servers on loopback, good ones and bad ones, made anew for each test. They know nothing of the client.

use std::sync::Arc;

use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair, PKCS_ED25519,
    date_time_ymd,
};
use ring::digest::{Algorithm, SHA1_FOR_LEGACY_USE_ONLY, SHA256, digest};
use rustls::crypto::ring::default_provider;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use rustls::{ALL_VERSIONS, ServerConfig, SupportedProtocolVersion};

use crate::sim;

/// What is special about a certificate. All are for `localhost` and 127.0.0.1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Its issuer is the root, whose name is that of every other root made here.
    Issued,
    /// Its issuer has expired, and the issuer of that one is the root.
    ExpiredIssuer,
    /// It is self-signed, as those below are.
    SelfSigned,
    /// It may issue others.
    Authority,
    /// It has expired.
    Expired,
    /// Both of the above.
    ExpiredAuthority,
    /// It is not valid yet.
    NotYet,
    /// It is not for servers.
    ForClients,
    /// It names no host but in its common name.
    Nameless,
    /// The same, issued by the root.
    IssuedNameless,
    /// The same as X.509 version 1, which has no extensions; the signature is that of version 3.
    VersionOne,
    /// The server that shows it does not have its key.
    Stolen,
}

/// A certificate, and what a server needs to show it.
#[derive(Debug)]
pub struct Identity {
    /// What a client has to trust, in PEM: the root, or the certificate itself.
    pub root: String,
    shown: Arc<CertifiedKey>,
}

impl Identity {
    /// Makes one, with keys of its own.
    #[must_use]
    pub fn new(kind: Kind) -> Self {
        let (key, another) = (pair(), pair());
        let (chain, root) = chain(kind, &key);
        let key = if kind == Kind::Stolen { another } else { key };
        let key = PrivateKeyDer::try_from(key.serialize_der()).expect("a key");
        let key = default_provider().key_provider.load_private_key(key).expect("a key that ring knows");
        Self { root, shown: Arc::new(CertifiedKey::new(chain, key)) }
    }

    /// The SHA-256 digest, in capitals with colons.
    #[must_use]
    pub fn sha256(&self) -> String {
        self.thumbprint(&SHA256)
    }

    /// The SHA-1 digest, in capitals with colons.
    #[must_use]
    pub fn sha1(&self) -> String {
        self.thumbprint(&SHA1_FOR_LEGACY_USE_ONLY)
    }

    fn thumbprint(&self, algorithm: &'static Algorithm) -> String {
        sim::thumbprint(digest(algorithm, &self.shown.cert[0]).as_ref())
    }

    /// A server that shows it, in all versions of TLS.
    #[must_use]
    pub fn config(&self) -> Arc<ServerConfig> {
        self.speaking(ALL_VERSIONS)
    }

    /// A server that shows it, in these versions of TLS.
    #[must_use]
    pub fn speaking(&self, versions: &[&'static SupportedProtocolVersion]) -> Arc<ServerConfig> {
        let config = ServerConfig::builder_with_provider(default_provider().into()).with_protocol_versions(versions);
        let shown = Arc::new(Shown(Arc::clone(&self.shown)));
        Arc::new(config.expect("versions that ring knows").with_no_client_auth().with_cert_resolver(shown))
    }
}

/// Shows the certificate without asking whether the key belongs to it.
#[derive(Debug)]
struct Shown(Arc<CertifiedKey>);

impl ResolvesServerCert for Shown {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(Arc::clone(&self.0))
    }
}

/// A new key, in PEM.
#[must_use]
pub fn key() -> String {
    pair().serialize_pem()
}

/// A root of the name that all roots here have, with a key of another kind, in PEM.
#[must_use]
pub fn root_of_another_kind() -> String {
    let key = KeyPair::generate_for(&PKCS_ED25519).expect("a key");
    authority("root", 2099).self_signed(&key).expect("a root").pem()
}

fn pair() -> KeyPair {
    KeyPair::generate().expect("a key")
}

/// The certificate with what stands between it and the root, and the root in PEM.
fn chain(kind: Kind, key: &KeyPair) -> (Vec<CertificateDer<'static>>, String) {
    let root_key = pair();
    let root = authority("root", 2099);
    let pem = root.self_signed(&root_key).expect("a root").pem();
    let root = Issuer::new(root, root_key);
    match kind {
        Kind::Issued | Kind::IssuedNameless => {
            let made = server(kind).signed_by(key, &root).expect("a certificate");
            (vec![made.der().clone()], pem)
        }
        Kind::ExpiredIssuer => {
            let issuer_key = pair();
            let issuer = authority("issuer", 2001);
            let between = issuer.signed_by(&issuer_key, &root).expect("an issuer");
            let made = server(kind).signed_by(key, &Issuer::new(issuer, issuer_key)).expect("a certificate");
            (vec![made.der().clone(), between.der().clone()], pem)
        }
        _ => {
            let made = server(kind).self_signed(key).expect("a certificate");
            let shown = if kind == Kind::VersionOne { version_one(made.der()).into() } else { made.der().clone() };
            (vec![shown], made.pem())
        }
    }
}

fn authority(name: &str, until: i32) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name.push(DnType::CommonName, name);
    params.not_before = date_time_ymd(2000, 1, 1);
    params.not_after = date_time_ymd(until, 1, 1);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params
}

fn server(kind: Kind) -> CertificateParams {
    let is_nameless = matches!(kind, Kind::Nameless | Kind::IssuedNameless | Kind::VersionOne);
    let names = if is_nameless { Vec::new() } else { vec!["localhost".to_owned(), "127.0.0.1".to_owned()] };
    let mut params = CertificateParams::new(names).expect("names");
    params.not_before = date_time_ymd(if kind == Kind::NotYet { 2090 } else { 2000 }, 1, 1);
    let expired = matches!(kind, Kind::Expired | Kind::ExpiredAuthority);
    params.not_after = date_time_ymd(if expired { 2001 } else { 2099 }, 1, 1);
    params.extended_key_usages = match kind {
        Kind::ForClients => vec![ExtendedKeyUsagePurpose::ClientAuth],
        _ => vec![ExtendedKeyUsagePurpose::ServerAuth],
    };
    if matches!(kind, Kind::Authority | Kind::ExpiredAuthority) {
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    }
    params
}

/// The certificate without its version and its extensions.
fn version_one(der: &[u8]) -> Vec<u8> {
    let (_, whole, _) = element(der);
    let (_, signed, rest) = element(whole);
    let (mut fields, mut left) = (Vec::new(), signed);
    while !left.is_empty() {
        let (tag, _, behind) = element(left);
        if ![0xA0, 0xA3].contains(&tag) {
            fields.extend_from_slice(&left[..left.len() - behind.len()]);
        }
        left = behind;
    }
    sequence(&[&sequence(&fields), rest].concat())
}

/// The tag of the first element of a DER text, its content, and what comes behind it.
fn element(der: &[u8]) -> (u8, &[u8], &[u8]) {
    let (length, start) = match der[1] {
        short @ ..0x80 => (usize::from(short), 2),
        long => {
            let count = usize::from(long & 0x7F);
            (der[2..2 + count].iter().fold(0, |length, byte| length << 8 | usize::from(*byte)), 2 + count)
        }
    };
    (der[0], &der[start..start + length], &der[start + length..])
}

fn sequence(content: &[u8]) -> Vec<u8> {
    let [high, low] = u16::try_from(content.len()).expect("a short certificate").to_be_bytes();
    let head: &[u8] = match (high, low) {
        (0, ..0x80) => &[0x30, low],
        (0, _) => &[0x30, 0x81, low],
        _ => &[0x30, 0x82, high, low],
    };
    [head, content].concat()
}
