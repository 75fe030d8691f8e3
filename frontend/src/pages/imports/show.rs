//! How an import is shown in a line.

use crate::{components::Chip, i18n::I18n};
use shared::api::import::{Import, ImportState};
use yew::prelude::*;

/// Where an import stands, in its quiet colour.
pub fn state_chip(i18n: I18n, state: ImportState) -> Html {
    let t = &i18n.t.imports;
    let (text, class) = match state {
        ImportState::Uploading => (t.state_uploading, "chip-blue"),
        ImportState::Queued => (t.state_queued, "chip-blue"),
        ImportState::Running => (t.state_running, "chip-blue"),
        ImportState::Done => (t.state_done, "chip-green"),
        ImportState::Failed => (t.state_failed, "chip-red"),
        ImportState::Cancelled => (t.state_cancelled, "chip-amber"),
        ImportState::Undoing => (t.state_undoing, "chip-blue"),
        ImportState::Undone => (t.state_undone, ""),
    };
    html! { <Chip {text} {class} dot=true /> }
}

/// The first file, and how many more.
pub fn files_line(i18n: I18n, import: &Import) -> String {
    let t = &i18n.t.imports;
    match import.sources.split_first() {
        None => t.no_files.to_owned(),
        Some((one, [])) => one.clone(),
        Some((one, rest)) => {
            i18n.fill(&i18n.count(t.and_more, rest.len() as u64), &[("name", one)])
        }
    }
}
