//! Ctrl-C and the signals that end programs: the program goes, the session ends, the task stays.

use std::io::Write as _;
use std::process::Child;
use std::thread;
use std::time::Duration;

use super::*;

/// Each signal, the exit code that it gives, and what is said.
fn signals() -> impl Iterator<Item = (&'static str, i32, &'static str)> {
    let ended = "ended by a signal; ";
    let all = [("-INT", 130, "interrupted; "), ("-TERM", 143, ended), ("-QUIT", 131, ended), ("-HUP", 129, ended)];
    all.into_iter().filter(|(signal, ..)| *signal != "-HUP" || is_hang_up_told())
}

/// Whether a closed terminal ends the programs that these tests start: not where it is ignored, as below `nohup`, nor where
/// the system does not tell.
fn is_hang_up_told() -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    ignored.is_some_and(|mask| mask.trim().ends_with(['0', '2', '4', '6', '8', 'a', 'c', 'e']))
}

#[test]
fn who_is_to_outlive_the_terminal_does() {
    let sim = stand_in(Scenario::default().inject(At::Nth(Op::TaskGet, 0), Act::Late(Duration::from_millis(300))));
    let Run { command, .. } = Run::new("no-hang-up", &sim).usual().with(&["--wait"]);
    let mut shell = Command::new("sh");
    shell.args(["-c", "trap '' HUP; exec \"$0\" \"$@\""]).arg(command.get_program()).args(command.get_args());
    shell.env(VARIABLE, canary::PASSWORD).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let child = shell.spawn().expect("the shell starts");
    while count(&sim, Op::TaskGet) == 0 {
        thread::sleep(Duration::from_millis(5));
    }
    kill("-HUP", &child);
    let done = outcome(child.wait_with_output().expect("the program ends")).with_code(0);
    assert!(done.out.ends_with(" SUCCEEDED\n"), "{}", done.out);
}

fn kill(signal: &str, child: &Child) {
    let kill = Command::new("kill").args([signal, &child.id().to_string()]).status().expect("kill runs");
    assert!(kill.success());
}

/// Starts the program, sends it the signal once it has asked for that, and gives what it printed.
fn stopped(run: Run<'_>, signal: &str, code: i32, at: Op) -> Outcome {
    let Run { sim, mut command, name } = run;
    let child = command.spawn().expect("the program starts");
    while count(sim, at) == 0 {
        thread::sleep(Duration::from_millis(5));
    }
    kill(signal, &child);
    checked(name, sim, outcome(child.wait_with_output().expect("the program ends")).with_code(code))
}

#[test]
fn while_it_waits_the_session_is_ended_and_the_task_goes_on() {
    let ways = [&["--wait"][..], &["--wait", "--json"]].map(|more| signals().map(move |signal| (more, signal)));
    for (more, (signal, code, says)) in ways.into_iter().flatten() {
        let sim = stand_in(Scenario::default().steps(100_000));
        let gone = stopped(Run::new("interrupt", &sim).usual().with(more), signal, code, Op::TaskGet);
        let id = task(&sim);
        assert!(gone.err.contains(&format!("{says}task {id} goes on, follow it with --follow {id}")), "{}", gone.err);
        assert_eq!((gone.out.as_str(), count(&sim, Op::TaskCancel), sim.redeploys()), ("", 0, 1));
        assert_eq!(operations(&sim).last(), Some(&Op::Logout));
        assert_careful(&sim);
        run(async {
            let session = super::super::open(&sim, Family::Api).await;
            let state = session.task(&id.as_str().into()).await.expect("a state");
            assert!(!state.has_ended(), "{state:?}");
            session.close().await.expect("logged out");
        });
    }
}

#[test]
fn while_the_request_is_under_way_its_outcome_is_reported_as_unknown() {
    for (signal, code, says) in signals() {
        let sim = stand_in(named("hangs"));
        let gone = stopped(Run::new("interrupt-early", &sim).usual().with(&["--wait"]), signal, code, Op::Redeploy);
        assert!(gone.err.starts_with(says), "{}", gone.err);
        assert!(gone.err.contains("the server may have started a task"), "{}", gone.err);
        assert_eq!((operations(&sim), sim.redeploys()), (vec![Op::Login, Op::Redeploy, Op::Logout], 1));
        assert_careful(&sim);
    }
}

#[test]
fn while_it_logs_in_nothing_has_happened() {
    for (signal, code, says) in signals() {
        let scenario = Scenario::default().inject(At::Every(Op::Login), Act::Hang { acted: false });
        let sim = stand_in(Scenario { task: TaskScript::default(), ..scenario });
        let gone = stopped(Run::new("interrupt-login", &sim).usual(), signal, code, Op::Login);
        assert_eq!(gone.err, format!("{says}nothing was started\n"));
        assert_eq!((operations(&sim), sim.redeploys()), (vec![Op::Login], 0));
        assert_careful(&sim);
    }
}

#[test]
fn a_session_that_opens_at_that_moment_is_ended() {
    for (signal, code, says) in signals() {
        let scenario = Scenario::default().inject(At::Every(Op::Login), Act::Late(Duration::from_millis(200)));
        let sim = stand_in(scenario);
        let gone = stopped(Run::new("interrupt-late", &sim).usual(), signal, code, Op::Login);
        assert_eq!(gone.err, format!("{says}nothing was started\n"));
        assert_eq!((operations(&sim), sim.redeploys()), (vec![Op::Login, Op::Logout], 0));
        assert_careful(&sim);
    }
}

#[test]
fn while_it_reads_a_request_that_nobody_writes_nothing_was_sent() {
    for (signal, code, says) in signals() {
        let sim = stand_in(Scenario::default());
        let Run { mut command, .. } = Run::new("interrupt-input", &sim).trusting().with(&["--spec", "-"]);
        let mut child = command.stdin(Stdio::piped()).spawn().expect("the program starts");
        let mut input = child.stdin.take().expect("a pipe");
        input.write_all(b"placement:\n").expect("the program reads");
        // From outside nobody can see that it listens, but it does that first of all.
        thread::sleep(Duration::from_millis(500));
        kill(signal, &child);
        let gone = outcome(child.wait_with_output().expect("the program ends")).with_code(code);
        assert_eq!(gone.err, format!("{says}nothing was sent\n"));
        assert_eq!(sim.connections(), 0);
        drop(input);
    }
}
