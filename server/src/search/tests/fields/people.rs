//! Who `me` is in a field of people, and how Chinese names are written there.

use super::*;

#[test]
fn my_mail_is_that_of_my_address() {
    let world = mails();
    world.put(&login(7, "Ana", ANA.1));
    for place in ["tail", "index"] {
        for (query, expected) in [
            ("from:me ", &[1][..]),
            ("from:me", &[1]),
            ("to:yo ", &[2, 3]),
            ("收件人:我 ", &[2, 3]),
            ("with:me kind:mail ", &[1, 2, 3]),
            ("-from:me kind:mail ", &[2, 3]),
        ] {
            let answer = ask(&world, query, Some(user(7)));
            let mut found: Vec<u128> = ids(&answer).iter().map(|id| id.as_u128()).collect();
            found.sort_unstable();
            assert_eq!(found, expected, "{query} in the {place}");
        }
        world.settle();
    }
    check(&world, "from:me ", &[]);
}

#[test]
fn a_chinese_name_is_written_with_a_space_or_without() {
    let world = World::new();
    for (number, name) in [(1, "张伟"), (2, "张 伟"), (3, "李 伟")] {
        world.put(&mail(number, (name, "m@mail.example"), &[BOB]));
    }
    check(&world, "from:张伟 ", &[1, 2]);
    check(&world, "from:\"张 伟\" ", &[1, 2]);
    check(&world, "from:「张 伟」 ", &[1, 2]);
}
