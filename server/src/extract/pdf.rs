//! PDF: the text of each page, read with lopdf, which keeps each stream within a limit. Where the
//! words stand is `pdf_text`'s business, what their bytes mean `pdf_fonts`'s.

use super::{
    File,
    out::{Out, Place},
    pdf_fonts::Fonts,
    pdf_text::PageText,
};
use lopdf::{
    DecompressError, Dictionary, Document, Error, LoadOptions, ObjectId, content::Content,
};
use shared::api::reading::UnreadReason;

/// Bytes that one stream may unpack to.
const STREAM_BYTES_MAX: usize = 64 * 1024 * 1024;
/// Pages of a document.
const PAGES_MAX: usize = 20_000;
/// Drawings inside drawings; each may hold text.
const FORM_DEPTH_MAX: usize = 8;
/// Drawings that one page may show, counted each time.
const FORMS_PER_PAGE_MAX: usize = 500;

/// Reads a document.
pub fn read(file: &File<'_>, out: &mut Out) {
    let options = LoadOptions {
        max_decompressed_size: Some(STREAM_BYTES_MAX),
        ..LoadOptions::default()
    };
    let document = match Document::load_mem_with_options(file.bytes, options) {
        Ok(document) => document,
        Err(error) => return out.cannot(reason(&error)),
    };
    // Many documents open with no password, and only forbid to print: those are open by now.
    if document.trailer.has(b"Encrypt") {
        return out.cannot(UnreadReason::Encrypted);
    }
    let mut pages: Vec<ObjectId> = document.page_iter().take(PAGES_MAX + 1).collect();
    if pages.len() > PAGES_MAX {
        out.cannot(UnreadReason::TooManyMembers);
        pages.truncate(PAGES_MAX);
    }
    out.has_pages(&file.inner, pages.len());
    let mut reading = Reading {
        document: &document,
        fonts: Fonts::new(&document),
        forms_left: 0,
    };
    let mut is_blank = true;
    for (number, &page) in (1..).zip(&pages) {
        if out.is_full() || out.is_late() {
            return;
        }
        let text = reading.page(page, out);
        is_blank &= text.trim().is_empty();
        out.part(&file.inner, Place::Page(number), &text);
    }
    if pages.is_empty() {
        out.cannot(UnreadReason::Damaged);
    } else if is_blank && out.has_all() {
        out.cannot(UnreadReason::NoText);
    }
}

fn reason(error: &Error) -> UnreadReason {
    match error {
        Error::InvalidPassword | Error::Decryption(_) | Error::UnsupportedSecurityHandler(_) => {
            UnreadReason::Encrypted
        }
        Error::Decompress(DecompressError::MemoryLimitExceeded { .. }) => {
            UnreadReason::UnpacksTooLarge
        }
        _ => UnreadReason::Damaged,
    }
}

struct Reading<'a> {
    document: &'a Document,
    fonts: Fonts<'a>,
    forms_left: usize,
}

impl<'a> Reading<'a> {
    fn page(&mut self, page: ObjectId, out: &mut Out) -> String {
        self.forms_left = FORMS_PER_PAGE_MAX;
        let mut text = PageText::default();
        let room = room(out);
        match self.document.get_page_content_with_limit(page, room) {
            Ok(content) => {
                let resources = self.resources(page);
                self.content(&content, &resources, (&mut text, 0), out);
            }
            Err(error) => out.cannot(reason(&error)),
        }
        text.finish()
    }

    /// Those written into the page come first, then those it and its parents refer to.
    fn resources(&self, page: ObjectId) -> Vec<&'a Dictionary> {
        let Ok((own, others)) = self.document.get_page_resources(page) else {
            return Vec::new();
        };
        let others = others.into_iter();
        let others = others.filter_map(|id| self.document.get_dictionary(id).ok());
        own.into_iter().chain(others).collect()
    }

    fn content(
        &mut self,
        content: &[u8],
        resources: &[&'a Dictionary],
        (text, depth): (&mut PageText<'a>, usize),
        out: &mut Out,
    ) {
        out.unpacked_left = out.unpacked_left.saturating_sub(content.len() as u64);
        for operation in Content::decode_iter(content) {
            let Ok(operation) = operation else {
                return out.cannot(UnreadReason::Damaged);
            };
            match operation.operator.as_str() {
                "Tf" => {
                    let name = operation
                        .operands
                        .first()
                        .and_then(|name| name.as_name().ok());
                    let font = name.and_then(|name| self.fonts.find(resources, name));
                    text.set_font(font, operation.operands.get(1));
                }
                "Do" => {
                    let name = operation
                        .operands
                        .first()
                        .and_then(|name| name.as_name().ok());
                    if let Some(name) = name {
                        self.form(name, resources, (text, depth), out);
                    }
                }
                operator => text.operate(operator, &operation.operands),
            }
        }
    }

    /// A drawing that is shown as part of a page.
    fn form(
        &mut self,
        name: &[u8],
        resources: &[&'a Dictionary],
        (text, depth): (&mut PageText<'a>, usize),
        out: &mut Out,
    ) {
        let document = self.document;
        let stream = resources.iter().find_map(|resources| {
            let forms = resources.get_deref(b"XObject", document).ok()?;
            let form = forms.as_dict().ok()?.get_deref(name, document).ok()?;
            form.as_stream().ok()
        });
        let is_form = |dictionary: &Dictionary| {
            let subtype = dictionary
                .get(b"Subtype")
                .and_then(|subtype| subtype.as_name());
            subtype.is_ok_and(|subtype| subtype == b"Form")
        };
        let Some(stream) = stream.filter(|stream| is_form(&stream.dict)) else {
            return;
        };
        if depth >= FORM_DEPTH_MAX || self.forms_left == 0 {
            return out.cannot(UnreadReason::TooDeep);
        }
        self.forms_left -= 1;
        let own = stream.dict.get_deref(b"Resources", document);
        let own: Vec<&Dictionary> = own.and_then(|own| own.as_dict()).into_iter().collect();
        let resources = if own.is_empty() { resources } else { &own };
        match stream.decompressed_content_with_limit(room(out)) {
            Ok(content) => {
                text.enter(stream.dict.get_deref(b"Matrix", document).ok());
                self.content(&content, resources, (text, depth + 1), out);
                text.leave();
            }
            Err(error) => out.cannot(reason(&error)),
        }
    }
}

/// What may still be unpacked, for one stream.
fn room(out: &Out) -> usize {
    usize::try_from(out.unpacked_left)
        .unwrap_or(usize::MAX)
        .min(STREAM_BYTES_MAX)
}
