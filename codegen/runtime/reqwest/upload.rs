//! A body that is read while it is sent.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use http::header::CONTENT_LENGTH;
use http::{Request, Response};
use http_body::{Frame, SizeHint};
use tokio::runtime::Handle;

#[cfg(feature = "blocking")]
use super::super::upload::BlockingUploadTransport;
use super::super::upload::{UploadBody, UploadTransport};
#[cfg(feature = "blocking")]
use super::ReqwestBlockingTransport;
use super::worker::Worker;
use super::{Body, Carrier, ReqwestTransport, TransportError, TransportErrorKind, within};

/// What reqwest sends. The crate that has this type is none of those that an output depends on.
type Bytes = <::reqwest::Body as http_body::Body>::Data;

/// The upload as hyper asks for it.
struct Outgoing(UploadBody);

impl http_body::Body for Outgoing {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        let next = ready!(self.0.poll_next(context));
        Poll::Ready(next.map(|next| next.map(|body| Frame::data(Bytes::from(body.into_bytes())))))
    }

    fn size_hint(&self) -> SizeHint {
        self.0.length().map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}

impl Carrier {
    fn upload(
        &self,
        request: Request<UploadBody>,
        runtime: &Handle,
    ) -> Result<impl Future<Output = Result<Response<Body>, TransportError>> + Send + 'static, TransportError> {
        let (parts, upload) = request.into_parts();
        let mut made = self.requests.make(Request::from_parts(parts, Body::default()))?;
        made.headers_mut().remove(CONTENT_LENGTH);
        *made.body_mut() = Some(::reqwest::Body::wrap(Outgoing(upload)));
        self.finish(made, runtime)
    }

    fn upload_at(
        &self,
        worker: &Worker,
        request: Request<UploadBody>,
    ) -> Result<impl Future<Output = Result<Response<Body>, TransportError>> + Send + 'static, TransportError> {
        let _inside = worker.runtime().enter();
        self.upload(request, worker.runtime())
    }
}

/// All limits of a call hold, so a long upload needs [`with_timeout`](ReqwestTransport::with_timeout).
impl UploadTransport for ReqwestTransport {
    async fn upload(&self, request: Request<UploadBody>) -> Result<Response<Body>, TransportError> {
        let runtime = Handle::try_current().map_err(|error| TransportError::new(TransportErrorKind::Connect, error))?;
        if self.carrier.needs_thread(&request) {
            let worker = self.thread.worker()?;
            return within(self.carrier.timeout, worker.run(self.carrier.upload_at(&worker, request)?)?).await;
        }
        within(self.carrier.timeout, self.carrier.upload(request, &runtime)?).await
    }
}

/// With the limits of [`ReqwestTransport`].
#[cfg(feature = "blocking")]
impl BlockingUploadTransport for ReqwestBlockingTransport {
    fn upload(&self, request: Request<UploadBody>) -> Result<Response<Body>, TransportError> {
        let carrier = &self.transport.carrier;
        self.worker.wait(carrier.upload_at(&self.worker, request)?, carrier.timeout)
    }
}
