//! Bringing things over: readers that turn files of any known kind into items, one after the
//! other, and the writer of our own export. Readers are pure: they know no store and keep at most
//! one item in memory. Nothing is dropped: what is no item is a skip with its reason.

pub mod archive;
pub mod card;
pub mod csv;
pub mod csv_columns;
pub mod csv_names;
pub mod detect;
pub mod export;
pub mod mbox;
pub mod names;
pub mod own_export;
pub mod own_lines;
pub mod read;
pub mod skip;
pub mod stream;
pub mod vcard;

#[cfg(test)]
mod corpora_test;

use card::ContactCard;
use own_export::OwnRecord;
use skip::SkipReason;
use std::ops::ControlFlow;

/// One thing that was found, and where.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// `all.tar.xz/easy_ham/0001`, `people.csv:17`.
    pub source: String,
    /// What it is.
    pub content: Content,
}

/// What an item is.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// A mail, as it came.
    Mail(Vec<u8>),
    /// A person: a vCard, a row of a table.
    Card(Box<ContactCard>),
    /// A record of our own export.
    Own(Box<OwnRecord>),
    /// Nothing that can be used; the bytes, if they claimed to be something that can.
    Skip(SkipReason, Option<Vec<u8>>),
}

/// Takes items as they are found.
pub trait Sink {
    /// One item; `Break` ends the reading.
    fn item(&mut self, item: Item) -> ControlFlow<()>;

    /// A skip.
    fn skip(&mut self, source: &str, reason: SkipReason) -> ControlFlow<()> {
        self.item(Item {
            source: source.to_owned(),
            content: Content::Skip(reason, None),
        })
    }
}

/// Collects everything; for tests and small things.
impl Sink for Vec<Item> {
    fn item(&mut self, item: Item) -> ControlFlow<()> {
        self.push(item);
        ControlFlow::Continue(())
    }
}
