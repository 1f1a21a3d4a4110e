//! The example program with a vCenter behind TLS: what it prints, how it ends, and that it leaves nothing behind.

#[cfg(unix)]
mod interrupts;
mod refusals;

use std::process::{Command, Stdio};

use serde_json::{Value, json};
use vcha_client::session::Family;
use vcha_tests::canary;
use vcha_tests::sim::{Act, At, Op, Peer, Scenario, Sim, TaskScript};

use super::{USER, assert_careful, count, named, operations, run, stand_in};
use crate::program::{Outcome, PROGRAM, file, outcome};

/// The environment variable with the password.
const VARIABLE: &str = "VCHA_TEST_PASSWORD";

/// One run of the program against a stand-in.
struct Run<'a> {
    sim: &'a Sim,
    command: Command,
    name: &'a str,
}

impl<'a> Run<'a> {
    /// Without options for trust and login. The name is that of the test.
    fn new(name: &'a str, sim: &'a Sim) -> Self {
        let mut command = Command::new(PROGRAM.as_path());
        command.args(["--server", sim.url(), "--poll", "0.002"]).env_remove("VCHA_SESSION_ID");
        command.env(VARIABLE, canary::PASSWORD).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        Self { sim, command, name }
    }

    fn with(mut self, words: &[&str]) -> Self {
        self.command.args(words);
        self
    }

    /// The usual way to start a task: the right password, the right authority.
    fn usual(self) -> Self {
        self.starting().trusting().with(&["--username", USER, "--password-env", VARIABLE])
    }

    fn starting(self) -> Self {
        let spec = file(&format!("vcenter-{}.json", self.name), &request());
        self.with(&["--spec", &spec])
    }

    fn trusting(self) -> Self {
        let pem = file(&format!("vcenter-{}.pem", self.name), self.sim.ca_pem().expect("TLS"));
        self.with(&["--ca", &pem])
    }

    fn go(mut self, code: i32) -> Outcome {
        let output = self.command.output().expect("the program ends");
        checked(self.name, self.sim, outcome(output).with_code(code))
    }
}

/// Nothing that was printed holds a password, or a token that was ever given out.
fn checked(name: &str, sim: &Sim, outcome: Outcome) -> Outcome {
    for token in sim.requests().iter().filter_map(|request| request.header("vmware-api-session-id")) {
        assert!(!outcome.out.contains(token) && !outcome.err.contains(token), "{name} shows a token");
    }
    outcome.without_secrets(name)
}

/// The request of these tests, as a file holds it.
fn request() -> String {
    let location = json!({"hostname": "vc-mgmt.example.com", "username": "root", "password": canary::PASSWORD});
    let placement = json!({"name": "vc-passive", "folder": "group-v3"});
    json!({"placement": placement, "vc_spec": {"active_location": location}}).to_string()
}

/// The id of the one task that there is.
fn task(sim: &Sim) -> String {
    let requests = sim.requests();
    let poll = requests.iter().find(|request| request.op == Op::TaskGet).expect("a look at a task");
    poll.path.rsplit('/').next().expect("an id").replace("%3A", ":")
}

#[test]
fn waiting_shows_each_change_in_a_line_and_ends_with_the_task() {
    for api in [&["--api", "rest"][..], &["--api", "api"], &["--api", "auto"], &[]] {
        let sim = stand_in(Scenario::default());
        let done = Run::new("waiting", &sim).usual().with(api).with(&["--wait"]).go(0);
        let id = task(&sim);
        assert_eq!(done.out, format!("{id} SUCCEEDED\n"));
        let expected = [
            &*format!("task {id} has started"),
            "PENDING: Redeploy the passive node.",
            "RUNNING 0 %: 0 percent are done.",
            "RUNNING 25 %: 25 percent are done.",
            "RUNNING 50 %: 50 percent are done.",
            "SUCCEEDED 100 %: 100 percent are done.",
        ];
        assert_eq!(done.err.lines().collect::<Vec<_>>(), expected);
        let path = if api.contains(&"rest") { "/rest/" } else { "/api/" };
        assert!(sim.requests().iter().all(|request| request.path.starts_with(path)), "{:?}", sim.transcript());
        use Op::{Login, Logout, Redeploy, TaskGet};
        assert_eq!(operations(&sim), [Login, Redeploy, TaskGet, TaskGet, TaskGet, TaskGet, TaskGet, Logout]);
        assert_careful(&sim);
    }
}

#[test]
fn for_programs_everything_is_an_object() {
    let sim = stand_in(Scenario::default());
    let done = Run::new("objects", &sim).usual().with(&["--wait", "--json"]).go(0);
    let told: Value = serde_json::from_str(&done.out).expect("one object");
    assert_eq!((&told["task"], &told["status"]), (&json!(task(&sim)), &json!("SUCCEEDED")));
    assert!(told["start_time"].as_str() < told["end_time"].as_str(), "{told}");
    let problems = done.problems();
    let rules: Vec<&str> = problems.iter().filter_map(|problem| problem["rule"].as_str()).collect();
    assert_eq!(rules, ["task", "progress", "progress", "progress", "progress", "progress"]);
    assert!(problems.iter().all(|problem| problem["severity"] == "info" && problem["task"] == told["task"]));
    let running = problems.iter().find(|problem| problem["percent"] == 25).expect("a quarter");
    assert_eq!(running["status"], json!("RUNNING"));
    assert_eq!(told["percent"], json!(100));
    assert_careful(&sim);
}

#[test]
fn without_waiting_the_task_is_printed_and_the_session_ended() {
    let sim = stand_in(Scenario::default());
    let done = Run::new("sent", &sim).usual().go(0);
    assert_eq!((done.out.trim_end().ends_with(":com.vmware.vcenter.vcha.cluster.passive"), &*done.err), (true, ""));
    assert_eq!(operations(&sim), [Op::Login, Op::Redeploy, Op::Logout]);
    assert_careful(&sim);
}

#[test]
fn the_password_comes_from_a_variable_or_a_file() {
    let sim = stand_in(Scenario::default());
    let path = file("vcenter-password", &format!("{}\r\nnot this\n", canary::PASSWORD));
    Run::new("password", &sim).starting().trusting().with(&["--username", USER, "--password-file", &path]).go(0);
    let wrong = file("vcenter-password-wrong", &format!(" {}", canary::PASSWORD));
    let run = Run::new("password", &sim).starting().trusting();
    let refused = run.with(&["--username", USER, "--password-file", &wrong]).go(3);
    assert!(refused.err.contains("401") && refused.err.contains("the password is wrong"), "{}", refused.err);
    let empty = file("vcenter-password-empty", "\r\nnot this\n");
    let utf16 = file("vcenter-password-utf16", "");
    std::fs::write(&utf16, [0xff, 0xfe, b'p', 0]).expect("written");
    for (words, says) in [
        (&["--username", USER, "--password-env", "VCHA_NOT_SET"][..], "VCHA_NOT_SET is not set"),
        (&["--username", USER, "--password-file", "no-such-file"], "no-such-file"),
        (&["--username", USER, "--password-file", &empty], "empty"),
        (&["--username", USER, "--password-file", "-"], "empty"),
        (&["--username", USER, "--password-file", &utf16], "UTF-8"),
        (&["--password-env", VARIABLE], "--username"),
    ] {
        let stopped = Run::new("password", &sim).starting().trusting().with(words).go(4);
        assert!(stopped.err.contains(says), "{}", stopped.err);
    }
    let marked = file("vcenter-password-marked", &format!("\u{feff}{}\n", canary::PASSWORD));
    let run = Run::new("password", &sim).starting().trusting();
    let marked = run.with(&["--username", USER, "--password-file", &marked]).go(0);
    assert!(marked.err.contains("byte order mark"), "{}", marked.err);
    assert_eq!((count(&sim, Op::Login), sim.redeploys()), (3, 2));
    assert_careful(&sim);
}

/// In a session of its own the program has no terminal, even if the tests have one.
#[cfg(target_os = "linux")]
#[test]
fn without_a_terminal_nobody_is_asked_for_the_password() {
    let sim = stand_in(Scenario::default());
    let spec = file("vcenter-terminal.json", &request());
    for more in [&[][..], &["--json"]] {
        let mut command = Command::new("setsid");
        command.arg("--wait").arg(PROGRAM.as_path()).args(["--server", sim.url(), "--spec", &spec]);
        let output = command.args(["--username", USER]).args(more).stdin(Stdio::null()).output().expect("it ends");
        let stopped = checked("no terminal", &sim, outcome(output).with_code(4));
        assert!(stopped.err.contains("--password-file") && stopped.err.contains("--password-env"), "{}", stopped.err);
    }
    assert_eq!(sim.connections(), 0);
}

#[test]
fn a_task_that_fails_ends_with_three_and_tells_what_to_do() {
    let peer = Peer { in_task: true, ..Peer::made_up(7) };
    for api in ["rest", "api"] {
        let sim = stand_in(Scenario::unverified_peer(peer.clone()));
        let people = Run::new("failed", &sim).usual().with(&["--api", api, "--wait"]).go(3);
        assert!(people.out.is_empty() && people.err.contains(&format!("task {} has failed", task(&sim))));
        let texts =
            ["(unverified_peer)", "cannot be validated", &peer.sha256, "set it as ssl_thumbprint", "SHA-1", "9.0"];
        for text in texts {
            assert!(people.err.contains(text), "{text}: {}", people.err);
        }
        assert_careful(&sim);
        let sim = stand_in(Scenario::unverified_peer(peer.clone()));
        let programs = Run::new("failed", &sim).usual().with(&["--api", api, "--wait", "--json"]).go(3);
        let problems = programs.problems();
        let failed = problems.last().expect("a problem");
        assert_eq!((&failed["rule"], &failed["kind"]), (&json!("task"), &json!("unverified_peer")));
        assert_eq!((&failed["task"], &failed["thumbprint"]), (&json!(task(&sim)), &json!(peer.sha256)));
        assert_careful(&sim);
    }
    let sim = stand_in(named("task-fails-silently"));
    let silent = Run::new("failed", &sim).usual().with(&["--wait"]).go(3);
    assert!(silent.err.contains("does not say why"), "{}", silent.err);
    assert_careful(&sim);
}

#[test]
fn time_that_is_up_ends_with_five_and_the_task_can_be_followed_to_its_end() {
    for (api, json) in [("rest", false), ("api", true)] {
        let more: &[&str] = if json { &["--json"] } else { &[] };
        let sim = stand_in(Scenario::default().steps(40));
        let run =
            Run::new("timeout", &sim).usual().with(&["--api", api, "--wait", "--timeout", "0.001", "--poll", "0.02"]);
        let open = run.with(more).go(5);
        let id = task(&sim);
        assert!(open.out.is_empty() && open.err.contains("time is up") && open.err.contains(&id), "{}", open.err);
        assert!(open.err.contains(&format!("--follow {id}")), "{}", open.err);
        if json {
            assert_eq!(open.problems().last().expect("a problem")["task"], json!(id));
        }
        assert_careful(&sim);
        let run = Run::new("timeout", &sim).trusting().with(&["--username", USER, "--password-env", VARIABLE]);
        let done = run.with(&["--api", api, "--follow", &id]).with(more).go(0);
        assert!(done.out.contains(&id) && done.out.contains("SUCCEEDED"), "{}", done.out);
        assert_eq!((sim.redeploys(), count(&sim, Op::Login), count(&sim, Op::Logout)), (1, 2, 2));
        assert_careful(&sim);
    }
}

#[test]
fn a_certificate_that_nobody_knows_is_shown_and_then_trusted() {
    let sim = stand_in(Scenario::default().steps(0));
    let (sha256, sha1) = (sim.thumbprint_sha256().expect("TLS"), sim.thumbprint_sha1().expect("TLS"));
    let known = || Run::new("trust", &sim).starting().with(&["--username", USER, "--password-env", VARIABLE, "--wait"]);
    let people = known().go(4);
    for text in [sha256, sha1, "127.0.0.1", "nothing was sent", "--thumbprint", "--ca"] {
        assert!(people.err.contains(text), "{text}: {}", people.err);
    }
    let problems = known().with(&["--json"]).go(4).problems();
    let [untrusted] = &*problems else { panic!("one line: {problems:?}") };
    assert_eq!((&untrusted["rule"], &untrusted["sha256"]), (&json!("untrusted"), &json!(sha256)));
    assert_eq!(untrusted["sha1"], json!(sha1));
    let wrong = sha256.replace(&sha256[..2], if &sha256[..2] == "00" { "01" } else { "00" });
    known().with(&["--thumbprint", &wrong]).go(4);
    assert_eq!((sim.requests().len(), sim.connections()), (0, 3));
    for thumbprint in [sha256, sha1] {
        assert_eq!(known().with(&["--thumbprint", thumbprint]).go(0).err.lines().count(), 3);
    }
    let loud = known().with(&["--insecure"]).go(0);
    assert!(loud.err.starts_with("warning: --insecure: NO CERTIFICATE IS CHECKED."), "{}", loud.err);
    let problems = known().with(&["--insecure", "--json"]).go(0).problems();
    assert_eq!((&problems[0]["rule"], &problems[0]["severity"]), (&json!("insecure"), &json!("warning")));
    let nothing = file("vcenter-trust-nothing.pem", "no certificate");
    let refused = known().with(&["--ca", &nothing]).go(4).err;
    assert!(refused.contains(&nothing) && refused.contains("no certificate in PEM"), "{refused}");
    assert!(refused.contains("openssl x509 -inform der"), "{refused}");
    assert_eq!(sim.redeploys(), 4);
    assert_careful(&sim);
}

#[test]
fn trouble_on_the_way_is_reported_and_does_not_end_the_waiting() {
    for (name, warnings) in [("polls-503", 3), ("flaky", 5), ("session-expires", 0)] {
        let sim = stand_in(named(name));
        let done = Run::new("trouble", &sim).usual().with(&["--wait"]).go(0);
        let told: Vec<&str> = done.err.lines().filter(|line| line.starts_with("warning: ")).collect();
        assert_eq!(told.len(), warnings, "{name}: {}", done.err);
        assert!(told.iter().all(|line| line.contains("asking again in")), "{told:?}");
        assert_careful(&sim);
    }
}

#[test]
fn a_lost_answer_ends_with_five_and_a_warning_and_is_not_sent_again() {
    for name in ["closes", "cut"] {
        let sim = stand_in(named(name));
        let lost = Run::new("lost", &sim).usual().with(&["--wait"]).go(5);
        assert!(lost.err.contains("the server may have acted") && lost.out.is_empty(), "{}", lost.err);
        assert!(lost.err.contains("look at its tasks before sending it again"), "{}", lost.err);
        assert_eq!((count(&sim, Op::Redeploy), sim.redeploys()), (1, 1));
        assert_careful(&sim);
    }
}

#[test]
fn a_session_from_the_environment_is_neither_renewed_nor_ended() {
    for (family, api) in [(Family::Rest, "rest"), (Family::Api, "api")] {
        let sim = stand_in(named("session-expires"));
        let token = run(async {
            let owner = super::open(&sim, family).await;
            owner.who_am_i().await.expect("an answer");
            sim.requests()[1].header("vmware-api-session-id").expect("a token").to_owned()
        });
        let mut run = Run::new("token", &sim).starting().trusting().with(&["--api", api, "--wait"]);
        run.command.env("VCHA_SESSION_ID", token);
        // Without credentials it cannot log in again, so the task goes on alone.
        let alone = run.go(5);
        assert!(alone.err.contains("log in again, and follow it with --follow"), "{}", alone.err);
        use Op::{Login, Redeploy, TaskGet, WhoAmI};
        assert_eq!(operations(&sim), [Login, WhoAmI, Redeploy, TaskGet, TaskGet]);
        assert_careful(&sim);
    }
}
