//! Live events: one stream of server-sent events (WHATWG HTML, 9.2) for each open app.

use crate::{
    auth::Signed,
    domain::sessions::find_signed_in,
    http::{answer::Answer, extract::AppData, table::Row},
    realtime::Told,
};
use actix_web::{HttpResponse, web};
use futures_util::stream;
use shared::{
    api::{event::Event, paths},
    permission::Permission,
};
use std::{convert::Infallible, sync::Arc, time::Duration};
use tokio::{
    sync::{
        broadcast::{Receiver, error::RecvError},
        watch,
    },
    time::sleep,
};

/// A comment is sent after as much silence, so that proxies keep the line open and a client that
/// has gone is noticed.
const HEARTBEAT_SECONDS: u64 = 20;

/// The rows of this resource.
pub fn rows() -> Vec<Row> {
    vec![
        Row::read(paths::EVENTS, Permission::RecordRead, || web::to(events))
            .says("Streams what changes, as server-sent events")
            .answers_media("text/event-stream"),
    ]
}

async fn events(app: AppData, signed: Signed) -> Answer {
    let listener = Listener {
        receiver: app.hub.listen(),
        stopping: app.stopping(),
        signed,
        app,
    };
    let events = stream::unfold(listener, |mut listener| async move {
        let text = listener.next().await?;
        Some((Ok::<_, Infallible>(web::Bytes::from(text)), listener))
    });
    Ok(HttpResponse::Ok()
        .content_type("text/event-stream")
        .streaming(events))
}

struct Listener {
    receiver: Receiver<Arc<Told>>,
    stopping: watch::Receiver<bool>,
    signed: Signed,
    app: AppData,
}

impl Listener {
    /// The next lines for this listener; `None` ends the stream.
    async fn next(&mut self) -> Option<String> {
        let heartbeat = Duration::from_secs(HEARTBEAT_SECONDS);
        loop {
            tokio::select! {
                told = self.receiver.recv() => match told {
                    Ok(told) if told.is_for(self.signed.user_id) => return Some(lines(&told.event)),
                    Ok(_) => {}
                    Err(RecvError::Lagged(_)) => return Some(lines(&Event::Resync)),
                    Err(RecvError::Closed) => return None,
                },
                _ = self.stopping.wait_for(|stopping| *stopping) => return None,
                () = sleep(heartbeat) => break,
            }
        }
        self.still_signed_in()
    }

    /// A heartbeat, or the end of the stream once the session has been ended elsewhere.
    fn still_signed_in(&self) -> Option<String> {
        let reader = self.app.store.read().ok()?;
        let (session, user) = (self.signed.session_id, self.signed.user_id);
        find_signed_in(&reader, session, user, self.app.clock.now()).ok()??;
        Some(": still here\n\n".to_owned())
    }
}

fn lines(event: &Event) -> String {
    let json = serde_json::to_string(event).unwrap_or_default();
    format!("data: {json}\n\n")
}
