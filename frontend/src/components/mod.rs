//! The parts every page is made of. A component gets properties and callbacks, never fetches, and
//! knows no page. `/dev/gallery` shows them all. How they look stands in
//! assets/css/20-components.css.

pub mod avatar;
pub mod banner;
pub mod brand;
pub mod button;
pub mod chip;
pub mod choice;
pub mod dialog;
pub mod empty_state;
pub mod field;
pub mod icon;
pub mod inline_field;
pub mod kbd;
pub mod marked_text;
pub mod menu;
pub mod safe_html;
pub mod skeleton;
pub mod tabs;
pub mod tag_editor;
pub mod toast;
pub mod virtual_list;

#[cfg(test)]
mod tests;

pub use avatar::Avatar;
pub use banner::{Banner, Tone};
pub use brand::Brand;
pub use button::{Button, ButtonKind, IconButton};
pub use chip::{Chip, stage_chip};
pub use choice::{Check, Segment, Segments, Select};
pub use dialog::{Dialog, DialogShape};
pub use empty_state::EmptyState;
pub use field::{PasswordField, TextField};
pub use icon::{Icon, IconName};
pub use inline_field::InlineField;
pub use kbd::Keys;
pub use marked_text::MarkedText;
pub use menu::{Menu, MenuEntry, MenuItem};
pub use safe_html::SafeHtml;
pub use skeleton::{Skeleton, SkeletonRows};
pub use tabs::{Tab, Tabs};
pub use tag_editor::TagEditor;
pub use virtual_list::{VirtualList, VirtualListKey};

use std::cell::Cell;
use yew::prelude::*;

thread_local! {
    static NEXT_ID: Cell<u32> = const { Cell::new(0) };
}

/// An id that nothing else on the page has, to tie a label to its control.
#[hook]
pub fn use_id(prefix: &'static str) -> AttrValue {
    let id = use_memo((), |()| {
        let number = NEXT_ID.with(|next| {
            next.set(next.get().wrapping_add(1));
            next.get()
        });
        AttrValue::from(format!("{prefix}-{number}"))
    });
    (*id).clone()
}
