//! Who is believed to be the server: the platform's judgement first, then the pins. The one file that judges
//! certificates.

use std::error::Error;
use std::fmt;
use std::sync::Arc;

use ring::digest::{SHA1_FOR_LEGACY_USE_ONLY, SHA256, digest};
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::{verify_server_cert_signed_by_trust_anchor, verify_server_name};
use rustls::crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{CertificateError, ClientConfig, DigitallySignedStruct, OtherError, RootCertStore, SignatureScheme};
use rustls_platform_verifier::Verifier;

use super::pins::Pins;
use super::{Settings, Thumbprint, TransportError, TransportErrorKind, Untrusted};

/// What the judges of all connections of a transport have in common. It is made once: reading the platform's roots takes
/// time.
pub(super) struct Judging {
    chain: Arc<Chain>,
    provider: Arc<CryptoProvider>,
}

impl Judging {
    /// Names its cryptography itself, so that nothing is installed for the whole process and no other crate's choice
    /// counts.
    pub(super) fn new(settings: &Settings) -> Result<Self, TransportError> {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        Ok(Self { chain: Arc::new(chain(settings, &provider)?), provider })
    }

    /// TLS whose judge takes those pins.
    pub(super) fn config(&self, pins: Pins) -> Result<ClientConfig, TransportError> {
        let provider = Arc::clone(&self.provider);
        let judge = Judge { chain: Arc::clone(&self.chain), pins, provider: Arc::clone(&provider) };
        let config = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
        let config = config.map_err(|error| TransportError::new(TransportErrorKind::Connect, error))?;
        Ok(config.dangerous().with_custom_certificate_verifier(Arc::new(judge)).with_no_client_auth())
    }
}

/// Judges a server's certificate.
#[derive(Debug)]
struct Judge {
    chain: Arc<Chain>,
    pins: Pins,
    provider: Arc<CryptoProvider>,
}

/// Who judges before the pins do.
#[derive(Debug)]
enum Chain {
    /// The platform, with the extra CAs.
    Platform(Verifier),
    /// Nobody, because the platform has no roots: a small container, for one. Only a pin can help.
    Missing(String),
    /// Everything is fine.
    Insecure,
}

fn chain(settings: &Settings, provider: &Arc<CryptoProvider>) -> Result<Chain, TransportError> {
    let extra = extra_roots(&settings.extra_ca)?;
    if settings.insecure {
        #[cfg(feature = "tracing")]
        tracing::warn!("certificates are not verified: whoever is between here and the server can read everything");
        return Ok(Chain::Insecure);
    }
    match Verifier::new_with_extra_roots(extra, Arc::clone(provider)) {
        Ok(verifier) => Ok(Chain::Platform(verifier)),
        Err(error) => Ok(Chain::Missing(error.to_string())),
    }
}

/// Every certificate of every file. A file without one is refused: it would go unnoticed until nothing connects.
fn extra_roots(files: &[Vec<u8>]) -> Result<Vec<CertificateDer<'static>>, TransportError> {
    let refused = |why: &str| TransportError::new(TransportErrorKind::Connect, format!("an extra CA {why}"));
    let mut roots = Vec::new();
    for pem in files {
        let before = roots.len();
        for certificate in CertificateDer::pem_slice_iter(pem) {
            let certificate = certificate.map_err(|_| refused("is not well-formed PEM"))?;
            let fits = RootCertStore::empty().add(certificate.clone());
            fits.map_err(|_| refused("holds something that is no certificate"))?;
            roots.push(certificate);
        }
        if roots.len() == before {
            return Err(refused("holds no certificate in PEM"));
        }
    }
    Ok(roots)
}

impl Judge {
    /// What the platform refused: a pin may still take it.
    fn appeal(
        &self,
        refusal: &rustls::Error,
        certificate: &CertificateDer<'_>,
        name: &ServerName<'_>,
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let shown = self.pins.shown_by(&name.to_str());
        let whose = if shown.by_proxy { "the proxy " } else { "" };
        let unusable = |why: &rustls::Error| {
            let (why, which) = (shortcoming(why), if is_version_one(why) { thumbprints(certificate) } else { None });
            let which = which.map(|(sha256, _)| format!(" (its SHA-256 thumbprint is {sha256})")).unwrap_or_default();
            Err(told(Unusable(format!("the certificate of {whose}{} is refused: {why}{which}", name.to_str()))))
        };
        if !is_lack_of_trust(refusal) {
            return unusable(refusal);
        }
        if let Some(flaw) = self.flaw(certificate, now) {
            return unusable(&flaw);
        }
        let Some((sha256, sha1)) = thumbprints(certificate) else { return unusable(refusal) };
        if shown.pins.contains(&sha256) || shown.pins.contains(&sha1) {
            return Ok(ServerCertVerified::assertion());
        }
        let untrusted = Untrusted::new(
            name.to_str(),
            sha256,
            sha1,
            self.reason(refusal, certificate, name, !shown.pins.is_empty()),
        );
        Err(told(if shown.by_proxy { untrusted.of_proxy() } else { untrusted }))
    }

    /// What is wrong with the certificate itself, whoever issued it: its form, its time, its purpose. A platform that
    /// reports the missing issuer first may have kept quiet about that.
    fn flaw(&self, certificate: &CertificateDer<'_>, now: UnixTime) -> Option<rustls::Error> {
        let algorithms = self.provider.signature_verification_algorithms.all;
        let alone =
            |parsed| verify_server_cert_signed_by_trust_anchor(&parsed, &RootCertStore::empty(), &[], now, algorithms);
        match ParsedCertificate::try_from(certificate).and_then(alone).err()? {
            rustls::Error::InvalidCertificate(CertificateError::UnknownIssuer) => None,
            // Self-signed certificates made with the usual tools are those of an authority as well. Their time was looked
            // at before that was found; their purpose, which most of them leave out, is looked at by nobody.
            rustls::Error::InvalidCertificate(CertificateError::Other(OtherError(cause)))
                if cause.to_string() == AUTHORITY =>
            {
                None
            }
            flaw => Some(flaw),
        }
    }

    /// Why there is no trust, to go on after "because".
    fn reason(
        &self,
        refusal: &rustls::Error,
        certificate: &CertificateDer<'_>,
        name: &ServerName<'_>,
        is_pinned: bool,
    ) -> String {
        let mut reason = match (names_no_host(certificate, name), is_other_name(refusal)) {
            (false, _) => shortcoming(refusal),
            (true, true) => NAMELESS.to_owned(),
            (true, false) => format!("{}, and {NAMELESS}", shortcoming(refusal)),
        };
        if let Chain::Missing(why) = &*self.chain {
            reason.push_str(&format!(" (there are no roots: {why})"));
        }
        if is_pinned {
            reason.push_str(" and it is not one of those that are pinned");
        }
        reason
    }
}

impl ServerCertVerifier for Judge {
    fn verify_server_cert(
        &self,
        certificate: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        ocsp: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let judged = match &*self.chain {
            Chain::Insecure => Ok(ServerCertVerified::assertion()),
            Chain::Platform(verifier) => verifier.verify_server_cert(certificate, intermediates, name, ocsp, now),
            Chain::Missing(_) => Err(CertificateError::UnknownIssuer.into()),
        };
        judged.or_else(|refusal| self.appeal(&refusal, certificate, name, now))
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        verify_tls12_signature(message, certificate, signed, algorithms).map_err(not_signed)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        verify_tls13_signature(message, certificate, signed, algorithms).map_err(not_signed)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}

/// A certificate that no pin helps, in a sentence.
#[derive(Debug)]
pub(super) struct Unusable(String);

impl fmt::Display for Unusable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Error for Unusable {}

/// Anybody can show a certificate; only its owner can sign with its key. Here a certificate is looked at even if none is
/// checked.
fn not_signed(error: rustls::Error) -> rustls::Error {
    match error {
        rustls::Error::InvalidCertificate(CertificateError::BadSignature) => {
            told(Unusable("the server does not hold the key of the certificate that it shows".to_owned()))
        }
        error if is_version_one(&error) => {
            told(Unusable(format!("the server's certificate cannot be used: {}", shortcoming(&error))))
        }
        other => other,
    }
}

/// Our own error in the wrapping that rustls takes.
fn told(error: impl Error + Send + Sync + 'static) -> rustls::Error {
    CertificateError::Other(OtherError(Arc::new(error))).into()
}

/// The name that a certificate of an authority where one of a server belongs has in rustls' own judge. It has no
/// variant.
const AUTHORITY: &str = "CaUsedAsEndEntity";

/// Whether the certificate is of X.509 version 1 or 2. It has no variant either.
fn is_version_one(refusal: &rustls::Error) -> bool {
    matches!(refusal, rustls::Error::InvalidCertificate(CertificateError::Other(OtherError(cause)))
        if cause.to_string() == "UnsupportedCertVersion")
}

/// What is said of a certificate without subject alternative names: its common name is looked at by nobody.
const NAMELESS: &str = "it names no host (it has no subject alternative name), which a new certificate or a pin helps";

/// Whether the certificate is for no host at all, and not just for others.
fn names_no_host(certificate: &CertificateDer<'_>, name: &ServerName<'_>) -> bool {
    let judged = ParsedCertificate::try_from(certificate).and_then(|parsed| verify_server_name(&parsed, name));
    matches!(
        judged,
        Err(rustls::Error::InvalidCertificate(CertificateError::NotValidForNameContext { presented, .. }))
            if presented.is_empty()
    )
}

/// Whether the refusal is about the name.
fn is_other_name(refusal: &rustls::Error) -> bool {
    use CertificateError::{NotValidForName, NotValidForNameContext};

    matches!(refusal, rustls::Error::InvalidCertificate(NotValidForName | NotValidForNameContext { .. }))
}

/// Whether the refusal says that nobody vouches for the certificate. After these govmomi, too, looks at its
/// thumbprints.
fn is_lack_of_trust(refusal: &rustls::Error) -> bool {
    use CertificateError::{
        BadSignature, NotValidForName, NotValidForNameContext, Other, UnknownIssuer,
        UnsupportedSignatureAlgorithmForPublicKeyContext as OtherKindOfKey,
    };

    // A signature is bad, or of another kind than the key, when a trusted root has the issuer's name but not its key: the
    // authorities of all vCenters have one name. The platform's judges on some systems have no variant for lack of trust.
    let rustls::Error::InvalidCertificate(found) = refusal else { return false };
    matches!(
        found,
        UnknownIssuer
            | BadSignature
            | OtherKindOfKey { .. }
            | NotValidForName
            | NotValidForNameContext { .. }
            | Other(_)
    )
}

/// What is wrong with a certificate, in words instead of the names of variants.
fn shortcoming(refusal: &rustls::Error) -> String {
    use CertificateError as Found;

    let rustls::Error::InvalidCertificate(found) = refusal else { return refusal.to_string() };
    let words = match found {
        Found::UnknownIssuer => "its issuer is not known",
        Found::BadSignature | Found::UnsupportedSignatureAlgorithmForPublicKeyContext { .. } => {
            "its issuer only has the same name as one that is known"
        }
        Found::NotValidForName | Found::NotValidForNameContext { .. } => "it is for other names",
        Found::Expired | Found::ExpiredContext { .. } => "it or an issuer of it has expired",
        Found::NotValidYet | Found::NotValidYetContext { .. } => "it or an issuer of it is not valid yet",
        Found::Revoked => "it was revoked",
        Found::InvalidPurpose | Found::InvalidPurposeContext { .. } => "it is not for servers",
        Found::Other(OtherError(cause)) if cause.to_string() == AUTHORITY => "it is that of an authority",
        _ if is_version_one(refusal) => {
            "it is an X.509 certificate of version 1, which cannot be checked here even if it is pinned; give the server one of \
             version 3"
        }
        Found::Other(OtherError(cause)) => return cause.to_string(),
        _ => return refusal.to_string(),
    };
    words.to_owned()
}

/// SHA-256 and SHA-1 of a certificate.
fn thumbprints(certificate: &CertificateDer<'_>) -> Option<(Thumbprint, Thumbprint)> {
    let sha256 = digest(&SHA256, certificate).as_ref().try_into().ok()?;
    let sha1 = digest(&SHA1_FOR_LEGACY_USE_ONLY, certificate).as_ref().try_into().ok()?;
    Some((Thumbprint::sha256(sha256), Thumbprint::sha1(sha1)))
}
