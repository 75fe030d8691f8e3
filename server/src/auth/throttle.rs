//! Counts failed sign-ins: per account and network, and per address. Unknown accounts count like
//! known ones. An attempt under way counts as a failure until it has ended, so a thousand at once
//! get no further than five. Bounded memory; forgets at a restart. Tests at the foot.

use shared::time::Timestamp;
use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use tokio::sync::Notify;

/// Failures of one account from one network within [`ACCOUNT_WINDOW_SECONDS`].
pub const ACCOUNT_FAILURES_MAX: u32 = 5;
/// The time in which they count.
pub const ACCOUNT_WINDOW_SECONDS: i64 = 15 * 60;
/// Failures from one address within [`ADDRESS_WINDOW_SECONDS`].
pub const ADDRESS_FAILURES_MAX: u32 = 100;
/// The time in which they count.
pub const ADDRESS_WINDOW_SECONDS: i64 = 3_600;
/// How long nothing is tried after too many failures.
pub const BAN_SECONDS: i64 = 15 * 60;
/// Counters kept; past this the stalest go.
const COUNTERS_MAX: usize = 50_000;
/// Attempts that may wait for those before them.
const WAITING_MAX: usize = 256;

type Key = [u8; 16];

#[derive(Debug, Clone, Copy, Default)]
struct Counter {
    failures: u32,
    under_way: u32,
    window_ends: i64,
    banned_until: i64,
}

#[derive(Default)]
struct State {
    counters: HashMap<Key, Counter>,
    waiting: usize,
}

/// Counts failures.
#[derive(Default)]
pub struct Throttle {
    state: Mutex<State>,
    ended: Arc<Notify>,
}

/// Why an attempt may not be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// Too many failures; seconds until the next attempt.
    Banned(u64),
    /// Too many attempts wait.
    Busy,
}

enum Verdict {
    Go,
    Wait,
    Banned(i64),
}

/// What one attempt counts against.
#[derive(Debug, Clone, Copy)]
struct Attempt {
    account: Key,
    address: Key,
}

/// An attempt that may be made. Counts as a failure unless it is told otherwise.
pub struct Permit<'a> {
    throttle: &'a Throttle,
    attempt: Attempt,
    now: i64,
    succeeded: bool,
}

impl Throttle {
    /// Asks to make an attempt; waits while those under way could use up what is left.
    ///
    /// # Errors
    /// As [`Refusal`] says.
    pub async fn begin(
        &self,
        account: &str,
        address: IpAddr,
        now: Timestamp,
    ) -> Result<Permit<'_>, Refusal> {
        let attempt = Attempt::new(account, address);
        let now = now.seconds();
        let mut place = None;
        loop {
            let ended = self.ended.notified();
            match self.judge(attempt, now) {
                Verdict::Banned(until) => {
                    return Err(Refusal::Banned(until.abs_diff(now).max(1)));
                }
                Verdict::Go => {
                    return Ok(Permit {
                        throttle: self,
                        attempt,
                        now,
                        succeeded: false,
                    });
                }
                Verdict::Wait if place.is_none() => place = Some(Place::take(self)?),
                Verdict::Wait => {}
            }
            ended.await;
        }
    }

    fn judge(&self, attempt: Attempt, now: i64) -> Verdict {
        let mut state = self.lock();
        state.make_room(now);
        let limits = [
            (attempt.account, ACCOUNT_FAILURES_MAX),
            (attempt.address, ADDRESS_FAILURES_MAX),
        ];
        let counters = limits.map(|(key, limit)| (state.at(key, now), limit));
        if let Some(until) = counters
            .iter()
            .map(|(counter, _)| counter.banned_until)
            .max()
            && until > now
        {
            return Verdict::Banned(until);
        }
        if counters
            .iter()
            .any(|(counter, limit)| counter.failures + counter.under_way >= *limit)
        {
            return Verdict::Wait;
        }
        for (key, _) in limits {
            let mut counter = state.at(key, now);
            counter.under_way += 1;
            state.counters.insert(key, counter);
        }
        Verdict::Go
    }

    fn end(&self, attempt: Attempt, now: i64, succeeded: bool) {
        let rules = [
            (
                attempt.account,
                ACCOUNT_FAILURES_MAX,
                ACCOUNT_WINDOW_SECONDS,
            ),
            (
                attempt.address,
                ADDRESS_FAILURES_MAX,
                ADDRESS_WINDOW_SECONDS,
            ),
        ];
        let mut state = self.lock();
        for (key, limit, window) in rules {
            let mut counter = state.at(key, now);
            counter.under_way = counter.under_way.saturating_sub(1);
            if !succeeded {
                if counter.failures == 0 {
                    counter.window_ends = now + window;
                }
                counter.failures += 1;
                if counter.failures >= limit {
                    counter.banned_until = now + BAN_SECONDS;
                }
            } else if key == attempt.account {
                counter.failures = 0;
            }
            state.counters.insert(key, counter);
        }
        drop(state);
        self.ended.notify_waiters();
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Attempt {
    fn new(account: &str, address: IpAddr) -> Self {
        let network = network(address);
        let account = account.trim().to_lowercase();
        Self {
            account: key(&[b"account", account.as_bytes(), &network]),
            address: key(&[b"address", &network]),
        }
    }
}

/// IPv4 by /24, IPv6 by /56: what one customer of a provider is given.
fn network(address: IpAddr) -> Vec<u8> {
    match address.to_canonical() {
        IpAddr::V4(address) => address.octets()[..3].to_vec(),
        IpAddr::V6(address) => address.octets()[..7].to_vec(),
    }
}

fn key(parts: &[&[u8]]) -> Key {
    let mut hasher = blake3::Hasher::new();
    for part in parts {
        hasher.update(&(part.len() as u64).to_be_bytes());
        hasher.update(part);
    }
    let mut key = Key::default();
    hasher.finalize_xof().fill(&mut key);
    key
}

impl Counter {
    fn is_stale(&self, now: i64) -> bool {
        self.under_way == 0 && self.banned_until <= now && self.window_ends <= now
    }
}

impl State {
    /// The counter as of now: a window or ban that is over starts anew.
    fn at(&self, key: Key, now: i64) -> Counter {
        let mut counter = self.counters.get(&key).copied().unwrap_or_default();
        let ban_over = counter.banned_until != 0 && counter.banned_until <= now;
        if ban_over || (counter.banned_until == 0 && counter.window_ends <= now) {
            counter.failures = 0;
            counter.banned_until = 0;
        }
        counter
    }

    fn make_room(&mut self, now: i64) {
        if self.counters.len() < COUNTERS_MAX {
            return;
        }
        self.counters.retain(|_, counter| !counter.is_stale(now));
        if self.counters.len() < COUNTERS_MAX {
            return;
        }
        let mut ends: Vec<i64> = self
            .counters
            .values()
            .map(|counter| counter.window_ends)
            .collect();
        ends.sort_unstable();
        let median = ends.get(ends.len() / 2).copied().unwrap_or(now);
        self.counters
            .retain(|_, counter| counter.under_way > 0 || counter.window_ends > median);
    }
}

impl Permit<'_> {
    /// The attempt was good: it counts for nothing and forgives the account's failures.
    pub fn succeeded(mut self) {
        self.succeeded = true;
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        self.throttle.end(self.attempt, self.now, self.succeeded);
    }
}

/// A place among those who wait.
struct Place<'a>(&'a Throttle);

impl<'a> Place<'a> {
    fn take(throttle: &'a Throttle) -> Result<Self, Refusal> {
        let mut state = throttle.lock();
        if state.waiting >= WAITING_MAX {
            return Err(Refusal::Busy);
        }
        state.waiting += 1;
        Ok(Self(throttle))
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        let mut state = self.0.lock();
        state.waiting = state.waiting.saturating_sub(1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::future::join_all;

    const HERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(203, 0, 113, 7));

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_seconds(1_000_000 + seconds)
    }

    async fn fail(throttle: &Throttle, account: &str, address: IpAddr, seconds: i64) -> bool {
        throttle.begin(account, address, at(seconds)).await.is_ok()
    }

    #[actix_web::test]
    async fn the_sixth_failure_is_refused_until_the_ban_is_over() {
        let throttle = Throttle::default();
        for second in 0..5 {
            assert!(fail(&throttle, "ana@example.org", HERE, second).await);
        }
        let refused = throttle.begin(" ANA@example.org", HERE, at(10)).await.err();
        assert_eq!(refused, Some(Refusal::Banned(894)));
        assert!(fail(&throttle, "ben@example.org", HERE, 10).await);
        let elsewhere = "198.51.100.1".parse().unwrap();
        assert!(fail(&throttle, "ana@example.org", elsewhere, 10).await);
        assert!(fail(&throttle, "ana@example.org", HERE, 4 + BAN_SECONDS).await);
    }

    #[actix_web::test]
    async fn success_forgives_and_old_failures_are_forgotten() {
        let throttle = Throttle::default();
        for second in 0..4 {
            assert!(fail(&throttle, "a", HERE, second).await);
        }
        throttle
            .begin("a", HERE, at(5))
            .await
            .ok()
            .unwrap()
            .succeeded();
        for second in 6..11 {
            assert!(fail(&throttle, "a", HERE, second).await);
        }
        assert!(!fail(&throttle, "a", HERE, 12).await);
        for second in 0..4 {
            assert!(fail(&throttle, "b", HERE, second).await);
        }
        for second in 0..4 {
            assert!(fail(&throttle, "b", HERE, ACCOUNT_WINDOW_SECONDS + second).await);
        }
    }

    #[actix_web::test]
    async fn a_thousand_at_once_get_no_further_than_five() {
        let throttle = Throttle::default();
        let tries = (0..250).map(|_| fail(&throttle, "a", HERE, 0));
        let passed = join_all(tries)
            .await
            .into_iter()
            .filter(|passed| *passed)
            .count();
        assert_eq!(passed, 5);
    }

    #[actix_web::test]
    async fn many_right_sign_ins_at_once_all_pass() {
        let throttle = Throttle::default();
        let tries = (0..50).map(|_| async {
            let permit = throttle.begin("a", HERE, at(0)).await.ok();
            tokio::task::yield_now().await;
            permit.map(Permit::succeeded).is_some()
        });
        assert!(join_all(tries).await.into_iter().all(|passed| passed));
    }

    #[actix_web::test]
    async fn one_address_cannot_try_a_hundred_accounts() {
        let throttle = Throttle::default();
        let mut passed = 0;
        for number in 0..200 {
            passed += usize::from(fail(&throttle, &format!("user{number}"), HERE, 0).await);
        }
        assert_eq!(passed, 100);
    }

    #[actix_web::test]
    async fn memory_is_bounded() {
        let throttle = Throttle::default();
        for number in 0..(COUNTERS_MAX as u32 + 5_000) {
            let address = IpAddr::V4(std::net::Ipv4Addr::from(number << 8));
            fail(&throttle, "a", address, i64::from(number / 1_000)).await;
        }
        assert!(throttle.lock().counters.len() <= COUNTERS_MAX + 2);
    }

    #[test]
    fn neighbours_in_one_network_count_together() {
        let near = network("2001:db8:0:1::1".parse().unwrap());
        assert_eq!(near, network("2001:db8:0:2::9".parse().unwrap()));
        assert_ne!(near, network("2001:db8:1::1".parse().unwrap()));
        assert_eq!(
            network("::ffff:203.0.113.9".parse().unwrap()),
            network(HERE)
        );
    }
}
