//! Much work of one search on several threads: on its own, and on others while nobody else searches.
//! Its own thread begins at once and does what the others have not taken, so a thread that wakes late
//! costs nothing. Tests: at the foot.

use rayon::{ThreadPool, ThreadPoolBuilder};
use std::{
    any::Any,
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    sync::{
        Arc, Condvar, LazyLock, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    thread::available_parallelism,
};

/// Threads that work for one search, its own included.
const THREADS_MAX: usize = 4;
/// Fewer pieces of work are done in less time than to wake another thread takes.
const SHARED_MIN: usize = 4;

/// `None` on a machine with one core.
static OTHERS: LazyLock<Option<ThreadPool>> = LazyLock::new(|| {
    let cores = available_parallelism().map_or(1, |cores| cores.get());
    let others = cores.min(THREADS_MAX) - 1;
    let pool = ThreadPoolBuilder::new()
        .num_threads(others)
        .thread_name(|number| format!("search-{number}"));
    let pool = (others > 0).then(|| pool.build()).transpose();
    pool.unwrap_or_else(|error| {
        tracing::warn!("each search runs on one thread: {error}");
        None
    })
});

/// Searches under way.
static UNDER_WAY: AtomicUsize = AtomicUsize::new(0);

/// A search that is under way until it is dropped.
#[must_use]
pub struct UnderWay(());

impl UnderWay {
    /// Counts one more.
    pub fn begin() -> Self {
        UNDER_WAY.fetch_add(1, Ordering::Relaxed);
        Self(())
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        UNDER_WAY.fetch_sub(1, Ordering::Relaxed);
    }
}

/// What `work` answers for each number below `count`, in order. It is called on several threads, each
/// with tools of its own that begin as their default.
///
/// # Panics
/// When `work` does.
pub fn each<T, R>(count: usize, work: impl Fn(&mut T, usize) -> R + Send + Sync + 'static) -> Vec<R>
where
    T: Default + 'static,
    R: Send + 'static,
{
    let may_share = count >= SHARED_MIN && UNDER_WAY.load(Ordering::Relaxed) <= 1;
    let Some(others) = may_share.then_some(OTHERS.as_ref()).flatten() else {
        let mut tools = T::default();
        return (0..count).map(|number| work(&mut tools, number)).collect();
    };
    let job = Arc::new(Job::new(count, work));
    for _ in 0..others.current_num_threads().min(count - 1) {
        let job = job.clone();
        others.spawn(move || job.take_part());
    }
    job.take_part();
    let answers = job.wait();
    let answers = answers
        .into_iter()
        .map(|answer| answer.unwrap_or_else(|panic| resume_unwind(panic)));
    answers.collect()
}

/// An answer, or what it panicked with.
type Outcome<R> = Result<R, Box<dyn Any + Send>>;

struct Job<W, R> {
    work: W,
    count: usize,
    /// The first number that nobody has taken.
    next: AtomicUsize,
    done: Mutex<Vec<(usize, Outcome<R>)>>,
    is_done: Condvar,
}

impl<W, R> Job<W, R> {
    fn new(count: usize, work: W) -> Self {
        Self {
            work,
            count,
            next: AtomicUsize::new(0),
            done: Mutex::new(Vec::with_capacity(count)),
            is_done: Condvar::new(),
        }
    }

    fn take_part<T: Default>(&self)
    where
        W: Fn(&mut T, usize) -> R,
    {
        let mut tools = None;
        loop {
            let number = self.next.fetch_add(1, Ordering::Relaxed);
            if number >= self.count {
                return;
            }
            let tools = tools.get_or_insert_with(T::default);
            let outcome = catch_unwind(AssertUnwindSafe(|| (self.work)(tools, number)));
            let mut done = self.done.lock().unwrap_or_else(PoisonError::into_inner);
            done.push((number, outcome));
            if done.len() == self.count {
                self.is_done.notify_one();
            }
        }
    }

    fn wait(&self) -> Vec<Outcome<R>> {
        let done = self.done.lock().unwrap_or_else(PoisonError::into_inner);
        let done = self
            .is_done
            .wait_while(done, |done| done.len() < self.count);
        let mut done = std::mem::take(&mut *done.unwrap_or_else(PoisonError::into_inner));
        done.sort_unstable_by_key(|(number, _)| *number);
        done.into_iter().map(|(_, outcome)| outcome).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_come_in_order_whoever_works() {
        let answers = each(500, |calls: &mut usize, number| {
            *calls += 1;
            (number, *calls)
        });
        assert!(answers.iter().map(|(number, _)| *number).eq(0..500));
        assert!(answers.iter().all(|(number, calls)| *calls <= number + 1));
        assert!(each(0, |(): &mut (), number| number).is_empty());
    }

    #[test]
    fn a_panic_is_that_of_whoever_asked() {
        let asked = catch_unwind(|| {
            each(100, |(): &mut (), number| {
                assert!(number != 60, "broken");
                number
            })
        });
        assert!(asked.is_err());
        assert_eq!(each(3, |(): &mut (), number| number), [0, 1, 2]);
    }
}
