//! Every component and token on one page, in debug builds: to look at after each change of the
//! styles, in both themes and all languages. Its own words are for us alone and stay English.

mod controls;
mod tokens;

use super::Page;
use crate::{
    components::{
        Avatar, Banner, Chip, EmptyState, Icon, IconName, MarkedText, SafeHtml, SkeletonRows, Tone,
        VirtualList, stage_chip,
    },
    i18n::use_i18n,
};
use controls::Controls;
use shared::{api::search::Mark, model::LifecycleStage};
use tokens::Tokens;
use yew::prelude::*;

#[component]
pub fn GalleryPage() -> Html {
    html! {
        <Page title="Gallery">
            <div class="page-measure stack-wide">
                <Tokens />
                <Icons />
                <Controls />
                <Pieces />
                <States />
                <List />
            </div>
        </Page>
    }
}

#[derive(Properties, PartialEq)]
struct ShelfProps {
    title: AttrValue,
    children: Html,
}

/// A group of things with a name.
#[component]
fn Shelf(props: &ShelfProps) -> Html {
    html! {
        <section class="stack">
            <h2>{ &props.title }</h2>
            { props.children.clone() }
        </section>
    }
}

#[component]
fn Icons() -> Html {
    let icon = |name: &IconName| {
        html! { <span title={name.id()}><Icon name={*name} size={20} /></span> }
    };
    html! {
        <Shelf title="Icons">
            <div class="gallery-icons">{ for IconName::ALL.iter().map(icon) }</div>
        </Shelf>
    }
}

#[component]
fn Pieces() -> Html {
    let i18n = use_i18n();
    let names = [
        "Ana López",
        "张伟",
        "Søren Kierkegaard",
        "plato@example.org",
        "Grace Hopper",
    ];
    let avatar = |name: &&'static str| html! { <Avatar name={*name} size={32} /> };
    let note = "<p>A <strong>note</strong> with <a href=\"#\">a link</a>:</p>\
        <ul><li>one</li><li>two</li></ul><blockquote>quoted</blockquote>";
    html! {
        <Shelf title="Pieces">
            <div class="row">{ for names.iter().map(avatar) }
                <Avatar name="Hooli" square=true size={32} /><Avatar name="Ana López" size={56} />
            </div>
            <div class="row">
                { for LifecycleStage::ALL.map(|stage| stage_chip(i18n, stage)) }
                <Chip text="tag" /><Chip text="private" class="chip-violet" icon={IconName::Lock} />
                <Chip text="lost" class="chip-red" dot=true />
                <Chip text="Stage is Lead" class="chip-on" onremove={Callback::noop()}
                    remove_label="Remove" />
            </div>
            <p><MarkedText text="Found as you type: señor López" marks={vec![Mark(9, 12), Mark(25, 30)]} /></p>
            <SafeHtml html={note} />
        </Shelf>
    }
}

#[component]
fn States() -> Html {
    html! {
        <Shelf title="States">
            <Banner>{ "Something to know." }</Banner>
            <Banner tone={Tone::Good}>{ "Everything is in." }</Banner>
            <Banner tone={Tone::Careful}>{ "The index is being rebuilt." }</Banner>
            <Banner tone={Tone::Bad}>{ "The server cannot be reached." }</Banner>
            <SkeletonRows rows={3} />
            <EmptyState icon={IconName::Inbox} title="Nothing here yet"
                lead="One line of why, and one button." />
        </Shelf>
    }
}

/// Rows of the list: enough to feel that length does not matter.
const ROWS: usize = 100_000;

#[component]
fn List() -> Html {
    let cursor = use_state_eq(|| None::<usize>);
    let row = Callback::from(|number: usize| {
        html! {
            <>
                <div role="gridcell" class="num faint">{ number + 1 }</div>
                <div role="gridcell">{ format!("Row {}", number + 1) }</div>
            </>
        }
    });
    let head = html! {
        <>
            <div role="columnheader">{ "No." }</div>
            <div role="columnheader">{ "Name" }</div>
        </>
    };
    let onkey = {
        let cursor = cursor.clone();
        Callback::from(move |key| {
            if let crate::components::VirtualListKey::Move { row, .. } = key {
                cursor.set(Some(row));
            }
        })
    };
    html! {
        <Shelf title="A list of a hundred thousand">
            <div class="gallery-list">
                <VirtualList label="Rows" id="gallery-list" {head} columns_class="cols-gallery"
                    total={ROWS} {row} is_selected={Callback::from(|_| false)} cursor={*cursor}
                    {onkey} onclick={Callback::noop()} onrange={Callback::noop()} />
            </div>
        </Shelf>
    }
}
