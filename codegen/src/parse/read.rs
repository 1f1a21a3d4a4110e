//! Text to a JSON value through one visitor for JSON and YAML, so that no key is ever overwritten in silence. What the
//! value means is not asked here.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt;

use serde::de::{self, DeserializeSeed, EnumAccess, MapAccess, SeqAccess, VariantAccess, Visitor};
use serde_json::{Map, Number, Value};

use super::{guard, wide};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::pointer::Pointer;
use crate::source::{Format, MAX_ADDRESS, MAX_DEPTH, Position, Source};
use crate::visible::cut;

/// What a text gives.
pub(super) struct Read {
    /// There unless the text could not be read to its end.
    pub(super) value: Option<Value>,
    pub(super) found: Vec<Diagnostic>,
    /// Numbers beyond 64 bits, and what was kept of them.
    pub(super) wide: Vec<(Pointer, f64)>,
}

/// Reads the text.
pub(super) fn read(source: &Source) -> Read {
    let state = RefCell::new(State::new(source.text().len()));
    let outcome = match source.format() {
        Format::Json => read_json(source, &state),
        Format::Yaml => read_yaml(source, &state),
    };
    let State { mut found, wide, .. } = state.into_inner();
    let value = match outcome {
        Ok(value) => value,
        Err(failure) => {
            found.extend(failure);
            return Read { value: None, found, wide };
        }
    };
    if value.is_object() {
        return Read { value: Some(value), found, wide };
    }
    let message = match &value {
        Value::Null => "the document is empty".to_owned(),
        other => format!("an OpenAPI document is an object, this is {}", crate::ext::kind(other)),
    };
    let place = Place::value(Pointer::root());
    found.push(Diagnostic::error(Code::NotAnObject, place, message).help("start with `openapi: 3.0.3`"));
    Read { value: None, found, wide }
}

/// What stopped the reader; nothing when the state already holds the finding.
type Outcome = Result<Value, Vec<Diagnostic>>;

fn read_json(source: &Source, state: &RefCell<State>) -> Outcome {
    let mut json = serde_json::Deserializer::from_str(source.text());
    let value = Seed(state).deserialize(&mut json).and_then(|value| json.end().map(|()| value));
    value.map_err(|error| {
        let message = error.to_string();
        let message = message.split(" at line ").next().unwrap_or_default();
        // serde_json counts bytes, and counts the last byte it has read.
        let line = source.offset(Position { line: error.line(), column: 1 });
        stopped(state, message, source, line + error.column().saturating_sub(1))
    })
}

fn read_yaml(source: &Source, state: &RefCell<State>) -> Outcome {
    let (found, is_readable) = guard::check(source.text());
    if !is_readable {
        return Err(found);
    }
    state.borrow_mut().found = found;
    let mut documents = serde_yaml::Deserializer::from_str(source.text());
    let Some(first) = documents.next() else {
        return Ok(Value::Null);
    };
    let value = Seed(state).deserialize(first).map_err(|error| {
        let message = error.to_string();
        let message = message.split(" at line ").next().unwrap_or_default();
        let position = error.location().map(|at| Position { line: at.line(), column: at.column() });
        stopped(state, message, source, position.map_or(0, |at| source.offset(at)))
    })?;
    if documents.next().is_some() {
        let place = Place::bytes(second_document(source.text()));
        let several = Diagnostic::error(Code::SeveralDocuments, place, "a second YAML document begins here");
        return Err(vec![several.help("one text holds one document: remove the `---` line or split the file")]);
    }
    Ok(value)
}

/// What stopped the reader: a limit, which is already on record, or the text itself.
fn stopped(state: &RefCell<State>, message: &str, source: &Source, offset: usize) -> Vec<Diagnostic> {
    if state.borrow().limit {
        return Vec::new();
    }
    if message.contains("recursion limit") || message.contains("repetition limit") {
        let place = Place::bytes(offset..offset + 1);
        return vec![Diagnostic::error(Code::TooDeep, place, "nested too deeply, or blown up by aliases")];
    }
    let format = match source.format() {
        Format::Json => "JSON",
        Format::Yaml => "YAML",
    };
    let is_about_a_colon = message.contains("mapping values are not allowed");
    let message = format!("this is not {format}: {}", message.lines().next().unwrap_or_default());
    let found = Diagnostic::error(Code::Syntax, Place::bytes(offset..offset + 1), message);
    vec![if is_about_a_colon { found.help(about_a_colon(source.text(), offset)) } else { found }]
}

/// What to do about a colon that YAML takes for the end of a key.
fn about_a_colon(text: &str, offset: usize) -> &'static str {
    let line = text.get(..offset).and_then(|before| before.rsplit('\n').next()).unwrap_or_default();
    if line.contains(": ") {
        return "quote it: a text with a colon and a blank in it stands between `'` and `'`, or on lines of its own below `>-`";
    }
    "if the colon belongs to a text, quote the whole text; if it ends a key, indent the key as its neighbours are"
}

/// The `---` that opens the second document: the first one after a line with content.
fn second_document(text: &str) -> std::ops::Range<usize> {
    let mut offset = 0;
    let mut has_content = false;
    for line in text.split_inclusive('\n') {
        let is_marker = line.starts_with("---");
        if is_marker && has_content {
            return offset..offset + 3;
        }
        let rest = line.trim_start_matches("---").trim();
        has_content |= !rest.is_empty() && !rest.starts_with(['#', '%']);
        offset += line.len();
    }
    0..text.len()
}

struct State {
    at: Pointer,
    depth: usize,
    /// What may still be produced; aliases can turn a small text into a huge value.
    budget: usize,
    limit: bool,
    found: Vec<Diagnostic>,
    /// Where numbers beyond 64 bits stand, and what became of them.
    wide: Vec<(Pointer, f64)>,
}

impl State {
    fn new(length: usize) -> Self {
        let budget = length.saturating_mul(16).saturating_add(1 << 20);
        Self { at: Pointer::root(), depth: 0, budget, limit: false, found: Vec::new(), wide: Vec::new() }
    }

    /// Pays for a node; an error when there are too many of them.
    fn pay<E: de::Error>(&mut self, cost: usize) -> Result<(), E> {
        match self.budget.checked_sub(cost) {
            Some(left) => {
                self.budget = left;
                Ok(())
            }
            None => Err(self.stop("aliases blow this document up to many times its size")),
        }
    }

    fn enter<E: de::Error>(&mut self) -> Result<(), E> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(self.stop(&format!("nested more than {MAX_DEPTH} levels deep")));
        }
        Ok(())
    }

    /// Steps down to a member.
    fn step<E: de::Error>(&mut self, key: &str) -> Result<(), E> {
        if self.at.as_str().len() + key.len() >= MAX_ADDRESS {
            let words =
                format!("the names on the way to `{}` are longer than {MAX_ADDRESS} bytes together", cut(key, 40));
            return Err(self.stop(&words));
        }
        self.at.push(key);
        Ok(())
    }

    fn stop<E: de::Error>(&mut self, message: &str) -> E {
        self.limit = true;
        self.found.push(Diagnostic::error(Code::TooDeep, Place::key(self.at.clone()), message));
        E::custom(message)
    }
}

/// Reads one value.
#[derive(Clone, Copy)]
struct Seed<'s>(&'s RefCell<State>);

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = Value;

    fn deserialize<D: de::Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        self.0.borrow_mut().pay(1)?;
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E: de::Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E: de::Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_some<D: de::Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_i128<E: de::Error>(self, value: i128) -> Result<Value, E> {
        self.visit_f64(value as f64)
    }

    fn visit_u128<E: de::Error>(self, value: u128) -> Result<Value, E> {
        self.visit_f64(value as f64)
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Value, E> {
        if let Some(number) = Number::from_f64(value) {
            if value.abs() >= wide::LEAST {
                let mut state = self.0.borrow_mut();
                let at = state.at.clone();
                state.wide.push((at, value));
            }
            return Ok(Value::Number(number));
        }
        let mut state = self.0.borrow_mut();
        let place = Place::value(state.at.clone());
        let finding =
            Diagnostic::error(Code::NotFinite, place, format!("`{value}` is a number that JSON does not have"));
        state.found.push(finding.help("quote it if a text is meant"));
        Ok(Value::Null)
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<Value, E> {
        self.0.borrow_mut().pay(value.len())?;
        Ok(Value::String(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        self.0.borrow_mut().enter()?;
        let mut values = Vec::new();
        self.0.borrow_mut().at.push_index(0);
        while let Some(value) = items.next_element_seed(self)? {
            values.push(value);
            let mut state = self.0.borrow_mut();
            state.at.pop();
            state.at.push_index(values.len());
        }
        let mut state = self.0.borrow_mut();
        state.at.pop();
        state.depth -= 1;
        Ok(Value::Array(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        self.0.borrow_mut().enter()?;
        let mut map = Map::new();
        let mut repeats: BTreeMap<String, usize> = BTreeMap::new();
        while let Some(key) = members.next_key_seed(KeySeed(self.0))? {
            {
                let mut state = self.0.borrow_mut();
                state.pay(key.len())?;
                state.step(&key)?;
                if map.contains_key(&key) {
                    let nth = repeats.entry(key.clone()).or_default();
                    *nth += 1;
                    let repeat = repeated(&key, &state.at, *nth);
                    state.found.push(repeat);
                } else if key == "<<" {
                    let merge = merge_key(&state.at);
                    state.found.push(merge);
                }
            }
            let value = members.next_value_seed(self)?;
            self.0.borrow_mut().at.pop();
            map.entry(key).or_insert(value);
        }
        self.0.borrow_mut().depth -= 1;
        Ok(Value::Object(map))
    }

    fn visit_enum<A: EnumAccess<'de>>(self, tagged: A) -> Result<Value, A::Error> {
        let (tag, content) = tagged.variant_seed(KeySeed(self.0))?;
        {
            let mut state = self.0.borrow_mut();
            let place = Place::value(state.at.clone());
            // A `!` alone is handed out as a name.
            let tag = tag.trim_start_matches('!');
            let finding =
                Diagnostic::error(Code::YamlTag, place, format!("the YAML tag `!{tag}` means nothing in OpenAPI"));
            state.found.push(finding.help("remove the tag"));
        }
        content.newtype_variant_seed(self)
    }
}

fn repeated(key: &str, at: &Pointer, nth: usize) -> Diagnostic {
    let finding = Diagnostic::error(
        Code::DuplicateKey,
        Place::occurrence(at.clone(), nth),
        format!("`{key}` stands {} in this object", if nth == 1 { "twice" } else { "once more" }),
    );
    let finding = finding.related(Place::occurrence(at.clone(), 0), "first here");
    if key.bytes().all(|byte| byte.is_ascii_digit()) {
        return finding.help(format!("with and without quotes, {key} is the same key"));
    }
    finding.help("keep one of them")
}

fn merge_key(at: &Pointer) -> Diagnostic {
    let finding =
        Diagnostic::error(Code::MergeKey, Place::key(at.clone()), "`<<` is an ordinary key here, nothing is merged");
    finding.help("write the members out, or refer to a shared schema with `$ref`")
}

/// Reads a key. OpenAPI knows text keys alone; `200` and `true` are taken as the text they are.
#[derive(Clone, Copy)]
struct KeySeed<'s>(&'s RefCell<State>);

impl<'de> DeserializeSeed<'de> for KeySeed<'_> {
    type Value = String;

    fn deserialize<D: de::Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        self.0.borrow_mut().pay(1)?;
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for KeySeed<'_> {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text as key")
    }

    fn visit_str<E: de::Error>(self, key: &str) -> Result<String, E> {
        Ok(key.to_owned())
    }

    fn visit_bool<E: de::Error>(self, key: bool) -> Result<String, E> {
        Ok(key.to_string())
    }

    fn visit_i64<E: de::Error>(self, key: i64) -> Result<String, E> {
        Ok(key.to_string())
    }

    fn visit_u64<E: de::Error>(self, key: u64) -> Result<String, E> {
        Ok(key.to_string())
    }

    fn visit_f64<E: de::Error>(self, key: f64) -> Result<String, E> {
        Ok(Number::from_f64(key).map_or_else(|| key.to_string(), |number| number.to_string()))
    }

    fn visit_unit<E: de::Error>(self) -> Result<String, E> {
        Ok("null".to_owned())
    }
}
