//! After an import: who writes to us and is no contact yet. Several are chosen and added at once.

use crate::{
    api,
    components::{Avatar, Button, ButtonKind, Check},
    i18n::{I18n, use_i18n},
    pages::people::{called, contact_of},
    state::{Resource, use_can, use_resource, use_toasts},
};
use shared::small::SmallSet;
use shared::{
    api::{
        message::Correspondent,
        page::{ListQuery, Page},
    },
    ids::ImportId,
    model::RecordRef,
    permission::Permission,
};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// People offered at once.
const PEOPLE_PER_PAGE: usize = 20;

#[derive(Properties, PartialEq)]
pub struct NewPeopleProps {
    /// Another import asks again.
    pub import: ImportId,
}

#[component]
pub fn NewPeople(props: &NewPeopleProps) -> Html {
    let i18n = use_i18n();
    let t = &i18n.t.imports;
    let can_write = use_can(Permission::RecordWrite);
    let people = use_resource(props.import, |_, signal| {
        Box::pin(async move {
            let query = ListQuery {
                limit: Some(PEOPLE_PER_PAGE),
                ..ListQuery::default()
            };
            api::messages::correspondents(&query, signal.as_ref()).await
        })
    });
    let chosen = use_state_eq(SmallSet::<String>::new);
    let busy = use_state_eq(|| false);
    let add = use_add(&people, &chosen, &busy);
    let Some(page) = people
        .load
        .ready()
        .filter(|page| can_write && !page.items.is_empty())
    else {
        return Html::default();
    };
    let all = page.items.iter().all(|one| chosen.contains(&one.address));
    let toggle_all = {
        let (chosen, page) = (chosen.setter(), page.clone());
        Callback::from(move |on: bool| {
            let addresses = page
                .items
                .iter()
                .filter(|_| on)
                .map(|one| one.address.clone());
            chosen.set(addresses.collect());
        })
    };
    let count = chosen.len() as u64;
    let add_label = if count == 0 {
        i18n.t.thread.add_contact.to_owned()
    } else {
        i18n.count(t.people_add, count)
    };
    html! {
        <section class="import-part">
            <h2>{ t.people_title }</h2>
            <p class="muted">{ t.people_lead }</p>
            <div class="row people-tools">
                <Check label={t.people_all} checked={all} mixed={count > 0 && !all}
                    onchange={toggle_all} />
                <div class="grow"></div>
                <Button label={add_label} kind={ButtonKind::Primary}
                    disabled={count == 0} busy={*busy} onclick={add} />
            </div>
            <ul class="people-list">
                { for page.items.iter().map(|one| row(i18n, one, &chosen)) }
            </ul>
        </section>
    }
}

fn row(i18n: I18n, one: &Correspondent, chosen: &UseStateHandle<SmallSet<String>>) -> Html {
    let name = called(&one.name, &one.address);
    let onchange = {
        let (chosen, address) = (chosen.clone(), one.address.clone());
        Callback::from(move |on: bool| {
            let mut next = (*chosen).clone();
            if on {
                next.insert(address.clone());
            } else {
                next.remove(&address);
            }
            chosen.set(next);
        })
    };
    html! {
        <li key={one.address.clone()}>
            <label class="people-row">
                <Check bare=true label={i18n.fill(i18n.t.imports.person_select, &[("name", &name)])}
                    checked={chosen.contains(&one.address)} {onchange} />
                <Avatar name={name.clone()} />
                <span class="clip people-name">{ name.clone() }</span>
                if name != one.address {
                    <span class="clip faint grow wide-only">{ &one.address }</span>
                } else {
                    <span class="grow"></span>
                }
                <span class="faint small num people-count">
                    { i18n.count(i18n.t.imports.mails, one.message_count) }
                </span>
            </label>
        </li>
    }
}

/// Makes contacts of all that are chosen; one Undo takes them all away again.
#[hook]
fn use_add(
    people: &Resource<Page<Correspondent>>,
    chosen: &UseStateHandle<SmallSet<String>>,
    busy: &UseStateHandle<bool>,
) -> Callback<()> {
    let i18n = use_i18n();
    let toasts = use_toasts();
    let (people, chosen, busy) = (people.clone(), chosen.clone(), busy.clone());
    Callback::from(move |()| {
        let Some(page) = people.load.ready().cloned() else {
            return;
        };
        let (people, chosen, busy) = (people.clone(), chosen.clone(), busy.clone());
        let toasts = toasts.clone();
        busy.set(true);
        spawn_local(async move {
            let mut made: Vec<RecordRef> = Vec::new();
            for one in page
                .items
                .iter()
                .filter(|one| chosen.contains(&one.address))
            {
                match api::contacts::create(&contact_of(&one.name, &one.address)).await {
                    Ok(reply) => made.push(reply.value.id.into()),
                    Err(error) => {
                        toasts.failed(&error);
                        break;
                    }
                }
            }
            if !made.is_empty() {
                let text = i18n.count(i18n.t.imports.people_added, made.len() as u64);
                let (again, failed) = (people.clone(), toasts.clone());
                toasts.offer(
                    text,
                    Callback::from(move |()| {
                        let (again, failed, made) = (again.clone(), failed.clone(), made.clone());
                        spawn_local(async move {
                            if let Err(error) = api::bin::delete(made).await {
                                failed.failed(&error);
                            }
                            again.reload();
                        });
                    }),
                );
            }
            chosen.set(SmallSet::new());
            busy.set(false);
            people.reload();
        });
    })
}
