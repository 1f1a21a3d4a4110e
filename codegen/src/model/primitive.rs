//! The primitives: what OpenAPI calls each and what it is in Rust, in one table. A new one is a variant, an entry of `ALL`
//! and a row; its traits, its limits and its examples follow from its [`Form`].

/// A value without members or entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Primitive {
    /// `true` and `false`.
    Bool,
    /// Whole numbers of 32 bits.
    Int32,
    /// Whole numbers of 64 bits.
    Int64,
    /// Numbers with a fraction.
    Double,
    /// Texts.
    String,
    /// Texts that nothing shows.
    Secret,
}

/// The `type` of OpenAPI that a primitive belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Base {
    /// `boolean`
    Boolean,
    /// `integer`
    Integer,
    /// `number`
    Number,
    /// `string`
    String,
}

/// What values of a primitive are in Rust.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A `bool`.
    Truth,
    /// An integer, from the least to the greatest.
    Whole(i128, i128),
    /// A float.
    Fraction,
    /// A `String`.
    Text,
    /// A type that wraps a text: `new` takes the text, and the method of this name gives it back.
    Wrapped(&'static str),
}

/// What of a value a limit looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// A number of 64 bits.
    Number,
    /// A smaller number, as one of 64 bits.
    Widened,
    /// A `String`.
    Text,
    /// The text that this method gives.
    Method(&'static str),
}

/// A row of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Facts {
    /// The `type` in OpenAPI.
    pub base: Base,
    /// The values of `format` that mean it.
    pub formats: &'static [&'static str],
    /// The type in Rust.
    pub path: &'static str,
    /// About how many bytes a value takes where it stands.
    pub size: usize,
    /// What its values are.
    pub form: Form,
    /// Whether its values are never shown.
    pub is_secret: bool,
}

impl Primitive {
    /// Every primitive.
    pub const ALL: [Self; 6] = [Self::Bool, Self::Int32, Self::Int64, Self::Double, Self::Secret, Self::String];

    /// Its row.
    #[must_use]
    pub fn facts(self) -> Facts {
        let row = |base, formats, path, size, form| Facts { base, formats, path, size, form, is_secret: false };
        match self {
            Self::Bool => row(Base::Boolean, &[], "bool", 8, Form::Truth),
            Self::Int32 => row(Base::Integer, &["int32"], "i32", 8, Form::Whole(i32::MIN as i128, i32::MAX as i128)),
            Self::Int64 => row(Base::Integer, &["int64"], "i64", 8, Form::Whole(i64::MIN as i128, i64::MAX as i128)),
            Self::Double => row(Base::Number, &["float", "double"], "f64", 8, Form::Fraction),
            Self::String => row(Base::String, &[], "String", 24, Form::Text),
            Self::Secret => {
                let row = row(Base::String, &["password"], "rt::Secret", 24, Form::Wrapped("expose"));
                Facts { is_secret: true, ..row }
            }
        }
    }

    /// The primitive that a `type` and a `format` mean.
    #[must_use]
    pub fn of(base: Base, format: Option<&str>) -> Self {
        let exact = |one: &Self| one.facts().base == base && format.is_some_and(|it| one.facts().formats.contains(&it));
        Self::ALL.into_iter().find(exact).unwrap_or(match base {
            Base::Boolean => Self::Bool,
            Base::Integer => Self::Int64,
            Base::Number => Self::Double,
            Base::String => Self::String,
        })
    }
}

impl Base {
    /// Whether some primitive of this type is meant by the `format`.
    #[must_use]
    pub fn knows(self, format: &str) -> bool {
        Primitive::ALL.iter().any(|one| one.facts().base == self && one.facts().formats.contains(&format))
    }
}

impl Form {
    /// Whether a value is copied rather than borrowed.
    #[must_use]
    pub fn is_copy(self) -> bool {
        match self {
            Self::Truth | Self::Whole(..) | Self::Fraction => true,
            Self::Text | Self::Wrapped(_) => false,
        }
    }

    /// Whether it is `Eq`.
    #[must_use]
    pub fn is_eq(self) -> bool {
        match self {
            Self::Fraction => false,
            Self::Truth | Self::Whole(..) | Self::Text | Self::Wrapped(_) => true,
        }
    }

    /// What a limit looks at; nothing if there are no limits for such values.
    #[must_use]
    pub fn measure(self) -> Option<Measure> {
        match self {
            Self::Truth | Self::Fraction => None,
            Self::Whole(least, _) if least == i64::MIN.into() => Some(Measure::Number),
            Self::Whole(..) => Some(Measure::Widened),
            Self::Text => Some(Measure::Text),
            Self::Wrapped(method) => Some(Measure::Method(method)),
        }
    }
}
