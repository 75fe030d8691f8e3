//! OpenDocument texts, sheets and presentations: one `content.xml` each. Pages of a text are those
//! that the program wrote down when it saved.

use super::{
    File,
    out::{Out, Place},
    package::Package,
    xml::{Element, Node, walk},
};
use shared::api::reading::{PartKind, UnreadReason};
use std::ops::ControlFlow;

/// Spaces that one element may stand for.
const SPACES_MAX: usize = 100;

/// Reads an OpenDocument file.
pub fn read(file: &File<'_>, package: &mut Package<'_>, out: &mut Out) {
    let manifest = package.find("META-INF/manifest.xml", out);
    if manifest.is_some_and(|manifest| is_encrypted(&manifest)) {
        out.cannot(UnreadReason::Encrypted);
        return;
    }
    let Some(content) = package.get("content.xml", out) else {
        return;
    };
    let mut text = Content::default();
    let walked = walk(&content, |node| {
        text.node(&node);
        ControlFlow::Continue(())
    });
    if walked.is_err() {
        out.cannot(UnreadReason::Damaged);
    }
    text.finish(file, out);
}

fn is_encrypted(manifest: &[u8]) -> bool {
    let mut encrypted = false;
    let _broken = walk(manifest, |node| {
        if matches!(&node, Node::Start(element) if element.name == "encryption-data") {
            encrypted = true;
            return ControlFlow::Break(());
        }
        ControlFlow::Continue(())
    });
    encrypted
}

/// Collects the parts of a document.
#[derive(Default)]
struct Content {
    parts: Vec<(PartKind, String, String)>,
    text: String,
    /// Inside an element whose text is not shown.
    hidden: usize,
    /// Inside a paragraph.
    shown: usize,
    /// Tables inside one another; those of a sheet are sheets.
    tables: usize,
    is_sheet: bool,
}

impl Content {
    fn node(&mut self, node: &Node<'_>) {
        match node {
            Node::Start(element) => self.start(element),
            Node::End(name) => self.end(name),
            Node::Text(text) if self.shown > 0 && self.hidden == 0 => self.text.push_str(text),
            Node::Text(_) => {}
        }
    }

    fn start(&mut self, element: &Element<'_>) {
        match element.name {
            // What was deleted while changes are tracked, and pictures as text.
            "tracked-changes" | "binary-data" => self.hidden += 1,
            "spreadsheet" => self.is_sheet = true,
            "p" | "h" => self.shown += 1,
            "s" => {
                let count = element.attribute("c").and_then(|count| count.parse().ok());
                self.text
                    .push_str(&" ".repeat(count.unwrap_or(1).min(SPACES_MAX)));
            }
            "tab" => self.text.push('\t'),
            "line-break" => self.text.push('\n'),
            "soft-page-break" if !self.is_sheet => self.begin(PartKind::Page, String::new()),
            // A drawing has pages too; its slides are called so.
            "page" => self.begin(PartKind::Slide, String::new()),
            "table" => {
                self.tables += 1;
                if self.is_sheet && self.tables == 1 {
                    let name = element.attribute("name").unwrap_or_default();
                    self.begin(PartKind::Sheet, name.clone());
                    self.text = format!("{name}\n");
                }
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "tracked-changes" | "binary-data" => self.hidden = self.hidden.saturating_sub(1),
            "p" | "h" => {
                self.shown = self.shown.saturating_sub(1);
                self.text.push(if self.is_sheet { ' ' } else { '\n' });
            }
            "table-cell" if self.is_sheet && !self.text.ends_with(['\t', '\n']) => {
                self.text.push('\t');
            }
            "table-row" if self.is_sheet && !self.text.ends_with('\n') => self.text.push('\n'),
            "table" => self.tables = self.tables.saturating_sub(1),
            _ => {}
        }
    }

    /// What came so far is the part before; a break inside a paragraph stays inside it.
    fn begin(&mut self, kind: PartKind, name: String) {
        let text = std::mem::take(&mut self.text);
        match self.parts.last_mut() {
            Some((_, _, last)) => *last = text,
            None if kind == PartKind::Page => self.parts.push((kind, String::new(), text)),
            None => {}
        }
        self.parts.push((kind, name, String::new()));
    }

    fn finish(mut self, file: &File<'_>, out: &mut Out) {
        match self.parts.last_mut() {
            Some((_, _, last)) => *last = self.text,
            None => return out.whole(&file.inner, &self.text),
        }
        out.has_pages(&file.inner, self.parts.len());
        for (number, (kind, name, text)) in (1..).zip(&self.parts) {
            let place = match kind {
                PartKind::Whole => Place::Whole,
                PartKind::Page => Place::Page(number),
                PartKind::Slide => Place::Slide(number),
                PartKind::Sheet => Place::Sheet(number, name),
            };
            out.part(&file.inner, place, text);
        }
    }
}
