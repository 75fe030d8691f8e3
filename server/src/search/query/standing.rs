//! Where words stand in a few hits, and which of them have an exact value: from the index for what
//! it has, from memory for what the tail has. Both say the same of the same document.
//! Tests: the differential test of the search module; `tests/ranking.rs`.

use super::{
    closeness::{AskedWord, POSITIONS_MAX},
    collector::Ranked,
    on_tail::occurrences,
};
use crate::search::{
    document::{Document, Facet},
    schema::TextField,
    view::View,
};
use std::collections::BTreeMap;
use tantivy::{
    DocId, DocSet, SegmentOrdinal, Term,
    postings::{Postings, SegmentPostings},
    schema::IndexRecordOption,
};

/// A few hits, found again where they stand.
pub struct Standing<'a> {
    view: &'a View,
    /// How many they are.
    hits: usize,
    /// By segment, ascending: the document and the number of the hit.
    in_index: BTreeMap<SegmentOrdinal, Vec<(DocId, usize)>>,
    /// With the number of the hit.
    in_memory: Vec<(usize, &'a Document)>,
}

impl<'a> Standing<'a> {
    /// Of hits of this view.
    pub fn of_hits(view: &'a View, hits: &[Ranked]) -> Self {
        let mut standing = Self {
            view,
            hits: hits.len(),
            in_index: BTreeMap::new(),
            in_memory: Vec::new(),
        };
        for (number, hit) in hits.iter().enumerate() {
            if let Some(place) = hit.place {
                let segment = standing.in_index.entry(place.segment_ord).or_default();
                segment.push((place.doc_id, number));
            } else if let Some(document) = view.tail.document(hit.record) {
                standing.in_memory.push((number, document));
            }
        }
        for documents in standing.in_index.values_mut() {
            documents.sort_unstable();
        }
        standing
    }

    /// Of one document.
    pub fn of_document(view: &'a View, document: &'a Document) -> Self {
        Self {
            view,
            hits: 1,
            in_index: BTreeMap::new(),
            in_memory: vec![(0, document)],
        }
    }

    /// How many hits.
    pub fn len(&self) -> usize {
        self.hits
    }

    /// For each hit, for each word, its positions in a field, ascending.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn positions(
        &self,
        field: TextField,
        words: &[AskedWord],
    ) -> tantivy::Result<Vec<Vec<Vec<u32>>>> {
        let mut positions = vec![vec![Vec::new(); words.len()]; self.hits];
        for (number, document) in &self.in_memory {
            let tokens = &document.texts[field as usize].tokens;
            for (place, word) in words.iter().enumerate() {
                let mut forms = word.forms.iter().map(|form| occurrences(tokens, form));
                let found = forms.find(|found| !found.is_empty()).unwrap_or_default();
                let found = found.iter().map(|token| token.position);
                positions[*number][place] = found.take(POSITIONS_MAX).collect();
            }
        }
        for (&segment, documents) in &self.in_index {
            for (place, word) in words.iter().enumerate() {
                for (number, found) in self.read(segment, documents, (field, word))? {
                    positions[number][place] = found;
                }
            }
        }
        Ok(positions)
    }

    /// The positions of a word in documents of a segment, each with the number of its hit.
    fn read(
        &self,
        segment: SegmentOrdinal,
        documents: &[(DocId, usize)],
        (field, word): (TextField, &AskedWord),
    ) -> tantivy::Result<Vec<(usize, Vec<u32>)>> {
        let mut read = Vec::with_capacity(documents.len());
        // Without those in which a likelier form stands.
        let mut documents = documents.to_vec();
        for form in &word.forms {
            let Some(term) = self.view.fields.text_term(field, form) else {
                break;
            };
            if documents.is_empty() {
                break;
            }
            let with = IndexRecordOption::WithFreqsAndPositions;
            let Some(mut postings) = self.postings(segment, &term, with)? else {
                continue;
            };
            documents.retain(|&(document, number)| {
                let stands = stands_in(&mut postings, document);
                if stands {
                    let mut found = Vec::new();
                    postings.positions(&mut found);
                    found.truncate(POSITIONS_MAX);
                    read.push((number, found));
                }
                !stands
            });
        }
        Ok(read)
    }

    /// For each hit, whether it has an exact value.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn have(&self, facet: &Facet) -> tantivy::Result<Vec<bool>> {
        let facet = facet.term();
        let mut have = vec![false; self.hits];
        for (number, document) in &self.in_memory {
            have[*number] = document.facets.binary_search(&facet).is_ok();
        }
        let term = self.view.fields.facet_term(&facet);
        for (&segment, documents) in &self.in_index {
            let postings = self.postings(segment, &term, IndexRecordOption::Basic)?;
            let Some(mut postings) = postings else {
                continue;
            };
            for &(document, number) in documents {
                have[number] = stands_in(&mut postings, document);
            }
        }
        Ok(have)
    }

    fn postings(
        &self,
        segment: SegmentOrdinal,
        term: &Term,
        with: IndexRecordOption,
    ) -> tantivy::Result<Option<SegmentPostings>> {
        let part = self.view.searcher.segment_reader(segment);
        let columns = self.view.columns.part(segment, part)?;
        let dictionary = columns.dictionaries.of(part, term.field())?;
        let Some(info) = dictionary.get(term)? else {
            return Ok(None);
        };
        let postings = dictionary.index.read_postings_from_terminfo(&info, with);
        Ok(Some(postings?))
    }
}

/// Whether a term stands in a document; asked of documents in ascending order.
fn stands_in(postings: &mut SegmentPostings, document: DocId) -> bool {
    postings.doc() <= document && postings.seek(document) == document
}
