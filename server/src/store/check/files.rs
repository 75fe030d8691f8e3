//! What was read of files against the messages they came with. A text that nobody uses is no
//! finding: it waits for the job that reads files.

use super::{Check, FindingCode};
use crate::store::{
    StoreError,
    engine::{Direction, KeyRange},
    keys::Table,
    reader::id_of_key,
    record::{Record, decode, record_key},
    schema::{
        message::{BlobHash, Message},
        reading::{Reading, decode_file_text, file_text_key, file_use_key, file_use_prefix},
    },
};
use uuid::Uuid;

/// Each reading has its message, and the texts that it says were read.
pub fn check_readings(check: &mut Check<'_>) -> Result<(), StoreError> {
    let reader = check.reader;
    reader.scan(KeyRange::prefix(&[Table::Reading as u8]), |_, stamped| {
        // One that does not decode has been found already.
        let Ok(reading) = decode::<Reading>(&stamped.value) else {
            return Ok::<_, StoreError>(());
        };
        let Some(message) = reader.find::<Message>(reading.id.uuid())? else {
            let message = format!("a reading of files has no message {}", reading.id);
            check.report.find(FindingCode::FileReadingOrphan, message);
            return Ok(());
        };
        for (file, read) in message.attachments.iter().zip(&reading.files) {
            let used = reader.get(&file_use_key(&file.blob, message.id))?.is_some();
            if read.has_text && (!used || reader.get(&file_text_key(&file.blob))?.is_none()) {
                let message = format!("a file of message {} was read and has no text", message.id);
                check.report.find(FindingCode::FileTextMissing, message);
            }
        }
        Ok(())
    })
}

/// Each text can be read, and each use of one is a message's.
pub fn check_texts(check: &mut Check<'_>) -> Result<(), StoreError> {
    let reader = check.reader;
    let (mut texts, mut unused) = (0_u64, 0_u64);
    reader.scan(
        KeyRange::prefix(&[Table::FileText as u8]),
        |key, stamped| {
            texts += 1;
            check.stamp(stamped.position, || "the text of a file".to_owned());
            if decode_file_text(&stamped.value).is_err() {
                let message = "the text of a file cannot be read".to_owned();
                check.report.find(FindingCode::FileTextMissing, message);
            }
            if let Some(hash) = hash_of(key) {
                let uses = KeyRange::prefix(&file_use_prefix(&hash).build());
                unused += u64::from(reader.range(&uses, 1, Direction::Forward)?.is_empty());
            }
            Ok::<_, StoreError>(())
        },
    )?;
    reader.scan(KeyRange::prefix(&[Table::FileUse as u8]), |key, _| {
        let id = id_of_key(key).unwrap_or_default();
        if !names(check, key, id)? {
            let message = format!("message {id} uses the text of a file that it does not have");
            check.report.find(FindingCode::FileReadingOrphan, message);
        }
        Ok::<_, StoreError>(())
    })?;
    let information = format!("{texts} texts of files, {unused} of them of no message");
    check.report.information.push(information);
    Ok(())
}

fn names(check: &Check<'_>, key: &[u8], id: Uuid) -> Result<bool, StoreError> {
    let stored = check.reader.get(&record_key(Message::TABLE, id))?;
    // A message that does not decode has been found already.
    let message = stored.map(|stored| decode::<Message>(&stored.value));
    Ok(match (message, hash_of(key)) {
        (Some(Ok(message)), Some(hash)) => message.attachments.iter().any(|file| file.blob == hash),
        (Some(Err(_)), _) => true,
        (None, _) | (_, None) => false,
    })
}

fn hash_of(key: &[u8]) -> Option<BlobHash> {
    key.get(1..33).and_then(|hash| hash.try_into().ok())
}
