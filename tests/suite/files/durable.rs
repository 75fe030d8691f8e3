//! Killed in the middle of reading: after the next start everything is read, once, and sound.

use super::{hit, make, wait_until_read};
use crate::harness::imports::import_files;
use crate::harness::team::Team;

/// Files that take a moment each, so that the kill comes between them.
const MAILS: usize = 30;

#[test]
fn a_kill_while_files_are_read_costs_nothing() {
    let team = Team::new();
    let mails: Vec<(String, Vec<u8>)> = (0..MAILS)
        .map(|number| {
            let pages: Vec<String> = (0..20).map(|page| format!("word{number}x{page}")).collect();
            let files = [("a.pdf", make::pdf(&pages))];
            (
                format!("{number}.eml"),
                make::mail(number, &format!("mail {number}"), &files),
            )
        })
        .collect();
    let mails: Vec<(&str, &[u8])> = mails
        .iter()
        .map(|(name, mail)| (name.as_str(), &mail[..]))
        .collect();
    import_files(&team.member, &mails);
    // Some are read by now, most are not.
    hit(&team.member, "word0x7 ");
    let team = team.restart_after_kill();
    let mut messages = Vec::new();
    for number in 0..MAILS {
        let hit = hit(&team.member, &format!("word{number}x7 "));
        assert_eq!(hit["attachment"]["page"], 8, "{hit}");
        messages.push(hit["id"].as_str().unwrap().to_owned());
    }
    wait_until_read(&team.member, &messages);
    team.home.assert_clean();
}
