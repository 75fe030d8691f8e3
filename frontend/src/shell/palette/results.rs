//! The lines of the palette in their sections: what was found, by kind and with counts, and what can
//! be done. Tests stand at the foot.

use super::Found;
use crate::{
    components::{Avatar, Icon, IconName, MarkedText},
    format,
    i18n::{I18n, errors::error_text},
    pages::{files, hit},
    router::Route,
    state::{
        own::{Own, place_of},
        recent::{self, Recent},
    },
};
use shared::{
    api::{
        saved_search::SavedSearch,
        search::{Hit, IndexState, Mark},
    },
    ids::{CompanyId, ContactId, ThreadId},
    model::RecordKind,
    query::parse,
    time::Timestamp,
};
use uuid::Uuid;
use web_sys::{Element, ScrollIntoViewOptions, ScrollLogicalPosition};
use yew::prelude::*;

/// Saved searches, and recent ones, shown at most.
const SEARCHES_SHOWN_MAX: usize = 4;

/// A record that a line stands for.
#[derive(Debug, Clone, PartialEq)]
pub struct RecordTarget {
    pub kind: RecordKind,
    pub id: Uuid,
    /// For mails; none of a mail in the bin, whose conversation goes on without it.
    pub thread_id: Option<ThreadId>,
    /// Where in which of its files something was found, as its page is told.
    pub file: Vec<(&'static str, String)>,
}

impl RecordTarget {
    /// A record.
    pub fn new(kind: RecordKind, id: Uuid, thread_id: Option<ThreadId>) -> Self {
        Self {
            kind,
            id,
            thread_id,
            file: Vec::new(),
        }
    }

    /// What a hit stands for.
    pub fn of_hit(hit: &Hit) -> Self {
        Self {
            file: hit.attachment.iter().flat_map(files::params).collect(),
            ..Self::new(hit.kind, hit.id, hit.thread_id.filter(|_| !hit.in_bin))
        }
    }

    /// Where it is read. A note, or a mail in the bin, is read where it is found: on the search page.
    pub fn route(&self) -> Route {
        match (self.kind, self.thread_id) {
            (RecordKind::Contact, _) => Route::Contact(ContactId::from_uuid(self.id)),
            (RecordKind::Company, _) => Route::Company(CompanyId::from_uuid(self.id)),
            (RecordKind::Message, Some(thread)) => Route::Thread(thread),
            (RecordKind::Message, None) | (RecordKind::Note, _) => Route::Search,
        }
    }

    /// What its page is told: the words to mark, the mail to open, the note to show.
    pub fn query(&self, words: &str) -> Vec<(&'static str, String)> {
        let words = ("q", words.to_owned());
        match (self.kind, self.thread_id) {
            (RecordKind::Contact | RecordKind::Company, _) => Vec::new(),
            // A conversation looked at before is known by itself, not by one of its mails.
            (RecordKind::Message, Some(thread)) if thread.uuid() == self.id => Vec::new(),
            (RecordKind::Message, _) => {
                let mut query = vec![words, ("message", self.id.to_string())];
                query.extend(self.file.iter().cloned());
                query
            }
            (RecordKind::Note, _) => vec![words, ("note", self.id.to_string())],
        }
    }
}

/// What a line is for.
#[derive(Debug, Clone, PartialEq)]
pub enum Target {
    Record(RecordTarget),
    /// All results on their own page.
    Search(String),
    /// Something searched for before.
    Recent(String),
    /// A page with its query: a saved search.
    Page(Route, Vec<(&'static str, String)>),
    Act(Callback<()>),
}

/// What stands at the head of a line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Face {
    Avatar,
    /// An avatar with corners.
    Company,
    Icon(IconName),
}

/// One line.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    pub face: Face,
    pub title: AttrValue,
    pub title_marks: Vec<Mark>,
    pub detail: AttrValue,
    pub detail_marks: Vec<Mark>,
    pub context: AttrValue,
    pub context_marks: Vec<Mark>,
    pub at: Option<Timestamp>,
    pub shortcut: Option<&'static str>,
    pub target: Target,
}

impl Line {
    /// Something that can be done.
    pub fn action(title: impl Into<AttrValue>, icon: IconName, act: Callback<()>) -> Self {
        Self {
            face: Face::Icon(icon),
            title: title.into(),
            title_marks: Vec::new(),
            detail: AttrValue::default(),
            detail_marks: Vec::new(),
            context: AttrValue::default(),
            context_marks: Vec::new(),
            at: None,
            shortcut: None,
            target: Target::Act(act),
        }
    }

    fn hit(i18n: I18n, hit: &Hit) -> Self {
        let title = if hit.title.is_empty() {
            i18n.t.common.no_subject
        } else {
            &hit.title
        };
        let (context, context_marks) = match &hit.attachment {
            Some(file) => (files::place(i18n, file), Vec::new()),
            None if hit.in_bin => (i18n.t.search.in_bin.to_owned(), Vec::new()),
            None => hit::context(hit),
        };
        let (detail, detail_marks) = hit::sentence(hit).unwrap_or_default();
        Self {
            face: face(hit.kind),
            title: title.to_owned().into(),
            title_marks: hit.title_marks.clone(),
            detail: detail.into(),
            detail_marks,
            context: context.into(),
            context_marks,
            at: (!matches!(hit.kind, RecordKind::Contact | RecordKind::Company)).then_some(hit.at),
            shortcut: None,
            target: Target::Record(RecordTarget::of_hit(hit)),
        }
    }

    fn recent(record: Recent) -> Self {
        let thread_id =
            (record.kind == RecordKind::Message).then(|| ThreadId::from_uuid(record.id));
        Self {
            face: face(record.kind),
            target: Target::Record(RecordTarget::new(record.kind, record.id, thread_id)),
            ..Self::action(record.title, IconName::Clock, Callback::noop())
        }
    }
}

fn face(kind: RecordKind) -> Face {
    match kind {
        RecordKind::Contact => Face::Avatar,
        RecordKind::Company => Face::Company,
        RecordKind::Note => Face::Icon(IconName::Note),
        RecordKind::Message => Face::Icon(IconName::Mail),
    }
}

/// A group of lines under a head.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    pub title: AttrValue,
    pub count: Option<AttrValue>,
    pub lines: Vec<Line>,
}

/// Recent records before anything is typed, then hits by kind in the order of their best hit.
pub fn sections(
    i18n: I18n,
    (words, own): (&str, &Own),
    found: &Found,
    actions: Vec<Line>,
) -> Vec<Section> {
    let mut sections = Vec::new();
    if parse(words).says_nothing() {
        sections.extend(search_sections(i18n, own));
        sections.push(Section {
            title: i18n.t.palette.recent.into(),
            count: None,
            lines: recent::list().into_iter().map(Line::recent).collect(),
        });
    } else {
        sections.extend(hit_sections(i18n, found));
    }
    sections.push(Section {
        title: i18n.t.palette.actions.into(),
        count: None,
        lines: actions,
    });
    sections.retain(|section| !section.lines.is_empty());
    sections
}

/// What one keeps, pinned first, and what one asked last.
fn search_sections(i18n: I18n, own: &Own) -> [Section; 2] {
    let t = &i18n.t.own;
    let mut kept: Vec<_> = own.saved.iter().collect();
    kept.sort_by_key(|saved| !saved.pinned);
    let saved = |saved: &SavedSearch| {
        let (route, query) = place_of(saved);
        Line {
            target: Target::Page(route, query),
            ..Line::action(saved.name.clone(), IconName::Bookmark, Callback::noop())
        }
    };
    let asked = |words: String| Line {
        target: Target::Recent(words.clone()),
        ..Line::action(words, IconName::Clock, Callback::noop())
    };
    let lines = kept.into_iter().take(SEARCHES_SHOWN_MAX).map(saved);
    let searches = recent::searches().into_iter();
    [
        Section {
            title: t.saved_searches.into(),
            count: None,
            lines: lines.collect(),
        },
        Section {
            title: t.recent.into(),
            count: None,
            lines: searches.take(SEARCHES_SHOWN_MAX).map(asked).collect(),
        },
    ]
}

fn hit_sections(i18n: I18n, found: &Found) -> Vec<Section> {
    let Some(answer) = &found.answer else {
        return Vec::new();
    };
    let mut kinds: Vec<RecordKind> = Vec::new();
    for hit in &answer.hits {
        if !kinds.contains(&hit.kind) {
            kinds.push(hit.kind);
        }
    }
    let section = |kind: RecordKind| Section {
        title: kind_name(i18n, kind).into(),
        count: answer
            .counts
            .get(&kind)
            .map(|count| format::number(i18n.locale, *count).into()),
        lines: answer
            .hits
            .iter()
            .filter(|hit| hit.kind == kind)
            .map(|hit| Line::hit(i18n, hit))
            .collect(),
    };
    let mut sections: Vec<Section> = kinds.into_iter().map(section).collect();
    if answer.total > answer.hits.len() as u64
        && let Some(last) = sections.last_mut()
    {
        last.lines.push(Line {
            target: Target::Search(found.query.clone()),
            ..Line::action(
                i18n.count(i18n.t.palette.all_results, answer.total),
                IconName::ArrowRight,
                Callback::noop(),
            )
        });
    }
    sections
}

/// What the records of a kind are called.
pub fn kind_name(i18n: I18n, kind: RecordKind) -> &'static str {
    match kind {
        RecordKind::Contact => i18n.t.common.contacts,
        RecordKind::Company => i18n.t.common.companies,
        RecordKind::Note => i18n.t.common.notes,
        RecordKind::Message => i18n.t.common.messages,
    }
}

/// The first line of the next or previous section.
pub fn section_step(lengths: &[usize], at: usize, back: bool) -> usize {
    let starts: Vec<usize> = lengths
        .iter()
        .scan(0, |sum, length| {
            let start = *sum;
            *sum += length;
            Some(start)
        })
        .collect();
    let now = starts.iter().rposition(|start| *start <= at).unwrap_or(0);
    let count = starts.len().max(1);
    let next = if back {
        (now + count - 1) % count
    } else {
        (now + 1) % count
    };
    starts.get(next).copied().unwrap_or(0)
}

/// The sections on the page.
pub fn show(
    i18n: I18n,
    sections: &[Section],
    (list_id, at): (&AttrValue, usize),
    chosen: &UseStateSetter<usize>,
    (run, forget): (&Callback<(Target, bool)>, &Callback<String>),
) -> Html {
    let mut number = 0;
    let section = |(place, section): (usize, &Section)| {
        let head = format!("{list_id}-head-{place}");
        let lines: Vec<Html> = section
            .lines
            .iter()
            .map(|line| {
                let here = number;
                number += 1;
                let choose = {
                    let chosen = chosen.clone();
                    Callback::from(move |()| chosen.set(here))
                };
                let run = {
                    let target = line.target.clone();
                    run.reform(move |new_tab| (target.clone(), new_tab))
                };
                let forget = match &line.target {
                    Target::Recent(words) => {
                        let words = words.clone();
                        Some(forget.reform(move |()| words.clone()))
                    }
                    _ => None,
                };
                html! {
                    <Row key={here} {i18n} line={line.clone()} id={format!("{list_id}-{here}")}
                        on={here == at} {choose} {run} {forget} />
                }
            })
            .collect();
        html! {
            <div role="group" aria-labelledby={head.clone()}>
                <div class="palette-head" id={head}>
                    { &section.title }
                    if let Some(count) = &section.count {
                        <span class="num">{ count }</span>
                    }
                </div>
                { lines }
            </div>
        }
    };
    html! { <>{ for sections.iter().enumerate().map(section) }</> }
}

#[derive(Properties, PartialEq)]
struct RowProps {
    i18n: I18n,
    line: Line,
    id: String,
    on: bool,
    choose: Callback<()>,
    run: Callback<bool>,
    /// Takes the line away for good.
    forget: Option<Callback<()>>,
}

#[component]
fn Row(props: &RowProps) -> Html {
    let node = use_node_ref();
    {
        let node = node.clone();
        use_effect_with(props.on, move |on| {
            if let (true, Some(element)) = (*on, node.cast::<Element>()) {
                let options = ScrollIntoViewOptions::new();
                options.set_block(ScrollLogicalPosition::Nearest);
                element.scroll_into_view_with_scroll_into_view_options(&options);
            }
        });
    }
    let line = &props.line;
    let face = match line.face {
        Face::Avatar => html! { <Avatar name={line.title.clone()} /> },
        Face::Company => html! { <Avatar name={line.title.clone()} square=true /> },
        Face::Icon(name) => html! { <span class="palette-face"><Icon {name} /></span> },
    };
    let onclick = props
        .run
        .reform(|event: MouseEvent| event.ctrl_key() || event.meta_key());
    html! {
        <div ref={node} id={props.id.clone()} role="option" {onclick}
            class={classes!("palette-line", props.on.then_some("is-on"))}
            aria-selected={if props.on { "true" } else { "false" }}
            onpointermove={props.choose.reform(|_: PointerEvent| ())}>
            { face }
            <span class="palette-text">
                <span class="palette-title">
                    <span class="clip">
                        <MarkedText text={line.title.clone()} marks={line.title_marks.clone()} />
                    </span>
                    if !line.context.is_empty() {
                        <span class="clip faint">
                            <MarkedText text={line.context.clone()}
                                marks={line.context_marks.clone()} />
                        </span>
                    }
                </span>
                if !line.detail.is_empty() {
                    <span class="palette-detail clip">
                        <MarkedText text={line.detail.clone()} marks={line.detail_marks.clone()} />
                    </span>
                }
            </span>
            if let Some(at) = line.at {
                <span class="palette-at faint num">
                    { format::date(props.i18n.locale, at, format::DateStyle::Short) }
                </span>
            }
            if let Some(key) = line.shortcut {
                <kbd aria-hidden="true">{ key }</kbd>
            }
            if let Some(forget) = &props.forget {
                // Under the pointer; at the keyboard it is Shift+Delete.
                <span class="palette-forget" aria-hidden="true"
                    title={props.i18n.fill(props.i18n.t.own.forget, &[("q", &line.title)])}
                    onclick={forget.reform(|event: MouseEvent| event.stop_propagation())}>
                    <Icon name={IconName::Close} size={14} />
                </span>
            }
        </div>
    }
}

/// What is said when nothing was found, or not everything can be found yet.
pub fn nothing(i18n: I18n, words: &str, found: &Found) -> Html {
    let t = &i18n.t.palette;
    let asks = !parse(words).says_nothing();
    if let Some(error) = found.error.as_ref().filter(|_| asks) {
        let said = error_text(i18n.t, error);
        return html! { <p class="palette-none" role="presentation">{ said }</p> };
    }
    let Some(answer) = found.answer.as_ref().filter(|_| asks) else {
        return Html::default();
    };
    html! {
        <>
            if answer.hits.is_empty() {
                <div class="palette-none" role="presentation">
                    <p>{ i18n.fill(t.none, &[("q", found.query.trim())]) }</p>
                    <p class="faint small">{ t.none_lead }</p>
                </div>
            }
            if answer.state == IndexState::Rebuilding {
                <p class="palette-none faint small" role="presentation">{ t.rebuilding }</p>
            }
        </>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tab_goes_from_section_to_section_and_round() {
        let lengths = [4, 3, 5];
        assert_eq!(section_step(&lengths, 0, false), 4);
        assert_eq!(section_step(&lengths, 5, false), 7);
        assert_eq!(section_step(&lengths, 8, false), 0);
        assert_eq!(section_step(&lengths, 1, true), 7);
        assert_eq!(section_step(&[], 0, false), 0);
    }
}
