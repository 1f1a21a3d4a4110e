//! The operation asks for a session, so it cannot be built without one, or with another credential.

use vcha_client::api::rt::NoAuth;
use vcha_client::{BaseUrl, Operation as _, RedeployTask};

fn build(operation: &RedeployTask, base: &BaseUrl) {
    let _ = operation.to_request(base);
    let _ = operation.to_request(base, &NoAuth);
}

fn main() {
    let _ = build;
}
