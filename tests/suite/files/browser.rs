//! What people see of files: a hit names file and page, leads to the file, and a file that could not
//! be read says why.

use super::{hit, make, wait_until_read};
use crate::browser::Page;
use crate::harness::imports::import_files;
use crate::harness::team::{ADMIN, PASSWORD, Team};

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
