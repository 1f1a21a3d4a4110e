//! Login, who-am-I, logout, and the ends of sessions.

use std::time::Duration;

use serde_json::json;
use vcha_tests::base64::encode;
use vcha_tests::sim::{Family, Scenario, SessionPolicy, Sim, Tls, Version};

use super::client::{Ask, FAMILIES, SESSION, error, login, login_ask, plain, result, session_path};

fn who_am_i(family: Family, token: &str) -> Ask {
    let ask = match family {
        Family::Rest => Ask::new("POST", "/rest/com/vmware/cis/session?~action=get"),
        Family::Api => Ask::new("GET", "/api/session"),
    };
    ask.header(SESSION, token)
}

#[test]
fn a_session_begins_is_used_and_ends_in_both_families() {
    for family in FAMILIES {
        let sim = plain(Scenario::default());
        let got = login_ask(family, &encode("administrator@vsphere.local:made-up-Passw0rd".as_bytes())).send(&sim);
        assert_eq!(got.status, if family == Family::Rest { 200 } else { 201 });
        assert_eq!(got.header("set-cookie"), None);
        let token = result(family, &got).as_str().unwrap().to_owned();
        let who = who_am_i(family, &token).send(&sim);
        assert_eq!(who.status, 200);
        assert_eq!(result(family, &who)["user"], "administrator@vsphere.local");
        assert_eq!(sim.open_sessions(), 1);
        let out = Ask::new("DELETE", session_path(family)).header(SESSION, &token).send(&sim);
        assert_eq!((out.status, out.body.len()), (if family == Family::Rest { 200 } else { 204 }, 0));
        assert_eq!(sim.open_sessions(), 0);
        let after = who_am_i(family, &token).send(&sim);
        assert_eq!(after.status, 401);
        assert!(error(family, &after, "unauthenticated")["challenge"].is_string());
    }
}

#[test]
fn a_token_counts_in_both_families() {
    let sim = plain(Scenario::default());
    let token = login(&sim, Family::Rest);
    assert_eq!(who_am_i(Family::Api, &token).send(&sim).status, 200);
}

#[test]
fn without_the_header_authn_header_a_cookie_is_set_and_then_hides_the_header() {
    let sim = plain(Scenario::default());
    let mut ask = login_ask(Family::Rest, &encode("administrator@vsphere.local:made-up-Passw0rd".as_bytes()));
    ask.headers.retain(|(name, _)| *name != "vmware-use-header-authn");
    let got = ask.send(&sim);
    let token = result(Family::Rest, &got).as_str().unwrap().to_owned();
    let cookie = got.header("set-cookie").unwrap();
    assert_eq!(cookie, format!("vmware-api-session-id={token};Path=/rest;HttpOnly"));
    let both = |cookie: &str, header: &str| {
        who_am_i(Family::Rest, header).header("cookie", &format!("{SESSION}={cookie}")).send(&sim).status
    };
    assert_eq!((both(&token, "wrong"), both("wrong", &token)), (200, 401));
}

#[test]
fn credentials_are_utf_8_and_may_hold_colons() {
    let sim = Sim::builder().tls(Tls::Plain).account("jürgen@例え", "pa:ss:wörd").spawn().unwrap();
    assert_eq!(login_ask(Family::Api, &encode("jürgen@例え:pa:ss:wörd".as_bytes())).send(&sim).status, 201);
    for wrong in ["jürgen@例え:pa:ss:word", "jürgen@例え", ":", "jürgen@例え:pa:ss:wörd "] {
        let got = login_ask(Family::Api, &encode(wrong.as_bytes())).send(&sim);
        assert_eq!(got.status, 401, "{wrong}");
        error(Family::Api, &got, "unauthenticated");
    }
    assert_eq!(Ask::new("POST", "/api/session").send(&sim).status, 401);
}

#[test]
fn a_login_takes_neither_body_nor_query() {
    let sim = plain(Scenario::default());
    let good = encode("administrator@vsphere.local:made-up-Passw0rd".as_bytes());
    let body = login_ask(Family::Rest, &good).json(&json!({"user": "u"})).send(&sim);
    assert_eq!(body.status, 400);
    error(Family::Rest, &body, "unexpected_input");
    let mut tilde = login_ask(Family::Rest, &good);
    tilde.target.push_str("?action=get");
    assert_eq!(tilde.send(&sim).status, 404);
    assert_eq!(sim.open_sessions(), 0);
}

#[test]
fn sessions_end_after_requests_idle_time_and_on_command() {
    let limited = |sessions| plain(Scenario { sessions, tick: Duration::ZERO, ..Scenario::default() });
    let status = |sim: &Sim, token: &str| who_am_i(Family::Api, token).send(sim).status;

    let sim = limited(SessionPolicy { max_requests: Some(2), ..SessionPolicy::default() });
    let token = login(&sim, Family::Api);
    assert_eq!([(); 3].map(|()| status(&sim, &token)), [200, 200, 401]);

    let sim = limited(SessionPolicy { idle: Some(Duration::from_secs(60)), ..SessionPolicy::default() });
    let token = login(&sim, Family::Api);
    sim.advance(Duration::from_secs(60));
    assert_eq!(status(&sim, &token), 200);
    sim.advance(Duration::from_secs(61));
    assert_eq!(status(&sim, &token), 401);

    let sim = limited(SessionPolicy::default());
    let token = login(&sim, Family::Api);
    sim.end_sessions();
    assert_eq!(status(&sim, &token), 401);
    assert_eq!(status(&sim, &login(&sim, Family::Api)), 200);
}

#[test]
fn an_idle_session_ends_by_the_stand_in_s_clock() {
    let sim = plain(Scenario::named("session-idle", 0).unwrap());
    let token = login(&sim, Family::Rest);
    let status = || who_am_i(Family::Rest, &token).send(&sim).status;
    assert_eq!([status(), status()], [200, 200]);
    sim.advance(Duration::from_secs(3));
    assert_eq!(status(), 401);
}

#[test]
fn what_a_careful_client_would_not_do_is_noted_and_answered() {
    let sim = plain(Scenario::default());
    let token = login(&sim, Family::Rest);
    assert_eq!(who_am_i(Family::Rest, &token).send(&sim).status, 200);
    assert_eq!(sim.warnings(), [""; 0]);
    let careless = who_am_i(Family::Rest, &token).header("authorization", "Basic eDp5").header("cookie", "a=b");
    assert_eq!(careless.send(&sim).status, 200);
    let place = "2 POST /rest/com/vmware/cis/session: ";
    assert_eq!(
        sim.warnings(),
        [format!("{place}a cookie was sent"), format!("{place}authorization outside of a login")]
    );
}

#[test]
fn six_seven_has_no_api_family() {
    let sim = plain(Scenario { version: Version::V6_7, ..Scenario::default() });
    assert_eq!(login_ask(Family::Api, "eA==").send(&sim).status, 404);
    let unauthenticated = login_ask(Family::Rest, "eA==").send(&sim);
    assert_eq!(unauthenticated.status, 401);
    assert!(unauthenticated.json()["value"].get("error_type").is_none());
    let old = Ask::new("GET", "/rest/nothing/here").send(&sim);
    assert_eq!((old.status, old.json()["majorErrorCode"].clone()), (404, json!(404)));
}
