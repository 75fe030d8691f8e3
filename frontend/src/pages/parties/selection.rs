//! Which rows are selected: ids, not rows, so that the selection stays when the list moves.

use super::{rows::RowsHandle, view::View};
use crate::{
    api::{ApiError, parties::PartyKind},
    format,
    i18n::{I18n, use_i18n},
    state::{toasts::Toasts, use_toasts},
};
use shared::{api::bin::BULK_MAX, model::RecordRef};
use std::rc::Rc;
use uuid::Uuid;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

#[derive(Clone, PartialEq, Default)]
struct Selection {
    /// Sorted: ten thousand are searched quickly, and small code.
    ids: Vec<Uuid>,
    busy: bool,
}

enum SelectionAction {
    Toggle(Uuid),
    Add(Vec<Uuid>),
    Busy(bool),
    Clear,
}

impl Reducible for Selection {
    type Action = SelectionAction;

    fn reduce(self: Rc<Self>, action: SelectionAction) -> Rc<Self> {
        let mut next = (*self).clone();
        match action {
            SelectionAction::Toggle(id) => match next.ids.binary_search(&id) {
                Ok(place) => {
                    next.ids.remove(place);
                }
                Err(place) => next.ids.insert(place, id),
            },
            SelectionAction::Add(ids) => {
                next.ids.extend(ids);
                next.ids.sort_unstable();
                next.ids.dedup();
            }
            SelectionAction::Busy(busy) => next.busy = busy,
            SelectionAction::Clear => return Rc::new(Self::default()),
        }
        Rc::new(next)
    }
}

/// What is selected, and how to change it.
#[derive(Clone)]
pub struct Picked {
    selection: UseReducerHandle<Selection>,
    kind: PartyKind,
    toasts: Toasts,
    i18n: I18n,
}

impl PartialEq for Picked {
    fn eq(&self, other: &Self) -> bool {
        self.selection == other.selection
    }
}

impl Picked {
    pub fn is_empty(&self) -> bool {
        self.selection.ids.is_empty()
    }

    pub fn len(&self) -> usize {
        self.selection.ids.len()
    }

    /// What is selected are all of one kind.
    pub const fn kind(&self) -> PartyKind {
        self.kind
    }

    pub fn contains(&self, id: Uuid) -> bool {
        self.selection.ids.binary_search(&id).is_ok()
    }

    /// Something is being done with them.
    pub fn busy(&self) -> bool {
        self.selection.busy
    }

    pub fn set_busy(&self, busy: bool) {
        self.selection.dispatch(SelectionAction::Busy(busy));
    }

    pub fn clear(&self) {
        self.selection.dispatch(SelectionAction::Clear);
    }

    /// What a bulk request takes.
    pub fn records(&self) -> Vec<RecordRef> {
        self.selection
            .ids
            .iter()
            .map(|id| self.kind.reference(*id))
            .collect()
    }

    pub fn toggle(&self, rows: &RowsHandle, row: usize) {
        if let Some(party) = rows.rows.get(row) {
            self.selection.dispatch(SelectionAction::Toggle(party.id));
        }
    }

    /// Adds the rows between two, both included.
    pub fn extend(&self, rows: &RowsHandle, from: usize, to: usize) {
        self.add(rows.clone(), from.min(to), from.max(to) + 1);
    }

    /// Adds all rows of the view, if they are not too many for one go.
    pub fn all(&self, rows: &RowsHandle) {
        let total = rows.rows.total.unwrap_or(0);
        if total > BULK_MAX {
            let most = format::number(self.i18n.locale, BULK_MAX as u64);
            let row = self.i18n.t.contacts.too_many_selected;
            self.toasts.say(self.i18n.fill(row, &[("n", &most)]));
            return;
        }
        self.add(rows.clone(), 0, total);
    }

    fn add(&self, rows: RowsHandle, from: usize, to: usize) {
        let picked = self.clone();
        spawn_local(async move {
            match rows.ids(from, to).await {
                Ok(ids) => picked.selection.dispatch(SelectionAction::Add(ids)),
                Err(ApiError::Aborted) => {}
                Err(error) => picked.toasts.failed(&error),
            }
        });
    }
}

/// A selection that ends with its view.
#[hook]
pub fn use_selection(view: &View) -> Picked {
    let selection = use_reducer(Selection::default);
    let picked = Picked {
        selection,
        kind: view.kind,
        toasts: use_toasts(),
        i18n: use_i18n(),
    };
    {
        let picked = picked.clone();
        use_effect_with(view.unsorted(), move |_| {
            if !picked.is_empty() {
                picked.clear();
            }
        });
    }
    picked
}
