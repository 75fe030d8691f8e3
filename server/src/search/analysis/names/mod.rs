//! By what else a name is found: what people call its bearer (Robert is Bob), its sound in Latin
//! letters (张伟 is `zhangwei` and `zw`, Иванов is `ivanov`). Aliases are marked terms, so that
//! they rank below the name itself and no other search ever meets them. For names of people and
//! firms only. Tests: `tests.rs` beside `analysis/mod.rs`.

mod cyrillic;
mod nicknames;
mod pinyin;
mod short_forms;

pub use cyrillic::spellings;
pub use short_forms::{full_forms, short_forms};

use super::{
    cjk::folded_chars,
    fold::fold,
    segment::{Segment, is_cjk, segments},
};
use std::{collections::BTreeSet, ops::Range};

/// The first character of every alias in a dictionary; no word begins with it.
pub const ALIAS_MARK: char = '\u{4}';
/// Aliases of one character would find everybody.
pub const ALIAS_CHARS_MIN: usize = 2;
/// What joins the words of a firm's name: whoever knows it by ear does not know which.
const ANDS: [&str; 6] = ["and", "e", "et", "und", "y", "и"];
/// The sign that is written for it.
const AND_SIGN: char = '&';
/// It, as it is typed among Chinese characters.
const FULL_AND_SIGN: char = '＆';
/// Behind an initial.
const INITIAL_SIGN: char = '.';
/// Given names that are looked up as pairs (`jose maria`).
const PAIR: usize = 2;

/// A way to type a name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Alias {
    /// Folded, in Latin letters.
    pub text: String,
    /// The characters of the run that it stands for.
    pub start: usize,
    /// Behind the last of these characters.
    pub end: usize,
}

impl Alias {
    fn new(text: String, place: Range<usize>) -> Self {
        Self {
            text,
            start: place.start,
            end: place.end,
        }
    }
}

/// The term of an alias; `None` for what is too short to be one or is no name.
pub fn alias_term(folded: &str) -> Option<String> {
    if ANDS.contains(&folded) {
        return Some(and_term());
    }
    let is_alias =
        folded.chars().count() >= ALIAS_CHARS_MIN && folded.chars().all(char::is_alphabetic);
    is_alias.then(|| format!("{ALIAS_MARK}{folded}"))
}

/// The term of every person with a given name that begins with this letter (`f. garcia`); `None` for
/// anything but a letter.
pub fn initial_term(folded: &str) -> Option<String> {
    let mut chars = folded.chars();
    let initial = chars.next().filter(|&c| c.is_alphabetic() && !is_cjk(c))?;
    let term = format!("{ALIAS_MARK}{initial}{INITIAL_SIGN}");
    chars.next().is_none().then_some(term)
}

/// Whether an alias is an initial.
pub fn is_initial(alias: &str) -> bool {
    alias.ends_with(INITIAL_SIGN)
}

/// The term of every name whose words are joined by some "and".
pub fn and_term() -> String {
    [ALIAS_MARK, AND_SIGN].into_iter().collect()
}

/// What stands on the sides of each "and" of a name; `None` if there is none.
pub fn parted_by_and(name: &str) -> Option<Vec<String>> {
    let spaced = name.replace([AND_SIGN, FULL_AND_SIGN], " & ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let is_and = |word: &&str| *word == "&" || ANDS.contains(&fold(word).as_str());
    let sides = words.split(is_and).map(|side| side.join(" "));
    let sides: Vec<String> = sides.filter(|side| !side.is_empty()).collect();
    (sides.len() > 1).then_some(sides)
}

/// Marked aliases of a person: `given` is the part of the name that has nicknames.
pub fn of_person(given: &str, whole: &str) -> BTreeSet<String> {
    let words = spaced_words(given);
    let pairs = words.windows(PAIR).map(|pair| pair.join("+"));
    let names: Vec<String> = words.iter().cloned().chain(pairs).collect();
    let called = names.iter().flat_map(|name| nicknames::nicknames(name));
    let mut aliases = of_firm(whole);
    let initials = words.iter().filter_map(|word| word.chars().next());
    aliases.extend(initials.filter_map(|initial| initial_term(&initial.to_string())));
    aliases.extend(
        called
            .filter(|name| !words.iter().any(|word| word == name))
            .filter_map(alias_term),
    );
    aliases
}

/// Marked aliases of a firm, and of any name as a whole.
pub fn of_firm(name: &str) -> BTreeSet<String> {
    let mut aliases = BTreeSet::new();
    if name.contains(AND_SIGN) || name.contains(FULL_AND_SIGN) {
        aliases.insert(and_term());
    }
    for segment in segments(name) {
        match segment {
            Segment::Cjk(span) => {
                let found = of_run(
                    &folded_chars(span.of(name))
                        .iter()
                        .map(|folded| folded.c)
                        .collect::<Vec<_>>(),
                );
                aliases.extend(found.iter().filter_map(|alias| alias_term(&alias.text)));
            }
            Segment::Words(parts) => {
                for word in parts.iter().map(|part| fold(part.of(name))) {
                    if ANDS.contains(&word.as_str()) {
                        aliases.insert(and_term());
                    }
                    aliases.extend(short_forms(&word).filter_map(alias_term));
                    let spelled = spellings(&word).into_iter();
                    aliases.extend(spelled.filter_map(|spelling| alias_term(&spelling)));
                }
            }
        }
    }
    aliases
}

/// What a word of a name is also found by.
pub fn of_word(folded: &str) -> impl Iterator<Item = String> {
    nicknames::nicknames(folded)
        .chain(short_forms(folded))
        .map(str::to_owned)
        .chain(spellings(folded))
}

/// What a run of folded characters is also found by.
pub fn of_run(run: &[char]) -> Vec<Alias> {
    pinyin::aliases(run)
}

/// Whether a folded name in another script, or a part of one, is typed like this in Latin letters;
/// `is_begun` if more may follow. Words of `typed` are parted by one space.
pub fn is_typed_like(name: &str, typed: &str, is_begun: bool) -> bool {
    let is_like = |way: &str, typed: &str| way == typed || (is_begun && way.starts_with(typed));
    if name.starts_with(is_cjk) {
        let run: Vec<char> = name.chars().collect();
        let joined = typed.replace(' ', "");
        let may_be = run.iter().all(|&c| is_cjk(c)) && pinyin::may_be_typed(&run, &joined);
        return may_be && pinyin::of_part(&run).any(|alias| is_like(&alias.text, &joined));
    }
    let words: Vec<&str> = name.split(' ').collect();
    let asked: Vec<&str> = typed.split(' ').collect();
    let is_word =
        |(word, asked): (&&str, &&str)| spellings(word).iter().any(|way| is_like(way, asked));
    words.len() == asked.len() && words.iter().zip(&asked).all(is_word)
}

fn spaced_words(text: &str) -> Vec<String> {
    let words = segments(text).filter_map(|segment| match segment {
        Segment::Words(parts) => Some(parts),
        Segment::Cjk(_) => None,
    });
    words.flatten().map(|part| fold(part.of(text))).collect()
}
