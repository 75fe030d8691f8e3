//! One of several, scores added: a word in every field, bent, begun and by its other names. tantivy's
//! own union looks each term up twice in every segment, weighs terms that occur nowhere, and when it
//! is asked to seek scores thousands of documents that nobody asked for; most of the alternatives of
//! a word occur nowhere. Tests: the differential test of the search module.

use super::{
    phrase::{PhraseThere, PhraseWalk},
    plan::MENTION_TIMES,
    words_query::WordsQuery,
};
use crate::search::{
    columns::Columns,
    dictionaries::{Dictionary, FoundTerm},
};
use std::{fmt, sync::Arc};
use tantivy::{
    DocId, DocSet, Score, Searcher, SegmentReader, TERMINATED, TantivyError, Term,
    fieldnorm::FieldNormReader,
    index::SegmentId,
    postings::{Postings, SegmentPostings, TermInfo},
    query::{
        Bm25StatisticsProvider, Bm25Weight, EmptyScorer, EnableScoring, Explanation, Query, Scorer,
        Weight,
    },
    schema::{Field, IndexRecordOption},
};

/// What a term that was looked up takes beside what was found.
const TERM_BYTES: usize = 96;

/// One of these or more.
#[derive(Clone)]
pub struct UnionQuery {
    /// What one can be.
    pub alternatives: Vec<Alternative>,
    /// What is kept in memory of the index.
    pub columns: Arc<Columns>,
}

impl fmt::Debug for UnionQuery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "one of {:?}", self.alternatives)
    }
}

/// What a document can have.
#[derive(Debug)]
pub enum Alternative {
    /// A word, scored by BM25 times this.
    Term(Term, Score),
    /// A word that says nearly as much once as often, scored so times this.
    Mention(Term, Score),
    /// Words of one field at these offsets, scored by BM25 times this.
    Phrase(Vec<(usize, Term)>, Score),
    /// Words that all score this.
    Words(WordsQuery, Score),
    /// Whatever else.
    Other(Box<dyn Query>),
}

impl Clone for Alternative {
    fn clone(&self) -> Self {
        match self {
            Self::Term(term, worth) => Self::Term(term.clone(), *worth),
            Self::Mention(term, worth) => Self::Mention(term.clone(), *worth),
            Self::Phrase(terms, worth) => Self::Phrase(terms.clone(), *worth),
            Self::Words(words, worth) => Self::Words(words.clone(), *worth),
            Self::Other(query) => Self::Other(query.box_clone()),
        }
    }
}

/// What there is of the alternatives in an index.
struct UnionWeight {
    there: Vec<There>,
    columns: Arc<Columns>,
    is_scored: bool,
}

/// An alternative that occurs in the index, or may.
enum There {
    Term(TermThere),
    Phrase(PhraseThere),
    Words(WordsQuery, Score),
    Other(Box<dyn Weight>),
}

struct TermThere {
    field: Field,
    found: Arc<Option<FoundTerm>>,
    weight: Bm25Weight,
    /// How often it counts where it stands once.
    times: u32,
}

/// The fields of the index, each opened once for all terms.
struct OpenFields<'a> {
    searcher: &'a Searcher,
    columns: &'a Columns,
    open: Vec<(Field, Vec<Arc<Dictionary>>)>,
}

impl OpenFields<'_> {
    fn dictionaries(&mut self, field: Field) -> tantivy::Result<&[Arc<Dictionary>]> {
        let known = self.open.iter().position(|(open, _)| *open == field);
        let place = match known {
            Some(place) => place,
            None => {
                let segments = (0..).zip(self.searcher.segment_readers());
                let dictionaries = segments.map(|(ordinal, segment)| {
                    let columns = self.columns.part(ordinal, segment)?;
                    columns.dictionaries.of(segment, field)
                });
                let dictionaries = dictionaries.collect::<tantivy::Result<_>>()?;
                self.open.push((field, dictionaries));
                self.open.len() - 1
            }
        };
        Ok(&self.open[place].1)
    }

    /// Where a term stands.
    fn find(&mut self, term: &Term) -> tantivy::Result<Arc<Option<FoundTerm>>> {
        if let Some(found) = self.columns.terms.get(term) {
            return Ok(found);
        }
        let found = Arc::new(self.look_up(term)?);
        let bytes = found.as_ref().as_ref().map_or(0, FoundTerm::bytes) + TERM_BYTES;
        self.columns.terms.keep(term.clone(), found.clone(), bytes);
        Ok(found)
    }

    fn look_up(&mut self, term: &Term) -> tantivy::Result<Option<FoundTerm>> {
        let searcher = self.searcher;
        let mut parts = Vec::new();
        let mut tokens = 0;
        let dictionaries = self.dictionaries(term.field())?;
        for (segment, dictionary) in searcher.segment_readers().iter().zip(dictionaries) {
            tokens += dictionary.index.total_num_tokens();
            if let Some(info) = dictionary.get(term)? {
                parts.push((segment.segment_id(), dictionary.clone(), info));
            }
        }
        Ok((!parts.is_empty()).then_some(FoundTerm { parts, tokens }))
    }

    /// A term with its weight; `None` if it occurs nowhere.
    fn term(&mut self, term: &Term, worth: Score) -> tantivy::Result<Option<TermThere>> {
        let kept = self.find(term)?;
        let Some(found) = kept.as_ref() else {
            return Ok(None);
        };
        let having = found
            .parts
            .iter()
            .map(|(_, _, info)| u64::from(info.doc_freq));
        let documents = self.searcher.total_num_docs()?;
        let length = found.tokens as Score / documents as Score;
        let weight = Bm25Weight::for_one_term_without_explain(having.sum(), documents, length);
        Ok(Some(TermThere {
            field: term.field(),
            weight: weight.boost_by(worth),
            found: kept,
            times: 1,
        }))
    }

    /// Whether all words of a phrase stand in one segment.
    fn has_all(&mut self, terms: &[(usize, Term)]) -> tantivy::Result<bool> {
        let found = terms.iter().map(|(_, term)| self.find(term));
        let found: Vec<_> = found.collect::<tantivy::Result<_>>()?;
        let ids = |found: &Option<FoundTerm>| -> Vec<SegmentId> {
            let parts = found.iter().flat_map(|found| &found.parts);
            parts.map(|(id, _, _)| *id).collect()
        };
        let Some((first, others)) = found.split_first() else {
            return Ok(false);
        };
        let others: Vec<_> = others.iter().map(|found| ids(found)).collect();
        let mut all = ids(first).into_iter();
        Ok(all.any(|id| others.iter().all(|ids| ids.contains(&id))))
    }
}

impl Query for UnionQuery {
    fn weight(&self, enable_scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let Some(searcher) = enable_scoring.searcher() else {
            let why = "a union needs a searcher".to_owned();
            return Err(TantivyError::InvalidArgument(why));
        };
        let mut fields = OpenFields {
            searcher,
            columns: &self.columns,
            open: Vec::new(),
        };
        let mut there = Vec::with_capacity(self.alternatives.len());
        for alternative in &self.alternatives {
            match alternative {
                Alternative::Term(term, worth) => {
                    there.extend(fields.term(term, *worth)?.map(There::Term));
                }
                Alternative::Mention(term, worth) => {
                    let term = fields.term(term, *worth)?;
                    there.extend(term.map(|term| {
                        There::Term(TermThere {
                            times: MENTION_TIMES,
                            ..term
                        })
                    }));
                }
                Alternative::Phrase(terms, worth) => {
                    if fields.has_all(terms)? {
                        let phrase =
                            PhraseThere::new((terms, *worth), &self.columns, enable_scoring);
                        there.push(There::Phrase(phrase?));
                    }
                }
                Alternative::Words(words, worth) => {
                    there.push(There::Words(words.clone(), *worth));
                }
                Alternative::Other(query) => {
                    there.push(There::Other(query.weight(enable_scoring)?));
                }
            }
        }
        Ok(Box::new(UnionWeight {
            there,
            columns: self.columns.clone(),
            is_scored: enable_scoring.is_scoring_enabled(),
        }))
    }
}

impl UnionWeight {
    fn child(
        &self,
        there: &There,
        segment: &SegmentReader,
        boost: Score,
    ) -> tantivy::Result<Option<Child>> {
        Ok(match there {
            There::Term(term) => {
                let mut parts = term.found.iter().flat_map(|found| &found.parts);
                let here = parts.find(|(id, _, _)| *id == segment.segment_id());
                match here {
                    Some((_, dictionary, info)) => {
                        Some(self.term(term, (dictionary, info), segment, boost)?)
                    }
                    None => None,
                }
            }
            There::Phrase(phrase) => {
                let walk = phrase.walk(segment, &self.columns, boost)?;
                Some(Child::Phrase(Box::new(walk)))
            }
            There::Words(words, worth) => {
                let scorer = words.scorer(segment, *worth * boost)?;
                Some(Child::Other(scorer))
            }
            There::Other(weight) => Some(Child::Other(weight.scorer(segment, boost)?)),
        })
    }

    fn term(
        &self,
        term: &TermThere,
        (dictionary, info): (&Dictionary, &TermInfo),
        segment: &SegmentReader,
        boost: Score,
    ) -> tantivy::Result<Child> {
        let read = match self.is_scored {
            true => IndexRecordOption::WithFreqs,
            false => IndexRecordOption::Basic,
        };
        let postings = dictionary.index.read_postings_from_terminfo(info, read)?;
        let lengths = segment.fieldnorms_readers().get_field(term.field)?;
        Ok(Child::Term(Box::new(TermChild {
            postings,
            lengths: lengths.unwrap_or_else(|| FieldNormReader::constant(segment.max_doc(), 1)),
            weight: term.weight.boost_by(boost),
            times: term.times,
        })))
    }
}

impl Weight for UnionWeight {
    fn scorer(&self, segment: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let mut children = Vec::with_capacity(self.there.len());
        for there in &self.there {
            if let Some(child) = self.child(there, segment, boost)?
                && child.doc() != TERMINATED
            {
                children.push((child.doc(), child));
            }
        }
        Ok(match children.as_slice() {
            [] => Box::new(EmptyScorer),
            _ => Box::new(Union::new(children)),
        })
    }

    fn explain(&self, segment: &SegmentReader, document: DocId) -> tantivy::Result<Explanation> {
        let mut scorer = self.scorer(segment, 1.0)?;
        let score = match scorer.doc() <= document && scorer.seek(document) == document {
            true => scorer.score(),
            false => 0.0,
        };
        Ok(Explanation::new("Union", score))
    }
}

/// Walks one alternative.
enum Child {
    Term(Box<TermChild>),
    Phrase(Box<PhraseWalk>),
    Other(Box<dyn Scorer>),
}

struct TermChild {
    postings: SegmentPostings,
    lengths: FieldNormReader,
    weight: Bm25Weight,
    times: u32,
}

impl Child {
    fn doc(&self) -> DocId {
        match self {
            Self::Term(term) => term.postings.doc(),
            Self::Phrase(phrase) => phrase.doc(),
            Self::Other(scorer) => scorer.doc(),
        }
    }

    fn advance(&mut self) -> DocId {
        match self {
            Self::Term(term) => term.postings.advance(),
            Self::Phrase(phrase) => phrase.advance(),
            Self::Other(scorer) => scorer.advance(),
        }
    }

    fn seek(&mut self, target: DocId) -> DocId {
        match self {
            Self::Term(term) => term.postings.seek(target),
            Self::Phrase(phrase) => phrase.seek(target),
            Self::Other(scorer) => scorer.seek(target),
        }
    }

    fn score(&mut self) -> Score {
        match self {
            Self::Term(term) => {
                let length = term.lengths.fieldnorm_id(term.postings.doc());
                let count = term.postings.term_freq() * term.times;
                term.weight.score(length, count)
            }
            Self::Phrase(phrase) => phrase.score(),
            Self::Other(scorer) => scorer.score(),
        }
    }

    fn size_hint(&self) -> u32 {
        match self {
            Self::Term(term) => term.postings.size_hint(),
            Self::Phrase(phrase) => phrase.size_hint(),
            Self::Other(scorer) => scorer.size_hint(),
        }
    }
}

/// Walks all alternatives side by side. There are few, so the lowest is looked for among all.
struct Union {
    /// Each with the document where it stands.
    children: Vec<(DocId, Child)>,
    doc: DocId,
}

impl Union {
    fn new(children: Vec<(DocId, Child)>) -> Self {
        let mut union = Self { children, doc: 0 };
        union.doc = union.lowest();
        union
    }

    fn lowest(&self) -> DocId {
        let docs = self.children.iter().map(|(doc, _)| *doc);
        docs.min().unwrap_or(TERMINATED)
    }
}

impl DocSet for Union {
    fn advance(&mut self) -> DocId {
        if self.doc == TERMINATED {
            return TERMINATED;
        }
        let mut lowest = TERMINATED;
        for (doc, child) in &mut self.children {
            if *doc == self.doc {
                *doc = child.advance();
            }
            lowest = lowest.min(*doc);
        }
        self.doc = lowest;
        lowest
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.doc >= target {
            return self.doc;
        }
        let mut lowest = TERMINATED;
        for (doc, child) in &mut self.children {
            if *doc < target {
                *doc = child.seek(target);
            }
            lowest = lowest.min(*doc);
        }
        self.doc = lowest;
        lowest
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        let sizes = self.children.iter().map(|(_, child)| child.size_hint());
        sizes.fold(0, u32::saturating_add)
    }
}

impl Scorer for Union {
    fn score(&mut self) -> Score {
        let here = self.children.iter_mut().filter(|(doc, _)| *doc == self.doc);
        here.map(|(_, child)| child.score()).sum()
    }
}
