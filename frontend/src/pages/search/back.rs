//! Coming back to the hits: whoever left by one finds it again, with the focus on it, also when it
//! stands behind the first page.

use super::{
    keys::{focus_hit, is_in_input},
    results::Search,
    wish::{HITS_PER_PAGE, Wish},
};
use crate::router::Router;
use std::cell::RefCell;
use uuid::Uuid;
use yew::prelude::*;

thread_local! {
    /// The hit that had the focus last.
    static LEFT: RefCell<Option<Left>> = const { RefCell::new(None) };
}

#[derive(Clone, PartialEq)]
struct Left {
    wish: Wish,
    id: Uuid,
    /// Its place among the hits.
    at: usize,
}

/// Remembers the hit that has the focus.
pub fn note(wish: &Wish, (id, at): (Uuid, usize)) {
    let wish = wish.without_open();
    LEFT.set(Some(Left { wish, id, at }));
}

/// Goes to the hit by which one left, once, if one came back and has not typed since. Says whether
/// there is one to go to.
#[hook]
pub fn use_return(router: &Router, wish: &Wish, search: &Search) -> bool {
    let first_wish = wish.without_open();
    let wanted = use_mut_ref(|| {
        let left = LEFT.with_borrow(Clone::clone);
        left.filter(|left| router.is_return() && left.wish == first_wish)
    });
    let is_awaited = wanted.borrow().is_some();
    let (search, wish) = (search.clone(), wish.without_open());
    use_effect_with((search.found.clone(), wish), move |(found, wish)| {
        let Some(left) = wanted.borrow().clone() else {
            return;
        };
        // Whoever is in the field by now types on.
        if left.wish != *wish || found.error.is_some() || is_in_input() {
            wanted.replace(None);
            return;
        }
        if found.wish.as_ref() != Some(&left.wish) || found.reading {
            return;
        }
        let at = found.hits.iter().position(|hit| hit.id == left.id);
        let is_near = found.hits.len() <= left.at + HITS_PER_PAGE;
        match at {
            None if found.has_more() && is_near => search.more(),
            at => {
                wanted.replace(None);
                at.into_iter().for_each(focus_hit);
            }
        }
    });
    is_awaited
}
