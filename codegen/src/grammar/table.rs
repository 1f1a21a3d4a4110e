//! The fixed fields of every object of OpenAPI 3.0.3 and 3.1, and what becomes of each. Rules that join several fields stand
//! in the other files.

use super::field::{Field, Shape, field, needed};
use super::kind::ObjectKind;
use super::version::Version;
use ObjectKind::{
    Callback, Components, Contact, Discriminator, Encoding, Example, ExternalDocs, Header, Info, License, Link,
    MediaType, OAuthFlow, OAuthFlows, Operation, Parameter, PathItem, Paths, RequestBody, Response, Responses, Schema,
    SecurityRequirement, SecurityScheme, Server, ServerVariable, Tag, Xml,
};
use Shape::{Any, Boolean, Count, Is, List, Map, Number, RefOr, SchemaOrBoolean, SchemaType, Text, Word};

pub(crate) const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];
/// The types of schemas; `null` is one from 3.1 on.
pub(super) const TYPES: [&str; 6] = ["string", "number", "integer", "boolean", "array", "object"];
pub(super) const STYLES: &[&str] =
    &["matrix", "label", "form", "simple", "spaceDelimited", "pipeDelimited", "deepObject"];
/// The way out of a keyword that checks values: they are kept, whether it allows them or not.
const RULE: &str =
    "leave it out, or state it as a rule in `x-codegen-checks`: values are taken whether it allows them or not";
/// The way out of a keyword that gives a schema another address.
const POINTER: &str = "leave it out, and refer to a schema by its place: `#/components/schemas/Pet`";
const QUERY_STYLES: &[&str] = &["form", "spaceDelimited", "pipeDelimited", "deepObject"];

/// The fields of each object of OpenAPI. Those whose keys are patterns have no fixed fields.
macro_rules! objects {
    ($($name:ident [$($field:expr,)*];)*) => {
        impl ObjectKind {
            pub(crate) fn fields(self) -> &'static [Field] {
                match self {
                    $(Self::$name => const { &[$($field,)*] },)*
                }
            }
        }
    };
}

impl ObjectKind {
    /// The fields that it has in this version.
    pub(crate) fn fields_of(self, version: Version) -> impl Iterator<Item = &'static Field> {
        self.fields().iter().filter(move |field| field.is_in(version))
    }
}

objects! {
    OpenApi [
        needed("openapi", Text).empty(),
        needed("info", Is(Info)),
        field("servers", List(&Is(Server))),
        needed("paths", Is(Paths)).until_30(),
        field("paths", Is(Paths)).since_31(),
        field("webhooks", Map(&RefOr(PathItem))).left("leave it out, or write a server for these requests by hand").since_31(),
        field("jsonSchemaDialect", Text).left("leave it out: schemas are read as those of OpenAPI 3.1").since_31(),
        field("components", Is(Components)),
        field("security", List(&Is(SecurityRequirement))),
        field("tags", List(&Is(Tag))),
        field("externalDocs", Is(ExternalDocs)).for_readers(),
    ];
    Info [
        needed("title", Text),
        field("summary", Text).for_readers().since_31(),
        field("description", Text),
        field("termsOfService", Text).for_readers(),
        field("contact", Is(Contact)).for_readers(),
        field("license", Is(License)).for_readers(),
        needed("version", Text),
    ];
    Contact [
        field("name", Text),
        field("url", Text),
        field("email", Text),
    ];
    License [
        needed("name", Text),
        field("identifier", Text).since_31(),
        field("url", Text),
    ];
    Server [
        needed("url", Text),
        field("description", Text),
        field("variables", Map(&Is(ServerVariable))),
    ];
    ServerVariable [
        field("enum", List(&Text)),
        needed("default", Text),
        field("description", Text),
    ];
    Components [
        field("schemas", Map(&RefOr(Schema))).empty(),
        field("responses", Map(&RefOr(Response))).empty(),
        field("parameters", Map(&RefOr(Parameter))).empty(),
        field("examples", Map(&RefOr(Example))).empty(),
        field("requestBodies", Map(&RefOr(RequestBody))).empty(),
        field("headers", Map(&RefOr(Header))).empty(),
        field("securitySchemes", Map(&RefOr(SecurityScheme))).empty(),
        field("links", Map(&RefOr(Link))).empty(),
        field("callbacks", Map(&RefOr(Callback))).empty(),
        field("pathItems", Map(&RefOr(PathItem))).empty().since_31(),
    ];
    Paths [];
    PathItem [
        field("summary", Text),
        field("description", Text),
        field("get", Is(Operation)),
        field("put", Is(Operation)),
        field("post", Is(Operation)),
        field("delete", Is(Operation)),
        field("options", Is(Operation)),
        field("head", Is(Operation)),
        field("patch", Is(Operation)),
        field("trace", Is(Operation)),
        field("servers", List(&Is(Server))),
        field("parameters", List(&RefOr(Parameter))),
    ];
    Operation [
        field("tags", List(&Text)).in_part("the first makes the module"),
        field("summary", Text),
        field("description", Text),
        field("externalDocs", Is(ExternalDocs)),
        field("operationId", Text),
        field("parameters", List(&RefOr(Parameter))),
        field("requestBody", RefOr(RequestBody)),
        needed("responses", Is(Responses)).until_30(),
        field("responses", Is(Responses)).since_31(),
        field("callbacks", Map(&RefOr(Callback))).left("leave it out, or write a server for these requests by hand"),
        field("deprecated", Boolean),
        field("security", List(&Is(SecurityRequirement))),
        field("servers", List(&Is(Server))),
    ];
    ExternalDocs [
        field("description", Text).for_readers(),
        needed("url", Text),
    ];
    Parameter [
        needed("name", Text),
        needed("in", Word(&["query", "header", "path", "cookie"])),
        field("description", Text),
        field("required", Boolean),
        field("deprecated", Boolean),
        field("allowEmptyValue", Boolean).in_part("texts, lists and objects"),
        field("style", Word(STYLES)),
        field("explode", Boolean),
        field("allowReserved", Boolean),
        field("schema", RefOr(Schema)).in_part("what has a form in the style"),
        field("example", Any),
        field("examples", Map(&RefOr(Example))).for_readers(),
        field("content", Map(&Is(MediaType))).in_part("JSON; anything else is a text"),
    ];
    RequestBody [
        field("description", Text),
        needed("content", Map(&Is(MediaType))).in_part("JSON, forms, parts, texts without a schema, bytes"),
        field("required", Boolean),
    ];
    MediaType [
        field("schema", RefOr(Schema)),
        field("example", Any).for_readers(),
        field("examples", Map(&RefOr(Example))).for_readers(),
        field("encoding", Map(&Is(Encoding))),
    ];
    Encoding [
        field("contentType", Text).in_part("parts; JSON in forms"),
        field("headers", Map(&RefOr(Header))).in_part("those of files, and those with one value"),
        field("style", Word(QUERY_STYLES)),
        field("explode", Boolean),
        field("allowReserved", Boolean),
    ];
    Responses [];
    Response [
        // Every response has to have one, and most say no more than the status.
        needed("description", Text).empty(),
        field("headers", Map(&RefOr(Header))),
        field("content", Map(&Is(MediaType))),
        field("links", Map(&RefOr(Link))).left("leave it out; whoever uses the client makes the next call"),
    ];
    Callback [];
    Example [
        field("summary", Text),
        field("description", Text),
        field("value", Any),
        field("externalValue", Text),
    ];
    Link [
        field("operationRef", Text),
        field("operationId", Text),
        field("parameters", Map(&Any)),
        field("requestBody", Any),
        field("description", Text),
        field("server", Is(Server)),
    ];
    Header [
        field("description", Text),
        // A header that is missing makes no answer wrong.
        field("required", Boolean).empty(),
        field("deprecated", Boolean),
        // These are about writing one; there is one style, and a list is the same with and without `explode`.
        field("allowEmptyValue", Boolean).empty(),
        field("style", Word(&["simple"])).empty(),
        field("explode", Boolean).empty(),
        field("allowReserved", Boolean).empty(),
        field("schema", RefOr(Schema)).in_part("single values and lists of them; others as the text that they are"),
        field("example", Any).for_readers(),
        field("examples", Map(&RefOr(Example))).for_readers(),
        field("content", Map(&Is(MediaType))).in_part("JSON; others as the text that they are"),
    ];
    Tag [
        needed("name", Text),
        field("description", Text),
        field("externalDocs", Is(ExternalDocs)).for_readers(),
    ];
    Schema [
        field("title", Text),
        field("multipleOf", Number),
        field("maximum", Number),
        field("exclusiveMaximum", Boolean).until_30(),
        field("exclusiveMaximum", Number).since_31(),
        field("minimum", Number),
        field("exclusiveMinimum", Boolean).until_30(),
        field("exclusiveMinimum", Number).since_31(),
        field("maxLength", Count),
        field("minLength", Count),
        field("pattern", Text).not_yet(),
        field("maxItems", Count),
        field("minItems", Count),
        field("uniqueItems", Boolean),
        field("maxProperties", Count),
        field("minProperties", Count),
        field("required", List(&Text)),
        field("enum", List(&Any)).in_part("values without parts"),
        field("const", Any).in_part("values without parts").since_31(),
        field("type", SchemaType),
        field("allOf", List(&RefOr(Schema))),
        field("oneOf", List(&RefOr(Schema))),
        field("anyOf", List(&RefOr(Schema))),
        field("not", RefOr(Schema)).left("leave it out, or state it as a rule in `x-codegen-checks`"),
        field("items", RefOr(Schema)),
        field("properties", Map(&RefOr(Schema))),
        field("additionalProperties", SchemaOrBoolean),
        field("description", Text),
        field("format", Text).in_part("int8, int16, int32, int64, uint8, uint16, uint32, uint64, float, double, password, date-time, date, time, uuid, byte"),
        field("default", Any),
        field("nullable", Boolean).until_30(),
        field("discriminator", Is(Discriminator)).in_part("with `oneOf` or `anyOf`, or where others extend the schema by `allOf`"),
        field("readOnly", Boolean),
        field("writeOnly", Boolean),
        field("xml", Is(Xml)).left("leave it out: only JSON is sent and read"),
        field("externalDocs", Is(ExternalDocs)),
        field("example", Any),
        field("examples", List(&Any)).in_part("the first").since_31(),
        field("deprecated", Boolean),
        field("$defs", Map(&RefOr(Schema))).empty().since_31(),
        field("definitions", Map(&RefOr(Schema))).empty().since_31(),
        field("$comment", Text).empty().since_31(),
        field("prefixItems", List(&RefOr(Schema))).in_part("items that are all alike; else a list of any JSON").since_31(),
        field("patternProperties", Map(&RefOr(Schema))).in_part("the values, whatever the names").since_31(),
        field("contentEncoding", Text).in_part("base64").since_31(),
        field("contentMediaType", Text).in_part("bytes, in a body or a part of one").since_31(),
        field("contentSchema", RefOr(Schema)).left("leave it out: the text is taken as it is").since_31(),
        field("if", RefOr(Schema)).left(RULE).since_31(),
        field("then", RefOr(Schema)).left(RULE).since_31(),
        field("else", RefOr(Schema)).left(RULE).since_31(),
        field("dependentSchemas", Map(&RefOr(Schema))).left(RULE).since_31(),
        field("dependentRequired", Map(&List(&Text))).left(RULE).since_31(),
        field("propertyNames", RefOr(Schema)).left(RULE).since_31(),
        field("unevaluatedProperties", RefOr(Schema)).left(RULE).since_31(),
        field("unevaluatedItems", RefOr(Schema)).left(RULE).since_31(),
        field("contains", RefOr(Schema)).left(RULE).since_31(),
        field("minContains", Count).left(RULE).since_31(),
        field("maxContains", Count).left(RULE).since_31(),
        field("$id", Text).left(POINTER).since_31(),
        field("$schema", Text).left("leave it out: schemas are read as those of OpenAPI 3.1").since_31(),
        field("$anchor", Text).left(POINTER).since_31(),
        field("$dynamicAnchor", Text).left(POINTER).since_31(),
        field("$dynamicRef", Text).left(POINTER).since_31(),
    ];
    Discriminator [
        needed("propertyName", Text),
        field("mapping", Map(&Text)),
    ];
    Xml [
        field("name", Text),
        field("namespace", Text),
        field("prefix", Text),
        field("attribute", Boolean),
        field("wrapped", Boolean),
    ];
    SecurityScheme [
        needed("type", Word(&["apiKey", "http", "oauth2", "openIdConnect"])).until_30(),
        needed("type", Word(&["apiKey", "http", "oauth2", "openIdConnect", "mutualTLS"])).since_31(),
        field("description", Text),
        field("name", Text),
        field("in", Word(&["query", "header", "cookie"])),
        field("scheme", Text),
        field("bearerFormat", Text),
        field("flows", Is(OAuthFlows)),
        field("openIdConnectUrl", Text),
    ];
    OAuthFlows [
        field("implicit", Is(OAuthFlow)),
        field("password", Is(OAuthFlow)),
        field("clientCredentials", Is(OAuthFlow)),
        field("authorizationCode", Is(OAuthFlow)),
    ];
    OAuthFlow [
        field("authorizationUrl", Text),
        field("tokenUrl", Text),
        field("refreshUrl", Text),
        needed("scopes", Map(&Text)),
    ];
    SecurityRequirement [];
}
