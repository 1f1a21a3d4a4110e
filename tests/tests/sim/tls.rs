//! Certificates: what a client can trust, and what it must not.

use std::net::TcpStream;

use ring::digest::{SHA1_FOR_LEGACY_USE_ONLY, SHA256, digest};
use vcha_tests::sim::{Sim, Tls};

use super::client::{Ask, address, secured};

fn connected(sim: &Sim) -> TcpStream {
    TcpStream::connect(address(sim.url())).unwrap()
}

fn colons(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02X}")).collect::<Vec<_>>().join(":")
}

#[test]
fn a_client_that_trusts_the_ca_gets_through_by_every_name() {
    for tls in [Tls::Ca, Tls::SelfSigned] {
        let sim = Sim::builder().tls(tls).spawn().unwrap();
        assert!(sim.url().starts_with("https://127.0.0.1:"));
        for name in ["localhost", "127.0.0.1", "::1"] {
            let stream = secured(connected(&sim), sim.ca_pem().unwrap(), name).unwrap();
            let leaf = stream.conn.peer_certificates().unwrap().first().unwrap();
            assert_eq!(sim.thumbprint_sha256().unwrap(), colons(digest(&SHA256, leaf).as_ref()));
            assert_eq!(sim.thumbprint_sha1().unwrap(), colons(digest(&SHA1_FOR_LEGACY_USE_ONLY, leaf).as_ref()));
        }
        assert_eq!(Ask::new("GET", "/rest/nothing").send(&sim).status, 404);
        assert!(secured(connected(&sim), sim.ca_pem().unwrap(), "vcenter.example.test").is_err());
    }
}

#[test]
fn a_client_that_trusts_another_ca_does_not_and_has_sent_nothing() {
    let sim = Sim::builder().spawn().unwrap();
    let another = Sim::builder().spawn().unwrap();
    assert!(secured(connected(&sim), another.ca_pem().unwrap(), "localhost").is_err());
    // A handshake that succeeds after the failed one shows that the failure has been counted.
    assert_eq!(Ask::new("GET", "/rest/nothing").send(&sim).status, 404);
    assert_eq!((sim.connections(), sim.failed_handshakes(), sim.requests().len()), (2, 1, 1));
}

#[test]
fn plain_http_has_nothing_to_trust() {
    let sim = Sim::builder().tls(Tls::Plain).spawn().unwrap();
    assert!(sim.url().starts_with("http://127.0.0.1:"));
    assert_eq!((sim.ca_pem(), sim.thumbprint_sha1(), sim.thumbprint_sha256()), (None, None, None));
}
