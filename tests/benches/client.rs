//! How long the parts of the work take, each beside a yardstick in the same run that does the least one could do.
//!
//! `cargo bench -p vcha-tests` prints times and allocations. A number alone says little about another machine; the
//! ratio to its yardstick does. That judging a valid request allocates nothing is a test, not only a number here.

#![allow(missing_docs, reason = "divan's attribute makes items without documentation")]

use divan::{AllocProfiler, Bencher, black_box};

/// Counts allocations for the output of divan.
#[global_allocator]
static ALLOCATIONS: AllocProfiler = AllocProfiler::system();

fn main() {
    divan::main();
}

/// From a request in memory to the bytes that are sent.
mod request {
    use super::*;
    use vcha_client::{BaseUrl, Operation as _, RedeployTask, Rules, SessionId, Validate as _};
    use vcha_tests::fixtures;

    /// The request with every member.
    fn operation() -> RedeployTask {
        let spec = fixtures::request_example("everything")["spec"].take();
        RedeployTask::new(serde_json::from_value(spec).expect("the example can be read"))
    }

    #[divan::bench]
    fn judge(bencher: Bencher<'_, '_>) {
        let operation = operation();
        bencher.bench_local(|| black_box(&operation).validate(&Rules).is_clean());
    }

    #[divan::bench]
    fn build(bencher: Bencher<'_, '_>) {
        let (operation, session) = (operation(), SessionId::new("b5a1"));
        let base: BaseUrl = "https://vcenter.example.com".parse().expect("an address");
        bencher.bench_local(|| black_box(&operation).to_request(&base, &session).is_ok());
    }

    /// Writing an equal body without types.
    #[divan::bench]
    fn yardstick_write_json(bencher: Bencher<'_, '_>) {
        let body = fixtures::request_example("everything");
        bencher.bench_local(|| serde_json::to_vec(black_box(&body)));
    }

    #[divan::bench]
    fn read_from_a_file(bencher: Bencher<'_, '_>) {
        let text = fixtures::request_example("everything").to_string();
        bencher.bench_local(|| {
            let json = serde_json::from_str(black_box(&text)).expect("JSON");
            vcha_client::read_redeploy_spec(&json).is_ok()
        });
    }

    /// Reading an equal body and doing nothing with it.
    #[divan::bench]
    fn yardstick_read_json(bencher: Bencher<'_, '_>) {
        let text = fixtures::request_example("everything").to_string();
        bencher.bench_local(|| serde_json::from_str::<serde_json::Value>(black_box(&text)).is_ok());
    }
}

/// From the bytes of an answer to a value.
mod answer {
    use super::*;
    use vcha_client::http::Response;
    use vcha_client::{Body, Operation as _, RedeployTask};
    use vcha_tests::fixtures;

    const TASK: &[u8] = br#"{"value":"task-1"}"#;

    /// The example of an answer with the fault that holds most.
    fn fault() -> Vec<u8> {
        let examples = &fixtures::operation()["responses"]["400"]["content"]["application/json"]["examples"];
        examples["unverified_peer"]["value"].to_string().into_bytes()
    }

    fn response(status: u16, body: &[u8]) -> Response<Body> {
        Response::builder().status(status).body(Body::from(body.to_vec())).expect("an answer")
    }

    #[divan::bench]
    fn read_task(bencher: Bencher<'_, '_>) {
        let response = response(200, TASK);
        bencher.bench_local(|| RedeployTask::parse_response(black_box(&response)).is_ok());
    }

    #[divan::bench]
    fn yardstick_read_task(bencher: Bencher<'_, '_>) {
        bencher.bench_local(|| serde_json::from_slice::<serde_json::Value>(black_box(TASK)).is_ok());
    }

    #[divan::bench]
    fn read_fault(bencher: Bencher<'_, '_>) {
        let response = response(400, &fault());
        bencher.bench_local(|| RedeployTask::parse_response(black_box(&response)).is_err());
    }

    #[divan::bench]
    fn yardstick_read_fault(bencher: Bencher<'_, '_>) {
        let body = fault();
        bencher.bench_local(|| serde_json::from_slice::<serde_json::Value>(black_box(&body)).is_ok());
    }
}
