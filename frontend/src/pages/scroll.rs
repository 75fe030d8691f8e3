//! Lists that go on: the next page is asked for before the end is reached.

use web_sys::HtmlElement;
use yew::prelude::*;

/// So far before the end the next page is asked for.
const AHEAD_PX: i32 = 600;

/// Calls back when a scroller is near its end: while it is scrolled, and whenever `grown` changes,
/// for a list that is shorter than its frame. Answers what the scroller's `onscroll` takes.
#[hook]
pub fn use_scroll_end(node: NodeRef, grown: usize, onend: Callback<()>) -> Callback<Event> {
    let near = {
        let node = node.clone();
        move || {
            node.cast::<HtmlElement>().is_some_and(|element| {
                let rest = element.scroll_height() - element.scroll_top() - element.client_height();
                element.client_height() > 0 && rest < AHEAD_PX
            })
        }
    };
    {
        let (near, onend) = (near.clone(), onend.clone());
        use_effect_with(grown, move |_| {
            if near() {
                onend.emit(());
            }
        });
    }
    Callback::from(move |_: Event| {
        if near() {
            onend.emit(());
        }
    })
}
