//! What the rules ask of a Rust file: the paths it names, how long its functions are, and which lines only tests see.
//! Knows no rule. It reads tokens and no syntax tree, because in such a tree the inside of a macro is not read.

use std::ops::RangeInclusive;

use proc_macro2::{Delimiter, Group, Ident, Punct, Spacing, TokenStream, TokenTree};

/// Macros whose length is limited.
const QUOTES: &[&str] = &["quote", "quote_spanned", "parse_quote"];

/// A range of lines; they count from 1.
type Lines = RangeInclusive<usize>;

/// What a file says outside of its tests. Comments and strings are no part of it.
#[derive(Debug, Default)]
pub(crate) struct Code {
    pub paths: Vec<Path>,
    /// Functions that have a body.
    pub functions: Vec<Lines>,
    pub quotes: Vec<Lines>,
    /// Lines of conditions that join a `let` with others, which Rust has from 1.88 on.
    pub let_chains: Vec<usize>,
    /// Names of the modules that the file declares.
    pub modules: Vec<String>,
    /// Names of the modules that only tests see and that have files of their own.
    pub test_modules: Vec<String>,
    /// The line where the text stops being Rust.
    pub broken_at: Option<usize>,
    /// Items under `#[cfg(test)]`.
    tests: Vec<Lines>,
}

/// A path such as `crate::model::Api`. `use a::{b, c}` has two: `a::b` and `a::c`.
#[derive(Debug)]
pub(crate) struct Path {
    pub segments: Vec<Ident>,
    pub is_import: bool,
    /// Whether it names a macro that is called.
    pub is_macro: bool,
    /// How many modules of this file it is in.
    pub depth: usize,
}

/// Where a token is.
#[derive(Debug, Clone, Copy)]
struct Place {
    depth: usize,
    is_test: bool,
}

impl Code {
    /// Reads a file. In one that is for tests, every line is a test.
    pub(crate) fn new(text: &str, is_for_tests: bool) -> Self {
        let mut code = Self::default();
        match text.parse::<TokenStream>() {
            Ok(tokens) => code.read(tokens, Place { depth: 0, is_test: false }),
            Err(error) => code.broken_at = Some(error.span().start().line),
        }
        if is_for_tests {
            code.set_test();
        }
        code
    }

    /// Counts every line as a test.
    pub(crate) fn set_test(&mut self) {
        let tests = std::iter::once(1..=usize::MAX).collect();
        *self = Self { broken_at: self.broken_at, tests, ..Self::default() };
    }

    /// Whether only tests see the line.
    pub(crate) fn is_test_line(&self, line: usize) -> bool {
        self.tests.iter().any(|lines| lines.contains(&line))
    }

    /// Reads the tokens of a file, or those between two brackets.
    fn read(&mut self, tokens: TokenStream, outer: Place) {
        let tokens: Vec<_> = tokens.into_iter().collect();
        let (mut place, mut start) = (outer, 1);
        let mut rest = tokens.as_slice();
        while let [first, after @ ..] = rest {
            let mut is_end = false;
            rest = match first {
                TokenTree::Ident(word) if word == "use" => self.path(Vec::new(), skip_colons(after), true, place),
                TokenTree::Ident(word) => {
                    self.declaration(word, after, &mut place);
                    self.path(Vec::new(), rest, false, place)
                }
                TokenTree::Group(group) => {
                    self.read(group.stream(), place);
                    is_end = group.delimiter() == Delimiter::Brace;
                    after
                }
                TokenTree::Punct(punct) => {
                    if let ('#', [TokenTree::Group(attribute), ..]) = (punct.as_char(), after)
                        && asks_for_test(attribute)
                    {
                        (start, place.is_test) = (line(first), true);
                    }
                    is_end = punct.as_char() == ';';
                    skip_member(punct, after)
                }
                TokenTree::Literal(_) => after,
            };
            if is_end {
                if place.is_test && !outer.is_test {
                    self.tests.push(start..=last_line(first));
                }
                place = outer;
            }
        }
    }

    /// Records what a keyword declares.
    fn declaration(&mut self, keyword: &Ident, after: &[TokenTree], place: &mut Place) {
        if (keyword == "if" || keyword == "while") && is_let_chain(after) {
            self.let_chains.push(keyword.span().start().line);
        }
        let [TokenTree::Ident(name), behind @ ..] = after else { return };
        if keyword == "fn" && !place.is_test {
            let end = behind.iter().find(|token| is_braces(token) || is_punct(token, ';'));
            let body = end.filter(|token| is_braces(token));
            self.functions.extend(body.map(|body| keyword.span().start().line..=last_line(body)));
        }
        if keyword == "mod" {
            self.modules.push(name.to_string());
            match behind.first() {
                Some(body) if is_braces(body) => place.depth += 1,
                _ if place.is_test => self.test_modules.push(name.to_string()),
                _ => {}
            }
        }
    }

    /// Records the path, or the paths of an import, at the start of `rest`. Returns the tokens after it.
    fn path<'a>(
        &mut self,
        mut segments: Vec<Ident>,
        rest: &'a [TokenTree],
        is_import: bool,
        place: Place,
    ) -> &'a [TokenTree] {
        let rest = take_segments(&mut segments, rest);
        if let [group @ TokenTree::Group(inside), behind @ ..] = rest
            && is_import
            && is_braces(group)
        {
            let tokens: Vec<_> = inside.stream().into_iter().collect();
            for import in tokens.split(|token| is_punct(token, ',')).filter(|import| !import.is_empty()) {
                self.path(segments.clone(), import, true, place);
            }
            return behind;
        }
        let is_macro =
            matches!(rest, [TokenTree::Punct(mark), ..] if mark.as_char() == '!' && mark.spacing() == Spacing::Alone);
        if place.is_test {
            return rest;
        }
        if let (true, Some(name), [_, body @ TokenTree::Group(_), ..]) = (is_macro, segments.last(), rest)
            && QUOTES.iter().any(|quote| name == quote)
        {
            self.quotes.push(name.span().start().line..=last_line(body));
        }
        if is_import || is_macro || segments.len() > 1 || segments.iter().any(|segment| segment == "super") {
            self.paths.push(Path { segments, is_import, is_macro, depth: place.depth });
        }
        rest
    }
}

/// Moves the names at the start of `rest`, joined by `::`, to `segments`. Returns the tokens after them.
fn take_segments<'a>(segments: &mut Vec<Ident>, mut rest: &'a [TokenTree]) -> &'a [TokenTree] {
    while let [TokenTree::Ident(segment), after @ ..] = rest {
        segments.push(segment.clone());
        rest = skip_colons(after);
        if rest.len() == after.len() {
            break;
        }
    }
    rest
}

fn skip_colons(rest: &[TokenTree]) -> &[TokenTree] {
    match rest {
        [first, second, behind @ ..] if is_punct(first, ':') && is_punct(second, ':') => behind,
        _ => rest,
    }
}

/// Skips names that no path starts with: `b` of `a.b` and of `A<u8>::b`, but not that of `a..b`.
fn skip_member<'a>(punct: &Punct, after: &'a [TokenTree]) -> &'a [TokenTree] {
    match (punct.as_char(), punct.spacing(), after) {
        ('.', Spacing::Joint, [_, behind @ ..]) | ('.', Spacing::Alone, [TokenTree::Ident(_), behind @ ..]) => behind,
        ('>', Spacing::Joint, _) => match skip_colons(after) {
            names if names.len() < after.len() => take_segments(&mut Vec::new(), names),
            _ => after,
        },
        _ => after,
    }
}

/// Whether the condition in front of a body has a `let` and an `&&`.
fn is_let_chain(condition: &[TokenTree]) -> bool {
    let end = condition.iter().position(is_braces).unwrap_or_default();
    let condition = condition.get(..end).unwrap_or_default();
    let is_let = |token: &TokenTree| matches!(token, TokenTree::Ident(word) if word == "let");
    // `&&` between two parts, and not in front of one, where it borrows.
    let joins = |tokens: &[TokenTree]| match tokens {
        [before, first, second] => {
            let is_part = !is_let(before) && !matches!(before, TokenTree::Punct(_));
            is_part && is_punct(first, '&') && is_punct(second, '&')
        }
        _ => false,
    };
    condition.iter().any(is_let) && condition.windows(3).any(joins)
}

/// Whether an attribute is `[cfg(test)]` or the like, and not `[cfg(not(test))]`.
fn asks_for_test(attribute: &Group) -> bool {
    let tokens: Vec<_> = attribute.stream().into_iter().collect();
    matches!(tokens.as_slice(), [TokenTree::Ident(cfg), TokenTree::Group(asked)] if cfg == "cfg" && names_test(asked))
}

fn names_test(asked: &Group) -> bool {
    let tokens: Vec<_> = asked.stream().into_iter().collect();
    let mut is_negated = false;
    tokens.iter().any(|token| match token {
        TokenTree::Ident(word) => {
            is_negated = word == "not";
            word == "test"
        }
        TokenTree::Group(inside) => !is_negated && names_test(inside),
        _ => false,
    })
}

fn is_punct(token: &TokenTree, wanted: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == wanted)
}

fn is_braces(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace)
}

fn line(token: &TokenTree) -> usize {
    token.span().start().line
}

fn last_line(token: &TokenTree) -> usize {
    token.span().end().line
}

#[cfg(test)]
#[path = "rust_tests.rs"]
mod tests;
