//! vCards and tables of others through the command line: each item accounted for, the second run
//! unchanged, files of the wrong kind named, and an undo that leaves nothing.

use crate::harness::home::Home;
use crate::harness::imports::undo;
use crate::harness::places;
use crate::harness::team::Team;
use serde_json::{Value, json};
use shared::api::paths;
use std::fs;
use std::path::Path;

fn import(home: &Home, path: &Path) -> Value {
    let report = home.rapport_json(&["import", "--json", path.to_str().unwrap()]);
    let count = |name: &str| report[name].as_u64().unwrap();
    let skipped = report["skipped"].as_array().unwrap().len() as u64;
    let sum = count("created") + count("updated") + count("unchanged") + skipped;
    assert_eq!(count("items"), sum, "{report}");
    report
}

#[test]
fn eighteen_cards_come_twice_and_go_once() {
    let Some(corpora) = places::corpora("eighteen_cards_come_twice_and_go_once") else {
        return;
    };
    let team = Team::new();
    let folder = corpora.join("vcard-ezvcard/vcf");
    let first = import(&team.home, &folder);
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 18);
    assert!(first["items"].as_u64().unwrap() >= 18, "{first}");
    assert_eq!(first["skipped"], json!([]), "{first}");
    let second = import(&team.home, &folder);
    assert_eq!(second["unchanged"], first["items"], "{second}");
    let total = |path: &str| {
        let page = team.admin.get(path).send().expect(200).json();
        page["total"].as_u64().unwrap()
    };
    let records = total(paths::CONTACTS) + total(paths::COMPANIES);
    let count = |name: &str| first[name].as_u64().unwrap();
    assert_eq!(records, count("created") + count("along"));
    let imports = team.admin.get(paths::IMPORTS).send().expect(200).json();
    assert_eq!(imports["total"], 2, "{imports}");
    let oldest = imports["items"][1]["id"].as_str().unwrap();
    assert_eq!(undo(&team.admin, oldest)["state"], "undone");
    let left = [paths::CONTACTS, paths::COMPANIES, paths::BIN].map(total);
    assert_eq!(left, [0, 0, 0]);
    team.home.assert_clean();
}

#[test]
fn tables_of_accounts_come_and_tables_of_other_things_are_named() {
    let Some(corpora) =
        places::corpora("tables_of_accounts_come_and_tables_of_other_things_are_named")
    else {
        return;
    };
    let team = Team::new();
    let report = import(&team.home, &corpora.join("crm-sales-opportunities"));
    for skip in report["skipped"].as_array().unwrap() {
        let reason = skip["reason"].as_str().unwrap();
        assert!(
            reason.contains("expected") || reason.contains("needed"),
            "{skip}"
        );
    }
    let sources = report["skipped"].to_string();
    let companies = team.admin.get(paths::COMPANIES).send().expect(200).json();
    assert_eq!(companies["total"], 85, "accounts.csv");
    assert!(
        sources.contains("README.md") && sources.contains("products.csv"),
        "{sources}"
    );
    team.home.assert_clean();
}

#[test]
fn files_of_the_wrong_kind_say_what_they_are() {
    let team = Team::new();
    let folder = team.home.path("mixed");
    fs::create_dir(&folder).unwrap();
    let files: [(&str, &[u8], &str); 7] = [
        ("a.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "PDF"),
        ("b.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "PNG"),
        (
            "c.exe",
            b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0",
            "program",
        ),
        ("d.vcf", b"", "empty"),
        ("e.zip", b"PK\x03\x04 broken", "archive"),
        ("f.tar.xz", b"\xfd7zXZ\0broken", "archive"),
        ("g.mbox", b"\0\0\0\0\0\0\0\0\0\0\0\0", "expected"),
    ];
    for (name, bytes, _) in files {
        fs::write(folder.join(name), bytes).unwrap();
    }
    let report = import(&team.home, &folder);
    let skipped = report["skipped"].as_array().unwrap();
    for (name, _, word) in files {
        let skip = skipped
            .iter()
            .find(|skip| skip["source"].as_str().unwrap().ends_with(name));
        let reason = skip.map(|skip| skip["reason"].as_str().unwrap().to_owned());
        assert!(
            reason.as_ref().is_some_and(|reason| reason.contains(word)),
            "{name}: {reason:?} does not say {word}"
        );
    }
    assert_eq!(report["items"], json!(files.len()), "{report}");
    team.home.assert_clean();
}
