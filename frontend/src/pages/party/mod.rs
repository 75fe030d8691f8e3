//! The page of one contact or company: who it is at the left, what happened in the middle, companies
//! or people at the right; on a phone what happened first. Live changes come in without moving what
//! is in sight.

mod beside;
mod edit;
mod grouping;
mod handles;
mod identity;
mod neighbours;
mod stream;
mod ties;
mod timeline;
mod together;

use super::{
    LoadFailed, Page,
    find::{Scope, use_find},
    parties::kinds,
};
use crate::{
    a11y::use_title,
    api::{
        self,
        parties::{Party, PartyKind},
    },
    components::{
        Banner, Button, ButtonKind, EmptyState, Icon, IconButton, IconName, Menu, MenuEntry,
        MenuItem, Segment, Segments, Skeleton, SkeletonRows, Tone,
    },
    i18n::{I18n, use_i18n},
    router::{Link, Router, use_router},
    state::{
        Load, Resource, Toasts,
        recent::{self, Recent},
        trail, use_can, use_live, use_resource, use_toasts, use_user_names,
    },
};
use beside::{CompaniesOf, PeopleOf};
use edit::use_editor;
use gloo_timers::callback::Timeout;
use identity::Identity;
use neighbours::{Way, go, use_neighbour_keys};
use shared::{
    api::{error::ErrorCode, event::Event, message::MessageSummary},
    ids::ContactId,
    model::RecordKind,
    permission::Permission,
};
use std::rc::Rc;
use stream::Stream;
use together::{Together, companions};
use uuid::Uuid;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// Where a record is looked through.
const READ: &str = ".record-side, .record-relations, .record-stream .day";
/// A field that was left is closed, and its change under way, after so long.
const LEAVE_MS: u32 = 50;

#[derive(Properties, PartialEq)]
pub struct PartyPageProps {
    pub kind: PartyKind,
    pub id: Uuid,
}

#[component]
pub fn PartyPage(props: &PartyPageProps) -> Html {
    let i18n = use_i18n();
    // Another record is another page: nothing of the one before may show.
    html! { <OneParty key={props.id.to_string()} kind={props.kind} id={props.id} {i18n} /> }
}

#[derive(Properties, PartialEq)]
struct OnePartyProps {
    kind: PartyKind,
    id: Uuid,
    i18n: I18n,
}

#[component]
fn OneParty(props: &OnePartyProps) -> Html {
    let (kind, id, i18n) = (props.kind, props.id, props.i18n);
    let toasts = use_toasts();
    let resource = use_resource(id, move |id, signal| {
        Box::pin(async move { api::parties::get(kind, id, signal.as_ref()).await })
    });
    let editor = use_editor(&resource, toasts, i18n);
    // Whether somebody else changed it while it is being edited.
    let news = use_mut_ref(|| false);
    let waiting_news = news.clone();
    {
        let (resource, editor) = (resource.clone(), editor.clone());
        use_live(move |event| {
            let ours = match event {
                // A contact's companies say their names.
                Event::Change {
                    id: changed,
                    kind: of,
                    ..
                } => *changed == id || (kind, *of) == (PartyKind::Contact, RecordKind::Company),
                Event::ManyChanged | Event::Resync => true,
                Event::Import(_) | Event::Index { .. } | Event::OwnChanged => false,
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
    use_neighbour_keys((kind, id));
    match &resource.load {
        Load::Waiting => waiting(i18n),
        Load::Failed(error) if error.is(ErrorCode::NotFound) => html! { <Gone {kind} /> },
        Load::Failed(error) => {
            let resource = resource.clone();
            let onretry = Callback::from(move |()| resource.reload());
            html! { <LoadFailed error={error.clone()} {onretry} /> }
        }
        Load::Ready(party) => html! {
            <Record party={(**party).clone()} {editor} resource={Reloader(resource.clone())}
                {onleave} />
        },
    }
}

/// Whether a field is being edited.
fn is_editing() -> bool {
    web_sys::window()
        .and_then(|window| window.document())
        .is_some_and(|document| {
            matches!(
                document.query_selector("input.inline-field, textarea.inline-field"),
                Ok(Some(_))
            )
        })
}

/// Reads the record again.
#[derive(Clone)]
struct Reloader(Resource<Party>);

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

#[derive(Properties, PartialEq)]
struct GoneProps {
    kind: PartyKind,
}

/// Nobody has this id, or nobody we may see.
#[component]
fn Gone(props: &GoneProps) -> Html {
    let i18n = use_i18n();
    let words = kinds::words(i18n, props.kind);
    html! {
        <Page title={words.gone_title}>
            <EmptyState icon={kinds::icon(props.kind)} title={words.gone_title}
                lead={words.gone_lead}>
                <Link to={kinds::list_route(props.kind)} class="btn btn-primary">
                    { words.to_list }
                </Link>
            </EmptyState>
        </Page>
    }
}

#[derive(Properties, PartialEq)]
struct RecordProps {
    party: Party,
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
    /// Companies or people.
    Beside,
}

#[component]
fn Record(props: &RecordProps) -> Html {
    let i18n = use_i18n();
    let names = use_user_names();
    let find = use_find(Scope {
        within: READ,
        prefer: None,
        record: Some((props.party.kind().record(), props.party.id)),
        files_of: None,
    });
    let part = use_state_eq(|| Part::Timeline);
    let mails = use_state_eq(|| Rc::new(Vec::<MessageSummary>::new()));
    let party = &props.party;
    let kind = party.kind();
    let name = party.display_name();
    let in_bin = party.deleted_at.is_some();
    let locked = !use_can(Permission::RecordWrite) || in_bin;
    use_title(name.clone());
    use_effect_with(
        (party.id, name.clone(), in_bin),
        move |(id, name, in_bin)| {
            if !in_bin {
                recent::note(Recent {
                    kind: kind.record(),
                    id: *id,
                    title: name.clone(),
                });
            }
        },
    );
    let people = match kind {
        PartyKind::Contact => companions(&mails, ContactId::from_uuid(party.id)),
        PartyKind::Company => Vec::new(),
    };
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
        Part::Beside => "shows-beside",
    };
    html! {
        <div class="page">
            <Head party={party.clone()} reload={props.resource.callback()} />
            if in_bin {
                <InBin party={party.clone()} reload={props.resource.callback()} />
            }
            { find.bar }
            { parts(i18n, kind, &part) }
            <div class={classes!("record", shows)}>
                // On a narrow screen what stands beside is below who it is.
                <div class="record-about">
                    <section class="record-side" aria-label={i18n.t.record.identity}
                        {onfocusout}>
                        <Identity party={party.clone()} names={names.clone()}
                            editor={props.editor.clone()} {locked} />
                    </section>
                    <aside class="record-relations" aria-label={i18n.t.record.relations}>
                        { beside(props, i18n, locked) }
                        if !people.is_empty() {
                            <Together {people} />
                        }
                    </aside>
                </div>
                <Stream party={party.clone()} {names} {locked} {onmails} find={find.text}
                    find_button={find.button} />
            </div>
        </div>
    }
}

fn beside(props: &RecordProps, i18n: I18n, locked: bool) -> Html {
    let (party, editor) = (props.party.clone(), props.editor.clone());
    match party.kind() {
        PartyKind::Contact => {
            let error = identity::error(&editor, i18n, "companies");
            html! { <CompaniesOf contact={party} {editor} {locked} {error} /> }
        }
        PartyKind::Company => html! { <PeopleOf company={party} {locked} /> },
    }
}

fn parts(i18n: I18n, kind: PartyKind, part: &UseStateHandle<Part>) -> Html {
    let t = &i18n.t.record;
    let segment = |value: Part, label: &'static str| Segment {
        value,
        label: label.into(),
        icon: None,
    };
    let segments = vec![
        segment(Part::Timeline, t.timeline),
        segment(Part::Details, t.details),
        segment(Part::Beside, kinds::words(i18n, kind).beside),
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
    party: Party,
    reload: Callback<()>,
}

#[component]
fn Head(props: &HeadProps) -> Html {
    let i18n = use_i18n();
    let (router, toasts) = (use_router(), use_toasts());
    let can_write = use_can(Permission::RecordWrite);
    let party = &props.party;
    let kind = party.kind();
    let words = kinds::words(i18n, kind);
    let on_trail = trail::of(party.id);
    let step = |way: Way| {
        let (id, router, toasts) = (party.id, router.clone(), toasts.clone());
        Callback::from(move |()| go((kind, id), way, &router, &toasts))
    };
    let at_start = on_trail.as_ref().is_some_and(|trail| trail.row == 0);
    html! {
        <header class="page-head">
            <Link to={kinds::list_route(kind)} class="btn btn-icon narrow-only" label={words.to_list}>
                <Icon name={IconName::ArrowLeft} />
            </Link>
            <Link to={kinds::list_route(kind)} class="crumb wide-only">{ words.title }</Link>
            <span class="crumb-mark wide-only" aria-hidden="true"><Icon name={IconName::ChevronRight} /></span>
            <h1 class="clip">{ party.display_name() }</h1>
            <div class="actions">
                if on_trail.is_some() {
                    <IconButton icon={IconName::ArrowUp} label={words.previous} disabled={at_start}
                        onclick={step(Way::Previous)} />
                    <IconButton icon={IconName::ArrowDown} label={words.next} onclick={step(Way::Next)} />
                }
                if can_write && party.deleted_at.is_none() {
                    { menu(i18n, party, router.clone(), toasts.clone()) }
                }
            </div>
        </header>
    }
}

fn menu(i18n: I18n, party: &Party, router: Router, toasts: Toasts) -> Html {
    let (kind, id, name) = (party.kind(), party.id, party.display_name());
    let delete = Callback::from(move |()| {
        let (router, toasts, name) = (router.clone(), toasts.clone(), name.clone());
        spawn_local(async move {
            match api::bin::delete(vec![kind.reference(id)]).await {
                Ok(answer) => {
                    let text = i18n.fill(i18n.t.record.deleted, &[("name", &name)]);
                    let back = router.clone();
                    let undone = Callback::from(move |()| back.push(kinds::route(kind, id)));
                    toasts.done(text, Some(answer.position), undone);
                    router.push(kinds::list_route(kind));
                }
                Err(error) => toasts.failed(&error),
            }
        });
    });
    let item = MenuItem::new(kinds::words(i18n, kind).delete, IconName::Bin, delete).danger();
    html! {
        <Menu label={i18n.t.record.actions} bare=true button={html! { <Icon name={IconName::More} /> }}
            button_class="btn btn-icon" class="menu-end" entries={vec![MenuEntry::Item(item)]} />
    }
}

/// Says that the record lies in the bin, and brings it back.
#[component]
fn InBin(props: &HeadProps) -> Html {
    let i18n = use_i18n();
    let toasts = use_toasts();
    let can_write = use_can(Permission::RecordWrite);
    let restore = {
        let (party, reload) = (props.party.clone(), props.reload.clone());
        Callback::from(move |()| {
            let (party, reload, toasts) = (party.clone(), reload.clone(), toasts.clone());
            spawn_local(async move {
                match api::bin::restore(vec![party.reference()]).await {
                    Ok(answer) => {
                        let name = party.display_name();
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
                <span class="grow">{ kinds::words(i18n, props.party.kind()).in_bin }</span>
                if can_write {
                    <Button label={i18n.t.common.restore} icon={IconName::Restore} small=true
                        kind={ButtonKind::Secondary} onclick={restore} />
                }
            </Banner>
        </div>
    }
}
