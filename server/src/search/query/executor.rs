//! On how many threads a search walks the parts of the index: on its own for what takes less time
//! than to wake another, on all for much work. Tests: the benchmark; what is found is the same.

use std::{sync::LazyLock, thread};
use tantivy::{Executor, Searcher};

/// Of fewer documents any word is found in less time than to share the work takes.
const DOCUMENTS_SHARED_MIN: u64 = 200_000;
/// Threads that walk one index.
const THREADS_MAX: usize = 4;

static ONE: Executor = Executor::SingleThread;
static SEVERAL: LazyLock<Executor> = LazyLock::new(|| {
    let cores = thread::available_parallelism().map_or(1, |cores| cores.get());
    match cores.min(THREADS_MAX) {
        1 => Executor::single_thread(),
        threads => Executor::multi_thread(threads, "search-").unwrap_or_else(|error| {
            tracing::warn!("each search runs on one thread: {error}");
            Executor::single_thread()
        }),
    }
});

/// Who walks the index.
pub fn executor(searcher: &Searcher) -> &'static Executor {
    match searcher.num_docs() >= DOCUMENTS_SHARED_MIN {
        true => several(),
        false => &ONE,
    }
}

/// All that there are, for much work.
pub fn several() -> &'static Executor {
    &SEVERAL
}
