//! Uploads to a script, which notes them as other bodies.

#[cfg(any(test, feature = "blocking"))]
use super::super::upload::BlockingUploadTransport;
use super::super::upload::UploadTransport;
use super::Script;

impl UploadTransport for Script {}

#[cfg(any(test, feature = "blocking"))]
impl BlockingUploadTransport for Script {}
