//! What puts one of two hits in front that have the same words: words close together, the time, whose
//! it is, and who opened it. In the tail as in the index, and told as it counts.

use super::*;
use crate::store::{
    record::encode,
    schema::visits::{Visited, Visits, visits_key},
};
use shared::api::{
    search::{Why, WhyHow},
    visit::Visit,
};

const DAY: i64 = 86_400;

fn asked(viewer: u128, query: &str) -> SearchRequest {
    SearchRequest {
        viewer: Some(user(viewer)),
        now: at(1_000 * DAY),
        ..request(query)
    }
}

/// What a viewer finds, best first, wherever each record stands: tail, both, index.
fn check(world: &World, viewer: u128, query: &str, expected: &[u128]) {
    let expected: Vec<Uuid> = expected.iter().map(|&number| id(number)).collect();
    let found = world.search.search(&asked(viewer, query)).unwrap();
    assert_eq!(ids(&found), expected, "{viewer} {query}");
}

fn why(world: &World, viewer: u128, query: &str, kind: RecordKind, number: u128) -> Why {
    let record = RecordRef {
        kind,
        id: id(number),
    };
    let told = world.search.why(&asked(viewer, query), record).unwrap();
    told.unwrap()
}

fn tells(why: &Why, how: WhyHow) -> bool {
    why.parts.iter().any(|part| part.how == how)
}

fn visit(world: &World, viewer: u128, visits: &[(RecordKind, u128)]) {
    let opened = |&(kind, number): &(RecordKind, u128)| Visited {
        record: Visit {
            kind,
            id: id(number),
        },
        at: at(1_000 * DAY),
    };
    let visits = Visits {
        visits: visits.iter().map(opened).collect(),
        ..Visits::default()
    };
    world.write(Cause::Request, |unit| {
        unit.put_value(visits_key(user(viewer)), encode(&visits));
        Ok(())
    });
}

#[test]
fn a_text_that_begins_with_a_sentence_comes_first() {
    let world = World::new();
    let other = "我们昨天在仓库里看到了很多新的桌子，颜色也不一样。".repeat(2);
    // Among equals the greater id is first.
    world.put(&note(1, &format!("合同和付款的办法。{other}")));
    world.put(&note(2, &format!("{other}合同和付款的办法。")));
    let query = "合同付款分几期比较好";
    for place in ["tail", "index"] {
        check(&world, 2, query, &[1, 2]);
        let early = why(&world, 2, query, RecordKind::Note, 1);
        assert!(tells(&early, WhyHow::Early), "{place} {early:?}");
        let precise = why(&world, 2, "合同付款", RecordKind::Note, 1);
        assert!(!tells(&precise, WhyHow::Early), "{place} {precise:?}");
        world.settle();
    }
}

#[test]
fn words_close_together_come_first() {
    let world = World::new();
    // Among equals the greater id is first.
    world.put(&note(1, "we saw that the hangar roof leaks again"));
    world.put(&note(2, "so again the hangar and roof leaks there"));
    world.put(&note(3, "hangar leaks and we saw that again roof"));
    for place in ["tail", "index"] {
        check(&world, 2, "hangar roof ", &[1, 2, 3]);
        check(&world, 2, "hangars roofs ", &[1, 2, 3]);
        let close = why(&world, 2, "hangar roof ", RecordKind::Note, 1);
        assert!(tells(&close, WhyHow::Close), "{place} {close:?}");
        let one_word = why(&world, 2, "hangar ", RecordKind::Note, 1);
        assert!(!tells(&one_word, WhyHow::Close), "{place} {one_word:?}");
        world.settle();
    }
    // One of them from the tail, the others from the index.
    world.put(&Note {
        head: Head {
            revision: 2,
            ..Head::new(at(100))
        },
        ..note(1, "we saw that the hangar roof leaks again")
    });
    check(&world, 2, "hangar roof ", &[1, 2, 3]);
    world.put(&note(4, "我们签了付款的合同"));
    world.put(&note(5, "合同签了我们付款的"));
    check(&world, 2, "付款合同", &[4, 5]);
}

#[test]
fn newer_ones_come_first_and_mails_age_sooner_than_notes() {
    let world = World::new();
    let mail = |number, days: i64| {
        let mut mail = message(number, "", "ana@example.com");
        mail.activity.at = at((1_000 - days) * DAY);
        world.put_message(&mail, "the zeppelin has landed", "");
    };
    mail(1, 1);
    mail(2, 40);
    mail(3, 900);
    for place in ["tail", "index"] {
        check(&world, 2, "zeppelin", &[1, 2, 3]);
        let new = why(&world, 2, "zeppelin", RecordKind::Message, 1);
        let old = why(&world, 2, "zeppelin", RecordKind::Message, 3);
        assert!(tells(&new, WhyHow::Recent), "{place} {new:?}");
        assert!(!tells(&old, WhyHow::Recent), "{place} {old:?}");
        world.settle();
    }
}

#[test]
fn what_is_ones_own_and_what_one_opened_comes_first_for_oneself() {
    let world = World::new();
    for number in 1..=3 {
        let mut note = note(number, "the zeppelin has landed");
        note.activity.author = Some(user(number));
        world.put(&note);
    }
    let kind = RecordKind::Note;
    for _place in ["tail", "index"] {
        check(&world, 1, "zeppelin", &[1, 3, 2]);
        check(&world, 2, "zeppelin", &[2, 3, 1]);
        check(&world, 9, "zeppelin", &[3, 2, 1]);
        assert!(tells(&why(&world, 1, "zeppelin", kind, 1), WhyHow::Own));
        assert!(!tells(&why(&world, 2, "zeppelin", kind, 1), WhyHow::Own));
        world.settle();
    }
    visit(&world, 9, &[(RecordKind::Contact, 3), (kind, 1)]);
    check(&world, 9, "zeppelin", &[1, 3, 2]);
    check(&world, 3, "zeppelin", &[3, 2, 1]);
    assert!(tells(&why(&world, 9, "zeppelin", kind, 1), WhyHow::Visited));
    assert!(!tells(
        &why(&world, 3, "zeppelin", kind, 1),
        WhyHow::Visited
    ));
}

#[test]
fn what_one_opened_is_lifted_among_many() {
    let world = World::new();
    for number in 1..=90 {
        world.put(&contact(number, "Anabel", &format!("Nr{number}")));
    }
    visit(&world, 1, &[(RecordKind::Contact, 1)]);
    for place in ["tail", "index"] {
        let page = |viewer, offset| {
            let asked = SearchRequest {
                limit: 20,
                offset,
                ..asked(viewer, "an")
            };
            let found = world.search.search(&asked).unwrap();
            assert_eq!(found.total, 90, "{place}");
            ids(&found)
        };
        let mut all: Vec<Uuid> = (0..5).flat_map(|number| page(1, 20 * number)).collect();
        assert_eq!(all[0], id(1), "{place}");
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), 90, "each on one page: {place}");
        assert_eq!(page(2, 80).last(), Some(&id(1)), "{place}");
        world.settle();
    }
}

#[test]
fn a_conversation_one_opened_is_lifted_among_many() {
    let world = World::new();
    for number in 1..=90 {
        world.put_message(&message(number, "", "x@example.com"), "zeppelins", "");
    }
    // Its first mail has nothing of the question.
    let mut answer = message(91, "", "x@example.com");
    answer.thread_id = ThreadId::from_uuid(id(1_001));
    world.put_message(&answer, "balloons", "");
    visit(&world, 1, &[(RecordKind::Message, 1_001)]);
    for place in ["tail", "index"] {
        for threads in [false, true] {
            let first = |viewer| {
                let asked = SearchRequest {
                    threads,
                    ..asked(viewer, "zeppelins")
                };
                let found = world.search.search(&asked).unwrap();
                assert_eq!(found.total, 90, "{place}");
                ids(&found)[0]
            };
            assert_eq!(first(1), id(1), "{place}");
            assert_eq!(first(2), id(90), "{place}");
        }
        world.settle();
    }
}

#[test]
fn hits_alike_stand_by_their_ids_on_all_pages() {
    let world = World::new();
    let mut expected = Vec::new();
    for number in 0..150 {
        // Halves that repeat and are in no order, in several parts of the index.
        let mut alike = note(1, "the zeppelin has landed");
        let id = Uuid::from_u64_pair(number * 7 % 11, number * 13 % 151);
        alike.id = NoteId::from_uuid(id);
        world.put(&alike);
        expected.push(id);
        if number % 40 == 39 {
            world.settle();
        }
    }
    expected.sort_unstable_by(|a, b| b.cmp(a));
    for place in ["tail", "index"] {
        let page = |offset| {
            let asked = SearchRequest {
                limit: 25,
                offset,
                ..request("zeppelin")
            };
            ids(&world.search.search(&asked).unwrap())
        };
        let all: Vec<Uuid> = (0..7).flat_map(|number| page(25 * number)).collect();
        assert_eq!(all, expected, "{place}");
        world.settle();
    }
}

#[test]
fn a_conversation_that_was_opened_lifts_its_mails() {
    let world = World::new();
    for number in 1..=3 {
        world.put_message(&message(number, "", "x@example.com"), "zeppelins", "");
    }
    check(&world, 1, "zeppelins", &[3, 2, 1]);
    visit(&world, 1, &[(RecordKind::Message, 1_002)]);
    for _place in ["tail", "index"] {
        check(&world, 1, "zeppelins", &[2, 3, 1]);
        world.settle();
    }
}

#[test]
fn visits_show_nothing_that_is_hidden() {
    let world = World::new();
    let mut secret = note(1, "the zeppelin has landed");
    secret.activity.visibility = Visibility::Private;
    world.put(&secret);
    world.put(&deleted(note(2, "the zeppelin has landed")));
    world.put(&note(3, "the zeppelin has landed"));
    let kind = RecordKind::Note;
    visit(&world, 2, &[(kind, 1), (kind, 2), (kind, 77)]);
    for _place in ["tail", "index"] {
        check(&world, 2, "zeppelin", &[3]);
        let found = world.search.search(&asked(2, "zeppelin")).unwrap();
        assert_eq!(found.total, 1);
        let hidden = RecordRef { kind, id: id(1) };
        let told = world.search.why(&asked(2, "zeppelin"), hidden).unwrap();
        assert_eq!(told, None);
        world.settle();
    }
}
