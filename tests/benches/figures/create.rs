//! Figure 4: durable creates of a contact over HTTP (record, indexes, log, searchable when
//! answered), one client and sixteen, beside a bare redb commit of the same bytes with the same
//! durability in the same run.

use crate::{
    generate::{self, Random},
    http::{Client, rate},
    samples::Samples,
    world::World,
};
use anyhow::Result;
use redb::{Database, Durability, TableDefinition};
use std::path::Path;

const EXISTING: usize = 10_000;
const CREATES: usize = 1_000;
const CLIENTS: usize = 16;
const CREATES_EACH: usize = 300;
/// What one create of such a contact writes: record, name, two times, two handles, unique address,
/// log header, log payload (keys and values, from the store's own log of one create).
const WRITES: [(usize, usize); 9] = [
    (17, 480),
    (40, 16),
    (26, 16),
    (26, 16),
    (48, 16),
    (36, 16),
    (36, 32),
    (17, 150),
    (17, 120),
];
const TABLE: TableDefinition<&[u8], &[u8]> = TableDefinition::new("bare");

/// Takes it.
pub fn figure() {
    take().unwrap();
}

fn take() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let mut world = World::start(folder.path())?;
    world.add_contacts(EXISTING)?;
    world.wait_indexed()?;
    for round in 1..=3 {
        let bare = bare_commits(folder.path(), round)?;
        let mut client = world.client()?;
        let mut number = round * 1_000_000;
        let one = Samples::of(CREATES, || {
            number += 1;
            client.post("/api/v1/contacts", &body(number)).unwrap();
        });
        let ratio = one.per_mille(500).as_secs_f64() / bare.per_mille(500).as_secs_f64();
        println!("round {round}: create {one}; bare commit {bare}; {ratio:.2}x at the median");
        let alone = rate(1, CREATES, |_| creator(&world, round * 10_000_000))?;
        let many = rate(CLIENTS, CREATES_EACH, |at| {
            creator(&world, round * 10_000_000 + (at + 1) * 100_000)
        })?;
        println!(
            "round {round}: one client {alone:.0}/s, {CLIENTS} clients {many:.0}/s: {:.2}x",
            many / alone
        );
    }
    Ok(())
}

fn creator(world: &World, first: usize) -> Result<Client> {
    let mut client = world.client()?;
    Ok(Box::new(move |number| {
        client
            .post("/api/v1/contacts", &body(first + number))
            .map(drop)
    }))
}

fn body(number: usize) -> String {
    let mut contact = generate::contact(&mut Random::new(number as u64), number);
    contact.phones.clear();
    serde_json::to_string(&contact).expect("invariant: a contact is JSON")
}

fn bare_commits(folder: &Path, round: usize) -> Result<Samples> {
    let db = Database::create(folder.join(format!("bare-{round}.redb")))?;
    let mut random = Random::new(round as u64);
    Ok(Samples::of(CREATES, || {
        let mut write = db.begin_write().unwrap();
        write.set_durability(Durability::Immediate).unwrap();
        write.set_quick_repair(true);
        {
            let mut table = write.open_table(TABLE).unwrap();
            for (key_bytes, value_bytes) in WRITES {
                let key: Vec<u8> = (0..key_bytes).map(|_| random.next() as u8).collect();
                table
                    .insert(key.as_slice(), vec![7; value_bytes].as_slice())
                    .unwrap();
            }
        }
        write.commit().unwrap();
    }))
}
