//! Reads a document into text, and says in a sentence why it cannot.

use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

use crate::write::io_error;
use crate::{Error, Result};

/// Larger than any description of an API; what is larger is something else.
const LIMIT: u64 = 64 * 1024 * 1024;

/// The text of the document.
pub(super) fn read(path: &Path) -> Result<String> {
    read_up_to(path, LIMIT)
}

fn read_up_to(path: &Path, limit: u64) -> Result<String> {
    let complain = |error| io_error("read", path, &error);
    if fs::metadata(path).map_err(complain)?.is_dir() {
        return Err(Error::new(format!("cannot read {}: it is a folder", path.display())));
    }
    let mut bytes = Vec::new();
    // Counted while reading: a device or a pipe does not tell its length.
    File::open(path).and_then(|file| file.take(limit + 1).read_to_end(&mut bytes)).map_err(complain)?;
    if bytes.len() as u64 > limit {
        let most = limit / (1024 * 1024);
        return Err(Error::new(format!("cannot read {}: it is larger than {most} MiB", path.display())));
    }
    String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let line = error.as_bytes().iter().take(valid).filter(|byte| **byte == b'\n').count() + 1;
        let hint = match error.as_bytes() {
            [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => "; it looks like UTF-16, save it as UTF-8",
            _ => "",
        };
        Error::new(format!("cannot read {}: it is not UTF-8 (line {line}, byte {valid}){hint}", path.display()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_dir::TestDir;

    #[test]
    fn says_why_not() {
        let dir = TestDir::new("spec");
        std::fs::write(dir.path().join("latin"), b"a\nb\xe9").unwrap();
        std::fs::write(dir.path().join("wide"), b"\xff\xfea\0").unwrap();
        dir.file("large", &"x".repeat(2 * 1024 * 1024 + 1));
        dir.file("fine", "x");
        for (name, words) in [
            ("none", "none: No such file or directory"),
            ("", "it is a folder"),
            ("fine/x", "Not a directory"),
            ("latin", "latin: it is not UTF-8 (line 2, byte 3)"),
            ("wide", "UTF-16"),
            ("large", "larger than 2 MiB"),
        ] {
            let error = read_up_to(&dir.path().join(name), 2 * 1024 * 1024).expect_err(name).0;
            assert!(error.starts_with("cannot read ") && error.contains(words), "{name}: {error}");
        }
        assert_eq!(read(&dir.path().join("fine")).as_deref(), Ok("x"));
    }
}
