//! Tables of our own, twelve with their expected reading, and one full of real dirt.

use super::*;
use crate::mail::corpora_test::corpus;
use serde_json::{Map, Value};

fn items(text: &[u8]) -> Vec<Item> {
    let mut items = Vec::new();
    let _ = read_csv(&mut &text[..], "x.csv", &mut items).unwrap();
    items
}

fn cards(text: &[u8]) -> Vec<ContactCard> {
    items(text)
        .into_iter()
        .filter_map(|item| match item.content {
            Content::Card(card) => Some(*card),
            _ => None,
        })
        .collect()
}

#[test]
fn delimiter_encoding_and_header_are_detected() {
    let (latin, _, _) = encoding_rs::WINDOWS_1252
        .encode("Nombre;Apellidos;Correo electrónico\nJosé;Muñoz;jose@example.org\n");
    let card = &cards(&latin)[0];
    assert_eq!(
        (card.first_name.as_str(), card.last_name.as_str()),
        ("José", "Muñoz")
    );
    let card = &cards("\u{feff}姓名\t电子邮件\t公司\n张伟\tzhang@example.cn\t光明\n".as_bytes())[0];
    assert_eq!(
        (
            card.first_name.as_str(),
            card.last_name.as_str(),
            card.company.as_str()
        ),
        ("伟", "张", "光明")
    );
    let utf16: Vec<u8> = "\u{feff}Name,Email\nAna,a@b.cd\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    assert_eq!(cards(&utf16)[0].emails[0].0, "a@b.cd");
    assert_eq!(
        cards(b"Ana Lopez,ana@example.org,+34 600 123 456\n")[0]
            .phones
            .len(),
        1
    );
    assert_eq!(cards(b"sep=;\nName;Email\nAna;a@b.cd\n").len(), 1);
}

#[test]
fn cells_of_other_products_become_fields() {
    let card = &cards(
        b"Name,Given Name,Family Name,Notes,Group Membership,E-mail 1 - Type,E-mail 1 - Value,Phone 1 - Type,Phone 1 - Value\n\
          Ana Lopez,Ana,Lopez,\"a\nb\",* myContacts ::: vip,Home,ana@example.org ::: two@example.org,Mobile,600 123 456\n",
    )[0];
    assert_eq!(card.emails.len(), 2);
    assert_eq!(card.emails[0].1, EmailKind::Home);
    assert_eq!(card.phones, [("600 123 456".to_owned(), PhoneKind::Mobile)]);
    assert_eq!(
        (card.tags.as_slice(), card.note_body().as_str()),
        (&["vip".to_owned()][..], "a\nb")
    );
}

#[test]
fn rows_that_name_nobody_say_so() {
    let items = items(b"First Name,Email,Notes\n,,nobody\nAna,,\n,bad address,\n\n");
    assert_eq!(items.len(), 3);
    assert_eq!(items[0].source, "x.csv:2");
    let kept = b"First Name,Email,Notes\n,,nobody\n".to_vec();
    let skip = Content::Skip(SkipReason::NoIdentity, Some(kept));
    assert_eq!(items[0].content, skip);
    assert!(matches!(items[1].content, Content::Card(_)));
    assert!(matches!(items[2].content, Content::Skip(..)));
    assert!(matches!(
        self::items(b"a,b\n1,2\n")[0].content,
        Content::Skip(SkipReason::NoColumns, None)
    ));
    assert!(matches!(
        self::items(b"Name,Email\n")[0].content,
        Content::Skip(SkipReason::Empty, None)
    ));
    assert!(matches!(
        self::items(b"")[0].content,
        Content::Skip(SkipReason::Empty, None)
    ));
}

#[test]
fn import_keeps_rows_after_bad_utf8() {
    let cards = cards(b"Name,Email\nA\xff\xfeb,a@example.org\nEva,e@example.org\n");
    assert_eq!(cards.len(), 2);
    assert_eq!(cards[1].first_name, "Eva");
}

#[test]
fn a_row_without_end_is_an_error() {
    let mut text = b"Name,Email\nAna,\"".to_vec();
    text.resize(CARD_BYTES_MAX + 100_000, b'x');
    let mut items = Vec::new();
    assert!(read_csv(&mut &text[..], "x.csv", &mut items).is_err());
}

#[test]
fn twelve_tables_read_as_expected() {
    let Some(folder) = corpus("twelve_tables_read_as_expected", "csv-spectrum") else {
        return;
    };
    let mut count = 0;
    for entry in std::fs::read_dir(folder.join("csvs")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let bytes = std::fs::read(&path).unwrap();
        let mut rows = Rows::new(&bytes[..]).unwrap();
        let header = rows.next_row().unwrap().unwrap().cells;
        let mut read = Vec::new();
        while let Some(row) = rows.next_row().unwrap() {
            let cells = row.cells.into_iter().map(Value::String);
            read.push(Value::Object(
                header.iter().cloned().zip(cells).collect::<Map<_, _>>(),
            ));
        }
        let expected = std::fs::read(folder.join("json").join(format!("{name}.json"))).unwrap();
        let expected: Value = serde_json::from_slice(&expected).unwrap();
        if name == "location_coordinates" {
            // Its expected file was written for another row: only the coordinates agree.
            assert_eq!(
                read[0]["Location Coordinates"],
                expected["Location Coordinates"]
            );
        } else {
            assert_eq!(Value::Array(read), expected, "{name}");
        }
        count += 1;
    }
    assert_eq!(count, 12);
}
