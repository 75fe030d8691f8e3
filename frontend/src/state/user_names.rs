//! What the users are called: owners and authors come as ids.

use super::{Resource, use_resource};
use crate::api;
use shared::small::SmallMap;
use shared::{
    api::{
        page::{ListQuery, PAGE_LIMIT_MAX, Page},
        user::User,
    },
    ids::UserId,
};
use std::rc::Rc;
use yew::prelude::*;

/// Names by id; in the order of the names when listed.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct UserNames(Rc<SmallMap<UserId, AttrValue>>);

impl UserNames {
    /// What a user is called.
    pub fn get(&self, id: UserId) -> Option<AttrValue> {
        self.0.get(&id).cloned()
    }

    /// Everyone, by name.
    pub fn by_name(&self) -> Vec<(UserId, AttrValue)> {
        let mut names: Vec<_> = self
            .0
            .iter()
            .map(|(id, name)| (*id, name.clone()))
            .collect();
        names.sort_by_key(|(_, name)| name.to_lowercase());
        names
    }
}

/// What the users are called; empty until the answer is there.
#[hook]
pub fn use_user_names() -> UserNames {
    let users: Resource<Page<User>> = use_resource((), |(), signal| {
        Box::pin(async move {
            let query = ListQuery {
                limit: Some(PAGE_LIMIT_MAX),
                ..ListQuery::default()
            };
            api::users::list(&query, signal.as_ref()).await
        })
    });
    let page = users.load.ready().cloned();
    let names = use_memo(page, |page| {
        let users = page.iter().flat_map(|page| &page.items);
        let named = users.map(|user| (user.id, AttrValue::from(user.name.clone())));
        UserNames(Rc::new(named.collect()))
    });
    (*names).clone()
}
