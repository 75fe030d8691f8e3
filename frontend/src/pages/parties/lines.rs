//! Lines of the panel that makes a contact or a company: addresses, numbers, domains. There is always
//! one more than is filled in.

use super::draft::{Draft, change};
use crate::{
    components::{Button, ButtonKind, IconButton, IconName, TextField},
    i18n::I18n,
};
use shared::validate;
use yew::prelude::*;

/// A list of lines: addresses or numbers.
pub struct Lines {
    of: fn(&Draft) -> &Vec<String>,
    of_mut: fn(&mut Draft) -> &mut Vec<String>,
    label: fn(I18n) -> &'static str,
    numbered: fn(I18n) -> &'static str,
    add: fn(I18n) -> &'static str,
    kind: &'static str,
    /// The field's name in errors, around its number.
    error: (&'static str, &'static str),
}

/// E-mail addresses.
pub const EMAILS: Lines = Lines {
    of: |draft| &draft.emails,
    of_mut: |draft| &mut draft.emails,
    label: |i18n| i18n.t.contacts.email,
    numbered: |i18n| i18n.t.contacts.email_number,
    add: |i18n| i18n.t.contacts.add_email,
    kind: "email",
    error: ("emails.", ".address"),
};

/// Telephone numbers.
pub const PHONES: Lines = Lines {
    of: |draft| &draft.phones,
    of_mut: |draft| &mut draft.phones,
    label: |i18n| i18n.t.contacts.phone,
    numbered: |i18n| i18n.t.contacts.phone_number,
    add: |i18n| i18n.t.contacts.add_phone,
    kind: "tel",
    error: ("phones.", ".number"),
};

/// The domains of a company.
pub const DOMAINS: Lines = Lines {
    of: |draft| &draft.domains,
    of_mut: |draft| &mut draft.domains,
    label: |i18n| i18n.t.companies.domain,
    numbered: |i18n| i18n.t.companies.domain_number,
    add: |i18n| i18n.t.companies.add_domain,
    kind: "text",
    error: ("domains.", ""),
};

/// The lines, and the button that adds one.
pub fn lines(i18n: I18n, draft: &UseReducerHandle<Draft>, lines: &'static Lines) -> Html {
    let all = (lines.of)(draft);
    let line = |(number, value): (usize, &String)| {
        let label = if number == 0 {
            (lines.label)(i18n).to_owned()
        } else {
            i18n.fill((lines.numbered)(i18n), &[("n", &(number + 1).to_string())])
        };
        let oninput = change(draft, move |draft, text: String| {
            if let Some(line) = (lines.of_mut)(draft).get_mut(number) {
                *line = text;
            }
        });
        let remove_label = i18n.fill(i18n.t.common.remove_named, &[("name", &label)]);
        let remove = change(draft, move |draft, ()| {
            (lines.of_mut)(draft).remove(number);
        });
        let affix = (number > 0).then(|| {
            html! {
                <IconButton icon={IconName::Close} label={remove_label} onclick={remove} small=true />
            }
        });
        // Empty lines are not sent: errors count the others.
        let sent = all
            .iter()
            .take(number)
            .filter(|line| !line.trim().is_empty())
            .count();
        let name = format!("{}{sent}{}", lines.error.0, lines.error.1);
        let error = (!value.trim().is_empty())
            .then(|| draft.field(i18n, &name))
            .flatten();
        html! {
            <TextField key={number} {label} value={value.clone()} {oninput} kind={lines.kind}
                autocomplete="off" {error} {affix} />
        }
    };
    let add = change(draft, move |draft, ()| {
        (lines.of_mut)(draft).push(String::new())
    });
    let full = all.last().is_some_and(|line| !line.is_empty()) && all.len() < validate::HANDLES_MAX;
    html! {
        <div class="stack-tight">
            { for all.iter().enumerate().map(line) }
            if full {
                <div>
                    <Button label={(lines.add)(i18n)} icon={IconName::Plus} small=true
                        kind={ButtonKind::Quiet} onclick={add} />
                </div>
            }
        </div>
    }
}
