//! Reading a file that holds JSON or YAML. No message here shows what stands in it: any line may hold a password.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, Read as _};

use vcha_client::{Json, Secret};

use crate::problem::Problem;

/// The largest file that is read, in bytes. A request takes a few thousand, and the time that libyaml takes for deep
/// nesting grows with the square.
const LIMIT: u64 = 64 << 10;

/// Reads the file, or standard input for `-`.
pub(crate) fn read(path: &OsStr) -> Result<Json, Problem> {
    let (name, bytes) = if path == "-" {
        ("standard input".to_owned(), bounded(io::stdin().lock()))
    } else {
        (path.to_string_lossy().into_owned(), File::open(path).and_then(bounded))
    };
    let bytes = bytes.map_err(|error| Problem::other("io", format!("{name}: {error}")))?;
    let problem = |message: &str| Problem::other("syntax", format!("{name}: {message}"));
    if bytes.len() as u64 > LIMIT {
        return Err(problem("is larger than 64 KiB, so it is no request"));
    }
    let text = String::from_utf8(bytes).map_err(|_| problem("is not UTF-8; save it as UTF-8 (it may be UTF-16)"))?;
    let text = Secret::new(text);
    parse(text.expose()).map_err(|error| Problem::other("syntax", error.at(&name)))
}

fn bounded(reader: impl io::Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader.take(LIMIT + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Why a text is neither JSON nor YAML.
#[derive(Debug)]
pub(crate) enum SyntaxError {
    Empty,
    /// Line and column, counted from 1.
    Json(usize, usize),
    /// The same, where the place is known.
    Yaml(Option<(usize, usize)>),
}

impl SyntaxError {
    fn at(&self, name: &str) -> String {
        const HINT: &str = "put quotes around values with special characters, and indent with blanks, not tabs";
        match self {
            Self::Empty => format!("{name}: is empty; --template prints a file to start from"),
            Self::Json(line, column) => format!("{name}:{line}:{column}: is not JSON from here on"),
            Self::Yaml(Some((line, column))) => format!("{name}:{line}:{column}: is not YAML from here on; {HINT}"),
            Self::Yaml(None) => format!("{name}: is not a single YAML document; {HINT}"),
        }
    }
}

/// JSON if it can be read as such, else YAML. The content decides; the name of the file does not.
pub(crate) fn parse(text: &str) -> Result<Json, SyntaxError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.trim().is_empty() {
        return Err(SyntaxError::Empty);
    }
    let json = match serde_json::from_str(text) {
        Ok(json) => return Ok(json),
        Err(error) => (error.line(), error.column().max(1)),
    };
    let yaml = match serde_yaml::from_str(text) {
        Ok(json) => return Ok(json),
        Err(error) => error.location().map(|place| (place.line(), place.column())),
    };
    // A brace begins an object of JSON and a mapping of YAML: whichever got further is meant.
    let is_json = text.trim_start().starts_with(['{', '[']) && yaml.is_none_or(|place| place <= json);
    Err(if is_json { SyntaxError::Json(json.0, json.1) } else { SyntaxError::Yaml(yaml) })
}
