//! Colours, type and shadows as they are.

use super::Shelf;
use yew::prelude::*;

const NEUTRAL: [&str; 12] = [
    "n1", "n2", "n3", "n4", "n5", "n6", "n7", "n8", "n9", "n10", "n11", "n12",
];
const FAMILIES: [(&str, usize); 6] = [
    ("accent", 4),
    ("green", 3),
    ("red", 3),
    ("amber", 3),
    ("blue", 3),
    ("violet", 3),
];
const SIZES: [&str; 6] = ["t12", "t13", "t14", "t16", "t20", "t28"];

fn swatch(name: &str) -> Html {
    html! {
        <div class="swatch">
            <div class="swatch-ground" style={format!("background: var(--{name})")}></div>
            <span class="faint">{ name.to_owned() }</span>
        </div>
    }
}

#[component]
pub fn Tokens() -> Html {
    let family = |(name, steps): &(&str, usize)| {
        html! { <div class="row">{ for (1..=*steps).map(|step| swatch(&format!("{name}{step}"))) }</div> }
    };
    let line = |size: &&str| {
        html! {
            <p class="clip" style={format!("font-size: var(--{size})")}>
                { format!("{size}  Ana López wrote 1,234.50 on 3 March · 张伟写道") }
            </p>
        }
    };
    html! {
        <>
            <Shelf title="Colour">
                <div class="row">{ for NEUTRAL.iter().map(|name| swatch(name)) }</div>
                { for FAMILIES.iter().map(family) }
            </Shelf>
            <Shelf title="Type">{ for SIZES.iter().map(line) }</Shelf>
        </>
    }
}
