//! Imports among colleagues: whose they are, and what becomes of what could not be read.

use crate::harness::client::Client;
use crate::harness::imports::{add_file, begin, import_files, skipped, wait_for_end};
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

#[test]
fn what_could_not_be_read_can_be_saved_as_it_came() {
    let team = Team::new();
    let max = colleague(&team);
    let broken = b"BEGIN:VCARD\r\nVERSION:3.0\r\nTITLE:\xff no name\x00\r\nEND:VCARD\r\n";
    let cards = [CARD, broken].concat();
    let rows = "Name,Email,Phone\nBob,bob@example.org,\n,,x\n";
    let import = import_files(
        &team.member,
        &[
            ("all/cards.vcf", &cards),
            ("people.csv", rows.as_bytes()),
            ("picture.png", b"\x89PNG"),
        ],
    );
    assert_eq!(import["counts"]["skipped"], 3, "{import}");
    let id = import["id"].as_str().unwrap();
    let skips = skipped(&team.member, id);
    let save =
        |client: &Client, number: u64| client.get(&paths::import_original(id, number)).send();
    let number = |at: usize| skips[at]["original"].as_u64().unwrap();
    for client in [&team.member, &team.admin] {
        let saved = save(client, number(0)).expect(200);
        assert_eq!(saved.bytes(), broken);
        assert_eq!(
            saved.header("content-type"),
            Some("application/octet-stream")
        );
        let name = saved.header("content-disposition").unwrap();
        assert!(
            name.starts_with("attachment; filename=\"cards-2.vcf\""),
            "{name}"
        );
    }
    // A row alone would say nothing: it comes as a table that can be put right.
    let row = save(&team.member, number(1)).expect(200).text();
    assert_eq!(row, "Name,Email,Phone\n,,x\n");
    // What never claimed to be anything of ours is not kept, and says so by saying nothing.
    assert_eq!(skips[2]["code"], "wrong_type");
    assert!(skips[2].get("original").is_none(), "{}", skips[2]);
    save(&team.member, 2).expect_problem(404, "not_found");
    save(&team.member, 3).expect_problem(404, "not_found");
    let other = begin(&team.member);
    let path = paths::import_original(&other, number(0));
    team.member
        .get(&path)
        .send()
        .expect_problem(404, "not_found");
    // A line of an export may be somebody's private note.
    save(&max, number(0)).expect_problem(403, "forbidden");
    save(&team.read_only, number(0)).expect_problem(403, "forbidden");
    // Taking the import back takes no original away.
    team.member.post(&paths::import_undo(id)).send().expect(202);
    wait_for_end(&team.member, id);
    assert_eq!(save(&team.member, number(0)).expect(200).bytes(), broken);
    let Team { server, home, .. } = team;
    assert!(server.stop().success());
    home.assert_clean();
}
