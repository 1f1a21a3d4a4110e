//! Reads a document into text, unpacked where its name ends in `.gz`, or explains in a sentence why it cannot.

use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

use flate2::read::MultiGzDecoder;

use crate::write::io_error;
use crate::{Error, Result};

/// Larger than any description of an API; what is larger is something else.
const LIMIT: u64 = 64 * 1024 * 1024;

/// The text of the document.
pub(crate) fn read(path: &Path) -> Result<String> {
    read_up_to(path, LIMIT)
}

fn read_up_to(path: &Path, limit: u64) -> Result<String> {
    let complain = |error| io_error("read", path, &error);
    if fs::metadata(path).map_err(complain)?.is_dir() {
        return Err(Error::new(format!("cannot read {}: it is a folder", path.display())));
    }
    let mut bytes = Vec::new();
    // Counted while reading, because the length of a device or a pipe is not known.
    let file = File::open(path).map_err(complain)?;
    let is_packed = path.extension().is_some_and(|extension| extension == "gz");
    let mut text: Box<dyn Read> = if is_packed { Box::new(MultiGzDecoder::new(file)) } else { Box::new(file) };
    text.as_mut().take(limit + 1).read_to_end(&mut bytes).map_err(complain)?;
    if bytes.len() as u64 > limit {
        let most = limit / (1024 * 1024);
        return Err(Error::new(format!("cannot read {}: it is larger than {most} MiB", path.display())));
    }
    if let Some(encoding) = foreign_encoding(&bytes) {
        let message = format!("cannot read {}: it looks like {encoding}, save it as UTF-8", path.display());
        return Err(Error::new(message));
    }
    String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let line = error.as_bytes().iter().take(valid).filter(|byte| **byte == b'\n').count() + 1;
        Error::new(format!("cannot read {}: it is not UTF-8 (line {line}, byte {valid})", path.display()))
    })
}

/// The encoding that the first bytes show, by a mark or by the zeros around a first letter of ASCII, unless they are
/// those of UTF-8.
fn foreign_encoding(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xff, 0xfe, 0, 0, ..] | [0, 0, 0xfe, 0xff, ..] | [1..=255, 0, 0, 0, ..] | [0, 0, 0, 1..=255, ..] => {
            Some("UTF-32")
        }
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] | [1..=255, 0, ..] | [0, 1..=255, ..] => Some("UTF-16"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;
    use crate::test_dir::TestDir;

    #[test]
    fn says_why_not() {
        let dir = TestDir::new("spec");
        std::fs::write(dir.path().join("latin"), b"a\nb\xe9").unwrap();
        std::fs::write(dir.path().join("wide"), b"\xff\xfea\0").unwrap();
        dir.file("large", &"x".repeat(2 * 1024 * 1024 + 1));
        dir.file("fine", "x");
        for (name, bytes) in [
            ("wide-bare", &b"{\0\"\0"[..]),
            ("wide-big", b"\0{\0\""),
            ("wider", b"\xff\xfe\0\0{\0\0\0"),
            ("wider-bare", b"{\0\0\0\"\0\0\0"),
        ] {
            std::fs::write(dir.path().join(name), bytes).unwrap();
        }
        for (name, words) in [
            ("none", "none: No such file or directory"),
            ("", "it is a folder"),
            ("fine/x", "Not a directory"),
            ("latin", "latin: it is not UTF-8 (line 2, byte 3)"),
            ("wide", "wide: it looks like UTF-16, save it as UTF-8"),
            ("wide-bare", "UTF-16"),
            ("wide-big", "UTF-16"),
            ("wider", "UTF-32"),
            ("wider-bare", "UTF-32"),
            ("large", "larger than 2 MiB"),
        ] {
            let error = read_up_to(&dir.path().join(name), 2 * 1024 * 1024).expect_err(name).0;
            assert!(error.starts_with("cannot read ") && error.contains(words), "{name}: {error}");
        }
        assert_eq!(read(&dir.path().join("fine")).as_deref(), Ok("x"));
    }

    #[test]
    fn a_packed_document_is_unpacked_and_no_larger_than_others() {
        let dir = TestDir::new("packed");
        let packed = |name: &str, bytes: &[u8]| {
            let mut packer = GzEncoder::new(Vec::new(), Compression::fast());
            packer.write_all(bytes).unwrap();
            std::fs::write(dir.path().join(name), packer.finish().unwrap()).unwrap();
        };
        packed("fine.gz", b"openapi: 3.0.3");
        packed("large.gz", &[b' '; 4097]);
        dir.file("bad.gz", "not packed");
        assert_eq!(read(&dir.path().join("fine.gz")).as_deref(), Ok("openapi: 3.0.3"));
        let error = |name: &str| read_up_to(&dir.path().join(name), 4096).expect_err(name).0;
        assert!(error("large.gz").contains("larger than"), "{}", error("large.gz"));
        assert!(error("bad.gz").contains("bad.gz: invalid gzip header"), "{}", error("bad.gz"));
    }
}
