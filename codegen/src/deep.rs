//! The stack of a thread that walks over a document.

/// As much as a main thread has; the walk over the deepest document that is read takes a small part of it.
pub(crate) const STACK: usize = 8 << 20;
