//! Filtered lists.

use super::*;
use crate::search::{ListSort, schema::TimeColumn};
use shared::query::{Context, parse_filter};

pub fn list(kind: RecordKind, filter: &str, viewer: Option<UserId>) -> ListRequest {
    ListRequest {
        kind,
        query: parse(""),
        filter: parse_filter(filter, &Context::default()).unwrap(),
        sort: ListSort::Name,
        descending: false,
        offset: 0,
        limit: 50,
        viewer,
    }
}

fn world() -> World {
    let world = World::new();
    let people = [
        ("Zoe", "Álvarez", LifecycleStage::Lead, "vip"),
        ("Ana", "Baker", LifecycleStage::Lead, "Key Account"),
        ("Bob", "alvarez", LifecycleStage::Customer, "vip"),
        ("Cy", "Czerny", LifecycleStage::Lead, "other"),
    ];
    for (number, (first, last, stage, tag)) in (1_u128..).zip(people) {
        let mut person = contact(number, first, last);
        person.stage = Some(stage);
        person.tags = vec![tag.to_owned()];
        person.owner_id = (number % 2 == 0).then(|| user(7));
        person.head.updated_at = at(100 + number as i64);
        person.emails = vec![email(&format!("{first}@{last}.example").to_lowercase())];
        world.put(&person);
    }
    world
}

fn numbers(answer: &ListAnswer) -> Vec<u128> {
    answer.ids.iter().map(|id| id.as_u128()).collect()
}

#[test]
fn filters_and_orders() {
    let world = world();
    // Half in the index, half in the tail, then all in the index.
    for _ in 0..2 {
        let check = |filter: &str, expected: &[u128]| {
            let request = list(RecordKind::Contact, filter, Some(user(7)));
            let answer = world.search.list_ids(&request).unwrap();
            assert_eq!(numbers(&answer), expected, "{filter}");
            assert_eq!(answer.total, expected.len() as u64, "{filter}");
        };
        check("", &[3, 1, 2, 4]);
        check("stage:lead", &[1, 2, 4]);
        check("stage:lead,customer", &[3, 1, 2, 4]);
        check("-stage:lead", &[3]);
        check("owner:me", &[2, 4]);
        check("owner:none", &[3, 1]);
        check("tag:VIP stage:lead", &[1]);
        check("tag:\"key account\"", &[2]);
        check("email:czerny.example", &[4]);
        check("email:ana@baker.example", &[2]);
        world.settle();
    }
}

#[test]
fn pages_words_and_times() {
    let world = world();
    let ask = |change: &dyn Fn(&mut ListRequest)| {
        let mut request = list(RecordKind::Contact, "", None);
        change(&mut request);
        numbers(&world.search.list_ids(&request).unwrap())
    };
    for _ in 0..2 {
        assert_eq!(ask(&|list| list.descending = true), [4, 2, 1, 3]);
        assert_eq!(
            ask(&|list| {
                list.sort = ListSort::Time(TimeColumn::Updated);
                list.descending = true;
            }),
            [4, 3, 2, 1]
        );
        assert_eq!(
            ask(&|list| {
                list.offset = 1;
                list.limit = 2;
            }),
            [1, 2]
        );
        assert_eq!(ask(&|list| list.query = parse("alv")), [3, 1]);
        world.settle();
    }
}
