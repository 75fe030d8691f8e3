//! Which conversation a message belongs to, as far as its header tells: the subject without `Re:`
//! and the rule for joining by subject. References are looked up by the importer.

use shared::time::{MICROS_PER_DAY, Timestamp};

/// Messages with the same base subject and a participant in common belong together if the last
/// one is at most this many days away.
pub const SUBJECT_WINDOW_DAYS: i64 = 30;
/// Prefixes that are taken off a subject; more means somebody plays.
const PREFIXES_MAX: usize = 50;
/// Characters of a base subject.
pub const SUBJECT_CHARS_MAX: usize = 998;

/// What mail programs put before the subject of an answer, by language.
const REPLY: [&str; 20] = [
    "re", "aw", "sv", "antw", "vs", "vá", "odp", "r", "rv", "res", "ref", "rif", "ynt", "atb",
    "ath", "回复", "答复", "回覆", "回信", "re^",
];
/// What they put before the subject of a message passed on.
const FORWARD: [&str; 13] = [
    "fw", "fwd", "wg", "tr", "enc", "i", "reenv", "doorst", "vl", "pd", "转发", "轉寄", "转寄",
];

/// A subject without its prefixes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaseSubject {
    /// What is left; may be empty.
    pub text: String,
    /// Whether there was a prefix of an answer.
    pub is_reply: bool,
}

/// Takes `Re:`, `RV:`, `回复：` and the like off a subject, also behind a `[list]` tag.
pub fn base_subject(subject: &str) -> BaseSubject {
    let mut tag = "";
    let mut rest = subject.trim();
    let mut is_reply = false;
    for _ in 0..PREFIXES_MAX {
        if let Some((reply, behind)) = strip_prefix(rest) {
            is_reply |= reply;
            rest = behind;
        } else if tag.is_empty()
            && let Some((found, behind)) = strip_tag(rest)
            && strip_prefix(behind).is_some()
        {
            (tag, rest) = (found, behind);
        } else if !tag.is_empty() && rest.starts_with(tag) {
            rest = rest.get(tag.len()..).unwrap_or_default().trim_start();
        } else {
            break;
        }
    }
    let text = match (tag.is_empty(), rest.is_empty()) {
        (true, _) => rest.to_owned(),
        (false, true) => tag.to_owned(),
        (false, false) => format!("{tag} {rest}"),
    };
    BaseSubject { text, is_reply }
}

/// Whether it is an answer's prefix, and what stands behind it.
fn strip_prefix(subject: &str) -> Option<(bool, &str)> {
    const PREFIX_BYTES_MAX: usize = 24;
    let colon = subject
        .find([':', '：'])
        .filter(|&at| at <= PREFIX_BYTES_MAX)?;
    let (prefix, rest) = subject.split_at(colon);
    let rest = rest.trim_start_matches([':', '：']).trim_start();
    let word = without_count(prefix.trim()).to_lowercase();
    let is_reply = REPLY.contains(&word.as_str());
    (is_reply || FORWARD.contains(&word.as_str())).then_some((is_reply, rest))
}

/// `Re[2]`, `Re(2)`, `Re *2*`: without the count.
fn without_count(prefix: &str) -> &str {
    let bare = prefix
        .trim_end_matches(['[', ']', '(', ')', '*', '^', ' '])
        .trim_end_matches(|c: char| c.is_ascii_digit());
    bare.trim_end_matches(['[', '(', '*', '^', ' '])
}

fn strip_tag(subject: &str) -> Option<(&str, &str)> {
    const TAG_BYTES_MAX: usize = 60;
    let end = subject
        .strip_prefix('[')?
        .find(']')
        .filter(|&at| at <= TAG_BYTES_MAX)?
        + 2;
    let (tag, rest) = subject.split_at(end);
    Some((tag, rest.trim_start()))
}

/// Whether a message may join a thread because their subjects are the same.
pub fn joins_by_subject(
    at: Timestamp,
    thread_last_at: Timestamp,
    shares_participant: bool,
) -> bool {
    let apart = at.micros().abs_diff(thread_last_at.micros());
    let window = (SUBJECT_WINDOW_DAYS * MICROS_PER_DAY).unsigned_abs();
    shares_participant && apart <= window
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(subject: &str, text: &str, is_reply: bool) {
        let base = base_subject(subject);
        assert_eq!(
            (base.text.as_str(), base.is_reply),
            (text, is_reply),
            "{subject:?}"
        );
    }

    #[test]
    fn prefixes_of_every_language_come_off() {
        check("Re: Offer", "Offer", true);
        check("RE: AW: Fwd: Offer", "Offer", true);
        check("RV: Oferta", "Oferta", true);
        check("回复：会议", "会议", true);
        check("转发: 会议", "会议", false);
        check("Re[2]: Re (3): x", "x", true);
        check("Re: [list] Re: x", "[list] x", true);
        check("[list] Re: x", "[list] x", true);
        check("[list] x", "[list] x", false);
        check("Fwd: x", "x", false);
        check("Re:", "", true);
        check("", "", false);
    }

    #[test]
    fn words_with_a_colon_are_not_prefixes() {
        check("Reminder: pay", "Reminder: pay", false);
        check("Invoice 12: paid", "Invoice 12: paid", false);
        check("re-opened: shop", "re-opened: shop", false);
    }

    #[test]
    fn old_threads_with_the_same_subject_are_left_alone() {
        let day = |days: i64| Timestamp::from_micros(days * MICROS_PER_DAY);
        assert!(joins_by_subject(day(100), day(90), true));
        assert!(joins_by_subject(day(90), day(100), true));
        assert!(!joins_by_subject(day(100), day(90), false));
        assert!(!joins_by_subject(day(200), day(90), true));
    }
}
