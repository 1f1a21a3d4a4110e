//! `cargo xtask explain`: the page of a code, the list of codes, or what becomes of each keyword of OpenAPI.

use codegen::diagnostic::Code;

use crate::args::{Explain, meant};
use crate::{Error, Exit, Result, out};

/// Prints what is asked for.
pub(crate) fn run(wanted: &Explain) -> Result<Exit> {
    let text = match wanted {
        Explain::Code(code) => page(code)?.to_owned(),
        Explain::Codes => list(),
        Explain::Keywords => codegen::keywords(),
    };
    out::print(&text);
    Ok(Exit::Fine)
}

fn page(code: &str) -> Result<&'static str> {
    Code::parse(code).map(Code::page).ok_or_else(|| {
        let close = meant(code, Code::ALL.iter().map(|code| code.as_str()));
        Error::new(format!("there is no code `{code}`;{close} there are\n\n{}", list()))
    })
}

fn list() -> String {
    Code::ALL.iter().map(|code| format!("{}  {}\n", code.as_str(), code.title())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_found_in_any_case_and_begin_with_their_code() {
        for code in Code::ALL {
            assert!(code.page().starts_with(&format!("# {}: ", code.as_str())), "{code:?}");
        }
        assert_eq!(page("oa0101"), Ok(Code::Syntax.page()));
        assert_eq!(page("OA0511"), Ok(Code::HookMissing.page()));
    }

    #[test]
    fn an_unknown_code_lists_all() {
        let error = page("OA0510").unwrap_err().0;
        assert!(error.starts_with("there is no code `OA0510`; did you mean `OA0"), "{error}");
        assert!(Code::ALL.is_sorted_by_key(|code| code.as_str()), "{}", list());
        assert!(error.ends_with(&list()));
    }
}
