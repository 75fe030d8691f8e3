//! Cards of our own, and 18 files of cards that phones and mail programs exported.

use super::*;
use crate::mail::corpora_test::corpus;
use crate::transfer::card::{CARD_BYTES_MAX, ContactCard};
use shared::model::{EmailKind, PhoneKind};

fn cards(text: &[u8]) -> Vec<ContactCard> {
    let mut items = Vec::new();
    let _ = read_vcards(&mut &text[..], "x.vcf", &mut items).unwrap();
    items
        .into_iter()
        .filter_map(|item| match item.content {
            Content::Card(card) => Some(*card),
            _ => None,
        })
        .collect()
}

#[test]
fn every_version_reads() {
    let card = &cards(
        b"BEGIN:VCARD\r\nVERSION:4.0\r\nN:L\xc3\xb3pez;Ana;Mar\xc3\xada;;\r\nitem1.EMAIL;TYPE=home:Ana@Example.org\r\n\
          TEL;VALUE=uri;TYPE=\"voice,cell\":tel:+34 600 123 456\r\nORG:Acme\\; Sons;Sales\r\nTITLE:Head\r\n of sales\r\n\
          CATEGORIES:vip,old\\,friend\r\nNOTE:one\\ntwo\r\nUID:urn:uuid:1\r\nEND:VCARD\r\n",
    )[0];
    assert_eq!(
        (card.first_name.as_str(), card.last_name.as_str()),
        ("Ana María", "López")
    );
    assert_eq!(
        card.emails,
        [("ana@example.org".to_owned(), EmailKind::Home)]
    );
    assert_eq!(
        card.phones,
        [("+34 600 123 456".to_owned(), PhoneKind::Mobile)]
    );
    assert_eq!(
        (card.company.as_str(), card.title.as_str()),
        ("Acme; Sons", "Headof sales")
    );
    assert_eq!(card.tags, ["vip", "old,friend"]);
    assert_eq!(card.note_body(), "one\ntwo\n\nDepartment: Sales");
    assert_eq!(card.source_id.as_deref(), Some("urn:uuid:1"));
}

#[test]
fn old_encodings_read() {
    let card = &cards(
        b"BEGIN:VCARD\nVERSION:2.1\nN;CHARSET=ISO-8859-1:Mu\xf1oz;Jos\xe9\n\
          NOTE;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:a=C3=A9=\nb\nTEL;WORK;FAX:1234567\nEND:VCARD\n",
    )[0];
    assert_eq!(
        (card.first_name.as_str(), card.last_name.as_str()),
        ("José", "Muñoz")
    );
    assert_eq!(card.note_body(), "aéb");
    assert_eq!(card.phones[0].1, PhoneKind::Fax);
}

#[test]
fn of_a_broken_card_the_whole_original_is_kept_or_none() {
    let card = |line: &str, times: usize| {
        let lines = line.repeat(times);
        format!("BEGIN:VCARD\nFN:One\n{lines}END:VCARD\n").into_bytes()
    };
    let read = |text: &[u8]| {
        let mut items = Vec::new();
        let _ = read_vcards(&mut &text[..], "x.vcf", &mut items).unwrap();
        items.remove(0).content
    };
    let many = card("TEL:1\n", 3_000);
    assert!(matches!(
        read(&many),
        Content::Skip(SkipReason::Malformed(_), Some(raw)) if raw == many
    ));
    let large = card("NOTE:some words\n", CARD_BYTES_MAX / 10);
    assert_eq!(read(&large), Content::Skip(SkipReason::ItemTooLarge, None));
}

#[test]
fn broken_cards_are_told_apart() {
    let text = b"BEGIN:VCARD\nFN:One\nEND:VCARD\ngarbage\nBEGIN:VCARD\nNOTE:nobody\nEND:VCARD\nBEGIN:VCARD\nFN:Cut off\nEMAIL:not an address\n";
    let mut items = Vec::new();
    let _ = read_vcards(&mut &text[..], "x.vcf", &mut items).unwrap();
    assert_eq!(items.len(), 4);
    assert!(matches!(
        &items[2].content,
        Content::Skip(SkipReason::NoIdentity, Some(_))
    ));
    assert!(matches!(
        &items[1].content,
        Content::Skip(SkipReason::Malformed(_), Some(raw)) if raw == b"garbage\n"
    ));
    let Content::Card(card) = &items[3].content else {
        panic!()
    };
    assert_eq!(
        (card.first_name.as_str(), card.last_name.as_str()),
        ("Cut", "off")
    );
    assert_eq!(card.note_body(), "E-mail: not an address");
    assert_eq!(items[3].source, "x.vcf:4");
}

/// File, cards, then of one card: first name, last name, addresses, phones, company.
const SAMPLES: [(&str, usize, [&str; 5]); 18] = [
    (
        "John_Doe_ANDROID.vcf",
        6,
        ["", "", "john.doe@company.com", "", ""],
    ),
    (
        "John_Doe_BLACK_BERRY.vcf",
        1,
        ["john", "Doe", "", "+96123456789", "Acme Solutions"],
    ),
    (
        "John_Doe_EVOLUTION.vcf",
        1,
        [
            "John Richter, James",
            "Doe",
            "john.doe@ibm.com",
            "905-666-1234 905-555-1234",
            "IBM",
        ],
    ),
    (
        "John_Doe_GMAIL.vcf",
        1,
        [
            "John Richter, James",
            "Doe",
            "john.doe@ibm.com",
            "905-555-1234 905-666-1234",
            "IBM",
        ],
    ),
    (
        "John_Doe_IPHONE.vcf",
        1,
        [
            "John Richter,James",
            "Doe",
            "john.doe@ibm.com",
            "905-555-1234 905-666-1234 905-777-1234 905-888-1234 905-999-1234 905-111-1234 905-222-1234",
            "IBM",
        ],
    ),
    (
        "John_Doe_LOTUS_NOTES.vcf",
        1,
        [
            "John Johny",
            "Doe",
            "john.doe@ibm.com billy_bob@gmail.com",
            "+1 (212) 204-34456 00-1-212-555-7777",
            "IBM",
        ],
    ),
    (
        "John_Doe_MAC_ADDRESS_BOOK.vcf",
        1,
        [
            "John Richter,James",
            "Doe",
            "john.doe@ibm.com",
            "905-777-1234 905-666-1234 905-555-1234 905-888-1234 905-999-1234 905-111-1234 905-222-1234",
            "IBM",
        ],
    ),
    (
        "John_Doe_MS_OUTLOOK.vcf",
        1,
        [
            "John Richter,James",
            "Doe",
            "john.doe@ibm.cm",
            "(905) 555-1234 (905) 666-1234",
            "IBM",
        ],
    ),
    (
        "fullcontact.vcf",
        1,
        [
            "FirstName MiddleName",
            "LastName",
            "home@example.com work@example.com school@example.com other@example.com custom@example.com",
            "555-555-1111 555-555-1112 555-555-1113 555-555-1114 555-555-1115 555-555-1116 555-555-1117 555-555-1118 555-555-1119",
            "Organization1",
        ],
    ),
    (
        "gmail-list.vcf",
        3,
        ["Arnold", "Smith", "asmithk@gmail.com", "", ""],
    ),
    (
        "gmail-single.vcf",
        1,
        [
            "Greg",
            "Dartmouth",
            "gdartmouth@hotmail.com",
            "555 555 1111 555 555 2222",
            "TheCompany",
        ],
    ),
    (
        "gmail-single2.vcf",
        1,
        [
            "VCard",
            "Test",
            "email@example.com homeemail@example.com workemail@example.com otheremail@example.com customcategory@example.com",
            "5555551111 5555551112 5555551113 5555551114 5555551115 5555551116 5555551117 5555551118 5555551119 5555551120 5555551121",
            "TheCompany",
        ],
    ),
    (
        "issue114.vcf",
        1,
        [
            "Dummy",
            "Dummy",
            "dummy.dummy@dummy.com",
            "+49 1234 56789 +49 9876 54321",
            "Dummy GmbH",
        ],
    ),
    (
        "outlook-2003.vcf",
        1,
        ["John", "Doe", "jdoe@hotmail.com", "", "Company, The"],
    ),
    (
        "outlook-2007.vcf",
        1,
        [
            "Michael",
            "Angstadt",
            "mike.angstadt@gmail.com",
            "(111) 555-1111 (111) 555-2222 (111) 555-4444 (111) 555-3333",
            "TheCompany",
        ],
    ),
    (
        "rfc2426-example.vcf",
        2,
        [
            "Frank",
            "Dawson",
            "frank_dawson@lotus.com fdawson@earthlink.net",
            "+1-919-676-9515 +1-919-676-9564",
            "Lotus Development Corporation",
        ],
    ),
    (
        "rfc6350-example.vcf",
        1,
        [
            "Simon",
            "Perreault",
            "simon.perreault@viagenie.ca",
            "+1-418-656-9254 ext 102 +1-418-262-6501",
            "Viagenie",
        ],
    ),
    (
        "thunderbird-MoreFunctionsForAddressBook-extension.vcf",
        1,
        [
            "John",
            "Doe",
            "doe.john@hotmail.com additional-email@company.com additional-email1@company.com additional-email2@company.com additional-email3@company.com",
            "555-555-1111 555-555-2222 555-555-5555 555-555-3333 555-555-4444",
            "TheOrganization",
        ],
    ),
];

#[test]
fn eighteen_real_files_read() {
    let Some(folder) = corpus("eighteen_real_files_read", "vcard-ezvcard/vcf") else {
        return;
    };
    for (file, count, expected) in SAMPLES {
        let cards = cards(&std::fs::read(folder.join(file)).unwrap());
        let join = |texts: Vec<&str>| texts.join(" ");
        let card = &cards[0];
        let ours = [
            card.first_name.clone(),
            card.last_name.clone(),
            join(
                card.emails
                    .iter()
                    .map(|(address, _)| address.as_str())
                    .collect(),
            ),
            join(
                card.phones
                    .iter()
                    .map(|(number, _)| number.as_str())
                    .collect(),
            ),
            card.company.clone(),
        ];
        assert_eq!(ours, expected, "{file}");
        assert_eq!(cards.len(), count, "{file}");
    }
}
