//! Imports among colleagues: whose they are, and what becomes of what could not be read.

use crate::harness::client::Client;
use crate::harness::imports::{add_file, begin, import_files, wait_for_end};
use crate::harness::scenario::{ask, run};
use crate::harness::team::{PASSWORD, Team, add_user};
use shared::api::paths;

const CARD: &[u8] = b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ann Ton\r\nEND:VCARD\r\n";

/// A second member.
fn colleague(team: &Team) -> Client {
    add_user(&team.admin, "max@rapport.test", "Max", "member");
    Client::signed_in(team.server.address(), "max@rapport.test", PASSWORD)
}

#[test]
fn an_import_is_steered_by_its_maker_and_by_admins() {
    let team = Team::new();
    let max = colleague(&team);
    let done = import_files(&team.member, &[("a.vcf", CARD)]);
    let done = done["id"].as_str().unwrap();
    let open = begin(&team.member);
    let of_admin = begin(&team.admin);
    let add = |client: &Client, id: &str| add_file(client, id, "b.vcf", CARD);
    add(&max, &open).expect_problem(403, "forbidden");
    // It would run with the admin's rights.
    add(&max, &of_admin).expect_problem(403, "forbidden");
    run(
        &team,
        vec![
            ask("a colleague sees it", max.get(&paths::import(done)), 200),
            ask("undo", max.post(&paths::import_undo(done)), 403).code("forbidden"),
            ask("start", max.post(&paths::import_start(&open)), 403).code("forbidden"),
            ask("cancel", max.post(&paths::import_cancel(&open)), 403).code("forbidden"),
            ask(
                "an admin's",
                max.post(&paths::import_cancel(&of_admin)),
                403,
            )
            .code("forbidden"),
            ask(
                "an admin may",
                team.admin.post(&paths::import_cancel(&open)),
                202,
            )
            .writes(1),
        ],
    );
    let undo = team.admin.post(&paths::import_undo(done));
    undo.send().expect(202);
    assert_eq!(wait_for_end(&team.admin, done)["state"], "undone");
    let contacts = max.get(paths::CONTACTS).send().expect(200).json();
    assert_eq!(contacts["total"], 0);
}
