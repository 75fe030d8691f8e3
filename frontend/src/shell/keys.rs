//! The keys that work everywhere. Single letters are silent while somebody types or a dialog is open.

use super::Overlay;
use crate::{
    a11y::{dialog_is_open, is_shortcut, use_page_keys},
    api::parties::PartyKind,
    router::{Route, SettingsTab, use_router},
    state::{own::asked_here, use_can},
};
use shared::permission::Permission;
use std::{cell::Cell, rc::Rc};
use yew::prelude::*;

/// After `G`, the second letter must come this soon.
const CHORD_MS: f64 = 1_200.0;

/// What a key asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wish {
    Show(Overlay),
    Go(Route),
    /// The first half of a two-letter key.
    BeginChord,
}

/// Listens for the keys of the shell.
#[hook]
pub fn use_shell_keys(open: Callback<Option<Overlay>>) {
    let router = use_router();
    let can_write = use_can(Permission::RecordWrite);
    let chord_at = use_memo((), |()| Rc::new(Cell::new(f64::MIN)));
    use_page_keys(move |event| {
        let in_chord = event.time_stamp() - chord_at.get() < CHORD_MS;
        let saves = asked_here(&router).is_some();
        let Some(wish) = wish_of(&event, in_chord, (can_write, saves)) else {
            return;
        };
        event.prevent_default();
        chord_at.set(f64::MIN);
        match wish {
            Wish::Show(overlay) => open.emit(Some(overlay)),
            Wish::Go(route) => router.push(route),
            Wish::BeginChord => chord_at.set(event.time_stamp()),
        }
    });
}

fn wish_of(
    event: &KeyboardEvent,
    in_chord: bool,
    (can_write, saves): (bool, bool),
) -> Option<Wish> {
    let command = event.ctrl_key() || event.meta_key();
    let key = event.key();
    if command && (event.shift_key() || event.alt_key()) {
        return None;
    }
    if command {
        return match key.to_ascii_lowercase().as_str() {
            "k" => Some(Wish::Show(Overlay::Palette)),
            // Where nothing can be kept, the key is the browser's.
            "s" if saves && !dialog_is_open() => Some(Wish::Show(Overlay::Save)),
            _ => None,
        };
    }
    if is_shortcut(event) {
        return letter(&key, in_chord, can_write);
    }
    None
}

fn letter(key: &str, in_chord: bool, can_write: bool) -> Option<Wish> {
    if in_chord {
        let route = match key {
            "h" => Route::Home,
            "c" => Route::Contacts,
            "o" => Route::Companies,
            "i" => Route::Imports,
            "b" => Route::Bin,
            "s" => Route::Settings(SettingsTab::Profile),
            _ => return None,
        };
        return Some(Wish::Go(route));
    }
    match key {
        "/" => Some(Wish::Show(Overlay::Palette)),
        "?" => Some(Wish::Show(Overlay::Help)),
        "c" if can_write => Some(Wish::Show(Overlay::New(PartyKind::Contact))),
        "C" if can_write => Some(Wish::Show(Overlay::New(PartyKind::Company))),
        "g" => Some(Wish::BeginChord),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_mean_one_thing_alone_and_another_after_g() {
        assert_eq!(
            letter("c", false, true),
            Some(Wish::Show(Overlay::New(PartyKind::Contact)))
        );
        assert_eq!(
            letter("C", false, true),
            Some(Wish::Show(Overlay::New(PartyKind::Company)))
        );
        assert_eq!(letter("c", false, false), None);
        assert_eq!(letter("g", false, true), Some(Wish::BeginChord));
        assert_eq!(letter("c", true, true), Some(Wish::Go(Route::Contacts)));
        assert_eq!(letter("z", true, true), None);
    }
}
