//! Notes and mails like one: beside a conversation, and below what a search rests on. Nothing, where
//! there are none.

use crate::{
    api,
    components::{Icon, IconName},
    format,
    i18n::use_i18n,
    router::Link,
    shell::RecordTarget,
    state::use_resource,
};
use shared::{
    api::search::{Hit, SimilarQuery},
    model::RecordKind,
};
use uuid::Uuid;
use yew::prelude::*;

/// Shown at most; the nearest.
const SHOWN_MAX: usize = 5;

#[derive(Properties, PartialEq)]
pub struct SimilarProps {
    pub kind: RecordKind,
    pub id: Uuid,
}

#[component]
pub fn Similar(props: &SimilarProps) -> Html {
    let i18n = use_i18n();
    let similar = use_resource((props.kind, props.id), |(kind, id), signal| {
        Box::pin(async move {
            let query = SimilarQuery {
                kind,
                id,
                limit: Some(SHOWN_MAX),
            };
            api::search::similar(&query, signal.as_ref()).await
        })
    });
    let Some(answer) = similar
        .load
        .ready()
        .filter(|answer| !answer.hits.is_empty())
    else {
        return Html::default();
    };
    let row = |hit: &Hit| {
        let record = RecordTarget::of_hit(hit);
        let icon = match hit.kind {
            RecordKind::Note => IconName::Note,
            RecordKind::Message => IconName::Mail,
            RecordKind::Contact => IconName::Contact,
            RecordKind::Company => IconName::Company,
        };
        let title = if hit.title.trim().is_empty() {
            i18n.t.common.no_subject
        } else {
            &hit.title
        };
        html! {
            <li key={hit.id.to_string()}>
                <Link to={record.route()} query={record.query("")} class="similar">
                    <Icon name={icon} />
                    <span class="clip grow">{ title }</span>
                    <span class="hit-at">{ format::ago(i18n, hit.at) }</span>
                </Link>
            </li>
        }
    };
    html! {
        <section class="side-part">
            <h2>{ i18n.t.search.similar }</h2>
            <ul>{ for answer.hits.iter().map(row) }</ul>
        </section>
    }
}
