//! JSON text to a plain value and back (RFC 8259). Numbers are whole, as they are in our API; one with
//! a fraction is read as its whole part. Strict about everything else, bounded in depth, no panics.
//! Tests stand at the foot.

/// Deeper nesting is refused.
const DEPTH_MAX: usize = 64;

/// A JSON value.
#[derive(Debug, Clone, PartialEq)]
pub enum Json {
    Null,
    Bool(bool),
    /// Covers i64 and u64.
    Number(i128),
    Text(String),
    List(Vec<Json>),
    /// In the order of the text.
    Object(Vec<(String, Json)>),
}

impl Json {
    /// A field of an object.
    pub fn get(&self, name: &str) -> Option<&Json> {
        let Self::Object(fields) = self else {
            return None;
        };
        let found = fields.iter().find(|(field, _)| field == name);
        found.map(|(_, value)| value)
    }

    /// Takes a field out of an object.
    pub fn take(&mut self, name: &str) -> Option<Json> {
        let Self::Object(fields) = self else {
            return None;
        };
        let place = fields.iter().position(|(field, _)| field == name)?;
        Some(fields.swap_remove(place).1)
    }

    /// The text, if it is one.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Reads a text; `None` if it is no JSON.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parser = Parser { rest: text };
        let value = parser.value(DEPTH_MAX)?;
        parser.skip();
        parser.rest.is_empty().then_some(value)
    }

    /// Writes it as short as can be.
    pub fn write(&self, out: &mut String) {
        match self {
            Self::Null => out.push_str("null"),
            Self::Bool(true) => out.push_str("true"),
            Self::Bool(false) => out.push_str("false"),
            Self::Number(number) => out.push_str(&number.to_string()),
            Self::Text(text) => write_text(text, out),
            Self::List(items) => {
                out.push('[');
                for (place, item) in items.iter().enumerate() {
                    if place > 0 {
                        out.push(',');
                    }
                    item.write(out);
                }
                out.push(']');
            }
            Self::Object(fields) => {
                out.push('{');
                for (place, (name, value)) in fields.iter().enumerate() {
                    if place > 0 {
                        out.push(',');
                    }
                    write_text(name, out);
                    out.push(':');
                    value.write(out);
                }
                out.push('}');
            }
        }
    }
}

fn write_text(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            c if c < ' ' => {
                out.push_str("\\u00");
                let code = c as u32;
                out.extend([code / 16, code % 16].map(hex_digit));
            }
            c => out.push(c),
        }
    }
    out.push('"');
}

fn hex_digit(digit: u32) -> char {
    char::from_digit(digit, 16).unwrap_or('0')
}

struct Parser<'a> {
    rest: &'a str,
}

impl Parser<'_> {
    fn skip(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', '\n', '\r', '\t']);
    }

    /// Takes a text if it comes next.
    fn take(&mut self, text: &str) -> Option<()> {
        self.rest = self.rest.strip_prefix(text)?;
        Some(())
    }

    fn value(&mut self, depth: usize) -> Option<Json> {
        let depth = depth.checked_sub(1)?;
        self.skip();
        match self.rest.as_bytes().first()? {
            b'{' => self.object(depth),
            b'[' => self.list(depth),
            b'"' => self.text().map(Json::Text),
            b'n' => self.take("null").map(|()| Json::Null),
            b't' => self.take("true").map(|()| Json::Bool(true)),
            b'f' => self.take("false").map(|()| Json::Bool(false)),
            _ => self.number(),
        }
    }

    fn object(&mut self, depth: usize) -> Option<Json> {
        let mut fields = Vec::new();
        self.take("{")?;
        self.skip();
        if self.take("}").is_some() {
            return Some(Json::Object(fields));
        }
        loop {
            self.skip();
            let name = self.text()?;
            self.skip();
            self.take(":")?;
            fields.push((name, self.value(depth)?));
            self.skip();
            if self.take(",").is_none() {
                self.take("}")?;
                return Some(Json::Object(fields));
            }
        }
    }

    fn list(&mut self, depth: usize) -> Option<Json> {
        let mut items = Vec::new();
        self.take("[")?;
        self.skip();
        if self.take("]").is_some() {
            return Some(Json::List(items));
        }
        loop {
            items.push(self.value(depth)?);
            self.skip();
            if self.take(",").is_none() {
                self.take("]")?;
                return Some(Json::List(items));
            }
        }
    }

    fn number(&mut self) -> Option<Json> {
        let end = self
            .rest
            .find(|c: char| !(c.is_ascii_digit() || "+-.eE".contains(c)))
            .unwrap_or(self.rest.len());
        let (number, rest) = self.rest.split_at(end);
        let whole = number.split(['.', 'e', 'E']).next()?;
        let value: i64 = match whole.parse() {
            Ok(value) => value,
            Err(_) => return whole.parse::<u64>().ok().map(|n| self.done(rest, n.into())),
        };
        Some(self.done(rest, value.into()))
    }

    fn text(&mut self) -> Option<String> {
        self.take("\"")?;
        let mut text = String::new();
        loop {
            let end = self.rest.find(['"', '\\'])?;
            let (plain, rest) = self.rest.split_at(end);
            if plain.bytes().any(|byte| byte < b' ') {
                return None;
            }
            text.push_str(plain);
            self.rest = rest;
            if self.take("\"").is_some() {
                return Some(text);
            }
            self.take("\\")?;
            text.push(self.escape()?);
        }
    }

    /// What stands behind a backslash.
    fn escape(&mut self) -> Option<char> {
        let c = self.rest.chars().next()?;
        self.rest = self.rest.get(c.len_utf8()..)?;
        match c {
            '"' | '\\' | '/' => Some(c),
            'n' => Some('\n'),
            't' => Some('\t'),
            'r' => Some('\r'),
            'b' => Some('\u{8}'),
            'f' => Some('\u{c}'),
            'u' => self.code(),
            _ => None,
        }
    }

    /// A code unit, or two that make one character (RFC 8259, 7). Half a pair stands for nothing.
    fn code(&mut self) -> Option<char> {
        let first = self.hex()?;
        if !(0xd800..0xdc00).contains(&first) {
            return Some(char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER));
        }
        if self.take("\\u").is_none() {
            return Some(char::REPLACEMENT_CHARACTER);
        }
        let second = self.hex()?.checked_sub(0xdc00).filter(|low| *low < 0x400);
        let joined =
            second.and_then(|low| char::from_u32(0x1_0000 + ((first - 0xd800) << 10) + low));
        Some(joined.unwrap_or(char::REPLACEMENT_CHARACTER))
    }

    fn hex(&mut self) -> Option<u32> {
        let digits = self.rest.get(..4)?;
        self.rest = self.rest.get(4..)?;
        u32::from_str_radix(digits, 16).ok()
    }
}

impl<'a> Parser<'a> {
    fn done(&mut self, rest: &'a str, number: i128) -> Json {
        self.rest = rest;
        Json::Number(number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is read and written again.
    fn check(text: &str, expected: Option<&str>) {
        let again = Json::parse(text).map(|value| {
            let mut out = String::new();
            value.write(&mut out);
            out
        });
        assert_eq!(again.as_deref(), expected, "{text}");
    }

    #[test]
    fn json_is_read_as_it_is_written() {
        check(
            r#" { "a" : [ 1 , -2, true,null ] , "b":{} } "#,
            Some(r#"{"a":[1,-2,true,null],"b":{}}"#),
        );
        check(
            r#""tab\t, \u00e9\u4e2d \ud83d\ude00 \/""#,
            Some("\"tab\\u0009, é中 😀 /\""),
        );
        check(r#""half \ud83d pair""#, Some("\"half \u{fffd} pair\""));
        check("18446744073709551615", Some("18446744073709551615"));
        check("-9223372036854775808", Some("-9223372036854775808"));
        check("1.5e3", Some("1"));
        check(r#""\"\\\n""#, Some(r#""\"\\\n""#));
    }

    #[test]
    fn what_is_no_json_is_refused() {
        for text in [
            "",
            "{",
            "[1,]",
            "{\"a\"}",
            "{\"a\":1,}",
            "tru",
            "1 2",
            "\"a",
            "\"\\x\"",
            "\"\\u12\"",
            "\"\n\"",
            "99999999999999999999999",
            "+-",
            "<html>",
        ] {
            check(text, None);
        }
        assert!(Json::parse(&"[".repeat(100_000)).is_none());
        let deep = format!("{}{}", "[".repeat(DEPTH_MAX), "]".repeat(DEPTH_MAX));
        assert!(Json::parse(&deep).is_some());
    }
}
