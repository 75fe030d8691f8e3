//! Notes in search. Tests: `tests` of the search module.

use super::{Builder, Facet, Searchable, Shown, first_line};
use crate::{
    search::{analysis::language::Language, schema::TextField},
    store::{
        StoreError,
        reader::Reader,
        record::{Record, Target},
        schema::{note::Note, user::User},
    },
};

/// Characters of a note's title at most.
const TITLE_CHARS_MAX: usize = 80;

impl Searchable for Note {
    fn fill(&self, _reader: &Reader, builder: &mut Builder) -> Result<(), StoreError> {
        builder.rights(self.activity.visibility, self.activity.author);
        builder.text(TextField::Body, &self.body, &Language::of(&self.body));
        builder.facet(&Facet::Owner(self.activity.author));
        for target in &self.activity.targets {
            match target {
                Target::Record(record) => builder.facet(&Facet::About(*record)),
                Target::Email(address) => builder.email_facets(address),
            }
        }
        Ok(())
    }

    fn show(&self, reader: &Reader) -> Result<Shown, StoreError> {
        let author = match self.activity.author {
            Some(author) => reader.find::<User>(author.uuid())?,
            None => None,
        };
        Ok(Shown {
            title: first_line(&self.body, TITLE_CHARS_MAX),
            texts: vec![self.body.clone()],
            context: author.map(|author| author.name).unwrap_or_default(),
            at: self.head().updated_at,
            thread_id: None,
        })
    }

    fn reach(&self) -> Vec<Facet> {
        Vec::new()
    }
}
