//! What the list shows: order, filters, words. It lives in the query of the address, so that a view
//! can be sent to a colleague. Tests stand at the foot.

use crate::{api::parties::PartyKind, router::Router};
use shared::{
    api::page::ListQuery,
    model::LifecycleStage,
    query::{Field, OWNER_ME},
};

/// A column that the list can be ordered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SortField {
    Name,
    Updated,
}

impl SortField {
    const fn word(self, kind: PartyKind) -> &'static str {
        match self {
            Self::Name => kind.name_field(),
            Self::Updated => "updated_at",
        }
    }
}

/// The order of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sort {
    pub field: SortField,
    pub descending: bool,
}

impl Sort {
    const START: Self = Self {
        field: SortField::Name,
        descending: false,
    };

    fn parse(kind: PartyKind, text: &str) -> Self {
        let (descending, word) = match text.strip_prefix('-') {
            Some(word) => (true, word),
            None => (false, text),
        };
        [SortField::Name, SortField::Updated]
            .into_iter()
            .find(|field| field.word(kind) == word)
            .map_or(Self::START, |field| Self { field, descending })
    }

    fn word(self, kind: PartyKind) -> String {
        let sign = if self.descending { "-" } else { "" };
        format!("{sign}{}", self.field.word(kind))
    }

    /// The order after a click on a column: the natural one first, then the other way round.
    #[must_use]
    pub fn clicked(self, field: SortField) -> Self {
        let natural = field == SortField::Updated;
        let descending = if self.field == field {
            !self.descending
        } else {
            natural
        };
        Self { field, descending }
    }
}

/// What the list shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct View {
    pub kind: PartyKind,
    pub words: String,
    pub sort: Sort,
    pub stage: Option<LifecycleStage>,
    /// `me` or a user's id.
    pub owner: Option<String>,
    pub tag: Option<String>,
}

impl View {
    /// Reads the query of the address.
    pub fn read(kind: PartyKind, router: &Router) -> Self {
        let param = |name: &str| router.param(name).filter(|value| !value.is_empty());
        Self {
            kind,
            words: param("q").unwrap_or_default(),
            sort: param("sort").map_or(Sort::START, |text| Sort::parse(kind, &text)),
            stage: param("stage").and_then(|word| {
                LifecycleStage::ALL
                    .into_iter()
                    .find(|stage| stage.as_str() == word)
            }),
            owner: param("owner"),
            tag: param("tag"),
        }
    }

    /// Writes it into the query of the address.
    pub fn show(&self, router: &Router) {
        let sort = if self.sort == Sort::START {
            String::new()
        } else {
            self.sort.word(self.kind)
        };
        router.replace_query(&[
            ("q", &self.words),
            ("stage", self.stage.map_or("", LifecycleStage::as_str)),
            ("owner", self.owner.as_deref().unwrap_or("")),
            ("tag", self.tag.as_deref().unwrap_or("")),
            ("sort", &sort),
        ]);
    }

    /// Whether anything is left out.
    pub fn is_filtered(&self) -> bool {
        !self.words.trim().is_empty()
            || self.stage.is_some()
            || self.owner.is_some()
            || self.tag.is_some()
    }

    /// The same order with nothing left out.
    #[must_use]
    pub fn unfiltered(&self) -> Self {
        Self {
            kind: self.kind,
            words: String::new(),
            sort: self.sort,
            stage: None,
            owner: None,
            tag: None,
        }
    }

    /// The same rows in the order of the start: what is selected survives another order.
    #[must_use]
    pub fn unsorted(&self) -> Self {
        Self {
            sort: Sort::START,
            ..self.clone()
        }
    }

    /// Only one's own.
    #[must_use]
    pub fn mine(&self) -> Self {
        Self {
            owner: Some(OWNER_ME.into()),
            ..self.clone()
        }
    }

    /// The query of the list.
    pub fn query(&self, offset: usize, limit: usize) -> ListQuery {
        let some = |text: String| (!text.is_empty()).then_some(text);
        ListQuery {
            limit: Some(limit),
            cursor: None,
            offset: Some(offset),
            sort: Some(self.sort.word(self.kind)),
            // Its problems say where in the text they are: nothing may be cut off in front.
            q: some(self.words.trim_end().to_owned()),
            filter: some(self.filter()),
            ..ListQuery::default()
        }
    }

    fn filter(&self) -> String {
        let clause = |field: Field, value: &str| {
            format!("{}:\"{}\"", field.as_str(), value.replace('"', ""))
        };
        [
            self.stage.map(|stage| clause(Field::Stage, stage.as_str())),
            self.owner
                .as_deref()
                .map(|owner| clause(Field::Owner, owner)),
            self.tag.as_deref().map(|tag| clause(Field::Tag, tag)),
        ]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::query::{Context, parse_filter};

    fn view() -> View {
        View {
            kind: PartyKind::Contact,
            words: "ana ".into(),
            sort: Sort::START,
            stage: Some(LifecycleStage::Lead),
            owner: None,
            tag: Some("key \"account\", big".into()),
        }
    }

    #[test]
    fn filters_are_what_the_server_reads() {
        let query = view().query(100, 50);
        assert_eq!(query.q.as_deref(), Some("ana"));
        let filter = parse_filter(&query.filter.unwrap(), &Context::default()).unwrap();
        let clauses = filter.clauses();
        let values = clauses.iter().flat_map(|clause| &clause.values);
        let values: Vec<_> = values.map(|value| value.text.as_str()).collect();
        assert_eq!(values, ["lead", "key account, big"]);
        assert_eq!(view().unfiltered().query(0, 1).filter, None);
    }

    #[test]
    fn a_click_sorts_and_the_next_one_turns_it_round() {
        let (contact, company) = (PartyKind::Contact, PartyKind::Company);
        let newest = Sort::START.clicked(SortField::Updated);
        assert_eq!(newest.word(contact), "-updated_at");
        assert_eq!(
            newest.clicked(SortField::Updated).word(company),
            "updated_at"
        );
        assert_eq!(newest.clicked(SortField::Name), Sort::START);
        assert_eq!(
            Sort::parse(contact, "-last_name").word(contact),
            "-last_name"
        );
        assert_eq!(Sort::parse(company, "-name").word(company), "-name");
        assert_eq!(Sort::parse(contact, "nonsense"), Sort::START);
    }
}
