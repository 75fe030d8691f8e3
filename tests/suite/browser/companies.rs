//! A company from nothing to its people, by keyboard where one would: made, a person added with a
//! role, seen on both pages, taken away and brought back.

use super::Page;
use super::page::keys;
use crate::harness::team::{ADMIN, PASSWORD, Team};

/// Makes a company with the panel; leaves the browser on its page.
fn make(page: &Page, name: &str) {
    page.go("/companies");
    page.press("C");
    page.fill("dialog [data-autofocus]", name);
    page.press(&keys::ENTER.to_string());
    page.wait_path("/companies/");
    page.wait_text("h1", name);
}

/// Adds somebody who is not known yet, with a role.
fn add(page: &Page, name: &str, role: &str) {
    page.click_named("Add person");
    page.fill(".picker input", name);
    page.wait_text(".picker-line.is-on", name);
    page.press(&keys::ENTER.to_string());
    page.fill(".tie-form [data-autofocus]", role);
    page.press(&keys::ENTER.to_string());
    page.wait_gone(".tie-form");
    page.wait_text(".tie", role);
    // Whoever works by keyboard is where the form was.
    page.wait(".tie > a:focus");
}

#[test]
fn a_person_is_added_to_a_new_company_and_taken_away_and_brought_back() {
    let team = Team::new();
    let page = Page::desktop(team.server.address());
    page.sign_in(ADMIN, PASSWORD);
    make(&page, "Casa Alba");
    add(&page, "Lucía Ferrer", "Buyer");
    page.click(".tie a");
    page.wait_path("/contacts/");
    page.wait_text("h1", "Lucía Ferrer");
    page.wait_text(".tie", "Casa Alba");
    page.wait_text(".tie", "Buyer");
    // A fresh page has no Undo of what was done before.
    page.reload();
    page.click("[aria-label='Role and dates of Casa Alba']");
    page.click("[aria-label='Remove Casa Alba from here']");
    page.wait_gone(".tie");
    page.click_named("Undo");
    page.wait_text(".tie", "Buyer");
    page.assert_quiet();
    drop(page);
    team.home.assert_clean();
}
