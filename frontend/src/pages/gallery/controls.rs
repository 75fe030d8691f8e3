//! Everything one can press, type into or choose from.

use super::Shelf;
use crate::{
    components::{
        Button, ButtonKind, Check, Dialog, DialogShape, Icon, IconButton, IconName, InlineField,
        Keys, Menu, MenuEntry, MenuItem, PasswordField, Segment, Segments, Select, Tab, Tabs,
        TagEditor, TextField,
    },
    state::use_toasts,
};
use yew::prelude::*;

#[component]
pub fn Controls() -> Html {
    html! { <><Buttons /><Fields /><Choices /><Layers /></> }
}

#[component]
fn Buttons() -> Html {
    html! {
        <Shelf title="Buttons">
            <div class="row">
                <Button label="Primary" kind={ButtonKind::Primary} icon={IconName::Plus} shortcut="C" />
                <Button label="Secondary" />
                <Button label="Quiet" kind={ButtonKind::Quiet} />
                <Button label="Danger" kind={ButtonKind::Danger} icon={IconName::Bin} />
                <Button label="Busy" busy=true />
                <Button label="Disabled" disabled=true />
                <IconButton icon={IconName::Pencil} label="Edit" />
            </div>
            <div class="row">
                <Button label="Small" small=true /><Keys keys="Ctrl K" />
            </div>
        </Shelf>
    }
}

#[component]
fn Fields() -> Html {
    let text = use_state_eq(|| "Ana López".to_owned());
    let tags = use_state_eq(|| vec!["vip".to_owned(), "Madrid".to_owned()]);
    let set = {
        let text = text.setter();
        Callback::from(move |value| text.set(value))
    };
    let set_tags = {
        let tags = tags.setter();
        Callback::from(move |value| tags.set(value))
    };
    let value = AttrValue::from((*text).clone());
    html! {
        <Shelf title="Fields">
            <div class="two-columns">
                <TextField label="Name" value={value.clone()} oninput={set.clone()} hint="A hint." />
                <TextField label="Wrong" value={value.clone()} oninput={set.clone()}
                    error={Some("This is not an e-mail address.".to_owned())} />
                <TextField label="Search" bare=true icon={IconName::Search} value={value.clone()}
                    oninput={set.clone()} placeholder="Search" />
                <PasswordField label="Password" value={value.clone()} oninput={set.clone()}
                    autocomplete="off" />
            </div>
            <TagEditor label="Tags" tags={(*tags).clone()} onchange={set_tags} />
            <InlineField label="Edited in place" {value} onsave={set} placeholder="Empty" />
        </Shelf>
    }
}

#[component]
fn Choices() -> Html {
    let on = use_state_eq(|| true);
    let choice = use_state_eq(|| 0_u32);
    let set = {
        let on = on.setter();
        Callback::from(move |value| on.set(value))
    };
    let choose = {
        let choice = choice.setter();
        Callback::from(move |value| choice.set(value))
    };
    let segments = ["List", "Board", "Calendar"]
        .iter()
        .zip(0..)
        .map(|(label, value)| Segment {
            value,
            label: (*label).into(),
            icon: None,
        })
        .collect::<Vec<_>>();
    let tabs = ["Timeline", "Mail", "Notes"]
        .iter()
        .zip(0..)
        .map(|(label, value)| Tab {
            value,
            label: (*label).into(),
            count: Some(AttrValue::from((value * 7 + 3).to_string())),
        })
        .collect::<Vec<_>>();
    let options = vec![("a".into(), "First".into()), ("b".into(), "Second".into())];
    html! {
        <Shelf title="Choices">
            <div class="row">
                <Check label="Checked" checked={*on} onchange={set.clone()} />
                <Check label="Mixed" checked=false mixed=true onchange={set} />
            </div>
            <div><Segments<u32> label="View" {segments} value={*choice} onchange={choose.clone()} /></div>
            <Tabs<u32> label="Parts" {tabs} value={*choice} onchange={choose} panel_id="gallery-panel" />
            <div id="gallery-panel" role="tabpanel" class="muted">{ "The part chosen." }</div>
            <Select label="Select" {options} value="a" onchange={Callback::noop()} />
        </Shelf>
    }
}

#[component]
fn Layers() -> Html {
    let toasts = use_toasts();
    let open = use_state_eq(|| None::<DialogShape>);
    let show = |shape: Option<DialogShape>| {
        let open = open.setter();
        Callback::from(move |()| open.set(shape))
    };
    let say = {
        let toasts = toasts.clone();
        Callback::from(move |()| {
            toasts.done("3 contacts deleted", Some("0".into()), Callback::noop());
        })
    };
    let entries = vec![
        MenuEntry::Head("A head".into()),
        MenuEntry::Item(MenuItem::new("Edit", IconName::Pencil, Callback::noop()).shortcut("E")),
        MenuEntry::Item(MenuItem::choice("Chosen", true, Callback::noop())),
        MenuEntry::Line,
        MenuEntry::Item(MenuItem::new("Delete", IconName::Bin, Callback::noop()).danger()),
    ];
    html! {
        <Shelf title="Layers">
            <div class="row">
                <Menu label="Menu" {entries} button_class="btn btn-secondary"
                    button={html! { <>{ "Menu" }<Icon name={IconName::ChevronDown} /></> }} />
                <Button label="Dialog" onclick={show(Some(DialogShape::Centre))} />
                <Button label="Side panel" onclick={show(Some(DialogShape::Panel))} />
                <Button label="Toast" onclick={say} />
            </div>
            if let Some(shape) = *open {
                <Dialog title="A title" {shape} onclose={show(None)}
                    footer={html! { <Button label="Do it" kind={ButtonKind::Primary} /> }}>
                    <p>{ "What it is about." }</p>
                </Dialog>
            }
        </Shelf>
    }
}
