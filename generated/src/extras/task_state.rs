//! The state of a task, in one type for both families of URLs.

use std::fmt;

use crate::api::rt::Json;
use crate::api::types::{TaskId, TaskStatus, TaskTarget, api, rest};

use super::faults::{name, one_line, text};
use super::refusal::Refusal;

/// A task, and how far it has come.
///
/// The texts are the server's, in English, each a single line of bounded length that can be printed as it is: nothing
/// in it is invisible or changes the direction of writing. Ids and an unlisted status are as the server wrote them.
///
/// `Debug` shows neither what the server says in its own words nor the result.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct TaskState {
    /// Which task.
    pub id: TaskId,
    /// How far it has come.
    pub status: TaskStatus,
    /// What it does.
    pub description: String,
    /// The operation that it carries out, with its service in front.
    pub operation: String,
    /// Whether it can be asked to stop.
    pub cancelable: bool,
    /// How much of it is done, if the server reports it.
    pub progress: Option<Progress>,
    /// When it began, in RFC 3339, if it has.
    pub start_time: Option<String>,
    /// When it ended, in RFC 3339, if it has.
    pub end_time: Option<String>,
    /// Who started it, if the server reports it.
    pub user: Option<String>,
    /// What it works on, if that is one thing.
    pub target: Option<TaskTarget>,
    /// What it gave; nothing for a redeployment.
    pub result: Option<Json>,
    /// Why it failed, if it did and the server reports it.
    pub error: Option<Refusal>,
}

/// How much of a task is done. `Debug` leaves out the message, which is the server's own words.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// How much work there is, in units of the task's own.
    pub total: i64,
    /// How much of it is done, in the same units.
    pub completed: i64,
    /// What the task is doing.
    pub message: String,
}

impl Progress {
    /// The part that is done, from 0 to 100; `None` where the two numbers make no sense.
    ///
    /// ```
    /// use vcha_client::tasks::TaskState;
    /// use vcha_client::{LocalizableMessage, TaskInfo, TaskProgress};
    ///
    /// let text = |text: &str| LocalizableMessage::new("a.b", text, Vec::new());
    /// let progress = TaskProgress::new(40, 10, text("Cloning."));
    /// let info = TaskInfo::running(text("Redeploy."), "s", "o", true, progress, "2030-01-31T12:00:00.000Z");
    /// let state = TaskState::from_rest("task-7".into(), info);
    /// assert_eq!(state.progress.and_then(|progress| progress.percent()), Some(25));
    /// ```
    #[must_use]
    pub fn percent(&self) -> Option<u8> {
        if self.total <= 0 || !(0..=self.total).contains(&self.completed) {
            return None;
        }
        u8::try_from(i128::from(self.completed) * 100 / i128::from(self.total)).ok()
    }
}

/// The two families have equal members of different types.
macro_rules! from_info {
    ($id:expr, $info:expr) => {{
        let info = $info;
        TaskState {
            id: $id,
            status: info.status,
            description: text(&info.description.default_message, &info.description.id),
            operation: one_line(&format!("{}.{}", info.service, info.operation)),
            cancelable: info.cancelable,
            progress: info.progress.map(|progress| Progress {
                total: progress.total,
                completed: progress.completed,
                message: text(&progress.message.default_message, &progress.message.id),
            }),
            start_time: info.start_time.as_ref().map(|time| name(time.as_str())),
            end_time: info.end_time.as_ref().map(|time| name(time.as_str())),
            user: info.user.as_deref().map(one_line),
            target: info.target,
            result: info.result,
            error: info.error.as_ref().map(Refusal::from_json),
        }
    }};
}

impl TaskState {
    /// The state of the task `id`, from an answer of `/rest`.
    ///
    /// ```
    /// use vcha_client::tasks::TaskState;
    /// use vcha_client::{LocalizableMessage, TaskInfo};
    ///
    /// let description = LocalizableMessage::new("a.b", "Redeploy.", Vec::new());
    /// let state = TaskState::from_rest("task-7".into(), TaskInfo::pending(description, "s", "o", false));
    /// assert_eq!((state.description.as_str(), state.operation.as_str()), ("Redeploy.", "s.o"));
    /// ```
    #[must_use]
    pub fn from_rest(id: TaskId, info: rest::TaskInfo) -> Self {
        from_info!(id, info)
    }

    /// The state of the task `id`, from an answer of `/api`.
    ///
    /// ```
    /// use vcha_client::api::types::api::{LocalizableMessage, TaskInfo};
    /// use vcha_client::tasks::TaskState;
    ///
    /// let description = LocalizableMessage::new("a.b", "Redeploy.", Vec::new());
    /// let state = TaskState::from_api("task-7".into(), TaskInfo::pending(description, "s", "o", false));
    /// assert!(!state.has_ended());
    /// ```
    #[must_use]
    pub fn from_api(id: TaskId, info: api::TaskInfo) -> Self {
        from_info!(id, info)
    }

    /// Whether nothing more will happen. A task that is `BLOCKED` has not ended, nor has one whose status this client
    /// does not know.
    ///
    /// ```
    /// use vcha_client::tasks::TaskState;
    /// use vcha_client::{LocalizableMessage, TaskInfo, TaskStatus};
    ///
    /// let description = LocalizableMessage::new("a.b", "Redeploy.", Vec::new());
    /// let mut state = TaskState::from_rest("task-7".into(), TaskInfo::pending(description, "s", "o", false));
    /// state.status = TaskStatus::Blocked;
    /// assert!(!state.has_ended());
    /// ```
    #[must_use]
    pub fn has_ended(&self) -> bool {
        matches!(self.status, TaskStatus::Succeeded | TaskStatus::Failed)
    }
}

impl fmt::Debug for TaskState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TaskState")
            .field("id", &self.id)
            .field("status", &self.status)
            .field("operation", &self.operation)
            .field("cancelable", &self.cancelable)
            .field("progress", &self.progress)
            .field("start_time", &self.start_time)
            .field("end_time", &self.end_time)
            .field("user", &self.user)
            .field("target", &self.target)
            .field("error", &self.error)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Progress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Progress");
        shown.field("total", &self.total).field("completed", &self.completed).finish_non_exhaustive()
    }
}
