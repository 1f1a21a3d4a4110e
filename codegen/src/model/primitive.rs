//! The primitives in one table: what OpenAPI calls each, its type in Rust, how many bytes it takes, and its [`Form`], from
//! which its traits, its limits and its examples follow. A new one is a row.

use super::Part;

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
    Int8: Integer ["int8"] => "i8", 8, Form::Whole(i8::MIN as i128, i8::MAX as i128);
    Int16: Integer ["int16"] => "i16", 8, Form::Whole(i16::MIN as i128, i16::MAX as i128);
    Int32: Integer ["int32"] => "i32", 8, Form::Whole(i32::MIN as i128, i32::MAX as i128);
    Int64: Integer ["int64"] => "i64", 8, Form::Whole(i64::MIN as i128, i64::MAX as i128);
    Uint8: Integer ["uint8"] => "u8", 8, Form::Whole(0, u8::MAX as i128);
    Uint16: Integer ["uint16"] => "u16", 8, Form::Whole(0, u16::MAX as i128);
    Uint32: Integer ["uint32"] => "u32", 8, Form::Whole(0, u32::MAX as i128);
    Uint64: Integer ["uint64"] => "u64", 8, Form::Whole(0, u64::MAX as i128);
    Float: Number ["float"] => "f32", 8, Form::Fraction;
    Double: Number ["double"] => "f64", 8, Form::Fraction;
    String: String [] => "String", 24, Form::Text;
    /// Texts that nothing shows.
    Secret: String ["password"] => "rt::Secret", 24, Form::Secret;
    DateTime: String ["date-time"] => "rt::DateTime", 24, Form::Formatted;
    Date: String ["date"] => "rt::Date", 24, Form::Formatted;
    Time: String ["time"] => "rt::Time", 24, Form::Formatted;
    Uuid: String ["uuid"] => "rt::Uuid", 24, Form::Formatted;
    /// Bytes as base64.
    Base64: String ["byte"] => "rt::Base64", 24, Form::Formatted;
    /// Bytes that are a part of a body.
    File: String [] => "rt::FilePart", 104, Form::File;
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
    /// A text that nothing shows but `expose`; `new` takes it.
    Secret,
    /// A text of a format: `new` takes it, `as_str` gives it back, `check` judges it.
    Formatted,
    /// Bytes, made of a `Vec` of them.
    File,
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
            Self::Text | Self::Secret | Self::Formatted | Self::File => false,
        }
    }

    pub fn is_eq(self) -> bool {
        match self {
            Self::Fraction => false,
            Self::Truth | Self::Whole(..) | Self::Text | Self::Secret | Self::Formatted | Self::File => true,
        }
    }

    /// Whether its values are never shown.
    pub fn is_secret(self) -> bool {
        match self {
            Self::Secret => true,
            Self::Truth | Self::Whole(..) | Self::Fraction | Self::Text | Self::Formatted | Self::File => false,
        }
    }

    /// The part of the runtime that such values need.
    pub fn part(self) -> Option<Part> {
        match self {
            Self::Formatted => Some(Part::Format),
            Self::File => Some(Part::Multipart),
            Self::Truth | Self::Whole(..) | Self::Fraction | Self::Text | Self::Secret => None,
        }
    }
}
