//! Below the bar: which files of a conversation hold what is looked for, and on which page. A file is
//! opened from here, and its mail unfolds on the page.

use crate::{
    api,
    components::{Icon, IconName, MarkedText},
    i18n::{I18n, use_i18n},
    pages::files::{self, FileLink, is_shown},
    state::use_resource,
};
use shared::{
    api::search::{FilePlace, FilesQuery},
    ids::ThreadId,
};
use yew::prelude::*;

/// Places shown; the bar is small.
const SHOWN_MAX: usize = 3;

#[derive(Properties, PartialEq)]
pub struct InFilesProps {
    pub thread: ThreadId,
    pub text: AttrValue,
    /// The text are the words of a search: otherwise it is looked for as it was typed.
    pub is_search: bool,
    /// A place was chosen.
    pub onchoose: Callback<FilePlace>,
}

#[component]
pub fn InFiles(props: &InFilesProps) -> Html {
    let i18n = use_i18n();
    let text = props.text.to_string();
    let query = if props.is_search {
        FilesQuery {
            q: text,
            ..FilesQuery::default()
        }
    } else {
        FilesQuery {
            find: text,
            ..FilesQuery::default()
        }
    };
    let found = use_resource((props.thread, query), |(thread, query), signal| {
        Box::pin(async move { api::messages::find_in_files(thread, &query, signal.as_ref()).await })
    });
    let found = found.load.ready();
    let Some(found) = found.filter(|found| !found.places.is_empty()) else {
        return Html::default();
    };
    let t = &i18n.t.files;
    let is_more = found.is_cut || found.places.len() > SHOWN_MAX;
    let row = |place: &FilePlace| row(i18n, place, &props.onchoose);
    html! {
        <section class="find-files" aria-label={t.holding}>
            <ul>{ for found.places.iter().take(SHOWN_MAX).map(row) }</ul>
            if is_more {
                <p class="faint small">{ t.more_places }</p>
            }
        </section>
    }
}

fn row(i18n: I18n, place: &FilePlace, onchoose: &Callback<FilePlace>) -> Html {
    let (file, t) = (&place.file, &i18n.t.files);
    let said = files::place(i18n, file);
    let does = if is_shown(&file.content_type) {
        t.open_place
    } else {
        t.save_place
    };
    let onclick = {
        let place = place.clone();
        onchoose.reform(move |()| place.clone())
    };
    html! {
        <li key={format!("{}-{said}", place.message_id)}>
            <FileLink message={place.message_id} number={file.number} name={file.file_name.clone()}
                content_type={file.content_type.clone()} page={file.page} class="find-file"
                title={i18n.fill(does, &[("place", &said)])} {onclick}>
                <Icon name={IconName::Clip} size={14} />
                <span class="find-file-text">
                    <strong class="clip">{ said }</strong>
                    <span class="clip muted">
                        <MarkedText text={place.snippet.clone()} marks={place.marks.clone()} />
                    </span>
                </span>
            </FileLink>
        </li>
    }
}
