//! Tables: delimiter, encoding and header are detected, rows become people. Streams; one row is in
//! memory at a time.

use super::{
    Content, Item, Sink,
    card::{CARD_BYTES_MAX, ContactCard},
    csv_columns::{Field, fields_of},
    skip::SkipReason,
};
use crate::mail::charset::guess_encoding;
use encoding_rs::{Decoder, Encoding, UTF_8};
use shared::model::{EmailKind, PhoneKind};
use std::{
    cell::Cell,
    io::{self, BufRead, Read},
    ops::ControlFlow,
    rc::Rc,
};

/// Bytes that are looked at to tell encoding and delimiter.
const SAMPLE_BYTES: usize = 64 * 1024;
/// Records of the sample that are compared.
const SAMPLE_ROWS: usize = 20;
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];
/// Characters of a row that are shown with its skip.
const BUFFER_BYTES: usize = 16 * 1024;

/// A line behind the last one. If it is no row of its own, a quote before it never ended.
const END_OF_TABLE: &[u8] = b"\n\x03end of table\x03";

/// A row: its cells, and the line where it begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The cells, decoded.
    pub cells: Vec<String>,
    /// From 1.
    pub line: u64,
    /// A quote that begins in this row never ends: what follows it is not to be trusted.
    pub open_quote: bool,
}

/// Reads the rows of a table, whatever it is about.
pub struct Rows<'a> {
    reader: csv::Reader<Box<dyn Read + 'a>>,
    since_row: Rc<Cell<usize>>,
}

impl<'a> Rows<'a> {
    /// On a reader.
    ///
    /// # Errors
    /// When its beginning cannot be read.
    pub fn new(mut reader: impl BufRead + 'a) -> io::Result<Self> {
        let mut sample = Vec::new();
        (&mut reader)
            .take(SAMPLE_BYTES as u64)
            .read_to_end(&mut sample)?;
        let encoding = encoding_of(&sample);
        let text = encoding.decode(&sample).0.into_owned();
        let delimiter = delimiter_of(&text);
        let since_row = Rc::new(Cell::new(0));
        let decoded = Decoding {
            reader: io::Cursor::new(sample).chain(reader),
            decoder: encoding.new_decoder_with_bom_removal(),
            pending: Vec::new(),
            at: 0,
            done: false,
            since_row: since_row.clone(),
        };
        let reader = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .has_headers(false)
            .flexible(true)
            .buffer_capacity(BUFFER_BYTES)
            .from_reader(Box::new(decoded) as Box<dyn Read + 'a>);
        Ok(Self { reader, since_row })
    }

    /// The next row that has anything in it.
    ///
    /// # Errors
    /// When it is longer than the limit or cannot be read.
    pub fn next_row(&mut self) -> io::Result<Option<Row>> {
        let mut record = csv::ByteRecord::new();
        loop {
            self.since_row.set(0);
            if !self
                .reader
                .read_byte_record(&mut record)
                .map_err(io::Error::from)?
            {
                return Ok(None);
            }
            let end = END_OF_TABLE.trim_ascii_start();
            if record.len() == 1 && record.get(0) == Some(end) {
                return Ok(None);
            }
            let open_quote = record
                .iter()
                .next_back()
                .is_some_and(|cell| cell.ends_with(end));
            let line = record.position().map_or(0, csv::Position::line);
            let cells: Vec<String> = record
                .iter()
                .map(|cell| String::from_utf8_lossy(cell).into_owned())
                .collect();
            let separator_hint =
                line == 1 && cells.first().is_some_and(|cell| cell.starts_with("sep="));
            if !separator_hint {
                return Ok(Some(Row {
                    cells,
                    line,
                    open_quote,
                }));
            }
        }
    }
}

/// Reads a table of people or companies; sources are `file:line`.
///
/// # Errors
/// When it cannot be read further; what came before is with the sink.
pub fn read_csv(
    reader: &mut dyn BufRead,
    source: &str,
    sink: &mut dyn Sink,
) -> io::Result<ControlFlow<()>> {
    let mut rows = Rows::new(reader)?;
    let Some(header) = rows.next_row()? else {
        return Ok(sink.skip(source, SkipReason::Empty));
    };
    let mut fields = fields_of(&header.cells);
    let mut names = header.cells.clone();
    let mut first = None;
    if fields.is_empty() {
        fields = fields_by_content(&header.cells);
        names.clear();
        first = Some(header);
    }
    if fields.iter().all(Option::is_none) {
        return Ok(sink.skip(source, SkipReason::NoColumns));
    }
    let mut any = false;
    while let Some(row) = match first.take() {
        Some(row) => Some(row),
        None => rows.next_row()?,
    } {
        if row.cells.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        any = true;
        let mut card = card_of(&row.cells, &fields);
        card.add_note(&unknown_cells(&row.cells, &fields, &names));
        let content = if row.open_quote {
            let reason = SkipReason::Malformed("a quote that begins here never ends".to_owned());
            Content::Skip(reason, table_of(&names, &row))
        } else if card.names_somebody() {
            Content::Card(Box::new(card))
        } else {
            Content::Skip(SkipReason::NoIdentity, table_of(&names, &row))
        };
        let source = format!("{source}:{}", row.line);
        if sink.item(Item { source, content }).is_break() {
            return Ok(ControlFlow::Break(()));
        }
    }
    Ok(if any {
        ControlFlow::Continue(())
    } else {
        sink.skip(source, SkipReason::Empty)
    })
}

/// A row under its header, as a table of its own: it can be put right and imported again.
fn table_of(names: &[String], row: &Row) -> Option<Vec<u8>> {
    let mut writer = csv::WriterBuilder::new()
        .flexible(true)
        .from_writer(Vec::new());
    if !names.is_empty() {
        writer.write_record(names).ok()?;
    }
    let cells = row.cells.iter().map(|cell| {
        let bytes = cell.as_bytes();
        bytes.strip_suffix(END_OF_TABLE).unwrap_or(bytes)
    });
    writer.write_record(cells).ok()?;
    writer.into_inner().ok()
}

/// A table without a header: a column with an address is the address, the first other one a name.
fn fields_by_content(cells: &[String]) -> Vec<Option<Field>> {
    let is_email = |cell: &String| shared::email_address::EmailAddress::parse(cell).is_ok();
    if !cells.iter().any(is_email) {
        return Vec::new();
    }
    let name = cells
        .iter()
        .position(|cell| !is_email(cell) && cell.chars().any(char::is_alphabetic));
    cells
        .iter()
        .enumerate()
        .map(|(at, cell)| match () {
            () if is_email(cell) => Some(Field::Email(EmailKind::Work)),
            () if Some(at) == name => Some(Field::FullName),
            () if shared::phone::is_phone_number(cell) => Some(Field::Phone(PhoneKind::Work)),
            () => None,
        })
        .collect()
}

fn card_of(cells: &[String], fields: &[Option<Field>]) -> ContactCard {
    let mut card = ContactCard::default();
    let mut label = "";
    let mut full_name = "";
    for (cell, field) in cells.iter().zip(fields) {
        let (cell, Some(field)) = (cell.trim(), field) else {
            continue;
        };
        match field {
            Field::EmailLabel | Field::PhoneLabel => label = cell,
            _ if cell.is_empty() => {}
            Field::FirstName => card.first_name = joined(cell, &card.first_name),
            Field::MiddleName => card.first_name = joined(&card.first_name, cell),
            Field::LastName => card.last_name = cell.to_owned(),
            Field::FullName => full_name = cell,
            Field::Title => card.title = cell.to_owned(),
            Field::Company | Field::CompanyName => card.company = cell.to_owned(),
            Field::Domain => values(cell).for_each(|domain| card.add_domain(domain)),
            Field::Website => card.set_website(cell),
            Field::Address => card.add_address(cell),
            Field::Note => card.add_note(cell),
            Field::SourceId => card.source_id = Some(cell.to_owned()),
            Field::Tags => tags(cell).for_each(|tag| card.add_tag(tag)),
            Field::Email(kind) => {
                let kind = labelled_email(label, *kind);
                values(cell).for_each(|address| card.add_email(address, kind));
                label = "";
            }
            Field::Phone(kind) => {
                let kind = labelled_phone(label, *kind);
                values(cell).for_each(|number| card.add_phone(number, kind));
                label = "";
            }
        }
    }
    card.is_company = fields.contains(&Some(Field::CompanyName));
    if card.is_company && card.company.is_empty() {
        card.company = card.domains.first().cloned().unwrap_or_default();
    }
    if card.first_name.is_empty() && card.last_name.is_empty() {
        card.set_full_name(full_name);
    }
    card.finish();
    card
}

/// `Column: value` for each cell whose column has no field, so that nothing of a row is lost.
fn unknown_cells(cells: &[String], fields: &[Option<Field>], names: &[String]) -> String {
    let mut lines = Vec::new();
    for (at, cell) in cells.iter().enumerate() {
        let cell = cell.trim();
        if cell.is_empty() || fields.get(at).is_some_and(Option::is_some) {
            continue;
        }
        match names
            .get(at)
            .map(|name| name.trim())
            .filter(|name| !name.is_empty())
        {
            Some(name) => lines.push(format!("{name}: {cell}")),
            None => lines.push(format!("Column {}: {cell}", at + 1)),
        }
    }
    lines.join("\n")
}

fn joined(first: &str, second: &str) -> String {
    format!("{first} {second}").trim().to_owned()
}

/// Several values of one cell: ` ::: ` is Google's way, `;` and line breaks are everyone's.
fn values(cell: &str) -> impl Iterator<Item = &str> {
    cell.split(":::")
        .flat_map(|part| part.split([';', '\n']))
        .flat_map(|part| {
            if part.contains('@') {
                part.split(',').collect()
            } else {
                vec![part]
            }
        })
        .map(|part| part.trim().trim_matches(['[', ']', '"']))
        .filter(|part| !part.is_empty())
}

/// Google marks its own groups with an asterisk; they say nothing.
fn tags(cell: &str) -> impl Iterator<Item = &str> {
    cell.split(":::")
        .flat_map(|part| part.split([';', ',', '\n']))
        .map(str::trim)
        .filter(|tag| !tag.is_empty() && !tag.starts_with('*'))
}

fn labelled_email(label: &str, kind: EmailKind) -> EmailKind {
    let label = label.to_lowercase();
    match () {
        () if label.contains("home") || label.contains("personal") => EmailKind::Home,
        () if label.contains("other") => EmailKind::Other,
        () => kind,
    }
}

fn labelled_phone(label: &str, kind: PhoneKind) -> PhoneKind {
    let label = label.to_lowercase();
    match () {
        () if label.contains("fax") => PhoneKind::Fax,
        () if label.contains("mobile") || label.contains("cell") => PhoneKind::Mobile,
        () if label.contains("home") => PhoneKind::Home,
        () if label.contains("work") || label.contains("main") => PhoneKind::Work,
        () if label.contains("other") => PhoneKind::Other,
        () => kind,
    }
}

fn encoding_of(sample: &[u8]) -> &'static Encoding {
    if let Some((encoding, _)) = Encoding::for_bom(sample) {
        return encoding;
    }
    // The sample may end inside a character.
    match std::str::from_utf8(sample) {
        Ok(_) => UTF_8,
        Err(error) if error.error_len().is_none() => UTF_8,
        Err(_) => guess_encoding(sample),
    }
}

/// The delimiter that gives the first rows the same number of cells, more than one.
fn delimiter_of(text: &str) -> u8 {
    if let Some(hint) = text.strip_prefix("sep=")
        && let Some(&delimiter) = hint.as_bytes().first()
        && DELIMITERS.contains(&delimiter)
    {
        return delimiter;
    }
    let score = |&delimiter: &u8| {
        let reader = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .has_headers(false)
            .flexible(true)
            .from_reader(text.as_bytes());
        let lengths: Vec<usize> = reader
            .into_byte_records()
            .take(SAMPLE_ROWS)
            .filter_map(|record| Some(record.ok()?.len()))
            .collect();
        let first = lengths.first().copied().unwrap_or(1);
        let same = lengths.iter().filter(|&&length| length == first).count();
        if first > 1 {
            same * 1_000 / lengths.len().max(1) * first
        } else {
            0
        }
    };
    // `max_by_key` answers the last of equals; the comma is the first choice.
    DELIMITERS
        .into_iter()
        .rev()
        .max_by_key(score)
        .unwrap_or(b',')
}

/// Bytes in any encoding as UTF-8, with a limit on what one row may take.
struct Decoding<R> {
    reader: R,
    decoder: Decoder,
    pending: Vec<u8>,
    at: usize,
    done: bool,
    since_row: Rc<Cell<usize>>,
}

impl<R: Read> Read for Decoding<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.at == self.pending.len() && !self.done {
            self.refill()?;
        }
        let rest = self.pending.get(self.at..).unwrap_or_default();
        let length = rest.len().min(buffer.len());
        if let (Some(to), Some(from)) = (buffer.get_mut(..length), rest.get(..length)) {
            to.copy_from_slice(from);
        }
        self.at += length;
        self.since_row.set(self.since_row.get() + length);
        if self.since_row.get() > CARD_BYTES_MAX {
            return Err(io::Error::other("a row of more than 4 MB"));
        }
        Ok(length)
    }
}

impl<R: Read> Decoding<R> {
    fn refill(&mut self) -> io::Result<()> {
        let mut bytes = [0; BUFFER_BYTES];
        let length = self.reader.read(&mut bytes)?;
        self.done = length == 0;
        let mut text = String::with_capacity(
            self.decoder
                .max_utf8_buffer_length(length)
                .unwrap_or(4 * BUFFER_BYTES),
        );
        let input = bytes.get(..length).unwrap_or_default();
        let (_, _, _) = self.decoder.decode_to_string(input, &mut text, self.done);
        self.pending = text.into_bytes();
        if self.done {
            self.pending.extend_from_slice(END_OF_TABLE);
        }
        self.at = 0;
        Ok(())
    }
}

#[cfg(test)]
mod tests;
