//! The fields of the index. Bodies are not stored in it: snippets come from the store.
//! A changed field or analysis needs a new [`SCHEMA_VERSION`], and a new [`RIGHTS_VERSION`] as well
//! if it is one that rights rest on. Tests: `tests` of the parent.

use super::{analysis::Token, document::Document};
use tantivy::{
    TantivyDocument, Term,
    schema::{
        BytesOptions, Field, IndexRecordOption, NumericOptions, Schema, TextFieldIndexing,
        TextOptions,
    },
    tokenizer::{PreTokenizedString, Token as IndexToken},
};

/// Counts changes of the fields and of the analysis; an index of another version is rebuilt, and
/// serves meanwhile.
pub const SCHEMA_VERSION: u32 = 9;
/// Counts changes of what decides who sees a document, and which record it is: the key, the columns
/// of kind and id, the facets that `query::filter` asks for. An index of another version of these
/// never serves.
// Invariant: raised with every such change (test: rights_rest_on_what_their_version_says).
pub const RIGHTS_VERSION: u32 = 1;
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
    /// Every column.
    pub const ALL: [Self; 3] = [Self::At, Self::Created, Self::Updated];

    /// Its name in the index.
    pub const fn name(self) -> &'static str {
        match self {
            Self::At => "at",
            Self::Created => "created",
            Self::Updated => "updated",
        }
    }
}

/// Name of the field that names the record.
pub const KEY: &str = "key";
/// Name of the field of the facets.
pub const FACET: &str = "facet";
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

/// How the values of a field are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Bytes that are found as a whole.
    Key,
    /// Exact values.
    Facets,
    /// Terms with their positions.
    Terms,
    /// A column of numbers.
    Number,
    /// A column of microseconds.
    Time,
    /// A column of texts to sort by.
    SortKey,
}

/// A field by its name.
pub type Described = (&'static str, Form);

/// Every field, in the order of the index.
pub const DESCRIBED: [Described; 15] = [
    (KEY, Form::Key),
    (FACET, Form::Facets),
    (TextField::Name.name(), Form::Terms),
    (TextField::Body.name(), Form::Terms),
    (TextField::Quoted.name(), Form::Terms),
    (TextField::Identifier.name(), Form::Terms),
    (TextField::Attachment.name(), Form::Terms),
    (TimeColumn::At.name(), Form::Time),
    (TimeColumn::Created.name(), Form::Time),
    (TimeColumn::Updated.name(), Form::Time),
    (KIND, Form::Number),
    (ID_HIGH, Form::Number),
    (ID_LOW, Form::Number),
    (REVISION, Form::Number),
    (SORT_NAME, Form::SortKey),
];

/// The schema with these fields.
pub fn schema_of(described: &[Described]) -> Schema {
    let text = |indexing: TextFieldIndexing| {
        TextOptions::default().set_indexing_options(indexing.set_tokenizer("raw"))
    };
    let exact = TextFieldIndexing::default()
        .set_fieldnorms(false)
        .set_index_option(IndexRecordOption::Basic);
    let terms =
        TextFieldIndexing::default().set_index_option(IndexRecordOption::WithFreqsAndPositions);
    let mut builder = Schema::builder();
    for &(name, form) in described {
        match form {
            Form::Key => builder.add_bytes_field(name, BytesOptions::default().set_indexed()),
            Form::Facets => builder.add_text_field(name, text(exact.clone())),
            Form::Terms => builder.add_text_field(name, text(terms.clone())),
            Form::Number => builder.add_u64_field(name, NumericOptions::default().set_fast()),
            Form::Time => builder.add_i64_field(name, NumericOptions::default().set_fast()),
            Form::SortKey => builder.add_text_field(name, TextOptions::default().set_fast("raw")),
        };
    }
    builder.build()
}

/// The fields of one index. An index of another version may lack some; what rights and hits rest on
/// it has.
#[derive(Debug, Clone)]
pub struct Fields {
    schema: Schema,
    key: Field,
    facet: Field,
    kind: Field,
    id_high: Field,
    id_low: Field,
    texts: [Option<Field>; TEXT_FIELDS],
    times: [(TimeColumn, Option<Field>); 3],
    revision: Option<Field>,
    sort_name: Option<Field>,
}

impl Default for Fields {
    fn default() -> Self {
        let fields = Self::of(&schema_of(&DESCRIBED));
        fields.expect("invariant: what is described has all fields")
    }
}

impl Fields {
    /// The fields that a stored schema has as they are described here; `None` if it lacks what
    /// rights and hits rest on.
    pub fn of(schema: &Schema) -> Option<Self> {
        let described = schema_of(&DESCRIBED);
        let field = |name: &str| {
            let field = schema.get_field(name).ok()?;
            let entry = described.get_field_entry(described.get_field(name).ok()?);
            (schema.get_field_entry(field) == entry).then_some(field)
        };
        Some(Self {
            key: field(KEY)?,
            facet: field(FACET)?,
            kind: field(KIND)?,
            id_high: field(ID_HIGH)?,
            id_low: field(ID_LOW)?,
            texts: TextField::ALL.map(|text| field(text.name())),
            times: TimeColumn::ALL.map(|column| (column, field(column.name()))),
            revision: field(REVISION),
            sort_name: field(SORT_NAME),
            schema: schema.clone(),
        })
    }

    /// For tantivy.
    pub fn schema(&self) -> &Schema {
        &self.schema
    }

    /// The field of a text, if the index has it.
    pub fn text(&self, field: TextField) -> Option<Field> {
        self.texts[field as usize]
    }

    /// A term of a text field, if the index has it.
    pub fn text_term(&self, field: TextField, term: &str) -> Option<Term> {
        Some(Term::from_field_text(self.text(field)?, term))
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

    /// A time as a term of its column, if the index has it.
    pub fn time_term(&self, column: TimeColumn, micros: i64) -> Option<Term> {
        let (_, field) = self.times[column as usize];
        Some(Term::from_field_i64(field?, micros))
    }

    /// Whether lists can be sorted by name.
    pub fn sort_by_name(&self) -> bool {
        self.sort_name.is_some()
    }

    /// A document as tantivy takes it, without what the index has no place for.
    /// Takes it, so that the words of a long text are in memory once.
    pub fn tantivy_document(&self, document: Document) -> TantivyDocument {
        let mut out = TantivyDocument::new();
        let (high, low) = document.key.id.as_u64_pair();
        out.add_bytes(self.key, &document.key_bytes());
        for facet in &document.facets {
            out.add_text(self.facet, facet);
        }
        for (column, field) in self.times {
            if let Some(field) = field {
                out.add_i64(field, document.time(column));
            }
        }
        out.add_u64(self.kind, super::document::kind_number(document.key.kind));
        out.add_u64(self.id_high, high);
        out.add_u64(self.id_low, low);
        if let Some(field) = self.revision {
            out.add_u64(field, document.revision);
        }
        if let (Some(field), Some(name)) = (self.sort_name, &document.sort_name) {
            out.add_text(field, name);
        }
        for (field, tokens) in self.texts.iter().zip(document.texts) {
            if let Some(field) = field.filter(|_| !tokens.tokens.is_empty()) {
                out.add_pre_tokenized_text(field, pre_tokenized(tokens.tokens));
            }
        }
        out
    }
}

fn pre_tokenized(tokens: Vec<Token>) -> PreTokenizedString {
    let tokens = tokens
        .into_iter()
        .map(|token| IndexToken {
            offset_from: 0,
            offset_to: 0,
            position: token.position as usize,
            text: token.term,
            position_length: 1,
        })
        .collect();
    PreTokenizedString {
        text: String::new(),
        tokens,
    }
}
