//! Search over mails that others wrote, from the first letter to the place in a conversation: fields,
//! an error in a word, another form of one, why a hit is one, what is like it, finding inside, an alert.
//! What the fields find is compared with the headers in `corpora::queries`.

use super::Page;
use super::asked::{FIELD, ask, ranked, tab};
use super::page::keys;
use crate::harness::imports::import_files;
use crate::harness::places;
use crate::harness::team::{ADMIN, PASSWORD, Team};
use crate::harness::wait;
use serde_json::json;
use std::path::Path;

const FOLDERS: [&str; 2] = ["email-spamassassin/hard-ham", "email-kmime/mails"];
const KERNEL: &str = "[Lockergnome Penguin Shell] Karaoke Kernel";

/// Finds words in what each point of search promises of mails.
fn look_for_words(page: &Page) {
    page.go("/search");
    // A beginning is enough, and each letter is answered.
    for typed in ["pe", "nguin", " shell"] {
        page.type_into(FIELD, typed);
        page.settle();
        page.wait("#search-results .hit mark");
    }
    page.wait_text("#search-results .hit-line strong", KERNEL);
    for (query, first) in [
        // An error, another form, a phrase, words of a sentence.
        (
            "gutella hollywod ",
            "CNET NEWS.CONTEXT: Hollywood & Silicon Valley: A way out?",
        ),
        (
            "messetage ",
            "Virtueller Messetag der jobfair24 am Mittwoch, 03. Juli 2002",
        ),
        (
            "\"cable companies\" ",
            "CNET NEWS.COM: Cable companies cracking down on Wi-Fi",
        ),
        (
            "registered domains expire",
            "Automated 30 day renewal reminder 2002-05-27",
        ),
    ] {
        ask(page, query);
        page.wait_text("#search-results .hit-line strong", first);
    }
    page.picture("real-sentence");
    for (query, mails) in [
        ("kind:mail ", "Mail 92"),
        ("has:attachment ", "Mail 8"),
        ("lang:de ", "Mail 3"),
        ("from:lockergnome ", "Mail 14"),
        ("from:lockergnome kind:contact ", "Mail 0"),
    ] {
        ask(page, query);
        wait::until(query, || (tab(page, "Mail") == mails).then_some(()));
    }
}

/// By keyboard: why it is a hit, what is like it, into the conversation, and through its places.
fn look_into_one(page: &Page) {
    ask(page, "linux kernel");
    page.wait_text("#search-results .hit-line strong", KERNEL);
    assert_eq!(ranked(page)[0], KERNEL);
    page.click(".search-preview .why summary");
    page.wait_text(".search-preview .why-parts", "“kernel”");
    // Both stand above the text of a mail, which is long.
    let top = "return document.querySelector('.search-preview').scrollTop;";
    assert_eq!(page.run(top), json!(0));
    page.wait_text(".search-preview", "Similar");
    page.picture("real-why");
    page.run(&format!("document.querySelector('{FIELD}').focus();"));
    page.press(&keys::DOWN.to_string());
    page.press(&keys::ENTER.to_string());
    page.wait_path("/threads/");
    // The first place is in the subject; one begins in the mail that was found.
    page.wait_text(".find-count", "2 of ");
    // Parts of words, as they were typed.
    page.press(&format!("{}f", keys::CONTROL));
    page.run("document.querySelector('#find-input').select();");
    page.press("ernel conf");
    page.wait_text(".find-count", "1 of ");
    page.press(&keys::ENTER.to_string());
    page.picture("real-find");
}

#[test]
fn mails_that_others_wrote_are_found_explained_and_looked_into() {
    let Some(corpora) =
        places::corpora("mails_that_others_wrote_are_found_explained_and_looked_into")
    else {
        return;
    };
    let team = Team::new();
    for folder in FOLDERS.map(|folder| corpora.join(folder)) {
        import(&team, &folder);
    }
    let page = Page::desktop(team.server.address());
    page.sign_in(ADMIN, PASSWORD);
    look_for_words(&page);
    look_into_one(&page);
    // Kept as an alert, it tells of what a colleague brings.
    page.go("/search?q=from:lockergnome%20penguin");
    page.wait("#search-results .hit");
    page.click(".save-search");
    page.click_named("Tell me of new matches");
    page.click_named("Save");
    page.wait_text(".save-search", "Saved");
    let late = b"From: Lockergnome <news@lockergnome.com>\r\nTo: team@house.example\r\n\
        Date: Fri, 3 May 2024 10:00:00 +0000\r\nMessage-ID: <late@house.example>\r\n\
        Subject: Penguin again\r\n\r\nOne more shell.\r\n";
    import_files(&team.member, &[("late.eml", late)]);
    page.wait_text(".rail-bell .badge", "1");
    page.wait_text("#search-results", "Penguin again");
    page.assert_quiet();
}

fn import(team: &Team, folder: &Path) {
    let import = ["import", "--json", folder.to_str().unwrap()];
    team.home.rapport_json(&import);
}
