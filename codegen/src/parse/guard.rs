//! What has to be known about a YAML text before it is read: that it is not nested too deeply, because the reader's effort
//! grows with the square of open brackets, and which tags the reader would pass over. One walk over the events of another
//! parser, which builds nothing; most texts have neither and are not walked.

use saphyr_parser::{Event, Parser, Span, Tag};

use crate::diagnostic::{Code, Diagnostic, Place};
use crate::source::{MAX_DEPTH, Offsets};

/// With at most so many opening brackets in the whole text, in quotes or not, no nesting of them is expensive.
const FEW_BRACKETS: usize = 1000;

/// The prefix of `!!str` and its kin, written out.
const CORE: &str = "tag:yaml.org,2002:";

/// The tags that say what OpenAPI has anyway.
const KNOWN: [&str; 7] = ["str", "int", "float", "bool", "null", "map", "seq"];

/// What was found, and whether the text may be read.
pub(super) fn check(text: &str) -> (Vec<Diagnostic>, bool) {
    let mut found = Vec::new();
    if !is_suspicious(text) {
        return (found, true);
    }
    let offsets = Offsets::new(text);
    let mut depth = 0_usize;
    for next in Parser::new_from_str(text) {
        let (event, span) = match next {
            Ok(next) => next,
            // Brackets are counted before anything is said about what is in them.
            Err(error) if error.info().contains("recursion limit") => {
                found.push(too_deep(Span::empty(*error.marker()), &offsets));
                return (found, false);
            }
            // What is no YAML is left to the reader, which says it better.
            Err(_) => break,
        };
        let tag = match &event {
            Event::Scalar(.., tag) | Event::SequenceStart(_, tag) | Event::MappingStart(_, tag) => tag.as_deref(),
            _ => None,
        };
        if let Some(tag) = tag.and_then(passed_over) {
            let message = format!("the YAML tag `{tag}` means nothing in OpenAPI");
            let place = Place::bytes(offsets.range(span));
            found.push(Diagnostic::error(Code::YamlTag, place, message).help("remove the tag"));
        }
        match event {
            Event::SequenceStart(..) | Event::MappingStart(..) => depth += 1,
            Event::SequenceEnd | Event::MappingEnd => depth = depth.saturating_sub(1),
            Event::DocumentEnd => break,
            _ => {}
        }
        if depth > MAX_DEPTH {
            found.push(too_deep(span, &offsets));
            return (found, false);
        }
    }
    (found, true)
}

fn too_deep(span: Span, offsets: &Offsets) -> Diagnostic {
    let message = format!("nested more than {MAX_DEPTH} levels deep");
    Diagnostic::error(Code::TooDeep, Place::bytes(offsets.range(span)), message)
}

fn is_suspicious(text: &str) -> bool {
    let brackets = text.bytes().filter(|byte| matches!(byte, b'[' | b'{')).take(FEW_BRACKETS + 1).count();
    brackets > FEW_BRACKETS || ["!!", "!<", "%TAG"].iter().any(|mark| text.contains(mark))
}

/// The tag as an author would write it, if the reader says nothing about it. It does about tags of one `!`.
fn passed_over(tag: &Tag) -> Option<String> {
    let full = format!("{}{}", tag.handle, tag.suffix);
    match full.strip_prefix(CORE) {
        Some(known) if KNOWN.contains(&known) => None,
        Some(other) => Some(format!("!!{other}")),
        None if full.starts_with('!') => None,
        None => Some(format!("!<{full}>")),
    }
}
