//! A phrase as one of the alternatives of a union. To see whether words stand side by side their places
//! in each document are read, which takes longer than all else; so what a phrase found in a part is kept
//! for one state of the index, and while somebody types on behind it nothing is read again.
//! Tests: at the foot; the differential test of the search module.

use crate::search::columns::{Columns, Phrase};
use std::sync::Arc;
use tantivy::{
    DocId, DocSet, Score, SegmentReader, TERMINATED, TantivyError, Term,
    index::SegmentId,
    query::{EnableScoring, PhraseQuery, Query, Scorer, Weight},
};

/// What more documents of a part have is not kept.
const HITS_KEPT_MAX: usize = 128 * 1024;
/// What a kept phrase takes beside its hits, about.
const PHRASE_BYTES: usize = 256;

/// Documents in their order, each with its score.
type Hits = Vec<(DocId, Score)>;

/// A phrase whose words all stand in the index.
pub struct PhraseThere {
    terms: Vec<(usize, Term)>,
    worth: Score,
    known: Vec<(SegmentId, Arc<Hits>)>,
    /// `None` if all parts are known.
    weight: Option<Box<dyn Weight>>,
    is_scored: bool,
}

impl PhraseThere {
    /// Words at these offsets, scored by BM25 times this.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn new(
        (terms, worth): (&[(usize, Term)], Score),
        columns: &Columns,
        enable_scoring: EnableScoring<'_>,
    ) -> tantivy::Result<Self> {
        let parts = enable_scoring.searcher().into_iter();
        let parts = parts.flat_map(|searcher| searcher.segment_readers());
        let ids: Vec<SegmentId> = parts.map(SegmentReader::segment_id).collect();
        let known = ids.iter().filter_map(|&id| {
            let hits = columns.phrases.get(&(id, terms.to_vec()))?;
            Some((id, hits))
        });
        let known: Vec<_> = known.collect();
        let query = PhraseQuery::new_with_offset(terms.to_vec());
        let weight = (known.len() < ids.len()).then(|| query.weight(enable_scoring));
        Ok(Self {
            terms: terms.to_vec(),
            worth,
            known,
            weight: weight.transpose()?,
            is_scored: enable_scoring.is_scoring_enabled(),
        })
    }

    /// Walks one part.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn walk(
        &self,
        part: &SegmentReader,
        columns: &Arc<Columns>,
        boost: Score,
    ) -> tantivy::Result<PhraseWalk> {
        let id = part.segment_id();
        let walk = match self.known.iter().find(|(known, _)| *known == id) {
            Some((_, hits)) => Walk::Again(Again {
                hits: hits.clone(),
                at: 0,
            }),
            None => Walk::First(First::new(
                self.scorer(part)?,
                self.is_scored.then(|| Met {
                    phrase: (id, self.terms.clone()),
                    columns: columns.clone(),
                    hits: Hits::new(),
                }),
            )),
        };
        let worth = self.worth * boost;
        Ok(PhraseWalk { walk, worth })
    }

    fn scorer(&self, part: &SegmentReader) -> tantivy::Result<Box<dyn Scorer>> {
        match &self.weight {
            Some(weight) => weight.scorer(part, 1.0),
            None => Err(TantivyError::InvalidArgument("another index".to_owned())),
        }
    }
}

/// Walks the documents of a part that have the phrase.
pub struct PhraseWalk {
    walk: Walk,
    worth: Score,
}

enum Walk {
    First(First),
    Again(Again),
}

impl PhraseWalk {
    /// Where it stands.
    pub fn doc(&self) -> DocId {
        match &self.walk {
            Walk::First(first) => first.scorer.doc(),
            Walk::Again(again) => again.doc(),
        }
    }

    /// Goes to the next.
    pub fn advance(&mut self) -> DocId {
        match &mut self.walk {
            Walk::First(first) => first.advance(),
            Walk::Again(again) => again.go(again.at + 1),
        }
    }

    /// Goes to the first that is no lower.
    pub fn seek(&mut self, target: DocId) -> DocId {
        match &mut self.walk {
            Walk::First(first) => first.seek(target),
            Walk::Again(again) => again.seek(target),
        }
    }

    /// The score of where it stands.
    pub fn score(&mut self) -> Score {
        let score = match &mut self.walk {
            Walk::First(first) => first.scorer.score(),
            Walk::Again(again) => again.hits.get(again.at).map_or(0.0, |(_, score)| *score),
        };
        score * self.worth
    }

    /// About how many there are.
    pub fn size_hint(&self) -> u32 {
        match &self.walk {
            Walk::First(first) => first.scorer.size_hint(),
            Walk::Again(again) => u32::try_from(again.hits.len()).unwrap_or(u32::MAX),
        }
    }
}

/// Reads the index, and keeps what it met if it came to the end and passed nothing over.
struct First {
    scorer: Box<dyn Scorer>,
    met: Option<Met>,
}

struct Met {
    phrase: Phrase,
    columns: Arc<Columns>,
    hits: Hits,
}

impl First {
    fn new(scorer: Box<dyn Scorer>, met: Option<Met>) -> Self {
        let mut first = Self { scorer, met };
        first.meet();
        first
    }

    fn advance(&mut self) -> DocId {
        self.scorer.advance();
        self.meet()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        let doc = self.scorer.doc();
        if target <= doc {
            return doc;
        }
        if target > doc + 1 {
            self.met = None;
        }
        self.scorer.seek(target);
        self.meet()
    }

    fn meet(&mut self) -> DocId {
        let doc = self.scorer.doc();
        if doc == TERMINATED {
            if let Some(met) = self.met.take() {
                met.keep();
            }
            return doc;
        }
        if let Some(met) = &mut self.met {
            met.hits.push((doc, self.scorer.score()));
        }
        self.met.take_if(|met| met.hits.len() > HITS_KEPT_MAX);
        doc
    }
}

impl Met {
    fn keep(mut self) {
        self.hits.shrink_to_fit();
        let bytes = size_of_val(self.hits.as_slice()) + PHRASE_BYTES;
        let hits = Arc::new(self.hits);
        self.columns.phrases.keep(self.phrase, hits, bytes);
    }
}

/// Walks what was kept.
struct Again {
    hits: Arc<Hits>,
    at: usize,
}

impl Again {
    fn doc(&self) -> DocId {
        self.hits.get(self.at).map_or(TERMINATED, |(doc, _)| *doc)
    }

    fn go(&mut self, at: usize) -> DocId {
        self.at = at;
        self.doc()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        let rest = self.hits.get(self.at..).unwrap_or_default();
        self.go(self.at + rest.partition_point(|(doc, _)| *doc < target))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tantivy::{
        Index, Searcher, doc,
        schema::{Field, Schema, TEXT},
    };

    const TEXTS: [&str; 8] = [
        "a red car",
        "a car, red",
        "red car and red car",
        "none",
        "the red car of the red cat",
        "red",
        "car",
        "another red car",
    ];

    fn searcher() -> (Searcher, Field) {
        let mut schema = Schema::builder();
        let field = schema.add_text_field("text", TEXT);
        let index = Index::create_in_ram(schema.build());
        let mut writer = index.writer_with_num_threads(1, 15_000_000).unwrap();
        for text in TEXTS {
            writer.add_document(doc!(field => text)).unwrap();
        }
        writer.commit().unwrap();
        (index.reader().unwrap().searcher(), field)
    }

    fn walk(searcher: &Searcher, field: Field, columns: &Arc<Columns>) -> PhraseWalk {
        let words = ["red", "car"].map(|word| Term::from_field_text(field, word));
        let words: Vec<_> = words.into_iter().enumerate().collect();
        let scoring = EnableScoring::enabled_from_searcher(searcher);
        let phrase = PhraseThere::new((&words, 2.0), columns, scoring).unwrap();
        let part = searcher.segment_reader(0);
        phrase.walk(part, columns, 1.5).unwrap()
    }

    fn rest(walk: &mut PhraseWalk) -> Vec<(DocId, Score)> {
        let mut met = Vec::new();
        while walk.doc() != TERMINATED {
            met.push((walk.doc(), walk.score()));
            walk.advance();
        }
        met
    }

    #[test]
    fn it_is_walked_again_as_it_was_at_first() {
        let (searcher, field) = searcher();
        let columns = Arc::new(Columns::of(&searcher, &Columns::none()));
        let mut first = walk(&searcher, field, &columns);
        let met = rest(&mut first);
        assert!(met.iter().map(|(doc, _)| *doc).eq([0, 2, 4, 7]));
        let mut again = walk(&searcher, field, &columns);
        assert!(matches!(again.walk, Walk::Again(_)));
        assert_eq!(rest(&mut again), met);
        let mut again = walk(&searcher, field, &columns);
        assert_eq!(
            [0, 1, 2, 3, 5].map(|target| again.seek(target)),
            [0, 2, 2, 4, 7]
        );
        assert_eq!(
            [8, TERMINATED].map(|target| again.seek(target)),
            [TERMINATED; 2]
        );
    }

    #[test]
    fn what_was_passed_over_is_not_kept() {
        let (searcher, field) = searcher();
        let columns = Arc::new(Columns::of(&searcher, &Columns::none()));
        let mut passing = walk(&searcher, field, &columns);
        assert_eq!(passing.seek(3), 4);
        assert_eq!(rest(&mut passing).len(), 2);
        let mut walked = walk(&searcher, field, &columns);
        assert!(matches!(walked.walk, Walk::First(_)));
        assert_eq!([1, 2, 3].map(|target| walked.seek(target)), [2, 2, 4]);
        assert_eq!(rest(&mut walked).len(), 2);
        let again = walk(&searcher, field, &columns);
        assert!(matches!(again.walk, Walk::Again(_)));
    }
}
