//! A disk for tests: remembers every write and sync, so that the images a power loss can leave
//! are built afterwards, and fails the calls it is told to fail. Only tests use it.

use super::{RedbEngine, RedbOptions};
use crate::store::engine::EngineError;
use ::redb::{Builder, StorageBackend};
use std::{
    io::{self, ErrorKind},
    sync::{Arc, Mutex, MutexGuard},
};

/// What the disk controller may write on its own.
const SECTOR_BYTES: usize = 512;
/// The first page: the database header.
const HEADER_BYTES: u64 = 4_096;
/// So little that reads go to the disk.
const CACHE_BYTES: usize = 64 * 1024;

/// Random numbers from a seed (splitmix64).
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound as u64) as usize
    }

    pub fn coin(&mut self) -> bool {
        self.next().is_multiple_of(2)
    }
}

/// Something that happened to the disk.
#[derive(Debug, Clone)]
pub enum Event {
    Write {
        offset: u64,
        bytes: Vec<u8>,
    },
    SetLength(u64),
    Sync,
    /// The test saw this many commits acknowledged.
    Acknowledged(u64),
}

/// Which calls fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    Never,
    /// The nth call from the start of the disk, once.
    Once(u64),
    /// The nth call and all behind it.
    From(u64),
}

#[derive(Debug)]
struct State {
    bytes: Vec<u8>,
    history: Vec<Event>,
    calls: u64,
    fault: Fault,
    kind: ErrorKind,
    is_recording: bool,
}

/// The disk. Its clones are the same disk.
#[derive(Debug, Clone)]
pub struct Disk(Arc<Mutex<State>>);

impl Disk {
    pub fn new(bytes: Vec<u8>) -> Self {
        Self(Arc::new(Mutex::new(State {
            bytes,
            history: Vec::new(),
            calls: 0,
            fault: Fault::Never,
            kind: ErrorKind::Other,
            is_recording: false,
        })))
    }

    /// With an empty database; the engine makes one aside and moves it into its place.
    pub fn formatted() -> Self {
        let disk = Self::new(Vec::new());
        drop(disk.engine().unwrap());
        let bytes = disk.state().bytes.clone();
        Self::new(bytes)
    }

    /// Remembers what happens from now on; what the disk holds now.
    pub fn record(&self) -> Vec<u8> {
        let mut state = self.state();
        state.is_recording = true;
        state.bytes.clone()
    }

    pub fn engine(&self) -> Result<RedbEngine, EngineError> {
        let disk = self.clone();
        let opener = move || {
            Builder::new()
                .set_cache_size(CACHE_BYTES)
                .create_with_backend(disk.clone())
        };
        RedbEngine::start(Box::new(opener), Box::new(|| true))
    }

    pub fn fail(&self, fault: Fault, kind: ErrorKind) {
        let mut state = self.state();
        state.fault = fault;
        state.kind = kind;
    }

    pub fn calls(&self) -> u64 {
        self.state().calls
    }

    pub fn acknowledged(&self, commits: u64) {
        self.state().history.push(Event::Acknowledged(commits));
    }

    pub fn history(&self) -> Vec<Event> {
        self.state().history.clone()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap()
    }

    fn call(&self) -> io::Result<MutexGuard<'_, State>> {
        let mut state = self.state();
        state.calls += 1;
        let fails = match state.fault {
            Fault::Never => false,
            Fault::Once(nth) => state.calls == nth,
            Fault::From(nth) => state.calls >= nth,
        };
        if fails {
            return Err(io::Error::new(state.kind, "injected fault"));
        }
        Ok(state)
    }
}

impl StorageBackend for Disk {
    fn len(&self) -> io::Result<u64> {
        Ok(self.call()?.bytes.len() as u64)
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        let state = self.call()?;
        let start = offset as usize;
        let bytes = state.bytes.get(start..start + out.len());
        out.copy_from_slice(bytes.ok_or(ErrorKind::UnexpectedEof)?);
        Ok(())
    }

    fn set_len(&self, length: u64) -> io::Result<()> {
        let mut state = self.call()?;
        state.record(Event::SetLength(length));
        Ok(())
    }

    fn sync_data(&self) -> io::Result<()> {
        let mut state = self.call()?;
        state.record(Event::Sync);
        Ok(())
    }

    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        let mut state = self.call()?;
        let bytes = data.to_vec();
        state.record(Event::Write { offset, bytes });
        Ok(())
    }
}

impl State {
    fn record(&mut self, event: Event) {
        apply(&mut self.bytes, &event);
        if self.is_recording {
            self.history.push(event);
        }
    }
}

/// Does to an image what was done to the disk.
pub fn apply(image: &mut Vec<u8>, event: &Event) {
    match event {
        Event::Write { offset, bytes } => {
            let (start, end) = (*offset as usize, *offset as usize + bytes.len());
            if image.len() < end {
                image.resize(end, 0);
            }
            image[start..end].copy_from_slice(bytes);
        }
        Event::SetLength(length) => image.resize(*length as usize, 0),
        Event::Sync | Event::Acknowledged(_) => {}
    }
}

/// What became of the writes since the last sync when the power went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Loss {
    /// None reached the disk.
    All,
    /// All did.
    Nothing,
    /// Only those of the header did.
    AllButHeader,
    /// Any of them did.
    Some,
    /// Any sectors of any of them did.
    Torn,
}

impl Loss {
    pub const ALL: [Self; 5] = [
        Self::All,
        Self::Nothing,
        Self::AllButHeader,
        Self::Some,
        Self::Torn,
    ];
}

/// The image that is left of `synced` and the writes behind it.
pub fn image_after(synced: &[u8], open: &[Event], loss: Loss, random: &mut Random) -> Vec<u8> {
    let mut image = synced.to_vec();
    for event in open {
        let survives = match (loss, event) {
            (Loss::All, _) => false,
            (Loss::Nothing, _) => true,
            (Loss::AllButHeader, Event::Write { offset, .. }) => *offset < HEADER_BYTES,
            (Loss::AllButHeader | Loss::Some | Loss::Torn, _) => random.coin(),
        };
        match event {
            Event::Write { offset, bytes } if loss == Loss::Torn => {
                tear(&mut image, *offset, bytes, random);
            }
            event if survives => apply(&mut image, event),
            _ => {}
        }
    }
    image
}

fn tear(image: &mut Vec<u8>, offset: u64, bytes: &[u8], random: &mut Random) {
    for (number, sector) in bytes.chunks(SECTOR_BYTES).enumerate() {
        if random.coin() {
            let write = Event::Write {
                offset: offset + (number * SECTOR_BYTES) as u64,
                bytes: sector.to_vec(),
            };
            apply(image, &write);
        }
    }
}

/// Options for a real file whose reserve no machine has.
pub fn without_room() -> RedbOptions {
    RedbOptions {
        reserve_bytes: u64::MAX,
        ..RedbOptions::STANDARD
    }
}
