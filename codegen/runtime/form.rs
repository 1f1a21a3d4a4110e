//! Bodies of the media type `application/x-www-form-urlencoded`: the members of an object as pairs (OpenAPI, "Support for
//! x-www-form-urlencoded Request Bodies"; WHATWG URL, section 5.2). Needs `style`.

use http::header::{CONTENT_TYPE, HeaderValue};

use super::operation::RequestBuilder;
use super::plain::to_json;
use super::style::{Pair, Parameter, Style, joined};
use super::{Body, BuildError, Json, ToJson};

/// Makes an object the body, as a form. A member is written as the parameter of its name says; without one a list is a pair for
/// each item, and an object is a JSON text. A blank becomes `+`.
///
/// # Errors
///
/// [`BuildError`] when the value is no object, and with the name of a member that is `null` or has no form in its style.
///
/// ```
/// use rt::http::Method;
/// use rt::support::{Parameter, RequestBuilder, form};
///
/// let mut request = RequestBuilder::new(Method::POST, &"example.com".parse()?, "/shirts");
/// let shirt = std::collections::BTreeMap::from([("colors".to_owned(), vec!["blue", "dark red"])]);
/// form(&mut request, &shirt, &[])?;
/// assert_eq!(request.build()?.body().as_bytes(), b"colors=blue&colors=dark+red");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn form(request: &mut RequestBuilder, value: &dyn ToJson, members: &[Parameter<'_>]) -> Result<(), BuildError> {
    let Json::Object(values) = to_json("the form", value)? else {
        return Err(BuildError::new("a form is made of an object, and this is none"));
    };
    let mut pairs = Vec::with_capacity(values.len());
    for (name, value) in &values {
        match members.iter().find(|member| member.name == name) {
            Some(member) => pairs.extend(member.pairs(value)?),
            None => by_type(name, value, &mut pairs)?,
        }
    }
    request.body = Body::from(std::mem::take(&mut *joined(&pairs, "&")).into_bytes());
    request.headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/x-www-form-urlencoded"));
    Ok(())
}

fn by_type(name: &str, value: &Json, pairs: &mut Vec<Pair>) -> Result<(), BuildError> {
    let items = if let Json::Array(items) = value { items.as_slice() } else { std::slice::from_ref(value) };
    for item in items {
        let style = if matches!(item, Json::Array(_) | Json::Object(_)) { Style::Json } else { Style::Form };
        pairs.extend(Parameter::member(name).style(style).pairs(item)?);
    }
    Ok(())
}
