//! Figure 5, the part that needs no data: size of the executable, and start to ready, fresh, after
//! a clean stop and after kill -9.

use crate::harness::home::Home;
use crate::harness::places;
use crate::harness::team::set_up;
use crate::samples::Samples;
use std::fs;
use std::time::{Duration, Instant};

const STARTS: usize = 10;

/// Takes it.
pub fn figure() {
    let size = fs::metadata(places::executable()).unwrap().len();
    println!("executable: {} kB", size / 1000);
    println!(
        "empty folder to ready: {}",
        Samples::of(STARTS, || drop(Home::new().serve()))
    );
    let home = Home::new();
    let server = home.serve();
    set_up(&server);
    server.stop();
    println!("ready after a stop: {}", restarts(&home, false));
    println!("ready after kill -9: {}", restarts(&home, true));
}

fn restarts(home: &Home, is_killed: bool) -> Samples {
    let times: Vec<Duration> = (0..STARTS)
        .map(|_| {
            let started = Instant::now();
            let server = home.serve();
            let taken = started.elapsed();
            if is_killed {
                server.kill();
            } else {
                server.stop();
            }
            taken
        })
        .collect();
    Samples::from(times)
}
