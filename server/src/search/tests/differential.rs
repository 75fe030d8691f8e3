//! After every random operation, tail and index together answer the same as an index built from
//! nothing. Companies change the documents of their people.

use super::{
    files::{message_with_file, pages, read},
    *,
};
use std::collections::BTreeSet;

const WORDS: [&str; 17] = [
    "GTXPro",
    "GTX Pro",
    "發票",
    "договоры",
    "año",
    "invoice",
    "invoices",
    "pears",
    "plums",
    "合同",
    "付款",
    "ana@example.com",
    "ORD-1-77",
    "reunión",
    "reuniones",
    "late",
    "paid",
];
const QUERIES: [&str; 25] = [
    "gtx pro ",
    "gtxpro ",
    "发票",
    "fapiao ",
    "fp",
    "договор ",
    "dogovory ",
    "ano ",
    "año ",
    "annie ",
    "unvoice ",
    "invoice",
    "inv",
    "pears plums ",
    "pears -plums ",
    "合同付款",
    "invoice的合同付款和发票",
    "why were the late invoices of pears not paid ",
    "ana",
    "ORD-1",
    "reunion ",
    "\"late paid\"",
    "late OR paid ",
    "pairs ",
    "",
];
/// What random queries with fields are made of.
const CLAUSES: [&str; 21] = [
    "from:ana ",
    "from:bo* ",
    "to:cy ",
    "with:ana ",
    "with:vidal ",
    "company:pears ",
    "company:in* ",
    "owner:none ",
    "tag:vip ",
    "tag:none ",
    "stage:lead ",
    "kind:note,contact ",
    "has:attachment ",
    "filename:pdf ",
    "subject:late ",
    "in:bin ",
    "before:1970-01-02 ",
    "after:1970-01-02 ",
    "amount>5 ",
    "invoice ",
    "(pears OR kind:company) ",
];
/// Random queries after each operation.
const FIELDED: u64 = 8;
const ROUNDS: u64 = 60;
const RECORDS: u64 = 12;

/// Small, seeded, and enough to stir.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (self.0 >> 33) % sides
    }

    /// Clauses, some of them negated, some of them alternatives.
    fn query(&mut self) -> String {
        let clauses = (0..=self.roll(3)).map(|_| {
            let sign = ["", "", "-"][self.roll(3) as usize];
            let join = ["", "", "OR "][self.roll(3) as usize];
            let clause = CLAUSES[self.roll(CLAUSES.len() as u64) as usize];
            format!("{sign}{clause}{join}")
        });
        clauses.collect()
    }

    fn text(&mut self) -> String {
        let words = (0..=self.roll(6)).map(|_| WORDS[self.roll(WORDS.len() as u64) as usize]);
        words.collect::<Vec<_>>().join(" ")
    }
}

fn operation(world: &World, dice: &mut Dice) {
    let number = u128::from(dice.roll(RECORDS) + 1);
    let cause = match dice.roll(5) {
        0 => Cause::Import(ImportId::from_uuid(id(9))),
        _ => Cause::Request,
    };
    let (text, action) = (dice.text(), dice.roll(5));
    match number % 4 {
        0 => change(world, cause, note(number, &text), action),
        1 => {
            let firm = world.store.read().unwrap().find(id(number + 1)).unwrap();
            let companies = firm.iter().map(place_in).collect();
            let person = Contact {
                companies,
                tags: (dice.roll(2) == 0)
                    .then(|| "VIP".to_owned())
                    .into_iter()
                    .collect(),
                stage: (dice.roll(2) == 0).then_some(LifecycleStage::Lead),
                ..contact(number, "Ana", "Vidal")
            };
            change(world, cause, person, action);
        }
        2 => change(world, cause, company(number, &text), action),
        _ => {
            let mut mail = message_with_file(number, "late.pdf");
            mail.participants[0].name = ["Ana Vidal", "Bob", ""][dice.roll(3) as usize].to_owned();
            mail.participants.push(Participant {
                role: ParticipantRole::To,
                name: "Cy".into(),
                address: "cy@example.com".into(),
            });
            if action == 4
                && world
                    .store
                    .read()
                    .unwrap()
                    .find::<Message>(id(number))
                    .unwrap()
                    .is_some()
            {
                read(world, &mail, &pages(&[&text]));
            } else {
                change(
                    world,
                    cause,
                    Message {
                        subject: text,
                        ..mail
                    },
                    action,
                );
            }
        }
    }
    if cause != Cause::Request || dice.roll(6) == 0 {
        world.settle();
    }
}

fn change<T: Record>(world: &World, cause: Cause, mut record: T, action: u64) {
    let stored = world.store.read().unwrap().find::<T>(record.id()).unwrap();
    record.head_mut().revision = stored.map_or(1, |stored| stored.head().revision + 1);
    match action {
        0 => world.write(cause, |unit| {
            let kind = T::KIND.unwrap();
            let id = record.id();
            match unit.has_links(RecordRef { kind, id })? {
                true => Ok(()),
                false => unit.remove::<T>(id),
            }
        }),
        1 => world.write(cause, |unit| unit.put(&deleted(record.clone())).map(drop)),
        _ => world.write(cause, |unit| unit.put(&record).map(drop)),
    }
}

fn answers(search: &Search, query: &str) -> (BTreeSet<Uuid>, u64) {
    let answer = search.search(&request(query)).unwrap();
    (ids(&answer).into_iter().collect(), answer.total)
}

#[test]
fn tail_and_index_answer_as_a_fresh_index() {
    let world = World::new();
    let mut dice = Dice(20_260_101);
    for round in 0..ROUNDS {
        operation(&world, &mut dice);
        let folder = tempfile::tempdir().unwrap();
        let fresh = world.fresh_search(&folder);
        let fielded: Vec<String> = (0..FIELDED).map(|_| dice.query()).collect();
        let queries = QUERIES
            .into_iter()
            .chain(fielded.iter().map(String::as_str));
        for query in queries {
            let (mixed, built) = (answers(&world.search, query), answers(&fresh, query));
            assert_eq!(mixed, built, "round {round}: {query:?}");
        }
        fresh.close();
    }
    world.settle();
    assert_eq!(world.search.check().unwrap(), Vec::<String>::new());
}

#[test]
fn order_is_the_same_where_the_statistics_agree() {
    let world = World::new();
    for number in 1..=8 {
        world.put(&note(number, &"invoice ".repeat(number as usize)));
    }
    let folder = tempfile::tempdir().unwrap();
    let fresh = world.fresh_search(&folder);
    world.settle();
    // The same state in both, so the same statistics; one then meets a record from its tail.
    let same = note(3, &"invoice ".repeat(3));
    world.put(&Note {
        head: Head {
            revision: 2,
            ..same.head.clone()
        },
        ..same
    });
    let expected = ids(&fresh.search(&request("invoice")).unwrap());
    assert_eq!(world.found("invoice"), expected);
}
