//! The operations of the tasks service: get and cancel.
//! What a task goes through stands in `task`.

#![expect(clippy::result_large_err, reason = "errors are few here, and a box around each would only be noise")]

use super::answer::Answer;
use super::family::Family;
use super::fault::Fault;
use super::message::Message;
use super::operations::{named, query_is, unexpected_input};
use super::request::Recorded;
use super::task::{CancelRefused, GetSpec, Task};
use super::vcenter::Vcenter;

impl Vcenter {
    pub(crate) fn task_get(
        &mut self,
        family: Family,
        request: &Recorded,
        segments: &[String],
    ) -> Result<Answer, Fault> {
        let get = get_spec(family, request)?;
        self.session(request)?;
        let (now, version) = (self.clock.now(), self.scenario.version);
        let task = self.task(segments)?;
        let info = task.poll(now, get, family, version);
        let ended = task.shown().is_end();
        self.concluded |= ended;
        Ok(family.value(200, info))
    }

    pub(crate) fn task_cancel(
        &mut self,
        family: Family,
        request: &Recorded,
        segments: &[String],
    ) -> Result<Answer, Fault> {
        query_is(request, &[("action", "cancel")])?;
        self.session(request)?;
        match self.task(segments)?.cancel() {
            Ok(()) => Ok(family.void()),
            Err(refused) => Err(cancel_refused(refused)),
        }
    }

    fn task(&mut self, segments: &[String]) -> Result<&mut Task, Fault> {
        let id = segments.last().map(String::as_str).unwrap_or_default();
        self.tasks.get_mut(id).ok_or_else(|| named("not_found", id, "There is no task {member}."))
    }
}

fn cancel_refused(refused: CancelRefused) -> Fault {
    let (kind, text) = match refused {
        CancelRefused::Unsupported => ("unsupported", "The task cannot be canceled."),
        CancelRefused::Ended => ("not_allowed_in_current_state", "The task has ended or was canceled."),
    };
    Fault::new(kind).message(Message::new("vcenter.sim.cancel", text))
}

/// Reads `return_all` and `exclude_result`, which have the prefix `spec.` on `/rest`.
fn get_spec(family: Family, request: &Recorded) -> Result<GetSpec, Fault> {
    let mut get = GetSpec::default();
    let mut seen = Vec::new();
    for (name, value) in &request.query {
        let member = match name.strip_prefix(family.spec_prefix()) {
            Some("return_all") => &mut get.return_all,
            Some("exclude_result") => &mut get.exclude_result,
            _ => return Err(unexpected_input(name, "The query parameter {member} is not known.")),
        };
        if seen.contains(&name) {
            return Err(unexpected_input(name, "The query parameter {member} is given twice."));
        }
        seen.push(name);
        *member = match value.as_str() {
            "true" => true,
            "false" => false,
            _ => return Err(named("invalid_argument", name, "The query parameter {member} must be true or false.")),
        };
    }
    Ok(get)
}
