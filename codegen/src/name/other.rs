//! What is called otherwise because something plainer has its name. The other name is made of the thing's own text and
//! place and of nothing else, so that it stays when the document grows. Who has to take one is decided in `table`.

use super::{Candidate, Case, Namespace, derive, ends_in_digit, of_words, words};

/// Smaller for the text that gets the plain name: first the one that is spelled like it, then few symbols and capitals.
pub(super) fn plainness(text: &str, name: &str) -> (bool, usize, usize, String) {
    let symbols = text.chars().filter(|c| !c.is_ascii_alphanumeric()).count();
    let capitals = text.chars().filter(char::is_ascii_uppercase).count();
    (text != name.strip_prefix("r#").unwrap_or(name), symbols, capitals, text.to_owned())
}

/// Names for something whose first one is taken, the most readable first; `rival` is the text of what has it, unless the
/// text was made up or is the same.
pub(super) fn names(namespace: Namespace, candidate: &Candidate, rival: Option<&str>) -> Vec<String> {
    let spelled = words::spelled(&candidate.text);
    let with = |words: &[String], word: &str| of_words(namespace, &[words, &[word.to_owned()]].concat());
    let mut names: Vec<String> = Vec::new();
    names.extend(candidate.instead.as_ref().map(|text| derive(namespace, text)));
    match rival {
        Some(rival) => {
            names.push(of_words(namespace, &spelled));
            let is_case = words::spelled(rival) == spelled;
            names.push(with(&spelled, if is_case { words::case_of(&candidate.text) } else { namespace.noun() }));
        }
        None => names.push(derive(namespace, &placed(candidate))),
    }
    let mark = format!("x{:08x}", fingerprint(&format!("{} {}", candidate.text, candidate.place.pointer)));
    names.push(with(&words::split(&candidate.text), &mark));
    names
}

/// The text with its place: the path of an operation, the section of a component. Schemas among the components have the
/// way to them instead.
fn placed(candidate: &Candidate) -> String {
    let at = &candidate.place.pointer;
    let tokens: Vec<_> = at.tokens().collect();
    let parts: Vec<&str> = tokens.iter().map(|token| token.as_ref()).collect();
    match parts.as_slice() {
        ["paths", key, ..] => format!("{key} {}", candidate.text),
        ["components", "schemas", way @ ..] => way.join(" "),
        ["components", section, ..] => format!("{} {}", candidate.text, section.trim_end_matches('s')),
        way => way.join(" "),
    }
}

/// FNV-1a of 32 bits: the same on every machine.
fn fingerprint(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

/// The first number that is free, where even the others are taken.
pub(super) fn numbered(namespace: Namespace, name: &str, is_free: impl Fn(&String) -> bool) -> String {
    let stem = name.strip_prefix("r#").unwrap_or(name);
    let parted = namespace.case() != Case::Camel || ends_in_digit(stem);
    let stem = if parted { format!("{}_", stem.trim_end_matches('_')) } else { stem.to_owned() };
    (2_u64..).map(|number| format!("{stem}{number}")).find(is_free).unwrap_or(stem)
}
