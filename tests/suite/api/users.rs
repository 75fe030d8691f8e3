//! Users and one's own profile: only admins manage, there is always an admin, a lost right ends
//! the session at once and stays lost after a restart.

use crate::harness::client::Client;
use crate::harness::scenario::{ask, run};
use crate::harness::team::{ADMIN, MEMBER, PASSWORD, Team};
use serde_json::{Value, json};
use shared::api::paths;

fn id_of(client: &Client) -> String {
    let session = client.get(paths::AUTH_SESSION).send().expect(200).json();
    session["user"]["id"].as_str().unwrap().to_owned()
}

fn new_user(email: &str) -> Value {
    json!({ "name": "Nina", "email": email, "role": "member", "password": PASSWORD })
}

fn with(field: &str, value: Value) -> Value {
    let mut user = new_user("nina@rapport.test");
    user[field] = value;
    user
}

#[test]
fn only_admins_manage_users() {
    let team = Team::new();
    let admin = &team.admin;
    let user = new_user("nina@rapport.test");
    let own = paths::user(id_of(&team.member));
    let rise = json!({ "role": "admin" });
    let post = |body: &Value| admin.post(paths::USERS).json(body);
    run(
        &team,
        vec![
            ask("guest lists", team.guest.get(paths::USERS), 401).lacks(ADMIN),
            ask("reader lists", team.read_only.get(paths::USERS), 200)
                .has(ADMIN)
                .lacks("argon2")
                .lacks("password"),
            ask(
                "member adds",
                team.member.post(paths::USERS).json(&user),
                403,
            ),
            ask(
                "member rises",
                team.member.patch(&own).if_match("*").json(&rise),
                403,
            ),
            ask(
                "by profile",
                team.member.patch(paths::AUTH_PROFILE).json(&rise),
                422,
            )
            .field("role", "unknown"),
            ask("taken", post(&new_user("MIA@rapport.test")), 422).field("email", "taken"),
            ask("no address", post(&new_user("nina")), 422).field("email", "invalid"),
            ask("short", post(&with("password", json!("short"))), 422)
                .field("password", "too_short"),
            ask("blank name", post(&with("name", json!(" "))), 422).field("name", "required"),
            ask("king", post(&with("role", json!("king"))), 422).field("role", "invalid"),
            ask("with an id", post(&with("id", json!("x"))), 422).field("id", "unknown"),
            ask("disabled", post(&with("disabled", json!(true))), 422).field("disabled", "unknown"),
            ask("good", post(&user), 201).lacks(PASSWORD).writes(1),
            ask("twice", post(&user), 422).field("email", "taken"),
        ],
    );
}

#[test]
fn there_is_always_an_admin() {
    let team = Team::new();
    let admin = &team.admin;
    let own = paths::user(id_of(admin));
    let change = |body: Value| admin.patch(&own).if_match("*").json(&body);
    run(
        &team,
        vec![
            ask(
                "shuts out herself",
                change(json!({ "disabled": true })),
                409,
            )
            .code("last_admin"),
            ask("steps down", change(json!({ "role": "member" })), 409).code("last_admin"),
            ask("renames herself", change(json!({ "name": "Ada L." })), 200).writes(1),
            ask(
                "no tag",
                admin.patch(&own).json(&json!({ "name": "x" })),
                428,
            ),
            ask(
                "stale",
                admin
                    .patch(&own)
                    .if_match("\"1\"")
                    .json(&json!({ "name": "x" })),
                412,
            ),
        ],
    );
}

#[test]
fn rights_that_were_taken_end_at_once_and_stay_taken() {
    let team = Team::new();
    let path = paths::user(id_of(&team.member));
    let change = |body: Value| team.admin.patch(&path).if_match("*").json(&body).send();
    change(json!({ "role": "read_only" })).expect(200);
    team.member.get(paths::CONTACTS).send().expect(401);
    team.member.post(paths::AUTH_REFRESH).send().expect(401);
    let again = Client::signed_in(team.server.address(), MEMBER, PASSWORD);
    let contact = json!({ "last_name": "No" });
    again
        .post(paths::CONTACTS)
        .json(&contact)
        .send()
        .expect(403);
    change(json!({ "disabled": true })).expect(200);
    let team = team.restart_after_kill();
    for client in [&team.member, &again] {
        client.get(paths::CONTACTS).send().expect(401);
        client.post(paths::AUTH_REFRESH).send().expect(401);
    }
    let login = json!({ "email": MEMBER, "password": PASSWORD });
    let login = team.guest.post(paths::AUTH_LOGIN).json(&login).send();
    login.expect_problem(401, "wrong_credentials");
}

#[test]
fn a_profile_is_ones_own() {
    let team = Team::new();
    let reader = &team.read_only;
    let patch = |body: Value| reader.patch(paths::AUTH_PROFILE).json(&body);
    let password = |current: &str, new: &str| {
        let body = json!({ "current_password": current, "new_password": new });
        reader.post(paths::AUTH_PASSWORD).json(&body)
    };
    run(
        &team,
        vec![
            ask(
                "guest",
                team.guest.patch(paths::AUTH_PROFILE).json(&json!({})),
                401,
            ),
            ask(
                "language",
                patch(json!({ "locale": "zh", "theme": "dark" })),
                200,
            )
            .writes(1),
            ask("no language", patch(json!({ "locale": "xx" })), 422).field("locale", "invalid"),
            ask("null", patch(json!({ "name": null })), 422).field("name", "wrong_type"),
            ask("address", patch(json!({ "email": "a@b.c" })), 422).field("email", "unknown"),
            ask("kept", reader.get(paths::AUTH_SESSION), 200).has("\"theme\":\"dark\""),
            ask(
                "wrong",
                password("not the right one", "a brand new pass phrase"),
                422,
            ),
            ask("short", password(PASSWORD, "short"), 422).field("new_password", "too_short"),
        ],
    );
}
