//! What stands in the columns of the lists.

use super::{
    kinds,
    view::{Sort, SortField},
};
use crate::{
    api::parties::{Party, PartyKind, Who},
    components::{Avatar, Check, Chip, Icon, IconName, Skeleton, stage_chip},
    format,
    i18n::I18n,
    router::Link,
};
use shared::ids::UserId;
use std::rc::Rc;
use yew::prelude::*;

/// Tags shown in a row; the rest is counted.
const TAGS_SHOWN_MAX: usize = 2;

/// The names of the users.
pub type Names = Rc<Vec<(UserId, AttrValue)>>;

/// The columns with their names; those that sort are buttons.
pub fn head(
    i18n: I18n,
    kind: PartyKind,
    sort: Sort,
    all: Html,
    onsort: &Callback<SortField>,
) -> Html {
    let t = &i18n.t.contacts;
    let second = match kind {
        PartyKind::Contact => i18n.t.common.company,
        PartyKind::Company => i18n.t.companies.domain,
    };
    html! {
        <>
            <div role="columnheader" class="cell-check">{ all }</div>
            <div role="columnheader" aria-sort={aria_sort(sort, SortField::Name)}>
                { sort_button(kinds::words(i18n, kind).name, SortField::Name, sort, onsort) }
            </div>
            <div role="columnheader" class="cell-second">{ second }</div>
            <div role="columnheader" class="cell-email">{ t.email }</div>
            <div role="columnheader" class="cell-phone">{ t.phone }</div>
            <div role="columnheader" class="cell-stage">{ t.stage }</div>
            <div role="columnheader" class="cell-tags">{ t.tags }</div>
            <div role="columnheader" class="cell-owner"><span class="sr-only">{ t.owner }</span></div>
            <div role="columnheader" class="cell-updated"
                aria-sort={aria_sort(sort, SortField::Updated)}>
                { sort_button(t.updated, SortField::Updated, sort, onsort) }
            </div>
        </>
    }
}

fn aria_sort(sort: Sort, field: SortField) -> &'static str {
    match (sort.field == field, sort.descending) {
        (false, _) => "none",
        (true, false) => "ascending",
        (true, true) => "descending",
    }
}

fn sort_button(
    label: &'static str,
    field: SortField,
    sort: Sort,
    onsort: &Callback<SortField>,
) -> Html {
    let on = sort.field == field;
    let icon = if sort.descending {
        IconName::ArrowDown
    } else {
        IconName::ArrowUp
    };
    html! {
        <button type="button" class={classes!("sort", on.then_some("sort-on"))}
            onclick={onsort.reform(move |_: MouseEvent| field)}>
            { label }
            if on {
                <Icon name={icon} size={12} />
            }
        </button>
    }
}

/// One row.
pub fn row(
    i18n: I18n,
    party: &Party,
    names: &Names,
    selected: bool,
    ontoggle: Callback<bool>,
) -> Html {
    let name = AttrValue::from(party.display_name());
    let label = i18n.fill(i18n.t.contacts.select_row, &[("name", &name)]);
    let email = party.emails.first().map(|email| email.address.clone());
    let phone = party.phones.first().map(|phone| phone.number.clone());
    let kind = party.kind();
    html! {
        <>
            <div role="gridcell" class="cell-check">
                <Check {label} checked={selected} onchange={ontoggle} bare=true tabindex="-1" />
            </div>
            <div role="gridcell">
                <Link to={kinds::route(kind, party.id)} class="who" tabindex="-1">
                    <Avatar name={name.clone()} square={kinds::is_square(kind)} />
                    <span class="clip">{ name }</span>
                </Link>
            </div>
            <div role="gridcell" class="cell-second muted">{ second(party) }</div>
            <div role="gridcell" class="cell-email muted">{ email }</div>
            <div role="gridcell" class="cell-phone muted num">{ phone }</div>
            <div role="gridcell" class="cell-stage">
                { party.stage.map(|stage| stage_chip(i18n, stage)) }
            </div>
            <div role="gridcell" class="cell-tags">{ tags(&party.tags) }</div>
            <div role="gridcell" class="cell-owner">{ owner(party, names) }</div>
            <div role="gridcell" class="cell-updated faint num">
                { format::ago(i18n, party.updated_at) }
            </div>
        </>
    }
}

/// Where a person works now; what mail of a company comes from.
fn second(party: &Party) -> String {
    match &party.who {
        Who::Contact { .. } => party.company_now().to_owned(),
        Who::Company { domains, .. } => domains.first().cloned().unwrap_or_default(),
    }
}

/// What a user is called.
pub fn name_of(names: &Names, id: UserId) -> Option<&AttrValue> {
    names
        .iter()
        .find(|(other, _)| *other == id)
        .map(|(_, name)| name)
}

fn owner(party: &Party, names: &Names) -> Html {
    let name = party.owner_id.and_then(|id| name_of(names, id));
    match name {
        Some(name) => html! {
            <span title={name.clone()}>
                <Avatar name={name.clone()} size={20} />
                <span class="sr-only">{ name }</span>
            </span>
        },
        None => Html::default(),
    }
}

fn tags(tags: &[String]) -> Html {
    let more = tags.len().saturating_sub(TAGS_SHOWN_MAX);
    html! {
        <span class="tags">
            { for tags.iter().take(TAGS_SHOWN_MAX).map(|tag| html! { <Chip text={tag.clone()} /> }) }
            if more > 0 {
                <Chip text={format!("+{more}")} class="chip-more" />
            }
        </span>
    }
}

/// A row that is on the way.
pub fn waiting_row(number: usize) -> Html {
    const WIDTHS: [u32; 4] = [64, 48, 72, 56];
    let width = WIDTHS.get(number % WIDTHS.len()).copied().unwrap_or(60);
    html! {
        <>
            <div role="gridcell" class="cell-check"></div>
            <div role="gridcell"><Skeleton {width} /></div>
            <div role="gridcell" class="cell-second"><Skeleton width={width - 10} /></div>
            <div role="gridcell" class="cell-email"></div>
            <div role="gridcell" class="cell-phone"></div>
            <div role="gridcell" class="cell-stage"></div>
            <div role="gridcell" class="cell-tags"></div>
            <div role="gridcell" class="cell-owner"></div>
            <div role="gridcell" class="cell-updated"></div>
        </>
    }
}
