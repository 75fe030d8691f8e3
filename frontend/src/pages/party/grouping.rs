//! A timeline as people read it: by day, the mails of one conversation together at the newest of
//! them. Pure; tests stand at the foot.

use shared::{
    api::{message::MessageSummary, note::Note, timeline::TimelineItem},
    ids::ThreadId,
    time::Timestamp,
};
use std::collections::HashMap;

/// One thing of a day.
#[derive(Debug, Clone, PartialEq)]
pub enum Entry {
    Note(Note),
    /// The newest mail of a conversation, and how many of it are known.
    Thread(MessageSummary, u64),
}

/// The things of one day, newest first.
#[derive(Debug, Clone, PartialEq)]
pub struct Day {
    /// The newest of them.
    pub at: Timestamp,
    pub entries: Vec<Entry>,
}

/// Groups a timeline; `day_of` tells days apart.
pub fn grouped(items: &[TimelineItem], day_of: impl Fn(Timestamp) -> i64) -> Vec<Day> {
    let mut counts: HashMap<ThreadId, u64> = HashMap::new();
    for item in items {
        if let TimelineItem::Message(message) = item {
            *counts.entry(message.thread_id).or_default() += 1;
        }
    }
    let mut days: Vec<Day> = Vec::new();
    for item in items {
        let entry = match item {
            TimelineItem::Note(note) => Entry::Note(note.clone()),
            // The first of a conversation is its newest; taking its count skips the others.
            TimelineItem::Message(message) => match counts.remove(&message.thread_id) {
                Some(count) => Entry::Thread(message.clone(), count),
                None => continue,
            },
        };
        let at = item.at();
        match days.last_mut() {
            Some(day) if day_of(day.at) == day_of(at) => day.entries.push(entry),
            _ => days.push(Day {
                at,
                entries: vec![entry],
            }),
        }
    }
    days
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::tests::{mail, note};

    #[test]
    fn conversations_stand_once_at_their_newest_mail() {
        let items = [
            TimelineItem::Message(mail(90, 1)),
            TimelineItem::Note(note(80)),
            TimelineItem::Message(mail(70, 1)),
            TimelineItem::Message(mail(10, 2)),
        ];
        let days = grouped(&items, |at| at.seconds() / 50);
        assert_eq!(days.len(), 2);
        assert_eq!(days[0].entries.len(), 2);
        assert_eq!(days[0].entries[0], Entry::Thread(mail(90, 1), 2));
        assert_eq!(days[1].entries, [Entry::Thread(mail(10, 2), 1)]);
    }
}
