//! The public surface of the output for the description, in a list that shows at a glance what a change does to callers.

use std::collections::BTreeMap;

use proc_macro2::{Group, TokenStream, TokenTree};
use syn::{ImplItem, Item, TraitItem, Visibility};
use vcha_tests::generate::{generate_vcha, spec};

/// The macros of the runtime: what they take, and what they stand for. Of those that take a list, the last name stands for
/// one of it.
type Macros = BTreeMap<String, (Vec<String>, TokenStream)>;

/// Those of one rule each that a file has.
fn macros(text: &str) -> Macros {
    let mut macros = Macros::new();
    for item in syn::parse_file(text).unwrap().items {
        let Item::Macro(syn::ItemMacro { ident: Some(name), mac, .. }) = item else { continue };
        let groups = mac.tokens.into_iter().filter_map(|tree| match tree {
            TokenTree::Group(group) => Some(group.stream()),
            _ => None,
        });
        let [taken, body] = groups.collect::<Vec<_>>().try_into().expect("one rule");
        let taken = flat(taken);
        let taken = taken
            .windows(2)
            .filter(|pair| pair[0].to_string() == "$" && pair[1].to_string() != "$")
            .map(|pair| pair[1].to_string());
        macros.insert(name.to_string(), (taken.collect(), body));
    }
    macros
}

/// The tokens, with those of a list among them.
fn flat(tokens: TokenStream) -> Vec<TokenTree> {
    let trees = tokens.into_iter();
    let inside = trees.flat_map(|tree| match tree {
        TokenTree::Group(group) => flat(group.stream()),
        tree => vec![tree],
    });
    inside.collect()
}

/// What a macro stands for with these arguments. What stands for each of a list stands there once.
fn expanded(tokens: TokenStream, arguments: &BTreeMap<String, TokenStream>) -> TokenStream {
    let (mut out, mut trees) = (TokenStream::new(), tokens.into_iter());
    while let Some(tree) = trees.next() {
        match tree {
            TokenTree::Group(group) => {
                out.extend([TokenTree::from(Group::new(group.delimiter(), expanded(group.stream(), arguments)))]);
            }
            TokenTree::Punct(mark) if mark.as_char() == '$' => match trees.next().unwrap() {
                TokenTree::Group(group) => {
                    assert_eq!(trees.next().unwrap().to_string(), "*");
                    out.extend(expanded(group.stream(), arguments));
                }
                name => out.extend(arguments[&name.to_string()].clone()),
            },
            tree => out.extend([tree]),
        }
    }
    out
}

/// The items that a call of one of the macros stands for; none for others.
fn called(call: &syn::Macro, macros: &Macros) -> Vec<Item> {
    let Some((names, body)) = macros.get(&call.path.segments.last().unwrap().ident.to_string()) else {
        return Vec::new();
    };
    let arguments: Vec<_> = call.tokens.clone().into_iter().collect();
    let arguments: Vec<TokenStream> =
        arguments.split(|tree| tree.to_string() == ",").map(|trees| trees.iter().cloned().collect()).collect();
    let (first, listed) = arguments.split_at(names.len() - 1);
    let items = listed.iter().flat_map(|last| {
        let arguments = names.iter().cloned().zip(first.iter().chain([last]).cloned()).collect();
        syn::parse2::<syn::File>(expanded(body.clone(), &arguments)).unwrap().items
    });
    items.collect()
}

/// Every public item of a file in a line of its own, bodies and documentation left out.
fn listed(path: &str, text: &str, macros: &Macros, lines: &mut Vec<String>) {
    let module = path.trim_end_matches("/mod.rs").trim_end_matches(".rs").replace('/', "::");
    let file = syn::parse_file(text).unwrap_or_else(|error| panic!("{path}: {error}"));
    for item in file.items {
        let mut found = Vec::new();
        list(item, macros, &mut found);
        lines.extend(found.into_iter().map(|line| format!("{module}: {line}")));
    }
}

fn list(item: Item, macros: &Macros, lines: &mut Vec<String>) {
    match item {
        Item::Mod(mut item) if is_public(&item.vis) => match item.content.take() {
            Some((_, items)) => {
                let mut inner = Vec::new();
                items.into_iter().for_each(|item| list(item, macros, &mut inner));
                lines.extend(inner.into_iter().map(|line| format!("mod {}: {line}", item.ident)));
            }
            None => lines.push(printed(Item::Mod(item))),
        },
        Item::Use(item) if is_public(&item.vis) => lines.push(printed(Item::Use(item))),
        Item::Const(mut item) if is_public(&item.vis) => {
            item.expr = Box::new(syn::parse_quote!(_));
            lines.push(printed(Item::Const(item)));
        }
        Item::Fn(item) if is_public(&item.vis) => lines.push(function_line(&item.vis, &item.sig)),
        Item::Struct(mut item) if is_public(&item.vis) => {
            let (name, item_span) = (item.ident.clone(), item.ident.span());
            let fields = std::mem::replace(&mut item.fields, syn::Fields::Unit);
            lines.push(printed(Item::Struct(item)));
            for (index, field) in fields.into_iter().enumerate().filter(|(_, field)| is_public(&field.vis)) {
                let (vis, ty) = (field.vis, field.ty);
                let field = field.ident.unwrap_or_else(|| syn::Ident::new(&format!("_{index}"), item_span));
                let shown = printed(syn::parse_quote!(#vis static #field: #ty = _;));
                lines.push(format!("struct {name}: {}", shown.replace("static ", "").replace(" = _;", "")));
            }
        }
        Item::Enum(mut item) if is_public(&item.vis) => {
            item.variants.iter_mut().for_each(|variant| variant.attrs.clear());
            lines.push(printed(Item::Enum(item)));
        }
        Item::Trait(mut item) if is_public(&item.vis) => {
            let name = item.ident.clone();
            let members = std::mem::take(&mut item.items);
            lines.push(printed(Item::Trait(item)));
            for member in members {
                let line = match member {
                    TraitItem::Fn(function) => function_line(&Visibility::Inherited, &function.sig),
                    TraitItem::Const(constant) => format!("const {};", constant.ident),
                    TraitItem::Type(ty) => format!("type {};", ty.ident),
                    _ => continue,
                };
                lines.push(format!("trait {name}: {line}"));
            }
        }
        Item::Impl(item) => list_impl(item, lines),
        Item::Macro(call) if call.ident.is_none() => {
            let mut inner = Vec::new();
            called(&call.mac, macros).into_iter().for_each(|item| list(item, macros, &mut inner));
            lines.extend(inner.into_iter().map(|line| line.replace("support::", "")));
        }
        _ => {}
    }
}

fn list_impl(mut item: syn::ItemImpl, lines: &mut Vec<String>) {
    let members = std::mem::take(&mut item.items);
    let head = printed(Item::Impl(item.clone()));
    if item.trait_.is_some() {
        lines.push(head);
        return;
    }
    let head = head.trim_end_matches(" {}").to_owned();
    for member in members {
        let line = match member {
            ImplItem::Fn(function) if is_public(&function.vis) => function_line(&function.vis, &function.sig),
            ImplItem::Const(constant) if is_public(&constant.vis) => {
                let (vis, ident, ty) = (constant.vis, constant.ident, constant.ty);
                printed(syn::parse_quote!(#vis const #ident: #ty = _;))
            }
            _ => continue,
        };
        lines.push(format!("{head}: {line}"));
    }
}

fn function_line(vis: &Visibility, signature: &syn::Signature) -> String {
    printed(syn::parse_quote!(#vis #signature {})).replace(" {}", ";")
}

fn is_public(vis: &Visibility) -> bool {
    matches!(vis, Visibility::Public(_))
}

/// The item in one line, without its documentation.
fn printed(mut item: Item) -> String {
    let keeps = |attribute: &syn::Attribute| {
        ["derive", "non_exhaustive", "must_use", "deprecated", "cfg"].iter().any(|name| attribute.path().is_ident(name))
    };
    match &mut item {
        Item::Struct(item) => item.attrs.retain(keeps),
        Item::Enum(item) => item.attrs.retain(keeps),
        Item::Mod(item) => item.attrs.retain(keeps),
        Item::Fn(item) => item.attrs.retain(keeps),
        Item::Const(item) => item.attrs.retain(keeps),
        Item::Trait(item) => item.attrs.retain(keeps),
        Item::Impl(item) => item.attrs.retain(keeps),
        Item::Use(item) => item.attrs.retain(keeps),
        _ => {}
    }
    let file = syn::parse_quote!(#item);
    let text = prettyplease::unparse(&file);
    let words: Vec<_> = text.split_whitespace().collect();
    words.join(" ").replace("( ", "(").replace(",)", ")").replace(", )", ")")
}

#[test]
fn the_public_surface_is_the_committed_one() {
    let output = generate_vcha(&spec()).unwrap();
    let macros = macros(std::str::from_utf8(output.files.get("rt/macros.rs").unwrap()).unwrap());
    let mut lines = Vec::new();
    for (path, bytes) in output.files.iter() {
        listed(path, std::str::from_utf8(bytes).unwrap(), &macros, &mut lines);
    }
    lines.sort();
    insta::with_settings!({
        prepend_module_to_snapshot => false,
        omit_expression => true,
        snapshot_path => "snapshots",
    }, {
        insta::assert_snapshot!("public_api", lines.join("\n"));
    });
}
