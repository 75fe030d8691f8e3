//! vCard 2.1, 3.0 and 4.0, as phones and mail programs write it: folded lines, quoted-printable,
//! character sets, groups, lines broken where they must not be. One card is in memory at a time.
//! Nothing that a card says is dropped: what has no field becomes a line of the note. Tests:
//! `vcard/tests.rs`, `corpora_test.rs`.

mod contact;
mod labels;
mod lines;
mod property;

use super::{Content, Item, Sink, skip::SkipReason};
use lines::{CardLines, Found};
use std::{
    io::{self, BufRead},
    ops::ControlFlow,
};

/// Reads a file of cards; sources are `file:1`, `file:2`, …, or just `file` if it holds one.
///
/// # Errors
/// When it cannot be read further.
pub fn read_vcards(
    reader: &mut dyn BufRead,
    source: &str,
    sink: &mut dyn Sink,
) -> io::Result<ControlFlow<()>> {
    let mut lines = CardLines::new(reader);
    let mut number = 0_u64;
    let mut pending: Option<Found> = None;
    while let Some(found) = lines.next_card()? {
        if let Some(before) = pending.replace(found) {
            number += 1;
            if hand_over(before, &format!("{source}:{number}"), sink).is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
    }
    let name = if number > 0 {
        format!("{source}:{}", number + 1)
    } else {
        source.to_owned()
    };
    Ok(match pending {
        Some(found) => hand_over(found, &name, sink),
        None => sink.skip(source, SkipReason::Malformed("no card in it".to_owned())),
    })
}

fn hand_over(found: Found, source: &str, sink: &mut dyn Sink) -> ControlFlow<()> {
    let content = match found {
        Found::Broken { reason, raw } => Content::Skip(reason, (!raw.is_empty()).then_some(raw)),
        Found::Card { lines, raw } => match contact::read(&lines) {
            Ok(card) => Content::Card(Box::new(card)),
            Err(reason) => Content::Skip(reason, Some(raw)),
        },
    };
    sink.item(Item {
        source: source.to_owned(),
        content,
    })
}

#[cfg(test)]
mod tests;
