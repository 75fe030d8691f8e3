//! Whoever reads the server's log may go away (a terminal, a logger): the server goes on.

use crate::harness::client::Client;
use crate::harness::home::Home;
use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};

/// Gone when the test is.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // Both fail when it has ended already, which is what the test says then.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn the_server_outlives_who_reads_its_log() {
    let home = Home::new();
    let mut command = home.command(&["serve", "--listen", home.address()]);
    let command = command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut server = Running(command.spawn().unwrap());
    let mut printed = BufReader::new(server.0.stdout.take().unwrap());
    let mut line = String::new();
    printed.read_line(&mut line).unwrap();
    assert!(line.contains(home.address()), "{line}");
    drop(printed);
    drop(server.0.stderr.take());
    // Each request is logged, to nobody.
    let guest = Client::guest(home.address());
    for _ in 0..3 {
        guest.get("/health").send().expect(200);
    }
    assert!(server.0.try_wait().unwrap().is_none());
}
