//! Companies in search, and the people who are found by their company's name.

use super::*;

/// More people than the tail takes at once.
const MANY: u128 = 150;

fn again<T: Record>(record: &T) -> T {
    let mut record = record.clone();
    record.head_mut().revision += 1;
    record
}

/// Looks at the tail, then at the index.
fn check(world: &World, query: &str, expected: &[u128]) {
    let expected: Vec<Uuid> = expected.iter().map(|&number| id(number)).collect();
    for place in ["tail", "index"] {
        let mut found = world.found(query);
        found.sort_unstable();
        assert_eq!(found, expected, "{query:?} in the {place}");
        world.settle();
    }
}

#[test]
fn a_company_is_found_by_all_that_is_known_of_it() {
    let world = World::new();
    world.put(&Company {
        domains: vec!["norte.example".into()],
        emails: vec![email("hello@workshop.example")],
        phones: vec![phone("+34 944 000 100")],
        website: "https://www.taller.example/shop".into(),
        address: "Calle del Puerto 12\nBermeo".into(),
        tags: vec!["walnut".into()],
        ..company(1, "Norte Workshop")
    });
    world.put(&company(2, "云杉家居"));
    for query in [
        "nort",
        "norte workshop",
        "norte.example",
        "hello@workshop",
        "944000100",
        "taller.example",
        "https://www.taller.example/shop",
        "http://taller.example/ ",
        "HTTPS://WWW.taller.example",
        "bermeo",
        "puerto",
        "walnut ",
    ] {
        check(&world, query, &[1]);
    }
    check(&world, "云杉", &[2]);
    let answer = world.find("norte");
    assert_eq!(answer.counts[&RecordKind::Company], 1);
    assert_eq!(answer.hits[0].context, "norte.example");
}

#[test]
fn people_follow_the_name_of_their_company() {
    let world = World::new();
    let acme = company(1, "Zyxware");
    let ana = Contact {
        companies: vec![place_in(&acme)],
        ..contact(2, "Ana", "Ruiz")
    };
    world.put(&acme);
    world.put(&ana);
    check(&world, "zyxware", &[1, 2]);
    assert_eq!(world.find("ana ruiz").hits[0].context, "Zyxware");
    let renamed = Company {
        name: "Quorvex".into(),
        ..again(&acme)
    };
    world.put(&renamed);
    check(&world, "quorvex", &[1, 2]);
    check(&world, "zyxware ", &[]);
    world.put(&deleted(again(&renamed)));
    check(&world, "quorvex", &[]);
    check(&world, "ana", &[2]);
    world.put(&again(&again(&renamed)));
    check(&world, "quorvex", &[1, 2]);
    assert_eq!(world.search.check().unwrap(), Vec::<String>::new());
}

#[test]
fn many_people_follow_in_the_index() {
    let world = World::new();
    let acme = company(1, "Zyxware");
    world.put(&acme);
    world.write(Cause::Import(ImportId::from_uuid(id(9))), |unit| {
        for number in 2..2 + MANY {
            unit.put(&Contact {
                companies: vec![place_in(&acme)],
                ..contact(number, "Ana", "Ruiz")
            })?;
        }
        Ok(())
    });
    let renamed = Company {
        name: "Quorvex".into(),
        ..again(&acme)
    };
    world.put(&renamed);
    world.settle();
    assert_eq!(world.find("quorvex").total, 1 + MANY as u64);
    assert_eq!(world.find("zyxware ").total, 0);
}

#[test]
fn what_has_to_do_with_a_company_is_found_by_it() {
    let world = World::new();
    let acme = Company {
        domains: vec!["acme.example".into()],
        emails: vec![email("acme@post.example")],
        ..company(1, "Acme")
    };
    world.put(&acme);
    world.put(&Contact {
        companies: vec![place_in(&acme)],
        ..contact(2, "Ana", "Ruiz")
    });
    world.put(&contact(3, "Bob", "Stone"));
    let mut about_acme = note(4, "pears");
    about_acme.activity.targets = vec![Target::Record(acme.id.into())];
    world.put(&about_acme);
    world.put(&note(5, "plums"));
    for (number, sender) in [
        (6, "stranger@acme.example"),
        (7, "acme@post.example"),
        (8, "other@post.example"),
    ] {
        world.put_message(&message(number, "Offer", sender), "text", "");
    }
    let request = SearchRequest {
        about: vec![acme.id.into()],
        ..request("")
    };
    for place in ["tail", "index"] {
        let mut found = ids(&world.search.search(&request).unwrap());
        found.sort_unstable();
        assert_eq!(found, [1, 2, 4, 6, 7].map(id), "{place}");
        world.settle();
    }
}

#[test]
fn names_are_joined_by_whatever_means_and() {
    let world = World::new();
    world.put(&company(1, "Wood & Sons Ltd"));
    world.put(&company(2, "Hermanos Ruiz y Compañía"));
    world.put(&company(3, "Son Wood"));
    for number in 10..20 {
        world.put(&note(number, "They saw the wood and its sons"));
    }
    for (query, expected) in [
        ("wood and sons", 1),
        ("wood y sons ", 1),
        ("hermanos ruiz & compañia", 2),
        ("ruiz and compañia ", 2),
        ("ruiz y cia", 2),
        ("hnos ruiz ", 2),
    ] {
        for place in ["tail", "index"] {
            assert_eq!(
                world.found(query)[0],
                id(expected),
                "{query:?} in the {place}"
            );
            world.settle();
        }
    }
    check(&world, "company:\"wood and sons\" ", &[1]);
    check(&world, "company:\"hnos ruiz\" ", &[2]);
    check(&world, "kind:company wood -and ", &[1, 3]);
}

#[test]
fn a_chinese_company_comes_before_its_people() {
    let world = World::new();
    let firm = company(1, "北京字节跳动科技有限公司");
    world.put(&firm);
    for (number, name) in [(2, "伟"), (3, "娜"), (4, "磊")] {
        world.put(&Contact {
            companies: vec![place_in(&firm)],
            ..contact(number, name, "张")
        });
    }
    for query in [
        "北京字节跳动",
        "字节跳动科技",
        "北京字节跳动科技",
        "字节跳动公司",
    ] {
        for place in ["tail", "index"] {
            assert_eq!(
                world.found(query).first(),
                Some(&id(1)),
                "{query:?} in the {place}"
            );
            world.settle();
        }
    }
}

#[test]
fn a_chinese_company_is_found_as_people_call_it() {
    let world = World::new();
    let firm = company(1, "深圳市创新达科技有限公司");
    world.put(&firm);
    for (number, name) in [(2, "伟"), (3, "娜"), (4, "磊")] {
        world.put(&Contact {
            companies: vec![place_in(&firm)],
            ..contact(number, name, "张")
        });
    }
    world.put(&company(5, "深圳创新新材料公司"));
    for place in ["tail", "index"] {
        for query in ["深圳创新达", "深圳创新达科技", "深圳创新达公司"] {
            assert_eq!(
                world.found(query).first(),
                Some(&id(1)),
                "{query:?} in the {place}"
            );
        }
        check(&world, "kind:company company:深圳创新达 ", &[1]);
        check(&world, "kind:company company:深圳创新达公司 ", &[1]);
        check(&world, "kind:company company:广东创新达 ", &[]);
        world.settle();
    }
}

#[test]
fn a_chinese_name_is_seen_among_other_words() {
    let world = World::new();
    world.put(&contact(1, "晓明", "王"));
    world.put(&contact(2, "晓", "王"));
    world.put(&contact(3, "明的", "李"));
    world.put(&note(4, "请打电话"));
    for query in ["王晓明电话", "王晓明的电话", "给王晓明打个电话"] {
        for place in ["tail", "index"] {
            let found = world.found(query);
            assert_eq!(found.first(), Some(&id(1)), "{query:?} in the {place}");
            assert!(!found.contains(&id(3)), "{query:?} in the {place}");
            world.settle();
        }
    }
}
