//! The spans of the feature `tracing`: one for each call, with what an operator asks and nothing secret.

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::sync::{Arc, LazyLock, Mutex};
use std::time::Duration;

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Dispatch, Event, Metadata, Subscriber};
use vcha_client::http::{Request, Response};
use vcha_client::testing::{Answer, Script};
use vcha_client::{
    BlockingClient, Body, Client, ConnectionSpec, CredentialsSpec, PlacementSpec, RedeploySpec, RedeployTask,
    ReqwestTransport, Rules, Secret, SessionId, Settings, Transport, TransportError, TransportErrorKind,
};

use crate::e2e::run;

/// Everything that was said, span by span.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<Said>>>);

#[derive(Clone, Debug, Default)]
struct Said {
    name: &'static str,
    fields: BTreeMap<&'static str, String>,
}

impl Visit for Said {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.fields.insert(field.name(), format!("{value:?}"));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.fields.insert(field.name(), value.to_owned());
    }
}

impl Subscriber for Log {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("vcha_client")
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let mut said = Said { name: span.metadata().name(), ..Said::default() };
        span.record(&mut said);
        let mut log = self.0.lock().unwrap();
        log.push(said);
        Id::from_u64(log.len() as u64)
    }

    fn record(&self, span: &Id, values: &Record<'_>) {
        let nth = usize::try_from(span.into_u64()).unwrap() - 1;
        values.record(&mut self.0.lock().unwrap()[nth]);
    }

    fn event(&self, event: &Event<'_>) {
        let mut said = Said { name: "event", ..Said::default() };
        event.record(&mut said);
        self.0.lock().unwrap().push(said);
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

/// While there is only one subscriber, `tracing` asks the thread that comes by a span first whether anybody listens, and
/// keeps the answer. Other tests send as well, and no subscriber listens to them.
static ANOTHER: LazyLock<Dispatch> = LazyLock::new(|| Dispatch::new(Log::default()));

/// What is said while `work` runs.
fn said(work: impl FnOnce()) -> Vec<Said> {
    LazyLock::force(&ANOTHER);
    let log = Log::default();
    tracing::subscriber::with_default(log.clone(), work);
    std::mem::take(&mut *log.0.lock().unwrap())
}

fn operation() -> RedeployTask {
    let mut connection = ConnectionSpec::new("canary-hostname.example.com");
    connection.username = Some("canary-user".to_owned());
    connection.password = Some(Secret::new("canary-password"));
    let mut spec = RedeploySpec::new(PlacementSpec::new("canary-name", "canary-folder"));
    spec.vc_spec = Some(CredentialsSpec::new(connection));
    RedeployTask::new(spec)
}

fn answers() -> Script {
    Script::new()
        .then(Answer::json(200, r#"{"value":"canary-task"}"#).header("set-cookie", "canary-cookie"))
        .then(Answer::new(503, "text/html", "canary-page"))
        .then(Answer::fails(TransportErrorKind::Timeout, "canary-cause"))
}

fn check(said: &[Said]) {
    assert_eq!(said.len(), 3, "{said:?}");
    for (call, (field, value)) in said.iter().zip([("status", "200"), ("status", "503"), ("failed", "timeout")]) {
        assert_eq!(call.name, "call");
        let keys: Vec<_> = call.fields.keys().copied().collect();
        let mut wanted = vec!["duration_ms", "host", "method", "operation", field];
        wanted.sort_unstable();
        assert_eq!(keys, wanted);
        assert_eq!((call.fields["method"].as_str(), call.fields["host"].as_str()), ("POST", "vcenter.example.com"));
        assert!(call.fields["operation"].contains("redeploy"), "{call:?}");
        assert_eq!(call.fields[field], value);
        assert!(call.fields["duration_ms"].parse::<u64>().unwrap() < 60_000);
    }
    assert!(!format!("{said:?}").contains("canary"), "{said:?}");
}

#[test]
fn a_call_is_a_span_and_no_secret_is_in_it() {
    let client = Client::new("vcenter.example.com:443/canary".parse().unwrap(), answers(), Rules);
    check(&said(|| {
        for _ in 0..3 {
            drop(run(client.send(&operation(), &SessionId::new("canary-token"))));
        }
    }));
}

#[test]
fn a_call_that_blocks_is_one_too() {
    let client = BlockingClient::new("vcenter.example.com".parse().unwrap(), answers(), Rules);
    check(&said(|| (0..3).for_each(|_| drop(client.send(&operation(), &SessionId::new("canary-token"))))));
}

/// A transport whose answer never comes.
struct Never;

impl Transport for Never {
    async fn call(&self, _: Request<Body>) -> Result<Response<Body>, TransportError> {
        std::future::pending().await
    }
}

#[test]
fn a_call_that_is_given_up_has_its_duration() {
    let client = Client::new("vcenter.example.com".parse().unwrap(), Never, Rules);
    let said = said(|| {
        let given_up = run(async {
            let limit = Duration::from_millis(20);
            tokio::time::timeout(limit, client.send(&operation(), &SessionId::new("canary-token"))).await.is_err()
        });
        assert!(given_up);
    });
    assert_eq!(said.len(), 1);
    assert!(said[0].fields["duration_ms"].parse::<u64>().unwrap() >= 20, "{said:?}");
    assert!(!said[0].fields.contains_key("status"));
}

#[test]
fn a_call_that_never_begins_says_nothing() {
    let client = Client::new("vcenter.example.com".parse().unwrap(), Never, Rules);
    let (mut operation, session) = (operation(), SessionId::new("canary-token"));
    assert!(said(|| drop(client.send(&operation, &session))).is_empty());
    operation.spec.placement.name.clear();
    assert!(said(|| assert!(run(client.send(&operation, &session)).is_err())).is_empty());
}

#[test]
fn a_transport_that_verifies_nothing_warns() {
    let said = said(|| drop(ReqwestTransport::new(&Settings::default().insecure())));
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(said[0].fields["message"].contains("certificates are not verified"), "{said:?}");
}
