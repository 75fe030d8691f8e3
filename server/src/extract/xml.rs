//! A walk over the elements of an office document. No document type is accepted, so there are no
//! entities but the five of XML and characters by number: nothing expands. Tests: at the foot.

use quick_xml::{
    Reader,
    events::{BytesRef, BytesStart, Event},
};
use std::ops::ControlFlow;

/// Elements inside one another; no program writes more.
const DEPTH_MAX: usize = 512;

/// The document breaks the rules of XML, or ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Broken;

/// One thing met on the walk. Names come without their prefix.
pub enum Node<'a> {
    /// An element begins.
    Start(Element<'a>),
    /// An element ends; also right behind the start of an empty one.
    End(&'a str),
    /// Text, decoded.
    Text(&'a str),
}

/// The start of an element.
pub struct Element<'a> {
    /// Its name without prefix.
    pub name: &'a str,
    start: &'a BytesStart<'a>,
}

impl Element<'_> {
    /// An attribute by its name without prefix, decoded.
    pub fn attribute(&self, name: &str) -> Option<String> {
        let found = self
            .start
            .attributes()
            .with_checks(false)
            .flatten()
            .find(|attribute| attribute.key.local_name().as_ref() == name.as_bytes())?;
        let raw = String::from_utf8_lossy(&found.value).into_owned();
        Some(quick_xml::escape::unescape(&raw).map_or(raw.clone(), |value| value.into_owned()))
    }

    /// An attribute by its name with prefix, as it is written.
    pub fn prefixed(&self, name: &str) -> Option<String> {
        let found = self.start.try_get_attribute(name).ok().flatten()?;
        Some(String::from_utf8_lossy(&found.value).into_owned())
    }
}

/// Calls `visit` with each node until it breaks off.
pub fn walk(xml: &[u8], mut visit: impl FnMut(Node<'_>) -> ControlFlow<()>) -> Result<(), Broken> {
    let mut reader = Reader::from_reader(xml);
    let mut depth = 0_usize;
    loop {
        let event = reader.read_event().map_err(|_| Broken)?;
        let flow = match &event {
            Event::Start(start) => {
                depth += 1;
                if depth > DEPTH_MAX {
                    return Err(Broken);
                }
                begin(start, &mut visit)
            }
            Event::Empty(start) => match begin(start, &mut visit) {
                ControlFlow::Continue(()) => end(start.local_name().as_ref(), &mut visit),
                done => done,
            },
            Event::End(element) => {
                depth = depth.saturating_sub(1);
                end(element.local_name().as_ref(), &mut visit)
            }
            Event::Text(text) => visit(Node::Text(&String::from_utf8_lossy(text))),
            Event::CData(text) => visit(Node::Text(&String::from_utf8_lossy(text))),
            Event::GeneralRef(reference) => visit(Node::Text(&resolve(reference)?)),
            Event::DocType(_) => return Err(Broken),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => ControlFlow::Continue(()),
            Event::Eof if depth > 0 => return Err(Broken),
            Event::Eof => return Ok(()),
        };
        if flow.is_break() {
            return Ok(());
        }
    }
}

fn begin(
    start: &BytesStart<'_>,
    visit: &mut impl FnMut(Node<'_>) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let name = start.local_name();
    let name = String::from_utf8_lossy(name.as_ref());
    visit(Node::Start(Element { name: &name, start }))
}

fn end(name: &[u8], visit: &mut impl FnMut(Node<'_>) -> ControlFlow<()>) -> ControlFlow<()> {
    visit(Node::End(&String::from_utf8_lossy(name)))
}

fn resolve(reference: &BytesRef<'_>) -> Result<String, Broken> {
    if let Some(c) = reference.resolve_char_ref().map_err(|_| Broken)? {
        return Ok(c.to_string());
    }
    let name = String::from_utf8_lossy(reference);
    let text = quick_xml::escape::resolve_predefined_entity(&name);
    text.map(str::to_owned).ok_or(Broken)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text_of(xml: &str) -> Result<String, Broken> {
        let mut text = String::new();
        walk(xml.as_bytes(), |node| {
            if let Node::Text(piece) = node {
                text.push_str(piece);
            }
            ControlFlow::Continue(())
        })?;
        Ok(text)
    }

    #[test]
    fn text_is_decoded() {
        let text = text_of("<a>x &amp; y&#8217;s <b><![CDATA[<z>]]></b></a>");
        assert_eq!(text.as_deref(), Ok("x & y’s <z>"));
    }

    #[test]
    fn nothing_expands() {
        let bomb = "<!DOCTYPE a [<!ENTITY l \"lol\"><!ENTITY m \"&l;&l;\">]><a>&m;</a>";
        assert_eq!(text_of(bomb), Err(Broken));
        assert_eq!(text_of("<a>&lol;</a>"), Err(Broken));
    }

    #[test]
    fn what_is_broken_is_said() {
        assert_eq!(text_of("<a><b>x</b>"), Err(Broken));
        assert_eq!(text_of(&"<a>".repeat(10_000)), Err(Broken));
        assert_eq!(text_of("<a b"), Err(Broken));
    }
}
