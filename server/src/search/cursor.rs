//! What each commit of an index says of itself: where in the log it stands, and which version of
//! this program wrote its documents. Tests: `tests` of the search module (damage, versions).

use super::{
    error::SearchError,
    schema::{RIGHTS_VERSION, SCHEMA_VERSION},
};
use crate::store::{
    StoreError,
    engine::ChangePosition,
    log::{CHAIN_START, Header, header_key},
    reader::Reader,
};

/// A place in the log of one particular store: a restored backup has the same positions with
/// other changes behind them, and an index must not be taken for its index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    /// The place.
    pub position: ChangePosition,
    /// The log's chain hash there.
    chain: [u8; 32],
}

impl Cursor {
    /// Before the first change of any store.
    pub const START: Self = Self {
        position: ChangePosition::START,
        chain: CHAIN_START,
    };

    /// At a position of a store's log.
    ///
    /// # Errors
    /// When the store cannot be read or its log has no such position.
    pub fn at(position: ChangePosition, reader: &Reader) -> Result<Self, SearchError> {
        if position == ChangePosition::START {
            return Ok(Self::START);
        }
        let header = reader.get(&header_key(position))?;
        let header = header.and_then(|header| Header::decode(&header.value));
        let no_entry = || StoreError::Damaged("the log lacks a position".to_owned());
        let chain = header.ok_or_else(no_entry)?.chain;
        Ok(Self { position, chain })
    }

    /// Whether the store's log has this place.
    pub fn is_of(self, reader: &Reader) -> bool {
        Self::at(self.position, reader).is_ok_and(|found| found == self)
    }
}

/// By which versions the documents of an index were made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Made {
    /// Of [`SCHEMA_VERSION`]; 0 if by several.
    pub schema: u32,
    /// Of [`RIGHTS_VERSION`].
    pub rights: u32,
}

impl Made {
    /// By this program.
    pub const NOW: Self = Self {
        schema: SCHEMA_VERSION,
        rights: RIGHTS_VERSION,
    };
    /// By this program and others that kept rights in the same way.
    pub const BY_SEVERAL: Self = Self {
        schema: 0,
        rights: RIGHTS_VERSION,
    };

    /// Whether rights are kept as this program asks for them.
    pub fn keeps_rights(self) -> bool {
        self.rights == RIGHTS_VERSION
    }
}

/// The payload of a commit.
pub fn payload(cursor: Cursor, made: Made) -> String {
    let Cursor { position, chain } = cursor;
    let chain = hex::encode(chain);
    format!("{position} {chain} {}.{}", made.schema, made.rights)
}

/// What the payload of a commit says; no versions in those that were written before they were
/// counted there. `None` if it is none.
pub fn parse_payload(payload: &str) -> Option<(Cursor, Option<Made>)> {
    let mut words = payload.split(' ');
    let position = words.next()?.parse().ok()?;
    let mut chain = [0; 32];
    hex::decode_to_slice(words.next()?, &mut chain).ok()?;
    let made = words.next().map(parse_made);
    Some((Cursor { position, chain }, made.flatten()))
}

fn parse_made(word: &str) -> Option<Made> {
    let (schema, rights) = word.split_once('.')?;
    Some(Made {
        schema: schema.parse().ok()?,
        rights: rights.parse().ok()?,
    })
}
