//! `validate/`: how each type that is sent is judged.

use proc_macro2::TokenStream;
use quote::quote;

use super::context::{Context, is_judged, type_path};
use super::doc::Doc;
use super::file::{self, Built};
use super::imports::Site;
use super::object::tag_value;
use super::tokens::{concat, local, option, plain, used};
use super::tree::{self, Folder};
use crate::model::{
    Arm, Binding, Constraint, Enumeration, Ident, Member, Newtype, Object, Presence, RuleRef, Type, TypeDef, TypeKind,
    Union,
};

/// Variables of the judging function, which no member's variable may hide.
const TAKEN: &[&str] = &["at", "checks", "report", "tag"];

/// The files of the folder.
pub(super) fn files<'a>(context: &'a Context<'a>) -> impl Iterator<Item = Built> + 'a {
    let types = || context.api.types.iter().filter(|def| is_judged(def));
    let folders = tree::folders(types().map(|def| def.home.as_slice()));
    let mut inside = tree::by_folder(types(), |def| &def.home);
    let indices = folders.into_iter().map(move |folder| {
        let types = inside.remove(folder.path).unwrap_or_default();
        index(context, &folder, &types)
    });
    indices.chain(types().map(|def| type_file(context, def)))
}

fn index(context: &Context<'_>, folder: &Folder<'_>, types: &[&TypeDef]) -> Built {
    let path = tree::path("validate", folder.path, "mod");
    let (modules, inside) = (types.iter().map(|def| &def.module), &folder.inside);
    let docs = Doc::new(0).paragraph("How every type that is sent is judged.");
    file::index(context, path, docs, quote!(#(mod #modules;)* #(mod #inside;)*))
}

fn type_file(context: &Context<'_>, def: &TypeDef) -> Built {
    let path = tree::path("validate", &def.home, plain(&def.module));
    let statements = concat([own_rules(context, def), hooks(context, &def.hooks), members(context, def)]);
    let items = implementation(&type_path(def), &statements);
    file::file(context, path, Doc::new(0), items, &Site::Deep(1 + def.home.len()), &[])
}

/// The `impl Validate` with these statements.
pub(super) fn implementation(name: &TokenStream, statements: &TokenStream) -> TokenStream {
    let checks = used("checks", statements);
    let at = used("at", statements);
    let report = used("report", statements);
    quote! {
        impl<C: checks::Checks + ?Sized> rt::Validate<C> for #name {
            fn validate_at(&self, #checks: &C, #at: &rt::Path<'_>, #report: &mut rt::Report) {
                #statements
            }
        }
    }
}

/// Calls of the hooks of a type or an operation.
pub(super) fn hooks(context: &Context<'_>, hooks: &[RuleRef]) -> TokenStream {
    concat(hooks.iter().map(|hook| {
        let rule = context.rule_path(*hook);
        let bindings = context.rule(*hook).into_iter().flat_map(|rule| &rule.bindings);
        let method = bindings.filter_map(|binding| match binding {
            Binding::Hook(hook) => Some(&hook.method),
            Binding::Keyword(_) | Binding::Wire => None,
        });
        quote!(#(checks.#method(self, &mut report.check(&#rule, at));)*)
    }))
}

/// What the schema itself states.
fn own_rules(context: &Context<'_>, def: &TypeDef) -> TokenStream {
    match &def.kind {
        TypeKind::Object(object) => object_rules(context, object),
        TypeKind::Enumeration(enumeration) => enumeration_rules(context, enumeration),
        TypeKind::Newtype(newtype) => newtype_rules(context, newtype),
    }
}

fn enumeration_rules(context: &Context<'_>, enumeration: &Enumeration) -> TokenStream {
    let rule = context.rule_path(enumeration.rule);
    quote! {
        if let Self::Unlisted(value) = self {
            support::enumeration(value.as_str(), Self::LISTED, &#rule, at, report);
        }
    }
}

fn newtype_rules(context: &Context<'_>, newtype: &Newtype) -> TokenStream {
    let text = if newtype.secret { quote!(self.expose()) } else { quote!(self.as_str()) };
    concat(newtype.constraints.iter().map(|each| constraint(context, each, &text, &quote!(at))))
}

fn object_rules(context: &Context<'_>, object: &Object) -> TokenStream {
    let constraints = object.members.iter().map(|member| member_constraints(context, member));
    let union = object.union.iter().map(|union| union_rules(context, object, union));
    concat(constraints.chain(union))
}

/// `minimum`, `maxLength` and the like of one member.
fn member_constraints(context: &Context<'_>, member: &Member) -> TokenStream {
    if member.constraints.is_empty() {
        return quote!();
    }
    let Member { wire, field, ty, presence, .. } = member;
    let place = quote!(&at.member(#wire));
    let judge = |value: &TokenStream| {
        let measured = measured(context, ty, value);
        concat(member.constraints.iter().map(|each| constraint(context, each, &measured, &place)))
    };
    match (presence, ty) {
        (Presence::Required(_), Type::String) => judge(&quote!(&self.#field)),
        (Presence::Required(_), _) => judge(&quote!(self.#field)),
        (Presence::Optional, Type::Int32 | Type::Int64 | Type::Double) => {
            let variable = local(field, TAKEN);
            let statements = judge(&variable);
            quote!(if let Some(#variable) = self.#field { #statements })
        }
        (Presence::Optional, _) => {
            let variable = local(field, TAKEN);
            let statements = judge(&variable);
            quote!(if let Some(#variable) = &self.#field { #statements })
        }
    }
}

/// What a constraint looks at: a number of 64 bits, or a text.
fn measured(context: &Context<'_>, ty: &Type, value: &TokenStream) -> TokenStream {
    match (ty, context.newtype(ty)) {
        (Type::Int32, _) => quote!(i64::from(#value)),
        (Type::Secret, _) => quote!(#value.expose()),
        (_, Some(newtype)) if newtype.secret => quote!(#value.expose()),
        (_, Some(_)) => quote!(#value.as_str()),
        _ => value.clone(),
    }
}

fn constraint(context: &Context<'_>, constraint: &Constraint, value: &TokenStream, place: &TokenStream) -> TokenStream {
    match constraint {
        Constraint::Range { minimum, maximum, rule } => {
            let (minimum, maximum, rule) = (option(*minimum), option(*maximum), context.rule_path(*rule));
            quote!(support::range(#value, #minimum, #maximum, &#rule, #place, report);)
        }
        Constraint::Length { minimum, maximum, rule } => {
            let (minimum, maximum, rule) = (option(*minimum), option(*maximum), context.rule_path(*rule));
            quote!(support::length(#value, #minimum, #maximum, &#rule, #place, report);)
        }
    }
}

/// One branch for each arm: which members it needs, and which it forbids.
fn union_rules(context: &Context<'_>, object: &Object, union: &Union) -> TokenStream {
    let Some(tag) = object.members.get(union.tag) else { return context.missing("a tag") };
    let field = &tag.field;
    // Arm by arm, as they are listed.
    let mut rules = union.rules.as_slice();
    concat(union.arms.iter().enumerate().map(|(index, arm)| {
        let (own, others) = rules.split_at(rules.iter().take_while(|rule| rule.arm == index).count());
        rules = others;
        let rules = own.iter();
        let members = rules.filter_map(|rule| Some((object.members.get(rule.member)?, rule)));
        let checks = members.map(|(Member { wire, field, .. }, rule)| {
            let wanted = rule.wanted;
            let rule = context.rule_path(rule.rule);
            quote!(support::union_member(#wanted, self.#field.is_some(), tag, &#rule, &at.member(#wire), report);)
        });
        let checks = concat(checks);
        if checks.is_empty() {
            return checks;
        }
        let said = said(tag, arm);
        let value = tag_value(context, object, union, arm);
        quote! {
            if self.#field == #value {
                let tag = #said;
                #checks
            }
        }
    }))
}

/// The words for a message: `ip_family is IPV4`.
fn said(tag: &Member, arm: &Arm) -> String {
    format!("{} is {}", tag.wire, arm.value)
}

/// Judges the members that have rules of their own.
fn members(context: &Context<'_>, def: &TypeDef) -> TokenStream {
    let members = match &def.kind {
        TypeKind::Object(object) => object.members.as_slice(),
        TypeKind::Enumeration(_) | TypeKind::Newtype(_) => &[],
    };
    let members = members.iter().filter(|member| context.has_rules(&member.ty));
    concat(members.map(|Member { wire, field, .. }| judged(field, &quote!(&at.member(#wire)))))
}

/// Judges a field at a place, whatever it holds.
pub(super) fn judged(field: &Ident, place: &TokenStream) -> TokenStream {
    quote!(self.#field.validate_at(checks, #place, report);)
}
