//! The primitives in one table: what OpenAPI calls each, its type in Rust, how many bytes it takes, and its [`Form`], from
//! which its traits, its limits and its examples follow. A new one is a row.

macro_rules! table {
    ($($(#[$doc:meta])* $name:ident: $base:ident $formats:tt => $path:literal, $size:literal, $form:expr;)*) => {
        /// A value without members or entries.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Primitive {
            $($(#[$doc])* $name,)*
        }

        impl Primitive {
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// Its row.
            pub fn facts(self) -> Facts {
                match self {
                    $(Self::$name => {
                        Facts { base: Base::$base, formats: &$formats, path: $path, size: $size, form: $form }
                    })*
                }
            }
        }
    };
}

table! {
    /// `true` and `false`.
    Bool: Boolean [] => "bool", 8, Form::Truth;
    Int32: Integer ["int32"] => "i32", 8, Form::Whole(i32::MIN as i128, i32::MAX as i128);
    Int64: Integer ["int64"] => "i64", 8, Form::Whole(i64::MIN as i128, i64::MAX as i128);
    /// Numbers with a fraction.
    Double: Number ["float", "double"] => "f64", 8, Form::Fraction;
    String: String [] => "String", 24, Form::Text;
    /// Texts that nothing shows.
    Secret: String ["password"] => "rt::Secret", 24, Form::Wrapped { shown_by: "expose", is_secret: true };
}

/// The `type` of OpenAPI that a primitive belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Base {
    Boolean,
    Integer,
    Number,
    String,
}

/// What values of a primitive are in Rust.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    Truth,
    /// An integer, from the least to the greatest.
    Whole(i128, i128),
    Fraction,
    Text,
    /// A type that wraps a text: `new` takes the text.
    Wrapped {
        /// The method that gives it back.
        shown_by: &'static str,
        /// Whether nothing else shows it.
        is_secret: bool,
    },
}

/// What of a value a limit looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// A number of 64 bits.
    Number,
    /// A smaller number, as one of 64 bits.
    Widened,
    Text,
    /// The text that this method gives.
    Method(&'static str),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Facts {
    pub base: Base,
    /// The values of `format` that mean it.
    pub formats: &'static [&'static str],
    pub path: &'static str,
    /// About how many bytes a value takes where it stands.
    pub size: usize,
    pub form: Form,
}

impl Primitive {
    /// The primitive that a `type` and a `format` mean.
    pub fn of(base: Base, format: Option<&str>) -> Self {
        let is_it = |one: &Self| one.facts().base == base && format.is_some_and(|it| one.facts().formats.contains(&it));
        Self::ALL.iter().copied().find(is_it).unwrap_or(match base {
            Base::Boolean => Self::Bool,
            Base::Integer => Self::Int64,
            Base::Number => Self::Double,
            Base::String => Self::String,
        })
    }
}

impl Base {
    /// Whether some primitive of this type is meant by the `format`.
    pub fn knows(self, format: &str) -> bool {
        Primitive::ALL.iter().any(|one| one.facts().base == self && one.facts().formats.contains(&format))
    }
}

impl Form {
    /// Whether a value is copied rather than borrowed.
    pub fn is_copy(self) -> bool {
        match self {
            Self::Truth | Self::Whole(..) | Self::Fraction => true,
            Self::Text | Self::Wrapped { .. } => false,
        }
    }

    pub fn is_eq(self) -> bool {
        match self {
            Self::Fraction => false,
            Self::Truth | Self::Whole(..) | Self::Text | Self::Wrapped { .. } => true,
        }
    }

    /// Whether its values are never shown.
    pub fn is_secret(self) -> bool {
        match self {
            Self::Wrapped { is_secret, .. } => is_secret,
            Self::Truth | Self::Whole(..) | Self::Fraction | Self::Text => false,
        }
    }

    /// What a limit looks at; nothing if there are no limits for such values.
    pub fn measure(self) -> Option<Measure> {
        match self {
            Self::Truth | Self::Fraction => None,
            Self::Whole(least, _) if least == i64::MIN.into() => Some(Measure::Number),
            Self::Whole(..) => Some(Measure::Widened),
            Self::Text => Some(Measure::Text),
            Self::Wrapped { shown_by, .. } => Some(Measure::Method(shown_by)),
        }
    }
}
