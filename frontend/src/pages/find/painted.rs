//! A note with the words of a search marked: painted, since nothing touches what the sanitiser made.
//! Tests: tests/suite/browser.

use super::{
    needle::Needle,
    places::{paint_as, places},
};
use crate::components::SafeHtml;
use std::rc::Rc;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct PaintedNoteProps {
    /// From the server's sanitiser.
    pub html: AttrValue,
    /// What was searched for.
    pub needle: Rc<Needle>,
    /// The name of the highlights, in the style sheets; only one note at a time may have it.
    pub highlights: &'static str,
}

#[component]
pub fn PaintedNote(props: &PaintedNoteProps) -> Html {
    let name = props.highlights;
    use_effect_with(
        (props.html.clone(), props.needle.clone()),
        move |(_, needle)| {
            let within = format!(".painted.{name}");
            paint_as(name, &places(&within, needle));
            move || paint_as(name, &[])
        },
    );
    html! { <div class={classes!("painted", name)}><SafeHtml html={props.html.clone()} /></div> }
}
