//! How much a hit gains by being new. A mail is yesterday's news sooner than a note; a person or a
//! company hardly ages. The gain is bounded: a clearly better match stays in front of a newer one.
//! Tests: at the foot; `tests/ranking.rs` of the search module.

use shared::{
    model::RecordKind,
    time::{MICROS_PER_DAY, Timestamp},
};

/// How much a hit of this moment gains over an old one.
pub const RECENCY_GAIN: f32 = 0.3;

/// More than what is lost when a score is multiplied.
const GAIN_ROUNDING: f32 = 1e-5;

/// After how many days half of the gain is left.
const fn half_life_days(kind: RecordKind) -> f64 {
    match kind {
        RecordKind::Message => 90.0,
        RecordKind::Note => 240.0,
        RecordKind::Contact | RecordKind::Company => 3_650.0,
    }
}

/// By how much a hit is better at `now` for being of this time: from 1 to 1 + [`RECENCY_GAIN`].
pub fn recency(kind: RecordKind, time_micros: i64, now: Timestamp) -> f32 {
    let age_micros = now.micros().saturating_sub(time_micros).max(0);
    let days = age_micros as f64 / MICROS_PER_DAY as f64;
    1.0 + RECENCY_GAIN * (-days / half_life_days(kind)).exp2() as f32
}

/// Nothing older is at `now` this many times as good for its time.
pub fn oldest_with(kind: RecordKind, gain: f32, now: Timestamp) -> i64 {
    let left = f64::from((gain - GAIN_ROUNDING - 1.0) / RECENCY_GAIN);
    if left.is_nan() || left <= 0.0 {
        return i64::MIN;
    }
    let days = -left.log2() * half_life_days(kind);
    now.micros()
        .saturating_sub((days * MICROS_PER_DAY as f64) as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(kind: RecordKind, days: i64, percent: u32) {
        let now = Timestamp::from_micros(20_000 * MICROS_PER_DAY);
        let gain = recency(kind, (20_000 - days) * MICROS_PER_DAY, now);
        assert_eq!((gain * 100.0).round() as u32, percent, "{kind} {days}");
        let oldest = oldest_with(kind, gain, now);
        assert!(
            oldest <= (20_000 - days.max(0)) * MICROS_PER_DAY,
            "{kind} {days}"
        );
        let younger = oldest_with(kind, gain + 0.001, now);
        assert!(oldest < younger, "{kind} {days}");
    }

    #[test]
    fn mails_age_faster_than_notes_and_people_hardly() {
        for kind in RecordKind::ALL {
            check(kind, 0, 130);
            // What lies in the future is as new as can be.
            check(kind, -30, 130);
        }
        check(RecordKind::Message, 90, 115);
        check(RecordKind::Note, 90, 123);
        check(RecordKind::Note, 240, 115);
        check(RecordKind::Contact, 365, 128);
        check(RecordKind::Company, 3_650, 115);
        check(RecordKind::Message, 3_650, 100);
    }
}
