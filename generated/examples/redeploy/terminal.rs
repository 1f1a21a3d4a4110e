//! Leaving the terminal as it was when the program ends while it asks for a password, during which nothing is echoed.

#[cfg(unix)]
use std::fs::File;
#[cfg(unix)]
use std::process::{Command, Stdio};

/// How the terminal was set. Where there is none, or no `stty`, nothing is done.
pub(crate) struct Terminal(Option<String>);

impl Terminal {
    /// Notes how it is set.
    pub(crate) fn remember() -> Self {
        Self(stty("-g"))
    }

    /// Sets it like that again.
    pub(crate) fn restore(&self) {
        if let Some(settings) = &self.0 {
            stty(settings);
        }
    }
}

/// Setting a terminal is a system call without a safe function in the standard library; every Unix has this program.
#[cfg(unix)]
fn stty(argument: &str) -> Option<String> {
    let terminal = File::open("/dev/tty").ok()?;
    let mut command = Command::new("stty");
    let output = command.arg(argument).stdin(terminal).stderr(Stdio::null()).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| text.trim().to_owned())
}

/// Elsewhere the console forgets the settings with the program.
#[cfg(not(unix))]
fn stty(_: &str) -> Option<String> {
    None
}
