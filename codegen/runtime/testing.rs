//! A transport that plays a script, for the tests of programs that use this client. It opens no connection.

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use http::{HeaderMap, Method, Request, Response, Uri};

#[cfg(any(test, feature = "blocking"))]
use super::BlockingTransport;
use super::{Body, Transport, TransportError, TransportErrorKind, Untrusted};

mod answer;
mod upload;

pub use answer::Answer;

/// A transport that answers from a script and notes every request.
///
/// Answers that were given with [`when`](Self::when) are looked at first, in their order, and play as often as they fit.
/// Every other request gets the next answer of [`then`](Self::then), each of which plays once. A request for which
/// nothing is left fails with a sentence that names it. A clone shares the script, so a test can keep one and give
/// the other to the client; it is a [`Transport`] and, with the feature `blocking`, a `BlockingTransport`.
///
/// ```
/// use rt::http::{Request, Response};
/// use rt::testing::{Answer, Script};
/// # use rt::{BaseUrl, Body, BuildError, NoAuth, Operation, RawFault, ResponseError};
/// use rt::{Client, Error, TransportErrorKind};
///
/// # struct Ping;
/// # impl Operation for Ping {
/// #     const ID: &'static str = "ping";
/// #     type Auth = NoAuth;
/// #     type Output = ();
/// #     type Fault = RawFault;
/// #     fn to_request(&self, base: &BaseUrl, _: &NoAuth) -> Result<Request<Body>, BuildError> {
/// #         let body = Body::from(br#"{"count":1}"#.to_vec());
/// #         Request::post(format!("{base}/ping?loud=true")).body(body).map_err(|_| BuildError::new("no URI"))
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
/// let script = Script::new()
///     .then(Answer::json(200, r#"{"value":"pong"}"#))
///     .then(Answer::fails(TransportErrorKind::Timeout, "nobody answered"));
/// let client = Client::new("vcenter.example.com".parse()?, script.clone(), ());
///
/// // `Ping` stands for any operation of the API.
/// block_on(client.send_unchecked(&Ping, &NoAuth))?;
/// let second = block_on(client.send_unchecked(&Ping, &NoAuth));
/// assert!(matches!(second, Err(Error::Transport(error)) if !error.is_not_sent()));
///
/// let requests = script.requests();
/// let sent: Vec<_> = requests.iter().map(|request| (request.method().as_str(), request.path())).collect();
/// assert_eq!(sent, [("POST", "/ping"), ("POST", "/ping")]);
/// assert_eq!(script.remaining(), 0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Default)]
pub struct Script(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    whenever: Vec<(Matcher, Answer)>,
    next: VecDeque<Answer>,
    requests: Vec<Recorded>,
}

type Matcher = Arc<dyn Fn(&Recorded) -> bool + Send + Sync>;

impl Script {
    /// A script without answers: every request fails.
    ///
    /// ```
    /// use rt::testing::Script;
    ///
    /// assert!(Script::new().requests().is_empty());
    /// ```
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an answer behind the others; it plays once.
    ///
    /// ```
    /// use rt::testing::{Answer, Script};
    ///
    /// let script = Script::new().then(Answer::empty(204)).then(Answer::empty(503));
    /// assert_eq!(script.remaining(), 2);
    /// ```
    #[must_use]
    pub fn then(self, answer: Answer) -> Self {
        self.state().next.push_back(answer);
        self
    }

    /// Adds an answer for every request that fits, however often.
    ///
    /// ```
    /// use rt::testing::{Answer, Script};
    ///
    /// let script = Script::new().when(|request| request.path().ends_with("/session"), Answer::empty(401));
    /// assert_eq!(script.remaining(), 0);
    /// ```
    #[must_use]
    pub fn when(self, fits: impl Fn(&Recorded) -> bool + Send + Sync + 'static, answer: Answer) -> Self {
        self.state().whenever.push((Arc::new(fits), answer));
        self
    }

    /// Every request so far, in the order in which they were sent.
    ///
    /// ```
    /// # use rt::http::Request;
    /// # use rt::testing::Script;
    /// # use rt::{Body, Transport};
    /// # let script = Script::new();
    /// # let request = Request::get("https://vcenter.example.com/ping").body(Body::default())?;
    /// # let mut sent = std::pin::pin!(script.call(request));
    /// # let _ = sent.as_mut().poll(&mut std::task::Context::from_waker(std::task::Waker::noop()));
    /// for request in script.requests() {
    ///     assert_eq!(request.uri(), "https://vcenter.example.com/ping");
    /// }
    /// # assert_eq!(script.requests().len(), 1);
    /// # Ok::<(), rt::http::Error>(())
    /// ```
    #[must_use]
    pub fn requests(&self) -> Vec<Recorded> {
        self.state().requests.clone()
    }

    /// How many answers of [`then`](Self::then) have not been played: 0 at the end of a test that ran its course.
    ///
    /// ```
    /// use rt::testing::{Answer, Script};
    ///
    /// assert_eq!(Script::new().then(Answer::empty(204)).remaining(), 1);
    /// ```
    #[must_use]
    pub fn remaining(&self) -> usize {
        self.state().next.len()
    }

    fn play(&self, request: Request<Body>) -> Result<Response<Body>, TransportError> {
        let request = Recorded(request);
        // Not under the lock, because a matcher may look at the script.
        let whenever = self.state().whenever.clone();
        let fitting = whenever.into_iter().find(|(fits, _)| fits(&request)).map(|(_, answer)| answer);
        let mut state = self.state();
        let answer = fitting.or_else(|| state.next.pop_front());
        let position = state.requests.len() + 1;
        let (method, path) = (request.method().clone(), request.path().to_owned());
        state.requests.push(request);
        let Some(answer) = answer else {
            let cause = format!("the script has no answer for request {position}, {method} {path}");
            return Err(TransportError::new(TransportErrorKind::Other, cause));
        };
        answer.play()
    }

    /// A test that panics elsewhere shall fail for its own reason.
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Transport for Script {
    async fn call(&self, request: Request<Body>) -> Result<Response<Body>, TransportError> {
        self.play(request)
    }
}

#[cfg(any(test, feature = "blocking"))]
impl BlockingTransport for Script {
    fn call(&self, request: Request<Body>) -> Result<Response<Body>, TransportError> {
        self.play(request)
    }
}

impl fmt::Debug for Script {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.state();
        let mut shown = f.debug_struct("Script");
        shown.field("requests", &state.requests).field("remaining", &state.next.len()).finish_non_exhaustive()
    }
}

/// A request as it was handed to a [`Script`]. Its `Debug` shows neither the body, nor a header that holds a secret, nor the
/// values of the query, where a key may stand.
#[derive(Clone)]
pub struct Recorded(Request<Body>);

impl fmt::Debug for Recorded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let uri = self.0.uri().to_string();
        let (address, query) = uri.split_once('?').unwrap_or((&uri, ""));
        let names: Vec<&str> = query.split('&').filter_map(|pair| pair.split('=').next()).collect();
        f.debug_struct("Recorded")
            .field("method", self.0.method())
            .field("address", &address)
            .field("query", &names)
            .field("headers", self.0.headers())
            .finish_non_exhaustive()
    }
}

impl Recorded {
    /// The method.
    ///
    /// ```
    /// # use rt::testing::Recorded;
    /// # fn example(request: &Recorded) {
    /// assert_eq!(request.method(), "POST");
    /// # }
    /// ```
    #[must_use]
    pub fn method(&self) -> &Method {
        self.0.method()
    }

    /// The whole address, with the query.
    ///
    /// ```
    /// # use rt::testing::Recorded;
    /// # fn example(request: &Recorded) {
    /// assert_eq!(request.uri().host(), Some("vcenter.example.com"));
    /// # }
    /// ```
    #[must_use]
    pub fn uri(&self) -> &Uri {
        self.0.uri()
    }

    /// The path of the address, as it is sent: with its escapes and without the query.
    ///
    /// ```
    /// # use rt::testing::Recorded;
    /// # fn example(request: &Recorded) {
    /// assert!(request.path().starts_with("/rest/"));
    /// # }
    /// ```
    #[must_use]
    pub fn path(&self) -> &str {
        self.0.uri().path()
    }

    /// Every header that the client has set. What a real transport adds, such as `host`, is not there.
    ///
    /// ```
    /// # use rt::testing::Recorded;
    /// # fn example(request: &Recorded) {
    /// assert_eq!(request.headers().get("accept").map(|value| value.as_bytes()), Some(b"application/json".as_slice()));
    /// # }
    /// ```
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        self.0.headers()
    }

    /// The body as it is sent, secrets included.
    ///
    /// ```
    /// # use rt::testing::Recorded;
    /// # fn example(request: &Recorded) {
    /// assert!(request.body().is_empty());
    /// # }
    /// ```
    #[must_use]
    pub fn body(&self) -> &[u8] {
        self.0.body().as_bytes()
    }

    /// The body as JSON; `None` when it is something else.
    ///
    /// ```
    /// # use rt::testing::Recorded;
    /// # fn example(request: &Recorded) {
    /// let name = request.json().and_then(|body| Some(body.get("name")?.as_str()?.to_owned()));
    /// # }
    /// ```
    #[must_use]
    pub fn json(&self) -> Option<serde_json::Value> {
        serde_json::from_slice(self.body()).ok()
    }
}
