//! Out and back: what an export holds becomes the same again in another house.

use super::{tests::*, *};
use crate::{
    domain::{bin, filing::own::NO_PASSWORD},
    store::{
        record::{Head, Unknown},
        schema::{company::Company, contact::Contact, message::Message, note::Note},
    },
    transfer::export::{ExportError, export},
};
use shared::{
    locale::Locale,
    model::{RecordKind, RecordRef, Role, Theme, Visibility},
};

fn user(name: &str, ctx: &Ctx) -> User {
    User {
        id: UserId::from_uuid(ctx.new_id()),
        head: Head::new(ctx.now()),
        name: name.to_owned(),
        email: format!("{name}@example.org"),
        role: Role::Admin,
        disabled: false,
        password_hash: "secret hash".to_owned(),
        locale: Locale::Es,
        theme: Theme::Dark,
        tz: Some("Europe/Madrid".to_owned()),
        unknown: Unknown::new(),
    }
}

/// A house with everything in it: people, companies, mails with copies and files, notes, a full bin.
fn full_house() -> House {
    let house = house();
    let owner = user("owner", &house.ctx);
    house.write(|unit| Ok(unit.put(&owner)?));
    let attached = "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\ntext\n--b\n\
                    Content-Type: application/pdf; name=\"año.pdf\"\n\n%PDF-1\n--b--\n";
    let paths = [
        house.file("1.eml", &mail("1", "Offer", "")),
        house.file("2.eml", &mail("1", "Offer", "X-Copy: yes\n")),
        house.file("3.eml", &mail("3", "Re: Offer", "In-Reply-To: <1@x>\n")),
        house.file("4.eml", &mail("4", "With a file", attached)),
        house.file("5.vcf", CARD),
        house.file("5a.csv", "Company,Website,Phone\nNova,nova.example,+34 910 000 120\n"),
        house.file(
            "6.csv",
            "Name,Email,Company,Title\nBob,bob@example.org,Acme,Buyer\nGone,gone@example.org,Acme,\n",
        ),
    ];
    house
        .runner
        .run_blocking(&house.ctx, &paths, Some(owner.id))
        .unwrap();
    let mut note = house.all::<Note>().pop().unwrap();
    note.activity.visibility = Visibility::Private;
    note.activity.author = Some(owner.id);
    house.write(|unit| Ok(unit.put(&note)?));
    let gone = house
        .all::<Contact>()
        .into_iter()
        .find(|it| it.first_name == "Gone")
        .unwrap();
    let answer = house
        .all::<Message>()
        .into_iter()
        .find(|it| it.message_id == "3@x")
        .unwrap();
    let buried = [
        (RecordKind::Contact, gone.id.uuid()),
        (RecordKind::Message, answer.id.uuid()),
    ];
    for (kind, id) in buried {
        house.write(|unit| bin::delete(&house.ctx, unit, RecordRef { kind, id }));
    }
    house
}

fn files_of(folder: &Path) -> Vec<(String, String)> {
    [
        "companies.jsonl",
        "contacts.jsonl",
        "messages.jsonl",
        "notes.jsonl",
        "saved_searches.jsonl",
    ]
    .into_iter()
    .map(|file| {
        (
            file.to_owned(),
            fs::read_to_string(folder.join(file)).unwrap(),
        )
    })
    .collect()
}

#[test]
fn an_export_comes_back_equal() {
    let house = full_house();
    let out = house.folder.path().join("out");
    let report = export(&house.store, &out, house.ctx.now()).unwrap();
    let expected = [
        ("companies", 2),
        ("contacts", 3),
        ("messages", 3),
        ("notes", 1),
        ("saved_searches", 0),
        ("users", 1),
    ];
    assert_eq!(report.records, expected.into());
    assert!(
        !fs::read_to_string(out.join("users.jsonl"))
            .unwrap()
            .contains("secret hash")
    );
    assert!(matches!(
        export(&house.store, &out, house.ctx.now()),
        Err(ExportError::NotEmpty(_))
    ));

    let other = self::house();
    let first = other.import(std::slice::from_ref(&out));
    assert_eq!(counts(&first), [10, 10, 0, 0, 0], "{:#?}", first.skipped);
    assert_eq!(other.all::<Contact>(), house.all::<Contact>());
    assert_eq!(other.all::<Company>(), house.all::<Company>());
    let bob = other.all::<Contact>().into_iter();
    let mut bob = bob.filter(|it| it.first_name == "Bob");
    assert_eq!(bob.next().unwrap().companies[0].role, "Buyer");
    assert_eq!(other.all::<Note>(), house.all::<Note>());
    assert_eq!(other.all::<Message>(), house.all::<Message>());
    let guest = other.all::<User>().pop().unwrap();
    assert!(guest.disabled && guest.password_hash == NO_PASSWORD);
    let again = other.folder.path().join("again");
    export(&other.store, &again, other.ctx.now()).unwrap();
    assert_eq!(files_of(&again), files_of(&out));
    assert_eq!(counts(&other.import(&[out])), [10, 0, 0, 10, 0]);
    other.undo(other.all::<Import>()[0].id);
    assert!(other.all::<Contact>().is_empty() && other.all::<Message>().is_empty());
    assert!(other.all::<Company>().is_empty());
}

#[test]
fn owners_are_found_again_by_their_address() {
    let house = full_house();
    let out = house.folder.path().join("out");
    export(&house.store, &out, house.ctx.now()).unwrap();
    let other = self::house();
    let owner = user("owner", &other.ctx);
    other.write(|unit| Ok(unit.put(&owner)?));
    other.import(&[out]);
    assert!(
        other
            .all::<Contact>()
            .iter()
            .all(|contact| contact.owner_id == Some(owner.id))
    );
    assert_eq!(other.all::<Note>()[0].activity.author, Some(owner.id));
}

#[test]
fn lines_made_by_a_script_are_taken_and_mistakes_said() {
    let house = house();
    let contact = "{\"first_name\":\"Ana\",\"emails\":[{\"address\":\"ana@example.org\"}],\"stage\":\"lead\"}";
    let id = "0192f0c1-2345-7000-8000-000000000001";
    let lines = format!(
        "{contact}\n{{\"id\":\"{id}\",\"last_name\":\"Li\"}}\n{{\"first_nam\":\"x\"}}\n\nnot json\n{{\"tags\":[]}}\n"
    );
    let people = house.import(&[house.file("contacts.jsonl", &lines)]);
    assert_eq!(counts(&people), [5, 2, 0, 0, 3], "{:#?}", people.skipped);
    assert!(
        people.skipped[0].reason.contains("unknown field first_nam"),
        "{:?}",
        people.skipped
    );
    let notes = format!(
        "{{\"body\":\"hello\",\"links\":[{{\"kind\":\"contact\",\"id\":\"{id}\"}}]}}\n\
         {{\"body\":\"nobody\",\"links\":[{{\"kind\":\"contact\",\"id\":\"0192f0c1-2345-7000-8000-000000000009\"}}]}}\n\
         {{\"body\":\"mine\",\"visibility\":\"private\"}}\n"
    );
    let notes = house.import(&[house.file("notes.jsonl", &notes)]);
    assert_eq!(counts(&notes), [3, 1, 0, 0, 2], "{:#?}", notes.skipped);
    let codes: Vec<&str> = notes
        .skipped
        .iter()
        .map(|skip| skip.code.as_str())
        .collect();
    assert_eq!(codes, ["no_target", "malformed"]);
    let again = house.import(&[house.file("contacts.jsonl", &format!("{contact}\n"))]);
    assert_eq!(counts(&again), [1, 0, 0, 1, 0]);
}
