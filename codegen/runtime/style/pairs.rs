//! What a value becomes by `style` and `explode`: pairs of a name and a text, encoded (OpenAPI, "Style Examples"). What joins
//! items stands as it is, and is encoded where it is an item's own.

use std::borrow::Cow;

use zeroize::Zeroizing;

use super::super::operation::encode_but;
use super::super::plain::{to_plain, to_string};
use super::super::{BuildError, Json};
use super::{Parameter, Place, Style};

/// A name, where one is written, and a text, both encoded.
pub(in super::super) struct Pair {
    name: Option<String>,
    text: Zeroizing<String>,
}

/// The pairs, as `name=text`. The text has its size from the start: one that grows leaves parts of a secret behind.
pub(in super::super) fn joined(pairs: &[Pair], separator: &str) -> Zeroizing<String> {
    let length = |pair: &Pair| pair.name.as_ref().map_or(0, |name| name.len() + 1) + pair.text.len() + separator.len();
    let mut all = Zeroizing::new(String::with_capacity(pairs.iter().map(length).sum()));
    for (index, Pair { name, text }) in pairs.iter().enumerate() {
        if index > 0 {
            all.push_str(separator);
        }
        if let Some(name) = name {
            all.push_str(name);
            // `;color`, and not `;color=` (RFC 6570, section 3.2.7).
            if !(text.is_empty() && separator == ";") {
                all.push('=');
            }
        }
        all.push_str(text);
    }
    all
}

/// Which characters stand as they are.
#[derive(Clone, Copy)]
enum Part {
    Name,
    /// A text that nothing is joined to.
    Whole,
    /// One of several that a comma joins.
    Item,
}

impl Parameter<'_> {
    /// What the value becomes, before its place joins it.
    pub(in super::super) fn pairs(&self, value: &Json) -> Result<Vec<Pair>, BuildError> {
        let is_deep = self.style == Style::DeepObject;
        match value {
            value if self.style == Style::Json => Ok(self.own(&[self.json(value).as_str().into()], Part::Whole)),
            Json::Array(items) if items.is_empty() => Ok(self.nothing()),
            Json::Object(members) if members.is_empty() => Ok(self.nothing()),
            Json::Object(members) if self.explode || is_deep => {
                let pair = |(name, value): &(String, Json)| self.member_pair(name, &self.plain(value)?);
                members.iter().map(pair).collect()
            }
            _ if is_deep => Err(self.error("is no object, and the style `deepObject` has no form for anything else")),
            Json::Object(members) => {
                let mut items = Vec::with_capacity(2 * members.len());
                for (name, value) in members {
                    items.extend([Cow::from(name), self.plain(value)?]);
                }
                self.list(&items)
            }
            Json::Array(items) if self.explode => {
                let pairs = items.iter().map(|item| self.list(&[self.plain(item)?]));
                Ok(pairs.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
            }
            Json::Array(items) => self.list(&items.iter().map(|item| self.plain(item)).collect::<Result<Vec<_>, _>>()?),
            one => Ok(self.own(&[self.plain(one)?], Part::Whole)),
        }
    }

    fn plain<'j>(&self, value: &'j Json) -> Result<Cow<'j, str>, BuildError> {
        to_plain(self.name, value)
    }

    /// Those texts under the name of the parameter.
    fn own(&self, texts: &[Cow<'_, str>], part: Part) -> Vec<Pair> {
        let is_bare = match self.place {
            Place::Header => true,
            Place::Path => self.style != Style::Matrix,
            Place::Query | Place::Cookie | Place::Form => false,
        };
        let name = (!is_bare).then(|| self.encoded(&[self.name.into()], Part::Name).to_string());
        vec![Pair { name, text: self.encoded(texts, part) }]
    }

    fn nothing(&self) -> Vec<Pair> {
        if self.empty && self.place == Place::Query { self.own(&[], Part::Whole) } else { Vec::new() }
    }

    fn list(&self, items: &[Cow<'_, str>]) -> Result<Vec<Pair>, BuildError> {
        items.iter().try_for_each(|item| self.check_item(item))?;
        Ok(self.own(items, if self.explode { Part::Whole } else { Part::Item }))
    }

    /// A member of an object, exploded.
    fn member_pair(&self, name: &str, value: &str) -> Result<Pair, BuildError> {
        let whole = if self.style == Style::DeepObject { format!("{}[{name}]", self.name) } else { name.to_owned() };
        self.check_item(name)?;
        self.check_item(value)?;
        if self.place == Place::Header && name.contains('=') {
            return Err(self.error("has a member with `=` in its name, which in a header ends the name"));
        }
        if self.style == Style::DeepObject && name.contains(['[', ']']) {
            return Err(
                self.error("has a member with a bracket in its name, which cannot be told from those around it")
            );
        }
        let name = self.encoded(&[whole.into()], Part::Name).to_string();
        Ok(Pair { name: Some(name), text: self.encoded(&[value.into()], Part::Whole) })
    }

    /// Refuses an item that holds what joins the items, where its encoded form is the same.
    fn check_item(&self, item: &str) -> Result<(), BuildError> {
        let joint = match (self.place, self.style) {
            (Place::Header, _) => ',',
            (_, Style::Label) if self.explode => '.',
            (_, Style::SpaceDelimited) if !self.explode => ' ',
            (_, Style::PipeDelimited) if !self.explode => '|',
            _ => return Ok(()),
        };
        if !item.contains(joint) {
            return Ok(());
        }
        Err(self.error(&format!("has an item that holds `{joint}`, which joins the items and cannot be told from it")))
    }

    fn json(&self, value: &Json) -> Zeroizing<String> {
        let text = to_string(value);
        if self.place != Place::Header {
            return text;
        }
        // A header is ASCII, and JSON can say everything in it: an escape of six letters for what are one to two bytes.
        let mut ascii = Zeroizing::new(String::with_capacity(6 * text.len()));
        for unit in text.encode_utf16() {
            match u8::try_from(unit) {
                Ok(byte @ ..=b'~') => ascii.push(char::from(byte)),
                _ => ascii.push_str(&format!("\\u{unit:04x}")),
            }
        }
        ascii
    }

    /// The texts, each encoded, with what joins them between them.
    fn encoded(&self, texts: &[Cow<'_, str>], part: Part) -> Zeroizing<String> {
        let is_form = self.place == Place::Form;
        let joint = match self.style {
            Style::SpaceDelimited if is_form => "+",
            Style::SpaceDelimited => "%20",
            Style::PipeDelimited => "%7C",
            _ => ",",
        };
        let kept = self.kept(part);
        let mut all = Zeroizing::new(String::with_capacity(texts.iter().map(|text| 3 * (text.len() + 1)).sum()));
        for (index, text) in texts.iter().enumerate() {
            if index > 0 {
                all.push_str(joint);
            }
            match kept {
                None => all.push_str(text),
                Some(kept) if is_form => {
                    for (index, word) in text.split(' ').enumerate() {
                        if index > 0 {
                            all.push('+');
                        }
                        encode_but(&mut all, word, kept);
                    }
                }
                Some(kept) => encode_but(&mut all, text, kept),
            }
        }
        all
    }

    /// Which bytes stand as they are, beside letters and digits; none for all of them.
    fn kept(&self, part: Part) -> Option<&'static [u8]> {
        Some(match (self.place, part) {
            (Place::Header, _) => return None,
            // What RFC 6265 lets a name and a value hold, but for `%`. Not all servers decode cookies.
            (Place::Cookie, Part::Name) => b"!#$&'*+-.^_`|~",
            (Place::Cookie, _) => b"!#$&'()*+-./:<=>?@[]^_`{|}~",
            (Place::Query | Place::Form, Part::Whole) if self.reserved => b"-._~:/?@!$'()*,;=",
            (Place::Query | Place::Form, Part::Item) if self.reserved => b"-._~:/?@!$'()*;=",
            // WHATWG URL, "application/x-www-form-urlencoded percent-encode set".
            (Place::Form, _) => b"*-._",
            // RFC 3986, unreserved.
            (Place::Query | Place::Path, _) => b"-._~",
        })
    }
}
