//! Every visible string, in English, Spanish and Simplified Chinese. A row has all three or does not
//! compile; the tests at the foot hold placeholders and plural forms together.
//!
//! A row is `name: "English", "español", "中文";`. `{name}` is filled by [`I18n::fill`]. A row with a
//! number has its forms split by `|`, one and many (Chinese has one form), and goes through
//! [`I18n::count`], which fills `{n}`. Strings are written in each language, not translated.

mod companies;
pub mod errors;
mod files;
mod gate;
mod imports;
mod lists;
mod own;
mod palette;
mod query;
mod record;
mod search;
mod settings;
mod thread;
mod words;

use crate::{api::ApiError, format, parts::part};
use shared::locale::Locale;
use std::cell::Cell;
use yew::prelude::*;

pub use companies::Companies;
pub use files::Files;
pub use gate::Gate;
pub use imports::{Bin, Imports, Skips};
pub use lists::{Contacts, Home};
pub use own::Own;
pub use palette::Palette;
pub use query::Query;
pub use record::{Notes, Record};
pub use search::Search;
pub use settings::Settings;
pub use thread::Thread;
pub use words::{Common, Keys, Nav, Stages};

/// Defines one group of rows.
macro_rules! strings {
    ($(#[$doc:meta])* $group:ident { $($name:ident: $en:literal, $es:literal, $zh:literal;)+ }) => {
        $(#[$doc])*
        #[derive(Debug)]
        pub struct $group {
            $(pub $name: &'static str,)+
        }

        impl $group {
            pub(crate) const EN: Self = Self { $($name: $en,)+ };
            pub(crate) const ES: Self = Self { $($name: $es,)+ };
            pub(crate) const ZH: Self = Self { $($name: $zh,)+ };

            /// Every row with its name, for the completeness tests.
            #[cfg(test)]
            pub(crate) const ROWS: &'static [(&'static str, [&'static str; 3])] =
                &[$((stringify!($name), [$en, $es, $zh]),)+];
        }
    };
}
pub(crate) use strings;

/// Puts the groups together; a new page adds its group here and nowhere else.
macro_rules! groups {
    ($($field:ident: $group:ty;)+) => {
        /// Every string of one language.
        #[derive(Debug)]
        pub struct Strings {
            $(pub $field: $group,)+
        }

        static EN: Strings = Strings { $($field: <$group>::EN,)+ };
        static ES: Strings = Strings { $($field: <$group>::ES,)+ };
        static ZH: Strings = Strings { $($field: <$group>::ZH,)+ };

        /// Of each language, for the completeness tests.
        #[cfg(test)]
        pub(crate) const ALL: [&Strings; 3] = [&EN, &ES, &ZH];

        #[cfg(test)]
        fn all_rows() -> Vec<(&'static str, [&'static str; 3])> {
            [$(<$group>::ROWS,)+].concat()
        }
    };
}

groups! {
    common: Common;
    nav: Nav;
    keys: Keys;
    stages: Stages;
    errors: errors::Errors;
    fields: errors::Fields;
    gate: Gate;
    home: Home;
    contacts: Contacts;
    companies: Companies;
    palette: Palette;
    settings: Settings;
    record: Record;
    notes: Notes;
    thread: Thread;
    files: Files;
    search: Search;
    own: Own;
    query: Query;
    imports: Imports;
    skips: Skips;
    bin: Bin;
}

// English is in the first part of the app and stands in for a language that could not be fetched.
part!(spanish: &'static Strings = &ES);
part!(chinese: &'static Strings = &ZH);

thread_local! {
    static FETCHED: [Cell<Option<&'static Strings>>; 3] = const { [const { Cell::new(None) }; 3] };
}

/// Fetches the strings of a language; [`I18n::of`] has them from then on.
///
/// # Errors
/// When the server was not reached.
pub async fn fetch(locale: Locale) -> Result<(), ApiError> {
    if known(locale).is_none() {
        let fetched = match locale {
            Locale::En => &EN,
            Locale::Es => spanish().await?,
            Locale::Zh => chinese().await?,
        };
        FETCHED.with(|all| all[locale as usize].set(Some(fetched)));
    }
    Ok(())
}

fn known(locale: Locale) -> Option<&'static Strings> {
    match locale {
        Locale::En => Some(&EN),
        Locale::Es | Locale::Zh => FETCHED.with(|all| all[locale as usize].get()),
    }
}

/// The language shown and its strings.
#[derive(Debug, Clone, Copy)]
pub struct I18n {
    pub locale: Locale,
    pub t: &'static Strings,
}

// The strings follow from the language; comparing them all would be long.
impl PartialEq for I18n {
    fn eq(&self, other: &Self) -> bool {
        self.locale == other.locale
    }
}

impl I18n {
    /// The language and its strings, if they were fetched.
    pub fn of(locale: Locale) -> Option<Self> {
        known(locale).map(|t| Self { locale, t })
    }

    /// English.
    pub const fn english() -> Self {
        Self {
            locale: Locale::En,
            t: &EN,
        }
    }

    /// Fills the placeholders of a row.
    pub fn fill(&self, row: &str, values: &[(&str, &str)]) -> String {
        fill(row, values)
    }

    /// Takes the form of a row for a number and fills `{n}` with it.
    pub fn count(&self, row: &str, n: u64) -> String {
        fill(form(row, n), &[("n", &format::number(self.locale, n))])
    }
}

/// The language chosen and its strings; English where nothing was chosen (component tests).
#[hook]
pub fn use_i18n() -> I18n {
    use_context::<I18n>().unwrap_or_else(I18n::english)
}

fn fill(row: &str, values: &[(&str, &str)]) -> String {
    let mut text = row.to_owned();
    for (name, value) in values {
        text = text.replace(&format!("{{{name}}}"), value);
    }
    text
}

fn form(row: &str, n: u64) -> &str {
    match row.split_once('|') {
        Some((one, _)) if n == 1 => one,
        Some((_, many)) => many,
        None => row,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::ideograph::is_ideograph;

    fn placeholders(text: &str) -> Vec<&str> {
        let mut names: Vec<&str> = text
            .split('{')
            .skip(1)
            .filter_map(|part| part.split_once('}').map(|(name, _)| name))
            .collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    #[test]
    fn every_row_says_something_in_every_language() {
        for (name, texts) in all_rows() {
            for text in texts {
                assert!(!text.trim().is_empty(), "{name}");
                assert_eq!(text.trim(), text, "{name}");
            }
        }
    }

    #[test]
    fn placeholders_are_the_same_in_every_language() {
        for (name, [en, es, zh]) in all_rows() {
            assert_eq!(placeholders(en), placeholders(es), "{name}");
            assert_eq!(placeholders(en), placeholders(zh), "{name}");
        }
    }

    #[test]
    fn plurals_have_two_forms_but_in_chinese_one() {
        for (name, [en, es, zh]) in all_rows() {
            assert_eq!(en.matches('|').count(), es.matches('|').count(), "{name}");
            assert!(!zh.contains('|'), "{name}");
        }
    }

    #[test]
    fn spanish_opens_what_it_closes() {
        for (name, [_, es, _]) in all_rows() {
            assert_eq!(es.matches('?').count(), es.matches('¿').count(), "{name}");
            assert_eq!(es.matches('!').count(), es.matches('¡').count(), "{name}");
        }
    }

    #[test]
    fn chinese_is_punctuated_as_chinese() {
        for (name, [_, _, zh]) in all_rows() {
            let mut last = ' ';
            for c in zh.chars() {
                assert!(
                    !(is_ideograph(last) && ",.?!:;".contains(c)),
                    "{name}: {zh}"
                );
                last = c;
            }
        }
    }

    #[test]
    fn numbers_choose_their_form() {
        let i18n = I18n::english();
        assert_eq!(i18n.count("{n} contact|{n} contacts", 1), "1 contact");
        assert_eq!(i18n.count("{n} contact|{n} contacts", 0), "0 contacts");
        let chinese = I18n {
            locale: Locale::Zh,
            t: &ZH,
        };
        assert_eq!(chinese.count("{n} 位联系人", 2), "2 位联系人");
    }
}
