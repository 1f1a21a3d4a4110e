//! The whole way over a real connection: a client with the transport of the crate, a server that keeps what it gets.

mod faults;
mod transport;

use vcha_client::http::header::{COOKIE, HeaderName};
use vcha_client::{
    BaseUrl, Client, Error, RedeployTask, RedeployTaskFault, ReqwestTransport, Rules, SessionId, Settings, TaskId,
};
use vcha_tests::canary;
use vcha_tests::loopback::{Loopback, Received, Reply};

use crate::bodies;

pub(crate) type Outcome = Result<TaskId, Error<RedeployTaskFault>>;

/// An answer that a task has started.
pub(crate) fn started() -> Reply {
    Reply::json("200 OK", r#"{"value":"task-1"}"#)
}

/// Runs a future on a runtime of its own, in this thread.
pub(crate) fn run<F: Future>(future: F) -> F::Output {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(future)
}

/// A client for the server at that address.
pub(crate) fn client(url: &str, settings: &Settings) -> Client<ReqwestTransport, Rules> {
    let base: BaseUrl = url.parse().expect("an address");
    Client::new(base, ReqwestTransport::new(settings).expect("a transport"), Rules)
}

/// The request with every member, the password a canary.
pub(crate) fn operation() -> RedeployTask {
    let mut body = bodies::everything();
    body["spec"]["vc_spec"]["active_location"]["password"] = canary::PASSWORD.into();
    RedeployTask::new(bodies::spec(&body))
}

/// Sends the request with every member to a server with one reply, and gives what came of it on both sides.
pub(crate) fn exchange(reply: Reply, settings: &Settings) -> (Outcome, Vec<Received>) {
    let server = Loopback::start(vec![reply]);
    let client = client(&server.url(), settings);
    let outcome = run(client.send(&operation(), &SessionId::new(canary::TOKEN)));
    (outcome, server.finish())
}

#[test]
fn a_task_is_started_by_one_request_with_these_bytes() {
    let server = Loopback::start(vec![started()]);
    let client = client(&server.url(), &Settings::default().user_agent("tests/1"));
    let minimal = RedeployTask::new(bodies::spec(&bodies::minimal()));
    let task = run(client.send(&minimal, &SessionId::new("b5a1"))).expect("a task");
    assert_eq!(task.as_str(), "task-1");

    let authority = server.authority();
    let [request] = <[Received; 1]>::try_from(server.finish()).expect("one request");
    let line = "POST /rest/vcenter/vcha/cluster/passive?vmw-task=true&action=redeploy HTTP/1.1";
    assert_eq!(request.request_line(), line);
    assert_eq!(
        request.headers(),
        [
            "accept: application/json",
            "content-length: 63",
            "content-type: application/json",
            &format!("host: {authority}"),
            "user-agent: tests/1",
            "vmware-api-session-id: b5a1",
        ]
    );
    assert_eq!(request.body, br#"{"spec":{"placement":{"name":"vc-passive","folder":"obj-103"}}}"#);
}

#[test]
fn the_client_tells_its_name_unless_another_is_given() {
    let (outcome, received) = exchange(started(), &Settings::default());
    assert!(outcome.is_ok());
    assert!(received[0].head.contains("\r\nuser-agent: vcha-client/"), "{}", received[0].request_line());
}

#[test]
fn what_is_sent_over_the_wire_is_what_was_built() {
    use vcha_client::Operation as _;
    let (_, received) = exchange(started(), &Settings::default());
    let base = "http://vcenter.example.com".parse().expect("an address");
    let request = operation().to_request(&base, &SessionId::new(canary::TOKEN)).expect("a request");
    assert_eq!(received[0].body, request.body().as_bytes());
    for (name, value) in request.headers() {
        let line = format!("{name}: {}", value.to_str().expect("text"));
        assert!(received[0].headers().contains(&line.as_str()), "{name}");
    }
}

#[test]
fn answers_of_success_are_understood() {
    for reply in [
        Reply::json("202 Accepted", r#"{"value":"task-1"}"#),
        Reply::json("200 OK", r#"{"value":"task-1","since":"a later version"}"#),
        Reply::text("200 OK", "text/plain", r#"{"value":"task-1"}"#),
        Reply::head("200 OK", "", r#"{"value":"task-1"}"#),
        Reply::head("200 OK", "Transfer-Encoding: chunked\r\n", "8\r\n{\"value\"\r\na\r\n:\"task-1\"}\r\n0\r\n\r\n"),
        Reply::Bytes(
            b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 18\r\n\r\n{\"value\":\"task-1\"}"
                .to_vec(),
        ),
    ] {
        let (outcome, received) = exchange(reply.clone(), &Settings::default());
        assert_eq!(outcome.unwrap_or_else(|error| panic!("{reply:?}: {error}")).as_str(), "task-1");
        assert_eq!(received.len(), 1);
    }
}

#[test]
fn a_success_with_another_body_is_no_refusal() {
    for (status, body) in [
        ("200 OK", ""),
        ("200 OK", "<html>Welcome</html>"),
        ("200 OK", "{}"),
        ("200 OK", r#"{"value":null}"#),
        ("200 OK", r#"{"value":7}"#),
        ("202 Accepted", r#""task-1""#),
        ("204 No Content", ""),
    ] {
        let (outcome, received) = exchange(Reply::json(status, body), &Settings::default());
        let Err(Error::Decode(error)) = outcome else { panic!("{status} {body}: {outcome:?}") };
        assert!(status.starts_with(error.status.as_str()), "{status}");
        assert!(error.report.has_errors());
        assert_eq!(received.len(), 1, "nothing is repeated");
    }
}

#[test]
fn an_answer_that_is_compressed_unasked_is_not_unpacked() {
    let reply = Reply::head("200 OK", "Content-Encoding: gzip\r\nContent-Length: 2\r\n", "\u{1f}x");
    let (outcome, received) = exchange(reply, &Settings::default());
    assert!(matches!(outcome, Err(Error::Decode(_))), "{outcome:?}");
    assert!(!received[0].head.contains("accept-encoding"), "none was asked for");
}

#[test]
fn an_invalid_request_is_not_sent() {
    let server = Loopback::start(vec![started()]);
    let client = client(&server.url(), &Settings::default());
    let mut operation = operation();
    operation.spec.placement.name.clear();
    operation.spec.placement.ha_network_type = None;
    let outcome = run(client.send(&operation, &SessionId::new(canary::TOKEN)));
    let Err(Error::Invalid(report)) = outcome else { panic!("{outcome:?}") };
    let expected = ["error R-NAME-1 /spec/placement/name", "error R-PLACEMENT-1 /spec/placement/ha_network_type"];
    assert_eq!(bodies::lines(&report), expected);
    assert_eq!(report, client.validate(&operation), "judging alone says the same");
    assert_eq!(server.finish(), []);
}

#[test]
fn a_request_with_warnings_is_sent() {
    let server = Loopback::start(vec![started()]);
    let client = client(&server.url(), &Settings::default());
    let mut operation = operation();
    operation.spec.placement.ha_network = None;
    assert!(!client.validate(&operation).is_clean());
    assert!(run(client.send(&operation, &SessionId::new(canary::TOKEN))).is_ok());
    assert_eq!(server.finish().len(), 1);
}

#[test]
fn an_invalid_request_can_be_sent_on_purpose() {
    let server = Loopback::start(vec![started()]);
    let client = client(&server.url(), &Settings::default());
    let mut operation = operation();
    operation.spec.placement.name.clear();
    assert!(run(client.send_unchecked(&operation, &SessionId::new(canary::TOKEN))).is_ok());
    let received = server.finish();
    assert!(String::from_utf8_lossy(&received[0].body).contains(r#""name":"","#));
}

#[test]
fn a_token_that_no_header_can_carry_is_not_sent() {
    let server = Loopback::start(vec![started()]);
    let client = client(&server.url(), &Settings::default());
    let outcome = run(client.send(&operation(), &SessionId::new(format!("{}\r\nx: y", canary::TOKEN))));
    let Err(Error::Build(error)) = outcome else { panic!("{outcome:?}") };
    canary::assert_none("the error", &format!("{error} {error:?}"));
    assert_eq!(server.finish(), []);
}

#[test]
fn each_call_is_one_request_and_leaves_nothing_for_the_next() {
    let cookie = "Set-Cookie: vmware-api-session-id=other; Path=/\r\nContent-Length: 18\r\n";
    let with_cookie = Reply::head("200 OK", cookie, r#"{"value":"task-1"}"#);
    let server = Loopback::start(vec![with_cookie, started()]);
    let client = client(&server.url(), &Settings::default());
    run(async {
        for token in ["one", "two"] {
            client.send(&operation(), &SessionId::new(token)).await.expect("a task");
        }
    });
    let received = server.finish();
    let tokens: Vec<bool> = received
        .iter()
        .zip(["one", "two"])
        .map(|(request, token)| request.head.contains(&format!(": {token}")))
        .collect();
    assert_eq!(tokens, [true, true]);
    let cookie: HeaderName = COOKIE;
    assert!(received.iter().all(|request| !request.head.contains(&format!("\r\n{cookie}:"))));
}
