//! One task: a script of statuses that moves one step with every poll, or one step a span of the stand-in's time.
//! Finding a task and reading the query belong to `tasks`.

use std::time::Duration;

use serde_json::{Map, Value, json};

use super::clock::rfc3339;
use super::family::{Family, Version};
use super::fault::Fault;
use super::message::{Message, Param};

/// What a task goes through. A step is a poll, unless there is a pace.
#[derive(Clone, Debug, PartialEq)]
pub struct TaskScript {
    /// Steps that show PENDING.
    pub pending: u32,
    /// Steps that show RUNNING.
    pub running: u32,
    /// Steps that show BLOCKED, in the middle of the running ones.
    pub blocked: u32,
    /// How long a step lasts by the stand-in's clock, however often it is polled.
    pub pace: Option<Duration>,
    /// How it ends.
    pub end: End,
    /// Whether it can be canceled.
    pub cancelable: bool,
    /// Member `result` of a task that succeeded; a redeploy has none.
    pub result: Option<Value>,
}

/// How a task ends.
#[derive(Clone, Debug, PartialEq)]
pub enum End {
    /// SUCCEEDED.
    Succeeds,
    /// FAILED with an error.
    Fails(Fault),
    /// FAILED without one.
    FailsSilently,
}

impl Default for TaskScript {
    fn default() -> Self {
        Self { pending: 1, running: 3, blocked: 0, pace: None, end: End::Succeeds, cancelable: true, result: None }
    }
}

/// Status of a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Not begun.
    Pending,
    /// At work.
    Running,
    /// At work, but waiting for something.
    Blocked,
    /// Ended well.
    Succeeded,
    /// Ended badly.
    Failed,
}

impl Status {
    fn wire(self) -> &'static str {
        match self {
            Self::Pending => "PENDING",
            Self::Running => "RUNNING",
            Self::Blocked => "BLOCKED",
            Self::Succeeded => "SUCCEEDED",
            Self::Failed => "FAILED",
        }
    }

    /// Whether nothing changes any more.
    pub fn is_end(self) -> bool {
        matches!(self, Self::Succeeded | Self::Failed)
    }
}

/// What the caller of "get" asked for.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct GetSpec {
    pub(crate) return_all: bool,
    pub(crate) exclude_result: bool,
}

/// A task on its way.
#[derive(Clone, Debug)]
pub(crate) struct Task {
    script: TaskScript,
    user: String,
    created: Duration,
    polls: u32,
    shown: Status,
    started: Option<Duration>,
    ended: Option<Duration>,
    canceled: bool,
}

/// Why a task cannot be canceled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CancelRefused {
    Unsupported,
    Ended,
}

impl Task {
    pub(crate) fn new(script: TaskScript, user: &str, now: Duration) -> Self {
        Self {
            script,
            user: user.to_owned(),
            created: now,
            polls: 0,
            shown: Status::Pending,
            started: None,
            ended: None,
            canceled: false,
        }
    }

    /// The status that the last poll showed.
    pub(crate) fn shown(&self) -> Status {
        self.shown
    }

    /// Counts as a poll and shows the task.
    pub(crate) fn poll(&mut self, now: Duration, get: GetSpec, family: Family, version: Version) -> Value {
        if !self.shown.is_end() {
            self.shown = self.status_at(self.step(now));
            self.polls = self.polls.saturating_add(1);
        }
        if self.shown != Status::Pending && self.started.is_none() {
            self.started = Some(self.began(now, 0));
        }
        if self.shown.is_end() && self.ended.is_none() {
            let steps = if self.canceled { u32::MAX } else { self.busy() };
            self.ended = Some(self.began(now, steps));
        }
        self.info(now, get, family, version)
    }

    pub(crate) fn cancel(&mut self) -> Result<(), CancelRefused> {
        if self.shown.is_end() || self.canceled {
            return Err(CancelRefused::Ended);
        }
        if !self.script.cancelable {
            return Err(CancelRefused::Unsupported);
        }
        self.canceled = true;
        Ok(())
    }

    fn pace(&self) -> Option<Duration> {
        self.script.pace.filter(|pace| !pace.is_zero())
    }

    /// Steps between PENDING and the end.
    fn busy(&self) -> u32 {
        self.script.running.saturating_add(self.script.blocked)
    }

    /// The step that is on, from 0.
    fn step(&self, now: Duration) -> u32 {
        let Some(pace) = self.pace() else { return self.polls };
        let steps = now.saturating_sub(self.created).as_nanos() / pace.as_nanos();
        u32::try_from(steps).unwrap_or(u32::MAX)
    }

    /// When the step of this number after PENDING began. Without a pace, it begins with the poll that shows it.
    fn began(&self, now: Duration, steps: u32) -> Duration {
        let begun = self.pace().map(|pace| {
            let steps = self.script.pending.saturating_add(steps);
            self.created.saturating_add(pace.saturating_mul(steps))
        });
        begun.map_or(now, |begun| begun.min(now))
    }

    fn status_at(&self, step: u32) -> Status {
        let script = &self.script;
        let before_block = script.running - script.running / 2;
        let step = step.checked_sub(script.pending);
        match step {
            _ if self.canceled => Status::Failed,
            None => Status::Pending,
            Some(step) if step < before_block => Status::Running,
            Some(step) if step < before_block.saturating_add(script.blocked) => Status::Blocked,
            Some(step) if step < script.running.saturating_add(script.blocked) => Status::Running,
            Some(_) if script.end == End::Succeeds => Status::Succeeded,
            Some(_) => Status::Failed,
        }
    }

    fn info(&self, now: Duration, get: GetSpec, family: Family, version: Version) -> Value {
        let mut info = Map::new();
        let mut put = |name: &str, value: Value| info.insert(name.to_owned(), value);
        let about = Message::new("vcenter.sim.redeploy", "Redeploy the passive node.");
        put("description", about.json(family, version));
        put("service", json!("com.vmware.vcenter.vcha.cluster.passive"));
        put("operation", json!("redeploy$task"));
        put("target", json!({ "type": "ClusterPassive", "id": "passive" }));
        put("user", json!(self.user));
        put("status", json!(self.shown.wire()));
        put("cancelable", json!(self.script.cancelable && !self.shown.is_end()));
        if let Some(started) = self.started {
            put("start_time", json!(rfc3339(started)));
            put("progress", self.progress(now, family, version));
        }
        if let Some(ended) = self.ended {
            put("end_time", json!(rfc3339(ended)));
        }
        if let Some(fault) = self.error() {
            put("error", fault.object(family, version));
        }
        if let (Status::Succeeded, Some(result), false) = (self.shown, &self.script.result, get.exclude_result) {
            put("result", result.clone());
        }
        if get.return_all {
            put("parent", json!("vcenter-sim:com.vmware.vcenter.vcha.cluster"));
            put("sim_polls", json!(self.polls));
        }
        Value::Object(info)
    }

    fn error(&self) -> Option<Fault> {
        match &self.script.end {
            _ if self.shown != Status::Failed => None,
            _ if self.canceled => {
                Some(Fault::new("canceled").message(Message::new("vcenter.sim.canceled", "The task was canceled.")))
            }
            End::Fails(fault) => Some(fault.clone()),
            End::Succeeds | End::FailsSilently => None,
        }
    }

    fn progress(&self, now: Duration, family: Family, version: Version) -> Value {
        let completed = match (self.shown, self.pace()) {
            (Status::Succeeded, _) => 100,
            (_, Some(pace)) => self.percent_of_time(self.ended.unwrap_or(now), pace),
            (_, None) => self.percent_of_polls(),
        };
        let message = Message::new("vcenter.sim.progress", "{percent} percent are done.")
            .with("percent", Param::Integer(i64::try_from(completed).unwrap_or(100)));
        json!({ "total": 100, "completed": completed, "message": message.json(family, version) })
    }
}

impl Task {
    fn percent_of_polls(&self) -> u64 {
        let total = self.busy().max(1);
        let shown = self.polls.saturating_sub(self.script.pending).saturating_sub(1).min(total);
        u64::from(shown) * 100 / (u64::from(total) + 1)
    }

    /// Grows with the clock, stands still while BLOCKED, and leaves the last percent to the end.
    fn percent_of_time(&self, now: Duration, pace: Duration) -> u64 {
        let script = &self.script;
        let since = now.saturating_sub(self.began(now, 0));
        let before_block = pace.saturating_mul(script.running - script.running / 2);
        let worked = match since.checked_sub(before_block) {
            None => since,
            Some(rest) => before_block.saturating_add(rest.saturating_sub(pace.saturating_mul(script.blocked))),
        };
        let total = pace.saturating_mul(script.running).as_nanos().max(1);
        u64::try_from(worked.as_nanos() * 100 / total).unwrap_or(99).min(99)
    }
}

#[cfg(test)]
#[path = "task_tests.rs"]
mod tests;
