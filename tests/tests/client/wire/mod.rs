//! What is sent, byte by byte, and the rules that promise something about it.

mod answers;
mod sessions_and_tasks;

use serde_json::{Value, json};
use vcha_client::http::Request;
use vcha_client::{Body, Operation as _, RedeployTask, SessionId, ToJson as _};
use vcha_tests::{canary, fixtures};

use crate::bodies;

/// The rules of the description that nothing judges, each with the test that shows it holds.
pub(crate) const CASES: &[(&str, fn())] = &[
    ("R-WIRE-1", an_unset_member_is_absent),
    ("R-WIRE-2", the_query_has_its_two_pairs_and_no_other),
    ("R-WIRE-3", the_body_is_an_envelope_with_one_member),
    ("R-WIRE-2A", sessions_and_tasks::the_query_under_api_has_its_two_pairs_and_no_other),
    ("R-WIRE-3A", sessions_and_tasks::the_body_under_api_is_bare),
    ("R-CONN-2", an_unset_port_is_not_filled_in),
    ("R-CONN-4E", an_empty_thumbprint_is_sent_as_it_stands),
    ("R-CONN-7", the_password_is_in_the_body_and_nowhere_else),
    ("R-PLACEMENT-5", networks_that_are_unset_are_not_sent),
    ("R-IPV4-3", neither_mask_nor_prefix_is_worked_out),
    ("R-DNS-2", name_servers_are_an_array),
    ("R-DNS-3", an_empty_list_of_name_servers_is_not_none),
];

const MINIMAL: &str = r#"{"spec":{"placement":{"name":"vc-passive","folder":"obj-103"}}}"#;

/// Every member, in the order of the description.
const EVERYTHING: &str = concat!(
    r#"{"spec":{"vc_spec":{"active_location":{"hostname":"management-vc.example.com","port":443,"#,
    r#""ssl_thumbprint":"DA:39:A3:EE:5E:6B:4B:0D:32:55:BF:EF:95:60:18:90:AF:D8:07:09","#,
    r#""username":"operator@example.com","password":"not-a-real-password"}},"#,
    r#""placement":{"name":"vc-passive","folder":"obj-103","host":"obj-103","resource_pool":"obj-103","#,
    r#""ha_network_type":"STANDARD_PORTGROUP","ha_network":"obj-103","#,
    r#""management_network_type":"DISTRIBUTED_PORTGROUP","management_network":"obj-103","#,
    r#""storage":{"datastore":"obj-103"}},"#,
    r#""ha_ip":{"ip_family":"IPV4","#,
    r#""ipv4":{"address":"192.0.2.10","subnet_mask":"255.255.255.0","prefix":24},"#,
    r#""default_gateway":"192.0.2.1","dns_servers":["192.0.2.53","2001:db8::53"]},"#,
    r#""failover_ip":{"ip_family":"IPV6","ipv6":{"address":"2001:db8::10","prefix":64},"#,
    r#""default_gateway":"2001:db8::1"}}}"#,
);

/// The request for a body that is known to be readable.
fn request(body: &Value) -> Request<Body> {
    let operation = RedeployTask::new(bodies::spec(body));
    let base = "https://vcenter.example.com".parse().expect("an address");
    operation.to_request(&base, &SessionId::new(canary::TOKEN)).expect("a request")
}

/// The body that is sent for it, as text.
fn sent(body: &Value) -> String {
    String::from_utf8(request(body).into_body().into_bytes()).expect("UTF-8")
}

/// The same, as a value.
fn sent_value(body: &Value) -> Value {
    serde_json::from_str(&sent(body)).expect("JSON")
}

/// The example with every member, one of them replaced.
fn with(pointer: &str, value: Value) -> Value {
    let mut body = bodies::everything();
    fixtures::set(&mut body, pointer, value);
    body
}

#[test]
fn the_smallest_request_has_these_bytes() {
    assert_eq!(sent(&bodies::minimal()), MINIMAL);
}

#[test]
fn the_largest_request_has_these_bytes() {
    assert_eq!(sent(&bodies::everything()), EVERYTHING);
}

#[test]
fn the_order_in_which_members_were_written_does_not_matter() {
    let text = r#"{"spec":{"placement":{"folder":"obj-103","name":"vc-passive"}}}"#;
    assert_eq!(sent(&serde_json::from_str(text).expect("JSON")), MINIMAL);
}

#[test]
fn the_headers_are_these_and_no_others() {
    let request = request(&bodies::minimal());
    let mut headers: Vec<(&str, &str)> = Vec::new();
    for (name, value) in request.headers() {
        headers.push((name.as_str(), value.to_str().expect("text")));
        assert_eq!(value.is_sensitive(), name == "vmware-api-session-id", "{name}");
    }
    headers.sort_unstable();
    let session = ("vmware-api-session-id", canary::TOKEN);
    assert_eq!(headers, [("accept", "application/json"), ("content-type", "application/json"), session]);
}

#[test]
fn an_unset_member_is_absent() {
    let body = bodies::everything();
    let mut tried = 0;
    for pointer in bodies::members(&body) {
        let mut without = body.clone();
        fixtures::unset(&mut without, &pointer);
        // A member that is required cannot be left out, and so says nothing about this rule.
        if vcha_client::read_redeploy_spec(&bodies::tree(&without)).is_ok() {
            tried += 1;
            assert_eq!(sent_value(&without), without, "without {pointer}");
            assert!(!sent(&without).contains("null"), "without {pointer}");
        }
    }
    assert!(tried >= 20, "only {tried} members are optional");
}

#[test]
fn the_query_has_its_two_pairs_and_no_other() {
    let request = request(&bodies::everything());
    assert_eq!(request.method(), "POST");
    let uri = request.uri();
    assert_eq!((uri.scheme_str(), uri.host(), uri.port()), (Some("https"), Some("vcenter.example.com"), None));
    assert_eq!(uri.path(), "/rest/vcenter/vcha/cluster/passive");
    let mut pairs: Vec<&str> = uri.query().expect("a query").split('&').collect();
    pairs.sort_unstable();
    assert_eq!(pairs, ["action=redeploy", "vmw-task=true"]);
}

#[test]
fn a_path_in_the_address_of_the_server_stands_in_front() {
    let base = "https://proxy.example.com:8443/vc1/".parse().expect("an address");
    let operation = RedeployTask::new(bodies::spec(&bodies::minimal()));
    let request = operation.to_request(&base, &SessionId::new("b5a1")).expect("a request");
    assert_eq!(request.uri().authority().map(|authority| authority.as_str()), Some("proxy.example.com:8443"));
    assert_eq!(request.uri().path(), "/vc1/rest/vcenter/vcha/cluster/passive");
}

#[test]
fn the_body_is_an_envelope_with_one_member() {
    for body in [bodies::minimal(), bodies::everything()] {
        let sent = sent_value(&body);
        let members: Vec<&String> = sent.as_object().expect("an object").keys().collect();
        assert_eq!(members, ["spec"]);
        let bare = body["spec"].clone();
        assert_eq!(sent_value(&bare), body, "written without the envelope, it is sent with it");
    }
}

#[test]
fn an_unset_port_is_not_filled_in() {
    let mut body = bodies::everything();
    fixtures::unset(&mut body, "/spec/vc_spec/active_location/port");
    let sent = sent(&body);
    assert!(!sent.contains("port\":") && !sent.contains("443"), "{sent}");
    let port = "/spec/vc_spec/active_location/port";
    assert_eq!(sent_value(&with(port, json!(8443))).pointer(port), Some(&json!(8443)));
}

#[test]
fn an_empty_thumbprint_is_sent_as_it_stands() {
    let thumbprint = "/spec/vc_spec/active_location/ssl_thumbprint";
    let body = with(thumbprint, json!(""));
    assert_eq!(sent_value(&body).pointer(thumbprint), Some(&json!("")));
    assert_eq!(bodies::found(&body), [""; 0]);
    let small = json!("da:39:a3:ee:5e:6b:4b:0d:32:55:bf:ef:95:60:18:90:af:d8:07:09");
    assert_eq!(sent_value(&with(thumbprint, small.clone())).pointer(thumbprint), Some(&small), "its case stays");
}

#[test]
fn the_password_is_in_the_body_and_nowhere_else() {
    let password = "/spec/vc_spec/active_location/password";
    let body = with(password, json!(canary::PASSWORD));
    let request = request(&body);
    let sent: Value = serde_json::from_slice(request.body().as_bytes()).expect("JSON");
    assert_eq!(sent.pointer(password), Some(&json!(canary::PASSWORD)));
    canary::assert_none("the address", &request.uri().to_string());
    for (name, value) in request.headers() {
        if name != "vmware-api-session-id" {
            canary::assert_none(name.as_str(), value.to_str().expect("text"));
        }
    }
    canary::assert_none("debug output of the request", &format!("{request:?}{request:#?}"));
}

#[test]
fn an_empty_password_is_not_none() {
    let password = "/spec/vc_spec/active_location/password";
    let empty = with(password, json!(""));
    assert_eq!(sent_value(&empty).pointer(password), Some(&json!("")));
    let mut none = bodies::everything();
    fixtures::unset(&mut none, password);
    assert_eq!(sent_value(&none).pointer(password), None);
    assert_ne!(bodies::spec(&empty), bodies::spec(&none));
}

#[test]
fn networks_that_are_unset_are_not_sent() {
    let mut body = bodies::everything();
    for member in ["ha_network", "ha_network_type", "management_network", "management_network_type"] {
        fixtures::unset(&mut body, &format!("/spec/placement/{member}"));
    }
    assert_eq!(bodies::found(&body), [""; 0]);
    assert!(!sent(&body).contains("network"), "{}", sent(&body));
}

#[test]
fn neither_mask_nor_prefix_is_worked_out() {
    for (kept, dropped) in [("subnet_mask", "prefix"), ("prefix", "subnet_mask")] {
        let mut body = bodies::everything();
        fixtures::unset(&mut body, &format!("/spec/ha_ip/ipv4/{dropped}"));
        let sent = sent_value(&body);
        let mut members: Vec<&String> = sent["spec"]["ha_ip"]["ipv4"].as_object().expect("an object").keys().collect();
        members.sort_unstable();
        assert_eq!(members, ["address", kept]);
    }
}

#[test]
fn name_servers_are_an_array() {
    let servers = json!(["192.0.2.53", "192.0.2.54", "2001:db8::53"]);
    let sent = sent(&with("/spec/ha_ip/dns_servers", servers));
    assert!(sent.contains(r#""dns_servers":["192.0.2.53","192.0.2.54","2001:db8::53"]"#), "{sent}");
}

#[test]
fn an_empty_list_of_name_servers_is_not_none() {
    let empty = with("/spec/ha_ip/dns_servers", json!([]));
    assert!(sent(&empty).contains(r#""dns_servers":[]"#), "{}", sent(&empty));
    let mut none = bodies::everything();
    fixtures::unset(&mut none, "/spec/ha_ip/dns_servers");
    assert!(!sent(&none).contains("dns_servers"), "{}", sent(&none));
    assert_ne!(bodies::spec(&empty), bodies::spec(&none));
    assert_eq!(bodies::found(&empty), [""; 0]);
}

#[test]
fn addresses_are_sent_as_they_were_written() {
    for text in ["2001:0DB8:0:0:0:0:0:10", "2001:db8:0::10", "::ffff:192.0.2.10"] {
        let address = "/spec/failover_ip/ipv6/address";
        assert_eq!(sent_value(&with(address, json!(text))).pointer(address), Some(&json!(text)));
    }
}

#[test]
fn texts_that_json_has_to_escape_arrive_whole() {
    for text in ["\"", "\\", "a\nb", "\u{0}", "\u{7f}", "\u{2028}", "ä€𝄞", "</script>", "${x}", canary::PASSWORD]
    {
        let name = "/spec/placement/name";
        assert_eq!(sent_value(&with(name, json!(text))).pointer(name), Some(&json!(text)), "{text:?}");
        let password = "/spec/vc_spec/active_location/password";
        assert_eq!(sent_value(&with(password, json!(text))).pointer(password), Some(&json!(text)));
    }
}

#[test]
fn what_is_read_is_what_is_written() {
    for body in [bodies::minimal(), bodies::everything()] {
        let spec = bodies::spec(&body);
        let written = serde_json::to_value(spec.exposed()).expect("JSON");
        assert_eq!(written, body["spec"]);
        assert_eq!(bodies::spec(&written), spec);
    }
}

#[test]
fn masking_changes_the_password_and_nothing_else() {
    let spec = bodies::spec(&bodies::everything());
    let mut expected = bodies::everything()["spec"].clone();
    fixtures::set(&mut expected, "/vc_spec/active_location/password", json!("********"));
    assert_eq!(serde_json::to_value(spec.masked()).expect("JSON"), expected);
}
