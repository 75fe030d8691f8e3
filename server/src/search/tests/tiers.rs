//! What is found when hardly anything has all words that were typed.

use super::{cases::check, *};
use shared::api::search::SearchTier;

#[test]
fn little_words_may_be_missing_when_hardly_anything_has_them() {
    let order = "Pedido 90871 entregado a Talleres Muñoz";
    let carrots = "Compramos tres kilos de zanahoria al frutero de la plaza.";
    let boiler = "Confirmed with plumber: boiler replaced";
    check(&[
        (carrots, "zanahorias del frutero ", true),
        (boiler, "the plumber ", true),
        (boiler, "boiler from the plumber ", true),
        (boiler, "boiler from the plumbr ", true),
        (order, "pedido nº 90871 ", true),
        (order, "pedido número 90871 ", true),
        (order, "sr. muñoz ", true),
        ("Weiter mit Herrn Krause", "Herr Krause ", true),
        ("A zebra", "the who ", false),
        ("A giraffe", "\"the giraffe\" ", false),
        ("A hyena", "the hyena zebu ", false),
        ("A gazelle", "gazelle -a ", false),
    ]);
    let world = World::new();
    world.put(&note(1, "Parcel for us"));
    world.put(&note(2, "The parcel"));
    for place in ["tail", "index"] {
        let answer = world.find("the parcel ");
        assert_eq!(ids(&answer), [2, 1].map(id), "{place}");
        assert_eq!(answer.tier, SearchTier::SomeWords, "{place}");
        world.settle();
    }
}

#[test]
fn to_choose_a_kind_changes_no_other_count() {
    let world = World::new();
    for number in 0..8 {
        let mail = message(number, "walnuts", "ana@home.example");
        world.put_message(&mail, "walnut", "");
    }
    world.put(&note(10, "walnut"));
    let walnot = message(11, "walnot", "ana@home.example");
    world.put_message(&walnot, "walnot", "");
    for kinds in [vec![], vec![RecordKind::Note], vec![RecordKind::Message]] {
        let asked = SearchRequest {
            kinds: kinds.clone(),
            ..request("walnut ")
        };
        let counts = world.search.search(&asked).unwrap().counts;
        let counts: Vec<_> = counts.into_iter().filter(|(_, count)| *count > 0).collect();
        let expected = [(RecordKind::Note, 1), (RecordKind::Message, 8)];
        assert_eq!(counts, expected, "{kinds:?}");
    }
}
