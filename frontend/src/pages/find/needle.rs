//! What is looked for inside a page: the words of a search, each from the beginning of a word on, its
//! phrases, or a text as it was typed, anywhere. Accents, case, how a telephone number is grouped and
//! whether Chinese is simplified do not count. Pure; tests stand at the foot.

use shared::{
    api::search::Mark,
    needle::{self, Letter, letters, number_places},
    numbers::Numbers,
    query::{Node, parse},
    script::is_unspaced,
};

/// Words at least this long are found in their other forms, too.
const STEM_CHARS_MIN: usize = 5;
/// What is left of a word without its ending has so many characters.
const STEM_LEFT_MIN: usize = 4;
/// Endings of the languages of the app; the longest that fits goes.
const ENDINGS: [&str; 12] = [
    "aciones", "ciones", "ación", "acion", "ing", "ed", "es", "os", "as", "s", "e", "o",
];

/// What is looked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Needle {
    #[default]
    Nothing,
    /// Those of a search.
    Words(Words),
    /// A text as it was typed.
    Text(needle::Needle),
}

/// Words of a search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    wanted: Vec<Wanted>,
    /// The telephone numbers among them, which a text may group otherwise.
    numbers: Numbers,
}

/// A part of a search, folded.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Wanted {
    /// Without its ending.
    Word(Vec<char>),
    /// Whole words side by side, whatever stands between them.
    Phrase(Vec<Vec<char>>),
}

impl Needle {
    /// The words of a search.
    pub fn of_search(query: &str) -> Self {
        let nodes = parse(query).nodes;
        let numbers = Numbers::of_query(&nodes);
        let mut wanted = Vec::new();
        for node in nodes {
            collect(node, &mut wanted);
        }
        if wanted.is_empty() {
            Self::Nothing
        } else {
            Self::Words(Words { wanted, numbers })
        }
    }

    /// With what stands for its words somewhere, as the server tells: other forms, slips, names.
    pub fn with_words(self, words: &[String]) -> Self {
        let mut wanted = match self {
            Self::Words(wanted) => wanted,
            other => return other,
        };
        let new = words.iter().filter(|word| wanted.marks(word).is_empty());
        let new: Vec<_> = new.filter_map(|word| Wanted::phrase(word)).collect();
        wanted.wanted.extend(new);
        Self::Words(wanted)
    }

    /// A text as it was typed.
    pub fn of_text(text: &str) -> Self {
        needle::Needle::new(text).map_or(Self::Nothing, Self::Text)
    }

    /// Whether there is nothing to look for.
    pub fn is_nothing(&self) -> bool {
        *self == Self::Nothing
    }

    /// Whether it stands in a text.
    pub fn is_in(&self, text: &str) -> bool {
        !self.marks(text).is_empty()
    }

    /// Where it stands in a text, in order.
    pub fn marks(&self, text: &str) -> Vec<Mark> {
        match self {
            Self::Nothing => Vec::new(),
            Self::Words(words) => words.marks(text),
            Self::Text(wanted) => wanted.places(text).map(|place| place.mark).collect(),
        }
    }
}

fn collect(node: Node, wanted: &mut Vec<Wanted>) {
    match node {
        Node::Word { text, .. } => {
            let word = folded(&text);
            if !word.is_empty() {
                wanted.push(Wanted::Word(without_ending(word)));
            }
        }
        Node::Phrase(text) => wanted.extend(Wanted::phrase(&text)),
        Node::All(nodes) | Node::Any(nodes) => {
            for node in nodes {
                collect(node, wanted);
            }
        }
        Node::Not(_) | Node::Field(_) => {}
    }
}

fn folded(text: &str) -> Vec<char> {
    letters(text).map(|letter| letter.folded).collect()
}

/// The server finds other forms of a word, so they are marked as well.
fn without_ending(mut word: Vec<char>) -> Vec<char> {
    if word.len() < STEM_CHARS_MIN || word.iter().any(|c| !c.is_alphabetic() || is_unspaced(*c)) {
        return word;
    }
    let fits = |ending: &&&str| {
        let left = word.len().saturating_sub(ending.chars().count());
        left >= STEM_LEFT_MIN && ending.chars().eq(word.iter().skip(left).copied())
    };
    if let Some(ending) = ENDINGS.iter().find(fits) {
        word.truncate(word.len() - ending.chars().count());
    }
    word
}

impl Words {
    /// Where they stand in a text.
    fn marks(&self, text: &str) -> Vec<Mark> {
        let numbers: Vec<Mark> = number_places(&self.numbers, text)
            .map(|it| it.mark)
            .collect();
        let is_apart = |word: &Mark| {
            let number = numbers.partition_point(|number| number.1 <= word.0);
            numbers.get(number).is_none_or(|number| word.1 <= number.0)
        };
        let text: Vec<Letter> = letters(text).collect();
        let found = self.wanted.iter().flat_map(|wanted| {
            let places = 0..text.len();
            places.filter_map(|at| wanted.at(&text, at))
        });
        let mut marks: Vec<Mark> = found.filter(is_apart).collect();
        marks.extend(&numbers);
        marks.sort_unstable_by_key(|Mark(start, _)| *start);
        marks
    }
}

impl Wanted {
    /// `None` for a text without words.
    fn phrase(text: &str) -> Option<Self> {
        let text = folded(text);
        let words = text.split(|c| !c.is_alphanumeric());
        let words = words.filter(|word| !word.is_empty());
        let words: Vec<_> = words.map(<[char]>::to_vec).collect();
        (!words.is_empty()).then_some(Self::Phrase(words))
    }

    /// What of a text it is, from a place on.
    fn at(&self, text: &[Letter], at: usize) -> Option<Mark> {
        let end = match self {
            Self::Word(word) => {
                let end = end_of(word, text, at)?;
                end + text[end..]
                    .iter()
                    .take_while(|it| goes_on(word, it))
                    .count()
            }
            Self::Phrase(words) => phrase_end(words, text, at)?,
        };
        let number = |letter: &Letter| u32::try_from(letter.number).unwrap_or(u32::MAX);
        Some(Mark(number(&text[at]), number(&text[end - 1]) + 1))
    }
}

/// Where a phrase ends that begins at a place.
fn phrase_end(words: &[Vec<char>], text: &[Letter], at: usize) -> Option<usize> {
    if !text[at].folded.is_alphanumeric() {
        return None;
    }
    words.iter().try_fold(at, |at, word| {
        let between = text[at..]
            .iter()
            .take_while(|it| !it.folded.is_alphanumeric());
        let end = end_of(word, text, at + between.count())?;
        let is_whole = text.get(end).is_none_or(|next| !goes_on(word, next));
        is_whole.then_some(end)
    })
}

/// Where these letters end, if a word of a text begins at a place with them. Chinese has no spaces:
/// there they may stand anywhere.
fn end_of(word: &[char], text: &[Letter], at: usize) -> Option<usize> {
    let end = at + word.len();
    let stretch = text.get(at..end)?.iter().map(|letter| &letter.folded);
    let is_within = || at > 0 && !is_unspaced(word[0]) && is_of_spaced_word(&text[at - 1]);
    (stretch.eq(word) && !is_within()).then_some(end)
}

/// Whether a word goes on with the letter behind it; Chinese is just what was looked for.
fn goes_on(word: &[char], letter: &Letter) -> bool {
    !word.first().copied().is_some_and(is_unspaced) && is_of_spaced_word(letter)
}

fn is_of_spaced_word(letter: &Letter) -> bool {
    letter.folded.is_alphanumeric() && !is_unspaced(letter.folded)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(needle: &Needle, text: &str, expected: &str) {
        let marks = needle.marks(text);
        let on = |n: usize| {
            marks
                .iter()
                .any(|Mark(a, b)| (*a as usize..*b as usize).contains(&n))
        };
        let shown: String = text
            .chars()
            .enumerate()
            .map(|(n, c)| {
                if on(n) {
                    c.to_uppercase().next().unwrap()
                } else {
                    c
                }
            })
            .collect();
        assert_eq!(shown, expected);
    }

    #[test]
    fn words_searched_for_are_marked_to_their_end() {
        let check = |text, query, expected| check(&Needle::of_search(query), text, expected);
        check("my invoices, invoice", "invoic", "my INVOICES, INVOICE");
        check("we are invoicing", "invoices ", "we are INVOICING");
        check("la conversación", "conversaciones ", "la CONVERSACIÓN");
        check("reinvoice", "invoice", "reinvoice");
        check("from ana", "from:ana ana", "from ANA");
        assert!(Needle::of_search("下周").is_in("我们下周见面"));
        assert_eq!(Needle::of_search("下周").marks("我们下\n周"), [Mark(2, 5)]);
        assert_eq!(Needle::of_search("發票").marks("一张发票"), [Mark(2, 4)]);
        assert_eq!(
            Needle::of_search("gtx ").marks("编号ＧＴＸ到"),
            [Mark(2, 5)]
        );
        assert_eq!(Needle::of_search("１２３").marks("no 1234"), [Mark(3, 7)]);
        assert!(!Needle::of_search("-nothing").is_in("nothing"));
    }

    #[test]
    fn the_words_of_a_phrase_stand_side_by_side() {
        let check = |text, query, expected| check(&Needle::of_search(query), text, expected);
        let query = "\"operating system\"";
        check("an operating system", query, "an OPERATING SYSTEM");
        check("operating-system,", query, "OPERATING-SYSTEM,");
        check(
            "Operating\nsystem: «operating» system",
            query,
            "OPERATING\nSYSTEM: «OPERATING» SYSTEM",
        );
        check("operating systems", query, "operating systems");
        check(
            "the operating of a system",
            query,
            "the operating of a system",
        );
        check("cooperating system", query, "cooperating system");
        check("invoices, invoice", "\"invoice\"", "invoices, INVOICE");
        check("don’t stop", "\"don't stop\"", "DON’T STOP");
        check(
            "of 12,500.00 euros",
            "\"12,500.00 euros\"",
            "of 12,500.00 EUROS",
        );
        let places = |query: &str, text: &str| Needle::of_search(query).marks(text);
        assert_eq!(places("\"发票 号码\"", "看發票，号码"), [Mark(1, 6)]);
        assert_eq!(places("\"gtx 手机\"", "新GTX手机"), [Mark(1, 6)]);
        assert!(Needle::of_search("\"—\"").is_nothing());
    }

    #[test]
    fn what_the_server_found_is_marked_too() {
        let found = |query: &str, words: &[&str]| {
            let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
            Needle::of_search(query).with_words(&words)
        };
        let receive = found("receive", &["recieve", "receives"]);
        check(
            &receive,
            "I recieve, he receives, recieved",
            "I RECIEVE, he RECEIVES, recieved",
        );
        check(&found("gtx-pro", &["GTX Pro"]), "a gtx\npro", "a GTX\nPRO");
        assert_eq!(found("zhangwei ", &["张伟"]).marks("是張偉"), [Mark(1, 3)]);
        assert!(found("", &["word"]).is_nothing());
    }

    #[test]
    fn numbers_are_marked_however_they_are_grouped() {
        let marks = |query: &str, text: &str| Needle::of_search(query).marks(text);
        assert_eq!(marks("912345678 ", "an 912 345 678"), [Mark(3, 14)]);
        assert_eq!(marks("+34 912-345-67", "912 345 678, 912"), [Mark(0, 11)]);
        let text = "张 912 34 56 78 call";
        assert_eq!(marks("call 912345678 ", text), [Mark(2, 14), Mark(15, 19)]);
        assert_eq!(marks("912 34 56 78 ", "912345678"), [Mark(0, 9)]);
        let typed = Needle::of_text("912345678").marks("an 912 345 678");
        assert_eq!(typed, [Mark(3, 14)]);
    }

    #[test]
    fn a_typed_text_is_found_anywhere_as_it_stands() {
        let check = |text, typed, expected| check(&Needle::of_text(typed), text, expected);
        check("reinvoice Müller", "nvoi", "reiNVOIce Müller");
        check("two\n  lines", "o lin", "twO\n  LINes");
        assert_eq!(Needle::of_text("发票").marks("一張發票"), [Mark(2, 4)]);
        assert!(Needle::of_text("  ").is_nothing());
    }
}
