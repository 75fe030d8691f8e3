//! Whether search finds what people mean, through the real server: English sentences (Cranfield),
//! Chinese known items (Debian descriptions) and our own judged queries. Each prints its figures and
//! fails below its floors. A collection has a data folder of its own, since how rare a word is and
//! how long texts are must not come from another. Never tunes anything for one collection.

mod chinese;
mod collection;
mod cranfield;
mod judged;
mod measure;
mod world;

/// What a search must reach at least; a change that pushes a figure below is looked at first.
#[track_caller]
fn assert_floor(what: &str, figure: f64, floor: f64) {
    println!("RELEVANCE {what} {figure:.4} (floor {floor})");
    assert!(figure >= floor, "{what} is {figure:.4}, below {floor}");
}
