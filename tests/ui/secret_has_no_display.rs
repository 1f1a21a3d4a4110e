//! A secret cannot be printed.

use vcha_client::Secret;

fn main() {
    println!("{}", Secret::new("correct horse"));
}
