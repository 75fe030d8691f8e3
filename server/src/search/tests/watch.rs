//! Searches that wait: told of what is new to them, once, and of nothing that their viewer may not
//! see. And searches that nobody waits for any more.

use super::*;
use crate::{
    changes::{Change, reader::changes_after},
    search::Watch,
};
use shared::query::{Context, parse_filter};

fn watch(query: &str, viewer: u128) -> Watch {
    Watch {
        request: SearchRequest {
            viewer: Some(user(viewer)),
            ..request(query)
        },
        filter: parse_filter("", &Context::default()).unwrap(),
    }
}

fn changes(world: &World, behind: ChangePosition) -> Vec<Change> {
    let reader = world.store.read().unwrap();
    changes_after(reader.snapshot(), behind, 100).unwrap()
}

/// The numbers of the records that one change brought to a search.
fn news(world: &World, watch: &Watch, work: impl FnOnce()) -> Vec<Uuid> {
    let before = world.position();
    work();
    let watches = std::slice::from_ref(watch);
    let found = world
        .search
        .new_matches(watches, &changes(world, before), &|_, _| true)
        .unwrap();
    found.into_iter().map(|found| found.record.id).collect()
}

#[test]
fn a_waiting_search_is_told_of_what_it_did_not_find_before() {
    let world = World::new();
    let late = watch("overdue invoice", 1);
    let mut text = note(1, "the invoice");
    assert!(news(&world, &late, || world.put(&text)).is_empty());
    text.body = "the invoice is overdue".to_owned();
    text.head.revision += 1;
    assert_eq!(news(&world, &late, || world.put(&text)), [id(1)]);
    text.body.push_str(" since May");
    text.head.revision += 1;
    assert!(news(&world, &late, || world.put(&text)).is_empty());
    let gone = deleted(text.clone());
    assert!(news(&world, &late, || world.put(&gone)).is_empty());
    // Back from the bin is not new.
    text.head.revision += 2;
    assert!(news(&world, &late, || world.put(&text)).is_empty());
    let mail = message(2, "Overdue invoice 77", "ana@example.org");
    assert_eq!(
        news(&world, &late, || world.put_message(
            &mail,
            "Please pay.",
            ""
        )),
        [id(2)]
    );
}

#[test]
fn kinds_and_list_filters_hold_for_waiting_searches() {
    let world = World::new();
    let mut leads = watch("acme", 1);
    leads.request.kinds = vec![RecordKind::Contact];
    leads.filter = parse_filter("stage:lead", &Context::default()).unwrap();
    assert!(news(&world, &leads, || world.put(&note(1, "acme"))).is_empty());
    let mut ana = contact(2, "Ana", "Acme");
    assert!(news(&world, &leads, || world.put(&ana)).is_empty());
    ana.stage = Some(LifecycleStage::Lead);
    ana.head.revision += 1;
    assert_eq!(news(&world, &leads, || world.put(&ana)), [id(2)]);
}

#[test]
fn a_waiting_search_sees_no_private_notes_of_others() {
    let world = World::new();
    let (mine, theirs) = (watch("canary", 1), watch("canary", 2));
    let mut secret = note(1, "canary zebra");
    secret.activity.visibility = Visibility::Private;
    let before = world.position();
    world.put(&secret);
    let watches = [mine, theirs.clone()];
    let found = world
        .search
        .new_matches(&watches, &changes(&world, before), &|_, _| true)
        .unwrap();
    let told: Vec<_> = found.iter().map(|found| found.watch).collect();
    assert_eq!(told, [0]);
    // Shared later, it is new to the others.
    secret.activity.visibility = Visibility::Shared;
    secret.head.revision += 1;
    assert_eq!(news(&world, &theirs, || world.put(&secret)), [id(1)]);
}

#[test]
fn a_search_that_nobody_waits_for_ends() {
    let world = World::new();
    world.put(&note(1, "canary"));
    world.settle();
    let asked = request("canary");
    asked.cancel.give_up();
    let answer = world.search.search(&asked);
    assert!(matches!(answer, Err(SearchError::GivenUp)), "{answer:?}");
}
