//! Whole conversations: determinism, a soak, running on a runtime and in a thread, stopping.

use std::net::TcpStream;
use std::sync::mpsc;
use std::time::{Duration, Instant};

use http_body_util::{BodyExt, Empty};
use hyper::body::Bytes;
use hyper_util::rt::TokioIo;
use vcha_tests::sim::{Ending, Family, Op, Scenario, Sim, Tls};

use super::client::{Ask, Got, address, login, plain, redeploy, task_ask};

/// Polls to the end as a patient client does; gives all that came back and the tokens that were used.
fn patient(sim: &Sim, family: Family) -> Vec<Option<Got>> {
    let mut token = login(sim, family);
    let id = redeploy(sim, family, &token);
    let mut story = Vec::new();
    let mut in_a_row = 0;
    loop {
        let got = task_ask(family, &token, &id, "").try_send(sim, Duration::from_secs(20));
        story.push(got.clone());
        let good = got.as_ref().filter(|got| got.complete && got.status == 200);
        if got.as_ref().is_some_and(|got| got.status == 401) {
            token = login(sim, family);
        }
        in_a_row = if good.is_some() { 0 } else { in_a_row + 1 };
        assert!(in_a_row <= 2, "three failures in a row: {story:?}");
        if let Some(got) = good {
            let info = super::client::result(family, got);
            match info["status"].as_str().unwrap() {
                "SUCCEEDED" => return story,
                "FAILED" => panic!("{info}"),
                _ => {}
            }
        }
    }
}

#[test]
fn the_same_seed_gives_the_same_conversation() {
    let run = |seed| {
        let scenario = Scenario::soak(seed, 60);
        let sim = Sim::builder().tls(Tls::Plain).seed(seed).scenario(scenario).spawn().unwrap();
        (login(&sim, Family::Api), patient(&sim, Family::Rest), sim.transcript())
    };
    let (first, second, other) = (run(1), run(1), run(2));
    assert_eq!(first, second);
    assert!(first.0 != other.0 && first.1 != other.1 && first.2 != other.2);
}

#[test]
fn a_soak_ends_well_after_many_mishaps() {
    for family in [Family::Rest, Family::Api] {
        let sim = plain(Scenario::soak(3, 300));
        let story = patient(&sim, family);
        let is_good = |got: &Got| got.complete && got.status == 200;
        let failed = story.iter().filter(|got| !got.as_ref().is_some_and(is_good)).count();
        assert!(failed > story.len() / 6, "{failed} failures in {} polls", story.len());
        let requests = sim.requests();
        let polls: Vec<Ending> =
            requests.iter().filter(|request| request.op == Op::TaskGet).map(|request| request.ending).collect();
        for kind in [Ending::Closed, Ending::Cut(200), Ending::Answered(503), Ending::Answered(401)] {
            assert!(polls.contains(&kind), "no {kind:?}");
        }
        assert_eq!(sim.redeploys(), 1);
    }
}

#[test]
fn a_patient_client_survives_flaky_polls() {
    let sim = plain(Scenario::flaky());
    patient(&sim, Family::Rest);
    let lost = sim.requests().iter().filter(|request| request.ending != Ending::Answered(200)).count();
    assert_eq!(lost, 6);
}

#[test]
fn requests_are_recorded_as_they_were_sent() {
    let sim = plain(Scenario::default());
    Ask::new("PUT", "/x%20y?b=2&a=1").header("x-one", "1").json(&serde_json::json!({"k": []})).send(&sim);
    let recorded = sim.requests().remove(0);
    assert_eq!((recorded.method.as_str(), recorded.path.as_str()), ("PUT", "/x%20y"));
    assert_eq!(recorded.raw_query.as_deref(), Some("b=2&a=1"));
    assert_eq!(recorded.query_set(), [("a", "1"), ("b", "2")]);
    assert_eq!((recorded.header("x-one"), recorded.body.as_slice()), (Some("1"), br#"{"k":[]}"#.as_slice()));
    assert_eq!(recorded.json(), Some(serde_json::json!({"k": []})));
    assert_eq!(sim.transcript(), ["0 PUT /x%20y?b=2&a=1 -> 404"]);
}

#[test]
fn a_body_without_measure_ends_the_connection() {
    let sim = plain(Scenario::default());
    let mut ask = Ask::new("POST", "/rest/nothing");
    ask.body = vec![b' '; 9 << 20];
    assert_eq!(ask.try_send(&sim, Duration::from_secs(20)), None);
    assert_eq!(sim.requests(), []);
}

#[test]
fn watching_sees_every_request() {
    let (tell, told) = mpsc::channel();
    let sim =
        Sim::builder().tls(Tls::Plain).watch(move |request| drop(tell.send(request.to_string()))).spawn().unwrap();
    Ask::new("GET", "/nowhere").send(&sim);
    assert_eq!(told.recv().unwrap(), "0 GET /nowhere -> 404");
}

#[test]
fn dropping_it_neither_hangs_nor_leaves_the_port_open() {
    let sim = Sim::builder().spawn().unwrap();
    let address = address(sim.url()).to_owned();
    // A connection that never begins its handshake must not hold anything up.
    let idle = TcpStream::connect(&address).unwrap();
    let begun = Instant::now();
    drop(sim);
    assert!(begun.elapsed() < Duration::from_secs(5));
    assert!(TcpStream::connect(&address).is_err());
    drop(idle);
}

#[test]
fn an_address_in_use_is_an_error_and_not_a_hang() {
    let sim = plain(Scenario::default());
    let taken = address(sim.url()).parse().unwrap();
    assert!(Sim::builder().listen(taken).spawn().is_err());
}

#[tokio::test]
async fn it_runs_on_the_caller_s_runtime_too() {
    let mut sim = Sim::builder().tls(Tls::Plain).start().await.unwrap();
    let stream = tokio::net::TcpStream::connect(address(sim.url())).await.unwrap();
    let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.unwrap();
    let connection = tokio::spawn(connection);
    for _ in 0..2 {
        let request = hyper::Request::get("/rest/nothing").header("host", "sim").body(Empty::<Bytes>::new()).unwrap();
        let answer = sender.send_request(request).await.unwrap();
        assert_eq!(answer.status(), 404);
        assert!(!answer.into_body().collect().await.unwrap().to_bytes().is_empty());
    }
    let recorded = sim.requests();
    assert_eq!(recorded.iter().map(|request| request.connection).collect::<Vec<_>>(), [0, 0]);
    sim.stop();
    drop(sender);
    drop(connection.await);
    assert_eq!(sim.connections(), 1);
}

#[tokio::test]
async fn it_tells_when_a_redeploy_is_over_and_the_client_has_gone() {
    let sim = Sim::builder().tls(Tls::Plain).scenario(Scenario::default().steps(0)).spawn().unwrap();
    let sim = std::sync::Arc::new(sim);
    let client = std::sync::Arc::clone(&sim);
    let story = tokio::task::spawn_blocking(move || patient(&client, Family::Api).len()).await.unwrap();
    sim.concluded().await;
    assert_eq!(story, 2);
}
