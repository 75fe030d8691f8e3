//! Everything a user can look at, as one text: what two of these texts have in common is what a
//! private note may change in it, which is nothing.

use crate::harness::client::Client;
use shared::api::paths;

/// Words that stand only in private notes. One is English, one is code, one Chinese: three ways
/// through the analysis of words.
pub const CANARIES: [&str; 3] = ["quetzalcoatlus", "ZX-4711-KIWI", "翡翠鸟巢"];
/// What somebody might type on the way to a canary: a prefix, a mistake, a stem, pieces.
const NEAR: [&str; 14] = [
    "quetz",
    "que",
    "quetzalcoatlu",
    "quetzalcoatlis",
    "uqetzalcoatlus",
    "kiwi",
    "4711",
    "zx",
    "zx4711kiwi",
    "翡翠",
    "鸟",
    "鸟巢",
    "%22the%20quetzalcoatlus%22",
    "-quetzalcoatlus",
];

/// Every answer that could tell a colleague of the note, each with its path.
pub fn everything(client: &Client, contact: &str) -> Vec<(String, String)> {
    let mut asked: Vec<String> = [
        paths::CONTACTS,
        paths::COMPANIES,
        paths::NOTES,
        paths::BIN,
        paths::THREADS,
        paths::CORRESPONDENTS,
        paths::USERS,
    ]
    .map(str::to_owned)
    .to_vec();
    asked.push(paths::contact(contact));
    let timeline = paths::contact_timeline(contact);
    asked.extend([
        timeline.clone(),
        format!("{timeline}?kind=note"),
        format!("{timeline}?limit=1"),
        format!("{}?limit=1", paths::NOTES),
        format!("{}?sort=-created_at", paths::NOTES),
        format!("{}?limit=1", paths::BIN),
        paths::SEARCH.to_owned(),
        format!("{}?kind=note", paths::SEARCH),
        format!("{}?contact={contact}", paths::SEARCH),
        format!("{}?kind=note&contact={contact}", paths::SEARCH),
        format!("{}?owner=me&kind=note", paths::SEARCH),
        format!("{}?sort=newest", paths::SEARCH),
    ]);
    for word in CANARIES.iter().chain(&NEAR) {
        asked.push(format!("{}?q={word}", paths::SEARCH));
        asked.push(format!("{}?q={word}&kind=note", paths::SEARCH));
        asked.push(format!("{}?q={word}&sort=newest&limit=200", paths::SEARCH));
        asked.push(format!("{}?q={word}", paths::NOTES));
        asked.push(format!("{}?q={word}", paths::CONTACTS));
        asked.push(format!("{}?q={word}", paths::COMPANIES));
    }
    asked
        .into_iter()
        .map(|path| {
            let answer = client.get(&path).send().expect(200);
            let text = answer.text();
            (path, text)
        })
        .collect()
}

/// Fails where two views differ, and says where.
#[track_caller]
pub fn assert_same(before: &[(String, String)], after: &[(String, String)], when: &str) {
    for ((path, old), (_, new)) in before.iter().zip(after) {
        assert_eq!(old, new, "{when}: {path}");
    }
}

/// Fails where a view holds one of the words.
#[track_caller]
pub fn assert_none(view: &[(String, String)], words: &[&str], when: &str) {
    for (path, text) in view {
        for word in words {
            assert!(!text.contains(word), "{when}: {path} tells {word}: {text}");
        }
    }
}
