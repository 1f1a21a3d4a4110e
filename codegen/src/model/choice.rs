//! Choices: values that have one of several forms, each its own variant, and what tells which of them a value has.

use super::{Docs, Ident, Limits, RuleName, Sample, Type};

/// An enum with a variant for each arm, and one for what is none of them.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    /// In the order of the document.
    pub arms: Vec<ChoiceArm>,
    /// What tells which arm a value is.
    pub told: Told,
    /// What a value that is none of the arms breaks when it is sent.
    pub rule: RuleName,
    /// A value for examples in the documentation; none that would be too large.
    pub example: Option<Sample>,
}

/// What tells the arms apart.
#[derive(Debug, Clone, PartialEq)]
pub enum Told {
    /// The value of this member, which each arm has.
    Tag(String),
    /// What the value looks like: the first of these shapes that it has, most of whose members are there.
    Shape(Vec<ArmShape>),
}

/// An arm of a choice.
#[derive(Debug, Clone, PartialEq)]
pub struct ChoiceArm {
    /// UpperCamelCase.
    pub variant: Ident,
    /// What the document says of it.
    pub docs: Docs,
    /// What the variant holds.
    pub ty: Type,
    /// Whether it holds that in a `Box`: it is large, or holds the choice itself.
    pub is_boxed: bool,
    /// The member that names the arm, if one does.
    pub tag: Option<ArmTag>,
    /// What is judged before sending.
    pub limits: Limits,
    /// Whether no other arm holds the same, so that a value of it can become nothing else.
    pub is_only: bool,
    /// A value for examples in the documentation; none for what its own constructor makes.
    pub example: Option<Sample>,
}

/// The member that names an arm.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArmTag {
    pub member: String,
    /// Its values that stand for the arm; the first is written. Never empty.
    pub values: Vec<String>,
    /// How they stand in JSON.
    pub form: TagForm,
}

/// How the values of a tag stand in JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TagForm {
    /// As strings.
    Text,
    /// As numbers, `true` or `false`.
    Bare,
}

/// A shape that values of an arm have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArmShape {
    pub arm: usize,
    pub shape: Shape,
}

/// What values look like, as far as it matters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Shape {
    /// Their JSON types.
    pub kinds: Vec<JsonKind>,
    /// What they are; empty if that is anything.
    pub values: Vec<String>,
    /// Members of objects, by their names.
    pub members: Vec<ShapeMember>,
    /// What the first element of an array looks like; empty if that is anything.
    pub items: Vec<Shape>,
}

/// A member by which a shape is known.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ShapeMember {
    pub name: String,
    /// Whether it is always there.
    pub is_required: bool,
    /// The JSON types of its values; empty if they tell nothing.
    pub kinds: Vec<JsonKind>,
    /// Its values; empty if they are anything.
    pub values: Vec<String>,
}

/// A JSON type, as far as choices tell them apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum JsonKind {
    Null,
    Boolean,
    /// A number without a fraction and an exponent.
    Integer,
    /// Any other number.
    Number,
    Text,
    List,
    Object,
}

impl JsonKind {
    pub const ALL: [Self; 7] =
        [Self::Null, Self::Boolean, Self::Integer, Self::Number, Self::Text, Self::List, Self::Object];
}
