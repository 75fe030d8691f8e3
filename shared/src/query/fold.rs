//! Comparing the words of the language itself: without case, accents and what joins words. Words
//! that are searched for are folded by the server. Tests: `tests` beside it.

/// Longer words are never a slip of a name here.
const DISTANCE_CHARS_MAX: usize = 24;

/// Lower case without Latin accents, spaces, hyphens and underscores.
pub(super) fn folded(text: &str) -> String {
    let kept = |c: &char| !c.is_whitespace() && !matches!(c, '-' | '_');
    text.chars()
        .filter(kept)
        .flat_map(char::to_lowercase)
        .map(plain)
        .collect()
}

const fn plain(c: char) -> char {
    match c {
        'á' | 'à' | 'â' | 'ä' => 'a',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'í' | 'ì' | 'î' | 'ï' => 'i',
        'ó' | 'ò' | 'ô' | 'ö' => 'o',
        'ú' | 'ù' | 'û' | 'ü' => 'u',
        'ñ' => 'n',
        c => c,
    }
}

/// How many letters must be added, left out, changed or swapped with their neighbour.
pub(super) fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().max(b.len()) > DISTANCE_CHARS_MAX {
        return usize::MAX;
    }
    let mut rows: Vec<Vec<usize>> = vec![(0..=b.len()).collect()];
    for (i, x) in (1..).zip(&a) {
        let mut row = vec![i];
        for (j, y) in (1..).zip(&b) {
            let (above, left) = (rows[i - 1][j] + 1, row[j - 1] + 1);
            let mut best = above
                .min(left)
                .min(rows[i - 1][j - 1] + usize::from(x != y));
            if i > 1 && j > 1 && a[i - 2] == *y && *x == b[j - 2] {
                best = best.min(rows[i - 2][j - 2] + 1);
            }
            row.push(best);
        }
        rows.push(row);
    }
    rows[a.len()][b.len()]
}
