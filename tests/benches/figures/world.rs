//! The application in this process with generated customers, notes and mails, and a signed-in
//! client: what the figures of lists, creates and search are taken on.

use crate::{
    generate::{self, Random},
    http::Http,
};
use actix_web::{rt::System, web::Data};
use anyhow::{Context, Result};
use rapport::{
    app::{App, build},
    changes::Cause,
    config::Config,
    domain::{
        contacts,
        ctx::{Actor, Ctx},
        notes,
    },
    http::server,
    store::{
        StoreError, engine::KeyRange, keys::Table, record::decode, schema::message::MessageText,
    },
};
use shared::{api::note::NoteCreate, ids::ContactId, model::RecordRef};
use std::{
    future::pending,
    net::{SocketAddr, TcpListener},
    ops::Range,
    path::Path,
    thread,
    time::{Duration, Instant},
};

/// Records in one write set while generating.
const BATCH: usize = 500;
/// Words of a generated note.
const NOTE_WORDS: usize = 60;
/// The index catches up within this time.
const INDEX_PATIENCE: Duration = Duration::from_secs(600);
/// Who is signed in.
pub const EMAIL: &str = "bench@example.org";
/// Their password.
pub const PASSWORD: &str = "a long enough password";

/// A running application.
pub struct World {
    /// The application.
    pub app: Data<App>,
    /// Where it listens.
    pub address: SocketAddr,
    /// The generated contacts.
    pub contacts: Vec<ContactId>,
}

impl World {
    /// Starts on a folder and makes the first admin.
    pub fn start(folder: &Path) -> Result<Self> {
        let app = Data::new(build(Config::new(folder.join("data")))?);
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let address = listener.local_addr()?;
        let served = app.clone();
        thread::spawn(move || System::new().block_on(server::run(served, listener, pending())?));
        let link = app
            .auth
            .setup
            .link(&address.to_string())
            .context("set-up is closed")?;
        let token = link
            .split("token=")
            .nth(1)
            .context("a link without a token")?;
        let body = serde_json::json!({
            "token": token, "name": "Bench", "email": EMAIL, "password": PASSWORD,
        });
        Http::connect(address, "")?.post("/api/v1/auth/setup", &body.to_string())?;
        Ok(Self {
            app,
            address,
            contacts: Vec::new(),
        })
    }

    /// A connection of its own, signed in for a quarter of an hour.
    pub fn client(&self) -> Result<Http> {
        let body = serde_json::json!({ "email": EMAIL, "password": PASSWORD });
        let mut nobody = Http::connect(self.address, "")?;
        let answer = nobody.post("/api/v1/auth/login", &body.to_string())?;
        Http::connect(self.address, &answer.cookies.join("; "))
    }

    fn ctx(&self) -> Ctx {
        self.app.ctx(Actor::System, Cause::Sample)
    }

    /// Adds generated contacts.
    pub fn add_contacts(&mut self, count: usize) -> Result<()> {
        let mut random = Random::new(1);
        let ctx = self.ctx();
        for batch in batches(0..count) {
            let inputs: Vec<_> = batch
                .map(|number| generate::contact(&mut random, number))
                .collect();
            let made = self.app.store.transact_blocking(ctx.meta(), |unit| {
                inputs
                    .iter()
                    .map(|input| {
                        contacts::create_contact(&ctx, unit, input).map(|contact| contact.id)
                    })
                    .collect::<Result<Vec<_>, _>>()
            })?;
            self.contacts.extend(made.value);
        }
        Ok(())
    }

    /// Adds generated notes with these numbers, each on one of the contacts if there are any;
    /// answers their texts.
    pub fn add_notes(&self, numbers: Range<usize>) -> Result<Vec<String>> {
        let mut random = Random::new(2 + numbers.start as u64);
        let ctx = self.ctx();
        let mut texts = Vec::with_capacity(numbers.len());
        for batch in batches(numbers) {
            let inputs: Vec<_> = batch
                .map(|number| {
                    let links = self.contacts.get(random.below(self.contacts.len()));
                    let body = generate::text(&mut random, number, NOTE_WORDS);
                    texts.push(body.clone());
                    NoteCreate {
                        body,
                        links: links.map(|id| RecordRef::from(*id)).into_iter().collect(),
                        ..Default::default()
                    }
                })
                .collect();
            self.app.store.transact_blocking(ctx.meta(), |unit| {
                inputs
                    .iter()
                    .try_for_each(|input| notes::create_note(&ctx, unit, input).map(|_| ()))
            })?;
        }
        Ok(texts)
    }

    /// The text of every mail, new and quoted.
    pub fn message_texts(&self) -> Result<Vec<String>> {
        let mut texts = Vec::new();
        let reader = self.app.store.read()?;
        reader.scan::<StoreError>(KeyRange::prefix(&[Table::Text as u8]), |_, stamped| {
            let text: MessageText = decode(&stamped.value)?;
            texts.push(text.new + "\n" + &text.quoted);
            Ok(())
        })?;
        Ok(texts)
    }

    /// Waits until everything is indexed.
    pub fn wait_indexed(&self) -> Result<()> {
        let position = self.app.store.read()?.position()?;
        Ok(self
            .app
            .search
            .wait_indexed(position, Instant::now() + INDEX_PATIENCE)?)
    }
}

fn batches(numbers: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let end = numbers.end;
    numbers
        .step_by(BATCH)
        .map(move |start| start..(start + BATCH).min(end))
}
