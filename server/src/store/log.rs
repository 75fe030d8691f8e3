//! The change log as the engine keeps it: for each position a header, chained by hash, and a
//! payload under its own key, so that erasing a payload leaves the chain whole.
//! Every engine seals each entry inside its commit ([`Header::seal`]). Tests: `conformance.rs`.

use super::{
    engine::{ChangePosition, EntryDraft, Key},
    keys::Table,
};

/// The hash before the first entry.
pub const CHAIN_START: [u8; 32] = [0; 32];
const HASH_BYTES: usize = 32;

/// A log header as stored: chain hash, payload hash, meta.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// blake3(chain hash before ‖ position ‖ payload hash ‖ meta).
    pub chain: [u8; 32],
    /// blake3(payload).
    pub payload_hash: [u8; 32],
    /// Time, actor and cause.
    pub meta: Vec<u8>,
}

impl Header {
    /// Seals a draft behind the entry whose chain hash is `previous`.
    pub fn seal(previous: &[u8; 32], position: ChangePosition, draft: &EntryDraft) -> Self {
        let payload_hash = *blake3::hash(&draft.payload).as_bytes();
        let chain = chain_hash(previous, position, &payload_hash, &draft.meta);
        Self {
            chain,
            payload_hash,
            meta: draft.meta.clone(),
        }
    }

    /// Whether this header follows the entry whose chain hash is `previous`.
    pub fn follows(&self, previous: &[u8; 32], position: ChangePosition) -> bool {
        self.chain == chain_hash(previous, position, &self.payload_hash, &self.meta)
    }

    /// The stored bytes.
    pub fn encode(&self) -> Vec<u8> {
        [&self.chain[..], &self.payload_hash[..], &self.meta[..]].concat()
    }

    /// From the stored bytes; `None` if they are too short.
    pub fn decode(bytes: &[u8]) -> Option<Self> {
        let chain = *bytes.first_chunk::<HASH_BYTES>()?;
        let payload_hash = *bytes.get(HASH_BYTES..)?.first_chunk::<HASH_BYTES>()?;
        Some(Self {
            chain,
            payload_hash,
            meta: bytes.get(2 * HASH_BYTES..)?.to_vec(),
        })
    }
}

/// The end of the log, as an engine with gapless sequence numbers keeps it in memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chain {
    sequence: u64,
    head: [u8; HASH_BYTES],
}

impl Chain {
    /// Of an empty log.
    pub const START: Self = Self {
        sequence: 0,
        head: CHAIN_START,
    };

    /// From the last header of the log; `None` if it is damaged.
    pub fn from_last(key: &[u8], header: &[u8]) -> Option<Self> {
        Some(Self {
            sequence: sequence_of(position_of_key(key)?),
            head: Header::decode(header)?.chain,
        })
    }

    /// The position of the last entry.
    pub fn position(&self) -> ChangePosition {
        position_at(self.sequence)
    }

    /// Puts an entry behind the last one; its position and its header.
    pub fn append(&mut self, draft: &EntryDraft) -> (ChangePosition, Header) {
        self.sequence += 1;
        let header = Header::seal(&self.head, self.position(), draft);
        self.head = header.chain;
        (self.position(), header)
    }
}

/// The position of an engine's nth commit, from 1: the number in the low eight bytes.
pub fn position_at(sequence: u64) -> ChangePosition {
    ChangePosition::from_bytes(u128::from(sequence).to_be_bytes())
}

/// The number of the commit at a position.
pub fn sequence_of(position: ChangePosition) -> u64 {
    let [_, _, _, _, _, _, _, _, low @ ..] = position.bytes();
    u64::from_be_bytes(low)
}

/// The position in the key of a header or payload.
pub fn position_of_key(key: &[u8]) -> Option<ChangePosition> {
    ChangePosition::from_slice(key.get(1..)?)
}

fn chain_hash(
    previous: &[u8; 32],
    position: ChangePosition,
    payload_hash: &[u8; 32],
    meta: &[u8],
) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new();
    hasher
        .update(previous)
        .update(&position.bytes())
        .update(payload_hash)
        .update(meta);
    *hasher.finalize().as_bytes()
}

/// The key of the header at a position.
pub fn header_key(position: ChangePosition) -> Key {
    [&[Table::LogHeader as u8][..], &position.bytes()].concat()
}

/// The key of the payload at a position.
pub fn payload_key(position: ChangePosition) -> Key {
    [&[Table::LogPayload as u8][..], &position.bytes()].concat()
}
