//! `wire/`: how each type is written and read, in the place of a derive.

use proc_macro2::TokenStream;
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
const TAKEN: &[&str] = &["object", "reader"];

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
        TypeKind::Object(object) => (concat([to_object(def, object), from_object(context, def, object)]), None),
        TypeKind::Newtype(newtype) if newtype.secret => (quote!(), Some(Stamp::Secret)),
        TypeKind::Newtype(_) => (quote!(), Some(Stamp::Text)),
        TypeKind::Enumeration(_) => (quote!(), Some(Stamp::Value)),
    }
}

fn to_object(def: &TypeDef, object: &Object) -> TokenStream {
    let name = type_path(def);
    let names = object.members.iter().map(|member| &member.wire);
    let writes = object.members.iter().map(|Member { wire, field, presence, .. }| match presence {
        Presence::Required(_) => quote!(object.required(#wire, &self.#field)?;),
        Presence::Optional => quote!(object.optional(#wire, &self.#field)?;),
    });
    quote! {
        const MEMBERS: &[&str] = &[#(#names),*];

        impl rt::ToJson for #name {
            fn to_json<S: ser::Serializer>(&self, serializer: S, secrets: rt::Secrets) -> Result<S::Ok, S::Error> {
                let mut object = support::write_object(serializer, secrets)?;
                #(#writes)*
                object.end()
            }
        }
    }
}

fn from_object(context: &Context<'_>, def: &TypeDef, object: &Object) -> TokenStream {
    let name = type_path(def);
    let reads = object.members.iter().map(|member| read(context, member));
    let values = object.members.iter().map(|Member { field, .. }| {
        let variable = local(field, TAKEN);
        quote!(#field: #variable?)
    });
    quote! {
        impl rt::FromJson for #name {
            fn from_json(json: &rt::Json, at: &rt::Path<'_>, reader: &mut rt::Reader) -> Option<Self> {
                let object = reader.object(json, at, MEMBERS)?;
                #(#reads)*
                Some(Self { #(#values),* })
            }
        }
    }
}

fn read(context: &Context<'_>, member: &Member) -> TokenStream {
    let variable = local(&member.field, TAKEN);
    let wire = &member.wire;
    match member.presence {
        Presence::Required(None) => quote!(let #variable = object.required(#wire, None, reader);),
        Presence::Required(Some(rule)) => {
            let rule = context.rule_path(rule);
            quote!(let #variable = object.required(#wire, Some(&#rule), reader);)
        }
        Presence::Optional => quote!(let #variable = object.optional(#wire, reader);),
    }
}

fn empty_object(def: &TypeDef) -> TokenStream {
    let name = type_path(def);
    quote! {
        impl rt::ToJson for #name {
            fn to_json<S: ser::Serializer>(&self, serializer: S, secrets: rt::Secrets) -> Result<S::Ok, S::Error> {
                support::write_object(serializer, secrets)?.end()
            }
        }

        impl rt::FromJson for #name {
            fn from_json(json: &rt::Json, at: &rt::Path<'_>, reader: &mut rt::Reader) -> Option<Self> {
                reader.object(json, at, &[])?;
                Some(Self::new())
            }
        }
    }
}

/// A string that nobody needs to hide.
pub(super) fn text(name: &TokenStream) -> TokenStream {
    string(name, &quote!(Self::new))
}

/// An enum of strings.
pub(super) fn value(name: &TokenStream) -> TokenStream {
    string(name, &quote!(Self::from))
}

fn string(name: &TokenStream, from: &TokenStream) -> TokenStream {
    quote! {
        impl rt::ToJson for #name {
            fn to_json<S: ser::Serializer>(&self, serializer: S, _: rt::Secrets) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl rt::FromJson for #name {
            fn from_json(json: &rt::Json, at: &rt::Path<'_>, reader: &mut rt::Reader) -> Option<Self> {
                match json.as_str() {
                    Some(text) => Some(#from(text)),
                    None => reader.mistyped("a string", json, at),
                }
            }
        }
    }
}

pub(super) fn secret(name: &TokenStream) -> TokenStream {
    quote! {
        impl rt::ToJson for #name {
            fn to_json<S: ser::Serializer>(&self, serializer: S, secrets: rt::Secrets) -> Result<S::Ok, S::Error> {
                self.as_secret().to_json(serializer, secrets)
            }
        }

        impl rt::FromJson for #name {
            fn from_json(json: &rt::Json, at: &rt::Path<'_>, reader: &mut rt::Reader) -> Option<Self> {
                rt::Secret::from_json(json, at, reader).map(Self::new)
            }
        }
    }
}

/// Writing through serde, secrets and all.
pub(super) fn serialize(name: &TokenStream) -> TokenStream {
    quote! {
        impl ser::Serialize for #name {
            fn serialize<S: ser::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                self.to_json(serializer, rt::Secrets::Exposed)
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
