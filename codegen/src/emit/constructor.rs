//! How constructors take and keep their arguments, whatever they make.

use proc_macro2::TokenStream;
use quote::quote;

use super::context::Context;
use crate::model::{Ident, Type, TypeKind};

/// How many arguments clippy takes without complaint.
const ARGUMENTS: usize = 7;

/// A parameter of a constructor.
pub(super) fn parameter(context: &Context<'_>, name: &Ident, ty: &Type) -> TokenStream {
    argument(name, &context.ty(ty), is_converted(context, ty))
}

/// The same for a type of the output, whatever stands for it in the model.
pub(super) fn argument(name: &Ident, exact: &TokenStream, is_converted: bool) -> TokenStream {
    if is_converted { quote!(#name: impl Into<#exact>) } else { quote!(#name: #exact) }
}

/// What such a parameter sets its field to; `set` says that the field may be unset.
pub(super) fn init(context: &Context<'_>, name: &Ident, ty: &Type, set: bool) -> TokenStream {
    match (is_converted(context, ty), set) {
        (false, false) => quote!(#name),
        (true, false) => quote!(#name: #name.into()),
        (false, true) => quote!(#name: Some(#name)),
        (true, true) => quote!(#name: Some(#name.into())),
    }
}

/// The value of such a parameter.
pub(super) fn taken(context: &Context<'_>, name: &Ident, ty: &Type) -> TokenStream {
    if is_converted(context, ty) { quote!(#name.into()) } else { quote!(#name) }
}

/// Whether a constructor takes whatever can become a value of the type.
pub(super) fn is_converted(context: &Context<'_>, ty: &Type) -> bool {
    match ty {
        Type::Primitive(primitive) => !primitive.facts().form.is_copy(),
        Type::Any | Type::Boxed(_) => true,
        Type::Named(id) => match context.api.types[*id].kind {
            TypeKind::Newtype(_) | TypeKind::Choice(_) => true,
            TypeKind::Object(_) | TypeKind::Enumeration(_) | TypeKind::Fault(_) => false,
        },
        Type::List(_) | Type::Map(_) | Type::Nullable(_) => false,
    }
}

/// What stands on a constructor with so many arguments.
pub(super) fn too_many_arguments(count: usize) -> Option<TokenStream> {
    (count > ARGUMENTS).then(|| quote!(#[expect(clippy::too_many_arguments, reason = "one for each required member")]))
}
