//! A request holds a password, so it cannot be serialised without saying whether secrets are masked or exposed.

use vcha_client::{PlacementSpec, RedeploySpec};

fn main() {
    let spec = RedeploySpec::new(PlacementSpec::new("vc-passive", "obj-103"));
    let _ = serde_json::to_string(&spec);
}
