//! Reads files and folders: walks, tells what each file is, and hands its items to a sink, always
//! in the same order, so that a reader that begins again meets the same items.

use super::{
    Content, Item, Sink,
    archive::{Place, read_stream, read_zip},
    csv::read_csv,
    detect::{HEAD_BYTES, Kind, detect},
    mbox::read_mbox,
    own_export,
    skip::SkipReason,
    stream::{Budget, Counted, Meter},
    vcard::read_vcards,
};
use crate::mail::{charset::decode, limits::MESSAGE_BYTES_MAX};
use std::{
    fs::{self, File},
    io::{self, BufRead, Read, Seek},
    ops::ControlFlow,
    path::{Path, PathBuf},
};

/// Folders inside folders that are followed.
const FOLDER_DEPTH_MAX: usize = 64;
/// Bytes of a file in UTF-16 that is turned into UTF-8 at once.
const UTF16_BYTES_MAX: u64 = 64 * 1024 * 1024;

/// Reads a file, or a folder with all below it. `name` is what the user calls it.
pub fn read_path(path: &Path, name: &str, meter: &Meter, sink: &mut dyn Sink) -> ControlFlow<()> {
    read_at(path, name, 0, &mut Walk { meter, sink })
}

/// How many bytes [`read_path`] will read.
pub fn measure(path: &Path) -> u64 {
    measure_at(path, 0)
}

struct Walk<'a> {
    meter: &'a Meter,
    sink: &'a mut dyn Sink,
}

fn measure_at(path: &Path, depth: usize) -> u64 {
    match fs::metadata(path) {
        Ok(meta) if meta.is_dir() && depth < FOLDER_DEPTH_MAX => children(path)
            .unwrap_or_default()
            .iter()
            .map(|child| measure_at(child, depth + 1))
            .sum(),
        Ok(meta) if meta.is_file() => meta.len(),
        _ => 0,
    }
}

fn read_at(path: &Path, name: &str, depth: usize, walk: &mut Walk<'_>) -> ControlFlow<()> {
    let meta = match fs::metadata(path) {
        Ok(meta) => meta,
        Err(error) => {
            return walk
                .sink
                .skip(name, SkipReason::Unreadable(error.to_string()));
        }
    };
    if meta.is_file() {
        return read_file(path, name, meta.len(), walk);
    }
    if !meta.is_dir() {
        return walk
            .sink
            .skip(name, SkipReason::WrongType("no file and no folder"));
    }
    if depth >= FOLDER_DEPTH_MAX {
        return walk.sink.skip(name, SkipReason::ArchiveTooDeep);
    }
    if own_export::is_export(path) {
        return own_export::read_folder(path, name, walk.meter, walk.sink);
    }
    let children = match children(path) {
        Ok(children) => children,
        Err(error) => {
            return walk
                .sink
                .skip(name, SkipReason::Unreadable(error.to_string()));
        }
    };
    for child in children {
        let file = child
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        read_at(&child, &format!("{name}/{file}"), depth + 1, walk)?;
    }
    ControlFlow::Continue(())
}

/// What a folder holds, in order. A link to a folder is left out: it could lead in circles.
fn children(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut children = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if !(path.is_symlink() && path.is_dir()) {
            children.push(path);
        }
    }
    children.sort();
    Ok(children)
}

fn read_file(path: &Path, name: &str, bytes: u64, walk: &mut Walk<'_>) -> ControlFlow<()> {
    let before = walk.meter.bytes();
    let place = Place {
        source: name.to_owned(),
        name: name.to_owned(),
        depth: 0,
        budget: Budget::new(bytes),
    };
    let flow = open_and_read(path, &place, walk);
    // What was not read (a skipped image, the end of a zip) is done with all the same.
    let read = walk.meter.bytes() - before;
    walk.meter.add(bytes.saturating_sub(read));
    match flow {
        Ok(flow) => flow,
        Err(error) => {
            let reason = place.budget.reason(&error, SkipReason::Unreadable);
            walk.sink.skip(name, reason)
        }
    }
}

fn open_and_read(path: &Path, place: &Place, walk: &mut Walk<'_>) -> io::Result<ControlFlow<()>> {
    let mut file = File::open(path)?;
    let mut head = Vec::new();
    (&mut file).take(HEAD_BYTES as u64).read_to_end(&mut head)?;
    file.rewind()?;
    if detect(&head, &place.name) == Kind::Zip {
        return read_zip(io::BufReader::new(file), place, walk.sink);
    }
    let counted = Counted::new(file, walk.meter.clone());
    Ok(read_stream(counted, place, walk.sink))
}

/// Reads a file that is no archive.
///
/// # Errors
/// When it cannot be read further; what came before is with the sink.
pub fn read_content(
    kind: Kind,
    reader: &mut dyn BufRead,
    source: &str,
    sink: &mut dyn Sink,
) -> io::Result<ControlFlow<()>> {
    match kind {
        Kind::Mbox => read_mbox(reader, source, sink),
        Kind::Mail => read_mail(reader, source, sink),
        Kind::VCard => read_cards(reader, source, sink),
        Kind::Csv => read_csv(reader, source, sink),
        Kind::OwnLines => own_export::read_lines(reader, source, sink),
        Kind::Empty => Ok(sink.skip(source, SkipReason::Empty)),
        Kind::Other(what) => Ok(sink.skip(source, SkipReason::WrongType(what))),
        Kind::Gzip | Kind::Xz | Kind::Tar | Kind::Zip => Ok(sink.skip(
            source,
            SkipReason::WrongType("an archive where none can be"),
        )),
    }
}

fn read_mail(
    reader: &mut dyn BufRead,
    source: &str,
    sink: &mut dyn Sink,
) -> io::Result<ControlFlow<()>> {
    let mut bytes = Vec::new();
    reader
        .take(MESSAGE_BYTES_MAX as u64 + 1)
        .read_to_end(&mut bytes)?;
    if bytes.len() > MESSAGE_BYTES_MAX {
        return Ok(sink.skip(source, SkipReason::MailTooLarge));
    }
    Ok(sink.item(Item {
        source: source.to_owned(),
        content: Content::Mail(bytes),
    }))
}

/// Some phones write their cards in UTF-16.
fn read_cards(
    reader: &mut dyn BufRead,
    source: &str,
    sink: &mut dyn Sink,
) -> io::Result<ControlFlow<()>> {
    let head = reader.fill_buf()?;
    if !(head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff")) {
        return read_vcards(reader, source, sink);
    }
    let big_endian = head.starts_with(b"\xfe\xff");
    let mut bytes = Vec::new();
    reader.take(UTF16_BYTES_MAX).read_to_end(&mut bytes)?;
    let charset = if big_endian { "utf-16be" } else { "utf-16le" };
    let text = decode(&bytes, Some(charset)).text;
    read_vcards(&mut text.as_bytes(), source, sink)
}
