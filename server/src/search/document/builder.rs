//! Collects one document: texts with their identifiers, exact values, rights. Each entity's file
//! fills one. Tests: `tests` of the search module.

use super::{Document, Facet, SeenBy};
use crate::{
    search::{
        analysis::{
            FieldTokens, folded_words,
            language::{Detected, Language},
        },
        schema::TextField,
    },
    store::{
        keys::{SORT_CHARS_MAX, fold},
        record::Head,
    },
};
use shared::model::RecordRef;

/// Told from words by its first character: the whole name of a contact or company.
const WHOLE_NAME_MARK: char = '\u{2}';

/// The term by which a whole name is found; `words` as a document's name is folded.
pub fn whole_name_term(words: &[String]) -> String {
    format!("{WHOLE_NAME_MARK}{}", words.join(" "))
}

/// Collects one document.
pub struct Builder {
    /// As far as it is.
    pub document: Document,
    in_bin: bool,
}

impl Builder {
    /// Of a record with this head.
    pub fn new(key: RecordRef, head: &Head, revision: u64) -> Self {
        let document = Document {
            key,
            revision,
            at: head.updated_at,
            created: head.created_at,
            updated: head.updated_at,
            sort_name: None,
            facets: vec![Facet::Kind(key.kind).term(), Facet::About(key).term()],
            texts: Default::default(),
        };
        let mut builder = Self {
            document,
            in_bin: head.deleted.is_some(),
        };
        if builder.in_bin {
            builder.facet(&Facet::InBin);
        }
        builder
    }

    /// An exact value.
    pub fn facet(&mut self, facet: &Facet) {
        self.document.facets.push(facet.term());
    }

    /// Exact values of one sort.
    pub fn facets(&mut self, terms: Vec<String>, facet: fn(String) -> Facet) {
        let facets = terms.into_iter().map(|term| facet(term).term());
        self.document.facets.extend(facets);
    }

    /// Who may see it, in the bin or not.
    pub fn seen_by(&mut self, seen_by: SeenBy) {
        match (seen_by, self.in_bin) {
            (SeenBy::All, false) => self.facet(&Facet::SeenByAll),
            (SeenBy::All, true) => self.facet(&Facet::BinSeenByAll),
            (SeenBy::Author(Some(author)), false) => self.facet(&Facet::SeenBy(author)),
            (SeenBy::Author(Some(author)), true) => self.facet(&Facet::BinSeenBy(author)),
            (SeenBy::Author(None), _) => {}
        }
    }

    /// The terms of a field.
    pub fn field(&mut self, field: TextField) -> &mut FieldTokens {
        &mut self.document.texts[field as usize]
    }

    /// A name with its words, joined too where a hyphen joins them (`Anne-Marie`), and as a whole.
    pub fn name(&mut self, name: &str) {
        self.field(TextField::Name).add_name(name);
        self.field(TextField::Identifier).add_identifiers_of(name);
        self.whole_name(name);
    }

    /// Marked, a name as a whole.
    pub fn whole_name(&mut self, name: &str) {
        let words = folded_words(name);
        if !words.is_empty() {
            let term = whole_name_term(&words);
            self.field(TextField::Identifier).add_term(term);
        }
    }

    /// A text with the codes, addresses and numbers in it.
    pub fn text(&mut self, field: TextField, text: &str, languages: &[Language]) {
        self.field(field).add_text(text, languages);
        self.field(TextField::Identifier).add_identifiers_of(text);
    }

    /// The language that it is written in, if that can be told.
    pub fn language(&mut self, detected: &Detected) {
        if let Some(tag) = detected.tag {
            self.facet(&Facet::Language(tag.to_owned()));
        }
    }

    /// Whose business it is: an e-mail address with its domain.
    pub fn email_facets(&mut self, address: &str) {
        self.facet(&Facet::Email(address.to_owned()));
        if let Some((_, domain)) = address.rsplit_once('@') {
            self.facet(&Facet::Domain(domain.to_lowercase()));
        }
    }

    /// The order of lists by name: as the store's own index, and the id behind it.
    pub fn sort_name(&mut self, first: &str, second: &str) {
        let cut = |text: &str| -> String { fold(text).chars().take(SORT_CHARS_MAX).collect() };
        let id = self.document.key.id.simple();
        self.document.sort_name = Some(format!("{}\0{}\0{id}", cut(first), cut(second)));
    }

    /// The document, sorted.
    pub fn finish(mut self) -> Document {
        // Also what nobody gave any rights is not open.
        if !self.document.facets.contains(&Facet::SeenByAll.term()) {
            self.facet(&Facet::NotOpen);
        }
        for field in &mut self.document.texts {
            field.tokens.sort_unstable();
            field.tokens.dedup();
        }
        self.document.facets.sort_unstable();
        self.document.facets.dedup();
        self.document
    }
}
