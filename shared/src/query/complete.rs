//! What may be completed at the caret: names of fields, or values of one. Which records, users and
//! tags there are, the app finds out. Tests: `tests` beside it.

use super::{
    Field, Piece, PieceKind, Span,
    fold::folded,
    offered, parse,
    signs::{closes, is_comma, is_quote, letters, opens},
};
use crate::locale::Locale;

/// What may be completed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completion {
    /// What is replaced by the choice.
    pub span: Span,
    /// What stands there, without quotes.
    pub typed: String,
    /// What there is to choose from.
    pub offer: Offer,
}

/// What there is to choose from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Offer {
    /// Fields, with the name that was begun. What is inserted is the name and a colon.
    Fields(Vec<(Field, &'static str)>),
    /// Values of a field; the words are those in the reader's language that fit. Users, tags,
    /// companies and people come beside them, by the field.
    Values(Field, Vec<&'static str>),
}

/// What may be completed at a caret, which is counted in characters. Between words that is every
/// field.
pub fn complete(text: &str, caret: usize, locale: Locale) -> Option<Completion> {
    let chars = letters(text);
    let begun = parse(text)
        .pieces
        .into_iter()
        .find(|piece| (piece.span.start as usize) < caret && piece.span.touches(caret));
    match begun {
        None => {
            let alone = |c: Option<&char>| c.is_none_or(|c| c.is_whitespace());
            let between = caret.checked_sub(1).is_none_or(|at| alone(chars.get(at)));
            (between && alone(chars.get(caret))).then(|| Completion {
                span: Span::new(caret, caret),
                typed: String::new(),
                offer: Offer::Fields(fields("", locale)),
            })
        }
        Some(Piece { span, sign, kind }) => match kind {
            PieceKind::Word if span.end as usize == caret => field(&chars, (span, sign), locale),
            PieceKind::Field(field) => value(&chars, (span, caret), field, locale),
            PieceKind::Word | PieceKind::Phrase | PieceKind::Or => None,
        },
    }
}

fn text_of(chars: &[char], start: usize, end: usize) -> String {
    chars.get(start..end).unwrap_or_default().iter().collect()
}

fn field(chars: &[char], (span, sign): (Span, usize), locale: Locale) -> Option<Completion> {
    let (start, end) = (span.start as usize + sign, span.end as usize);
    let typed = text_of(chars, start, end);
    let found = fields(&typed, locale);
    (!found.is_empty()).then_some(Completion {
        span: Span::new(start, end),
        typed,
        offer: Offer::Fields(found),
    })
}

/// The fields with a name that begins so: the reader's own name first, the English one if only that
/// begins so.
fn fields(typed: &str, locale: Locale) -> Vec<(Field, &'static str)> {
    let typed = folded(typed);
    let begins = |name: &&'static str| folded(name).starts_with(&typed);
    let name = |field: Field| {
        let names = [field.name(locale), field.as_str()];
        Some((field, names.into_iter().find(begins)?))
    };
    Field::ALL.into_iter().filter_map(name).collect()
}

/// The value at the caret: from the colon, comma, space or parenthesis before it to the next one
/// or the end.
fn value(
    chars: &[char],
    (span, caret): (Span, usize),
    field: Field,
    locale: Locale,
) -> Option<Completion> {
    let (from, end) = (span.start as usize, span.end as usize);
    let begin = chars
        .get(from..end)?
        .iter()
        .position(|c| ":<>=".contains(*c))?;
    let mut start = from + begin + 1;
    let mut quoted = false;
    let mut stop = end;
    for (at, c) in chars.iter().enumerate().take(end).skip(start) {
        quoted ^= is_quote(*c);
        let parts = is_comma(*c) || opens(*c) || closes(*c) || c.is_whitespace();
        if quoted || !parts {
            continue;
        }
        if at >= caret {
            stop = at;
            break;
        }
        start = at + 1;
    }
    if caret < start {
        return None;
    }
    let typed = text_of(chars, start, caret).replace(is_quote, "");
    let begins = folded(&typed);
    let mut words = offered(field, locale);
    words.retain(|word| folded(word).starts_with(&begins));
    Some(Completion {
        span: Span::new(start, stop),
        typed,
        offer: Offer::Values(field, words),
    })
}
