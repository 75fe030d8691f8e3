//! Threads against their messages, texts against their messages, and every blob.

use super::{Check, FindingCode};
use crate::store::{
    StoreError,
    engine::{Direction, KeyRange},
    keys::{Index, KeyBuilder, Table},
    reader::id_of_key,
    record::{Record, decode, record_key},
    schema::{
        import::Skip,
        message::{BlobHash, Message, MessageText, Thread, text_key},
    },
};
use shared::ids::ThreadId;
use std::collections::HashSet;

/// Counts and times of threads are those of their messages outside the bin.
pub fn check_threads(check: &mut Check<'_>) -> Result<(), StoreError> {
    let reader = check.reader;
    reader.scan(KeyRange::prefix(&[Table::Thread as u8]), |_, stamped| {
        // One that does not decode has been found already.
        let Ok(thread) = decode::<Thread>(&stamped.value) else {
            return Ok::<_, StoreError>(());
        };
        if thread.head.deleted.is_none() {
            check_thread(check, &thread)?;
        }
        Ok(())
    })
}

fn check_thread(check: &mut Check<'_>, thread: &Thread) -> Result<(), StoreError> {
    let range = KeyRange::prefix(&messages_of(thread.id).build());
    let mut count = 0_u32;
    check.reader.scan(range.clone(), |_, _| {
        count += 1;
        Ok::<_, StoreError>(())
    })?;
    if count != thread.message_count {
        let message = format!("thread {} has {count} messages", thread.id);
        check.report.find(FindingCode::ThreadCount, message);
    }
    let last = check.reader.range(&range, 1, Direction::Backward)?;
    let Some((key, _)) = last.first() else {
        return Ok(());
    };
    let id = id_of_key(key).unwrap_or_default();
    let expected = messages_of(thread.id).time(thread.last_at).id(id).build();
    if *key != expected {
        let message = format!("thread {} has another last message", thread.id);
        check.report.find(FindingCode::ThreadLast, message);
    }
    Ok(())
}

fn messages_of(thread: ThreadId) -> KeyBuilder {
    KeyBuilder::index(Index::MessageByThread).id(thread.uuid())
}

/// Each message has one text and one thread, each text a message.
pub fn check_texts(check: &mut Check<'_>) -> Result<(), StoreError> {
    let reader = check.reader;
    reader.scan(KeyRange::prefix(&[Table::Message as u8]), |_, stamped| {
        let Ok(message) = decode::<Message>(&stamped.value) else {
            return Ok::<_, StoreError>(());
        };
        let text = reader.get(&text_key(message.id))?;
        if text.is_none_or(|text| decode::<MessageText>(&text.value).is_err()) {
            let message = format!("message {} has no text", message.id);
            check.report.find(FindingCode::TextMissing, message);
        }
        let thread = record_key(Thread::TABLE, message.thread_id.uuid());
        if reader.get(&thread)?.is_none() {
            let message = format!("message {} has no thread", message.id);
            check.report.find(FindingCode::LinkDangling, message);
        }
        Ok(())
    })?;
    reader.scan(KeyRange::prefix(&[Table::Text as u8]), |key, stamped| {
        let id = id_of_key(key).unwrap_or_default();
        check.stamp(stamped.position, || format!("text {id}"));
        if reader.get(&record_key(Message::TABLE, id))?.is_none() {
            let message = format!("text {id} has no message");
            check.report.find(FindingCode::TextOrphan, message);
        }
        Ok::<_, StoreError>(())
    })
}

/// Every blob that the store knows can be read; those that nobody names are counted.
pub fn check_blobs(check: &mut Check<'_>) -> Result<(), StoreError> {
    let named = named_blobs(check)?;
    let reader = check.reader;
    let (mut known, mut unnamed) = (0_u64, 0_u64);
    reader.scan(KeyRange::prefix(&[Table::Blob as u8]), |key, stamped| {
        let Some(hash) = key.get(1..).and_then(|hash| BlobHash::try_from(hash).ok()) else {
            let message = "a blob has no hash for its name".to_owned();
            check.report.find(FindingCode::BlobUnreadable, message);
            return Ok::<_, StoreError>(());
        };
        known += 1;
        unnamed += u64::from(!named.contains(&short(&hash)));
        let name = || blake3::Hash::from_bytes(hash).to_hex().to_string();
        check.stamp(stamped.position, || format!("blob {}", name()));
        if let Err(error) = check.store.blobs().read(&hash, &stamped.value) {
            let message = format!("blob {}: {error}", name());
            check.report.find(FindingCode::BlobUnreadable, message);
        }
        Ok(())
    })?;
    let (mut orphans, mut orphan_bytes) = (0_u64, 0_u64);
    let mut failed = None;
    check.store.blobs().scan(|hash, length| {
        match reader.get(&crate::store::blobs::blob_key(hash)) {
            Ok(Some(_)) => {}
            Ok(None) => {
                orphans += 1;
                orphan_bytes += length;
            }
            Err(error) => failed = Some(error),
        }
    })?;
    if let Some(error) = failed {
        return Err(error);
    }
    let information = &mut check.report.information;
    information.push(format!(
        "{known} blobs, {unnamed} of them named by no record"
    ));
    information.push(format!(
        "{orphans} blobs ({orphan_bytes} bytes) in the packs that no commit names"
    ));
    Ok(())
}

/// The blobs that records and reports of imports name, by the first bytes of their hashes: enough to count.
fn named_blobs(check: &Check<'_>) -> Result<HashSet<u64>, StoreError> {
    let mut named = HashSet::new();
    let range = KeyRange::prefix(&[Table::Message as u8]);
    check.reader.scan(range, |_, stamped| {
        if let Ok(message) = decode::<Message>(&stamped.value) {
            named.extend(message.blobs().iter().map(short));
        }
        Ok::<_, StoreError>(())
    })?;
    let range = KeyRange::prefix(&[Table::ImportSkip as u8]);
    check.reader.scan(range, |_, stamped| {
        let skip = decode::<Skip>(&stamped.value).ok();
        named.extend(skip.and_then(|skip| skip.kept).iter().map(short));
        Ok::<_, StoreError>(())
    })?;
    Ok(named)
}

fn short(hash: &BlobHash) -> u64 {
    u64::from_le_bytes(hash.first_chunk().copied().unwrap_or_default())
}
