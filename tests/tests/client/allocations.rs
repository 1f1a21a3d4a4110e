//! What stands in front of every call costs little: judging a valid request takes no allocation, and what holds the call is
//! small.

use std::collections::BTreeMap;

use serde_json::json;
use vcha_client::api::rt::{FromJson as _, Mode, Path, Reader, read};
use vcha_client::api::rules;
use vcha_client::{Client, Json, RedeployTask, ReqwestTransport, Rules, SessionId, Settings, Validate as _};
use vcha_tests::fixtures;

use crate::bodies;

/// How many allocations judging takes, and what is found.
fn judge(operation: &RedeployTask) -> (u64, usize) {
    let mut found = 0;
    let counted = allocation_counter::measure(|| found = operation.validate(&Rules).violations().len());
    (counted.count_total, found)
}

#[test]
fn judging_a_valid_request_allocates_nothing() {
    for body in [bodies::minimal(), bodies::everything()] {
        assert_eq!(judge(&RedeployTask::new(bodies::spec(&body))), (0, 0), "{body}");
    }
}

#[test]
fn judging_long_lists_and_texts_allocates_nothing() {
    let mut body = bodies::everything();
    let servers: Vec<_> = (0..1000).map(|number| json!(format!("2001:db8::{number:x}"))).collect();
    fixtures::set(&mut body, "/spec/ha_ip/dns_servers", servers.into());
    fixtures::set(&mut body, "/spec/placement/name", json!("ä".repeat(80)));
    fixtures::set(&mut body, "/spec/placement/folder", json!("x".repeat(100_000)));
    assert_eq!(judge(&RedeployTask::new(bodies::spec(&body))), (0, 0));
}

/// A long name above many faults, in each of the ways in which a body can be read.
#[test]
fn what_is_found_in_a_body_costs_no_multiple_of_it() {
    for mode in [Mode::Request, Mode::Response] {
        let text = format!("{{\"{}\": [{}]}}", "k".repeat(1 << 20), vec!["1"; 5000].join(","));
        let json: Json = serde_json::from_str(&text).expect("JSON");
        let mut found = None;
        let counted = allocation_counter::measure(|| {
            let read = read::<BTreeMap<String, Vec<String>>>(&json, &Path::ROOT, mode, &rules::READ);
            found = Some(read.expect_err("numbers are no texts"));
        });
        let report = found.expect("a report");
        assert_eq!(report.violations().len() + report.further(), 5000);
        assert!(report.to_string().len() < 1 << 20);
        // A tree is written down before it is read: its text, and once more while that grows.
        assert!(counted.bytes_max < 4 << 20, "{} bytes for a report on {}", counted.bytes_max, text.len());
        let read = allocation_counter::measure(|| {
            let mut reader = Reader::new(&text, mode, &rules::READ);
            let value = BTreeMap::<String, Vec<String>>::from_json(&mut reader);
            assert_eq!(reader.finish(value), Err(report));
        });
        assert!(read.bytes_max < 1 << 20, "{} bytes for a report on {}", read.bytes_max, text.len());
    }
}

#[test]
fn the_counter_counts() {
    let mut operation = RedeployTask::new(bodies::spec(&bodies::everything()));
    operation.spec.placement.name.clear();
    let (allocations, found) = judge(&operation);
    assert!(allocations > 0 && found == 1, "{allocations} allocations, {found} violations");
}

/// What a call has in hand while it waits is moved into spans, time limits and tasks: 3 KB were copied several times.
#[test]
fn what_holds_a_call_is_small() {
    let transport = ReqwestTransport::new(&Settings::default()).expect("a transport");
    let client = Client::new("vcenter.example.com".parse().expect("an address"), transport, Rules);
    let operation = RedeployTask::new(bodies::spec(&bodies::everything()));
    let session = SessionId::new("b5a1");
    let size = size_of_val(&client.send(&operation, &session));
    assert!(size <= 2048, "{size} bytes");
}
