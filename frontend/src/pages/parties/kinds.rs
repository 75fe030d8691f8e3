//! What tells contacts from companies on the screen: words, places, faces. All else they share.

use crate::{
    api::parties::PartyKind, components::IconName, i18n::I18n, router::Route, shell::Overlay,
};
use shared::ids::{CompanyId, ContactId};
use uuid::Uuid;

/// The words of a kind.
pub struct Words {
    pub title: &'static str,
    pub new: &'static str,
    pub quick_filter: &'static str,
    pub quick_placeholder: &'static str,
    pub name: &'static str,
    pub selected: &'static str,
    pub deleted: &'static str,
    pub empty_title: &'static str,
    pub empty_lead: &'static str,
    pub no_match: &'static str,
    pub view_taken: &'static str,
    pub create_another: &'static str,
    pub previous: &'static str,
    pub next: &'static str,
    pub delete: &'static str,
    pub in_bin: &'static str,
    pub gone_title: &'static str,
    pub gone_lead: &'static str,
    pub to_list: &'static str,
    pub beside: &'static str,
    pub add_beside: &'static str,
    pub find_beside: &'static str,
}

/// The words of a kind.
pub fn words(i18n: I18n, kind: PartyKind) -> Words {
    let (list, record, companies) = (&i18n.t.contacts, &i18n.t.record, &i18n.t.companies);
    match kind {
        PartyKind::Contact => Words {
            title: list.title,
            new: list.new,
            quick_filter: list.quick_filter,
            quick_placeholder: list.quick_placeholder,
            name: list.name,
            selected: list.selected,
            deleted: list.deleted,
            empty_title: list.empty_title,
            empty_lead: list.empty_lead,
            no_match: list.no_match,
            view_taken: list.view_taken,
            create_another: list.create_another,
            previous: record.previous,
            next: record.next,
            delete: record.delete,
            in_bin: record.in_bin,
            gone_title: record.gone_title,
            gone_lead: record.gone_lead,
            to_list: record.to_contacts,
            beside: companies.title,
            add_beside: companies.add_company,
            find_beside: companies.find_company,
        },
        PartyKind::Company => Words {
            title: companies.title,
            new: companies.new,
            quick_filter: companies.quick_filter,
            quick_placeholder: companies.quick_placeholder,
            name: companies.name,
            selected: companies.selected,
            deleted: companies.deleted,
            empty_title: companies.empty_title,
            empty_lead: companies.empty_lead,
            no_match: companies.no_match,
            view_taken: companies.view_taken,
            create_another: companies.create_another,
            previous: companies.previous,
            next: companies.next,
            delete: companies.delete,
            in_bin: companies.in_bin,
            gone_title: companies.gone_title,
            gone_lead: companies.gone_lead,
            to_list: companies.to_list,
            beside: companies.people,
            add_beside: companies.add_person,
            find_beside: companies.find_person,
        },
    }
}

/// Where the list of a kind is.
pub const fn list_route(kind: PartyKind) -> Route {
    match kind {
        PartyKind::Contact => Route::Contacts,
        PartyKind::Company => Route::Companies,
    }
}

/// The page of one of them.
pub const fn route(kind: PartyKind, id: Uuid) -> Route {
    match kind {
        PartyKind::Contact => Route::Contact(ContactId::from_uuid(id)),
        PartyKind::Company => Route::Company(CompanyId::from_uuid(id)),
    }
}

/// The panel that makes one.
pub const fn panel(kind: PartyKind) -> Overlay {
    Overlay::New(kind)
}

/// The sign of a kind.
pub const fn icon(kind: PartyKind) -> IconName {
    match kind {
        PartyKind::Contact => IconName::Contacts,
        PartyKind::Company => IconName::Company,
    }
}

/// Companies are square.
pub const fn is_square(kind: PartyKind) -> bool {
    matches!(kind, PartyKind::Company)
}

/// The keys of the panel.
pub const fn panel_keys(kind: PartyKind) -> &'static str {
    match kind {
        PartyKind::Contact => "C",
        PartyKind::Company => "Shift C",
    }
}
