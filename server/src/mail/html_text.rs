//! HTML to plain text, for search, previews and quoting: one pass, no tree, any bytes. It decides
//! nothing about safety; what people see as HTML goes through `html.rs`.

use mail_parser::decoders::html::add_html_token;

/// Levels of quotation that are marked.
const QUOTE_DEPTH_MAX: usize = 20;
/// Bytes of an entity with its ampersand.
const ENTITY_BYTES_MAX: usize = 32;

/// Elements whose content nobody reads.
const SILENT: [&str; 8] = [
    "style", "script", "title", "head", "noscript", "template", "svg", "math",
];
/// Elements that stand on lines of their own.
const BLOCKS: [&str; 29] = [
    "p",
    "div",
    "table",
    "tr",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "pre",
    "blockquote",
    "section",
    "article",
    "header",
    "footer",
    "center",
    "form",
    "fieldset",
    "hr",
    "address",
    "main",
    "body",
];

/// The text of a page, quotations marked with `>` as in plain mail.
pub fn html_to_text(html: &str) -> String {
    let mut writer = Writer::default();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let (before, tag) = rest.split_at(at);
        writer.text(before);
        rest = step(&mut writer, tag);
    }
    writer.text(rest);
    writer.finish()
}

/// Handles what begins with `<`; answers what comes behind it.
fn step<'a>(writer: &mut Writer, tag: &'a str) -> &'a str {
    if let Some(comment) = tag.strip_prefix("<!--") {
        // One that never ends would hide all that follows; it ends with its tag.
        let end = comment
            .split_once("-->")
            .or_else(|| comment.split_once('>'));
        return end.map_or("", |(_, rest)| rest);
    }
    let Some(name) = tag_name(tag) else {
        writer.text("<");
        return tag.get(1..).unwrap_or_default();
    };
    let end = tag_end(tag);
    let rest = tag.get(end..).unwrap_or_default();
    let closing = tag.starts_with("</");
    if !closing && SILENT.contains(&name.as_str()) {
        return behind_element(rest, &name);
    }
    if name == "img"
        && let Some(text) = attribute(tag.get(..end).unwrap_or_default(), "alt")
    {
        writer.text(&format!(" {text} "));
    }
    writer.tag(&name, closing);
    rest
}

/// The value of an attribute in quotes.
fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let lower = tag.to_ascii_lowercase();
    let at = lower.find(&format!(" {name}="))? + name.len() + 2;
    let value = tag.get(at..)?;
    let quote = value.chars().next().filter(|c| "\"'".contains(*c))?;
    value.get(1..)?.split(quote).next()
}

/// The name of a tag; `None` where `<` is just a character.
fn tag_name(tag: &str) -> Option<String> {
    let name = tag.get(1..)?;
    let name = name.strip_prefix('/').unwrap_or(name);
    let first = name.chars().next()?;
    if !(first.is_ascii_alphabetic() || first == '!' || first == '?') {
        return None;
    }
    let length = name
        .find(|c: char| c.is_whitespace() || c == '>' || c == '/')
        .unwrap_or(name.len());
    Some(name.get(..length)?.to_ascii_lowercase())
}

/// Where a tag ends, its quoted attribute values passed over.
fn tag_end(tag: &str) -> usize {
    let mut quote = None;
    for (at, byte) in tag.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return at + 1,
            (None, b'"' | b'\'') if tag.as_bytes().get(at.wrapping_sub(1)) == Some(&b'=') => {
                quote = Some(byte);
            }
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
    }
    // An open quote that never closes: the tag ends at the first `>` all the same.
    tag.find('>').map_or(tag.len(), |at| at + 1)
}

fn behind_element<'a>(rest: &'a str, name: &str) -> &'a str {
    // A head may be left open; its own children are silent or harmless.
    if name == "head" {
        return rest;
    }
    let mut from = 0;
    while let Some(found) = rest.get(from..).and_then(|rest| rest.find("</")) {
        let at = from + found;
        let tag = rest.get(at..).unwrap_or_default();
        if tag_name(tag).is_some_and(|closing| closing == name) {
            return tag.get(tag_end(tag)..).unwrap_or_default();
        }
        from = at + 2;
    }
    ""
}

#[derive(Default)]
struct Writer {
    out: String,
    line: String,
    breaks: usize,
    quotes: usize,
    preformatted: usize,
    spaced: bool,
}

impl Writer {
    fn text(&mut self, text: &str) {
        let mut rest = text;
        while !rest.is_empty() {
            let at = rest.find('&').unwrap_or(rest.len());
            let (plain, entity) = rest.split_at(at);
            self.plain(plain);
            let length = entity_length(entity);
            let (entity, behind) = entity.split_at(length);
            if !entity.is_empty() {
                let mut decoded = String::new();
                add_html_token(&mut decoded, entity.as_bytes(), false);
                self.plain(&decoded.replace('\u{a0}', " "));
            }
            rest = behind;
        }
    }

    fn plain(&mut self, text: &str) {
        for c in text.chars() {
            if self.preformatted > 0 && c == '\n' {
                self.break_line(1);
            } else if c.is_whitespace() && self.preformatted == 0 {
                self.spaced = true;
            } else if !is_invisible(c) {
                self.push(c);
            }
        }
    }

    fn push(&mut self, c: char) {
        if self.spaced && !self.line.is_empty() {
            self.line.push(' ');
        }
        self.spaced = false;
        self.line.push(c);
    }

    fn tag(&mut self, name: &str, closing: bool) {
        match name {
            // A second line break in a row makes an empty line.
            "br" if self.line.is_empty() => self.break_line(2),
            "br" => self.break_line(1),
            "blockquote" => {
                self.break_line(1);
                self.quotes = if closing {
                    self.quotes.saturating_sub(1)
                } else {
                    (self.quotes + 1).min(QUOTE_DEPTH_MAX)
                };
            }
            "pre" => {
                self.break_line(2);
                self.preformatted = if closing {
                    self.preformatted.saturating_sub(1)
                } else {
                    self.preformatted + 1
                };
            }
            "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.break_line(2),
            "li" if !closing => {
                self.break_line(1);
                self.line.push_str("- ");
            }
            "td" | "th" => self.spaced = true,
            _ if BLOCKS.contains(&name) => self.break_line(1),
            _ => {}
        }
    }

    /// Ends the line; `breaks` of 2 leave an empty one.
    fn break_line(&mut self, breaks: usize) {
        let line = std::mem::take(&mut self.line);
        let line = line.trim_end();
        self.spaced = false;
        if line.is_empty() || line == "-" {
            self.breaks = self.breaks.max(breaks);
            return;
        }
        if !self.out.is_empty() {
            self.out.push('\n');
            if self.breaks >= 2 {
                self.out.push('\n');
            }
        }
        if self.quotes > 0 {
            self.out.push_str(&">".repeat(self.quotes));
            self.out.push(' ');
        }
        self.out.push_str(line);
        self.breaks = breaks;
    }

    fn finish(mut self) -> String {
        self.break_line(1);
        self.out
    }
}

fn entity_length(text: &str) -> usize {
    if !text.starts_with('&') {
        return 0;
    }
    let end = text
        .bytes()
        .take(ENTITY_BYTES_MAX)
        .skip(1)
        .position(|byte| !(byte.is_ascii_alphanumeric() || byte == b'#'));
    match end {
        Some(end) if text.as_bytes().get(end + 1) == Some(&b';') => end + 2,
        _ => 1,
    }
}

/// Soft hyphens and zero-width marks that newsletters hide words with.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{34f}' | '\u{feff}' | '\u{2060}'
    ) || (c.is_control() && c != '\t')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(html: &str, expected: &str) {
        assert_eq!(html_to_text(html), expected, "{html:?}");
    }

    #[test]
    fn text_comes_out_as_people_see_it() {
        check("<p>One</p><p>Two <b>words</b></p>", "One\n\nTwo words");
        check("a<br>b<br/>c", "a\nb\nc");
        check("<ul><li>x<li>y</ul>z", "- x\n- y\nz");
        check(
            "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>",
            "a b\nc",
        );
        check(
            "x &amp; y &lt;z&gt; &eacute;&#233;&#xe9; &nbsp;end",
            "x & y <z> ééé end",
        );
        check("AT&T &copy", "AT&T &copy");
        check("<pre>a\n  b</pre>", "a\n  b");
        check("1 < 2 and 3 > 2", "1 < 2 and 3 > 2");
    }

    #[test]
    fn what_nobody_sees_stays_out() {
        check(
            "<head><title>T</title><style>p{}</style></head><body>B",
            "B",
        );
        check("a<script>alert('<b>')</script>b<!-- c --> d", "ab d");
        check("<style>x", "");
        check("<a title='a>b' href=\"x>y\">link</a>", "link");
        check("<!doctype html><p>x", "x");
        check("<p title=\"open>text", "text");
        check("a<!--#never closed>b", "ab");
        check(
            "<img src=x alt=\"Offer &amp; price\"><img alt=''>x",
            "Offer & price x",
        );
    }

    #[test]
    fn quotations_are_marked() {
        check(
            "Yes<br><blockquote>Old<br>text<blockquote>older</blockquote></blockquote>me",
            "Yes\n> Old\n> text\n>> older\nme",
        );
    }
}
