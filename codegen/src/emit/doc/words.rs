//! The words of a paragraph, from what the parser makes of it: each letter that rustdoc could take for markup is escaped,
//! and a code span is one word, because a break inside it would show.

use std::mem::take;

use super::inline::{code, hidden, near};

/// Who reads the words.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Shown {
    /// rustdoc.
    #[default]
    Comment,
    /// A person, in a message.
    Message,
}

/// The link that is being read.
#[derive(Debug, Default, PartialEq, Eq)]
enum Link {
    #[default]
    None,
    /// An address, which stands there already.
    Address,
    /// A text, and where it leads.
    To(String),
}

#[derive(Default)]
pub(super) struct Words {
    shown: Shown,
    done: Vec<String>,
    word: String,
    /// Text that is not yet cut into words: the parser gives it in pieces.
    text: String,
    /// The marks of emphasis that begins with the next letter: not in front of a blank, where they would mean themselves.
    opening: String,
    link: Link,
    in_cell: bool,
}

impl Words {
    pub(super) fn new(shown: Shown) -> Self {
        Self { shown, ..Self::default() }
    }

    pub(super) fn in_cell(&mut self, in_cell: bool) {
        self.in_cell = in_cell;
    }

    /// Adds text that means itself.
    pub(super) fn text(&mut self, text: &str) {
        if self.link == Link::Address {
            return;
        }
        self.text.extend(text.chars().filter(|letter| !hidden(*letter)));
    }

    pub(super) fn open(&mut self, mark: &str) {
        self.cut();
        self.opening.push_str(mark);
    }

    /// Ends emphasis; of nothing, there was none.
    pub(super) fn close(&mut self, mark: &str) {
        self.cut();
        if let Some(opening) = self.opening.strip_suffix(mark) {
            self.opening = opening.to_owned();
        } else if self.word.is_empty()
            && let Some(word) = self.done.last_mut()
        {
            word.push_str(mark);
        } else {
            self.word.push_str(mark);
        }
    }

    pub(super) fn code(&mut self, text: &str) {
        let span = if text.trim().is_empty() { "` `".to_owned() } else { code(text) };
        self.cut();
        if self.word.ends_with('`') && self.opening.is_empty() {
            // Two spans without a blank between them would be one.
            self.end_of_word();
        }
        self.push(&if self.in_cell { span.replace('|', "\\|") } else { span });
    }

    /// Begins a link, whose text may be its target. With a target that is no address on the web, or an unusual one,
    /// only its text stays.
    pub(super) fn link(&mut self, target: &str, is_its_text: bool) {
        let is_usual = |letter: char| !(letter.is_whitespace() || hidden(letter) || "<>`\\|".contains(letter));
        if self.shown == Shown::Message || !is_address(target) || !target.chars().all(is_usual) {
            return;
        }
        self.cut();
        if is_its_text {
            self.push(&format!("<{target}>"));
            self.link = Link::Address;
            return;
        }
        if self.word.ends_with('!') {
            // Or else it would be an image.
            self.word.insert(self.word.len() - 1, '\\');
        }
        self.push("[");
        self.link = Link::To(target.to_owned());
    }

    pub(super) fn end_of_link(&mut self) {
        if let Link::To(target) = &self.link {
            let target = if target.contains(['(', ')']) { format!("](<{target}>)") } else { format!("]({target})") };
            self.cut();
            self.word.push_str(&target);
        }
        self.link = Link::None;
    }

    /// All words; the next ones are others.
    pub(super) fn take(&mut self) -> Vec<String> {
        self.cut();
        self.end_of_word();
        take(&mut self.done)
    }

    /// Adds to the word, behind the marks that wait for it.
    fn push(&mut self, part: &str) {
        self.word.push_str(&take(&mut self.opening));
        self.word.push_str(part);
    }

    fn end_of_word(&mut self) {
        if !self.word.is_empty() {
            self.done.push(take(&mut self.word));
        }
    }

    fn cut(&mut self) {
        let text = take(&mut self.text);
        let mut rest = text.as_str();
        let mut before = if self.word.is_empty() && self.opening.is_empty() { ' ' } else { MARK };
        while let Some(letter) = rest.chars().next() {
            let address = if letter == 'h' { self.address(rest) } else { None };
            let length = address.map_or(letter.len_utf8(), str::len);
            if let Some(address) = address {
                self.push(&format!("<{address}>"));
            } else if letter.is_whitespace() {
                self.end_of_word();
            } else {
                let escape = if self.shown == Shown::Comment && self.is_markup(before, rest) { "\\" } else { "" };
                self.push(escape);
                self.word.push(letter);
            }
            before = address.map_or(letter, |_| MARK);
            rest = rest.get(length..).unwrap_or_default();
        }
    }

    /// A bare address, without the punctuation that ends the sentence. It is marked, unless it is the text of a link.
    fn address<'t>(&self, rest: &'t str) -> Option<&'t str> {
        if self.shown != Shown::Comment || self.link != Link::None || !is_address(rest) {
            return None;
        }
        let end = rest.find(|letter: char| letter.is_whitespace() || "<>`\"|\\[]".contains(letter));
        let target = rest.get(..end.unwrap_or(rest.len()))?;
        let target = target.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', '\'', '*', '_']);
        is_address(target).then_some(target)
    }

    /// Whether the letter at the beginning of `rest` would be read as markup.
    fn is_markup(&self, before: char, rest: &str) -> bool {
        let mut letters = rest.chars();
        let letter = letters.next().unwrap_or(MARK);
        let after = letters.next().unwrap_or(MARK);
        let between = |kind: fn(char) -> bool| kind(before) && kind(after);
        match letter {
            '`' | '[' | ']' | '<' | '>' => true,
            '|' => self.in_cell,
            '*' | '~' => !between(char::is_whitespace),
            '_' => !between(char::is_whitespace) && !between(char::is_alphanumeric),
            // At the end of a line it would break it; an address begins with a mark.
            '\\' => !after.is_alphanumeric() || rest.get(1..).is_some_and(is_address),
            '&' => is_entity(rest),
            _ => false,
        }
    }
}

/// Stands for markup that is next to a text.
const MARK: char = '*';

fn is_entity(rest: &str) -> bool {
    // The longest that HTML has is shorter.
    let name = near(rest, 40).get(1..).and_then(|rest| rest.split_once(';')).map(|(name, _)| name);
    name.is_some_and(|name| name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'#'))
}

fn is_address(text: &str) -> bool {
    ["http://", "https://"].iter().any(|scheme| text.len() > scheme.len() && text.starts_with(scheme))
}
