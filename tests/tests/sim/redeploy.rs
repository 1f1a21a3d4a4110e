//! The redeploy request: what is checked, and every error it can meet.

use serde_json::{Value, json};
use vcha_tests::sim::{Family, Fault, Peer, RedeployScript, Scenario, Shape, Sim};

use super::client::{Ask, FAMILIES, Got, SESSION, error, login, plain, redeploy_ask, result, small};

fn at(sim: &Sim, family: Family, token: &str, query: &str) -> Got {
    let mut ask = redeploy_ask(family, token, &small());
    ask.target = format!("{}?{query}", ask.target.split('?').next().unwrap());
    ask.send(sim)
}

fn with_location(location: &Value) -> Value {
    let mut spec = small();
    spec["vc_spec"] = json!({ "active_location": location });
    spec
}

#[test]
fn a_right_request_begins_a_task_in_both_families() {
    for family in FAMILIES {
        let sim = plain(Scenario::default());
        let token = login(&sim, family);
        let got = redeploy_ask(family, &token, &small()).send(&sim);
        assert_eq!(got.status, if family == Family::Rest { 200 } else { 202 });
        let id = result(family, &got);
        let (uuid, service) = id.as_str().unwrap().split_once(':').unwrap();
        assert_eq!(uuid.split('-').map(str::len).collect::<Vec<_>>(), [8, 4, 4, 4, 12]);
        assert_eq!(service, "com.vmware.vcenter.vcha.cluster.passive");
        assert_eq!(sim.redeploys(), 1);
    }
}

#[test]
fn the_query_is_compared_as_a_set() {
    for family in FAMILIES {
        let sim = plain(Scenario::default());
        let token = login(&sim, family);
        let status = |query| at(&sim, family, &token, query).status;
        assert!(status("action=redeploy&vmw-task=true") < 300);
        assert!(status("vmw%2Dtask=true&action=redeploy") < 300);
        for missing in ["vmw-task=true", "action=redeploy", "", "action=check", "action=redeploy&vmw-task=false"] {
            let got = at(&sim, family, &token, missing);
            assert_eq!(got.status, 404, "{missing}");
            error(family, &got, "operation_not_found");
        }
        for extra in ["action=redeploy&vmw-task=true&x=1", "action=redeploy&vmw-task=true&action=redeploy"] {
            let got = at(&sim, family, &token, extra);
            assert_eq!(got.status, 400, "{extra}");
            error(family, &got, "unexpected_input");
        }
        assert_eq!(sim.redeploys(), 2);
    }
}

#[test]
fn another_method_or_path_is_no_operation() {
    let sim = plain(Scenario::default());
    let token = login(&sim, Family::Rest);
    for (method, path) in [
        ("GET", "/rest/vcenter/vcha/cluster/passive?vmw-task=true&action=redeploy"),
        ("POST", "/rest/vcenter/vcha/cluster/passive/?vmw-task=true&action=redeploy"),
        ("POST", "/rest/vcenter/vcha/cluster/passive%3Fvmw-task=true&action=redeploy"),
        ("POST", "/rest/vcenter/vcha/cluster?vmw-task=true&action=redeploy"),
    ] {
        let got = Ask::new(method, path).header(SESSION, &token).json(&json!({"spec": small()})).send(&sim);
        assert_eq!(got.status, 404, "{method} {path}");
        error(Family::Rest, &got, "operation_not_found");
    }
    let outside = Ask::new("GET", "/ui/").send(&sim);
    assert_eq!((outside.status, outside.header("content-type")), (404, Some("text/html")));
}

#[test]
fn a_session_a_content_type_and_json_are_required() {
    for family in FAMILIES {
        let sim = plain(Scenario::default());
        let token = login(&sim, family);
        let without = redeploy_ask(family, "nobody", &small()).send(&sim);
        assert_eq!(without.status, 401);
        error(family, &without, "unauthenticated");
        let good = redeploy_ask(family, &token, &small());
        for (content_type, body) in [
            ("text/plain", good.body.clone()),
            ("application/json", b"{".to_vec()),
            ("application/json", br#"{"a":1,"a":1}"#.to_vec()),
        ] {
            let mut ask = good.clone();
            ask.headers.retain(|(name, _)| *name != "content-type");
            ask = ask.header("content-type", content_type);
            ask.body = body;
            let got = ask.send(&sim);
            assert_eq!(got.status, 400);
            error(family, &got, "invalid_request");
        }
        let mut charset = good;
        charset.headers.retain(|(name, _)| *name != "content-type");
        assert!(charset.header("content-type", "Application/JSON; charset=utf-8").send(&sim).status < 300);
    }
}

#[test]
fn a_wrong_body_is_an_invalid_argument_that_names_the_members() {
    for (family, prefix, params) in [
        (Family::Rest, "spec.", json!([{"key": "member", "value": {"s": "spec.placement.folder"}}])),
        (Family::Api, "", json!({"member": {"s": "placement.folder"}})),
    ] {
        let sim = plain(Scenario::default());
        let token = login(&sim, family);
        let spec = json!({"placement": {"name": "n", "ha_network": "network-1", "extra": 1}});
        let got = redeploy_ask(family, &token, &spec).send(&sim);
        assert_eq!(got.status, 400);
        let object = error(family, &got, "invalid_argument");
        let (folder, kind) = (format!("{prefix}placement.folder"), format!("{prefix}placement.ha_network_type"));
        assert_eq!(object["data"], json!({"primary": folder, "secondary": [kind]}));
        let message = &object["messages"][0];
        assert_eq!(message["args"], json!([folder]));
        assert_eq!(message["params"], params);
        assert_eq!(message["localized"], format!("The member {folder} is required."));
        assert_eq!(message["localized"], message["default_message"]);
    }
}

#[test]
fn an_unknown_member_alone_is_unexpected_input() {
    for family in FAMILIES {
        let sim = plain(Scenario::default());
        let token = login(&sim, family);
        let mut spec = small();
        spec["placement"]["ssl_certificate"] = json!("PEM");
        let got = redeploy_ask(family, &token, &spec).send(&sim);
        assert_eq!(got.status, 400);
        let object = error(family, &got, "unexpected_input");
        assert!(object["messages"][0]["args"][0].as_str().unwrap().ends_with("placement.ssl_certificate"));
        assert_eq!(sim.redeploys(), 0);
    }
}

#[test]
fn each_family_refuses_the_other_s_envelope() {
    let sim = plain(Scenario::default());
    let token = login(&sim, Family::Rest);
    let bare = Ask { body: small().to_string().into_bytes(), ..redeploy_ask(Family::Rest, &token, &small()) };
    error(Family::Rest, &bare.send(&sim), "invalid_argument");
    let wrapped = redeploy_ask(Family::Api, &token, &json!({"spec": small()}));
    error(Family::Api, &wrapped.send(&sim), "invalid_argument");
}

#[test]
fn the_scripted_errors_have_their_kind_and_status() {
    for (name, kind, rest, api) in [
        ("invalid_argument", "invalid_argument", 400, 400),
        ("unauthorized", "unauthorized", 403, 403),
        ("unverified_peer", "unverified_peer", 400, 400),
        ("error", "error", 500, 500),
        ("timed_out", "timed_out", 504, 500),
        ("service_unavailable", "service_unavailable", 503, 503),
    ] {
        for (family, status) in [(Family::Rest, rest), (Family::Api, api)] {
            let sim = plain(Scenario::named(name, 7).unwrap());
            let token = login(&sim, family);
            let got = redeploy_ask(family, &token, &small()).send(&sim);
            assert_eq!(got.status, status, "{name}");
            let object = error(family, &got, kind);
            assert!(!object["messages"].as_array().unwrap().is_empty());
            if name == "service_unavailable" {
                assert_eq!(object["data"], json!({"is_transient": true}));
            }
            assert_eq!(sim.redeploys(), 0);
        }
    }
}

#[test]
fn the_odd_shapes_reach_the_client_as_they_are() {
    let got = |name: &str, family| {
        let sim = plain(Scenario::named(name, 7).unwrap());
        let token = login(&sim, family);
        redeploy_ask(family, &token, &small()).send(&sim)
    };
    let no_type = got("no-type", Family::Rest);
    assert!(no_type.json().get("type").is_none() && no_type.json()["value"]["error_type"] == "ERROR");
    assert_eq!(got("bare", Family::Rest).json()["error_type"], "ERROR");
    assert!(got("no-error_type", Family::Api).json().get("error_type").is_none());
    assert_eq!(got("unknown-type", Family::Rest).json()["type"], "com.example.errors.never_seen");
    let html = got("html", Family::Rest);
    assert_eq!((html.status, html.header("content-type")), (503, Some("text/html")));
    let empty = got("empty", Family::Api);
    assert_eq!((empty.status, empty.body.len(), empty.complete), (500, 0, true));
    let truncated = got("truncated", Family::Rest);
    assert!(truncated.complete && serde_json::from_slice::<Value>(&truncated.body).is_err());
    assert!(got("huge", Family::Rest).body.len() > 16 << 20);
    assert!(got("echo", Family::Rest).json().to_string().contains("group-v3"));
}

#[test]
fn trust_on_first_use_works_with_either_thumbprint() {
    for family in FAMILIES {
        let peer = Peer { certificate: Some("PEM".to_owned()), ..Peer::made_up(7) };
        let sim = plain(Scenario::unverified_peer(peer.clone()));
        let token = login(&sim, family);
        let location = json!({"hostname": "mgmt.example.test", "username": "u", "password": "p"});
        let first = redeploy_ask(family, &token, &with_location(&location)).send(&sim);
        let data = error(family, &first, "unverified_peer")["data"].clone();
        assert_eq!(data, json!({"ssl_thumbprint": peer.sha256, "ssl_certificate": "PEM"}));
        for thumbprint in [&peer.sha256, &peer.sha1, &peer.sha1.to_lowercase()] {
            let mut trusting = location.clone();
            trusting["ssl_thumbprint"] = json!(thumbprint);
            assert!(redeploy_ask(family, &token, &with_location(&trusting)).send(&sim).status < 300);
        }
        assert_eq!(sim.redeploys(), 3);
    }
}

#[test]
fn credentials_of_the_management_vcenter_can_be_wrong() {
    let credentials = Some(("u".to_owned(), "p".to_owned()));
    let redeploy = RedeployScript { credentials, ..RedeployScript::default() };
    let sim = plain(Scenario { redeploy, ..Scenario::default() });
    let token = login(&sim, Family::Rest);
    let status = |location: &Value| redeploy_ask(Family::Rest, &token, &with_location(location)).send(&sim);
    assert_eq!(status(&json!({"hostname": "h", "username": "u", "password": "p"})).status, 200);
    let wrong = status(&json!({"hostname": "h", "username": "u"}));
    assert_eq!(wrong.status, 400);
    error(Family::Rest, &wrong, "invalid_argument");
}

#[test]
fn any_fault_can_be_scripted() {
    let fault = Fault::new("resource_busy").status(418).shape(Shape::OldEndpoint);
    let sim = plain(Scenario::refused(fault));
    let token = login(&sim, Family::Api);
    let got = redeploy_ask(Family::Api, &token, &small()).send(&sim);
    assert_eq!((got.status, got.json()["majorErrorCode"].clone()), (418, json!(418)));
}
