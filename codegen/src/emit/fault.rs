//! Faults as an enum: one variant for each value of the discriminator, and one for the rest.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens as _, quote};

use super::context::{Context, operation_path, type_path};
use super::doc::{Doc, code, first_sentence};
use super::example;
use super::item::Items;
use super::tokens::{concat, derive};
use super::tree;
use crate::model::{Docs, FaultArm, FaultCase, FaultEnum, Ident, ItemPath, Module, Operation, TypeDef};

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
    let derive = derive(&["Clone", if *is_eq { "Eq" } else { "" }]);
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

/// How they are read, shown and compared: a table, and which variant each entry is.
fn reading(name: &TokenStream, FaultEnum { members, arms, .. }: &FaultEnum) -> TokenStream {
    let names = names(members, arms);
    let said = arms.iter().map(|arm| arm.docs.said().map(first_sentence).unwrap_or_default());
    let variants: Vec<_> = arms.iter().map(|arm| &arm.variant).collect();
    let called = arms.iter().map(|arm| arm.variant.as_str());
    let indices = (0..arms.len()).map(Literal::usize_unsuffixed);
    let groups = by_type(arms);
    let contents = groups.iter().map(|group| content(group));
    let readings = groups.iter().map(|group| read(group));
    quote! {
        impl #name {
            pub(crate) const KNOWN: &support::KnownFaults = &support::KnownFaults {
                members: &[#(#members),*],
                names: &[#(#names),*],
                variants: &[#(#called),*],
                said: &[#(#said),*],
            };

            pub(crate) fn known(&self) -> support::WhichFault<'_> {
                let index = match self {
                    #(Self::#variants(_) => #indices,)*
                    Self::Other(raw) => return Err(raw),
                };
                let (content, text): (&dyn support::FaultContent, Option<&dyn fmt::Display>) = match self {
                    #(#contents,)*
                    Self::Other(raw) => return Err(raw),
                };
                Ok((index, content, text))
            }

            fn read(found: &support::FoundFault, reader: &mut rt::Reader<'_>) -> Option<Self> {
                #(#readings)*
                None
            }
        }

        support::faults!(#name);
    }
}

/// The faults that hold the same type, each with its index: what is said once for a type is compiled once.
fn by_type(arms: &[FaultArm]) -> Vec<Vec<(usize, &FaultArm)>> {
    let mut groups: Vec<Vec<(usize, &FaultArm)>> = Vec::new();
    for (index, arm) in arms.iter().enumerate() {
        let is_same = |group: &&mut Vec<(usize, &FaultArm)>| group.first().is_some_and(|(_, first)| first.ty == arm.ty);
        match groups.iter_mut().find(is_same) {
            Some(group) => group.push((index, arm)),
            None => groups.push(vec![(index, arm)]),
        }
    }
    groups
}

/// What faults of one type hold, and whether it is a text for people.
fn content(group: &[(usize, &FaultArm)]) -> TokenStream {
    let variants = group.iter().map(|(_, arm)| &arm.variant);
    let text = if group.iter().any(|(_, arm)| arm.has_text) { quote!(Some(content)) } else { quote!(None) };
    quote!(#(Self::#variants(content))|* => (content, #text))
}

/// How faults of one type are read.
fn read(group: &[(usize, &FaultArm)]) -> TokenStream {
    let variants = group.iter().map(|(index, FaultArm { variant, .. })| {
        let index = Literal::usize_unsuffixed(*index);
        quote!((#index, Self::#variant))
    });
    quote! {
        if let Some(variant) = found.one_of(&[#(#variants),*]) {
            return found.read(reader).map(variant);
        }
    }
}

/// What names the faults, a list for each member and for each place of the content.
fn names(members: &[String], arms: &[FaultArm]) -> Vec<TokenStream> {
    let mut lists = Vec::new();
    for tag in members {
        let mut places: BTreeMap<Option<&str>, Vec<TokenStream>> = BTreeMap::new();
        for (index, arm) in arms.iter().enumerate() {
            let index = Literal::usize_unsuffixed(index);
            for FaultCase { value, member, .. } in arm.cases.iter().filter(|case| case.tag == *tag) {
                places.entry(member.as_deref()).or_default().push(quote!((#index, #value)));
            }
        }
        lists.extend(places.into_iter().map(|(content, values)| {
            let content = content.map_or(quote!(None), |member| quote!(Some(#member)));
            quote!(support::FaultNames { member: #tag, content: #content, values: &[#(#values),*] })
        }));
    }
    lists
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
