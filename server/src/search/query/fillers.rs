//! Words of questions that say nothing of what is asked for. Tests: at the foot.

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fillers_are_sorted() {
        assert!(FILLERS.is_sorted());
    }
}
