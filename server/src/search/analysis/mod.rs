//! The one tokenizer: the same for documents, queries and marks in snippets, in every language.
//! A word gives its folded form and, at the same position, a marked stem of the text's language
//! and, marked too, the word as it is written if it has accents;
//! Chinese, Japanese and Korean runs give overlapping bigrams and single characters; words glued
//! by `. _ - @ / : + '` give their parts in the text and the whole as an identifier.
//! Pure functions; a changed answer here is a new [`super::schema::SCHEMA_VERSION`].
//! Tests: `tests.rs` beside it.

pub mod chinese;
pub mod cjk;
pub mod fold;
pub mod irregular;
pub mod language;
pub mod names;
pub mod parts;
pub mod segment;
pub mod stem;

#[cfg(test)]
mod tests;

use cjk::{fold_cjk, folded_chars};
use fold::{fold, umlaut_variant, written_term};
use language::Language;
use segment::{Segment, Span, segments};
use shared::{
    amount::{Amount, DECIMALS_MAX, amounts},
    iban::ibans,
    phone,
};
use std::collections::HashSet;

/// Bytes of a term at most: longer "words" are encoded data, not language.
pub const TERM_BYTES_MAX: usize = 80;
/// Terms of one field of one document at most; a longer text is found by its beginning.
pub const FIELD_TERMS_MAX: usize = 200_000;
/// Positions between two values of one field, so that no phrase matches across them.
const VALUE_GAP: u32 = 10;
/// Parts of a compound whose tails (`2024-00123` of `ORD-2024-00123`) are identifiers too.
const COMPOUND_PARTS_MAX: usize = 8;
/// Groups of digits in a text that together can be a telephone number.
const PHONE_DIGITS_IN_TEXT: std::ops::RangeInclusive<usize> = 9..=15;

/// A term and where it stands in its field.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Token {
    /// The bytes in the dictionary.
    pub term: String,
    /// Words before it in the field.
    pub position: u32,
}

/// The terms of one field of a document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FieldTokens {
    /// In the order added; sorted once the document is whole.
    pub tokens: Vec<Token>,
    position: u32,
    /// Terms that it may have beyond [`FIELD_TERMS_MAX`].
    more: usize,
}

impl FieldTokens {
    fn push(&mut self, term: String, offset: u32) {
        if !term.is_empty()
            && term.len() <= TERM_BYTES_MAX
            && self.tokens.len() < FIELD_TERMS_MAX + self.more
        {
            let position = self.position + offset;
            self.tokens.push(Token { term, position });
        }
    }

    /// This field holds whole files: it may have so many terms more than others.
    pub fn allow_more(&mut self, terms: usize) {
        self.more = terms;
    }

    fn advance(&mut self, positions: u32) {
        self.position += positions;
    }

    /// Words of a name: no stems, since names are not bent.
    pub fn add_name(&mut self, text: &str) {
        self.add_words(text, &[]);
    }

    /// Words of a text, stemmed in its languages.
    pub fn add_text(&mut self, text: &str, languages: &[Language]) {
        self.add_words(text, languages);
    }

    /// By what else a name is found, as marked terms.
    pub fn add_aliases(&mut self, aliases: impl IntoIterator<Item = String>) {
        for alias in aliases {
            self.push(alias, 0);
        }
        self.advance(VALUE_GAP);
    }

    /// One term as it is.
    pub fn add_term(&mut self, term: String) {
        self.push(term, 0);
        self.advance(VALUE_GAP);
    }

    fn add_words(&mut self, text: &str, languages: &[Language]) {
        for segment in segments(text) {
            match segment {
                Segment::Cjk(span) => self.add_cjk(span.of(text)),
                Segment::Words(parts) => {
                    for part in parts {
                        self.add_word(part.of(text), languages);
                    }
                }
            }
        }
        self.advance(VALUE_GAP);
    }

    fn add_word(&mut self, word: &str, languages: &[Language]) {
        let folded = fold(word);
        if let Some(variant) = umlaut_variant(word) {
            self.push(variant, 0);
        }
        if let Some(written) = written_term(word, &folded) {
            self.push(written, 0);
        }
        for &language in languages {
            for stem in stem::stem_terms(word, &folded, language) {
                self.push(stem, 0);
            }
        }
        for part in parts::joined_parts(word) {
            self.push(fold(part), 0);
        }
        self.push(folded, 0);
        self.advance(1);
    }

    fn add_cjk(&mut self, run: &str) {
        let chars: Vec<char> = folded_chars(run).iter().map(|folded| folded.c).collect();
        for (offset, &c) in (0..).zip(&chars) {
            self.push(c.to_string(), offset);
        }
        for (offset, pair) in (0..).zip(chars.windows(2)) {
            self.push(pair.iter().collect(), offset);
        }
        self.advance(u32::try_from(chars.len()).unwrap_or(u32::MAX));
    }

    /// Everything in a text that people quote as a whole: codes, addresses, numbers, amounts.
    pub fn add_identifiers_of(&mut self, text: &str) {
        let known = self.tokens.len();
        let amounts: Vec<Amount> = amounts(text).collect();
        let mut digits = DigitRun::default();
        for segment in segments(text) {
            match segment {
                Segment::Cjk(_) => digits.finish(self),
                Segment::Words(parts) => {
                    for &part in &parts {
                        digits.take(text, part, self);
                    }
                    if parts.len() > 1 && !is_within(&amounts, &parts) {
                        self.add_compound(text, &parts);
                    }
                }
            }
        }
        digits.finish(self);
        self.add_amounts(&amounts, known);
        for iban in ibans(text).filter(|iban| !iban.is_whole()) {
            self.push(iban.code, 0);
        }
        self.advance(VALUE_GAP);
    }

    /// Amounts without and with decimals, but for what is there as a telephone number already: the
    /// terms from a place on.
    fn add_amounts(&mut self, amounts: &[Amount], from: usize) {
        if amounts.is_empty() {
            return;
        }
        let are_digits = |term: &&String| term.bytes().all(|byte| byte.is_ascii_digit());
        let terms = self.tokens[from..].iter().map(|token| &token.term);
        let known: HashSet<String> = terms.filter(are_digits).cloned().collect();
        for form in amounts.iter().flat_map(Amount::forms) {
            if !known.contains(&form.number) {
                self.push(form.number.clone(), 0);
            }
        }
    }

    /// A value that is an identifier as a whole: an address, a domain, a file name.
    pub fn add_identifier(&mut self, text: &str) {
        self.add_name(text);
        self.add_identifiers_of(text);
    }

    /// A telephone number: every suffix of at least [`phone::SUFFIX_DIGITS_MIN`] digits.
    pub fn add_phone(&mut self, number: &str) {
        let digits = phone::digits(number);
        if digits.len() < phone::SUFFIX_DIGITS_MIN {
            self.push(digits, 0);
        } else {
            self.push_suffixes(&digits);
        }
        self.advance(VALUE_GAP);
    }

    fn push_suffixes(&mut self, digits: &str) {
        for start in 0..=digits.len().saturating_sub(phone::SUFFIX_DIGITS_MIN) {
            self.push(digits[start..].to_owned(), 0);
        }
    }

    /// The whole, its tails at each border, the joined form, and the local part of an address.
    fn add_compound(&mut self, text: &str, parts: &[Span]) {
        let (Some(first), Some(last)) = (parts.first(), parts.last()) else {
            return;
        };
        let whole = fold_compound(&text[first.start..last.end]);
        let joined = joined(text, parts);
        if joined != whole {
            self.push(joined, 0);
        }
        self.push(whole, 0);
        if parts.len() > COMPOUND_PARTS_MAX {
            return;
        }
        for tail in &parts[1..parts.len() - 1] {
            self.push(fold_compound(&text[tail.start..last.end]), 0);
        }
        let whole = &text[first.start..last.end];
        if let Some((local, _)) = whole
            .rsplit_once('@')
            .filter(|(local, _)| local.chars().any(|c| !c.is_alphanumeric()))
        {
            self.push(fold_compound(local), 0);
        }
    }
}

/// The folded words of a name; a run of characters is one word.
pub fn folded_words(text: &str) -> Vec<String> {
    segments(text)
        .flat_map(|segment| match segment {
            Segment::Cjk(span) => vec![fold_cjk(span.of(text))],
            Segment::Words(parts) => parts.iter().map(|part| fold(part.of(text))).collect(),
        })
        .collect()
}

/// The whole compound in one spelling: folded, with straight apostrophes.
pub fn fold_compound(text: &str) -> String {
    fold(&text.replace('’', "'"))
}

/// The parts of a compound without what glues them; with it if the digits alone are another number.
pub fn joined(text: &str, parts: &[Span]) -> String {
    let joined: String = parts.iter().map(|part| fold(part.of(text))).collect();
    match (parts.first(), parts.last()) {
        (Some(first), Some(last)) if is_other_number(text, parts, &joined) => {
            fold_compound(&text[first.start..last.end])
        }
        _ => joined,
    }
}

/// Whether digits are an amount with decimals, a time, a part of a date: 9.50, 15:00, 27/08.
fn is_other_number(text: &str, parts: &[Span], joined: &str) -> bool {
    let is_decimal = matches!(parts, [whole, decimals]
        if text[whole.end..].starts_with('.') && decimals.of(text).len() <= DECIMALS_MAX);
    joined.bytes().all(|byte| byte.is_ascii_digit())
        && (is_decimal || joined.len() < phone::SUFFIX_DIGITS_MIN)
}

/// Whether words are groups of one of these amounts, which are in order.
fn is_within(amounts: &[Amount], parts: &[Span]) -> bool {
    let (Some(first), Some(last)) = (parts.first(), parts.last()) else {
        return false;
    };
    let next = amounts.partition_point(|amount| amount.longest.place.end <= first.start);
    amounts.get(next).is_some_and(|amount| {
        let place = &amount.longest.place;
        place.start <= first.start && last.end <= place.end
    })
}

/// Collects neighbouring groups of digits that may be one telephone number.
#[derive(Default)]
struct DigitRun {
    digits: String,
    end: usize,
}

impl DigitRun {
    fn take(&mut self, text: &str, part: Span, out: &mut FieldTokens) {
        let word = part.of(text);
        if !word.bytes().all(|byte| byte.is_ascii_digit()) {
            self.finish(out);
            return;
        }
        if !self.digits.is_empty() && !phone::is_gap(&text[self.end..part.start]) {
            self.finish(out);
        }
        self.digits.push_str(word);
        self.end = part.end;
    }

    fn finish(&mut self, out: &mut FieldTokens) {
        if PHONE_DIGITS_IN_TEXT.contains(&self.digits.len()) {
            out.push_suffixes(&self.digits);
        }
        self.digits.clear();
    }
}
