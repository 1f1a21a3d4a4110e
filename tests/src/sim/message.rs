//! Localizable messages: what an error or a task says, in the form of each family and version.
//! Which message is said when belongs to the operations.

use serde_json::{Value, json};

use super::family::{Family, Version};

/// A message with its arguments, once by position and once by name.
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    /// Identifier of the text.
    pub id: String,
    /// English text; `{name}` stands for the parameter of that name.
    pub text: String,
    /// Parameters in the order of `args`.
    pub params: Vec<(String, Param)>,
}

/// A parameter of a message.
#[derive(Clone, Debug, PartialEq)]
pub enum Param {
    /// Member `s`.
    Text(String),
    /// Member `i`.
    Integer(i64),
    /// Member `d`, with `precision`.
    Double(f64),
    /// Member `dt` with a `format`.
    Time(String),
    /// Member `l`: a message within the message.
    Nested(Box<Message>),
}

impl Message {
    /// A message without parameters.
    pub fn new(id: &str, text: &str) -> Self {
        Self { id: id.to_owned(), text: text.to_owned(), params: Vec::new() }
    }

    /// Adds a parameter.
    #[must_use]
    pub fn with(mut self, name: &str, param: Param) -> Self {
        self.params.push((name.to_owned(), param));
        self
    }

    /// The text with its parameters filled in.
    pub fn filled(&self) -> String {
        self.params
            .iter()
            .fold(self.text.clone(), |text, (name, param)| text.replace(&format!("{{{name}}}"), &param.argument()))
    }

    /// The message on the wire. The members of 7.0 are left out for 6.7.
    pub(crate) fn json(&self, family: Family, version: Version) -> Value {
        let args: Vec<String> = self.params.iter().map(|(_, param)| param.argument()).collect();
        let mut message = json!({ "id": self.id, "default_message": self.filled(), "args": args });
        if let (Version::V7_0_2, Some(members)) = (version, message.as_object_mut()) {
            members.insert("localized".to_owned(), Value::String(self.filled()));
            members.insert("params".to_owned(), self.params_json(family));
        }
        message
    }

    fn params_json(&self, family: Family) -> Value {
        family.map(self.params.iter().map(|(name, param)| (name.clone(), param.json(family))).collect())
    }
}

impl Param {
    fn argument(&self) -> String {
        match self {
            Self::Text(text) | Self::Time(text) => text.clone(),
            Self::Integer(number) => number.to_string(),
            Self::Double(number) => number.to_string(),
            Self::Nested(message) => message.filled(),
        }
    }

    fn json(&self, family: Family) -> Value {
        match self {
            Self::Text(text) => json!({ "s": text }),
            Self::Integer(number) => json!({ "i": number }),
            Self::Double(number) => json!({ "d": number, "precision": 2 }),
            Self::Time(text) => json!({ "dt": text, "format": "SHORT_DATETIME" }),
            Self::Nested(message) => {
                json!({ "l": { "id": message.id, "params": message.params_json(family) } })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::family::{Family, Version};
    use super::{Message, Param};
    use serde_json::json;

    fn message() -> Message {
        let inner = Message::new("inner", "{n} hosts").with("n", Param::Integer(2));
        Message::new("outer", "{name}: {cause}")
            .with("name", Param::Text("peer".to_owned()))
            .with("cause", Param::Nested(Box::new(inner)))
    }

    #[test]
    fn rest_writes_params_as_a_list_of_key_and_value() {
        let expected = json!({
            "id": "outer", "default_message": "peer: 2 hosts", "args": ["peer", "2 hosts"],
            "localized": "peer: 2 hosts",
            "params": [
                {"key": "name", "value": {"s": "peer"}},
                {"key": "cause", "value": {"l": {"id": "inner", "params": [{"key": "n", "value": {"i": 2}}]}}}
            ]
        });
        assert_eq!(message().json(Family::Rest, Version::V7_0_2), expected);
    }

    #[test]
    fn api_writes_params_as_an_object() {
        let got = message().json(Family::Api, Version::V7_0_2);
        let expected = json!({"name": {"s": "peer"}, "cause": {"l": {"id": "inner", "params": {"n": {"i": 2}}}}});
        assert_eq!(got["params"], expected);
    }

    #[test]
    fn six_seven_knows_only_id_text_and_args() {
        let got = message().json(Family::Rest, Version::V6_7);
        assert_eq!(got.as_object().unwrap().keys().collect::<Vec<_>>(), ["id", "default_message", "args"]);
    }
}
