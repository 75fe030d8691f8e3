//! The languages of the interface.

use serde::{Deserialize, Serialize};

/// A language of the interface. All three are complete, always.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Locale {
    /// English.
    #[default]
    En,
    /// Spanish.
    Es,
    /// Simplified Chinese.
    Zh,
}

impl Locale {
    /// Every locale, in the order of the language menu.
    pub const ALL: [Self; 3] = [Self::En, Self::Es, Self::Zh];

    /// The BCP 47 tag for `lang` and for the browser's Intl.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Es => "es",
            Self::Zh => "zh-Hans",
        }
    }

    /// The best locale for a list such as `Accept-Language` or `navigator.languages`.
    pub fn negotiate(tags: &str) -> Self {
        tags.split(',')
            .find_map(
                |tag| match tag.trim().get(..2)?.to_ascii_lowercase().as_str() {
                    "en" => Some(Self::En),
                    "es" => Some(Self::Es),
                    "zh" => Some(Self::Zh),
                    _ => None,
                },
            )
            .unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_known_language_wins() {
        assert_eq!(Locale::negotiate("de-DE,es-MX;q=0.8,en"), Locale::Es);
        assert_eq!(Locale::negotiate("zh-CN"), Locale::Zh);
        assert_eq!(Locale::negotiate(""), Locale::En);
    }
}
