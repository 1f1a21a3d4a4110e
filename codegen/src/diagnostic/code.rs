//! The stable codes. A code is never given a second meaning; its page under `src/explain` says what it is about.

use super::Severity;
use crate::parse::Strictness;

macro_rules! codes {
    ($($name:ident = $text:literal $foreign:ident $title:literal;)*) => {
        /// What kind of finding a diagnostic is.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Code {
            $(#[doc = concat!($text, ": ", $title, ".")] $name,)*
        }

        impl Code {
            /// Every code, in order.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The code as it is shown, such as `OA0201`.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $text,)*
                }
            }

            /// A few words on what is wrong.
            pub fn title(self) -> &'static str {
                match self {
                    $(Self::$name => $title,)*
                }
            }

            /// The page in Markdown that explains the code, with a failing and a mended document.
            pub fn page(self) -> &'static str {
                match self {
                    $(Self::$name => include_str!(concat!("../explain/", $text, ".md")),)*
                }
            }

            /// How much the finding weighs in somebody else's document.
            fn foreign(self) -> Severity {
                match self {
                    $(Self::$name => Severity::$foreign,)*
                }
            }
        }
    };
}

// The word in the middle is the weight in a foreign document; in our own everything is an error.
codes! {
    Syntax = "OA0101" Error "the text is neither JSON nor YAML";
    NotAnObject = "OA0102" Error "the document is not an object";
    SeveralDocuments = "OA0103" Error "more than one YAML document in one text";
    DuplicateKey = "OA0104" Error "a key stands twice in one object";
    MergeKey = "OA0105" Error "a YAML merge key";
    YamlTag = "OA0106" Error "a YAML tag";
    TooDeep = "OA0107" Error "nested too deeply, or blown up by aliases";
    NotFinite = "OA0108" Error "a number that JSON does not have";
    Version = "OA0109" Error "not an OpenAPI 3.0 document";
    UnknownKey = "OA0201" Warning "a key that OpenAPI does not have here";
    WrongType = "OA0202" Error "a value of the wrong JSON type";
    MissingField = "OA0203" Error "a required field is missing";
    UnknownType = "OA0204" Warning "an unknown schema type";
    UnknownValue = "OA0205" Error "a value outside the list that OpenAPI allows";
    RefSiblings = "OA0206" Warning "a key beside `$ref` that is ignored";
    BadStatus = "OA0207" Warning "a key of `responses` that is no status";
    BadPath = "OA0208" Error "a malformed path";
    BadComponentName = "OA0209" Warning "a component name with forbidden characters";
    NotIn30 = "OA0210" Warning "a keyword of a later OpenAPI version";
    Exclusive = "OA0211" Warning "keys that exclude each other";
    DanglingRef = "OA0301" Error "a `$ref` that leads nowhere";
    ExternalRef = "OA0302" Error "a `$ref` into another document";
    RefCycle = "OA0303" Error "references that only lead back to themselves";
    WrongRefKind = "OA0304" Error "a `$ref` to another kind of thing";
    BadDiscriminator = "OA0305" Warning "a discriminator that cannot work";
    UnknownSecurity = "OA0306" Warning "a security requirement without a scheme";
    RequiredUnknown = "OA0401" Warning "`required` names a property that does not exist";
    EnumType = "OA0402" Warning "an enum value of another type";
    EnumRepeated = "OA0403" Warning "an enum value stands twice";
    BadDefault = "OA0404" Warning "a default that the schema forbids";
    EmptyRange = "OA0405" Warning "limits that nothing can satisfy";
    DuplicateOperationId = "OA0406" Warning "two operations with one operationId";
    DuplicateParameter = "OA0407" Warning "a parameter is declared twice";
    PathVariable = "OA0408" Error "a path variable without a parameter";
    PathParameter = "OA0409" Warning "a path parameter that does not fit its path";
    DuplicatePath = "OA0410" Warning "two paths are the same request";
    MisplacedKeyword = "OA0411" Warning "a keyword that does nothing for this type";
    UnknownExtension = "OA0501" Warning "an unknown `x-codegen-` key";
    MisplacedExtension = "OA0502" Error "an `x-codegen-` key in the wrong place";
    BadExtension = "OA0503" Error "a malformed `x-codegen-` value";
    UnknownMember = "OA0504" Error "an `x-codegen-` value names a member that does not exist";
    UnknownArm = "OA0505" Error "an `x-codegen-` value names an arm or enum value that does not exist";
    DuplicateCheck = "OA0506" Error "two hooks with one name";
    CheckWithoutKeyword = "OA0507" Error "a check entry for a keyword that is not there";
    NotSupportedYet = "OA0601" Error "legal OpenAPI that is not supported yet";
    NameClash = "OA0602" Warning "two things get the same Rust name";
    BadName = "OA0603" Warning "no Rust name can be made of it";
    WouldBeLost = "OA0604" Warning "a part of the document that nothing would read";
}

impl Code {
    /// The code with this text, in any case.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.as_str().eq_ignore_ascii_case(text))
    }

    /// How much the finding weighs in a document of this strictness, unless the place says otherwise.
    pub fn severity(self, strictness: Strictness) -> Severity {
        match strictness {
            Strictness::Own => Severity::Error,
            Strictness::Foreign => self.foreign(),
        }
    }
}
