//! Which certificates are accepted and which are not, and what the error says.

use rustls::version::{TLS12, TLS13};
use vcha_client::{ReqwestTransport, Settings, Thumbprint, TransportError, TransportErrorKind, Untrusted};
use vcha_tests::certificates::{self, Identity, Kind};
use vcha_tests::loopback::Loopback;

use super::{empty, get, in_a_child, is_child, kept, pinning, secure, status, trusting};
use crate::e2e::run;

/// The certificate that was refused; nothing may have been sent.
#[track_caller]
fn refused(outcome: Result<u16, TransportError>) -> Untrusted {
    let error = outcome.unwrap_err();
    assert_eq!((error.kind(), error.is_not_sent()), (TransportErrorKind::Untrusted, true), "{error}");
    error.untrusted().unwrap_or_else(|| panic!("{error}")).clone()
}

/// A refusal that no pin helps; nothing may have been sent.
#[track_caller]
fn hopeless(outcome: Result<u16, TransportError>) -> String {
    let error = outcome.unwrap_err();
    assert_eq!((error.kind(), error.is_not_sent()), (TransportErrorKind::Connect, true), "{error}");
    assert!(error.untrusted().is_none(), "{error}");
    error.to_string()
}

#[test]
fn the_right_authority_is_enough() {
    for kind in [Kind::Issued, Kind::SelfSigned] {
        let (server, identity) = secure(kind, vec![empty()]);
        assert_eq!(get(&trusting(&identity), &server.url()).unwrap(), 204, "{kind:?}");
        assert_eq!(server.finish().len(), 1);
    }
}

#[test]
fn a_file_may_hold_several_authorities_and_there_may_be_several_files() {
    let servers = [secure(Kind::Issued, vec![empty(), empty()]), secure(Kind::Issued, vec![empty(), empty()])];
    let roots = servers.each_ref().map(|(_, identity)| identity.root.as_str());
    let bundle = Settings::default().extra_ca(roots.join("\n"));
    let files = Settings::default().extra_ca(roots[0]).extra_ca(roots[1]);
    for settings in [bundle, files] {
        for (server, _) in &servers {
            assert_eq!(get(&settings, &server.url()).unwrap(), 204);
        }
    }
}

#[test]
fn a_wrong_authority_or_none_is_refused_with_both_thumbprints() {
    let (server, identity) = secure(Kind::Issued, vec![empty()]);
    // The other one's root has the same name, as those of all vCenters have.
    let another = Identity::new(Kind::Issued);
    let other_kind = Settings::default().extra_ca(certificates::root_of_another_kind());
    let cases = [
        (Settings::default(), "its issuer is not known"),
        (trusting(&another), "same name as one that is known"),
        (other_kind, "same name as one that is known"),
    ];
    for (settings, reason) in cases {
        let presented = refused(get(&settings, &server.url()));
        assert_eq!(presented.sha256().to_string(), identity.sha256());
        assert_eq!(presented.sha1().to_string(), identity.sha1());
        assert_eq!(presented.server(), "127.0.0.1");
        assert!(presented.reason().contains(reason), "{presented}");
    }
    assert_eq!(get(&trusting(&identity), &server.url()).unwrap(), 204);
    assert_eq!(server.finish().len(), 1);
}

#[test]
fn a_pin_of_either_digest_in_any_form_is_enough() {
    for kind in [Kind::Issued, Kind::SelfSigned, Kind::Authority] {
        let (server, identity) = secure(kind, vec![empty(); 8]);
        for text in [identity.sha1(), identity.sha256()] {
            for form in [text.clone(), text.to_lowercase(), text.replace(':', "")] {
                assert_eq!(get(&pinning(&server.url(), &form), &server.url()).unwrap(), 204, "{kind:?} {form}");
            }
            let among_others = pinning(&server.url(), &Thumbprint::sha1([1; 20]).to_string())
                .pin(&server.url().parse().unwrap(), text.parse().unwrap());
            assert_eq!(get(&among_others, &server.url()).unwrap(), 204);
        }
    }
}

#[test]
fn a_wrong_pin_is_refused_and_the_right_one_is_shown() {
    let (server, identity) = secure(Kind::SelfSigned, Vec::new());
    let another = Identity::new(Kind::SelfSigned);
    for text in [another.sha1(), another.sha256()] {
        let presented = refused(get(&pinning(&server.url(), &text), &server.url()));
        assert_eq!(presented.sha256().to_string(), identity.sha256());
        assert!(presented.reason().ends_with("and it is not one of those that are pinned"), "{presented}");
    }
    assert_eq!(server.finish(), []);
}

#[test]
fn a_pin_counts_for_one_host_and_one_port() {
    let identity = Identity::new(Kind::SelfSigned);
    let servers = [(); 2].map(|()| Loopback::start_tls(identity.config(), vec![empty(), empty()]));
    let settings = pinning(&servers[0].url(), &identity.sha256());
    let transport = ReqwestTransport::new(&settings).unwrap();
    run(async {
        assert_eq!(status(&transport, &servers[0].url()).await.unwrap(), 204);
        // The same name with another port, and another name for the same server.
        let another_name = servers[0].url().replace("127.0.0.1", "localhost");
        for other in [servers[1].url(), another_name] {
            let presented = refused(status(&transport, &other).await);
            assert_eq!(presented.sha256().to_string(), identity.sha256());
            assert!(!presented.reason().contains("pinned"), "{presented}");
        }
        assert_eq!(status(&transport, &servers[0].url()).await.unwrap(), 204);
    });
    drop(transport);
    let [pinned, other] = servers;
    assert_eq!((pinned.finish().len(), other.finish().len()), (2, 0));
}

#[test]
fn a_pin_is_not_asked_for_what_is_trusted_anyway() {
    let (server, identity) = secure(Kind::Issued, vec![empty()]);
    assert_eq!(
        get(&trusting(&identity).pin(&server.url().parse().unwrap(), Thumbprint::sha256([1; 32])), &server.url())
            .unwrap(),
        204
    );
}

#[test]
fn trust_on_first_use_takes_two_calls() {
    let (server, _) = secure(Kind::SelfSigned, vec![empty()]);
    let first = get(&Settings::default(), &server.url()).unwrap_err();
    let shown = first.untrusted().map(Untrusted::sha256).unwrap();
    assert_eq!(get(&pinning(&server.url(), &shown.to_string()), &server.url()).unwrap(), 204);
    assert_eq!(server.finish().len(), 1);
}

#[test]
fn no_pin_helps_what_is_wrong_for_other_reasons() {
    let cases = [
        (Kind::Expired, "has expired"),
        (Kind::ExpiredAuthority, "has expired"),
        (Kind::NotYet, "is not valid yet"),
        (Kind::ExpiredIssuer, "has expired"),
        (Kind::ForClients, "is not for servers"),
    ];
    for (kind, said) in cases {
        let (server, identity) = secure(kind, Vec::new());
        let pin = |settings: Settings| {
            let url = server.url().parse().unwrap();
            let settings = settings.pin(&url, identity.sha256().parse().unwrap());
            settings.pin(&url, identity.sha1().parse().unwrap())
        };
        let trusting = trusting(&identity);
        for settings in [Settings::default(), pin(Settings::default()), trusting.clone(), pin(trusting)] {
            let text = hopeless(get(&settings, &server.url()));
            assert!(text.contains("the certificate of 127.0.0.1 is refused: it ") && text.ends_with(said), "{text}");
        }
        assert_eq!(server.finish(), [], "{kind:?}");
    }
}

#[test]
fn a_certificate_that_names_no_host_is_reported_as_such_and_can_be_pinned() {
    for (kind, unknown) in [(Kind::Nameless, true), (Kind::IssuedNameless, false)] {
        let (server, identity) = secure(kind, vec![empty()]);
        let settings = if unknown { Settings::default() } else { trusting(&identity) };
        let presented = refused(get(&settings, &server.url()));
        let reason = presented.reason();
        assert!(reason.contains("it names no host") && !reason.contains("other names"), "{reason}");
        assert_eq!(reason.starts_with("its issuer is not known, and "), unknown, "{reason}");
        assert_eq!(get(&pinning(&server.url(), &identity.sha256()), &server.url()).unwrap(), 204);
        assert_eq!(server.finish().len(), 1);
    }
}

#[test]
fn a_certificate_of_version_one_is_reported_as_such() {
    let (server, identity) = secure(Kind::VersionOne, Vec::new());
    let pinned = pinning(&server.url(), &identity.sha256());
    for settings in [Settings::default(), pinned, Settings::default().insecure()] {
        let text = hopeless(get(&settings, &server.url()));
        assert!(text.contains("it is an X.509 certificate of version 1"), "{text}");
        assert!(!text.contains("UnsupportedCertVersion"), "{text}");
    }
    assert_eq!(server.finish(), []);
}

#[test]
fn a_server_without_its_key_is_refused_whatever_is_pinned() {
    for version in [&TLS12, &TLS13] {
        let thief = Identity::new(Kind::Stolen);
        let server = Loopback::start_tls(thief.speaking(&[version]), Vec::new());
        for settings in [pinning(&server.url(), &thief.sha256()), Settings::default().insecure()] {
            let text = hopeless(get(&settings, &server.url()));
            assert!(text.ends_with("the server does not hold the key of the certificate that it shows"), "{text}");
        }
        assert_eq!(server.finish(), []);
        let honest = Identity::new(Kind::SelfSigned);
        let server = Loopback::start_tls(honest.speaking(&[version]), vec![empty()]);
        assert_eq!(get(&pinning(&server.url(), &honest.sha256()), &server.url()).unwrap(), 204);
    }
}

#[test]
fn insecure_takes_everything_and_shows() {
    let settings = Settings::default().insecure();
    assert!(format!("{settings:?}").contains("insecure: true"));
    assert!(format!("{:?}", Settings::default()).contains("insecure: false"));
    for kind in [Kind::Issued, Kind::SelfSigned, Kind::Expired, Kind::NotYet, Kind::ForClients, Kind::Authority] {
        let (server, _) = secure(kind, vec![empty()]);
        assert_eq!(get(&settings, &server.url()).unwrap(), 204, "{kind:?}");
    }
}

#[test]
fn an_extra_authority_that_is_none_is_an_error_at_once_and_is_not_quoted() {
    let pem = Identity::new(Kind::Issued).root;
    let key = certificates::key();
    let cut = &pem[..pem.len() / 2];
    let wrong = pem.replacen(pem.lines().nth(1).unwrap(), "AAAA", 1);
    for (text, said) in [
        ("", "no certificate in PEM"),
        ("canary", "no certificate in PEM"),
        (key.as_str(), "no certificate in PEM"),
        (cut, "PEM"),
        (wrong.as_str(), "something that is no certificate"),
    ] {
        let settings = Settings::default().extra_ca(text);
        let error = ReqwestTransport::new(&settings).unwrap_err();
        assert_eq!(error.kind(), TransportErrorKind::Connect);
        assert!(error.to_string().contains(said), "{error}");
        let shown = format!("{settings:?} {error} {error:?}");
        assert!(!shown.contains("canary") && !shown.contains("BEGIN"), "{shown}");
    }
    let with_key = Settings::default().extra_ca(format!("{key}\n{pem}"));
    assert!(ReqwestTransport::new(&with_key).is_ok());
    assert!(format!("{with_key:?}").contains("extra_ca: 1"));
}

#[test]
fn one_transport_judges_every_connection() {
    let (good, identity) = secure(Kind::Issued, vec![kept(), kept()]);
    let (bad, _) = secure(Kind::SelfSigned, Vec::new());
    let transport = ReqwestTransport::new(&trusting(&identity)).unwrap();
    run(async {
        assert_eq!(status(&transport, &good.url()).await.unwrap(), 204);
        refused(status(&transport, &bad.url()).await);
        assert_eq!(status(&transport, &good.url()).await.unwrap(), 204);
    });
    drop(transport);
    let connections: Vec<_> = good.finish().iter().map(|request| request.connection).collect();
    assert_eq!((connections, bad.finish()), (vec![0, 0], Vec::new()));
}

#[test]
fn without_any_root_a_pin_still_works() {
    in_a_child(
        "tls::child_without_roots",
        &[("SSL_CERT_FILE", "/nonexistent/roots.pem"), ("SSL_CERT_DIR", "/nonexistent")],
    );
}

/// Only Linux and similar systems look at these variables.
#[test]
#[ignore = "run by the test above, in a process of its own"]
fn child_without_roots() {
    if !is_child() {
        return;
    }
    let (server, identity) = secure(Kind::Issued, vec![empty(), empty()]);
    let presented = refused(get(&Settings::default(), &server.url()));
    if cfg!(target_os = "linux") {
        assert!(presented.reason().contains("there are no roots"), "{presented}");
    }
    assert_eq!(get(&pinning(&server.url(), &presented.sha256().to_string()), &server.url()).unwrap(), 204);
    assert_eq!(get(&trusting(&identity), &server.url()).unwrap(), 204);
    for kind in [Kind::Expired, Kind::ExpiredAuthority, Kind::NotYet, Kind::ForClients] {
        let (server, identity) = secure(kind, Vec::new());
        hopeless(get(&pinning(&server.url(), &identity.sha256()), &server.url()));
        assert_eq!(server.finish(), [], "{kind:?}");
    }
}
