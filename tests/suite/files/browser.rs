//! What people see of files: a hit names file and page, leads to the file, and a file that could not
//! be read says why.

use super::{hit, kinds, make, wait_until_read};
use crate::browser::{Page, keys};
use crate::harness::imports::import_files;
use crate::harness::team::{ADMIN, PASSWORD, Team};
use serde_json::json;

#[test]
fn a_hit_in_a_file_leads_to_the_file_and_its_page() {
    let team = Team::new();
    let pages = ["the parties", "the penalty clause of ocelots", "signatures"].map(str::to_owned);
    let files = [
        ("contract.pdf", make::pdf(&pages)),
        ("locked.zip", make::locked_zip(&[("a.txt", b"secret")])),
    ];
    let mail = make::mail(1, "the contract", &files);
    import_files(&team.admin, &[("a.eml", &mail)]);
    let message = hit(&team.admin, "ocelots")["id"]
        .as_str()
        .unwrap()
        .to_owned();
    wait_until_read(&team.admin, std::slice::from_ref(&message));
    let mut page = Page::desktop(team.server.address());
    page.sign_in(ADMIN, PASSWORD);
    page.go("/search?q=ocelots");
    page.wait_text(".hit-file", "contract.pdf, page 2");
    page.wait_text(".hit-snippet mark", "ocelots");
    page.picture("files-hit");
    page.click(".hit");
    page.wait_path("/threads/");
    page.wait_text(".file-found", "Found on page 2");
    page.wait_text(".file.has-hit", "contract.pdf");
    page.wait_text(".file-state summary", "not searchable");
    page.click(".file-state summary");
    page.wait_text(".file-state", "needs a password");
    page.picture("files-thread");
    assert_eq!(page.inaccessible("files-thread"), Vec::<String>::new());
    page.assert_quiet();
}

#[test]
fn what_stands_in_a_file_alone_is_found_from_the_bar_and_opened_at_its_page() {
    let team = Team::new();
    let pages = ["the parties", "the penalty clause of ocelots", "signatures"].map(str::to_owned);
    let files = [
        ("contract.pdf", make::pdf(&pages)),
        ("list.csv", b"animal,count\nlynx,3\n".to_vec()),
    ];
    let mail = make::mail(1, "the contract", &files);
    import_files(&team.admin, &[("a.eml", &mail)]);
    let hit = hit(&team.admin, "ocelots");
    let message = hit["id"].as_str().unwrap().to_owned();
    wait_until_read(&team.admin, &[message]);
    let mut page = Page::desktop(team.server.address());
    page.sign_in(ADMIN, PASSWORD);
    page.go(&format!("/threads/{}", hit["thread_id"].as_str().unwrap()));
    page.press(&format!("{}f", keys::CONTROL));
    page.type_into("#find-input", "lynx");
    page.wait_text(".find-files", "list.csv");
    assert_eq!(page.property(".find-file", "download"), json!("list.csv"));
    // Parts of words in files as on the page, whatever the accents.
    page.run("document.querySelector('#find-input').select();");
    page.type_into("#find-input", "cél");
    page.wait_text(".find-files", "contract.pdf, page 2");
    page.wait_text(".find-files mark", "cel");
    page.run("document.querySelector('#find-input').select();");
    page.type_into("#find-input", "ocelots");
    page.wait_text(".find-count", "No match");
    page.wait_text(".find-files", "contract.pdf, page 2");
    page.wait_text(".find-files mark", "ocelots");
    let address = page.property(".find-file", "href");
    let address = address.as_str().unwrap();
    assert!(address.ends_with("/0?view=1#page=2"), "{address}");
    assert_eq!(page.inaccessible("find in files"), Vec::<String>::new());
    // It opens beside, and the conversation says where it hangs.
    page.click(".find-file");
    page.wait_text(".file-found", "Found on page 2");
    page.wait_text(".find-files", "contract.pdf, page 2");
    page.picture("find-in-files");
    page.assert_quiet();
    let (_, path) = address.split_once(team.server.address()).unwrap();
    page.visit(path);
    assert_eq!(
        page.run("return document.contentType;"),
        json!("application/pdf")
    );
}

#[test]
fn a_word_in_a_file_of_any_kind_is_found_and_says_where() {
    let team = Team::new();
    let cases = kinds::cases();
    let files: Vec<(&str, Vec<u8>)> = cases.iter().map(|case| (case.0, case.1.clone())).collect();
    import_files(
        &team.admin,
        &[("a.eml", &make::mail(1, "all kinds", &files))],
    );
    let message = hit(&team.admin, "word2pdf")["id"]
        .as_str()
        .unwrap()
        .to_owned();
    wait_until_read(&team.admin, &[message]);
    let page = Page::desktop(team.server.address());
    page.sign_in(ADMIN, PASSWORD);
    page.go("/search");
    for (file, _, word, (part, number, name, inner)) in cases {
        page.fill("#search-input", word);
        page.wait_text(".hit-file", file);
        page.wait_text(".hit-snippet mark", word);
        let place = page.text(".hit-file");
        let number = match part {
            "page" | "slide" => number.to_string(),
            _ => String::new(),
        };
        for said in [&number, name, inner] {
            assert!(place.contains(said), "{file}: {place} without {said:?}");
        }
    }
    page.picture("files-of-any-kind");
    page.assert_quiet();
}
