//! Programs with a limit of time, and what a process took. CPU time and memory are read from where Linux tells them;
//! elsewhere they are 0.

use std::fs::{self, File};
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::write::io_error;
use crate::{Error, Result};

/// How a program ended.
pub(super) struct Ended {
    pub is_success: bool,
    /// In words.
    pub how: String,
    /// CPU seconds, with all that it started.
    pub seconds: f64,
    pub stdout: String,
    pub stderr: String,
}

impl Ended {
    /// What it said at the end, in a line.
    pub(super) fn last_words(&self) -> &str {
        self.stderr.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or_default()
    }
}

/// Runs a program with everything that it starts. What it prints goes through files beside `log`, which no reader has to
/// keep empty.
pub(super) fn run(command: &mut Command, log: &Path, limit: Duration) -> Result<Ended> {
    let (out, err) = (log.with_extension("out"), log.with_extension("err"));
    let create = |path: &Path| File::create(path).map_err(|error| io_error("write", path, &error));
    command.stdin(Stdio::null()).stdout(create(&out)?).stderr(create(&err)?).process_group(0);
    let (before, begin) = (children_seconds(), Instant::now());
    let program = command.get_program().to_string_lossy().into_owned();
    let complain = |error| Error::new(format!("{program} cannot be run: {error}"));
    let mut child = command.spawn().map_err(complain)?;
    let (is_success, how) = loop {
        if let Some(status) = child.try_wait().map_err(complain)? {
            break (status.success(), status.to_string());
        }
        if begin.elapsed() > limit {
            end(&mut child);
            break (false, format!("not done after {} s", limit.as_secs()));
        }
        thread::sleep(Duration::from_millis(5));
    };
    let text = |path: &Path| fs::read(path).map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    Ok(Ended {
        is_success,
        how,
        seconds: children_seconds() - before,
        stdout: text(&out).map_err(|error| io_error("read", &out, &error))?,
        stderr: text(&err).map_err(|error| io_error("read", &err, &error))?,
    })
}

/// Ends the program and what it started, which are a group.
fn end(child: &mut Child) {
    let ended = Command::new("kill").args(["-KILL", "--", &format!("-{}", child.id())]).status();
    if ended.is_err() {
        // Nothing else can be done about one that is gone already.
        let _ = child.kill();
    }
    let _ = child.wait();
}

/// CPU seconds of this process.
pub(super) fn own_seconds() -> f64 {
    two_fields(14)
}

/// CPU seconds of the children that have ended.
fn children_seconds() -> f64 {
    two_fields(16)
}

/// A field and the next of `/proc/self/stat`, in hundredths of a second, counted from 1 as its manual does.
fn two_fields(first: usize) -> f64 {
    let told = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // The second field is the name of the program in brackets, and may hold blanks.
    let fields = told.rsplit_once(')').map(|(_, fields)| fields).unwrap_or_default();
    let two = fields.split_ascii_whitespace().skip(first - 3).take(2);
    two.filter_map(|field| field.parse::<f64>().ok()).sum::<f64>() / 100.0
}

/// The most memory that this process took, in KiB.
pub(super) fn own_peak() -> u64 {
    let told = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = told.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_ascii_whitespace().next()?.parse().ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_dir::TestDir;

    fn shell(script: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        command
    }

    #[test]
    fn a_program_is_heard_charged_and_ended() {
        let dir = TestDir::new("process");
        let log = dir.path().join("log");
        let busy = "i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done";
        let script = format!("sh -c '{busy}'; echo out; echo first >&2; echo last >&2; echo >&2; exit 3");
        let ended = run(&mut shell(&script), &log, Duration::from_secs(60)).unwrap();
        assert!(!ended.is_success && ended.how.contains('3'), "{}", ended.how);
        assert_eq!((ended.stdout.as_str(), ended.last_words()), ("out\n", "last"));
        assert!(ended.seconds >= 0.02, "{}", ended.seconds);
        let begin = Instant::now();
        let late = run(&mut shell("sleep 60 & sleep 60"), &log, Duration::from_millis(200)).unwrap();
        assert!(!late.is_success && late.how == "not done after 0 s", "{}", late.how);
        assert!(begin.elapsed() < Duration::from_secs(30));
        assert!(run(&mut Command::new("no-such-program"), &log, Duration::from_secs(1)).is_err());
    }

    #[test]
    fn a_process_knows_what_it_took() {
        let before = own_seconds();
        let mut memory = Vec::new();
        while own_seconds() < before + 0.03 {
            memory.push(std::hint::black_box(1_u8));
        }
        assert!(own_peak() > 1000, "{}", own_peak());
    }
}
