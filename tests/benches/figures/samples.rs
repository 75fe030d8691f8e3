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

    /// `p50 / p99` in milliseconds, for a table.
    pub fn pair(&self) -> String {
        let [p50, p99] = [500, 990].map(|rank| self.per_mille(rank).as_secs_f64() * 1000.0);
        format!("{p50:.2} / {p99:.2}")
    }

    /// How many times those of another, at both.
    pub fn ratio(&self, other: &Self) -> String {
        let [p50, p99] = [500, 990]
            .map(|rank| self.per_mille(rank).as_secs_f64() / other.per_mille(rank).as_secs_f64());
        format!("{p50:.1} / {p99:.1}")
    }
}

impl fmt::Display for Samples {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ms = |rank| self.per_mille(rank).as_secs_f64() * 1000.0;
        write!(f, "p50 {:.3} ms, p99 {:.3} ms", ms(500), ms(990))
    }
}
