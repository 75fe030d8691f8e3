//! Cyrillic names as people write them in Latin letters; there are several ways, and all are in
//! use. Tests: `tests.rs` beside `analysis/mod.rs`.

/// The Latin letters of a Cyrillic one, folded.
fn latin(c: char) -> Option<&'static str> {
    Some(match c {
        'а' => "a",
        'б' => "b",
        'в' => "v",
        'г' | 'ґ' => "g",
        'д' => "d",
        'е' | 'э' => "e",
        'є' => "ye",
        'ж' => "zh",
        'з' => "z",
        'и' | 'і' => "i",
        'й' | 'ы' => "y",
        'к' => "k",
        'л' => "l",
        'м' => "m",
        'н' => "n",
        'о' => "o",
        'п' => "p",
        'р' => "r",
        'с' => "s",
        'т' => "t",
        'у' | 'ў' => "u",
        'ф' => "f",
        'х' => "kh",
        'ц' => "ts",
        'ч' => "ch",
        'ш' => "sh",
        'щ' => "shch",
        'ъ' | 'ь' => "",
        'ю' => "yu",
        'я' => "ya",
        _ => return None,
    })
}

/// Other ways to write what the table above says. Each is tried on all spellings so far.
const HABITS: [(&str, &str); 6] = [
    ("iy", "y"),
    ("y", "i"),
    ("kh", "h"),
    ("ks", "x"),
    ("ts", "c"),
    ("ya", "ia"),
];
/// Spellings of one name at most.
const SPELLINGS_MAX: usize = 8;

/// The spellings of a folded Cyrillic word in Latin letters; none for other words.
pub fn spellings(word: &str) -> Vec<String> {
    let Some(first) = word.chars().map(latin).collect::<Option<String>>() else {
        return Vec::new();
    };
    if first.is_empty() {
        return Vec::new();
    }
    let mut spellings = vec![first];
    for (old, new) in HABITS {
        for place in 0..spellings.len() {
            let other = match spellings[place].strip_suffix(old) {
                // Endings such as -iy vary, the same letters inside a name hardly ever.
                Some(stem) => format!("{stem}{new}"),
                None if old.contains('y') && old != "ya" => continue,
                None => spellings[place].replace(old, new),
            };
            if !spellings.contains(&other) && spellings.len() < SPELLINGS_MAX {
                spellings.push(other);
            }
        }
    }
    spellings
}
