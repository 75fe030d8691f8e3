//! Figure 5, the part that needs a browser: from the click on a link to the first row of 100,000
//! contacts on loopback, in Chromium, the first time (nothing of the app in its cache) and again.

use crate::browser::Page;
use crate::harness::{home::Home, wait};
use crate::samples::Samples;
use crate::world::{EMAIL, PASSWORD, World};
use serde_json::json;
use std::time::Duration;

const CONTACTS: usize = 100_000;
const ROUNDS: usize = 5;
/// Milliseconds since the page was asked for, once the first row is there.
const FIRST_ROW: &str =
    "return document.querySelector('[role=gridcell] a.who') && performance.now();";

/// Takes it.
pub fn figure() {
    let folder = tempfile::tempdir().unwrap();
    let mut world = World::start(folder.path()).unwrap();
    world.add_contacts(CONTACTS).unwrap();
    world.wait_indexed().unwrap();
    world.app.close().unwrap();
    drop(world);
    let home = Home::with_data(&folder.path().join("data"));
    let server = home.serve();
    let (mut first, mut again) = (Vec::new(), Vec::new());
    let page = Page::desktop(server.address());
    page.sign_in(EMAIL, PASSWORD);
    for _ in 0..ROUNDS {
        page.devtools("Network.clearBrowserCache", &json!({}));
        first.push(first_row(&page));
        again.push(first_row(&page));
    }
    println!("time to first row, empty cache: {}", Samples::from(first));
    println!("time to first row, again: {}", Samples::from(again));
}

fn first_row(page: &Page) -> Duration {
    page.visit("/contacts");
    let millis = wait::until("the first row", || page.run(FIRST_ROW).as_f64());
    Duration::from_secs_f64(millis / 1000.0)
}
