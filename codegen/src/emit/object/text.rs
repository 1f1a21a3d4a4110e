//! `Display` of an object that has a text for people.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::doc::{Doc, code};
use crate::model::{Text, TextForm, TypeDef};

/// The `impl`.
pub(super) fn items(def: &TypeDef, text: &Text) -> TokenStream {
    let said = format!("The text for people, in one line: what {} says.", code(&text.wire));
    let doc = Doc::new(0).paragraph(&said);
    let (name, shown) = (&def.name, shown(text));
    quote! {
        #doc
        impl fmt::Display for #name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                #shown
            }
        }
    }
}

fn shown(text: &Text) -> TokenStream {
    let field = &text.field;
    let all = match (text.is_list, text.is_required) {
        (false, true) => {
            return match text.form {
                TextForm::Plain => quote!(support::Text::new(&self.#field).fmt(f)),
                TextForm::Named => quote!(support::Text::new(self.#field.as_str()).fmt(f)),
                TextForm::Object => quote!(self.#field.fmt(f)),
            };
        }
        (true, false) => quote!(self.#field.iter().flatten()),
        (true, true) | (false, false) => quote!(self.#field.iter()),
    };
    match text.form {
        TextForm::Plain => quote!(support::texts(#all.map(|text| support::Text::new(text)), f)),
        TextForm::Named => quote!(support::texts(#all.map(|text| support::Text::new(text.as_str())), f)),
        TextForm::Object => quote!(support::texts(#all, f)),
    }
}
