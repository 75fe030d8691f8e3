//! Names: found by what people call their bearers, by their sound, with errors, joined and split;
//! and what of them is marked. Half of the cases are negatives.

use super::*;

/// Each name becomes a contact (first name, last name); the query must find it, or must not.
fn check(cases: &[(&str, &str, &str, bool)]) {
    let world = World::new();
    for (number, (first, last, ..)) in (1_u128..).zip(cases) {
        world.put(&contact(number, first, last));
    }
    for place in ["tail", "index"] {
        for (number, (first, last, query, expected)) in (1_u128..).zip(cases) {
            let is_there = world.found(query).contains(&id(number));
            assert_eq!(is_there, *expected, "{place}: {query:?} on {first} {last}");
        }
        world.settle();
    }
}

#[test]
fn nicknames_find_their_bearers() {
    check(&[
        ("Robert", "Whitfield", "bob ", true),
        ("Robert", "Whitfield", "bob whit", true),
        ("Bob", "Marley", "robert ", true),
        ("Elizabeth", "Turner", "liz ", true),
        ("William", "Oakes", "bill oakes", true),
        ("Francisco", "Ibáñez", "paco ibanez", true),
        ("Francisco", "Ibáñez", "Fco. Ibáñez ", true),
        ("María del Carmen", "Ortega", "Mª Carmen Ortega ", true),
        (
            "Mª Ángeles",
            "Quintanilla",
            "maria angeles quintanilla ",
            true,
        ),
        ("José", "Martínez", "pepe", true),
        ("Pepe", "Ortega", "José ", true),
        ("José María", "Aznar", "chema ", true),
        ("Alexander", "Stein", "sasha ", true),
        ("Александр", "Иванов", "саша ", true),
        ("Johannes", "Huber", "hans ", true),
        ("Ana", "Hernández", "ana hdez. ", true),
        ("Ana", "Hdez.", "ana hernandez ", true),
        ("Ana", "Fernández", "hdez ", false),
        ("Francisco", "Ibáñez", "f. ibañez ", true),
        ("María del Carmen", "Ortega", "M. Carmen Ortega ", true),
        ("Francisco", "Quiroga", "q. ibañez ", false),
        ("Robert", "Whitfield", "bill ", false),
        ("Robert", "Whitfield", "bobcat ", false),
        ("Ann", "Robert", "bob ", false),
        ("José", "Martínez", "paco ", false),
        ("José", "Aznar", "chema ", false),
        ("Alexandra", "Stein", "alec ", false),
        ("Robert", "Whitfield", "\"bob\"", false),
        ("Robert", "Whitfield", "robert -bob", true),
    ]);
}

#[test]
fn chinese_names_are_found_by_their_sound() {
    check(&[
        ("伟", "张", "zhangwei", true),
        ("伟", "张", "zhang wei ", true),
        ("伟", "张", "wei zhang ", true),
        ("伟", "张", "zw", true),
        ("伟", "张", "zhangw", true),
        ("伟", "张", "ZhangWei ", true),
        ("志強", "陳", "chen zhiqiang ", true),
        ("志強", "陳", "czq ", true),
        ("田芳", "单", "shantianfang ", true),
        ("国藩", "曾", "zeng guofan", true),
        ("英", "仇", "qiu ying ", true),
        ("修远", "欧阳", "ouyang ", true),
        ("修远", "欧阳", "oyxy ", true),
        ("布", "吕", "lvbu ", true),
        ("布", "吕", "lu bu ", true),
        ("伟", "张", "zhangwu ", false),
        ("伟", "张", "zx ", false),
        ("伟", "张", "hangwei ", false),
        ("伟", "张", "li wei ", false),
        ("志強", "陳", "zhang zhiqiang ", false),
        ("英", "仇", "chouying ", false),
        ("修远", "欧阳", "ouyangx ", false),
        ("伟", "张", "\"zhangwei\"", false),
    ]);
}

#[test]
fn cyrillic_names_are_found_in_latin_letters_and_back() {
    check(&[
        ("Дмитрий", "Шевченко", "dmitry shevchenko ", true),
        ("Дмитрий", "Шевченко", "dima ", true),
        ("Алексей", "Юрьев", "alexey yuriev ", false),
        ("Алексей", "Юрьев", "aleksey yurev ", true),
        ("Сергей", "Хрущёв", "sergei khrushchev ", true),
        ("Ivan", "Petrov", "Иван Петров ", true),
        ("Ivan", "Petrov", "Иван Сидоров ", false),
        ("Дмитрий", "Шевченко", "dmitrov ", false),
        ("Сергей", "Хрущёв", "sergio ", false),
    ]);
}

#[test]
fn firms_are_found_by_parts_of_their_sound() {
    let world = World::new();
    world.put(&company(1, "深圳市星河电子有限公司"));
    world.put(&company(2, "臺灣電子股份有限公司"));
    for place in ["tail", "index"] {
        for query in [
            "xinghe ",
            "xinghedianzi",
            "shenzhen",
            "szs ",
            "xing he dian zi ",
        ] {
            assert_eq!(world.found(query), [id(1)], "{place}: {query}");
        }
        assert_eq!(world.found("taiwan "), [id(2)], "{place}");
        assert_eq!(world.found("dianzi ").len(), 2, "{place}");
        for query in ["hexing ", "beijing ", "xinghui "] {
            assert_eq!(world.found(query), Vec::<Uuid>::new(), "{place}: {query}");
        }
        world.settle();
    }
}

#[test]
fn one_error_in_a_name_is_forgiven_and_two_in_long_ones() {
    check(&[
        ("Christina", "Quintana", "quintna ", true),
        ("Christina", "Quintana", "qiuntana ", true),
        ("Christina", "Quintana", "uqintana ", true),
        ("Christina", "Quintana", "wuintana ", true),
        ("Christina", "Quintana", "cristina ", true),
        ("Christina", "Quintana", "chrystinna ", true),
        ("Ann", "Stone", "ston ", true),
        ("Ann", "Stone", "tsone ", true),
        ("Ann", "Stone", "atone ", true),
        ("Ann", "Stone", "store ", true),
        ("Elizabeth", "Turner", "eliz turner ", true),
        ("Elizabeth", "Turner", "eliz tur", true),
        ("Elizabeth", "Turner", "abeth turner ", false),
        ("Elizabeth", "Turner", "eliz turning ", false),
        ("Ann", "Stone", "stair ", false),
        ("Ann", "Stone", "ane ", false),
        ("Ann", "Stone", "bton ", false),
        ("Christina", "Quintana", "hristina ", false),
        ("Guadalupe", "Hernández", "ernandez guadalupe ", true),
        ("Christina", "Quintana", "martina ", false),
        ("Christina", "Quintana", "\"quintna\"", false),
    ]);
}

#[test]
fn joined_and_split_words_are_one() {
    let cases = [
        ("GTXPro firmware is out", "gtx pro ", true),
        ("GTXPro firmware is out", "pro ", true),
        ("GTXPro firmware is out", "GTX-Pro ", true),
        ("The GTX Pro is out", "gtxpro ", true),
        ("The GTX Pro is out", "GTXPro ", true),
        ("Our new web site", "website ", true),
        ("Our new website", "web site ", true),
        ("Our new website", "web si", true),
        ("We sent an e-mail", "e mail ", true),
        ("We sent an e mail", "email ", true),
        ("We sent an email", "e-mail ", true),
        ("Boxes of 500kg each", "500 kg ", true),
        ("Boxes of 500 kg each", "500kg ", true),
        ("Ask DataBridge about it", "data bridge about ", true),
        ("iPhone for the team", "phone ", true),
        ("GTXPro firmware is out", "gtx amateur ", false),
        ("The GTX is not Pro", "gtxpro ", false),
        ("Our new website", "web page ", false),
        ("The site of the web", "website ", false),
        ("We sent an e-mail", "\"e-post\"", false),
        ("GmbH and PDFs", "gmb ", false),
        ("Boxes of 500kg each", "00 kg ", false),
        ("data about a bridge", "databridge ", false),
    ];
    let world = World::new();
    for (number, (text, ..)) in (1_u128..).zip(cases) {
        world.put(&note(number, text));
    }
    for place in ["tail", "index"] {
        for (number, (text, query, expected)) in (1_u128..).zip(cases) {
            // Alone, so that others do not keep the search strict.
            let about = world.found(query).contains(&id(number));
            assert_eq!(about, expected, "{place}: {query:?} on {text:?}");
        }
        world.settle();
    }
}

#[test]
fn the_name_itself_comes_before_other_names() {
    let world = World::new();
    world.put(&contact(1, "Robert", "Stone"));
    world.put(&contact(2, "Bob", "Stone"));
    world.put(&contact(3, "伟", "张"));
    world.put(&contact(4, "Wei", "Zhang"));
    for place in ["tail", "index"] {
        assert_eq!(world.found("bob "), [id(2), id(1)], "{place}");
        assert_eq!(world.found("robert "), [id(1), id(2)], "{place}");
        assert_eq!(world.found("wei zhang "), [id(4), id(3)], "{place}");
        world.settle();
    }
}

#[test]
fn the_sender_that_was_found_is_marked() {
    let world = World::new();
    let mut mail = message(1, "pears", "m@talleres.example");
    mail.participants[0].name = "Marta Vega".to_owned();
    world.put(&mail);
    let check = |query: &str, expected: &[(u32, u32)]| {
        let hit = world.find(query).hits.remove(0);
        assert_eq!(hit.context, "Marta Vega <m@talleres.example>");
        let marks: Vec<_> = hit.context_marks.iter().map(|it| (it.0, it.1)).collect();
        assert_eq!(marks, expected, "{query}");
    };
    check("marta ", &[(0, 5)]);
    check("talleres ", &[(14, 22)]);
    check("pears ", &[]);
    check("pears from:vega ", &[(6, 10)]);
    check("from:mar", &[(0, 5)]);
    check("with:\"marta vega\" ", &[(0, 5), (6, 10)]);
    check("pears -from:nobody ", &[]);
}

#[test]
fn a_sender_is_marked_who_was_asked_for_by_sound() {
    let world = World::new();
    let mut mail = message(1, "pears", "m@example.cn");
    mail.participants[0].name = "张伟".to_owned();
    world.put(&mail);
    for query in ["from:zhangwei ", "from:zw ", "from:张伟 "] {
        let hit = world.find(query).hits.remove(0);
        let marks: Vec<_> = hit.context_marks.iter().map(|it| (it.0, it.1)).collect();
        assert_eq!(marks, [(0, 2)], "{query}");
    }
}

#[test]
fn what_a_name_was_found_by_is_marked() {
    let world = World::new();
    world.put(&contact(1, "Robert", "Whitfield"));
    world.put(&contact(2, "伟", "张"));
    world.put(&company(3, "深圳市星河电子有限公司"));
    world.put(&contact(4, "Дмитрий", "Шевченко"));
    world.put(&note(5, "The web site of GTXPro"));
    let check = |query: &str, expected: &[(u32, u32)]| {
        let hit = world.find(query).hits.remove(0);
        let marks = if hit.kind == RecordKind::Note {
            hit.marks
        } else {
            hit.title_marks
        };
        let marks: Vec<_> = marks.iter().map(|mark| (mark.0, mark.1)).collect();
        assert_eq!(marks, expected, "{query}");
    };
    check("bob ", &[(0, 6)]);
    check("bo", &[(0, 6)]);
    check("bob whitfield ", &[(0, 6), (7, 16)]);
    check("r. whitfield ", &[(0, 6), (7, 16)]);
    check("whitfild ", &[(7, 16)]);
    check("chitfield ", &[(7, 16)]);
    check("zw ", &[(0, 2)]);
    check("wei ", &[(1, 2)]);
    check("zhangwei ", &[(0, 2)]);
    check("zhangw", &[(0, 2)]);
    check("xinghe ", &[(3, 5)]);
    check("dima ", &[(0, 7)]);
    check("website ", &[(4, 12)]);
    check("gtx pro ", &[(16, 22)]);
}
