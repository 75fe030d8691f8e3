//! Compressed files and archives, also inside one another, unpacked as a stream within a budget.

use super::{
    Sink,
    detect::{HEAD_BYTES, Kind, detect},
    read::read_content,
    skip::SkipReason,
    stream::{ARCHIVE_DEPTH_MAX, Budget, Unpacked, peek},
};
use std::{
    io::{self, BufRead, Read, Seek},
    ops::ControlFlow,
    rc::Rc,
};

/// An archive that needs to be read from its end must fit in memory when it lies inside another.
const NESTED_ZIP_BYTES_MAX: u64 = 64 * 1024 * 1024;
/// Memory that an xz file may ask for (its highest level needs 65 MB).
const XZ_MEMORY_BYTES_MAX: u64 = 128 * 1024 * 1024;

/// Where in which file the reader stands.
pub struct Place {
    /// What the user calls it, with the way through the archives.
    pub source: String,
    /// The name for telling the kind: without `.gz` and the like.
    pub name: String,
    /// Archives around it.
    pub depth: usize,
    /// What the whole file may cost.
    pub budget: Rc<Budget>,
}

impl Place {
    fn inside(&self, name: &str, entry: Option<&str>) -> Self {
        Self {
            source: entry.map_or_else(
                || self.source.clone(),
                |entry| format!("{}/{entry}", self.source),
            ),
            name: name.to_owned(),
            depth: self.depth + 1,
            budget: self.budget.clone(),
        }
    }

    /// The same place, an entry of the archive that stands there.
    fn entry(&self, name: &str) -> Self {
        Self {
            depth: self.depth,
            ..self.inside(name, Some(name))
        }
    }
}

/// Reads whatever stands at a place.
pub fn read_stream(reader: impl Read, place: &Place, sink: &mut dyn Sink) -> ControlFlow<()> {
    let read = || -> io::Result<ControlFlow<()>> {
        let (head, mut reader) = peek(reader, HEAD_BYTES)?;
        let kind = detect(&head, &place.name);
        match kind {
            Kind::Gzip | Kind::Xz | Kind::Tar | Kind::Zip => {
                read_archive(kind, reader, place, sink)
            }
            _ => read_content(kind, &mut *reader, &place.source, sink),
        }
    };
    match read() {
        Ok(flow) => flow,
        Err(error) => {
            let otherwise = if place.depth > 0 {
                SkipReason::ArchiveDamaged
            } else {
                SkipReason::Unreadable
            };
            let reason = place.budget.reason(&error, otherwise);
            sink.skip(&place.source, reason)
        }
    }
}

fn read_archive<'a>(
    kind: Kind,
    reader: Box<dyn BufRead + 'a>,
    place: &Place,
    sink: &mut dyn Sink,
) -> io::Result<ControlFlow<()>> {
    if place.depth >= ARCHIVE_DEPTH_MAX {
        return Ok(sink.skip(&place.source, SkipReason::ArchiveTooDeep));
    }
    let budget = place.budget.clone();
    let inside = place.inside(inner_name(&place.name), None);
    Ok(match kind {
        Kind::Gzip => {
            let unpacked = flate2::bufread::MultiGzDecoder::new(reader);
            read_stream(Unpacked::new(unpacked, budget), &inside, sink)
        }
        Kind::Xz => {
            let flags = liblzma::stream::CONCATENATED;
            let stream = liblzma::stream::Stream::new_stream_decoder(XZ_MEMORY_BYTES_MAX, flags)
                .map_err(io::Error::other)?;
            let unpacked = liblzma::bufread::XzDecoder::new_stream(reader, stream);
            read_stream(Unpacked::new(unpacked, budget), &inside, sink)
        }
        Kind::Tar => return read_tar(reader, &inside, sink),
        _ => return read_nested_zip(reader, &inside, sink),
    })
}

/// `box.mbox.gz` → `box.mbox`, `x.tgz` → `x.tar`.
fn inner_name(name: &str) -> &str {
    let lower = name.to_ascii_lowercase();
    let cut = [".gz", ".xz"]
        .iter()
        .find(|ending| lower.ends_with(*ending))
        .map_or(0, |ending| ending.len());
    name.get(..name.len() - cut).unwrap_or(name)
}

fn read_tar(
    reader: Box<dyn BufRead + '_>,
    place: &Place,
    sink: &mut dyn Sink,
) -> io::Result<ControlFlow<()>> {
    // A bare tar has been charged to nobody yet; inside another archive twice is harmless.
    let budget = place.budget.clone();
    let mut archive = tar::Archive::new(Unpacked::new(reader, budget.clone()));
    budget.begin_header();
    for entry in archive.entries()? {
        let mut entry = entry?;
        budget.end_header();
        let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        let kind = entry.header().entry_type();
        if !kind.is_dir() {
            let inside = place.entry(name.trim_start_matches("./"));
            if !budget.take_entry() {
                return Ok(sink.skip(&place.source, SkipReason::ArchiveTooManyEntries));
            }
            let flow = if kind.is_file() || kind.is_contiguous() {
                read_stream(&mut entry, &inside, sink)
            } else {
                sink.skip(&inside.source, SkipReason::WrongType("a link or device"))
            };
            if flow.is_break() {
                return Ok(flow);
            }
        }
        io::copy(&mut entry, &mut io::sink())?;
        budget.begin_header();
    }
    budget.end_header();
    Ok(ControlFlow::Continue(()))
}

fn read_nested_zip(
    reader: Box<dyn BufRead + '_>,
    place: &Place,
    sink: &mut dyn Sink,
) -> io::Result<ControlFlow<()>> {
    let mut bytes = Vec::new();
    reader
        .take(NESTED_ZIP_BYTES_MAX + 1)
        .read_to_end(&mut bytes)?;
    if bytes.len() as u64 > NESTED_ZIP_BYTES_MAX {
        return Ok(sink.skip(&place.source, SkipReason::ArchiveTooLarge));
    }
    read_zip(io::Cursor::new(bytes), place, sink)
}

/// Reads a zip file that can be read from its end.
///
/// # Errors
/// When its table cannot be read.
pub fn read_zip(
    reader: impl Read + Seek,
    place: &Place,
    sink: &mut dyn Sink,
) -> io::Result<ControlFlow<()>> {
    let mut archive = zip::ZipArchive::new(reader).map_err(io::Error::other)?;
    for number in 0..archive.len() {
        if !place.budget.take_entry() {
            return Ok(sink.skip(&place.source, SkipReason::ArchiveTooManyEntries));
        }
        let name = archive
            .name_for_index(number)
            .and_then(Result::ok)
            .map_or_else(|| format!("entry-{number}"), std::borrow::Cow::into_owned);
        let inside = place.entry(&name);
        let flow = match archive.by_index(number) {
            Ok(entry) if entry.is_dir() => ControlFlow::Continue(()),
            Ok(entry) => read_stream(Unpacked::new(entry, place.budget.clone()), &inside, sink),
            Err(error) => {
                let reason = SkipReason::ArchiveDamaged(error.to_string());
                sink.skip(&inside.source, reason)
            }
        };
        if flow.is_break() {
            return Ok(flow);
        }
    }
    Ok(ControlFlow::Continue(()))
}

#[cfg(test)]
mod tests;
