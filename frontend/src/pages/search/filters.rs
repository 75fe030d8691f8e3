//! Owner, company, days and order: chips that read like a sentence.

use super::wish::Wish;
use crate::{
    api::{self, parties::PartyKind},
    components::{Chip, Icon, IconName, Menu, MenuEntry, MenuItem},
    format::{self, DateStyle},
    i18n::{I18n, use_i18n},
    pages::{
        SaveSearch,
        parties::picker::{PartyPicker, Picked},
    },
    state::{use_resource, use_user_names},
};
use shared::query::OWNER_ME;
use web_sys::HtmlInputElement;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct FiltersProps {
    pub wish: Wish,
    pub onwish: Callback<Wish>,
}

#[component]
pub fn Filters(props: &FiltersProps) -> Html {
    let i18n = use_i18n();
    let choosing = use_state_eq(|| false);
    let t = &i18n.t.search;
    let dated = !(props.wish.after.is_empty() && props.wish.before.is_empty());
    html! {
        <div class="search-filters" role="group" aria-label={t.filters}>
            <div class="filter-chips">
                <OwnerFilter wish={props.wish.clone()} onwish={props.onwish.clone()} />
                <CompanyFilter wish={props.wish.clone()} onwish={props.onwish.clone()} />
                { days(props, i18n, &choosing) }
                if *choosing || (dated && !is_preset(&props.wish)) {
                    { day_input(props, t.after, |wish| &wish.after, |wish, day| wish.after = day) }
                    { day_input(props, t.before, |wish| &wish.before, |wish, day| wish.before = day) }
                }
            </div>
            <SaveSearch />
            { order(props, i18n) }
        </div>
    }
}

fn setter(props: &FiltersProps, change: impl Fn(&mut Wish) + 'static) -> Callback<()> {
    let (wish, onwish) = (props.wish.clone(), props.onwish.clone());
    Callback::from(move |()| {
        let mut next = wish.clone();
        change(&mut next);
        onwish.emit(next);
    })
}

fn chip_button(text: &str, icon: IconName) -> Html {
    html! { <><Icon name={icon} size={14} /><span>{ text.to_owned() }</span></> }
}

#[component]
fn OwnerFilter(props: &FiltersProps) -> Html {
    let i18n = use_i18n();
    let names = use_user_names();
    let t = &i18n.t.search;
    let owner = props.wish.owner.clone();
    if !owner.is_empty() {
        let name = if props.wish.is_mine() {
            AttrValue::from(i18n.t.common.me)
        } else {
            owner
                .parse()
                .ok()
                .and_then(|id| names.get(id))
                .unwrap_or_default()
        };
        return html! {
            <Chip text={i18n.fill(t.owner_is, &[("name", &name)])} class="chip-on"
                onremove={setter(props, |wish| wish.owner.clear())} remove_label={t.any_owner} />
        };
    }
    let choice = |word: String, name: AttrValue| {
        let onclick = setter(props, move |wish| wish.owner.clone_from(&word));
        MenuEntry::Item(MenuItem::choice(name, false, onclick))
    };
    let mut entries = vec![
        choice(OWNER_ME.to_owned(), i18n.t.common.me.into()),
        MenuEntry::Line,
    ];
    let users = names.by_name();
    entries.extend(
        users
            .into_iter()
            .map(|(id, name)| choice(id.to_string(), name)),
    );
    html! {
        <Menu label={t.owner} button={chip_button(t.owner, IconName::Contact)} button_class="chip chip-line"
            {entries} />
    }
}

/// Only what has to do with one company, which is found by its name.
#[component]
fn CompanyFilter(props: &FiltersProps) -> Html {
    let i18n = use_i18n();
    let choosing = use_state_eq(|| false);
    // Empty is no company: nothing is asked for then.
    let company = use_resource(props.wish.company.clone(), |id, signal| {
        Box::pin(async move {
            let Ok(id) = id.parse() else { return Ok(None) };
            let company = api::parties::get(PartyKind::Company, id, signal.as_ref()).await;
            company.map(Some)
        })
    });
    let (t, label) = (&i18n.t.companies, i18n.t.common.company);
    if !props.wish.company.is_empty() {
        let known = company
            .load
            .ready()
            .and_then(|company| company.as_ref().as_ref());
        let name = known.map_or_else(|| label.to_owned(), |company| company.display_name());
        return html! {
            <Chip text={i18n.fill(t.at_company, &[("name", &name)])} class="chip-on"
                onremove={setter(props, |wish| wish.company.clear())}
                remove_label={t.filter_company} />
        };
    }
    if *choosing {
        let (choosing, onwish, wish) =
            (choosing.setter(), props.onwish.clone(), props.wish.clone());
        let onclose = {
            let choosing = choosing.clone();
            Callback::from(move |()| choosing.set(false))
        };
        let onpick = Callback::from(move |picked: Picked| {
            choosing.set(false);
            onwish.emit(Wish {
                company: picked.id.to_string(),
                ..wish.clone()
            });
        });
        return html! {
            <PartyPicker kind={PartyKind::Company} {label} {onpick} {onclose} autofocus=true />
        };
    }
    let onclick = {
        let choosing = choosing.setter();
        Callback::from(move |_: MouseEvent| choosing.set(true))
    };
    html! {
        <button type="button" class="chip chip-line" {onclick}>
            { chip_button(label, IconName::Company) }
        </button>
    }
}

/// The days before today that a preset goes back, with its name.
fn presets(i18n: I18n) -> [(i64, &'static str); 3] {
    let t = &i18n.t.search;
    [(7, t.last_week), (30, t.last_month), (365, t.last_year)]
}

fn is_preset(wish: &Wish) -> bool {
    let days = [7, 30, 365];
    wish.before.is_empty()
        && days
            .iter()
            .any(|days| wish.after == format::day_back(*days))
}

fn days(props: &FiltersProps, i18n: I18n, choosing: &UseStateHandle<bool>) -> Html {
    let t = &i18n.t.search;
    let wish = &props.wish;
    if !(wish.after.is_empty() && wish.before.is_empty()) {
        let clear = {
            let (choosing, clear) = (
                choosing.setter(),
                setter(props, |wish| {
                    wish.after.clear();
                    wish.before.clear();
                }),
            );
            Callback::from(move |()| {
                choosing.set(false);
                clear.emit(());
            })
        };
        return html! {
            <Chip text={days_text(i18n, wish)} class="chip-on" onremove={clear}
                remove_label={t.clear_date} />
        };
    }
    let preset = |(days, text): (i64, &'static str)| {
        let onclick = setter(props, move |wish| wish.after = format::day_back(days));
        MenuEntry::Item(MenuItem::choice(text, false, onclick))
    };
    let mut entries: Vec<MenuEntry> = presets(i18n).into_iter().map(preset).collect();
    let choose = {
        let choosing = choosing.setter();
        Callback::from(move |()| choosing.set(true))
    };
    entries.push(MenuEntry::Line);
    entries.push(MenuEntry::Item(MenuItem::choice(
        t.between, **choosing, choose,
    )));
    html! {
        <Menu label={t.date} button={chip_button(t.date, IconName::Clock)} button_class="chip chip-line"
            {entries} />
    }
}

fn days_text(i18n: I18n, wish: &Wish) -> String {
    let t = &i18n.t.search;
    let preset = presets(i18n)
        .into_iter()
        .find(|(days, _)| wish.before.is_empty() && wish.after == format::day_back(*days));
    if let Some((_, text)) = preset {
        return text.to_owned();
    }
    let date = |day: &str| {
        format::day_start(day, 0).map_or(day.to_owned(), |at| {
            format::date(i18n.locale, at, DateStyle::Short)
        })
    };
    let since =
        (!wish.after.is_empty()).then(|| i18n.fill(t.since, &[("date", &date(&wish.after))]));
    let until =
        (!wish.before.is_empty()).then(|| i18n.fill(t.until, &[("date", &date(&wish.before))]));
    [since, until]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" · ")
}

fn day_input(
    props: &FiltersProps,
    label: &'static str,
    value: fn(&Wish) -> &String,
    change: fn(&mut Wish, String),
) -> Html {
    let (wish, onwish) = (props.wish.clone(), props.onwish.clone());
    let current = value(&wish).clone();
    let onchange = Callback::from(move |event: Event| {
        if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
            let mut next = wish.clone();
            change(&mut next, input.value());
            onwish.emit(next);
        }
    });
    html! {
        <label class="day-input">
            <span>{ label }</span>
            <input type="date" class="input" value={current} {onchange} />
        </label>
    }
}

fn order(props: &FiltersProps, i18n: I18n) -> Html {
    let t = &i18n.t.search;
    let choice = |text: &'static str, newest: bool| {
        let onclick = setter(props, move |wish| wish.newest = newest);
        MenuEntry::Item(MenuItem::choice(text, props.wish.newest == newest, onclick))
    };
    let text = if props.wish.newest {
        t.newest_first
    } else {
        t.best_first
    };
    let button = html! { <><Icon name={IconName::Sort} /><span>{ text }</span></> };
    html! {
        <Menu label={t.sort} {button} button_class="btn btn-quiet btn-small" class="search-order menu-end"
            entries={vec![choice(t.best_first, false), choice(t.newest_first, true)]} />
    }
}
