//! Ties an operation, the rules and a transport together: judge, build, send, understand.

use std::future::Future;

use http::{Request, Response};

use super::trace::Call;
use super::{BaseUrl, Body, Error, Operation, Report, TransportError, Validate};

/// Something that carries a request to a server and brings the answer back.
///
/// An implementation follows no redirect, keeps no cookie, repeats nothing, and bounds the answer in size and time.
/// Whoever drops the future gives up waiting; the server may have acted.
///
/// ```
/// use rt::http::{Request, Response};
/// use rt::{Body, Transport, TransportError, TransportErrorKind};
///
/// /// A transport for a test: nobody is there.
/// struct Nobody;
///
/// impl Transport for Nobody {
///     async fn call(&self, _: Request<Body>) -> Result<Response<Body>, TransportError> {
///         Err(TransportError::new(TransportErrorKind::Connect, "connection refused"))
///     }
/// }
/// ```
pub trait Transport {
    /// Sends one request, once.
    fn call(&self, request: Request<Body>) -> impl Future<Output = Result<Response<Body>, TransportError>> + Send;
}

impl<T: Transport + Sync> Transport for &T {
    fn call(&self, request: Request<Body>) -> impl Future<Output = Result<Response<Body>, TransportError>> + Send {
        T::call(self, request)
    }
}

/// Sends operations to one server. `C` is the set of hand-written rules that a request must pass.
///
/// The runtime of the caller drives the futures; nothing is spawned.
#[derive(Clone, Debug)]
pub struct Client<T, C> {
    base: BaseUrl,
    pub(super) transport: T,
    checks: C,
}

impl<T: Transport, C> Client<T, C> {
    /// A client for the server at `base`.
    ///
    /// ```
    /// # use rt::http::{Request, Response};
    /// # use rt::{Body, Transport, TransportError};
    /// # struct Scripted;
    /// # impl Transport for Scripted {
    /// #     async fn call(&self, _: Request<Body>) -> Result<Response<Body>, TransportError> {
    /// #         Ok(Response::default())
    /// #     }
    /// # }
    /// use rt::Client;
    ///
    /// let client = Client::new("vcenter.example.com".parse()?, Scripted, ());
    /// # Ok::<(), rt::InvalidBaseUrl>(())
    /// ```
    #[must_use]
    pub fn new(base: BaseUrl, transport: T, checks: C) -> Self {
        Self { base, transport, checks }
    }

    /// The server that requests go to.
    ///
    /// ```
    /// # use rt::http::{Request, Response};
    /// # use rt::{Body, Transport, TransportError};
    /// # struct Scripted;
    /// # impl Transport for Scripted {
    /// #     async fn call(&self, _: Request<Body>) -> Result<Response<Body>, TransportError> {
    /// #         Ok(Response::default())
    /// #     }
    /// # }
    /// use rt::Client;
    ///
    /// let client = Client::new("vcenter.example.com".parse()?, Scripted, ());
    /// assert_eq!(client.base().as_str(), "https://vcenter.example.com");
    /// # Ok::<(), rt::InvalidBaseUrl>(())
    /// ```
    #[must_use]
    pub fn base(&self) -> &BaseUrl {
        &self.base
    }

    /// Judges without sending. This is how to see warnings: they do not keep [`send`](Self::send) from sending, and
    /// it does not return them.
    ///
    /// ```
    /// # use rt::http::{Request, Response};
    /// # use rt::{Body, Path, Report, Rule, Severity, Transport, TransportError, Validate};
    /// # struct Scripted;
    /// # impl Transport for Scripted {
    /// #     async fn call(&self, _: Request<Body>) -> Result<Response<Body>, TransportError> {
    /// #         Ok(Response::default())
    /// #     }
    /// # }
    /// # const SOFT: Rule = Rule { id: "R-CONN-6", severity: Severity::Warning, doc: "", source: "" };
    /// # struct Login;
    /// # impl<C> Validate<C> for Login {
    /// #     fn validate_at(&self, _: &C, at: &Path<'_>, report: &mut Report) {
    /// #         report.add(&SOFT, &at.member("password"), "is empty");
    /// #     }
    /// # }
    /// use rt::Client;
    ///
    /// let client = Client::new("vcenter.example.com".parse()?, Scripted, ());
    /// assert_eq!(client.validate(&Login).to_string(), "warning[R-CONN-6] at /password: is empty");
    /// # Ok::<(), rt::InvalidBaseUrl>(())
    /// ```
    #[must_use]
    pub fn validate<O: Validate<C>>(&self, operation: &O) -> Report {
        operation.validate(&self.checks)
    }

    /// Judges the operation, sends it once, and gives the content of the answer. Nothing is ever repeated.
    ///
    /// # Errors
    ///
    /// [`Error::Invalid`] when a rule of severity error is broken; nothing is sent then. The other kinds of
    /// [`Error`] tell at which later stage it failed.
    ///
    /// ```
    /// # use rt::http::{Request, Response};
    /// # use rt::{
    /// #     BaseUrl, Body, BuildError, NoAuth, Operation, Path, RawFault, Report, ResponseError, Rule, Severity,
    /// #     Transport, TransportError, Validate,
    /// # };
    /// # struct Scripted;
    /// # impl Transport for Scripted {
    /// #     async fn call(&self, _: Request<Body>) -> Result<Response<Body>, TransportError> {
    /// #         Ok(Response::default())
    /// #     }
    /// # }
    /// # const LEAST: Rule = Rule { id: "R-COUNT", severity: Severity::Error, doc: "", source: "" };
    /// # struct Ping(u32);
    /// # impl Operation for Ping {
    /// #     const ID: &'static str = "ping";
    /// #     type Auth = NoAuth;
    /// #     type Output = ();
    /// #     type Fault = RawFault;
    /// #     fn to_request(&self, base: &BaseUrl, _: &NoAuth) -> Result<Request<Body>, BuildError> {
    /// #         Request::get(base.as_str()).body(Body::default()).map_err(|_| BuildError::new("no URI"))
    /// #     }
    /// #     fn parse_response(_: &Response<Body>) -> Result<(), ResponseError<RawFault>> {
    /// #         Ok(())
    /// #     }
    /// # }
    /// # impl<C> Validate<C> for Ping {
    /// #     fn validate_at(&self, _: &C, at: &Path<'_>, report: &mut Report) {
    /// #         if self.0 == 0 {
    /// #             report.add(&LEAST, &at.member("count"), "must be at least 1");
    /// #         }
    /// #     }
    /// # }
    /// # fn block_on<F: Future>(future: F) -> F::Output {
    /// #     let mut future = std::pin::pin!(future);
    /// #     loop {
    /// #         let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    /// #         if let std::task::Poll::Ready(output) = future.as_mut().poll(&mut context) {
    /// #             return output;
    /// #         }
    /// #     }
    /// # }
    /// use rt::{Client, Error};
    ///
    /// let client = Client::new("vcenter.example.com".parse()?, Scripted, ());
    /// block_on(async {
    ///     client.send(&Ping(1), &NoAuth).await?;
    ///     let refused = client.send(&Ping(0), &NoAuth).await;
    ///     assert!(matches!(refused, Err(Error::Invalid(report)) if report.has_errors()));
    ///     Ok::<(), Error<RawFault>>(())
    /// })?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub async fn send<O>(&self, operation: &O, auth: &O::Auth) -> Result<O::Output, Error<O::Fault>>
    where
        O: Operation + Validate<C>,
    {
        self.call(operation, auth).await.map(Response::into_body)
    }

    /// Like [`send`](Self::send), but gives the whole answer: its status and its headers, such as the identifier of the
    /// request or a `Link`, beside the content. The values of the headers are marked as sensitive, because a server may
    /// hand out a token there: `Debug` does not show them.
    ///
    /// # Errors
    ///
    /// Those of [`send`](Self::send).
    ///
    /// ```
    /// # use rt::http::{Request, Response};
    /// # use rt::{
    /// #     BaseUrl, Body, BuildError, NoAuth, Operation, Path, RawFault, Report, ResponseError, Rule, Severity,
    /// #     Transport, TransportError, Validate,
    /// # };
    /// # struct Scripted;
    /// # impl Transport for Scripted {
    /// #     async fn call(&self, _: Request<Body>) -> Result<Response<Body>, TransportError> {
    /// #         Ok(Response::default())
    /// #     }
    /// # }
    /// # const LEAST: Rule = Rule { id: "R-COUNT", severity: Severity::Error, doc: "", source: "" };
    /// # struct Ping(u32);
    /// # impl Operation for Ping {
    /// #     const ID: &'static str = "ping";
    /// #     type Auth = NoAuth;
    /// #     type Output = ();
    /// #     type Fault = RawFault;
    /// #     fn to_request(&self, base: &BaseUrl, _: &NoAuth) -> Result<Request<Body>, BuildError> {
    /// #         Request::get(base.as_str()).body(Body::default()).map_err(|_| BuildError::new("no URI"))
    /// #     }
    /// #     fn parse_response(_: &Response<Body>) -> Result<(), ResponseError<RawFault>> {
    /// #         Ok(())
    /// #     }
    /// # }
    /// # impl<C> Validate<C> for Ping {
    /// #     fn validate_at(&self, _: &C, at: &Path<'_>, report: &mut Report) {
    /// #         if self.0 == 0 {
    /// #             report.add(&LEAST, &at.member("count"), "must be at least 1");
    /// #         }
    /// #     }
    /// # }
    /// # fn block_on<F: Future>(future: F) -> F::Output {
    /// #     let mut future = std::pin::pin!(future);
    /// #     loop {
    /// #         let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    /// #         if let std::task::Poll::Ready(output) = future.as_mut().poll(&mut context) {
    /// #             return output;
    /// #         }
    /// #     }
    /// # }
    /// use rt::Client;
    ///
    /// let client = Client::new("vcenter.example.com".parse()?, Scripted, ());
    /// let answer = block_on(client.call(&Ping(1), &NoAuth))?;
    /// assert_eq!((answer.status().as_u16(), answer.headers().len()), (200, 0));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub async fn call<O>(&self, operation: &O, auth: &O::Auth) -> Result<Response<O::Output>, Error<O::Fault>>
    where
        O: Operation + Validate<C>,
    {
        let report = self.validate(operation);
        if report.has_errors() {
            return Err(Error::Invalid(report));
        }
        self.call_unchecked(operation, auth).await
    }

    /// Sends the operation once without judging it, for a server that knows better than the rules.
    ///
    /// # Errors
    ///
    /// Those of [`send`](Self::send), but never [`Error::Invalid`].
    ///
    /// ```
    /// # use rt::http::{Request, Response};
    /// # use rt::{BaseUrl, Body, BuildError, NoAuth, Operation, RawFault, ResponseError, Transport, TransportError};
    /// # struct Scripted;
    /// # impl Transport for Scripted {
    /// #     async fn call(&self, _: Request<Body>) -> Result<Response<Body>, TransportError> {
    /// #         Ok(Response::default())
    /// #     }
    /// # }
    /// # struct Ping(u32);
    /// # impl Operation for Ping {
    /// #     const ID: &'static str = "ping";
    /// #     type Auth = NoAuth;
    /// #     type Output = ();
    /// #     type Fault = RawFault;
    /// #     fn to_request(&self, base: &BaseUrl, _: &NoAuth) -> Result<Request<Body>, BuildError> {
    /// #         Request::get(base.as_str()).body(Body::default()).map_err(|_| BuildError::new("no URI"))
    /// #     }
    /// #     fn parse_response(_: &Response<Body>) -> Result<(), ResponseError<RawFault>> {
    /// #         Ok(())
    /// #     }
    /// # }
    /// # fn block_on<F: Future>(future: F) -> F::Output {
    /// #     let mut future = std::pin::pin!(future);
    /// #     loop {
    /// #         let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    /// #         if let std::task::Poll::Ready(output) = future.as_mut().poll(&mut context) {
    /// #             return output;
    /// #         }
    /// #     }
    /// # }
    /// use rt::Client;
    ///
    /// let client = Client::new("vcenter.example.com".parse()?, Scripted, ());
    /// block_on(client.send_unchecked(&Ping(0), &NoAuth))?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub async fn send_unchecked<O: Operation>(
        &self,
        operation: &O,
        auth: &O::Auth,
    ) -> Result<O::Output, Error<O::Fault>> {
        self.call_unchecked(operation, auth).await.map(Response::into_body)
    }

    async fn call_unchecked<O: Operation>(
        &self,
        operation: &O,
        auth: &O::Auth,
    ) -> Result<Response<O::Output>, Error<O::Fault>> {
        let request = operation.to_request(&self.base, auth).map_err(Error::Build)?;
        let call = Call::begin(O::ID, &request);
        let outcome = call.around(self.transport.call(request)).await;
        call.answered(&outcome);
        understood::<O>(outcome)
    }
}

/// The answer with its content in the place of its body.
pub(super) fn understood<O: Operation>(
    outcome: Result<Response<Body>, TransportError>,
) -> Result<Response<O::Output>, Error<O::Fault>> {
    let response = outcome.map_err(Error::Transport)?;
    let content = O::parse_response(&response)?;
    let mut response = response.map(|_| content);
    response.headers_mut().values_mut().for_each(|value| value.set_sensitive(true));
    Ok(response)
}
