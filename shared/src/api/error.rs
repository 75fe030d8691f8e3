//! One error shape: RFC 9457 problem details with a stable `code` that the app translates.

use crate::{small::SmallMap, words::stable_words};
use serde::{Deserialize, Serialize};

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $text:literal, $status:literal;)+) => {
        stable_words! {
            /// What went wrong, as a stable word. The app has a sentence for each, in each language.
            ErrorCode:
            $($(#[$doc])* $name = $text;)+
        }

        impl ErrorCode {
            /// The HTTP status that goes with it.
            pub const fn status(self) -> u16 {
                match self {$(Self::$name => $status,)+}
            }
        }
    };
}

codes! {
    /// The request could not be read (not JSON, wrong query parameter, doubled parameter).
    BadRequest = "bad_request", 400;
    /// Nobody is signed in.
    SignInRequired = "sign_in_required", 401;
    /// There is no account yet: the set-up link comes first.
    SetupRequired = "setup_required", 401;
    /// Wrong e-mail or password (never said which).
    WrongCredentials = "wrong_credentials", 401;
    /// Signed in, but the role does not allow it.
    Forbidden = "forbidden", 403;
    /// The set-up link is wrong, used or over.
    SetupTokenInvalid = "setup_token_invalid", 403;
    /// The Origin header is missing or another site's.
    OriginMismatch = "origin_mismatch", 403;
    /// No such record, or none this user may see.
    NotFound = "not_found", 404;
    /// The path does not take this method.
    MethodNotAllowed = "method_not_allowed", 405;
    /// The record changed meanwhile in a way that forbids this.
    Conflict = "conflict", 409;
    /// Another record has this e-mail address; `detail` names its id.
    EmailTaken = "email_taken", 409;
    /// Another company has this domain; `detail` names its id.
    DomainTaken = "domain_taken", 409;
    /// A record with the proposed id exists.
    IdTaken = "id_taken", 409;
    /// The change has been built upon and cannot be taken back alone.
    UndoConflict = "undo_conflict", 409;
    /// The import is not in a state that allows this.
    ImportState = "import_state", 409;
    /// There must always be an active admin.
    LastAdmin = "last_admin", 409;
    /// If-Match does not name the current revision.
    RevisionStale = "revision_stale", 412;
    /// The body or a file is larger than the limit.
    TooLarge = "too_large", 413;
    /// The body is not `application/json` (or what the route takes).
    UnsupportedMediaType = "unsupported_media_type", 415;
    /// The Host header names another site.
    HostMismatch = "host_mismatch", 421;
    /// Fields are wrong; `errors` says which and how.
    Invalid = "invalid", 422;
    /// The Idempotency-Key came before with another body.
    IdempotencyKeyReused = "idempotency_key_reused", 422;
    /// If-Match is missing.
    RevisionRequired = "revision_required", 428;
    /// Too many failed attempts; Retry-After says when to try again.
    TooManyAttempts = "too_many_attempts", 429;
    /// A fault on our side; the request id leads to the log.
    Internal = "internal", 500;
    /// Too busy, or the store is recovering; Retry-After says when to try again.
    Busy = "busy", 503;
    /// The disk is full: reading goes on, writing waits for room.
    DiskFull = "disk_full", 507;
}

stable_words! {
    /// What is wrong with one field, as a stable word.
    FieldError:
    /// A value is needed.
    Required = "required";
    /// The value has not the right form.
    Invalid = "invalid";
    /// The value is longer than the limit.
    TooLong = "too_long";
    /// There are more values than the limit.
    TooMany = "too_many";
    /// The value is shorter than the limit.
    TooShort = "too_short";
    /// The password is among the most used ones.
    TooCommon = "too_common";
    /// The field does not exist.
    Unknown = "unknown";
    /// The value is of another type.
    WrongType = "wrong_type";
    /// The record referred to does not exist.
    NotFound = "not_found";
    /// The value stands there twice.
    Duplicate = "duplicate";
    /// Another record has this value.
    Taken = "taken";
    /// The current password is wrong.
    Wrong = "wrong";
}

/// Field name (`emails.0.address`) to what is wrong with it.
pub type FieldErrors = SmallMap<String, FieldError>;

/// RFC 9457 problem details.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// Short, in English, for logs and scripts.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// The stable word.
    pub code: ErrorCode,
    /// More, in English, when there is more to say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// By field.
    #[serde(default, skip_serializing_if = "SmallMap::is_empty")]
    pub errors: FieldErrors,
    /// Leads to the log line of this request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
}
