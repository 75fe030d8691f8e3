//! Rich Text Format: the text alone. Characters come as bytes of the document's code page, or by
//! number with a substitute behind them. Tests: at the foot.

use encoding_rs::Encoding;

/// Groups inside one another; deeper ones are read as if they were at this depth.
const DEPTH_MAX: usize = 200;
/// Letters of a control word.
const WORD_BYTES_MAX: usize = 40;
/// Groups that hold no text of the document.
const HIDDEN: [&[u8]; 14] = [
    b"fonttbl",
    b"colortbl",
    b"stylesheet",
    b"info",
    b"pict",
    b"object",
    b"themedata",
    b"datastore",
    b"listtable",
    b"listoverridetable",
    b"rsidtbl",
    b"generator",
    b"fldinst",
    b"xmlnstbl",
];

/// The text of a document; as much as can be read of a broken one.
pub fn read(bytes: &[u8]) -> String {
    let mut reader = Rtf {
        rest: bytes,
        state: State {
            hidden: false,
            substitute: 1,
        },
        stack: Vec::new(),
        beyond: 0,
        encoding: encoding_rs::WINDOWS_1252,
        pending: Vec::new(),
        skip: 0,
        high: None,
        text: String::new(),
    };
    while reader.step().is_some() {}
    reader.flush();
    reader.text
}

#[derive(Clone, Copy)]
struct State {
    hidden: bool,
    /// Characters that stand behind `\u` for those who cannot show it.
    substitute: usize,
}

struct Rtf<'a> {
    rest: &'a [u8],
    state: State,
    stack: Vec<State>,
    beyond: usize,
    encoding: &'static Encoding,
    /// Bytes of the code page that wait for their other half.
    pending: Vec<u8>,
    skip: usize,
    /// The first half of a character beyond 16 bits.
    high: Option<u16>,
    text: String,
}

impl Rtf<'_> {
    fn step(&mut self) -> Option<()> {
        let (&first, rest) = self.rest.split_first()?;
        self.rest = rest;
        match first {
            b'{' if self.stack.len() < DEPTH_MAX => self.stack.push(self.state),
            b'{' => self.beyond += 1,
            b'}' if self.beyond > 0 => self.beyond -= 1,
            b'}' => self.state = self.stack.pop().unwrap_or(self.state),
            b'\\' => return self.control(),
            b'\r' | b'\n' => {}
            byte => self.byte(byte),
        }
        Some(())
    }

    fn control(&mut self) -> Option<()> {
        let (&first, rest) = self.rest.split_first()?;
        if !first.is_ascii_alphabetic() {
            self.rest = rest;
            match first {
                b'\'' => {
                    let digits = self.rest.get(..2).unwrap_or_default();
                    let byte = std::str::from_utf8(digits).ok();
                    let byte = byte.and_then(|digits| u8::from_str_radix(digits, 16).ok());
                    self.rest = self.rest.get(2..).unwrap_or_default();
                    byte.into_iter().for_each(|byte| self.byte(byte));
                }
                b'~' => self.push(' '),
                b'*' => self.state.hidden = true,
                b'\r' | b'\n' => self.push('\n'),
                b'\\' | b'{' | b'}' => self.byte(first),
                _ => {}
            }
            return Some(());
        }
        let end = |bytes: &[u8], is_in: fn(&u8) -> bool| {
            let length = bytes
                .iter()
                .take(WORD_BYTES_MAX)
                .take_while(|&byte| is_in(byte));
            length.count()
        };
        let (word, rest) = self.rest.split_at(end(self.rest, u8::is_ascii_alphabetic));
        let sign = usize::from(rest.first() == Some(&b'-'));
        let digits = end(&rest[sign..], u8::is_ascii_digit);
        let (number, rest) = rest.split_at(if digits > 0 { sign + digits } else { 0 });
        self.rest = rest.strip_prefix(b" ").unwrap_or(rest);
        let number = std::str::from_utf8(number)
            .ok()
            .and_then(|text| text.parse().ok());
        self.word(word, number);
        Some(())
    }

    fn word(&mut self, word: &[u8], number: Option<i64>) {
        match word {
            b"par" | b"line" | b"row" | b"sect" | b"page" => self.push('\n'),
            b"tab" | b"cell" => self.push('\t'),
            b"lquote" | b"rquote" => self.push('\''),
            b"ldblquote" | b"rdblquote" => self.push('"'),
            b"endash" | b"emdash" => self.push('–'),
            b"u" => self.unicode(number.unwrap_or_default()),
            b"uc" => self.state.substitute = usize::try_from(number.unwrap_or(1)).unwrap_or(1),
            b"ansicpg" => self.code_page(number.unwrap_or_default()),
            b"bin" => {
                let length = usize::try_from(number.unwrap_or_default()).unwrap_or_default();
                self.rest = self.rest.get(length..).unwrap_or_default();
            }
            hidden if HIDDEN.contains(&hidden) => self.state.hidden = true,
            _ => {}
        }
    }

    fn code_page(&mut self, number: i64) {
        let label = match number {
            936 => "gbk".to_owned(),
            950 => "big5".to_owned(),
            932 => "shift_jis".to_owned(),
            949 => "euc-kr".to_owned(),
            65001 => "utf-8".to_owned(),
            other => format!("windows-{other}"),
        };
        self.encoding = Encoding::for_label(label.as_bytes()).unwrap_or(self.encoding);
    }

    fn unicode(&mut self, number: i64) {
        // Written as a signed number of 16 bits.
        let unit = u16::try_from(number.rem_euclid(1 << 16)).unwrap_or_default();
        let units: Vec<u16> = self.high.take().into_iter().chain([unit]).collect();
        match String::from_utf16(&units) {
            Ok(text) => text.chars().for_each(|c| self.push(c)),
            Err(_) if (0xd800..0xdc00).contains(&unit) => self.high = Some(unit),
            Err(_) => {}
        }
        self.skip = self.state.substitute;
    }

    fn byte(&mut self, byte: u8) {
        if self.skip > 0 {
            self.skip -= 1;
        } else if !self.state.hidden {
            self.pending.push(byte);
        }
    }

    fn push(&mut self, c: char) {
        self.flush();
        if !self.state.hidden {
            self.text.push(c);
        }
    }

    fn flush(&mut self) {
        let (text, _) = self.encoding.decode_without_bom_handling(&self.pending);
        self.text.push_str(&text);
        self.pending.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(rtf: &str, expected: &str) {
        assert_eq!(read(rtf.as_bytes()).trim(), expected, "{rtf}");
    }

    #[test]
    fn text_comes_without_what_is_around_it() {
        check(
            r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}{\*\generator x;}\f0\fs24 A \b bold\b0  word\par caf\'e9}",
            "A bold word\ncafé",
        );
        check(r"{\rtf1 a \{b\} \\ c}", r"a {b} \ c");
        check(r"{\rtf1{\pict\wmetafile8 0100}text}", "text");
    }

    #[test]
    fn characters_come_in_every_form() {
        check(r"{\rtf1\ansicpg936 \'b9\'ba\'c2\'f2}", "购买");
        check(r"{\rtf1\uc1 \u21512?\u21516?}", "合同");
        check(r"{\rtf1\uc1 \u-10179?\u-8704?}", "😀");
    }

    #[test]
    fn broken_ones_give_what_they_have() {
        check(r"{\rtf1 text \'", "text");
        check(r"{\rtf1 text}}}} more", "text more");
        check(&format!("{{\\rtf1 {}x", "{".repeat(100_000)), "x");
        check(r"{\rtf1\bin99999 x", "");
    }
}
