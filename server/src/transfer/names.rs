//! A full name into first and last name.

/// Chinese family names of two characters.
const COMPOUND_FAMILY_NAMES: [&str; 20] = [
    "欧阳", "歐陽", "司马", "司馬", "上官", "诸葛", "諸葛", "夏侯", "皇甫", "尉迟", "公孙", "公孫",
    "慕容", "令狐", "司徒", "宇文", "东方", "東方", "南宫", "端木",
];
/// Words that begin a last name, as in `Ana de la Cruz`.
const PARTICLES: [&str; 17] = [
    "de", "del", "della", "da", "das", "dos", "di", "du", "la", "las", "los", "van", "von", "der",
    "den", "ter", "bin",
];

/// First and last name of a full name as people write it.
pub fn split_full_name(name: &str) -> (String, String) {
    let name = name.trim();
    if let Some((last, first)) = name.split_once(',').or_else(|| name.split_once('，')) {
        return (first.trim().to_owned(), last.trim().to_owned());
    }
    if let Some(split) = split_chinese(name) {
        return split;
    }
    let words: Vec<&str> = name.split_whitespace().collect();
    let Some((_, before)) = words.split_last() else {
        return (String::new(), String::new());
    };
    if before.is_empty() {
        return (name.to_owned(), String::new());
    }
    let particle = before
        .iter()
        .skip(1)
        .position(|word| PARTICLES.contains(&word.to_lowercase().as_str()));
    let first_words = particle.map_or(before.len(), |at| at + 1);
    let (first, last) = words.split_at(first_words);
    (first.join(" "), last.join(" "))
}

fn split_chinese(name: &str) -> Option<(String, String)> {
    let is_chinese = |c: char| ('\u{3400}'..='\u{9fff}').contains(&c);
    let length = name.chars().count();
    if !(2..=4).contains(&length) || !name.chars().all(is_chinese) {
        return None;
    }
    let compound = COMPOUND_FAMILY_NAMES
        .iter()
        .any(|family| name.starts_with(family));
    let family = if (compound && length > 2) || length == 4 {
        2
    } else {
        1
    };
    let last: String = name.chars().take(family).collect();
    let first: String = name.chars().skip(family).collect();
    Some((first, last))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, first: &str, last: &str) {
        assert_eq!(
            split_full_name(name),
            (first.to_owned(), last.to_owned()),
            "{name:?}"
        );
    }

    #[test]
    fn names_are_split_as_people_read_them() {
        check("Ana López", "Ana", "López");
        check("Doe, John", "John", "Doe");
        check("Juan de la Cruz", "Juan", "de la Cruz");
        check("Ludwig van Beethoven", "Ludwig", "van Beethoven");
        check("Mary Jane Watson", "Mary Jane", "Watson");
        check("张伟", "伟", "张");
        check("欧阳娜娜", "娜娜", "欧阳");
        check("Cher", "Cher", "");
        check("  ", "", "");
    }
}
