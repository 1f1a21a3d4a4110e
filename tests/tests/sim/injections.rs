//! Every injected failure as a client meets it.

use std::time::Duration;

use vcha_tests::sim::{Act, Answer, At, Ending, Family, Fault, Leaks, Op, Scenario, Sim, Tls};

use super::client::{Ask, Got, address, login, plain, redeploy, redeploy_ask, small, task_ask};

/// A stand-in with one act for the poll of this position, and what the polls bring.
fn polls(act: Act, nth: usize, count: usize) -> (Sim, Vec<Option<Got>>) {
    let sim = plain(Scenario::default().inject(At::Nth(Op::TaskGet, nth), act));
    let token = login(&sim, Family::Api);
    let id = redeploy(&sim, Family::Api, &token);
    let ask = task_ask(Family::Api, &token, &id, "");
    let got = (0..count).map(|_| ask.try_send(&sim, Duration::from_secs(20))).collect();
    (sim, got)
}

fn status(got: &Option<Got>) -> String {
    got.as_ref().unwrap().json()["status"].as_str().unwrap().to_owned()
}

#[test]
fn a_fault_or_an_answer_takes_the_operation_s_place() {
    let fault = Fault::new("service_unavailable");
    let (_sim, got) = polls(Act::Fault(fault), 1, 3);
    assert_eq!(got[1].as_ref().unwrap().status, 503);
    assert_eq!((status(&got[0]), status(&got[2])), ("PENDING".to_owned(), "RUNNING".to_owned()));
    let (_sim, got) = polls(Act::Answer(Answer::of(299, "text/x", "odd").header("x-a", "b")), 0, 2);
    let odd = got[0].as_ref().unwrap();
    assert_eq!((odd.status, odd.body.as_slice(), odd.header("x-a")), (299, b"odd".as_slice(), Some("b")));
    assert_eq!(status(&got[1]), "PENDING");
}

#[test]
fn a_closed_connection_has_acted_or_not() {
    for (acted, next) in [(false, "PENDING"), (true, "RUNNING")] {
        let (sim, got) = polls(Act::Close { acted }, 0, 2);
        assert_eq!(got[0], None);
        assert_eq!(status(&got[1]), next);
        assert_eq!(sim.requests()[2].ending, Ending::Closed);
    }
    let sim = plain(Scenario::named("closes", 0).unwrap());
    let token = login(&sim, Family::Rest);
    assert_eq!(redeploy_ask(Family::Rest, &token, &small()).try_send(&sim, Duration::from_secs(20)), None);
    assert_eq!(sim.redeploys(), 1);
}

#[test]
fn a_cut_answer_is_shorter_than_announced() {
    for (keep, expected) in [(Some(0), Some(0)), (Some(10), Some(10)), (None, None), (Some(usize::MAX), None)] {
        let (sim, got) = polls(Act::Cut { keep }, 0, 2);
        let cut = got[0].as_ref().unwrap();
        let announced: usize = cut.header("content-length").unwrap().parse().unwrap();
        assert!(!cut.complete && cut.body.len() < announced, "{cut:?}");
        assert!(expected.is_none_or(|length| length == cut.body.len()), "{cut:?}");
        assert_eq!(status(&got[1]), "RUNNING");
        assert_eq!(sim.requests()[2].ending, Ending::Cut(200));
    }
}

#[test]
fn an_answer_that_never_comes_does_not_keep_the_stand_in_from_stopping() {
    for acted in [false, true] {
        let mut sim = plain(Scenario::default().inject(At::Nth(Op::Redeploy, 0), Act::Hang { acted }));
        let token = login(&sim, Family::Rest);
        let ask = redeploy_ask(Family::Rest, &token, &small());
        assert_eq!(ask.try_send(&sim, Duration::from_millis(100)), None);
        assert_eq!(sim.redeploys(), usize::from(acted));
        sim.stop();
        assert_eq!(sim.requests()[1].ending, Ending::Unanswered);
    }
}

#[test]
fn a_redirect_leads_to_a_host_that_records_what_it_gets() {
    let sim = plain(Scenario::named("redirect", 0).unwrap());
    let token = login(&sim, Family::Rest);
    let ask = redeploy_ask(Family::Rest, &token, &small());
    let got = ask.send(&sim);
    let other = sim.other_url().unwrap();
    assert_eq!((got.status, got.header("location")), (307, Some(format!("{other}{}", ask.target).as_str())));
    assert_eq!((sim.leaks(), sim.other_requests().len()), (Leaks::default(), 0));
    assert_eq!(sim.redeploys(), 0);
    follow(&sim, &ask);
    assert_eq!(sim.leaks(), Leaks { token: true, credentials: false, body: true });
    assert_eq!(sim.other_requests()[0].query_set(), [("action", "redeploy"), ("vmw-task", "true")]);
    follow(&sim, &Ask::new("POST", "/rest/com/vmware/cis/session").header("authorization", "Basic eDp5"));
    assert!(sim.leaks().credentials);
}

/// Sends a request to the other host, as a client would that follows redirects with all it has.
fn follow(sim: &Sim, ask: &Ask) {
    use std::io::{Read, Write};
    let port = address(sim.other_url().unwrap()).split(':').nth(1).unwrap();
    let mut stream = std::net::TcpStream::connect(format!("127.0.0.1:{port}")).unwrap();
    let mut text = format!("{} {} HTTP/1.1\r\nhost: other\r\nconnection: close\r\n", ask.method, ask.target);
    for (name, value) in &ask.headers {
        text.push_str(&format!("{name}: {value}\r\n"));
    }
    text.push_str(&format!("content-length: {}\r\n\r\n", ask.body.len()));
    stream.write_all(&[text.into_bytes(), ask.body.clone()].concat()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
}

#[test]
fn a_trickle_brings_the_whole_answer_in_pieces() {
    for pause in [Duration::ZERO, Duration::from_millis(1)] {
        let (_sim, got) = polls(Act::Trickle { chunk: 50, pause }, 0, 1);
        assert!(got[0].as_ref().unwrap().complete);
        assert_eq!(status(&got[0]), "PENDING");
    }
}

#[test]
fn a_late_answer_is_whole_and_the_operation_has_taken_place() {
    let (sim, got) = polls(Act::Late(Duration::from_millis(1)), 0, 2);
    assert!(got[0].as_ref().unwrap().complete);
    assert_eq!((status(&got[0]), status(&got[1])), ("PENDING".to_owned(), "RUNNING".to_owned()));
    assert_eq!(sim.requests()[2].ending, Ending::Answered(200));
}

#[test]
fn polls_that_meet_503_do_not_touch_the_task() {
    let sim = plain(Scenario::named("polls-503", 0).unwrap());
    let token = login(&sim, Family::Rest);
    let id = redeploy(&sim, Family::Rest, &token);
    let got = [(); 5].map(|()| task_ask(Family::Rest, &token, &id, "").send(&sim));
    assert_eq!(got.each_ref().map(|got| got.status), [200, 503, 503, 503, 200]);
    assert_eq!(got[4].json()["value"]["status"], "RUNNING");
}

#[test]
fn padding_makes_an_answer_of_any_size_that_is_still_json() {
    let (_sim, got) = polls(Act::Pad(5 << 20), 0, 1);
    let got = got[0].as_ref().unwrap();
    assert!(got.complete && got.body.len() > 5 << 20);
    assert_eq!(got.json()["status"], "PENDING");
}

#[test]
fn a_lost_session_leaves_the_task_alone() {
    let sim = plain(Scenario::named("session-expires", 0).unwrap());
    let token = login(&sim, Family::Rest);
    let id = redeploy(&sim, Family::Rest, &token);
    let poll = |token: &str| task_ask(Family::Rest, token, &id, "").send(&sim);
    assert_eq!([(); 3].map(|()| poll(&token).status), [200, 401, 401]);
    let again = poll(&login(&sim, Family::Rest));
    assert_eq!(again.json()["value"]["status"], "RUNNING");
}

#[test]
fn the_same_mishaps_happen_over_tls() {
    let act = |act| Scenario::default().inject(At::Request(0), act);
    let over_tls = |scenario| {
        let sim = Sim::builder().tls(Tls::Ca).scenario(scenario).spawn().unwrap();
        Ask::new("GET", "/rest/nothing").try_send(&sim, Duration::from_secs(20))
    };
    assert_eq!(over_tls(act(Act::Close { acted: true })), None);
    let cut = over_tls(act(Act::Cut { keep: Some(7) })).unwrap();
    assert_eq!((cut.body.len(), cut.complete), (7, false));
    assert!(over_tls(act(Act::Pad(1 << 20))).unwrap().complete);
    assert!(over_tls(act(Act::Trickle { chunk: 9, pause: Duration::ZERO })).unwrap().complete);
}
