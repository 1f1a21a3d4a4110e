//! The stable codes. A code is never given a second meaning; its page under `src/explain` says what it is about.

use super::Severity;
use crate::options::Strictness;

macro_rules! codes {
    ($($name:ident = $text:literal $foreign:ident $title:literal, $way_out:literal;)*) => {
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

            /// What to do, where the finding itself has nothing nearer to say.
            pub fn way_out(self) -> &'static str {
                match self {
                    $(Self::$name => $way_out,)*
                }
            }

            /// The page in Markdown that explains the code, with a failing and a mended document.
            pub fn page(self) -> &'static str {
                match self {
                    $(Self::$name => include_str!(concat!("../explain/", $text, ".md")),)*
                }
            }

            /// How much the finding weighs in a document of this strictness, unless the place says otherwise.
            pub fn severity(self, strictness: Strictness) -> Severity {
                match (strictness, self) {
                    (Strictness::Own, _) => Severity::Error,
                    $((Strictness::Foreign, Self::$name) => Severity::$foreign,)*
                }
            }
        }
    };
}

// The word in the middle is the weight in a foreign document; in our own everything is an error. Behind the title stands
// the way out for a finding that has none of its own.
codes! {
    Syntax = "OA0101" Error "the text is neither JSON nor YAML", "mend the text at this place, or just above it";
    NotAnObject = "OA0102" Error "the document is not an object", "start with `openapi: 3.0.3`";
    SeveralDocuments = "OA0103" Error "more than one YAML document in one text", "remove the `---` line, or split the file";
    DuplicateKey = "OA0104" Error "a key stands twice in one object", "keep one of them";
    MergeKey = "OA0105" Error "a YAML merge key", "write the members out, or refer to a shared schema with `$ref`";
    YamlTag = "OA0106" Error "a YAML tag", "remove the tag";
    TooDeep = "OA0107" Error "nested too deeply, or blown up by aliases", "give what is inside a name under `components` and refer to it with `$ref`; write aliases out";
    NotFinite = "OA0108" Error "a number that JSON does not have", "quote it if a text is meant";
    Version = "OA0109" Error "not an OpenAPI 3.0 or 3.1 document", "write `openapi: 3.0.3` or `openapi: 3.1.1`, and convert what is written for another version";
    UnknownKey = "OA0201" Warning "a key that OpenAPI does not have here", "remove it; keys of your own begin with `x-`";
    WrongType = "OA0202" Error "a value of the wrong JSON type", "write a value of the type that is needed here";
    MissingField = "OA0203" Error "a required field is missing", "add it to this object";
    UnknownType = "OA0204" Warning "an unknown schema type", "one of string, number, integer, boolean, array, object";
    UnknownValue = "OA0205" Error "a value outside the list that OpenAPI allows", "use one of the values that OpenAPI lists for this field";
    RefSiblings = "OA0206" Warning "a key beside `$ref` that is ignored", "move it to what the reference leads to";
    BadStatus = "OA0207" Warning "a key of `responses` that is no status", "a code from 100 to 599, a range such as `4XX`, or `default`";
    BadPath = "OA0208" Error "a malformed path", "write the path as it follows the server in a URL, each variable once and in braces: `/pets/{pet}`";
    BadComponentName = "OA0209" Warning "a component name with forbidden characters", "use letters, digits, `.`, `-` and `_`";
    OtherVersion = "OA0210" Warning "a keyword of another OpenAPI version", "write it as the version that the document states has it, or remove it";
    Exclusive = "OA0211" Warning "keys that exclude each other", "keep one of them";
    DanglingRef = "OA0301" Error "a `$ref` that leads nowhere", "refer to something that is in this document, such as `#/components/schemas/Pet`";
    ExternalRef = "OA0302" Error "a `$ref` into another document", "bundle the documents into one first";
    RefCycle = "OA0303" Error "references that only lead back to themselves", "let one of the references lead to a definition";
    WrongRefKind = "OA0304" Error "a `$ref` to another kind of thing", "refer to something of the kind that is needed here";
    BadDiscriminator = "OA0305" Warning "a discriminator that cannot work", "name a property that every alternative has, and map its values to schemas of this document";
    UnknownSecurity = "OA0306" Warning "a security requirement without a scheme", "name a scheme that stands under `components/securitySchemes`";
    UnlistedTag = "OA0307" Warning "a tag that `tags` does not list", "list it under `tags`, or write the tag as it is listed";
    RequiredUnknown = "OA0401" Warning "`required` names a property that does not exist", "name each property once, as it stands under `properties`";
    EnumType = "OA0402" Warning "an enum value of another type", "list values of the type that the schema states";
    EnumRepeated = "OA0403" Warning "an enum value stands twice", "remove one of them";
    BadDefault = "OA0404" Warning "a default that the schema forbids", "give a value that the schema allows, or remove the default";
    EmptyRange = "OA0405" Warning "limits that nothing can satisfy", "let the lower limit be no more than the upper one";
    DuplicateOperationId = "OA0406" Warning "two operations with one operationId", "give every operation an id of its own";
    DuplicateParameter = "OA0407" Warning "a parameter is declared twice", "remove one of them";
    PathVariable = "OA0408" Warning "a path variable without a parameter", "declare a parameter `in: path` of this name";
    PathParameter = "OA0409" Warning "a path parameter that does not fit its path", "give it the name of a variable of the path and `required: true`, or remove it";
    DuplicatePath = "OA0410" Warning "two paths are the same request", "put the operations under one of them";
    MisplacedKeyword = "OA0411" Warning "a keyword that does nothing for this type", "remove it, or state the type that it is about";
    UnknownExtension = "OA0501" Warning "an unknown `x-codegen-` key", "remove it, or write one of the keys that are known";
    MisplacedExtension = "OA0502" Error "an `x-codegen-` key in the wrong place", "move it to where it has a meaning, or remove it";
    BadExtension = "OA0503" Error "a malformed `x-codegen-` value", "write it as the table in spec/README.md has it";
    UnknownMember = "OA0504" Error "an `x-codegen-` value names a member that does not exist", "name a property of this schema";
    UnknownArm = "OA0505" Error "an `x-codegen-` value names an arm or enum value that does not exist", "name a value that the tag can have";
    DuplicateCheck = "OA0506" Error "two hooks with one name", "give one of them another id";
    CheckWithoutKeyword = "OA0507" Error "a check entry for a keyword that is not there", "add the keyword, or write the rule as a hook";
    HookMissing = "OA0511" Error "a hook is missing", "add what is missing";
    HookMistyped = "OA0512" Error "a hook has another signature than the trait", "write the signature that the trait has";
    HookLeftOver = "OA0513" Error "a hook that no check entry asks for", "remove it, or move it out of the `impl`";
    NoHooks = "OA0514" Error "nothing implements the hooks", "add what is missing";
    HooksTwice = "OA0515" Error "the hooks are implemented more than once", "put all hooks into one of them";
    HooksUnreadable = "OA0516" Error "a file with hooks is not Rust", "mend the file first; hooks in it cannot be seen before";
    NotSupportedYet = "OA0601" Error "legal OpenAPI that is not supported yet", "describe it in another way, or leave it out of the document and write the call by hand";
    NameClash = "OA0602" Warning "two things get the same Rust name", "rename one of them, or give it a name in Rust with `x-codegen-name`";
    BadName = "OA0603" Warning "no Rust name can be made of it", "write another `x-codegen-name`, or leave it out";
    WouldBeLost = "OA0604" Warning "a part of the document that nothing would read", "remove it, or say it in a description";
    OtherFormat = "OA0605" Warning "a `format` that no type stands for", "leave it out, use a format that is carried, or state limits that say the same";
    SeveralTags = "OA0606" Warning "an operation with several tags", "put the tag first that shall name the module, and leave the others out";
    ReservedHeader = "OA0607" Warning "a parameter for a header that something else sets", "leave it out; the body or the security scheme sets it";
    NoFormInStyle = "OA0608" Warning "a parameter whose value has no form in its style", "use a style that has one, or `content` with `application/json`";
    MediaTypeLeft = "OA0609" Warning "a media type that nothing uses", "leave it out, or describe another content for it";
    ServerAddress = "OA0610" Warning "a server that no request can go to", "write `https://`, a host and a path, or leave the server out";
    Contradiction = "OA0701" Warning "schemas that nothing satisfies together", "let each of them allow what the other one allows";
    SameArms = "OA0702" Warning "two alternatives that nothing tells apart", "give one of them a required property, or a property with one value, that the other does not have; or name a `discriminator`";
}

impl Code {
    /// The code with this text, in any case.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.as_str().eq_ignore_ascii_case(text))
    }

    /// Whether it is about the hand-written hooks, and not about a document.
    pub fn is_about_hooks(self) -> bool {
        use Code::{HookLeftOver, HookMissing, HookMistyped, HooksTwice, HooksUnreadable, NoHooks};
        matches!(self, HookMissing | HookMistyped | HookLeftOver | NoHooks | HooksTwice | HooksUnreadable)
    }
}
