//! Reading, on a thread of its own: items of all sources, parsed, in batches of bounded size. Items
//! that an earlier run has filed are read again but not parsed.

use crate::{
    domain::filing::Ready,
    mail::mime::parse_mail,
    store::schema::import::Source,
    transfer::{Content, Item, Sink, own_export::OwnRecord, read::read_path, stream::Meter},
};
use std::{
    ops::ControlFlow,
    path::Path,
    sync::{
        atomic::{AtomicBool, Ordering},
        mpsc::SyncSender,
    },
};

/// Items of one batch.
pub const BATCH_ITEMS_MAX: usize = 250;
/// Bytes of one batch, as they came: what one write set may hold.
pub const BATCH_BYTES_MAX: usize = 8 * 1024 * 1024;
/// Batches that wait to be filed.
pub const BATCHES_WAITING_MAX: usize = 2;

/// Items that become one write set.
#[derive(Default)]
pub struct Batch {
    /// The items, with where they came from.
    pub items: Vec<(String, Ready)>,
    /// Bytes of all sources read when it was complete.
    pub bytes_done: u64,
    weight: usize,
}

/// Reads sources and sends their batches until all is read or `stop` is set.
pub fn read_batches(
    sources: &[Source],
    items_done: u64,
    sender: SyncSender<Batch>,
    stop: &AtomicBool,
) {
    let meter = Meter::default();
    let mut reader = BatchReader {
        batch: Batch::default(),
        to_pass: items_done,
        meter: meter.clone(),
        sender,
        stop,
    };
    for source in sources {
        if read_path(Path::new(&source.path), &source.name, &meter, &mut reader).is_break() {
            return;
        }
    }
    let _receiver_may_be_gone = reader.send();
}

struct BatchReader<'a> {
    batch: Batch,
    to_pass: u64,
    meter: Meter,
    sender: SyncSender<Batch>,
    stop: &'a AtomicBool,
}

impl Sink for BatchReader<'_> {
    fn item(&mut self, item: Item) -> ControlFlow<()> {
        if self.stop.load(Ordering::Relaxed) {
            return ControlFlow::Break(());
        }
        if self.to_pass > 0 {
            self.to_pass -= 1;
            return ControlFlow::Continue(());
        }
        self.batch.weight += weight(&item.content);
        self.batch.items.push((item.source, ready(item.content)));
        if self.batch.items.len() < BATCH_ITEMS_MAX && self.batch.weight < BATCH_BYTES_MAX {
            return ControlFlow::Continue(());
        }
        self.send()
    }
}

impl BatchReader<'_> {
    fn send(&mut self) -> ControlFlow<()> {
        let mut batch = std::mem::take(&mut self.batch);
        batch.bytes_done = self.meter.bytes();
        match self.sender.send(batch) {
            Ok(()) => ControlFlow::Continue(()),
            Err(_) => ControlFlow::Break(()),
        }
    }
}

fn weight(content: &Content) -> usize {
    const CARD_WEIGHT: usize = 1024;
    match content {
        Content::Mail(raw) | Content::Skip(_, Some(raw)) => raw.len(),
        Content::Own(record) => {
            let raw: usize = record.raw().iter().map(Vec::len).sum();
            let text = match record.as_ref() {
                OwnRecord::Note(note) => note.body.len(),
                _ => CARD_WEIGHT,
            };
            raw.max(text)
        }
        Content::Card(_) | Content::Skip(_, None) => CARD_WEIGHT,
    }
}

fn ready(content: Content) -> Ready {
    match content {
        Content::Mail(raw) => {
            let mail = parse_mail(&raw);
            Ready::Mail(raw, Box::new(mail))
        }
        Content::Card(card) => Ready::Card(card),
        Content::Own(record) => {
            let mail = record.raw().first();
            let mail = mail.map(|raw| Box::new(parse_mail(raw)));
            Ready::Own(record, mail)
        }
        Content::Skip(reason, raw) => Ready::Skip(reason, raw),
    }
}
