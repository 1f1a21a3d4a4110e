//! Types of the model. What a type looks like in Rust is decided here; how it is printed is not.

use super::{
    CallExample, Choice, ChoiceArm, Constraint, Docs, FaultEnum, HookCall, Ident, Limits, Primitive, RuleName, Sample,
    TypeId,
};

/// A Rust type, as a field or an element has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Type {
    /// A value without members or entries.
    Primitive(Primitive),
    Named(TypeId),
    /// The same in a `Box`: it would hold itself otherwise, or too many others inside each other.
    Boxed(TypeId),
    /// `Vec`
    List(Box<Type>),
    /// `BTreeMap` from texts: members that the document does not name, all of one type.
    Map(Box<Type>),
    /// `Option`: the value may be `null`. Never around another one, nor around any JSON, which `null` is.
    Nullable(Box<Type>),
    /// No schema to speak of: any JSON.
    Any,
}

/// What is left of a type without the lists, the maps and the `null` around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Core {
    Primitive(Primitive),
    Named(TypeId),
    Any,
}

impl Type {
    pub fn named(&self) -> Option<TypeId> {
        match self {
            Self::Named(id) | Self::Boxed(id) => Some(*id),
            Self::Primitive(_) | Self::List(_) | Self::Map(_) | Self::Nullable(_) | Self::Any => None,
        }
    }

    /// The type of a value that is not `null`.
    #[must_use]
    pub fn present(&self) -> &Type {
        match self {
            Self::Nullable(inner) => inner,
            Self::Primitive(_) | Self::Named(_) | Self::Boxed(_) | Self::List(_) | Self::Map(_) | Self::Any => self,
        }
    }

    /// The same with a type of the document in a `Box`, where it would stand by value.
    pub fn boxed(self) -> Self {
        match self {
            Self::Named(id) => Self::Boxed(id),
            Self::Nullable(inner) => Self::Nullable(Box::new(inner.boxed())),
            Self::Primitive(_) | Self::Boxed(_) | Self::List(_) | Self::Map(_) | Self::Any => self,
        }
    }

    /// The same, or `null`.
    #[must_use]
    pub fn or_null(self) -> Self {
        match self {
            Self::Nullable(_) | Self::Any => self,
            Self::Primitive(_) | Self::Named(_) | Self::Boxed(_) | Self::List(_) | Self::Map(_) => {
                Self::Nullable(Box::new(self))
            }
        }
    }

    /// The type of the document that stands inside of all lists and maps.
    pub fn inmost(&self) -> Option<TypeId> {
        match self.core() {
            Core::Named(id) => Some(id),
            Core::Primitive(_) | Core::Any => None,
        }
    }

    /// What stands inside of all lists and maps, where it is not `null`.
    pub fn core(&self) -> Core {
        match self {
            Self::Primitive(primitive) => Core::Primitive(*primitive),
            Self::Named(id) | Self::Boxed(id) => Core::Named(*id),
            Self::Any => Core::Any,
            Self::List(item) | Self::Map(item) | Self::Nullable(item) => item.core(),
        }
    }
}

/// A type that gets a Rust item.
#[derive(Debug, Clone, PartialEq)]
pub struct TypeDef {
    pub name: Ident,
    /// The modules below `types` that lead to it; snake_case, empty for most.
    pub home: Vec<Ident>,
    pub docs: Docs,
    pub kind: TypeKind,
    pub reading: Reading,
    /// Whether it holds a secret at any depth. Such a type does not implement `Serialize`.
    pub holds_secret: bool,
    /// Whether it is `Eq`: it holds no float and no arbitrary JSON at any depth.
    pub is_eq: bool,
    /// Whether it is judged before sending: it is sent, and has a rule here or at any depth below. Others get no `Validate`.
    pub is_judged: bool,
    /// Hooks that are called with a value of this type.
    pub hooks: Vec<HookCall>,
}

impl TypeDef {
    /// The members, if it has such.
    pub fn members(&self) -> &[Member] {
        match &self.kind {
            TypeKind::Object(object) => &object.members,
            TypeKind::Choice(_) | TypeKind::Enumeration(_) | TypeKind::Newtype(_) | TypeKind::Fault(_) => &[],
        }
    }

    /// The arms, if it is a choice.
    #[must_use]
    pub fn arms(&self) -> &[ChoiceArm] {
        match &self.kind {
            TypeKind::Choice(choice) => &choice.arms,
            TypeKind::Object(_) | TypeKind::Enumeration(_) | TypeKind::Newtype(_) | TypeKind::Fault(_) => &[],
        }
    }
}

impl TypeDef {
    /// The types of its members, if it has such.
    pub fn held(&self) -> impl Iterator<Item = &Type> {
        let rest = match &self.kind {
            TypeKind::Object(object) => object.rest.as_ref(),
            TypeKind::Choice(_) | TypeKind::Enumeration(_) | TypeKind::Newtype(_) | TypeKind::Fault(_) => None,
        };
        self.members().iter().map(|member| &member.ty).chain(rest.map(|rest| &rest.ty))
    }
}

/// How a type is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// It is only sent: a member that the document does not have is an error.
    Strict,
    /// A server may know more than the document.
    Lenient,
}

/// What kind of item a type becomes.
#[derive(Debug, Clone, PartialEq)]
pub enum TypeKind {
    /// A struct with public fields.
    Object(Box<Object>),
    /// An enum with a variant for each form that a value may have.
    Choice(Choice),
    /// An open enum.
    Enumeration(Enumeration),
    /// A string type of its own.
    Newtype(Newtype),
    /// An enum of faults, which is only received.
    Fault(FaultEnum),
}

#[derive(Debug, Clone, PartialEq)]
pub struct Object {
    /// The members, in the order of the document.
    pub members: Vec<Member>,
    /// One `new`, or one for each arm of the union.
    pub constructors: Vec<Constructor>,
    /// Whether it has a `Default`: nothing is required.
    pub has_default: bool,
    /// Where the members go that the document does not name, if it says that there may be some.
    pub rest: Option<Rest>,
    /// What is judged of the object itself: how many members it has.
    pub limits: Vec<Constraint>,
    /// Set when members go with the value of a tag.
    pub union: Option<Union>,
    /// The text for people, if a member holds one.
    pub text: Option<Text>,
}

/// The field for members that the document does not name, all of one type.
#[derive(Debug, Clone, PartialEq)]
pub struct Rest {
    pub field: Ident,
    pub docs: Docs,
    /// The type of each.
    pub ty: Type,
    /// What is judged of each.
    pub limits: Limits,
}

/// A field of a struct.
#[derive(Debug, Clone, PartialEq)]
pub struct Member {
    pub wire: String,
    pub field: Ident,
    pub docs: Docs,
    /// The type of a value that it has.
    pub ty: Type,
    /// Whether it may be missing.
    pub presence: Presence,
    pub direction: Direction,
    /// The chained setter of a member that may be missing; none of what is only received.
    pub setter: Option<Ident>,
    /// What is judged before sending.
    pub limits: Limits,
    /// A value for examples in the documentation, valid for the limits; none for what its own constructor makes.
    pub example: Option<Sample>,
}

/// In which direction a member travels, where its type travels in both or in the other one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Direction {
    Both,
    /// `readOnly`: no request has it; whether every answer does.
    Received(Option<Demand>),
    /// `writeOnly`: no answer has it; whether every request does.
    Sent(Option<Demand>),
}

/// A member has to be there. The rule is what its absence breaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Demand(pub RuleName);

impl Member {
    /// Whether a value cannot be sent without it, so that constructors ask for it.
    pub fn is_asked_for(&self) -> bool {
        match self.direction {
            Direction::Sent(Some(_)) => true,
            Direction::Both | Direction::Received(_) | Direction::Sent(None) => self.presence.is_required(),
        }
    }
}

/// Whether a member may be missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Presence {
    /// Always there. The rule is what its absence breaks; `None` means the general one.
    Required(Option<RuleName>),
    /// May be absent; `null` in an answer is read as that, and is never written. An `Option`.
    Optional,
    /// May be absent, or `null`, which are told apart. A `Patch`.
    OptionalOrNull,
}

impl Presence {
    pub fn is_required(&self) -> bool {
        match self {
            Self::Required(_) => true,
            Self::Optional | Self::OptionalOrNull => false,
        }
    }
}

/// A function that makes a struct.
#[derive(Debug, Clone, PartialEq)]
pub struct Constructor {
    /// `new`, or snake_case of the arm's value.
    pub name: Ident,
    /// The value of the tag that it sets.
    pub arm: Option<String>,
    /// What becomes of each member, in the order of the members.
    pub settings: Vec<Setting>,
    /// An example; none where it would be too large to tell anybody anything.
    pub example: Option<CallExample>,
}

/// What a constructor does with a member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Setting {
    Argument,
    /// It leaves it unset.
    Unset,
    /// It sets the tag to this variant.
    Tag(Ident),
}

impl Object {
    /// The members that a constructor asks for, in the order of its arguments: those that are required first.
    pub fn arguments<'a>(&'a self, constructor: &'a Constructor) -> impl Iterator<Item = &'a Member> {
        let arguments = || self.members.iter().zip(&constructor.settings).filter(|(_, it)| **it == Setting::Argument);
        let required = arguments().filter(|(member, _)| member.is_asked_for());
        let others = arguments().filter(|(member, _)| !member.is_asked_for());
        required.chain(others).map(|(member, _)| member)
    }
}

/// Which members go with which value of a tag.
#[derive(Debug, Clone, PartialEq)]
pub struct Union {
    /// The field that is the tag.
    pub field: Ident,
    pub wire: String,
    pub ty: Type,
    /// One for each value of the tag.
    pub arms: Vec<Arm>,
}

/// One value of the tag.
#[derive(Debug, Clone, PartialEq)]
pub struct Arm {
    pub value: String,
    /// The variant of the tag's enumeration.
    pub variant: Ident,
    /// One for every optional member that any arm lists; wanted ones first.
    pub rules: Vec<UnionRule>,
}

/// With this arm, that member must or must not be set.
#[derive(Debug, Clone, PartialEq)]
pub struct UnionRule {
    pub field: Ident,
    pub wire: String,
    pub is_wanted: bool,
    /// What a breach breaks.
    pub rule: RuleName,
}

/// The member that holds the text for people.
#[derive(Debug, Clone, PartialEq)]
pub struct Text {
    pub field: Ident,
    pub wire: String,
    pub is_required: bool,
    /// Whether it is a list of texts.
    pub is_list: bool,
    pub form: TextForm,
}

/// How a text for people is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextForm {
    /// A `String`.
    Plain,
    /// What has `as_str`.
    Named,
    /// An object that has a text for people itself.
    Object,
}

/// An open enum: the listed values and room for others.
#[derive(Debug, Clone, PartialEq)]
pub struct Enumeration {
    /// What the values are.
    pub repr: Repr,
    /// The listed values, in the order of the document; never empty.
    pub values: Vec<EnumValue>,
    /// What a value outside the list breaks when it is sent; none where such values are allowed.
    pub rule: Option<RuleName>,
}

/// What the values of an enum are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Repr {
    Text,
    /// Whole numbers of this type.
    Integer(Primitive),
    /// Numbers, with a fraction or without, by their JSON.
    Number,
    /// `true` and `false`, by their JSON.
    Boolean,
    /// Values of several kinds, by their JSON.
    Mixed,
}

/// A listed value.
#[derive(Debug, Clone, PartialEq)]
pub struct EnumValue {
    pub wire: String,
    pub variant: Ident,
    pub docs: Docs,
}

/// A string with a name of its own, such as an identifier.
#[derive(Debug, Clone, PartialEq)]
pub struct Newtype {
    /// What it wraps: a text, a secret (no `Display`, no `AsRef<str>`, no `Ord`), or a text of a format.
    pub over: Primitive,
    /// Keywords that are checked before sending.
    pub constraints: Vec<Constraint>,
    /// A valid value, for examples in the documentation.
    pub example: String,
}
