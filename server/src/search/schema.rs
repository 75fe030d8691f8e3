//! The fields of the index. Bodies are not stored in it: snippets come from the store.
//! A changed field or analysis needs a new [`SCHEMA_VERSION`]. Tests: `tests` of the parent.

use super::{analysis::Token, document::Document};
use tantivy::{
    TantivyDocument, Term,
    schema::{
        BytesOptions, Field, IndexRecordOption, NumericOptions, Schema, TextFieldIndexing,
        TextOptions,
    },
    tokenizer::{PreTokenizedString, Token as IndexToken},
};

/// Counts changes of the fields and of the analysis; an index of another version is rebuilt.
pub const SCHEMA_VERSION: u32 = 4;
/// Text fields of a document.
pub const TEXT_FIELDS: usize = 5;

/// Where in a document a term stands; decides its weight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TextField {
    /// Names and subjects.
    Name,
    /// What somebody wrote.
    Body,
    /// What a message quotes.
    Quoted,
    /// Addresses, numbers, codes, people and files.
    Identifier,
    /// The text of files that came with a message.
    Attachment,
}

impl TextField {
    /// Every text field.
    pub const ALL: [Self; TEXT_FIELDS] = [
        Self::Name,
        Self::Body,
        Self::Quoted,
        Self::Identifier,
        Self::Attachment,
    ];

    /// How much a word here counts.
    pub const fn weight(self) -> f32 {
        match self {
            Self::Name => 2.5,
            Self::Body => 1.0,
            Self::Quoted => 0.25,
            Self::Identifier => 1.5,
            Self::Attachment => 0.5,
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Body => "body",
            Self::Quoted => "quoted",
            Self::Identifier => "identifier",
            Self::Attachment => "attachment",
        }
    }
}

/// A fast column of times.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TimeColumn {
    /// When it happened or was last changed.
    At,
    /// When the record was made.
    Created,
    /// When the record was last changed.
    Updated,
}

impl TimeColumn {
    /// Its name in the index.
    pub const fn name(self) -> &'static str {
        match self {
            Self::At => "at",
            Self::Created => "created",
            Self::Updated => "updated",
        }
    }
}

/// Name of the column with the kind of a record.
pub const KIND: &str = "kind";
/// Name of the column with the upper half of a record's id.
pub const ID_HIGH: &str = "id_high";
/// Name of the column with the lower half of a record's id.
pub const ID_LOW: &str = "id_low";
/// Name of the column with a record's revision.
pub const REVISION: &str = "revision";
/// Name of the column that lists sort by name.
pub const SORT_NAME: &str = "sort_name";

/// The fields of the index.
#[derive(Debug, Clone)]
pub struct Fields {
    schema: Schema,
    key: Field,
    facet: Field,
    texts: [Field; TEXT_FIELDS],
    times: [(TimeColumn, Field); 3],
    kind: Field,
    id_high: Field,
    id_low: Field,
    revision: Field,
    sort_name: Field,
}

impl Default for Fields {
    fn default() -> Self {
        let mut builder = Schema::builder();
        let raw = TextFieldIndexing::default()
            .set_tokenizer("raw")
            .set_fieldnorms(false)
            .set_index_option(IndexRecordOption::Basic);
        let text = TextFieldIndexing::default()
            .set_tokenizer("raw")
            .set_index_option(IndexRecordOption::WithFreqsAndPositions);
        let number = NumericOptions::default().set_fast();
        let key = builder.add_bytes_field("key", BytesOptions::default().set_indexed());
        let facet =
            builder.add_text_field("facet", TextOptions::default().set_indexing_options(raw));
        let texts = TextField::ALL.map(|field| {
            let options = TextOptions::default().set_indexing_options(text.clone());
            builder.add_text_field(field.name(), options)
        });
        let times = [TimeColumn::At, TimeColumn::Created, TimeColumn::Updated]
            .map(|column| (column, builder.add_i64_field(column.name(), number.clone())));
        Self {
            key,
            facet,
            texts,
            times,
            kind: builder.add_u64_field(KIND, number.clone()),
            id_high: builder.add_u64_field(ID_HIGH, number.clone()),
            id_low: builder.add_u64_field(ID_LOW, number.clone()),
            revision: builder.add_u64_field(REVISION, number),
            sort_name: builder.add_text_field(SORT_NAME, TextOptions::default().set_fast("raw")),
            schema: builder.build(),
        }
    }
}

impl Fields {
    /// For tantivy.
    pub fn schema(&self) -> &Schema {
        &self.schema
    }

    /// The field of a text.
    pub fn text(&self, field: TextField) -> Field {
        self.texts[field as usize]
    }

    /// A term of a text field.
    pub fn text_term(&self, field: TextField, term: &str) -> Term {
        Term::from_field_text(self.text(field), term)
    }

    /// The field of the facets.
    pub fn facet(&self) -> Field {
        self.facet
    }

    /// A term of the facets.
    pub fn facet_term(&self, facet: &str) -> Term {
        Term::from_field_text(self.facet, facet)
    }

    /// The term that names one record.
    pub fn key_term(&self, key: &[u8]) -> Term {
        Term::from_field_bytes(self.key, key)
    }

    /// A time as a term of its column.
    pub fn time_term(&self, column: TimeColumn, micros: i64) -> Term {
        let (_, field) = self.times[column as usize];
        Term::from_field_i64(field, micros)
    }

    /// A document as tantivy takes it.
    pub fn tantivy_document(&self, document: &Document) -> TantivyDocument {
        let mut out = TantivyDocument::new();
        let (high, low) = document.key.id.as_u64_pair();
        out.add_bytes(self.key, &document.key_bytes());
        for facet in &document.facets {
            out.add_text(self.facet, facet);
        }
        for (field, tokens) in self.texts.iter().zip(&document.texts) {
            if !tokens.tokens.is_empty() {
                out.add_pre_tokenized_text(*field, pre_tokenized(&tokens.tokens));
            }
        }
        for (column, field) in self.times {
            out.add_i64(field, document.time(column));
        }
        out.add_u64(self.kind, super::document::kind_number(document.key.kind));
        out.add_u64(self.id_high, high);
        out.add_u64(self.id_low, low);
        out.add_u64(self.revision, document.revision);
        if let Some(name) = &document.sort_name {
            out.add_text(self.sort_name, name);
        }
        out
    }
}

fn pre_tokenized(tokens: &[Token]) -> PreTokenizedString {
    let tokens = tokens
        .iter()
        .map(|token| IndexToken {
            offset_from: 0,
            offset_to: 0,
            position: token.position as usize,
            text: token.term.clone(),
            position_length: 1,
        })
        .collect();
    PreTokenizedString {
        text: String::new(),
        tokens,
    }
}
