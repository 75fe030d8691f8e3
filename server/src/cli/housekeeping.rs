//! What a running server forgets from time to time: remembered answers after a day, sessions that
//! are over. Bounded rounds; a round that fails is tried again with the next.

use crate::{
    app::App,
    changes::Cause,
    domain::{ctx::Actor, error::DomainError, idempotency, sessions},
};
use actix_web::web::Data;
use std::time::Duration;
use tokio::time::{MissedTickBehavior, interval};

/// Between two rounds.
const ROUND_SECONDS: u64 = 3_600;

/// Rounds until the server stops.
pub async fn run(app: Data<App>) {
    let mut stopping = app.stopping();
    let mut rounds = interval(Duration::from_secs(ROUND_SECONDS));
    rounds.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = rounds.tick() => {}
            _ = stopping.wait_for(|stopping| *stopping) => return,
        }
        if let Err(error) = round(&app).await {
            tracing::warn!("housekeeping has to wait: {error}");
        }
    }
}

async fn round(app: &App) -> Result<(), DomainError> {
    let ctx = app.ctx(Actor::System, Cause::System);
    let answers = idempotency::forget_old_answers(&ctx, &app.store).await?;
    let done = app
        .store
        .transact(ctx.meta(), |unit| sessions::forget_ended(&ctx, unit))
        .await?;
    let sessions = done.value;
    if answers + sessions > 0 {
        tracing::info!(answers, sessions, "housekeeping forgot what is over");
    }
    Ok(())
}
