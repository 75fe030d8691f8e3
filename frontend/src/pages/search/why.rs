//! Why a search finds a record: what counted, in words, most first. Asked for when somebody wants to
//! know; nothing of it is fetched before.

use crate::{
    api,
    components::{Icon, IconName, SkeletonRows, use_id},
    i18n::{I18n, use_i18n},
    router::{Link, Route, SettingsTab},
    state::{Load, use_resource},
};
use shared::{
    api::search::{WhyField, WhyHow, WhyPart},
    model::RecordKind,
};
use uuid::Uuid;
use web_sys::Element;
use yew::prelude::*;

/// Parts shown; what counted less explains nothing.
const PARTS_MAX: usize = 6;

#[derive(Properties, PartialEq)]
pub struct WhyProps {
    pub kind: RecordKind,
    pub id: Uuid,
    pub query: AttrValue,
}

#[component]
pub fn Why(props: &WhyProps) -> Html {
    let i18n = use_i18n();
    let open = use_state_eq(|| false);
    if props.query.trim().is_empty() {
        return Html::default();
    }
    let ontoggle = {
        let open = open.setter();
        Callback::from(move |event: Event| {
            if let Some(details) = event.target_dyn_into::<Element>() {
                open.set(details.has_attribute("open"));
            }
        })
    };
    html! {
        <details class="why" {ontoggle}>
            <summary><Icon name={IconName::Info} size={14} />{ i18n.t.search.why }</summary>
            if *open {
                <Parts kind={props.kind} id={props.id} query={props.query.clone()} />
            }
        </details>
    }
}

#[derive(Properties, PartialEq)]
pub struct HitWhyProps {
    pub kind: RecordKind,
    pub id: Uuid,
    pub query: AttrValue,
    /// What the hit is called.
    pub title: AttrValue,
}

/// The same in the list, where there is no preview beside it: behind a sign on the hit.
#[component]
pub fn HitWhy(props: &HitWhyProps) -> Html {
    let i18n = use_i18n();
    let open = use_state_eq(|| false);
    let panel_id = use_id("why");
    if props.query.trim().is_empty() {
        return Html::default();
    }
    let onclick = {
        let open = open.clone();
        Callback::from(move |event: MouseEvent| {
            // Whoever asks why has not opened the hit.
            event.stop_propagation();
            open.set(!*open);
        })
    };
    let label = i18n.fill(i18n.t.search.why_named, &[("name", &props.title)]);
    html! {
        <>
            <button type="button" class="btn btn-icon btn-small hit-why" {onclick}
                aria-label={label} title={i18n.t.search.why} aria-controls={panel_id.clone()}
                aria-expanded={if *open { "true" } else { "false" }}>
                <Icon name={IconName::Info} />
            </button>
            <div id={panel_id} class="hit-parts" hidden={!*open}>
                if *open {
                    <Parts kind={props.kind} id={props.id} query={props.query.clone()} />
                }
            </div>
        </>
    }
}

#[component]
fn Parts(props: &WhyProps) -> Html {
    let i18n = use_i18n();
    let asked = ((props.kind, props.id), props.query.clone());
    let why = use_resource(asked, |(record, words), signal| {
        Box::pin(async move { api::search::why(record, &words, signal.as_ref()).await })
    });
    match &why.load {
        Load::Waiting => html! { <SkeletonRows rows={2} /> },
        Load::Failed(_) => html! { <p class="faint small">{ i18n.t.search.note_gone }</p> },
        Load::Ready(why) if why.parts.is_empty() => html! {
            <p class="faint small">{ i18n.t.search.why_filters }</p>
        },
        Load::Ready(why) => html! {
            <ul class="why-parts">{ for why.parts.iter().take(PARTS_MAX).map(|part| row(i18n, part)) }</ul>
        },
    }
}

/// A sentence and its share, as a bar and as a number.
fn row(i18n: I18n, part: &WhyPart) -> Html {
    let percent = part.percent.min(100);
    html! {
        <li>
            <span>
                { sentence(i18n, part) }
                if part.how == WhyHow::Visited {
                    { " " }
                    <Link to={Route::Settings(SettingsTab::Profile)}>
                        { i18n.t.search.why_forget }
                    </Link>
                }
            </span>
            <span class="why-bar" aria-hidden="true">
                <span style={format!("width: {percent}%")}></span>
            </span>
            <span class="num faint">{ format!("{percent} %") }</span>
        </li>
    }
}

fn sentence(i18n: I18n, part: &WhyPart) -> String {
    let t = &i18n.t.search;
    let how = match part.how {
        WhyHow::WholeName => t.why_whole_name,
        WhyHow::Party => t.why_party,
        WhyHow::Exact => t.why_exact,
        WhyHow::Stem => t.why_stem,
        WhyHow::Prefix => t.why_prefix,
        WhyHow::Typo => t.why_typo,
        WhyHow::Phrase => t.why_phrase,
        WhyHow::Recent => t.why_recent,
        WhyHow::Close => t.why_close,
        WhyHow::Early => t.why_early,
        WhyHow::Own => t.why_own,
        WhyHow::Visited => t.why_visited,
    };
    let how = i18n.fill(how, &[("word", &part.word)]);
    let place = part.field.map(|field| match field {
        WhyField::Name => t.why_in_name,
        WhyField::Body => t.why_in_body,
        WhyField::Quoted => t.why_in_quoted,
        WhyField::Identifier => t.why_in_identifier,
        WhyField::Attachment => t.why_in_attachment,
    });
    match place {
        Some(place) => i18n.fill(t.why_place, &[("how", &how), ("place", place)]),
        None => how,
    }
}
