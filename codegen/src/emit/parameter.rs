//! How a parameter gets into the request: the path, the query, a header or a cookie.

use proc_macro2::TokenStream;
use quote::quote;

use super::tokens::path;
use crate::model::{Location, Parameter, Style, Styled, ValueText, Written};

/// The statement that adds a variable of the path.
pub(super) fn in_path(parameter: &Parameter) -> TokenStream {
    let Parameter { wire, field, written, .. } = parameter;
    match written {
        Written::Plain(plain) => {
            let value = text(*plain, &quote!(self.#field));
            quote!(request.variable(#wire, #value)?;)
        }
        Written::Styled(styled) => add(parameter, *styled),
    }
}

/// The statement that adds a pair of the query, a header or a cookie; what stands in the path has been seen to.
pub(super) fn beside_path(parameter: &Parameter) -> TokenStream {
    let Parameter { wire, field, location, written, required, .. } = parameter;
    let plain = match (written, location) {
        (_, Location::Path) => return quote!(),
        (Written::Styled(styled), Location::Query | Location::Header | Location::Cookie) => {
            return add(parameter, *styled);
        }
        (Written::Plain(plain), Location::Query | Location::Header | Location::Cookie) => *plain,
    };
    let statement = |value: TokenStream| match location {
        Location::Query => quote!(request.query(#wire, #value);),
        Location::Header => quote!(request.header(#wire, #value)?;),
        Location::Path | Location::Cookie => add(parameter, Styled::new(location.style(), None)),
    };
    if *required {
        return statement(text(plain, &quote!(self.#field)));
    }
    let statement = statement(match plain {
        ValueText::Itself => quote!(value),
        ValueText::AsStr | ValueText::ToString => text(plain, &quote!(value)),
    });
    quote!(if let Some(value) = &self.#field { #statement })
}

/// A value as a text to borrow.
pub(super) fn text(text: ValueText, value: &TokenStream) -> TokenStream {
    match text {
        ValueText::Itself => quote!(&#value),
        ValueText::AsStr => quote!(#value.as_str()),
        ValueText::ToString => quote!(&#value.to_string()),
    }
}

/// A value as a text that lives as long as the statement.
pub(super) fn owned(text: ValueText, value: &TokenStream) -> TokenStream {
    match text {
        ValueText::Itself => quote!(#value),
        ValueText::AsStr => quote!(#value.as_str()),
        ValueText::ToString => quote!(#value.to_string()),
    }
}

/// Adds a value in its style; what is unset is left out by the runtime.
fn add(parameter: &Parameter, styled: Styled) -> TokenStream {
    let Parameter { wire, field, location, .. } = parameter;
    let place = match location {
        Location::Path => "path",
        Location::Query => "query",
        Location::Header => "header",
        Location::Cookie => "cookie",
    };
    let described = described(place, wire, styled, location.style());
    quote!(#described.add(&mut request, &self.#field)?;)
}

/// The parameter as the runtime takes it; what goes without saying at its place is not said.
pub(super) fn described(place: &str, wire: &str, styled: Styled, usual: Style) -> TokenStream {
    let Styled { style, explode, reserved, empty, is_secret } = styled;
    let place = path(place);
    let mut described = quote!(support::Parameter::#place(#wire));
    if style != usual {
        let style = path(name(style));
        described.extend(quote!(.style(support::Style::#style)));
    }
    let joins = !matches!(style, Style::DeepObject | Style::Json);
    if joins && styled.explode != Styled::new(style, None).explode {
        described.extend(quote!(.explode(#explode)));
    }
    for (is_set, method) in [(reserved, "allow_reserved"), (empty, "allow_empty"), (is_secret, "secret")] {
        if is_set {
            let method = path(method);
            described.extend(quote!(.#method()));
        }
    }
    described
}

fn name(style: Style) -> &'static str {
    match style {
        Style::Simple => "Simple",
        Style::Label => "Label",
        Style::Matrix => "Matrix",
        Style::Form => "Form",
        Style::SpaceDelimited => "SpaceDelimited",
        Style::PipeDelimited => "PipeDelimited",
        Style::DeepObject => "DeepObject",
        Style::Json => "Json",
    }
}
