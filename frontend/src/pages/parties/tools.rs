//! What stands above the list: the quick filter, the filters as chips that read like a sentence, and
//! in their place, once rows are selected, what can be done with them.

use super::{
    cells::{Names, name_of},
    kinds,
    view::View,
};
use crate::{
    api::parties::PartyKind,
    components::{
        Button, ButtonKind, Chip, Icon, IconButton, IconName, Menu, MenuEntry, MenuItem,
        chip::stage_name,
    },
    i18n::{I18n, use_i18n},
    pages::{LazyQueryField, SaveSearch},
};
use gloo_timers::callback::Timeout;
use shared::{
    model::LifecycleStage,
    query::{OWNER_ME, Problem},
};
use yew::prelude::*;

/// Between the last letter and the look-up: below what a hand notices.
const TYPING_MS: u32 = 60;

#[derive(Properties, PartialEq)]
pub struct ToolsProps {
    pub view: View,
    pub onview: Callback<View>,
    pub names: Names,
    /// What the server says of the words.
    pub problems: Vec<Problem>,
    pub filter_node: NodeRef,
    /// Leaves the field for the list.
    pub ondown: Callback<()>,
}

#[component]
pub fn Tools(props: &ToolsProps) -> Html {
    let i18n = use_i18n();
    let t = &i18n.t.contacts;
    let said = kinds::words(i18n, props.view.kind);
    let words = use_words(props);
    // Of words that are still being typed nothing is known.
    let is_asked = *words == props.view.words;
    let problems: Vec<Problem> = props
        .problems
        .iter()
        .filter(|_| is_asked)
        .cloned()
        .collect();
    let oninput = {
        let words = words.setter();
        Callback::from(move |text| words.set(text))
    };
    let onkeydown = {
        let (ondown, words) = (props.ondown.clone(), words.setter());
        Callback::from(move |event: KeyboardEvent| match event.key().as_str() {
            "ArrowDown" | "Enter" if !event.is_composing() => {
                event.prevent_default();
                ondown.emit(());
            }
            "Escape" => words.set(String::new()),
            _ => {}
        })
    };
    let clear = {
        let (onview, view) = (props.onview.clone(), props.view.clone());
        Callback::from(move |()| onview.emit(view.unfiltered()))
    };
    html! {
        <div class="list-tools">
            <div class="field input-icon list-query">
                <Icon name={IconName::Search} />
                <LazyQueryField label={said.quick_filter} placeholder={said.quick_placeholder}
                    value={(*words).clone()} {problems} {oninput} {onkeydown}
                    node={props.filter_node.clone()} />
            </div>
            { chips(i18n, props) }
            <FilterMenu view={props.view.clone()} onview={props.onview.clone()}
                names={props.names.clone()} />
            <SaveSearch />
            if props.view.is_filtered() {
                <Button label={t.clear_filters} kind={ButtonKind::Quiet} small=true onclick={clear} />
            }
        </div>
    }
}

/// The words as they are typed; the view follows a moment later, and the field follows the view.
#[hook]
fn use_words(props: &ToolsProps) -> UseStateHandle<String> {
    let words = use_state_eq(|| props.view.words.clone());
    {
        let (view, onview) = (props.view.clone(), props.onview.clone());
        use_effect_with((*words).clone(), move |words| {
            let changed = (view.words != *words).then(|| words.clone());
            let timer = changed
                .map(|words| Timeout::new(TYPING_MS, move || onview.emit(View { words, ..view })));
            move || drop(timer)
        });
    }
    {
        let words = words.setter();
        use_effect_with(props.view.words.clone(), move |now| words.set(now.clone()));
    }
    words
}

fn chips(i18n: I18n, props: &ToolsProps) -> Html {
    let t = &i18n.t.contacts;
    let view = &props.view;
    let chip = |row: &str, value: &str, without: View| {
        let text = i18n.fill(row, &[("value", value)]);
        let remove_label = i18n.fill(i18n.t.common.remove_named, &[("name", &text)]);
        let onremove = props.onview.reform(move |()| without.clone());
        html! { <Chip {text} class="chip-on" {onremove} {remove_label} /> }
    };
    let stage = view.stage.map(|stage| {
        let without = View {
            stage: None,
            ..view.clone()
        };
        chip(t.filter_stage, stage_name(i18n, stage), without)
    });
    let owner = view.owner.as_deref().map(|owner| {
        let name = owner_name(i18n, owner, &props.names);
        chip(
            t.filter_owner,
            &name,
            View {
                owner: None,
                ..view.clone()
            },
        )
    });
    let tag = view.tag.as_deref().map(|tag| {
        chip(
            t.filter_tag,
            tag,
            View {
                tag: None,
                ..view.clone()
            },
        )
    });
    html! { <>{ stage }{ owner }{ tag }</> }
}

fn owner_name(i18n: I18n, owner: &str, names: &Names) -> AttrValue {
    let known = owner
        .parse()
        .ok()
        .and_then(|id| name_of(names, id).cloned());
    match (owner, known) {
        (OWNER_ME, _) => i18n.t.common.me.into(),
        (_, Some(name)) => name,
        (_, None) => i18n.t.common.someone.into(),
    }
}

#[derive(Properties, PartialEq)]
struct FilterMenuProps {
    view: View,
    onview: Callback<View>,
    names: Names,
}

#[component]
fn FilterMenu(props: &FilterMenuProps) -> Html {
    let i18n = use_i18n();
    let t = &i18n.t.contacts;
    let choice = |label: AttrValue, checked: bool, next: View| {
        let next = props.onview.reform(move |()| next.clone());
        MenuEntry::Item(MenuItem::choice(label, checked, next))
    };
    let mut entries = vec![MenuEntry::Head(t.stage.into())];
    entries.extend(LifecycleStage::ALL.map(|stage| {
        let on = props.view.stage == Some(stage);
        let next = View {
            stage: (!on).then_some(stage),
            ..props.view.clone()
        };
        choice(stage_name(i18n, stage).into(), on, next)
    }));
    entries.push(MenuEntry::Line);
    entries.push(MenuEntry::Head(t.owner.into()));
    let mine = props.view.owner.as_deref() == Some(OWNER_ME);
    entries.push(choice(i18n.t.common.me.into(), mine, props.view.mine()));
    entries.extend(props.names.iter().map(|(id, name)| {
        let id = id.to_string();
        let on = props.view.owner.as_deref() == Some(&id);
        let next = View {
            owner: (!on).then_some(id),
            ..props.view.clone()
        };
        choice(name.clone(), on, next)
    }));
    let button = html! { <><Icon name={IconName::Filter} />{ t.add_filter }</> };
    html! { <Menu label={t.add_filter} {button} {entries} button_class="btn btn-quiet" /> }
}

#[derive(Properties, PartialEq)]
pub struct SelectionBarProps {
    pub kind: PartyKind,
    pub count: u64,
    pub can_delete: bool,
    pub busy: bool,
    pub ondelete: Callback<()>,
    pub onclear: Callback<()>,
}

/// How many rows are selected, and what can be done with them.
#[component]
pub fn SelectionBar(props: &SelectionBarProps) -> Html {
    let i18n = use_i18n();
    html! {
        <div class="list-tools">
            <div class="selection-bar">
                <IconButton icon={IconName::Close} label={i18n.t.contacts.clear_selection}
                    onclick={props.onclear.clone()} />
                <strong aria-live="polite">
                    { i18n.count(kinds::words(i18n, props.kind).selected, props.count) }
                </strong>
                if props.can_delete {
                    <Button label={i18n.t.common.delete} icon={IconName::Bin} shortcut="#"
                        kind={ButtonKind::Danger} busy={props.busy}
                        onclick={props.ondelete.clone()} />
                }
            </div>
        </div>
    }
}
