//! Excel workbooks: the cells of each sheet as they are stored, one row a line, tabs between them.
//! Numbers stand as they were saved, without their format: a date is a number of days.

use super::{
    File,
    office::relations,
    out::{Out, Place},
    package::Package,
    xml::{Node, walk},
};
use shared::api::reading::{TEXT_MEGABYTES_MAX, UnreadReason};
use std::ops::ControlFlow;

/// Bytes of one sheet's text; the whole file may not have more.
const SHEET_BYTES_MAX: usize = (TEXT_MEGABYTES_MAX * 1024 * 1024) as usize;

/// Reads a workbook.
pub fn read(file: &File<'_>, package: &mut Package<'_>, out: &mut Out) {
    let Some(workbook) = package.get("xl/workbook.xml", out) else {
        return;
    };
    let targets = relations(package, "xl/_rels/workbook.xml.rels", "xl", out);
    let shared = package
        .find("xl/sharedStrings.xml", out)
        .map_or_else(Vec::new, |xml| shared_strings(&xml, out));
    let sheets = sheets(&workbook, out);
    out.has_pages(&file.inner, sheets.len());
    for (number, (name, id)) in (1..).zip(&sheets) {
        if !out.take_member() {
            return;
        }
        // Charts have no cells.
        let target = targets
            .get(id)
            .filter(|target| target.contains("worksheet"));
        let Some(xml) = target.and_then(|target| package.get(target, out)) else {
            continue;
        };
        let mut rows = Rows::new(&shared);
        if walk(&xml, |node| rows.node(&node)).is_err() {
            out.cannot(UnreadReason::Damaged);
        }
        let text = format!("{name}\n{}", rows.text);
        out.part(&file.inner, Place::Sheet(number, name), &text);
    }
}

/// Names and relation ids of the sheets.
fn sheets(workbook: &[u8], out: &mut Out) -> Vec<(String, String)> {
    let mut sheets = Vec::new();
    let walked = walk(workbook, |node| {
        if let Node::Start(element) = node
            && element.name == "sheet"
            && let (Some(name), Some(id)) = (element.attribute("name"), element.prefixed("r:id"))
        {
            sheets.push((name, id));
        }
        ControlFlow::Continue(())
    });
    if walked.is_err() {
        out.cannot(UnreadReason::Damaged);
    }
    sheets
}

fn shared_strings(xml: &[u8], out: &mut Out) -> Vec<String> {
    let mut strings = Vec::new();
    let mut current = String::new();
    let (mut shown, mut phonetic) = (0_usize, 0_usize);
    let walked = walk(xml, |node| {
        match node {
            Node::Start(element) if element.name == "rPh" => phonetic += 1,
            Node::End("rPh") => phonetic = phonetic.saturating_sub(1),
            Node::Start(element) if element.name == "t" => shown += 1,
            Node::End("t") => shown = shown.saturating_sub(1),
            Node::Text(text) if shown > 0 && phonetic == 0 => current.push_str(text),
            Node::End("si") => strings.push(std::mem::take(&mut current)),
            Node::Start(_) | Node::End(_) | Node::Text(_) => {}
        }
        ControlFlow::Continue(())
    });
    if walked.is_err() {
        out.cannot(UnreadReason::Damaged);
    }
    strings
}

/// Collects the rows of a sheet.
struct Rows<'a> {
    shared: &'a [String],
    text: String,
    kind: String,
    value: String,
    shown: usize,
}

impl<'a> Rows<'a> {
    fn new(shared: &'a [String]) -> Self {
        Self {
            shared,
            text: String::new(),
            kind: String::new(),
            value: String::new(),
            shown: 0,
        }
    }

    fn node(&mut self, node: &Node<'_>) -> ControlFlow<()> {
        match node {
            Node::Start(element) if element.name == "c" => {
                self.kind = element.attribute("t").unwrap_or_default();
                self.value.clear();
            }
            // `f` is a formula: what it gave is beside it.
            Node::Start(element) if matches!(element.name, "v" | "t") => self.shown += 1,
            Node::End("v" | "t") => self.shown = self.shown.saturating_sub(1),
            Node::Text(text) if self.shown > 0 => self.value.push_str(text),
            Node::End("c") => self.cell(),
            Node::End("row") => self.end_row(),
            Node::Start(_) | Node::End(_) | Node::Text(_) => {}
        }
        if self.text.len() > SHEET_BYTES_MAX {
            return ControlFlow::Break(());
        }
        ControlFlow::Continue(())
    }

    fn cell(&mut self) {
        let value = match self.kind.as_str() {
            "s" => {
                let place = self.value.trim().parse::<usize>().ok();
                place.and_then(|place| self.shared.get(place))
            }
            "e" => None,
            _ => Some(&self.value),
        };
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            if !self.text.is_empty() && !self.text.ends_with('\n') {
                self.text.push('\t');
            }
            self.text.push_str(value);
        }
    }

    fn end_row(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
    }
}
