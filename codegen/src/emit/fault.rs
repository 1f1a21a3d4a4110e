//! Faults as an enum: one variant for each value of the discriminator, and one for the rest.

mod users;

use proc_macro2::TokenStream;
use quote::{ToTokens as _, quote};

use super::context::{Context, operation_path, type_path};
use super::doc::{Doc, code, first_sentence};
use super::example::{self, Tail};
use super::item::Items;
use super::tokens::{concat, derive};
use crate::model::{FaultArm, FaultCase, FaultEnum, Module, Operation, Selector, Type, TypeDef};

/// What the two forms of a fault show.
const SHOWN: &str = "`{}` shows what the description says of the fault, and its name. `{:#}` adds what the server says, \
                     in its own words, which may repeat what it was sent.";

/// The faults of one operation.
pub(super) fn own(context: &Context<'_>, module: &Module, operation: &Operation, faults: &FaultEnum) -> TokenStream {
    let doc = Doc::new(0).paragraph(&format!("Why [`{}`] was refused.", operation.name.as_str()));
    let name = faults.name.to_token_stream();
    let definition = definition(context, (doc, Doc::new(0)), &operation_path(module, &faults.name), faults);
    concat([definition, reading(&name, faults), display(&name, faults)])
}

/// The faults of a named schema: the definition, and how they are read and shown.
pub(super) fn shared(context: &Context<'_>, def: &TypeDef, faults: &FaultEnum, root: &str) -> Items {
    let path = type_path(def);
    let definition = definition(context, users::doc(&def.docs, &faults.users, root), &path, faults);
    let wire = concat([reading(&path, faults), display(&path, faults)]);
    Items { definition, wire, judged: TokenStream::new() }
}

/// The enum, with what its documentation begins and ends with. Examples see it at `path`.
fn definition(context: &Context<'_>, (doc, end): (Doc, Doc), path: &TokenStream, faults: &FaultEnum) -> TokenStream {
    let FaultEnum { name, selectors, arms, is_eq, is_large, .. } = faults;
    let tags = tags(selectors);
    let (first, others) = tags.split_first().map_or(("", [].as_slice()), |(first, others)| (first.as_str(), others));
    let others: String = others.iter().map(|tag| format!(", or {tag} where there is none")).collect();
    let decides = format!("The member {first} of the answer decides which fault it is{others}; the status does not.");
    let doc = doc.paragraph(&decides);
    let doc = if arms.iter().any(|arm| arm.has_text) { doc.paragraph(SHOWN) } else { doc };
    let doc = doc.verbatim(end.into_lines());
    let derive = derive(&["Clone", "Debug", "PartialEq", if *is_eq { "Eq" } else { "" }]);
    let lint = match is_large {
        true => quote!(#[allow(clippy::large_enum_variant, reason = "a fault travels in a box")]),
        false => quote!(),
    };
    let variants = arms.iter().map(|arm| variant(context, arm));
    let inherent = inherent(context, path, faults);
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

        #inherent
    }
}

fn variant(context: &Context<'_>, arm: &FaultArm) -> TokenStream {
    let wire = code(&arm.value);
    let doc = match said(arm) {
        Some(text) => Doc::new(4).text(&format!("{wire}: {text}")),
        None => Doc::new(4).paragraph(&format!("{wire}.")),
    };
    let doc = doc.history(&arm.docs);
    let (name, ty) = (&arm.variant, context.ty(&arm.ty));
    quote!(#doc #name(#ty))
}

/// The inherent `impl`.
fn inherent(context: &Context<'_>, path: &TokenStream, faults: &FaultEnum) -> TokenStream {
    let FaultEnum { name, selectors, arms, .. } = faults;
    let said = match tags(selectors).as_slice() {
        [first, _, ..] => format!(
            "The name of the fault as the member {first} spells it, or what the body says of an unknown one, if it does."
        ),
        tags => format!("What the member {} says, if the body has it.", tags.concat()),
    };
    let doc = Doc::new(4).paragraph(&said);
    let example = arms.first().and_then(|arm| tag_example(context, path, arm));
    let doc = doc.verbatim(example.into_iter().flatten());
    let arms = arms.iter().map(|FaultArm { value, variant, .. }| quote!(Self::#variant(_) => #value));
    quote! {
        impl #name {
            #doc
            #[must_use]
            pub fn tag(&self) -> Option<&str> {
                let tag = match self {
                    #(#arms,)*
                    Self::Other(raw) => return raw.tag(),
                };
                Some(tag)
            }
        }
    }
}

/// A fault and its tag.
fn tag_example(context: &Context<'_>, path: &TokenStream, arm: &FaultArm) -> Option<Vec<String>> {
    let FaultArm { value, variant, example, .. } = arm;
    let held = example::exact(context, example.as_ref()?);
    let statements = quote! {
        let fault = #path::#variant(#held);
        assert_eq!(fault.tag(), Some(#value));
    };
    Some(example::lines(context, statements, Tail::Plain))
}

/// The `impl Fault`.
fn reading(name: &TokenStream, FaultEnum { selectors, arms, .. }: &FaultEnum) -> TokenStream {
    let members = selectors.iter().map(|Selector { tag, usual }| {
        let content = place(usual.as_deref());
        quote!((#tag, #content))
    });
    let named = quote!(support::NamedFault::of(reader, &[#(#members),*]));
    let named_by = if selectors.len() == 1 { quote!(tag) } else { quote!(name) };
    let cases = arms.iter().map(|arm| cases(selectors, arm));
    quote! {
        impl rt::Fault for #name {
            fn from_body(reader: &mut rt::Reader<'_>) -> Option<Self> {
                let fault = #named?;
                match fault.#named_by() {
                    #(#cases)*
                    _ => None,
                }
            }

            fn tag<'a>(reader: &rt::Reader<'a>) -> Option<std::borrow::Cow<'a, str>> {
                #named.map(support::NamedFault::into_tag)
            }

            fn other(raw: rt::RawFault) -> Self {
                Self::Other(raw)
            }
        }
    }
}

/// The values that stand for one fault: those whose content is in the usual place together, then the others.
fn cases(selectors: &[Selector], arm: &FaultArm) -> TokenStream {
    let variant = &arm.variant;
    let pattern = |FaultCase { tag, value, .. }: &FaultCase| match selectors {
        [_] => quote!(#value),
        _ => quote!((#tag, #value)),
    };
    let together: Vec<TokenStream> = arm.cases.iter().filter(|case| case.is_usual).map(pattern).collect();
    let together = match together.as_slice() {
        [] => quote!(),
        patterns => quote!(#(#patterns)|* => fault.read(reader).map(Self::#variant),),
    };
    let others = arm.cases.iter().filter(|case| !case.is_usual).map(|case| {
        let (pattern, content) = (pattern(case), place(case.member.as_deref()));
        quote!(#pattern => fault.read_in(#content, reader).map(Self::#variant),)
    });
    concat([together].into_iter().chain(others))
}

fn place(member: Option<&str>) -> TokenStream {
    match member {
        Some(member) => quote!(Some(#member)),
        None => quote!(None),
    }
}

/// The members that tell the faults apart, as documentation has them.
fn tags(selectors: &[Selector]) -> Vec<String> {
    selectors.iter().map(|selector| code(&selector.tag)).collect()
}

/// The sentence of the description, and the content where it has a text; the runtime knows which form shows what.
fn display(name: &TokenStream, FaultEnum { arms, .. }: &FaultEnum) -> TokenStream {
    let sentences = arms.iter().map(|arm| {
        let (variant, sentence) = (&arm.variant, said(arm).map(first_sentence).unwrap_or_default());
        quote!(Self::#variant(_) => #sentence)
    });
    let (text, content) = match texts(arms) {
        Some(content) => (quote!(text), content),
        None => (quote!(None), quote!()),
    };
    quote! {
        impl fmt::Display for #name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let said = match self {
                    #(#sentences,)*
                    Self::Other(raw) => return raw.fmt(f),
                };
                #content
                support::described(said, self.tag().unwrap_or_default(), #text, f)
            }
        }

        impl std::error::Error for #name {}
    }
}

/// The statement that finds the text for people; none if no fault has one.
fn texts(arms: &[FaultArm]) -> Option<TokenStream> {
    let mut types: Vec<&Type> = Vec::new();
    for ty in arms.iter().filter(|arm| arm.has_text).map(|arm| &arm.ty) {
        if !types.contains(&ty) {
            types.push(ty);
        }
    }
    let groups = types.iter().map(|ty| {
        let variants = arms.iter().filter(|arm| arm.ty == **ty).map(|arm| &arm.variant);
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

/// What the document says of a fault.
fn said(arm: &FaultArm) -> Option<&str> {
    [arm.docs.summary.trim(), arm.docs.description.trim()].into_iter().find(|text| !text.is_empty())
}
