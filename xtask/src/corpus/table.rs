//! What a run looks like: a line for each document, what went wrong, and the sum; or JSON, one object for each document.

use codegen::visible::{visible, visible_json, visible_lines};
use serde_json::{Value, json};

use super::exceptions::Verdict;
use super::row::{Problem, Row};

/// Problems of a document that are shown, unless all are asked for.
const SHOWN: usize = 3;

/// The names of the columns.
pub(super) fn head() -> String {
    line(
        ["document", "ops", "types", "files", "lines", "gen s", "MiB", "check s", "examples"].map(str::to_owned),
        "findings (!: errors)",
    )
}

/// A document.
pub(super) fn row(row: &Row) -> String {
    let facts = &row.facts;
    let written = |number: usize| if facts.is_written { number.to_string() } else { "-".to_owned() };
    let errors = facts.errors.iter().map(|(code, count)| format!("!{code} {count}"));
    let warnings = facts.warnings.iter().map(|(code, count)| format!("{code} {count}"));
    let findings: Vec<String> = errors.chain(warnings).collect();
    line(
        [
            visible(&row.document.name).into_owned(),
            written(facts.operations),
            written(facts.types),
            written(facts.files),
            written(facts.lines),
            format!("{:.2}", facts.seconds),
            (facts.peak / 1024).to_string(),
            row.check.map_or("-".to_owned(), |seconds| format!("{seconds:.2}")),
            written_examples(row),
        ],
        &findings.join(", "),
    )
}

fn written_examples(row: &Row) -> String {
    match row.facts.is_written {
        true => format!("{}/{}", row.read, row.facts.typed + row.facts.untyped.len()),
        false => "-".to_owned(),
    }
}

fn line([document, others @ ..]: [String; 9], findings: &str) -> String {
    let widths = [5, 6, 6, 8, 6, 5, 8, 11];
    let others: String = others.iter().zip(widths).map(|(text, width)| format!(" {text:>width$}")).collect();
    format!("{}\n", format!("{document:<40}{others}  {findings}").trim_end())
}

/// What went wrong, by document.
pub(super) fn problems(rows: &[Row], all: bool) -> String {
    let mut text = String::new();
    for row in rows.iter().filter(|row| !row.problems.is_empty()) {
        text.push_str(&format!("\n{}\n", visible(&row.document.name)));
        let most = if all { usize::MAX } else { SHOWN };
        for Problem { place, words } in row.problems.iter().take(most) {
            text.push_str(&format!("  {}: {}\n", visible(place), visible_lines(words).replace('\n', "\n    ")));
        }
        let rest = row.problems.len().saturating_sub(most);
        if rest > 0 {
            text.push_str(&format!("  and {rest} more; `--all` shows them\n"));
        }
    }
    text
}

/// The whole run in a line.
pub(super) fn sum(rows: &[Row], verdict: &Verdict) -> String {
    let count = |test: fn(&Row) -> bool| rows.iter().filter(|row| test(row)).count();
    let sum = |number: fn(&Row) -> usize| rows.iter().map(number).sum::<usize>();
    format!(
        "\n{} documents: {} generated, {} compiled without a warning, {} without a problem; {} of {} examples read, {} have no \
         type; {} problems are known, {} are not\n",
        rows.len(),
        count(|row| row.facts.is_written),
        count(|row| row.check.is_some()),
        count(|row| row.problems.is_empty()),
        sum(|row| row.read),
        sum(|row| row.facts.typed + row.facts.untyped.len()),
        sum(|row| row.facts.untyped.len()),
        verdict.known,
        verdict.failed.len(),
    )
}

/// A document as an object in a line, complete.
pub(super) fn json(row: &Row) -> String {
    let mut object = row.facts.to_json();
    let problems: Vec<Value> =
        row.problems.iter().map(|one| json!({"place": one.place, "problem": one.words})).collect();
    if let Some(members) = object.as_object_mut() {
        members.remove("told");
        members.insert("document".to_owned(), row.document.name.clone().into());
        members.insert("check_seconds".to_owned(), row.check.into());
        members.insert("read".to_owned(), row.read.into());
        members.insert("problems".to_owned(), problems.into());
    }
    format!("{}\n", visible_json(&object.to_string()))
}
