//! A choice: an enum with a variant for each form that a value may have, and one for any other.

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens as _, quote};

use super::context::{Context, type_path};
use super::doc::{Doc, code};
use super::example;
use super::item::Items;
use super::judge::{self, Judged, Place};
use super::tokens::concat;
use crate::model::{ArmShape, ArmTag, Choice, ChoiceArm, JsonKind, Shape, ShapeMember, TagForm, Told, TypeDef};

/// All of a choice.
pub(super) fn items(context: &Context<'_>, def: &TypeDef, choice: &Choice) -> Items {
    Items {
        definition: definition(context, def, choice),
        wire: concat([
            told(def, choice),
            writing(def, choice),
            reading(def, choice),
            conversions(context, def, choice),
        ]),
        judged: judged(context, def, choice),
    }
}

fn definition(context: &Context<'_>, def: &TypeDef, choice: &Choice) -> TokenStream {
    let name = &def.name;
    let doc = Doc::new(0).docs(&def.docs, &format!("The alternatives of {}.", code(name.as_str())));
    let doc = doc.paragraph(&match &choice.told {
        Told::Tag(member) => format!("The member {} says which one it is; it is written by the variant.", code(member)),
        Told::Shape(_) => "What a value looks like says which one it is.".to_owned(),
    });
    let doc = doc.verbatim(made(context, def, choice).into_iter().flatten());
    let variants = choice.arms.iter().map(|arm| variant(context, arm));
    let other = Doc::new(4).paragraph("Any other value, as it came; it is not sent.");
    quote! {
        #doc
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
            #other
            Other(rt::Json),
        }
    }
}

/// An example that makes one of them.
fn made(context: &Context<'_>, def: &TypeDef, choice: &Choice) -> Option<Vec<String>> {
    let (path, sample) = (type_path(def), choice.example.as_ref()?);
    let value = example::exact(context, sample);
    let statements = quote!(let value = #value; assert!(!matches!(value, #path::Other(_))););
    Some(example::lines(context, statements))
}

fn variant(context: &Context<'_>, arm: &ChoiceArm) -> TokenStream {
    let wire = arm.tag.as_ref().and_then(|tag| tag.values.first()).map(|value| code(value));
    let said = [arm.docs.summary.trim(), arm.docs.description.trim()].into_iter().find(|text| !text.is_empty());
    let doc = match (wire, said) {
        (Some(wire), Some(text)) => Doc::new(4).text(&format!("{wire}: {text}")),
        (Some(wire), None) => Doc::new(4).paragraph(&format!("{wire}.")),
        (None, Some(text)) => Doc::new(4).text(text),
        (None, None) => Doc::new(4).paragraph(&format!("The alternative {}.", code(arm.variant.as_str()))),
    };
    let doc = doc.history(&arm.docs);
    let (name, ty) = (&arm.variant, context.ty(&arm.ty));
    if arm.is_boxed { quote!(#doc #name(Box<#ty>)) } else { quote!(#doc #name(#ty)) }
}

/// From what only one variant holds.
fn conversions(context: &Context<'_>, def: &TypeDef, choice: &Choice) -> TokenStream {
    let name = type_path(def);
    concat(choice.arms.iter().filter(|arm| arm.is_only).map(|ChoiceArm { variant, ty, is_boxed, .. }| {
        let ty = context.ty(ty);
        let value = if *is_boxed { quote!(Box::new(value)) } else { quote!(value) };
        quote! {
            impl From<#ty> for #name {
                fn from(value: #ty) -> Self {
                    Self::#variant(#value)
                }
            }
        }
    }))
}

/// What tells the arms apart.
fn told(def: &TypeDef, choice: &Choice) -> TokenStream {
    let name = type_path(def);
    match &choice.told {
        Told::Tag(member) => {
            let values = choice.arms.iter().enumerate().flat_map(|(index, arm)| {
                let index = Literal::usize_unsuffixed(index);
                let values = arm.tag.iter().flat_map(|tag| &tag.values);
                values.map(move |value| quote!((#value, #index)))
            });
            quote! {
                impl #name {
                    const TAG: &support::Tag = &support::Tag { member: #member, values: &[#(#values),*] };
                }
            }
        }
        Told::Shape(shapes) => {
            let shapes = shapes.iter().map(|ArmShape { arm, shape }| printed(*arm, shape));
            quote! {
                impl #name {
                    const SHAPES: &[support::Shape] = &[#(#shapes),*];
                }
            }
        }
    }
}

fn printed(arm: usize, shape: &Shape) -> TokenStream {
    let (index, kinds) = (Literal::usize_unsuffixed(arm), kinds(&shape.kinds));
    let values = listed("values", shape.values.iter().map(|value| quote!(#value)));
    let members = listed("members", shape.members.iter().map(member));
    let items = listed("items", shape.items.iter().map(|item| printed(arm, item)));
    let new = if shape.kinds == JsonKind::ALL { quote!(any(#index)) } else { quote!(new(#index, &[#(#kinds),*])) };
    quote!(support::Shape::#new #values #members #items)
}

fn member(ShapeMember { name, is_required, kinds: of, values }: &ShapeMember) -> TokenStream {
    let kinds = listed("kinds", kinds(of));
    let values = listed("values", values.iter().map(|value| quote!(#value)));
    match is_required {
        true => quote!(support::ShapeMember::required(#name)#kinds #values),
        false => quote!(support::ShapeMember::optional(#name)#kinds #values),
    }
}

/// `.method(&[…])`, or nothing where there is nothing to list.
fn listed(method: &str, entries: impl Iterator<Item = TokenStream>) -> TokenStream {
    let (method, entries) = (super::tokens::path(method), entries.collect::<Vec<_>>());
    if entries.is_empty() { quote!() } else { quote!(.#method(&[#(#entries),*])) }
}

fn kinds(kinds: &[JsonKind]) -> impl Iterator<Item = TokenStream> {
    kinds.iter().map(|kind| match kind {
        JsonKind::Null => quote!(support::Kind::Null),
        JsonKind::Boolean => quote!(support::Kind::Boolean),
        JsonKind::Integer => quote!(support::Kind::Integer),
        JsonKind::Number => quote!(support::Kind::Number),
        JsonKind::Text => quote!(support::Kind::Text),
        JsonKind::List => quote!(support::Kind::List),
        JsonKind::Object => quote!(support::Kind::Object),
    })
}

/// How the choice is written: as its arm, with the member that names it.
fn writing(def: &TypeDef, choice: &Choice) -> TokenStream {
    let name = type_path(def);
    let arms = choice.arms.iter().map(|ChoiceArm { variant, tag, .. }| match tag.as_ref().and_then(written) {
        Some((member, value)) => quote!(Self::#variant(value) => writer.tagged(#member, &#value, value)),
        None => quote!(Self::#variant(value) => value.to_json(writer)),
    });
    quote! {
        impl rt::ToJson for #name {
            fn to_json(&self, writer: &mut rt::Writer<'_>) {
                match self {
                    #(#arms,)*
                    Self::Other(value) => value.to_json(writer),
                }
            }
        }
    }
}

/// The member that names an arm, and its value.
fn written(ArmTag { member, values, form }: &ArmTag) -> Option<(&str, TokenStream)> {
    let value = values.first()?;
    let bare = |value: &str| match (value.parse::<i64>(), value.parse::<f64>(), value.parse::<bool>()) {
        (Ok(value), _, _) => Some(Literal::i64_suffixed(value).to_token_stream()),
        (_, Ok(value), _) if value.is_finite() => Some(Literal::f64_suffixed(value).to_token_stream()),
        (_, _, Ok(value)) => Some(quote!(#value)),
        (_, _, _) => None,
    };
    Some((member, if *form == TagForm::Bare { bare(value) } else { None }.unwrap_or_else(|| quote!(#value))))
}

fn reading(def: &TypeDef, choice: &Choice) -> TokenStream {
    let name = type_path(def);
    let which = match &choice.told {
        Told::Tag(_) => quote!(reader.tagged(Self::TAG)?),
        Told::Shape(_) => quote!(reader.shaped(Self::SHAPES)?),
    };
    let arms = choice.arms.iter().enumerate().map(|(index, arm)| {
        let (index, variant) = (Literal::usize_unsuffixed(index), &arm.variant);
        quote!(#index => rt::FromJson::from_json(reader).map(Self::#variant))
    });
    quote! {
        impl rt::FromJson for #name {
            fn from_json(reader: &mut rt::Reader<'_>) -> Option<Self> {
                match #which {
                    #(#arms,)*
                    _ => rt::FromJson::from_json(reader).map(Self::Other),
                }
            }
        }
    }
}

/// Judges the arm by its own rules, and that it is one.
fn judged(context: &Context<'_>, def: &TypeDef, choice: &Choice) -> TokenStream {
    let mut rest = false;
    let mut branches = Vec::new();
    for ChoiceArm { variant, ty, limits, .. } in &choice.arms {
        let limits = judge::limits(ty, limits, &Judged::borrowed(quote!(value)), &Place::Here, 0);
        let inside = context.api.types.is_judged(ty).then(|| quote!(value.validate_at(checks, at, report);));
        let statements = concat([limits].into_iter().chain(inside));
        match statements.is_empty() {
            true => rest = true,
            false => branches.push(quote!(Self::#variant(value) => { #statements })),
        }
    }
    let rule = &choice.rule;
    let other = quote!(support::no_arm(&#rule, at, report));
    let judged = match (branches.is_empty(), rest) {
        (true, _) => quote! {
            if let Self::Other(_) = self {
                #other;
            }
        },
        (false, true) => quote!(match self { #(#branches)* Self::Other(_) => #other, _ => {} }),
        (false, false) => quote!(match self { #(#branches)* Self::Other(_) => #other, }),
    };
    concat([judged, judge::hooks(&def.hooks)])
}
