//! The tokens of a YAML text, from the events of `saphyr-parser`, and what plain scalars mean in the core schema of
//! YAML 1.2: `no` is a text, `1:30` is one, and so is a date.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use saphyr_parser::{Event, Parser, ScalarStyle, ScanError, Span, Tag};

use super::{Stop, not_finite};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::node::{Builder, Data, MAX_DEPTH, NodeId};

/// The prefix of `!!str` and its kin, written out.
const CORE: &str = "tag:yaml.org,2002:";

/// The tags that say what OpenAPI has anyway.
const KNOWN: [&str; 7] = ["str", "int", "float", "bool", "null", "map", "seq"];

pub(super) fn read(text: &str, builder: &mut Builder, found: &mut Vec<Diagnostic>) -> Result<(), Stop> {
    Reader { text, offsets: Offsets::new(text), builder, anchors: BTreeMap::new(), found }.read()
}

struct Reader<'r> {
    text: &'r str,
    offsets: Offsets,
    builder: &'r mut Builder,
    anchors: BTreeMap<usize, Anchor>,
    found: &'r mut Vec<Diagnostic>,
}

/// What an alias can stand for.
enum Anchor {
    Node(NodeId),
    Key(String),
}

impl Reader<'_> {
    fn read(&mut self) -> Result<(), Stop> {
        if let Some((at, c)) = self.text.char_indices().find(|(_, c)| !is_printable(*c)) {
            let message =
                format!("this is not YAML: the control character {:?} stands here", c.escape_unicode().to_string());
            return Err(Stop::syntax(at..at + c.len_utf8(), message));
        }
        let mut documents = 0;
        for next in Parser::new_from_str(self.text) {
            let (event, span) = next.map_err(|error| self.stopped(&error))?;
            let range = self.offsets.range(span);
            match event {
                Event::DocumentStart(_) => {
                    documents += 1;
                    if documents > 1 {
                        return Err(second_document(range));
                    }
                }
                Event::Scalar(text, style, anchor, tag) => self.scalar(&text, style, anchor, tag.as_deref(), range)?,
                Event::Alias(anchor) => self.alias(anchor, range)?,
                Event::SequenceStart(anchor, tag) => self.open(true, anchor, tag.as_deref(), range)?,
                Event::MappingStart(anchor, tag) => self.open(false, anchor, tag.as_deref(), range)?,
                Event::SequenceEnd | Event::MappingEnd => self.builder.close(),
                Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => {}
            }
        }
        Ok(())
    }

    fn open(&mut self, is_list: bool, anchor: usize, tag: Option<&Tag>, range: Range<usize>) -> Result<(), Stop> {
        if self.builder.wants_key() {
            let what = if is_list { "a list" } else { "an object" };
            return Err(Stop::syntax(range, format!("this is not YAML that OpenAPI can have: {what} as a key")));
        }
        let node = self.builder.open(is_list, range)?;
        self.tag(tag, node);
        self.anchor(anchor, Anchor::Node(node));
        Ok(())
    }

    fn scalar(
        &mut self,
        text: &str,
        style: ScalarStyle,
        anchor: usize,
        tag: Option<&Tag>,
        range: Range<usize>,
    ) -> Result<(), Stop> {
        if self.builder.wants_key() {
            // OpenAPI knows text keys alone; `200` and `true` are taken as the text they are.
            self.builder.key(text, range)?;
            self.anchor(anchor, Anchor::Key(text.to_owned()));
            return Ok(());
        }
        let core = tag.map(full).and_then(|tag| Some(tag.strip_prefix(CORE)?.to_owned()));
        let is_plain = match core.as_deref() {
            Some("int" | "float" | "bool" | "null") => true,
            Some(_) => false,
            None => style == ScalarStyle::Plain,
        };
        let has_no_json = is_plain && is_not_finite(text);
        let data = match is_plain {
            true if has_no_json => Data::Null,
            true => plain(text),
            false => Data::String(text.into()),
        };
        let node = self.builder.scalar(data, range)?;
        if has_no_json {
            self.found.extend(self.builder.node(node).map(|node| not_finite(text, node)));
        }
        self.tag(tag, node);
        self.anchor(anchor, Anchor::Node(node));
        Ok(())
    }

    fn anchor(&mut self, anchor: usize, to: Anchor) {
        if anchor > 0 {
            self.anchors.insert(anchor, to);
        }
    }

    fn alias(&mut self, anchor: usize, range: Range<usize>) -> Result<(), Stop> {
        let message = "this alias stands inside of what it stands for";
        let inside = || Diagnostic::error(Code::TooDeep, Place::bytes(range.clone()), message).into();
        let key = self.builder.wants_key();
        match self.anchors.get(&anchor) {
            Some(Anchor::Node(node)) if !self.builder.is_closed(*node) => Err(inside()),
            Some(Anchor::Node(node)) if key => match self.builder.text(*node) {
                Some(text) => Ok(self.builder.key(&text, range)?),
                None => {
                    Err(Stop::syntax(range, "this is not YAML that OpenAPI can have: a key that is no text".to_owned()))
                }
            },
            Some(Anchor::Key(text)) if key => Ok(self.builder.key(text, range)?),
            Some(Anchor::Node(node)) => Ok(self.builder.copy(*node, range)?),
            Some(Anchor::Key(text)) => Ok(self.builder.scalar(Data::String(text.as_str().into()), range).map(drop)?),
            None => Err(inside()),
        }
    }

    /// Reports a tag that means nothing to us.
    fn tag(&mut self, tag: Option<&Tag>, node: NodeId) {
        let Some(tag) = tag.and_then(unknown) else { return };
        let Some(node) = self.builder.node(node) else { return };
        let message = format!("the YAML tag `{tag}` means nothing in OpenAPI");
        self.found.push(Diagnostic::error(Code::YamlTag, Place::value(node), message));
    }

    fn stopped(&self, error: &ScanError) -> Stop {
        let offset = self.offsets.range(Span::empty(*error.marker())).start;
        if error.info().contains("recursion limit") {
            let message = format!("nested more than {MAX_DEPTH} levels deep");
            return Diagnostic::error(Code::TooDeep, Place::bytes(offset..offset + 1), message).into();
        }
        let is_about_a_tab = error.info().contains("tabs disallowed");
        let line = self.text.get(..offset).and_then(|before| before.rfind('\n')).map_or(0, |end| end + 1);
        let tab = self.text.get(line..).and_then(|rest| rest.find('\t')).map(|at| line + at);
        let (message, offset) = match tab.filter(|_| is_about_a_tab) {
            Some(tab) => ("this is not YAML: a tab stands where only blanks may indent".to_owned(), tab),
            None => (format!("this is not YAML: {}", error.info()), offset),
        };
        let found = Diagnostic::error(Code::Syntax, Place::bytes(offset..offset + 1), message);
        let is_about_a_colon = error.info().contains("mapping values are not allowed");
        if is_about_a_colon { found.help(about_a_colon(self.text, offset)).into() } else { found.into() }
    }
}

/// What YAML lets stand in a text (section 5.1 of the standard).
fn is_printable(c: char) -> bool {
    match c {
        '\t' | '\n' | '\r' | '\u{85}' => true,
        '\u{feff}' | '\u{fffe}' | '\u{ffff}' => false,
        _ => !c.is_control(),
    }
}

fn second_document(range: Range<usize>) -> Stop {
    let finding = Diagnostic::error(Code::SeveralDocuments, Place::bytes(range), "a second YAML document begins here");
    finding.help("one text holds one document: remove the `---` line or split the file").into()
}

/// What to do about a colon that YAML takes for the end of a key.
fn about_a_colon(text: &str, offset: usize) -> &'static str {
    let line = text.get(..offset).and_then(|before| before.rsplit('\n').next()).unwrap_or_default();
    if line.contains(": ") {
        return "quote it: a text with a colon and a blank in it stands between `'` and `'`, or on lines of its own below `>-`";
    }
    "if the colon belongs to a text, quote the whole text; if it ends a key, indent the key as its neighbours are"
}

fn full(tag: &Tag) -> String {
    format!("{}{}", tag.handle, tag.suffix)
}

/// The tag as an author would write it, unless it is one of the core schema.
fn unknown(tag: &Tag) -> Option<String> {
    let full = full(tag);
    match full.strip_prefix(CORE) {
        Some(known) if KNOWN.contains(&known) => None,
        Some(other) => Some(format!("!!{other}")),
        None if full.starts_with('!') => Some(full),
        None => Some(format!("!<{full}>")),
    }
}

/// Whether a scalar without quotes is a number that JSON does not have.
fn is_not_finite(text: &str) -> bool {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    matches!(digits, ".inf" | ".Inf" | ".INF") || matches!(text, ".nan" | ".NaN" | ".NAN")
}

/// What a scalar without quotes is.
fn plain(text: &str) -> Data {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Data::Null,
        "true" | "True" | "TRUE" => return Data::Bool(true),
        "false" | "False" | "FALSE" => return Data::Bool(false),
        _ => {}
    }
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", text.strip_prefix('+').unwrap_or(text)),
    };
    for (prefix, radix) in [("0x", 16), ("0o", 8), ("0b", 2)] {
        let rest = digits.strip_prefix(prefix).filter(|rest| !rest.starts_with('+'));
        if let Some(number) = rest.and_then(|rest| u128::from_str_radix(rest, radix).ok()) {
            return Data::Number(format!("{sign}{number}").into());
        }
    }
    decimal(text, sign, digits).map_or_else(|| Data::String(text.into()), |number| Data::Number(number.into()))
}

/// A decimal number as JSON writes it; none has a zero in front of other digits.
fn decimal<'s>(text: &'s str, sign: &str, digits: &str) -> Option<Cow<'s, str>> {
    let split = digits.find(['e', 'E']).unwrap_or(digits.len());
    let (mantissa, exponent) = (digits.get(..split)?, digits.get(split..)?);
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let are_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let has_digits = !(whole.is_empty() && fraction.is_empty()) && are_digits(whole) && are_digits(fraction);
    let power = exponent.get(1..).unwrap_or("0");
    let power = power.strip_prefix(['+', '-']).unwrap_or(power);
    let is_number = has_digits && !power.is_empty() && are_digits(power);
    let is_padded = whole.len() > 1 && whole.starts_with('0');
    if !is_number || is_padded && mantissa.len() == digits.len() && !mantissa.contains('.') {
        return None;
    }
    if !digits.parse::<f64>().is_ok_and(f64::is_finite) {
        return None;
    }
    let is_json = !is_padded && !whole.is_empty() && !text.starts_with('+') && !mantissa.ends_with('.');
    if is_json {
        return Some(Cow::Borrowed(text));
    }
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    let fraction = if fraction.is_empty() { "0" } else { fraction };
    let point = if mantissa.contains('.') { format!(".{fraction}") } else { String::new() };
    Some(Cow::Owned(format!("{sign}{whole}{point}{exponent}")))
}

/// The parser counts characters; everybody else counts bytes.
struct Offsets {
    /// Empty when every character is one byte.
    starts: Vec<usize>,
    end: usize,
}

impl Offsets {
    fn new(text: &str) -> Self {
        let starts = if text.is_ascii() { Vec::new() } else { text.char_indices().map(|(at, _)| at).collect() };
        Self { starts, end: text.len() }
    }

    fn byte(&self, character: usize) -> usize {
        if self.starts.is_empty() {
            return character.min(self.end);
        }
        self.starts.get(character).copied().unwrap_or(self.end)
    }

    fn range(&self, span: Span) -> Range<usize> {
        let start = self.byte(span.start.index());
        start..self.byte(span.end.index()).max(start)
    }
}
