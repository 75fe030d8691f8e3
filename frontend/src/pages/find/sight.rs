//! What is read beside a list shows where the words of the search stand first. Tests: tests/suite/browser.

use super::{needle::Needle, places::places};
use std::rc::Rc;
use yew::prelude::*;

/// Brings the first place of a search within a selector in sight, once what holds it is there.
#[hook]
pub fn use_first_in_sight(within: &'static str, needle: &Rc<Needle>, is_there: bool) {
    use_effect_with((needle.clone(), is_there), move |(needle, is_there)| {
        if *is_there {
            let places = places(within, needle);
            if let Some(first) = places.iter().find(|place| place.is_drawn()) {
                first.bring_in_sight();
            }
        }
    });
}
