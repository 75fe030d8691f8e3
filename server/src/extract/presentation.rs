//! Presentations: the text of each slide in the order in which they are shown, with its notes.

use super::{
    File,
    office::relations,
    out::{Out, Place},
    package::Package,
    xml::{Node, walk},
};
use shared::api::reading::UnreadReason;
use std::ops::ControlFlow;

/// Reads a presentation.
pub fn read(file: &File<'_>, package: &mut Package<'_>, out: &mut Out) {
    let Some(presentation) = package.get("ppt/presentation.xml", out) else {
        return;
    };
    let targets = relations(package, "ppt/_rels/presentation.xml.rels", "ppt", out);
    let slides = slide_ids(&presentation, out);
    out.has_pages(&file.inner, slides.len());
    for (number, id) in (1..).zip(&slides) {
        if !out.take_member() {
            return;
        }
        let Some(target) = targets.get(id) else {
            out.cannot(UnreadReason::Damaged);
            continue;
        };
        let mut text = package
            .get(target, out)
            .map_or_else(String::new, |slide| text_of(&slide, out));
        if let Some(notes) = notes_of(package, target, out) {
            text.push('\n');
            text.push_str(&text_of(&notes, out));
        }
        out.part(&file.inner, Place::Slide(number), &text);
    }
}

fn slide_ids(presentation: &[u8], out: &mut Out) -> Vec<String> {
    let mut ids = Vec::new();
    let walked = walk(presentation, |node| {
        if let Node::Start(element) = node
            && element.name == "sldId"
        {
            ids.extend(element.prefixed("r:id"));
        }
        ControlFlow::Continue(())
    });
    if walked.is_err() {
        out.cannot(UnreadReason::Damaged);
    }
    ids
}

fn notes_of(package: &mut Package<'_>, slide: &str, out: &mut Out) -> Option<Vec<u8>> {
    let (folder, name) = slide.rsplit_once('/')?;
    let relations = relations(package, &format!("{folder}/_rels/{name}.rels"), folder, out);
    let notes = relations
        .values()
        .find(|target| target.contains("notesSlide"))?;
    package.find(notes, out)
}

fn text_of(xml: &[u8], out: &mut Out) -> String {
    let mut text = String::new();
    let mut shown = 0_usize;
    let walked = walk(xml, |node| {
        match node {
            Node::Start(element) if element.name == "t" => shown += 1,
            Node::Start(element) if element.name == "br" => text.push('\n'),
            Node::End("t") => shown = shown.saturating_sub(1),
            Node::End("p") => text.push('\n'),
            Node::Text(piece) if shown > 0 => text.push_str(piece),
            Node::Start(_) | Node::End(_) | Node::Text(_) => {}
        }
        ControlFlow::Continue(())
    });
    if walked.is_err() {
        out.cannot(UnreadReason::Damaged);
    }
    text
}
