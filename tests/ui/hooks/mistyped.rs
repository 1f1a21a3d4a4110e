//! A hook that takes another type than the trait says.
#![allow(unused, reason = "only what the compiler says about the impl counts here")]

use vcha_client::api::checks::Checks;
use vcha_client::api::rt::Check;
use vcha_client::api::types::*;

struct Mine;

impl Checks for Mine {
    fn r_conn_5(&self, value: &PlacementSpec, check: &mut Check<'_>) {}

    // Every other hook is put in here.
}

fn main() {}
