//! Numbers that are asked for, found in a text also where it groups the digits otherwise, as search does:
//! telephone numbers by their end, with or without what was typed as the country code, amounts and account
//! numbers. One matcher for hits, on the server, and for finding on a page. Tests: at the foot; `snippets` of the
//! search module.

use crate::{
    amount::{Amount, asked_number},
    iban::{Iban, asked_iban, ibans, next_iban},
    phone::{SUFFIX_DIGITS_MIN, digits, ends_of, is_gap, number_digits},
    query::Node,
    script::is_of_word,
};
use std::ops::Range;

/// Digits of a telephone number in a text at most.
const PHONE_DIGITS_MAX: usize = 15;

/// See the head of this file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Numbers {
    phones: Vec<Phone>,
    amounts: Vec<Asked>,
    ibans: Vec<Asked>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Phone {
    digits: String,
    /// Words of the query that it is typed in.
    words: usize,
    /// More digits may come.
    is_begun: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Asked {
    number: String,
    /// Words of the query that it is typed in.
    words: usize,
    /// More may come.
    is_begun: bool,
}

impl Numbers {
    /// The number that a text is, of which more digits may come; none if it is anything else.
    pub fn of_text(text: &str) -> Self {
        let mut numbers = Self::default();
        if let Some(digits) = number_digits(text) {
            numbers.add_phone(&digits, 1, true);
        }
        numbers.add_amount(text.trim(), true);
        numbers.add_iban(text.trim(), true);
        numbers.add_ibans(text);
        numbers
    }

    /// The numbers of a query: words of digits, each for itself and neighbours together.
    pub fn of_query(nodes: &[Node]) -> Self {
        let mut numbers = Self::default();
        for words in nodes.split(|node| digits_of(node).is_none()) {
            let groups: Vec<String> = words.iter().filter_map(digits_of).collect();
            if words.len() > 1 {
                numbers.add_phone(
                    &groups.concat(),
                    words.len(),
                    words.last().is_some_and(is_begun),
                );
            }
            for (digits, word) in groups.iter().zip(words) {
                numbers.add_phone(digits, 1, is_begun(word));
            }
        }
        numbers.add_amounts(nodes);
        let words: Vec<&str> = nodes.iter().map(word_of).collect();
        numbers.add_ibans(&words.join(" "));
        numbers
    }

    fn add_phone(&mut self, digits: &str, words: usize, is_begun: bool) {
        if digits.len() < SUFFIX_DIGITS_MIN {
            return;
        }
        self.phones
            .extend(ends_of(digits).into_iter().map(|digits| Phone {
                digits: digits.to_owned(),
                words,
                is_begun,
            }));
    }

    fn add_amounts(&mut self, nodes: &[Node]) {
        for node in nodes {
            match node {
                Node::Word { text, prefix } => {
                    self.add_amount(text, *prefix);
                    self.add_iban(text, *prefix);
                }
                Node::All(nodes) | Node::Any(nodes) => self.add_amounts(nodes),
                Node::Phrase(_) | Node::Field(_) | Node::Not(_) => {}
            }
        }
    }

    fn add_amount(&mut self, word: &str, is_begun: bool) {
        let asked = asked_number(word).map(|number| Asked::word(number, is_begun));
        self.amounts.extend(asked);
    }

    fn add_iban(&mut self, word: &str, is_begun: bool) {
        let asked = asked_iban(word).map(|number| Asked::word(number, is_begun));
        self.ibans.extend(asked);
    }

    fn add_ibans(&mut self, typed: &str) {
        let asked = ibans(typed).map(|iban| Asked::account(typed, iban));
        self.ibans.extend(asked);
    }

    /// Whether none is asked for.
    pub fn is_empty(&self) -> bool {
        self.phones.is_empty() && self.amounts.is_empty() && self.ibans.is_empty()
    }

    /// How many words of the query a marked stretch stands for.
    pub fn words_in(&self, marked: &str) -> usize {
        if let Some(asked) = Iban::at(marked, 0).and_then(|iban| self.asked(&iban)) {
            return asked.words;
        }
        if self.phones.is_empty() {
            return 1;
        }
        let digits = digits(marked);
        let phone = self.phones.iter().find(|it| it.place_in(&digits).is_some());
        phone.map_or(1, |phone| phone.words)
    }

    /// Where they stand in a text, in bytes, in order.
    pub fn places<'a>(&'a self, text: &'a str) -> impl Iterator<Item = Range<usize>> + 'a {
        let mut at = if self.is_empty() { text.len() } else { 0 };
        std::iter::from_fn(move || {
            let iban = self.next_iban(text, at);
            let before = iban.as_ref().map_or(text.len(), |place| place.start);
            while let Some(group) = next_group(&text[..before], at) {
                let place = self.from(text, group.clone());
                at = place.as_ref().map_or(group.end, |place| place.end);
                if place.is_some() {
                    return place;
                }
            }
            at = iban.as_ref().map_or(text.len(), |place| place.end);
            iban
        })
    }

    fn next_iban(&self, text: &str, from: usize) -> Option<Range<usize>> {
        let mut at = if self.ibans.is_empty() {
            text.len()
        } else {
            from
        };
        while let Some(iban) = next_iban(text, at) {
            if self.asked(&iban).is_some() {
                return Some(iban.place);
            }
            at = iban.place.end;
        }
        None
    }

    /// As most words, for one may be asked for whole and in groups.
    fn asked(&self, iban: &Iban) -> Option<&Asked> {
        let asked = self.ibans.iter().filter(|asked| asked.is(&iban.code));
        asked.max_by_key(|asked| asked.words)
    }

    /// The groups of digits from within a stretch on that are a number asked for.
    pub fn from(&self, text: &str, stretch: Range<usize>) -> Option<Range<usize>> {
        self.phone_from(text, &stretch)
            .or_else(|| self.amount_from(text, &stretch))
            .or_else(|| self.iban_at(text, stretch.start))
    }

    fn iban_at(&self, text: &str, start: usize) -> Option<Range<usize>> {
        if self.ibans.is_empty() {
            return None;
        }
        let iban = Iban::at(text, start).filter(|iban| self.asked(iban).is_some())?;
        Some(iban.place)
    }

    /// With its country code if that is told by `+` or `00`. The stretch begins with digits, otherwise
    /// there is none.
    fn phone_from(&self, text: &str, stretch: &Range<usize>) -> Option<Range<usize>> {
        if self.phones.is_empty() {
            return None;
        }
        let groups = groups_from(text, stretch.start)?;
        let digits: String = groups.iter().map(|group| &text[group.clone()]).collect();
        let (first, last) = self
            .phones
            .iter()
            .find_map(|phone| phone.place_in(&digits))?;
        let is_international = text[..stretch.start].ends_with('+') || digits.starts_with("00");
        let start = match is_international {
            true => stretch.start,
            false => group_with(&groups, first)?.start,
        };
        let end = group_with(&groups, last)?.end;
        (start < stretch.end).then_some(start..end)
    }

    fn amount_from(&self, text: &str, stretch: &Range<usize>) -> Option<Range<usize>> {
        if self.amounts.is_empty() {
            return None;
        }
        let mut at = stretch.start;
        while let Some(group) = next_group(&text[..stretch.end], at) {
            let amount = Amount::at(text, group.start);
            if let Some(place) = amount.and_then(|amount| self.place_of(&amount)) {
                return Some(place);
            }
            at = group.end;
        }
        None
    }

    fn place_of(&self, amount: &Amount) -> Option<Range<usize>> {
        let form = amount
            .forms()
            .find(|form| self.amounts.iter().any(|asked| asked.is(&form.number)));
        form.map(|form| form.place.clone())
    }
}

/// The digits of a word of a query that is written like a telephone number.
pub fn digits_of(node: &Node) -> Option<String> {
    match node {
        Node::Word { text, .. } => number_digits(text),
        Node::Phrase(_) | Node::Field(_) | Node::Not(_) | Node::All(_) | Node::Any(_) => None,
    }
}

/// A word of a query as it was typed; nothing for what is none.
fn word_of(node: &Node) -> &str {
    match node {
        Node::Word { text, .. } => text,
        Node::Phrase(_) | Node::Field(_) | Node::Not(_) | Node::All(_) | Node::Any(_) => "",
    }
}

/// The account number that words of a query begin with, and how many they are.
pub fn iban_of(nodes: &[Node]) -> Option<(String, usize)> {
    let words: Vec<&str> = nodes.iter().map(word_of).collect();
    let iban = Iban::at(&words.join(" "), 0).filter(|iban| !iban.is_whole())?;
    let mut length = 0;
    let behind = words.iter().position(|word| {
        length += word.len() + 1;
        length > iban.place.end
    })?;
    Some((iban.code, behind + 1))
}

/// Whether more may come of a word.
fn is_begun(word: &Node) -> bool {
    matches!(word, Node::Word { prefix: true, .. })
}

impl Asked {
    fn word(number: String, is_begun: bool) -> Self {
        Self {
            number,
            words: 1,
            is_begun,
        }
    }

    /// Of an account number as it was typed.
    fn account(typed: &str, iban: Iban) -> Self {
        Self {
            number: iban.code,
            words: typed[iban.place].split(' ').count(),
            is_begun: false,
        }
    }

    fn is(&self, number: &str) -> bool {
        self.number == number || self.is_begun && number.starts_with(&self.number)
    }
}

impl Phone {
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
fn group_with(groups: &[Range<usize>], digit: usize) -> Option<&Range<usize>> {
    let mut behind = 0;
    groups.iter().find(|group| {
        behind += group.end - group.start;
        digit < behind
    })
}

/// The next digits from a place on that no letter or digit stands before.
fn next_group(text: &str, from: usize) -> Option<Range<usize>> {
    let is_digit = |c: char| c.is_ascii_digit();
    let mut at = from;
    loop {
        let start = at + text[at..].find(is_digit)?;
        let rest = &text[start..];
        at = start + rest.find(|c| !is_digit(c)).unwrap_or(rest.len());
        if !text[..start].ends_with(is_of_word) {
            return Some(start..at);
        }
    }
}

/// The groups of digits that may be one number; `None` if they are too many or none.
fn groups_from(text: &str, start: usize) -> Option<Vec<Range<usize>>> {
    let mut groups: Vec<Range<usize>> = Vec::new();
    let (mut start, mut count) = (start, 0);
    loop {
        let rest = &text[start..];
        let length = rest.bytes().take_while(u8::is_ascii_digit).count();
        let end = start + length;
        let behind = &text[end..];
        if length == 0 || behind.starts_with(is_of_word) {
            break;
        }
        count += length;
        if count > PHONE_DIGITS_MAX {
            return None;
        }
        groups.push(start..end);
        match behind.find(|c: char| c.is_ascii_digit()) {
            Some(gap) if is_gap(&behind[..gap]) => start = end + gap,
            Some(_) | None => break,
        }
    }
    (!groups.is_empty()).then_some(groups)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::parse;

    fn check(numbers: &Numbers, text: &str, expected: &str) {
        let mut shown = String::new();
        let mut behind = 0;
        for place in numbers.places(text) {
            let (before, found) = (&text[behind..place.start], &text[place.clone()]);
            shown.push_str(&format!("{before}[{found}]"));
            behind = place.end;
        }
        shown.push_str(&text[behind..]);
        assert_eq!(shown, expected);
    }

    #[test]
    fn numbers_are_found_however_they_are_grouped() {
        let query = |text: &str| Numbers::of_query(&parse(text).nodes);
        check(
            &query("912345678 "),
            "Ana: 912 345 678, +34 91-234-56-78; 9123456781, x912345678",
            "Ana: [912 345 678], +[34 91-234-56-78]; 9123456781, x912345678",
        );
        check(&query("late 912 34 56 78 "), "912.345.678", "[912.345.678]");
        check(
            &query("912345678 "),
            "电话912 345 678，好",
            "电话[912 345 678]，好",
        );
        check(&query("12345 "), "12345", "12345");
        let typed = Numbers::of_text("+34 912 345 678");
        check(&typed, "912-345-678", "[912-345-678]");
        check(&Numbers::of_text("912 345"), "912-345-678", "[912-345]-678");
        check(&Numbers::of_text("ana 912345678"), "912345678", "912345678");
        check(&Numbers::default(), "912345678", "912345678");
    }

    #[test]
    fn account_numbers_are_found_however_they_are_grouped() {
        let query = |text: &str| Numbers::of_query(&parse(text).nodes);
        let text = "12: ES91 2100 0418 4502 0005 1332, 912; GB29NWBK60161331926819";
        let marked = "12: [ES91 2100 0418 4502 0005 1332], 912; GB29NWBK60161331926819";
        check(&query("ES9121000418450200051332 "), text, marked);
        check(&query("es912100"), text, marked);
        check(&query("es912100 "), text, text);
        check(&Numbers::of_text("ES9121000418450200051332"), text, marked);
        let marked = "12: ES91 2100 0418 4502 0005 1332, 912; [GB29NWBK60161331926819]";
        check(&query("iban GB29 NWBK 6016 1331 9268 19 x "), text, marked);
        let words = parse("GB29 NWBK 6016 1331 9268 19 x ").nodes;
        let (code, count) = iban_of(&words).unwrap();
        assert_eq!((code.as_str(), count), ("gb29nwbk60161331926819", 6));
        assert_eq!(iban_of(&parse("GB29NWBK60161331926819 ").nodes), None);
    }

    #[test]
    fn amounts_are_found_however_they_are_grouped() {
        let query = |text: &str| Numbers::of_query(&parse(text).nodes);
        let text = "12,500.00 or €12.500 or 12 500,5; 12,501 and 112,500";
        let marked = "[12,500].00 or €[12.500] or [12 500],5; 12,501 and 112,500";
        check(&query("12500 "), text, marked);
        check(&query("pay 12,500 OR late "), text, marked);
        check(
            &query("12500.00 "),
            "US$12,500.00, 12,500",
            "US$[12,500.00], 12,500",
        );
        check(&query("125"), "12,500 125,000", "[12,500] [125,000]");
        check(&query("125 "), "12,500", "12,500");
        check(&query("12500 "), "总计12,500元", "总计[12,500]元");
        check(&query("-12500 "), "12,500", "12,500");
        check(&Numbers::of_text("1250"), "ref-12,500", "ref-[12,500]");
    }
}
