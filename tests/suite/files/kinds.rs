//! Every kind of file that is read: a word in it finds the mail, and the hit says where it stands.

use super::{hit, make, search, states, wait_until_read};
use crate::harness::imports::{import_files, undo};
use crate::harness::team::Team;
use crate::harness::wait;

/// File, the word in it, and what the hit says of the place: part, page, sheet, file inside.
pub(super) type Case = (
    &'static str,
    Vec<u8>,
    &'static str,
    (&'static str, u64, &'static str, &'static str),
);

/// One file of each kind.
pub(super) fn cases() -> Vec<Case> {
    let mut cases = office_files();
    cases.extend(other_files());
    cases
}

fn office_files() -> Vec<Case> {
    let pages: Vec<String> = (1..=3)
        .map(|page| format!("page {page} has word{page}pdf"))
        .collect();
    vec![
        ("a.pdf", make::pdf(&pages), "word2pdf", ("page", 2, "", "")),
        (
            "b.docx",
            make::docx("intro", "here is worddocx"),
            "worddocx",
            ("page", 2, "", ""),
        ),
        (
            "c.xlsx",
            make::xlsx("Prices", "wordxlsx"),
            "wordxlsx",
            ("sheet", 2, "Prices", ""),
        ),
        (
            "d.pptx",
            make::pptx("wordpptx"),
            "wordpptx",
            ("slide", 2, "", ""),
        ),
        (
            "e.odt",
            make::open_document(
                "text",
                "<office:text><text:p>here is <text:span>wordodt</text:span></text:p></office:text>",
            ),
            "wordodt",
            ("whole", 0, "", ""),
        ),
        (
            "f.ods",
            make::open_document(
                "spreadsheet",
                "<office:spreadsheet><table:table table:name=\"Costs\"><table:table-row><table:table-cell><text:p>wordods</text:p></table:table-cell></table:table-row></table:table></office:spreadsheet>",
            ),
            "wordods",
            ("sheet", 1, "Costs", ""),
        ),
        (
            "g.odp",
            make::open_document(
                "presentation",
                "<office:presentation><draw:page><text:p>hello</text:p></draw:page><draw:page><text:p>wordodp</text:p></draw:page></office:presentation>",
            ),
            "wordodp",
            ("slide", 2, "", ""),
        ),
    ]
}

fn other_files() -> Vec<Case> {
    let text = |word: &str| format!("first line\nhere is {word} in a file\n").into_bytes();
    let letter = make::mail(99, "inner", &[("deep.txt", text("wordindeep"))]);
    vec![
        (
            "h.html",
            b"<html><script>wordscript</script><p>a wordhtml".to_vec(),
            "wordhtml",
            ("whole", 0, "", ""),
        ),
        (
            "i.rtf",
            b"{\\rtf1\\ansi a \\b wordrtf\\b0 .}".to_vec(),
            "wordrtf",
            ("whole", 0, "", ""),
        ),
        (
            "j.csv",
            b"name;city\nwordcsv;Lugo\n".to_vec(),
            "wordcsv",
            ("whole", 0, "", ""),
        ),
        (
            "k.txt",
            b"un caf\xe9 wordtxt".to_vec(),
            "wordtxt",
            ("whole", 0, "", ""),
        ),
        ("l.eml", letter, "wordindeep", ("whole", 0, "", "deep.txt")),
        (
            "m.zip",
            make::zip(&[("a/n.pdf", &make::pdf(&["wordzip".to_owned()]))]),
            "wordzip",
            ("page", 1, "", "a/n.pdf"),
        ),
    ]
}

#[test]
fn a_word_in_a_file_of_any_kind_finds_the_mail_and_its_place() {
    let team = Team::new();
    let cases = cases();
    let files: Vec<(&str, Vec<u8>)> = cases.iter().map(|case| (case.0, case.1.clone())).collect();
    let mail = make::mail(1, "thirteen kinds", &files);
    let import = import_files(&team.member, &[("a.eml", &mail)]);
    for (number, (name, _, word, (part, page, sheet, inner))) in cases.iter().enumerate() {
        let hit = hit(&team.read_only, word);
        let place = &hit["attachment"];
        assert_eq!(hit["title"], "thirteen kinds", "{name}");
        assert!(
            hit["snippet"].as_str().unwrap().contains(word),
            "{name}: {hit}"
        );
        assert_eq!(place["file_name"], *name);
        assert_eq!(place["number"], number as u64, "{name}");
        assert_eq!(place["part"], *part, "{name}");
        assert_eq!(place["page"].as_u64().unwrap_or(0), *page, "{name}");
        assert_eq!(place["name"], *sheet, "{name}");
        assert_eq!(place["inner"], *inner, "{name}");
    }
    let message = hit(&team.member, "wordpptx")["id"]
        .as_str()
        .unwrap()
        .to_owned();
    wait_until_read(&team.member, std::slice::from_ref(&message));
    for (name, state, reasons) in states(&team.member, &message) {
        assert_eq!(
            (state.as_str(), reasons.len()),
            ("read", 0),
            "{name}: {reasons:?}"
        );
    }
    assert_eq!(search(&team.member, "wordscript")["total"], 0);
    undo(&team.member, import["id"].as_str().unwrap());
    let gone = wait::within(wait::PATIENCE, || {
        (search(&team.member, "wordzip")["total"] == 0).then_some(())
    });
    assert!(gone.is_some(), "an undone import is still found");
    team.home.assert_clean();
}
