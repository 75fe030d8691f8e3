//! Whether anybody still waits for a query. Tests: `tests::cases` of the search module.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

/// Shared by who asks and who answers.
#[derive(Debug, Clone, Default)]
pub struct Cancel(Arc<AtomicBool>);

impl Cancel {
    /// Nobody waits any more.
    pub fn give_up(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether the work can stop.
    pub fn is_given_up(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}
