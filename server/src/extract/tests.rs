//! PDFs as other programs write them: letters placed one by one, lines cut, drawings, passwords. The
//! other kinds of files are read by the real executable in the tests crate.

use super::*;
use lopdf::{
    Dictionary, Document, EncryptionState, EncryptionVersion, Object, Permissions, Stream,
    dictionary,
};

/// A document of one page with this content, and a drawing that it may show.
fn document(content: &str, drawing: &str) -> Document {
    let mut document = Document::with_version("1.5");
    let pages = document.new_object_id();
    let widths: Vec<Object> = (32..127).map(|_| 500.into()).collect();
    let font = document.add_object(dictionary! {
        "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Courier",
        "Encoding" => "WinAnsiEncoding", "FirstChar" => 32, "LastChar" => 126, "Widths" => widths,
    });
    let form = document.add_object(Stream::new(
        dictionary! { "Type" => "XObject", "Subtype" => "Form" },
        drawing.as_bytes().to_vec(),
    ));
    let content = document.add_object(Stream::new(Dictionary::new(), content.as_bytes().to_vec()));
    let page = document.add_object(dictionary! {
        "Type" => "Page", "Parent" => pages, "Contents" => content,
        "Resources" => dictionary! {
            "Font" => dictionary! { "F1" => font },
            "XObject" => dictionary! { "X1" => form },
        },
    });
    let tree = dictionary! { "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1 };
    document.objects.insert(pages, Object::Dictionary(tree));
    let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages });
    document.trailer.set("Root", catalog);
    document.trailer.set(
        "ID",
        vec![Object::string_literal("one"), Object::string_literal("two")],
    );
    document
}

fn read(mut document: Document) -> Extract {
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    let label = Label {
        name: "a.pdf".to_owned(),
        content_type: "application/pdf".to_owned(),
    };
    extract(&label, &bytes)
}

fn check(content: &str, expected: &str) {
    let extract = read(document(content, "BT /F1 10 Tf (drawn) Tj ET"));
    let text: Vec<&str> = extract
        .parts
        .iter()
        .map(|part| part.text.as_str())
        .collect();
    assert_eq!(
        (text.as_slice(), extract.pages),
        (&[expected][..], 1),
        "{content}"
    );
}

#[test]
fn spaces_and_lines_are_told_from_where_the_pen_goes() {
    // Letters are half as wide as the font is high.
    check("BT /F1 10 Tf (two) Tj 20 0 Td (words) Tj ET", "two words");
    check("BT /F1 10 Tf (one) Tj 15 0 Td (word) Tj ET", "oneword");
    check(
        "BT /F1 10 Tf [(k) 60 (erned) -300 (words)] TJ ET",
        "kerned words",
    );
    check(
        "BT /F1 10 Tf (first) Tj 0 -12 Td (second) Tj ET",
        "first\nsecond",
    );
    check(
        "BT /F1 10 Tf 12 TL (first) Tj T* (second) Tj (third) ' ET",
        "first\nsecond\nthird",
    );
    check(
        "BT /F1 10 Tf 1 0 0 1 50 700 Tm (a) Tj 1 0 0 1 55 700 Tm (b) Tj ET",
        "ab",
    );
    check(
        "BT /F1 10 Tf (cut at the e-) Tj 0 -12 Td (nd) Tj ET",
        "cut at the end",
    );
    check("BT /F1 10 Tf 5 Tc (a) Tj 10 0 Td (b) Tj ET", "ab");
    // The page is turned over and scaled.
    check(
        "q 2 0 0 -2 0 800 cm BT /F1 10 Tf (two) Tj 20 0 Td (words) Tj ET Q",
        "two words",
    );
}

#[test]
fn drawings_are_part_of_the_page() {
    check(
        "BT /F1 10 Tf (text) Tj ET q 1 0 0 1 0 -50 cm /X1 Do Q",
        "text\ndrawn",
    );
}

#[test]
fn a_drawing_that_shows_itself_ends() {
    let extract = read(document("/X1 Do", "BT /F1 10 Tf (x) Tj ET /X1 Do /X1 Do"));
    assert_eq!(extract.reasons, ["too_deep"]);
}

#[test]
fn a_page_of_pictures_has_no_text() {
    assert_eq!(read(document("0 0 10 10 re f", "")).reasons, ["no_text"]);
}

#[test]
fn a_password_is_needed_only_where_it_is() {
    let locked = |user: &str| {
        let mut document = document("BT /F1 10 Tf (text) Tj ET", "");
        let version = EncryptionVersion::V2 {
            document: &document,
            owner_password: "owner",
            user_password: user,
            key_length: 128,
            permissions: Permissions::empty(),
        };
        let state = EncryptionState::try_from(version).unwrap();
        document.encrypt(&state).unwrap();
        read(document)
    };
    assert_eq!(locked("secret").reasons, ["encrypted"]);
    let open = locked("");
    assert_eq!(
        (open.parts[0].text.as_str(), open.reasons.len()),
        ("text", 0)
    );
}
