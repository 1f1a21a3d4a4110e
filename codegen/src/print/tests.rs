//! What is printed, with its empty lines.

use super::*;

use quote::quote;

#[track_caller]
fn check(items: TokenStream, wanted: &str) {
    let docs = ["Docs.".to_owned(), String::new()];
    assert_eq!(text(&docs, items).expect("that is Rust"), format!("//! Docs.\n//!\n\n{wanted}"));
}

#[test]
fn members_stand_apart_but_constants_and_types_do_not() {
    check(
        quote! {
            impl A for B where C: D {
                const X: u8 = 1;
                type Y = u8;
                fn f() {}
                fn g() {}
            }
            trait T { fn f(); fn g(); }
        },
        "impl A for B\nwhere\n    C: D,\n{\n    const X: u8 = 1;\n    type Y = u8;\n\n    fn f() {}\n\n    fn g() {}\n}\n\n\
         trait T {\n    fn f();\n\n    fn g();\n}\n",
    );
}

#[test]
fn fields_and_variants_stand_apart() {
    check(
        quote! {
            #[doc = " S."]
            struct S { #[doc = " A."] a: u8, #[doc = " B."] b: u8 }
            enum E { #[doc = " A."] A, B(u8) }
            struct One { a: u8 }
        },
        "/// S.\nstruct S {\n    /// A.\n    a: u8,\n\n    /// B.\n    b: u8,\n}\n\n\
         enum E {\n    /// A.\n    A,\n\n    B(u8),\n}\n\nstruct One {\n    a: u8,\n}\n",
    );
}

#[test]
fn uses_and_modules_stand_in_groups() {
    check(
        quote!(
            use std::fmt;
            use serde_core::de;
            use super::A;
            use super::B;
            mod a;
            mod b;
            pub use a::A;
            pub use b::B;
        ),
        "use std::fmt;\n\nuse serde_core::de;\n\nuse super::A;\nuse super::B;\n\nmod a;\nmod b;\n\npub use a::A;\npub use b::B;\n",
    );
}

#[test]
fn what_is_no_rust_is_refused() {
    let (docs, items) = (Vec::new(), quote!(fn "name"() {}));
    let error = file(SourceFile { path: "a/b.rs".to_owned(), docs, items }).expect_err("that is no Rust");
    assert_eq!(error.path, "a/b.rs");
    assert!(statements(quote!(let = ;)).is_err());
}

#[test]
fn statements_lose_the_function_around_them() {
    let lines = statements(quote!(let x = 1; assert_eq!(x, 1);)).expect("these are statements");
    assert_eq!(lines, ["let x = 1;", "assert_eq!(x, 1);"]);
}

#[test]
fn documentation_is_printed_as_it_is() {
    check(
        quote! {
            #[doc = " One \\ \"two\" */ /* {x} \u{e9}."]
            #[doc = ""]
            #[doc = " ```"]
            #[derive(Clone)]
            struct S { #[doc = " // a"] a: u8, #[doc = " #[b]"] #[serde(x)] b: u8 }
            #[doc = " E."]
            enum E { #[doc = " A."] #[doc = " B."] A { x: u8, y: u8 }, }
        },
        "/// One \\ \"two\" */ /* {x} \u{e9}.\n///\n/// ```\n#[derive(Clone)]\n\
         struct S {\n    /// // a\n    a: u8,\n\n    /// #[b]\n    #[serde(x)]\n    b: u8,\n}\n\n\
         /// E.\nenum E {\n    /// A.\n    /// B.\n    A { x: u8, y: u8 },\n}\n",
    );
}
