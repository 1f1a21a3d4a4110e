//! The fixed fields of every object of OpenAPI 3.0.3, and what becomes of each. Rules that join several fields stand in the
//! other files.

/// An object of OpenAPI.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum ObjectKind {
    OpenApi,
    Info,
    Contact,
    License,
    Server,
    ServerVariable,
    Components,
    Paths,
    PathItem,
    Operation,
    ExternalDocs,
    Parameter,
    RequestBody,
    MediaType,
    Encoding,
    Responses,
    Response,
    Callback,
    Example,
    Link,
    Header,
    Tag,
    Schema,
    Discriminator,
    Xml,
    SecurityScheme,
    OAuthFlows,
    OAuthFlow,
    SecurityRequirement,
}

/// What a field holds.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Shape {
    /// Anything at all.
    Any,
    Text,
    Boolean,
    Number,
    /// A whole number from 0.
    Count,
    /// A text of this list.
    Word(&'static [&'static str]),
    List(&'static Shape),
    /// An object with names as keys.
    Map(&'static Shape),
    Is(ObjectKind),
    /// The object or a reference to one.
    RefOr(ObjectKind),
    /// `type` of a schema.
    SchemaType,
    /// A schema, or `true` or `false`.
    SchemaOrBoolean,
}

/// A fixed field.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Field {
    pub(crate) name: &'static str,
    pub(crate) shape: Shape,
    pub(super) is_required: bool,
    pub(super) fate: Fate,
}

/// What becomes of a field. A test holds every field of every object against what it says here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    /// It is in the output, or lowering tells where it is not.
    Carried,
    /// Nothing reads it, and a client is poorer without it; with the way out.
    Left(&'static str),
    /// Nothing reads it, and no request or answer depends on it: it is for people who read the description. Told of in
    /// somebody else's document; our own may be as readable as it likes.
    ForReaders,
    /// There is nothing in it that a client could lack.
    Empty,
}

const fn field(name: &'static str, shape: Shape) -> Field {
    Field { name, shape, is_required: false, fate: Fate::Carried }
}

const fn needed(name: &'static str, shape: Shape) -> Field {
    Field { is_required: true, ..field(name, shape) }
}

impl Field {
    const fn left(self, help: &'static str) -> Self {
        Self { fate: Fate::Left(help), ..self }
    }

    const fn for_readers(self) -> Self {
        Self { fate: Fate::ForReaders, ..self }
    }

    const fn empty(self) -> Self {
        Self { fate: Fate::Empty, ..self }
    }
}

use Shape::{Any, Boolean, Count, Is, List, Map, Number, RefOr, SchemaOrBoolean, SchemaType, Text, Word};

pub(crate) const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];
pub(super) const TYPES: [&str; 6] = ["string", "number", "integer", "boolean", "array", "object"];
const STYLES: &[&str] = &["matrix", "label", "form", "simple", "spaceDelimited", "pipeDelimited", "deepObject"];
const QUERY_STYLES: &[&str] = &["form", "spaceDelimited", "pipeDelimited", "deepObject"];

const OPEN_API: &[Field] = &[
    needed("openapi", Text).empty(),
    needed("info", Is(ObjectKind::Info)),
    field("servers", List(&Is(ObjectKind::Server))),
    needed("paths", Is(ObjectKind::Paths)),
    field("components", Is(ObjectKind::Components)),
    field("security", List(&Is(ObjectKind::SecurityRequirement))),
    field("tags", List(&Is(ObjectKind::Tag))),
    field("externalDocs", Is(ObjectKind::ExternalDocs)).for_readers(),
];
const INFO: &[Field] = &[
    needed("title", Text),
    field("description", Text),
    field("termsOfService", Text).for_readers(),
    field("contact", Is(ObjectKind::Contact)).for_readers(),
    field("license", Is(ObjectKind::License)).for_readers(),
    needed("version", Text),
];
const CONTACT: &[Field] = &[field("name", Text), field("url", Text), field("email", Text)];
const LICENSE: &[Field] = &[needed("name", Text), field("url", Text)];
const SERVER: &[Field] =
    &[needed("url", Text), field("description", Text), field("variables", Map(&Is(ObjectKind::ServerVariable)))];
const SERVER_VARIABLE: &[Field] = &[field("enum", List(&Text)), needed("default", Text), field("description", Text)];
const COMPONENTS: &[Field] = &[
    field("schemas", Map(&RefOr(ObjectKind::Schema))).empty(),
    field("responses", Map(&RefOr(ObjectKind::Response))).empty(),
    field("parameters", Map(&RefOr(ObjectKind::Parameter))).empty(),
    field("examples", Map(&RefOr(ObjectKind::Example))).empty(),
    field("requestBodies", Map(&RefOr(ObjectKind::RequestBody))).empty(),
    field("headers", Map(&RefOr(ObjectKind::Header))).empty(),
    field("securitySchemes", Map(&RefOr(ObjectKind::SecurityScheme))).empty(),
    field("links", Map(&RefOr(ObjectKind::Link))).empty(),
    field("callbacks", Map(&RefOr(ObjectKind::Callback))).empty(),
];
const PATH_ITEM: &[Field] = &[
    field("summary", Text),
    field("description", Text),
    field("get", Is(ObjectKind::Operation)),
    field("put", Is(ObjectKind::Operation)),
    field("post", Is(ObjectKind::Operation)),
    field("delete", Is(ObjectKind::Operation)),
    field("options", Is(ObjectKind::Operation)),
    field("head", Is(ObjectKind::Operation)),
    field("patch", Is(ObjectKind::Operation)),
    field("trace", Is(ObjectKind::Operation)),
    field("servers", List(&Is(ObjectKind::Server))),
    field("parameters", List(&RefOr(ObjectKind::Parameter))),
];
const OPERATION: &[Field] = &[
    field("tags", List(&Text)),
    field("summary", Text),
    field("description", Text),
    field("externalDocs", Is(ObjectKind::ExternalDocs)),
    field("operationId", Text),
    field("parameters", List(&RefOr(ObjectKind::Parameter))),
    field("requestBody", RefOr(ObjectKind::RequestBody)),
    needed("responses", Is(ObjectKind::Responses)),
    field("callbacks", Map(&RefOr(ObjectKind::Callback))),
    field("deprecated", Boolean),
    field("security", List(&Is(ObjectKind::SecurityRequirement))),
    field("servers", List(&Is(ObjectKind::Server))),
];
const EXTERNAL_DOCS: &[Field] = &[field("description", Text).for_readers(), needed("url", Text)];
const PARAMETER: &[Field] = &[
    needed("name", Text),
    needed("in", Word(&["query", "header", "path", "cookie"])),
    field("description", Text),
    field("required", Boolean),
    field("deprecated", Boolean),
    field("allowEmptyValue", Boolean),
    field("style", Word(STYLES)),
    // A matter of lists and objects, which no parameter can be yet.
    field("explode", Boolean).empty(),
    field("allowReserved", Boolean),
    field("schema", RefOr(ObjectKind::Schema)),
    field("example", Any),
    field("examples", Map(&RefOr(ObjectKind::Example))).for_readers(),
    field("content", Map(&Is(ObjectKind::MediaType))),
];
const HEADER: &[Field] = &[
    field("description", Text),
    field("required", Boolean),
    field("deprecated", Boolean),
    field("allowEmptyValue", Boolean),
    field("style", Word(&["simple"])),
    field("explode", Boolean),
    field("allowReserved", Boolean),
    field("schema", RefOr(ObjectKind::Schema)),
    field("example", Any),
    field("examples", Map(&RefOr(ObjectKind::Example))),
    field("content", Map(&Is(ObjectKind::MediaType))),
];
const REQUEST_BODY: &[Field] =
    &[field("description", Text), needed("content", Map(&Is(ObjectKind::MediaType))), field("required", Boolean)];
const MEDIA_TYPE: &[Field] = &[
    field("schema", RefOr(ObjectKind::Schema)),
    field("example", Any).for_readers(),
    field("examples", Map(&RefOr(ObjectKind::Example))).for_readers(),
    field("encoding", Map(&Is(ObjectKind::Encoding))),
];
const ENCODING: &[Field] = &[
    field("contentType", Text),
    field("headers", Map(&RefOr(ObjectKind::Header))),
    field("style", Word(QUERY_STYLES)),
    field("explode", Boolean),
    field("allowReserved", Boolean),
];
const RESPONSE: &[Field] = &[
    // Every response has to have one, and most say no more than the status.
    needed("description", Text).empty(),
    field("headers", Map(&RefOr(ObjectKind::Header))),
    field("content", Map(&Is(ObjectKind::MediaType))),
    field("links", Map(&RefOr(ObjectKind::Link))),
];
const EXAMPLE: &[Field] =
    &[field("summary", Text), field("description", Text), field("value", Any), field("externalValue", Text)];
const LINK: &[Field] = &[
    field("operationRef", Text),
    field("operationId", Text),
    field("parameters", Map(&Any)),
    field("requestBody", Any),
    field("description", Text),
    field("server", Is(ObjectKind::Server)),
];
const TAG: &[Field] = &[
    needed("name", Text),
    field("description", Text),
    field("externalDocs", Is(ObjectKind::ExternalDocs)).for_readers(),
];
const SCHEMA: &[Field] = &[
    field("title", Text),
    field("multipleOf", Number),
    field("maximum", Number),
    field("exclusiveMaximum", Boolean),
    field("minimum", Number),
    field("exclusiveMinimum", Boolean),
    field("maxLength", Count),
    field("minLength", Count),
    field("pattern", Text),
    field("maxItems", Count),
    field("minItems", Count),
    field("uniqueItems", Boolean),
    field("maxProperties", Count),
    field("minProperties", Count),
    field("required", List(&Text)),
    field("enum", List(&Any)),
    field("type", SchemaType),
    field("allOf", List(&RefOr(ObjectKind::Schema))),
    field("oneOf", List(&RefOr(ObjectKind::Schema))),
    field("anyOf", List(&RefOr(ObjectKind::Schema))),
    field("not", RefOr(ObjectKind::Schema)),
    field("items", RefOr(ObjectKind::Schema)),
    field("properties", Map(&RefOr(ObjectKind::Schema))),
    field("additionalProperties", SchemaOrBoolean),
    field("description", Text),
    field("format", Text),
    field("default", Any),
    field("nullable", Boolean),
    field("discriminator", Is(ObjectKind::Discriminator)),
    field("readOnly", Boolean),
    field("writeOnly", Boolean),
    field("xml", Is(ObjectKind::Xml)).left("leave it out: only JSON is sent and read"),
    field("externalDocs", Is(ObjectKind::ExternalDocs)),
    field("example", Any),
    field("deprecated", Boolean),
];
const DISCRIMINATOR: &[Field] = &[needed("propertyName", Text), field("mapping", Map(&Text))];
const XML: &[Field] = &[
    field("name", Text),
    field("namespace", Text),
    field("prefix", Text),
    field("attribute", Boolean),
    field("wrapped", Boolean),
];
const SECURITY_SCHEME: &[Field] = &[
    needed("type", Word(&["apiKey", "http", "oauth2", "openIdConnect"])),
    field("description", Text),
    field("name", Text),
    field("in", Word(&["query", "header", "cookie"])),
    field("scheme", Text),
    field("bearerFormat", Text).for_readers(),
    field("flows", Is(ObjectKind::OAuthFlows)),
    field("openIdConnectUrl", Text),
];
const OAUTH_FLOWS: &[Field] = &[
    field("implicit", Is(ObjectKind::OAuthFlow)),
    field("password", Is(ObjectKind::OAuthFlow)),
    field("clientCredentials", Is(ObjectKind::OAuthFlow)),
    field("authorizationCode", Is(ObjectKind::OAuthFlow)),
];
const OAUTH_FLOW: &[Field] = &[
    field("authorizationUrl", Text),
    field("tokenUrl", Text),
    field("refreshUrl", Text),
    needed("scopes", Map(&Text)),
];

impl ObjectKind {
    /// The fixed fields; objects whose keys are patterns have none.
    pub(crate) fn fields(self) -> &'static [Field] {
        match self {
            Self::OpenApi => OPEN_API,
            Self::Info => INFO,
            Self::Contact => CONTACT,
            Self::License => LICENSE,
            Self::Server => SERVER,
            Self::ServerVariable => SERVER_VARIABLE,
            Self::Components => COMPONENTS,
            Self::PathItem => PATH_ITEM,
            Self::Operation => OPERATION,
            Self::ExternalDocs => EXTERNAL_DOCS,
            Self::Parameter => PARAMETER,
            Self::RequestBody => REQUEST_BODY,
            Self::MediaType => MEDIA_TYPE,
            Self::Encoding => ENCODING,
            Self::Response => RESPONSE,
            Self::Example => EXAMPLE,
            Self::Link => LINK,
            Self::Header => HEADER,
            Self::Tag => TAG,
            Self::Schema => SCHEMA,
            Self::Discriminator => DISCRIMINATOR,
            Self::Xml => XML,
            Self::SecurityScheme => SECURITY_SCHEME,
            Self::OAuthFlows => OAUTH_FLOWS,
            Self::OAuthFlow => OAUTH_FLOW,
            Self::Paths | Self::Responses | Self::Callback | Self::SecurityRequirement => &[],
        }
    }

    /// The name for messages, with its article.
    pub(super) fn title(self) -> &'static str {
        match self {
            Self::OpenApi => "the document",
            Self::Info => "`info`",
            Self::Contact => "`contact`",
            Self::License => "`license`",
            Self::Server => "a server",
            Self::ServerVariable => "a server variable",
            Self::Components => "`components`",
            Self::Paths => "`paths`",
            Self::PathItem => "a path item",
            Self::Operation => "an operation",
            Self::ExternalDocs => "`externalDocs`",
            Self::Parameter => "a parameter",
            Self::RequestBody => "a request body",
            Self::MediaType => "a media type",
            Self::Encoding => "an encoding",
            Self::Responses => "`responses`",
            Self::Response => "a response",
            Self::Callback => "a callback",
            Self::Example => "an example",
            Self::Link => "a link",
            Self::Header => "a header",
            Self::Tag => "a tag",
            Self::Schema => "a schema",
            Self::Discriminator => "a discriminator",
            Self::Xml => "`xml`",
            Self::SecurityScheme => "a security scheme",
            Self::OAuthFlows => "`flows`",
            Self::OAuthFlow => "an OAuth flow",
            Self::SecurityRequirement => "a security requirement",
        }
    }

    /// The section of `components` that holds such objects.
    pub(super) fn section(self) -> Option<&'static str> {
        match self {
            Self::Schema => Some("schemas"),
            Self::Response => Some("responses"),
            Self::Parameter => Some("parameters"),
            Self::Example => Some("examples"),
            Self::RequestBody => Some("requestBodies"),
            Self::Header => Some("headers"),
            Self::SecurityScheme => Some("securitySchemes"),
            Self::Link => Some("links"),
            Self::Callback => Some("callbacks"),
            _ => None,
        }
    }
}
