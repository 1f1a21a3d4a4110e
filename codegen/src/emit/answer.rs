//! How answers are read: the type of a success and of a refusal, and the enums of those that the status and the media type
//! tell apart. Faults that a member of the body names are in `fault`.

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens as _, quote};

use super::context::Context;
use super::doc::{Doc, code, first_sentence};
use super::tokens::derive;
use crate::model::{Answer, AnswerArm, AnswerEnum, Fault, Operation, Output, Plain, Received, Status, Type};

/// What a success gives.
pub(super) fn output_type(context: &Context<'_>, operation: &Operation) -> TokenStream {
    match &operation.output {
        Output::Same(answer) => held(context, &answer.content).unwrap_or(quote!(())),
        Output::Several(answers) => answers.name.to_token_stream(),
    }
}

/// What a refusal says.
pub(super) fn fault_type(context: &Context<'_>, operation: &Operation) -> TokenStream {
    match &operation.fault {
        Fault::Raw => quote!(rt::RawFault),
        Fault::Own(faults) => faults.name.to_token_stream(),
        Fault::ByStatus(answers) => answers.name.to_token_stream(),
        Fault::Shared(id) => context.type_path(*id),
    }
}

/// The expression that reads a success.
pub(super) fn success(operation: &Operation) -> TokenStream {
    let read = match &operation.output {
        Output::Same(answer) => read(answer, &quote!(&rules::READ)),
        Output::Several(_) => Some(quote!(support::success_of(response, &rules::READ))),
    };
    match read {
        Some(read) => quote!(#read.map_err(rt::ResponseError::Decode)),
        None => quote!(Ok(())),
    }
}

/// The type of what a body holds.
fn held(context: &Context<'_>, content: &Received) -> Option<TokenStream> {
    match content {
        Received::Empty => None,
        Received::Json(ty) | Received::Wrapped { ty, .. } | Received::Text(_, ty) => Some(context.ty(ty)),
        Received::Events(_) => Some(quote!(String)),
        Received::Bytes => Some(quote!(rt::Body)),
    }
}

/// The expression that reads a body; none where there is nothing to read.
fn read(answer: &Answer, rules: &TokenStream) -> Option<TokenStream> {
    let media = &answer.media;
    Some(match &answer.content {
        Received::Empty => return None,
        Received::Json(_) => quote!(support::success(response, #rules)),
        Received::Wrapped { member, .. } => quote!(support::success_member(response, #member, #rules)),
        Received::Text(form, _) => {
            let form = plain(*form);
            quote!(support::text_body(response, #form, &[#(#media),*], #rules))
        }
        Received::Events(_) => quote!(support::text_body(response, support::Plain::Text, &[#(#media),*], #rules)),
        Received::Bytes => quote!(support::bytes_body(response, &[#(#media),*], #rules)),
    })
}

/// The variant of the runtime's `Plain`.
pub(super) fn plain(form: Plain) -> TokenStream {
    match form {
        Plain::Text => quote!(support::Plain::Text),
        Plain::Json => quote!(support::Plain::Json),
    }
}

/// The enum of the successes.
pub(super) fn output(context: &Context<'_>, operation: &Operation, answers: &AnswerEnum) -> TokenStream {
    let doc = format!(
        "What [`{}`] gives. The status decides, and the media type where one status has several.",
        operation.name.as_str()
    );
    let definition = definition(context, Doc::new(0).paragraph(&doc), answers, &quote!());
    let reading = reading(answers);
    quote!(#definition #reading)
}

/// The enum of the refusals.
pub(super) fn faults(context: &Context<'_>, operation: &Operation, answers: &AnswerEnum) -> TokenStream {
    let doc = format!(
        "Why [`{}`] was refused. The status decides, and the media type where one status has several.",
        operation.name.as_str()
    );
    let other =
        Doc::new(4).paragraph("Anything else: another status, or a body that is not what the description says.");
    let definition = definition(context, Doc::new(0).paragraph(&doc), answers, &quote!(#other Other(rt::RawFault),));
    let (reading, shown) = (reading(answers), shown(answers));
    quote!(#definition #reading #shown)
}

fn definition(context: &Context<'_>, doc: Doc, answers: &AnswerEnum, other: &TokenStream) -> TokenStream {
    let AnswerEnum { name, arms, is_eq, is_large } = answers;
    let derive = derive(&["Clone", "Debug", "PartialEq", if *is_eq { "Eq" } else { "" }]);
    let lint = match is_large {
        true => quote!(#[allow(clippy::large_enum_variant, reason = "there is one for each call")]),
        false => quote!(),
    };
    let variants = arms.iter().map(|arm| {
        let AnswerArm { variant, docs, answer, .. } = arm;
        let said = said(arm);
        let doc = match said.is_empty() {
            true => Doc::new(4).paragraph(&format!("{}.", key(arm))),
            false => Doc::new(4).text(&format!("{}: {said}", key(arm))),
        };
        let doc = doc.history(docs);
        match held(context, &answer.content) {
            Some(ty) => quote!(#doc #variant(#ty)),
            None => quote!(#doc #variant),
        }
    });
    quote! {
        #doc
        #lint
        #derive
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
            #other
        }
    }
}

/// What the document lists an answer as, for its documentation.
fn key(arm: &AnswerArm) -> String {
    let status = match arm.status {
        Status::Exact(status) => code(&status.to_string()),
        Status::Range(digit) => code(&format!("{digit}XX")),
        Status::Default => "Any other status".to_owned(),
    };
    match arm.answer.media.first().filter(|_| arm.answer.content != Received::Empty) {
        Some(media) => format!("{status}, {}", code(media)),
        None => status,
    }
}

/// The table, and which variant each entry is.
fn reading(answers: &AnswerEnum) -> TokenStream {
    let AnswerEnum { name, arms, .. } = answers;
    let table = arms.iter().map(|AnswerArm { status, answer, .. }| {
        let media = &answer.media;
        let number = |number: u16| Literal::u16_unsuffixed(number);
        match status {
            Status::Exact(status) => {
                let status = number(*status);
                quote!(support::Answer::exact(#status, &[#(#media),*]))
            }
            Status::Range(digit) => {
                let digit = number(*digit);
                quote!(support::Answer::range(#digit, &[#(#media),*]))
            }
            Status::Default => quote!(support::Answer::default(&[#(#media),*])),
        }
    });
    let rules = quote!(rules);
    let variants = arms.iter().enumerate().map(|(index, AnswerArm { variant, answer, .. })| {
        let index = Literal::usize_unsuffixed(index);
        match read(answer, &rules) {
            Some(read) => quote!(#index => #read.map(Self::#variant)),
            None => quote!(#index => Ok(Self::#variant)),
        }
    });
    quote! {
        impl support::Answers for #name {
            const ANSWERS: &'static [support::Answer] = &[#(#table),*];

            fn read(
                index: usize,
                response: &http::Response<rt::Body>,
                rules: &'static rt::ReadRules,
            ) -> Result<Self, rt::DecodeError> {
                match index {
                    #(#variants,)*
                    _ => Err(support::not_described(response, rules)),
                }
            }
        }
    }
}

/// How a refusal is shown: what is said of each variant, and which one a value is.
fn shown(answers: &AnswerEnum) -> TokenStream {
    let AnswerEnum { name, arms, .. } = answers;
    let sentences = arms.iter().map(|arm| match first_sentence(said(arm)) {
        sentence if sentence.is_empty() => "an error that the description has".to_owned(),
        sentence => sentence,
    });
    let known = arms.iter().enumerate().map(|(index, AnswerArm { variant, answer, .. })| {
        let index = Literal::usize_unsuffixed(index);
        match answer.content {
            Received::Empty => quote!(Self::#variant => #index),
            Received::Json(_)
            | Received::Wrapped { .. }
            | Received::Text(..)
            | Received::Events(_)
            | Received::Bytes => {
                quote!(Self::#variant(_) => #index)
            }
        }
    });
    let (text, content) = match texts(arms) {
        Some(content) => (quote!(text), content),
        None => (quote!(None), quote!()),
    };
    quote! {
        impl #name {
            const SAID: &[&str] = &[#(#sentences),*];

            fn known(&self) -> support::WhichAnswer<'_> {
                let index = match self {
                    #(#known,)*
                    Self::Other(raw) => return Err(raw),
                };
                #content
                Ok((index, #text))
            }
        }

        support::status_faults!(#name);
    }
}

/// The statement that finds the text for people; none if no refusal has one. A line for each type.
fn texts(arms: &[AnswerArm]) -> Option<TokenStream> {
    let with_text = || arms.iter().filter(|arm| arm.has_text);
    let mut types: Vec<&Type> = Vec::new();
    for ty in with_text().filter_map(|arm| arm.answer.content.ty()) {
        if !types.contains(&ty) {
            types.push(ty);
        }
    }
    let groups = types.iter().map(|ty| {
        let variants = with_text().filter(|arm| arm.answer.content.ty() == Some(ty)).map(|arm| &arm.variant);
        quote!(#(Self::#variants(content))|* => Some(content))
    });
    (!types.is_empty()).then(|| {
        quote! {
            let text: Option<&dyn fmt::Display> = match self {
                #(#groups,)*
                _ => None,
            };
        }
    })
}

/// What the document says of an answer.
fn said(arm: &AnswerArm) -> &str {
    arm.docs.description.trim()
}
