//! The tokens of a JSON text (RFC 8259), each with its bytes. A loop and not a recursion, so that no depth is a danger.

use std::borrow::Cow;

use super::{Stop, not_finite};
use crate::diagnostic::Diagnostic;
use crate::node::{Builder, Data};

/// What may stand next.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Next {
    Value,
    /// A value, or the end of a list that has just begun.
    FirstItem,
    Key,
    /// A key, or the end of an object that has just begun.
    FirstKey,
    /// A comma, or the end of the innermost list or object.
    Comma,
    /// Nothing: the value of the whole text has been read.
    End,
}

pub(super) fn read(text: &str, builder: &mut Builder, found: &mut Vec<Diagnostic>) -> Result<(), Stop> {
    let mut scanner = Scanner { text, at: 0, open: Vec::new() };
    let mut next = Next::Value;
    loop {
        scanner.skip_blanks();
        let Some(first) = scanner.peek() else {
            return if next == Next::End { Ok(()) } else { Err(scanner.unexpected(next)) };
        };
        next = match (next, first) {
            (Next::FirstKey | Next::Comma, b'}') if scanner.open.last() == Some(&b'{') => scanner.close(builder),
            (Next::FirstItem | Next::Comma, b']') if scanner.open.last() == Some(&b'[') => scanner.close(builder),
            (Next::Comma, b',') => {
                scanner.at += 1;
                if scanner.open.last() == Some(&b'[') { Next::Value } else { Next::Key }
            }
            (Next::Key | Next::FirstKey, b'"') => scanner.key(builder)?,
            (Next::Value | Next::FirstItem, b'{' | b'[') => {
                builder.open(first == b'[', scanner.at..scanner.at + 1)?;
                scanner.open.push(first);
                scanner.at += 1;
                if first == b'[' { Next::FirstItem } else { Next::FirstKey }
            }
            (Next::Value | Next::FirstItem, _) if !matches!(first, b']' | b'}' | b',' | b':') => {
                scanner.scalar(first, builder, found)?
            }
            _ => return Err(scanner.unexpected(next)),
        };
    }
}

struct Scanner<'t> {
    text: &'t str,
    at: usize,
    open: Vec<u8>,
}

impl<'t> Scanner<'t> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn skip_blanks(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    /// What follows a value.
    fn behind(&self) -> Next {
        if self.open.is_empty() { Next::End } else { Next::Comma }
    }

    fn close(&mut self, builder: &mut Builder) -> Next {
        builder.close();
        self.open.pop();
        self.at += 1;
        self.behind()
    }

    fn key(&mut self, builder: &mut Builder) -> Result<Next, Stop> {
        let start = self.at;
        let key = self.string()?;
        builder.key(&key, start..self.at)?;
        self.skip_blanks();
        if self.peek() != Some(b':') {
            return Err(self.syntax(self.at, "a `:` is missing behind this key"));
        }
        self.at += 1;
        Ok(Next::Value)
    }

    fn scalar(&mut self, first: u8, builder: &mut Builder, found: &mut Vec<Diagnostic>) -> Result<Next, Stop> {
        let start = self.at;
        match first {
            b'"' => {
                let text = self.string()?;
                builder.scalar(Data::String(text.into()), start..self.at)?;
            }
            b'-' | b'0'..=b'9' => {
                let number = self.number()?;
                let node = builder.scalar(Data::Number(number.into()), start..start + number.len())?;
                if !number.parse::<f64>().is_ok_and(f64::is_finite) {
                    found.extend(builder.node(node).map(|node| not_finite(number, node)));
                }
            }
            _ => {
                let word = self.word();
                self.at += word.len();
                match word {
                    "null" => builder.scalar(Data::Null, start..self.at)?,
                    "true" | "false" => builder.scalar(Data::Bool(word == "true"), start..self.at)?,
                    _ => return Err(self.syntax(start, "a value is missing here")),
                };
            }
        }
        Ok(self.behind())
    }

    fn word(&self) -> &'t str {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let length = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
        rest.get(..length).unwrap_or_default()
    }

    fn number(&mut self) -> Result<&'t str, Stop> {
        let start = self.at;
        let sign = usize::from(self.peek() == Some(b'-'));
        self.at += sign;
        let has_zero = self.peek() == Some(b'0');
        let is_good = self.digits() && !(has_zero && self.at > start + sign + 1);
        let has_fraction = self.peek() == Some(b'.');
        self.at += usize::from(has_fraction);
        let is_good = is_good && (!has_fraction || self.digits());
        let has_exponent = matches!(self.peek(), Some(b'e' | b'E'));
        self.at += usize::from(has_exponent);
        if has_exponent && matches!(self.peek(), Some(b'+' | b'-')) {
            self.at += 1;
        }
        let is_good = is_good && (!has_exponent || self.digits());
        match self.text.get(start..self.at).filter(|_| is_good && self.word().is_empty()) {
            Some(number) => Ok(number),
            None => Err(self.syntax(start, "this is no number of JSON")),
        }
    }

    /// Passes over digits, and says whether there were any.
    fn digits(&mut self) -> bool {
        let start = self.at;
        while self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
        self.at > start
    }

    /// Reads a text, from quote to quote.
    fn string(&mut self) -> Result<Cow<'t, str>, Stop> {
        let start = self.at;
        let mut is_plain = true;
        self.at += 1;
        loop {
            match self.peek() {
                Some(b'"') => break,
                Some(b'\\') => {
                    is_plain = false;
                    self.at += 2;
                }
                Some(0..0x20) => {
                    let message = "a control character in a text is written as `\\n`, `\\t` or `\\u….`";
                    return Err(self.syntax(self.at, message));
                }
                Some(_) => self.at += 1,
                None => return Err(self.syntax(self.text.len(), "the text that began last has no end")),
            }
        }
        self.at += 1;
        if is_plain {
            return Ok(self.text.get(start + 1..self.at - 1).unwrap_or_default().into());
        }
        let token = self.text.get(start..self.at).unwrap_or_default();
        match serde_json::from_str::<String>(token) {
            Ok(text) => Ok(text.into()),
            Err(error) => Err(self.syntax(start, &without_position(&error))),
        }
    }

    fn unexpected(&self, next: Next) -> Stop {
        let wanted = match (next, self.open.last()) {
            (Next::Key, _) if self.peek() == Some(b'}') => "the comma in front of this has nothing behind it",
            (Next::Value, Some(b'[')) if self.peek() == Some(b']') => {
                "the comma in front of this has nothing behind it"
            }
            (Next::Value | Next::FirstItem, _) => "a value is missing here",
            (Next::Key | Next::FirstKey, _) => "a key between `\"` is missing here",
            (Next::Comma, Some(b'[')) => "a `,` or `]` is missing here",
            (Next::Comma, _) => "a `,` or `}` is missing here",
            (Next::End, _) => "there is more text behind the document",
        };
        self.syntax(self.at, wanted)
    }

    fn syntax(&self, at: usize, message: &str) -> Stop {
        Stop::syntax(at..at + 1, format!("this is not JSON: {message}"))
    }
}

/// What the reader of texts says, without a line and a column that count within the text alone.
fn without_position(error: &serde_json::Error) -> String {
    let message = error.to_string();
    message.split(" at line ").next().unwrap_or_default().to_owned()
}
