//! Figure 2: search over 100,000 generated notes in three languages plus the mails, the whole HTTP
//! answer with rights, counts and 20 snippets, beside the same query, filters and snippets on bare
//! tantivy over the same texts in the same process.

use crate::{samples::Samples, world::World};
use anyhow::Result;
use rapport::{changes::Cause, domain::ctx::Actor};
use std::{env, path::Path};
use tantivy::{
    Index, IndexReader, TantivyDocument, Term,
    collector::{Count, HistogramCollector, TopDocs},
    doc,
    query::{
        BooleanQuery, BoostQuery, ConstScoreQuery, Occur, PhrasePrefixQuery, PhraseQuery, Query,
        TermQuery, TermSetQuery,
    },
    schema::{FAST, Field, INDEXED, IndexRecordOption, STRING, Schema, TEXT, Value},
    snippet::SnippetGenerator,
};

const NOTES: usize = 100_000;
const CALLS: usize = 400;
const HITS: usize = 20;
const SNIPPET_CHARS: usize = 200;

/// A kind of query, as typed and as words.
const QUERIES: &[(&str, Shape, &[&str])] = &[
    ("one word", Shape::Words, &["warehouse"]),
    ("one rare word", Shape::Words, &["satisfaction"]),
    ("two words", Shape::Words, &["walnut", "discount"]),
    ("phrase", Shape::Phrase, &["delivery", "customer"]),
    ("prefix", Shape::Prefix, &["insp"]),
    ("Spanish word", Shape::Words, &["nogal"]),
];

#[derive(Clone, Copy, PartialEq)]
enum Shape {
    Words,
    Phrase,
    Prefix,
}

/// Takes it.
pub fn figure() {
    take().unwrap();
}

fn take() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let world = World::start(folder.path())?;
    let mut texts = world.add_notes(NOTES)?;
    texts.extend(import_mails(&world)?);
    world.wait_indexed()?;
    let status = world.app.search.status();
    println!(
        "{} documents in {} segments, {} MB",
        status.documents,
        status.segments,
        status.size_bytes / 1_000_000
    );
    let bare = Bare::new(texts)?;
    let mut client = world.client()?;
    for (name, shape, words) in QUERIES {
        let typed = match shape {
            Shape::Phrase => format!("%22{}%22", words.join("+")),
            Shape::Words | Shape::Prefix => words.join("+"),
        };
        let path = format!("/api/v1/search?limit={HITS}&q={typed}");
        let ours = Samples::of(CALLS, || drop(client.get(&path).unwrap()));
        let limit = Samples::of(CALLS, || bare.answer(*shape, words).unwrap());
        println!("{name}: {ours}; bare {limit}");
    }
    for chinese in ["%E8%83%A1%E6%A1%83%E6%9C%A8", "%E4%BB%93%E5%BA%93"] {
        let path = format!("/api/v1/search?limit={HITS}&q={chinese}");
        println!(
            "Chinese word: {}",
            Samples::of(CALLS, || drop(client.get(&path).unwrap()))
        );
    }
    Ok(())
}

/// The mails of the corpus, if it is here.
fn import_mails(world: &World) -> Result<Vec<String>> {
    let Some(corpora) = env::var_os("RAPPORT_CORPORA") else {
        println!("RAPPORT_CORPORA is not set: no mails");
        return Ok(Vec::new());
    };
    let archive = Path::new(&corpora).join("email-spamassassin/all.tar.xz");
    let ctx = world.app.ctx(Actor::System, Cause::Request);
    let report = world.app.imports.run_blocking(&ctx, &[archive], None)?;
    println!("{} mails imported", report.counts.created);
    world.message_texts()
}

struct Bare {
    reader: IndexReader,
    index: Index,
    body: Field,
    principal: Field,
    number: Field,
    texts: Vec<String>,
}

impl Bare {
    fn new(texts: Vec<String>) -> Result<Self> {
        let mut schema = Schema::builder();
        let body = schema.add_text_field("body", TEXT);
        let principal = schema.add_text_field("principal", STRING);
        let number = schema.add_u64_field("number", FAST | tantivy::schema::STORED);
        let kind = schema.add_u64_field("kind", FAST | INDEXED);
        let index = Index::create_in_ram(schema.build());
        let mut writer = index.writer_with_num_threads(1, 64 * 1024 * 1024)?;
        for (at, text) in texts.iter().enumerate() {
            writer.add_document(doc!(
                body => text.as_str(), principal => "all", number => at as u64, kind => u64::from(at >= NOTES),
            ))?;
        }
        writer.commit()?;
        writer.wait_merging_threads()?;
        Ok(Self {
            reader: index.reader()?,
            index,
            body,
            principal,
            number,
            texts,
        })
    }

    fn query(&self, shape: Shape, words: &[&str]) -> Box<dyn Query> {
        let term = |word: &str| Term::from_field_text(self.body, word);
        let text: Box<dyn Query> = match shape {
            Shape::Phrase => Box::new(PhraseQuery::new(
                words.iter().map(|word| term(word)).collect(),
            )),
            Shape::Prefix => {
                let mut prefix =
                    PhrasePrefixQuery::new(words.iter().map(|word| term(word)).collect());
                prefix.set_max_expansions(u32::MAX);
                Box::new(prefix)
            }
            Shape::Words => Box::new(BooleanQuery::new(
                words
                    .iter()
                    .map(|word| (Occur::Must, self.word(term(word))))
                    .collect(),
            )),
        };
        let rights =
            TermSetQuery::new(["all", "me"].map(|who| Term::from_field_text(self.principal, who)));
        let rights: Box<dyn Query> = Box::new(ConstScoreQuery::new(Box::new(rights), 0.0));
        Box::new(BooleanQuery::new(vec![
            (Occur::Must, text),
            (Occur::Must, rights),
        ]))
    }

    fn word(&self, term: Term) -> Box<dyn Query> {
        let query = TermQuery::new(term, IndexRecordOption::WithFreqs);
        Box::new(BoostQuery::new(Box::new(query), 1.0))
    }

    fn answer(&self, shape: Shape, words: &[&str]) -> Result<()> {
        let query = self.query(shape, words);
        let searcher = self.reader.searcher();
        let top = TopDocs::with_limit(HITS).order_by_score();
        let kinds = HistogramCollector::new::<u64>("kind".to_owned(), 0, 1, 2);
        let (hits, _kinds, _count) = searcher.search(&query, &(top, kinds, Count))?;
        let mut generator = SnippetGenerator::create(&searcher, &*query, self.body)?;
        generator.set_max_num_chars(SNIPPET_CHARS);
        for (_, address) in hits {
            let document: TantivyDocument = searcher.doc(address)?;
            let at = document
                .get_first(self.number)
                .and_then(|value| value.as_u64())
                .unwrap_or_default();
            std::hint::black_box(generator.snippet(&self.texts[at as usize]));
        }
        let _keeps_the_files = &self.index;
        Ok(())
    }
}
