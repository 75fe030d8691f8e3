//! The query field of a page in the first part of the app: a plain field until its part is there,
//! which is fetched beforehand, or when somebody goes to the field. Must not name [`super::QueryField`]:
//! what the first part names lands in the first part. Tests: tests/suite/browser/query.rs.

use super::QueryFieldProps;
use crate::{
    a11y::use_typing,
    parts::{Part, View},
};
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlInputElement;
use yew::prelude::*;

#[component]
pub fn LazyQueryField(props: &QueryFieldProps) -> Html {
    let takes_focus = use_state_eq(|| false);
    let come = use_force_update();
    let fetch = {
        let (takes_focus, node) = (takes_focus.setter(), props.node.clone());
        Callback::from(move |()| {
            let (takes_focus, node, come) = (takes_focus.clone(), node.clone(), come.clone());
            spawn_local(async move {
                // Without the part the plain field goes on working.
                if Part::Daily.load_now().await.is_ok() {
                    takes_focus.set(has_focus(&node));
                    come.force_update();
                }
            });
        })
    };
    let field = QueryFieldProps {
        takes_focus: *takes_focus,
        ..props.clone()
    };
    match Part::Daily.draw(&View::Query(field)) {
        Some(field) => field,
        None => html! { <Plain field={props.clone()} {fetch} /> },
    }
}

fn has_focus(node: &NodeRef) -> bool {
    let active = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.active_element());
    node.cast::<HtmlInputElement>()
        .is_some_and(|input| active.as_ref() == Some(&input))
}

#[derive(Properties, PartialEq)]
struct PlainProps {
    field: QueryFieldProps,
    fetch: Callback<()>,
}

#[component]
fn Plain(props: &PlainProps) -> Html {
    let field = &props.field;
    {
        let oninput = field.oninput.clone();
        use_typing(field.node.clone(), move |text| oninput.emit(text));
    }
    {
        let node = field.node.clone();
        use_effect_with(field.value.clone(), move |text| {
            if let Some(input) = node.cast::<HtmlInputElement>()
                && input.value() != text.as_str()
            {
                input.set_value(text);
            }
        });
    }
    html! {
        <div class="query-field">
            <input ref={field.node.clone()} class="input" type="text" autocomplete="off"
                spellcheck="false" aria-label={field.label.clone()}
                placeholder={field.placeholder.as_ref().unwrap_or(&field.label).clone()}
                onkeydown={field.onkeydown.clone()}
                onfocus={props.fetch.reform(|_: FocusEvent| ())}
                onmouseenter={props.fetch.reform(|_: MouseEvent| ())} />
        </div>
    }
}
