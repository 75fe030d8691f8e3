//! What a viewer may not see is neither found nor counted nor shown.

use super::*;

/// A private note of user 1, and one that all see.
pub fn with_a_secret() -> World {
    let world = World::new();
    let mut secret = note(1, "canary zebra");
    secret.activity.visibility = Visibility::Private;
    world.put(&secret);
    world.put(&note(2, "canary plain"));
    world
}

/// User 2 learns nothing of the private note, its author and the system see it.
pub fn assert_it_leaks_nowhere(world: &World, place: &str) {
    let ask = |query: &str, viewer| {
        world.search.search(&SearchRequest {
            viewer,
            ..request(query)
        })
    };
    for (viewer, expected) in [(Some(user(2)), 1), (Some(user(1)), 2), (None, 2)] {
        for query in ["canary", "cana", "canry ", "", "canary OR zebra"] {
            let answer = ask(query, viewer).unwrap();
            assert_eq!(answer.total, expected, "{place}: {query} {viewer:?}");
            assert_eq!(answer.hits.len() as u64, expected, "{place}: {query}");
            assert_eq!(
                answer.counts[&RecordKind::Note],
                expected,
                "{place}: {query}"
            );
        }
    }
    // What is kept of a phrase that others found shows nothing of theirs.
    let theirs = ask("\"canary zebra\"", Some(user(1))).unwrap();
    assert_eq!(theirs.total, 1, "{place}");
    for query in ["zebra", "zeb", "zebta ", "\"canary zebra\"", "-plain"] {
        assert_eq!(
            ask(query, Some(user(2))).unwrap().total,
            0,
            "{place}: {query}"
        );
    }
    let list = lists::list(RecordKind::Note, "", Some(user(2)));
    assert_eq!(
        world.search.list_ids(&list).unwrap().ids,
        [id(2)],
        "{place}"
    );
}

#[test]
fn private_notes_leak_nowhere() {
    let world = with_a_secret();
    for place in ["tail", "index"] {
        assert_it_leaks_nowhere(&world, place);
        world.settle();
    }
}

#[test]
fn a_note_made_private_is_gone_for_others_at_once() {
    let world = World::new();
    let mut open = note(1, "canary zebra");
    world.put(&open);
    world.settle();
    open.activity.visibility = Visibility::Private;
    open.head.revision += 1;
    world.put(&open);
    let answer = world.search.search(&SearchRequest {
        viewer: Some(user(2)),
        ..request("zebra")
    });
    assert_eq!(answer.unwrap().total, 0);
}

#[test]
fn the_bin_is_not_searched() {
    let world = World::new();
    world.put(&note(1, "canary zebra"));
    world.settle();
    let check = |expected: &[Uuid]| {
        for query in ["zebra", "\"canary zebra\""] {
            assert_eq!(world.found(query), expected, "{query}");
        }
    };
    check(&[id(1)]);
    world.put(&deleted(note(1, "canary zebra")));
    check(&[]);
    world.settle();
    check(&[]);
    world.put(&note(1, "canary zebra"));
    check(&[id(1)]);
}
