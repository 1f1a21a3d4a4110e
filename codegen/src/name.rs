//! Rust names for what a document calls things: splitting into words, casing, reserved words, clashes. What the things
//! are is of no concern here; `lower` says what it needs a name for.

mod other;
mod reserved;
mod table;
#[cfg(test)]
mod tests;
mod words;

pub(crate) use table::{Candidate, Table};

/// Names of one kind that must differ from each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Namespace {
    /// Modules, which are files too: of tags and of types.
    Modules,
    Types,
    /// Fields of one struct, or arguments of one function.
    Fields,
    /// Variants of one open enum.
    Values,
    /// Variants of one fault enum.
    Faults,
    /// Variants of one choice.
    Arms,
    /// Constructors of one struct.
    Constructors,
    /// Methods of the trait `Checks`.
    Hooks,
    Constants,
}

/// How the words of a name are put together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Case {
    /// `UpperCamelCase`
    Camel,
    /// `snake_case`
    Snake,
    /// `SCREAMING_SNAKE_CASE`
    Constant,
}

impl Namespace {
    fn case(self) -> Case {
        match self {
            Self::Types | Self::Values | Self::Faults | Self::Arms => Case::Camel,
            Self::Modules | Self::Fields | Self::Constructors | Self::Hooks => Case::Snake,
            Self::Constants => Case::Constant,
        }
    }

    /// What one name of the kind is called in a message.
    fn noun(self) -> &'static str {
        match self {
            Self::Modules => "module",
            Self::Types => "type",
            Self::Fields => "field",
            Self::Values | Self::Faults | Self::Arms => "variant",
            Self::Constructors => "constructor",
            Self::Hooks => "hook",
            Self::Constants => "constant",
        }
    }

    /// How an author settles a clash.
    fn remedy(self) -> &'static str {
        match self {
            Self::Values => "give one of them a `name` under `x-codegen-values`",
            Self::Constructors => "give the tag's value another `name` under `x-codegen-values`",
            Self::Arms => "give one of them a `title`",
            Self::Hooks | Self::Constants => "give one of the rules another `id`",
            Self::Modules | Self::Types | Self::Fields | Self::Faults => "give one of them an `x-codegen-name`",
        }
    }
}

/// The name that is made of a text, whatever else has that name: never empty, never a reserved word.
pub(crate) fn derive(namespace: Namespace, text: &str) -> String {
    let words = match namespace {
        // The contract of a hook and its constant: the id, letter by letter, so that a search for it finds both.
        Namespace::Hooks | Namespace::Constants => words::letter_by_letter(text),
        _ => words::split(text),
    };
    of_words(namespace, &words)
}

fn of_words(namespace: Namespace, words: &[String]) -> String {
    reserved::avoid(namespace, &join(namespace.case(), words))
}

fn join(case: Case, words: &[String]) -> String {
    let mut name = String::new();
    for word in words {
        let digits_meet = ends_in_digit(&name) && word.starts_with(|c: char| c.is_ascii_digit());
        match case {
            // `1.2` and `12` stay apart.
            Case::Camel if digits_meet => name.push('_'),
            Case::Snake | Case::Constant if !name.is_empty() => name.push('_'),
            Case::Camel | Case::Snake | Case::Constant => {}
        }
        match case {
            Case::Camel => {
                let mut letters = word.chars();
                name.extend(letters.next().map(|first| first.to_ascii_uppercase()));
                name.push_str(letters.as_str());
            }
            Case::Snake => name.push_str(word),
            Case::Constant => name.push_str(&word.to_ascii_uppercase()),
        }
    }
    if name.starts_with(|c: char| c.is_ascii_digit()) {
        name.insert(0, if case == Case::Snake { 'n' } else { 'N' });
    }
    name
}

fn ends_in_digit(text: &str) -> bool {
    text.ends_with(|c: char| c.is_ascii_digit())
}
