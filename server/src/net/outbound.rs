//! The only outgoing connector: nothing else in this program opens connections. So far it reaches
//! one place, the control door of a server on this machine, and refuses every other address.
//! Tests at the foot and in `cli::control`.

use std::{io, net::SocketAddr, time::Duration};
use ureq::{Agent, Error};

/// A server on this machine accepts within this time.
const CONNECT_TIME: Duration = Duration::from_secs(2);
/// Bytes of an answer at most: an import's report names each skipped item.
const ANSWER_BYTES_MAX: u64 = 256 * 1024 * 1024;

/// Why nothing came back.
#[derive(Debug, thiserror::Error)]
pub enum OutboundError {
    /// The address is not on this machine.
    #[error("the address is not on this machine")]
    NotLoopback,
    /// Nobody listens there.
    #[error("nobody listens there")]
    NotConnected,
    /// The other side answered with this status.
    #[error("status {0}")]
    Status(u16),
    /// The connection failed.
    #[error("{0}")]
    Failed(String),
}

/// Posts JSON with a bearer token to a server on this machine and waits for its answer, as long
/// as it takes.
///
/// # Errors
/// As [`OutboundError`] says.
pub fn post_to_loopback(
    address: SocketAddr,
    path: &str,
    token: &str,
    body: &[u8],
) -> Result<Vec<u8>, OutboundError> {
    if !address.ip().is_loopback() {
        return Err(OutboundError::NotLoopback);
    }
    let agent: Agent = Agent::config_builder()
        .proxy(None)
        .max_redirects(0)
        .timeout_connect(Some(CONNECT_TIME))
        .build()
        .into();
    let response = agent
        .post(format!("http://{address}{path}"))
        .header("authorization", format!("Bearer {token}"))
        .header("content-type", "application/json")
        .send(body)
        .map_err(from_ureq)?;
    let mut body = response.into_body();
    let reader = body.with_config().limit(ANSWER_BYTES_MAX);
    reader.read_to_vec().map_err(from_ureq)
}

fn from_ureq(error: Error) -> OutboundError {
    match error {
        Error::StatusCode(status) => OutboundError::Status(status),
        Error::Io(error) if error.kind() == io::ErrorKind::ConnectionRefused => {
            OutboundError::NotConnected
        }
        Error::ConnectionFailed => OutboundError::NotConnected,
        error => OutboundError::Failed(error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_machines_are_refused() {
        let address = "192.0.2.1:80".parse().unwrap();
        let result = post_to_loopback(address, "/", "", b"");
        assert!(matches!(result, Err(OutboundError::NotLoopback)));
    }
}
