//! Ways around: undo of somebody else's change, links to what one cannot see, ids proposed twice,
//! changing who may see a colleague's note.

use crate::harness::client::Answer;
use crate::harness::team::Team;
use serde_json::{Value, json};
use shared::api::paths;

fn id(answer: &Answer) -> String {
    answer.json()["id"].as_str().unwrap().to_owned()
}

fn private_note(team: &Team) -> Answer {
    let note = json!({ "body": "a private canary", "visibility": "private" });
    team.member
        .post(paths::NOTES)
        .json(&note)
        .send()
        .expect(201)
}

fn undo_path(answer: &Answer) -> String {
    paths::change_undo(answer.header("x-change-position").unwrap())
}

fn patch(team: &Team, path: &str, body: &Value) -> Answer {
    let request = team.member.patch(path).if_match("*").json(body);
    request.send().expect(200)
}

#[test]
fn changes_of_a_private_note_are_nothing_that_others_could_undo() {
    let team = Team::new();
    let made = private_note(&team);
    let path = paths::note(id(&made));
    let changed = patch(&team, &path, &json!({ "body": "another" }));
    let deleted = team.member.delete(&path).if_match("*").send().expect(204);
    for answer in [&made, &changed, &deleted] {
        // Not even whether later changes build on it.
        team.admin.post(&undo_path(answer)).send().expect(404);
    }
    team.member.post(&undo_path(&deleted)).send().expect(200);
}

#[test]
fn a_colleague_cannot_take_back_that_a_note_was_shared() {
    let team = Team::new();
    let made = private_note(&team);
    let path = paths::note(id(&made));
    let shared = patch(&team, &path, &json!({ "visibility": "shared" }));
    team.admin.post(&undo_path(&shared)).send().expect(403);
    team.admin.get(&path).send().expect(200);
    let private = json!({ "visibility": "private" });
    let direct = team.admin.patch(&path).if_match("*").json(&private).send();
    direct.expect_problem(403, "forbidden");
    team.member.post(&undo_path(&shared)).send().expect(200);
    team.admin.get(&path).send().expect(404);
}

#[test]
fn nothing_can_be_linked_to_a_note_that_one_cannot_see() {
    let team = Team::new();
    let hidden = id(&private_note(&team));
    let link = |id: &str| json!({ "body": "see there", "links": [{ "kind": "note", "id": id }] });
    let absent = "01890000-0000-7000-8000-000000000000";
    for target in [hidden.as_str(), absent] {
        let request = team.admin.post(paths::NOTES).json(&link(target));
        let answer = request.send().expect(422).json();
        assert_eq!(answer["errors"]["links.0.id"], "not_found", "{answer}");
    }
    let own = team.member.post(paths::NOTES).json(&link(&hidden)).send();
    own.expect(201);
}

#[test]
fn links_of_a_shared_note_do_not_tell_of_private_ones() {
    let team = Team::new();
    let hidden = id(&private_note(&team));
    let body = json!({ "body": "shared", "links": [{ "kind": "note", "id": hidden }] });
    let shared = team
        .member
        .post(paths::NOTES)
        .json(&body)
        .send()
        .expect(201);
    let seen = team.admin.get(&paths::note(id(&shared))).send().expect(200);
    // The author chose to link them: the id may show, the words may not.
    assert!(!seen.text().contains("canary"));
}

#[test]
fn the_command_line_sees_all_because_it_owns_the_data_folder() {
    let team = Team::new();
    private_note(&team);
    // Whoever can read the folder can read its bytes: the command line pretends nothing else.
    let found = team.home.rapport_json(&["search", "--json", "canary"]);
    assert_eq!(found["total"], 1);
}

#[test]
fn a_visit_shows_nothing_of_a_note_that_one_cannot_see() {
    let team = Team::new();
    let hidden = id(&private_note(&team));
    let absent = "01890000-0000-7000-8000-000000000000";
    let look = |asked: &str| {
        let found = team.admin.get(asked).send();
        (found.status(), found.text())
    };
    let asked = format!("{}?q=canary", paths::SEARCH);
    let why = format!("{}?q=canary&kind=note&id={hidden}", paths::SEARCH_WHY);
    let before = look(&asked);
    for id in [hidden.as_str(), absent] {
        // The same answer, whether there is such a note or not.
        let opened = json!({ "kind": "note", "id": id });
        let answer = team.admin.put(paths::VISITS).json(&opened).send();
        assert_eq!(answer.expect(204).text(), "");
    }
    assert_eq!(look(&asked), before);
    assert_eq!(look(&why).0, 404);
    // What one opened is told to nobody, oneself included.
    team.admin.get(paths::VISITS).send().expect(405);
}
