//! Archives of archives, and bombs. The real archive of six thousand mails: `jobs/import/tests.rs`.

use super::*;
use crate::transfer::{Content, Item, read::read_path, stream::Meter};
use std::io::Write;

const MAIL: &[u8] = b"From: a@example.org\nSubject: x\n\nbody\n";

fn tar_of(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    for (name, bytes) in entries {
        let mut header = tar::Header::new_ustar();
        header.set_size(bytes.len() as u64);
        header.set_cksum();
        builder.append_data(&mut header, name, *bytes).unwrap();
    }
    builder.into_inner().unwrap()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zip_of(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(io::Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        writer
            .start_file(*name, zip::write::SimpleFileOptions::default())
            .unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn read(name: &str, bytes: &[u8]) -> Vec<Item> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    let mut items = Vec::new();
    let meter = Meter::default();
    let _ = read_path(&path, name, &meter, &mut items);
    assert_eq!(meter.bytes(), bytes.len() as u64, "progress of {name}");
    items
}

fn sources(items: &[Item]) -> Vec<&str> {
    items.iter().map(|item| item.source.as_str()).collect()
}

fn reasons(items: &[Item]) -> Vec<&'static str> {
    items
        .iter()
        .map(|item| match &item.content {
            Content::Skip(reason, _) => reason.code().as_str(),
            _ => "ok",
        })
        .collect()
}

#[test]
fn archives_of_every_kind_are_read() {
    let tar = tar_of(&[("a/1.eml", MAIL), ("a/pic.png", b"\x89PNG\r\n\x1a\n")]);
    let items = read("x.tar.gz", &gzip(&tar));
    assert_eq!(sources(&items), ["x.tar.gz/a/1.eml", "x.tar.gz/a/pic.png"]);
    assert_eq!(reasons(&items), ["ok", "wrong_type"]);
    let items = read("x.zip", &zip_of(&[("b/1", MAIL), ("c.tgz", &gzip(&tar))]));
    assert_eq!(
        sources(&items),
        ["x.zip/b/1", "x.zip/c.tgz/a/1.eml", "x.zip/c.tgz/a/pic.png"]
    );
    let inner = zip_of(&[("1.eml", MAIL)]);
    assert_eq!(
        reasons(&read("x.tar", &tar_of(&[("in.zip", &inner)]))),
        ["ok"]
    );
    assert_eq!(reasons(&read("box.gz", &gzip(MAIL))), ["ok"]);
}

#[test]
fn damaged_archives_say_so() {
    let whole = gzip(&tar_of(&[
        ("1.eml", MAIL),
        ("2.eml", &[MAIL, &[b'x'; 50_000]].concat()),
    ]));
    let items = read("cut.tar.gz", &whole[..whole.len() / 2]);
    assert_eq!(reasons(&items).last(), Some(&"archive_damaged"));
    assert_eq!(
        reasons(&read("x.zip", b"PK\x03\x04 no zip at all")),
        ["unreadable"]
    );
    assert_eq!(
        reasons(&read("x.gz", b"\x1f\x8b\x08 no gzip")),
        ["archive_damaged"]
    );
}

#[test]
fn bombs_meet_their_limit() {
    let mut bomb = gzip(&vec![0; 100 * 1024 * 1024]);
    assert_eq!(reasons(&read("x.gz", &bomb)).len(), 1);
    let mbox = [
        b"From a@b.c Wed Aug 28 10:50:15 2002\nA: b\n\n".to_vec(),
        [&[b'x'; 4095][..], b"\n"].concat().repeat(25 * 1024),
    ]
    .concat();
    bomb = gzip(&mbox);
    assert_eq!(
        reasons(&read("x.mbox.gz", &bomb)).last(),
        Some(&"archive_too_large")
    );
    let zip = zip_of(&[("1.mbox", &mbox), ("2.mbox", &mbox)]);
    assert!(reasons(&read("x.zip", &zip)).contains(&"archive_too_large"));
    let mut nested = MAIL.to_vec();
    for _ in 0..10 {
        nested = gzip(&nested);
    }
    assert_eq!(reasons(&read("x.gz", &nested)), ["archive_too_deep"]);
    let long_name = {
        let mut header = tar::Header::new_gnu();
        header.set_path("././@LongLink").unwrap();
        header.set_entry_type(tar::EntryType::GNULongName);
        header.set_size(50 * 1024 * 1024);
        header.set_cksum();
        [header.as_bytes().to_vec(), vec![b'n'; 50 * 1024 * 1024]].concat()
    };
    assert_eq!(reasons(&read("x.tar", &long_name)), ["archive_too_large"]);
}
