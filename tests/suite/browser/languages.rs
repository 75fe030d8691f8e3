//! Words of every language that Rapport knows, found in the forms that people type: bent, without
//! accents, with an error, joined or split, traditional for simplified, by sound, by nickname.

use super::asked::{ask, check, hits, made, note};
use super::{Look, Page, Screen, Theme};
use crate::harness::client::Client;
use crate::harness::team::{ADMIN, PASSWORD, Team};
use serde_json::json;
use shared::api::paths;
use shared::locale::Locale;

/// What is there.
const NOTES: [&str; 16] = [
    "Two invoices of the harbour are late",
    "Las facturas vencidas de marzo están aquí",
    "Il y a trois commandes livrées au château",
    "Die Rechnungen für die Häuser am See",
    "Duas reuniões com a direção em São Paulo",
    "Le fatture della fornitura di ieri",
    "De rekeningen van het kantoor in Delft",
    "Новые договоры лежат на столе",
    "我们下周在上海签合同",
    "漢字很難學",
    "ガソリンの価格について",
    "계약서를 어제 보냈습니다",
    "The GTX Pro printer is broken",
    "A QuickFix for the boiler",
    "A zeppelinhangar near the lake",
    "Walnut shelves for the hall",
];

/// What is typed, and what is found: each is asked for as a whole word, as the space at its end says.
const ASKED: [(&str, &str); 22] = [
    ("invoice ", NOTES[0]),
    ("factura vencida ", NOTES[1]),
    ("commande chateau ", NOTES[2]),
    ("rechnung hauser ", NOTES[3]),
    ("reuniao direcao ", NOTES[4]),
    ("fattura ", NOTES[5]),
    ("rekening ", NOTES[6]),
    ("договор ", NOTES[7]),
    ("合同", NOTES[8]),
    ("周在", NOTES[8]),
    ("上海合同", NOTES[8]),
    ("我們下週", NOTES[8]),
    ("汉字", NOTES[9]),
    ("ガソリン", NOTES[10]),
    ("계약", NOTES[11]),
    ("gtxpro ", NOTES[12]),
    ("quick fix ", NOTES[13]),
    ("walnt ", NOTES[15]),
    ("wlanut ", NOTES[15]),
    ("zepelinhangr ", NOTES[14]),
    ("waln", NOTES[15]),
    ("shelves walnut ", NOTES[15]),
];

/// People by what they are called, and by the sound of their names.
const PEOPLE: [(&str, &str); 12] = [
    ("zhangwei", "张伟"),
    ("zw", "张伟"),
    ("zhang wei ", "张伟"),
    ("張偉", "张伟"),
    ("bob ", "Robert Müller"),
    ("muller bob", "Robert Müller"),
    ("robrt ", "Robert Müller"),
    ("mueller ", "Robert Müller"),
    ("paco ", "Francisco Núñez"),
    ("nunez francisco", "Francisco Núñez"),
    ("dima ", "Дмитрий Орлов"),
    ("orlov", "Дмитрий Орлов"),
];

fn fill(client: &Client) {
    NOTES.iter().for_each(|body| drop(note(client, body)));
    for (first, last) in [
        ("伟", "张"),
        ("Robert", "Müller"),
        ("Francisco", "Núñez"),
        ("Дмитрий", "Орлов"),
    ] {
        let name = json!({ "first_name": first, "last_name": last });
        made(client, paths::CONTACTS, &name);
    }
}

#[test]
fn words_are_found_as_people_type_them() {
    let team = Team::new();
    fill(&team.member);
    let mut page = Page::desktop(team.server.address());
    page.sign_in(ADMIN, PASSWORD);
    page.go("/search");
    for (query, expected) in ASKED {
        check(&page, query, &[expected]);
        page.wait("#search-results .hit mark");
    }
    page.picture("languages-found");
    for (query, expected) in PEOPLE {
        ask(&page, query);
        // Who else may be meant comes behind.
        page.wait_text("#search-results .hit-line strong", expected);
    }
    // What is not there is not found, whatever it looks like.
    for query in ["wal nut tree ", "facturar nada ", "簡單", "lw "] {
        ask(&page, query);
        page.wait_text("#search-results", query.trim());
        assert_eq!(hits(&page), Vec::<String>::new(), "{query}");
    }
    assert_eq!(page.inaccessible("nothing found"), Vec::<String>::new());
    page.assert_quiet();
}

#[test]
fn in_chinese_on_a_phone_names_are_found_by_their_sound() {
    let team = Team::new();
    fill(&team.member);
    let look = Look {
        screen: Screen::Phone,
        theme: Theme::Dark,
        language: "zh-CN",
    };
    let locale = json!({ "locale": Locale::negotiate(look.language) });
    let profile = team.admin.patch(paths::AUTH_PROFILE).if_match("*");
    profile.json(&locale).send().expect(200);
    let page = Page::open(team.server.address(), look);
    page.sign_in(ADMIN, PASSWORD);
    page.go("/search");
    ask(&page, "zw");
    page.wait_text("#search-results .hit-line strong mark", "张伟");
    check(&page, "簽合同", &[NOTES[8]]);
    page.picture("languages-found");
    page.assert_quiet();
}
