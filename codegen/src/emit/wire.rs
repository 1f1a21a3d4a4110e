//! `wire/`: how each type is written and read, in the place of a derive.

use proc_macro2::TokenStream;
use quote::quote;

use super::context::{Context, type_path};
use super::doc::Doc;
use super::file::{self, Built};
use super::imports::Site;
use super::tokens::{concat, local, plain};
use super::tree::{self, Folder};
use crate::model::{Member, Object, Presence, Role, TypeDef, TypeKind};

/// Variables of the reading function, which no member's variable may hide.
const TAKEN: &[&str] = &["object", "reader"];

/// The files of the folder.
pub(super) fn files<'a>(context: &'a Context<'a>) -> impl Iterator<Item = Built> + 'a {
    let types = &context.api.types;
    let folders = tree::folders(types.iter().map(|def| def.home.as_slice()));
    let mut inside = tree::by_folder(types.iter(), |def| &def.home);
    let indices = folders.into_iter().map(move |folder| {
        let types = inside.remove(folder.path).unwrap_or_default();
        index(context, &folder, &types)
    });
    indices.chain(types.iter().map(|def| type_file(context, def)))
}

fn index(context: &Context<'_>, folder: &Folder<'_>, types: &[&TypeDef]) -> Built {
    let path = tree::path("wire", folder.path, "mod");
    let (modules, inside) = (types.iter().map(|def| &def.module), &folder.inside);
    let docs = Doc::new(0).paragraph("How every type is written and read.");
    file::index(context, path, docs, quote!(#(mod #modules;)* #(mod #inside;)*))
}

fn type_file(context: &Context<'_>, def: &TypeDef) -> Built {
    let path = tree::path("wire", &def.home, plain(&def.module));
    let name = type_path(def);
    let json = match &def.kind {
        TypeKind::Object(object) if object.members.is_empty() => empty_object(def),
        TypeKind::Object(object) => concat([to_object(def, object), from_object(context, def, object)]),
        TypeKind::Newtype(newtype) if newtype.secret => secret(&name),
        TypeKind::Newtype(_) => text(&name),
        TypeKind::Enumeration(_) => value(&name),
    };
    // Nothing writes a type that holds a secret without saying whether secrets are to be seen.
    let serialize = if def.holds_secret { quote!() } else { serialize(&name) };
    let deserialize = match def.role {
        Role::Request => deserialize_request(&name),
        Role::Response | Role::Both => deserialize_response(&name),
    };
    let items = concat([json, serialize, deserialize]);
    file::file(context, path, Doc::new(0), items, &Site::Deep(1 + def.home.len()), &[])
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
