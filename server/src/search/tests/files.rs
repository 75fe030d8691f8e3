//! The text of files in search: found, with file and page, by whoever may see the message alone.

use super::*;
use crate::store::schema::reading::{
    FilePart, FileReading, FileText, Reading, encode_file_text, file_text_key, file_use_key,
};
use shared::api::reading::PartKind;

/// A message with one file whose pages say this.
pub fn message_with_file(number: u128, name: &str) -> Message {
    let mut message = message(number, "the figures", "ana@example.com");
    message.attachments = vec![Attachment {
        file_name: name.to_owned(),
        content_type: "application/pdf".to_owned(),
        size_bytes: 9,
        blob: *blake3::hash(format!("{number} {name}").as_bytes()).as_bytes(),
    }];
    message
}

pub fn pages(texts: &[&str]) -> FileText {
    let page = |(number, text): (u32, &&str)| FilePart {
        inner: String::new(),
        kind: PartKind::Page,
        number,
        name: String::new(),
        text: (*text).to_owned(),
    };
    FileText {
        version: 1,
        reading: FileReading {
            has_text: true,
            pages: u32::try_from(texts.len()).unwrap(),
            text_bytes: 0,
            reasons: Vec::new(),
        },
        parts: (1..).zip(texts).map(page).collect(),
    }
}

/// As the reading job does it.
pub fn read(world: &World, message: &Message, text: &FileText) {
    let stored = world
        .store
        .read()
        .unwrap()
        .find::<Reading>(message.id.uuid())
        .unwrap();
    let mut head = Head::new(at(2));
    head.revision = stored.map_or(1, |stored| stored.head.revision + 1);
    let reading = Reading {
        brought: None,
        id: message.id,
        head,
        version: 1,
        files: vec![text.reading.clone()],
        unknown: Default::default(),
    };
    let hash = message.attachments[0].blob;
    world.write(Cause::System, |unit| {
        unit.put(&reading)?;
        unit.put_value(file_text_key(&hash), encode_file_text(text));
        unit.put_value(file_use_key(&hash, message.id), Vec::new());
        Ok(())
    });
    world.settle();
}

#[test]
fn a_word_in_a_file_finds_the_mail_and_names_the_page() {
    let world = World::new();
    let mail = message_with_file(1, "contract.pdf");
    world.put_message(&mail, "please see the attachment", "");
    let text = pages(&[
        "nothing here",
        "the penalty clause of article nine",
        "the end",
    ]);
    assert!(world.found("penalty").is_empty());
    read(&world, &mail, &text);
    for query in [
        "penalty",
        "clauses ",
        "pen",
        "\"penalty clause\"",
        "penalty figures ",
    ] {
        let answer = world.find(query);
        assert_eq!(ids(&answer), [mail.id.uuid()], "{query}");
        let place = answer.hits[0].attachment.clone().unwrap();
        assert_eq!((place.number, place.page), (0, Some(2)), "{query}");
        assert_eq!(place.file_name, "contract.pdf");
        assert!(answer.hits[0].snippet.contains("penalty clause"), "{query}");
        assert!(!answer.hits[0].marks.is_empty());
    }
    let in_body = world.find("attachment ");
    assert_eq!(in_body.hits[0].attachment, None);
    assert_eq!(in_body.hits[0].snippet, "please see the attachment");
    assert_eq!(world.search.check().unwrap(), Vec::<String>::new());
}

#[test]
fn a_body_comes_before_a_file_and_a_file_before_a_quote() {
    let world = World::new();
    let file = message_with_file(1, "a.pdf");
    world.put_message(&file, "see below", "");
    read(&world, &file, &pages(&["about pears"]));
    let body = message(2, "the figures", "ana@example.com");
    world.put_message(&body, "about pears", "");
    let quoted = message(3, "the figures", "ana@example.com");
    world.put_message(&quoted, "see below", "about pears");
    world.settle();
    let expected = [&body, &file, &quoted].map(|message| message.id.uuid());
    assert_eq!(world.found("pears "), expected);
}

#[test]
fn the_file_of_a_private_mail_is_found_by_its_author_alone() {
    let world = World::new();
    let (ana, bob) = (UserId::from_uuid(id(71)), UserId::from_uuid(id(72)));
    let mut mail = message_with_file(1, "salaries.pdf");
    mail.activity.author = Some(ana);
    mail.activity.visibility = Visibility::Private;
    world.put_message(&mail, "see the attachment", "");
    read(&world, &mail, &pages(&["canaryword"]));
    for (viewer, count) in [(ana, 1), (bob, 0)] {
        let mut request = request("canaryword");
        request.viewer = Some(viewer);
        let answer = world.search.search(&request).unwrap();
        assert_eq!((answer.hits.len(), answer.total), (count, count as u64));
    }
}

#[test]
fn the_text_of_files_goes_with_the_message() {
    let world = World::new();
    let mail = message_with_file(1, "a.pdf");
    world.put_message(&mail, "see the attachment", "");
    read(&world, &mail, &pages(&["canaryword"]));
    assert_eq!(world.found("canaryword").len(), 1);
    world.write(Cause::Request, |unit| {
        unit.remove::<Message>(mail.id.uuid())
    });
    assert!(world.found("canaryword").is_empty());
    let reader = world.store.read().unwrap();
    assert!(reader.find::<Reading>(mail.id.uuid()).unwrap().is_none());
    let used = file_use_key(&mail.attachments[0].blob, mail.id);
    assert!(reader.get(&used).unwrap().is_none());
}

#[test]
fn the_page_is_the_one_with_the_word_as_typed() {
    let world = World::new();
    let mail = message_with_file(1, "treaty.pdf");
    world.put_message(&mail, "see the attachment", "");
    let texts: Vec<String> = (1..=50)
        .map(|page| format!("clause {page} mentions quokka{page} and nothing else"))
        .collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    read(&world, &mail, &pages(&texts));
    for page in [1, 9, 25, 50] {
        let answer = world.find(&format!("quokka{page} "));
        let place = answer.hits[0].attachment.clone().unwrap();
        assert_eq!(place.page, Some(page), "{answer:?}");
    }
}
