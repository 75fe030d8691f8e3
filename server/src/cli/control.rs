//! The control door: a running server's own listener on loopback, for commands of whoever can read
//! the data folder. Its address and token stand in `DIR/control`, which only the owner can read.
//! Tests at the foot.

use super::command::{Answer, Command, execute};
use crate::{
    app::App,
    auth::setup::random_hex,
    config::folder::{Folder, write_private},
    net::outbound::{self, OutboundError},
};
use actix_web::{
    App as ActixApp, HttpRequest, HttpResponse, HttpServer,
    dev::Server,
    http::header,
    web::{self, Data, PayloadConfig},
};
use serde::{Deserialize, Serialize};
use std::{
    fs, io,
    net::{Ipv4Addr, SocketAddr, TcpListener},
    process,
};
use subtle::ConstantTimeEq;

/// Random bytes of the token.
const TOKEN_BYTES: usize = 32;
/// Bytes of a command at most: paths can be many.
const COMMAND_BYTES_MAX: usize = 4 * 1024 * 1024;
/// The control file is small.
const FILE_BYTES_MAX: u64 = 4 * 1024;
const COMMAND_PATH: &str = "/command";

/// What stands in `DIR/control`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Door {
    /// Where the server listens for commands.
    pub address: SocketAddr,
    /// What a command must show.
    token: String,
    /// The server's process id.
    pub process_id: u32,
}

/// Why a command could not be handed over.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    /// Nobody listens there any more, or somebody else.
    #[error("no server is running")]
    Nobody,
    /// The server did not answer as it should.
    #[error("the server did not answer: {0}")]
    Failed(String),
}

impl Door {
    /// What the last server of a data folder said of itself. It may be gone.
    pub fn find(folder: &Folder) -> Option<Self> {
        let path = folder.control();
        let small = fs::metadata(&path).is_ok_and(|file| file.len() <= FILE_BYTES_MAX);
        let bytes = small.then(|| fs::read(&path).ok()).flatten()?;
        serde_json::from_slice(&bytes).ok()
    }

    /// Has the server do something, and waits until it is done.
    ///
    /// # Errors
    /// As [`ClientError`] says.
    pub fn send(&self, command: &Command) -> Result<Answer, ClientError> {
        let body = serde_json::to_vec(command).map_err(|e| ClientError::Failed(e.to_string()))?;
        let reply = outbound::post_to_loopback(self.address, COMMAND_PATH, &self.token, &body);
        let reply = reply.map_err(|error| match error {
            // Another program listens at an address that a killed server had.
            OutboundError::Status(400..=499) | OutboundError::NotConnected => ClientError::Nobody,
            error => ClientError::Failed(error.to_string()),
        })?;
        serde_json::from_slice(&reply).map_err(|error| ClientError::Failed(error.to_string()))
    }
}

/// An open control door; its file goes when the value does.
pub struct OpenDoor {
    folder: Folder,
    door: Door,
}

impl Drop for OpenDoor {
    fn drop(&mut self) {
        // A file that stays is recognised by nobody listening at its address.
        let _stays = fs::remove_file(self.folder.control());
    }
}

/// Opens the door of this server.
///
/// # Errors
/// When no port is free or the file cannot be written.
pub fn open(app: &Data<App>) -> io::Result<(Server, OpenDoor)> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    let door = Door {
        address: listener.local_addr()?,
        token: random_hex::<TOKEN_BYTES>(),
        process_id: process::id(),
    };
    let token = Data::new(door.token.clone());
    let app_data = app.clone();
    let server = HttpServer::new(move || {
        ActixApp::new()
            .app_data(app_data.clone())
            .app_data(token.clone())
            .app_data(PayloadConfig::new(COMMAND_BYTES_MAX))
            .route(COMMAND_PATH, web::post().to(run))
    })
    .workers(1)
    .disable_signals()
    .shutdown_timeout(1)
    .listen(listener)?
    .run();
    let bytes = serde_json::to_vec(&door)?;
    write_private(&app.folder.control(), &bytes)?;
    let folder = app.folder.clone();
    Ok((server, OpenDoor { folder, door }))
}

impl OpenDoor {
    /// What a command line finds in the file.
    pub fn door(&self) -> &Door {
        &self.door
    }
}

async fn run(
    req: HttpRequest,
    app: Data<App>,
    token: Data<String>,
    body: web::Bytes,
) -> HttpResponse {
    let shown = req.headers().get(header::AUTHORIZATION);
    let shown = shown
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let shown = shown.strip_prefix("Bearer ").unwrap_or_default();
    if !bool::from(shown.as_bytes().ct_eq(token.as_bytes())) {
        return HttpResponse::Unauthorized().finish();
    }
    let Ok(command) = serde_json::from_slice::<Command>(&body) else {
        return HttpResponse::BadRequest().finish();
    };
    match web::block(move || execute(&app, &command)).await {
        Ok(answer) => HttpResponse::Ok().json(answer),
        Err(_) => HttpResponse::InternalServerError().finish(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{app::build, config::Config};

    /// A reserved port: no system gives it away by itself.
    const PORT_OF_NOBODY: u16 = 1;

    #[actix_web::test]
    async fn only_who_can_read_the_folder_gives_commands() {
        let parent = tempfile::tempdir().unwrap();
        let app = Data::new(build(Config::new(parent.path().join("data"))).unwrap());
        let (server, open_door) = open(&app).unwrap();
        let handle = server.handle();
        actix_web::rt::spawn(server);
        let folder = app.folder.clone();
        let asked = web::block(move || {
            let door = Door::find(&folder).unwrap();
            assert_eq!(door.process_id, process::id());
            let answer = door.send(&Command::Check).unwrap();
            assert_eq!(answer.exit, 0, "{answer:?}");
            let stranger = Door {
                token: String::new(),
                ..door
            };
            assert!(matches!(
                stranger.send(&Command::Check),
                Err(ClientError::Nobody)
            ));
        });
        asked.await.unwrap();
        handle.stop(true).await;
        let folder = app.folder.clone();
        assert_eq!(open_door.door().process_id, process::id());
        drop(open_door);
        assert!(!folder.control().exists());
        app.close().unwrap();
    }

    #[test]
    fn a_file_left_behind_by_a_killed_server_is_recognised() {
        let parent = tempfile::tempdir().unwrap();
        let folder = Folder::make(&parent.path().join("data")).unwrap();
        let door = Door {
            address: (Ipv4Addr::LOCALHOST, PORT_OF_NOBODY).into(),
            token: "t".into(),
            process_id: 1,
        };
        write_private(&folder.control(), &serde_json::to_vec(&door).unwrap()).unwrap();
        let left = Door::find(&folder).unwrap();
        assert!(matches!(
            left.send(&Command::Check),
            Err(ClientError::Nobody)
        ));
        fs::write(folder.control(), b"{").unwrap();
        assert_eq!(Door::find(&folder), None);
    }
}
