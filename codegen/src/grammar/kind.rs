//! The objects of OpenAPI by name. Which fields each has stands in `table`.

/// Each object of OpenAPI: what messages call it, and the section of `components` that holds such objects.
macro_rules! kinds {
    ($($name:ident $title:literal $(in $section:literal)?,)*) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub(crate) enum ObjectKind {
            $($name,)*
        }

        impl ObjectKind {
            /// The name for messages, with its article.
            pub(super) fn title(self) -> &'static str {
                match self {
                    $(Self::$name => $title,)*
                }
            }

            /// The section of `components` that holds such objects.
            pub(super) fn section(self) -> Option<&'static str> {
                let section: &[&'static str] = match self {
                    $(Self::$name => &[$($section)?],)*
                };
                section.first().copied()
            }
        }
    };
}

kinds! {
    OpenApi "the document",
    Info "`info`",
    Contact "`contact`",
    License "`license`",
    Server "a server",
    ServerVariable "a server variable",
    Components "`components`",
    Paths "`paths`",
    PathItem "a path item",
    Operation "an operation",
    ExternalDocs "`externalDocs`",
    Parameter "a parameter" in "parameters",
    RequestBody "a request body" in "requestBodies",
    MediaType "a media type",
    Encoding "an encoding",
    Responses "`responses`",
    Response "a response" in "responses",
    Callback "a callback" in "callbacks",
    Example "an example" in "examples",
    Link "a link" in "links",
    Header "a header" in "headers",
    Tag "a tag",
    Schema "a schema" in "schemas",
    Discriminator "a discriminator",
    Xml "`xml`",
    SecurityScheme "a security scheme" in "securitySchemes",
    OAuthFlows "`flows`",
    OAuthFlow "an OAuth flow",
    SecurityRequirement "a security requirement",
}
