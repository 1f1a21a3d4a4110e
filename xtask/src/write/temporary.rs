//! The names of temporary files, and whether the run that made one is over. Making and renaming them is left to `apply`.

use std::fs::DirEntry;
use std::path::Path;
use std::process;
use std::time::Duration;

/// How the names of temporary files end.
const END: &str = ".codegen-tmp";

/// Where the system does not list its processes, a temporary file older than this counts as abandoned.
const ABANDONED: Duration = Duration::from_secs(300);

/// The name of the `nth` temporary file of this process. It is short, because file names have a limit.
pub(super) fn name(nth: u32) -> String {
    format!(".{}-{nth}{END}", process::id())
}

/// Whether a file has such a name.
pub(super) fn is_one(name: &str) -> bool {
    maker(name).is_some()
}

/// The process that made the file.
fn maker(name: &str) -> Option<u32> {
    let (process, nth) = name.strip_prefix('.')?.strip_suffix(END)?.split_once('-')?;
    nth.parse::<u32>().ok()?;
    process.parse().ok()
}

/// Whether the run that made the file is over.
pub(super) fn is_abandoned(entry: &DirEntry, name: &str) -> bool {
    maker(name).and_then(is_running) == Some(false) || is_old(entry)
}

/// Whether a process runs; `None` where the system does not say.
fn is_running(process: u32) -> Option<bool> {
    let processes = Path::new("/proc");
    processes.join("self").exists().then(|| processes.join(process.to_string()).exists())
}

fn is_old(entry: &DirEntry) -> bool {
    let age = entry.metadata().and_then(|found| found.modified()).ok().and_then(|time| time.elapsed().ok());
    age.is_some_and(|age| age > ABANDONED)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_ours_are_recognised() {
        assert_eq!(maker(&name(7)), Some(process::id()));
        for other in
            ["notes.codegen-tmp", ".codegen-tmp", ".1-.codegen-tmp", ".a-1.codegen-tmp", ".1-1.tmp", "1-1.codegen-tmp"]
        {
            assert!(!is_one(other), "{other}");
        }
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_process_is_running_or_not() {
        assert_eq!(is_running(process::id()), Some(true));
        assert_eq!(is_running(u32::MAX), Some(false));
    }
}
