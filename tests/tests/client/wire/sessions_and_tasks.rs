//! What stands around a redeployment, in both families of URLs: sessions, tasks, and the bare request under `/api`.

use serde_json::{Value, json};
use vcha_client::api::operations::{api, rest};
use vcha_client::api::rt::Authorize;
use vcha_client::api::{rules, types};
use vcha_client::http::{Request, Response};
use vcha_client::{
    Basic, Body, Json, Operation, RawFault, RedeployTaskFault, ResponseError, Rules, SessionId, TaskId, TaskStatus,
    Validate, read_fault,
};
use vcha_tests::canary;

use crate::bodies;

fn request<O: Operation>(operation: &O, auth: &O::Auth) -> Request<Body> {
    let base = "https://vcenter.example.com".parse().expect("an address");
    operation.to_request(&base, auth).expect("a request")
}

fn answer<O: Operation>(status: u16, body: &str) -> Result<O::Output, ResponseError<O::Fault>> {
    let response = Response::builder().status(status).body(Body::from(body.as_bytes().to_vec())).expect("an answer");
    O::parse_response(&response)
}

fn fault<O: Operation>(status: u16, body: &str) -> O::Fault {
    match answer::<O>(status, body) {
        Err(ResponseError::Fault(refusal)) => refusal.fault,
        Err(ResponseError::Decode(error)) => panic!("{error}"),
        _ => panic!("{status} is a success"),
    }
}

/// Method and address, and the headers beside `accept`, sensitive ones without their value.
fn line(request: &Request<Body>) -> String {
    let headers = request.headers().iter().filter(|(name, _)| *name != "accept").map(|(name, value)| {
        let shown = if value.is_sensitive() { "…" } else { value.to_str().expect("text") };
        format!(" {name}={shown}")
    });
    let target = request.uri().path_and_query().expect("a path").as_str();
    format!("{} {target}{}", request.method(), headers.collect::<String>())
}

fn session() -> SessionId {
    SessionId::new(canary::TOKEN)
}

#[test]
fn every_operation_has_its_method_address_and_credential() {
    let account = Basic::new("operator@example.com", canary::PASSWORD);
    let session = &session();
    for (request, expected) in [
        (
            request(&rest::session::Login::new(), &account),
            "POST /rest/com/vmware/cis/session vmware-use-header-authn=true authorization=…",
        ),
        (
            request(&rest::session::WhoAmI::new(), session),
            "POST /rest/com/vmware/cis/session?~action=get vmware-api-session-id=…",
        ),
        (
            request(&rest::session::Logout::new(), session),
            "DELETE /rest/com/vmware/cis/session vmware-api-session-id=…",
        ),
        (request(&rest::tasks::GetTask::new("t"), session), "GET /rest/cis/tasks/t vmware-api-session-id=…"),
        (
            request(&rest::tasks::CancelTask::new("t"), session),
            "POST /rest/cis/tasks/t?action=cancel vmware-api-session-id=…",
        ),
        (
            request(&api::session::Login::new(), &account),
            "POST /api/session vmware-use-header-authn=true authorization=…",
        ),
        (request(&api::session::WhoAmI::new(), session), "GET /api/session vmware-api-session-id=…"),
        (request(&api::session::Logout::new(), session), "DELETE /api/session vmware-api-session-id=…"),
        (request(&api::tasks::GetTask::new("t"), session), "GET /api/cis/tasks/t vmware-api-session-id=…"),
        (
            request(&api::tasks::CancelTask::new("t"), session),
            "POST /api/cis/tasks/t?action=cancel vmware-api-session-id=…",
        ),
    ] {
        assert_eq!(line(&request), expected);
        assert!(request.body().as_bytes().is_empty(), "{expected}");
        canary::assert_none(expected, &format!("{request:?}"));
    }
}

#[test]
fn credentials_are_utf_8() {
    let mut headers = vcha_client::http::HeaderMap::new();
    Basic::new("jürgen@vsphere.local", "пароль:1").authorize(&mut headers).expect("a header");
    assert_eq!(headers["authorization"], "Basic asO8cmdlbkB2c3BoZXJlLmxvY2FsOtC/0LDRgNC+0LvRjDox");
}

#[test]
fn an_id_stays_within_its_segment() {
    for (id, expected) in [
        ("52a-1:com.vmware.vcenter", "52a-1%3Acom.vmware.vcenter"),
        ("a/../b", "a%2F..%2Fb"),
        ("a?b#c%d", "a%3Fb%23c%25d"),
        ("a b;c=d&e", "a%20b%3Bc%3Dd%26e"),
        ("ä\r\n", "%C3%A4%0D%0A"),
        ("%2e%2e", "%252e%252e"),
        ("...", "..."),
    ] {
        let get = request(&rest::tasks::GetTask::new(id), &session());
        assert_eq!(get.uri().path(), format!("/rest/cis/tasks/{expected}"), "{id:?}");
        let cancel = request(&api::tasks::CancelTask::new(id), &session());
        assert_eq!(
            cancel.uri().to_string(),
            format!("https://vcenter.example.com/api/cis/tasks/{expected}?action=cancel")
        );
    }
    for id in ["", ".", ".."] {
        let base = "https://vcenter.example.com".parse().expect("an address");
        let error = rest::tasks::GetTask::new(id).to_request(&base, &session()).expect_err("no segment");
        assert!(
            error.to_string().starts_with("the request cannot be built: `task`, a part of the path, is "),
            "{error}"
        );
    }
    let report = rest::tasks::GetTask::new("").validate(&Rules);
    assert_eq!(bodies::lines(&report), ["error length /task"]);
}

#[test]
fn what_is_asked_of_a_task_has_a_name_in_each_family() {
    let mut under_rest = rest::tasks::GetTask::new("t");
    (under_rest.return_all, under_rest.exclude_result) = (Some(true), Some(false));
    let uri = request(&under_rest, &session()).uri().to_string();
    assert_eq!(uri, "https://vcenter.example.com/rest/cis/tasks/t?spec.return_all=true&spec.exclude_result=false");
    let mut under_api = api::tasks::GetTask::new("t");
    under_api.exclude_result = Some(true);
    let uri = request(&under_api, &session()).uri().to_string();
    assert_eq!(uri, "https://vcenter.example.com/api/cis/tasks/t?exclude_result=true");
}

fn redeploy() -> Request<Body> {
    request(&api::passive::RedeployTask::new(bodies::spec(&bodies::everything())), &session())
}

#[test]
pub(crate) fn the_query_under_api_has_its_two_pairs_and_no_other() {
    let request = redeploy();
    assert_eq!((request.method().as_str(), request.uri().path()), ("POST", "/api/vcenter/vcha/cluster/passive"));
    let mut pairs: Vec<&str> = request.uri().query().expect("a query").split('&').collect();
    pairs.sort_unstable();
    assert_eq!(pairs, ["action=redeploy", "vmw-task=true"]);
}

#[test]
pub(crate) fn the_body_under_api_is_bare() {
    let body: Value = serde_json::from_slice(redeploy().body().as_bytes()).expect("JSON");
    assert_eq!(body, bodies::everything()["spec"]);
    let task = answer::<api::passive::RedeployTask>(202, "\"task-1:com.example\"").expect("a task");
    assert_eq!(task, TaskId::new("task-1:com.example"));
}

#[test]
fn tokens_come_in_an_envelope_or_bare_and_show_nothing() {
    let token = answer::<rest::session::Login>(200, &json!({"value": canary::TOKEN}).to_string()).expect("a token");
    assert_eq!(token.expose(), canary::TOKEN);
    canary::assert_none("the token", &format!("{token:?}"));
    let token = answer::<api::session::Login>(201, &json!(canary::TOKEN).to_string()).expect("a token");
    let session = SessionId::new(token);
    let sent = request(&api::session::WhoAmI::new(), &session);
    assert_eq!(sent.headers()["vmware-api-session-id"], canary::TOKEN);
    for body in ["", "null", "{}", "{\"value\":null}", "[\"a\"]", "7"] {
        let error = answer::<api::session::Login>(201, body).expect_err("no token");
        assert!(matches!(error, ResponseError::Decode(_)), "{body}");
    }
}

#[test]
fn what_gives_nothing_takes_any_body() {
    for body in ["", "{}", "null", "<html>"] {
        answer::<rest::session::Logout>(200, body).expect("done");
        answer::<api::session::Logout>(204, body).expect("done");
        answer::<rest::tasks::CancelTask>(200, body).expect("done");
        answer::<api::tasks::CancelTask>(204, body).expect("done");
    }
}

#[test]
fn a_session_knows_its_user() {
    let info = json!({
        "user": "operator@vsphere.local", "created_time": "2030-01-31T12:00:00.000Z",
        "last_accessed_time": "2030-01-31T12:05:00.000Z", "later": {},
    });
    let bare = answer::<api::session::WhoAmI>(200, &info.to_string()).expect("a session");
    let wrapped = answer::<rest::session::WhoAmI>(200, &json!({ "value": info }).to_string()).expect("a session");
    assert_eq!((bare.user.as_str(), &bare), ("operator@vsphere.local", &wrapped));
}

/// A task as a server shows it; `params` has another shape in each family.
fn task(status: &str, params: &Value, error: Value) -> Value {
    let message = json!({"id": "com.example.redeploy", "default_message": "Redeploy.", "args": [], "params": params});
    json!({
        "description": message, "service": "com.vmware.vcenter.vcha.cluster.passive", "operation": "redeploy$task",
        "status": status, "cancelable": false, "progress": {"total": 100, "completed": 40, "message": message},
        "start_time": "2030-01-31T12:00:00.000Z", "target": {"type": "VirtualMachine", "id": "vm-1"},
        "parent": null, "user": "operator@vsphere.local", "result": [1, {"a": null}], "error": error, "later": 1,
    })
}

fn by_list() -> Value {
    json!([{"key": "host", "value": {"s": "esx-1"}}, {"key": "why", "value": {"l": {"id": "a.b", "params": [{"key": "n", "value": {"i": 7}}]}}}])
}

fn by_object() -> Value {
    json!({"host": {"s": "esx-1"}, "why": {"l": {"id": "a.b", "params": {"n": {"d": 1.5E0}}}}})
}

#[test]
fn a_task_is_read_in_each_family() {
    for (status, expected) in [
        ("PENDING", TaskStatus::Pending),
        ("RUNNING", TaskStatus::Running),
        ("BLOCKED", TaskStatus::Blocked),
        ("SUCCEEDED", TaskStatus::Succeeded),
        ("FAILED", TaskStatus::Failed),
        ("PAUSED", TaskStatus::from("PAUSED")),
    ] {
        let body = json!({"value": task(status, &by_list(), Value::Null)});
        let task = answer::<rest::tasks::GetTask>(200, &body.to_string()).expect("a task");
        assert_eq!((task.status, task.error), (expected.clone(), None));
        let params = task.description.params.expect("parts by name");
        let inner = params[1].value.l.as_ref().expect("a message inside");
        assert_eq!(inner.params.as_ref().expect("its parts")[0].value.i, Some(7));

        let body = self::task(status, &by_object(), Value::Null);
        let task = answer::<api::tasks::GetTask>(200, &body.to_string()).expect("a task");
        assert_eq!((task.status, &task.result), (expected, &Some(Json::from(json!([1, {"a": null}])))));
        let params = task.description.params.expect("parts by name");
        assert_eq!(params["host"].s.as_deref(), Some("esx-1"));
        let inner = params["why"].l.as_ref().expect("a message inside");
        assert_eq!(inner.params.as_ref().expect("its parts")["n"].d, Some(1.5));
    }
}

#[test]
fn a_task_that_has_not_begun_has_next_to_nothing() {
    let message = json!({"id": "a", "default_message": "", "args": []});
    let body =
        json!({"description": message, "service": "s", "operation": "o", "status": "PENDING", "cancelable": true});
    let task = answer::<api::tasks::GetTask>(200, &body.to_string()).expect("a task");
    assert_eq!((task.progress, task.start_time, task.result), (None, None, None));
    let error = answer::<api::tasks::GetTask>(200, "{}").expect_err("no task");
    let ResponseError::Decode(error) = error else { panic!("{error}") };
    assert_eq!(error.report.violations().len(), 5, "{error}");
}

#[test]
fn the_error_of_a_task_is_the_fault_that_an_answer_would_have_held() {
    let inner = json!({"error_type": "UNVERIFIED_PEER", "messages": [], "data": {"ssl_thumbprint": "AB:CD:AB:CD:AB:CD:AB:CD:AB:CD:AB:CD:AB:CD:AB:CD:AB:CD:AB:CD"}});
    let enveloped = json!({"type": "com.vmware.vapi.std.errors.unverified_peer", "value": inner});
    for error in [inner, enveloped] {
        let body = json!({"value": task("FAILED", &by_list(), error)});
        let task = answer::<rest::tasks::GetTask>(200, &body.to_string()).expect("a task");
        let fault: RedeployTaskFault = read_fault(&task.error.expect("an error"), &rules::READ);
        assert_eq!(
            (fault.kind().as_deref(), fault.thumbprint()),
            (Some("unverified_peer"), Some("AB:CD:AB:CD:AB:CD:AB:CD:AB:CD:AB:CD:AB:CD:AB:CD:AB:CD:AB:CD"))
        );
    }
    let message = json!({"id": "a.b", "default_message": "It failed.", "args": [], "params": by_object()});
    let error = json!({"error_type": "ERROR", "messages": [message]});
    let fault: types::api::RedeployTaskFault = read_fault(&Json::from(error.clone()), &rules::READ);
    let types::api::RedeployTaskFault::Error(types::api::ErrorInfo { messages, .. }) = fault else { panic!("{fault}") };
    assert_eq!(messages[0].params.as_ref().expect("parts by name").len(), 2);
}

#[test]
fn an_error_of_a_task_that_is_no_fault_is_kept_without_a_status() {
    for (error, tag, excerpt) in [
        (json!("It failed."), None, "\"It failed.\""),
        (json!({"error_type": "LATER"}), Some("LATER"), r#"{"error_type":"LATER"}"#),
        (json!({"error_type": "ERROR"}), Some("ERROR"), r#"{"error_type":"ERROR"}"#),
        (json!([]), None, "[]"),
    ] {
        let RedeployTaskFault::Other(raw) = read_fault(&Json::from(error.clone()), &rules::READ) else {
            panic!("{error} is no fault")
        };
        assert_eq!((raw.status(), raw.content_type(), raw.tag(), raw.excerpt()), (None, None, tag, excerpt));
        assert_eq!(raw.problems().is_clean(), tag != Some("ERROR"), "{error}");
        assert!(raw.to_string().starts_with("a "), "{raw}");
    }
    let raw: RawFault = read_fault(&Json::from(json!("x".repeat(5000))), &rules::READ);
    assert_eq!((raw.excerpt().len(), raw.body_length()), (2048, 5002));
}

#[test]
fn refusals_are_typed_by_their_bodies_in_each_family() {
    let bare = |kind: &str| format!(r#"{{"error_type":"{kind}","messages":[],"challenge":"Basic"}}"#);
    let envelope = |kind: &str| {
        format!(r#"{{"type":"com.vmware.vapi.std.errors.{kind}","value":{{"messages":[],"challenge":"Basic"}}}}"#)
    };
    for status in [400, 401, 404, 500, 503] {
        for body in [bare("UNAUTHENTICATED"), envelope("unauthenticated")] {
            let types::rest::SessionFault::Unauthenticated(fault) = fault::<rest::session::Login>(status, &body) else {
                panic!("{body}")
            };
            assert_eq!(fault.challenge.as_deref(), Some("Basic"));
            let fault = self::fault::<api::session::WhoAmI>(status, &body);
            assert!(matches!(fault, types::api::SessionFault::Unauthenticated(_)), "{body}");
        }
        for body in [bare("NOT_ALLOWED_IN_CURRENT_STATE"), envelope("not_allowed_in_current_state")] {
            let fault = self::fault::<api::tasks::CancelTask>(status, &body);
            assert!(matches!(fault, types::api::CancelTaskFault::NotAllowedInCurrentState(_)), "{body}");
            let fault = self::fault::<rest::tasks::GetTask>(status, &body);
            assert!(matches!(fault, types::rest::GetTaskFault::Other(_)), "{body}");
        }
        for body in [bare("RESOURCE_INACCESSIBLE"), envelope("resource_inaccessible")] {
            let fault = self::fault::<rest::tasks::GetTask>(status, &body);
            assert!(matches!(fault, types::rest::GetTaskFault::ResourceInaccessible(_)), "{body}");
        }
    }
}
