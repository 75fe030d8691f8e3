//! A note with the words of a search marked: painted, since nothing touches what the sanitiser made.
//! For pages without a bar to find in, whose highlights these are. Tests: tests/suite/browser.

use super::{
    needle::Needle,
    places::{paint, places},
};
use crate::components::SafeHtml;
use yew::prelude::*;

const WITHIN: &str = ".painted";

#[derive(Properties, PartialEq)]
pub struct PaintedNoteProps {
    /// From the server's sanitiser.
    pub html: AttrValue,
    /// What was searched for.
    pub query: AttrValue,
}

#[component]
pub fn PaintedNote(props: &PaintedNoteProps) -> Html {
    use_effect_with((props.html.clone(), props.query.clone()), |(_, query)| {
        // None of them is the one that is looked at.
        paint(&places(WITHIN, &Needle::of_search(query)), usize::MAX);
        || paint(&[], 0)
    });
    html! { <div class="painted"><SafeHtml html={props.html.clone()} /></div> }
}
