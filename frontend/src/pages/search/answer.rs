//! What is said of an answer as a whole: how many there are of each kind, how near they are to what was
//! asked, that nothing was found.

use super::{RESULTS_ID, results::Found, wish::Wish};
use crate::{
    a11y::announce,
    components::{Banner, Button, EmptyState, Icon, IconName, Tab, Tabs, Tone},
    format,
    i18n::{I18n, errors::error_text, use_i18n},
    router::use_router,
    shell::kind_name,
};
use shared::{api::search::SearchTier, model::RecordKind, query::Problem};
use yew::prelude::*;

/// What the server said of these words.
pub fn problems(wish: &Wish, found: &Found) -> Vec<Problem> {
    let same = found.wish.as_ref().is_some_and(|it| it.words == wish.words);
    if same {
        found.problems.clone()
    } else {
        Vec::new()
    }
}

pub fn tabs(i18n: I18n, wish: &Wish, found: &Found, onwish: &Callback<Wish>) -> Html {
    let count = |kind: Option<RecordKind>| {
        found.wish.as_ref()?;
        let n = match kind {
            Some(kind) => found.counts.get(&kind).copied().unwrap_or(0),
            None => found.counts.iter().map(|(_, count)| count).sum(),
        };
        Some(AttrValue::from(format::number(i18n.locale, n)))
    };
    let tab = |value: Option<RecordKind>, label: &'static str| Tab {
        value,
        label: label.into(),
        count: count(value),
    };
    let t = i18n.t;
    let mut tabs = vec![tab(None, t.search.all)];
    tabs.extend(RecordKind::ALL.map(|kind| tab(Some(kind), kind_name(i18n, kind))));
    let onchange = {
        let (wish, onwish) = (wish.clone(), onwish.clone());
        Callback::from(move |kind| {
            onwish.emit(Wish {
                kind,
                open: None,
                ..wish.clone()
            });
        })
    };
    html! {
        <Tabs<Option<RecordKind>> label={t.search.kinds} {tabs} value={wish.kind} {onchange}
            panel_id={RESULTS_ID} />
    }
}

pub fn rebuilding(i18n: I18n, found: &Found) -> Html {
    if !found.rebuilding {
        return Html::default();
    }
    let text = match found.percent {
        Some(percent) => i18n.fill(
            i18n.t.search.rebuilding_percent,
            &[("n", &percent.to_string())],
        ),
        None => i18n.t.search.rebuilding.to_owned(),
    };
    html! { <div class="page-banner"><Banner tone={Tone::Info}>{ text }</Banner></div> }
}

/// Says that the hits are those of an older question, since the newer one was not answered.
pub fn failed(i18n: I18n, found: &Found, again: &Callback<()>) -> Html {
    let Some(error) = found.error.as_ref().filter(|_| !found.hits.is_empty()) else {
        return Html::default();
    };
    html! {
        <div class="page-banner">
            <Banner tone={Tone::Bad}>
                <span class="grow">{ error_text(i18n.t, error) }</span>
                <Button label={i18n.t.common.retry} small=true onclick={again.clone()} />
            </Banner>
        </div>
    }
}

/// Says that the hits are not quite what was asked.
pub fn relaxed(i18n: I18n, wish: &Wish, found: &Found, onwish: &Callback<Wish>) -> Html {
    let t = &i18n.t.search;
    let said = match found.tier {
        SearchTier::Exact => None,
        SearchTier::Typos => Some(t.tier_typos),
        SearchTier::SomeWords => Some(t.tier_some),
    };
    let said = said.filter(|_| !found.hits.is_empty());
    let meant = found.did_you_mean.as_ref().map(|words| {
        let (onwish, next) = (
            onwish.clone(),
            Wish {
                words: words.clone(),
                open: None,
                ..wish.clone()
            },
        );
        let onclick = Callback::from(move |_: MouseEvent| onwish.emit(next.clone()));
        html! {
            <span>
                { t.did_you_mean }{ " " }
                <button type="button" {onclick}>{ words }</button>{ t.did_you_mean_end }
            </span>
        }
    });
    if said.is_none() && meant.is_none() {
        return Html::default();
    }
    html! {
        <p class="search-note"><Icon name={IconName::Info} size={14} />{ meant }{ said }</p>
    }
}

#[derive(Properties, PartialEq)]
pub struct NothingProps {
    pub wish: Wish,
}

/// Nothing was found: why that may be, and the way out.
#[component]
pub fn Nothing(props: &NothingProps) -> Html {
    let i18n = use_i18n();
    let router = use_router();
    let t = &i18n.t.search;
    let filtered = props.wish.is_filtered();
    let wide = {
        let wish = props.wish.without_filters();
        Callback::from(move |()| wish.show(&router))
    };
    html! {
        <EmptyState icon={IconName::Search} lead={if filtered { t.none_filtered } else { t.none_lead }}
            title={i18n.fill(t.none_title, &[("q", props.wish.words.trim())])}>
            if filtered {
                <Button label={t.without_filters} onclick={wide} />
            }
        </EmptyState>
    }
}

/// How many there are, for people who listen; only when the answer is there.
#[hook]
pub fn use_announce(i18n: I18n, found: &Found) {
    let answer = found.wish.as_ref().map(|_| found.total);
    use_effect_with(answer, move |answer| {
        if let Some(total) = answer {
            announce(&i18n.count(i18n.t.search.results, *total));
        }
    });
}
