//! The same for programs without an async runtime.

use http::{Request, Response};

use super::super::client::understood;
use super::super::stream::blocking::wait;
use super::super::trace::Call;
use super::super::{BlockingClient, BlockingTransport, Body, Error, TransportError, Validate};
use super::{UploadBody, UploadOperation, sending};

/// A [`BlockingTransport`] that sends a body while it is read.
///
/// An implementation that does not need to be better than its `call` says no more than
/// `impl BlockingUploadTransport for Mine {}`.
pub trait BlockingUploadTransport: BlockingTransport {
    /// Sends one request, once, and waits for the answer. Without an implementation of its own, this reads all of the body first.
    ///
    /// # Errors
    ///
    /// [`TransportError`] when no answer came, or not all of it, and when the body could not be read.
    fn upload(&self, request: Request<UploadBody>) -> Result<Response<Body>, TransportError> {
        let (parts, upload) = request.into_parts();
        self.call(Request::from_parts(parts, wait(upload.collect())?))
    }
}

impl<T: BlockingUploadTransport> BlockingUploadTransport for &T {
    fn upload(&self, request: Request<UploadBody>) -> Result<Response<Body>, TransportError> {
        T::upload(self, request)
    }
}

impl<T: BlockingUploadTransport, C> BlockingClient<T, C> {
    /// Judges the operation, sends it once with these bytes in the place of its body, or of the one file of its form that is
    /// empty, waits, and gives the answer. The body, if it is no form, has to be empty. Nothing is ever repeated: the bytes are gone.
    ///
    /// # Errors
    ///
    /// Those of [`send`](Self::send).
    pub fn upload<O>(
        &self,
        operation: &O,
        auth: &O::Auth,
        upload: UploadBody,
    ) -> Result<Response<O::Output>, Error<O::Fault>>
    where
        O: UploadOperation + Validate<C>,
    {
        let (request, upload) = sending(self.base(), operation, auth, self.validate(operation), upload)?;
        let call = Call::begin(O::ID, &request);
        let outcome = call.inside(|| self.transport.upload(request.map(|_| upload)));
        call.answered(&outcome);
        understood::<O>(outcome)
    }
}
