//! Telephone numbers of a query, marked in a text also where it groups the digits otherwise. Matches as
//! the index does: by the end of a number, with or without what was typed as its country code.
//! Tests: in the parent.

use crate::search::{
    analysis::{PHONE_SUFFIX_DIGITS_MIN, is_phone_gap, segment::Span},
    query::build::{digits_of, numbers_of},
};
use shared::query::Node;

/// Digits of a number in a text at most.
const DIGITS_MAX: usize = 15;

/// See the head of this file.
#[derive(Debug, Default)]
pub struct Numbers(Vec<Number>);

#[derive(Debug)]
struct Number {
    digits: String,
    /// Words of the query that it is typed in.
    words: usize,
    /// More digits may come.
    is_begun: bool,
}

impl Numbers {
    /// The numbers of a query: words of digits, each for itself and neighbours together.
    pub fn new(nodes: &[Node]) -> Self {
        let mut numbers = Self::default();
        for words in nodes.split(|node| digits_of(node).is_none()) {
            let groups: Vec<String> = words.iter().filter_map(digits_of).collect();
            if words.len() > 1 {
                numbers.add(&groups.concat(), words);
            }
            for (digits, word) in groups.iter().zip(words) {
                numbers.add(digits, std::slice::from_ref(word));
            }
        }
        numbers
    }

    fn add(&mut self, digits: &str, words: &[Node]) {
        if digits.len() < PHONE_SUFFIX_DIGITS_MIN {
            return;
        }
        let is_begun = matches!(words.last(), Some(Node::Word { prefix: true, .. }));
        self.0
            .extend(numbers_of(digits).into_iter().map(|digits| Number {
                digits: digits.to_owned(),
                words: words.len(),
                is_begun,
            }));
    }

    /// How many words of the query a marked stretch stands for.
    pub fn words_in(&self, marked: &str) -> usize {
        if self.0.is_empty() {
            return 1;
        }
        let digits = shared::phone::digits(marked);
        let number = self.0.iter().find(|it| it.place_in(&digits).is_some());
        number.map_or(1, |number| number.words)
    }

    /// The groups of digits from within a segment on that are a number asked for, with its country
    /// code if that is told by `+` or `00`.
    pub fn from(&self, text: &str, segment: Span) -> Option<Span> {
        if self.0.is_empty() {
            return None;
        }
        let groups = groups_from(text, segment.start)?;
        let digits: String = groups.iter().map(|group| group.of(text)).collect();
        let (first, last) = self.0.iter().find_map(|number| number.place_in(&digits))?;
        let is_international = text[..segment.start].ends_with('+') || digits.starts_with("00");
        let start = match is_international {
            true => segment.start,
            false => group_with(&groups, first)?.start,
        };
        let end = group_with(&groups, last)?.end;
        (start < segment.end).then_some(Span { start, end })
    }
}

impl Number {
    /// The first and the last of its digits among those of a text.
    fn place_in(&self, digits: &str) -> Option<(usize, usize)> {
        let first = match self.is_begun {
            true => digits.find(&self.digits),
            false => digits.strip_suffix(&self.digits).map(str::len),
        }?;
        Some((first, first + self.digits.len() - 1))
    }
}

/// The group in which a digit stands.
fn group_with(groups: &[Span], digit: usize) -> Option<Span> {
    let mut behind = 0;
    groups.iter().copied().find(|group| {
        behind += group.end - group.start;
        digit < behind
    })
}

/// The groups of digits that may be one number; `None` if they are too many or none.
fn groups_from(text: &str, start: usize) -> Option<Vec<Span>> {
    let mut groups: Vec<Span> = Vec::new();
    let (mut start, mut count) = (start, 0);
    loop {
        let rest = &text[start..];
        let length = rest.bytes().take_while(u8::is_ascii_digit).count();
        let end = start + length;
        let behind = &text[end..];
        if length == 0 || behind.starts_with(char::is_alphanumeric) {
            break;
        }
        count += length;
        if count > DIGITS_MAX {
            return None;
        }
        groups.push(Span { start, end });
        match behind.find(|c: char| c.is_ascii_digit()) {
            Some(gap) if is_phone_gap(&behind[..gap]) => start = end + gap,
            Some(_) | None => break,
        }
    }
    (!groups.is_empty()).then_some(groups)
}
