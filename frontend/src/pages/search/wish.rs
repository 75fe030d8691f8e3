//! What is searched for, as it stands in the address: a search can be bookmarked and sent. Days are
//! the reader's own. Tests stand at the foot.

use crate::router::Router;
use shared::{
    api::search::{QUERY_CHARS_MAX, SearchQuery, SearchSort},
    model::RecordKind,
    query::{OWNER_ME, parse},
    time::Timestamp,
};
use uuid::Uuid;

/// Hits read at once.
pub const HITS_PER_PAGE: usize = 30;

/// Something that is read on the search page itself: a note, or a mail in the bin.
pub type Opened = (RecordKind, Uuid);

/// What is searched for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Wish {
    pub words: String,
    pub kind: Option<RecordKind>,
    /// A user's id or `me`; empty for anyone.
    pub owner: String,
    /// A company's id; empty for any.
    pub company: String,
    /// A day, `2026-03-01`; empty for none.
    pub after: String,
    /// The last day that counts; empty for none.
    pub before: String,
    pub newest: bool,
    /// What lies open.
    pub open: Option<Opened>,
}

impl Wish {
    /// Reads the address.
    pub fn read(router: &Router) -> Self {
        let text = |name: &str| router.param(name).unwrap_or_default();
        Self {
            words: cut(&text("q")),
            kind: text("kind").parse().ok(),
            owner: owner_of(text("owner")),
            company: text("company"),
            after: text("after"),
            before: text("before"),
            newest: text("sort") == "newest",
            open: [RecordKind::Note, RecordKind::Message]
                .into_iter()
                .find_map(|kind| Some((kind, text(kind.as_str()).parse().ok()?))),
        }
    }

    /// Writes the address; going back leaves the page, not the letters typed.
    pub fn show(&self, router: &Router) {
        let pairs = self.pairs();
        let pairs: Vec<(&str, &str)> = pairs
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        router.replace_query(&pairs);
    }

    fn pairs(&self) -> Vec<(&'static str, String)> {
        let words = |text: &str| text.to_owned();
        let mut pairs = vec![
            ("q", self.words.clone()),
            ("kind", words(self.kind.map_or("", RecordKind::as_str))),
            ("owner", self.owner.clone()),
            ("company", self.company.clone()),
            ("after", self.after.clone()),
            ("before", self.before.clone()),
            ("sort", words(if self.newest { "newest" } else { "" })),
        ];
        let open = self.open.map(|(kind, id)| (kind.as_str(), id.to_string()));
        pairs.extend(open);
        pairs
    }

    /// The address with a record lying open.
    pub fn with_open(&self, record: Opened) -> Vec<(&'static str, String)> {
        let next = Self {
            open: Some(record),
            ..self.clone()
        };
        next.pairs()
    }

    /// The same search with nothing lying open.
    #[must_use]
    pub fn without_open(&self) -> Self {
        Self {
            open: None,
            ..self.clone()
        }
    }

    /// Whether there is anything to ask for.
    pub fn is_empty(&self) -> bool {
        parse(&self.words).says_nothing() && !self.is_filtered()
    }

    /// Whether owner, company or days narrow it.
    pub fn is_filtered(&self) -> bool {
        let filters = [&self.owner, &self.company, &self.after, &self.before];
        filters.into_iter().any(|filter| !filter.is_empty())
    }

    /// The same words without owner, company and days.
    #[must_use]
    pub fn without_filters(&self) -> Self {
        Self {
            words: self.words.clone(),
            kind: self.kind,
            newest: self.newest,
            ..Self::default()
        }
    }

    /// What the server is asked; `day_start` turns a day and a number of days into a time.
    pub fn query(
        &self,
        offset: usize,
        day_start: impl Fn(&str, i64) -> Option<Timestamp>,
    ) -> SearchQuery {
        SearchQuery {
            q: self.words.clone(),
            kind: self.kind.map(|kind| kind.as_str().to_owned()),
            owner: (!self.owner.is_empty()).then(|| self.owner.clone()),
            contact: None,
            company: self.company.parse().ok(),
            after: day_start(&self.after, 0),
            before: day_start(&self.before, 1),
            sort: self.newest.then_some(SearchSort::Newest),
            limit: Some(HITS_PER_PAGE),
            offset: Some(offset),
            threads: Some(true),
            ..SearchQuery::default()
        }
    }

    /// Whether the owner is whoever searches.
    pub fn is_mine(&self) -> bool {
        self.owner == OWNER_ME
    }
}

/// An address may be longer than what is searched for; the field takes no more either.
fn cut(words: &str) -> String {
    words.chars().take(QUERY_CHARS_MAX).collect()
}

/// Nobody, if an address that was cut or changed names no user.
fn owner_of(text: String) -> String {
    let is_user = text == OWNER_ME || text.parse::<Uuid>().is_ok();
    if is_user { text } else { String::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_damaged_address_is_read_as_far_as_it_goes() {
        assert_eq!(
            cut(&"张".repeat(3 * QUERY_CHARS_MAX)).chars().count(),
            QUERY_CHARS_MAX
        );
        assert_eq!(owner_of("me".into()), "me");
        let id = Uuid::from_u128(7).to_string();
        assert_eq!(owner_of(id.clone()), id);
        assert_eq!(owner_of("zzz".into()), "");
    }

    #[test]
    fn the_last_day_counts_whole() {
        let wish = Wish {
            words: "invoice".into(),
            after: "1".into(),
            before: "3".into(),
            ..Wish::default()
        };
        let day =
            |day: &str, plus: i64| Some(Timestamp::from_seconds(day.parse::<i64>().ok()? + plus));
        let query = wish.query(30, day);
        assert_eq!(query.after, Some(Timestamp::from_seconds(1)));
        assert_eq!(query.before, Some(Timestamp::from_seconds(4)));
        assert_eq!(query.offset, Some(30));
        assert_eq!(Wish::default().query(0, day).after, None);
    }

    #[test]
    fn what_lies_open_stands_in_the_address() {
        let id = Uuid::from_u128(7);
        let pairs = Wish::default().with_open((RecordKind::Message, id));
        assert_eq!(pairs.last(), Some(&("message", id.to_string())));
    }

    #[test]
    fn filters_are_told_from_words() {
        let wish = Wish {
            words: "a".into(),
            owner: "me".into(),
            ..Wish::default()
        };
        assert!(wish.is_filtered() && wish.is_mine());
        assert!(!wish.without_filters().is_filtered());
        for words in [" ", "\"", "🔥"] {
            let words = words.to_owned();
            let wish = Wish {
                words,
                ..Wish::default()
            };
            assert!(wish.is_empty());
        }
    }
}
