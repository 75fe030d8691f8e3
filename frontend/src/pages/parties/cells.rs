//! What stands in the columns of the lists.

use super::{
    kinds,
    view::{Sort, SortField},
};
use crate::{
    api::parties::{Party, PartyKind, Who},
    components::{Avatar, Check, Chip, Icon, IconName, MarkedText, Skeleton, stage_chip},
    format,
    i18n::I18n,
    router::Link,
};
use shared::{
    api::{page::TextMarks, search::Mark},
    ids::UserId,
};
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

/// A contact or company with what its query marks in it.
pub struct Marked<'a> {
    pub party: &'a Party,
    pub marks: &'a [TextMarks],
}

impl<'a> Marked<'a> {
    fn of(&self, text: &str) -> Option<&'a [Mark]> {
        let found = self.marks.iter().find(|marked| marked.text == text);
        found.map(|marked| marked.marks.as_slice())
    }

    fn show(&self, text: &str) -> Html {
        match self.of(text) {
            Some(marks) => html! { <MarkedText text={text.to_owned()} marks={marks.to_vec()} /> },
            None => html! { { text } },
        }
    }

    /// Of several the one that is asked for, else the first.
    fn best<'t>(&self, texts: impl Iterator<Item = &'t str> + Clone) -> Html {
        let asked = texts.clone().find(|text| self.of(text).is_some());
        let shown = asked.or_else(|| texts.clone().next());
        shown.map(|text| self.show(text)).unwrap_or_default()
    }
}

/// One row.
pub fn row(
    i18n: I18n,
    marked: &Marked<'_>,
    names: &Names,
    selected: bool,
    ontoggle: Callback<bool>,
) -> Html {
    let party = marked.party;
    let name = AttrValue::from(party.display_name());
    let label = i18n.fill(i18n.t.contacts.select_row, &[("name", &name)]);
    let email = marked.best(party.emails.iter().map(|email| email.address.as_str()));
    let phone = marked.best(party.phones.iter().map(|phone| phone.number.as_str()));
    let kind = party.kind();
    html! {
        <>
            <div role="gridcell" class="cell-check">
                <Check {label} checked={selected} onchange={ontoggle} bare=true tabindex="-1" />
            </div>
            <div role="gridcell">
                <Link to={kinds::route(kind, party.id)} class="who" tabindex="-1">
                    <Avatar name={name.clone()} square={kinds::is_square(kind)} />
                    <span class="clip">{ marked.show(&name) }</span>
                </Link>
            </div>
            <div role="gridcell" class="cell-second muted">{ second(marked) }</div>
            <div role="gridcell" class="cell-email muted">{ email }</div>
            <div role="gridcell" class="cell-phone muted num">{ phone }</div>
            <div role="gridcell" class="cell-stage">
                { party.stage.map(|stage| stage_chip(i18n, stage)) }
            </div>
            <div role="gridcell" class="cell-tags">{ tags(marked) }</div>
            <div role="gridcell" class="cell-owner">{ owner(party, names) }</div>
            <div role="gridcell" class="cell-updated faint num">
                { format::ago(i18n, party.updated_at) }
            </div>
        </>
    }
}

/// Where a person works now; what mail of a company comes from.
fn second(marked: &Marked<'_>) -> Html {
    match &marked.party.who {
        Who::Contact { .. } => marked.show(marked.party.company_now()),
        Who::Company { domains, .. } => marked.best(domains.iter().map(String::as_str)),
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

fn tags(marked: &Marked<'_>) -> Html {
    let mut tags: Vec<&String> = marked.party.tags.iter().collect();
    let more = tags.len().saturating_sub(TAGS_SHOWN_MAX);
    // What is asked for is among those shown.
    tags.sort_by_key(|tag| marked.of(tag).is_none());
    let chip = |tag: &&String| {
        let marks = marked.of(tag).unwrap_or_default().to_vec();
        html! { <Chip text={tag.to_string()} {marks} /> }
    };
    html! {
        <span class="tags">
            { for tags.iter().take(TAGS_SHOWN_MAX).map(chip) }
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
