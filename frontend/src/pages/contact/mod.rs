//! The page of one contact: who it is at the left, what happened in the middle, with whom else at
//! the right; on a phone what happened first. Live changes come in without moving what is in sight.

mod edit;
mod grouping;
mod handles;
mod identity;
mod neighbours;
mod stream;
#[cfg(test)]
pub mod tests;
mod timeline;
mod together;

use super::{LoadFailed, Page};
use crate::{
    a11y::use_title,
    api::{self, ApiError},
    components::{
        Banner, Button, ButtonKind, EmptyState, Icon, IconButton, IconName, Menu, MenuEntry,
        MenuItem, Segment, Segments, Skeleton, SkeletonRows, Tone,
    },
    i18n::{I18n, use_i18n},
    router::{Link, Route, Router, use_router},
    state::{
        Load, Resource, Toasts,
        recent::{self, Recent},
        trail, use_can, use_live, use_resource, use_toasts, use_user_names,
    },
};
use edit::use_editor;
use gloo_timers::callback::Timeout;
use identity::Identity;
use neighbours::{Way, go, use_neighbour_keys};
use shared::{
    api::{contact::Contact, error::ErrorCode, event::Event, message::MessageSummary},
    ids::ContactId,
    model::RecordKind,
    permission::Permission,
};
use std::rc::Rc;
use stream::Stream;
use together::{Together, companions};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// A field that was left is closed, and its change under way, after so long.
const LEAVE_MS: u32 = 50;

#[derive(Properties, PartialEq)]
pub struct ContactPageProps {
    pub id: ContactId,
}

#[component]
pub fn ContactPage(props: &ContactPageProps) -> Html {
    let i18n = use_i18n();
    // Another contact is another page: nothing of the one before may show.
    html! { <OneContact key={props.id.to_string()} id={props.id} {i18n} /> }
}

#[derive(Properties, PartialEq)]
struct OneContactProps {
    id: ContactId,
    i18n: I18n,
}

#[component]
fn OneContact(props: &OneContactProps) -> Html {
    let (id, i18n) = (props.id, props.i18n);
    let toasts = use_toasts();
    let resource = use_resource(id, |id, signal| {
        Box::pin(async move { api::contacts::get(id, signal.as_ref()).await })
    });
    let editor = use_editor(&resource, toasts, i18n);
    // Whether somebody else changed it while it is being edited.
    let news = use_mut_ref(|| false);
    let waiting_news = news.clone();
    {
        let (resource, editor) = (resource.clone(), editor.clone());
        use_live(move |event| {
            let ours = match event {
                Event::Change { id: changed, .. } => *changed == id.uuid(),
                Event::ManyChanged | Event::Resync => true,
                Event::Import(_) | Event::Index { .. } => false,
            };
            if !ours || editor.is_busy() {
                return;
            }
            // Who is typing keeps the contact as it was seen: saving then finds what changed, and
            // both values are shown.
            if is_editing() {
                news.replace(true);
            } else {
                resource.reload();
            }
        });
    }
    let onleave = {
        let (resource, editor) = (resource.clone(), editor.clone());
        Callback::from(move |()| {
            if !editor.is_busy() && !is_editing() && waiting_news.replace(false) {
                resource.reload();
            }
        })
    };
    use_neighbour_keys(id);
    match &resource.load {
        Load::Waiting => waiting(i18n),
        Load::Failed(error) if error.is(ErrorCode::NotFound) => html! { <Gone /> },
        Load::Failed(error) => {
            let resource = resource.clone();
            let onretry = Callback::from(move |()| resource.reload());
            html! { <LoadFailed error={error.clone()} {onretry} /> }
        }
        Load::Ready(contact) => html! {
            <Record contact={(**contact).clone()} {editor} resource={Reloader(resource.clone())}
                {onleave} />
        },
    }
}

/// Whether a field is being edited.
fn is_editing() -> bool {
    web_sys::window()
        .and_then(|window| window.document())
        .is_some_and(|document| {
            matches!(document.query_selector("input.inline-field"), Ok(Some(_)))
        })
}

/// Reads the contact again.
#[derive(Clone)]
struct Reloader(Resource<Contact>);

impl PartialEq for Reloader {
    fn eq(&self, other: &Self) -> bool {
        self.0.load == other.0.load
    }
}

impl Reloader {
    fn callback(&self) -> Callback<()> {
        let resource = self.0.clone();
        Callback::from(move |()| resource.reload())
    }
}

/// The shape of the page, before anything is known.
fn waiting(i18n: I18n) -> Html {
    html! {
        <div class="page" aria-busy="true">
            <header class="page-head">
                <h1 class="sr-only">{ i18n.t.common.loading }</h1>
                <Skeleton width={24} />
            </header>
            <div class="record">
                <div class="record-side"><SkeletonRows rows={7} /></div>
                <div class="record-stream">
                    <div class="record-measure"><SkeletonRows rows={9} /></div>
                </div>
            </div>
        </div>
    }
}

/// Nobody has this id, or nobody we may see.
#[component]
fn Gone() -> Html {
    let i18n = use_i18n();
    html! {
        <Page title={i18n.t.record.gone_title}>
            <EmptyState icon={IconName::Contact} title={i18n.t.record.gone_title}
                lead={i18n.t.record.gone_lead}>
                <Link to={Route::Contacts} class="btn btn-primary">{ i18n.t.record.to_contacts }</Link>
            </EmptyState>
        </Page>
    }
}

#[derive(Properties, PartialEq)]
struct RecordProps {
    contact: Contact,
    editor: edit::Editor,
    resource: Reloader,
    /// A field was left.
    onleave: Callback<()>,
}

/// What a phone shows of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Timeline,
    Details,
}

#[component]
fn Record(props: &RecordProps) -> Html {
    let i18n = use_i18n();
    let names = use_user_names();
    let part = use_state_eq(|| Part::Timeline);
    let mails = use_state_eq(|| Rc::new(Vec::<MessageSummary>::new()));
    let contact = &props.contact;
    let name = contact.display_name();
    let in_bin = contact.deleted_at.is_some();
    let locked = !use_can(Permission::RecordWrite) || in_bin;
    use_title(name.clone());
    use_effect_with((contact.id, name.clone(), in_bin), |(id, name, in_bin)| {
        if !in_bin {
            recent::note(Recent {
                kind: RecordKind::Contact,
                id: id.uuid(),
                title: name.clone(),
            });
        }
    });
    let people = companions(&mails, contact.id);
    let onmails = {
        let mails = mails.setter();
        use_callback((), move |known, ()| mails.set(known))
    };
    let onfocusout = {
        let onleave = props.onleave.clone();
        // The field closes after this event.
        Callback::from(move |_: FocusEvent| {
            let onleave = onleave.clone();
            Timeout::new(LEAVE_MS, move || onleave.emit(())).forget();
        })
    };
    let shows = match *part {
        Part::Timeline => "shows-timeline",
        Part::Details => "shows-details",
    };
    html! {
        <div class="page">
            <Head contact={contact.clone()} reload={props.resource.callback()} />
            if in_bin {
                <InBin contact={contact.clone()} reload={props.resource.callback()} />
            }
            { parts(i18n, &part) }
            <div class={classes!("record", shows, (!people.is_empty()).then_some("has-relations"))}>
                <section class="record-side" aria-label={i18n.t.record.identity} {onfocusout}>
                    <Identity contact={contact.clone()} names={names.clone()}
                        editor={props.editor.clone()} {locked} />
                </section>
                <Stream contact={contact.clone()} {names} {locked} {onmails} />
                if !people.is_empty() {
                    <aside class="record-relations" aria-label={i18n.t.record.relations}>
                        <Together {people} />
                    </aside>
                }
            </div>
        </div>
    }
}

fn parts(i18n: I18n, part: &UseStateHandle<Part>) -> Html {
    let t = &i18n.t.record;
    let segments = vec![
        Segment {
            value: Part::Timeline,
            label: t.timeline.into(),
            icon: None,
        },
        Segment {
            value: Part::Details,
            label: t.details.into(),
            icon: None,
        },
    ];
    let onchange = {
        let part = part.setter();
        Callback::from(move |value| part.set(value))
    };
    html! {
        <div class="record-parts">
            <Segments<Part> label={t.parts} {segments} value={**part} {onchange} />
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct HeadProps {
    contact: Contact,
    reload: Callback<()>,
}

#[component]
fn Head(props: &HeadProps) -> Html {
    let i18n = use_i18n();
    let t = &i18n.t.record;
    let (router, toasts) = (use_router(), use_toasts());
    let can_write = use_can(Permission::RecordWrite);
    let contact = &props.contact;
    let on_trail = trail::of(contact.id);
    let step = |way: Way| {
        let (id, router, toasts) = (contact.id, router.clone(), toasts.clone());
        Callback::from(move |()| go(id, way, &router, &toasts))
    };
    let at_start = on_trail.as_ref().is_some_and(|trail| trail.row == 0);
    html! {
        <header class="page-head">
            <Link to={Route::Contacts} class="btn btn-icon narrow-only" label={t.to_contacts}>
                <Icon name={IconName::ArrowLeft} />
            </Link>
            <Link to={Route::Contacts} class="crumb wide-only">{ i18n.t.nav.contacts }</Link>
            <span class="crumb-mark wide-only" aria-hidden="true"><Icon name={IconName::ChevronRight} /></span>
            <h1 class="clip">{ contact.display_name() }</h1>
            <div class="actions">
                if on_trail.is_some() {
                    <IconButton icon={IconName::ArrowUp} label={t.previous} disabled={at_start}
                        onclick={step(Way::Previous)} />
                    <IconButton icon={IconName::ArrowDown} label={t.next} onclick={step(Way::Next)} />
                }
                if can_write && contact.deleted_at.is_none() {
                    { menu(i18n, contact, router.clone(), toasts.clone()) }
                }
            </div>
        </header>
    }
}

fn menu(i18n: I18n, contact: &Contact, router: Router, toasts: Toasts) -> Html {
    let (id, name) = (contact.id, contact.display_name());
    let delete = Callback::from(move |()| {
        let (router, toasts, name) = (router.clone(), toasts.clone(), name.clone());
        spawn_local(async move {
            match api::contacts::delete(id).await {
                Ok(reply) => {
                    let text = i18n.fill(i18n.t.record.deleted, &[("name", &name)]);
                    let back = router.clone();
                    let undone = Callback::from(move |()| back.push(Route::Contact(id)));
                    toasts.done(text, reply.position, undone);
                    router.push(Route::Contacts);
                }
                Err(error) => toasts.failed(&error),
            }
        });
    });
    let item = MenuItem::new(i18n.t.record.delete, IconName::Bin, delete).danger();
    html! {
        <Menu label={i18n.t.record.actions} bare=true button={html! { <Icon name={IconName::More} /> }}
            button_class="btn btn-icon" class="menu-end" entries={vec![MenuEntry::Item(item)]} />
    }
}

/// Says that the contact lies in the bin, and brings it back.
#[component]
fn InBin(props: &HeadProps) -> Html {
    let i18n = use_i18n();
    let toasts = use_toasts();
    let can_write = use_can(Permission::RecordWrite);
    let restore = {
        let (contact, reload) = (props.contact.clone(), props.reload.clone());
        Callback::from(move |()| {
            let (contact, reload, toasts) = (contact.clone(), reload.clone(), toasts.clone());
            spawn_local(async move {
                let answer = api::bin::restore(vec![contact.id.into()]).await;
                match answer.map_err(|error: ApiError| error) {
                    Ok(answer) => {
                        let name = contact.display_name();
                        let text = i18n.fill(i18n.t.record.restored, &[("name", &name)]);
                        toasts.done(text, Some(answer.position), reload.clone());
                        reload.emit(());
                    }
                    Err(error) => toasts.failed(&error),
                }
            });
        })
    };
    html! {
        <div class="page-banner">
            <Banner tone={Tone::Careful}>
                <span class="grow">{ i18n.t.record.in_bin }</span>
                if can_write {
                    <Button label={i18n.t.common.restore} icon={IconName::Restore} small=true
                        kind={ButtonKind::Secondary} onclick={restore} />
                }
            </Banner>
        </div>
    }
}
