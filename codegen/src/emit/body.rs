//! The body of a request: the type of its field, the enum of several media types, how it is written, how it is judged.

use proc_macro2::TokenStream;
use quote::quote;

use super::context::Context;
use super::doc::{Doc, code};
use super::tokens::{concat, derive};
use super::{constructor, judge, parameter};
use crate::model::{
    Body, BodyArm, BodyEnum, Carried, Content, FormMember, Ident, Member, Operation, Pair, PartRule, Presence,
    Primitive, Sent, Style, Type,
};

/// What the field of a body holds.
pub(super) enum Held<'a> {
    /// A type of the model.
    Model(&'a Type),
    /// One of the runtime, which bytes become.
    Runtime(&'static str),
    /// The enum of several media types.
    Choice(&'a Ident),
}

/// What the field holds.
pub(super) fn held(body: &Body) -> Held<'_> {
    match &body.content {
        Content::One(sent) => of_one(sent),
        Content::Several(choice) => Held::Choice(&choice.name),
    }
}

fn of_one(sent: &Sent) -> Held<'_> {
    match &sent.carried {
        Carried::Json(ty)
        | Carried::Wrapped { ty, .. }
        | Carried::Text(ty, _)
        | Carried::Form { ty, .. }
        | Carried::Multipart { ty, .. } => Held::Model(ty),
        Carried::Bytes => Held::Runtime("rt::Body"),
        Carried::AnyType => Held::Runtime("rt::TypedBody"),
    }
}

impl Held<'_> {
    /// Whether a constructor takes whatever can become one.
    pub(super) fn is_converted(&self, context: &Context<'_>) -> bool {
        match self {
            Held::Model(ty) => constructor::is_converted(context, ty),
            Held::Runtime(_) => true,
            Held::Choice(_) => false,
        }
    }

    /// The type as code names it.
    pub(super) fn ty(&self, context: &Context<'_>) -> TokenStream {
        match self {
            Held::Model(ty) => context.ty(ty),
            Held::Runtime(name) => super::tokens::path(name),
            Held::Choice(name) => quote!(#name),
        }
    }
}

/// The enum of the media types; nothing where there is one.
pub(super) fn choice(context: &Context<'_>, operation: &Operation) -> TokenStream {
    let Some(Body { content: Content::Several(choice), .. }) = &operation.body else { return quote!() };
    let BodyEnum { name, arms } = choice;
    let doc = Doc::new(0).paragraph(&format!("What {} sends, by media type.", code(operation.name.as_str())));
    let derive = derive(&["Clone", "Debug", "PartialEq", if operation.is_eq { "Eq" } else { "" }]);
    let variants = arms.iter().map(|BodyArm { variant, sent }| {
        let doc = Doc::new(4).paragraph(&format!("{}.", code(&sent.media_type)));
        let ty = of_one(sent).ty(context);
        quote!(#doc #variant(#ty))
    });
    let judged = judged_arms(context, arms);
    let judged = judged.map(|statements| judge::implementation(&quote!(#name), &statements));
    quote! {
        #doc
        #derive
        #[non_exhaustive]
        pub enum #name {
            #(#variants),*
        }
        #judged
    }
}

/// The statements that judge what the enum holds, if anything of it is judged.
fn judged_arms(context: &Context<'_>, arms: &[BodyArm]) -> Option<TokenStream> {
    let (judged, others): (Vec<_>, Vec<_>) = arms.iter().partition(|arm| is_judged(context, &arm.sent));
    let judge = |arm: &BodyArm| {
        let place = place(&arm.sent);
        quote!(value.validate_at(checks, #place, report))
    };
    if let [BodyArm { variant, .. }] = judged.as_slice() {
        let judge = judged.first().map(|arm| judge(arm));
        return Some(quote!(if let Self::#variant(value) = self { #judge; }));
    }
    let rest = others.iter().map(|BodyArm { variant, .. }| quote!(Self::#variant(_))).collect::<Vec<_>>();
    let rest = if rest.is_empty() { quote!() } else { quote!(#(#rest)|* => {}) };
    let arms = judged.iter().map(|arm| {
        let (variant, judge) = (&arm.variant, judge(arm));
        quote!(Self::#variant(value) => #judge,)
    });
    (!judged.is_empty()).then(|| quote!(match self { #(#arms)* #rest }))
}

/// Where problems of the body are reported.
fn place(sent: &Sent) -> TokenStream {
    match &sent.carried {
        Carried::Wrapped { member, .. } => quote!(&at.member(#member)),
        Carried::Json(_)
        | Carried::Text(..)
        | Carried::Bytes
        | Carried::AnyType
        | Carried::Form { .. }
        | Carried::Multipart { .. } => quote!(at),
    }
}

fn is_judged(context: &Context<'_>, sent: &Sent) -> bool {
    sent.carried.ty().is_some_and(|ty| context.api.types.is_judged(ty))
}

/// The statement that judges the body, if anything of it is.
pub(super) fn judged(context: &Context<'_>, body: &Body) -> TokenStream {
    match &body.content {
        Content::One(sent) if is_judged(context, sent) => judge::judged(&body.field, &place(sent)),
        Content::Several(choice) if choice.arms.iter().any(|arm| is_judged(context, &arm.sent)) => {
            judge::judged(&body.field, &quote!(at))
        }
        Content::One(_) | Content::Several(_) => quote!(),
    }
}

/// The statements that put the body into the request.
pub(super) fn statements(context: &Context<'_>, body: &Body) -> TokenStream {
    let field = &body.field;
    match &body.content {
        Content::One(sent) if body.required => written(context, sent, &quote!(self.#field), &quote!(&self.#field)),
        Content::One(sent) => {
            let written = written(context, sent, &quote!(value), &quote!(value));
            quote!(if let Some(value) = &self.#field { #written })
        }
        Content::Several(BodyEnum { name, arms }) => {
            let arms = arms.iter().map(|BodyArm { variant, sent }| {
                let written = written(context, sent, &quote!(value), &quote!(value));
                let pattern =
                    if body.required { quote!(#name::#variant(value)) } else { quote!(Some(#name::#variant(value))) };
                quote!(#pattern => { #written })
            });
            let none = if body.required { quote!() } else { quote!(None => {}) };
            quote!(match &self.#field { #(#arms)* #none })
        }
    }
}

/// The statements for one media type: `value` is the place of the value, `borrowed` the same to hand over.
fn written(context: &Context<'_>, sent: &Sent, value: &TokenStream, borrowed: &TokenStream) -> TokenStream {
    let media_type = &sent.media_type;
    let spelled = |usual: &str| match media_type == usual {
        true => quote!(),
        false => quote!(request.content_type(#media_type)?;),
    };
    match &sent.carried {
        Carried::Json(_) => {
            let spelled = spelled("application/json");
            quote!(request.json(#borrowed)?; #spelled)
        }
        Carried::Wrapped { member, .. } => {
            let spelled = spelled("application/json");
            quote! {
                let body = support::Wrapped { member: #member, value: #borrowed };
                request.json(&body)?;
                #spelled
            }
        }
        Carried::Text(_, text) => {
            let text = parameter::owned(*text, value);
            quote!(request.bytes(#media_type, #text.as_bytes())?;)
        }
        Carried::Bytes => quote!(request.bytes(#media_type, #value.as_bytes())?;),
        Carried::AnyType => quote!(request.typed(#media_type, #borrowed)?;),
        Carried::Form { members, .. } => {
            let members = members
                .iter()
                .map(|FormMember { wire, styled }| parameter::described("member", wire, *styled, Style::Form));
            let spelled = spelled("application/x-www-form-urlencoded");
            quote!(support::form(&mut request, #borrowed, &[#(#members),*])?; #spelled)
        }
        Carried::Multipart { ty, parts } => multipart(context, ty, parts, value, borrowed),
    }
}

/// Each member as its parts.
fn multipart(
    context: &Context<'_>,
    ty: &Type,
    rules: &[PartRule],
    value: &TokenStream,
    borrowed: &TokenStream,
) -> TokenStream {
    let rule = |wire: &str| rules.iter().find(|rule| rule.wire == wire);
    let parts = match (context.api.types.object(ty), ty) {
        (Some(object), _) => {
            let members = object.members.iter().map(|member| part(member, rule(&member.wire), value));
            concat(members)
        }
        (None, Type::Map(item)) => {
            let part = match **item {
                Type::Primitive(Primitive::File) => quote!(parts.file(name, value, None)?;),
                _ => quote!(parts.value(name, value, None)?;),
            };
            quote!(for (name, value) in #borrowed { #part })
        }
        (None, _) => quote!(parts.members(#borrowed)?;),
    };
    quote! {
        let mut parts = support::Multipart::default();
        #parts
        parts.finish(&mut request);
    }
}

fn part(member: &Member, rule: Option<&PartRule>, value: &TokenStream) -> TokenStream {
    let Member { wire, field, ty, presence, .. } = member;
    let media_type = match rule.and_then(|rule| rule.media_type.as_ref()) {
        Some(media_type) => quote!(Some(#media_type)),
        None => quote!(None),
    };
    let headers = rule.into_iter().flat_map(|rule| &rule.headers);
    let headers: Vec<_> = headers.map(|Pair { name, value }| quote!(parts.header(#name, #value)?;)).collect();
    let place = quote!(#value.#field);
    let add = |one: TokenStream| quote!(parts.file(#wire, #one, #media_type)?; #(#headers)*);
    let is_list = match ty.present() {
        Type::Primitive(Primitive::File) => false,
        Type::List(item) if **item == Type::Primitive(Primitive::File) => true,
        Type::Primitive(_)
        | Type::Named(_)
        | Type::Boxed(_)
        | Type::List(_)
        | Type::Map(_)
        | Type::Nullable(_)
        | Type::Any => {
            return quote!(parts.value(#wire, &#place, #media_type)?; #(#headers)*);
        }
    };
    let each = |files: TokenStream| {
        if is_list {
            let one = add(quote!(file));
            quote!(for file in #files { #one })
        } else {
            add(files)
        }
    };
    let is_nullable = matches!(ty, Type::Nullable(_));
    let pattern = match presence {
        Presence::Required(_) if !is_nullable => return each(quote!(&#place)),
        Presence::Required(_) | Presence::Optional => quote!(Some(value)),
        Presence::OptionalOrNull => quote!(rt::Patch::Value(value)),
    };
    let each = each(quote!(value));
    quote!(if let #pattern = &#place { #each })
}
