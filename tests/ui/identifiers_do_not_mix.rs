//! The identifier of a host is none of a folder.

use vcha_client::{HostId, PlacementSpec};

fn main() {
    let _ = PlacementSpec::new("vc-passive", HostId::new("host-9"));
}
