//! Times of many runs of the same thing, and their percentiles. Nearest rank, nothing smoothed.

use std::fmt;
use std::time::{Duration, Instant};

/// At least one time.
pub struct Samples(Vec<Duration>);

impl Samples {
    /// Runs it so many times.
    pub fn of(runs: usize, mut run: impl FnMut()) -> Self {
        let times = (0..runs)
            .map(|_| {
                let started = Instant::now();
                run();
                started.elapsed()
            })
            .collect();
        Self::from(times)
    }

    /// Times taken elsewhere.
    pub fn from(mut times: Vec<Duration>) -> Self {
        assert!(!times.is_empty());
        times.sort_unstable();
        Self(times)
    }

    /// In thousandths: 500 is the median, 990 the 99th percentile.
    pub fn per_mille(&self, rank: usize) -> Duration {
        let last = self.0.len() - 1;
        self.0[(self.0.len() * rank / 1000).min(last)]
    }
}

impl fmt::Display for Samples {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ms = |rank| self.per_mille(rank).as_secs_f64() * 1000.0;
        write!(f, "p50 {:.3} ms, p99 {:.3} ms", ms(500), ms(990))
    }
}
