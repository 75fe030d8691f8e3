//! Filing: what was read from files becomes records, many in one unit of work. Each item is new,
//! adds something, or is known already; the same item twice changes nothing. What one unit has
//! written but nobody can find by range yet is remembered here until the unit is committed.
//! Tests: `jobs/import/tests.rs`, `jobs/import/export_test.rs`.

pub mod card;
pub mod company;
pub mod mail;
pub mod own;
pub mod threads;

use super::{ctx::Ctx, error::DomainError};
use crate::{
    mail::mime::Mail,
    store::{blobs::Blobs, schema::message::BlobHash, unit::UnitOfWork},
    transfer::{card::ContactCard, own_export::OwnRecord, skip::SkipReason},
};
use shared::ids::UserId;
use std::collections::HashMap;
use threads::Threads;
use uuid::Uuid;

/// What became of an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// A new record.
    Created,
    /// A record learned something.
    Updated,
    /// Known already.
    Unchanged,
    /// Not used.
    Skipped(SkipReason),
    /// Not used; its bytes are kept all the same.
    Kept(SkipReason, BlobHash),
}

/// An item, read and ready to be filed.
#[derive(Debug, Clone, PartialEq)]
pub enum Ready {
    /// A mail: its bytes and what they say.
    Mail(Vec<u8>, Box<Mail>),
    /// A person or a company.
    Card(Box<ContactCard>),
    /// A record of our own export; a message with what its bytes say.
    Own(Box<OwnRecord>, Option<Box<Mail>>),
    /// Nothing that can be used; bytes that are kept all the same.
    Skip(SkipReason, Option<Vec<u8>>),
}

/// Files items in one unit of work.
pub struct Filing<'a> {
    ctx: &'a Ctx,
    unit: &'a mut UnitOfWork,
    blobs: &'a Blobs,
    owner: Option<UserId>,
    threads: Threads,
    known: HashMap<String, Uuid>,
    along: u64,
}

impl<'a> Filing<'a> {
    /// Into a unit; new contacts belong to `owner`.
    pub fn new(
        ctx: &'a Ctx,
        unit: &'a mut UnitOfWork,
        blobs: &'a Blobs,
        owner: Option<UserId>,
    ) -> Self {
        Self {
            ctx,
            unit,
            blobs,
            owner,
            threads: Threads::default(),
            known: HashMap::new(),
            along: 0,
        }
    }

    /// Files one item.
    ///
    /// # Errors
    /// When the store fails; nothing an item says is an error.
    pub fn file(&mut self, item: &Ready) -> Result<Outcome, DomainError> {
        match item {
            Ready::Mail(raw, mail) => self.file_mail(raw, mail),
            Ready::Card(card) => self.file_card(card),
            Ready::Own(record, mail) => self.file_own(record, mail.as_deref()),
            Ready::Skip(reason, raw) => {
                let reason = reason.clone();
                Ok(match raw {
                    Some(raw) => Outcome::Kept(reason, self.unit.put_blob(self.blobs, raw)?),
                    None => Outcome::Skipped(reason),
                })
            }
        }
    }

    /// How many new records the items brought along beside what they are themselves.
    pub fn brought_along(&self) -> u64 {
        self.along
    }

    /// Writes what the items share. Nothing may be filed after it.
    ///
    /// # Errors
    /// When the store fails.
    pub fn finish(self) -> Result<(), DomainError> {
        self.threads.write(self.unit)
    }
}
