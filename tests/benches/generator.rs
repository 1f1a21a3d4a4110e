//! How long the generator takes, beside a yardstick in the same run that does the least one could do.
//!
//! Apart from `client`, because counting allocations there would slow down what is measured here.

#![allow(missing_docs, reason = "divan's attribute makes items without documentation")]

use divan::{Bencher, black_box};
use vcha_tests::{fixtures, generate};

fn main() {
    divan::main();
}

/// From the text of the description to the text of the client. What comes out is dropped when the clock has stopped, here
/// and below.
#[divan::bench(sample_count = 200)]
fn the_client(bencher: Bencher<'_, '_>) {
    let text = fixtures::read("spec/vcha.yaml");
    assert!(generate::generate_vcha(&text).is_ok(), "it is a good description");
    bencher.bench_local(|| generate::generate_vcha(black_box(&text)));
}

/// The same for a description of the one operation that redeploys, with everything it needs.
#[divan::bench(sample_count = 200)]
fn the_endpoint(bencher: Bencher<'_, '_>) {
    let path = "/rest/vcenter/vcha/cluster/passive?vmw-task=true&action=redeploy";
    let text = serde_yaml::to_string(&generate::part(&[path])).expect("YAML");
    assert!(generate::generate_vcha(&text).is_ok(), "it is a good description");
    bencher.bench_local(|| generate::generate_vcha(black_box(&text)));
}

/// Reading the text of the whole into a tree and doing nothing with it.
#[divan::bench(sample_count = 200)]
fn yardstick_parse_yaml(bencher: Bencher<'_, '_>) {
    let text = fixtures::read("spec/vcha.yaml");
    bencher.bench_local(|| serde_yaml::from_str::<serde_yaml::Value>(black_box(&text)));
}
