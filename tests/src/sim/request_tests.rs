//! Taking requests apart.

use super::{Op, Recorded, base64, decoded};

fn request(method: &str, target: &str) -> Recorded {
    Recorded::new(method, target, Vec::new(), Vec::new())
}

#[test]
fn tells_operations_apart_in_both_families() {
    let op = |method, target| request(method, target).op;
    assert_eq!(op("POST", "/rest/com/vmware/cis/session"), Op::Login);
    assert_eq!(op("POST", "/rest/com/vmware/cis/session?~action=get"), Op::WhoAmI);
    assert_eq!(op("POST", "/rest/com/vmware/cis/session?%7Eaction=get"), Op::WhoAmI);
    assert_eq!(op("DELETE", "/rest/com/vmware/cis/session"), Op::Logout);
    assert_eq!(op("POST", "/api/session"), Op::Login);
    assert_eq!(op("GET", "/api/session"), Op::WhoAmI);
    assert_eq!(op("DELETE", "/api/session"), Op::Logout);
    assert_eq!(op("POST", "/rest/vcenter/vcha/cluster/passive"), Op::Redeploy);
    assert_eq!(op("POST", "/api/vcenter/vcha/cluster/passive?action=redeploy"), Op::Redeploy);
    assert_eq!(op("GET", "/rest/cis/tasks/a:b"), Op::TaskGet);
    assert_eq!(op("POST", "/api/cis/tasks/a%3Ab?action=cancel"), Op::TaskCancel);
    assert_eq!(op("GET", "/rest/cis/tasks/a/b"), Op::Other);
    assert_eq!(op("POST", "/rest/session"), Op::Other);
}

#[test]
fn an_encoded_question_mark_belongs_to_the_path() {
    let request = request("POST", "/rest/vcenter/vcha/cluster/passive%3Faction=redeploy");
    assert_eq!((request.op, request.query.len()), (Op::Other, 0));
}

#[test]
fn query_pairs_are_decoded_and_sorted_as_a_set() {
    let request = request("POST", "/rest/x?vmw-task=true&action=re%64eploy&a=b+c&lone");
    let expected = [("a", "b c"), ("action", "redeploy"), ("lone", ""), ("vmw-task", "true")];
    assert_eq!(request.query_set(), expected);
    assert_eq!(request.query[0].0, "vmw-task");
    assert_eq!(request.raw_query.as_deref(), Some("vmw-task=true&action=re%64eploy&a=b+c&lone"));
}

#[test]
fn percent_signs_that_begin_nothing_stay() {
    assert_eq!(decoded("100%&%zz%4", false), "100%&%zz%4");
    assert_eq!(decoded("%+1", false), "%+1");
    assert_eq!(decoded("%C3%A9", false), "é");
}

#[test]
fn base64_is_strict_about_padding_and_alphabet() {
    assert_eq!(base64("TWFu"), Some(b"Man".to_vec()));
    assert_eq!(base64("TWE="), Some(b"Ma".to_vec()));
    assert_eq!(base64("TQ=="), Some(b"M".to_vec()));
    assert_eq!((base64("TQ"), base64("T-8_"), base64("====")), (None, None, None));
}

#[test]
fn basic_splits_at_the_first_colon_and_is_utf_8() {
    let with = |value: &str| {
        Recorded::new("POST", "/", vec![("authorization".to_owned(), value.to_owned())], Vec::new()).basic()
    };
    assert_eq!(with("Basic dXNlcjpwYTpzcw=="), Some(("user".to_owned(), "pa:ss".to_owned())));
    assert_eq!(with("basic asO8Onc="), Some(("jü".to_owned(), "w".to_owned())));
    assert_eq!((with("Bearer dXNlcjpw"), with("Basic dXNlcg==")), (None, None));
}
