//! Words that were joined: `GTXPro`, `PagoSur`, `500kg`. Tests: `tests.rs` beside it.

/// Longer words are encoded data, not joined words.
const CHARS_MAX: usize = 40;
/// More parts are no words either.
const PARTS_MAX: usize = 4;
const PART_CHARS_MIN: usize = 2;
/// Behind capitals a capital begins a word only if this many characters follow (`GTXPro`, not
/// `PDFs`).
const TAIL_CHARS_MIN: usize = 3;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Case {
    Upper,
    Lower,
    Digit,
    Other,
}

fn case_of(c: char) -> Case {
    match c {
        c if c.is_ascii_digit() => Case::Digit,
        c if c.is_uppercase() => Case::Upper,
        c if c.is_alphabetic() => Case::Lower,
        _ => Case::Other,
    }
}

/// The parts of a word that capitals or digits show to be joined, as they are written; empty for
/// one that is whole. A single small letter in front (`iPhone`) is left out.
pub fn joined_parts(word: &str) -> Vec<&str> {
    let simple = |byte: u8| byte.is_ascii_lowercase();
    if word.bytes().skip(1).all(simple) || word.bytes().all(|byte| byte.is_ascii_digit()) {
        return Vec::new();
    }
    let chars: Vec<(usize, char)> = word.char_indices().collect();
    if chars.len() > CHARS_MAX {
        return Vec::new();
    }
    let cases: Vec<Case> = chars.iter().map(|&(_, c)| case_of(c)).collect();
    let mut borders = vec![0];
    for place in 1..chars.len() {
        let begins = match (cases[place - 1], cases[place]) {
            (Case::Lower, Case::Upper) => true,
            (Case::Digit, Case::Upper | Case::Lower) => true,
            (Case::Upper | Case::Lower, Case::Digit) => true,
            (Case::Upper, Case::Upper) => {
                let tail = cases[place + 1..]
                    .iter()
                    .take_while(|&&case| case == Case::Lower);
                tail.count() + 1 >= TAIL_CHARS_MIN
            }
            _ => false,
        };
        if begins {
            borders.push(place);
        }
    }
    if borders.len() < 2 || borders.len() > PARTS_MAX {
        return Vec::new();
    }
    parts_between(word, &chars, &cases, &borders)
}

fn parts_between<'w>(
    word: &'w str,
    chars: &[(usize, char)],
    cases: &[Case],
    borders: &[usize],
) -> Vec<&'w str> {
    let mut parts = Vec::new();
    for (index, &start) in borders.iter().enumerate() {
        let end = borders.get(index + 1).copied().unwrap_or(chars.len());
        let is_letter_in_front = index == 0 && end == 1 && cases[0] == Case::Lower;
        if is_letter_in_front {
            continue;
        }
        if end - start < PART_CHARS_MIN {
            return Vec::new();
        }
        let last = chars.get(end).map_or(word.len(), |&(byte, _)| byte);
        parts.extend(word.get(chars[start].0..last));
    }
    parts
}
