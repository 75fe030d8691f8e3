//! Where a needle stands on the page: ranges of its text, also inside the frames of mails. They are
//! painted as highlights of the browser, which touch no element: neither what the app drew nor what a
//! stranger sent. Where a browser has no highlights, the places are still counted and scrolled to.

use super::needle::Needle;
use js_sys::{Array, Function, Reflect};
use shared::api::search::Mark;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Document, Element, HtmlElement, HtmlIFrameElement, Node, Range, Window};

/// Places found on one page at most.
pub const PLACES_MAX: usize = 2_000;
/// `NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT`.
const SHOW: u32 = 5;
/// What a text goes on in: a match does not go beyond.
const BLOCKS: &str = "p, div, li, td, th, h1, h2, h3, h4, h5, h6, article, section, header, \
    blockquote, pre, dd, dt, a.hit, span.clip, body";
/// Text that nobody reads.
const SILENT: &str = "style, script, title, .btn, .sr-only, [aria-hidden=\"true\"]";
/// How the places look inside a mail's frame; the page's own stand in the style sheets.
const FRAME_STYLE: &str = "::highlight(find) { background-color: #ffe28a; color: #1d1b16; } \
    ::highlight(find-now) { background-color: #f59e42; color: #1d1b16; }";

/// A place.
pub struct Place {
    range: Range,
    /// The frame it is in.
    frame: Option<HtmlIFrameElement>,
}

/// The places of a needle within all elements of a selector, in order.
pub fn places(scope: &str, needle: &Needle) -> Vec<Place> {
    let mut found = Vec::new();
    let Some(document) = document().filter(|_| !needle.is_nothing()) else {
        return found;
    };
    let Ok(roots) = document.query_selector_all(scope) else {
        return found;
    };
    let roots = (0..roots.length()).filter_map(|at| roots.item(at)?.dyn_into::<Element>().ok());
    for root in roots {
        walk(&document, &root, None, needle, &mut found);
    }
    found.truncate(PLACES_MAX);
    found
}

/// Texts that follow one another without a break.
#[derive(Default)]
struct Run {
    text: String,
    /// Each node with the number of its first character.
    nodes: Vec<(usize, Node)>,
    chars: usize,
}

impl Run {
    fn push(&mut self, node: Node, text: &str) {
        self.nodes.push((self.chars, node));
        self.chars += text.chars().count();
        self.text.push_str(text);
    }

    fn break_line(&mut self) {
        self.chars += 1;
        self.text.push('\n');
    }

    fn finish(
        &mut self,
        document: &Document,
        frame: Option<&HtmlIFrameElement>,
        needle: &Needle,
        found: &mut Vec<Place>,
    ) {
        let run = std::mem::take(self);
        for Mark(start, end) in needle.marks(&run.text) {
            let range = run.range(document, start as usize, end as usize);
            found.extend(range.map(|range| Place {
                range,
                frame: frame.cloned(),
            }));
        }
    }

    fn range(&self, document: &Document, start: usize, end: usize) -> Option<Range> {
        let range = document.create_range().ok()?;
        let (node, offset) = self.point(start)?;
        range.set_start(&node, offset).ok()?;
        // The end belongs to the node of the last character.
        let (node, offset) = self.point(end.saturating_sub(1))?;
        let last = self.text.chars().nth(end.saturating_sub(1))?;
        range
            .set_end(&node, offset + last.len_utf16() as u32)
            .ok()?;
        Some(range)
    }

    /// The node of a character, and where in it, in the units of the DOM.
    fn point(&self, at: usize) -> Option<(Node, u32)> {
        let (first, node) = self.nodes.iter().rev().find(|(first, _)| *first <= at)?;
        let before = self.text.chars().skip(*first).take(at - first);
        let units: usize = before.map(char::len_utf16).sum();
        Some((node.clone(), units as u32))
    }
}

fn walk(
    document: &Document,
    root: &Element,
    frame: Option<&HtmlIFrameElement>,
    needle: &Needle,
    found: &mut Vec<Place>,
) {
    let Ok(walker) = document.create_tree_walker_with_what_to_show(root, SHOW) else {
        return;
    };
    let mut run = Run::default();
    let mut block: Option<Element> = None;
    while let (Ok(Some(node)), true) = (walker.next_node(), found.len() < PLACES_MAX) {
        if let Some(element) = node.dyn_ref::<Element>() {
            let inner = frame.is_none().then(|| inner(element)).flatten();
            if let Some((inner_frame, inner_document, body)) = inner {
                run.finish(document, frame, needle, found);
                walk(&inner_document, &body, Some(&inner_frame), needle, found);
            } else if element.tag_name().eq_ignore_ascii_case("br") {
                run.break_line();
            }
            continue;
        }
        let Some(parent) = node.parent_element() else {
            continue;
        };
        if !matches!(parent.closest(SILENT), Ok(None)) {
            continue;
        }
        let here = parent.closest(BLOCKS).ok().flatten();
        if here != block {
            run.finish(document, frame, needle, found);
            block = here;
        }
        let text = node.node_value().unwrap_or_default();
        run.push(node, &text);
    }
    run.finish(document, frame, needle, found);
}

/// The document of a mail's frame.
fn inner(element: &Element) -> Option<(HtmlIFrameElement, Document, Element)> {
    let frame = element.dyn_ref::<HtmlIFrameElement>()?.clone();
    let document = frame.content_document()?;
    let body = document.body()?.unchecked_into();
    Some((frame, document, body))
}

/// Paints all places, and the one that is looked at differently; none, if the list is empty.
pub fn paint(places: &[Place], now: usize) {
    let Some(window) = web_sys::window() else {
        return;
    };
    let own = places
        .iter()
        .enumerate()
        .filter(|(_, place)| place.frame.is_none());
    paint_in(&window, own, now);
    for frame in frames() {
        let Some(inner) = frame.content_window() else {
            continue;
        };
        let here = |place: &Place| place.frame.as_ref() == Some(&frame);
        let inside: Vec<_> = places
            .iter()
            .enumerate()
            .filter(|(_, it)| here(it))
            .collect();
        if !inside.is_empty() {
            dress(&inner);
        }
        paint_in(&inner, inside.into_iter(), now);
    }
}

/// Every mail's frame that is open.
fn frames() -> Vec<HtmlIFrameElement> {
    let list = document().and_then(|document| document.query_selector_all("iframe").ok());
    let Some(list) = list else {
        return Vec::new();
    };
    (0..list.length())
        .filter_map(|at| list.item(at)?.dyn_into().ok())
        .collect()
}

fn paint_in<'a>(
    window: &Window,
    places: impl Iterator<Item = (usize, &'a Place)>,
    now: usize,
) -> Option<()> {
    let (all, one) = (Array::new(), Array::new());
    for (number, place) in places {
        if number == now {
            one.push(&place.range);
        } else {
            all.push(&place.range);
        }
    }
    highlight(window, "find", &all)?;
    highlight(window, "find-now", &one)
}

/// Paints places of the page alone, under a name of their own; none, if the list is empty.
pub fn paint_as(name: &str, places: &[Place]) {
    let ranges = places.iter().map(|place| &place.range).collect();
    web_sys::window().and_then(|window| highlight(&window, name, &ranges));
}

/// Replaces the highlight of a name.
fn highlight(window: &Window, name: &str, ranges: &Array) -> Option<()> {
    let get = |target: &JsValue, name: &str| Reflect::get(target, &name.into()).ok();
    let registry = get(&get(window, "CSS")?, "highlights").filter(JsValue::is_object)?;
    let make: Function = get(window, "Highlight")?.dyn_into().ok()?;
    let set: Function = get(&registry, "set")?.dyn_into().ok()?;
    let highlight = Reflect::construct(&make, ranges).ok()?;
    set.call2(&registry, &name.into(), &highlight).ok()?;
    Some(())
}

/// Gives a frame the style of the places, once; a mail's policy lets no style element in.
fn dress(window: &Window) -> Option<()> {
    let document = window.document()?;
    let name = "adoptedStyleSheets".into();
    let sheets: Array = Reflect::get(&document, &name).ok()?.dyn_into().ok()?;
    if sheets.length() > 0 {
        return None;
    }
    let make: Function = Reflect::get(window, &"CSSStyleSheet".into())
        .ok()?
        .dyn_into()
        .ok()?;
    let sheet = Reflect::construct(&make, &Array::new()).ok()?;
    let fill: Function = Reflect::get(&sheet, &"replaceSync".into())
        .ok()?
        .dyn_into()
        .ok()?;
    fill.call1(&sheet, &FRAME_STYLE.into()).ok()?;
    Reflect::set(&document, &name, &Array::of1(&sheet)).ok()?;
    Some(())
}

impl Place {
    /// Whether it is inside an element of the page.
    pub fn is_within(&self, element: &Element) -> bool {
        match &self.frame {
            Some(frame) => element.contains(Some(frame)),
            None => self
                .range
                .start_container()
                .is_ok_and(|node| element.contains(Some(&node))),
        }
    }

    /// Whether the screen has room for what holds it.
    pub fn is_drawn(&self) -> bool {
        self.range.get_bounding_client_rect().height() > 0.0
    }

    /// Brings it to the middle of what scrolls around it.
    pub fn show(&self) {
        if let Some(scroller) = self.scroller() {
            self.show_in(&scroller);
        }
    }

    /// As [`Self::show`], unless it is in sight.
    pub fn bring_in_sight(&self) {
        let Some(scroller) = self.scroller() else {
            return;
        };
        let seen = scroller.get_bounding_client_rect();
        let height = self.range.get_bounding_client_rect().height();
        let is_seen = self.top() >= seen.top() && self.top() + height <= seen.bottom();
        if !is_seen {
            self.show_in(&scroller);
        }
    }

    fn show_in(&self, scroller: &HtmlElement) {
        let middle =
            scroller.get_bounding_client_rect().top() + f64::from(scroller.client_height()) / 2.0;
        scroller.set_scroll_top(scroller.scroll_top() + (self.top() - middle) as i32);
    }

    /// Where it begins, in pixels of the window.
    fn top(&self) -> f64 {
        let outer = self.frame.as_ref();
        let outer = outer.map(|frame| frame.get_bounding_client_rect().top());
        self.range.get_bounding_client_rect().top() + outer.unwrap_or_default()
    }

    /// What scrolls around it.
    fn scroller(&self) -> Option<HtmlElement> {
        let start = match &self.frame {
            Some(frame) => frame.clone().unchecked_into::<Element>(),
            None => self.range.start_container().ok()?.parent_element()?,
        };
        scroller_of(start)
    }
}

/// The nearest element around one that scrolls.
fn scroller_of(start: Element) -> Option<HtmlElement> {
    let window = web_sys::window()?;
    let mut at = start.parent_element();
    while let Some(element) = at {
        let style = window.get_computed_style(&element).ok()??;
        let overflow = style.get_property_value("overflow-y").unwrap_or_default();
        if ["auto", "scroll"].contains(&overflow.as_str())
            && element.scroll_height() > element.client_height()
        {
            return element.dyn_into().ok();
        }
        at = element.parent_element();
    }
    None
}

fn document() -> Option<Document> {
    web_sys::window()?.document()
}
