//! CPU time of this process and of its children, which `std` does not tell. Linux does, in hundredths of a second.

use std::fs;
use std::time::Duration;

/// What all threads of this process took, in the system too.
///
/// # Panics
///
/// Elsewhere than on Linux.
pub fn own() -> Duration {
    two_fields(14)
}

/// What the children took that have ended, with their own children.
///
/// # Panics
///
/// Elsewhere than on Linux.
pub fn of_children() -> Duration {
    two_fields(16)
}

/// A field and the next of `/proc/self/stat`, counted from 1 as its manual does.
fn two_fields(first: usize) -> Duration {
    let told = fs::read_to_string("/proc/self/stat").expect("CPU time is measured on Linux");
    // The second field is the name of the program in brackets, and may hold blanks.
    let (_, fields) = told.rsplit_once(')').expect("a name in brackets");
    let fields = fields.split_ascii_whitespace().skip(first - 3).take(2);
    Duration::from_millis(10 * fields.map(|field| field.parse::<u64>().expect("a number")).sum::<u64>())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::process::Command;

    #[test]
    fn work_is_counted_where_it_was_done() {
        let (before, children) = (own(), of_children());
        let mut sum = 0_u64;
        while own() < before + Duration::from_millis(50) {
            sum = std::hint::black_box(sum.wrapping_add(1));
        }
        assert_eq!(of_children(), children);
        let busy = "i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done";
        assert!(Command::new("sh").args(["-c", busy]).status().unwrap().success());
        assert!(of_children() > children);
    }
}
