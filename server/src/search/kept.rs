//! What was worked out of late, kept while there is room: while somebody types, the same is asked for
//! again and again. The oldest goes first. Tests: at the foot.

use std::{
    collections::{HashMap, VecDeque},
    hash::Hash,
    sync::{Arc, Mutex, PoisonError},
};

/// Values by key, of so many bytes at most.
pub struct Kept<K, V> {
    bytes_max: usize,
    values: Mutex<Values<K, V>>,
}

struct Values<K, V> {
    /// Each with its bytes.
    by_key: HashMap<K, (Arc<V>, usize)>,
    /// The oldest first.
    keys: VecDeque<K>,
    bytes: usize,
}

impl<K: Clone + Eq + Hash, V> Kept<K, V> {
    /// Nothing yet.
    pub fn new(bytes_max: usize) -> Self {
        let values = Values {
            by_key: HashMap::new(),
            keys: VecDeque::new(),
            bytes: 0,
        };
        Self {
            bytes_max,
            values: Mutex::new(values),
        }
    }

    /// What was kept.
    pub fn get(&self, key: &K) -> Option<Arc<V>> {
        let values = self.values.lock().unwrap_or_else(PoisonError::into_inner);
        values.by_key.get(key).map(|(value, _)| value.clone())
    }

    /// Keeps a value of so many bytes, unless it is too much or there is one.
    pub fn keep(&self, key: K, value: Arc<V>, bytes: usize) {
        if bytes > self.bytes_max {
            return;
        }
        let mut values = self.values.lock().unwrap_or_else(PoisonError::into_inner);
        if values.by_key.contains_key(&key) {
            return;
        }
        values.keys.push_back(key.clone());
        values.by_key.insert(key, (value, bytes));
        values.bytes += bytes;
        while values.bytes > self.bytes_max
            && let Some(oldest) = values.keys.pop_front()
        {
            let gone = values.by_key.remove(&oldest);
            values.bytes -= gone.map_or(0, |(_, bytes)| bytes);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_is_let_go_of() {
        let kept = Kept::new(100);
        let keep = |key: &'static str, bytes| kept.keep(key, Arc::new(key.len()), bytes);
        let is_kept = |key: &'static str| kept.get(&key).is_some_and(|value| *value == key.len());
        ["con", "com", "com"]
            .into_iter()
            .for_each(|key| keep(key, 40));
        assert!(is_kept("con") && is_kept("com") && !is_kept("co"));
        keep("pro", 40);
        assert!(!is_kept("con") && is_kept("com") && is_kept("pro"));
        keep("all", 101);
        assert!(is_kept("com") && is_kept("pro") && !is_kept("all"));
        keep("every", 100);
        assert!(!is_kept("com") && !is_kept("pro") && is_kept("every"));
    }
}
