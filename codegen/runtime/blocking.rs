//! The client once more, for programs without an async runtime: the same judging, building and reading around a
//! transport that blocks. How a transport does that is not decided here.

use http::{Request, Response};

use super::client::understood;
use super::trace::Call;
use super::{BaseUrl, Body, Error, Operation, Report, TransportError, Validate};

/// Something that carries a request to a server and brings the answer back, while the caller's thread waits.
///
/// What [`Transport`](super::Transport) asks of an implementation holds here too: it follows no redirect, keeps no
/// cookie, repeats nothing, and bounds the answer in size and time.
///
/// ```
/// use rt::http::{Request, Response};
/// use rt::{BlockingTransport, Body, TransportError, TransportErrorKind};
///
/// /// A transport for a test: nobody is there.
/// struct Nobody;
///
/// impl BlockingTransport for Nobody {
///     fn call(&self, _: Request<Body>) -> Result<Response<Body>, TransportError> {
///         Err(TransportError::new(TransportErrorKind::Connect, "connection refused"))
///     }
/// }
/// ```
pub trait BlockingTransport {
    /// Sends one request, once, and waits for the answer.
    ///
    /// # Errors
    ///
    /// [`TransportError`] when no answer came, or not all of it.
    fn call(&self, request: Request<Body>) -> Result<Response<Body>, TransportError>;
}

impl<T: BlockingTransport> BlockingTransport for &T {
    fn call(&self, request: Request<Body>) -> Result<Response<Body>, TransportError> {
        T::call(self, request)
    }
}

/// Sends operations to one server, and waits. `C` is the set of hand-written rules that a request must pass.
///
/// It is [`Client`](super::Client) without futures: the same operations, rules and errors.
#[derive(Clone, Debug)]
pub struct BlockingClient<T, C> {
    base: BaseUrl,
    pub(super) transport: T,
    checks: C,
}

impl<T: BlockingTransport, C> BlockingClient<T, C> {
    /// A client for the server at `base`.
    ///
    /// ```
    /// # use rt::http::{Request, Response};
    /// # use rt::{BlockingTransport, Body, TransportError};
    /// # struct Scripted;
    /// # impl BlockingTransport for Scripted {
    /// #     fn call(&self, _: Request<Body>) -> Result<Response<Body>, TransportError> {
    /// #         Ok(Response::default())
    /// #     }
    /// # }
    /// use rt::BlockingClient;
    ///
    /// let client = BlockingClient::new("vcenter.example.com".parse()?, Scripted, ());
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
    /// # use rt::{BlockingTransport, Body, TransportError};
    /// # struct Scripted;
    /// # impl BlockingTransport for Scripted {
    /// #     fn call(&self, _: Request<Body>) -> Result<Response<Body>, TransportError> {
    /// #         Ok(Response::default())
    /// #     }
    /// # }
    /// use rt::BlockingClient;
    ///
    /// let client = BlockingClient::new("vcenter.example.com".parse()?, Scripted, ());
    /// assert_eq!(client.base().as_str(), "https://vcenter.example.com");
    /// # Ok::<(), rt::InvalidBaseUrl>(())
    /// ```
    #[must_use]
    pub fn base(&self) -> &BaseUrl {
        &self.base
    }

    /// The server, the transport and the rules, for code that puts them together in a way of its own.
    ///
    /// ```
    /// # use rt::http::{Request, Response};
    /// # use rt::{BlockingTransport, Body, TransportError};
    /// # struct Scripted;
    /// # impl BlockingTransport for Scripted {
    /// #     fn call(&self, _: Request<Body>) -> Result<Response<Body>, TransportError> {
    /// #         Ok(Response::default())
    /// #     }
    /// # }
    /// use rt::BlockingClient;
    ///
    /// let client = BlockingClient::new("vcenter.example.com".parse()?, Scripted, ());
    /// let (base, transport, rules) = client.into_parts();
    /// assert_eq!(base.as_str(), "https://vcenter.example.com");
    /// # Ok::<(), rt::InvalidBaseUrl>(())
    /// ```
    #[must_use]
    pub fn into_parts(self) -> (BaseUrl, T, C) {
        (self.base, self.transport, self.checks)
    }

    /// Judges without sending. This is how to see warnings: they do not keep [`send`](Self::send) from sending, and
    /// it does not return them.
    ///
    /// ```
    /// # use rt::http::{Request, Response};
    /// # use rt::{BlockingTransport, Body, Path, Report, Rule, Severity, TransportError, Validate};
    /// # struct Scripted;
    /// # impl BlockingTransport for Scripted {
    /// #     fn call(&self, _: Request<Body>) -> Result<Response<Body>, TransportError> {
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
    /// use rt::BlockingClient;
    ///
    /// let client = BlockingClient::new("vcenter.example.com".parse()?, Scripted, ());
    /// assert_eq!(client.validate(&Login).to_string(), "warning[R-CONN-6] at /password: is empty");
    /// # Ok::<(), rt::InvalidBaseUrl>(())
    /// ```
    #[must_use]
    pub fn validate<O: Validate<C>>(&self, operation: &O) -> Report {
        operation.validate(&self.checks)
    }

    /// Judges the operation, sends it once, waits, and gives the content of the answer. Nothing is ever repeated.
    ///
    /// # Errors
    ///
    /// [`Error::Invalid`] when a rule of severity error is broken; nothing is sent then. The other kinds of
    /// [`Error`] tell at which later stage it failed.
    ///
    /// ```
    /// # use rt::http::{Request, Response};
    /// # use rt::{
    /// #     BaseUrl, BlockingTransport, Body, BuildError, NoAuth, Operation, Path, RawFault, Report, ResponseError, Rule,
    /// #     Severity, TransportError, Validate,
    /// # };
    /// # struct Scripted;
    /// # impl BlockingTransport for Scripted {
    /// #     fn call(&self, _: Request<Body>) -> Result<Response<Body>, TransportError> {
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
    /// use rt::{BlockingClient, Error};
    ///
    /// let client = BlockingClient::new("vcenter.example.com".parse()?, Scripted, ());
    /// client.send(&Ping(1), &NoAuth)?;
    /// let refused = client.send(&Ping(0), &NoAuth);
    /// assert!(matches!(refused, Err(Error::Invalid(report)) if report.has_errors()));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn send<O>(&self, operation: &O, auth: &O::Auth) -> Result<O::Output, Error<O::Fault>>
    where
        O: Operation + Validate<C>,
    {
        self.call(operation, auth).map(Response::into_body)
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
    /// #     BaseUrl, BlockingTransport, Body, BuildError, NoAuth, Operation, Path, RawFault, Report, ResponseError, Rule,
    /// #     Severity, TransportError, Validate,
    /// # };
    /// # struct Scripted;
    /// # impl BlockingTransport for Scripted {
    /// #     fn call(&self, _: Request<Body>) -> Result<Response<Body>, TransportError> {
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
    /// use rt::BlockingClient;
    ///
    /// let client = BlockingClient::new("vcenter.example.com".parse()?, Scripted, ());
    /// assert_eq!(client.call(&Ping(1), &NoAuth)?.status().as_u16(), 200);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn call<O>(&self, operation: &O, auth: &O::Auth) -> Result<Response<O::Output>, Error<O::Fault>>
    where
        O: Operation + Validate<C>,
    {
        let report = self.validate(operation);
        if report.has_errors() {
            return Err(Error::Invalid(report));
        }
        self.call_unchecked(operation, auth)
    }

    /// Sends the operation once without judging it, for a server that knows better than the rules, and waits.
    ///
    /// # Errors
    ///
    /// Those of [`send`](Self::send), but never [`Error::Invalid`].
    ///
    /// ```
    /// # use rt::http::{Request, Response};
    /// # use rt::{
    /// #     BaseUrl, BlockingTransport, Body, BuildError, NoAuth, Operation, RawFault, ResponseError, TransportError,
    /// # };
    /// # struct Scripted;
    /// # impl BlockingTransport for Scripted {
    /// #     fn call(&self, _: Request<Body>) -> Result<Response<Body>, TransportError> {
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
    /// use rt::BlockingClient;
    ///
    /// let client = BlockingClient::new("vcenter.example.com".parse()?, Scripted, ());
    /// client.send_unchecked(&Ping(0), &NoAuth)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn send_unchecked<O: Operation>(&self, operation: &O, auth: &O::Auth) -> Result<O::Output, Error<O::Fault>> {
        self.call_unchecked(operation, auth).map(Response::into_body)
    }

    fn call_unchecked<O: Operation>(
        &self,
        operation: &O,
        auth: &O::Auth,
    ) -> Result<Response<O::Output>, Error<O::Fault>> {
        let request = operation.to_request(&self.base, auth).map_err(Error::Build)?;
        let call = Call::begin(O::ID, &request);
        let outcome = call.inside(|| self.transport.call(request));
        call.answered(&outcome);
        understood::<O>(outcome)
    }
}
