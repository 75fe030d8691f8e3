//! The fonts of a PDF: what the bytes of a text mean, and how far each moves the pen. Read once a
//! document. Nothing is drawn, so the shapes of letters are never looked at.

use lopdf::{Dictionary, Document, Encoding, Object, ObjectId};
use std::{collections::HashMap, rc::Rc};

/// Bytes that the table of a font may unpack to.
const TABLE_BYTES_MAX: usize = 8 * 1024 * 1024;
/// Characters of a font whose width is kept.
const WIDTHS_MAX: usize = 70_000;
/// Width of a character of a font with two-byte codes that says none, in thousandths.
const CID_WIDTH_DEFAULT: f32 = 1_000.0;

/// The fonts of a document, each read once.
pub struct Fonts<'a> {
    document: &'a Document,
    known: HashMap<ObjectId, Option<Rc<Font<'a>>>>,
}

/// A font.
pub struct Font<'a> {
    encoding: Encoding<'a>,
    widths: Widths,
}

enum Widths {
    /// One byte a character: those from a first one on.
    Simple(usize, Vec<f32>),
    /// Two bytes a character: the usual one, and those that differ.
    Cid(f32, HashMap<u16, f32>),
    /// Not said: one of the fonts that every reader has. The pen then stays until it is moved.
    Unknown,
}

/// How far a text moves the pen.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Advance {
    /// Thousandths of the font's size.
    pub width: f32,
    /// Characters.
    pub characters: usize,
    /// Those of them that are a space of one byte.
    pub spaces: usize,
}

impl<'a> Fonts<'a> {
    /// None read yet.
    pub fn new(document: &'a Document) -> Self {
        Self {
            document,
            known: HashMap::new(),
        }
    }

    /// The font that a page calls by this name.
    pub fn find(&mut self, resources: &[&'a Dictionary], name: &[u8]) -> Option<Rc<Font<'a>>> {
        let document = self.document;
        let entry = resources.iter().find_map(|resources| {
            let fonts = resources.get_deref(b"Font", document).ok()?;
            fonts.as_dict().ok()?.get(name).ok()
        })?;
        match entry {
            Object::Reference(id) => {
                if !self.known.contains_key(id) {
                    let font = document.get_dictionary(*id).ok();
                    let font = font.and_then(|font| Font::read(font, document));
                    self.known.insert(*id, font.map(Rc::new));
                }
                self.known.get(id).cloned().flatten()
            }
            Object::Dictionary(font) => Font::read(font, document).map(Rc::new),
            _ => None,
        }
    }
}

impl<'a> Font<'a> {
    fn read(font: &'a Dictionary, document: &'a Document) -> Option<Self> {
        let encoding = font
            .get_font_encoding_with_limit(document, TABLE_BYTES_MAX)
            .ok()?;
        let subtype = font
            .get(b"Subtype")
            .and_then(Object::as_name)
            .unwrap_or_default();
        let widths = match subtype {
            b"Type0" => cid_widths(font, document),
            _ => simple_widths(font, document),
        };
        Some(Self {
            encoding,
            widths: widths.unwrap_or(Widths::Unknown),
        })
    }

    /// The text that bytes mean.
    pub fn decode(&self, bytes: &[u8]) -> String {
        Document::decode_text(&self.encoding, bytes).unwrap_or_default()
    }

    /// How far bytes move the pen.
    pub fn advance(&self, bytes: &[u8]) -> Advance {
        let spaces = bytes.iter().filter(|&&byte| byte == b' ').count();
        match &self.widths {
            Widths::Simple(first, widths) => Advance {
                width: bytes
                    .iter()
                    .filter_map(|&byte| widths.get(usize::from(byte).checked_sub(*first)?))
                    .sum(),
                characters: bytes.len(),
                spaces,
            },
            Widths::Cid(usual, widths) => {
                let codes = bytes.chunks_exact(2);
                let codes = codes.map(|code| u16::from_be_bytes([code[0], code[1]]));
                Advance {
                    width: codes.map(|code| widths.get(&code).unwrap_or(usual)).sum(),
                    characters: bytes.len() / 2,
                    spaces: 0,
                }
            }
            Widths::Unknown => Advance {
                characters: bytes.len(),
                spaces,
                ..Advance::default()
            },
        }
    }
}

fn simple_widths(font: &Dictionary, document: &Document) -> Option<Widths> {
    let first = font.get_deref(b"FirstChar", document).ok()?.as_i64().ok()?;
    let widths = font.get_deref(b"Widths", document).ok()?.as_array().ok()?;
    // A font of drawings has a measure of its own; all others count in thousandths.
    let matrix = font.get_deref(b"FontMatrix", document).ok();
    let matrix = matrix.and_then(|matrix| matrix.as_array().ok()?.first());
    let scale = matrix
        .and_then(|first| float(first, document))
        .map_or(1.0, |first| first * 1_000.0);
    let number = |width| float(width, document).unwrap_or_default() * scale;
    let widths = widths.iter().take(WIDTHS_MAX).map(number).collect();
    Some(Widths::Simple(usize::try_from(first).ok()?, widths))
}

/// `W` is a list of `first [w1 w2 …]` and `first last w`.
fn cid_widths(font: &Dictionary, document: &Document) -> Option<Widths> {
    let descendants = font.get_deref(b"DescendantFonts", document).ok()?;
    let descendant = descendants.as_array().ok()?.first()?;
    let (_, descendant) = document.dereference(descendant).ok()?;
    let descendant = descendant.as_dict().ok()?;
    let usual = descendant.get_deref(b"DW", document).ok();
    let usual = usual.and_then(|usual| usual.as_float().ok());
    let mut widths = HashMap::new();
    let listed = descendant.get_deref(b"W", document).ok();
    let mut rest = listed
        .and_then(|listed| listed.as_array().ok())
        .map_or(&[][..], Vec::as_slice);
    while let [first, second, behind @ ..] = rest {
        let first = code(first, document)?;
        let (_, second) = document.dereference(second).ok()?;
        if let Ok(each) = second.as_array() {
            let each = each
                .iter()
                .map(|width| float(width, document).unwrap_or_default());
            widths.extend((first..=u16::MAX).zip(each));
            rest = behind;
            continue;
        }
        let [width, behind @ ..] = behind else {
            break;
        };
        let width = float(width, document)?;
        widths.extend((first..=code(second, document)?).map(|code| (code, width)));
        rest = behind;
    }
    Some(Widths::Cid(usual.unwrap_or(CID_WIDTH_DEFAULT), widths))
}

fn float(object: &Object, document: &Document) -> Option<f32> {
    document.dereference(object).ok()?.1.as_float().ok()
}

fn code(object: &Object, document: &Document) -> Option<u16> {
    let number = document.dereference(object).ok()?.1.as_i64().ok()?;
    u16::try_from(number).ok()
}
