//! The direction of a type, which decides how it is read and whether it is judged. Who finds it is `graph`.

/// In which direction values of a type travel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// Only in requests.
    Request,
    /// Only in answers: never judged.
    Response,
    Both,
}
