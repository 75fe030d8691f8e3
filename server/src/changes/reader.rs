//! Reads the log forward from a position.

use super::{Change, LogMeta, RecordChange};
use crate::store::{
    StoreError,
    engine::{ChangePosition, Direction, KeyRange, Snapshot},
    keys::Table,
    log::{Header, header_key, payload_key},
    record,
};

/// Payloads longer than this are compressed.
pub const PAYLOAD_COMPRESS_BYTES: usize = 512;
/// A payload unpacked at most.
const PAYLOAD_BYTES_MAX: usize = 512 * 1024 * 1024;
const PLAIN: u8 = 0;
const ZSTD: u8 = 1;
const ZSTD_LEVEL: i32 = 3;

/// At most `limit` changes behind `position`, oldest first. An erased payload gives no records.
///
/// # Errors
/// When the store cannot be read or an entry is damaged.
pub fn changes_after(
    snapshot: &dyn Snapshot,
    position: ChangePosition,
    limit: usize,
) -> Result<Vec<Change>, StoreError> {
    let range = KeyRange::prefix(&[Table::LogHeader as u8]).after(&header_key(position));
    let headers = snapshot.range(&range, limit, Direction::Forward)?;
    headers
        .into_iter()
        .map(|(key, header)| read(snapshot, &key, &header.value))
        .collect()
}

/// The change at a position.
///
/// # Errors
/// When the store cannot be read or the entry is damaged.
pub fn find_change(
    snapshot: &dyn Snapshot,
    position: ChangePosition,
) -> Result<Option<Change>, StoreError> {
    let key = header_key(position);
    let header = snapshot.get(&key)?;
    header
        .map(|header| read(snapshot, &key, &header.value))
        .transpose()
}

fn read(snapshot: &dyn Snapshot, key: &[u8], header: &[u8]) -> Result<Change, StoreError> {
    let damaged = || StoreError::Damaged("a change-log entry cannot be read".to_owned());
    let position =
        ChangePosition::from_slice(key.get(1..).unwrap_or_default()).ok_or_else(damaged)?;
    let header = Header::decode(header).ok_or_else(damaged)?;
    let meta: LogMeta = record::decode(&header.meta)?;
    let payload = snapshot.get(&payload_key(position))?;
    let records = payload.map_or(Ok(Vec::new()), |payload| decode_payload(&payload.value))?;
    Ok(Change {
        position,
        meta,
        records,
    })
}

/// The stored payload of a list of record changes.
pub fn encode_payload(records: &[RecordChange]) -> Vec<u8> {
    if records.is_empty() {
        return Vec::new();
    }
    let plain = record::encode(&records);
    let packed = (plain.len() > PAYLOAD_COMPRESS_BYTES)
        .then(|| zstd::bulk::compress(&plain, ZSTD_LEVEL).ok())
        .flatten();
    match packed {
        Some(packed) => [&[ZSTD][..], &packed].concat(),
        None => [&[PLAIN][..], &plain].concat(),
    }
}

fn decode_payload(bytes: &[u8]) -> Result<Vec<RecordChange>, StoreError> {
    match bytes.split_first() {
        None => Ok(Vec::new()),
        Some((&ZSTD, packed)) => {
            let plain = zstd::bulk::decompress(packed, PAYLOAD_BYTES_MAX)
                .map_err(|error| StoreError::Damaged(error.to_string()))?;
            Ok(record::decode(&plain)?)
        }
        Some((_, plain)) => Ok(record::decode(plain)?),
    }
}
