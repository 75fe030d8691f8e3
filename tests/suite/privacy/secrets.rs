//! What must not be found by whoever gets hold of the database, the index or the logs: passwords in
//! any quick form, tokens, the signing key.

use crate::harness::client::Client;
use crate::harness::team::{ADMIN, MEMBER, PASSWORD, Team};
use serde_json::json;
use shared::api::paths;
use std::fs;
use std::path::{Path, PathBuf};

const FIRST_PASSWORD: &str = "eleven blue canaries in a row";

fn files(folder: &Path, all: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, all);
        } else {
            all.push(path);
        }
    }
}

fn holds(bytes: &[u8], secret: &[u8]) -> bool {
    bytes.windows(secret.len()).any(|window| window == secret)
}

/// Bytes as MessagePack writes a list of them.
fn as_list(bytes: &[u8]) -> Vec<u8> {
    let mut list = Vec::new();
    for &byte in bytes {
        if byte > 0x7f {
            list.push(0xcc);
        }
        list.push(byte);
    }
    list
}

/// The values of the cookies of a new sign-in.
fn tokens(team: &Team) -> Vec<Vec<u8>> {
    let body = json!({ "email": MEMBER, "password": PASSWORD });
    let guest = Client::guest(team.server.address());
    let answer = guest.post(paths::AUTH_LOGIN).json(&body).send().expect(200);
    let cookies = answer.headers().get_all("set-cookie").iter();
    cookies
        .map(|cookie| {
            let pair = cookie.to_str().unwrap().split(';').next().unwrap();
            pair.split_once('=').unwrap().1.as_bytes().to_vec()
        })
        .collect()
}

#[test]
fn secrets_are_nowhere_in_the_data_folder() {
    let team = Team::new();
    let user = json!({
        "name": "Nina", "email": "nina@rapport.test", "role": "member", "password": FIRST_PASSWORD,
    });
    let made = team
        .admin
        .post(paths::USERS)
        .once("nina")
        .json(&user)
        .send();
    made.expect(201);
    let body = serde_json::to_vec(&user).unwrap();
    let mut secrets = vec![
        ("a password", PASSWORD.as_bytes().to_vec()),
        ("a first password", FIRST_PASSWORD.as_bytes().to_vec()),
        (
            "a hash of a body with a password",
            blake3::hash(&body).as_bytes().to_vec(),
        ),
        (
            "such a hash as a list of numbers",
            as_list(blake3::hash(&body).as_bytes()),
        ),
        ("the set-up token", team.server.setup_token().into_bytes()),
        (
            "the signing key",
            fs::read(team.home.data().join("secret.key")).unwrap(),
        ),
    ];
    let tokens = tokens(&team);
    assert!(tokens.len() >= 2);
    secrets.extend(tokens.into_iter().map(|token| ("a token", token)));
    let log = team.server.log();
    let Team { server, home, .. } = team;
    assert!(server.stop().success());
    let mut all = Vec::new();
    files(home.data(), &mut all);
    for path in all.iter().filter(|path| !path.ends_with("secret.key")) {
        let bytes = fs::read(path).unwrap();
        for (what, secret) in &secrets {
            assert!(
                !holds(&bytes, secret),
                "{what} stands in {}",
                path.display()
            );
        }
    }
    for (what, secret) in &secrets {
        // The link is printed once, for whoever starts the server.
        let is_printed = *what == "the set-up token";
        assert!(
            is_printed || !holds(log.as_bytes(), secret),
            "{what} was logged"
        );
    }
    for address in [ADMIN, MEMBER, "nina@rapport.test", "Nina"] {
        assert!(!log.contains(address), "{address} was logged");
    }
}
