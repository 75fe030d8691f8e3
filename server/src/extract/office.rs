//! Word documents: the text of the document, its notes, comments, headers and footers. Pages are
//! those that Word wrote down when it saved; a document of another program may have none.

use super::{
    File,
    out::{Out, Place},
    package::Package,
    xml::{Node, walk},
};
use shared::api::reading::UnreadReason;
use std::{collections::HashMap, ops::ControlFlow};

/// Parts beside the document itself that are read, by how their names begin.
const BESIDE: [&str; 5] = [
    "word/footnotes",
    "word/endnotes",
    "word/comments",
    "word/header",
    "word/footer",
];
/// Headers and footers are numbered from 1; more of a kind are not looked for.
const NUMBERED_MAX: usize = 30;

/// Reads a Word document.
pub fn read(file: &File<'_>, package: &mut Package<'_>, out: &mut Out) {
    let Some(document) = package.get("word/document.xml", out) else {
        return;
    };
    let mut text = Text::default();
    text.read(&document, out);
    let pages = text.pages();
    if let [only] = pages.as_slice() {
        out.whole(&file.inner, only);
    } else {
        out.has_pages(&file.inner, pages.len());
        for (number, page) in (1..).zip(&pages) {
            out.part(&file.inner, Place::Page(number), page);
        }
    }
    let numbers = std::iter::once(String::new()).chain((1..=NUMBERED_MAX).map(|n| n.to_string()));
    let names = numbers.flat_map(|number| BESIDE.map(|begin| format!("{begin}{number}.xml")));
    for name in names {
        if let Some(beside) = package.find(&name, out) {
            let mut text = Text::default();
            text.read(&beside, out);
            out.whole(&file.inner, &text.pages().join("\n"));
        }
    }
}

/// Collects the text of a document, page by page.
#[derive(Default)]
struct Text {
    pages: Vec<String>,
    page: String,
    /// Inside an element whose text is not shown.
    hidden: usize,
    /// Inside an element that holds text.
    shown: usize,
}

impl Text {
    fn read(&mut self, xml: &[u8], out: &mut Out) {
        let walked = walk(xml, |node| {
            self.node(&node);
            ControlFlow::Continue(())
        });
        if walked.is_err() {
            out.cannot(UnreadReason::Damaged);
        }
    }

    fn node(&mut self, node: &Node<'_>) {
        match node {
            Node::Start(element) => self.start(element.name),
            Node::End(name) => self.end(name),
            Node::Text(text) if self.shown > 0 && self.hidden == 0 => self.page.push_str(text),
            Node::Text(_) => {}
        }
    }

    fn start(&mut self, name: &str) {
        match name {
            // The same text again, for older programs.
            "Fallback" => self.hidden += 1,
            "t" => self.shown += 1,
            "tab" if self.shown == 0 => self.page.push('\t'),
            "br" | "cr" => self.page.push('\n'),
            "lastRenderedPageBreak" => self.pages.push(std::mem::take(&mut self.page)),
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "Fallback" => self.hidden = self.hidden.saturating_sub(1),
            "t" => self.shown = self.shown.saturating_sub(1),
            "p" => self.page.push('\n'),
            _ => {}
        }
    }

    fn pages(mut self) -> Vec<String> {
        self.pages.push(self.page);
        self.pages
    }
}

/// Where the parts of a document are, by the id that refers to them: `base` is the folder of the
/// part whose relations these are.
pub fn relations(
    package: &mut Package<'_>,
    name: &str,
    base: &str,
    out: &mut Out,
) -> HashMap<String, String> {
    let mut targets = HashMap::new();
    let Some(xml) = package.find(name, out) else {
        return targets;
    };
    // What is broken here shows as a part that is not found.
    let _broken = walk(&xml, |node| {
        if let Node::Start(element) = node
            && element.name == "Relationship"
            && let (Some(id), Some(target)) = (element.attribute("Id"), element.attribute("Target"))
        {
            targets.insert(id, resolved(base, &target));
        }
        ControlFlow::Continue(())
    });
    targets
}

/// `ppt/slides` and `../notes/a.xml` give `ppt/notes/a.xml`.
fn resolved(base: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut folders: Vec<&str> = base.split('/').filter(|part| !part.is_empty()).collect();
    for part in target.split('/') {
        match part {
            ".." => {
                folders.pop();
            }
            "." | "" => {}
            part => folders.push(part),
        }
    }
    folders.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_resolved_like_paths() {
        let check = |base, target, expected| assert_eq!(resolved(base, target), expected);
        check("ppt", "slides/slide1.xml", "ppt/slides/slide1.xml");
        check(
            "ppt/slides",
            "../notesSlides/n.xml",
            "ppt/notesSlides/n.xml",
        );
        check(
            "xl",
            "/xl/worksheets/sheet1.xml",
            "xl/worksheets/sheet1.xml",
        );
        check("", "../../x", "x");
    }
}
