//! Questions beside the search itself: why, did you mean, more like this, conversations, and
//! sentences of which some words suffice. None tells of what the viewer may not see.

use super::*;
use shared::api::search::{SearchTier, Why, WhyField, WhyHow};

fn secret(number: u128, author: u128, body: &str) -> Note {
    let mut note = note(number, body);
    note.activity.visibility = Visibility::Private;
    note.activity.author = Some(user(author));
    note
}

fn asked_by(viewer: u128, query: &str) -> SearchRequest {
    SearchRequest {
        viewer: Some(user(viewer)),
        ..request(query)
    }
}

fn why(world: &World, viewer: u128, query: &str, record: RecordRef) -> Option<Why> {
    let asked = asked_by(viewer, query);
    world.search.why(&asked, record).unwrap()
}

fn has(why: &Why, how: WhyHow, word: &str, field: Option<WhyField>) -> bool {
    let mut parts = why.parts.iter();
    parts.any(|part| part.how == how && part.word == word && part.field == field)
}

#[test]
fn why_names_the_words_and_where_they_stand() {
    let world = World::new();
    world.put(&note(1, "The invoices for the pears are late"));
    world.put(&contact(2, "Ana", "Vidal"));
    world.put(&contact(4, "Anna", "Stone"));
    world.put(&secret(3, 1, "invoice of the secret pears"));
    let of = |kind, number| RecordRef {
        kind,
        id: id(number),
    };
    for place in ["tail", "index"] {
        let body = Some(WhyField::Body);
        let note = of(RecordKind::Note, 1);
        let told = why(&world, 2, "invoice pea", note).unwrap();
        assert_eq!(told.tier, SearchTier::Exact, "{place}");
        assert!(
            has(&told, WhyHow::Stem, "invoice", body),
            "{place} {told:?}"
        );
        assert!(has(&told, WhyHow::Prefix, "pea", body), "{place} {told:?}");
        let sum: u32 = told.parts.iter().map(|part| part.percent).sum();
        assert!((95..=105).contains(&sum), "{told:?}");
        let told = why(&world, 2, "invocies ", note).unwrap();
        assert_eq!(told.tier, SearchTier::Typos, "{place}");
        assert!(
            has(&told, WhyHow::Typo, "invocies", body),
            "{place} {told:?}"
        );
        let told = why(&world, 2, "ana vidal", of(RecordKind::Contact, 2)).unwrap();
        assert!(has(&told, WhyHow::WholeName, "", None), "{place} {told:?}");
        let told = why(&world, 2, "annie ", of(RecordKind::Contact, 4)).unwrap();
        assert_eq!(told.parts[0].how, WhyHow::Party, "{place} {told:?}");
        assert!(
            told.parts.iter().all(|part| part.how != WhyHow::Exact),
            "{told:?}"
        );
        assert!(has(&told, WhyHow::Party, "", None), "{place} {told:?}");
        assert_eq!(why(&world, 2, "plums", note), None, "{place}");
        let secret = of(RecordKind::Note, 3);
        assert_eq!(why(&world, 2, "invoice", secret), None, "{place}");
        assert!(why(&world, 1, "invoice", secret).is_some(), "{place}");
        world.settle();
    }
}

#[test]
fn better_words_are_suggested_and_none_of_private_notes() {
    let world = World::new();
    world.put(&note(1, "The invoice for the pears"));
    world.put(&secret(2, 1, "zephyrine and quillworts"));
    // Another form of a secret word, which its stem would find.
    world.put(&note(3, "the quillwort grows"));
    for place in ["tail", "index"] {
        let meant = |viewer, query: &str| {
            let found = world.search.search(&asked_by(viewer, query)).unwrap();
            found.did_you_mean
        };
        let better = |text: &str| Some(text.to_owned());
        assert_eq!(meant(2, "invoce pears"), better("invoice pears"), "{place}");
        assert_eq!(meant(2, "invoice pears"), None, "{place}");
        assert_eq!(meant(1, "zephyrina"), better("zephyrine"), "{place}");
        assert_eq!(meant(2, "zephyrina"), None, "{place}");
        assert_eq!(meant(2, "zephyrine"), None, "{place}");
        assert_eq!(meant(1, "quilworts"), better("quillworts"), "{place}");
        assert_eq!(meant(2, "quilworts"), better("quillwort"), "{place}");
        world.settle();
    }
}

#[test]
fn what_is_like_a_note_is_seen_by_who_asks_and_not_itself() {
    let world = World::new();
    let about = "hydraulic pump seals wear under salt water";
    world.put(&note(1, &format!("{about}, says the workshop")));
    world.put(&note(2, &format!("Offer: {about}")));
    world.put(&secret(3, 1, &format!("{about}, secretly")));
    world.put(&note(4, "The office party is in June"));
    world.settle();
    let like = |viewer, number| {
        let asked = SearchRequest {
            kinds: vec![RecordKind::Note, RecordKind::Message],
            ..asked_by(viewer, "")
        };
        let record = RecordRef {
            kind: RecordKind::Note,
            id: id(number),
        };
        world.search.similar(&asked, record).unwrap()
    };
    let of_two = like(2, 1).unwrap();
    assert_eq!((ids(&of_two), of_two.total), (vec![id(2)], 1));
    let mut of_one = ids(&like(1, 1).unwrap());
    of_one.sort_unstable();
    assert_eq!(of_one, [id(2), id(3)]);
    assert!(like(2, 3).is_none(), "nothing of what one may not see");
    assert_eq!(like(2, 4).unwrap().total, 0);
}

#[test]
fn a_conversation_is_one_hit_and_counted_singly() {
    let world = World::new();
    for number in 1..=4 {
        let mut mail = message(number, "Re: crates", "x@example.com");
        if number < 4 {
            mail.thread_id = ThreadId::from_uuid(id(77));
        }
        let text = if number == 2 {
            "crates crates crates"
        } else {
            "crates"
        };
        world.put_message(&mail, text, "");
    }
    for place in ["tail", "index"] {
        let asked = SearchRequest {
            threads: true,
            ..request("crates")
        };
        let found = world.search.search(&asked).unwrap();
        assert_eq!((found.hits.len(), found.total), (2, 4), "{place}");
        assert_eq!(found.hits[0].id, id(2), "{place}");
        assert_eq!(found.hits[0].more_in_thread, 2, "{place}");
        let second = world.search.search(&SearchRequest {
            limit: 1,
            offset: 1,
            ..asked
        });
        assert_eq!(ids(&second.unwrap()), [id(4)], "{place}");
        assert_eq!(world.found("crates").len(), 4, "{place}");
        world.settle();
    }
}

#[test]
fn of_a_sentence_some_words_suffice_and_of_a_short_query_none_less() {
    let world = World::new();
    world.put(&note(
        1,
        "The warranty covers the cracked housing of the pump",
    ));
    world.put(&note(2, "The party begins at eight"));
    world.put(&secret(3, 1, "the warranty of the pump was never paid"));
    for place in ["tail", "index"] {
        let ask = |query: &str| world.search.search(&asked_by(2, query)).unwrap();
        let found = ask("does our warranty also cover a broken pump housing abroad");
        assert_eq!(found.tier, SearchTier::SomeWords, "{place}");
        assert_eq!((ids(&found), found.total), (vec![id(1)], 1), "{place}");
        assert_eq!(ask("warranty pump zebra").total, 0, "{place}");
        let kept = ask("warranty cover broken pump housing -cracked");
        assert_eq!(kept.total, 0, "{place}");
        world.settle();
    }
}

#[test]
fn hits_are_shown_as_they_are_now() {
    let world = World::new();
    world.put(&fields::login(1, "Ana", "ana@example.com"));
    let mut changing = note(1, "pears are late");
    world.put(&changing);
    world.put(&note(2, "pears are here"));
    let shown = || {
        let hits = world.find("pears").hits.into_iter();
        let mut shown: Vec<_> = hits.map(|hit| (hit.snippet, hit.context)).collect();
        shown.sort();
        shown
    };
    let both = |author: &str, text: &str| {
        ["pears are here", text].map(|text| (text.to_owned(), author.to_owned()))
    };
    for _ in 0..2 {
        assert_eq!(shown(), both("Ana", "pears are late"));
    }
    changing.body = "pears are rotten".to_owned();
    changing.head.revision += 1;
    world.put(&changing);
    assert_eq!(shown(), both("Ana", "pears are rotten"));
    let mut renamed = fields::login(1, "Ana Sanz", "ana@example.com");
    renamed.head.revision += 1;
    world.put(&renamed);
    assert_eq!(shown(), both("Ana Sanz", "pears are rotten"));
    world.put(&deleted(changing.clone()));
    assert_eq!(shown().len(), 1);
}
