//! Showing how far a task has come: a bar on a terminal, a line for each change elsewhere, objects for programs.

use std::io::{self, IsTerminal as _};
use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};
use vcha_client::TaskId;
use vcha_client::tasks::{Clock, Event, TaskState, Wait, WaitError};

use crate::args::Job;
use crate::connect::Opened;
use crate::console::Console;

/// Follows the task to its end.
pub(crate) async fn follow(
    session: &Opened,
    task: &TaskId,
    job: &Job,
    console: &Console,
) -> Result<TaskState, WaitError> {
    let mut wait = Wait::default();
    wait.deadline = job.deadline.unwrap_or(wait.deadline);
    wait.most = job.poll.unwrap_or(wait.most);
    let mut display = Display::new(console);
    let watch = |event: Event<'_>| {
        display.show(&event, console);
        ControlFlow::Continue(())
    };
    session.wait(task, &wait, &Tokio, watch).await
}

/// The clock of the runtime.
struct Tokio;

impl Clock for Tokio {
    fn now(&self) -> Instant {
        Instant::now()
    }

    async fn sleep(&self, time: Duration) {
        tokio::time::sleep(time).await;
    }
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

    fn show(&mut self, event: &Event<'_>, console: &Console) {
        match event {
            Event::State(state) => self.state(state, console),
            Event::Trouble { error, retry_in } => {
                let message = format!("{error}; asking again in {:.0} s", retry_in.as_secs_f64().ceil());
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
        let doing = console.mask(doing);
        let percent = state.progress.as_ref().and_then(|progress| progress.percent());
        match self {
            Self::Bar(bar) => {
                bar.set_position(percent.map_or(0, u64::from));
                bar.set_message(format!("{}: {doing}", state.status));
                if state.has_ended() {
                    bar.finish_and_clear();
                }
            }
            Self::Lines(last) => {
                let percent = percent.map(|percent| format!(" {percent} %")).unwrap_or_default();
                let line = format!("{}{percent}: {doing}", state.status);
                if *last != line {
                    console.note("progress", "info", &line);
                    *last = line;
                }
            }
        }
    }
}

impl Drop for Display {
    fn drop(&mut self) {
        if let Self::Bar(bar) = self {
            bar.finish_and_clear();
        }
    }
}
