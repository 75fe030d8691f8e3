//! What stands in a place while its content is on the way. It comes after 150 ms (assets/css), so that
//! what is quick never flickers.

use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct SkeletonProps {
    /// In percent of the place.
    #[prop_or(60)]
    pub width: u32,
}

/// One line.
#[component]
pub fn Skeleton(props: &SkeletonProps) -> Html {
    html! { <span class="skeleton" style={format!("width: {}%", props.width)} aria-hidden="true"></span> }
}

#[derive(Properties, PartialEq)]
pub struct SkeletonRowsProps {
    #[prop_or(6)]
    pub rows: u32,
}

/// Several lines of uneven length.
#[component]
pub fn SkeletonRows(props: &SkeletonRowsProps) -> Html {
    const WIDTHS: [u32; 5] = [62, 48, 71, 38, 55];
    let row = |width: &u32| html! { <Skeleton width={*width} /> };
    html! {
        <div class="stack" aria-busy="true">
            { for WIDTHS.iter().cycle().take(props.rows as usize).map(row) }
        </div>
    }
}
