//! The authorisation matrix: each row of the route table x guest, read-only, member, admin and a
//! user who has been shut out. Refused calls write nothing, reading calls never do, and every
//! answer carries the headers of the house.

use super::fixtures::{Fixture, World, fixture};
use crate::harness::client::{Answer, Client};
use crate::harness::scenario::position;
use crate::harness::shape;
use rapport::http::table::{Access, BodyKind, Effect, RowFacts, rows};
use shared::permission::Permission;

/// Who calls, in the order of the columns of [`may`].
const CALLERS: [&str; 5] = ["guest", "shut out", "read_only", "member", "admin"];

/// Which role has a permission, written down here once more: the table of the product must agree.
fn may(permission: Permission, caller: &str) -> bool {
    let by_role = match permission {
        Permission::RecordRead | Permission::UserRead | Permission::ProfileWrite => {
            [true, true, true]
        }
        Permission::RecordWrite | Permission::ImportRun => [false, true, true],
        Permission::ImportRunOthers | Permission::UserManage | Permission::SystemManage => {
            [false, false, true]
        }
    };
    match caller {
        "read_only" => by_role[0],
        "member" => by_role[1],
        "admin" => by_role[2],
        _ => false,
    }
}

fn expected(facts: &RowFacts, fixture: &Fixture, caller: &str) -> u16 {
    let Access::SignedIn(permission) = facts.access else {
        return fixture.allowed;
    };
    match caller {
        "guest" | "shut out" => 401,
        _ if may(permission, caller) => fixture.allowed,
        _ => 403,
    }
}

/// So often a call is made again that seems to have written what it must not.
const TRIES_BESIDE_JOBS: usize = 10;

#[test]
fn every_route_lets_in_whom_it_should_and_nobody_else() {
    let world = World::new();
    let mut faults = Vec::new();
    for row in rows() {
        for caller in CALLERS {
            // The doors of sign-in are for strangers; nobody's own cookies are put at stake.
            if row.facts.access == Access::Guest && caller != "guest" {
                continue;
            }
            let wrong = call(&world, &row.facts, caller);
            let line = format!("{caller}: {} {}", row.facts.method, row.facts.path);
            faults.extend(wrong.into_iter().map(|fault| format!("{line}: {fault}")));
        }
    }
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
    drop(world.team.server);
    world.team.home.assert_clean();
}

fn call(world: &World, facts: &RowFacts, caller: &str) -> Vec<String> {
    let Some(fixture) = fixture(world, facts, caller) else {
        return vec!["there is no fixture for this route".to_owned()];
    };
    let expected = expected(facts, &fixture, caller);
    let stranger = Client::guest(world.team.server.address());
    let client = match caller {
        "guest" => &stranger,
        "shut out" => &world.shut_out,
        "read_only" => &world.team.read_only,
        "member" => &world.team.member,
        _ => &world.team.admin,
    };
    let measured = || {
        let before = position(&world.team.admin);
        let answer = send(client, facts, &fixture, expected);
        (answer, position(&world.team.admin) - before)
    };
    let (answer, mut written) = measured();
    let mut faults = shape::faults(&answer);
    if answer.status() != expected {
        let text: String = answer.text().chars().take(300).collect();
        faults.push(format!("{} and not {expected}: {text}", answer.status()));
    }
    let must_not_write = facts.effect == Effect::Read || answer.status() >= 400;
    // Jobs write beside us; what writes itself does so each time.
    for _ in 0..TRIES_BESIDE_JOBS {
        if must_not_write && written != 0 {
            (_, written) = measured();
        }
    }
    if must_not_write && written != 0 {
        faults.push(format!("wrote {written} changes"));
    }
    faults
}

fn send(client: &Client, facts: &RowFacts, fixture: &Fixture, expected: u16) -> Answer {
    let method = facts.method.as_str();
    if facts.effect == Effect::Read {
        let request = client.get(&fixture.path);
        // A stream of events has no end to wait for.
        return if fixture.is_stream && expected == 200 {
            request.send_unread()
        } else {
            request.send()
        };
    }
    let mut request = client.writing(method, &fixture.path);
    if facts.effect == Effect::Change {
        request = request.if_match("*");
    }
    match (&fixture.body, facts.body) {
        (_, BodyKind::Bytes(_)) => request
            .bytes("application/octet-stream", "BEGIN:VCARD\r\nEND:VCARD\r\n")
            .send(),
        (Some(body), _) => request.json(body).send(),
        (None, _) => request.send(),
    }
}
