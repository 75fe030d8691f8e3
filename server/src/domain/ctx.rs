//! Who asks, why, and at what time: everything a service needs that is not data.

use super::error::DomainError;
use crate::changes::{Cause, LogActor, LogMeta};
use shared::{
    ids::UserId,
    model::Role,
    permission::{Permission, can},
    time::Timestamp,
};
use std::{
    sync::Arc,
    time::{SystemTime, UNIX_EPOCH},
};
use uuid::Uuid;

/// Who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Actor {
    /// The server itself or its command line.
    System,
    /// A signed-in user.
    User {
        /// The user.
        id: UserId,
        /// The role at the time of the request.
        role: Role,
    },
}

/// Tells the time; tests set their own.
pub trait Clock: Send + Sync {
    /// Now, UTC.
    fn now(&self) -> Timestamp;
}

/// The clock of this machine.
#[derive(Debug, Clone, Copy)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        let since = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        Timestamp::from_micros(i64::try_from(since.as_micros()).unwrap_or(i64::MAX))
    }
}

/// The circumstances of one call.
#[derive(Clone)]
pub struct Ctx {
    /// Who asks.
    pub actor: Actor,
    /// Why.
    pub cause: Cause,
    clock: Arc<dyn Clock>,
}

impl Ctx {
    /// A call.
    pub fn new(actor: Actor, cause: Cause, clock: Arc<dyn Clock>) -> Self {
        Self {
            actor,
            cause,
            clock,
        }
    }

    /// Now, UTC.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// A new id, UUID version 7 of this moment.
    pub fn new_id(&self) -> Uuid {
        let mut random = [0; 10];
        getrandom::fill(&mut random).expect("invariant: the system gives random bytes");
        let millis = u64::try_from(self.now().micros() / 1_000).unwrap_or_default();
        uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
    }

    /// The user who asks, if it is one.
    pub fn user_id(&self) -> Option<UserId> {
        match self.actor {
            Actor::System => None,
            Actor::User { id, .. } => Some(id),
        }
    }

    /// Whether the actor may do this.
    pub fn may(&self, permission: Permission) -> bool {
        match self.actor {
            Actor::System => true,
            Actor::User { role, .. } => can(role, permission),
        }
    }

    /// # Errors
    /// [`DomainError::Forbidden`] when the actor may not do this.
    pub fn require(&self, permission: Permission) -> Result<(), DomainError> {
        if self.may(permission) {
            Ok(())
        } else {
            Err(DomainError::Forbidden)
        }
    }

    /// What the change log will say of a write.
    pub fn meta(&self) -> LogMeta {
        let actor = self.user_id().map_or(LogActor::System, LogActor::User);
        LogMeta {
            at: self.now(),
            actor,
            cause: self.cause,
        }
    }

    /// The same call for another reason.
    #[must_use]
    pub fn because(&self, cause: Cause) -> Self {
        Self {
            cause,
            ..self.clone()
        }
    }
}
