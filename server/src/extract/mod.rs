//! The text of files: what stands in a PDF, an office document, an archive. Pure functions of bytes
//! that strangers sent: they run in a child process with limits (`child`), never in the server, and
//! never open a file or a connection. What was not read is said, with its reason. Tests: `tests/`.

mod archive;
pub mod child;
mod kind;
mod office;
mod open_document;
mod out;
mod package;
mod pdf;
mod pdf_fonts;
mod pdf_text;
mod presentation;
mod reader;
mod rtf;
mod sheet;
mod xml;

#[cfg(test)]
mod tests;

pub use out::{Extract, Part};
pub use reader::{ReadError, Reader};

use crate::mail::{charset, html_text::html_to_text, mime::parse_mail};
use kind::{Kind, kind_of};
use out::{Out, Place};
use serde::{Deserialize, Serialize};
use shared::api::reading::{NESTING_MAX, UnreadReason};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Counts changes of what is read: files read by an older one are read again.
pub const READER_VERSION: u32 = 1;

/// What is known of a file beside its bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Label {
    /// Its name; the ending helps to tell its kind.
    pub name: String,
    /// Its type, as the message has it.
    pub content_type: String,
}

/// A file, or a file inside a file.
struct File<'a> {
    label: Label,
    /// The way to it from the outer file; empty for that itself.
    inner: String,
    depth: usize,
    bytes: &'a [u8],
}

impl<'a> File<'a> {
    /// A file that lies in this one.
    fn member<'b>(&self, name: &str, content_type: &str, bytes: &'b [u8]) -> File<'b> {
        let inner = match self.inner.as_str() {
            "" => name.to_owned(),
            around => format!("{around}/{name}"),
        };
        File {
            label: Label {
                name: name.to_owned(),
                content_type: content_type.to_owned(),
            },
            inner,
            depth: self.depth + 1,
            bytes,
        }
    }
}

/// Reads a file. Never fails: the answer says what could not be read, and why.
pub fn extract(label: &Label, bytes: &[u8]) -> Extract {
    let mut out = Out::default();
    let file = File {
        label: label.clone(),
        inner: String::new(),
        depth: 0,
        bytes,
    };
    read_file(&file, &mut out);
    out.finish()
}

fn read_file(file: &File<'_>, out: &mut Out) {
    if file.depth > NESTING_MAX {
        out.cannot(UnreadReason::TooDeep);
        return;
    }
    let read = AssertUnwindSafe(|| read_kind(kind_of(file.bytes, &file.label), file, out));
    // A reader that breaks down leaves what it had read by then.
    if catch_unwind(read).is_err() {
        out.cannot(UnreadReason::Crashed);
    }
}

fn read_kind(kind: Kind, file: &File<'_>, out: &mut Out) {
    match kind {
        Kind::Pdf => pdf::read(file, out),
        Kind::Zip => archive::read_zip(file, out),
        Kind::Rtf => out.whole(&file.inner, &rtf::read(file.bytes)),
        Kind::Html => {
            let decoded = charset::decode(file.bytes, kind::html_charset(file.bytes).as_deref());
            out.whole(&file.inner, &html_to_text(&decoded.text));
        }
        Kind::Mail => read_mail(file, out),
        Kind::Text => out.whole(&file.inner, &charset::decode(file.bytes, None).text),
        Kind::Encrypted => out.cannot(UnreadReason::Encrypted),
        Kind::Other => out.cannot(UnreadReason::Unsupported),
        Kind::Empty => {}
    }
}

fn read_mail(file: &File<'_>, out: &mut Out) {
    let mail = parse_mail(file.bytes);
    let text = [&mail.subject, &mail.text.new, &mail.text.quoted]
        .into_iter()
        .filter(|text| !text.is_empty())
        .map(String::as_str)
        .collect::<Vec<_>>()
        .join("\n\n");
    out.part(&file.inner, Place::Whole, &text);
    for attached in &mail.files {
        if !out.take_member() {
            return;
        }
        let name = attached.file_name.as_str();
        read_file(
            &file.member(name, attached.content_type, &attached.bytes),
            out,
        );
    }
}
