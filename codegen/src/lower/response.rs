//! A response on its way to an answer: as an operation lists it, and as what is read of it. How one becomes the other is in
//! `answer`.

use openapiv3::Response;

use crate::diagnostic::Place;
use crate::document::Resolved;
use crate::model::{Answer, Docs, Status};
use crate::pointer::Pointer;

/// An answer that the status and the media type choose.
pub(super) struct AnswerDraft {
    pub(super) status: Status,
    /// What the variant is named after.
    pub(super) label: String,
    pub(super) place: Place,
    pub(super) docs: Docs,
    pub(super) answer: Answer,
}

/// A response with the statuses that it stands for.
pub(super) struct Listed<'a> {
    pub(super) status: Status,
    /// Where the operation lists it.
    pub(super) at: Pointer,
    pub(super) response: Resolved<'a, Response>,
}
