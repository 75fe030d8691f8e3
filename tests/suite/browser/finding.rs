//! Finding inside a page: in a conversation with folded mails and quotes, and with a mail in its frame;
//! in a record, with what its timeline has not read; in a list. And what one meets when one comes from
//! a search.

use super::page::keys;
use super::{Look, Page, Screen, Theme};
use crate::harness::imports::import_files;
use crate::harness::team::{ADMIN, PASSWORD, Team};
use crate::harness::wait;
use serde_json::json;
use shared::api::paths;

/// A conversation: the word stands twice in the first mail, in a quote of the second, in the HTML of
/// the third alone.
fn mails() -> String {
    let head = |n: u32, more: &str| {
        format!(
            "From sender@example.org Mon Mar  2 10:0{n}:00 2026\n\
             From: Ana Ruiz <ana@example.org>\nTo: team@rapport.test\n\
             Date: Mon, 2 Mar 2026 10:0{n}:00 +0000\nMessage-ID: <{n}@example.org>\n\
             Subject: {}The airship\n{more}",
            if n > 1 { "Re: " } else { "" },
        )
    };
    let reply = "In-Reply-To: <1@example.org>\n";
    let html = "Content-Type: text/html; charset=utf-8\n";
    format!(
        "{}\nThe Zeppelin is late. Which zeppelins do we have?\n\n\
         {}\nNone of them flies.\n\n> Which zeppelins do we have?\n\n\
         {}\n<p>A <b>zep</b>pelin, in <i>form</i>.</p>\n\n\
         {}\nThank you all, and goodbye.\n",
        head(1, ""),
        head(2, reply),
        head(3, &format!("{reply}{html}")),
        head(4, reply),
    )
}

fn thread(team: &Team) -> String {
    import_files(&team.admin, &[("mails.mbox", mails().as_bytes())]);
    let threads = team.admin.get(paths::THREADS).send().expect(200).json();
    threads["items"][0]["id"].as_str().unwrap().to_owned()
}

fn find_key() -> String {
    format!("{}f", keys::CONTROL)
}

#[test]
fn a_conversation_is_looked_through_and_unfolds() {
    let team = Team::new();
    let thread = thread(&team);
    let page = Page::desktop(team.server.address());
    page.sign_in(ADMIN, PASSWORD);
    page.go(&format!("/threads/{thread}"));
    assert_eq!(page.count(".mail.is-open"), 1);
    page.press(&find_key());
    page.type_into("#find-input", "eppelin");
    page.wait_text(".find-count", "1 of 4");
    assert_eq!(page.count(".mail.is-open"), 4);
    page.wait_text(".quoted", "Which zeppelins");
    page.press(&keys::ENTER.to_string());
    page.wait_text(".find-count", "2 of 4");
    page.press(&format!("{}{}", keys::SHIFT, keys::ENTER));
    page.press(&keys::UP.to_string());
    page.wait_text(".find-count", "4 of 4");
    page.picture("find-thread");
    let painted = page.run("return CSS.highlights.get('find').size;");
    assert!(painted.as_u64().is_some_and(|n| n >= 2), "{painted}");
    page.run("document.querySelector('#find-input').select();");
    page.type_into("#find-input", "nowhere");
    page.wait_text(".find-count", "No match");
    page.press(&keys::ESCAPE.to_string());
    page.wait_gone(".find-bar");
    assert_eq!(
        page.run("return CSS.highlights.get('find').size;"),
        json!(0)
    );
    page.assert_quiet();
}

/// Chinese whose words are wrapped over the ends of lines, as text and as HTML.
fn wrapped_mails() -> String {
    mails()
        .replace("The Zeppelin is late.", "我们下周签合\n同，\n之后见面。")
        .replace("<i>form</i>", "合<br>同")
}

#[test]
fn a_chinese_word_is_found_over_the_end_of_a_line() {
    let team = Team::new();
    import_files(&team.admin, &[("mails.mbox", wrapped_mails().as_bytes())]);
    let page = Page::desktop(team.server.address());
    page.sign_in(ADMIN, PASSWORD);
    page.go("/search?q=合同&kind=message");
    page.wait(".hit");
    page.click(".hit");
    page.wait_path("/threads/");
    page.wait_text(".find-count", "1 of 2");
    page.wait_text(".mail-text mark", "合\n同");
    page.press(&find_key());
    page.run("document.querySelector('#find-input').select();");
    page.type_into("#find-input", "签合同，之后");
    page.wait_text(".find-count", "1 of 1");
    let lines = "const [range] = CSS.highlights.get('find-now'); \
        return [range.toString(), range.getClientRects().length >= 3];";
    assert_eq!(page.run(lines), json!(["签合\n同，\n之后", true]));
    page.picture("find-wrapped");
    page.assert_quiet();
}

/// An invoice, in traditional characters as text and in simplified ones as HTML.
fn traditional_mails() -> String {
    mails()
        .replace("The Zeppelin is late.", "請先開發票，謝謝。")
        .replace("<i>form</i>", "一张发<b>票</b>")
}

#[test]
fn traditional_characters_are_found_by_simplified_ones_and_these_by_them() {
    let team = Team::new();
    import_files(
        &team.admin,
        &[("mails.mbox", traditional_mails().as_bytes())],
    );
    let page = Page::desktop(team.server.address());
    page.sign_in(ADMIN, PASSWORD);
    page.go("/search?q=发票&kind=message");
    page.wait(".hit");
    page.click(".hit");
    page.wait_path("/threads/");
    page.wait_text(".find-count", "1 of 2");
    page.wait_text(".mail-text mark", "發票");
    let typed = [("开发", 1), ("发票", 2), ("開發", 1), ("發票", 2)];
    for (typed, count) in typed {
        page.press(&find_key());
        page.run("document.querySelector('#find-input').select();");
        page.type_into("#find-input", typed);
        page.wait_text(".find-count", &format!("1 of {count}"));
    }
    let painted = "return [...CSS.highlights.get('find-now'), ...CSS.highlights.get('find')] \
        .map(String);";
    assert_eq!(page.run(painted), json!(["發票", "发票"]));
    page.picture("find-traditional");
    page.assert_quiet();
}

/// A telephone number, grouped in one way as text and in another as HTML, and an amount.
fn mails_with_numbers() -> String {
    mails()
        .replace(
            "The Zeppelin is late.",
            "Call +34 912 345 678 for 12,500.00.",
        )
        .replace("<i>form</i>", "912-<b>345</b>678")
}

#[test]
fn a_number_is_found_however_it_is_grouped() {
    let team = Team::new();
    let mails = mails_with_numbers();
    import_files(&team.admin, &[("mails.mbox", mails.as_bytes())]);
    let page = Page::desktop(team.server.address());
    page.sign_in(ADMIN, PASSWORD);
    page.go("/search?q=912345678 call&kind=message");
    let second = "mark:nth-of-type(2)";
    page.wait_text(&format!(".hit {second}"), "34 912 345 678");
    let beside = format!(".search-preview .mail-text {second}");
    page.wait_text(&beside, "34 912 345 678");
    page.click(".hit");
    page.wait_path("/threads/");
    page.wait_text(".find-count", "1 of 3");
    for typed in ["912345678", "91 23-45.678", "0034912345678"] {
        page.press(&find_key());
        page.run("document.querySelector('#find-input').select();");
        page.type_into("#find-input", typed);
        page.wait_text(".find-count", "1 of 2");
    }
    let painted = "return [...CSS.highlights.get('find-now'), ...CSS.highlights.get('find')] \
        .map(String);";
    assert_eq!(page.run(painted), json!(["34 912 345 678", "912-345678"]));
    page.go("/search?q=12500&kind=message");
    page.wait_text(".hit mark", "12,500");
    page.click(".hit");
    page.wait_path("/threads/");
    page.wait_text(".find-count", "1 of 1");
    assert_eq!(page.run(painted), json!(["12,500"]));
    page.assert_quiet();
}

/// What stands in sight beside the hits: the first mark, and the head of a mail.
const IN_SIGHT: &str = "
    const seen = document.querySelector('.search-preview').getBoundingClientRect();
    const head = document.querySelector('.search-preview .preview-head');
    const top = head ? head.getBoundingClientRect().bottom : seen.top;
    const [place] = CSS.highlights.get('find-read') ?? [];
    const mark = (place?.toString() ? place : document.querySelector('.mail-text mark'))
        .getBoundingClientRect();
    return [mark.top >= top && mark.bottom <= seen.bottom, top >= seen.top];";

/// Where what one rests on in the palette is read.
const PALETTE: &str = ".palette-preview";

/// Whether the first mark there stands in sight.
const IN_SIGHT_OF_PALETTE: &str = "
    const seen = document.querySelector('.palette-preview').getBoundingClientRect();
    const [place] = CSS.highlights.get('find-palette') ?? [];
    const mark = document.querySelector('.palette-preview mark') ?? place;
    const { top, bottom } = mark?.getBoundingClientRect() ?? {};
    return top >= seen.top && bottom <= seen.bottom;";

#[test]
fn beside_the_hits_the_first_place_is_in_sight() {
    let team = Team::new();
    let filler = "Nothing happened on this day.\n\n".repeat(80);
    let late = format!("{filler}The Zeppelin is late.\n\n{filler}");
    let mails = mails().replace("The Zeppelin is late.", &late);
    import_files(&team.admin, &[("mails.mbox", mails.as_bytes())]);
    let note = json!({ "body": late.replace("Zeppelin", "gondola") });
    team.admin.post(paths::NOTES).json(&note).send().expect(201);
    let page = Page::desktop(team.server.address());
    page.sign_in(ADMIN, PASSWORD);
    for (query, text) in [("late kind:mail", "Zeppelin"), ("gondola", "gondola")] {
        page.go(&format!("/search?q={query}"));
        page.wait_text(".search-preview", text);
        assert_eq!(page.run(IN_SIGHT), json!([true, true]), "{query}");
        page.picture(&format!("find-beside-{text}"));
        let focus = "return document.activeElement.closest('.search-preview') === null;";
        assert_eq!(page.run(focus), json!(true));
    }
    page.press(&format!("{}k", keys::CONTROL));
    for (query, text) in [("late kind:mail", "Zeppelin"), ("gondola", "gondola")] {
        page.run("document.querySelector('dialog.palette input').select();");
        page.type_into("dialog.palette input", query);
        page.wait_text(PALETTE, text);
        let is_in_sight = || (page.run(IN_SIGHT_OF_PALETTE) == json!(true)).then_some(());
        wait::until(query, is_in_sight);
        page.picture(&format!("find-palette-{text}"));
    }
    page.go("/search?q=goodbye");
    page.wait_text(".search-preview", "goodbye");
    let top = "return document.querySelector('.search-preview').scrollTop;";
    assert_eq!(page.run(top), json!(0));
    page.assert_quiet();
}

#[test]
fn the_files_that_hold_it_cover_nothing() {
    let team = Team::new();
    let thread = super::phone::thread(&team);
    let mut page = Page::desktop(team.server.address());
    page.sign_in(ADMIN, PASSWORD);
    page.go(&format!("/threads/{thread}?find=ocelots"));
    page.wait_text(".find-files", "papers of both airships");
    for theme in [Theme::Light, Theme::Dark] {
        page.set_theme(theme);
        page.picture("find-files");
    }
    let covers = "const [line, files, head, mails] =
        ['.find-line', '.find-files', '.page-head', '.thread']
            .map((css) => document.querySelector(css).getBoundingClientRect());
        return [line.bottom > head.bottom + 1, files.bottom > mails.top];";
    assert_eq!(page.run(covers), json!([false, false]));
    page.assert_quiet();
}

/// A phone by night, signed in.
fn phone(team: &Team) -> Page {
    let look = Look {
        screen: Screen::Phone,
        theme: Theme::Dark,
        language: "en",
    };
    let page = Page::open(team.server.address(), look);
    page.sign_in(ADMIN, PASSWORD);
    page
}

#[test]
fn on_a_phone_names_are_found_and_the_bar_covers_none() {
    let team = Team::new();
    let thread = thread(&team);
    let page = phone(&team);
    page.go(&format!("/threads/{thread}?find=airship"));
    page.wait_text(".find-count", "1 of 1");
    page.go(&format!("/threads/{thread}?find=ana@example"));
    page.wait_text(".find-count", "1 of 2");
    // Three are folded and one is open, and she stands among the people.
    page.go(&format!("/threads/{thread}?find=ana+ruiz"));
    page.wait_text(".find-count", "1 of 5");
    let covered = "
        const bar = document.querySelector('.find-bar').getBoundingClientRect();
        const places = ['find', 'find-now'].flatMap((name) => [...CSS.highlights.get(name)]);
        return places.filter((place) => place.getBoundingClientRect().top < bar.bottom).length;";
    assert_eq!(page.run(covered), json!(0));
    page.picture("find-phone");
    page.assert_quiet();
}

#[test]
fn whoever_comes_from_a_search_sees_the_words() {
    let team = Team::new();
    thread(&team);
    let page = Page::desktop(team.server.address());
    page.sign_in(ADMIN, PASSWORD);
    page.go("/search?q=zeppelins&kind=message");
    page.wait(".hit");
    page.click(".hit");
    page.wait_path("/threads/");
    page.wait_text(".find-count", "1 of ");
    page.wait(".mail-text mark");
    // The bar is there, and the keys are still the page's.
    assert_ne!(
        page.run("return document.activeElement.id;"),
        json!("find-input")
    );
    page.picture("find-from-search");
    page.click("[aria-label='Close the find bar']");
    page.wait_gone(".find-bar");
    page.wait_gone(".mail-text mark");
    page.assert_quiet();
}

/// Other forms of words, as search finds them in each language.
fn mails_in_other_forms() -> String {
    mails().replace(
        "The Zeppelin is late.",
        "Die Rechnung. Условия договора. An operating-system, an operating\nsystem, operating a system.",
    )
}

#[test]
fn what_stands_for_the_words_of_a_search_is_found() {
    let team = Team::new();
    let mails = mails_in_other_forms();
    import_files(&team.admin, &[("mails.mbox", mails.as_bytes())]);
    let page = Page::desktop(team.server.address());
    page.sign_in(ADMIN, PASSWORD);
    for (query, mark, count) in [
        ("zepelins", "zeppelin", "1 of 3"),
        ("Rechnungen", "Rechnung", "1 of 1"),
        ("договоры", "договора", "1 of 1"),
        ("\"operating system\"", "operating-system", "1 of 2"),
    ] {
        page.go(&format!("/search?q={query}&kind=message"));
        page.wait_text(".search-preview .mail-text mark", mark);
        page.click(".hit");
        page.wait_path("/threads/");
        page.wait_text(".mail-text mark", mark);
        page.wait_text(".find-count", count);
    }
    page.press(&format!("{}k", keys::CONTROL));
    page.type_into("dialog.palette input", "договоры");
    page.wait_text(".palette-preview mark", "договора");
    page.picture("find-other-forms");
    page.assert_quiet();
}

/// A contact with the mails, who is one by title, too.
fn pilot(team: &Team) -> String {
    thread(team);
    let ana = json!({
        "first_name": "Ana", "last_name": "Ruiz", "title": "Zeppelin pilot",
        "emails": [{ "address": "ana@example.org", "kind": "work" }],
    });
    let made = team.admin.post(paths::CONTACTS).json(&ana).send();
    made.expect(201).json()["id"].as_str().unwrap().to_owned()
}

#[test]
fn on_a_phone_no_part_of_a_record_hides_what_is_found() {
    let team = Team::new();
    let id = pilot(&team);
    let page = phone(&team);
    page.go(&format!("/contacts/{id}?find=zeppelin"));
    page.wait(".day");
    page.wait_text(".find-count", "1 of ");
    let hidden = "
        const places = ['find', 'find-now'].flatMap((name) => [...CSS.highlights.get(name)]);
        return places.filter((place) => place.getClientRects().length === 0).length;";
    assert_eq!(page.run(hidden), json!(0));
    page.picture("find-record-phone");
    page.click("[aria-label='Close the find bar']");
    page.wait(".record-parts");
    page.assert_quiet();
}

#[test]
fn a_record_is_looked_through_with_all_its_mails() {
    let team = Team::new();
    let id = pilot(&team);
    let page = Page::desktop(team.server.address());
    page.sign_in(ADMIN, PASSWORD);
    page.go(&format!("/contacts/{id}"));
    page.wait(".day");
    page.press(&find_key());
    page.type_into("#find-input", "zeppelin");
    page.wait_text(".find-count", "1 of ");
    // The timeline shows the beginning of the newest mail; the server knows them all.
    page.wait_text(".found-here", "3 results");
    page.picture("find-record");
    page.click(".found-here .hit");
    page.wait_path("/threads/");
    page.wait_text(".find-count", "1 of ");
    page.assert_quiet();
}

#[test]
fn in_a_list_the_key_goes_to_its_field() {
    let team = Team::new();
    let ana = json!({ "first_name": "Ana", "last_name": "Ruiz" });
    team.admin
        .post(paths::CONTACTS)
        .json(&ana)
        .send()
        .expect(201);
    let page = Page::desktop(team.server.address());
    page.sign_in(ADMIN, PASSWORD);
    page.go("/contacts");
    page.press(&find_key());
    page.wait(".list-tools input:focus");
    page.assert_quiet();
}
