//! Where files are let go or chosen, and how far they are on their way.

use super::gather::{Source, entries_of, sources_of, walk};
use crate::{
    api::{self, ApiError, upload::Upload},
    components::{Banner, Button, ButtonKind, Icon, IconName, Tone},
    format,
    i18n::{I18n, errors::error_text, use_i18n},
    router::{Route, use_router},
    state::use_toasts,
};
use shared::ids::ImportId;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use web_sys::{HtmlElement, HtmlInputElement};
use yew::prelude::*;

/// Files on their way.
#[derive(Clone, PartialEq)]
struct Sending {
    sources: Rc<Vec<Source>>,
    import: Option<ImportId>,
    /// The file that is sent now.
    at: usize,
    bytes_done: f64,
    bytes_total: f64,
    error: Option<ApiError>,
}

impl Sending {
    fn of(sources: Vec<Source>) -> Self {
        let bytes_total = sources.iter().map(|source| source.file.size()).sum();
        Self {
            sources: Rc::new(sources),
            import: None,
            at: 0,
            bytes_done: 0.0,
            bytes_total,
            error: None,
        }
    }

    fn name(&self) -> &str {
        self.sources.get(self.at).map_or("", |source| &source.name)
    }

    fn percent(&self) -> f64 {
        if self.bytes_total <= 0.0 {
            return 0.0;
        }
        (self.bytes_done / self.bytes_total * 100.0).clamp(0.0, 100.0)
    }
}

#[component]
pub fn DropZone() -> Html {
    let i18n = use_i18n();
    let t = &i18n.t.imports;
    let toasts = use_toasts();
    let sending = use_state(|| None::<Sending>);
    let over = use_state_eq(|| false);
    let upload = use_state(|| None::<Rc<Upload>>);
    let run = use_run(sending.setter(), upload.setter());
    let take = {
        let (run, toasts) = (run.clone(), toasts);
        Callback::from(move |sources: Vec<Source>| {
            if sources.is_empty() {
                toasts.say(i18n.t.imports.nothing_dropped);
            } else {
                run.emit(Sending::of(sources));
            }
        })
    };
    if let Some(now) = &*sending {
        let stop = {
            let (sending, upload, now) = (sending.setter(), upload.clone(), now.clone());
            Callback::from(move |()| {
                if let Some(upload) = &*upload {
                    upload.stop();
                }
                if let Some(id) = now.import {
                    spawn_local(async move {
                        api::imports::cancel(id).await.ok();
                    });
                }
                sending.set(None);
            })
        };
        let retry = {
            let now = now.clone();
            run.reform(move |()| Sending {
                error: None,
                ..now.clone()
            })
        };
        return progress(i18n, now, stop, retry);
    }
    let ondrop = {
        let (over, take) = (over.setter(), take.clone());
        Callback::from(move |event: DragEvent| {
            event.prevent_default();
            over.set(false);
            let Some(transfer) = event.data_transfer() else {
                return;
            };
            let (entries, mut files) = entries_of(&transfer);
            let take = take.clone();
            spawn_local(async move {
                files.extend(walk(entries).await);
                take.emit(files);
            });
        })
    };
    let hover = |on: bool| {
        let over = over.setter();
        Callback::from(move |event: DragEvent| {
            event.prevent_default();
            over.set(on);
        })
    };
    html! {
        <section class={classes!("drop", over.then_some("is-over"))} aria-label={t.drop_title}
            {ondrop} ondragover={hover(true)} ondragenter={hover(true)} ondragleave={hover(false)}>
            <Icon name={IconName::Upload} size={20} />
            <h2>{ if *over { t.drop_now } else { t.drop_title } }</h2>
            <p>{ t.drop_lead }</p>
            <div class="row">
                <Picker label={t.choose_files} kind={ButtonKind::Primary} onpick={take.clone()} />
                <Picker label={t.choose_folder} folder=true onpick={take} />
            </div>
        </section>
    }
}

#[derive(Properties, PartialEq)]
struct PickerProps {
    label: AttrValue,
    onpick: Callback<Vec<Source>>,
    #[prop_or_default]
    folder: bool,
    #[prop_or_default]
    kind: ButtonKind,
}

/// A button before the browser's own chooser.
#[component]
fn Picker(props: &PickerProps) -> Html {
    let node = use_node_ref();
    let onclick = {
        let node = node.clone();
        Callback::from(move |()| {
            if let Some(input) = node.cast::<HtmlElement>() {
                input.click();
            }
        })
    };
    let onchange = {
        let onpick = props.onpick.clone();
        Callback::from(move |event: Event| {
            let Some(input) = event.target_dyn_into::<HtmlInputElement>() else {
                return;
            };
            let sources = input
                .files()
                .map(|list| sources_of(&list))
                .unwrap_or_default();
            // The same file can be chosen again.
            input.set_value("");
            onpick.emit(sources);
        })
    };
    let icon = if props.folder {
        IconName::Folder
    } else {
        IconName::File
    };
    html! {
        <>
            <input ref={node} type="file" multiple=true hidden=true {onchange} tabindex="-1"
                aria-label={props.label.clone()} webkitdirectory={props.folder} />
            <Button label={props.label.clone()} kind={props.kind} {icon} {onclick} />
        </>
    }
}

fn progress(i18n: I18n, now: &Sending, stop: Callback<()>, retry: Callback<()>) -> Html {
    let t = &i18n.t.imports;
    let size = |bytes: f64| format::size(i18n.locale, bytes.max(0.0) as u64);
    let (done, total) = (size(now.bytes_done), size(now.bytes_total));
    let values = [
        ("done", done.as_str()),
        ("total", total.as_str()),
        ("name", now.name()),
    ];
    html! {
        <section class="drop is-sending">
            <h2>{ i18n.count(t.uploading, now.sources.len() as u64) }</h2>
            { bar(t.progress, now.percent()) }
            <p class="clip num">{ i18n.fill(t.uploading_now, &values) }</p>
            if let Some(error) = &now.error {
                <Banner tone={Tone::Bad}>
                    <span>
                        { i18n.fill(t.upload_failed, &[("name", now.name())]) }{ " " }
                        { error_text(i18n.t, error) }{ " " }{ t.upload_stays }
                    </span>
                </Banner>
            }
            <div class="row">
                if now.error.is_some() {
                    <Button label={i18n.t.common.retry} kind={ButtonKind::Primary} onclick={retry} />
                }
                <Button label={t.stop} onclick={stop} />
            </div>
        </section>
    }
}

/// A bar that says how far something is.
pub fn bar(label: &'static str, percent: f64) -> Html {
    let whole = percent.floor().to_string();
    html! {
        <div class="progress" role="progressbar" aria-label={label} aria-valuemin="0"
            aria-valuemax="100" aria-valuenow={whole}>
            <div style={format!("width: {percent:.1}%")}></div>
        </div>
    }
}

/// Sends what is there, from the file where it stopped, then starts the import and opens its page.
#[hook]
fn use_run(
    set: UseStateSetter<Option<Sending>>,
    set_upload: UseStateSetter<Option<Rc<Upload>>>,
) -> Callback<Sending> {
    let router = use_router();
    Callback::from(move |sending: Sending| {
        let upload = Rc::new(Upload::default());
        set_upload.set(Some(upload.clone()));
        let (set, router) = (set.clone(), router.clone());
        spawn_local(async move {
            let mut now = sending;
            set.set(Some(now.clone()));
            match send_all(&mut now, &upload, &set).await {
                Ok(id) => {
                    set.set(None);
                    router.push(Route::Import(id));
                }
                Err(ApiError::Aborted) => {}
                Err(error) => set.set(Some(Sending {
                    error: Some(error),
                    ..now
                })),
            }
        });
    })
}

async fn send_all(
    now: &mut Sending,
    upload: &Upload,
    set: &UseStateSetter<Option<Sending>>,
) -> Result<ImportId, ApiError> {
    let id = match now.import {
        Some(id) => id,
        None => api::imports::create().await?.id,
    };
    now.import = Some(id);
    let sources = now.sources.clone();
    let mut before: f64 = sources
        .iter()
        .take(now.at)
        .map(|source| source.file.size())
        .sum();
    for (at, source) in sources.iter().enumerate().skip(now.at) {
        now.at = at;
        now.bytes_done = before;
        set.set(Some(now.clone()));
        let (shown, set) = (now.clone(), set.clone());
        let onprogress = move |loaded: f64| {
            set.set(Some(Sending {
                bytes_done: before + loaded,
                ..shown.clone()
            }));
        };
        upload
            .send(id, &source.name, &source.file, onprogress)
            .await?;
        before += source.file.size();
    }
    api::imports::start(id).await?;
    Ok(id)
}
