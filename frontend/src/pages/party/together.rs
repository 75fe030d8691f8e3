//! In the right column, below the companies: with whom else this contact is in touch. It is there
//! only when there is something to show.

use crate::{
    components::Avatar,
    i18n::use_i18n,
    pages::people::name_of,
    router::{Link, Route},
};
use shared::{api::message::MessageSummary, ids::ContactId};
use std::collections::HashMap;
use yew::prelude::*;

/// People shown at most.
const PEOPLE_MAX: usize = 8;

/// Somebody in the same conversations.
#[derive(Debug, Clone, PartialEq)]
pub struct Companion {
    pub id: ContactId,
    pub name: String,
    pub conversations: u64,
}

/// The contacts in a contact's conversations, the most frequent first.
pub fn companions(mails: &[MessageSummary], of: ContactId) -> Vec<Companion> {
    let mut found: HashMap<ContactId, Companion> = HashMap::new();
    for mail in mails {
        let mut ids: Vec<ContactId> = Vec::new();
        for one in &mail.participants {
            let Some(id) = one.contact_id.filter(|id| *id != of && !ids.contains(id)) else {
                continue;
            };
            ids.push(id);
            let entry = found.entry(id).or_insert_with(|| Companion {
                id,
                name: name_of(one),
                conversations: 0,
            });
            entry.conversations += 1;
        }
    }
    let mut people: Vec<Companion> = found.into_values().collect();
    people.sort_by(|a, b| {
        b.conversations
            .cmp(&a.conversations)
            .then_with(|| a.name.cmp(&b.name))
    });
    people.truncate(PEOPLE_MAX);
    people
}

#[derive(Properties, PartialEq)]
pub struct TogetherProps {
    pub people: Vec<Companion>,
}

#[component]
pub fn Together(props: &TogetherProps) -> Html {
    let i18n = use_i18n();
    let row = |one: &Companion| {
        html! {
            <li key={one.id.to_string()}>
                <Link to={Route::Contact(one.id)} class="person-row">
                    <Avatar name={one.name.clone()} />
                    <span class="clip grow">{ &one.name }</span>
                    <span class="faint num small">{ one.conversations }</span>
                </Link>
            </li>
        }
    };
    html! {
        <section class="side-part">
            <h2>{ i18n.t.record.together }</h2>
            <ul>{ for props.people.iter().map(row) }</ul>
        </section>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::tests::mail_with;

    #[test]
    fn the_most_frequent_come_first_and_oneself_never() {
        let (me, ana, ben) = (1, 2, 3);
        let mails = [
            mail_with(&[me, ben, ben]),
            mail_with(&[me, ana]),
            mail_with(&[me, ana]),
        ];
        let id = |n: u128| ContactId::from_uuid(uuid::Uuid::from_u128(n));
        let people = companions(&mails, id(me));
        let shown: Vec<_> = people
            .iter()
            .map(|one| (one.id, one.conversations))
            .collect();
        assert_eq!(shown, [(id(ana), 2), (id(ben), 1)]);
    }
}
