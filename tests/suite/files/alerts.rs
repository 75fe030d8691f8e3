//! Alerts also tell of what stands in a file alone, which is read later than its mail came: once, with
//! the import that brought it, and not to whoever brought it.

use super::{READ_LIMIT, make};
use crate::harness::client::Client;
use crate::harness::imports::import_files;
use crate::harness::team::Team;
use crate::harness::wait;
use serde_json::json;
use shared::api::notice::Notices;
use shared::api::paths;

fn alert(client: &Client, words: &str) {
    let alert = json!({ "name": words, "query": { "q": words }, "alerts": true });
    let made = client.post(paths::SAVED_SEARCHES).json(&alert).send();
    made.expect(201);
}

fn notices(client: &Client) -> Notices {
    client.get(paths::NOTICES).send().expect(200).read()
}

/// What of it is there once there are so many matches.
fn until(client: &Client, matches: u64) -> Notices {
    let found = wait::within(READ_LIMIT, || {
        let notices = notices(client);
        let count: u64 = notices.items.iter().map(|notice| notice.count).sum();
        (count >= matches).then_some(notices)
    });
    found.unwrap_or_else(|| panic!("{:?}", notices(client)))
}

#[test]
fn alerts_tell_of_what_stands_in_a_file_alone() {
    let team = Team::new();
    for client in [&team.admin, &team.member] {
        alert(client, "ocelots");
    }
    let pdf = |word: &str| make::pdf(&["nothing here".to_owned(), format!("all {word}")]);
    // One file alone, a mail that says it itself, one that does not.
    let mails = [
        make::mail(1, "the contract", &[("a.pdf", pdf("ocelots"))]),
        make::mail(2, "about ocelots", &[("b.pdf", pdf("ocelots again"))]),
        make::mail(3, "something else", &[("c.pdf", pdf("lynxes"))]),
    ];
    let names = ["1.eml", "2.eml", "3.eml"];
    let files: Vec<(&str, &[u8])> = names
        .into_iter()
        .zip(mails.iter().map(Vec::as_slice))
        .collect();
    import_files(&team.member, &files);
    let told = until(&team.admin, 2);
    assert_eq!(told.items.len(), 1, "{told:?}");
    // What comes after all of it: who brought the mails hears of this alone.
    let late = make::mail(4, "later", &[("d.pdf", pdf("ocelots at last"))]);
    import_files(&team.admin, &[("4.eml", &late)]);
    let told = until(&team.member, 1);
    assert_eq!(told.items[0].title, "later");
    assert_eq!((told.items.len(), told.items[0].count), (1, 1));
    let told = notices(&team.admin);
    assert_eq!((told.items.len(), told.items[0].count), (1, 2), "{told:?}");
    drop(team.server);
    team.home.assert_clean();
}
