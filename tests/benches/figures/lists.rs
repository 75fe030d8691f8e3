//! Figure 3: the first page of 100,000 contacts sorted by name and the page at offset 50,000, and
//! the rate of 16 clients beside a bare redb + serde + actix page of the same records.

use crate::{
    generate::{self, Random},
    http::{Client, Http, rate},
    samples::Samples,
    world::World,
};
use actix_web::{App, HttpResponse, HttpServer, rt::System, web};
use anyhow::{Context, Result};
use rapport::store::record::{decode, encode};
use redb::{Database, ReadableDatabase, TableDefinition};
use serde::{Deserialize, Serialize};
use shared::api::contact::ContactCreate;
use std::{
    net::{SocketAddr, TcpListener},
    path::Path,
    sync::Arc,
    thread,
};

const CONTACTS: usize = 100_000;
const OFFSET: usize = 50_000;
const PAGE: usize = 50;
const CALLS: usize = 1_000;
const CLIENTS: usize = 16;
const CALLS_EACH: usize = 500;
const RECORDS: TableDefinition<u64, &[u8]> = TableDefinition::new("records");
const BY_NAME: TableDefinition<&[u8], u64> = TableDefinition::new("by_name");

/// Takes it.
pub fn figure() {
    take().unwrap();
}

fn take() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let mut world = World::start(folder.path())?;
    world.add_contacts(CONTACTS)?;
    world.wait_indexed()?;
    let first = format!("/api/v1/contacts?sort=last_name&limit={PAGE}");
    let deep = format!("{first}&offset={OFFSET}");
    let mut client = world.client()?;
    println!(
        "very first page, ranks not built: {}",
        Samples::of(1, || drop(client.get(&first).unwrap()))
    );
    println!(
        "first page: {}",
        Samples::of(CALLS, || drop(client.get(&first).unwrap()))
    );
    println!(
        "page at offset {OFFSET}: {}",
        Samples::of(CALLS, || drop(client.get(&deep).unwrap()))
    );
    let bare = bare_server(folder.path())?;
    let page = |address: SocketAddr, path: &str, client: Http| -> Client {
        let (path, mut client) = (path.to_owned(), client);
        let _address = address;
        Box::new(move |_| client.get(&path).map(drop))
    };
    for round in 1..=3 {
        let ours = rate(CLIENTS, CALLS_EACH, |_| {
            Ok(page(world.address, &first, world.client()?))
        })?;
        let limit = rate(CLIENTS, CALLS_EACH, |_| {
            Ok(page(bare, "/", Http::connect(bare, "")?))
        })?;
        println!(
            "round {round}: {CLIENTS} clients {ours:.0} pages/s, bare {limit:.0} pages/s: {:.2}x",
            ours / limit
        );
    }
    Ok(())
}

#[derive(Serialize, Deserialize)]
struct BarePage {
    items: Vec<ContactCreate>,
    next_cursor: Option<String>,
    total: u64,
}

/// The same contacts under the same encoding, one index, one handler and nothing else.
fn bare_server(folder: &Path) -> Result<SocketAddr> {
    let db = Arc::new(Database::create(folder.join("bare.redb"))?);
    let write = db.begin_write()?;
    {
        let (mut records, mut names) = (write.open_table(RECORDS)?, write.open_table(BY_NAME)?);
        let mut random = Random::new(1);
        for number in 0..CONTACTS {
            let contact = generate::contact(&mut random, number);
            let name = format!("{}\0{}\0{number:08}", contact.last_name, contact.first_name);
            records.insert(number as u64, encode(&contact).as_slice())?;
            names.insert(name.as_bytes(), number as u64)?;
        }
    }
    write.commit()?;
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    thread::spawn(move || {
        let make = move || {
            App::new()
                .app_data(web::Data::new(db.clone()))
                .route("/", web::get().to(bare_page))
        };
        let server = HttpServer::new(make)
            .listen(listener)
            .expect("a listener of our own");
        System::new().block_on(server.run())
    });
    Ok(address)
}

async fn bare_page(db: web::Data<Arc<Database>>) -> HttpResponse {
    let page = read_page(&db).expect("the bare page reads its own database");
    HttpResponse::Ok().json(page)
}

fn read_page(db: &Database) -> Result<BarePage> {
    let read = db.begin_read()?;
    let (records, names) = (read.open_table(RECORDS)?, read.open_table(BY_NAME)?);
    let mut items = Vec::with_capacity(PAGE);
    for entry in names.range::<&[u8]>(..)?.take(PAGE) {
        let bytes = records
            .get(entry?.1.value())?
            .context("an index without a record")?;
        items.push(decode(bytes.value())?);
    }
    Ok(BarePage {
        items,
        next_cursor: None,
        total: CONTACTS as u64,
    })
}
