//! The stand-in's certificates, made anew at every start, and their thumbprints.
//! Accepting connections belongs to `server`.

use std::io;
use std::net::IpAddr;
use std::sync::Arc;

use rcgen::{
    BasicConstraints, CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
    KeyUsagePurpose, date_time_ymd,
};
use ring::digest::{SHA1_FOR_LEGACY_USE_ONLY, SHA256, digest};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring::default_provider;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

use super::prng::thumbprint;

/// How connections are protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Tls {
    /// A server certificate issued by a CA of the stand-in's own.
    #[default]
    Ca,
    /// A self-signed server certificate.
    SelfSigned,
    /// None: plain HTTP.
    Plain,
}

/// A server certificate, ready to serve.
pub(crate) struct Identity {
    /// What a client must trust: the CA, or the self-signed certificate itself.
    pub(crate) ca_pem: String,
    pub(crate) sha1: String,
    pub(crate) sha256: String,
    config: Arc<ServerConfig>,
}

impl Identity {
    /// Makes a certificate for loopback names and the address that is listened on.
    pub(crate) fn make(self_signed: bool, listen: IpAddr) -> io::Result<Self> {
        let key = KeyPair::generate().map_err(io::Error::other)?;
        let params = server_params(listen)?;
        let (certificate, ca_pem) = if self_signed {
            let certificate = params.self_signed(&key).map_err(io::Error::other)?;
            let pem = certificate.pem();
            (certificate, pem)
        } else {
            let ca_key = KeyPair::generate().map_err(io::Error::other)?;
            let ca_params = ca_params();
            let ca = ca_params.self_signed(&ca_key).map_err(io::Error::other)?;
            let issuer = Issuer::new(ca_params, ca_key);
            (params.signed_by(&key, &issuer).map_err(io::Error::other)?, ca.pem())
        };
        let der = certificate.der().clone();
        let private = PrivateKeyDer::try_from(key.serialize_der()).map_err(io::Error::other)?;
        let (sha1, sha256) = (digest(&SHA1_FOR_LEGACY_USE_ONLY, &der), digest(&SHA256, &der));
        Ok(Self {
            ca_pem,
            sha1: thumbprint(sha1.as_ref()),
            sha256: thumbprint(sha256.as_ref()),
            config: config(der, private)?,
        })
    }

    pub(crate) fn acceptor(&self) -> TlsAcceptor {
        TlsAcceptor::from(Arc::clone(&self.config))
    }
}

fn config(certificate: CertificateDer<'static>, key: PrivateKeyDer<'static>) -> io::Result<Arc<ServerConfig>> {
    // The provider is named, because a process may have none or another one as its default.
    let mut config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(io::Error::other)?
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .map_err(io::Error::other)?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(Arc::new(config))
}

fn server_params(listen: IpAddr) -> io::Result<CertificateParams> {
    let mut names = vec!["localhost".to_owned(), "127.0.0.1".to_owned(), "::1".to_owned()];
    if !listen.is_loopback() && !listen.is_unspecified() {
        names.push(listen.to_string());
    }
    let mut params = CertificateParams::new(names).map_err(io::Error::other)?;
    params.distinguished_name = named("vcenter-sim");
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    params.use_authority_key_identifier_extension = true;
    dated(&mut params);
    Ok(params)
}

fn ca_params() -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name = named("vcenter-sim CA");
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    dated(&mut params);
    params
}

fn dated(params: &mut CertificateParams) {
    params.not_before = date_time_ymd(2020, 1, 1);
    params.not_after = date_time_ymd(2099, 12, 31);
}

fn named(name: &str) -> DistinguishedName {
    let mut names = DistinguishedName::new();
    names.push(DnType::CommonName, name);
    names
}
