//! The enums of the answers of an operation, and the reader of their headers, with the names inside of them.

use super::Builder;
use crate::lower::answer::OutputDraft;
use crate::lower::header::HeaderDraft;
use crate::lower::response::AnswerDraft;
use crate::model::{AnswerArm, AnswerEnum, Header, Headers, Ident, Output};
use crate::name::{Candidate, Namespace};

impl Builder<'_, '_> {
    /// What an operation gives; `own` names the enum, if there is one.
    pub(super) fn output(&mut self, output: OutputDraft, own: Ident) -> Output {
        match output {
            OutputDraft::Same(answer) => Output::Same(answer),
            OutputDraft::Several(arms) => Output::Several(self.answer_enum(arms, own)),
        }
    }

    /// The answers but for what follows from their types.
    pub(super) fn answer_enum(&mut self, arms: Vec<AnswerDraft>, name: Ident) -> AnswerEnum {
        let candidates = arms.iter().map(|arm| Candidate::new(&arm.label, arm.place.clone()));
        let variants = self.found.names(Namespace::Faults, candidates);
        let arms = arms.into_iter().zip(variants).map(|(arm, variant)| {
            let AnswerDraft { status, docs, answer, .. } = arm;
            AnswerArm { variant, status, docs, answer, has_text: false }
        });
        AnswerEnum { name, arms: arms.collect(), is_eq: true, is_large: false }
    }

    /// The reader of the headers, if there are any.
    pub(super) fn headers(&mut self, headers: Vec<HeaderDraft>, name: Ident) -> Option<Headers> {
        let candidates = headers.iter().map(|header| {
            // `new` is taken.
            let text = if header.wire == "new" { "new header" } else { &header.wire };
            Candidate::new(text, header.place.clone())
        });
        let methods = self.found.names(Namespace::Fields, candidates);
        let headers = headers.into_iter().zip(methods).map(|(header, method)| {
            let HeaderDraft { wire, docs, form, plain, ty, .. } = header;
            Header { wire, method, docs, form, plain, ty }
        });
        let headers: Vec<Header> = headers.collect();
        (!headers.is_empty()).then_some(Headers { name, headers })
    }
}
