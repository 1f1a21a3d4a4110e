//! Answers: what a success holds, and what tells refusals apart where no member of their bodies does. Faults that a member of
//! the body names are in `fault`, what bodies hold in `content`, headers in `header`.

use super::body;
use super::content::{ReadAs, asked, is_media_type};
use super::docs;
use super::fault::{Content as Tagged, FaultUse};
use super::header::HeaderDraft;
use super::media::Media;
use super::response::{AnswerDraft, Listed};
use super::schema::Walker;
use super::status;
use crate::diagnostic::{Code, Place};
use crate::document::Resolved;
use crate::ext;
use crate::model::{Answer, Docs, Method, Received, Status, Type};
use crate::pointer::Pointer;

/// What is read of the answers of an operation, complete but for the names of things outside of it.
pub(super) struct Answers<'a> {
    /// The header `Accept`.
    pub(super) accept: String,
    pub(super) output: OutputDraft,
    pub(super) fault: FaultUse<'a>,
    pub(super) headers: Vec<HeaderDraft>,
}

/// What the successes hold.
pub(super) enum OutputDraft {
    Same(Answer),
    Several(Vec<AnswerDraft>),
}

impl OutputDraft {
    pub(super) fn types(&self) -> impl Iterator<Item = &Type> {
        let (same, arms) = match self {
            Self::Same(answer) => (Some(answer), [].as_slice()),
            Self::Several(arms) => (None, arms.as_slice()),
        };
        same.into_iter().chain(arms.iter().map(|arm| &arm.answer)).filter_map(|answer| answer.content.ty())
    }
}

impl<'a> Walker<'_, 'a> {
    /// The answers of an operation. `default` is for refusals, unless nothing else is listed that could be for successes: then it
    /// is for every answer.
    pub(super) fn answers(
        &mut self,
        operation: &'a openapiv3::Operation,
        method: Method,
        owner: &Pointer,
        label: &str,
    ) -> Answers<'a> {
        let listed = self.responses(operation, &owner.join("responses"));
        let bad: Vec<&Listed<'a>> = listed.iter().filter(|one| !status::is_success(one.status)).collect();
        let tagged = self.tagged(&bad, method);
        let is_alone = tagged.is_none() && matches!(listed.as_slice(), [Listed { status: Status::Default, .. }]);
        let mut arms = Vec::new();
        for (index, one) in listed.iter().filter(|one| is_alone || status::is_success(one.status)).enumerate() {
            let label = match index {
                0 => format!("{label} response"),
                _ => format!("{label} {} response", status::words(one.status)),
            };
            arms.extend(self.answer_arms(one, method, &label));
        }
        let mut accept = Accept::default();
        arms.iter().for_each(|arm| accept.add(&arm.answer.media));
        let by_tag = tagged.and_then(|(contents, media)| Some((self.fault(&contents, label)?, media)));
        let fault = match by_tag {
            Some((fault, media)) => {
                accept.add(&media);
                fault
            }
            None => self.by_status(&bad, method, label, &mut accept),
        };
        let headers = self.answer_headers(listed.iter().map(|one| &one.response), label);
        Answers { accept: accept.finish(), output: output(arms), fault, headers }
    }

    fn responses(&mut self, operation: &'a openapiv3::Operation, at: &Pointer) -> Vec<Listed<'a>> {
        let all = &operation.responses;
        let mut listed = Vec::new();
        let keyed = all.responses.iter().map(|(key, response)| (key.to_string(), status::of_key(key), response));
        let default = all.default.iter().map(|response| ("default".to_owned(), Status::Default, response));
        for (key, status, response) in keyed.chain(default) {
            let at = at.join(&key);
            let resolved = self.document.resolve(response, &at, &self.document.targets.responses);
            if let Some(response) = self.found.ok(resolved) {
                listed.push(Listed { status, at, response });
            }
        }
        listed
    }

    /// What the refusals say, by their status.
    fn by_status(&mut self, bad: &[&Listed<'a>], method: Method, label: &str, accept: &mut Accept) -> FaultUse<'a> {
        let mut arms = Vec::new();
        for one in bad {
            arms.extend(self.answer_arms(one, method, &format!("{label} {}", status::words(one.status))));
        }
        arms.iter().for_each(|arm| accept.add(&arm.answer.media));
        // What is raw has the status, and whatever a server says although nobody announced it.
        if arms.iter().all(|arm| arm.answer.content == Received::Empty) {
            return FaultUse::None;
        }
        FaultUse::ByStatus(arms)
    }

    /// The contents of the refusals with their media types, if a member tells the faults of each apart.
    fn tagged(&mut self, bad: &[&Listed<'a>], method: Method) -> Option<(Vec<Tagged<'a>>, Vec<String>)> {
        let (mut contents, mut names) = (Vec::new(), Vec::new());
        for one in bad {
            let response = &one.response.value;
            if response.content.is_empty() || is_bodiless(one.status, method) {
                continue;
            }
            let media = self.media(&response.content, &one.response.pointer);
            let [(name, ReadAs::Json, media)] = media.as_slice() else { return None };
            let start = self.document.placed(media.schema.as_ref()?);
            let schema = self.peel(start, 0).last()?.schema;
            contents.push(Tagged { schema, unwrap: ext::unwrap(&response.extensions) });
            names.push(asked(name, ReadAs::Json));
        }
        (!contents.is_empty() && self.tell_apart(&contents)).then_some((contents, names))
    }

    /// An arm for each content of a response.
    fn answer_arms(&mut self, listed: &Listed<'a>, method: Method, label: &str) -> Vec<AnswerDraft> {
        let Listed { status, at, response } = listed;
        let answers = self.contents(listed, method, label);
        let is_only = answers.len() == 1;
        let said = response.siblings.and_then(|beside| beside.text("description"));
        let docs = docs::of_text(said.or(Some(response.value.description.as_str())));
        let docs = Docs { since: docs::since(&response.value.extensions), ..docs };
        let arm = |answer: Answer| {
            let words = status::words(*status);
            let label = if is_only { words } else { format!("{words} {}", media_words(&answer)) };
            AnswerDraft { status: *status, label, place: Place::key(at.clone()), docs: docs.clone(), answer }
        };
        answers.into_iter().map(arm).collect()
    }

    /// The contents of a response, at least one. Media types of one content are one.
    fn contents(&mut self, listed: &Listed<'a>, method: Method, label: &str) -> Vec<Answer> {
        let Resolved { value, pointer, .. } = &listed.response;
        let mut answers: Vec<Answer> = Vec::new();
        if is_bodiless(listed.status, method) && !value.content.is_empty() {
            let message = "the answer to `HEAD` and those of 1XX, 204, 205 and 304 have no body, so none is read";
            self.found.lose_as(Code::WouldBeLost, Place::key(pointer.join("content")), message);
        } else {
            for (name, read_as, media) in self.media(&value.content, pointer) {
                let at = pointer.join("content").join(name);
                let content = self.content((read_as, media), &at, ext::unwrap(&value.extensions), label);
                let media = vec![asked(name, read_as)].into_iter().filter(|name| is_media_type(name));
                match answers.iter_mut().find(|known| known.content == content) {
                    Some(known) => known.media.extend(media),
                    None => answers.push(Answer { content, media: media.collect() }),
                }
            }
        }
        if answers.is_empty() {
            answers.push(Answer { content: Received::Empty, media: Vec::new() });
        }
        answers
    }
}

/// What several successes give.
fn output(arms: Vec<AnswerDraft>) -> OutputDraft {
    let Some(first) = arms.first().map(|arm| arm.answer.content.clone()) else {
        return OutputDraft::Same(Answer { content: Received::Empty, media: Vec::new() });
    };
    if arms.iter().any(|arm| arm.answer.content != first) {
        return OutputDraft::Several(arms);
    }
    let mut media: Vec<String> = Vec::new();
    for name in arms.into_iter().flat_map(|arm| arm.answer.media) {
        if !media.contains(&name) {
            media.push(name);
        }
    }
    OutputDraft::Same(Answer { content: first, media })
}

fn is_bodiless(status: Status, method: Method) -> bool {
    method == Method::Head || status::is_bodiless(status)
}

/// The words that tell the contents of one status apart.
fn media_words(answer: &Answer) -> String {
    answer.media.first().map_or_else(|| "other".to_owned(), |name| body::variant(name, Media::of(name)))
}

/// The media types for the header `Accept`, each once.
#[derive(Default)]
struct Accept(Vec<String>);

impl Accept {
    fn add(&mut self, media: &[String]) {
        for name in media {
            if !self.0.contains(name) {
                self.0.push(name.clone());
            }
        }
    }

    /// Whoever reads nothing takes anything.
    fn finish(self) -> String {
        if self.0.is_empty() { "*/*".to_owned() } else { self.0.join(", ") }
    }
}
