//! The two families of URLs, and operations of either of them with faults in one shape.

use std::fmt;
use std::str::FromStr;

use crate::api::rt::http::{Request, Response};
use crate::api::rt::{BaseUrl, Body, BuildError, Operation, Path, Report, ResponseError, Validate, support};
use crate::api::rules;

use super::refusal::Refusal;

/// The two sets of URLs under which a vCenter Server has the same operations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Family {
    /// `/rest`: since 6.7, deprecated since 7.0.2.
    Rest,
    /// `/api`: since 7.0.2.
    Api,
}

impl fmt::Display for Family {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Rest => "rest",
            Self::Api => "api",
        })
    }
}

/// A text that names no family.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidFamily;

impl fmt::Display for InvalidFamily {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("must be `rest` or `api`")
    }
}

impl std::error::Error for InvalidFamily {}

impl FromStr for Family {
    type Err = InvalidFamily;

    fn from_str(text: &str) -> Result<Self, InvalidFamily> {
        match text {
            "rest" => Ok(Self::Rest),
            "api" => Ok(Self::Api),
            _ => Err(InvalidFamily),
        }
    }
}

/// An operation whose refusals are read as a [`Refusal`].
pub(super) struct Plain<O>(pub(super) O);

impl<O: Operation> Operation for Plain<O> {
    const ID: &'static str = O::ID;
    type Auth = O::Auth;
    type Output = O::Output;
    type Fault = Refusal;

    fn to_request(&self, base: &BaseUrl, auth: &O::Auth) -> Result<Request<Body>, BuildError> {
        self.0.to_request(base, auth)
    }

    fn parse_response(response: &Response<Body>) -> Result<O::Output, ResponseError<Refusal>> {
        O::parse_response(response).map_err(|error| match error {
            ResponseError::Fault(_) => support::fault(response, &rules::READ),
            ResponseError::Decode(error) => ResponseError::Decode(error),
        })
    }
}

impl<O: Validate<C>, C: ?Sized> Validate<C> for Plain<O> {
    fn validate_at(&self, checks: &C, at: &Path<'_>, report: &mut Report) {
        self.0.validate_at(checks, at, report);
    }
}
