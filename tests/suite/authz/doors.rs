//! The perimeter from outside: who is addressed (Host), who asks (Origin, content type), which
//! methods and paths there are. A writing call that fails here never reaches a record.

use crate::harness::scenario::{ask, run};
use crate::harness::team::{MEMBER, PASSWORD, Team};
use serde_json::json;
use shared::api::paths;

#[test]
fn other_sites_cannot_write() {
    let team = Team::new();
    let contact = json!({ "last_name": "Cross" });
    let post = || team.member.post(paths::CONTACTS).json(&contact);
    let own = team.member.base().to_owned();
    let port = own.rsplit(':').next().unwrap().to_owned();
    let mut rows = vec![
        ask("no origin", post().without("origin"), 403).code("origin_mismatch"),
        ask(
            "cross-site fetch",
            post().header("sec-fetch-site", "cross-site"),
            403,
        )
        .code("origin_mismatch"),
        ask(
            "same-site fetch",
            post().header("sec-fetch-site", "same-site"),
            403,
        )
        .code("origin_mismatch"),
        ask(
            "own fetch",
            post().header("sec-fetch-site", "same-origin"),
            201,
        )
        .writes(1),
        ask(
            "form",
            post().header("content-type", "application/x-www-form-urlencoded"),
            415,
        ),
        ask("text", post().header("content-type", "text/plain"), 415),
        ask(
            "multipart",
            post().header("content-type", "multipart/form-data"),
            415,
        ),
        ask("no type", post().without("content-type"), 415),
        ask(
            "with charset",
            post().header("content-type", "application/json; charset=utf-8"),
            201,
        )
        .writes(1),
        ask("compressed", post().header("content-encoding", "gzip"), 415),
        ask(
            "override",
            team.member
                .get(paths::CONTACTS)
                .header("x-http-method-override", "POST"),
            200,
        ),
    ];
    for origin in [
        "null".to_owned(),
        "http://evil.example".to_owned(),
        format!("http://evil.example:{port}"),
        format!("{own}.evil.example"),
        format!("http://localhost:{port}"),
        "http://127.0.0.1".to_owned(),
        format!("file://127.0.0.1:{port}"),
    ] {
        rows.push(
            ask(origin.clone(), post().header("origin", &origin), 403).code("origin_mismatch"),
        );
    }
    run(&team, rows);
}

#[test]
fn sign_in_and_out_are_no_business_of_other_sites() {
    let team = Team::new();
    let login = json!({ "email": MEMBER, "password": PASSWORD });
    let evil = "http://evil.example";
    run(
        &team,
        vec![
            ask(
                "login csrf",
                team.guest
                    .post(paths::AUTH_LOGIN)
                    .json(&login)
                    .header("origin", evil),
                403,
            ),
            ask(
                "logout csrf",
                team.member.post(paths::AUTH_LOGOUT).header("origin", evil),
                403,
            ),
            ask(
                "refresh csrf",
                team.member.post(paths::AUTH_REFRESH).header("origin", evil),
                403,
            ),
            ask("still here", team.member.get(paths::AUTH_SESSION), 200),
        ],
    );
}

#[test]
fn only_our_own_names_are_served() {
    let team = Team::new();
    let get = |host: &str| team.member.get(paths::CONTACTS).header("host", host);
    let mut rows = vec![ask("localhost", get("localhost"), 200)];
    for host in [
        "evil.example",
        "localhost.evil.example",
        "127.0.0.1.nip.io",
        "192.168.1.5",
        "0.0.0.0",
        "localhost:99999",
    ] {
        rows.push(ask(host, get(host), 421).code("host_mismatch"));
        let health = team.guest.get(paths::HEALTH).header("host", host);
        rows.push(ask(format!("health at {host}"), health, 421));
    }
    run(&team, rows);
}

#[test]
fn paths_and_methods_that_do_not_exist_are_problems_too() {
    let team = Team::new();
    let get = |path: &str| team.member.get(path);
    run(
        &team,
        vec![
            ask("unknown path", get("/api/v1/nothing"), 404).code("not_found"),
            ask(
                "unknown path of a guest",
                team.guest.get("/api/v1/nothing"),
                404,
            ),
            ask("the api itself", get("/api/v1"), 404).code("not_found"),
            ask("another version", get("/api/v9/contacts"), 404).code("not_found"),
            ask("trailing slash", get("/api/v1/contacts/"), 404),
            ask("doubled slash", get("/api//v1/contacts"), 404),
            ask("upper case", get("/api/v1/Contacts"), 404),
            ask("no id", get("/api/v1/contacts/not-an-id"), 404).code("not_found"),
            ask("encoded slash", get("/api/v1/contacts/%2e%2e%2fusers"), 404),
            ask(
                "traversal",
                get("/api/v1/contacts/../../../etc/passwd"),
                404,
            ),
            ask(
                "put",
                team.member.put(paths::CONTACTS).json(&json!({})),
                405,
            )
            .code("method_not_allowed"),
            ask(
                "delete all",
                team.admin.delete(paths::CONTACTS).if_match("*"),
                405,
            ),
            ask(
                "options",
                team.member.writing("OPTIONS", paths::CONTACTS),
                405,
            ),
            ask("trace", team.member.writing("TRACE", paths::CONTACTS), 405),
        ],
    );
}
