//! Logging and request ids. One line per request or job; ids only, never names, addresses,
//! tokens or bodies. Tests at the foot.

use std::{cell::RefCell, fmt, io::IsTerminal};
use tracing_subscriber::EnvFilter;

/// The environment variable that says how much is logged, as in `info,rapport::http=debug`.
pub const LOG_VARIABLE: &str = "RAPPORT_LOG";

/// Names one request in logs and error answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RequestId(u64);

tokio::task_local! {
    static REQUEST_ID: RequestId;
}

thread_local! {
    static RANDOM: RefCell<(u64, u64)> = RefCell::new((random(), 0));
}

impl RequestId {
    /// A new one: unpredictable start per thread, then counted, so it costs no system call.
    pub fn new() -> Self {
        RANDOM.with_borrow_mut(|(start, count)| {
            *count += 1;
            let hash = blake3::hash(&[start.to_be_bytes(), count.to_be_bytes()].concat());
            let bytes = hash.as_bytes().first_chunk::<8>().copied();
            Self(bytes.map_or(*count, u64::from_be_bytes))
        })
    }

    /// The id of the request that this task serves, if it serves one.
    pub fn current() -> Option<Self> {
        REQUEST_ID.try_with(|id| *id).ok()
    }

    /// Runs a future as the serving of this request.
    pub async fn scope<F: Future>(self, future: F) -> F::Output {
        REQUEST_ID.scope(self, future).await
    }
}

impl Default for RequestId {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

fn random() -> u64 {
    let mut bytes = [0; 8];
    getrandom::fill(&mut bytes).expect("invariant: the system gives random bytes");
    u64::from_be_bytes(bytes)
}

/// Starts logging to standard error, and reports panics there with their request.
pub fn start() {
    let filter = EnvFilter::try_from_env(LOG_VARIABLE)
        .unwrap_or_else(|_| EnvFilter::new("info,actix_server=warn,tantivy=warn"));
    let subscriber = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        // Who read the log may be gone: to say so there would end the server.
        .log_internal_errors(false)
        .finish();
    if tracing::subscriber::set_global_default(subscriber).is_err() {
        return;
    }
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string);
        let request = RequestId::current().map(|id| id.to_string());
        tracing::error!(
            panic.place = place,
            request.id = request,
            "a panic ended one request or job"
        );
    }));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn request_ids_differ() {
        assert_ne!(RequestId::new(), RequestId::new());
        assert_eq!(RequestId(7).to_string(), "0000000000000007");
        assert_eq!(RequestId::current(), None);
    }
}
