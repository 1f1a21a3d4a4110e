//! What is known to fail, each with a document, a place and a reason; and the verdict on a run: what fails beside it, and what no
//! longer fails.

use std::fmt;
use std::fs;
use std::path::Path;

use super::row::{Problem, Row};
use crate::write::io_error;
use crate::{Error, Result};

/// What is known to fail, below the root.
pub(super) const EXCEPTIONS: &str = "tests/fixtures/corpus-exceptions.tsv";

/// The list.
#[derive(Debug, Default)]
pub(super) struct Exceptions(Vec<Exception>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Exception {
    document: String,
    place: String,
    /// Of the list.
    line: usize,
}

/// What a run has shown that the list does not say.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Verdict {
    /// What fails and is not listed, by document.
    pub failed: Vec<(String, Problem)>,
    /// What is listed and does not fail.
    gone: Vec<String>,
    /// How many problems are listed.
    pub known: usize,
}

impl Exceptions {
    /// A line each: document, place, reason, with tabs in between; `#` begins a comment.
    pub(super) fn read(path: &Path) -> Result<Self> {
        Self::of_text(&fs::read_to_string(path).map_err(|error| io_error("read", path, &error))?)
    }

    fn of_text(text: &str) -> Result<Self> {
        let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'));
        let exception = |(nth, line): (usize, &str)| {
            let parts: Vec<&str> = line.split('\t').map(str::trim).collect();
            match parts.as_slice() {
                [document, place, reason] if ![document, place, reason].iter().any(|part| part.is_empty()) => {
                    Ok(Exception { document: (*document).to_owned(), place: (*place).to_owned(), line: nth + 1 })
                }
                _ => Err(Error::new(format!(
                    "{EXCEPTIONS}:{}: an exception is a document, a place and a reason, with tabs in between",
                    nth + 1
                ))),
            }
        };
        lines.map(exception).collect::<Result<_>>().map(Self)
    }

    /// Holds a run against the list. What is said of documents that were not tried is left alone.
    pub(super) fn judge(&self, rows: &[Row]) -> Verdict {
        let mut verdict = Verdict::default();
        for row in rows {
            let name = &row.document.name;
            let own = || self.0.iter().filter(|one| one.document == *name);
            for problem in &row.problems {
                match own().any(|one| one.place == problem.place) {
                    true => verdict.known += 1,
                    false => verdict.failed.push((name.clone(), problem.clone())),
                }
            }
            let is_gone = |one: &&Exception| row.problems.iter().all(|problem| problem.place != one.place);
            verdict.gone.extend(own().filter(is_gone).map(|one| {
                format!("{EXCEPTIONS}:{}: {name} no longer fails at {}; remove the line", one.line, one.place)
            }));
        }
        verdict
    }
}

impl Verdict {
    /// Whether the run shows what the list says.
    pub(super) fn is_fine(&self) -> bool {
        self.failed.is_empty() && self.gone.is_empty()
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for line in &self.gone {
            writeln!(f, "error: {line}")?;
        }
        if !self.failed.is_empty() {
            let count = self.failed.len();
            writeln!(f, "error: {count} problems are not in {EXCEPTIONS}; mend them, or list each with its reason")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::super::documents::Document;
    use super::*;
    use crate::corpus::Facts;

    fn row(name: &str, places: &[&str]) -> Row {
        let document = Document { path: PathBuf::new(), name: name.to_owned(), krate: String::new() };
        let problems = places.iter().map(|place| Problem::new(*place, "wrong")).collect();
        Row { document, facts: Facts::default(), check: None, read: 0, problems }
    }

    const LIST: &str = "# why\n\na.json\tcompile\tthe document says so\na.json\t/x/example\tnot of its type\n\
        b.json\tgenerate\tnever tried\n";

    #[test]
    fn what_is_not_listed_fails_and_what_is_listed_must_fail() {
        let list = Exceptions::of_text(LIST).unwrap();
        let fine = list.judge(&[row("a.json", &["compile", "/x/example"]), row("c.json", &[])]);
        assert_eq!((fine.is_fine(), fine.known, fine.to_string().as_str()), (true, 2, ""));
        let bad = list.judge(&[row("a.json", &["/x/example", "OA0601"])]);
        let shown = bad.to_string();
        assert!(!bad.is_fine() && shown.contains("tsv:3: a.json no longer fails at compile"), "{shown}");
        assert_eq!(bad.failed, [("a.json".to_owned(), Problem::new("OA0601", "wrong"))]);
    }

    #[test]
    fn a_line_without_a_reason_is_an_error() {
        for text in ["a.json\tcompile", "a.json\tcompile\t ", "a.json compile why"] {
            let error = Exceptions::of_text(&format!("#\n{text}\n")).unwrap_err().0;
            assert!(error.contains("tsv:2: an exception is"), "{error}");
        }
    }
}
