//! The only place that puts markup on the page. It takes nothing but what the server's sanitiser
//! made (a note's `html`); mail bodies never come here, they live in a sandboxed frame.

use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct SafeHtmlProps {
    /// From the server's sanitiser.
    pub html: AttrValue,
}

#[component]
pub fn SafeHtml(props: &SafeHtmlProps) -> Html {
    html! { <div class="prose">{ Html::from_html_unchecked(props.html.clone()) }</div> }
}
