//! A hit as a row: its face, and what stands beside it. For the search page and what is found with a
//! record. Tests: tests/suite/browser.

use super::files;
use crate::{
    components::{Avatar, Icon, IconName, MarkedText},
    format,
    i18n::I18n,
};
use shared::{api::search::Hit, model::RecordKind};
use yew::prelude::*;

/// What stands at the head of the row.
pub fn face(hit: &Hit) -> Html {
    let icon = |name: IconName| html! { <span class="hit-face"><Icon {name} /></span> };
    match hit.kind {
        RecordKind::Contact => html! { <Avatar name={hit.title.clone()} size={32} /> },
        RecordKind::Company => html! { <Avatar name={hit.title.clone()} size={32} square=true /> },
        RecordKind::Note => icon(IconName::Note),
        RecordKind::Message => icon(IconName::Mail),
    }
}

/// Title, whose it is, when; and the best sentence, with the file that it is from.
pub fn text(i18n: I18n, hit: &Hit) -> Html {
    let title = if hit.title.trim().is_empty() {
        html! { <span class="faint">{ i18n.t.common.no_subject }</span> }
    } else {
        html! { <MarkedText text={hit.title.clone()} marks={hit.title_marks.clone()} /> }
    };
    // An address that the sentence begins with need not be said twice.
    let has_context = !hit.context.is_empty() && !hit.snippet.starts_with(&hit.context);
    html! {
        <span class="hit-text">
            <span class="hit-line">
                <strong class="clip">{ title }</strong>
                if has_context {
                    <span class="clip faint hit-context">{ &hit.context }</span>
                }
                <span class="hit-at">{ format::ago(i18n, hit.at) }</span>
            </span>
            if hit.in_bin {
                <span class="hit-more faint small">
                    <Icon name={IconName::Bin} size={14} />{ i18n.t.search.in_bin }
                </span>
            }
            if hit.more_in_thread > 0 {
                <span class="hit-more faint small">
                    { i18n.count(i18n.t.search.more_in_thread, hit.more_in_thread.into()) }
                </span>
            }
            if !hit.snippet.is_empty() && hit.snippet.trim() != hit.title.trim() {
                <span class="hit-snippet">
                    if let Some(file) = &hit.attachment {
                        <strong class="hit-file">
                            <Icon name={IconName::Clip} size={14} />
                            { files::place(i18n, file) }
                        </strong>
                    }
                    <MarkedText text={hit.snippet.clone()} marks={hit.marks.clone()} />
                </span>
            }
        </span>
    }
}
