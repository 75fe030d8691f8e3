//! What was typed into the panel that makes a contact or a company, and the request it becomes.
//! Tests stand at the foot.

use crate::{
    api::{
        self, ApiError, ApiResult, Reply,
        parties::{Party, PartyKind},
    },
    i18n::{I18n, errors::field_text},
    pages::people::split_name,
};
use shared::{
    api::{
        company::{Affiliation, CompanyCreate},
        contact::{ContactCreate, Email, Phone},
        error::FieldErrors,
    },
    model::LifecycleStage,
    validate,
};
use std::rc::Rc;
use yew::prelude::*;

/// What was typed so far. What a kind does not have stays empty.
#[derive(Clone, PartialEq)]
pub struct Draft {
    pub kind: PartyKind,
    /// The first name of a person, the name of a company.
    pub first_name: String,
    pub last_name: String,
    /// Job title.
    pub title: String,
    pub companies: Vec<Affiliation>,
    pub domains: Vec<String>,
    pub emails: Vec<String>,
    pub phones: Vec<String>,
    pub tags: Vec<String>,
    pub stage: Option<LifecycleStage>,
    /// Stays open for the next one.
    pub another: bool,
    pub busy: bool,
    pub fields: FieldErrors,
    pub error: Option<ApiError>,
}

type Change = Box<dyn FnOnce(&mut Draft)>;

impl Reducible for Draft {
    type Action = Change;

    fn reduce(self: Rc<Self>, change: Change) -> Rc<Self> {
        let mut draft = (*self).clone();
        change(&mut draft);
        Rc::new(draft)
    }
}

/// A callback that changes the draft.
pub fn change<T: 'static>(
    draft: &UseReducerHandle<Draft>,
    apply: impl Fn(&mut Draft, T) + Copy + 'static,
) -> Callback<T> {
    let dispatch = draft.dispatcher();
    Callback::from(move |value: T| {
        dispatch.dispatch(Box::new(move |draft| apply(draft, value)));
    })
}

/// What is sent.
enum Request {
    Contact(ContactCreate),
    Company(CompanyCreate),
}

impl Draft {
    /// A name or address typed elsewhere.
    pub fn named(kind: PartyKind, name: &str) -> Self {
        let name = name.trim();
        let is_email = kind == PartyKind::Contact && name.contains('@');
        let (first_name, last_name) = match kind {
            PartyKind::Contact => split_name(name),
            PartyKind::Company => (name.to_owned(), String::new()),
        };
        Self {
            kind,
            first_name,
            last_name,
            title: String::new(),
            companies: Vec::new(),
            domains: vec![String::new()],
            emails: vec![if is_email { name.into() } else { String::new() }],
            phones: vec![String::new()],
            tags: Vec::new(),
            stage: None,
            another: false,
            busy: false,
            fields: FieldErrors::new(),
            error: None,
        }
    }

    /// What is sent; lines left empty are no addresses.
    fn request(&self) -> Request {
        let lines = |lines: &[String]| -> Vec<String> {
            lines
                .iter()
                .map(|line| line.trim().to_owned())
                .filter(|line| !line.is_empty())
                .collect()
        };
        let email = |address| Email {
            address,
            kind: Default::default(),
        };
        let phone = |number| Phone {
            number,
            kind: Default::default(),
        };
        let first_name = self.first_name.trim().to_owned();
        let emails = lines(&self.emails).into_iter().map(email).collect();
        let phones = lines(&self.phones).into_iter().map(phone).collect();
        let tags = self.tags.clone();
        match self.kind {
            PartyKind::Contact => Request::Contact(ContactCreate {
                first_name,
                last_name: self.last_name.trim().into(),
                title: self.title.trim().into(),
                companies: self.companies.clone(),
                emails,
                phones,
                tags,
                stage: self.stage,
                ..ContactCreate::default()
            }),
            PartyKind::Company => Request::Company(CompanyCreate {
                name: first_name,
                domains: lines(&self.domains),
                emails,
                phones,
                tags,
                stage: self.stage,
                ..CompanyCreate::default()
            }),
        }
    }

    /// What is wrong with it, by field.
    pub fn check(&self) -> Result<(), FieldErrors> {
        match self.request() {
            Request::Contact(contact) => validate::contact(&contact),
            Request::Company(company) => validate::company(&company),
        }
    }

    /// Makes it.
    pub async fn create(&self) -> ApiResult<Reply<Party>> {
        match self.request() {
            Request::Contact(contact) => {
                let reply = api::contacts::create(&contact).await;
                reply.map(api::parties::reply_of)
            }
            Request::Company(company) => {
                let reply = api::companies::create(&company).await;
                reply.map(api::parties::reply_of)
            }
        }
    }

    /// What is wrong with a field, in words.
    pub fn field(&self, i18n: I18n, name: &str) -> Option<String> {
        self.fields
            .get(name)
            .map(|error| field_text(i18n.t, name, *error))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_enough_and_empty_lines_are_not_sent() {
        for kind in [PartyKind::Contact, PartyKind::Company] {
            assert!(Draft::named(kind, "").check().is_err());
            assert!(Draft::named(kind, "Casa Alba").check().is_ok());
        }
        let draft = Draft::named(PartyKind::Contact, "ana@example.org");
        let Request::Contact(contact) = draft.request() else {
            panic!("a contact was meant");
        };
        assert_eq!(contact.emails[0].address, "ana@example.org");
        assert!(contact.phones.is_empty() && contact.first_name.is_empty());
    }
}
