//! Which servers the client trusts: certificates, pins and redirects. No other server ever sees a secret.

use vcha_client::session::{Family, Session};
use vcha_client::{BaseUrl, CallError, Error, FaultKind, Settings, Thumbprint, TransportErrorKind, Untrusted};
use vcha_tests::sim::{Act, At, Leaks, Op, Scenario, Sim, Tls};

use super::{
    FAMILIES, Opened, assert_careful, assert_no_secret, builder, login, open, operations, patience, run, spec,
    stand_in, trusting, wait_for,
};
use crate::e2e;

const KINDS: [Tls; 2] = [Tls::Ca, Tls::SelfSigned];

fn with(tls: Tls) -> Sim {
    builder().tls(tls).spawn().expect("the stand-in starts")
}

async fn try_open(sim: &Sim, settings: &Settings) -> Result<Opened, CallError> {
    Session::open(e2e::client(sim.url(), settings), Family::Api, login()).await
}

/// Logs in, redeploys, waits and logs out with these settings.
fn get_through(sim: &Sim, settings: &Settings) {
    run(async {
        let session = try_open(sim, settings).await.expect("a session");
        let task = session.redeploy(spec()).await.expect("a task");
        assert!(wait_for(&session, &task, &patience(), sim).await.outcome.is_ok());
        session.close().await.expect("logged out");
    });
    assert_careful(sim);
}

/// Fails to log in with these settings, and gives the certificate that was not trusted. Not even a request arrived.
fn stopped(sim: &Sim, settings: &Settings) -> Untrusted {
    let before = sim.requests().len();
    let error = run(async { try_open(sim, settings).await.map(drop) }).expect_err("not trusted");
    assert_no_secret("an untrusted certificate", &error);
    assert_eq!((sim.requests().len(), sim.open_sessions()), (before, 0), "neither password nor token was sent");
    let Error::Transport(cause) = &error else { panic!("{error}") };
    assert_eq!((cause.kind(), cause.is_not_sent()), (TransportErrorKind::Untrusted, true));
    cause.untrusted().expect("the certificate").clone()
}

fn pinned(sim: &Sim, thumbprint: &str) -> Settings {
    Settings::default().pin(&server(sim), thumbprint.parse().expect("a thumbprint"))
}

fn server(sim: &Sim) -> BaseUrl {
    sim.url().parse().expect("an address")
}

#[test]
fn a_certificate_that_nobody_knows_is_shown_and_can_be_pinned() {
    for tls in KINDS {
        let sim = with(tls);
        let (sha256, sha1) = (sim.thumbprint_sha256().expect("TLS"), sim.thumbprint_sha1().expect("TLS"));
        let presented = stopped(&sim, &Settings::default());
        assert_eq!(presented.server(), "127.0.0.1");
        assert_eq!((presented.sha256().to_string().as_str(), presented.sha1().to_string().as_str()), (sha256, sha1));
        get_through(&sim, &Settings::default().pin(&server(&sim), presented.sha256()));
        get_through(&sim, &Settings::default().pin(&server(&sim), presented.sha1()));
        get_through(&sim, &pinned(&sim, &sha256.to_lowercase().replace(':', "")));
        assert_eq!((sim.connections(), sim.failed_handshakes(), sim.redeploys()), (4, 1, 3), "{tls:?}");
    }
}

#[test]
fn a_wrong_pin_is_no_trust() {
    let (sim, another) = (with(Tls::Ca), with(Tls::Ca));
    for wrong in [another.thumbprint_sha256(), another.thumbprint_sha1()] {
        let presented = stopped(&sim, &pinned(&sim, wrong.expect("TLS")));
        assert_eq!(Some(presented.sha256().to_string().as_str()), sim.thumbprint_sha256());
        assert!(presented.reason().contains("pinned"), "{}", presented.reason());
    }
    let presented = stopped(&sim, &Settings::default().pin(&server(&sim), Thumbprint::sha256([0; 32])));
    assert_eq!(presented.server(), "127.0.0.1");
    assert_eq!((sim.connections(), sim.requests().len()), (3, 0));
    // A right one beside wrong ones will do: certificates are replaced.
    let right = sim.thumbprint_sha256().expect("TLS").parse().expect("a thumbprint");
    get_through(&sim, &pinned(&sim, another.thumbprint_sha256().expect("TLS")).pin(&server(&sim), right));
}

#[test]
fn an_authority_vouches_for_its_own_servers_only() {
    for tls in KINDS {
        let (sim, another) = (with(tls), with(tls));
        get_through(&sim, &trusting(&sim));
        assert_eq!(sim.failed_handshakes(), 0);
        stopped(&another, &trusting(&sim));
        // Two authorities, one of which it is.
        get_through(&another, &trusting(&sim).extra_ca(another.ca_pem().expect("TLS")));
    }
}

#[test]
fn without_checks_anybody_is_the_server() {
    for tls in KINDS {
        let sim = with(tls);
        get_through(&sim, &Settings::default().insecure());
    }
}

#[test]
fn a_server_that_is_another_one_now_gets_neither_token_nor_password() {
    for family in FAMILIES {
        let first = with(Tls::Ca);
        let address = first.url().strip_prefix("https://").expect("TLS").parse().expect("an address");
        let (session, task) = run(async {
            let session = open(&first, family).await;
            let task = session.redeploy(spec()).await.expect("a task");
            (session, task)
        });
        // Somebody takes the address over while the task is followed.
        let mut first = first;
        first.stop();
        let second = builder().listen(address).spawn().expect("the address is free");
        let (waited, closed) =
            run(async { (wait_for(&session, &task, &patience(), &second).await, session.close().await) });
        let outcome = waited.outcome.expect_err("nobody to ask");
        assert!(outcome.to_string().contains("did not prove who it is"), "{outcome}");
        assert_no_secret("a server that is another one", &outcome);
        assert!(matches!(closed, Err(Error::Transport(error)) if error.kind() == TransportErrorKind::Untrusted));
        assert_eq!((second.requests().len(), second.redeploys()), (0, 0));
        assert!(second.connections() >= 2, "it was tried");
        assert_eq!(first.warnings(), [""; 0]);
    }
}

#[test]
fn a_redirect_is_not_followed_whatever_was_asked_for() {
    for (op, sent) in [(Op::Login, 1), (Op::Redeploy, 3), (Op::TaskGet, 4), (Op::Logout, 4)] {
        for status in [301, 302, 303, 307, 308] {
            let sim = stand_in(Scenario::default().steps(0).inject(At::Every(op), Act::Redirect(status)));
            let refused = run(async {
                let session = Session::open(super::client(&sim), Family::Rest, login()).await?;
                let started = session.redeploy(spec()).await;
                if let Ok(task) = &started {
                    let looked = session.task(task).await.map(drop);
                    assert_eq!(looked.is_err(), op == Op::TaskGet, "{looked:?}");
                }
                let closed = session.close().await;
                started.map(drop).and(closed)
            });
            if op != Op::TaskGet {
                let Err(Error::Fault(response)) = &refused else { panic!("{op:?} {status}: {refused:?}") };
                assert_eq!((response.status.as_u16(), response.fault.kind()), (status, FaultKind::Unknown));
            }
            assert_eq!((sim.other_requests().len(), sim.leaks()), (0, Leaks::default()), "{op:?} {status}");
            assert_eq!(operations(&sim).len(), sent, "{:#?}", sim.transcript());
            assert_eq!(sim.warnings(), [""; 0]);
        }
    }
}
