//! Enums whose values are stable words on the wire, each written once for both directions.
//! Tests: where they are defined.

/// Defines such an enum.
macro_rules! stable_words {
    ($(#[$what:meta])* $set:ident: $($(#[$doc:meta])* $name:ident = $text:literal;)+) => {
        $(#[$what])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord,
            serde::Serialize, serde::Deserialize,
        )]
        pub enum $set {$(
            $(#[$doc])*
            #[serde(rename = $text)]
            $name,
        )+}

        impl $set {
            /// Every word, for completeness tests.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// The stable word.
            pub const fn as_str(self) -> &'static str {
                match self {$(Self::$name => $text,)+}
            }

            /// What a word means; `None` for one of a newer server.
            pub fn parse(word: &str) -> Option<Self> {
                match word {
                    $($text => Some(Self::$name),)+
                    _ => None,
                }
            }
        }
    };
}

pub(crate) use stable_words;
