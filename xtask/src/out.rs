//! The two streams. A reader that went away (`| head`) is no reason to panic, so errors of writing are ignored.

use std::io::{IsTerminal, stderr};
#[cfg(not(test))]
use std::io::{Write, stdout};

/// Writes to standard output and flushes, so that a line without its end is seen while a step runs.
#[cfg(not(test))]
pub(crate) fn print(text: &str) {
    let mut stream = stdout().lock();
    let _ = stream.write_all(text.as_bytes()).and_then(|()| stream.flush());
}

/// Writes to standard error.
#[cfg(not(test))]
pub(crate) fn error(text: &str) {
    let _ = stderr().lock().write_all(text.as_bytes());
}

/// Whether diagnostics may be coloured.
pub(crate) fn colour() -> bool {
    let word = |name| std::env::var_os(name).filter(|value| !value.is_empty());
    match word("CARGO_TERM_COLOR").as_deref().and_then(|value| value.to_str()) {
        Some("always") => true,
        Some("never") => false,
        _ => word("NO_COLOR").is_none() && stderr().is_terminal(),
    }
}

/// What a test prints belongs to the test.
#[cfg(test)]
pub(crate) use captured::{error, print};

#[cfg(test)]
mod captured {
    #![expect(clippy::print_stdout, reason = "the test harness captures only what goes through the macros")]

    pub(crate) fn print(text: &str) {
        print!("{text}");
    }

    pub(crate) fn error(text: &str) {
        print!("{text}");
    }
}
