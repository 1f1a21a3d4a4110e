//! The runtime with its transports, compiled here because `vcha-client` has no operation that needs all of its parts: bodies
//! that are read while they come, against a server on the loopback interface.
#![allow(unexpected_cfgs, reason = "features of an output that bring a dependency, which nothing here needs")]

#[path = "../../../codegen/runtime/mod.rs"]
pub mod rt;

mod blocking;
mod chunks;
mod events;
mod scripted;
mod server;
mod upload;

use rt::http::{Request, Response};
use rt::{
    BaseUrl, Body, BuildError, EventOperation, FaultResponse, Json, NoAuth, Operation, Path, RawFault, ReadRules,
    Report, ResponseError, Rule, Severity, StreamOperation, Validate,
};

const TYPE: Rule = Rule { id: "R-TYPE", severity: Severity::Error, doc: "", source: "" };
const READ: ReadRules = ReadRules { types: &TYPE, required: &TYPE, unknown: &TYPE };

/// An operation as it is generated: bytes, or events.
struct Get {
    is_valid: bool,
}

const GET: Get = Get { is_valid: true };

impl Operation for Get {
    const ID: &'static str = "get";
    type Auth = NoAuth;
    type Output = Body;
    type Fault = RawFault;

    fn to_request(&self, base: &BaseUrl, _: &NoAuth) -> Result<Request<Body>, BuildError> {
        Request::get(format!("{base}/get")).body(Body::default()).map_err(|_| BuildError::new("no URI"))
    }

    fn parse_response(response: &Response<Body>) -> Result<Body, ResponseError<RawFault>> {
        if !response.status().is_success() {
            let fault = RawFault::from_response(response);
            return Err(FaultResponse::new(response.status(), fault).into());
        }
        Ok(response.body().clone())
    }
}

impl<C> Validate<C> for Get {
    fn validate_at(&self, _: &C, at: &Path<'_>, report: &mut Report) {
        if !self.is_valid {
            report.add(&TYPE, at, "is not valid");
        }
    }
}

impl StreamOperation for Get {
    const MEDIA: &'static [&'static str] = &["text/event-stream", "image/png"];
    const ACCEPT: &'static str = "text/event-stream, image/png";
    const RULES: &'static ReadRules = &READ;
}

impl EventOperation for Get {
    type Data = Json;
}
