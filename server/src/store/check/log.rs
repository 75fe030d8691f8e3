//! The change log: one entry for each position, each following the one before, none beyond.

use super::{Check, FindingCode};
use crate::store::{
    StoreError,
    engine::{ChangePosition, Direction, KeyRange},
    keys::Table,
    log::{
        CHAIN_START, Header, header_key, payload_key, position_at, position_of_key, sequence_of,
    },
};

pub fn check(check: &mut Check<'_>) -> Result<(), StoreError> {
    let reader = check.reader;
    let mut chain = CHAIN_START;
    let mut sequence = 0;
    let mut erased = 0_u64;
    let range = KeyRange::prefix(&[Table::LogHeader as u8]);
    reader.scan(range, |key, stamped| {
        let Some(position) = position_of_key(key) else {
            let message = "a log header has no position".to_owned();
            check.report.find(FindingCode::LogGap, message);
            return Ok::<_, StoreError>(());
        };
        sequence += 1;
        if position != position_at(sequence) {
            let message = format!("the log goes on at {position} after {}", sequence - 1);
            check.report.find(FindingCode::LogGap, message);
            sequence = sequence_of(position);
        }
        match Header::decode(&stamped.value) {
            Some(header) => {
                if !header.follows(&chain, position) || stamped.position != position {
                    let message = format!("log entry {position} does not follow the one before");
                    check.report.find(FindingCode::LogChain, message);
                }
                erased += u64::from(!has_payload(check, position, &header)?);
                chain = header.chain;
            }
            None => {
                let message = format!("log entry {position} has no header");
                check.report.find(FindingCode::LogChain, message);
            }
        }
        Ok(())
    })?;
    check_beyond(check)?;
    let information = &mut check.report.information;
    information.push(format!("{sequence} log entries, {erased} of them erased"));
    Ok(())
}

/// Whether the payload is there (or was empty); a wrong one is a finding.
fn has_payload(
    check: &mut Check<'_>,
    position: ChangePosition,
    header: &Header,
) -> Result<bool, StoreError> {
    let hash_of = |payload: &[u8]| *blake3::hash(payload).as_bytes();
    let Some(payload) = check.reader.get(&payload_key(position))? else {
        return Ok(header.payload_hash == hash_of(&[]));
    };
    if header.payload_hash != hash_of(&payload.value) || payload.position != position {
        let message = format!("log entry {position} has another payload");
        check.report.find(FindingCode::LogPayload, message);
    }
    Ok(true)
}

/// Payloads without a header, and entries beyond the end.
fn check_beyond(check: &mut Check<'_>) -> Result<(), StoreError> {
    let headers = KeyRange::prefix(&[Table::LogHeader as u8]).after(&header_key(check.end));
    let payloads = KeyRange::prefix(&[Table::LogPayload as u8]).after(&payload_key(check.end));
    for range in [headers, payloads] {
        let beyond = check.reader.range(&range, 1, Direction::Forward)?;
        if !beyond.is_empty() {
            let message = format!("the log has an entry beyond its end at {}", check.end);
            check.report.find(FindingCode::LogBeyond, message);
        }
    }
    Ok(())
}
