//! Faults as an enum: one variant for each value of the discriminator, and one for the rest.

mod users;

use proc_macro2::TokenStream;
use quote::quote;

use super::context::{Context, fault_path, operation_path};
use super::doc::{Doc, code, first_sentence};
use super::example::{self, Tail};
use super::tokens::{broken, concat, derive};
use crate::model::{FaultArm, FaultCase, FaultDef, FaultEnum, Ident, Module, Operation, Selector};

/// From how many bytes on clippy may find a variant large beside the runtime's `RawFault`.
const LARGE: usize = 256;

/// How many members are looked at for that: more of them are large for certain.
const MEMBERS: usize = 64;

/// What the two forms of a fault show.
const SHOWN: &str = "`{}` shows what the description says of the fault, and its name. `{:#}` adds what the server says, \
                     in its own words, which may repeat what it was sent.";

/// The faults of one operation.
pub(super) fn own(context: &Context<'_>, module: &Module, operation: &Operation, faults: &FaultEnum) -> TokenStream {
    let doc = Doc::new(0).paragraph(&format!("Why [`{}`] was refused.", operation.name.as_str()));
    items(context, (doc, Doc::new(0)), &operation_path(module, &faults.name), faults)
}

/// The faults of a named schema.
pub(super) fn shared(context: &Context<'_>, def: &FaultDef) -> TokenStream {
    items(context, users::doc(context, def), &fault_path(def), &def.faults)
}

/// The enum, with what its documentation begins and ends with. Examples see it at `path`.
fn items(context: &Context<'_>, doc: (Doc, Doc), path: &TokenStream, faults: &FaultEnum) -> TokenStream {
    let FaultEnum { name, selectors, arms } = faults;
    let definition = definition(context, doc, faults);
    let inherent = inherent(context, path, faults);
    concat([definition, inherent, reading(name, selectors, arms), display(context, name, arms)])
}

fn definition(context: &Context<'_>, (doc, end): (Doc, Doc), faults: &FaultEnum) -> TokenStream {
    let FaultEnum { name, selectors, arms } = faults;
    let tags = tags(selectors);
    let (first, others) = tags.split_first().map_or(("", [].as_slice()), |(first, others)| (first.as_str(), others));
    let others: String = others.iter().map(|tag| format!(", or {tag} where there is none")).collect();
    let decides = format!("The member {first} of the answer decides which fault it is{others}; the status does not.");
    let doc = doc.paragraph(&decides);
    let doc = if arms.iter().any(|arm| context.has_text(&arm.ty)) { doc.paragraph(SHOWN) } else { doc };
    let doc = context.comment(doc.verbatim(end.into_lines()));
    let partial = arms.iter().any(|arm| context.holds_float(&arm.ty));
    let derive = derive(&["Clone", "Debug", "PartialEq", if partial { "" } else { "Eq" }]);
    let lint = match arms.iter().map(|arm| context.size(&arm.ty, &mut { MEMBERS })).max() {
        Some(LARGE..) => quote!(#[allow(clippy::large_enum_variant, reason = "a fault travels in a box")]),
        _ => quote!(),
    };
    let variants = arms.iter().map(|arm| variant(context, arm));
    let other = Doc::new(4).paragraph("Anything else: a fault of another type, or a body that names none.");
    let other = context.comment(other);
    quote! {
        #doc
        #lint
        #derive
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
            #other
            Other(rt::RawFault),
        }
    }
}

fn variant(context: &Context<'_>, arm: &FaultArm) -> TokenStream {
    let wire = code(&arm.value);
    let doc = match said(arm) {
        Some(text) => Doc::new(4).text(&format!("{wire}: {text}")),
        None => Doc::new(4).paragraph(&format!("{wire}.")),
    };
    let doc = context.comment(doc.history(&arm.docs));
    let (name, ty) = (&arm.variant, context.ty(&arm.ty));
    quote!(#doc #name(#ty))
}

/// The inherent `impl`.
fn inherent(context: &Context<'_>, path: &TokenStream, faults: &FaultEnum) -> TokenStream {
    let FaultEnum { name, selectors, arms } = faults;
    let said = match tags(selectors).as_slice() {
        [first, _, ..] => format!(
            "The name of the fault as the member {first} spells it, or what the body says of an unknown one, if it does."
        ),
        tags => format!("What the member {} says, if the body has it.", tags.concat()),
    };
    let doc = Doc::new(4).paragraph(&said);
    let example = arms.first().and_then(|arm| tag_example(context, path, arm));
    let doc = context.comment(doc.verbatim(example.into_iter().flatten()));
    let arms = arms.iter().map(|FaultArm { value, variant, .. }| quote!(Self::#variant(_) => Some(#value)));
    quote! {
        impl #name {
            #doc
            #[must_use]
            pub fn tag(&self) -> Option<&str> {
                match self {
                    #(#arms,)*
                    Self::Other(raw) => raw.tag(),
                }
            }
        }
    }
}

/// A fault and its tag.
fn tag_example(context: &Context<'_>, path: &TokenStream, arm: &FaultArm) -> Option<Vec<String>> {
    let FaultArm { value, variant, ty, .. } = arm;
    let held = example::any_value(context, ty)?;
    let statements = quote! {
        let fault = #path::#variant(#held);
        assert_eq!(fault.tag(), Some(#value));
    };
    Some(example::lines(context, statements, Tail::Plain))
}

/// The `impl Fault`.
fn reading(name: &Ident, selectors: &[Selector], arms: &[FaultArm]) -> TokenStream {
    let (from_body, tag) = match selectors {
        [only] => by_one(only, arms),
        selectors => by_several(selectors, arms),
    };
    quote! {
        impl rt::Fault for #name {
            fn from_body(body: &rt::Json, reader: &mut rt::Reader) -> Option<Self> {
                #from_body
            }

            fn tag(body: &rt::Json) -> Option<&str> {
                #tag
            }

            fn other(raw: rt::RawFault) -> Self {
                Self::Other(raw)
            }
        }
    }
}

/// One member tells the faults apart.
fn by_one(selector: &Selector, arms: &[FaultArm]) -> (TokenStream, TokenStream) {
    let Selector { tag, cases } = selector;
    let cases = cases.iter().map(|case| {
        let (value, read) = (&case.value, read(case, arms));
        quote!(#value => #read)
    });
    let from_body = quote! {
        match <Self as rt::Fault>::tag(body)? {
            #(#cases,)*
            _ => None,
        }
    };
    (from_body, quote!(body.member(#tag).and_then(rt::Json::as_str)))
}

/// The first of several members that is there does.
fn by_several(selectors: &[Selector], arms: &[FaultArm]) -> (TokenStream, TokenStream) {
    let members: Vec<&str> = selectors.iter().map(|selector| selector.tag.as_str()).collect();
    let cases = selectors.iter().flat_map(|selector| selector.cases.iter().map(move |case| (&selector.tag, case)));
    let cases = cases.map(|(tag, case)| {
        let (value, read) = (&case.value, read(case, arms));
        quote!((#tag, #value) => #read)
    });
    let from_body = quote! {
        match support::fault_tag(body, &[#(#members),*])? {
            #(#cases,)*
            _ => None,
        }
    };
    (from_body, quote!(support::fault_tag(body, &[#(#members),*]).map(|(_, tag)| tag)))
}

/// How the content of a case is read.
fn read(case: &FaultCase, arms: &[FaultArm]) -> TokenStream {
    let Some(FaultArm { variant, .. }) = arms.get(case.arm) else { return broken("no such fault") };
    match &case.member {
        Some(member) => quote!(support::fault_member(body, #member, reader).map(Self::#variant)),
        None => quote!(support::fault_body(body, reader).map(Self::#variant)),
    }
}

/// The members that tell the faults apart, as documentation has them.
fn tags(selectors: &[Selector]) -> Vec<String> {
    selectors.iter().map(|selector| code(&selector.tag)).collect()
}

/// The sentence of the description, and the content where it has a text; the runtime knows which form shows what.
fn display(context: &Context<'_>, name: &Ident, arms: &[FaultArm]) -> TokenStream {
    let has_text = arms.iter().any(|arm| context.has_text(&arm.ty));
    let arms = arms.iter().map(|arm| {
        let (variant, sentence) = (&arm.variant, said(arm).map(first_sentence).unwrap_or_default());
        match (has_text, context.has_text(&arm.ty)) {
            (true, true) => quote!(Self::#variant(content) => (#sentence, Some(content))),
            (true, false) => quote!(Self::#variant(_) => (#sentence, None)),
            (false, _) => quote!(Self::#variant(_) => #sentence),
        }
    });
    let (shown, text) = match has_text {
        true => (quote!((said, text): (&str, Option<&dyn fmt::Display>)), quote!(text)),
        false => (quote!(said), quote!(None)),
    };
    quote! {
        impl fmt::Display for #name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let #shown = match self {
                    #(#arms,)*
                    Self::Other(raw) => return raw.fmt(f),
                };
                support::described(said, self.tag().unwrap_or_default(), #text, f)
            }
        }

        impl std::error::Error for #name {}
    }
}

/// What the document says of a fault.
fn said(arm: &FaultArm) -> Option<&str> {
    [arm.docs.summary.trim(), arm.docs.description.trim()].into_iter().find(|text| !text.is_empty())
}
