//! Every hook but one.
#![allow(unused, reason = "only what the compiler says about the impl counts here")]

use vcha_client::api::checks::Checks;
use vcha_client::api::rt::Check;
use vcha_client::api::types::*;

struct Mine;

impl Checks for Mine {
    // Every other hook is put in here.
}

fn main() {}
