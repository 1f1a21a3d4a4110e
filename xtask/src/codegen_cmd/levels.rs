//! `--deny` and `--allow`: what a warning of a code weighs. Errors weigh what they weigh.

use codegen::diagnostic::{Code, Diagnostic, Severity};

use crate::args::Codegen;

/// The findings as the caller weighs them: a warning that is allowed is gone, one that is denied is an error.
pub(super) fn weighed(args: &Codegen, found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let is_kept = |one: &Diagnostic| one.severity == Severity::Error || !args.allow.contains(&one.code);
    let weigh = |one: Diagnostic| match args.deny.contains(&one.code) {
        true => Diagnostic { severity: Severity::Error, ..one },
        false => one,
    };
    found.into_iter().filter(is_kept).map(weigh).collect()
}

/// What is said when a code is allowed and its errors are shown nevertheless.
pub(super) fn still_there(args: &Codegen, found: &[Diagnostic]) -> Option<String> {
    let is_error = |code: &&Code| found.iter().any(|one| one.severity == Severity::Error && one.code == **code);
    let codes: Vec<&str> = args.allow.iter().filter(is_error).map(|code| code.as_str()).collect();
    (!codes.is_empty()).then(|| format!("help: `--allow` is for warnings; the errors of {} stay\n", codes.join(", ")))
}

#[cfg(test)]
mod tests {
    use codegen::diagnostic::Place;
    use codegen::pointer::Pointer;

    use super::*;

    #[test]
    fn warnings_are_allowed_or_denied_and_errors_stay() {
        let at = || Place::key(Pointer::root());
        let found = vec![
            Diagnostic::warning(Code::WouldBeLost, at(), "a"),
            Diagnostic::error(Code::WouldBeLost, at(), "b"),
            Diagnostic::warning(Code::UnknownKey, at(), "c"),
            Diagnostic::warning(Code::NameClash, at(), "d"),
        ];
        let args = Codegen { allow: vec![Code::WouldBeLost], deny: vec![Code::UnknownKey], ..Codegen::default() };
        let left = weighed(&args, found);
        let shown: Vec<_> = left.iter().map(|one| (one.severity, one.message.as_str())).collect();
        assert_eq!(shown, [(Severity::Error, "b"), (Severity::Error, "c"), (Severity::Warning, "d")]);
        let said = still_there(&args, &left).unwrap();
        assert_eq!(said, "help: `--allow` is for warnings; the errors of OA0604 stay\n");
        assert_eq!(still_there(&Codegen::default(), &left), None);
    }
}
