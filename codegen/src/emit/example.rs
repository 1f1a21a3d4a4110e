//! Examples in the documentation: values built from what the document gives, printed as a caller would write them.

use std::cell::Cell;

use proc_macro2::TokenStream;
use quote::quote;

use super::constructor::{Argument, constructors};
use super::context::{Context, type_path};
use super::imports;
use super::tokens::number;
use crate::model::{Enumeration, Literal, Member, Object, Parameter, Presence, Type, TypeDef, TypeId, TypeKind};
use crate::print;

/// How deep examples go before lists in them stay empty: a type may hold a list of itself.
const DEPTH: usize = 4;

/// How many values an example may consist of. A larger one tells nobody anything, and types can be nested in such a way
/// that it would have no end.
const VALUES: usize = 200;

/// What an example ends with.
#[derive(Debug, Clone, Copy)]
pub(super) enum Tail {
    /// Nothing in it can fail.
    Plain,
    /// It uses `?`, on errors of this type.
    Fallible(&'static str),
}

/// The lines of an example, fences included; the paths in `statements` begin with heads.
pub(super) fn lines(context: &Context<'_>, statements: TokenStream, tail: Tail) -> Vec<String> {
    lines_with(context, TokenStream::new(), statements, tail)
}

/// The same, with a trait that the statements need without naming it.
pub(super) fn lines_with(
    context: &Context<'_>,
    needed: TokenStream,
    statements: TokenStream,
    tail: Tail,
) -> Vec<String> {
    let end = match tail {
        Tail::Plain => None,
        Tail::Fallible(error) => {
            Some(format!("# Ok::<(), {}>(())", error.replace("api::", &format!("{}::", context.root()))))
        }
    };
    let (uses, statements) = imports::resolve(statements, needed, &context.outside(), &[]);
    let (Ok(uses), Ok(body)) = (print::statements(uses), print::statements(statements)) else {
        context.missing("an example that is Rust");
        return Vec::new();
    };
    let gap = if uses.is_empty() { None } else { Some(String::new()) };
    let opening = std::iter::once(context.fence().to_owned());
    opening.chain(uses).chain(gap).chain(body).chain(end).chain(["```".to_owned()]).collect()
}

/// Where a value stands, which decides how much has to be said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Position {
    /// Argument of a constructor, which takes a text for whatever wraps one.
    Argument,
    /// Anywhere else: the exact type.
    Exact,
}

/// A value of exactly that type, when nothing better is known; none when it would be too large.
pub(super) fn any_value(context: &Context<'_>, ty: &Type) -> Option<TokenStream> {
    Values::new(context).value(ty, &stand_in(ty), Position::Exact, 0)
}

/// An argument for a parameter of a constructor, when nothing better is known; none when it would be too large.
pub(super) fn any_argument(context: &Context<'_>, ty: &Type) -> Option<TokenStream> {
    Values::new(context).value(ty, &stand_in(ty), Position::Argument, 0)
}

/// A value of exactly that type for a parameter of an operation.
pub(super) fn exact(context: &Context<'_>, parameter: &Parameter) -> Option<TokenStream> {
    Values::new(context).value(&parameter.ty, &parameter.example, Position::Exact, 0)
}

/// The argument for a parameter of an operation.
pub(super) fn argument(context: &Context<'_>, parameter: &Parameter) -> Option<TokenStream> {
    Values::new(context).value(&parameter.ty, &parameter.example, Position::Argument, 0)
}

/// What the value in those two is on the wire.
pub(super) fn text(context: &Context<'_>, parameter: &Parameter) -> String {
    match (&parameter.example, context.newtype(&parameter.ty), context.enumeration(&parameter.ty)) {
        (Literal::Text(text), _, None) => text.clone(),
        (Literal::Text(text), _, Some(list)) if list.values.iter().any(|value| value.wire == *text) => text.clone(),
        (Literal::Integer(number), None, None) => number.to_string(),
        (Literal::Bool(flag), None, None) => flag.to_string(),
        (_, Some(newtype), _) => newtype.example.clone(),
        (_, _, Some(list)) => list.values.first().map_or("text", |value| value.wire.as_str()).to_owned(),
        _ => String::new(),
    }
}

/// A call of a constructor of a type; none when it would be too large.
pub(super) fn call(
    context: &Context<'_>,
    def: &TypeDef,
    function: &TokenStream,
    arguments: &[Argument<'_>],
) -> Option<TokenStream> {
    let path = type_path(def);
    let arguments = Values::new(context).arguments(arguments, 0)?;
    Some(quote!(#path::#function(#(#arguments),*)))
}

/// A literal for a type that stands for itself.
fn stand_in(ty: &Type) -> Literal {
    match ty {
        Type::Bool => Literal::Bool(true),
        Type::Int32 | Type::Int64 => Literal::Integer(1),
        Type::Double => Literal::Double(1.5),
        Type::String | Type::Secret => Literal::Text("text".to_owned()),
        Type::Any => Literal::Any,
        Type::Named(_) => Literal::Constructed,
        Type::List(item) => Literal::List(vec![stand_in(item)]),
        Type::Map(_) => Literal::Map,
    }
}

/// Builds the values of one example.
struct Values<'a> {
    context: &'a Context<'a>,
    left: Cell<usize>,
}

impl<'a> Values<'a> {
    fn new(context: &'a Context<'a>) -> Self {
        Self { context, left: Cell::new(VALUES) }
    }

    fn value(&self, ty: &Type, example: &Literal, position: Position, depth: usize) -> Option<TokenStream> {
        self.left.set(self.left.get().checked_sub(1)?);
        Some(match (ty, example) {
            (Type::Bool, Literal::Bool(value)) => quote!(#value),
            (Type::Int32 | Type::Int64, Literal::Integer(value)) => number(*value),
            (Type::Double, literal) => double(literal),
            (Type::String, Literal::Text(text)) => match position {
                Position::Argument => quote!(#text),
                Position::Exact => quote!(#text.to_owned()),
            },
            (Type::Secret, Literal::Text(text)) => match position {
                Position::Argument => quote!(#text),
                Position::Exact => quote!(rt::Secret::new(#text)),
            },
            (Type::Any, _) => quote!(rt::Json::Null),
            (Type::List(item), Literal::List(items)) => self.list(item, items, depth)?,
            (Type::List(_), _) => quote!(Vec::new()),
            (Type::Map(_), _) => quote!(collections::BTreeMap::new()),
            (Type::Named(id), literal) => self.named(*id, literal, position, depth)?,
            // The literal does not fit: one that does.
            (other, _) => self.value(other, &stand_in(other), position, depth)?,
        })
    }

    fn list(&self, item: &Type, items: &[Literal], depth: usize) -> Option<TokenStream> {
        if items.is_empty() || depth > DEPTH {
            return Some(quote!(Vec::new()));
        }
        let items = items.iter().map(|literal| self.value(item, literal, Position::Exact, depth + 1));
        let items = items.collect::<Option<Vec<_>>>()?;
        Some(quote!(vec![#(#items),*]))
    }

    fn named(&self, id: TypeId, literal: &Literal, position: Position, depth: usize) -> Option<TokenStream> {
        let def = self.context.def(id)?;
        let name = self.context.type_path(id);
        match &def.kind {
            TypeKind::Enumeration(enumeration) => Some(listed(&name, enumeration, literal)),
            TypeKind::Newtype(newtype) => {
                let text = if let Literal::Text(text) = literal { text } else { &newtype.example };
                Some(match position {
                    Position::Argument => quote!(#text),
                    Position::Exact => quote!(#name::new(#text)),
                })
            }
            TypeKind::Object(object) => self.constructed(&name, object, depth + 1),
        }
    }

    /// A call of the constructor, of the first one where there are several.
    fn constructed(&self, name: &TokenStream, object: &Object, depth: usize) -> Option<TokenStream> {
        let constructor = constructors(object).into_iter().next();
        let Some(constructor) = constructor else { return Some(self.context.missing("a constructor")) };
        let arguments = self.arguments(&constructor.arguments, depth)?;
        let function = &constructor.name;
        Some(quote!(#name::#function(#(#arguments),*)))
    }

    fn arguments(&self, arguments: &[Argument<'_>], depth: usize) -> Option<Vec<TokenStream>> {
        let value = |member: &Member| self.value(&member.ty, &member.example, Position::Argument, depth);
        arguments.iter().map(|argument| value(argument.member)).collect()
    }
}

fn double(literal: &Literal) -> TokenStream {
    match literal {
        Literal::Double(value) if value.is_finite() => format!("{value:?}").parse().unwrap_or_default(),
        Literal::Integer(value) => format!("{value}.0").parse().unwrap_or_default(),
        _ => quote!(1.5),
    }
}

/// The variant for a text; the first one when the text is not listed or none is given.
fn listed(name: &TokenStream, enumeration: &Enumeration, literal: &Literal) -> TokenStream {
    let wanted = enumeration.values.iter().find(|value| matches!(literal, Literal::Text(text) if *text == value.wire));
    match wanted.or(enumeration.values.first()) {
        Some(value) => {
            let variant = &value.variant;
            quote!(#name::#variant)
        }
        None => quote!(#name::from("text")),
    }
}

/// A statement that shows something of `value`, a freshly built object: an unset member, or one that was set.
pub(super) fn assertion(context: &Context<'_>, object: &Object, value: &TokenStream) -> Option<TokenStream> {
    assertion_within(context, object, value, 0)
}

fn assertion_within(context: &Context<'_>, object: &Object, value: &TokenStream, depth: usize) -> Option<TokenStream> {
    if let Some(unset) = object.members.iter().find(|member| member.presence == Presence::Optional) {
        let field = &unset.field;
        return object.union.is_none().then(|| quote!(assert!(#value.#field.is_none());));
    }
    if depth > 1 {
        return None;
    }
    object.members.iter().find_map(|member| set_member(context, member, value, depth))
}

/// What can be said of a required member.
fn set_member(context: &Context<'_>, member: &Member, value: &TokenStream, depth: usize) -> Option<TokenStream> {
    let field = &member.field;
    match (&member.ty, &member.example) {
        (Type::Bool, Literal::Bool(true)) => Some(quote!(assert!(#value.#field);)),
        (Type::Bool, Literal::Bool(false)) => Some(quote!(assert!(!#value.#field);)),
        (Type::Int32 | Type::Int64, Literal::Integer(example)) => {
            let example = number(*example);
            Some(quote!(assert_eq!(#value.#field, #example);))
        }
        (Type::String, Literal::Text(text)) => Some(quote!(assert_eq!(#value.#field, #text);)),
        (Type::Named(_), _) => {
            let object = context.object(&member.ty)?;
            assertion_within(context, object, &quote!(#value.#field), depth + 1)
        }
        _ => None,
    }
}
