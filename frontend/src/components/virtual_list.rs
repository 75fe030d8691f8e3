//! A table of any length that holds only the rows in sight: a hundred thousand rows scroll as if there
//! were fifty. One stop of Tab; arrows or J and K move, Space or X selects, Enter opens. It knows
//! numbers of rows, never records. It scrolls inside itself and keeps its place when rows change.
//! Browsers stop at about 17 million pixels: 480,000 rows, far above what a list is read by.

use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{HtmlElement, ResizeObserver};
use yew::prelude::*;

/// Height of a row and of the head, as in `--row`.
pub const ROW_PX: i32 = 36;
/// Rows rendered above and below what is in sight.
const OVERSCAN: usize = 10;
/// Until the real height is known.
const FIRST_HEIGHT_PX: i32 = 720;

/// What the keyboard asks of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum VirtualListKey {
    /// Go to this row; with Shift select from here to there.
    Move {
        row: usize,
        extend: bool,
    },
    Open(usize),
    Toggle(usize),
    SelectAll,
    Delete,
    Escape,
}

#[derive(Properties, PartialEq)]
pub struct VirtualListProps {
    pub label: AttrValue,
    /// Rows in all.
    pub total: usize,
    /// Also the prefix of the ids of its rows.
    pub id: AttrValue,
    /// The cells of the head, with `role="columnheader"`.
    pub head: Html,
    /// Lays out the cells of head and rows alike (grid-template-columns).
    pub columns_class: AttrValue,
    /// The cells of a row, with `role="gridcell"`.
    pub row: Callback<usize, Html>,
    pub is_selected: Callback<usize, bool>,
    /// The row that the keyboard is on.
    #[prop_or_default]
    pub cursor: Option<usize>,
    pub onkey: Callback<VirtualListKey>,
    /// Click on a row.
    pub onclick: Callback<(usize, MouseEvent)>,
    /// The rows that are wanted now: first and one past the last.
    pub onrange: Callback<(usize, usize)>,
    /// Another value scrolls back to the top: another sort or filter.
    #[prop_or_default]
    pub scroll_key: AttrValue,
}

#[component]
pub fn VirtualList(props: &VirtualListProps) -> Html {
    let node = use_node_ref();
    let first = use_state_eq(|| 0_usize);
    let height = use_height(node.clone());
    let in_sight = (height / ROW_PX).max(1) as usize + 1;
    let from = first.saturating_sub(OVERSCAN).min(props.total);
    let to = (*first + in_sight + OVERSCAN).min(props.total);
    {
        let onrange = props.onrange.clone();
        use_effect_with((from, to, props.total), move |(from, to, _)| {
            onrange.emit((*from, *to));
        });
    }
    use_scroll_to(props, node.clone());
    let onscroll = {
        let (node, first) = (node.clone(), first.setter());
        Callback::from(move |_: Event| {
            if let Some(element) = node.cast::<HtmlElement>() {
                first.set((element.scroll_top() / ROW_PX).max(0) as usize);
            }
        })
    };
    let page = in_sight.saturating_sub(2).max(1);
    let active = props.cursor.map(|row| format!("{}-{row}", props.id));
    html! {
        <div ref={node} id={props.id.clone()} class="vlist" role="grid" tabindex="0" {onscroll}
            aria-label={props.label.clone()} aria-rowcount={(props.total + 1).to_string()}
            aria-multiselectable="true" aria-activedescendant={active}
            onkeydown={keys(props, page)}>
            <div class="vlist-head" role="rowgroup">
                <div class={classes!("vlist-row", props.columns_class.to_string())} role="row"
                    aria-rowindex="1">{ props.head.clone() }</div>
            </div>
            <div class="vlist-space" role="rowgroup"
                style={format!("height: {}px", props.total as i64 * i64::from(ROW_PX))}>
                { for (from..to).map(|number| row(props, number)) }
            </div>
        </div>
    }
}

fn row(props: &VirtualListProps, number: usize) -> Html {
    let selected = props.is_selected.emit(number);
    let onclick = {
        let onclick = props.onclick.clone();
        Callback::from(move |event: MouseEvent| onclick.emit((number, event)))
    };
    let class = classes!(
        "vlist-row",
        "vlist-line",
        props.columns_class.to_string(),
        selected.then_some("is-selected"),
        (props.cursor == Some(number)).then_some("is-cursor"),
    );
    html! {
        <div key={number} id={format!("{}-{number}", props.id)} {class} role="row" {onclick}
            aria-rowindex={(number + 2).to_string()}
            aria-selected={if selected { "true" } else { "false" }}
            style={format!("top: {}px", number as i64 * i64::from(ROW_PX))}>
            { props.row.emit(number) }
        </div>
    }
}

fn keys(props: &VirtualListProps, page: usize) -> Callback<KeyboardEvent> {
    let (cursor, total, onkey) = (props.cursor, props.total, props.onkey.clone());
    Callback::from(move |event: KeyboardEvent| {
        if crate::a11y::is_typing(&event) || total == 0 || event.alt_key() {
            return;
        }
        let command = event.ctrl_key() || event.meta_key();
        if let Some(key) = meaning(
            &event.key(),
            command,
            event.shift_key(),
            (cursor, total, page),
        ) {
            event.prevent_default();
            event.stop_propagation();
            onkey.emit(key);
        }
    })
}

/// What a key means at a place: cursor, rows in all, rows a page.
fn meaning(
    key: &str,
    command: bool,
    extend: bool,
    (cursor, total, page): (Option<usize>, usize, usize),
) -> Option<VirtualListKey> {
    let last = total - 1;
    let move_to = |row: usize| {
        Some(VirtualListKey::Move {
            row: row.min(last),
            extend,
        })
    };
    if command {
        return match key {
            "a" | "A" => Some(VirtualListKey::SelectAll),
            "Home" => move_to(0),
            "End" => move_to(last),
            _ => None,
        };
    }
    match key {
        "ArrowDown" | "j" | "J" => move_to(cursor.map_or(0, |row| row + 1)),
        "ArrowUp" | "k" | "K" => move_to(cursor.map_or(0, |row| row.saturating_sub(1))),
        "PageDown" => move_to(cursor.unwrap_or(0) + page),
        "PageUp" => move_to(cursor.unwrap_or(0).saturating_sub(page)),
        "Home" => move_to(0),
        "End" => move_to(last),
        "Enter" => cursor.map(VirtualListKey::Open),
        " " | "x" | "X" => cursor.map(VirtualListKey::Toggle),
        "Delete" | "#" => Some(VirtualListKey::Delete),
        "Escape" => Some(VirtualListKey::Escape),
        _ => None,
    }
}

/// Keeps the cursor in sight, and goes to the top when the list became another one.
#[hook]
fn use_scroll_to(props: &VirtualListProps, node: NodeRef) {
    {
        let node = node.clone();
        use_effect_with(props.cursor, move |cursor| {
            let (Some(row), Some(element)) = (*cursor, node.cast::<HtmlElement>()) else {
                return;
            };
            let top = i32::try_from(row)
                .unwrap_or(i32::MAX)
                .saturating_mul(ROW_PX);
            // The head sticks to the top and hides one row.
            let room = element.client_height() - ROW_PX;
            if top < element.scroll_top() {
                element.set_scroll_top(top);
            } else if top + ROW_PX > element.scroll_top() + room {
                element.set_scroll_top(top + ROW_PX - room);
            }
        });
    }
    use_effect_with(props.scroll_key.clone(), move |_| {
        if let Some(element) = node.cast::<HtmlElement>() {
            element.set_scroll_top(0);
        }
    });
}

/// The height of an element, as it changes.
#[hook]
fn use_height(node: NodeRef) -> i32 {
    let height = use_state_eq(|| FIRST_HEIGHT_PX);
    {
        let height = height.setter();
        use_effect_with((), move |()| {
            let element = node.cast::<HtmlElement>();
            let measure = {
                let element = element.clone();
                move || {
                    if let Some(element) = &element {
                        height.set(element.client_height());
                    }
                }
            };
            measure();
            let closure = Closure::<dyn FnMut()>::new(measure);
            let observer = ResizeObserver::new(closure.as_ref().unchecked_ref()).ok();
            if let (Some(observer), Some(element)) = (&observer, &element) {
                observer.observe(element);
            }
            move || {
                if let Some(observer) = observer {
                    observer.disconnect();
                }
                drop(closure);
            }
        });
    }
    *height
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(key: &str, at: (Option<usize>, usize, usize), expected: Option<VirtualListKey>) {
        assert_eq!(meaning(key, false, false, at), expected, "{key}");
    }

    fn to(row: usize) -> Option<VirtualListKey> {
        Some(VirtualListKey::Move { row, extend: false })
    }

    #[test]
    fn keys_move_and_stay_inside() {
        check("j", (None, 5, 3), to(0));
        check("j", (Some(4), 5, 3), to(4));
        check("k", (Some(0), 5, 3), to(0));
        check("PageDown", (Some(1), 100, 20), to(21));
        check("End", (None, 100_000, 20), to(99_999));
        check("Enter", (None, 5, 3), None);
        check("x", (Some(2), 5, 3), Some(VirtualListKey::Toggle(2)));
        check("q", (Some(2), 5, 3), None);
    }

    #[test]
    fn commands_are_not_letters() {
        let at = (Some(0), 5, 3);
        assert_eq!(
            meaning("a", true, false, at),
            Some(VirtualListKey::SelectAll)
        );
        assert_eq!(meaning("j", true, false, at), None);
    }
}
