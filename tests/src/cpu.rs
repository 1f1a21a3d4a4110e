//! CPU time of this process and of its children, which `std` does not tell and Linux does.

use std::fs;
use std::time::Duration;

/// What the threads of this process took that are still there, in the system too.
///
/// # Panics
///
/// Elsewhere than on Linux, and where it does not count (`CONFIG_SCHED_INFO`).
pub fn own() -> Duration {
    let threads = fs::read_dir("/proc/self/task").expect("CPU time is measured on Linux");
    // A thread may end between its name and its time.
    let told = threads.filter_map(|thread| fs::read_to_string(thread.ok()?.path().join("schedstat")).ok());
    let nanoseconds = |told: String| told.split(' ').next().and_then(|first| first.parse::<u64>().ok());
    let sum = told.filter_map(nanoseconds).sum();
    assert!(sum > 0, "this Linux does not tell the CPU time of threads");
    Duration::from_nanos(sum)
}

/// What the children took that have ended, with their own children, in steps of a hundredth of a second.
///
/// # Panics
///
/// Elsewhere than on Linux.
pub fn of_children() -> Duration {
    let told = fs::read_to_string("/proc/self/stat").expect("CPU time is measured on Linux");
    // The second field is the name of the program in brackets, and may hold blanks.
    let (_, fields) = told.rsplit_once(')').expect("a name in brackets");
    // The 16th and the 17th, counted as the manual does.
    let fields = fields.split_ascii_whitespace().skip(13).take(2);
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
