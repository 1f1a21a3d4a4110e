//! The transport that blocks: the same outcomes, from any thread and inside any runtime.

use std::time::Duration;

use vcha_client::{
    BlockingClient, BlockingTransport, Error, ReqwestBlockingTransport, ReqwestTransport, Rules, SessionId, Settings,
    TransportError, TransportErrorKind,
};
use vcha_tests::canary;
use vcha_tests::certificates::{Identity, Kind};
use vcha_tests::loopback::Reply;

use super::{empty, kept, pinning, request, secure, trusting};
use crate::e2e::{operation, started};

fn transport(identity: &Identity) -> ReqwestBlockingTransport {
    ReqwestBlockingTransport::new(&trusting(identity)).unwrap()
}

fn status(transport: &impl BlockingTransport, url: &str) -> Result<u16, TransportError> {
    transport.call(request("GET", url)).map(|answer| answer.status().as_u16())
}

#[test]
fn an_operation_goes_the_whole_way_without_a_runtime() {
    let refusal = Reply::json("401 Unauthorized", r#"{"type":"com.vmware.vapi.std.errors.unauthenticated"}"#);
    let (server, identity) = secure(Kind::Issued, vec![started(), refusal]);
    let client = BlockingClient::new(server.url().parse().unwrap(), transport(&identity), Rules);
    let task = client.send(&operation(), &SessionId::new(canary::TOKEN)).unwrap();
    assert_eq!(task.as_str(), "task-1");
    let refused = client.send(&operation(), &SessionId::new("wrong")).unwrap_err();
    assert!(matches!(refused, Error::Fault(answer) if answer.status == 401));
    let mut invalid = operation();
    invalid.spec.placement.name.clear();
    let refused = client.send(&invalid, &SessionId::new("wrong")).unwrap_err();
    assert!(matches!(refused, Error::Invalid(report) if report == client.validate(&invalid)));
    assert_eq!(server.finish().len(), 2);
}

#[test]
fn failures_are_those_of_the_other_transport() {
    let (server, identity) = secure(Kind::Issued, vec![Reply::Silence, empty()]);
    let url = server.url();
    let untrusted = status(&ReqwestBlockingTransport::new(&Settings::default()).unwrap(), &url).unwrap_err();
    let thumbprint = untrusted.untrusted().unwrap().sha256();
    assert_eq!(thumbprint.to_string(), identity.sha256());
    let hasty = transport(&identity).with_timeout(Duration::from_millis(200));
    assert_eq!(status(&hasty, &url).unwrap_err().kind(), TransportErrorKind::Timeout);
    let pinned = ReqwestBlockingTransport::new(&pinning(&url, &thumbprint.to_string())).unwrap();
    assert_eq!(status(&pinned, &url).unwrap(), 204);
    let error = ReqwestBlockingTransport::new(&Settings::default().extra_ca("none")).unwrap_err();
    assert_eq!(error.kind(), TransportErrorKind::Connect);
}

#[test]
fn it_can_be_made_used_and_dropped_inside_a_runtime() {
    use tokio::runtime::Builder;

    let (server, identity) = secure(Kind::Issued, vec![empty(); 6]);
    let url = server.url();
    let runtimes = [Builder::new_current_thread(), Builder::new_multi_thread()];
    for mut builder in runtimes {
        let runtime = builder.enable_all().build().unwrap();
        runtime.block_on(async {
            let transport = transport(&identity);
            assert_eq!(status(&transport, &url).unwrap(), 204);
            let moved = transport.clone();
            let address = url.clone();
            let task = tokio::spawn(async move { status(&moved, &address) });
            assert_eq!(task.await.unwrap().unwrap(), 204);
            drop(transport);
            let around = ReqwestTransport::new(&trusting(&identity)).unwrap();
            assert_eq!(status(&ReqwestBlockingTransport::with_transport(around).unwrap(), &url).unwrap(), 204);
        });
    }
    assert_eq!(server.finish().len(), 6);
}

#[test]
fn several_threads_share_it() {
    let mut script = vec![empty(); 40];
    let slow = b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n".to_vec();
    script[0] = Reply::Trickle(slow, Duration::from_millis(5));
    let (server, identity) = secure(Kind::Issued, script);
    let transport = transport(&identity);
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| (0..5).for_each(|_| assert_eq!(status(&transport, &server.url()).unwrap(), 204)));
        }
    });
    assert_eq!(server.finish().len(), 40);
}

/// How many threads of this process are a transport's; only Linux lists them.
#[cfg(target_os = "linux")]
pub(super) fn threads() -> usize {
    let tasks = std::fs::read_dir("/proc/self/task").unwrap();
    let names = tasks.filter_map(|task| std::fs::read_to_string(task.ok()?.path().join("comm")).ok());
    names.filter(|name| name.trim() == "vcha-client-io").count()
}

#[test]
#[cfg(target_os = "linux")]
fn its_thread_ends_with_the_last_clone() {
    super::in_a_child("blocking::child_that_counts_threads", &[]);
}

#[test]
#[cfg(target_os = "linux")]
#[ignore = "run by the test above, in a process of its own"]
fn child_that_counts_threads() {
    if !super::is_child() {
        return;
    }
    let (server, identity) = secure(Kind::Issued, vec![kept(), kept()]);
    let transport = transport(&identity);
    let clone = transport.clone();
    assert_eq!((status(&transport, &server.url()).unwrap(), threads()), (204, 1));
    drop(transport);
    assert_eq!((status(&clone, &server.url()).unwrap(), threads()), (204, 1));
    drop(clone);
    let left = std::iter::repeat_with(|| {
        std::thread::sleep(Duration::from_millis(10));
        threads()
    });
    assert_eq!(left.take(500).find(|count| *count == 0), Some(0));
    // The kept connection went with the thread.
    assert_eq!(server.finish().len(), 2);
}

#[test]
fn nothing_shows() {
    let proxy = "http://canary:canary@proxy.example.com".parse().unwrap();
    let transport = ReqwestBlockingTransport::new(&Settings::default().proxy(proxy)).unwrap();
    let shown = format!("{transport:?}");
    assert!(shown.starts_with("ReqwestBlockingTransport") && !shown.contains("canary"), "{shown}");
}
