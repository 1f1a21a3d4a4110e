//! One written signature against the one of the trait. Accepts every spelling that rustc accepts: paths, aliases, lifetimes.

use std::ops::Range;

use proc_macro2::Span;
use syn::spanned::Spanned;
use syn::{
    FnArg, GenericParam, PathArguments, PathSegment, Receiver, ReceiverKind, ReturnType, Safety, Signature, Type,
};

use super::read::{Aliases, Method, bare};

/// The first thing that differs from `fn name(&self, value: &Subject, check: &mut Check<'_>)`, and where it stands.
pub(super) fn fault(method: &Method, subject: &str) -> Option<(Range<usize>, String)> {
    let signature = &method.signature;
    modifier(signature)
        .or_else(|| generic(signature))
        .or_else(|| arguments(signature, &method.aliases, subject))
        .or_else(|| returned(signature))
        .map(|(span, reason)| (span.byte_range(), reason))
}

type Fault = Option<(Span, String)>;

fn modifier(signature: &Signature) -> Fault {
    let safety = match &signature.safety {
        Safety::Safe(word) => Some((word.span(), "safe")),
        Safety::Unsafe(word) => Some((word.span(), "unsafe")),
        Safety::Default => None,
    };
    let words = [
        signature.constness.as_ref().map(|word| (word.span(), "const")),
        signature.asyncness.as_ref().map(|word| (word.span(), "async")),
        safety,
        signature.abi.as_ref().map(|word| (word.span(), "extern")),
    ];
    words.into_iter().flatten().next().map(|(span, word)| (span, format!("it is `{word}`")))
}

/// Lifetimes may be named; types and constants may not.
fn generic(signature: &Signature) -> Fault {
    let extra = signature.generics.params.iter().find(|one| !matches!(one, GenericParam::Lifetime(_)))?;
    Some((extra.span(), "it is generic".to_owned()))
}

fn arguments(signature: &Signature, aliases: &Aliases, subject: &str) -> Fault {
    let mut arguments = signature.inputs.iter();
    match arguments.next() {
        Some(FnArg::Receiver(receiver)) if is_shared(receiver) => {}
        Some(other) => return Some((other.span(), "its first argument is not `&self`".to_owned())),
        None => return Some((signature.ident.span(), "it does not take `&self`".to_owned())),
    }
    for (name, is_mutable) in [(subject, false), ("Check", true)] {
        let written = format!("&{}{name}", if is_mutable { "mut " } else { "" });
        match arguments.next() {
            Some(FnArg::Typed(argument)) if is_reference(&argument.ty, name, is_mutable, aliases) => {}
            Some(other) => return Some((other.span(), format!("this argument is not a `{written}`"))),
            None => return Some((signature.ident.span(), format!("an argument of type `{written}` is not there"))),
        }
    }
    arguments.next().map(|extra| (extra.span(), "there is an argument too many".to_owned()))
}

fn returned(signature: &Signature) -> Fault {
    match &signature.output {
        ReturnType::Default => None,
        ReturnType::Type(_, ty) if matches!(&**ty, Type::Tuple(tuple) if tuple.elems.is_empty()) => None,
        ReturnType::Type(_, ty) => Some((ty.span(), "it returns something".to_owned())),
    }
}

fn is_shared(receiver: &Receiver) -> bool {
    match &receiver.kind {
        ReceiverKind::Reference(_, _, mutable) => mutable.is_none(),
        ReceiverKind::Typed(_, ty) => match &**ty {
            Type::Reference(reference) => reference.mutability.is_none() && is_self(&reference.elem),
            _ => false,
        },
        _ => false,
    }
}

fn is_self(ty: &Type) -> bool {
    matches!(ty, Type::Path(path) if path.path.is_ident("Self"))
}

fn is_reference(ty: &Type, name: &str, is_mutable: bool, aliases: &Aliases) -> bool {
    match bare(ty) {
        // What a macro stands for is rustc's to know.
        Type::Macro(_) => true,
        Type::Reference(reference) => {
            let forever = reference.lifetime.as_ref().is_some_and(|lifetime| lifetime.ident == "static");
            !forever && reference.mutability.is_some() == is_mutable && is_path(&reference.elem, name, aliases)
        }
        _ => false,
    }
}

fn is_path(ty: &Type, name: &str, aliases: &Aliases) -> bool {
    let is_it = |last: &PathSegment| aliases.resolve(&last.ident.to_string()) == name && !takes_types(&last.arguments);
    match bare(ty) {
        Type::Macro(_) => true,
        Type::Path(path) => path.path.segments.last().is_some_and(is_it),
        _ => false,
    }
}

fn takes_types(arguments: &PathArguments) -> bool {
    match arguments {
        PathArguments::None => false,
        PathArguments::AngleBracketed(list) => {
            list.args.iter().any(|one| !matches!(one, syn::GenericArgument::Lifetime(_)))
        }
        PathArguments::Parenthesized(_) => true,
    }
}
