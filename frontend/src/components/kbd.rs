//! Keys as they stand on the keyboard.

use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct KeysProps {
    /// Keys separated by spaces: `Ctrl K`.
    pub keys: AttrValue,
}

#[component]
pub fn Keys(props: &KeysProps) -> Html {
    html! {
        <span class="keys">
            { for props.keys.split(' ').map(|key| html! { <kbd>{ key }</kbd> }) }
        </span>
    }
}
