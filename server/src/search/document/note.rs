//! Notes in search. Tests: `tests` of the search module.

use super::{Builder, Facet, Searchable, SeenBy, Shown};
use crate::{
    search::{analysis::language::detect, schema::TextField},
    store::{
        StoreError,
        reader::Reader,
        record::{Record, Target},
        schema::note::Note,
    },
};
use std::borrow::Cow;

/// Characters of a note's title at most.
const TITLE_CHARS_MAX: usize = 80;

impl Searchable for Note {
    const SORTS_BY_NAME: bool = false;

    fn fill(&self, _reader: &Reader, builder: &mut Builder) -> Result<(), StoreError> {
        builder.seen_by(SeenBy::of(self.activity.visibility, self.activity.author));
        let language = detect(&self.body);
        builder.language(&language);
        builder.text(TextField::Body, &self.body, &language.stemmed);
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
        let author = self.activity.author;
        let author = author
            .map(|author| reader.name_of_user(author))
            .transpose()?;
        let text = without_markdown(&self.body);
        let first_line = text.lines().next().unwrap_or_default();
        Ok(Shown {
            title: first_line.chars().take(TITLE_CHARS_MAX).collect(),
            texts: vec![text],
            context: author.unwrap_or_default(),
            at: self.head().updated_at,
            thread_id: None,
            seen_by: SeenBy::of(self.activity.visibility, self.activity.author),
        })
    }

    fn reach(&self) -> Vec<Facet> {
        Vec::new()
    }
}

/// The text without the most frequent marks of Markdown and without empty lines.
fn without_markdown(body: &str) -> String {
    let mut text = String::with_capacity(body.len());
    for line in body.lines() {
        let line = line.trim_start_matches(['#', '>', '*', '-', '+', ' ', '\t']);
        // Most lines have none, and are not copied three times for it.
        let line = match line.contains(['*', '_', '`']) {
            true => Cow::Owned(line.replace("**", "").replace("__", "").replace('`', "")),
            false => Cow::Borrowed(line),
        };
        let line = line.trim();
        if !line.is_empty() {
            if !text.is_empty() {
                text.push('\n');
            }
            text.push_str(line);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_markdown_are_not_shown() {
        let text = without_markdown("# Call\n\n- **pears** late\n> `a_b`\n2 * 3 - 1");
        assert_eq!(text, "Call\npears late\na_b\n2 * 3 - 1");
    }
}
