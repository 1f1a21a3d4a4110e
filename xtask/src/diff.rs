//! What `--check` shows: one note a file, with a unified diff where two texts differ. Bounded, whatever the files are.

use std::time::Duration;

use codegen::files::Files;
use similar::TextDiff;

use crate::write::Plan;

/// Lines of a diff that are shown for one file.
const LINES: usize = 60;

/// Files whose diff is shown.
const FILES: usize = 10;

/// Characters of a line that are shown.
const WIDTH: usize = 240;

/// After this long a diff is allowed to be longer than needed.
const PATIENCE: Duration = Duration::from_millis(500);

/// One file that is not as it ought to be.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Note {
    /// Path below the root.
    pub path: String,
    /// `changed`, `missing`, `left over`, `temporary` or `line endings`.
    pub kind: &'static str,
    /// The diff, or empty.
    pub diff: String,
}

/// A note for every file that differs, in the order of the paths; `root` stands before them in the head of a diff.
pub(crate) fn notes(root: &str, wanted: &Files, plan: &Plan) -> Vec<Note> {
    let note = |path: &str, kind| Note { path: path.to_owned(), kind, diff: String::new() };
    let mut notes: Vec<Note> = plan.changes.added.iter().map(|path| note(path, "missing")).collect();
    notes.extend(plan.changes.stale.iter().map(|path| note(path, "left over")));
    notes.extend(plan.leftovers.iter().map(|path| note(path, "temporary")));
    let mut shown = 0;
    for path in &plan.changes.changed {
        let (Some(old), Some(new)) = (plan.found.get(path), wanted.get(path)) else { continue };
        let (old, new) = (String::from_utf8_lossy(old), String::from_utf8_lossy(new));
        if old.replace("\r\n", "\n") == new.replace("\r\n", "\n") {
            notes.push(note(path, "line endings"));
            continue;
        }
        shown += 1;
        let diff = if shown <= FILES { unified(&format!("{root}{path}"), &old, &new) } else { String::new() };
        notes.push(Note { diff, ..note(path, "changed") });
    }
    notes.sort_by(|a, b| a.path.cmp(&b.path));
    notes
}

impl Note {
    /// The note as a person reads it.
    pub(crate) fn human(&self, root: &str) -> String {
        let path = format!("{root}{}", self.path);
        match self.kind {
            "missing" => format!("{path} is missing\n"),
            "left over" => format!("{path} is left over: nothing generates it any more\n"),
            "temporary" => format!("{path} is a temporary file of a run that was cut short\n"),
            "line endings" => format!(
                "{path} differs only in line endings (CRLF): .gitattributes asks for LF, so look at git's core.autocrlf\n"
            ),
            _ if self.diff.is_empty() => format!("{path} differs\n"),
            _ => self.diff.clone(),
        }
    }
}

fn unified(path: &str, old: &str, new: &str) -> String {
    let diff = TextDiff::configure().timeout(PATIENCE).diff_lines(old, new);
    let (before, after) = (format!("{path} (on disk)"), format!("{path} (generated)"));
    let text = diff.unified_diff().context_radius(3).header(&before, &after).to_string();
    let mut out = String::new();
    for line in text.lines().take(LINES) {
        match line.char_indices().nth(WIDTH) {
            Some((end, _)) => out.push_str(&format!("{}…", line.get(..end).unwrap_or(line))),
            None => out.push_str(line),
        }
        out.push('\n');
    }
    let rest = text.lines().count().saturating_sub(LINES);
    if rest > 0 {
        out.push_str(&format!("… and {rest} more lines of this diff\n"));
    }
    out
}

#[cfg(test)]
#[path = "diff_tests.rs"]
mod tests;
