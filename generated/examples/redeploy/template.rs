//! The file to start from, and warnings about a request that was made from it.

use vcha_client::{RedeploySpec, Violation, read_redeploy_spec};

use crate::console::Console;
use crate::input;

/// A file to start from, with every member in it.
pub(crate) const TEMPLATE: &str = include_str!("template.yaml");

/// Warns of a request that says where the new node goes in the words of the template.
pub(crate) fn warn_of_examples(spec: &RedeploySpec, console: &Console) {
    let example = input::parse(TEMPLATE).ok().and_then(|json| read_redeploy_spec(&json).ok());
    if example.is_some_and(|example| example.placement == spec.placement) {
        let message = "the placement is the example of --template: put in the name and the folder that you mean";
        console.note("template", "warning", message);
    }
}

/// A hint behind the message about a value that YAML takes for something else than a text.
pub(crate) fn quotes(violation: &Violation) -> &'static str {
    let found = violation.message.strip_prefix("must be a string, is of type ");
    if found.is_some_and(|kind| ["integer", "number", "boolean"].contains(&kind)) {
        "; put quotes around it"
    } else {
        ""
    }
}
