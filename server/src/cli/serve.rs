//! `rapport serve`: opens the data folder, listens, tells where, serves until it is told to stop,
//! finishes what is under way and closes. Tests: the tests crate, with the real executable.

use super::{EXIT_DONE, EXIT_FAILED, cannot_start, control, housekeeping};
use crate::{
    app::{App, StartError, build},
    config::Config,
    extract::Reader,
    http::server,
};
use actix_web::{
    rt::{self, System},
    web::Data,
};
use std::{
    io::{self, Write},
    net::TcpListener,
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

/// A child that a server had just begun when it was killed holds the folder until it runs.
const FREE_WITHIN: Duration = Duration::from_secs(2);
/// Between two tries.
const TRY_EVERY: Duration = Duration::from_millis(20);

/// Serves; the exit code.
pub fn serve(config: Config) -> u8 {
    let app = match when_free(|| build(config.clone())) {
        Ok(app) => Data::new(app),
        Err(error) => {
            let answer = cannot_start(&config.data, &error);
            complain(&answer.error.unwrap_or_default());
            return answer.exit;
        }
    };
    let served = System::new().block_on(listen_and_serve(app.clone()));
    let closed = app.close();
    match (served, closed) {
        (Ok(()), Ok(())) => EXIT_DONE,
        (Err(error), _) => {
            complain(&error.to_string());
            EXIT_FAILED
        }
        (_, Err(error)) => {
            complain(&format!("closing failed: {error}"));
            EXIT_FAILED
        }
    }
}

/// What opens the folder, tried again for a moment while the folder is in use.
fn when_free<T>(mut open: impl FnMut() -> Result<T, StartError>) -> Result<T, StartError> {
    let deadline = Instant::now() + FREE_WITHIN;
    loop {
        match open() {
            Err(error) if error.is_in_use() && Instant::now() < deadline => {
                thread::sleep(TRY_EVERY);
            }
            opened => return opened,
        }
    }
}

async fn listen_and_serve(app: Data<App>) -> io::Result<()> {
    let wanted = app.config.listen;
    let listener = TcpListener::bind(wanted).map_err(|error| {
        io::Error::new(error.kind(), format!("cannot listen on {wanted}: {error}"))
    })?;
    let listening = listener.local_addr()?;
    let (control_server, open_door) = control::open(&app)?;
    let control_handle = control_server.handle();
    rt::spawn(control_server);
    rt::spawn(housekeeping::run(app.clone()));
    app.imports.resume_all().map_err(io::Error::other)?;
    app.alerts.start()?;
    app.reading.start(Arc::new(Reader::of_this_process()?));
    let stop = stop_signal(app.clone())?;
    let server = server::run(app.clone(), listener, stop)?;
    announce(&app, listening.port());
    let served = server.await;
    drop(open_door);
    control_handle.stop(true).await;
    served
}

/// Ends when this process is asked to stop; tells streams and jobs first.
#[cfg(unix)]
fn stop_signal(app: Data<App>) -> io::Result<impl Future<Output = ()> + Send + 'static> {
    use actix_web::rt::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        tracing::info!("stopping");
        app.stop();
    })
}

#[cfg(not(unix))]
fn stop_signal(app: Data<App>) -> io::Result<impl Future<Output = ()> + Send + 'static> {
    Ok(async move {
        let _cannot_be_asked = actix_web::rt::signal::ctrl_c().await;
        app.stop();
    })
}

/// Tells whoever started it where it is, and how to make the first admin.
fn announce(app: &App, port: u16) {
    let address = public_address(&app.config, port);
    let mut out = io::stdout().lock();
    // A terminal that has gone away does not stop the server.
    let _gone = writeln!(out, "Rapport is at {address}");
    if let Some(link) = app.auth.setup.link(&address) {
        let _gone = writeln!(out, "Make the first account: {link}");
    }
    if !app.config.listen.ip().is_loopback() && !app.config.https {
        let _gone = writeln!(
            out,
            "WARNING: this server can be reached from other machines and the line is NOT \
             ENCRYPTED. Put a proxy with TLS in front of it and start it with --https."
        );
    }
    let _gone = out.flush();
}

fn public_address(config: &Config, port: u16) -> String {
    let listen = config.listen.ip();
    let name = match config.hosts.first() {
        Some(host) => host.clone(),
        None if listen.is_unspecified() => "localhost".to_owned(),
        None if listen.is_ipv6() => format!("[{listen}]"),
        None => listen.to_string(),
    };
    if config.https {
        format!("https://{name}")
    } else {
        format!("http://{name}:{port}")
    }
}

fn complain(error: &str) {
    let _gone = writeln!(io::stderr(), "rapport: {error}");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{StoreError, engine::EngineError};

    #[test]
    fn a_folder_that_is_free_in_a_moment_is_opened() {
        let mut tries = 0;
        let opened = when_free(|| {
            tries += 1;
            match tries {
                1 | 2 => Err(StartError::Store(StoreError::Engine(EngineError::InUse))),
                _ => Ok(tries),
            }
        });
        assert_eq!(opened.ok(), Some(3));
    }

    #[test]
    fn the_printed_address_is_one_that_works() {
        let check = |listen: &str, host: Option<&str>, https: bool, expected: &str| {
            let mut config = Config::new("x");
            config.listen = listen.parse().unwrap();
            config.hosts.extend(host.map(str::to_owned));
            config.https = https;
            assert_eq!(public_address(&config, 8080), expected);
        };
        check("127.0.0.1:8080", None, false, "http://127.0.0.1:8080");
        check("[::1]:8080", None, false, "http://[::1]:8080");
        check("0.0.0.0:8080", None, false, "http://localhost:8080");
        check(
            "0.0.0.0:8080",
            Some("crm.example"),
            false,
            "http://crm.example:8080",
        );
        check(
            "127.0.0.1:8080",
            Some("crm.example"),
            true,
            "https://crm.example",
        );
    }
}
