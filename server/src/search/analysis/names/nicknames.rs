//! What people are called: Robert is Bob, Francisco is Paco, Александр is Саша. A list of our own.
//! Tests: `tests.rs` beside `analysis/mod.rs`.

use std::{collections::HashMap, sync::LazyLock};

const FAMILIES: &str = include_str!("nicknames.txt");

/// The families that each name belongs to.
static FAMILIES_OF: LazyLock<HashMap<&str, Vec<&str>>> = LazyLock::new(|| {
    let mut families: HashMap<&str, Vec<&str>> = HashMap::new();
    for family in FAMILIES.lines().filter(|line| !line.starts_with('#')) {
        for name in family.split(' ') {
            families.entry(name).or_default().push(family);
        }
    }
    families
});

/// Other names of who bears this one; folded. Two words are joined by a "+".
pub fn nicknames(name: &str) -> impl Iterator<Item = &'static str> {
    let families = FAMILIES_OF.get(name).map_or(&[][..], Vec::as_slice);
    families
        .iter()
        .flat_map(|family| family.split(' '))
        .filter(move |other| !other.contains('+'))
}
