//! Showing how far a task has come: a bar on a terminal, a line for each change elsewhere, objects for programs.

use std::io::{self, IsTerminal as _};
use std::ops::ControlFlow;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use serde_json::Value;
use vcha_client::TaskId;
use vcha_client::tasks::{Event, TaskState, TokioClock, Wait};

use crate::connect::Opened;
use crate::console::{Console, Members};
use crate::explain::Explainer;
use crate::problem::Problem;

/// The longest pause between two looks: an unused session ends, on some servers after half an hour.
const LONGEST: Duration = Duration::from_secs(10 * 60);

/// Follows the task to its end.
pub(crate) async fn follow(session: &Opened, task: &TaskId, explainer: &Explainer<'_>) -> Result<TaskState, Problem> {
    let (job, console) = (explainer.job, &*explainer.link.console);
    let mut wait = Wait::default();
    wait.deadline = job.deadline.unwrap_or(wait.deadline);
    wait.most = job.poll.unwrap_or(wait.most).min(LONGEST);
    if job.poll.is_some_and(|poll| poll > LONGEST) {
        let message = "--poll: the task is looked at every 10 minutes, because a session that is not used ends";
        console.note("poll", "warning", message);
    }
    let mut display = Display::new(console);
    let mut seen = false;
    let watch = |event: Event<'_>| {
        seen |= matches!(event, Event::State(_));
        display.show(&event, explainer);
        ControlFlow::Continue(())
    };
    let outcome = session.wait(task, &wait, &TokioClock, watch).await;
    drop(display);
    outcome.map_err(|error| explainer.wait(&error, seen))
}

/// Where the progress is shown.
enum Display {
    Bar(ProgressBar),
    /// One line each time that something else is to be said; this was the last one.
    Lines(String),
}

impl Display {
    fn new(console: &Console) -> Self {
        if console.json || !io::stderr().is_terminal() {
            return Self::Lines(String::new());
        }
        let bar = ProgressBar::new(100);
        if let Ok(style) = ProgressStyle::with_template("{elapsed_precise} [{bar:30}] {percent:>3} % {wide_msg}") {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_secs(1));
        Self::Bar(bar)
    }

    fn show(&mut self, event: &Event<'_>, explainer: &Explainer<'_>) {
        let console = &*explainer.link.console;
        match event {
            Event::State(state) => self.state(state, console),
            Event::Trouble { error, retry_in } => {
                let message =
                    format!("{}; asking again in {:.0} s", explainer.brief(error), retry_in.as_secs_f64().ceil());
                match self {
                    Self::Bar(bar) => bar.suspend(|| console.note("trouble", "warning", &message)),
                    Self::Lines(last) => {
                        console.note("trouble", "warning", &message);
                        last.clear();
                    }
                }
            }
            _ => {}
        }
    }

    fn state(&mut self, state: &TaskState, console: &Console) {
        let doing = state.progress.as_ref().map_or(&*state.description, |progress| &*progress.message);
        let (doing, status) = (console.sanitized(doing), console.word(state.status.as_str()));
        let percent = state.progress.as_ref().and_then(|progress| progress.percent());
        match self {
            Self::Bar(bar) => {
                bar.set_position(percent.map_or(0, u64::from));
                bar.set_message(format!("{status}: {doing}"));
                if state.has_ended() {
                    bar.finish_and_clear();
                }
            }
            Self::Lines(last) => {
                let part = percent.map(|percent| format!(" {percent} %")).unwrap_or_default();
                let line = format!("{status}{part}: {doing}");
                if *last != line {
                    console.note_with("progress", "info", &line, &members(state, console));
                    *last = line;
                }
            }
        }
    }
}

/// How far a task has come, for programs.
pub(crate) fn members(state: &TaskState, console: &Console) -> Members {
    let percent = state.progress.as_ref().and_then(|progress| progress.percent());
    vec![
        ("task", console.masks.exact(state.id.as_str()).into()),
        ("status", console.masks.exact(state.status.as_str()).into()),
        ("percent", percent.map_or(Value::Null, Value::from)),
    ]
}

impl Drop for Display {
    fn drop(&mut self) {
        if let Self::Bar(bar) = self {
            bar.finish_and_clear();
        }
    }
}
