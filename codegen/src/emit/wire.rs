//! `wire/`: how each type is written and read, in the place of a derive.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::context::{Context, type_path};
use super::doc::Doc;
use super::file::{File, Unit};
use super::imports::Site;
use super::stamp::Stamp;
use super::tokens::{concat, local, plain};
use super::tree::{self, Folder};
use crate::model::{Api, Member, Object, Presence, Role, TypeDef, TypeKind};

/// Variables of the reading function, which no member's variable may hide.
const TAKEN: &[&str] = &["index", "object", "reader", "values"];

/// The files of the folder.
pub(super) fn units(api: &Api) -> Vec<Unit<'_>> {
    let folders = tree::folders(api.types.iter().map(|def| def.home.as_slice()));
    let mut types = tree::by_folder(api.types.iter(), |def| &def.home);
    let mut units = Vec::new();
    for folder in folders {
        let (path, types) = (tree::path("wire", folder.path, "mod"), types.remove(folder.path).unwrap_or_default());
        units.push(Unit::new(path, move |context, path| index(context, path, &folder, &types)));
    }
    for def in &api.types {
        let path = tree::path("wire", &def.home, plain(&def.module));
        units.push(Unit::new(path, move |context, path| file(context, path, def)));
    }
    units
}

fn index(context: &Context<'_>, path: String, folder: &Folder<'_>, types: &[&TypeDef]) -> File {
    let (modules, inside) = (types.iter().map(|def| &def.module), &folder.inside);
    let docs = Doc::new(0).paragraph("How every type is written and read.");
    File::new(context, path, docs, quote!(#(mod #modules;)* #(mod #inside;)*))
}

fn file(context: &Context<'_>, path: String, def: &TypeDef) -> File {
    let (items, own) = json(context, def);
    // Nothing writes a type that holds a secret without saying whether secrets are to be seen.
    let serialize = (!def.holds_secret).then_some(Stamp::Serialize);
    let deserialize = match def.role {
        Role::Request => Stamp::DeserializeRequest,
        Role::Response | Role::Both => Stamp::DeserializeResponse,
    };
    let stamps = own.into_iter().chain(serialize).chain([deserialize]).collect();
    File::stamped(context, path, type_path(def), (items, stamps), &Site::Deep(1 + def.home.len()), &[])
}

/// Writing and reading: items of the type's own, or those of its kind.
fn json(context: &Context<'_>, def: &TypeDef) -> (TokenStream, Option<Stamp>) {
    match &def.kind {
        TypeKind::Object(object) if object.members.is_empty() => (empty_object(def), None),
        TypeKind::Object(object) => (concat([to_object(context, def, object), from_object(def, object)]), None),
        TypeKind::Newtype(newtype) if newtype.secret => (quote!(), Some(Stamp::Secret)),
        TypeKind::Newtype(_) => (quote!(), Some(Stamp::Text)),
        TypeKind::Enumeration(_) => (quote!(), Some(Stamp::Value)),
    }
}

fn to_object(context: &Context<'_>, def: &TypeDef, object: &Object) -> TokenStream {
    let name = type_path(def);
    let members = object.members.iter().map(|member| entry(context, member));
    let fields = object.members.iter().map(|member| &member.field);
    quote! {
        const MEMBERS: &[rt::KnownMember] = &[#(#members),*];

        impl rt::ToJson for #name {
            fn to_json(&self, writer: &mut rt::Writer) {
                let values: &[&dyn rt::ToJson] = &[#(&self.#fields),*];
                writer.object(MEMBERS, values);
            }
        }
    }
}

/// A member in the table that reading and writing share.
fn entry(context: &Context<'_>, member: &Member) -> TokenStream {
    let wire = &member.wire;
    match member.presence {
        Presence::Required(None) => quote!(rt::KnownMember::required(#wire)),
        Presence::Required(Some(rule)) => {
            let rule = context.rule_path(rule);
            quote!(rt::KnownMember::required_by(#wire, &#rule))
        }
        Presence::Optional => quote!(rt::KnownMember::optional(#wire)),
    }
}

fn from_object(def: &TypeDef, object: &Object) -> TokenStream {
    let name = type_path(def);
    let unset = object.members.iter().map(|_| quote!(None,));
    let indices: Vec<Literal> = (0..object.members.len()).map(Literal::usize_unsuffixed).collect();
    let value = value_of(object);
    quote! {
        impl rt::FromJson for #name {
            fn from_json(reader: &mut rt::Reader<'_>) -> Option<Self> {
                let mut object = reader.object(MEMBERS)?;
                let mut values = (#(#unset)*);
                while let Some(index) = reader.member(&mut object) {
                    match index {
                        #(#indices => values.#indices = rt::FromJson::from_json(reader),)*
                        _ => reader.skip(),
                    }
                }
                reader.end(object);
                #value
            }
        }
    }
}

/// The struct, if each required value is there.
fn value_of(object: &Object) -> TokenStream {
    let fields: Vec<TokenStream> = object.members.iter().map(|Member { field, .. }| local(field, TAKEN)).collect();
    let patterns = object.members.iter().zip(&fields).map(|(member, field)| match member.presence {
        Presence::Required(_) => quote!(Some(#field),),
        Presence::Optional => quote!(#field,),
    });
    let inits = object.members.iter().zip(&fields).map(|(Member { field, .. }, variable)| {
        if field.as_str() == variable.to_string() { quote!(#field) } else { quote!(#field: #variable) }
    });
    let otherwise = object.members.iter().any(|member| matches!(member.presence, Presence::Required(_)));
    let otherwise = otherwise.then(|| quote!(else { return None }));
    quote! {
        let (#(#patterns)*) = values #otherwise;
        Some(Self { #(#inits),* })
    }
}

fn empty_object(def: &TypeDef) -> TokenStream {
    let name = type_path(def);
    quote! {
        impl rt::ToJson for #name {
            fn to_json(&self, writer: &mut rt::Writer) {
                writer.object(&[], &[]);
            }
        }

        impl rt::FromJson for #name {
            fn from_json(reader: &mut rt::Reader<'_>) -> Option<Self> {
                reader.empty_object().map(|()| Self::new())
            }
        }
    }
}

/// A string that nobody needs to hide.
pub(super) fn text(name: &TokenStream) -> TokenStream {
    string(name, &quote!(reader.string().map(Self::new)))
}

/// An enum of strings.
pub(super) fn value(name: &TokenStream) -> TokenStream {
    string(name, &quote!(reader.string().map(|text| Self::from(&*text))))
}

fn string(name: &TokenStream, read: &TokenStream) -> TokenStream {
    quote! {
        impl rt::ToJson for #name {
            fn to_json(&self, writer: &mut rt::Writer) {
                writer.string(self.as_str());
            }
        }

        impl rt::FromJson for #name {
            fn from_json(reader: &mut rt::Reader<'_>) -> Option<Self> {
                #read
            }
        }
    }
}

pub(super) fn secret(name: &TokenStream) -> TokenStream {
    quote! {
        impl rt::ToJson for #name {
            fn to_json(&self, writer: &mut rt::Writer) {
                self.as_secret().to_json(writer);
            }
        }

        impl rt::FromJson for #name {
            fn from_json(reader: &mut rt::Reader<'_>) -> Option<Self> {
                rt::Secret::from_json(reader).map(Self::new)
            }
        }
    }
}

/// Writing through serde, secrets and all.
pub(super) fn serialize(name: &TokenStream) -> TokenStream {
    quote! {
        impl ser::Serialize for #name {
            fn serialize<S: ser::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                support::serialize(self, rt::Secrets::Exposed, serializer)
            }
        }
    }
}

/// Reading through serde what is sent.
pub(super) fn deserialize_request(name: &TokenStream) -> TokenStream {
    deserialize(name, &quote!(rt::Mode::Request))
}

/// Reading through serde what is received, at least.
pub(super) fn deserialize_response(name: &TokenStream) -> TokenStream {
    deserialize(name, &quote!(rt::Mode::Response))
}

fn deserialize(name: &TokenStream, mode: &TokenStream) -> TokenStream {
    quote! {
        impl<'de> de::Deserialize<'de> for #name {
            fn deserialize<D: de::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                support::deserialize(deserializer, #mode, &rules::READ)
            }
        }
    }
}
