//! How the files of mails are handed out: saved, not shown, but for a PDF that is asked for so; and
//! where in the files of a conversation words stand, for whoever may read its mails.

use super::{hit, make, wait_until_read};
use crate::harness::client::Client;
use crate::harness::imports::import_files;
use crate::harness::team::Team;
use shared::api::paths;
use shared::api::search::FilePlaces;

/// Content type, how it is handed out, and what it may do.
fn served(client: &Client, path: &str) -> (String, String, String) {
    let answer = client.get(path).send().expect(200);
    let header = |name: &str| answer.header(name).unwrap_or_default().to_owned();
    assert_eq!(header("x-content-type-options"), "nosniff", "{path}");
    let how = header("content-disposition");
    (
        header("content-type"),
        how.split(';').next().unwrap_or_default().to_owned(),
        header("content-security-policy"),
    )
}

#[test]
fn a_pdf_alone_is_shown_and_only_when_asked_for() {
    let team = Team::new();
    let page = "<script>alert(1)</script>".to_owned();
    let files = [
        ("a.pdf", make::pdf(std::slice::from_ref(&page))),
        ("b.pdf", page.clone().into_bytes()),
        ("c.html", page.into_bytes()),
    ];
    let mail = make::mail(1, "three files with ocelots", &files);
    import_files(&team.admin, &[("a.eml", &mail)]);
    let message = hit(&team.admin, "ocelots")["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let file = |number: u32| paths::attachment(&message, number);
    let (kind, how, policy) = served(&team.member, &format!("{}?view=1", file(0)));
    assert_eq!((kind.as_str(), how.as_str()), ("application/pdf", "inline"));
    assert!(policy.contains("default-src 'none'"), "{policy}");
    assert!(policy.contains("frame-ancestors 'none'"), "{policy}");
    let saved = [
        file(0),
        format!("{}?view=1", file(1)),
        format!("{}?view=1", file(2)),
    ];
    for path in saved {
        let (kind, how, policy) = served(&team.member, &path);
        assert_eq!(how, "attachment", "{path} is {kind}");
        assert!(policy.contains("sandbox"), "{path} {policy}");
    }
    let guest = Client::guest(team.server.address());
    let shown = guest.get(&format!("{}?view=1", file(0)));
    shown.send().expect(401);
}

#[test]
fn the_files_of_a_conversation_are_looked_through() {
    let team = Team::new();
    let pages = ["the parties", "ocelots and lynxes", "ocelots"].map(str::to_owned);
    let files = [
        ("a.pdf", make::pdf(&pages)),
        ("b.txt", "lynxes 签合\n同，開發票".into()),
    ];
    let mail = make::mail(1, "the contract", &files);
    import_files(&team.admin, &[("a.eml", &mail)]);
    let hit = hit(&team.admin, "ocelots");
    let message = hit["id"].as_str().unwrap().to_owned();
    wait_until_read(&team.admin, std::slice::from_ref(&message));
    let thread = hit["thread_id"].as_str().unwrap();
    let found = |words: &str| {
        let path = format!("{}?q={words}", paths::thread_files(thread));
        team.member
            .get(&path)
            .send()
            .expect(200)
            .read::<FilePlaces>()
    };
    let places = |words: &str| -> Vec<(u32, Option<u32>)> {
        let found = found(words).places.into_iter();
        found
            .map(|place| (place.file.number, place.file.page))
            .collect()
    };
    assert_eq!(places("ocelot"), [(0, Some(2)), (0, Some(3))]);
    assert_eq!(places("ocelots%20lynxes"), [(0, Some(2))]);
    assert_eq!(places("lynx"), [(0, Some(2)), (1, None)]);
    assert_eq!(places("zebra"), []);
    assert_eq!(places("kind:note"), []);
    // As it was typed: parts of words, whatever the accents, but in this order.
    let typed = |text: &str| -> Vec<(u32, Option<u32>)> {
        let path = format!("{}?find={text}", paths::thread_files(thread));
        let found: FilePlaces = team.member.get(&path).send().expect(200).read();
        let places = found.places.into_iter().map(|place| {
            assert_eq!(place.marks.len(), 1, "{place:?}");
            (place.file.number, place.file.page)
        });
        places.collect()
    };
    assert_eq!(typed("CELOT"), [(0, Some(2)), (0, Some(3))]);
    assert_eq!(typed("%C3%B3celots%20%20and%20l"), [(0, Some(2))]);
    assert_eq!(typed("lynxes%20ocelots"), []);
    assert_eq!(typed("ynx"), [(0, Some(2)), (1, None)]);
    let contract = "%E5%90%88%E5%90%8C";
    assert_eq!(typed(contract), [(1, None)]);
    assert_eq!(places(contract), [(1, None)]);
    let invoice_in_simplified = "%E5%8F%91%E7%A5%A8";
    assert_eq!(typed(invoice_in_simplified), [(1, None)]);
    assert_eq!(places(invoice_in_simplified), [(1, None)]);
    assert_eq!(typed("%20"), []);
    let long = format!("{}?find={}", paths::thread_files(thread), "a".repeat(1_001));
    team.member.get(&long).send().expect(422);
    assert!(found("ocelots").places[0].snippet.contains("ocelots"));
    let mail = paths::message(&message);
    team.admin.delete(&mail).if_match("*").send().expect(204);
    let gone = format!("{}?q=ocelots", paths::thread_files(thread));
    team.member.get(&gone).send().expect(404);
}
