//! A folder of its own for each test: the data, and beside it what the server printed. It is gone
//! when the value is, so a server must not outlive it.

use super::places;
use super::server::Server;
use serde_json::Value;
use std::io::Write;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::process::{self, Command, Output, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use tempfile::TempDir;

/// Ports that Linux gives to nobody who asks for any port (those begin at 32768) and that browsers
/// do not refuse: a server that is started again finds its own free.
const PORTS: Range<u16> = 20_000..32_000;

/// A temporary home with its data folder and one address that it keeps over restarts.
pub struct Home {
    folder: TempDir,
    data: PathBuf,
    address: String,
    environment: Vec<(String, String)>,
}

impl Home {
    /// An empty one.
    pub fn new() -> Self {
        let folder = tempfile::Builder::new()
            .prefix("rapport-test-")
            .tempdir()
            .unwrap();
        let data = folder.path().join("data");
        Self {
            folder,
            data,
            address: free_address(),
            environment: Vec::new(),
        }
    }

    /// With the data somewhere else, on a file system of its own for example.
    pub fn with_data(data: &Path) -> Self {
        let mut home = Self::new();
        home.data = data.to_path_buf();
        home
    }

    /// Sets a variable for the server and the commands started from here.
    pub fn set(&mut self, name: &str, value: &str) {
        self.environment.push((name.to_owned(), value.to_owned()));
    }

    /// The data folder.
    pub fn data(&self) -> &Path {
        &self.data
    }

    /// A place for other files of the test.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// `host:port`.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Starts the server and waits until it answers.
    pub fn serve(&self) -> Server {
        Server::start(self, &[])
    }

    /// Like [`Home::serve`], with more arguments after `serve`.
    pub fn serve_with(&self, arguments: &[&str]) -> Server {
        Server::start(self, arguments)
    }

    /// `rapport --data DATA …`, not started yet.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(places::executable());
        command
            .arg("--data")
            .arg(&self.data)
            .args(arguments)
            .envs(self.environment.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::null());
        command
    }

    /// Runs a subcommand to its end.
    pub fn rapport(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    /// Runs a subcommand that prints JSON and must end well.
    pub fn rapport_json(&self, arguments: &[&str]) -> Value {
        let output = self.rapport(arguments);
        let (out, err) = (text(&output.stdout), text(&output.stderr));
        assert!(
            output.status.success(),
            "rapport {arguments:?}: {}\n{out}\n{err}",
            output.status
        );
        serde_json::from_str(&out).unwrap_or_else(|error| panic!("{error}: {out}"))
    }

    /// Adds a login through the command line.
    pub fn add_user(&self, email: &str, name: &str, role: &str, password: &str) {
        let mut child = self
            .command(&["user", "add", "--email", email, "--name", name])
            .args(["--role", role, "--password-stdin"])
            .stdin(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut input = child.stdin.take().unwrap();
        writeln!(input, "{password}").unwrap();
        drop(input);
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "{}", text(&output.stderr));
    }

    /// `rapport check --json` must find nothing.
    pub fn assert_clean(&self) {
        let output = self.rapport(&["check", "--json"]);
        assert!(
            output.status.success(),
            "check found something: {}\n{}",
            text(&output.stdout),
            text(&output.stderr)
        );
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// An address that this process gives out once. Processes begin at different ports, and one that
/// is taken is passed over.
fn free_address() -> String {
    static GIVEN: AtomicU32 = AtomicU32::new(0);
    let count = u32::from(PORTS.end - PORTS.start);
    let mut ports = PORTS.map(|_| {
        let place = process::id().wrapping_add(GIVEN.fetch_add(1, Ordering::Relaxed)) % count;
        PORTS.start + u16::try_from(place).unwrap()
    });
    let address = ports.find_map(|port| {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        TcpListener::bind(address).ok().map(|_| address)
    });
    address.expect("a free port").to_string()
}

#[test]
fn an_address_is_given_to_one_server_alone() {
    use std::{collections::HashSet, fs};
    let range = fs::read_to_string("/proc/sys/net/ipv4/ip_local_port_range").unwrap();
    let ends = range.split_whitespace().map(|end| end.parse().unwrap());
    let ends: Vec<u16> = ends.collect();
    let addresses: HashSet<String> = (0..100).map(|_| free_address()).collect();
    assert_eq!(addresses.len(), 100);
    for address in addresses {
        let address: SocketAddr = address.parse().unwrap();
        let of_the_system = ends[0]..=ends[1];
        assert!(!of_the_system.contains(&address.port()), "{address}");
    }
}
