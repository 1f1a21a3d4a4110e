//! Faults as an enum: one variant for each value of the discriminator, and one for the rest.

use std::collections::BTreeSet;

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens as _, quote};

use super::context::{Context, operation_path, type_path};
use super::doc::{Doc, code, first_sentence};
use super::example;
use super::item::Items;
use super::tokens::{concat, derive};
use super::tree;
use crate::model::{Docs, FaultArm, FaultCase, FaultEnum, Ident, ItemPath, Module, Operation, Type, TypeDef};

/// What the two forms of a fault show.
const SHOWN: &str = "`{}` shows what the description says of the fault, and its name. `{:#}` adds what the server says, \
                     in its own words, which may repeat what it was sent.";

pub(super) fn own(context: &Context<'_>, module: &Module, operation: &Operation, faults: &FaultEnum) -> TokenStream {
    let doc = Doc::new(0).paragraph(&format!("Why [`{}`] was refused.", operation.name.as_str()));
    let name = faults.name.to_token_stream();
    let definition = definition(context, (doc, Doc::new(0)), &operation_path(module, &faults.name), faults);
    concat([definition, reading(&name, faults)])
}

/// The faults of a named schema: the definition, and how they are read and shown.
pub(super) fn shared(context: &Context<'_>, def: &TypeDef, faults: &FaultEnum, root: &str) -> Items {
    let path = type_path(def);
    let definition = definition(context, shared_doc(&def.docs, &faults.users, root), &path, faults);
    Items { definition, wire: reading(&path, faults), judged: TokenStream::new() }
}

/// The enum, with what its documentation begins and ends with. Examples see it at `path`.
fn definition(context: &Context<'_>, (doc, end): (Doc, Doc), path: &TokenStream, faults: &FaultEnum) -> TokenStream {
    let FaultEnum { name, members, arms, is_eq, is_large, .. } = faults;
    let tags = tags(members);
    let (first, others) = tags.split_first().map_or(("", [].as_slice()), |(first, others)| (first.as_str(), others));
    let others: String = others.iter().map(|tag| format!(", or {tag} where there is none")).collect();
    let decides = format!("The member {first} of the answer decides which fault it is{others}; the status does not.");
    let doc = doc.paragraph(&decides);
    let doc = if arms.iter().any(|arm| arm.has_text) { doc.paragraph(SHOWN) } else { doc };
    let doc = doc.verbatim(end.lines);
    let derive = derive(&["Clone", "Debug", "PartialEq", if *is_eq { "Eq" } else { "" }]);
    let lint = is_large.then(|| quote!(#[allow(clippy::large_enum_variant, reason = "a fault travels in a box")]));
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
    let doc = Doc::new(4).value(&arm.value, &arm.docs);
    let (name, ty) = (&arm.variant, context.ty(&arm.ty));
    quote!(#doc #name(#ty))
}

fn inherent(context: &Context<'_>, path: &TokenStream, faults: &FaultEnum) -> TokenStream {
    let FaultEnum { name, members, arms, .. } = faults;
    let said = match tags(members).as_slice() {
        [first, _, ..] => format!(
            "The name of the fault as the member {first} spells it, or what the body says of an unknown one, if it does."
        ),
        tags => format!("What the member {} says, if the body has it.", tags.concat()),
    };
    let doc = Doc::new(4).paragraph(&said);
    let example = arms.first().and_then(|arm| tag_example(context, path, arm));
    let doc = doc.verbatim(example.into_iter().flatten());
    quote! {
        impl #name {
            #doc
            #[must_use]
            pub fn tag(&self) -> Option<&str> {
                Self::KNOWN.name(self.known())
            }
        }
    }
}

fn tag_example(context: &Context<'_>, path: &TokenStream, arm: &FaultArm) -> Option<Vec<String>> {
    let FaultArm { value, variant, example, .. } = arm;
    let held = example::exact(context, example.as_ref()?);
    let statements = quote! {
        let fault = #path::#variant(#held);
        assert_eq!(fault.tag(), Some(#value));
    };
    Some(example::lines(context, statements))
}

/// How they are read and shown: a table, and which variant each entry is.
fn reading(name: &TokenStream, FaultEnum { members, arms, .. }: &FaultEnum) -> TokenStream {
    let names = arms.iter().enumerate().flat_map(|(index, arm)| names(index, arm));
    let said = arms.iter().map(|arm| arm.docs.said().map(first_sentence).unwrap_or_default());
    let indices = || (0..arms.len()).map(Literal::usize_unsuffixed);
    let (known_at, read_at) = (indices(), indices());
    let (known, read) = (arms.iter().map(|arm| &arm.variant), arms.iter().map(|arm| &arm.variant));
    let (text, content) = match texts(arms) {
        Some(content) => (quote!(text), content),
        None => (quote!(None), quote!()),
    };
    quote! {
        impl #name {
            pub(crate) const KNOWN: &support::KnownFaults = &support::KnownFaults {
                members: &[#(#members),*],
                names: &[#(#names),*],
                said: &[#(#said),*],
            };

            pub(crate) fn known(&self) -> support::WhichFault<'_> {
                let index = match self {
                    #(Self::#known(_) => #known_at,)*
                    Self::Other(raw) => return Err(raw),
                };
                #content
                Ok((index, #text))
            }

            fn read(found: &support::FoundFault, reader: &mut rt::Reader<'_>) -> Option<Self> {
                match found.index() {
                    #(#read_at => found.read(reader).map(Self::#read),)*
                    _ => None,
                }
            }
        }

        support::faults!(#name);
    }
}

/// The statement that finds the text for people; none if no fault has one. A line for each type: what is turned into
/// `dyn Display` once costs once.
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

/// What names a fault in the table.
fn names(index: usize, arm: &FaultArm) -> impl Iterator<Item = TokenStream> {
    let index = Literal::usize_unsuffixed(index);
    arm.cases.iter().map(move |FaultCase { tag, value, member }| match member {
        Some(member) => quote!((#index, #tag, #value, Some(#member))),
        None => quote!((#index, #tag, #value, None)),
    })
}

/// The members that tell the faults apart, as documentation has them.
fn tags(members: &[String]) -> Vec<String> {
    members.iter().map(|member| code(member)).collect()
}

/// What stands at the beginning, what the document says and whose the faults are, and at the end, versions and what makes
/// links of the operations' names; `root` is the path of the root of the output.
fn shared_doc(docs: &Docs, users: &[ItemPath], root: &str) -> (Doc, Doc) {
    let users = told(users);
    let names: Vec<String> = users.iter().map(|(shown, _)| format!("[{}]", code(shown))).collect();
    let whose = match docs.description.is_empty() {
        true => format!("Why {} was refused.", list(&names, "or")),
        false => format!("The faults of {}.", list(&names, "and")),
    };
    let links = users.iter().map(|(shown, path)| format!("[{}]: {root}::operations::{path}", code(shown)));
    let head = Doc::new(0).description(docs).paragraph(&whose);
    (head, Doc::new(0).history(docs).verbatim(links))
}

/// The operations in the order of the document: what they are called here, and their path below `operations`.
fn told(users: &[ItemPath]) -> Vec<(String, String)> {
    let names: BTreeSet<&Ident> = users.iter().map(|user| &user.name).collect();
    let is_clear = names.len() == users.len();
    let tell = |ItemPath { home, name }: &ItemPath| {
        let path = format!("{}::{}", tree::shown(home), name.as_str());
        (if is_clear { name.as_str().to_owned() } else { path.clone() }, path)
    };
    users.iter().map(tell).collect()
}

/// `A, B or C`
fn list(names: &[String], word: &str) -> String {
    match names.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} {word} {last}", others.join(", ")),
        None => String::new(),
    }
}
