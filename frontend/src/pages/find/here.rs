//! What the server finds with a contact or company: whole mails and notes, also those that the
//! timeline has not read yet. Stands above the timeline while something is looked for.

use crate::{
    api::{self, parties::PartyKind},
    i18n::use_i18n,
    pages::hit,
    router::Link,
    shell::RecordTarget,
    state::{Load, use_resource},
};
use shared::{
    api::search::{Hit, SearchQuery},
    model::RecordKind,
};
use uuid::Uuid;
use yew::prelude::*;

/// Hits shown; the best.
const HITS_MAX: usize = 10;

#[derive(Properties, PartialEq)]
pub struct FoundHereProps {
    pub kind: PartyKind,
    pub id: Uuid,
    pub text: AttrValue,
}

#[component]
pub fn FoundHere(props: &FoundHereProps) -> Html {
    let i18n = use_i18n();
    let asked = (props.kind, props.id, props.text.clone());
    let answer = use_resource(asked, |(kind, id, text), signal| {
        Box::pin(async move {
            let query = SearchQuery {
                q: text.to_string(),
                kind: Some(format!("{},{}", RecordKind::Note, RecordKind::Message)),
                contact: (kind == PartyKind::Contact).then_some(id),
                company: (kind == PartyKind::Company).then_some(id),
                limit: Some(HITS_MAX),
                ..SearchQuery::default()
            };
            api::search::search(&query, signal.as_ref()).await
        })
    });
    let Load::Ready(answer) = &answer.load else {
        return Html::default();
    };
    if answer.hits.is_empty() {
        return Html::default();
    }
    let t = &i18n.t.search;
    let row = |hit: &Hit| {
        let record = RecordTarget::of_hit(hit);
        html! {
            <li key={hit.id.to_string()}>
                <Link to={record.route()} query={record.query(&props.text)} class="hit">
                    { hit::face(hit) }
                    { hit::text(i18n, hit) }
                </Link>
            </li>
        }
    };
    html! {
        <section class="found-here" aria-label={t.results_list}>
            <h2 class="day-head">{ i18n.count(t.results, answer.total) }</h2>
            <ul>{ for answer.hits.iter().map(row) }</ul>
        </section>
    }
}
