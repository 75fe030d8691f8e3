//! The name mark: two circles that overlap, and what they have in common.

use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct BrandProps {
    #[prop_or(24)]
    pub size: u32,
}

#[component]
pub fn Brand(props: &BrandProps) -> Html {
    let size = props.size.to_string();
    html! {
        <>
            <svg class="brand-mark" width={size.clone()} height={size} viewBox="0 0 24 24"
                aria-hidden="true">
                <g fill="none" stroke="currentColor" stroke-width="1.7">
                    <circle cx="8.7" cy="12" r="6.6" />
                    <circle cx="15.3" cy="12" r="6.6" />
                </g>
                <path fill="currentColor" d="M12 6.28a6.6 6.6 0 0 1 0 11.44a6.6 6.6 0 0 1 0-11.44z" />
            </svg>
            <span class="brand-name">{ "Rapport" }</span>
        </>
    }
}
