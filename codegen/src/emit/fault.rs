//! The faults of an operation as an enum: one variant for each value of the discriminator, and one for the rest.

use proc_macro2::TokenStream;
use quote::quote;

use super::context::Context;
use super::doc::{Doc, code};
use super::example::{self, Tail};
use super::tokens::{concat, derive};
use crate::model::{Fault, FaultArm, Ident, Module, Operation};

/// From how many bytes on clippy may find a variant large beside the runtime's `RawFault`.
const LARGE: usize = 256;

/// How many members are looked at for that: more of them are large for certain.
const MEMBERS: usize = 64;

/// The items of the operation's faults; none when the document describes none.
pub(super) fn items(context: &Context<'_>, module: &Module, operation: &Operation) -> TokenStream {
    match &operation.fault {
        Fault::Raw => quote!(),
        Fault::Tagged { name, tag, arms } => {
            let definition = definition(context, operation, name, tag, arms);
            concat([definition, inherent(context, module, name, tag, arms), reading(name, tag, arms), display(name)])
        }
    }
}

fn definition(context: &Context<'_>, operation: &Operation, name: &Ident, tag: &str, arms: &[FaultArm]) -> TokenStream {
    let decides = format!("The member {} of the answer decides which fault it is; the status does not.", code(tag));
    let doc = Doc::new(0).paragraph(&format!("Why [`{}`] was refused.", operation.name.as_str())).paragraph(&decides);
    let partial = arms.iter().any(|arm| context.holds_float(&arm.ty));
    let derive = derive(&["Clone", "Debug", "PartialEq", if partial { "" } else { "Eq" }]);
    let lint = match arms.iter().map(|arm| context.size(&arm.ty, &mut { MEMBERS })).max() {
        Some(LARGE..) => quote!(#[allow(clippy::large_enum_variant, reason = "a fault travels in a box")]),
        _ => quote!(),
    };
    let variants = arms.iter().map(|arm| variant(context, arm));
    let other = Doc::new(4).paragraph("Anything else: a fault of another type, or a body that names none.");
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
    let said = [arm.docs.summary.trim(), arm.docs.description.trim()].into_iter().find(|text| !text.is_empty());
    let doc = match said {
        Some(text) => Doc::new(4).text(&format!("{wire}: {text}")),
        None => Doc::new(4).paragraph(&format!("{wire}.")),
    };
    let doc = doc.history(&arm.docs);
    let (name, ty) = (&arm.variant, context.ty(&arm.ty));
    quote!(#doc #name(#ty))
}

/// The inherent `impl`.
fn inherent(context: &Context<'_>, module: &Module, name: &Ident, tag: &str, arms: &[FaultArm]) -> TokenStream {
    let doc = Doc::new(4).paragraph(&format!("What the member {} says, if the body has it.", code(tag)));
    let example = arms.first().and_then(|arm| tag_example(context, module, name, arm));
    let doc = doc.verbatim(example.into_iter().flatten());
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
fn tag_example(context: &Context<'_>, module: &Module, name: &Ident, arm: &FaultArm) -> Option<Vec<String>> {
    let FaultArm { value, variant, ty, .. } = arm;
    let module = &module.name;
    let held = example::any_value(context, ty)?;
    let statements = quote! {
        let fault = operations::#module::#name::#variant(#held);
        assert_eq!(fault.tag(), Some(#value));
    };
    Some(example::lines(context, &statements, Tail::Plain))
}

/// The `impl Fault`.
fn reading(name: &Ident, tag: &str, arms: &[FaultArm]) -> TokenStream {
    let arms = arms.iter().map(|FaultArm { value, variant, member, .. }| match member {
        Some(member) => quote!(#value => support::fault_member(body, #member, reader).map(Self::#variant)),
        None => quote!(#value => support::fault_body(body, reader).map(Self::#variant)),
    });
    quote! {
        impl rt::Fault for #name {
            fn from_body(body: &rt::Json, reader: &mut rt::Reader) -> Option<Self> {
                match <Self as rt::Fault>::tag(body)? {
                    #(#arms,)*
                    _ => None,
                }
            }

            fn tag(body: &rt::Json) -> Option<&str> {
                body.member(#tag).and_then(rt::Json::as_str)
            }

            fn other(raw: rt::RawFault) -> Self {
                Self::Other(raw)
            }
        }
    }
}

fn display(name: &Ident) -> TokenStream {
    quote! {
        impl fmt::Display for #name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self {
                    Self::Other(raw) => raw.fmt(f),
                    known => f.write_str(known.tag().unwrap_or_default()),
                }
            }
        }

        impl std::error::Error for #name {}
    }
}
