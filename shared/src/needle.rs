//! A text looked for as it was typed: anywhere in another, also inside words, whatever accents and case
//! there are, in traditional or simplified Chinese, of full width or the usual one, with other line
//! breaks; within a Chinese text these count for nothing. A telephone number is found however its
//! digits are grouped. One matcher for pages, in the browser, and for the files of mails, on the server.
//! Takes as long as the text is, however the two repeat themselves. Tests: at the foot.

use crate::{
    api::search::Mark,
    ideograph::{is_ideograph, simplified},
    numbers::Numbers,
    script::{is_unspaced, is_unspaced_mark, line_break_between, narrow},
};

/// What is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Needle {
    /// Folded, never empty.
    wanted: Vec<char>,
    /// For each length found so far, how much of it may begin the next try (Knuth, Morris, Pratt).
    borders: Vec<usize>,
    /// It, if it is a telephone number.
    numbers: Numbers,
}

/// Where it stands in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The first byte.
    pub byte: usize,
    /// In characters.
    pub mark: Mark,
}

impl Needle {
    /// `None` for a text of nothing but spaces.
    pub fn new(text: &str) -> Option<Self> {
        let wanted: Vec<char> = letters(text.trim()).map(|letter| letter.folded).collect();
        let borders = borders(&wanted);
        let numbers = Numbers::of_text(text);
        (!wanted.is_empty()).then_some(Self {
            wanted,
            borders,
            numbers,
        })
    }

    /// Where it stands in a text, in order, each place behind the one before. Where a number stands as
    /// it was typed, that is its place.
    pub fn places<'a>(&'a self, text: &'a str) -> impl Iterator<Item = Place> + 'a {
        let mut typed = self.typed_places(text).peekable();
        let mut numbers = number_places(&self.numbers, text).peekable();
        std::iter::from_fn(move || {
            while let Some(Mark(start, end)) = numbers.peek().map(|place| place.mark) {
                match typed.peek().map(|place| place.mark) {
                    Some(other) if other.1 <= start => break,
                    Some(other) if other.0 < end => drop(numbers.next()),
                    Some(_) | None => return numbers.next(),
                }
            }
            typed.next()
        })
    }

    fn typed_places<'a>(&'a self, text: &'a str) -> impl Iterator<Item = Place> + 'a {
        let length = self.wanted.len();
        let mut begins = vec![(0, 0); length];
        let mut met = 0;
        letters(text)
            .enumerate()
            .filter_map(move |(count, letter)| {
                begins[count % length] = (letter.byte, letter.number);
                while met > 0 && self.wanted[met] != letter.folded {
                    met = self.borders[met - 1];
                }
                met += usize::from(self.wanted[met] == letter.folded);
                if met < length {
                    return None;
                }
                met = 0;
                let (byte, first) = begins[(count + 1) % length];
                let mark = mark(first, letter.number + 1);
                Some(Place { byte, mark })
            })
    }
}

/// Where numbers stand in a text, as [`Needle::places`].
pub fn number_places<'a>(numbers: &'a Numbers, text: &'a str) -> impl Iterator<Item = Place> + 'a {
    let (mut byte, mut number) = (0, 0);
    numbers.places(text).map(move |place| {
        number += text[byte..place.start].chars().count();
        let first = number;
        number += text[place.clone()].chars().count();
        byte = place.end;
        Place {
            byte: place.start,
            mark: mark(first, number),
        }
    })
}

fn mark(first: usize, end: usize) -> Mark {
    let number = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Mark(number(first), number(end))
}

/// A character of a text as it is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Letter {
    /// Folded; a space for all white space that stands together.
    pub folded: char,
    /// Its first byte in the text.
    pub byte: usize,
    /// The characters before it in the text.
    pub number: usize,
}

/// The characters of a text as they are compared, without the line breaks of wrapped Chinese.
pub fn letters(text: &str) -> impl Iterator<Item = Letter> + '_ {
    let mut before = None;
    let mut wrapped_until = 0;
    let letters = text.char_indices().enumerate();
    letters.filter_map(move |(number, (byte, c))| {
        let is_space = c.is_whitespace();
        if is_space && !before.is_some_and(char::is_whitespace) {
            let line_break = line_break_between(before, &text[byte..], is_wrapped_within);
            wrapped_until = line_break.map_or(wrapped_until, |length| byte + length);
        }
        let is_more_space = is_space && before.is_some_and(char::is_whitespace);
        before = Some(c);
        let folded = if is_space { ' ' } else { fold(c) };
        let letter = Letter {
            folded,
            byte,
            number,
        };
        (!is_more_space && byte >= wrapped_until).then_some(letter)
    })
}

fn is_wrapped_within(c: char) -> bool {
    is_unspaced(c) || is_unspaced_mark(c)
}

fn borders(wanted: &[char]) -> Vec<usize> {
    let mut borders = vec![0; wanted.len()];
    let mut met = 0;
    for at in 1..wanted.len() {
        while met > 0 && wanted[met] != wanted[at] {
            met = borders[met - 1];
        }
        met += usize::from(wanted[met] == wanted[at]);
        borders[at] = met;
    }
    borders
}

/// Lower case without accents, simplified, of the usual width: one character for one, so that places
/// agree.
pub fn fold(c: char) -> char {
    let lower = match narrow(c) {
        c @ 'A'..='Z' => return c.to_ascii_lowercase(),
        c @ '\0'..='\u{7f}' => return c,
        _ if is_ideograph(c) => return simplified(c),
        _ => c.to_lowercase().next().unwrap_or(c),
    };
    match lower {
        'à'..='å' | 'ā' | 'ă' | 'ą' | 'ǎ' => 'a',
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => 'c',
        'ď' | 'đ' => 'd',
        'è'..='ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' => 'e',
        'ĝ' | 'ğ' | 'ġ' | 'ģ' => 'g',
        'ĥ' | 'ħ' => 'h',
        'ì'..='ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' | 'ǐ' => 'i',
        'ĵ' => 'j',
        'ķ' => 'k',
        'ĺ' | 'ļ' | 'ľ' | 'ł' => 'l',
        'ñ' | 'ń' | 'ņ' | 'ň' => 'n',
        'ò'..='ö' | 'ø' | 'ō' | 'ŏ' | 'ő' | 'ǒ' => 'o',
        'ŕ' | 'ŗ' | 'ř' => 'r',
        'ś' | 'ŝ' | 'ş' | 'š' | 'ș' => 's',
        'ţ' | 'ť' | 'ŧ' | 'ț' => 't',
        'ù'..='ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' | 'ǔ' => 'u',
        'ŵ' => 'w',
        'ý' | 'ÿ' | 'ŷ' => 'y',
        'ź' | 'ż' | 'ž' => 'z',
        'ё' => 'е',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is found stands in brackets.
    fn check(text: &str, typed: &str, expected: &str) {
        let needle = Needle::new(typed).unwrap();
        let places: Vec<Place> = needle.places(text).collect();
        let mut shown = String::new();
        for (number, (byte, c)) in (0..).zip(text.char_indices()) {
            let begun = places.iter().find(|place| place.mark.0 == number);
            shown.extend(begun.map(|place| {
                assert_eq!(place.byte, byte, "{text}");
                '['
            }));
            shown.push(c);
            let ended = places.iter().any(|place| place.mark.1 == number + 1);
            shown.extend(ended.then_some(']'));
        }
        assert_eq!(shown, expected, "{typed}");
    }

    #[test]
    fn a_text_is_found_anywhere_as_it_was_typed() {
        check("reinvoice Müller", "nvoi", "rei[nvoi]ce Müller");
        check("Müller", "muller", "[Müller]");
        check("muller", "MÜLLER", "[muller]");
        check("Łódź, Čapek", "lodz, cap", "[Łódź, Čap]ek");
        check("ещё раз", "еще", "[ещё] раз");
        check("我们下周见面", "下周", "我们[下周]见面");
        check("aaaaa", "aa", "[aa][aa]a");
        check("ababac ababab", "ababab", "ababac [ababab]");
        check("aabaabaaab", "aabaaab", "aab[aabaaab]");
        check("nothing", "nothing more", "nothing");
        check("", "a", "");
    }

    #[test]
    fn lines_and_gaps_are_one_space() {
        check("two\n\t lines", "o  lin", "tw[o\n\t lin]es");
        check("我们下\n周见面", "下周", "我们[下\n周]见面");
        check(
            "我们下\r\n周见面，\n好",
            "周见面，好",
            "我们下\r\n[周见面，\n好]",
        );
        check("下\n周\n见", "周", "下\n[周]\n见");
        check(
            "下\n\n周，下\n 周，下\n周",
            "下周",
            "下\n\n周，下\n 周，[下\n周]",
        );
        check("two\u{a0}lines", " two lines ", "[two\u{a0}lines]");
        assert_eq!(Needle::new(" \n "), None);
    }

    #[test]
    fn numbers_are_found_however_they_are_grouped() {
        check("Ana, 912 345 678!", "912345678", "Ana, [912 345 678]!");
        check("Ана +34 91-234-56-78", "912 345", "Ана +[34 91-234-56]-78");
        check("912345678", "+34 912 345 678", "[912345678]");
        check("91234567 12345 6789", "345 678", "91234567 12[345 678]9");
        check("99912345", "12345", "999[12345]");
    }

    #[test]
    fn traditional_and_simplified_characters_are_one() {
        check("請開發票給我", "发票", "請開[發票]給我");
        check("请开发票给我", "發票", "请开[发票]给我");
        check("簽合\n同", "签合同", "[簽合\n同]");
        check("麵條、面条", "面條", "[麵條]、[面条]");
    }

    #[test]
    fn letters_and_digits_of_full_width_are_the_usual_ones() {
        check(
            "编号ＧＴＸ－１２３，好",
            "gtx-123",
            "编号[ＧＴＸ－１２３]，好",
        );
        check("编号gtx-123, 好", "ＧＴＸ－１２３，", "编号[gtx-123,] 好");
        check("电话９１２３４５６７８", "345", "电话９１２[３４５]６７８");
    }

    #[test]
    fn what_repeats_itself_takes_no_longer() {
        let needle = Needle::new(&format!("{}b", "a".repeat(900))).unwrap();
        let text = "a".repeat(2_000_000);
        assert_eq!(needle.places(&text).count(), 0);
    }
}
