//! The limit: tantivy alone with the same query, filters, counts and snippets, no HTTP, no store, no
//! languages, words folded to lower case and Chinese as bigrams.

use super::questions::{DEEP_OFFSET, HITS, Kind, Question};
use anyhow::Result;
use tantivy::{
    Index, IndexReader, Order, Searcher, TantivyDocument, Term,
    collector::{Count, HistogramCollector, TopDocs},
    doc,
    query::{
        BooleanQuery, ConstScoreQuery, FuzzyTermQuery, Occur, PhrasePrefixQuery, PhraseQuery,
        Query, TermQuery, TermSetQuery,
    },
    schema::{
        FAST, Field, INDEXED, IndexRecordOption, STORED, STRING, Schema, TEXT, TextFieldIndexing,
        TextOptions, Value,
    },
    snippet::SnippetGenerator,
    tokenizer::NgramTokenizer,
};

const SNIPPET_CHARS: usize = 200;
const WRITER_BYTES: usize = 256 * 1024 * 1024;
const BIGRAMS: &str = "bigrams";

/// The texts in an index in memory.
pub struct Bare<'a> {
    reader: IndexReader,
    texts: &'a [String],
    fields: Fields,
    /// Keeps the files.
    _index: Index,
}

struct Fields {
    body: Field,
    chinese: Field,
    principal: Field,
    number: Field,
    kind: Field,
    at: Field,
}

impl<'a> Bare<'a> {
    /// Indexes the texts.
    pub fn new(texts: &'a [String]) -> Result<Self> {
        let mut schema = Schema::builder();
        let bigrams = TextFieldIndexing::default()
            .set_tokenizer(BIGRAMS)
            .set_index_option(IndexRecordOption::WithFreqsAndPositions);
        let fields = Fields {
            body: schema.add_text_field("body", TEXT),
            chinese: schema.add_text_field(
                "chinese",
                TextOptions::default().set_indexing_options(bigrams),
            ),
            principal: schema.add_text_field("principal", STRING),
            number: schema.add_u64_field("number", FAST | STORED),
            kind: schema.add_u64_field("kind", FAST | INDEXED),
            at: schema.add_i64_field("at", FAST),
        };
        let index = Index::create_in_ram(schema.build());
        index
            .tokenizers()
            .register(BIGRAMS, NgramTokenizer::all_ngrams(2, 2)?);
        let mut writer = index.writer_with_num_threads(1, WRITER_BYTES)?;
        for (at, text) in texts.iter().enumerate() {
            let mut document = doc!(
                fields.body => text.as_str(), fields.principal => "all",
                fields.number => at as u64, fields.kind => at as u64 % 2, fields.at => at as i64,
            );
            if !text.is_ascii() {
                let han = text.chars().filter(|c| !c.is_ascii()).collect::<String>();
                document.add_text(fields.chinese, han);
            }
            writer.add_document(document)?;
        }
        writer.commit()?;
        writer.wait_merging_threads()?;
        Ok(Self {
            reader: index.reader()?,
            texts,
            fields,
            _index: index,
        })
    }

    /// Answers a question whole: rights, counts, page, snippets.
    pub fn answer(&self, question: &Question) -> Result<()> {
        let searcher = self.reader.searcher();
        let found = self.page(&searcher, &*self.query(question), question.kind)?;
        if question.kind == Kind::Typo && found.is_empty() {
            let near =
                FuzzyTermQuery::new(self.term(self.fields.body, &question.words[0]), 1, true);
            let query = self.with_rights(Box::new(near));
            return self.snippets(
                &searcher,
                &*query,
                self.page(&searcher, &*query, question.kind)?,
            );
        }
        self.snippets(&searcher, &*self.query(question), found)
    }

    fn page(&self, searcher: &Searcher, query: &dyn Query, kind: Kind) -> Result<Vec<u64>> {
        let kinds = HistogramCollector::new::<u64>("kind".to_owned(), 0, 1, 2);
        let offset = if kind == Kind::DeepPage {
            DEEP_OFFSET
        } else {
            0
        };
        let top = TopDocs::with_limit(HITS).and_offset(offset);
        let addresses = if kind == Kind::Newest {
            let top = top.order_by_fast_field::<i64>("at", Order::Desc);
            let (hits, _, _) = searcher.search(query, &(top, kinds, Count))?;
            hits.into_iter()
                .map(|(_, address)| address)
                .collect::<Vec<_>>()
        } else {
            let (hits, _, _) = searcher.search(query, &(top.order_by_score(), kinds, Count))?;
            hits.into_iter().map(|(_, address)| address).collect()
        };
        let number = |address| -> Result<u64> {
            let document: TantivyDocument = searcher.doc(address)?;
            let number = document.get_first(self.fields.number);
            Ok(number.and_then(|value| value.as_u64()).unwrap_or_default())
        };
        addresses.into_iter().map(number).collect()
    }

    fn snippets(&self, searcher: &Searcher, query: &dyn Query, found: Vec<u64>) -> Result<()> {
        let mut generator = SnippetGenerator::create(searcher, query, self.fields.body)?;
        generator.set_max_num_chars(SNIPPET_CHARS);
        for number in found {
            std::hint::black_box(generator.snippet(&self.texts[number as usize]));
        }
        Ok(())
    }

    fn query(&self, question: &Question) -> Box<dyn Query> {
        let words = &question.words;
        let terms = || words.iter().map(|word| self.term(self.fields.body, word));
        let text: Box<dyn Query> = match question.kind {
            Kind::Phrase | Kind::PhraseOnce => Box::new(PhraseQuery::new(terms().collect())),
            Kind::Prefix(_) | Kind::TypedWord => {
                let mut prefix = PhrasePrefixQuery::new(terms().collect());
                prefix.set_max_expansions(u32::MAX);
                Box::new(prefix)
            }
            _ if !words[0].is_ascii() => self.chinese(&words[0]),
            _ => {
                let word = |term| -> Box<dyn Query> {
                    Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs))
                };
                Box::new(BooleanQuery::new(
                    terms().map(|term| (Occur::Must, word(term))).collect(),
                ))
            }
        };
        self.with_rights(text)
    }

    fn chinese(&self, word: &str) -> Box<dyn Query> {
        let letters: Vec<char> = word.chars().collect();
        let pairs: Vec<Term> = letters
            .windows(2)
            .map(|pair| self.term(self.fields.chinese, &pair.iter().collect::<String>()))
            .collect();
        match pairs.as_slice() {
            // One character is no bigram; the word of a split text is the nearest that there is.
            [] => Box::new(TermQuery::new(
                self.term(self.fields.body, word),
                IndexRecordOption::WithFreqs,
            )),
            [pair] => Box::new(TermQuery::new(pair.clone(), IndexRecordOption::WithFreqs)),
            _ => Box::new(PhraseQuery::new(pairs)),
        }
    }

    fn with_rights(&self, text: Box<dyn Query>) -> Box<dyn Query> {
        let who = ["all", "me"].map(|who| self.term(self.fields.principal, who));
        let rights = ConstScoreQuery::new(Box::new(TermSetQuery::new(who)), 0.0);
        Box::new(BooleanQuery::new(vec![
            (Occur::Must, text),
            (Occur::Must, Box::new(rights)),
        ]))
    }

    fn term(&self, field: Field, word: &str) -> Term {
        Term::from_field_text(field, word)
    }
}
