//! The example program from outside: what it prints, its exit codes, and that it keeps secrets to itself.

mod hostile;
mod offline;
mod online;
mod reasons;

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::LazyLock;

use serde_json::Value;
use vcha_tests::{artifacts, canary, fixtures};

/// The program.
pub(crate) static PROGRAM: LazyLock<PathBuf> = LazyLock::new(|| artifacts::program("redeploy"));

/// One run of the program.
#[derive(Default)]
pub(crate) struct Run<'a> {
    pub(crate) words: &'a [&'a str],
    pub(crate) input: &'a str,
    pub(crate) session: Option<&'a str>,
}

/// What came of it.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Run<'_> {
    pub(crate) fn go(&self) -> Outcome {
        let mut command = Command::new(PROGRAM.as_path());
        command.args(self.words).env_remove("VCHA_SESSION_ID").env("VCHA_TEST_PASSWORD", canary::PASSWORD);
        if let Some(session) = self.session {
            command.env("VCHA_SESSION_ID", session);
        }
        let pipes = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = pipes.spawn().expect("the program starts");
        // A program that refuses its arguments closes its input before this; that is its right.
        drop(child.stdin.take().expect("a pipe").write_all(self.input.as_bytes()));
        outcome(child.wait_with_output().expect("the program ends"))
    }
}

pub(crate) fn outcome(output: Output) -> Outcome {
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    Outcome { code: output.status.code().expect("an exit code"), out: text(output.stdout), err: text(output.stderr) }
}

impl Outcome {
    /// Checks the exit code and gives the rest; a wrong code shows everything.
    pub(crate) fn with_code(self, code: i32) -> Self {
        assert_eq!(self.code, code, "stdout:\n{}\nstderr:\n{}", self.out, self.err);
        self
    }

    /// The lines of standard error, each of which must be a JSON object.
    pub(crate) fn problems(&self) -> Vec<Value> {
        let lines =
            self.err.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}")));
        let problems: Vec<Value> = lines.collect();
        for problem in &problems {
            for key in ["rule", "severity", "pointer", "message"] {
                assert!(problem[key].is_string(), "{key} of {problem}");
            }
        }
        problems
    }

    /// Looks for secrets in all that was printed.
    pub(crate) fn without_secrets(self, what: &str) -> Self {
        canary::assert_none(what, &self.out);
        canary::assert_none(what, &self.err);
        self
    }
}

/// A file for a test, in the folder that cargo keeps for that; the name is the test's own.
pub(crate) fn file(name: &str, text: &str) -> String {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, text).expect("the file is written");
    path.into_os_string().into_string().expect("the path is text")
}

/// The request with every member, the password a canary, as JSON.
pub(crate) fn request() -> String {
    let mut body = crate::bodies::everything();
    fixtures::set(&mut body, "/spec/vc_spec/active_location/password", canary::PASSWORD.into());
    body.to_string()
}
