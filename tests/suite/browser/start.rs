//! The bundle starts in a real browser, under the app's policy, without a word on the console.
//! Nothing else tells a broken module from a good one: the compiler, the bundler and the server
//! are all content with it.

use super::Page;
use crate::harness::home::Home;

#[test]
fn the_app_starts() {
    let home = Home::new();
    let server = home.serve();
    let page = Page::desktop(server.address());
    page.go("/");
    assert!(page.title().contains("Rapport"), "{}", page.title());
    page.assert_quiet();
    page.picture("start");
}
