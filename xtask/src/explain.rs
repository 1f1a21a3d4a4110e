//! `cargo xtask explain`: the page of a code, or the list of codes.

use codegen::diagnostic::Code;
use codegen::hooks::Kind;

use crate::args::meant;
use crate::{Error, Exit, Result, out};

/// Prints the page of `code`, or every code with its title.
pub(crate) fn run(code: Option<&str>) -> Result<Exit> {
    let text = match code {
        Some(code) => page(code)?.to_owned(),
        None => list(),
    };
    out::print(&text);
    Ok(Exit::Fine)
}

fn page(code: &str) -> Result<&'static str> {
    let found = Code::parse(code).map(Code::page).or_else(|| Kind::parse(code).map(Kind::page));
    found.ok_or_else(|| {
        let close = meant(code, codes().into_iter().map(|(code, _)| code));
        Error::new(format!("there is no code `{code}`;{close} there are\n\n{}", list()))
    })
}

fn list() -> String {
    codes().into_iter().map(|(code, title)| format!("{code}  {title}\n")).collect()
}

fn codes() -> Vec<(&'static str, &'static str)> {
    let mut codes: Vec<_> = Code::ALL.iter().map(|code| (code.as_str(), code.title())).collect();
    codes.extend(Kind::ALL.iter().map(|kind| (kind.code(), kind.title())));
    codes.sort_unstable();
    codes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_of_both_kinds_are_found() {
        assert_eq!(page("oa0101"), Ok(Code::Syntax.page()));
        assert_eq!(page("OA0511"), Ok(Kind::Missing.page()));
    }

    #[test]
    fn an_unknown_code_lists_all() {
        let error = page("OA0510").unwrap_err().0;
        assert!(error.starts_with("there is no code `OA0510`; did you mean `OA0"), "{error}");
        let count = Code::ALL.len() + Kind::ALL.len();
        assert_eq!(list().lines().count(), count);
        assert!(error.ends_with(&list()));
    }
}
