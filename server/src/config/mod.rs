//! What an administrator can set, with its defaults. Read once at start; never changed afterwards.
//! Where the values come from (arguments, environment) is `cli`'s business.

pub mod folder;

use std::{
    net::{IpAddr, Ipv4Addr, SocketAddr},
    path::PathBuf,
};

/// The port when nothing else is said.
pub const PORT_DEFAULT: u16 = 8080;
/// Megabytes of the store's page cache when nothing else is said.
pub const CACHE_MB_DEFAULT: usize = 48;
/// Free bytes below which writes are refused, so that reads and the log still have room.
pub const RESERVE_BYTES_DEFAULT: u64 = 16 * 1024 * 1024;
/// Megabytes of one uploaded file when nothing else is said.
pub const UPLOAD_MB_DEFAULT: u64 = 8 * 1024;
/// Minutes without a refresh after which a sign-in ends, when nothing else is said.
pub const SESSION_IDLE_MINUTES_DEFAULT: u32 = 30;
/// Bytes in one megabyte.
pub const MB: u64 = 1024 * 1024;

/// The settings of one server.
#[derive(Debug, Clone)]
pub struct Config {
    /// The data folder.
    pub data: PathBuf,
    /// Where to listen.
    pub listen: SocketAddr,
    /// Names under which the server may be addressed, besides this machine's own loopback names.
    pub hosts: Vec<String>,
    /// Users reach it over HTTPS, through a proxy that ends TLS.
    pub https: bool,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpAddr>,
    /// Bytes of the store's page cache.
    pub cache_bytes: usize,
    /// Free bytes below which writes are refused.
    pub reserve_bytes: u64,
    /// Bytes of one uploaded file at most.
    pub upload_bytes_max: u64,
    /// Minutes without a refresh after which a sign-in ends.
    pub session_idle_minutes: u32,
}

impl Config {
    /// The defaults, for a data folder.
    pub fn new(data: impl Into<PathBuf>) -> Self {
        Self {
            data: data.into(),
            listen: SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), PORT_DEFAULT),
            hosts: Vec::new(),
            https: false,
            trusted_proxies: Vec::new(),
            cache_bytes: CACHE_MB_DEFAULT * 1024 * 1024,
            reserve_bytes: RESERVE_BYTES_DEFAULT,
            upload_bytes_max: UPLOAD_MB_DEFAULT * MB,
            session_idle_minutes: SESSION_IDLE_MINUTES_DEFAULT,
        }
    }

    /// Whether a host name (without port, without brackets) is one of ours.
    pub fn is_own_host(&self, name: &str) -> bool {
        let listen = self.listen.ip();
        ["localhost", "127.0.0.1", "::1"].contains(&name)
            || self.hosts.iter().any(|own| own.eq_ignore_ascii_case(name))
            || (!listen.is_unspecified() && name.parse() == Ok(listen))
    }
}
