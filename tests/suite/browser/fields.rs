//! Every part of the query language, typed on the search page over mails, files, people, a company and
//! notes: what it finds, and that what cannot be answered says so. Days are those of the browser's
//! clock.

use super::Page;
use super::asked::{FIELD, ask, check, hits, made, mails, note};
use crate::harness::imports::import_files;
use crate::harness::team::{ADMIN, PASSWORD, Team};
use crate::harness::wait;
use serde_json::json;
use shared::api::notice::Notices;
use shared::api::paths;

/// The 29th of March 2026 had 23 hours in Madrid; two mails are of that day there.
const MADRID: &str = "Europe/Madrid";

fn mail(
    number: u32,
    (from, to): (&str, &str),
    (subject, date): (&str, &str),
    file: &str,
) -> String {
    let head = format!(
        "From: {from}\r\nTo: {to}\r\nDate: {date}\r\nMessage-ID: <{number}@house.example>\r\n\
         Subject: {subject}\r\n"
    );
    if file.is_empty() {
        return format!("{head}\r\nThe pears of this year were never as good as now.\r\n");
    }
    format!(
        "{head}MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"b\"\r\n\r\n--b\r\n\r\n\
         The pears are in the file that hangs at this mail.\r\n--b\r\nContent-Type: text/plain\r\n\
         Content-Disposition: attachment; filename=\"{file}\"\r\n\r\nA list.\r\n--b--\r\n"
    )
}

/// Mails at the edges of that day, people, a company, notes of now.
fn team() -> Team {
    let team = Team::new();
    let (ann, bob) = ("Ann Ton <ann@ton.example>", "Robert Lee <bob@lee.example>");
    let edges = [
        (
            (ann, bob),
            ("Late on the 28th", "Sat, 28 Mar 2026 22:30:00 +0000"),
            "",
        ),
        (
            (ann, bob),
            ("Early on the 29th", "Sat, 28 Mar 2026 23:30:00 +0000"),
            "",
        ),
        (
            (bob, ann),
            ("Late on the 29th", "Sun, 29 Mar 2026 21:30:00 +0000"),
            "pear list.csv",
        ),
        (
            (bob, ann),
            ("Early on the 30th", "Sun, 29 Mar 2026 22:30:00 +0000"),
            "",
        ),
    ];
    let edges = (1..).zip(edges);
    let written: Vec<String> = edges
        .map(|(number, (people, what, file))| mail(number, people, what, file))
        .collect();
    mails(&team.member, &written);
    let firm = json!({ "name": "Lee Works", "domains": ["lee.example"] });
    made(&team.member, paths::COMPANIES, &firm);
    let ann = json!({
        "first_name": "Ann", "last_name": "Ton", "tags": ["key account"], "stage": "lead",
        "emails": [{ "address": "ann@ton.example" }],
    });
    made(&team.member, paths::CONTACTS, &ann);
    let rob = json!({ "first_name": "Robert", "last_name": "Lee", "stage": "customer" });
    made(&team.member, paths::CONTACTS, &rob);
    note(&team.member, "Late pears are dear, says the invoice");
    note(
        &team.member,
        "Los últimos pedidos de fruta llegaron ayer a nuestra casa",
    );
    team
}

#[test]
fn every_field_finds_what_it_says() {
    let team = team();
    let page = Page::desktop(team.server.address());
    let zone = json!({ "timezoneId": MADRID });
    page.devtools("Emulation.setTimezoneOverride", &zone);
    page.sign_in(ADMIN, PASSWORD);
    page.go("/search");
    let (early, late) = ("Early on the 29th", "Late on the 29th");
    let (before, after) = ("Late on the 28th", "Early on the 30th");
    let note = "Late pears are dear, says the invoice";
    let fruit = "Los últimos pedidos de fruta llegaron ayer a nuestra casa";
    for (query, expected) in [
        // Words.
        ("late pears kind:mail ", &[before, late][..]),
        ("\"late pears\" ", &[note]),
        ("pears -late ", &[early, after]),
        ("invoice OR fruta ", &[note, fruit]),
        ("(invoice OR fruta) -pears ", &[fruit]),
        ("inv* ", &[note]),
        // People: by name, address and nickname.
        ("from:ann ", &[early, before]),
        ("from:bob ", &[after, late]),
        (
            "to:robert@lee.example OR to:bob@lee.example ",
            &[early, before],
        ),
        ("with:ann kind:contact ", &["Ann Ton"]),
        ("company:lee from:bob ", &[after, late]),
        // Records.
        ("kind:company ", &["Lee Works"]),
        ("tag:\"key account\" ", &["Ann Ton"]),
        ("stage:lead,customer ", &["Ann Ton", "Robert Lee"]),
        ("owner:mia kind:note lang:es ", &[fruit]),
        ("owner:me kind:note ", &[]),
        // Files.
        ("has:attachment ", &[late]),
        ("filename:csv ", &[late]),
        ("subject:early ", &[after, early]),
        ("lang:es ", &[fruit]),
        ("in:bin ", &[]),
        // Days, by the clock of this browser.
        ("on:2026-03-29 ", &[early, late]),
        ("before:2026-03-29 ", &[before]),
        ("after:2026-03-30 kind:mail ", &[after]),
        ("last:1d kind:note ", &[note, fruit]),
        ("on:today kind:company ", &["Lee Works"]),
        // In other languages.
        ("de:ann antes:2026-03-29 ", &[before]),
        ("发件人:ann 日期:2026-03-29 ", &[early]),
    ] {
        let mut expected = expected.to_vec();
        expected.sort_unstable();
        check(&page, query, &expected);
        assert_eq!(page.count(".query-note"), 0, "{query}");
    }
    page.assert_quiet();
}

#[test]
fn what_cannot_be_answered_says_so_and_where() {
    let team = team();
    let page = Page::desktop(team.server.address());
    page.sign_in(ADMIN, PASSWORD);
    page.go("/search");
    for (query, marked, said) in [
        ("pears form:ann ", "form:ann", "there is no such field"),
        ("pears is:unread ", "is:unread", "does not keep this so far"),
        (
            "pears amount>5000 ",
            "amount>5000",
            "does not keep this so far",
        ),
        ("pears before:someday ", "someday", "is not a date"),
        ("pears on:3/4/2024 ", "3/4/2024", "could be two days"),
        ("pears owner:nobodyhere ", "nobodyhere", "No user is called"),
        (
            "pears company:nobodyhere ",
            "nobodyhere",
            "No company is called",
        ),
        (
            "\"late pears ",
            "\"late pears",
            "quotation mark is not closed",
        ),
        ("pears OR ", "OR", "needs something on both sides"),
    ] {
        ask(&page, query);
        page.wait_text(".query-note", said);
        page.wait(".query-wrong");
        let wrong = page.texts(".query-wrong").join("");
        assert!(
            marked.contains(wrong.trim()) && !wrong.is_empty(),
            "{query}: {wrong:?}"
        );
        assert_eq!(page.count("[role='alert']"), 0, "{query}");
    }
    // A better text is one click away, and finds what was meant.
    ask(&page, "pears form:ann ");
    page.wait_text(".query-note", "from:ann");
    page.click(".query-fix");
    page.wait_gone(".query-note");
    super::asked::wait_hits(&page, &["Early on the 29th", "Late on the 28th"]);
    page.assert_quiet();
}

#[test]
fn the_whole_search_stands_in_the_address() {
    let team = team();
    let page = Page::desktop(team.server.address());
    page.sign_in(ADMIN, PASSWORD);
    page.go("/search");
    ask(&page, "pears");
    page.click("[role='tab']:nth-child(5)");
    page.click_named("Best first");
    page.click_named("Newest first");
    page.wait_path("/search?q=pears&kind=message&sort=newest");
    page.settle();
    let newest = [
        "Early on the 30th",
        "Late on the 29th",
        "Early on the 29th",
        "Late on the 28th",
    ];
    assert_eq!(super::asked::ranked(&page), newest);
    page.reload();
    assert_eq!(super::asked::ranked(&page), newest);
    assert_eq!(page.property(FIELD, "value"), json!("pears"));
    // A note that is read here is part of it, and back leads to the search.
    page.go("/search?q=invoice");
    page.click(".hit");
    page.wait_path("/search?q=invoice&note=");
    let here = page.path();
    page.go("/contacts");
    page.back();
    assert_eq!(page.path(), here);
    page.wait_text(".search-preview", "Late pears are dear");
    page.assert_quiet();
}

/// The app says which zone it is opened in; waits until it is said.
fn open_in(page: &Page, zone: &str, path: &str) {
    let zone = json!({ "timezoneId": zone });
    page.devtools("Emulation.setTimezoneOverride", &zone);
    page.visit(path);
    let said = format!(
        "return performance.getEntriesByType('resource').some((entry) => \
            entry.name.endsWith({:?}) && entry.responseStatus === 200);",
        paths::AUTH_PROFILE
    );
    wait::until("the zone to be said", || {
        (page.run(&said) == json!(true)).then_some(())
    });
}

#[test]
fn an_alert_has_the_days_of_the_place_where_its_owner_is() {
    let team = team();
    let page = Page::desktop(team.server.address());
    page.sign_in(ADMIN, PASSWORD);
    open_in(&page, MADRID, "/search?q=plums%20on:2026-03-29");
    page.click(".save-search");
    page.click_named("Tell me of new matches");
    page.click_named("Save");
    page.wait_text(".save-search", "Saved");
    let bring = |number: u32, date: &str| {
        let mail = mail(
            number,
            ("ann@ton.example", "bob@lee.example"),
            ("Plums", date),
            "",
        );
        import_files(&team.member, &[("plums.eml", mail.as_bytes())]);
    };
    let told = |count: u64| {
        wait::until("an alert", || {
            let notices: Notices = team.admin.get(paths::NOTICES).send().expect(200).read();
            (notices.items.iter().map(|notice| notice.count).sum::<u64>() == count).then_some(())
        })
    };
    // The 29th in Madrid, still the 28th in New York.
    bring(90, "Sat, 28 Mar 2026 23:30:00 +0000");
    told(1);
    // Whoever goes there has its days, also in what was saved before.
    open_in(&page, "America/New_York", "/");
    bring(91, "Sat, 28 Mar 2026 23:40:00 +0000");
    bring(92, "Mon, 30 Mar 2026 03:30:00 +0000");
    told(2);
    let path = format!(
        "{}?q=plums+on:2026-03-29+&tz=America%2FNew_York",
        paths::SEARCH
    );
    assert_eq!(team.admin.get(&path).send().expect(200).json()["total"], 1);
    page.assert_quiet();
}
