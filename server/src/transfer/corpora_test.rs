//! Cards and tables that others wrote, and hostile ones: every card is read, nothing that it says
//! is lost, and what is broken never takes its neighbours along.

use super::{
    Content, Item,
    card::{CARD_BYTES_MAX, ContactCard},
    csv::read_csv,
    vcard::read_vcards,
};
use crate::mail::corpora_test::corpus;

/// Cards in the eighteen sample files.
const SAMPLE_CARDS: usize = 26;

fn vcards(bytes: &[u8]) -> Vec<Item> {
    let mut items = Vec::new();
    let flow = read_vcards(&mut &bytes[..], "x.vcf", &mut items).unwrap();
    assert!(flow.is_continue());
    items
}

fn rows(bytes: &[u8]) -> Vec<Item> {
    let mut items = Vec::new();
    let flow = read_csv(&mut &bytes[..], "x.csv", &mut items).unwrap();
    assert!(flow.is_continue());
    items
}

/// `card` or why it is none, for each item.
fn outcomes(items: &[Item]) -> Vec<&'static str> {
    let outcome = |item: &Item| match &item.content {
        Content::Card(_) => "card",
        Content::Skip(reason, _) => reason.code().as_str(),
        Content::Mail(_) | Content::Own(_) => "something else",
    };
    items.iter().map(outcome).collect()
}

fn card(item: &Item) -> &ContactCard {
    match &item.content {
        Content::Card(card) => card,
        other => panic!("no card but {other:?}"),
    }
}

fn kinds(card: &ContactCard) -> String {
    let emails = card.emails.iter().map(|(_, kind)| format!("{kind:?}"));
    let phones = card.phones.iter().map(|(_, kind)| format!("{kind:?}"));
    emails.chain(phones).collect::<Vec<_>>().join(" ")
}

/// One card: bytes, then `first|last`, kinds of addresses and numbers, and the note.
#[track_caller]
fn check(vcard: &str, names: &str, kinds_expected: &str, note: &str) {
    let items = vcards(format!("BEGIN:VCARD\n{vcard}\nEND:VCARD\n").as_bytes());
    let card = card(&items[0]);
    assert_eq!(format!("{}|{}", card.first_name, card.last_name), names);
    assert_eq!(kinds(card), kinds_expected);
    assert_eq!(card.note_body(), note);
}

#[track_caller]
fn check_outcomes(bytes: &[u8], expected: &[&str]) {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(200)]).into_owned();
    assert_eq!(outcomes(&vcards(bytes)), expected, "{head}");
}

/// File, number of the card, kinds, and lines that its note must have.
const KEPT: [(&str, usize, &str, &[&str]); 12] = [
    (
        "John_Doe_ANDROID.vcf",
        4,
        "Work Mobile",
        &["Web: www.company.com"],
    ),
    (
        "John_Doe_EVOLUTION.vcf",
        0,
        "Work Mobile Work",
        &[
            "Department: Accounting, Dungeon",
            "Name prefix: Mr.",
            "Name suffix: Sr.",
            "Nickname: Johny",
            "Spouse: Maria",
            "Birthday: 1980-03-22",
            "AIM (home): johnny5@aol.com",
            "Address (home): ASB-123, 15 Crescent moon drive, Albaney, New York, 12345, United States of America",
        ],
    ),
    (
        "John_Doe_GMAIL.vcf",
        0,
        "Home Mobile Home",
        &["Anniversary: 1975-03-01", "Spouse: Jenny"],
    ),
    (
        "John_Doe_IPHONE.vcf",
        0,
        "Work Mobile Home Work Fax Fax Other Other",
        &[
            "905-111-1234: pager",
            "905-222-1234: AssistantPhone",
            "Web (HomePage): http://www.ibm.com",
            "Birthday: 2012-06-06",
        ],
    ),
    (
        "John_Doe_LOTUS_NOTES.vcf",
        0,
        "Work Work Mobile Fax",
        &["Role: Counting Money", "Birthday: 1980-05-21"],
    ),
    (
        "John_Doe_MS_OUTLOOK.vcf",
        0,
        "Work Work Home",
        &["Manager: Big Blue", "Chat: johny5@aol.com"],
    ),
    (
        "fullcontact.vcf",
        0,
        "Home Work Other Other Other Home Work Mobile Mobile Work Fax Fax Work Work",
        &[
            "Company: Organization2, Department2",
            "Title: Title2",
            "Chat (skype): skype:skype",
            "custom@example.com: customtype",
        ],
    ),
    (
        "gmail-single.vcf",
        0,
        "Work Mobile Other",
        &["555 555 2222: GRAND_CENTRAL", "ICQ: 123456789"],
    ),
    (
        "outlook-2003.vcf",
        0,
        "Work",
        &["Phone: BusinessPhone", "Second line", "Role: TheProfession"],
    ),
    (
        "outlook-2007.vcf",
        0,
        "Work Work Home Mobile Fax",
        &["Free and busy times: http://website.com/mycal"],
    ),
    (
        "rfc6350-example.vcf",
        0,
        "Work Work Mobile",
        &["Position (work): geo:46.772673,-71.282945"],
    ),
    (
        "thunderbird-MoreFunctionsForAddressBook-extension.vcf",
        0,
        "Work Work Work Work Work Work Home Mobile Fax Other",
        &["Fourth Line", "Spouse: TheSpouse"],
    ),
];

#[test]
fn every_sample_card_is_read() {
    let Some(folder) = corpus("every_sample_card_is_read", "vcard-ezvcard/vcf") else {
        return;
    };
    let mut count = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let items = vcards(&std::fs::read(&path).unwrap());
        for outcome in outcomes(&items) {
            assert_eq!(outcome, "card", "{}", path.display());
        }
        count += items.len();
    }
    assert_eq!(count, SAMPLE_CARDS);
}

#[test]
fn what_has_no_field_stays_in_the_note() {
    let Some(folder) = corpus("what_has_no_field_stays_in_the_note", "vcard-ezvcard/vcf") else {
        return;
    };
    let mut missing = Vec::new();
    for (file, number, expected, lines) in KEPT {
        let items = vcards(&std::fs::read(folder.join(file)).unwrap());
        let card = card(&items[number]);
        let note = card.note_body();
        if kinds(card) != expected {
            missing.push(format!("{file}: kinds are {}", kinds(card)));
        }
        let lost = lines
            .iter()
            .filter(|line| !note.lines().any(|known| known == **line));
        missing.extend(lost.map(|line| format!("{file}: {line:?} is not in\n{note}")));
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

#[test]
fn names_come_from_where_they_are_known() {
    check("FN:张伟\nTEL:12345", "伟|张", "Work", "");
    check("FN:a@b.cd\nEMAIL:a@b.cd", "|", "Work", "");
    check(
        "N:Doe;John\nFN:Johnny D.",
        "John|Doe",
        "",
        "Full name: Johnny D.",
    );
}

#[test]
fn cards_of_companies_are_companies() {
    let check = |vcard: &str, company: &str, note: &str| {
        let items = vcards(format!("BEGIN:VCARD\n{vcard}\nEND:VCARD\n").as_bytes());
        let card = card(&items[0]);
        assert!(card.is_company, "{vcard}");
        let person = format!("{}{}{}", card.first_name, card.last_name, card.title);
        let domains = card.domains.join(" ");
        let said = [&card.company, &domains, &card.website, &card.address].map(String::as_str);
        assert_eq!((person.as_str(), said.join("|")), ("", company.to_owned()));
        assert_eq!(card.note_body(), note);
    };
    check("ORG:Acme\nX-ABShowAs:COMPANY\nFN:Acme", "Acme|||", "");
    check("VERSION:4.0\nKIND:org\nFN:Acme", "Acme|||", "");
    check("KIND:org\nN:Acme;;;;\nFN:Acme", "Acme|||", "");
    check("ORG:Acme;Sales", "Acme|||", "Department: Sales");
    check(
        "ORG:Acme\nURL:https://www.acme.example\nADR;WORK:;;Calle 1;Haro;;26200;España\nNOTE:hi",
        "Acme|acme.example|https://www.acme.example|Calle 1, Haro, 26200, España",
        "hi",
    );
    check(
        "ORG:Acme\nURL:https://social.example/acme",
        "Acme||https://social.example/acme|",
        "",
    );
    // Shown as a company, but somebody's card all the same.
    let person = "BEGIN:VCARD\nN:Ruiz;Ana\nORG:Acme\nX-ABShowAs:COMPANY\nEND:VCARD\n";
    let items = vcards(person.as_bytes());
    assert!(!card(&items[0]).is_company && card(&items[0]).company == "Acme");
}

#[test]
fn both_syntaxes_of_parameters_are_understood() {
    check(
        "FN:A\nEMAIL:b@x.yz\nEMAIL;PREF=1;TYPE=home:a@x.yz",
        "A|",
        "Home Work",
        "",
    );
    check(
        "FN:A\nTEL;TYPE=\"work,fax\":12345\nTEL;CELL:23456",
        "A|",
        "Fax Mobile",
        "",
    );
    check(
        "FN:A\nitem1.TEL:12345\nitem1.X-ABLabel:_$!<Boat>!$_",
        "A|",
        "Other",
        "12345: Boat",
    );
    check(
        "FN:A\nADR;LABEL=\"a:b;c\":;;Street 1;Town",
        "A|",
        "",
        "Address: Street 1, Town",
    );
    check("VERSION:2.1\nFN:A\nNOTE:C:\\new", "A|", "", "C:\\new");
    check(
        "FN:A\nNOTE:one\nsecond line without fold\nEND",
        "A|",
        "",
        "one\nsecond line without fold\nEND",
    );
}

#[test]
fn inner_cards_and_data_are_mentioned() {
    check(
        "FN:A\nAGENT:\nBEGIN:VCARD\nFN:B\nEND:VCARD\nTEL:12345",
        "A|",
        "Work",
        "Agent, Full name: B",
    );
    check(
        "FN:A\nKEY;ENCODING=b:AAAA\nPHOTO;ENCODING=b:AAAA",
        "A|",
        "",
        "Key: 4 bytes, not imported",
    );
}

#[test]
fn the_character_set_is_guessed_over_the_whole_card() {
    let (text, _, _) = encoding_rs::GBK.encode("BEGIN:VCARD\nVERSION:2.1\nFN:张伟\nORG:光明乳业有限公司\nNOTE:他是我们在上海的老客户，每个月都订购牛奶和酸奶。\nEND:VCARD\n");
    let items = vcards(&text);
    let card = card(&items[0]);
    assert_eq!(
        (card.last_name.as_str(), card.company.as_str()),
        ("张", "光明乳业有限公司")
    );
}

#[test]
fn line_ends_of_every_system_are_line_ends() {
    let text = "BEGIN:VCARD|VERSION:3.0|FN:Ana L\u{f3}|\u{20}pez|NOTE:a|END:VCARD|";
    for end in ["\n", "\r\n", "\r", "\r\r\n"] {
        let items = vcards(text.replace('|', end).as_bytes());
        assert_eq!(card(&items[0]).last_name, "López", "{end:?}");
    }
    let bom = "\u{feff}BEGIN:VCARD\nFN:Ana\nEND:VCARD\n";
    assert_eq!(outcomes(&vcards(bom.as_bytes())), ["card"]);
}

#[test]
fn hostile_cards_never_take_their_neighbours_along() {
    let good = "BEGIN:VCARD\nFN:Ana\nEND:VCARD\n";
    let card = |body: &str| format!("{good}BEGIN:VCARD\n{body}\nEND:VCARD\n{good}");
    let around = |body: &str, outcome: &str| {
        check_outcomes(card(body).as_bytes(), &["card", outcome, "card"]);
    };
    around("X:y", "no_identity");
    around("\u{0}\u{1}:;=\"", "no_identity");
    around("KIND:group\nFN:Friends\nMEMBER:urn:uuid:1", "malformed");
    around("FN;ENCODING=QUOTED-PRINTABLE:=ZZ=4", "card");
    around("N:;;;;;;;;;;\nFN:\\", "card");
    around(&"X-A:b\n".repeat(10_000), "malformed");
    around(&"AGENT:\nBEGIN:VCARD\n".repeat(3), "no_identity");
    around(
        &format!("FN:{}", "x".repeat(CARD_BYTES_MAX)),
        "item_too_large",
    );
    around(
        &format!(
            "FN:A\nPHOTO;ENCODING=b:{}",
            "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n "
                .repeat(CARD_BYTES_MAX / 64)
        ),
        "item_too_large",
    );
    check_outcomes(
        b"BEGIN:VCARD\nFN:A\nBEGIN:VCARD\nFN:B\nEND:VCARD\n",
        &["card", "card"],
    );
    check_outcomes(
        b"END:VCARD\nBEGIN:VCARD\nFN:B\nEND:VCARD\n",
        &["malformed", "card"],
    );
}

#[test]
fn strings_that_break_programs_come_through() {
    let Some(folder) = corpus("strings_that_break_programs_come_through", "blns/resources") else {
        return;
    };
    let text = std::fs::read_to_string(folder.join("blns.json")).unwrap();
    let strings: Vec<String> = serde_json::from_str(&text).unwrap();
    for string in &strings {
        let escaped = string.replace('\\', "\\\\").replace('\n', "\\n");
        let items = vcards(format!("BEGIN:VCARD\nFN:A\nNOTE:{escaped}\nEND:VCARD\n").as_bytes());
        let mut expected = ContactCard::default();
        expected.add_note(string.trim());
        assert_eq!(
            card(&items[0]).note_body(),
            expected.note_body(),
            "{string:?}"
        );
        let quoted = string.replace('"', "\"\"");
        let items = rows(format!("Email,Notes\na@b.cd,\"{quoted}\"\n").as_bytes());
        assert_eq!(
            card(&items[0]).note_body(),
            expected.note_body(),
            "{string:?}"
        );
    }
    assert!(strings.len() > 400);
}

#[test]
fn tables_about_other_things_are_no_contacts() {
    let Some(folder) = corpus(
        "tables_about_other_things_are_no_contacts",
        "crm-sales-opportunities",
    ) else {
        return;
    };
    for file in ["products.csv", "sales_pipeline.csv", "sales_teams.csv"] {
        let bytes = std::fs::read(folder.join(file)).unwrap();
        assert_eq!(outcomes(&rows(&bytes)), ["no_columns"], "{file}");
    }
    let accounts = rows(&std::fs::read(folder.join("accounts.csv")).unwrap());
    assert_eq!(accounts.len(), 85);
    let companies = accounts.iter().map(card);
    assert!(
        companies
            .clone()
            .all(|card| card.is_company && !card.company.is_empty())
    );
    let acme = companies.clone().next().unwrap();
    assert_eq!(
        (acme.company.as_str(), acme.address.as_str()),
        ("Acme Corporation", "United States")
    );
    assert!(
        acme.note_body()
            .contains("sector: technolgy\nyear_established: 1996")
    );
}

#[test]
fn columns_without_a_field_stay_in_the_note() {
    let items = rows(
        b"First Name,Email,Birthday,,Notes\nAna,a@b.cd,1990-01-02,x,hello,extra\nEva,e@b.cd,,,\n",
    );
    let notes: Vec<String> = items.iter().map(|item| card(item).note_body()).collect();
    assert_eq!(
        notes,
        [
            "hello\n\nBirthday: 1990-01-02\nColumn 4: x\nColumn 6: extra",
            ""
        ]
    );
}

#[test]
fn a_quote_that_never_ends_hides_nothing() {
    let table = "First Name,Email\nAna,a@b.cd\nEva,\"e@b.cd\nUma,u@b.cd\n";
    let items = rows(table.as_bytes());
    assert_eq!(outcomes(&items), ["card", "malformed"]);
    let Content::Skip(_, Some(raw)) = &items[1].content else {
        panic!("its bytes are kept");
    };
    let table = "First Name,Email\nEva,\"e@b.cd\nUma,u@b.cd\n\"\n";
    assert_eq!(str::from_utf8(raw), Ok(table));
    assert_eq!(outcomes(&rows(b"Name,Email\nAna,\"a@b.cd\"")), ["card"]);
}
