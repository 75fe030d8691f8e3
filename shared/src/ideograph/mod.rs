//! Chinese characters and their simplified forms. One answer for search and for finding on a page.
//! The table is read when the first Chinese character is met. Tests: at the foot; `analysis/tests.rs`
//! of the search module.

use std::{ops::RangeInclusive, sync::LazyLock};

/// In common use: nearly all that is written.
const COMMON: RangeInclusive<u32> = 0x4e00..=0x9fff;
const PAIRS: &str = include_str!("simplified.txt");

static SIMPLIFIED: LazyLock<Box<[u16]>> = LazyLock::new(|| {
    let mut table: Vec<u16> = COMMON
        .filter_map(|character| u16::try_from(character).ok())
        .collect();
    let lines = PAIRS.lines().filter(|line| !line.starts_with('#'));
    for pair in lines.flat_map(|line| line.split(' ')) {
        let mut chars = pair.chars().map(u32::from);
        if let (Some(old), Some(new)) = (chars.next(), chars.next())
            && let Some(slot) = table.get_mut((old - COMMON.start()) as usize)
            && let Ok(new) = u16::try_from(new)
        {
            *slot = new;
        }
    }
    table.into_boxed_slice()
});

/// Whether it is a Chinese character in common use. These have one form each, but for a simpler one,
/// and nothing that follows is attached to them.
pub fn is_ideograph(c: char) -> bool {
    COMMON.contains(&u32::from(c))
}

/// The simplified form of a character; itself if it has none.
pub fn simplified(c: char) -> char {
    if !is_ideograph(c) {
        return c;
    }
    SIMPLIFIED
        .get((u32::from(c) - COMMON.start()) as usize)
        .and_then(|&simple| char::from_u32(u32::from(simple)))
        .unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_has_one_simplified_form_that_has_none() {
        let forms = |text: &str| text.chars().map(simplified).collect::<String>();
        assert_eq!(forms("發票 髮 開龜"), "发票 发 开龟");
        assert_eq!(forms("帳單 賬單 帐单 账单"), "帐单 帐单 帐单 帐单");
        assert_eq!(forms("a 发票 あ 한 𠮷"), "a 发票 あ 한 𠮷");
        for c in COMMON.filter_map(char::from_u32) {
            assert_eq!(simplified(simplified(c)), simplified(c), "{c}");
        }
    }
}
