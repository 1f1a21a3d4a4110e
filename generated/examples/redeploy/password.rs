//! Where passwords come from: a file, a variable, the terminal. An empty one is never sent, since logins that fail lock
//! accounts.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, IsTerminal as _, Read};

use vcha_client::Secret;

use crate::args::Password;
use crate::console::Console;
use crate::problem::Problem;
use crate::signals::Stop;

/// The largest file with a password or certificates that is read, in bytes.
const LIMIT: u64 = 1 << 20;

/// The password of `who`, which is then hidden wherever a server repeats it.
pub(crate) fn password(from: &Password, who: &str, option: &str, console: &Console) -> Result<Secret, Problem> {
    let password =
        match from {
            Password::File(path) => in_file(path, option, console)?,
            Password::Variable(name) => Secret::new(variable(name)?.ok_or_else(|| {
                Problem::other("login", format!("the environment variable {name} is not set, or empty"))
            })?),
            Password::Prompt => prompt(who, option)?,
        };
    console.masks.hide(password.expose());
    Ok(password)
}

fn in_file(path: &OsStr, option: &str, console: &Console) -> Result<Secret, Problem> {
    if path == "-" && io::stdin().is_terminal() {
        let message =
            format!("{option} -: a terminal would show the password; leave the option out to be asked for it");
        return Err(Problem::other("login", message));
    }
    let text = text(path)?;
    let marked = text.expose().strip_prefix('\u{feff}');
    if marked.is_some() {
        let message = format!("{}: begins with a byte order mark, which is taken off", name(path));
        console.note("password", "warning", &message);
    }
    // Editors end a file with a line end, which is no part of a password.
    let first = Secret::new(marked.unwrap_or(text.expose()).lines().next().unwrap_or_default());
    if first.is_empty() {
        return Err(Problem::other("login", format!("{}: its first line is empty, and so no password", name(path))));
    }
    Ok(first)
}

/// Asks on the terminal, which need not be standard input.
fn prompt(who: &str, option: &str) -> Result<Secret, Problem> {
    let shown: String = who.chars().filter(|letter| !letter.is_control()).collect();
    match rpassword::prompt_password(format!("Password of {shown}: ")) {
        Ok(password) if password.is_empty() => {
            let message = format!("the password is empty, so nobody is logged in; {}", ways(option));
            Err(Problem::other("login", message))
        }
        Ok(password) => Ok(Secret::new(password)),
        // The terminal gives Ctrl-C to the prompt.
        Err(error) if error.kind() == io::ErrorKind::Interrupted => {
            let stop = Stop::Interrupt;
            Err(Problem::interrupted(stop.exit_code(), stop.as_str(), "nothing was sent"))
        }
        Err(error) => Err(no_prompt(&error, option)),
    }
}

/// Finds out whether there is a terminal to ask on, before anything is sent.
pub(crate) fn check_prompt(option: &str) -> Result<(), Problem> {
    if !cfg!(unix) {
        return Ok(());
    }
    File::open("/dev/tty").map(drop).map_err(|error| no_prompt(&error, option))
}

fn no_prompt(error: &io::Error, option: &str) -> Problem {
    Problem::other("login", format!("the password cannot be asked for ({error}); {}", ways(option)))
}

fn ways(option: &str) -> String {
    format!("see {option} and {}", option.replace("-file", "-env"))
}

/// The text of an environment variable; `None` when it is not set, or empty.
pub(crate) fn variable(name: &str) -> Result<Option<String>, Problem> {
    match std::env::var(name) {
        Ok(text) if text.is_empty() => Ok(None),
        Ok(text) => Ok(Some(text)),
        Err(std::env::VarError::NotPresent) => Ok(None),
        Err(std::env::VarError::NotUnicode(_)) => {
            Err(Problem::other("session", format!("the variable {name} does not hold text")))
        }
    }
}

fn text(path: &OsStr) -> Result<Secret, Problem> {
    let text = String::from_utf8(bytes(path)?).map(Secret::new);
    text.map_err(|_| Problem::other("io", format!("{}: is not UTF-8; save it as UTF-8 (it may be UTF-16)", name(path))))
}

/// A whole file, or standard input.
pub(crate) fn bytes(path: &OsStr) -> Result<Vec<u8>, Problem> {
    let bytes = if path == "-" { bounded(io::stdin().lock()) } else { File::open(path).and_then(bounded) };
    let bytes = bytes.map_err(|error| Problem::other("io", format!("{}: {error}", name(path))))?;
    if bytes.len() as u64 > LIMIT {
        return Err(Problem::other("io", format!("{}: is larger than 1 MiB", name(path))));
    }
    Ok(bytes)
}

/// What a file is called in messages.
pub(crate) fn name(path: &OsStr) -> String {
    if path == "-" { "standard input".to_owned() } else { path.to_string_lossy().into_owned() }
}

fn bounded(reader: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader.take(LIMIT + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}
