//! Words of questions that say nothing of what is asked for. Tests: at the foot.

use super::words::{PlainWord, QueryWord, query_words};
use shared::query::{Node, Query};

/// Whether a folded word says nothing of what is asked for.
pub fn is_filler(word: &str) -> bool {
    FILLERS.binary_search(&word).is_ok()
}

/// Words of questions that say nothing of what is asked for, folded and sorted: English, Spanish,
/// and the most frequent of French, German, Italian and Portuguese.
const FILLERS: &[&str] = &[
    "a", "about", "al", "alguien", "all", "als", "also", "am", "an", "and", "any", "are", "as",
    "at", "au", "auch", "auf", "avec", "be", "been", "bei", "but", "by", "can", "che", "chi",
    "com", "comment", "como", "con", "could", "cual", "cuales", "cuando", "cuanto", "da", "dans",
    "das", "dass", "de", "del", "dem", "den", "der", "des", "di", "did", "die", "do", "does",
    "donde", "done", "du", "e", "ein", "eine", "el", "ella", "em", "en", "er", "es", "esta",
    "este", "esto", "et", "fue", "fur", "ha", "had", "han", "has", "hat", "have", "hay", "he",
    "her", "his", "how", "i", "ich", "if", "ihr", "il", "im", "in", "into", "is", "ist", "it",
    "its", "je", "la", "las", "le", "les", "lo", "los", "mas", "may", "me", "mi", "might", "mit",
    "must", "my", "nach", "nao", "nicht", "no", "non", "nos", "not", "nous", "o", "oder", "of",
    "on", "or", "os", "ou", "our", "para", "pas", "per", "please", "pode", "por", "porque", "pour",
    "puede", "quand", "quando", "que", "quel", "qui", "quien", "quienes", "se", "ser", "shall",
    "she", "should", "sich", "sie", "sin", "so", "sobre", "some", "son", "sono", "su", "such",
    "sur", "sus", "than", "that", "the", "their", "them", "then", "there", "these", "they", "this",
    "those", "to", "too", "um", "uma", "un", "una", "und", "une", "uns", "us", "very", "vom",
    "von", "vous", "wann", "warum", "was", "we", "welche", "welcher", "wem", "wer", "were", "what",
    "when", "where", "which", "while", "who", "whom", "whose", "why", "wie", "will", "wir", "with",
    "would", "y", "ya", "yo", "you", "your", "zu", "zum", "zur",
];

/// Words of short queries that say as little, folded and sorted: what joins words, what people are
/// called by beside their names, and numbers before their digits.
const LITTLE: &[&str] = &[
    "aus", "dal", "dalla", "delle", "desde", "dr", "dra", "een", "for", "frau", "from", "herr",
    "herrn", "het", "madame", "mme", "monsieur", "mr", "mrs", "ms", "nel", "nella", "nr", "num",
    "numero", "pela", "pelo", "senor", "senora", "sig", "signor", "signora", "sr", "sra", "srta",
    "unas", "unos", "van", "voor",
];

/// A query without the words that say nothing of what is asked for; `None` if it has none of them, or
/// nothing else.
pub fn without_fillers(query: &Query) -> Option<Query> {
    let (little, nodes): (Vec<Node>, Vec<Node>) =
        query.nodes.iter().cloned().partition(says_nothing);
    let says_something =
        |node: &Node| matches!(node, Node::Word { .. } | Node::Phrase(_) | Node::Any(_));
    let is_shorter = !little.is_empty() && nodes.iter().any(says_something);
    is_shorter.then(|| Query {
        nodes,
        ..query.clone()
    })
}

/// More of a word may come while it is typed.
fn says_nothing(node: &Node) -> bool {
    let Node::Word {
        text,
        prefix: false,
    } = node
    else {
        return false;
    };
    let says_little =
        |word: &PlainWord| is_filler(&word.exact) || LITTLE.binary_search(&&*word.exact).is_ok();
    matches!(query_words(text).as_slice(), [QueryWord::Plain(word)] if says_little(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::query::parse;

    #[test]
    fn something_is_left_of_what_is_asked_for() {
        let left = |query: &str| without_fillers(&parse(query)).map(|query| query.nodes);
        assert_eq!(left("the plumber "), Some(parse("plumber ").nodes));
        assert_eq!(left("Sra. Peñalver "), Some(parse("Peñalver ").nodes));
        assert_eq!(left("the \"old roof\""), Some(parse("\"old roof\"").nodes));
        assert_eq!(left("plumber "), None);
        assert_eq!(left("to be or not to be "), None);
        assert_eq!(left("the who "), None);
        assert_eq!(left("the is:unread "), None);
        assert_eq!(left("boiler th"), None);
    }

    #[test]
    fn fillers_are_sorted() {
        assert!(FILLERS.is_sorted());
        assert!(LITTLE.is_sorted());
    }
}
