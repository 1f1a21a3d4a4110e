//! What of the successes of an operation can be read while it comes: bytes, and events.

use crate::model::{Answer, Output, Received, Streamed, Type};

/// What can be, if anything; `accept` asks for every answer of the operation.
pub(super) fn streamed(output: &Output, accept: &str) -> Option<Streamed> {
    let answers = output.answers();
    let is_it = |answer: &&&Answer| match answer.content {
        Received::Bytes | Received::Events(_) => true,
        Received::Empty | Received::Json(_) | Received::Wrapped { .. } | Received::Text(..) => false,
    };
    let streamed = || answers.iter().filter(is_it);
    let mut media: Vec<String> = Vec::new();
    for name in streamed().flat_map(|answer| &answer.media) {
        if !media.contains(name) {
            media.push(name.clone());
        }
    }
    // Where a success can be something else as well, a server has to know what is wanted. Refusals are taken in any form.
    let accept = match media.len() {
        0 => return None,
        _ if streamed().count() == answers.len() => accept.to_owned(),
        _ => format!("{}, */*;q=0.1", media.join(", ")),
    };
    Some(Streamed { media, accept, data: streamed().find_map(|answer| data(answer)).cloned() })
}

fn data(answer: &Answer) -> Option<&Type> {
    match &answer.content {
        Received::Events(ty) => Some(ty),
        Received::Empty | Received::Json(_) | Received::Wrapped { .. } | Received::Text(..) | Received::Bytes => None,
    }
}
