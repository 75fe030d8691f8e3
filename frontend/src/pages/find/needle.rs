//! What is looked for inside a page: the words of a search, each from the beginning of a word on, or a
//! text as it was typed, anywhere. Accents, case, how a telephone number is grouped and whether Chinese
//! is simplified do not count. Pure; tests stand at the foot.

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
    /// Each of them, without its ending.
    folded: Vec<Vec<char>>,
    /// The telephone numbers among them, which a text may group otherwise.
    numbers: Numbers,
}

impl Needle {
    /// The words of a search.
    pub fn of_search(query: &str) -> Self {
        let nodes = parse(query).nodes;
        let numbers = Numbers::of_query(&nodes);
        let mut folded = Vec::new();
        for node in nodes {
            collect(node, &mut folded);
        }
        if folded.is_empty() {
            Self::Nothing
        } else {
            Self::Words(Words { folded, numbers })
        }
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

fn collect(node: Node, words: &mut Vec<Vec<char>>) {
    match node {
        Node::Word { text, .. } | Node::Phrase(text) => {
            let word: Vec<char> = letters(&text).map(|letter| letter.folded).collect();
            if !word.is_empty() {
                words.push(without_ending(word));
            }
        }
        Node::All(nodes) | Node::Any(nodes) => {
            for node in nodes {
                collect(node, words);
            }
        }
        Node::Not(_) | Node::Field(_) => {}
    }
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
    /// Where they begin a word of the text. Chinese has no spaces: there they match anywhere.
    fn marks(&self, text: &str) -> Vec<Mark> {
        let numbers: Vec<Mark> = number_places(&self.numbers, text)
            .map(|it| it.mark)
            .collect();
        let is_apart = |word: &Mark| {
            let number = numbers.partition_point(|number| number.1 <= word.0);
            numbers.get(number).is_none_or(|number| word.1 <= number.0)
        };
        let text: Vec<Letter> = letters(text).collect();
        let found = self.folded.iter().flat_map(|word| {
            let places = 0..text.len();
            places.filter_map(|at| word_at(&text, at, word))
        });
        let mut marks: Vec<Mark> = found.filter(is_apart).collect();
        marks.extend(&numbers);
        marks.sort_unstable_by_key(|Mark(start, _)| *start);
        marks
    }
}

/// The word of a text that begins at a place with the one looked for; of Chinese just that one.
fn word_at(text: &[Letter], at: usize, word: &[char]) -> Option<Mark> {
    let is_anywhere = is_unspaced(*word.first()?);
    let before = at.checked_sub(1).and_then(|at| text.get(at));
    let stretch = text.get(at..at + word.len())?;
    let is_same = stretch.iter().map(|letter| &letter.folded).eq(word);
    if !is_same || (!is_anywhere && before.is_some_and(goes_on)) {
        return None;
    }
    let behind = text[at + word.len()..].iter();
    let more = behind.take_while(|letter| !is_anywhere && goes_on(letter));
    let last = more.last().or(stretch.last())?;
    let number = |letter: &Letter| u32::try_from(letter.number).unwrap_or(u32::MAX);
    Some(Mark(number(stretch.first()?), number(last) + 1))
}

/// Whether a word goes on with it.
fn goes_on(letter: &Letter) -> bool {
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
