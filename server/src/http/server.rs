//! Puts table, perimeter and embedded app together as an actix application, and runs it.

use super::{perimeter, table};
use crate::app::App;
use actix_web::{
    App as ActixApp, Error, HttpServer,
    body::BoxBody,
    dev::{Server, ServiceFactory, ServiceRequest, ServiceResponse},
    middleware::from_fn,
    web::{self, Data},
};
use std::{io, net::TcpListener, time::Duration};

/// The headers of a request come within this time.
pub const HEADER_SECONDS_MAX: u64 = 10;
/// An idle connection is closed after this time.
const KEEP_ALIVE_SECONDS: u64 = 75;
/// Requests under way get this long when the server stops.
const SHUTDOWN_SECONDS: u64 = 5;
/// Connections of one worker at most.
const CONNECTIONS_MAX: usize = 10_000;

/// The whole HTTP side of an application; tests mount it as the server does.
pub fn service(
    app: Data<App>,
) -> ActixApp<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<BoxBody>,
        Error = Error,
        InitError = (),
    >,
> {
    ActixApp::new()
        .app_data(app)
        .configure(table::configure)
        .default_service(web::to(table::fallback))
        .wrap(from_fn(perimeter::pass))
}

/// Serves on a listener until `stop` ends; requests under way are finished.
///
/// # Errors
/// When the listener cannot be used.
pub fn run(
    app: Data<App>,
    listener: TcpListener,
    stop: impl Future<Output = ()> + Send + 'static,
) -> io::Result<Server> {
    let server = HttpServer::new(move || service(app.clone()))
        .client_request_timeout(Duration::from_secs(HEADER_SECONDS_MAX))
        .keep_alive(Duration::from_secs(KEEP_ALIVE_SECONDS))
        .max_connections(CONNECTIONS_MAX)
        // Whoever hung up waits for nothing: what was being done for them ends.
        .h1_allow_half_closed(false)
        .shutdown_timeout(SHUTDOWN_SECONDS)
        .shutdown_signal(stop)
        .listen(listener)?;
    Ok(server.run())
}
