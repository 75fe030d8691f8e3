//! Mends the symbol table of a linked module for the cutter. Zeroed data has symbols and, from some
//! linkers (Debian's LLD 14), no segment; the cutter refuses such symbols. Nothing needs to be moved
//! for them, so their size is set to zero, which it skips. Never changes anything else, nor the
//! length of anything. Tests: at the foot; the app in a real browser in tests/suite/browser.

use anyhow::{Context, Result};
use std::ops::Range;

const HEADER_BYTES: usize = 8;
const CUSTOM_SECTION: u8 = 0;
const DATA_SECTION: u8 = 11;
const SYMBOL_TABLE: u8 = 8;
const KIND_DATA: u8 = 1;
const KIND_SECTION: u8 = 3;
const UNDEFINED: u32 = 0x10;
const EXPLICIT_NAME: u32 = 0x40;

/// Sets the size of each data symbol to zero whose segment is not in the module.
///
/// # Errors
/// When the module ends too early or a number is too long.
pub fn without_missing_segments(mut module: Vec<u8>) -> Result<Vec<u8>> {
    let mut segments = 0;
    let mut sizes = Vec::new();
    let mut reader = Reader::new(&module, HEADER_BYTES..module.len());
    while !reader.is_at_end() {
        let id = reader.byte()?;
        let body = reader.block()?;
        let mut section = Reader::new(&module, body);
        match id {
            DATA_SECTION => segments = section.number()?,
            CUSTOM_SECTION if section.name()? == b"linking" => {
                sizes = sizes_of_missing(section, segments)?;
            }
            _ => {}
        }
    }
    for size in sizes {
        let last = size.end - 1;
        module[size.start..last].fill(0x80);
        module[last] = 0;
    }
    Ok(module)
}

/// Where the sizes of such symbols stand.
fn sizes_of_missing(mut section: Reader, segments: u32) -> Result<Vec<Range<usize>>> {
    let mut found = Vec::new();
    let _version = section.number()?;
    while !section.is_at_end() {
        let kind = section.byte()?;
        let body = section.block()?;
        if kind != SYMBOL_TABLE {
            continue;
        }
        let mut table = Reader::new(section.module, body);
        for _ in 0..table.number()? {
            let (kind, flags) = (table.byte()?, table.number()?);
            if kind != KIND_DATA {
                table.number()?;
                let has_name = flags & UNDEFINED == 0 || flags & EXPLICIT_NAME != 0;
                if has_name && kind != KIND_SECTION {
                    table.name()?;
                }
                continue;
            }
            table.name()?;
            if flags & UNDEFINED != 0 {
                continue;
            }
            let (segment, _offset) = (table.number()?, table.number()?);
            let start = table.at.start;
            table.number()?;
            if segment >= segments {
                found.push(start..table.at.start);
            }
        }
    }
    Ok(found)
}

/// Reads numbers, names and blocks; `at` is what is left.
struct Reader<'a> {
    module: &'a [u8],
    at: Range<usize>,
}

impl<'a> Reader<'a> {
    fn new(module: &'a [u8], at: Range<usize>) -> Self {
        Self { module, at }
    }

    fn is_at_end(&self) -> bool {
        self.at.is_empty()
    }

    fn byte(&mut self) -> Result<u8> {
        let at = self.at.next().context("a section ends too early")?;
        self.module
            .get(at)
            .copied()
            .context("the module ends too early")
    }

    /// An unsigned number in LEB128.
    fn number(&mut self) -> Result<u32> {
        let mut value = 0_u32;
        for shift in (0..32).step_by(7) {
            let byte = self.byte()?;
            value |= u32::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Ok(value);
            }
        }
        anyhow::bail!("a number is too long")
    }

    /// Something with its length before it.
    fn block(&mut self) -> Result<Range<usize>> {
        let length = self.number()? as usize;
        let start = self.at.start;
        let end = start + length;
        if end > self.at.end {
            anyhow::bail!("a block ends after what holds it");
        }
        self.at.start = end;
        Ok(start..end)
    }

    fn name(&mut self) -> Result<&'a [u8]> {
        let range = self.block()?;
        Ok(&self.module[range])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A module with one data segment, and data symbols in segments 0 and 1.
    fn module(size_of_second: [u8; 2]) -> Vec<u8> {
        let [first, second] = size_of_second;
        let mut symbols = vec![SYMBOL_TABLE, 0, 3];
        symbols.extend([0, 0, 7, 1, b'f']);
        symbols.extend([KIND_DATA, 0, 1, b'a', 0, 4, 9]);
        symbols.extend([KIND_DATA, 0, 1, b'b', 1, 4, first, second]);
        symbols[1] = u8::try_from(symbols.len() - 2).unwrap();
        let mut linking = vec![7];
        linking.extend(b"linking");
        linking.push(2);
        linking.extend(symbols);
        let mut module = b"\0asm\x01\0\0\0".to_vec();
        module.extend([DATA_SECTION, 1, 1, CUSTOM_SECTION]);
        module.push(u8::try_from(linking.len()).unwrap());
        module.extend(linking);
        module
    }

    #[test]
    fn a_symbol_without_a_segment_has_no_size() {
        let mended = without_missing_segments(module([0x81, 0x02])).unwrap();
        assert_eq!(mended, module([0x80, 0x00]));
    }

    #[test]
    fn a_module_cut_short_is_refused() {
        let mut short = module([0x81, 0x02]);
        short.truncate(short.len() - 3);
        assert!(without_missing_segments(short).is_err());
    }
}
