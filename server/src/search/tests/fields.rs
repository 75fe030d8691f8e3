//! `field:value`: people, files, companies, owners, dates, the bin, and what nothing has.

mod people;

use super::*;
use crate::store::schema::user::User;
use shared::{
    locale::Locale,
    model::{Role, Theme},
    query::{Context, ProblemCode, parse_in},
};

fn ask(world: &World, query: &str, viewer: Option<UserId>) -> SearchAnswer {
    let context = Context {
        locale: Locale::En,
        now: at(1_000),
        zone: &shared::zone::Utc,
    };
    let request = SearchRequest {
        query: parse_in(query, &context),
        viewer,
        ..request("")
    };
    world.search.search(&request).unwrap()
}

/// Looks at the tail, then at the index.
fn check(world: &World, query: &str, expected: &[u128]) {
    for place in ["tail", "index"] {
        let answer = ask(world, query, None);
        let mut found: Vec<u128> = ids(&answer).iter().map(|id| id.as_u128()).collect();
        found.sort_unstable();
        assert_eq!(found, expected, "{query:?} in the {place}");
        assert_eq!(answer.total, expected.len() as u64, "{query:?}");
        world.settle();
    }
}

fn check_problems(world: &World, query: &str, expected: &[ProblemCode]) {
    let codes: Vec<_> = ask(world, query, None)
        .problems
        .iter()
        .map(|it| it.code)
        .collect();
    assert_eq!(codes, expected, "{query:?}");
}

fn person(role: ParticipantRole, name: &str, address: &str) -> Participant {
    Participant {
        role,
        name: name.to_owned(),
        address: address.to_owned(),
    }
}

fn mail(number: u128, from: (&str, &str), to: &[(&str, &str)]) -> Message {
    let mut message = message(number, "pears", from.1);
    message.participants = vec![person(ParticipantRole::From, from.0, from.1)];
    let to = to
        .iter()
        .map(|(name, address)| person(ParticipantRole::To, name, address));
    message.participants.extend(to);
    let targets = message.participants.iter();
    message.activity.targets = targets
        .map(|it| Target::Email(it.address.clone()))
        .collect();
    message
}

const ANA: (&str, &str) = ("Ana María Vidal", "ana.vidal@mail.acme.example");
const BOB: (&str, &str) = ("Bob Vidal", "bob@other.example");
const WEI: (&str, &str) = ("张伟", "wei@other.example");

fn mails() -> World {
    let world = World::new();
    world.put(&mail(1, ANA, &[BOB]));
    world.put(&mail(2, BOB, &[ANA, WEI]));
    let mut wei = mail(3, WEI, &[ANA]);
    wei.participants[1].role = ParticipantRole::Cc;
    wei.attachments = ["Annual Report 2024.pdf", "合同 终稿.docx"]
        .map(|name| Attachment {
            file_name: name.into(),
            content_type: "application/pdf".into(),
            size_bytes: 1,
            blob: [1; 32],
        })
        .to_vec();
    world.put(&wei);
    world
}

#[test]
fn mail_is_found_by_who_sent_it_and_who_got_it() {
    let world = mails();
    for (query, expected) in [
        ("from:ana ", &[1][..]),
        ("from:an", &[1]),
        ("from:an ", &[]),
        ("from:an* ", &[1]),
        ("from:VIDAL ", &[1, 2]),
        ("from:\"ana maria\" ", &[1]),
        ("from:\"vidal maria ana\" ", &[1]),
        ("from:\"ana vidal\" ", &[1]),
        ("from:\"bob ana\" ", &[]),
        ("from:ana.vidal@mail.acme.example ", &[1]),
        ("from:ana.vidal@mail.acme", &[1]),
        ("from:vidal@mail.acme.example ", &[]),
        ("from:acme.example ", &[1]),
        ("from:@mail.acme.example ", &[1]),
        ("from:cme.example ", &[]),
        ("from:acme ", &[1]),
        ("from:ana.vidal ", &[1]),
        ("from:张伟 ", &[3]),
        ("from:伟 ", &[3]),
        ("from:\"张 伟\" ", &[3]),
        ("from:“张 伟” ", &[3]),
        ("from:<bob@other.example> ", &[2]),
        ("to:\"Ana <ana.vidal@mail.acme.example>\" ", &[2, 3]),
        ("from:(ana OR bob) pears ", &[1, 2]),
        ("from:(vidal bob) ", &[2]),
        ("ｆｒｏｍ：ａｎａ　ｐｅａｒｓ", &[1]),
        ("from:ana,bob ", &[1, 2]),
        ("-from:ana pears ", &[2, 3]),
        ("to:ana ", &[2, 3]),
        ("to:张 ", &[2]),
        ("with:ana ", &[1, 2, 3]),
        ("with:bob@other.example ", &[1, 2]),
        ("with:@other.example ", &[1, 2, 3]),
        ("from:ana OR from:bob pears ", &[1, 2]),
        ("(from:bob to:ana) OR has:attachment ", &[2, 3]),
        ("pears from:bob", &[2]),
        ("plums from:bob ", &[]),
    ] {
        check(&world, query, expected);
    }
}

#[test]
fn people_are_found_by_what_they_are_called() {
    let world = World::new();
    let robert = ("Robert Vidal", "r.vidal@other.example");
    let firm = ("Bob", "sales@bobs.example");
    world.put(&mail(1, robert, &[ANA]));
    world.put(&mail(2, firm, &[robert]));
    world.put(&mail(3, ANA, &[("José Lee", "jl@other.example")]));
    world.put(&contact(7, "Robert", "Moss"));
    world.put(&contact(8, "Roberta", "Moss"));
    for (query, expected) in [
        ("from:bob ", &[1, 2][..]),
        ("from:bob", &[1, 2]),
        ("from:Robert ", &[1, 2]),
        ("from:\"bob vidal\" ", &[1]),
        ("from:\"vidal bob\" ", &[1]),
        ("from:\"bob moss\" ", &[]),
        ("from:bobs.example ", &[2]),
        ("from:bob.vidal ", &[]),
        ("from:bob@other.example ", &[]),
        ("to:bob ", &[2]),
        ("to:pepe ", &[3]),
        ("with:bob ", &[1, 2, 7]),
        ("with:\"bob moss\" ", &[7]),
        // Who excludes Bob does not exclude Robert.
        ("-from:bob kind:mail ", &[1, 3]),
        ("-(from:bob OR from:ana) kind:mail ", &[1]),
        ("filename:bob ", &[]),
    ] {
        check(&world, query, expected);
    }
}

/// Four people who write their names in other scripts than Latin.
fn mails_in_other_scripts() -> World {
    let world = World::new();
    let from = |number, name| {
        mail(
            number,
            (name, "m@mail.example"),
            &[("曾德华", "t@to.example")],
        )
    };
    for (number, name) in [
        (1, "张伟"),
        (2, "李子文"),
        (3, "歐陽娜娜 "),
        (4, "Дмитрий Иванов"),
    ] {
        world.put(&from(number, name));
    }
    world
}

#[test]
fn people_of_a_mail_are_found_by_the_sound_of_their_names() {
    let world = mails_in_other_scripts();
    for (query, expected) in [
        ("from:zhangwei ", &[1][..]),
        ("from:ZhangWei ", &[1]),
        ("from:\"zhang wei\" ", &[1]),
        ("from:\"wei zhang\" ", &[1]),
        ("from:zhang ", &[1]),
        ("from:zhangw", &[1]),
        ("from:zhangw ", &[]),
        // Initials of a whole name: 子文 is none.
        ("from:zw ", &[1]),
        ("from:zw", &[1]),
        ("from:lzw ", &[2]),
        ("from:z ", &[]),
        ("from:ziwen ", &[2]),
        ("from:ouyang ", &[3]),
        ("from:\"nana ouyang\" ", &[3]),
        ("from:oynn ", &[3]),
        ("from:ivanov ", &[4]),
        ("from:\"dmitri ivanov\" ", &[4]),
        ("from:\"ivanov dmitry\" ", &[4]),
        ("from:dmit", &[4]),
        ("from:zhangwei,lzw ", &[1, 2]),
        ("from:zhang-wei ", &[]),
        // A surname that is read otherwise than the word.
        ("to:zengdehua ", &[1, 2, 3, 4]),
        ("to:zhangwei ", &[]),
        ("with:zw ", &[1]),
        // Who excludes a sound excludes who writes it so.
        ("-from:zhangwei kind:mail ", &[1, 2, 3, 4]),
        ("filename:zhangwei ", &[]),
    ] {
        check(&world, query, expected);
    }
}

#[test]
fn records_of_fields_are_found_by_the_sound_of_their_names() {
    let world = World::new();
    let zhang = Contact {
        owner_id: Some(user(7)),
        ..contact(1, "", "张伟")
    };
    let huawei = company(2, "华为技术公司");
    let employee = Contact {
        companies: vec![place_in(&huawei)],
        ..contact(3, "Ana", "Vidal")
    };
    world.put(&zhang);
    world.put(&huawei);
    world.put(&employee);
    world.put(&login(7, "王芳", "w@work.example"));
    let mut about = note(4, "call");
    about.activity.targets = vec![Target::Record(zhang.id.into())];
    world.put(&about);
    for (query, expected) in [
        ("with:zhangwei ", &[1, 4][..]),
        ("with:zw kind:note ", &[4]),
        ("with:\"wei zhang\" ", &[1, 4]),
        ("with:zhan", &[1, 4]),
        ("with:zhan ", &[]),
        ("with:huawei ", &[2, 3]),
        ("company:huawei ", &[2, 3]),
        ("company:hwjs ", &[2, 3]),
        ("owner:wangfang ", &[1]),
        ("owner:wf ", &[1]),
        ("-with:zhangwei kind:note ", &[4]),
    ] {
        check(&world, query, expected);
    }
}

#[test]
fn a_name_found_by_its_sound_leaks_nothing() {
    let world = World::new();
    let mut secret = mail(
        1,
        ("张伟", "canary@secret.example"),
        &[("李娜", "l@to.example")],
    );
    secret.activity.visibility = Visibility::Private;
    secret.activity.author = Some(user(1));
    world.put(&secret);
    for place in ["tail", "index"] {
        for query in ["from:zhangwei ", "from:zw", "to:lina ", "with:zhang"] {
            let total = |viewer| ask(&world, query, Some(viewer)).total;
            assert_eq!((total(user(2)), total(user(1))), (0, 1), "{place}: {query}");
            let problems = |viewer| ask(&world, query, Some(viewer)).problems;
            assert_eq!(problems(user(2)), problems(user(1)), "{place}: {query}");
        }
        world.settle();
    }
}

#[test]
fn mail_is_found_by_its_files_and_subject() {
    let world = mails();
    world.put(&note(9, "annual report pears"));
    for (query, expected) in [
        ("has:attachment ", &[3][..]),
        ("-has:attachment kind:mail ", &[1, 2]),
        ("filename:report ", &[3]),
        ("filename:\"annual report\" ", &[3]),
        ("filename:\"report annual\" ", &[]),
        ("filename:pdf ", &[3]),
        ("filename:*.PDF ", &[3]),
        ("filename:\"annual report 2024.pdf\" ", &[3]),
        ("filename:repo", &[3]),
        ("filename:repo ", &[]),
        ("filename:合同 ", &[3]),
        ("filename:终 ", &[3]),
        ("subject:pears ", &[1, 2, 3]),
        ("subject:pea", &[1, 2, 3]),
        ("subject:annual ", &[]),
        ("kind:note,mail pears ", &[1, 2, 3, 9]),
        ("kind:note", &[9]),
    ] {
        check(&world, query, expected);
    }
}

pub fn login(number: u128, name: &str, address: &str) -> User {
    User {
        id: user(number),
        head: Head::new(at(100)),
        name: name.to_owned(),
        email: address.to_owned(),
        role: Role::Member,
        disabled: false,
        password_hash: String::new(),
        locale: Locale::En,
        theme: Theme::System,
        tz: None,
        unknown: Default::default(),
    }
}

#[test]
fn records_are_found_by_company_owner_tag_and_stage() {
    let world = World::new();
    let acme = Company {
        domains: vec!["acme.example".into()],
        ..company(1, "Acme Workshop")
    };
    let ana = Contact {
        companies: vec![place_in(&acme)],
        owner_id: Some(user(7)),
        tags: vec!["Key Account".into()],
        stage: Some(LifecycleStage::Lead),
        emails: vec![email("ana@home.example")],
        ..contact(2, "Ana", "Vidal")
    };
    world.put(&login(7, "Eva Ruiz", "eva@work.example"));
    world.put(&acme);
    world.put(&ana);
    world.put(&contact(3, "Cy", "Workshop"));
    world.put(&mail(4, ANA, &[BOB]));
    world.put(&mail(5, BOB, &[("Ana", "ana@home.example")]));
    world.put(&mail(6, BOB, &[("Somebody", "x@acme.example")]));
    let mut about = note(8, "call");
    about.activity.targets = vec![Target::Record(ana.id.into())];
    world.put(&about);
    for (query, expected) in [
        ("company:acme ", &[1, 2, 6][..]),
        ("company:\"acme workshop\" ", &[1, 2, 6]),
        ("company:acme.example ", &[1, 2, 6]),
        ("company:work", &[1, 2, 6]),
        (
            "company:00000000-0000-0000-0000-000000000001 kind:contact ",
            &[2],
        ),
        ("company:workshop kind:contact ", &[2]),
        ("owner:eva ", &[2]),
        ("owner:ruiz,none kind:contact ", &[2, 3]),
        ("owner:eva@work.example ", &[2]),
        ("owner:none kind:contact ", &[3]),
        ("tag:\"key account\" ", &[2]),
        ("tag:none kind:contact ", &[3]),
        ("tag:k", &[2]),
        ("tag:ke*  ", &[2]),
        ("tag:k ", &[]),
        ("stage:lead ", &[2]),
        ("etapa:interesado ", &[2]),
        ("with:\"ana vidal\" ", &[2, 4, 5, 8]),
        ("with:ana kind:note ", &[8]),
        ("with:ana@home.example kind:note ", &[8]),
        ("with:@home.example kind:note ", &[8]),
    ] {
        check(&world, query, expected);
    }
    let mine = ask(&world, "owner:me kind:contact ", Some(user(7)));
    assert_eq!(ids(&mine), [id(2)]);
    check_problems(&world, "owner:nobody ", &[ProblemCode::NoSuchUser]);
    check_problems(&world, "company:zzz ", &[ProblemCode::NoSuchCompany]);
    check_problems(&world, "company:zzz.example ", &[]);
    check_problems(&world, "amount>500 ", &[ProblemCode::NotYet]);
    check(&world, "amount>500 ", &[]);
    check(&world, "owner:nobody ", &[]);
    check(&world, "form:ana ", &[]);
    check(&world, "kind:note from: ", &[8]);
}

#[test]
fn dates_are_those_of_what_happened() {
    const DAY: i64 = 86_400;
    let world = World::new();
    for number in 1..=3_i64 {
        let mut mail = message(number as u128, "pears", "bob@example.com");
        mail.activity.at = at(number * DAY);
        world.put(&mail);
    }
    for (query, expected) in [
        ("before:1970-01-03 ", &[1][..]),
        ("after:1970-01-03 ", &[2, 3]),
        ("on:1970-01-03 ", &[2]),
        ("on:1970-01-02,1970-01-04 ", &[1, 3]),
        ("-on:1970-01-03 ", &[1, 3]),
        ("before:yesterday ", &[]),
    ] {
        check(&world, query, expected);
    }
}

#[test]
fn the_bin_is_searched_when_asked_for() {
    let world = World::new();
    world.put(&note(1, "zebra one"));
    world.put(&note(2, "zebra two"));
    world.settle();
    world.put(&deleted(note(2, "zebra two")));
    check(&world, "zebra ", &[1]);
    let world = World::new();
    world.put(&note(1, "zebra one"));
    world.put(&deleted(note(2, "zebra two")));
    check(&world, "zebra in:bin ", &[2]);
    check(&world, "zebra -in:bin ", &[1]);
    check(&world, "zebra in:archive ", &[]);
    let answer = ask(&world, "zebra in:bin ", None);
    assert!(answer.hits[0].in_bin);
    let list = lists::list(RecordKind::Note, "", None);
    assert_eq!(world.search.list_ids(&list).unwrap().ids, [id(1)]);
    assert_eq!(world.search.check().unwrap(), Vec::<String>::new());
    world.put(&note(2, "zebra two"));
    check(&world, "zebra ", &[1, 2]);
}

#[test]
fn the_bin_keeps_what_is_private() {
    let world = World::new();
    let mut secret = deleted(note(1, "canary zebra"));
    secret.activity.visibility = Visibility::Private;
    world.put(&secret);
    for place in ["tail", "index"] {
        for (viewer, expected) in [(Some(user(2)), 0), (Some(user(1)), 1), (None, 1)] {
            for query in [
                "canary in:bin ",
                "in:bin ",
                "in:bin OR zeb*",
                "-(zzz in:bin) ",
            ] {
                let answer = ask(&world, query, viewer);
                assert_eq!(answer.total, expected, "{place}: {query} {viewer:?}");
                assert_eq!(answer.hits.len() as u64, expected, "{place}: {query}");
            }
        }
        world.settle();
    }
}

#[test]
fn fields_leak_no_private_mail() {
    let world = World::new();
    let mut secret = mail(1, ("Canary", "canary@secret.example"), &[BOB]);
    secret.activity.visibility = Visibility::Private;
    secret.activity.author = Some(user(1));
    world.put(&secret);
    for place in ["tail", "index"] {
        for query in [
            "from:canary ",
            "from:can",
            "with:canary@secret.example ",
            "to:bob ",
            "company:secret.example ",
            "-from:nobody ",
        ] {
            assert_eq!(
                ask(&world, query, Some(user(2))).total,
                0,
                "{place}: {query}"
            );
            assert_eq!(
                ask(&world, query, Some(user(1))).total,
                1,
                "{place}: {query}"
            );
        }
        world.settle();
    }
}
