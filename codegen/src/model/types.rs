//! Types of the model. What a type looks like in Rust is decided here; how it is printed is not.

use super::{Docs, Ident, Origin, RuleRef};

/// Which entry of [`Api::types`](super::Api::types).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TypeId(pub usize);

/// A type that gets a Rust item.
#[derive(Debug, Clone, PartialEq)]
pub struct TypeDef {
    /// UpperCamelCase.
    pub name: Ident,
    /// The modules below `types`, `wire` and `validate` that lead to it; snake_case, empty for most.
    pub home: Vec<Ident>,
    /// snake_case: the file and the module that it gets there.
    pub module: Ident,
    /// Where in the document it stands.
    pub origin: Origin,
    /// What the document says of it.
    pub docs: Docs,
    /// What becomes of it.
    pub kind: TypeKind,
    /// Which way its values travel.
    pub role: Role,
    /// Whether it holds a secret at any depth. Such a type does not implement `Serialize`.
    pub holds_secret: bool,
    /// Whether it holds a float or arbitrary JSON at any depth, which rules `Eq` out.
    pub holds_float: bool,
    /// Whether judging it can find anything: a rule here, or at any depth below. Others get no `Validate`.
    pub has_rules: bool,
    /// Hooks that are called with a value of this type.
    pub hooks: Vec<RuleRef>,
}

/// Which way values of a type travel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Only in requests: read strictly, judged before sending.
    Request,
    /// Only in answers: read leniently, never judged.
    Response,
    /// Both ways: read leniently, judged before sending.
    Both,
}

/// What kind of item a type becomes.
#[derive(Debug, Clone, PartialEq)]
pub enum TypeKind {
    /// A struct with public fields.
    Object(Object),
    /// An open enum of strings.
    Enumeration(Enumeration),
    /// A string type of its own.
    Newtype(Newtype),
}

/// A struct.
#[derive(Debug, Clone, PartialEq)]
pub struct Object {
    /// The members, in the order of the document.
    pub members: Vec<Member>,
    /// Set when members go with the value of a tag; the constructors are then those of the arms, else one `new`.
    pub union: Option<Union>,
    /// The member that holds the text for people: index into the members. It is a string, a newtype that is no secret,
    /// an enumeration, an object that has such a member, or a list of one of these.
    pub text: Option<usize>,
}

/// A field of a struct.
#[derive(Debug, Clone, PartialEq)]
pub struct Member {
    /// The name on the wire.
    pub wire: String,
    /// snake_case.
    pub field: Ident,
    /// Where in the document it stands.
    pub origin: Origin,
    /// What the document says of it.
    pub docs: Docs,
    /// Its Rust type.
    pub ty: Type,
    /// Whether it may be missing.
    pub presence: Presence,
    /// Keywords that are checked before sending.
    pub constraints: Vec<Constraint>,
    /// A value for examples in the documentation; valid for the constraints.
    pub example: Literal,
}

/// Whether a member may be missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Presence {
    /// Always there. The rule is what its absence breaks; `None` means the general one.
    Required(Option<RuleRef>),
    /// May be absent; never `null`.
    Optional,
}

/// A Rust type, as a field or an element has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Type {
    /// `bool`
    Bool,
    /// `i32`
    Int32,
    /// `i64`
    Int64,
    /// `f64`
    Double,
    /// `String`
    String,
    /// `format: password`.
    Secret,
    /// No schema to speak of: any JSON.
    Any,
    /// A type of the document.
    Named(TypeId),
    /// `Vec`
    List(Box<Type>),
    /// `BTreeMap` from texts: members that the document does not name, all of one type.
    Map(Box<Type>),
}

/// A keyword that is checked before sending, with the rule that it reports under.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Constraint {
    /// `minimum` and `maximum` of an integer.
    Range {
        /// The least that is allowed.
        minimum: Option<i64>,
        /// The most that is allowed.
        maximum: Option<i64>,
        /// What a breach breaks.
        rule: RuleRef,
    },
    /// `minLength` and `maxLength`, in characters.
    Length {
        /// The least that is allowed.
        minimum: Option<u64>,
        /// The most that is allowed.
        maximum: Option<u64>,
        /// What a breach breaks.
        rule: RuleRef,
    },
}

/// A literal for an example in the documentation.
#[derive(Debug, Clone, PartialEq)]
pub enum Literal {
    /// `bool`
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// `f64`
    Double(f64),
    /// For strings, secrets, newtypes and values of an enum (the wire value).
    Text(String),
    /// `Vec`
    List(Vec<Literal>),
    /// An empty map.
    Map,
    /// Built by the constructor of the type from the examples of its required members.
    Constructed,
    /// `rt::Json::Null`.
    Any,
}

/// Which members go with which value of a tag.
#[derive(Debug, Clone, PartialEq)]
pub struct Union {
    /// The member that is the tag: index into the members. Its type is an enumeration.
    pub tag: usize,
    /// One for each value of the tag.
    pub arms: Vec<Arm>,
    /// One for every optional member that any arm lists, for every arm, in the order of the arms; wanted ones first.
    pub rules: Vec<UnionRule>,
}

/// One value of the tag.
#[derive(Debug, Clone, PartialEq)]
pub struct Arm {
    /// The tag's value on the wire.
    pub value: String,
    /// The variant of the tag's enumeration: index into its values.
    pub variant: usize,
    /// The name of the constructor, snake_case of the value.
    pub constructor: Ident,
    /// Members that this arm has: indices into the members. They are arguments of the constructor.
    pub members: Vec<usize>,
}

/// With this arm, that member must or must not be set.
#[derive(Debug, Clone, PartialEq)]
pub struct UnionRule {
    /// Index into the arms.
    pub arm: usize,
    /// Index into the members.
    pub member: usize,
    /// Whether it must be set.
    pub wanted: bool,
    /// What a breach breaks.
    pub rule: RuleRef,
}

/// An open enum: the listed values and room for others.
#[derive(Debug, Clone, PartialEq)]
pub struct Enumeration {
    /// The listed values, in the order of the document.
    pub values: Vec<EnumValue>,
    /// What a value outside the list breaks when it is sent.
    pub rule: RuleRef,
}

/// A listed value.
#[derive(Debug, Clone, PartialEq)]
pub struct EnumValue {
    /// As it stands on the wire.
    pub wire: String,
    /// UpperCamelCase.
    pub variant: Ident,
    /// What the document says of it.
    pub docs: Docs,
}

/// A string with a name of its own, such as an identifier.
#[derive(Debug, Clone, PartialEq)]
pub struct Newtype {
    /// Whether it is a secret (`format: password`): no `Display`, no `AsRef<str>`, no `Ord`.
    pub secret: bool,
    /// Keywords that are checked before sending.
    pub constraints: Vec<Constraint>,
    /// A valid value, for examples in the documentation.
    pub example: String,
}
