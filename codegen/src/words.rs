//! Enums whose variants each stand for one word. What a word means is said where the enum is.

/// An enum with every variant in `ALL`, and its word by `as_str`.
macro_rules! words {
    ($(#[$meta:meta])* $vis:vis enum $enum:ident { $($(#[$doc:meta])* $name:ident = $word:literal,)* }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        $vis enum $enum {
            $($(#[$doc])* $name,)*
        }

        impl $enum {
            /// Every one, in order.
            $vis const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The word.
            $vis fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $word,)*
                }
            }
        }
    };
}
