//! What a type is printed as, whatever its kind.

use proc_macro2::TokenStream;

/// All of a type but what every type has.
pub(super) struct Items {
    /// What a reader of the output looks for.
    pub(super) definition: TokenStream,
    /// How it is written and read as JSON.
    pub(super) wire: TokenStream,
    /// The statements that judge a value.
    pub(super) judged: TokenStream,
}
